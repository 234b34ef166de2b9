package store

import (
	"context"
	"database/sql"
	"database/sql/driver"

	"modernc.org/sqlite"
)

// openPool opens a pool of SQLite connections that keep the statements they
// have parsed. Parsing takes SQLite several times as long as running most of
// what this package asks; pgx does the same for PostgreSQL.
func openPool(dsn string) (*sql.DB, error) {
	c, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector{c}), nil
}

type connector struct{ driver.Connector }

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &keeper{sqliteConn: conn.(sqliteConn), kept: map[string]*keptStmt{}}, nil
}

// A sqliteConn is what the driver's connections can do.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// A keeper is a connection that keeps its statements.
type keeper struct {
	sqliteConn
	kept map[string]*keptStmt
}

// mostKept bounds what a connection keeps. This package has fewer statements.
const mostKept = 200

type keptStmt struct {
	driver.Stmt
	inUse bool
}

// prepared returns a kept statement, or nil if the query has to be run
// without.
func (k *keeper) prepared(ctx context.Context, query string) (*keptStmt, error) {
	if s, ok := k.kept[query]; ok {
		if s.inUse {
			return nil, nil
		}
		return s, nil
	}
	if len(k.kept) == mostKept {
		return nil, nil
	}
	prepared, err := k.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s := &keptStmt{Stmt: prepared}
	k.kept[query] = s
	return s, nil
}

func (k *keeper) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := k.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return k.sqliteConn.ExecContext(ctx, query, args)
	}
	return s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
}

func (k *keeper) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := k.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return k.sqliteConn.QueryContext(ctx, query, args)
	}
	found, err := s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	s.inUse = true
	return keptRows{found, s}, nil
}

// The rows of a kept statement free it when they are closed.
type keptRows struct {
	driver.Rows
	of *keptStmt
}

func (r keptRows) Close() error {
	r.of.inUse = false
	return r.Rows.Close()
}

func (k *keeper) Close() error {
	for _, s := range k.kept {
		s.Close()
	}
	return k.sqliteConn.Close()
}
