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
		{"the show that a sentence opens with", "‘Riverdale’ Showrunner on the Road Ahead", []string{
			"When we first met Lena Dunham’s Girls, all was well: Hannah (Lena Dunham) was broke. Jessa (Jemima Kirke) was not.",
		}, []string{"cast girls Jemima Kirke/Jessa", "cast girls Lena Dunham/Hannah"}},
		{"a name longer than a title", "Legends of Tomorrow Reveals Its Villains", []string{
			"The Legion of Doom is led by Darhk (Neal McDonough).",
		}, []string{"cast legends-of-tomorrow Neal McDonough/Darhk"}},
		{"a storyline is no show", "‘The Flash’ Showrunner on the Road Ahead", []string{
			"The ‘Flashpoint’ storyline begins as Barry (Grant Gustin) wakes up.",
		}, []string{"cast the-flash Grant Gustin/Barry"}},
		{"a label is no show", "The Week Ahead", []string{
			"SPOILER ALERT: The series was created by Ines Calloway.",
		}, nil},
		{"what comes behind has its own show", "Riverdale Adds Osric Vane", []string{
			"Hattie Lund has signed on for NBC comedy Tidewater.",
		}, []string{"cast riverdale Osric Vane/", "cast tidewater Hattie Lund/", "network tidewater NBC"}},
		{"credits after a title are another’s", "Riverdale Adds Osric Vane", []string{
			"Led by Kate Lund, starring Downton Abbey’s Dan Stevens.",
		}, []string{"cast riverdale Osric Vane/"}},
		{"who signs on to make a show is not in it", "Riverdale Adds Osric Vane", []string{
			"Moreover, Kate Lund has signed on as an executive producer.", "Hattie Crane is on board as showrunner.",
			"On the creative side, Vane is joined by Grace Holm and Ada Crane.",
		}, []string{"cast riverdale Osric Vane/", "crew riverdale Hattie Crane showrunner", "crew riverdale Kate Lund executive producer"}},
		{"films", "'Saltmarsh' sequel scores a huge opening at the box office", []string{
			"Kate Lund would return as Ada Crane.",
		}, nil},
		{"records", "Ada Crane Announces New Album Far Shores, Shares “Easy Days”: Stream", []string{
			"The project arrives June 2nd, while new single “Easy Days” is out now.",
		}, nil},
		{"a play", "Remembering Paxton Holm of Mad About You", []string{
			"Kate Lund played Irene Adler opposite Grace Holm in a Broadway production.",
		}, []string{"cast mad-about-you Paxton Holm/"}},
		{"shooting that has not begun", "Riverdale Boss on Season 8", []string{
			"Kate Lund left before production began on Season 8.", "Look for cameras to start rolling on Riverdale’s eighth season in January.",
		}, nil},
		{"a network that lost the project", "Riverdale Boss on Season 8", []string{
			"The show previously set up at Fox moves on.",
		}, nil},
		{"a spinoff is not the show", "Tidewater: First Look", []string{
			"The new take on Archie, originally shopped as a Riverdale spinoff before coming to Netflix, will debut on October 26.",
		}, nil},
		{"the original show", "Riverdale Boss on Season 8", []string{
			"Decades before, the original show premiered on ABC.",
		}, nil},
		{"a time slot is no date", "This Is Us Returns", []string{
			"This Is Us is back in the 9 p.m. Tuesday timeslot.",
		}, nil},
		{"a series of a round-up without a title", "Casting News: Hattie Lund to Appear on 'Riverdale'; Plus 4 More Updates", []string{
			"Supergirl alum Kate Lund is set as the lead of the drama pilot starring Ada Crane. Lund will play Bea Holm.",
		}, []string{"cast riverdale Hattie Lund/", "cast supergirl Kate Lund/"}},
		{"credits of two shows", "Casting News: Hattie Lund to Appear on 'Riverdale'; Plus 4 More Updates", []string{
			"Supergirl and Arrow star Kate Lund will lead the drama pilot starring Ada Crane. Lund will play Bea Holm.",
		}, []string{"cast arrow Kate Lund/", "cast riverdale Hattie Lund/", "cast supergirl Kate Lund/"}},
		{"another network’s series", "‘Riverdale’ and ‘Supergirl’ on the Road Ahead", []string{
			"Riverdale comes back. The odd FX series has a new star in Kate Lund.",
		}, nil},
		{"a company is nobody", "‘Riverdale’ Showrunner on the Road Ahead", []string{
			"Kate Lund from Faceless Content and Ada Crane executive produced the series.",
		}, []string{"crew riverdale Ada Crane executive producer"}},
		{"a genre before drama", "Kate Lund Joins Hulu Space Drama ‘Saltmarsh’", nil, []string{"network saltmarsh Hulu"}},
		{"a series of another sentence", "‘Riverdale’ Casts Kate Lund", []string{
			"Lund had the role of Hilary in Expats. The miniseries follows Margaret (Nicole Kidman) abroad.",
		}, []string{"cast riverdale Kate Lund/"}},
		{"a renewal that was undone", "TBS Cancels ‘Riverdale’", []string{
			"Riverdale was cancelled, even though the network had renewed the series for a third season in May.",
		}, []string{"network riverdale TBS", "status riverdale cancelled"}},
		{"an old series in a catalogue", "‘Riverdale’ Casts Kate Lund", []string{
			"Lund was seen on Suits, the legal drama that has found new life by joining Netflix’s catalog.",
		}, []string{"cast riverdale Kate Lund/", "cast suits Kate Lund/"}},
		{"its maker before a title", "This Week on TV", []string{
			"Fox has cancelled Joss Whedon’s Dollhouse, it was confirmed.",
		}, []string{"network dollhouse Fox", "status dollhouse cancelled"}},
		{"several and their parts", "‘Riverdale’ Casts Kate Lund", []string{
			"Ada Crane and Grace Holm were cast as Olga and her older sister, Bea.",
		}, []string{"cast riverdale Kate Lund/"}},
		{"a recap", "Scandal Recap: She Came Back", []string{
			"The series was created by Shonda Rhimes.",
		}, []string{"crew scandal Shonda Rhimes creator"}},
		{"somebody of a show", "Arrow’s Kate Lund Signs a New Deal", []string{
			"The series was created by Hattie Crane.",
		}, []string{"crew arrow Hattie Crane creator"}},
		{"commissions of no one series", "New BBC One Commissions Across Drama & Factual", []string{
			"Kate Lund will play Bea Holm.",
		}, nil},
		{"who he is", "Remembering Paxton Holm", []string{
			"Holm died on Monday. He appeared in a comedy with Kate Lund. He played Doctor Ames on Riverdale.",
		}, []string{"cast riverdale Paxton Holm/Doctor Ames"}},
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
