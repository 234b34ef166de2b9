package tv

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func slugsOf(shows []Show) []Slug {
	var slugs []Slug
	for _, s := range shows {
		slugs = append(slugs, s.Slug)
	}
	return slugs
}

func TestWhatPeopleTypeIsAShow(t *testing.T) {
	n := NewNames(Catalogue())
	for _, tt := range []struct {
		asked string
		want  Slug // "" when the person has to choose
	}{
		// slugs
		{"the-defenders", "the-defenders"},
		{"the-defenders-1961", "the-defenders-1961"},
		{"Jessica-Jones", "jessica-jones"},
		{" jessica-jones ", "jessica-jones"},
		{"jessica_jones", "jessica-jones"},

		// titles
		{"JESSICA JONES", "jessica-jones"},
		{"jessicajones", "jessica-jones"},
		{"#StrangerThings", "stranger-things"},
		{"walking dead", "the-walking-dead"},
		{"the severance", "severance"},
		{"law and order", "law-and-order"},
		{"greys anatomy", "greys-anatomy"},
		{"swat", "swat"},
		{"MASH", "mash"},
		{"911", "9-1-1"},
		{"3%", "3-percent"},
		{"shogun 2024", "shogun-2024"},

		// brands
		{"Marvel's The Defenders", "the-defenders"},
		{"Marvel’s Defenders", "the-defenders"},
		{"marvels jessica jones", "jessica-jones"},
		{"marvel daredevil", "daredevil"},
		{"DC's Titans", "titans"},
		{"Netflix's The Defenders", "the-defenders"},
		{"the cw's the flash", "the-flash"},
		{"netflix stranger things", "stranger-things"},

		// shows that share a title
		{"defenders", ""},
		{"The Defenders", ""},
		{"Utopia", ""},
		{"utopia", ""},
		{"charmed", ""},

		// years, countries, networks
		{"defenders 2017", "the-defenders"},
		{"The Defenders (1961)", "the-defenders-1961"},
		{"The Defenders (2017, Netflix)", "the-defenders"},
		{"The Defenders (TV series 2017–2017)", "the-defenders"},
		{"defenders 2016", "the-defenders"}, // people are off by one
		{"defenders 1990", ""},
		{"The Office 2005", "the-office"},
		{"the office uk", "the-office-uk"},
		{"the-office-us", "the-office"},
		{"The Office (US)", "the-office"},
		{"The Office (2001 TV series)", "the-office-uk"},
		{"The Office (American TV series)", "the-office"},
		{"office us", "the-office"},
		{"The Office (USA)", "the-office"},
		{"The Office (UK, BBC Two)", "the-office-uk"},
		{"ghosts bbc one", "ghosts-uk"},
		{"ghosts bbc", "ghosts-uk"},
		{"Shameless (US)", "shameless-2011"},
		{"Shameless US", "shameless-2011"},
		{"utopia australia", "utopia-2014"},
		{"flash (2014)", "the-flash"},
		{"Battlestar Galactica (2004)", "battlestar-galactica-2004"},
		{"The Last of Us", "the-last-of-us"},
		{"THE LAST OF US", "the-last-of-us"},
		{"this is us", "this-is-us"},
		{"1923", "1923"},

		// seasons
		{"severance season 2", "severance"},
		{"Severance S02E05", "severance"},
		{"severance-s2", "severance"},
		{"last of us s2", "the-last-of-us"},
		{"the office (uk) season 2", "the-office-uk"},
		{"Doctor Who (2005) series 3", "doctor-who"},

		// other names
		{"got", "game-of-thrones"},
		{"SVU", "law-and-order-special-victims-unit"},
		{"law and order: svu", "law-and-order-special-victims-unit"},
		{"AHS", "american-horror-story"},
		{"omitb", "only-murders-in-the-building"},
		{"La Casa de Papel", "money-heist"},
		{"進撃の巨人", "attack-on-titan"},
		{"strictly", "strictly-come-dancing"},
		{"born again", "daredevil-born-again"},
		{"original sin", ""}, // of Dexter, and of Pretty Little Liars

		// nothing
		{"no such show", ""},
		{"Lots", ""},
		{"", ""},
		{"!!!", ""},
		{"2017", ""},
		{"season 2", ""},
	} {
		got, _ := Choose(n.Find(tt.asked), nil)
		if got.Slug != tt.want {
			t.Errorf("%q means %q, want %q (found %v)", tt.asked, got.Slug, tt.want, n.Find(tt.asked))
		}
	}
}

func TestFindOffersBothOfATitle(t *testing.T) {
	n := NewNames(Catalogue())
	for _, asked := range []string{"defenders", "The Defenders"} {
		var got []Slug
		for _, m := range n.Find(asked) {
			got = append(got, m.Show.Slug)
		}
		if want := []Slug{"the-defenders", "the-defenders-1961"}; !slices.Equal(got, want) {
			t.Errorf("Find(%q) = %v, want %v", asked, got, want)
		}
	}
}

