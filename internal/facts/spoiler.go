package facts

import (
	"regexp"
	"slices"
	"strings"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// What says in lower case that an article tells the plot.
var (
	// A warning stands above the text, or among the article's categories.
	warning = regexp.MustCompile(`\bspoilers? (?:alert|warning|ahead)|\bspoilers (?:follow|below|lie ahead|are ahead|await)` +
		`|\b(?:contains?|containing|includes?|full of|features?|discuss(?:es)?|reveals?) (?:[a-z]+ ){0,3}spoilers` +
		`|\bwarning\b.{0,40}\bspoilers|^\W*spoilers?:|\bspoilers (?:from|for|through|up to)\b`)
	// These say that there is nothing to fear.
	noWarning = regexp.MustCompile(`\bspoiler[- ]free|\b(?:no|without|free of|avoid(?:s|ing)?|zero|not contain) (?:any |major |big )?spoilers?\b`)

	plotCategory = regexp.MustCompile(`^(?:tv |episode |finale )?(?:recaps?|spoilers?|post-?mortems?)$`)

	plotHeadline = regexp.MustCompile(`\b(?:recap|recaps|recapped|post[- ]?mortem)\b` +
		`|\b(?:finale|ending|twist|cliffhanger|death|episode),? explained` +
		`|\b(?:explain|break|unpack|dissect|react|discuss|talk|on|about|after)(?:s|es|ed|ing)?\b.{0,60}\b(?:shocking|devastating|heartbreaking|brutal|that|tragic|major|surprise|character's|finale's?)\b.{0,30}\b(?:death|ending|twist|cliffhanger|exit)\b` +
		`|\bexplain(?:s|ed|ing)?\b.{0,60}\b(?:ending|twist|cliffhanger|death)\b` +
		`|\bkill(?:s|ed|ing)? off\b|\bkiller (?:is )?(?:revealed|unmasked)` +
		`|\bwho (?:dies|died|won|wins|killed|(?:was|is|gets|got) (?:eliminated|killed|voted|sent home)|went home)\b` +
		`|\bwinner (?:is )?(?:revealed|crowned|announced)\b|\b(?:crowns|reveals) .{0,30}\bwinner\b|\bfinale (?:shocker|twist|cliffhanger|death|review)` +
		`|\b(?:break(?:s|ing)? down|unpack(?:s|ing)?|dissect(?:s|ing)?) .{0,40}\b(?:finale|ending|episode)\b`)
	// "On Joel's Death": of people in earnest, headlines give the full name.
	ownDeath = regexp.MustCompile(`(?:^|\b(?:on|after|about|of|behind|following|why|how)|[:;,–—-]) ?(\w+)'s (?:\w+ )?(?:death|murder|demise)\b`)
	death    = regexp.MustCompile(`\b(?:dies|died|killed|death of)\b`)
	obituary = regexp.MustCompile(`\b(?:dies|died|dead|killed)(?: suddenly| unexpectedly)?,? (?:(?:at|aged) \d|at (?:the )?age|at home|following|after (?:a |an |his |her |long |short |battle)|from |in (?:a )?(?:car|plane|motorcycle|crash|accident|shooting|hospital)|\d)|\b(?:obituary|passed away)\b`)
	// "Jane Doe, Actor and Director, Dies", but not "Star on Why Her Character Dies".
	jobDies = regexp.MustCompile(`\b(?:actor|actress|star|co-star|alum|creator|writer|producer|director|host|veteran|showrunner|comedian|executive|played)\b((?:\W+[\w'’.-]+){0,4}?)\W+(?:dies|died)\b`)
	asks    = regexp.MustCompile(`\b(?:why|how|on|explains?|after|reveals?|reacts?|character|when|teases?)\b`)
	// "Network kills its pilot" ends a show and not a life.
	axed = regexp.MustCompile(`\bkill(?:s|ed) .{0,40}\b(?:show|series|drama|comedy|sitcom|pilot|reboot|project|spin-?off)\b|\bkilled (?:by|at) (?:the )?(?:network|studio|streamer)`)

	reveals   = regexp.MustCompile(`\breveal(?:s|ed)\b`)
	anEpisode = regexp.MustCompile(`\b(?:episode|finale)\b`)
	// What is revealed of an episode before anybody has seen it.
	paperwork = regexp.MustCompile(`\b(?:episode|finale)s? (?:count|titles?|order|number|list|length|guide|date|runtime)|\b(?:date|dates|schedule|title|titles|cast|trailer|first look|poster)\b`)
)

// What says in lower case which season and episode is meant.
var (
	seasonAndEpisode = regexp.MustCompile(`\bseason (\w+),? (?:episode|ep\.?) (\w+)|\bs(\d{1,2}) ?[:.,]? ?ep?(\d{1,3})\b|\b(\d{1,2})x(\d{2})\b`)
	episodeAndSeason = regexp.MustCompile(`\bepisode (\w+) of (?:the )?(?:season (\w+)|(\w+) season)\b`)
	seasonAlone      = regexp.MustCompile(`\bseason[- ](\w+)|\bs(\d{1,2})\b`)
	ordinalSeason    = regexp.MustCompile(`\b(\w+)[- ]season\b`)
	episodeAlone     = regexp.MustCompile(`\bepisode (\w+)`)
)

// castingNews says that somebody takes a part or leaves it; guests need no
// character to be a surprise.
var (
	castingNews = regexp.MustCompile(`\b(?:joins?|joined|joining|boards?|boarded|(?:is|are|been|was|were|has|have) cast|cast (?:as|in|to|for)|casts|adds|taps|tapped|recasts?|replaces?|replacing|replaced|` +
		`exits?|exiting|leaves|leaving|departs?|departing|departure|to play|will play|set to (?:play|star|return|recur|appear|join|guest)|written out|series regular)\b`)
	guestNews = regexp.MustCompile(`\b(?:guest|guests|guest-stars?|cameos?|recur|recurs|recurring)\b`)
)

// warningRoom is how far into an article a warning stands, in characters.
const warningRoom = 300

// spoils tells in the reading how much the article gives away: the plot, if
// it warns of that or is a recap or the like; or else a part that somebody
// takes or leaves.
func (f *frame) spoils(a news.Article, r news.Reading) news.Reading {
	head, top := f.headlineWithoutTitles(a.Title), opening(a)
	var about tv.Slug
	for _, m := range r.Shows {
		if m.About && about == "" {
			about = m.Show
		}
	}
	if !warns(head) && !warns(top) && !plotCategories(a.Categories) && !tellsPlot(head, about, r.People) {
		r.Spoiler = casting(lower(a.Title), r.Facts)
		return r
	}
	r.Spoiler = news.Spoiler{Level: news.PlotSpoiler, Show: about, Title: f.titleOf(about)}
	for _, text := range []string{lower(a.Title), top, lower(strings.Join(a.Categories, "; "))} {
		if r.Spoiler.Season, r.Spoiler.Episode = scope(text); r.Spoiler.Season+r.Spoiler.Episode > 0 {
			break
		}
	}
	return r
}

// titleOf is the title of a show that the article names, or "".
func (f *frame) titleOf(slug tv.Slug) string {
	for _, sh := range f.about {
		if sh.Slug == slug {
			return sh.Title
		}
	}
	if sh := f.find(key(lex(strings.ReplaceAll(string(slug), "-", " ")))); sh != nil && sh.Slug == slug {
		return sh.Title
	}
	return ""
}

// headlineWithoutTitles is the headline in lower case without the titles in
// it, which may tell of deaths themselves: "Killing Eve".
func (f *frame) headlineWithoutTitles(title string) string {
	if title == "" {
		return ""
	}
	text := spaces(title)
	f.each(f.passage(tv.Headline, news.Heading, title), func(s *sentence) {
		for _, it := range s.items {
			if it.kind == kShow || it.kind == kTitle || it.kind == kMaybe {
				text = strings.Replace(text, s.cut(it.from, it.to), "‘’", 1)
			}
		}
	})
	return lower(text)
}

// opening is the beginning of the article's summary and text in lower case,
// where warnings stand.
func opening(a news.Article) string {
	text := make([]string, 0, 4)
	room := warningRoom
	for _, b := range a.Blocks {
		if room <= 0 {
			break
		}
		if b.Kind == news.Caption || b.Kind == news.AuthorBox || b.Kind == news.SourceLine {
			continue
		}
		text = append(text, firstRunes(b.Text, room))
		room -= len(b.Text)
	}
	return lower(firstRunes(a.Summary, warningRoom) + "\n" + strings.Join(text, "\n"))
}

// firstRunes returns the first n characters of s.
func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

func warns(text string) bool {
	return strings.Contains(text, "spoiler") && warning.MatchString(noWarning.ReplaceAllString(text, "–"))
}

func plotCategories(categories []string) bool {
	for _, c := range categories {
		if c = lower(strings.TrimSpace(c)); plotCategory.MatchString(c) || warns(c) {
			return true
		}
	}
	return false
}

// tellsPlot reports whether a headline without titles tells what happens in
// the show. Where there is no show, people die in earnest.
func tellsPlot(head string, show tv.Slug, people []string) bool {
	if show == "" {
		return false
	}
	if plotHeadline.MatchString(head) {
		return true
	}
	if own := ownDeath.FindStringSubmatch(strings.ReplaceAll(head, "’", "'")); own != nil && !slices.ContainsFunc(people, func(p string) bool {
		return strings.HasSuffix(" "+lower(p), " "+own[1])
	}) {
		return true
	}
	if reveals.MatchString(head) && anEpisode.MatchString(head) && !paperwork.MatchString(head) {
		return true
	}
	at := death.FindStringIndex(head)
	if at == nil || obituary.MatchString(head) || axed.MatchString(head) {
		return false
	}
	if job := jobDies.FindStringSubmatch(head); job != nil && !asks.MatchString(job[1]) {
		return false
	}
	for _, p := range people {
		if strings.HasSuffix(strings.TrimRight(head[:at[0]], " ,"), lower(p)) {
			return false
		}
	}
	return true
}

// scope returns the season and the episode that a text in lower case names
// first; 0 where it names none.
func scope(text string) (season, episode int) {
	number := func(words ...string) int {
		for _, w := range words {
			if n := cardinal(w); n > 0 {
				return n
			}
			if n := ordinal(w); n > 0 {
				return n
			}
		}
		return 0
	}
	for _, m := range seasonAndEpisode.FindAllStringSubmatch(text, -1) {
		if s, e := number(m[1], m[3], m[5]), number(m[2], m[4], m[6]); s > 0 && e > 0 {
			return s, e
		}
	}
	for _, m := range episodeAndSeason.FindAllStringSubmatch(text, -1) {
		if s, e := number(m[2], m[3]), number(m[1]); s > 0 && e > 0 {
			return s, e
		}
	}
	for _, m := range append(seasonAlone.FindAllStringSubmatch(text, -1), ordinalSeason.FindAllStringSubmatch(text, -1)...) {
		if season = number(m[1:]...); season > 0 {
			break
		}
	}
	for _, m := range episodeAlone.FindAllStringSubmatch(text, -1) {
		if episode = number(m[1]); episode > 0 {
			break
		}
	}
	return season, episode
}

// casting tells whether facts are news of a part that somebody takes or
// leaves, and whether the headline, in lower case, says so itself.
func casting(head string, facts []tv.Fact) (s news.Spoiler) {
	headed := len(facts) > 0 && (castingNews.MatchString(head) || guestNews.MatchString(head))
	for _, f := range facts {
		if f.Type != tv.Cast || f.Certainty == tv.Denied {
			continue
		}
		last := f.Person[strings.LastIndexByte(f.Person, ' ')+1:]
		told := f.Evidence.Block == tv.Headline || headed && last != "" && strings.Contains(head, lower(last))
		if s.Level != news.NoSpoiler && (s.Told || !told) {
			continue
		}
		said := lower(f.Evidence.Sentence)
		named := f.Character != "" || f.Former
		if !(named && castingNews.MatchString(said)) && !guestNews.MatchString(said) {
			continue
		}
		if s.Level == news.NoSpoiler {
			s = news.Spoiler{Level: news.CastingSpoiler, Show: f.Show}
		}
		s.Told = s.Told || told
	}
	return s
}
