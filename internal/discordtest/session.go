// Package discordtest stands in for Discord in unit tests: a Session that
// records what it is asked to send, and ready-made interactions.
package discordtest

import (
	"sync"

	"github.com/bwmarrin/discordgo"
)

// A Session records what is sent through it. Its zero value is ready to use,
// by several goroutines at once.
type Session struct {
	// Err, if set, is returned by each call.
	Err error
	// Registered is what Discord has as the application's commands.
	Registered []*discordgo.ApplicationCommand

	mu        sync.Mutex
	responses []*discordgo.InteractionResponse
	edits     []*discordgo.WebhookEdit
	puts      int
}

// InteractionRespond records the first answer to an interaction.
func (s *Session) InteractionRespond(_ *discordgo.Interaction, r *discordgo.InteractionResponse, _ ...discordgo.RequestOption) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.responses = append(s.responses, r)
	return s.Err
}

// InteractionResponseEdit records a change of that answer.
func (s *Session) InteractionResponseEdit(_ *discordgo.Interaction, e *discordgo.WebhookEdit, _ ...discordgo.RequestOption) (*discordgo.Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.edits = append(s.edits, e)
	return &discordgo.Message{}, s.Err
}

// ApplicationCommands returns the registered commands.
func (s *Session) ApplicationCommands(_, _ string, _ ...discordgo.RequestOption) ([]*discordgo.ApplicationCommand, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Registered, s.Err
}

// ApplicationCommandBulkOverwrite replaces the registered commands.
func (s *Session) ApplicationCommandBulkOverwrite(_, _ string, commands []*discordgo.ApplicationCommand, _ ...discordgo.RequestOption) ([]*discordgo.ApplicationCommand, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.puts++
	if s.Err == nil {
		s.Registered = commands
	}
	return commands, s.Err
}

// Responses returns the first answers so far.
func (s *Session) Responses() []*discordgo.InteractionResponse {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*discordgo.InteractionResponse(nil), s.responses...)
}

// Edits returns the changes so far.
func (s *Session) Edits() []*discordgo.WebhookEdit {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*discordgo.WebhookEdit(nil), s.edits...)
}

// Overwrites counts how often the commands were replaced.
func (s *Session) Overwrites() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.puts
}