func TestFindForgivesSmallTypos(t *testing.T) {
	n := NewNames([]Show{
		{Slug: "dark", Title: "Dark"},
		{Slug: "riverdale", Title: "Riverdale"},
		{Slug: "stranger-things", Title: "Stranger Things"},
		{Slug: "blade-runner-2099", Title: "Blade Runner 2099"},
	})
	for _, tt := range []struct {
		asked string
		want  Slug
	}{
		{"drak", ""}, // five letters or less have to be right
		{"rivedale", "riverdale"},
		{"rievrdale", "riverdale"}, // swapped
		{"rivedal", ""},
		{"strnager thigns", "stranger-things"},
		{"strngr thngs", ""},
		{"blade runer 2099", "blade-runner-2099"},
		{"blade runner 2049", ""}, // another number is another title
	} {
		var got Slug
		if matches := n.Find(tt.asked); len(matches) > 0 {
			got = matches[0].Show.Slug
		}
		if got != tt.want {
			t.Errorf("Find(%q) = %q, want %q", tt.asked, got, tt.want)
		}
	}
}

func TestInitialsOfSeveralTitlesMeanNone(t *testing.T) {
	shows := []Show{
		{Slug: "the-good-doctor", Title: "The Good Doctor"},
		{Slug: "all-my-children", Title: "All My Children"},
	}
	if got, ok := Choose(NewNames(shows).Find("tgd"), nil); !ok || got.Slug != "the-good-doctor" {
		t.Errorf("tgd is %q, want the-good-doctor", got.Slug)
	}
	shows = append(shows, Show{Slug: "the-great-debate", Title: "The Great Debate"})
	if got := NewNames(shows).Find("tgd"); len(got) > 0 {
		t.Errorf("tgd is %v, want nothing", got)
	}
}

func TestChooseWeighsArticles(t *testing.T) {
	defenders := []Match{{Show{Slug: "the-defenders"}, 0.95}, {Show{Slug: "the-defenders-1961"}, 0.95}}
	for _, tt := range []struct {
		name     string
		matches  []Match
		articles map[Slug]int
		want     Slug
	}{
		{"nothing found", nil, nil, ""},
		{"no articles", defenders, nil, ""},
		{"one has an article", defenders, map[Slug]int{"the-defenders": 1}, "the-defenders"},
		{"the other has", defenders, map[Slug]int{"the-defenders-1961": 1}, "the-defenders-1961"},
		{"both have some", defenders, map[Slug]int{"the-defenders": 3, "the-defenders-1961": 2}, ""},
		{"one has far more", defenders, map[Slug]int{"the-defenders": 30, "the-defenders-1961": 1}, "the-defenders"},
		{"a typo alone", []Match{{Show{Slug: "riverdale"}, byTypo}}, nil, ""},
		{"a typo of a show in the news", []Match{{Show{Slug: "riverdale"}, byTypo}}, map[Slug]int{"riverdale": 2}, "riverdale"},
		{"title before other name", []Match{{Show{Slug: "ghosts"}, byTitle}, {Show{Slug: "x"}, byAlias}}, nil, "ghosts"},
		{"a slug against all articles", []Match{{Show{Slug: "old"}, bySlug}, {Show{Slug: "new"}, byTitle}}, map[Slug]int{"new": 1 << 40}, "old"},
		{"the wrong year in spite of articles", []Match{{Show{Slug: "new"}, byTitle + yearWrong}}, map[Slug]int{"new": 1000}, ""},
	} {
		got, ok := Choose(tt.matches, tt.articles)
		if got.Slug != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: %q, %v, want %q", tt.name, got.Slug, ok, tt.want)
		}
	}
}

func TestNearSuggests(t *testing.T) {
	n := NewNames(Catalogue())
	for _, tt := range []struct {
		asked string
		want  Slug
	}{
		{"jesika jonse", "jessica-jones"},
		{"defendrs", "the-defenders"},
		{"house of dragons", "house-of-the-dragon"},
		{"kimmy schmidt", "unbreakable-kimmy-schmidt"},
		{"lusifer", "lucifer"},
		{"blade runner 2049", "blade-runner-2099"},
	} {
		got := slugsOf(n.Near(tt.asked, 5))
		if !slices.Contains(got, tt.want) {
			t.Errorf("Near(%q) = %v, want %q among them", tt.asked, got, tt.want)
		}
	}
	for _, asked := range []string{"", "zzqx zzqx zzqx", "the"} {
		if got := n.Near(asked, 5); len(got) > 0 {
			t.Errorf("Near(%q) = %v, want nothing", asked, slugsOf(got))
		}
	}
	if got := n.Near("chicago", 3); len(got) != 3 {
		t.Errorf("Near(chicago, 3) = %v, want 3 shows", slugsOf(got))
	}
}

