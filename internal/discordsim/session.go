package discordsim

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// Intents say which events a session wants.
type Intents int

const (
	intentGuilds         Intents = 1 << 0
	intentMembers        Intents = 1 << 1
	intentWebhooks       Intents = 1 << 5
	intentPresences      Intents = 1 << 8
	intentMessages       Intents = 1 << 9
	intentDirectMessages Intents = 1 << 12
	intentContent        Intents = 1 << 15
	allIntents           Intents = 1<<17 - 1 | 1<<20 | 1<<21 | 1<<24 | 1<<25

	// GuildMembers, Presences and MessageContent are the privileged intents.
	GuildMembers   = intentMembers
	Presences      = intentPresences
	MessageContent = intentContent
)

// A session outlives its connection for a while, with what it missed.
type session struct {
	id      string
	intents Intents
	shard   [2]int
	version int
	seq     int
	events  []event // the latest
	conn    *conn   // nil while lost
	lost    time.Time
	started bool // READY was sent
}

type event struct {
	seq  int
	data []byte
}

// starts counts identifies: the day's budget, and those of the last seconds for each concurrency key.
type starts struct {
	used  int
	since time.Time
	last  map[int]time.Time
}

func (b *starts) left(now time.Time, total int) (int, time.Duration) {
	if now.Sub(b.since) >= 24*time.Hour {
		b.since, b.used = now, 0
	}
	return max(0, total-b.used), b.since.Add(24 * time.Hour).Sub(now)
}

func (s *Sim) identify(c *conn, d json.RawMessage) (int, string) {
	var in struct {
		Token    *string `json:"token"`
		Intents  *int    `json:"intents"`
		Compress bool    `json:"compress"`
		Shard    []int   `json:"shard"`
		Props    object  `json:"properties"`
	}
	if err := json.Unmarshal(d, &in); err != nil || in.Token == nil || in.Props == nil {
		return closeDecode, "Error while decoding payload."
	}
	s.stats.Identifies++
	switch {
	case c.session != nil:
		return closeAlready, "Already authenticated."
	case bare(*in.Token) != s.token:
		return closeToken, "Authentication failed."
	case in.Intents == nil || Intents(*in.Intents)&^allIntents != 0:
		return closeIntents, "Invalid intent(s)."
	}
	intents := Intents(*in.Intents)
	if intents&(intentMembers|intentPresences|intentContent)&^s.cfg.Privileged != 0 {
		return closeDisallowed, "Disallowed intent(s)."
	}
	shard := [2]int{0, 1}
	if in.Shard != nil {
		if len(in.Shard) != 2 || in.Shard[0] < 0 || in.Shard[0] >= in.Shard[1] {
			return closeShard, "Invalid shard."
		}
		shard = [2]int(in.Shard)
	}
	if len(s.guilds)/shard[1] >= 2500 {
		return closeShardRequired, "Sharding required."
	}
	if code, text, ok := s.countStart(c, shard); !ok {
		return code, text
	}
	fault := s.startFault()
	if fault.Op != 0 || fault.Close != 0 {
		return fault.refuse(c)
	}
	for id, old := range s.sessions {
		if old.conn == nil && s.clock.now().Sub(old.lost) > s.limits.SessionLife {
			delete(s.sessions, id)
		}
	}
	c.compress = in.Compress && c.stream == nil
	ses := &session{id: secret(16), intents: intents, shard: shard, version: c.version, conn: c}
	s.sessions[ses.id] = ses
	c.session = ses
	if fault.Delay == 0 {
		s.ready(ses)
		return 0, ""
	}
	s.later(fault.Delay, func() {
		if ses.conn != nil {
			s.ready(ses)
		}
	})
	return 0, ""
}

// countStart holds an identify against the budget of the day and the pace of its key.
func (s *Sim) countStart(c *conn, shard [2]int) (int, string, bool) {
	now := s.clock.now()
	if left, _ := s.starts.left(now, s.limits.SessionStarts); left == 0 {
		s.resetToken()
		return closeToken, "Authentication failed.", false
	}
	s.starts.used++
	key := shard[0] % max(1, s.limits.MaxConcurrency)
	if last, ok := s.starts.last[key]; ok && now.Sub(last) < s.limits.IdentifyEvery {
		c.send(opInvalidSession, false)
		return 0, "", false
	}
	if s.starts.last == nil {
		s.starts.last = map[int]time.Time{}
	}
	s.starts.last[key] = now
	return 0, "", true
}

// ResetToken gives the bot another token, as its owner may at any time: every session ends, and the old token is wrong.
func (s *Sim) ResetToken() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.resetToken()
}

// resetToken is what Discord does when a bot identifies too often: every session ends and the token is void.
func (s *Sim) resetToken() {
	s.token = s.newToken()
	for c := range s.conns {
		c.end(closeToken, "Authentication failed.")
	}
	clear(s.sessions)
}

// later does something under the lock after a while, unless the simulator is closed first.
func (s *Sim) later(d time.Duration, do func()) {
	s.spawn(func() {
		select {
		case <-time.After(d):
			s.mu.Lock()
			defer s.mu.Unlock()
			do()
		case <-s.done:
		}
	})
}

