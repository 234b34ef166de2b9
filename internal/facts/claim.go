package facts

import (
	"regexp"
	"strings"

	"greenlit/internal/tv"
)

// cues are words and phrases that change what a sentence claims.
type cues struct{ *filter }

// newCues makes the cues of words and of phrases, which are parted by |.
func newCues(words, phrases string) cues {
	all := strings.Fields(words)
	if phrases != "" {
		all = append(all, strings.Split(phrases, "|")...)
	}
	for i, cue := range all {
		all[i] = regexp.QuoteMeta(cue)
	}
	return cues{newFilter(`^(?:[^\n]* )?(?:` + strings.Join(all, "|") + `)(?: |$)`)}
}

// in reports whether the typed text has one of the cues.
func (c cues) in(text string) bool { return c.matches(text) }

// What makes a sentence claim less than it says.
var (
	negation  = newCues(`not never no isn't wasn't aren't won't hasn't haven't hadn't doesn't didn't don't can't couldn't denies denied without neither nor unlikely refused declined nothing nobody`, "")
	condition = newCues(`if whether unless`, "should it|were to|in case|in hopes|as though|as if")
	wish      = newCues(`doubt doubts doubted doubtful could may might would should want wants wanted hope hopes hoping hoped wish wishes possible possibly perhaps maybe potential potentially campaign petition
		pitch pitches pitched plea plead pleads beg begs demand likely eager considered considering auditioned audition expects predict predicts predicted dream rumored rumoured almost nearly imagine imagines`,
		"call for|calls for|interest in|interested in|open to|expected to|on the bubble|fate of")
	rumour = newCues(`rumor rumors rumour rumours rumored rumoured allegedly supposedly unconfirmed speculated whisper whispers tipped`, "insiders claim|insider claims|fans think|word is|word has it|word on the street")
	report = newCues(`reportedly apparently`, "sources say|according to sources|is said to|are said to|sources tell|has learned|insiders say|according to reports|according to a report|reports say|reports suggest|report suggests|report claims|report says|reports claim")
	talks  = newCues(`negotiating eyed eyeing circling courting approached frontrunner`, "in talks|entered talks|enters talks|entered negotiations|enters negotiations|in final talks|in early talks|in advanced talks|in negotiations|in final negotiations|in early negotiations|"+
		"being courted|nearing a deal|closing in on|closing a deal|being considered|wanted for|in discussions")
	falsehood = newCues(`false untrue denied denies debunked`, "not true|shot down")
)

// filmWords are words about films.
var filmWords = newCues(`film films movie movies feature cinema`, "big screen")

// records are words about music, and what is heard of it.
var records = newCues(`album albums single singles track tracks song songs ep lp mixtape record records tour`, "")

// What tells that people joined those who make a series.
var (
	makerCues = newCues(``, "creative side|behind the camera|behind the scenes")
	makerNext = newCues(`producer producers showrunner showrunners director writer ep`, "")
)

// hadBeen is how a renewal is told that something undid, and catalogues are where
// an old series is found again.
var (
	hadBeen    = newCues(``, "had renewed|had been renewed|had previously renewed|had already renewed")
	catalogues = newCues(`catalog catalogue library`, "")
)

// notYet is how cameras are said to roll later, and onceAt how a network is that
// lost a project before it was made.
var (
	notYet = newCues(``, "look for|expect|when we can expect|before production|before filming|left before")
	onceAt = newCues(``, "set up at|shopped as|in development at|developed at|developed for|developed by|pitched to")
)

// retrospectives are how a look back at old news begins.
var retrospectives = strings.Split("why |how |remembering |remember when |looking back |the real reason |the reason |here 's why |here's why |what happened ", "|")

// presupposed are the rules whose facts hold whatever their sentence goes on
// to say: "“Saltmarsh” star Jane Doe wants more".
var presupposed = set(`cast.star-of cast.star-of-after cast.of cast.own-show cast.own-series cast.herself cast.known-for cast.known-as cast.known-starring cast.portrayal cast.played-by cast.aka
	cast.star cast.co-star-who cast.writer-and-actor cast.possessive status.axed-show crew.show-role crew.role crew.role-of crew.apposition`)

