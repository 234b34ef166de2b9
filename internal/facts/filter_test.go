package facts

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"greenlit/internal/news"
)

// The filter and the capturer find what regexp finds, at every place of the
// sentences of every fourth line.
func TestRulesMatchAsRegexpDoes(t *testing.T) {
	r := testReader()
	compared := 0
	for i, l := range labelledLines(t, "testdata/lines.jsonl") {
		if i%4 != 0 {
			continue
		}
		f := r.newFrame(news.Article{}.Published)
		f.each(f.passage(0, news.Paragraph, l.Text), func(s *sentence) {
			s.settle()
			for k := range s.items {
				text, name := s.typed[s.pos[k]:], 0
				if k+1 < len(s.items) && s.items[k].kind != kWord {
					name = s.pos[k+1] - s.pos[k]
				}
				for i := range r.rules.rules {
					rule := &r.rules.rules[i]
					want := rule.re.FindStringSubmatchIndex(text)
					n := rule.filter.length(text, name)
					if (n >= 0) != (want != nil) || rule.filter.length(text, 0) != n {
						t.Fatalf("%s on %q: the filter says %d, and %d from its start; regexp finds %v", rule.id, text, n, rule.filter.length(text, 0), want)
					}
					if want == nil {
						continue
					}
					compared++
					if !rule.apart && !slices.ContainsFunc(strings.Fields(text[:n]), func(w string) bool { return slices.Contains(rule.when, w) }) {
						t.Errorf("%s matches %q, which has none of the words that it waits for", rule.id, text[:n])
					}
					got := rule.groups.match(text[:n])
					if got == nil || !slices.Equal(got.ends, rule.re.FindStringSubmatchIndex(text[:n])) {
						t.Fatalf("%s on %q: groups %v, regexp finds %v", rule.id, text[:n], got, want)
					}
					rule.groups.done(got)
				}
			}
		})
		f.done()
	}
	if compared < 200 {
		t.Errorf("%d matches were compared, want more", compared)
	}
}

// A Reader that several goroutines share is never written to.
func TestReaderIsShared(t *testing.T) {
	r := testReader()
	want := len(r.longest)
	var all sync.WaitGroup
	for _, text := range []string{"The BBC/HBO drama returns.", "A Starz-Channel 4 co-production, well-known to viewers.", "“Grey’s Anatomy” and “Loam” star Ada Crane joins Spy x Family."} {
		all.Go(func() {
			r.Read(news.Article{Title: text, Blocks: []news.Block{{Kind: news.Paragraph, Text: text}}})
		})
	}
	all.Wait()
	if got := len(r.longest); got != want {
		t.Errorf("reading taught the lists %d first words", got-want)
	}
}
