package discordsim

import "time"

// A StartFault makes one IDENTIFY or RESUME go wrong.
type StartFault struct {
	Op        int           `json:"op"`        // answer with it instead: 7, or 9
	Resumable bool          `json:"resumable"` // of op 9
	Close     int           `json:"close"`     // or end the connection with this code
	Delay     time.Duration `json:"delay"`     // READY comes so many nanoseconds later
}

// BreakStart makes the next IDENTIFYs and RESUMEs go wrong, one fault each.
func (s *Sim) BreakStart(faults ...StartFault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.startFaults = append(s.startFaults, faults...)
}

func (s *Sim) startFault() (f StartFault) {
	if len(s.startFaults) > 0 {
		f = s.startFaults[0]
		s.startFaults = s.startFaults[1:]
	}
	return f
}

func (f StartFault) refuse(c *conn) (int, string) {
	switch {
	case f.Close != 0:
		return f.Close, "As asked."
	case f.Op == opInvalidSession:
		c.send(opInvalidSession, f.Resumable)
	default:
		c.send(f.Op, nil)
	}
	return 0, ""
}

// Repeat sends the next n events twice, as Discord may.
func (s *Sim) Repeat(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.repeat = n
}

// Lose never sends the next n events, as may happen too.
func (s *Sim) Lose(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lose = n
}

// Disconnect ends every gateway connection with a close code, or without any closing when the code is 0.
func (s *Sim) Disconnect(code int) {
	s.eachConn(func(c *conn) { c.push(frame{code: code, text: "As asked.", cut: code == 0}) })
}

// Reconnect asks every connected bot to reconnect and resume (op 7).
func (s *Sim) Reconnect() { s.eachConn(func(c *conn) { c.send(opReconnect, nil) }) }

// Invalidate tells every connected bot that its session is void (op 9), and whether it may resume.
func (s *Sim) Invalidate(resumable bool) {
	s.eachConn(func(c *conn) {
		if !resumable && c.session != nil {
			delete(s.sessions, c.session.id)
			c.session = nil
		}
		c.send(opInvalidSession, resumable)
	})
}

// AskHeartbeat asks every connected bot for a heartbeat at once (op 1).
func (s *Sim) AskHeartbeat() { s.eachConn(func(c *conn) { c.send(opHeartbeat, nil) }) }

// DropAcks leaves heartbeats of the connections there are unanswered, as a dead connection does.
func (s *Sim) DropAcks() { s.eachConn(func(c *conn) { c.noAcks = true }) }

// Freeze leaves the connections open but dead: what comes is not read, and nothing is sent. A resume gets what was missed.
func (s *Sim) Freeze() { s.eachConn(func(c *conn) { c.frozen.Store(true) }) }

func (s *Sim) eachConn(do func(*conn)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		do(c)
	}
}
