package discord

import (
	"encoding/json"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"
)

func TestEdit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		var got map[string]any
		calls := 0
		f.rest = func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodPatch || r.URL.Path != "/api/v10/channels/1001/messages/7" {
				t.Errorf("asked for %s %s", r.Method, r.URL.Path)
			}
			if calls++; calls == 1 { // a repeated edit changes nothing
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			got = nil
			if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
				t.Error(err)
			}
			w.Write([]byte(`{"id":"7"}`))
		}
		edit := &discordgo.MessageEdit{Embeds: &[]*discordgo.MessageEmbed{{Title: "New"}}}
		if err := f.client(Options{}).Edit(t.Context(), "1001", "7", edit); err != nil {
			t.Fatal(err)
		}
		want := map[string]any{
			"embeds":           []any{map[string]any{"title": "New"}},
			"allowed_mentions": map[string]any{"parse": []any{}, "replied_user": false},
		}
		if diff := cmp.Diff(want, got); diff != "" || calls != 2 {
			t.Errorf("sent in call %d (-want +got):\n%s", calls, diff)
		}
	})
}
