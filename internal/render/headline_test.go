package render

import (
	"strings"
	"testing"

	"greenlit/internal/news"
)

func TestHeadline(t *testing.T) {
	plot := news.Spoiler{Level: news.PlotSpoiler, Title: "The Defenders", Season: 1}
	long := strings.Repeat("long ", 100)
	for _, test := range []struct {
		name string
		a    news.Article
		want string
	}{
		{"with its outlet", news.Article{Title: "A [B]\n*c*", Link: "https://a.example/(1)", Outlet: "TVLine"}, `[A \[B\] \*c\*](https://a.example/%281%29) · TVLine`},
		{"by the host", news.Article{Title: "A", Link: "https://www.a.example/1"}, `[A](https://www.a.example/1) · a.example`},
		{"without a link", news.Article{Title: "A", Link: "javascript:alert(1)"}, "A"},
		{"that gives the plot away", news.Article{Title: "X dies", Link: "https://a.example/x", Outlet: "TVLine", Reading: news.Reading{Spoiler: plot}},
			`[The Defenders: spoilers for season 1](<https://a.example/x>) · TVLine`},
		{"cut", news.Article{Title: long, Outlet: long}, Cut(long, maxHeadline) + " · " + Cut(long, 80)},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := Headline(test.a); got != test.want {
				t.Errorf("Headline:\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}
