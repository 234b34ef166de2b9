package discordsim

import "net/http"

// crosspost publishes a message of an announcement channel to all channels that follow it.
func crosspost(r *request) (int, any, error) {
	s := r.sim
	c, err := r.channelFor(SendMessages)
	if err != nil {
		return 0, nil, err
	}
	m, err := r.messageIn(c)
	if err != nil {
		return 0, nil, err
	}
	if c.kind != kindAnnouncement {
		return 0, nil, errChannelKind
	}
	if m.author != s.bot || m.webhook != "" {
		if err := s.need(c, ManageMessages); err != nil {
			return 0, nil, err
		}
	}
	if m.flags&flagCrossposted != 0 {
		return 0, nil, errAlreadyPublished
	}
	m.flags |= flagCrossposted
	s.updated(m)
	for _, h := range c.followers {
		s.post(h.channel, &message{
			content: m.content, embeds: m.embeds, components: m.components, attachments: m.attachments, author: s.bot,
			webhook: h.id, authorName: h.name, flags: m.flags&^flagCrossposted | flagIsCrosspost, origin: m,
		})
	}
	return http.StatusOK, m.json(), nil
}

// follow makes a channel receive what an announcement channel publishes.
func follow(r *request) (int, any, error) {
	s := r.sim
	c, err := r.channelFor(ViewChannel)
	if err != nil {
		return 0, nil, err
	}
	if c.kind != kindAnnouncement {
		return 0, nil, errChannelKind
	}
	f := r.form()
	f.required("webhook_channel_id")
	id := f.id("webhook_channel_id")
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	target := s.channels[id]
	if target == nil {
		return 0, nil, errUnknownChannel
	}
	if err := s.need(target, ManageWebhooks); err != nil {
		return 0, nil, err
	}
	h, err := s.addWebhook(target, c.guild.name+" #"+c.name)
	if err != nil {
		return 0, nil, err
	}
	h.token, h.follows = "", c
	c.followers = append(c.followers, h)
	return http.StatusOK, object{"channel_id": c.id, "webhook_id": h.id}, nil
}