func (s *Sim) ready(ses *session) {
	ses.started = true
	guilds := []object{}
	for _, g := range s.guilds {
		if !g.gone && ses.owns(g.id) {
			guilds = append(guilds, object{"id": g.id, "unavailable": true})
		}
	}
	me := s.bot.json()
	me["verified"], me["mfa_enabled"], me["email"] = true, false, nil
	s.dispatchTo(ses, "READY", object{
		"v": ses.version, "user": me, "guilds": guilds, "session_id": ses.id, "session_type": "normal", "shard": ses.shard,
		"resume_gateway_url": "ws://" + s.back.Addr().String(), "application": object{"id": s.bot.id, "flags": 0},
		"private_channels": []any{}, "relationships": []any{}, "presences": []any{}, "user_settings": object{}, "guild_join_requests": []any{},
		"geo_ordered_rtc_regions": []any{}, "_trace": []string{"simulator"},
	})
	for _, g := range s.guilds {
		if !g.gone && !g.down && ses.owns(g.id) && ses.intents&intentGuilds != 0 {
			s.dispatchTo(ses, "GUILD_CREATE", s.guildEvent(g))
		}
	}
	s.changed.fire()
}

// owns tells whether a guild's events go to the session's shard.
func (ses *session) owns(guildID string) bool {
	id, _ := strconv.ParseUint(guildID, 10, 64)
	return int((id>>22)%uint64(ses.shard[1])) == ses.shard[0]
}

func (s *Sim) resume(c *conn, d json.RawMessage) (int, string) {
	var in struct {
		Token   *string `json:"token"`
		Session string  `json:"session_id"`
		Seq     int     `json:"seq"`
	}
	if json.Unmarshal(d, &in) != nil || in.Token == nil {
		return closeDecode, "Error while decoding payload."
	}
	s.stats.Resumes++
	if c.atFront {
		s.stats.ResumesAtFront++
	}
	if c.session != nil {
		return closeAlready, "Already authenticated."
	}
	if bare(*in.Token) != s.token {
		return closeToken, "Authentication failed."
	}
	ses := s.sessions[in.Session]
	switch {
	case ses == nil:
		c.send(opInvalidSession, false)
		return 0, ""
	case in.Seq > ses.seq:
		return closeSeq, "Invalid seq."
	case ses.conn == nil && s.clock.now().Sub(ses.lost) > s.limits.SessionLife,
		len(ses.events) > 0 && in.Seq < ses.events[0].seq-1:
		delete(s.sessions, ses.id)
		c.send(opInvalidSession, false)
		return 0, ""
	}
	if fault := s.startFault(); fault.Op != 0 || fault.Close != 0 {
		return fault.refuse(c)
	}
	if old := ses.conn; old != nil {
		old.session = nil
		old.end(closeUnknownError, "Resumed elsewhere.")
	}
	ses.conn, c.session = c, ses
	for _, e := range ses.events {
		if e.seq > in.Seq {
			c.push(frame{data: e.data})
		}
	}
	s.dispatchTo(ses, "RESUMED", object{"_trace": []string{"simulator"}})
	s.changed.fire()
	return 0, ""
}

// dispatchTo sends an event to a session, and keeps it for a resume.
func (s *Sim) dispatchTo(ses *session, name string, d any) {
	body, ok := d.(json.RawMessage)
	if !ok {
		body = s.encode(d)
	}
	ses.seq++
	raw := fmt.Appendf(nil, `{"t":%q,"s":%d,"op":%d,"d":%s}`, name, ses.seq, opDispatch, body)
	if ses.started && name != "RESUMED" {
		if s.lose > 0 {
			s.lose--
			ses.seq--
			return
		}
		if s.repeat > 0 {
			s.repeat--
			defer s.dispatchTo(ses, name, d)
		}
	}
	ses.events = append(ses.events, event{ses.seq, raw})
	if len(ses.events) > 2*maxReplay {
		ses.events = append([]event(nil), ses.events[maxReplay:]...)
	}
	if ses.conn != nil {
		ses.conn.push(frame{data: raw})
	}
}

// encode makes an event's data once for all sessions that get it.
func (s *Sim) encode(d any) json.RawMessage {
	raw, err := json.Marshal(d)
	if err != nil {
		s.log.Error("event", "error", err)
		return json.RawMessage("null")
	}
	return raw
}

// dispatchGuild sends an event of a guild to the sessions of its shard that want it; intent 0 goes to all.
func (s *Sim) dispatchGuild(g *guild, intent Intents, name string, d any) {
	d = s.encode(d)
	for _, ses := range s.sessions {
		if ses.owns(g.id) && (intent == 0 || ses.intents&intent != 0) && !g.gone && !g.down {
			s.dispatchTo(ses, name, d)
		}
	}
}

// dispatchChannel sends an event of a channel; of a direct conversation, to shard 0.
func (s *Sim) dispatchChannel(c *channel, intent Intents, name string, d any) {
	if c.guild != nil {
		s.dispatchGuild(c.guild, intent, name, d)
		return
	}
	d = s.encode(d)
	for _, ses := range s.sessions {
		if ses.shard[0] == 0 && (intent == 0 || ses.intents&intent != 0) {
			s.dispatchTo(ses, name, d)
		}
	}
}

// dispatchMessage sends an event of a message, without its content to a session that may not read it.
func (s *Sim) dispatchMessage(c *channel, m *message, name string, d object) {
	intent := intentMessages
	if c.guild == nil {
		intent = intentDirectMessages
	}
	if c.guild != nil && !c.permissions(s.bot.id, s.clock.now()).has(ViewChannel) {
		return
	}
	full := s.encode(d)
	for _, ses := range s.sessions {
		switch {
		case ses.intents&intent == 0, c.guild == nil && ses.shard[0] != 0, c.guild != nil && !ses.owns(c.guild.id):
			continue
		case ses.intents&intentContent != 0 || c.guild == nil || m.author == s.bot || d["content"] == nil || m.calls(s.bot.id):
			s.dispatchTo(ses, name, full)
		default:
			blind := object{}
			for k, v := range d {
				blind[k] = v
			}
			blind["content"], blind["embeds"], blind["components"], blind["attachments"] = "", []any{}, []any{}, []any{}
			s.dispatchTo(ses, name, blind)
		}
	}
}