func TestComplete(t *testing.T) {
	n := NewNames([]Show{
		{Slug: "the-walking-dead", Title: "The Walking Dead", Aliases: []string{"TWD"}},
		{Slug: "fear-the-walking-dead", Title: "Fear the Walking Dead"},
		{Slug: "deadwood", Title: "Deadwood"},
		{Slug: "evil-dead", Title: "Evil Dead"},
		{Slug: "dead-like-me", Title: "Dead Like Me"},
		{Slug: "dead", Title: "Dead", Year: 2017},
		{Slug: "the-deuce", Title: "The Deuce"},
		{Slug: "elite", Title: "Élite"},
	})
	for _, tt := range []struct {
		typed string
		want  []Slug
	}{
		{"", []Slug{"the-walking-dead", "fear-the-walking-dead", "deadwood", "evil-dead"}},
		{"d", []Slug{"deadwood", "dead-like-me", "dead", "the-deuce"}}, // title starts before inner words
		{"DEAD", []Slug{"dead", "deadwood", "dead-like-me", "the-walking-dead"}},
		{"the wal", []Slug{"the-walking-dead", "fear-the-walking-dead"}},
		{"walking-d", []Slug{"the-walking-dead", "fear-the-walking-dead"}},
		{"tw", []Slug{"the-walking-dead"}},
		{"éli", []Slug{"elite"}},
		{"dead 2017", []Slug{"dead"}},
		{"deadwod", []Slug{"deadwood"}},
		{"zzz", nil},
	} {
		if got := slugsOf(n.Complete(tt.typed, 4)); !slices.Equal(got, tt.want) {
			t.Errorf("Complete(%q) = %v, want %v", tt.typed, got, tt.want)
		}
	}
	if got := n.Complete("dead", 0); len(got) > 0 {
		t.Errorf("Complete with limit 0 = %v", slugsOf(got))
	}
}

// Prefixes of very many titles are answered from a list made beforehand,
// which has to be the same as looking at all.
func TestCompleteAmongManyIsTheSame(t *testing.T) {
	shows := manyShows(5000)
	n := NewNames(shows)
	for _, prefix := range []string{"t", "th", "the ", "the b", "b", "ba", "the ka", "zi"} {
		var want []Slug
		for _, s := range shows {
			name := Fold(s.Title)
			if prefix = Fold(prefix); strings.HasPrefix(name, prefix) || strings.HasPrefix(withoutArticle(name), prefix) {
				want = append(want, s.Slug)
			}
		}
		want = want[:min(len(want), 10)]
		got := slugsOf(n.Complete(prefix, 10))
		if !slices.Equal(got[:len(want)], want) {
			t.Errorf("Complete(%q) = %v, want %v first", prefix, got, want)
		}
	}
}

func TestShowBySlug(t *testing.T) {
	n := NewNames([]Show{{Slug: "a", Title: "First"}, {Slug: "a", Title: "Second"}, {Title: "No slug"}})
	if s, ok := n.Show("a"); !ok || s.Title != "First" {
		t.Errorf("show a is %q, %v, want First", s.Title, ok)
	}
	if s, ok := n.Show(""); ok {
		t.Errorf("the empty slug is %q", s.Title)
	}
}

func TestLabel(t *testing.T) {
	for _, tt := range []struct {
		show Show
		want string
	}{
		{Show{Title: "The Defenders", Year: 2017, Network: "Netflix"}, "The Defenders (2017, Netflix)"},
		{Show{Title: "Harbor Lights", Network: "AMC"}, "Harbor Lights (AMC)"},
		{Show{Title: "Highlander", Year: 1992}, "Highlander (1992)"},
		{Show{Title: "Harbor Lights"}, "Harbor Lights"},
	} {
		if got := tt.show.Label(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

// What Complete offers is typed for the person when they pick it, so each
// slug and each label of the catalogue must find its own show.
func TestEveryShowIsFoundByItsSlugAndLabel(t *testing.T) {
	n := NewNames(Catalogue())
	for _, s := range Catalogue() {
		for _, asked := range []string{string(s.Slug), s.Label(), fmt.Sprintf("%s (%d)", s.Title, s.Year)} {
			if strings.HasPrefix(asked, "Big Brother (2000)") || strings.HasSuffix(asked, "(0)") {
				continue // two of one year; unknown year
			}
			if got, _ := Choose(n.Find(asked), nil); got.Slug != s.Slug {
				t.Errorf("%q means %q, want %q", asked, got.Slug, s.Slug)
			}
		}
	}
}
