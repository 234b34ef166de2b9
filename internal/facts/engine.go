package facts

import (
	"regexp"
	"strconv"
	"strings"
	"sync"

	"greenlit/internal/tv"
)

// A rule reads one construction of English TV news. Its pattern matches the
// typed form of a sentence; when names the words without one of which it
// cannot match, or those that the sentence has to have elsewhere.
type rule struct {
	id    string
	when  []string
	apart bool // the words of when may stand outside of the match
	re    *regexp.Regexp
	read  func(m *match)

	names  []string // of the pattern's groups
	filter *filter
	groups *capturer
	starts byteSet
	after  [26]byteSet // by kind from A, what can follow its name
}

// match is one match of a rule in a sentence.
type match struct {
	*sentence
	rule       string
	group      map[string]string
	start, end int // in the typed form
	out        *[]found
}

// A found fact, with the names as the text writes them.
type found struct {
	tv.Fact
	show *show
	// as written
	network string
	outlet  string
}

// Parts of patterns. Names of items are followed by a blank or the end.
var macros = strings.NewReplacer(
	"{p}", `(?P<p>[PXH]\d+)`,
	"{ps}", `(?P<p>H\d+|[PX]\d+(?: , [PX]\d+)*(?: ,? ?(?:and|&) [PX]\d+)?)`,
	"{q}", `(?P<q>[PX]\d+)`,
	"{c}", `(?:(?:a|an|the|his|her|their) )?(?P<fill>(?:[a-z][a-z'-]* ){0,5}?)(?P<c>[PXSTGZ]\d+)`,
	"{C}", `(?P<c>[PXSTGZ]\d+)`,
	"{s}", `(?P<lead>`+lead+`)(?P<s>[STXRZ]\d+)`,
	"{S}", `(?P<s>[STXRZ]\d+)`,
	"{k}", `(?P<lead>`+lead+`)(?P<s>[STRZ]\d+)`,
	"{n}", `(?P<n>N\d+)`,
	"{ns}", `(?P<n>N\d+(?: , N\d+)*(?: ,? ?(?:and|&|/) N\d+)?)`,
	"{a}", `(?P<a>A\d+)`,
	"{d}", `(?P<d>D\d+)`,
	"{g}", `(?P<g>[GX]\d+)`,
	"{aux}", `(?:(?:has|have|had|is|are|was|were|be|been|will|also|now|today|who|to|officially|just|recently|already|would|set|being|'ll|which|that|in|talks|negotiations|final|early|attached|tapped|signed|eyed|poised|ready|reportedly|allegedly|supposedly|rumored|rumoured|said|entered|finally|currently|both|all|`+
		`later|first|subsequently|famously|slated|due|scheduled|expected|confirmed|announced|,|again|once|next|previously|'s|going|[a-z]+ly) )*`,
	"{says}", `(?:(?:said|announced|says|announces|confirmed|confirms|revealed) (?:(?:on )?D\d+ |today )?(?:that )?it )?`,
	"{gap}", `(?:[a-z0-9'-]+ )`,
)

// lead is what may stand between a verb and a title: "the cast of the
// upcoming Netflix drama", "HBO’s", "a second season of its hit".
const lead = `(?:(?:the|a|an|its|their|his|her|this|upcoming|new|planned|proposed|forthcoming|hit|popular|long-running|N\d+ 's (?:[a-z-]+ ){0,2}[a-z-]+|N\d+|O\d+|'s|'|’|/|,|cast of|ensemble of|episodes? of|two|three|four|five|six|seven|eight|nine|ten|twelve|\d+|several|multiple|remake of|reboot of|revival of|adaptation of|version of|us|uk|` +
	`[XP]\d+ 's|[XP]\d+ '|X\d+ /|[XP]\d+ (?:[a-z-]+ )?(?:drama|comedy|series|thriller|sitcom)|[a-z-]+ (?:[a-z-]+ )?(?:series|drama|comedy|pilot|sitcom|thriller|show|reboot|revival|spinoff|spin-off|adaptation|miniseries|dramedy|anthology)|` +
	`series|drama|comedy|pilot|sitcom|thriller|show|reboot|revival|spinoff|spin-off|adaptation|miniseries|limited|season [a-z]+ of|A\d+ of|D\d+|(?:X\d+ )?(?:[a-z-]+ ){0,4}(?:television|tv) (?:[a-z-]+ )?(?:series|drama|sitcom|show|comedy|miniseries)|(?:[a-z-]+ )?(?:comedies|dramas|sitcoms|shows|thrillers)|cast|ensemble|dramedy|anthology|prequel|sequel|procedural|soap|docuseries) )*?`

