// Package storetest gives tests a PostgreSQL server.
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"io"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
)

// A server runs PostgreSQL.
type server struct {
	url string
	// lifeline ends a server that was started here when it is closed: by the
	// end of the process, and not before, since it is kept.
	lifeline io.Closer
}

// ours is the test process's server, or why there is none.
var ours = sync.OnceValues(func() (server, error) {
	if given := os.Getenv("TEST_POSTGRES_URL"); given != "" {
		return server{url: given}, nil
	}
	return startServer()
})

// Postgres returns the URL of a fresh PostgreSQL database, which is dropped
// when the test ends. The server is the one that TEST_POSTGRES_URL names, or
// else one started for this process from the binaries installed, which ends
// with the process. Where there is neither, the test is skipped, but not in CI.
func Postgres(t testing.TB) string {
	t.Helper()
	server, err := ours()
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("no PostgreSQL: %v", err)
		}
		t.Skipf("no PostgreSQL: %v", err)
	}
	u, err := url.Parse(server.url)
	if err != nil {
		t.Fatal("TEST_POSTGRES_URL is no URL")
	}
	name := "greenlit_test_" + strings.ToLower(rand.Text())
	administer(t, server.url, `CREATE DATABASE `+name)
	t.Cleanup(func() { administer(t, server.url, `DROP DATABASE IF EXISTS `+name+` WITH (FORCE)`) })
	u.Path = "/" + name
	return u.String()
}

func administer(t testing.TB, address, statement string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal("TEST_POSTGRES_URL is no PostgreSQL URL")
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
