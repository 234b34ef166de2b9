package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var migrations embed.FS

// migrate brings the schema up to date, within alone where it is not. Processes
// that start together must not do so at once: goose has a lock for PostgreSQL,
// SQLite's is alone.
func migrate(ctx context.Context, db *sql.DB, engine string, alone func(up func() error) error) error {
	files, err := fs.Sub(migrations, "migrations/"+engine)
	if err != nil {
		return err
	}
	dialect := goose.DialectSQLite3
	options := []goose.ProviderOption{goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true)}
	if engine == "postgres" {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
		if err != nil {
			return err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(dialect, db, files, options...)
	if err != nil {
		return err
	}
	// Without goose's table there is an error here, and the same again below
	// if there is another reason.
	has, knows, err := p.GetVersions(ctx)
	switch {
	case err == nil && has == knows:
		return nil
	case err == nil && has > knows:
		return fmt.Errorf("made by a newer Greenlit: its schema is version %d, this program knows %d", has, knows)
	}
	return alone(func() error {
		_, err := p.Up(ctx)
		if partial, ok := errors.AsType[*goose.PartialError](err); ok {
			return fmt.Errorf("migration %d: %w", partial.Failed.Source.Version, partial.Err)
		}
		return err
	})
}
