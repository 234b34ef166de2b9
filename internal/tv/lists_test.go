package tv

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestCatalogueRows(t *testing.T) {
	shows := Catalogue()
	if len(shows) < 620 {
		t.Errorf("%d shows, want at least 620", len(shows))
	}
	country := regexp.MustCompile(`^[A-Z]{2}$`)
	slugs := map[Slug]bool{}
	networks := map[string]bool{"": true}
	for _, n := range Networks() {
		networks[n.Name] = true
	}
	for _, s := range shows {
		base := string(SlugOf(s.Title))
		allowed := []string{base, base + "-" + strconv.Itoa(s.Year)}
		for _, suffix := range []string{"us", "uk", "au"} {
			if countries[suffix] == s.Country {
				allowed = append(allowed, base+"-"+suffix)
			}
		}
		if !slices.Contains(allowed, string(s.Slug)) {
			t.Errorf("%s: slug %q, want one of %q", s.Label(), s.Slug, allowed)
		}
		if slugs[s.Slug] {
			t.Errorf("%s: slug %q is taken", s.Label(), s.Slug)
		}
		slugs[s.Slug] = true
		if s.Title == "" || s.Title != strings.TrimSpace(s.Title) {
			t.Errorf("slug %s: title %q", s.Slug, s.Title)
		}
		if s.Year != 0 && (s.Year < 1930 || s.Year > 2027) {
			t.Errorf("%s: year %d", s.Label(), s.Year)
		}
		if !networks[s.Network] {
			t.Errorf("%s: network %q is not in networks.tsv", s.Label(), s.Network)
		}
		if s.Country != "" && (!country.MatchString(s.Country) || s.Country == "UK") {
			t.Errorf("%s: country %q, want an ISO 3166 code", s.Label(), s.Country)
		}
		if !strings.ContainsRune("ABC", rune(s.Ambiguity)) {
			t.Errorf("%s: ambiguity %q, want A, B or C", s.Label(), s.Ambiguity)
		}
		if n := len([]rune(s.Title)); n <= 4 && s.Ambiguity == Distinct && regexp.MustCompile(`^\pL+$`).MatchString(s.Title) {
			t.Errorf("%s: ambiguity %c of a short title, want B or C", s.Label(), s.Ambiguity)
		}
		for _, a := range slices.Concat(s.Aliases, s.Nicknames) {
			if Fold(a) == "" || Fold(a) == Fold(s.Title) || a != strings.TrimSpace(a) {
				t.Errorf("%s: alias %q says nothing new", s.Label(), a)
			}
		}
	}
}

// Two shows may share a name when something else that a person can type tells
// them apart.
func TestSharedNamesCanBeToldApart(t *testing.T) {
	owners := map[string][]Show{}
	for _, s := range Catalogue() {
		names := map[string]bool{Fold(s.Title): true}
		for _, a := range s.Aliases {
			names[Fold(a)] = true
		}
		for name := range names {
			for _, other := range owners[name] {
				byYear := s.Year != 0 && other.Year != 0 && s.Year != other.Year
				byCountry := s.Country != "" && other.Country != "" && s.Country != other.Country
				if !byYear && !byCountry {
					t.Errorf("%q is %s and %s, with nothing to tell them apart", name, s.Label(), other.Label())
				}
			}
			owners[name] = append(owners[name], s)
		}
	}
}

func TestNamedLists(t *testing.T) {
	host := regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+$`)
	for _, list := range []struct {
		name  string
		all   []Named
		least int
		find  func(string) (string, bool)
	}{
		{"networks", Networks(), 125, NetworkByName},
		{"outlets", Outlets(), 85, OutletByName},
	} {
		if len(list.all) < list.least {
			t.Errorf("%d %s, want at least %d", len(list.all), list.name, list.least)
		}
		for _, n := range list.all {
			for _, s := range slices.Concat([]string{n.Name}, n.Aliases, n.Hosts) {
				if got, ok := list.find(s); !ok || got != n.Name {
					t.Errorf("%s: %q is %q, want %q", list.name, s, got, n.Name)
				}
			}
			for _, h := range n.Hosts {
				if !host.MatchString(h) || strings.HasPrefix(h, "www.") {
					t.Errorf("%s: host %q", n.Name, h)
				}
			}
		}
	}
}

func TestByName(t *testing.T) {
	for _, tt := range []struct {
		find func(string) (string, bool)
		ask  string
		want string
	}{
		{OutletByName, "EW", "Entertainment Weekly"},
		{OutletByName, "ew.com", "Entertainment Weekly"},
		{OutletByName, "THR", "The Hollywood Reporter"},
		{OutletByName, "hollywood reporter", "The Hollywood Reporter"},
		{OutletByName, "Heroic Hollywood", "Heroic Hollywood"},
		{OutletByName, "nobody's blog", ""},
		{NetworkByName, "the CW", "The CW"},
		{NetworkByName, "CW", "The CW"},
		{NetworkByName, "Disney Plus", "Disney+"},
		{NetworkByName, "Amazon Prime Video", "Prime Video"},
		{NetworkByName, "Max", "HBO Max"},
		{NetworkByName, "", ""},
	} {
		if got, ok := tt.find(tt.ask); got != tt.want || ok != (tt.want != "") {
			t.Errorf("%q is %q, %v, want %q", tt.ask, got, ok, tt.want)
		}
	}
}

func TestCatalogueCannotBeSpoilt(t *testing.T) {
	Catalogue()[0] = Show{}
	if Catalogue()[0].Title == "" {
		t.Error("a caller changed the catalogue of all")
	}
}

// A nickname such as "got" that stood among the other names too would find
// its show in articles that never name it.
func TestNicknamesAreNotSearchedFor(t *testing.T) {
	for _, s := range Catalogue() {
		for _, a := range s.Aliases {
			if slices.ContainsFunc(s.Nicknames, func(n string) bool { return Fold(n) == Fold(a) }) {
				t.Errorf("%s: %q is both another name and a nickname", s.Label(), a)
			}
		}
	}
}
