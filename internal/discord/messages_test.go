package discord

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
)

func TestSendAsksForOneMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		var body map[string]any
		f.rest = func(w http.ResponseWriter, r *http.Request) {
			json.NewDecoder(r.Body).Decode(&body)
			message(w)
		}
		id, err := f.client(Options{}).Send(t.Context(), "1001", "abc", hello)
		if id != "99" || err != nil {
			t.Errorf("Send = %q, %v, want 99", id, err)
		}
		if body["nonce"] != "abc" || body["enforce_nonce"] != true {
			t.Errorf("nonce %v, enforced %v", body["nonce"], body["enforce_nonce"])
		}
		if got := fmt.Sprint(body["allowed_mentions"]); got != "map[parse:[] replied_user:false]" {
			t.Errorf("allowed mentions: %s, want none", got)
		}
		if got, want := f.seen(), []string{"POST /channels/1001/messages"}; !slices.Equal(got, want) {
			t.Errorf("requests %q, want %q", got, want)
		}
	})
}

func TestEmptyAutocompleteKeepsItsChoices(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		var body string
		f.rest = func(w http.ResponseWriter, r *http.Request) {
			raw, _ := io.ReadAll(r.Body)
			body = string(raw)
			w.WriteHeader(204)
		}
		c := f.client(Options{})
		for _, data := range []*discordgo.InteractionResponseData{nil, {}, {Choices: []*discordgo.ApplicationCommandOptionChoice{}}} {
			err := c.InteractionRespond(&discordgo.Interaction{ID: "5", Token: "tok"}, &discordgo.InteractionResponse{
				Type: discordgo.InteractionApplicationCommandAutocompleteResult, Data: data,
			})
			if err != nil || body != `{"data":{"choices":[]},"type":8}` {
				t.Errorf("sent %s, %v", body, err)
			}
		}
	})
}

func TestFind(t *testing.T) {
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	// 250 messages, newest first, a minute apart; each 10th the bot's.
	id := func(i int) uint64 { return snowflake(now.Add(-time.Duration(i) * time.Minute)) }
	var all []string
	for i := range 250 {
		author := "7"
		if i%10 == 0 {
			author = "42"
		}
		all = append(all, fmt.Sprintf(`{"id":"%d","content":"m%d","author":{"id":"%s"}}`, id(i), i, author))
	}
	for _, test := range []struct {
		content string
		since   time.Duration
		want    string
		pages   int
	}{
		{"m0", time.Hour, fmt.Sprint(id(0)), 1},
		{"m0", 300 * time.Minute, fmt.Sprint(id(0)), 3},
		{"m240", 300 * time.Minute, fmt.Sprint(id(240)), 1},
		{"m240", 150 * time.Minute, "", 2},
		{"m241", 300 * time.Minute, "", 3}, // not the bot's
		{"none", time.Hour, "", 1},
	} {
		t.Run(test.content, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				f.rest = func(w http.ResponseWriter, r *http.Request) {
					if strings.HasSuffix(r.URL.Path, "/users/@me") {
						answerJSON(w, 200, `{"id":"42"}`)
						return
					}
					var after uint64
					fmt.Sscan(r.URL.Query().Get("after"), &after)
					end := 0 // of those after it
					for end < len(all) && id(end) > after {
						end++
					}
					answerJSON(w, 200, "["+strings.Join(all[max(end-100, 0):end], ",")+"]")
				}
				c := f.client(Options{})
				got, err := c.Find(t.Context(), "1001", now.Add(-test.since), func(m *discordgo.Message) bool { return m.Content == test.content })
				if err != nil || got != test.want {
					t.Errorf("Find = %q, %v, want %q", got, err, test.want)
				}
				if n := len(f.seen()) - 1; n != test.pages {
					t.Errorf("%d pages were read, want %d", n, test.pages)
				}
			})
		})
	}
}
