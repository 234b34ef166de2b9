package discordsim

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// draftOptions says where a message body came from.
type draftOptions struct {
	files       []file
	edit        *message // what the body changes
	fromChannel bool     // not by a webhook or an answer to an interaction
	ephemeral   bool     // the flag may be set
	channel     *channel
}

// draft reads a message body as far as messages of all ways of sending have it in common.
func (s *Sim) draft(f form, o draftOptions) *message {
	m := &message{content: strings.TrimSpace(f.text("content", 0, 2000)), tts: f.flag("tts")}
	m.flags = draftFlags(f, o)
	m.embeds = checkEmbeds(f)
	m.attachments = s.attachments(f, o)
	v2 := m.flags&flagComponentsV2 != 0
	m.components = checkComponents(f, v2)
	if v2 {
		for _, key := range []string{"content", "embeds", "poll", "sticker_ids"} {
			if !isEmpty(f.object[key]) {
				f.in(key).add("MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The '%s' field cannot be used when using MessageFlags.IS_COMPONENTS_V2", key)
			}
		}
	}
	m.mentions = s.checkMentions(f, m.content, o)
	return m
}

func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	}
	return false
}

func (m *message) empty() bool {
	return m.content == "" && len(m.embeds) == 0 && len(m.components) == 0 && len(m.attachments) == 0
}

// draftFlags reads the flags that a sender may set; others are ignored, as Discord does.
func draftFlags(f form, o draftOptions) int {
	flags := int(f.number("flags", 0, 1<<40))
	settable := flagSuppressEmbeds | flagComponentsV2
	if o.edit == nil {
		settable |= flagSilent
		if o.ephemeral {
			settable |= flagEphemeral
		}
	}
	return flags & settable
}

func checkEmbeds(f form) []object {
	var out []object
	total := 0
	var links []string
	for _, e := range f.forms("embeds", 0, 10) {
		doc, size := checkEmbed(e)
		total += size
		if link, _ := doc["url"].(string); link != "" {
			if slices.Contains(links, link) {
				continue // Discord shows one embed of a URL
			}
			links = append(links, link)
		}
		out = append(out, doc)
	}
	if total > 6000 {
		f.in("embeds").add("MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")
	}
	return out
}

// checkEmbed reads an embed and counts what goes into the limit of 6000.
func checkEmbed(f form) (object, int) {
	doc := object{"type": "rich"}
	total := 0
	text := func(in form, to object, key string, hi int) string {
		if t, ok := in.object[key].(string); ok {
			trimmed := form{object{key: strings.TrimSpace(t)}, in.problems}
			t = trimmed.text(key, 0, hi)
			if total += length(t); t != "" {
				to[key] = t
			}
			return t
		}
		return in.text(key, 0, hi)
	}
	needed := func(in form, to object, key string, hi int) {
		if in.required(key) && text(in, to, key, hi) == "" {
			in.in(key).add("BASE_TYPE_REQUIRED", "This field is required")
		}
	}
	text(f, doc, "title", 256)
	text(f, doc, "description", 4096)
	if u := f.link("url", "http", "https"); u != "" {
		doc["url"] = u
	}
	if f.has("color") {
		doc["color"] = f.number("color", 0, 0xFFFFFF)
	}
	if f.has("timestamp") {
		at := f.text("timestamp", 0, 64)
		t, err := time.Parse(time.RFC3339, at)
		if err != nil {
			f.in("timestamp").add("DATE_TIME_TYPE_PARSE", "Could not parse %s. Should be ISO8601.", at)
		}
		doc["timestamp"] = stamp(t)
	}
	if f.has("footer") {
		in, to := f.form("footer"), object{}
		needed(in, to, "text", 2048)
		addLink(in, to, "icon_url")
		doc["footer"] = to
	}
	if f.has("author") {
		in, to := f.form("author"), object{}
		needed(in, to, "name", 256)
		if u := in.link("url", "http", "https"); u != "" {
			to["url"] = u
		}
		addLink(in, to, "icon_url")
		doc["author"] = to
	}
	for _, key := range []string{"image", "thumbnail"} {
		if f.has(key) {
			in, to := f.form(key), object{}
			in.neededLink("url", "http", "https", "attachment")
			addLink(in, to, "url")
			doc[key] = to
		}
	}
	var fields []object
	for _, in := range f.forms("fields", 0, 25) {
		to := object{"inline": in.flag("inline")}
		for key, hi := range map[string]int{"name": 256, "value": 1024} {
			needed(in, to, key, hi)
		}
		fields = append(fields, to)
	}
	if fields != nil {
		doc["fields"] = fields
	}
	if len(doc) == 1 {
		f.add("EMBED_EMPTY", "Embed cannot be empty")
	}
	return doc, total
}

