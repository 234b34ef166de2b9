package storetest

import (
	"context"
	"database/sql"
	"testing"
)

func TestPostgresIsFresh(t *testing.T) {
	for range 2 {
		db, err := sql.Open("pgx", Postgres(t))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.ExecContext(context.Background(), `CREATE TABLE feeds (id BIGINT)`); err != nil {
			t.Errorf("table in a fresh database: %v", err)
		}
	}
}
