package tv

import "testing"

func TestFindAndChoose(t *testing.T) {
	n := NewNames(Catalogue())
	for _, tt := range []struct {
		asked string
		want  Slug // "" for no clear choice
	}{
		{"the-defenders", "the-defenders"},
		{"the-defenders-1961", "the-defenders-1961"},
		{"jessica-jones", "jessica-jones"},
		{"JESSICA JONES", "jessica-jones"},
		{"Marvel's The Defenders", "the-defenders"},
		{"Marvel’s Defenders", "the-defenders"},
		{"marvels jessica jones", "jessica-jones"},
		{"defenders", ""},
		{"The Defenders", ""},
		{"Netflix's The Defenders", "the-defenders"},
		{"defenders 2017", "the-defenders"},
		{"The Defenders (1961)", "the-defenders-1961"},
		{"The Defenders (2017, Netflix)", "the-defenders"},
		{"The Office 2005", "the-office"},
		{"the office uk", "the-office-uk"},
		{"The Office (US)", "the-office"},
		{"The Office (2001 TV series)", "the-office-uk"},
		{"office us", "the-office"},
		{"the office (uk) season 2", "the-office-uk"},
		{"The Last of Us", "the-last-of-us"},
		{"THE LAST OF US", "the-last-of-us"},
		{"last of us s2", "the-last-of-us"},
		{"flash (2014)", "the-flash"},
		{"severance season 2", "severance"},
		{"Severance S02E05", "severance"},
		{"got", "game-of-thrones"},
		{"SVU", "law-and-order-special-victims-unit"},
		{"omitb", "only-murders-in-the-building"},
		{"law and order: svu", "law-and-order-special-victims-unit"},
		{"swat", "swat"},
		{"mash", "mash"},
		{"911", "9-1-1"},
		{"3%", "3-percent"},
		{"#strangerthings", "stranger-things"},
		{"no such show", ""},
		{"", ""},
	} {
		got, _ := Choose(n.Find(tt.asked), nil)
		if got.Slug != tt.want {
			t.Errorf("%q means %q, want %q (matches %v)", tt.asked, got.Slug, tt.want, n.Find(tt.asked))
		}
	}
}