// newRule makes a rule. In a pattern, \^ is the start of the sentence; words
// after ~ may stand outside of the match.
func newRule(id, when, pattern string, read func(*match)) rule {
	pattern = `^(?:` + macros.Replace(pattern) + `)(?: |$)`
	when, apart := strings.CutPrefix(when, "~ ")
	r := rule{id: id, when: strings.Fields(when), apart: apart, re: regexp.MustCompile(pattern), read: read}
	r.filter = newFilter(pattern)
	r.starts = r.filter.starts()
	for i := range r.after {
		r.after[i] = r.filter.follows('A' + byte(i))
	}
	r.groups = newCapturer(r.filter)
	r.names = r.re.SubexpNames()
	return r
}

// startMark stands before the typed form where rules match, as ^.
const startMark = "^ "

// run applies the rules to a sentence, those first whose words come first.
func (s *sentence) run(out *[]found) {
	text := s.marked
	last, order := s.scratch.tries(len(s.rules.rules))
	for k := range s.items {
		if it := &s.items[k]; it.kind == kWord {
			for _, r := range s.rules.byWord[it.text] {
				if last[r] == 0 {
					order = append(order, r)
				}
				last[r] = k + 1
			}
		}
	}
	for _, i := range order {
		r := &s.rules.rules[i]
		to := last[i] // a match begins no later than its last word
		if last[i] = 0; r.apart {
			to = len(s.items)
		}
		for k, from := -1, 0; k < to; k++ {
			at := 0
			if k >= 0 {
				at = len(startMark) + s.pos[k]
			}
			if at < from || at >= len(text) || !r.starts.has(text[at]) {
				continue
			}
			name := 0
			if k >= 0 && k+1 < len(s.items) && s.items[k].kind != kWord {
				name = s.pos[k+1] - s.pos[k]
				if !r.after[text[at]-'A'].has(text[at+name]) {
					continue
				}
			}
			n := r.filter.length(text[at:], name)
			if n < 0 {
				continue
			}
			groups, end := r.match(text[at : at+n])
			if end < 0 {
				continue
			}
			m := &match{sentence: s, rule: r.id, group: groups, start: max(at-len(startMark), 0), end: max(at+end-len(startMark), 0), out: out}
			r.read(m)
			from = m.resume() + len(startMark)
		}
	}
	s.scratch.order = order
}

// match returns the groups of the rule's match at the start of text, by name,
// and its end; -1 where there is none.
func (r *rule) match(text string) (groups map[string]string, end int) {
	var loc []int
	if r.groups.takes(text) {
		t := r.groups.match(text)
		if t == nil {
			return nil, -1
		}
		defer r.groups.done(t)
		loc = t.ends
	} else if loc = r.re.FindStringSubmatchIndex(text); loc == nil {
		return nil, -1
	}
	groups = make(map[string]string, 4)
	for g, name := range r.names {
		if name != "" && loc[2*g] >= 0 {
			groups[name] = text[loc[2*g]:loc[2*g+1]]
		}
	}
	return groups, loc[1]
}

// resume is where the search goes on after a match: its last name may begin
// the next one.
func (m *match) resume() int {
	words := m.typed[m.start:m.end]
	for i := len(words) - 2; i > 0; i-- {
		if words[i] == ' ' && isRef(words[i+1:]) {
			return m.start + i + 1
		}
	}
	return max(m.end, m.start+1)
}

type rules struct {
	rules  []rule
	byWord map[string][]int
}

// ruleset is made when the first Reader is.
var ruleset = sync.OnceValue(makeRules)

func makeRules() *rules {
	rs := &rules{byWord: map[string][]int{}}
	for _, part := range [][]rule{castRules(), crewRules(), makerRules(), statusRules(), fateRules(), networkRules(), locationRules(), basedRules(), announcedRules()} {
		rs.rules = append(rs.rules, part...)
	}
	for i, r := range rs.rules {
		for _, w := range r.when {
			rs.byWord[w] = append(rs.byWord[w], i)
		}
	}
	return rs
}

