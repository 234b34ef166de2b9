package store

import (
	"database/sql"
	"sync"
	"testing"

	"greenlit/internal/store/storetest"
)

func TestTransactionsThatWaitForEachOtherBothSucceed(t *testing.T) {
	s, err := Open(t.Context(), storetest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var both, done sync.WaitGroup
	both.Add(2)
	for _, order := range [][2]int{{1, 2}, {2, 1}} {
		hold := sync.OnceFunc(func() { both.Done(); both.Wait() })
		done.Go(func() {
			err := s.update(t.Context(), func(tx *sql.Tx) error {
				if _, err := tx.Exec(`SELECT pg_advisory_xact_lock(2, $1)`, order[0]); err != nil {
					return err
				}
				hold()
				_, err := tx.Exec(`SELECT pg_advisory_xact_lock(2, $1)`, order[1])
				return err
			})
			if err != nil {
				t.Errorf("locks %v: %v", order, err)
			}
		})
	}
	done.Wait()
}