// claim reports how sure the sentence is of what stands between start and end
// of its typed form; ok is false where it does not state it.
func (s *sentence) claim(rule string, t tv.FactType, start, end int) (c tv.Certainty, ok bool) {
	around := s.clauseAround(start, end)
	if presupposed[rule] {
		return tv.Confirmed, true
	}
	if t == tv.Network {
		if strings.HasSuffix(s.typed, "?") || condition.in(around) || rule == "status.renewed-plain" && wish.in(s.ahead8(start, end)) {
			return "", false
		}
		return tv.Confirmed, true
	}
	if strings.Contains(s.typed[min(end, len(s.typed)):], "?") && t != tv.Crew {
		return "", false
	}
	whole := s.typed
	ahead := s.ahead8(start, end)
	if (t == tv.Cast || t == tv.Status) && s.denied(ahead, start, end) {
		return tv.Denied, !condition.in(around) && !otherNegation.in(ahead)
	}
	switch {
	case talks.in(around):
		c = tv.InTalks
	case rumour.in(whole):
		if falsehood.in(whole) {
			return "", false
		}
		c = tv.Rumoured
	case report.in(whole), s.headline && s.labelledReport():
		c = tv.Reported
	default:
		c = tv.Confirmed
	}
	if t == tv.Crew && c != tv.InTalks {
		// "creator Jane Doe" holds whatever the sentence goes on to say.
		return c, true
	}
	if condition.in(around) {
		return "", false
	}
	if negation.in(ahead) {
		return "", false
	}
	switch {
	case rule == "status.premieres":
		ahead = expectedOut.ReplaceAllString(ahead, "")
	case t == tv.Location:
		ahead = strings.ReplaceAll(ahead, "almost entirely", "entirely")
	}
	if wish.in(ahead) && c != tv.InTalks && c != tv.Rumoured {
		return "", false
	}
	return c, true
}

// expectedOut matches what a date follows that its network expects.
var expectedOut = regexp.MustCompile(`(?:^| )(?:is|are|it's|'s) expected to (?:premiere|debut|launch)(?: |$)`)

// What denies what comes after it, and says of what came before it that it is
// not so.
var (
	denial        = newCues(`denies denied deny denying refutes refuted dismisses dismissed debunks debunked`, "shoots down|shot down")
	hearsay       = newCues(`rumors rumor rumours rumour reports claims speculation`, "report that")
	baseless      = newCues(`false untrue unfounded baseless`, "not true|not accurate|just rumors|just a rumor")
	otherNegation = newCues(`not never no isn't wasn't aren't won't hasn't haven't hadn't doesn't didn't don't can't couldn't without`, "")
)

// dismissal matches what turns away what is said: "rejected reports that".
var dismissal = regexp.MustCompile(`(?:^| )(?:reject(?:s|ed|ing)?|quash(?:es|ed|ing)?|squash(?:es|ed)|scotch(?:es|ed)|shut(?:s|ting)? down|play(?:s|ed) down) ` +
	`(?:the |those |these |any |all |recent |online |[a-z]+ )?(?:rumou?rs?|reports?|claims?|speculation|suggestions?)(?: |$)`)

// denied reports whether the sentence denies what stands between start and
// end; ahead is that with the words before it.
func (s *sentence) denied(ahead string, start, end int) bool {
	return denial.in(ahead) || dismissal.MatchString(ahead) || hearsay.in(s.typed[:start]) && baseless.in(s.typed[min(end, len(s.typed)):])
}

// labelledReport reports whether a headline says that it only passes on a
// report: "… Cancelled (Report)".
func (s *sentence) labelledReport() bool {
	text := lower(s.text)
	return strings.HasPrefix(text, "report:") || strings.HasSuffix(text, ": report") || strings.HasSuffix(text, "— report") ||
		strings.Contains(text, "(report") || strings.Contains(text, "[report")
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
