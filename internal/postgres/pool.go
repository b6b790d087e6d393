// Package postgres is the one way to the database: a pool whose connections see one schema, a transaction that knows when to
// repeat itself, and the translation of the database's refusals into faults.
package postgres

import (
	"context"
	"fmt"
	"regexp"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Config says which database, and which of its schemas.
type Config struct {
	URL             string
	Schema          string // the schema that holds all tables of the district; no SQL names it
	MaxConns        int32  // 0: pgxpool's default
	ApplicationName string
}

var schemaName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}$`)

// CheckSchema refuses a schema name that would need quoting.
func CheckSchema(name string) error {
	if !schemaName.MatchString(name) {
		return fmt.Errorf("%q is not a schema name: use lower-case letters, digits and _", name)
	}
	return nil
}

// Open makes the pool and proves that the database answers.
func Open(ctx context.Context, c Config) (*pgxpool.Pool, error) {
	if err := CheckSchema(c.Schema); err != nil {
		return nil, err
	}
	config, err := pgxpool.ParseConfig(c.URL)
	if err != nil {
		return nil, err
	}
	if c.MaxConns > 0 {
		config.MaxConns = c.MaxConns
	}
	parameters := config.ConnConfig.RuntimeParams
	parameters["search_path"] = c.Schema
	parameters["timezone"] = "UTC"
	parameters["application_name"] = c.ApplicationName
	parameters["lock_timeout"] = "2000"
	parameters["statement_timeout"] = "8000"
	parameters["jit"] = "off"                           // our statements are short: compiling one takes longer than running it
	parameters["max_parallel_workers_per_gather"] = "0" // and starting a helper for one, too
	parameters["idle_in_transaction_session_timeout"] = "10000"
	memory := &sync.Map{}
	config.AfterConnect = func(_ context.Context, conn *pgx.Conn) error {
		conn.PgConn().CustomData()[remembered] = memory
		return nil
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return pool, nil
}

const remembered = "memory"

// Memory is what the connections of one pool remember together of their database, for as long as the pool is open. Only what can be
// proved to be still so may be used from it. A connection that Open did not make remembers nothing from one call to the next.
func Memory(conn *pgx.Conn) *sync.Map {
	if memory, ok := conn.PgConn().CustomData()[remembered].(*sync.Map); ok {
		return memory
	}
	return &sync.Map{}
}
