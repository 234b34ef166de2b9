package news

import (
	"slices"
	"strings"

	"greenlit/internal/tv"
)

// kinds is a set of kinds of events.
type kinds uint32

const (
	renewed kinds = 1 << iota
	cancelled
	ended
	ordered
	premiere
	delayed
	filming
	wrapped
	halted
	joins
	leaves
	moves
	trailer
	pictures
	death
	award
	ratings
	crossover
	lawsuit
	deal
)

// cues are the words of titles that tell an event. Titles that say it in other
// words are left to the reader's facts.
var cues = []struct {
	kind    kinds
	phrases []string
}{
	{renewed, []string{"renewed", "renews", "renew", "renewing", "brings back", "bringing back",
		"coming back", "comes back", "another season", "more seasons", "more episodes", "not done with", "season order", "season pickup"}},
	{cancelled, []string{"cancel", "cancels", "canceled", "cancelled", "canceling", "cancelling", "axe", "axed", "axes", "axing",
		"scraps", "scrapped", "scrapping", "not return", "wont return", "not returning", "pulls the plug", "pulled the plug", "no season"}},
	{ended, []string{"to end", "ending with", "ending after", "end with", "end after", "final season", "ends with", "ends after", "will end", "last season"}},
	{ordered, []string{"orders", "ordered", "series order", "greenlights", "greenlit", "green light", "green lights", "picks up", "straight to series",
		"in the works", "developing", "in development", "to series"}},
	{premiere, []string{"premiere date", "premiere dates", "to premiere", "sets premiere", "to debut", "release date", "release window", "gets date", "date set",
		"return date"}},
	{delayed, []string{"delayed", "delays", "delay", "pushed", "pushes", "postponed", "postpones", "pushed back", "moves up", "moved up"}},
	{filming, []string{"begins filming", "starts filming", "begin filming", "start filming", "begins production", "starts production", "production begins",
		"production starts", "production underway", "filming begins", "filming starts", "now filming", "cameras roll", "starts shooting", "begins shooting"}},
	{wrapped, []string{"wraps", "wrapped", "filming complete"}},
	{halted, []string{"shuts down", "shut down", "halts", "halted", "pauses production", "production paused"}},
	{joins, []string{"joins", "join", "joining", "joined", "upped to", "promoted to", "promotes", "casts", "cast in", "cast as", "adds", "boards", "board", "taps", "tapped", "to star", "to lead", "set to star",
		"finds its lead", "finds its leads", "finds lead", "rounds out cast", "recasts", "replaces", "replacing", "takes over", "returns as", "signs on",
		"confirmed for", "to play", "will play", "to direct", "to recur", "guest star", "to guest star", "enlists", "lands role"}},
	{leaves, []string{"exits", "exit", "exiting", "leaving", "leaves", "leave", "depart", "departs", "departing", "out at", "out as", "steps down", "stepping down", "says goodbye", "loses",
		"quits", "fired", "replaces", "replacing", "recasts", "takes over", "written off", "will not appear"}},
	{moves, []string{"moves to", "moves from", "moving to", "heads to", "heading to", "switches to", "jumps to", "to pick up", "finds new home", "new home"}},
	{trailer, []string{"trailer", "trailers", "teaser", "teaser trailer"}},
	{pictures, []string{"first look", "photos", "photo", "poster", "posters", "images", "image", "key art"}},
	{death, []string{"dies", "dead at", "died", "has died", "dead", "death of"}},
	{award, []string{"wins", "winners", "winner", "nominated", "nominations", "nominees", "named best", "takes home", "best actress", "best actor"}},
	{ratings, []string{"ratings", "viewers", "viewership", "most watched", "million", "audience"}},
	{crossover, []string{"crossover", "cross over", "crosses over", "crossing over"}},
	{lawsuit, []string{"sued", "sues", "lawsuit", "suing", "settles", "court", "arrested", "charged"}},
	{deal, []string{"overall deal", "first look deal"}},
}

// getsSeason is what a show does with a new season, next to its number.
var getsSeason = []string{"gets", "get", "scores", "lands", "earns", "nabs", "gives", "given", "secures", "snags", "orders", "ordered", "wins", "granted", "grants", "hands", "handed", "return for", "returns for", "returning for", "back for", "up for"}

// nouns of a new season need one of those verbs.
var nouns = []string{"renewal", "pickup"}

// appears are words of a premiere, next to a month.
var appears = []string{"premiere", "premieres", "debut", "debuts", "date", "dates", "arrives", "returns", "bows", "launches", "drops", "lands"}

