// Package migrations holds the schema of a district as numbered SQL files, and applies them.
package migrations

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"regexp"
	"strconv"

	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

//go:embed *.sql
var files embed.FS

type migration struct {
	number    int
	name, sql string
	checksum  string
}

var fileName = regexp.MustCompile(`^(\d{4})_[a-z0-9_]+\.sql$`)

// load reads the migrations and refuses a gap in their numbers.
func load(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	var all []migration
	for _, name := range names { // Glob sorts
		m := fileName.FindStringSubmatch(name)
		if m == nil {
			return nil, fmt.Errorf("%s: a migration is named 0001_words.sql", name)
		}
		number, _ := strconv.Atoi(m[1])
		if number != len(all)+1 {
			return nil, fmt.Errorf("%s: the number %04d is missing or used twice", name, len(all)+1)
		}
		sql, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(sql)
		all = append(all, migration{number, name, string(sql), hex.EncodeToString(sum[:])})
	}
	return all, nil
}

// Checksum names the schema: it changes with every migration.
func Checksum() string {
	all, err := load(files)
	if err != nil {
		panic(err) // the files are embedded: a test has loaded them
	}
	h := sha256.New()
	for _, m := range all {
		h.Write([]byte(m.checksum))
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// Apply brings the schema up to date as the owner, one transaction a file, and gives the application's role its rights; where
// that role is the owner itself there is nothing to give. Several servers may call it at once: the others wait. Refuses a
// database that is newer than this program, and one whose applied files were changed since.
func Apply(ctx context.Context, ownerURL, schema, appRole string, told func(name string)) (applied int, err error) {
	return apply(ctx, ownerURL, schema, appRole, files, told)
}

// Check refuses a schema that is not the one that this program was written for. It reads as the application: a server asks it
// whether to take requests.
func Check(ctx context.Context, pool *pgxpool.Pool) error {
	all, err := load(files)
	if err != nil {
		return err
	}
	known, err := checksums(ctx, pool)
	if pg := (*pgconn.PgError)(nil); errors.As(err, &pg) && pg.Code == "42P01" { // no such table: nothing was ever applied
		known, err = nil, nil
	}
	if err != nil {
		return err
	}
	pending, err := compare(known, all)
	if err == nil && len(pending) > 0 {
		err = fmt.Errorf("the database is at migration %d, older than this program's %d: run 'changping migrate'", len(known), len(all))
	}
	return err
}

type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func checksums(ctx context.Context, q querier) ([]string, error) {
	rows, err := q.Query(ctx, `select checksum from schema_migration order by number`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// compare holds what was applied against what there is, and gives what is to come.
func compare(known []string, all []migration) (pending []migration, err error) {
	if len(known) > len(all) {
		return nil, fmt.Errorf("the database is at migration %d, newer than this program's %d: use a newer program", len(known), len(all))
	}
	for i, checksum := range known {
		if checksum != all[i].checksum {
			return nil, fmt.Errorf("%s was changed after it had been applied: write a new migration instead", all[i].name)
		}
	}
	return all[len(known):], nil
}

func apply(ctx context.Context, ownerURL, schema, appRole string, files fs.FS, told func(name string)) (applied int, err error) {
	if err := postgres.CheckSchema(schema); err != nil {
		return 0, err
	}
	all, err := load(files)
	if err != nil {
		return 0, err
	}
	conn, err := pgx.Connect(ctx, ownerURL)
	if err != nil {
		return 0, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	key := fnv.New64a()
	key.Write([]byte("changping migrations " + schema))
	if _, err := conn.Exec(ctx, `select pg_advisory_lock($1)`, int64(key.Sum64())); err != nil {
		return 0, err
	}
	quoted := pgx.Identifier{schema}.Sanitize()
	if _, err := conn.Exec(ctx, `create schema if not exists `+quoted+`; set search_path to `+quoted+`; set lock_timeout to '2s';
		create table if not exists schema_migration (number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`); err != nil {
		return 0, err
	}
	known, err := checksums(ctx, conn)
	if err != nil {
		return 0, err
	}
	pending, err := compare(known, all)
	if err != nil {
		return 0, err
	}
	for _, m := range pending {
		if err := pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, m.sql); err != nil {
				return fmt.Errorf("%s: %w", m.name, err)
			}
			_, err := tx.Exec(ctx, `insert into schema_migration (number, name, checksum) values ($1, $2, $3)`, m.number, m.name, m.checksum)
			return err
		}); err != nil {
			return applied, err
		}
		applied++
		told(m.name)
	}
	return applied, grant(ctx, conn, quoted, appRole)
}

// grant gives the application what it needs and no more: evidence can be added, never changed. The triggers of the tables
// say the same to everybody; this says it once more to the role.
func grant(ctx context.Context, conn *pgx.Conn, schema, appRole string) error {
	if appRole == conn.Config().User {
		return nil
	}
	role := pgx.Identifier{appRole}.Sanitize()
	_, err := conn.Exec(ctx, `grant usage on schema `+schema+` to `+role+`;
		grant select, insert, update, delete on all tables in schema `+schema+` to `+role+`;
		grant usage on all sequences in schema `+schema+` to `+role+`;
		revoke insert, update, delete on schema_migration from `+role+`;
		revoke update, delete on movement, audit_entry, seal from `+role)
	return err
}
