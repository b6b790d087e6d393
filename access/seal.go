package access

import (
	"context"
	"errors"
	"fmt"

	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// The streams of evidence, with the function that hashes a row of each.
var streams = map[string]string{"movement": "movement_hash", "audit_entry": "audit_entry_hash"}

// Streams names the streams of evidence.
func Streams() []string { return []string{"movement", "audit_entry"} }

// ShareStreams are two columns of a select that goes before rows are added to a stream: the transaction then holds the streams' locks shared, and the sealer, who
// takes one alone for a moment, knows that no row with a lower number is still on its way.
const ShareStreams = `pg_advisory_xact_lock_shared(hashtextextended(current_schema() || '.movement', 0)),
	pg_advisory_xact_lock_shared(hashtextextended(current_schema() || '.audit_entry', 0))`

// The most rows in one seal: what the sealer holds in memory, and what has to be looked through when a seal does not fit its rows.
const sealMost = 20_000

// chainText is what a seal adds to the chain beside its root; ids and marks are absent in seals made before they were kept.
const chainText = `convert_to(concat_ws('|', from_id, to_id, rows, ids::text, encode(sha256(marks), 'hex')), 'UTF8')`

// Settled gives the highest number of a stream below which no row is on its way any more: it waits for what is being posted.
func Settled(ctx context.Context, pool *pgxpool.Pool, stream string) (upTo int64, err error) {
	err = postgres.InTx(ctx, pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtextextended(current_schema() || '.' || $1, 0))`, stream); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `select coalesce(max(id), 0) from `+stream).Scan(&upTo)
	})
	return upTo, err
}

// SealStream seals the rows added since the last seal, in seals of at most 20,000 rows, each chained to the seal before. It does
// not stand in the way of postings: hashing happens after the lock is gone. It tells how many seals it made.
func SealStream(ctx context.Context, pool *pgxpool.Pool, stream string) (seals int64, err error) {
	if streams[stream] == "" {
		return 0, fmt.Errorf("no stream %q", stream)
	}
	upTo, err := Settled(ctx, pool, stream)
	if err != nil {
		return 0, err
	}
	for {
		// Two sealers at once: the primary key (stream, number) lets one through, the other seals nothing.
		var sealed int64
		err := pool.QueryRow(ctx, `with last as (select number, to_id, chain from seal where stream = $1 order by number desc limit 1),
			piece as (select id, row_hash from `+stream+` where id > coalesce((select to_id from last), 0) and id <= $2 order by id limit $3),
			sums as (select count(*) as rows, min(id) as from_id, max(id) as to_id, sha256(string_agg(row_hash, ''::bytea order by id)) as root,
			  range_agg(int8range(id, id, '[]')) as ids, string_agg(substr(row_hash, 1, 4), ''::bytea order by id) as marks from piece)
			insert into seal (stream, number, from_id, to_id, rows, root, ids, marks, chain)
			select $1, coalesce((select number from last), 0) + 1, from_id, to_id, rows, root, ids, marks,
			  sha256(coalesce((select chain from last), ''::bytea) || root || `+chainText+`)
			from sums where rows > 0 on conflict do nothing returning to_id`, stream, upTo, sealMost).Scan(&sealed)
		if errors.Is(err, pgx.ErrNoRows) {
			return seals, nil
		}
		if err != nil {
			return seals, postgres.Fault(err)
		}
		if seals++; sealed >= upTo {
			return seals, nil
		}
	}
}
