package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// readers is how many connections read an SQLite file at once.
const readers = 8

func openSQLite(ctx context.Context, path string) (*Store, error) {
	s, err := openFile(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("SQLite file %s: %w", path, plainSQLite(err))
	}
	return s, nil
}

func openFile(ctx context.Context, path string) (*Store, error) {
	path, err := place(path)
	if err != nil {
		return nil, err
	}
	// Only PRAGMAs in the URI reach every connection of a pool.
	common := []string{"busy_timeout(5000)", "synchronous(NORMAL)", "temp_store(MEMORY)", "mmap_size(0)",
		"wal_autocheckpoint(4000)", "foreign_keys(1)"}
	write, err := openPool(fileURI(path, url.Values{
		"_txlock": {"immediate"},
		"_pragma": append([]string{"cache_size(-8000)"}, common...),
	}))
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	if err := prepare(ctx, write, path); err != nil {
		write.Close()
		return nil, err
	}
	read, err := openPool(fileURI(path, url.Values{
		"_query_only": {"1"},
		"_pragma":     append([]string{"cache_size(-2000)"}, common...),
	}))
	if err != nil {
		write.Close()
		return nil, err
	}
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return &Store{read: read, write: write}, nil
}

// prepare makes the file a Greenlit database of today's schema, and finds out
// whether it can be one.
func prepare(ctx context.Context, db *sql.DB, path string) error {
	if _, err := db.ExecContext(ctx, "PRAGMA schema_version"); err != nil { // reads the file
		return err
	}
	err := migrate(ctx, db, "sqlite", func(up func() error) error {
		return alone(ctx, path+"-migration", func() error {
			if err := useWAL(ctx, db); err != nil {
				return err
			}
			return up()
		})
	})
	if err != nil {
		return err
	}
	// SQLite opens a file that it may not write too, and says so only now.
	_, err = db.ExecContext(ctx, `DELETE FROM feeds WHERE false`)
	return err
}

// useWAL changes the file's journal to a write-ahead log. The mode stays with
// the file. To change it SQLite does not wait, as it does otherwise, for others
// who just look at the file, so this does.
func useWAL(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for {
		_, err := db.ExecContext(ctx, "PRAGMA journal_mode = WAL")
		if e, ok := errors.AsType[*sqlite.Error](err); !ok || e.Code()&0xff != sqlite3.SQLITE_BUSY {
			return err
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-ctx.Done():
			return err
		}
	}
}

// place returns the full path of a file that is there or may be made. It must
// not open the file: closing it again would drop the locks that other
// connections of this process hold on it.
func place(path string) (string, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	dir := filepath.Dir(full)
	switch info, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("directory %s does not exist", dir)
	case err != nil:
		return "", err
	case !info.IsDir():
		return "", fmt.Errorf("%s is not a directory", dir)
	}
	if info, err := os.Stat(full); err == nil && info.IsDir() {
		return "", errors.New("is a directory")
	}
	return full, nil
}

// alone runs do while no other process runs alone with the same file. The lock
// is SQLite's own, so it ends with the process that holds it. The file stays:
// others may be waiting for it.
func alone(ctx context.Context, path string, do func() error) error {
	db, err := sql.Open("sqlite", fileURI(path, url.Values{"_pragma": {"busy_timeout(60000)"}}))
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "BEGIN EXCLUSIVE"); err != nil {
		return err
	}
	return do()
}

// plainSQLite says in an operator's words what SQLite and the file system say.
func plainSQLite(err error) error {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() & 0xff { // the rest is detail
		case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
			return errors.New("is not an SQLite database, or a damaged one")
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
			return errors.New("it and its directory must be writable")
		case sqlite3.SQLITE_FULL:
			return errors.New("the disk is full")
		case sqlite3.SQLITE_BUSY:
			return errors.New("another process has locked it")
		}
		return errors.New(oneLine(err))
	}
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}
