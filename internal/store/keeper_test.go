package store

import (
	"fmt"
	"path/filepath"
	"testing"
)

func TestKeptStatementsMayBeNestedAndMany(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n`
	tx, err := s.write.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	rows, err := tx.Query(numbers)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	pairs := 0
	for rows.Next() {
		inner, err := all(t.Context(), tx, one[int], numbers)
		if err != nil {
			t.Fatal(err)
		}
		pairs += len(inner)
	}
	if err := rows.Err(); err != nil || pairs != 9 {
		t.Errorf("a query within itself gave %d pairs, %v; want 9", pairs, err)
	}
	for i := range 2 * mostKept {
		if got, err := all(t.Context(), tx, one[int], fmt.Sprintf("SELECT %d", i)); err != nil || len(got) != 1 || got[0] != i {
			t.Fatalf("SELECT %d gave %v, %v", i, got, err)
		}
	}
}
