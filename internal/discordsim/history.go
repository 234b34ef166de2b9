package discordsim

import (
	"net/http"
	"slices"
	"strconv"
)

func listMessages(r *request) (int, any, error) {
	c, err := r.channelFor(ViewChannel)
	if err != nil {
		return 0, nil, err
	}
	if c.forum() || c.kind == kindCategory {
		return 0, nil, errNotText
	}
	f := form{object{}, &problems{root: object{}}}
	for k, v := range r.URL.Query() {
		f.object[k] = v[0]
	}
	limit := 50
	if f.has("limit") {
		limit = int(f.number("limit", 1, 100))
	}
	around, before, after := f.id("around"), f.id("before"), f.id("after")
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	out := []object{}
	if !c.permissions(r.sim.bot.id, r.sim.clock.now()).has(ReadMessageHistory) {
		return http.StatusOK, out, nil
	}
	seen := slices.DeleteFunc(slices.Clone(c.messages), func(m *message) bool { return m.flags&flagEphemeral != 0 })
	for _, m := range page(seen, around, before, after, limit) {
		out = append(out, m.json())
	}
	return http.StatusOK, out, nil
}

// page cuts messages, oldest first, as the three cursors of a list ask for and gives them newest first.
func page(all []*message, around, before, after string, limit int) []*message {
	at := func(id string) int {
		n, _ := strconv.ParseUint(id, 10, 64)
		return slices.IndexFunc(append(slices.Clone(all), nil), func(m *message) bool {
			if m == nil {
				return true
			}
			x, _ := strconv.ParseUint(m.id, 10, 64)
			return x >= n
		})
	}
	switch {
	case around != "":
		i := at(around)
		all = all[max(0, i-limit/2):min(len(all), i+limit-limit/2)]
	case after != "":
		i := at(after)
		if i < len(all) && all[i].id == after {
			i++
		}
		all = all[i:min(len(all), i+limit)]
	default:
		if before != "" {
			all = all[:at(before)]
		}
		all = all[max(0, len(all)-limit):]
	}
	out := slices.Clone(all)
	slices.Reverse(out)
	return out
}