// item returns the item of a group such as "P12", or nil.
func (m *match) item(group string) *item { return m.ref(m.group[group]) }

// posOf is where item i stands in the typed form.
func (s *sentence) posOf(i int) int { return s.pos[i] }

func (s *sentence) ref(id string) *item {
	if len(id) < 2 {
		return nil
	}
	n, err := strconv.Atoi(id[1:])
	if err != nil || n >= len(s.items) {
		return nil
	}
	return &s.items[n]
}

// list returns the items of a group with several names.
func (m *match) list(group string) []*item {
	var out []*item
	for _, id := range strings.Fields(m.group[group]) {
		if id[0] >= 'A' && id[0] <= 'Z' {
			if it := m.ref(id); it != nil {
				out = append(out, it)
			}
		}
	}
	return out
}

// before and after are the typed form around the match.
func (m *match) before() string { return m.typed[:m.start] }
func (m *match) after() string  { return m.typed[min(m.end, len(m.typed)):] }
func (m *match) words() string  { return " " + m.typed[m.start:m.end] }

// add keeps a fact with the sentence as its evidence, unless the sentence
// does not claim it.
func (m *match) add(f found) { m.sentence.add(m.rule, m.start, m.end, f, m.out) }

func (s *sentence) add(rule string, start, end int, f found, out *[]found) {
	if f.Type == tv.Cast && f.show != nil && f.show.Learnt && !s.has(f.show) && filmWords.in(s.typed) {
		return // a title that no list knows, among films
	}
	if f.Type == tv.Status && f.show != nil && f.show.Learnt && !s.has(f.show) && records.in(s.typed) {
		return
	}
	if s.twisted(start, end, f) {
		return
	}
	end = min(end, len(s.typed))
	start = min(start, end)
	c, ok := s.claim(rule, f.Type, start, end)
	if !ok {
		return
	}
	if f.Certainty == "" || c != tv.Confirmed {
		f.Certainty = c
	}
	if f.show != nil {
		f.Show = f.show.Slug
	}
	f.Rule = rule
	f.Evidence = s.evidence()
	*out = append(*out, f)
}

// onStage reports whether the sentence tells of a play.
func (s *sentence) onStage() bool {
	text := s.text[s.toks[s.from].start:s.toks[s.to-1].end]
	return strings.Contains(text, "Broadway") || strings.Contains(text, "West End")
}

// namesShow reports whether the sentence names the show.
func (s *sentence) namesShow(sh *show) bool {
	for i := range s.items {
		if it := &s.items[i]; it.show != nil && it.show.Slug == sh.Slug || it.kind == kTitle && tv.SlugOf(it.text) == sh.Slug {
			return true
		}
	}
	return false
}

// twisted reports whether the words around a match turn what it says into
// something else.
func (s *sentence) twisted(start, end int, f found) bool {
	end = min(end, len(s.typed))
	start = min(start, end)
	switch f.Type {
	case tv.Cast:
		if f.show != nil && s.onStage() && !s.namesShow(f.show) {
			return true
		}
		if f.Character == "" {
			tail := s.typed[max(end-4, start):]
			if after := strings.TrimPrefix(s.typed[end:], " "); strings.HasPrefix(after, "of ") && makerNext.in(after[:min(len(after), 32)]) {
				return true // "among its set of executive producers"
			}
			return makerCues.in(s.typed[:start]) || strings.Contains(tail[:min(8, len(tail))], " as ") && makerNext.in(tail[1:min(len(tail), 36)]) // "signed on as an executive producer"
		}
	case tv.Status:
		if f.Season > 0 && strings.Contains(s.typed, " respectively") {
			return true
		}
		if f.Status == tv.Renewed && (hadBeen.in(s.typed[:end]) || catalogues.in(s.typed[end:])) {
			return true
		}
		return f.Status == tv.InProduction && notYet.in(s.typed[:end])
	case tv.Network:
		return !f.Former && onceAt.in(s.typed[:end])
	}
	return false
}

func (s *sentence) evidence() tv.Evidence {
	from, to := s.toks[s.from].start, s.toks[s.to-1].end
	return tv.Evidence{Block: s.block, Start: from, End: to, Sentence: s.text[from:to]}
}
