package discordsim

import (
	"net/http"
	"slices"
	"time"
)

// createThread makes a thread without a message, or in a forum a post with its first message.
func createThread(r *request) (int, any, error) {
	s := r.sim
	c, err := r.channelFor(ViewChannel)
	if err != nil {
		return 0, nil, err
	}
	if c.guild == nil || c.thread() || !c.forum() && c.kind != kindText && c.kind != kindAnnouncement {
		return 0, nil, errChannelKind
	}
	f := r.form()
	if !c.forum() {
		kind := kindPrivate
		if f.has("type") {
			kind = f.choice("type", kindNewsThread, kindThread, kindPrivate)
		}
		all := CreatePublicThreads
		if kind == kindPrivate {
			all = CreatePrivateThreads
		}
		if err := s.need(c, all); err != nil {
			return 0, nil, err
		}
		t := s.readThread(f, c, kind)
		if err := f.err(); err != nil {
			return 0, nil, err
		}
		s.openThread(t)
		return http.StatusCreated, t.json(), nil
	}
	if err := s.need(c, SendMessages); err != nil {
		return 0, nil, err
	}
	t, m, err := s.readPost(f, c, r.files)
	if err != nil {
		return 0, nil, err
	}
	s.openThread(t)
	m.author = s.bot
	s.postFirst(t, m)
	o := t.json()
	o["message"] = m.json()
	return http.StatusCreated, o, nil
}

// readPost reads a forum post: a thread with tags and its first message.
func (s *Sim) readPost(f form, c *channel, files []file) (*channel, *message, error) {
	t := s.readThread(f, c, kindThread)
	m := &message{}
	if f.required("message") {
		m = s.draft(f.form("message"), draftOptions{files: files, fromChannel: true, channel: c})
	}
	s.readTags(f, c, t)
	if err := f.err(); err != nil {
		return nil, nil, err
	}
	if m.empty() {
		return nil, nil, errEmptyMessage
	}
	if err := s.canAttach(c, m); err != nil {
		return nil, nil, err
	}
	return t, m, s.checkTags(c, t)
}

// postFirst sends a forum post's first message, which has the thread's id.
func (s *Sim) postFirst(t *channel, m *message) {
	m.id = t.id
	s.post(t, m)
	t.sent = 0 // the first message is not counted
}

func (s *Sim) readThread(f form, parent *channel, kind int) *channel {
	t := &channel{kind: kind, guild: parent.guild, parent: parent, owner: s.bot.id, autoArchive: 4320, created: s.clock.now(), joined: map[string]time.Time{}}
	if f.required("name") {
		t.name = f.text("name", 1, 100)
	}
	if f.has("auto_archive_duration") {
		t.autoArchive = f.choice("auto_archive_duration", 60, 1440, 4320, 10080)
	}
	t.slowmode = int(f.number("rate_limit_per_user", 0, 21600))
	return t
}

func (s *Sim) readTags(f form, c, t *channel) {
	t.appliedTags = f.ids("applied_tags", 5)
	for i, id := range t.appliedTags {
		if !slices.ContainsFunc(c.tags, func(x tag) bool { return x.ID == id }) {
			f.in("applied_tags", i).add("FORUM_TAG_UNKNOWN", "Unknown tag")
		}
	}
}

func (s *Sim) checkTags(c, t *channel) error {
	if c.flags&flagRequireTag != 0 && len(t.appliedTags) == 0 {
		return errTagRequired
	}
	for _, x := range c.tags {
		if x.Moderated && slices.Contains(t.appliedTags, x.ID) && !c.permissions(s.bot.id, s.clock.now()).has(ManageThreads) {
			return errModeratedTag
		}
	}
	return nil
}

func (s *Sim) openThread(t *channel) {
	if t.id == "" {
		t.id = s.newID()
	}
	t.joined[s.bot.id] = s.clock.now()
	s.addChannel(t)
	o := t.json()
	o["newly_created"] = true
	s.dispatchChannel(t, intentGuilds, "THREAD_CREATE", o)
}

// createThreadFrom starts a thread on a message, whose id it gets.
func createThreadFrom(r *request) (int, any, error) {
	s := r.sim
	c, err := r.channelFor(CreatePublicThreads)
	if err != nil {
		return 0, nil, err
	}
	if c.kind != kindText && c.kind != kindAnnouncement {
		return 0, nil, errChannelKind
	}
	m, err := r.messageIn(c)
	if err != nil {
		return 0, nil, err
	}
	if m.thread != nil {
		return 0, nil, errThreadExists
	}
	kind := kindThread
	if c.kind == kindAnnouncement {
		kind = kindNewsThread
	}
	f := r.form()
	t := s.readThread(f, c, kind)
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	t.id = m.id
	s.openThread(t)
	m.thread = t
	m.flags |= flagHasThread
	s.updated(m)
	return http.StatusCreated, t.json(), nil
}

func activeThreads(r *request) (int, any, error) {
	g, err := r.inGuild()
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, r.sim.threadList(g.channels, func(t *channel) bool { return !t.archived }), nil
}

func archivedThreads(r *request) (int, any, error) {
	c, err := r.channelFor(ReadMessageHistory)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, r.sim.threadList(r.sim.threadsOf(c), func(t *channel) bool { return t.archived && t.kind != kindPrivate }), nil
}

func (s *Sim) threadList(from []*channel, match func(*channel) bool) object {
	threads, members := []object{}, []object{}
	for _, t := range from {
		if !t.thread() || !match(t) || !t.permissions(s.bot.id, s.clock.now()).has(ViewChannel) {
			continue
		}
		threads = append(threads, t.json())
		if at, ok := t.joined[s.bot.id]; ok {
			members = append(members, object{"id": t.id, "user_id": s.bot.id, "join_timestamp": stamp(at), "flags": 0})
		}
	}
	return object{"threads": threads, "members": members, "has_more": false}
}

func joinThread(r *request) (int, any, error)  { return r.inThread(true) }
func leaveThread(r *request) (int, any, error) { return r.inThread(false) }

func (r *request) inThread(in bool) (int, any, error) {
	c, err := r.channelFor(ViewChannel)
	if err != nil {
		return 0, nil, err
	}
	switch {
	case !c.thread():
		return 0, nil, errChannelKind
	case c.archived:
		return 0, nil, errArchivedThread
	case in:
		c.joined[r.sim.bot.id] = r.sim.clock.now()
	default:
		delete(c.joined, r.sim.bot.id)
	}
	return http.StatusNoContent, nil, nil
}

// Archive archives or locks a thread, or opens it again.
func (ch *Channel) Archive(archived, locked bool) {
	ch.sim.mu.Lock()
	defer ch.sim.mu.Unlock()
	ch.c.archived, ch.c.locked = archived, locked
	ch.sim.dispatchChannel(ch.c, intentGuilds, "THREAD_UPDATE", ch.c.json())
}

// Threads lists the channel's threads or forum posts.
func (ch *Channel) Threads() (out []*Channel) {
	ch.sim.mu.Lock()
	defer ch.sim.mu.Unlock()
	for _, t := range ch.sim.threadsOf(ch.c) {
		out = append(out, &Channel{ID: t.id, Name: t.name, sim: ch.sim, c: t})
	}
	return out
}