var months = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
	"jan", "feb", "aug", "sept", "oct", "nov", "dec"}

// afterSeason is what makes it something else than a new season.
var afterSeason = []string{"trailer", "teaser", "premiere", "date", "poster", "release", "photos", "finale", "cast", "review", "recap"}

// newSeason are the words that say so behind a season's number.
var newSeason = []string{"order", "pickup", "renewal", "confirmed", "is happening", "happening", "a go", "is a go", "is official", "officially"}

// tones are words that make it another event, whatever else is the same.
var tones = []string{"prequel", "sequel", "spinoff", "spin off", "reboot", "remake", "revival", "podcast", "soundtrack", "album", "vinyl", "blu ray", "dvd", "book",
	"novel", "comic", "game", "musical", "movie", "film", "documentary", "special", "accident", "poster", "teaser", "finale", "midseason", "episode",
	"pilot", "pilots", "correction", "corrected", "denies", "deny", "denied", "not", "rumor", "rumors", "rumored", "rumour", "rumours", "rumoured", "reportedly", "in talks",
	"could", "may", "might", "eyed", "eyeing", "eyes", "hopes", "wants", "possible", "potential", "never", "passes", "lawsuit", "uncancelled", "reversed", "reverses",
	"unrenewed", "undone", "showrunner", "director", "writer", "composer", "creator"}

// workTones are tones that both articles need not have: one title may name
// somebody's work, and the other the name.
var workTones = []string{"showrunner", "director", "writer", "composer", "creator"}

// owns are words of pieces that an outlet writes for itself.
var owns = []string{"review", "reviews", "reviewed", "recap", "recaps", "explained", "explains", "explain", "interview", "ranked", "ranking", "everything we know",
	"everything to know", "everything you need", "what we know", "what to know", "what to expect", "how to watch", "where to watch", "what to watch", "what to stream", "to stream now",
	"petition", "tribute", "tributes", "remembers", "reacts", "react", "reaction", "reactions", "celebrates", "thanks", "talks", "teases", "tease", "hints",
	"post mortem", "postmortem", "guide", "calendar", "full list", "opinion", "op ed", "deserved", "deserves", "should", "why", "how", "theory", "theories",
	"who died", "schedule", "shows like", "fans", "best", "worst", "rewatch", "breakdown", "quiz", "easter eggs", "reveals why", "opens up", "discusses",
	"reflects", "weighs in", "breaks down", "answers", "says", "promises", "behind", "numbers behind", "looking back", "look back", "inside", "timeline", "essay",
	"column", "watch guide", "newsletter", "live blog", "liveblog", "every", "up close", "what", "who", "deep dive", "companion", "boss on", "bosses on", "creator on", "creators on", "star on", "stars on", "showrunner on", "showrunners on", "ep on",
	"exec on", "director on", "writer on", "cast on", "breaks silence", "grade it", "snubs"}

// softOwns may stand in news as well, if the title tells a kind of event that
// such a piece seldom names.
var softOwns = map[string]kinds{
	"best": award, "fans": renewed, "what": premiere, "says": leaves | death, "behind": lawsuit, "every": 0,
}

// kindsOf reads the kinds of events, and the words that set them apart.
func kindsOf(whole string) (found kinds, tone []string) {
	main := mainPart(whole)
	for _, c := range cues {
		text := main
		if c.kind == ended {
			text = whole
		}
		if hasAny(text, c.phrases) {
			found |= c.kind
		}
	}
	if hasAny(main, nouns) && hasAny(main, getsSeason) {
		found |= renewed
	}
	if hasAny(main, appears) && hasAny(main, months) {
		found |= premiere
	}
	if tellsNewSeason(main) {
		found |= renewed
	}
	if found&renewed != 0 {
		found &^= ordered
	}
	if found&(award|trailer) != 0 {
		found &^= joins | premiere
	}
	if found&crossover != 0 {
		found = crossover
	}
	// What these say is no denial of anything.
	said := whole
	for _, p := range []string{"not return", "not returning", "not done with", "dead at"} {
		said = strings.ReplaceAll(said, " "+p+" ", " ")
	}
	for _, p := range tones {
		if has(said, p) {
			tone = append(tone, p)
		}
	}
	return found, tone
}

