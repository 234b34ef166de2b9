package tv

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var people = NewPeople([]string{
	"Krysten Ritter", "Charlie Cox", "Pilou Asbæk", "Max von Sydow", "John Ritter", "Pilou Asbaek", "Brian Cox",
	"Sigourney Weaver", "", "  ", "Zendaya", "Charlie Cox",
})

func TestPeopleFind(t *testing.T) {
	for _, tt := range []struct {
		asked string
		want  []string
	}{
		{"Krysten Ritter", []string{"Krysten Ritter"}},
		{"  KRYSTEN  ritter ", []string{"Krysten Ritter"}},
		{"Kristen Ritter", []string{"Krysten Ritter"}},
		{"krystenritter", []string{"Krysten Ritter"}},
		{"pilou asbaek", []string{"Pilou Asbæk"}},
		{"Asbæk", []string{"Pilou Asbæk"}},
		{"weaver", []string{"Sigourney Weaver"}},
		{"von sydow", []string{"Max von Sydow"}},
		{"sydow", []string{"Max von Sydow"}},
		{"ritter", []string{"Krysten Ritter", "John Ritter"}},
		{"Cox", []string{"Charlie Cox", "Brian Cox"}},
		{"Zendaya", []string{"Zendaya"}},
		{"zendya", []string{"Zendaya"}},
		{"charlie", nil},
		{"Jane Doe", nil},
		{"", nil},
		{"\xff", nil},
	} {
		if d := cmp.Diff(tt.want, people.Find(tt.asked), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%q (-want +got):\n%s", tt.asked, d)
		}
	}
	if d := cmp.Diff([]string{"Pilou Asbæk", "Pilou Asbaek"}, people.Spellings("pilou asbæk")); d != "" {
		t.Errorf("spellings (-want +got):\n%s", d)
	}
}

func TestPeopleNear(t *testing.T) {
	for asked, want := range map[string][]string{
		"Kristin Riter": {"Krysten Ritter"},
		"Susan Weaver":  {"Sigourney Weaver"},
		"zzz":           nil,
		"":              nil,
	} {
		if d := cmp.Diff(want, people.Near(asked, 1), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%q (-want +got):\n%s", asked, d)
		}
	}
}

func TestPeopleComplete(t *testing.T) {
	for typed, want := range map[string][]string{
		"":        {"Krysten Ritter", "Charlie Cox"},
		"cha":     {"Charlie Cox"},
		"cox":     {"Charlie Cox", "Brian Cox"},
		"max v":   {"Max von Sydow"},
		"krisRit": nil,
	} {
		if d := cmp.Diff(want, people.Complete(typed, 2), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%q (-want +got):\n%s", typed, d)
		}
	}
	var many []string
	for i := range 1000 {
		many = append(many, fmt.Sprintf("Ann Person%d", i))
	}
	if got := len(NewPeople(many).Complete("ann", 100)); got != mostChoices {
		t.Errorf("%d names, want Discord's %d", got, mostChoices)
	}
}

func TestCandidatesAreFoundByNameAlone(t *testing.T) {
	n := NewNames([]Show{
		{Slug: "harbor-lights", Title: "Harbor Lights", Learnt: true, Candidate: true},
		{Slug: "the-harbor", Title: "The Harbor"},
	})
	for asked, want := range map[string]Slug{
		"Harbor Lights": "harbor-lights", "harbor lights": "harbor-lights", "harbor-lights": "harbor-lights",
		"the harbor lights": "harbor-lights", "harbour lights": "", "harbor": "the-harbor", "HL": "",
	} {
		got, _ := Choose(n.Find(asked), nil)
		if got.Slug != want {
			t.Errorf("%q is %q, want %q", asked, got.Slug, want)
		}
	}
	for _, typed := range []string{"", "har", "harbor lights", "lights", "harbor-lights"} {
		for _, s := range n.Complete(typed, 25) {
			if s.Candidate {
				t.Errorf("%q suggests %s", typed, s.Title)
			}
		}
	}
	for _, s := range n.Near("harbor lites", 5) {
		if s.Candidate {
			t.Errorf("%s is offered as near", s.Title)
		}
	}
	if s, ok := n.Show("harbor-lights"); !ok || !s.Candidate {
		t.Errorf("by its slug there is %+v, want the candidate", s)
	}
}
