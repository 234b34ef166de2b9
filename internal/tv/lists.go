package tv

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// The lists are tab-separated; the first line of each names its columns.
//
//go:embed data/*.tsv
var data embed.FS

// Catalogue returns the shows that Greenlit knows from the start. Better known
// ones come first. The year is that of the first episode or pilot shown; the
// network is the one that first showed it, under its name of today; both, and
// the country, are empty where they are uncertain or several.
func Catalogue() []Show { return slices.Clone(catalogue()) }

// A Named is an outlet or a network with what else it goes by.
type Named struct {
	Name    string
	Aliases []string
	Hosts   []string // web hosts of an outlet, without "www."
}

// Outlets returns the outlets that write about television.
func Outlets() []Named { return slices.Clone(outlets().all) }

// Networks returns the channels and streaming services that carry shows.
func Networks() []Named { return slices.Clone(networks().all) }

// OutletByName returns the outlet's own name for a name, an abbreviation or a
// web host: "EW" and "ew.com" are "Entertainment Weekly".
func OutletByName(s string) (name string, ok bool) { return outlets().find(s) }

// NetworkByName returns the network's own name for what people call it: "the
// CW" is "The CW", "HBO Max" and "Max" are "HBO Max".
func NetworkByName(s string) (name string, ok bool) { return networks().find(s) }

var (
	catalogue = sync.OnceValue(readShows)
	outlets   = sync.OnceValue(func() named { return readNamed("outlets.tsv", 3) })
	networks  = sync.OnceValue(func() named { return readNamed("networks.tsv", 2) })
)

type named struct {
	all    []Named
	byFold map[string]string
}

func (n named) find(s string) (string, bool) { return n.findFolded(Fold(cut(s))) }

func (n named) findFolded(folded string) (string, bool) {
	if name, ok := n.byFold[folded]; ok {
		return name, true
	}
	name, ok := n.byFold[withoutArticle(folded)]
	return name, ok
}

func readNamed(file string, columns int) named {
	n := named{byFold: map[string]string{}}
	for _, row := range readRows(file, columns) {
		v := Named{Name: row[0], Aliases: fields(row[1])}
		if columns > 2 {
			v.Hosts = fields(row[2])
		}
		n.all = append(n.all, v)
		for _, s := range slices.Concat([]string{v.Name}, v.Aliases, v.Hosts) {
			folded := Fold(s)
			n.byFold[folded] = v.Name
			n.byFold[withoutArticle(folded)] = v.Name
		}
	}
	return n
}

func readShows() []Show {
	var shows []Show
	for _, row := range readRows("shows.tsv", 8) {
		s := Show{
			Slug: Slug(row[0]), Title: row[1], Network: row[3], Country: row[4],
			Ambiguity: Ambiguity(row[5][0]), Aliases: fields(row[6]), Nicknames: fields(row[7]),
		}
		if row[2] != "" {
			year, err := strconv.Atoi(row[2])
			if err != nil {
				panic(fmt.Sprintf("data/shows.tsv: %q: year: %v", s.Title, err))
			}
			s.Year = year
		}
		shows = append(shows, s)
	}
	return shows
}

// readRows panics on a malformed list: it is part of the program, and the
// tests read every row.
func readRows(file string, columns int) [][]string {
	text, err := data.ReadFile("data/" + file)
	if err != nil {
		panic(err)
	}
	var rows [][]string
	for i, line := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
		row := strings.Split(line, "\t")
		if len(row) != columns {
			panic(fmt.Sprintf("data/%s:%d: %d columns, want %d", file, i+1, len(row), columns))
		}
		if i > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

func fields(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}