// tellsNewSeason reports whether a season after the first is given to a show.
func tellsNewSeason(text string) bool {
	parts := strings.Split(text, " season s")
	for i, rest := range parts[1:] {
		number, after, _ := strings.Cut(rest, " ")
		after += " "
		if number == "1" || slices.ContainsFunc(afterSeason, func(w string) bool { return strings.HasPrefix(after, w+" ") }) {
			continue
		}
		before := strings.TrimSuffix(strings.TrimSuffix(parts[i], " a"), " its")
		if slices.ContainsFunc(getsSeason, func(w string) bool { return strings.HasSuffix(before, " "+w) }) ||
			slices.ContainsFunc(newSeason, func(w string) bool { return strings.HasPrefix(after, w+" ") }) {
			return true
		}
	}
	return false
}

// mainPart cuts off what the event comes after, and what it comes before.
func mainPart(text string) string {
	end := len(text)
	for _, w := range []string{" after ", " following ", " amid ", " ahead of ", " before ", " despite ", " in wake of "} {
		if i := strings.Index(text, w); i > 0 {
			end = min(end, i+1)
		}
	}
	return text[:end]
}

func hasAny(text string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool { return has(text, p) })
}

func has(text, phrase string) bool {
	i := strings.Index(text, phrase)
	for i >= 0 {
		end := i + len(phrase)
		if text[i-1] == ' ' && text[end] == ' ' {
			return true
		}
		next := strings.Index(text[i+1:], phrase)
		if next < 0 {
			return false
		}
		i += 1 + next
	}
	return false
}

// kindOf returns the kind of event that a fact tells, or none.
func kindOf(f tv.Fact) kinds {
	switch f.Type {
	case tv.Cast, tv.Crew:
		if f.Former {
			return leaves
		}
		return joins
	case tv.Network:
		return moves
	case tv.Status:
		switch f.Status {
		case tv.Ordered:
			return ordered
		case tv.Renewed:
			return renewed
		case tv.Cancelled:
			return cancelled
		case tv.Ended:
			return ended
		case tv.InProduction:
			return filming
		case tv.Wrapped:
			return wrapped
		case tv.PremiereDated:
			return premiere
		case tv.Delayed:
			return delayed
		}
	}
	return 0
}

// ownPiece reports whether a title is that of a review, an interview, a list
// or another piece that no other outlet has.
func ownPiece(text string, found kinds, title string, shows []string) bool {
	for _, p := range owns {
		if has(text, p) && found&softOwns[p] == 0 {
			return true
		}
	}
	if strings.HasSuffix(strings.TrimSpace(title), "?") {
		return true
	}
	if w := strings.Fields(text); len(w) > 0 && w[0][0] >= '1' && w[0][0] <= '9' {
		return true // "10 Shows Like …"
	}
	// A whole sentence of somebody.
	for _, q := range quoted(title) {
		if said := tv.Fold(q); strings.Count(said, " ") >= 2 && !slices.Contains(shows, said) {
			return true
		}
	}
	return false
}

// quoted returns what stands in double quotes.
func quoted(s string) (parts []string) {
	s = strings.NewReplacer("“", `"`, "”", `"`).Replace(s)
	split := strings.Split(s, `"`)
	for i := 1; i < len(split)-1; i += 2 {
		parts = append(parts, split[i])
	}
	return parts
}

var ordinals = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
	"eleventh": 11, "twelfth": 12, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6, "7th": 7, "8th": 8, "9th": 9, "10th": 10,
}

var cardinals = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}

// empty reports whether it means nothing that two titles share the word.
func empty(word string) bool {
	return len(word) == 1 && (word[0] < '0' || word[0] > '9') || slices.Contains(emptyWords, word)
}

var emptyWords = strings.Fields(`a an the of in on at to for from by with and or as is are be its it s will has have had after ahead before over out up
	this that his her their exclusive breaking report watch video update updated new`)

var usualWords = strings.Fields(`season series show tv drama comedy thriller star stars netflix hbo max hulu amc nbc abc cbs fox cw apple prime
	amazon disney paramount plus peacock starz showtime fx bbc streaming streamer network episode episodes finale premiere first final cast date
	january february march april may june july august september october november december creator showrunner actor s1 s2 s3 s4 s5 s6 s7 s8 s9`)

// stem takes the most usual endings off.
func stem(word string) string {
	for _, end := range []string{"ing", "ed", "es", "s"} {
		if rest, ok := strings.CutSuffix(word, end); ok && len(rest) >= 3 {
			word = rest
			break
		}
	}
	return strings.TrimSuffix(word, "e")
}
