// Package store keeps Greenlit's feeds, articles, facts, subscriptions and
// deliveries in SQLite or PostgreSQL. The SQL is written once, in words that
// both know; opening and the migrations differ. Times are kept as Unix
// milliseconds and come back in UTC.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// A Store is safe for concurrent use, and several processes may open the same
// database at once.
type Store struct {
	// On PostgreSQL both are the same pool. On SQLite the writer is a single
	// connection, since writers that wait in Go's queue wait a fraction of
	// what those do that poll for SQLite's lock.
	read, write *sql.DB

	// skipLocked goes behind the SELECT of a claim, so that claimers on
	// PostgreSQL pass by what another is claiming instead of waiting for it.
	// SQLite has one writer and no such words.
	skipLocked string

	// lock is a statement that locks numbers until the transaction ends; ""
	// on SQLite.
	lock string
}

// astray is longer than anything is put off: at most by a day, and to the next
// of the days on which a feed wants to be asked. What is due later than that is
// due now, for it was put off while the clock was ahead.
const astray = 10 * 24 * time.Hour

// Open opens the database and brings its schema up to date. The url is
// "postgres://…" or "postgresql://…", or else the path of an SQLite file,
// which is made where there is none. Its errors are one line for the operator
// and never hold the password.
func Open(ctx context.Context, url string) (*Store, error) {
	scheme, _, isURL := strings.Cut(url, "://")
	switch scheme = strings.ToLower(scheme); {
	case strings.TrimSpace(url) == "":
		return nil, errors.New("database URL is empty: want postgres://… or the path of an SQLite file")
	case isURL && (scheme == "postgres" || scheme == "postgresql"):
		return openPostgres(ctx, url)
	case isURL:
		return nil, fmt.Errorf("database URL begins with %q: want postgres://… or the path of an SQLite file", scheme+"://")
	case url == ":memory:", strings.HasPrefix(url, "file:"):
		return nil, fmt.Errorf("database URL %q: want the plain path of an SQLite file", url)
	}
	return openSQLite(ctx, url)
}

// Close ends all connections.
func (s *Store) Close() error {
	err := s.write.Close()
	if s.read != s.write {
		err = errors.Join(s.read.Close(), err)
	}
	return err
}

// attempts are made at a transaction that others get in the way of.
const attempts = 5

// update runs do in one transaction and commits it, unless do fails. Where the
// transaction and another wait for each other it is begun anew, so do has to
// set what it leaves behind, and not to add to it.
func (s *Store) update(ctx context.Context, do func(tx *sql.Tx) error) error {
	for attempt := 1; ; attempt++ {
		err := s.attempt(ctx, do)
		if attempt == attempts || !inTheWay(err) {
			return err
		}
	}
}

// inTheWay reports whether PostgreSQL gave a transaction up for another's sake.
func inTheWay(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == "40P01" || e.Code == "40001")
}

func (s *Store) attempt(ctx context.Context, do func(tx *sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // does nothing after the commit
	if err := do(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// fileURI names an SQLite file, whatever characters its path has.
func fileURI(path string, parameters url.Values) string {
	return (&url.URL{Scheme: "file", Path: path, RawQuery: parameters.Encode()}).String()
}

// oneLine returns what err says, without line breaks.
func oneLine(err error) string {
	return strings.Join(strings.Fields(err.Error()), " ")
}