// addLink copies the address of a picture, with the proxy's that Discord adds.
func addLink(f form, to object, key string) {
	u := f.link(key, "http", "https", "attachment")
	if u == "" {
		return
	}
	to[key] = u
	if strings.HasPrefix(u, "http") {
		to["proxy_"+key] = "https://images-ext-1.discordapp.net/external/" + strings.NewReplacer("://", "/").Replace(u)
	}
}

// attachments keeps what the body names of a message's files and adds the ones that came along.
func (s *Sim) attachments(f form, o draftOptions) []object {
	named := map[string]form{}
	var out []object
	for _, a := range f.forms("attachments", 0, 10) {
		a.required("id")
		id := a.id("id")
		a.text("description", 0, 1024)
		named[id] = a
		if o.edit != nil {
			for _, old := range o.edit.attachments {
				if old["id"] == id {
					out = append(out, old)
				}
			}
		}
	}
	if o.edit != nil && !f.given("attachments") {
		out = slices.Clone(o.edit.attachments)
	}
	for _, file := range o.files {
		id := s.newID()
		link := fmt.Sprintf("https://cdn.discordapp.com/attachments/%s/%s/%s", o.channel.id, id, file.name)
		doc := object{"id": id, "filename": file.name, "size": file.size, "url": link, "proxy_url": link, "content_type": file.kind}
		if a, ok := named[fmt.Sprint(file.index)]; ok && a.has("description") {
			doc["description"] = a.object["description"]
		}
		out = append(out, doc)
	}
	if len(out) > 10 {
		f.in("attachments").add("BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
	}
	return out
}

type mentions struct {
	users    []object
	roles    []string
	everyone bool
}

func (m *message) calls(id string) bool {
	return slices.ContainsFunc(m.mentions.users, func(u object) bool { return u["id"] == id })
}

var mentionForm = regexp.MustCompile(`<@(!|&)?(\d+)>|@everyone|@here`)

// checkMentions works out whom a text calls, by what allowed_mentions allows.
func (s *Sim) checkMentions(f form, content string, o draftOptions) mentions {
	allowed := f.form("allowed_mentions")
	parse := []string{"users"}
	if o.fromChannel {
		parse = []string{"users", "roles", "everyone"}
	}
	users, roles := allowed.ids("users", 100), allowed.ids("roles", 100)
	if f.has("allowed_mentions") {
		parse = nil
		for i, v := range allowed.list("parse", 0, 3) {
			kind := fmt.Sprint(v)
			if !slices.Contains([]string{"users", "roles", "everyone"}, kind) {
				allowed.in("parse", i).add("BASE_TYPE_CHOICES", "Value must be one of {'users', 'roles', 'everyone'}.")
			}
			if kind == "users" && len(users) > 0 || kind == "roles" && len(roles) > 0 {
				allowed.add("MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "parse:[%q] and %s: [ids...] are mutually exclusive.", kind, kind)
			}
			parse = append(parse, kind)
		}
	}
	var out mentions
	may := o.channel != nil && o.channel.permissions(s.bot.id, s.clock.now()).has(MentionEveryone)
	for _, hit := range mentionForm.FindAllStringSubmatch(content, -1) {
		mark, id := hit[1], hit[2]
		switch {
		case id == "":
			out.everyone = out.everyone || may && slices.Contains(parse, "everyone")
		case mark == "&":
			if (slices.Contains(parse, "roles") || slices.Contains(roles, id)) && o.channel != nil && o.channel.guild != nil &&
				o.channel.guild.role(id) != nil && !slices.Contains(out.roles, id) {
				out.roles = append(out.roles, id)
			}
		case s.users[id] != nil && (slices.Contains(parse, "users") || slices.Contains(users, id)):
			out.users = append(out.users, s.users[id].json())
		}
	}
	return out
}
