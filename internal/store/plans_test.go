package store

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Tables that grow are found by an index, never read as a whole.
func TestStatementsUseIndexes(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	growing := regexp.MustCompile(`SCAN (articles|article_shows|facts|stories|deliveries|feeds|feed_guilds|channels|subscriptions|notices|hubs|st|[asfdcvgpweho])\b(.*)`)
	for name, c := range map[string]struct{ query, mayScan string }{
		"addFeed":            {query: addFeed},
		"claimFeeds":         {query: fmt.Sprintf(claimFeeds, "")},
		"feeds":              {query: feedsOfGuild, mayScan: "feeds_shared"},
		"itemsByLink":        {query: fmt.Sprintf(itemsByLink, "$2,$3")},
		"saveHub":            {query: saveHub},
		"claimHubs":          {query: fmt.Sprintf(claimHubs, ""), mayScan: "hubs_due"},
		"pollPushed":         {query: pollPushed},
		"saveFeedState":      {query: saveFeedState},
		"insertArticle":      {query: insertArticle},
		"updateArticle":      {query: updateArticle},
		"insertDeliveries":   {query: insertDeliveries},
		"wakeChannels":       {query: fmt.Sprintf(wakeChannels, "$2,$3")},
		"articlesAbout":      {query: articlesAbout},
		"countArticles":      {query: countArticles},
		"statements":         {query: statements},
		"statementsOfPerson": {query: statementsOfPerson},
		"learntShows":        {query: learntShows},
		"articlesAfter":      {query: articlesAfter},
		"claimChannels":      {query: fmt.Sprintf(claimChannels, ""), mayScan: "channels_turn"}, // in order, to its limit
		"startDeliveries":    {query: fmt.Sprintf(startDeliveries, "$2,$3", "")},
		"rearm":              {query: rearm},
		"backlog":            {query: backlog},
		"tellOfChannel":      {query: tellOfChannel},
		"tellOfFeed":         {query: tellOfFeed},
		"claimNotices":       {query: fmt.Sprintf(claimNotices, "")},
		"candidates":         {query: candidates},
		"closeStories":       {query: fmt.Sprintf(closeStories, "$1,$2", "")},
		"markEdits":          {query: fmt.Sprintf(markEdits, "")},
		"claimEdits":         {query: fmt.Sprintf(claimEdits, ""), mayScan: "deliveries_edits"},
		"alsoTold":           {query: fmt.Sprintf(alsoTold, "$1,$2")},
		"deliverTogether":    {query: fmt.Sprintf(deliverTogether, "$4,$5", "")},
		"setChannelAside":    {query: fmt.Sprintf(setChannelAside, "")},
		"waitingDeliveries":  {query: waitingDeliveries, mayScan: "deliveries_waiting"},
		"waitingNotices":     {query: waitingNotices, mayScan: "notices_"},
	} {
		t.Run(name, func(t *testing.T) {
			args := make([]any, 20)
			for i := range args {
				args[i] = 1
			}
			placeholders := 0
			for i := range args {
				if strings.Contains(c.query, fmt.Sprintf("$%d", i+1)) {
					placeholders = i + 1
				}
			}
			plan, err := all(t.Context(), s.write, func(r row) (line string, err error) {
				var ignored any
				err = r.Scan(&ignored, &ignored, &ignored, &line)
				return line, err
			}, "EXPLAIN QUERY PLAN "+c.query, args[:placeholders]...)
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range plan {
				if m := growing.FindStringSubmatch(line); m != nil && (c.mayScan == "" || !strings.Contains(m[2], c.mayScan)) {
					t.Errorf("%s\nin the plan\n%s", line, strings.Join(plan, "\n"))
				}
			}
		})
	}
}
