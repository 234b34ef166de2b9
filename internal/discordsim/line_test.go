package discordsim_test

import (
	"context"
	"testing"

	"greenlit/internal/discordsim"
)

// What is typed becomes the options that a client would send.
func TestTypedOptions(t *testing.T) {
	b, ctx := connect(t, unlimited(t)), deadline(t)
	str := func(name string, required bool) m {
		return m{"type": 3, "name": name, "description": "d", "required": required}
	}
	call(t, b.sim, "PUT", "/applications/"+b.sim.AppID()+"/commands", []m{
		{"name": "news", "description": "d", "options": []m{str("show", true), str("from", false)}},
		{"name": "cast", "description": "d", "options": []m{str("show", false), str("person", false)}},
		{"name": "kinds", "description": "d", "options": []m{
			{"type": 4, "name": "limit", "description": "d", "min_value": 1, "max_value": 5}, {"type": 5, "name": "all", "description": "d"},
			{"type": 7, "name": "where", "description": "d"}, {"type": 6, "name": "who", "description": "d"},
			{"type": 3, "name": "kind", "description": "d", "choices": []m{{"name": "Renewals", "value": "renewed"}}},
		}},
	}).want(t, 200, 0)
	tests := []struct {
		line string
		want map[string]any
	}{
		{"/news the defenders", m{"show": "the defenders"}},
		{"/news show:a: story from:https://example.com/x", m{"show": "a: story", "from": "https://example.com/x"}},
		{"/news defenders from:x", m{"show": "defenders", "from": "x"}},
		{"/cast jessica-jones", m{"show": "jessica-jones"}},
		{"/cast person:Krysten Ritter", m{"person": "Krysten Ritter"}},
		{"/kinds limit:3 all:True where:#tv-news who:@theo kind:Renewals", m{
			"limit": 3.0, "all": true, "where": b.ch.ID, "who": b.fan.ID, "kind": "renewed",
		}},
	}
	for _, tt := range tests {
		i := b.do(ctx, func(ctx context.Context) (*discordsim.Reply, error) { return b.fan.Type(ctx, b.ch, tt.line) })
		data, _ := i.d("data").(map[string]any)
		options, _ := data["options"].([]any)
		got := map[string]any{}
		for _, o := range options {
			option, _ := o.(map[string]any)
			name, _ := option["name"].(string)
			got[name] = option["value"]
		}
		if len(got) != len(tt.want) {
			t.Errorf("%s: got %v, want %v", tt.line, got, tt.want)
		}
		for k, v := range tt.want {
			if got[k] != v {
				t.Errorf("%s: %s is %v, want %v", tt.line, k, got[k], v)
			}
		}
		i.callback(m{"type": 4, "data": m{"content": "x"}}).want(t, 200, 0)
		<-i.err
	}
	for _, line := range []string{"/kinds limit:9", "/kinds limit:x", "/kinds all:maybe", "/kinds where:#nowhere", "/kinds kind:other"} {
		if _, err := b.fan.Type(ctx, b.ch, line); err == nil {
			t.Errorf("%s was sent", line)
		}
	}
}
