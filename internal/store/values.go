package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A querier is a pool or a transaction.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// A row is *sql.Row or *sql.Rows.
type row interface{ Scan(dest ...any) error }

// all returns every row that a query finds. A query's LIMIT is a CAST: for a
// bare parameter SQLite plans the statement again each time.
func all[T any](ctx context.Context, q querier, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, v)
	}
	return found, rows.Err()
}

// one scans rows of a single column.
func one[T any](r row) (v T, err error) {
	err = r.Scan(&v)
	return v, err
}

// changes reports how many rows a statement changed.
func changes(ctx context.Context, q querier, query string, args ...any) (int64, error) {
	result, err := q.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// changesListed is changes for a statement with a list of values, for which it
// has %s.
func changesListed[T any](ctx context.Context, q querier, query string, values []T) (int64, error) {
	placeholders, args := list(1, values)
	return changes(ctx, q, fmt.Sprintf(query, placeholders), args...)
}

// list returns placeholders from $first on for all values of a list, and the
// values as arguments. The length is rounded up to a power of two by repeating
// a value, so that databases see few different statements.
func list[T any](first int, values []T) (placeholders string, args []any) {
	size := 1
	for size < len(values) {
		size *= 2
	}
	var b strings.Builder
	for i := range size {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("$" + strconv.Itoa(first+i))
		args = append(args, values[min(i, len(values)-1)])
	}
	return b.String(), args
}

// millis returns t for the database: Unix milliseconds, or NULL for zero.
func millis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

// A clock scans what millis made.
type clock struct{ to *time.Time }

func (c clock) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*c.to = time.Time{}
	case int64:
		*c.to = time.UnixMilli(v).UTC()
	default:
		return fmt.Errorf("time: got %T", src)
	}
	return nil
}

// encode returns v as JSON, or "" for an empty list.
func encode[T any](v []T) (string, error) {
	if len(v) == 0 {
		return "", nil
	}
	b, err := json.Marshal(v)
	return string(b), err
}

// A decoder scans what encode made.
type decoder[T any] struct{ to *[]T }

func (d decoder[T]) Scan(src any) error {
	s, ok := src.(string)
	if !ok {
		return fmt.Errorf("JSON: got %T", src)
	}
	*d.to = nil
	if s == "" {
		return nil
	}
	return json.Unmarshal([]byte(s), d.to)
}

// text returns s without what PostgreSQL refuses in a text, so that one bad
// byte of a page can't keep a feed from being saved.
func text[S ~string](s S) string {
	if utf8.ValidString(string(s)) && strings.IndexByte(string(s), 0) < 0 {
		return string(s)
	}
	return strings.ReplaceAll(strings.ToValidUTF8(string(s), "\uFFFD"), "\x00", "\uFFFD")
}

// longestKey is well below what an index of PostgreSQL can hold, 2,704 bytes.
const longestKey = 1000

// key returns s for an indexed column: itself, or a digest when it is long.
func key[S ~string](s S) string {
	if len(s) <= longestKey {
		return text(s)
	}
	sum := sha256.Sum256([]byte(s))
	return "sha256:" + hex.EncodeToString(sum[:])
}
