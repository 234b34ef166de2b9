package facts

import (
	"regexp"
	"strings"

	"greenlit/internal/tv"
)

// What makes a sentence claim less than it says.
var (
	negation   = regexp.MustCompile(`(?:^| )(?:not|never|no|isn't|wasn't|aren't|won't|hasn't|haven't|hadn't|doesn't|didn't|don't|can't|couldn't|denies|denied|without|neither|nor|unlikely|refused|declined|nothing|nobody)(?: |$)`)
	condition  = regexp.MustCompile(`(?:^| )(?:if|whether|unless|should it|were to|in case|in hopes|as though|as if)(?: |$)`)
	wish       = regexp.MustCompile(`(?:^| )(?:could|may|might|would|should|wants?|wanted|hopes?|hoping|hoped|wish|wishes|possible|possibly|perhaps|maybe|potential|potentially|campaign|petition|pitch|pitches|pitched|plea|pleads?|begs?|calls? for|demand|interest in|interested in|likely|open to|eager|considered|considering|auditioned|audition|expected to|expects|predicts?|predicted|dream|rumored|rumoured|on the bubble|fate of|almost|nearly|imagine|imagines)(?: |$)`)
	rumour     = regexp.MustCompile(`(?:^| )(?:rumors?|rumours?|rumou?red|rumor has it|insiders? claims?|allegedly|supposedly|unconfirmed|speculation|speculated|whispers?|tipped|fans think)(?: |$)`)
	report     = regexp.MustCompile(`(?:^| )(?:reportedly|apparently|sources say|according to sources|is said to|are said to|sources tell|has learned|insiders say)(?: |$)`)
	talks      = regexp.MustCompile(`(?:^| )(?:in talks|in final talks|in early talks|in negotiations|in final negotiations|in early negotiations|negotiating|eyed|eyeing|circling|being courted|courting|nearing a deal|closing in on|closing a deal|approached|being considered|frontrunner|wanted for|in advanced talks|in discussions)(?: |$)`)
	retrospect = regexp.MustCompile(`^(?:why|how|remembering|remember when|looking back|the real reason|the reason|here 's why|here's why|what happened)(?: |$)`)
	falsehood  = regexp.MustCompile(`(?:^| )(?:false|untrue|not true|denied|denies|shot down|debunked)(?: |$)`)
)

// presupposed are the rules whose facts hold whatever their sentence goes on
// to say: "“Saltmarsh” star Jane Doe wants more".
var presupposed = set(`cast.star-of cast.star-of-after cast.of cast.own-show cast.own-series cast.herself cast.known-for cast.played-by cast.aka
	cast.star cast.co-star-who cast.writer-and-actor cast.possessive status.axed-show crew.show-role crew.role crew.role-of crew.apposition`)

// claim reports how sure the sentence is of what stands between start and end
// of its typed form; ok is false where it does not state it.
func (s *sentence) claim(rule string, t tv.FactType, start, end int) (c tv.Certainty, ok bool) {
	around := s.clauseAround(start, end)
	if presupposed[rule] {
		return tv.Confirmed, true
	}
	if t == tv.Network || t == tv.Location && false {
		if strings.HasSuffix(s.typed, "?") || condition.MatchString(around) {
			return "", false
		}
		return tv.Confirmed, true
	}
	if strings.Contains(s.typed[min(end, len(s.typed)):], "?") && t != tv.Crew {
		return "", false
	}
	whole := s.typed
	ahead := s.ahead8(start, end)
	switch {
	case talks.MatchString(around):
		c = tv.InTalks
	case rumour.MatchString(whole):
		if falsehood.MatchString(whole) {
			return "", false
		}
		c = tv.Rumoured
	case report.MatchString(whole):
		c = tv.Reported
	default:
		c = tv.Confirmed
	}
	if t == tv.Crew && c != tv.InTalks {
		// "creator Jane Doe" holds whatever the sentence goes on to say.
		return c, true
	}
	if condition.MatchString(around) {
		return "", false
	}
	if negation.MatchString(ahead) {
		return "", false
	}
	if wish.MatchString(ahead) && c != tv.InTalks && c != tv.Rumoured {
		return "", false
	}
	return c, true
}

// ahead8 is the match with the words of its clause that stand before it, up
// to eight.
func (s *sentence) ahead8(start, end int) string {
	from := start
	for n := 0; n < 8 && from > 0; n++ {
		k := strings.LastIndexByte(s.typed[:from], ' ')
		w := s.typed[k+1 : from]
		if w == "," || w == ";" || w == ":" || w == "but" || w == "while" || w == "—" || w == "–" {
			break
		}
		from = max(k, 0)
	}
	return s.typed[from:end]
}

// clauseAround is the clause of the typed form in which start–end stands.
func (s *sentence) clauseAround(start, end int) string {
	from, to := 0, len(s.typed)
	for _, stop := range clauseStops {
		if i := strings.LastIndex(s.typed[:min(start+1, len(s.typed))], stop); i >= 0 && i+len(stop) > from {
			from = i + len(stop) - 1
		}
		if i := strings.Index(s.typed[max(0, min(end-1, len(s.typed))):], stop); i >= 0 {
			to = min(to, max(0, end-1)+i)
		}
	}
	if from > to {
		return s.typed
	}
	return s.typed[from:to]
}

var clauseStops = []string{" ; ", " but ", " though ", " although ", " however ", " while ", " — ", " – ", " so far "}
