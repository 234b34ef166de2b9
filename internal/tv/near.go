package tv

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Near returns shows with a name like the one that was asked for, the nearest
// first, for a name that Find does not know: more typos, or some of the words.
func (n *Names) Near(asked string, limit int) []Show {
	scores := map[int32]float64{}
	for _, r := range readingsOf(strings.TrimSpace(cut(asked))) {
		if r.loose {
			continue
		}
		raise := func(show int32, score float64) { scores[show] = max(scores[show], score) }
		if letters := utf8.RuneCountInString(r.name); letters > 3 {
			n.typos.within(r.name, max(1, min(letters/4, 3)), func(show int32, _ string, distance int) {
				raise(show, 1-float64(distance)/float64(letters))
			})
		}
		n.sharingWords(r.name, raise)
	}
	shows := make([]int32, 0, len(scores))
	for show := range scores {
		shows = append(shows, show)
	}
	slices.SortFunc(shows, func(a, b int32) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b))
	})
	var near []Show
	for _, i := range shows[:max(0, min(len(shows), limit))] {
		near = append(near, n.shows[i])
	}
	return near
}

// tooCommon is in how many names a word says nothing about which is meant.
const tooCommon = 1000

// sharingWords calls yield for the shows that share words with the folded
// name, with the shared part of both names' words; rarer words weigh more.
func (n *Names) sharingWords(name string, yield func(show int32, score float64)) {
	shared := map[int32]float64{}
	asked := 0.0
	for _, word := range tellingWords(name) {
		weight := n.weight(word)
		asked += weight
		if shows := n.words[word]; len(shows) <= tooCommon {
			for _, show := range shows {
				shared[show] += weight
			}
		}
	}
	for show, weight := range shared {
		all := asked
		for _, word := range tellingWords(Fold(cut(n.shows[show].Title))) {
			all += n.weight(word)
		}
		yield(show, 2*weight/all)
	}
}

func (n *Names) weight(word string) float64 {
	return 1 / (1 + math.Log(float64(max(1, len(n.words[word])))))
}

// addWords notes the words of a folded name.
func (n *Names) addWords(show int32, name string) {
	for _, word := range tellingWords(name) {
		if shows := n.words[word]; len(shows) == 0 || shows[len(shows)-1] != show {
			n.words[word] = append(shows, show)
		}
	}
}

// tellingWords returns the words of a folded name that say something about
// which show is meant, each once and without the s of a plural.
func tellingWords(name string) []string {
	var words []string
	for word := range strings.FieldsSeq(name) {
		switch word {
		case "the", "and", "for", "with", "from", "show", "series", "season":
			continue
		}
		if utf8.RuneCountInString(word) < 3 {
			continue
		}
		if short := strings.TrimSuffix(word, "s"); len(short) > 3 {
			word = short
		}
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}
