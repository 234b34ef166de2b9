package discordsim_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"greenlit/internal/discordsim"
)

// An answer is what a plain HTTP client gets.
type answer struct {
	status int
	header http.Header
	body   any
	raw    string
}

// at walks the body: at("errors", "embeds", "0").
func (a answer) at(path ...string) any {
	v := a.body
	for _, k := range path {
		switch x := v.(type) {
		case map[string]any:
			v = x[k]
		case []any:
			var i int
			if _, err := fmt.Sscan(k, &i); err != nil || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

// call asks as a plain HTTP client does.
func call(t *testing.T, sim *discordsim.Sim, method, path string, body any) answer {
	t.Helper()
	var in io.Reader
	if s, ok := body.(string); ok {
		in = strings.NewReader(s)
	} else if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		in = bytes.NewReader(raw)
	}
	if !strings.HasPrefix(path, "/v") {
		path = "/v10" + path
	}
	r, err := http.NewRequestWithContext(t.Context(), method, sim.URL()+path, in)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("User-Agent", "DiscordBot (https://example.com, 1)")
	r.Header.Set("Authorization", "Bot "+sim.Token())
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	return send(t, r)
}

func send(t *testing.T, r *http.Request) answer {
	t.Helper()
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{status: res.StatusCode, header: res.Header, raw: string(raw)}
	_ = json.Unmarshal(raw, &a.body) // some answers are no JSON
	return a
}

// want checks an answer's status and, for an error, its code.
func (a answer) want(t *testing.T, status int, code float64) {
	t.Helper()
	if got, _ := a.at("code").(float64); a.status != status || status >= 400 && got != code {
		t.Errorf("got %d %s, want %d with code %v", a.status, a.raw, status, code)
	}
}

func text(n int) string { return strings.Repeat("x", n) }

type m = map[string]any

func TestWhoMayAsk(t *testing.T) {
	sim := start(t, conform(t, discordsim.Config{}))
	ask := func(path, token, agent string) answer {
		r, err := http.NewRequestWithContext(t.Context(), "GET", sim.URL()+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("User-Agent", agent)
		r.Header.Set("Authorization", token)
		return send(t, r)
	}
	const agent = "DiscordBot (https://example.com, 1)"
	ask("/v10/users/@me", "Bot "+sim.Token(), agent).want(t, 200, 0)
	ask("/v9/users/@me", "Bot "+sim.Token(), agent).want(t, 200, 0)
	ask("/v10/users/@me", "Bot wrong", agent).want(t, 401, 0)
	ask("/v10/users/@me", "", agent).want(t, 401, 0)
	ask("/v10/users/@me", "Bot "+sim.Token(), "curl/8").want(t, 403, 40333)
	ask("/v7/users/@me", "Bot "+sim.Token(), agent).want(t, 400, 50041)
	ask("/v10/nowhere", "Bot "+sim.Token(), agent).want(t, 404, 0)
	ask("/v10/gateway", "", agent).want(t, 200, 0)
}

func TestNonce(t *testing.T) {
	sim := start(t, conform(t, discordsim.Config{}))
	ch := sim.AddGuild("Sofa Club").AddChannel("tv-news")
	path := "/channels/" + ch.ID + "/messages"
	first := call(t, sim, "POST", path, m{"content": "one", "nonce": "n1", "enforce_nonce": true})
	first.want(t, 200, 0)
	again := call(t, sim, "POST", path, m{"content": "two", "nonce": "n1", "enforce_nonce": true})
	if again.at("id") != first.at("id") || again.at("content") != "one" {
		t.Errorf("the same nonce made another message: %s", again.raw)
	}
	if got := sim.Messages(ch); len(got) != 1 || got[0].Nonce != "n1" {
		t.Errorf("got %+v, want one message with its nonce", got)
	}
	call(t, sim, "DELETE", path+"/"+first.at("id").(string), nil).want(t, 204, 0)
	call(t, sim, "POST", path, m{"content": "two", "nonce": "n1", "enforce_nonce": true}).want(t, 404, 10008)
	sim.Advance(discordsim.DefaultLimits().NonceWindow + 1)
	call(t, sim, "POST", path, m{"content": "two", "nonce": "n1", "enforce_nonce": true}).want(t, 200, 0)
}
