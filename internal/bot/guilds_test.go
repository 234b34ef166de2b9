package bot

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"testing"
	"testing/synctest"
	"time"

	"greenlit/internal/discord"
	"greenlit/internal/news"
)

// guildBook notes which guilds have left.
type guildBook struct {
	left    map[news.GuildID]bool
	trouble int // so many questions fail
}

func (b *guildBook) Guilds(context.Context) (map[news.GuildID]bool, error) {
	if b.trouble > 0 {
		b.trouble--
		return nil, errors.New("no database")
	}
	return maps.Clone(b.left), nil
}

func (b *guildBook) LeaveGuild(_ context.Context, g news.GuildID, _ time.Time) error {
	b.left[g] = true
	return nil
}

func (b *guildBook) ReturnGuild(_ context.Context, g news.GuildID, _ time.Time) error {
	b.left[g] = false
	return nil
}

// Guilds of the first and the second of two shards.
const (
	even, even2 = "8388608", "16777216"
	odd         = "4194304"
)

func TestGuildsThatRemoveTheBot(t *testing.T) {
	for name, test := range map[string]struct {
		before  map[news.GuildID]bool
		told    []discord.Guilds
		api     map[string]bool // what Discord says when it is asked
		trouble int
		want    map[news.GuildID]bool
	}{
		"at once": {
			before: map[news.GuildID]bool{even: false, odd: false},
			told:   []discord.Guilds{{Left: even}},
			want:   map[news.GuildID]bool{even: true, odd: false},
		},
		"and had it back": {
			before: map[news.GuildID]bool{even: true, even2: true},
			told:   []discord.Guilds{{In: []string{even}}},
			want:   map[news.GuildID]bool{even: false, even2: true},
		},
		"and had it back at once": {
			before: map[news.GuildID]bool{even: false},
			told:   []discord.Guilds{{Left: even}, {In: []string{even}}},
			want:   map[news.GuildID]bool{even: false},
		},
		"while it was away": {
			before: map[news.GuildID]bool{even: false, even2: false, odd: true},
			told:   []discord.Guilds{{All: true, In: []string{even2, odd}}},
			want:   map[news.GuildID]bool{even: true, even2: false, odd: false},
		},
		"but a session's list lacks one that Discord knows": {
			before: map[news.GuildID]bool{even: false},
			told:   []discord.Guilds{{All: true}},
			api:    map[string]bool{even: true},
			want:   map[news.GuildID]bool{even: false},
		},
		"but not those of another shard": {
			before: map[news.GuildID]bool{even: false, odd: false},
			told:   []discord.Guilds{{All: true, Shard: [2]int{0, 2}}},
			want:   map[news.GuildID]bool{even: true, odd: false},
		},
		"while there is no database": {
			before:  map[news.GuildID]bool{even: false, even2: false},
			told:    []discord.Guilds{{Left: even}, {All: true, In: []string{}}},
			trouble: 3,
			want:    map[news.GuildID]bool{even: true, even2: true},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				book := &guildBook{left: test.before, trouble: test.trouble}
				k := &guildKeeper{
					store: book, now: time.Now, log: slog.New(slog.DiscardHandler),
					told: make(chan struct{}, 1), heard: map[string]bool{},
					inGuild: func(_ context.Context, g string) (bool, error) { return test.api[g], nil },
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				for _, g := range test.told {
					k.hear(g)
				}
				if err := k.Run(ctx); err != nil {
					t.Error(err)
				}
				if !maps.Equal(book.left, test.want) {
					t.Errorf("left: %v, want %v", book.left, test.want)
				}
			})
		})
	}
}
