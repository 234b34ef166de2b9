package store

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// connections is how many connections to PostgreSQL one process keeps.
const connections = 10

// connectTime is what a connection may take where the URL does not say.
const connectTime = 10 * time.Second

func openPostgres(ctx context.Context, url string) (*Store, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil || strings.Contains(config.Host, "@") { // the end of a password
		// What is wrong can't be told without quoting parts of the password.
		return nil, errors.New("database URL is not valid: want postgres://USER:PASSWORD@HOST:PORT/DATABASE, " +
			"with special characters in the password written like %40")
	}
	if config.ConnectTimeout == 0 || config.ConnectTimeout > connectTime {
		config.ConnectTimeout = connectTime
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	if err := migrate(ctx, db, "postgres", func(up func() error) error { return up() }); err != nil {
		db.Close()
		return nil, fmt.Errorf("PostgreSQL database %q at %s: %w",
			config.Database, net.JoinHostPort(config.Host, strconv.Itoa(int(config.Port))), plainPostgres(err, config))
	}
	return &Store{
		read: db, write: db,
		skipLocked: "FOR UPDATE SKIP LOCKED",
		lock:       "SELECT pg_advisory_xact_lock(1, n) FROM unnest(CAST($1 AS INTEGER[])) n",
	}, nil
}

// plainPostgres says in an operator's words why opening ended with err.
func plainPostgres(err error, config *pgx.ConnConfig) error {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch e.Code {
		case "28P01", "28000":
			return fmt.Errorf("user %q was refused: wrong password, or not allowed from here", config.User)
		case "3D000":
			return errors.New("there is no such database")
		}
		return fmt.Errorf("%s (SQLSTATE %s)", oneLine(errors.New(e.Message)), e.Code)
	}
	if e, ok := errors.AsType[*net.DNSError](err); ok {
		return fmt.Errorf("host %q is unknown: %s", e.Name, e.Err)
	}
	if errors.Is(err, context.Canceled) {
		return context.Canceled
	}
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() || errors.Is(err, context.DeadlineExceeded) {
		return errors.New("no answer in time")
	}
	if e, ok := errors.AsType[*os.SyscallError](err); ok {
		return fmt.Errorf("cannot connect: %w", e.Err)
	}
	return errors.New(oneLine(err))
}
