package tv

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// manyShows makes up titles of the lengths and word frequencies of real ones.
func manyShows(count int) []Show {
	r := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("ba be bo da de do fa fe ga go ha he ka ki la li lo ma me mi mo na ne no pa pe ra ri ro sa se si so ta te ti to va ve vi wa we wi za ")
	vocabulary := make([]string, 20_000)
	for i := range vocabulary {
		for range 2 + r.IntN(3) {
			vocabulary[i] += syllables[r.IntN(len(syllables))]
		}
	}
	shows := make([]Show, count)
	for i := range shows {
		var words []string
		if r.IntN(3) == 0 {
			words = append(words, "The")
		}
		for range 1 + r.IntN(4) {
			// The square makes some words far commoner than others.
			f := r.Float64()
			words = append(words, vocabulary[int(f*f*float64(len(vocabulary)))])
		}
		title := strings.Join(words, " ")
		shows[i] = Show{Slug: Slug(fmt.Sprintf("%s-%d", SlugOf(title), i)), Title: title, Year: 1950 + r.IntN(77)}
	}
	return shows
}

func BenchmarkComplete(b *testing.B) {
	shows := manyShows(100_000)
	n := NewNames(shows)
	r := rand.New(rand.NewPCG(3, 4))
	var took []time.Duration
	for b.Loop() {
		title := strings.ToLower(shows[r.IntN(len(shows))].Title)
		typed := title[:1+r.IntN(min(len(title), 12))]
		start := time.Now()
		n.Complete(typed, 25)
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds()), "p50-ns")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds()), "p99-ns")
}

func BenchmarkFind(b *testing.B) {
	shows := manyShows(100_000)
	n := NewNames(shows)
	for _, bb := range []struct{ name, asked string }{
		{"exact", shows[500].Title},
		{"typo", shows[500].Title + "x"},
		{"unknown", "nothing goes by this name"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			for b.Loop() {
				n.Find(bb.asked)
			}
		})
	}
	b.Run("near", func(b *testing.B) {
		for b.Loop() {
			n.Near("nothing goes by this name", 5)
		}
	})
}

func BenchmarkNewNames(b *testing.B) {
	shows := manyShows(100_000)
	b.ReportAllocs()
	for b.Loop() {
		NewNames(shows)
	}
}

func BenchmarkFold(b *testing.B) {
	for _, s := range []string{"Marvel's Agents of S.H.I.E.L.D.", "Café con aroma de mujer"} {
		b.Run(s, func(b *testing.B) {
			for b.Loop() {
				Fold(s)
			}
		})
	}
}
