package discordsim_test

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// spoil puts something else in one place of a body.
func spoil(r *rand.Rand, v any) any {
	junk := []any{nil, true, -1, 1e30, "", "x", text(7000), []any{}, []any{nil}, m{}, m{"type": 1}, []any{[]any{1}}, "\u0000\ufffd😀", 1.5}
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) { // in order, so that a failure comes again
			if r.IntN(len(v)) == 0 {
				v[k] = spoil(r, v[k])
				return v
			}
		}
	case []any:
		if len(v) > 0 && r.IntN(3) > 0 {
			i := r.IntN(len(v))
			v[i] = spoil(r, v[i])
			return v
		}
	}
	return junk[r.IntN(len(junk))]
}

// Whatever comes, the answer is Discord's yes or one of its refusals, and the next request is answered too.
func TestNonsense(t *testing.T) {
	t.Parallel()
	b, ctx := connect(t, unlimited(t)), deadline(t)
	i := b.news(ctx)
	i.callback(m{"type": 5}).want(t, 200, 0)
	message := m{
		"content": "hello <@1> @everyone", "nonce": "n", "enforce_nonce": true, "flags": 4096, "tts": false,
		"embeds": []m{{"title": "T", "url": "https://example.com", "color": 1, "timestamp": "2026-01-02T03:04:05Z", "footer": m{"text": "F"},
			"author": m{"name": "A"}, "image": m{"url": "https://example.com/i.png"}, "fields": []m{{"name": "N", "value": "V"}}}},
		"components":       []m{{"type": 1, "components": []m{{"type": 2, "style": 1, "label": "L", "custom_id": "c"}}}, {"type": 1, "components": []m{menu(option(1))}}},
		"allowed_mentions": m{"parse": []any{"users"}, "roles": []any{"1"}}, "message_reference": m{"message_id": "1", "fail_if_not_exists": false},
		"attachments": []m{{"id": "0", "description": "d"}},
	}
	v2 := m{"flags": 1 << 15, "components": []m{{"type": 17, "components": []m{
		{"type": 10, "content": "x"}, {"type": 12, "items": []m{{"media": m{"url": "https://example.com/i.png"}}}},
		{"type": 9, "components": []m{{"type": 10, "content": "x"}}, "accessory": m{"type": 11, "media": m{"url": "https://example.com/i.png"}}},
	}}}}
	command := m{"name": "news", "description": "d", "default_member_permissions": "32", "contexts": []any{0}, "integration_types": []any{0},
		"name_localizations": m{"de": "neues"}, "options": []m{
			{"type": 2, "name": "g", "description": "d", "options": []m{{"type": 1, "name": "s", "description": "d", "options": []m{
				{"type": 3, "name": "o", "description": "d", "choices": []m{{"name": "n", "value": "v"}}, "min_length": 1},
				{"type": 4, "name": "p", "description": "d", "min_value": 1, "max_value": 2}, {"type": 7, "name": "q", "description": "d", "channel_types": []any{0}},
			}}}},
		}}
	messages, hook := "/channels/"+b.ch.ID+"/messages", "/webhooks/"+b.sim.AppID()+"/"+i.d("token").(string)
	commands := "/applications/" + b.sim.AppID() + "/commands"
	tests := []struct {
		method, path string
		body         any
	}{
		{"POST", messages, message},
		{"POST", messages, v2},
		{"POST", commands, command},
		{"PUT", commands, []m{command}},
		{"PATCH", hook + original, message},
		{"POST", hook, message},
		{"POST", "/channels/" + b.ch.ID + "/threads", m{"name": "n", "type": 11, "auto_archive_duration": 60}},
		{"POST", "/users/@me/channels", m{"recipient_id": b.fan.ID}},
	}
	const rounds = 150
	r := rand.New(rand.NewPCG(1, 2))
	for _, tt := range tests {
		raw, err := json.Marshal(tt.body)
		if err != nil {
			t.Fatal(err)
		}
		taken := 0
		for range rounds {
			var body any
			if err := json.Unmarshal(raw, &body); err != nil {
				t.Fatal(err)
			}
			for range r.IntN(3) {
				body = spoil(r, body)
			}
			sent, err := json.Marshal(body)
			if err != nil {
				t.Fatal(err)
			}
			got := call(t, b.sim, tt.method, tt.path, string(sent))
			if got.status < 300 {
				taken++
			} else if got.status != 400 && got.status != 404 || got.at("code") == nil {
				t.Errorf("%s %s: got %d %s for %.300s", tt.method, tt.path, got.status, got.raw, sent)
			}
		}
		t.Logf("%s %s: %d of %d taken", tt.method, tt.path, taken, rounds)
	}
}
