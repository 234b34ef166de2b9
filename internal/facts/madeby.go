package facts

import (
	"regexp"
	"slices"
	"strings"
)

// madeShow is the show of which "created by" at the match's start is said: the
// one that stands before it, else the article's. It is nil where something
// stands there that is no known show.
func (m *match) madeShow() *show {
	last := m.itemBefore()
	k := last
	for k >= 0 && m.items[k].kind == kWord && (beforeMade[m.items[k].text] || strings.HasSuffix(m.items[k].text, "ly")) {
		k--
	}
	if k > 1 && m.items[k].kind == kWord && genres[m.items[k].text] {
		k = m.nameOfGenre(k) // “Saltmarsh,” a comedy pilot written by
	}
	if k >= 0 {
		switch it := &m.items[k]; it.kind {
		case kSeries:
			return it.show
		case kShow, kMaybe, kTitle:
			if !m.isCredit(k) {
				return m.showOf(it)
			}
		case kName:
			if m.items[k+1].text == "," && strings.Contains(it.text, " ") {
				return m.showOf(it)
			}
			if n := &m.items[min(k+1, last)]; k == 0 && (n.text == "is" || n.text == "was") {
				return nil // “Glass Coast is written by”
			}
		}
	}
	return m.makersShow()
}

// makersShow is the show that a person without further words makes: that of
// “Slow Water hails from Jane Doe”, else the article's.
func (m *match) makersShow() *show {
	k := slices.IndexFunc(m.items, func(it item) bool { return it.kind == kWord && it.text == "hails" })
	if k < 0 {
		return m.contextShow()
	}
	switch it := &m.items[max(k-1, 0)]; {
	case it.kind == kShow || it.kind == kMaybe || it.kind == kTitle || it.kind == kSeries:
		return m.showOf(it)
	case it.text == "it" || it.text == "which" || it.text == "also":
		return m.contextShow()
	}
	return nil
}

// nameOfGenre is the name before ", a comedy pilot", which ends at item k; -1 where
// there is none.
func (s *sentence) nameOfGenre(k int) int {
	for ; k > 0; k-- {
		switch it := &s.items[k]; {
		case it.kind == kWord && it.text == ",":
			return k - 1
		case it.kind != kNetwork && (it.kind != kWord || it.text != "a" && it.text != "an" && it.text != "the" && it.text != "'s" && !adjective(it.text)):
			return -1
		}
	}
	return -1
}

// beforeMade are words between a show and what says who made it.
var beforeMade = set(`is was are were be been being will also has have had which that who and , – — ( to being set written directed created produced developed executive co-written`)

// itemBefore is the item before the match.
func (m *match) itemBefore() int {
	k := len(m.items) - 1
	for k >= 0 && m.posOf(k) >= m.start {
		k--
	}
	return k
}

// televised reports whether the sentence speaks of television at all.
func (s *sentence) televised() bool {
	return slices.ContainsFunc(s.items, func(it item) bool {
		return it.kind == kNetwork || it.kind == kSeason || it.kind == kSeries || it.kind == kWord && (genres[it.text] || it.text == "episode" || it.text == "episodes" || it.text == "finale" || it.text == "season" || it.text == "premiere" || it.text == "hour")
	})
}

// makers are the people of the match whom its role means: of "writer Jane Doe
// and Joe Roe" the first, of "Jane Doe and Joe Roe, who directs" the last.
func (m *match) makers() []string {
	ps := m.persons("p")
	if len(ps) < 2 {
		return ps
	}
	words, role := m.words(), m.group["role"]
	list := strings.Index(words, m.group["p"])
	if at := strings.Index(words, " "+role+" "); role != "" && at >= 0 && at < list && (singular[role] || singular[strings.TrimPrefix(role, "co-")]) {
		return ps[:1]
	}
	if who := whoAlone.FindStringSubmatch(words[list:]); who != nil && !strings.HasSuffix(role, "rs") {
		switch verb := who[1]; {
		case strings.HasSuffix(verb, "s"), verb == "directed", verb == "wrote", verb == "will" && who[2] != "executive":
			return ps[len(ps)-1:]
		}
	}
	if m.headline && !strings.Contains(m.group["p"], "and") && !strings.Contains(m.group["p"], "&") && list < 2 {
		return ps[len(ps)-1:] // “… Starring Jane Doe, Joe Roe to Direct”
	}
	return ps
}

// whoAlone matches what is said of the last of several people, or of all.
var whoAlone = regexp.MustCompile(` , who (?:also |now |currently |then )*([a-z-]+)(?: ([a-z]+))?`)

var singular = set(`creator showrunner writer director executive_producer exec_producer head_writer ep series_creator`)
