package facts

import (
	"slices"

	"greenlit/internal/tv"
)

// aSeries is a word for what a title can be announced of.
const aSeries = `(?:series|show|drama|comedy|dramedy|sitcom|pilot|thriller|spinoff|spin-off|reboot|revival|miniseries|anthology|procedural|prequel|sequel|offshoot|follow-up|project|[a-z]+-comedy)`

// announcedRules read the title that a new show is given.
func announcedRules() []rule {
	return []rule{
		newRule("title_of.titled", "titled entitled called named dubbed retitled renamed",
			`(?:R\d+|`+aSeries+`)(?: ,)?(?: (?:which|that))?(?: (?:is|will|has|have|been|be|being|to|tentatively|currently|now|officially|simply|aptly|the|reportedly|apparently|originally|previously|formerly|not|won't|could|may|might|would))*(?: ,)? (?P<verb>titled|entitled|called|named|dubbed|retitled|renamed)(?: (?:as|to))? (?P<s>[STZ]\d+)`, (*match).announces1),
		newRule("title_of.title", "title name",
			`(?:(?:title|name) (?:of|for) (?:R\d+|the (?:[a-z-]+ |N\d+ ){0,4}?`+aSeries+`)|(?:R\d+|`+aSeries+`)(?: 's)? (?:new |official |final )?(?:title|name)) (?:is|will be|was revealed as|was revealed to be|has been revealed as|has been revealed to be|has been announced as|:) (?P<s>[STZ]\d+)`, (*match).announces1),
		newRule("title_of.announced", "announced announces announce unveiled unveils developing develops greenlit greenlights commissioned commissions",
			`(?:[NXPRO]\d+|has|have|had|is|are|today) (?:also |officially |reportedly |has |have |is |are )*(?:announced|announces|announce|unveiled|unveils|developing|develops|greenlit|greenlights|commissioned|commissions) (?P<s>[ST]\d+) ,? an? (?:[a-z0-9-]+ |N\d+ |, ){0,6}?`+aSeries, (*match).announces1),
	}
}

// formerly are words that make a title one that is no longer used.
var formerly = newCues(`originally previously formerly once initially`, "")

func (m *match) announces1() {
	it := m.item("s")
	if it == nil || !it.quoted || filmWords.in(m.words()) || formerly.in(m.words()) {
		return
	}
	m.add(found{Fact: tv.Fact{Type: tv.TitleOf}, show: m.showOf(it)})
}

// orderedTitles adds the titles of shows that the sentence's facts say are
// ordered, where the sentence has them in quotation marks.
func (s *sentence) orderedTitles(added []found, out *[]found) {
	for _, f := range added {
		if f.Type != tv.Status || f.Status != tv.Ordered || f.Season > 1 || f.show == nil {
			continue
		}
		if slices.ContainsFunc(s.items, func(it item) bool {
			return it.quoted && (it.kind == kTitle || it.kind == kShow) && tv.SlugOf(it.text) == f.show.Slug
		}) {
			title := f
			title.Fact = tv.Fact{Type: tv.TitleOf, Show: f.Show, Certainty: f.Certainty, Rule: "title_of.ordered", Evidence: f.Evidence}
			*out = append(*out, title)
		}
	}
}
