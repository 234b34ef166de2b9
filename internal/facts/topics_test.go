package facts

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// readArticle reads blocks under a headline; those that begin with # are
// headings.
func readArticle(r *Reader, headline string, blocks ...string) news.Reading {
	a := news.Article{Title: headline, Published: time.Date(2023, 5, 4, 12, 0, 0, 0, time.UTC)}
	for _, b := range blocks {
		kind := news.Paragraph
		if b[0] == '#' {
			kind, b = news.Heading, b[2:]
		}
		a.Blocks = append(a.Blocks, news.Block{Kind: kind, Text: b})
	}
	return r.Read(a)
}

// told is what facts say, in short.
func told(facts []tv.Fact) []string {
	var out []string
	for _, f := range facts {
		s := fmt.Sprint(f.Type, " ", f.Show)
		switch f.Type {
		case tv.Cast:
			s += fmt.Sprint(" ", f.Person, "/", f.Character)
		case tv.Crew:
			s += fmt.Sprint(" ", f.Person, " ", f.Role)
		case tv.Status:
			s += fmt.Sprint(" ", f.Status)
			if f.Season > 0 {
				s += fmt.Sprint(" ", f.Season)
			}
		case tv.Network:
			s += " " + f.Network
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

func TestTopic(t *testing.T) {
	r := testReader()
	for _, tt := range []struct {
		name     string
		headline string
		blocks   []string
		want     []string
	}{
		{"headings that are titles", "All That Was Said of Riverdale and Supergirl in San Diego", []string{
			"# Supergirl", "Hattie Lund joins the show as Vesper Hale.",
			"# Riverdale", "The series was created by Ines Calloway.", "Osric Vane will play Milo Trask.",
		}, []string{"cast riverdale Osric Vane/Milo Trask", "cast supergirl Hattie Lund/Vesper Hale", "crew riverdale Ines Calloway creator"}},
		{"a numbered heading with its network", "Ten dramas that you missed", []string{
			"# 1. Mindhunter (Netflix)", "Holt McCallany plays Bill Tench.", "# 2. Rectify", "Aden Young plays Daniel Holden.",
		}, []string{"cast mindhunter Holt McCallany/Bill Tench", "cast rectify Aden Young/Daniel Holden"}},
		{"a short line is a heading too", "All That Was Said of Riverdale and Supergirl in San Diego", []string{
			"Supergirl", "Hattie Lund will play Vesper Hale.",
		}, []string{"cast supergirl Hattie Lund/Vesper Hale"}},
		{"a heading among titles that is none", "All That Was Said of Riverdale and Supergirl in San Diego", []string{
			"# Supergirl", "Hattie Lund will play Vesper Hale.", "# Other News", "Osric Vane will play Milo Trask.",
		}, []string{"cast supergirl Hattie Lund/Vesper Hale"}},
		{"a heading in an article about one show", "Riverdale Adds Osric Vane", []string{
			"# A new face", "Osric Vane will play Milo Trask.",
		}, []string{"cast riverdale Osric Vane/Milo Trask"}},
		{"a round-up has no show for what names none", "Casting News: Hattie Lund to Appear on 'Riverdale'; Plus 4 More Updates", []string{
			"Osric Vane will play Milo Trask.", "Vane and Ines Calloway have landed recurring roles on the upcoming drama starring Ada Crane.",
		}, []string{"cast riverdale Hattie Lund/"}},
		{"nor one that says and more", "NBC Renews 'Chicago Fire' and More", []string{
			"Osric Vane will play Milo Trask.",
		}, []string{"network chicago-fire NBC", "status chicago-fire renewed"}},
		{"another series than the headline's is the subject", "Riverdale Adds Osric Vane", []string{
			"Saltmarsh follows a family of keepers. The drama was created by Ines Calloway.",
		}, []string{"cast riverdale Osric Vane/"}},
		{"a credit is not what a headline is about", "Riverdale alum Ada Crane to star in ABC pilot Tidewater", []string{
			"Crane will play Bea Holm.", "Tidewater hails from writer Kate Lund, who will executive produce with Hattie Vane.",
		}, []string{"cast riverdale Ada Crane/", "cast tidewater Ada Crane/Bea Holm", "crew tidewater Kate Lund writer", "crew tidewater Kate Lund executive producer", "crew tidewater Hattie Vane executive producer", "network tidewater ABC"}},
		{"a series is not the one that it is compared with", "ITV axes Saltmarsh after one series", []string{
			"The drama, created by Ines Calloway, drew comparisons with Downton Abbey.",
		}, []string{"crew saltmarsh Ines Calloway creator", "network saltmarsh ITV", "status saltmarsh cancelled"}},
		{"nor the one that it follows", "Letters of the week", []string{
			"“NCIS: New Orleans” is on its way. It premieres right after the return of “NCIS.” The drama stars Scott Bakula and Lucas Black.",
		}, []string{"cast ncis-new-orleans Lucas Black/", "cast ncis-new-orleans Scott Bakula/"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := told(readArticle(r, tt.headline, tt.blocks...).Facts)
			for _, w := range tt.want {
				if !slices.Contains(got, w) {
					t.Errorf("missing %q", w)
				}
			}
			for _, g := range got {
				if !slices.Contains(tt.want, g) {
					t.Errorf("found %q", g)
				}
			}
		})
	}
}
