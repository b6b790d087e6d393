package access

import (
	"context"
	"errors"
	"fmt"
	"time"

	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// The streams of evidence, with the function that hashes a row of each.
var streams = map[string]string{"movement": "movement_hash", "audit_entry": "audit_entry_hash"}

// Streams names the streams of evidence.
func Streams() []string { return []string{"movement", "audit_entry"} }

// ShareStreams are two columns of a select that goes before rows are added to a stream: the transaction then holds the streams' locks shared until it has ended, so that
// Settled can tell who is on his way. Nobody takes these locks alone, and so nobody waits for them.
const ShareStreams = `pg_advisory_xact_lock_shared(hashtextextended(current_schema() || '.movement', 0)),
	pg_advisory_xact_lock_shared(hashtextextended(current_schema() || '.audit_entry', 0))`

// underWay are the transactions that may still add rows to the stream $1.
const underWay = ` from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()) and objsubid = 1
	and (classid::bigint << 32 | objid::bigint) = hashtextextended(current_schema() || '.' || $1, 0)`

// The most rows in one seal: what the sealer holds in memory, and what has to be looked through when a seal does not fit its rows.
const sealMost = 20_000

// chainText is what a seal adds to the chain beside its root; ids and marks are absent in seals made before they were kept.
const chainText = `convert_to(concat_ws('|', from_id, to_id, rows, ids::text, encode(sha256(marks), 'hex')), 'UTF8')`

// Settled gives a number below which no row of a stream is on its way any more. It waits for those who are adding rows at this moment, and nobody waits for it: who begins
// after the number was read draws higher ones.
func Settled(ctx context.Context, pool *pgxpool.Pool, stream string) (upTo int64, err error) {
	if err := pool.QueryRow(ctx, `select coalesce(pg_sequence_last_value(pg_get_serial_sequence($1, 'id')), 0)`, stream).Scan(&upTo); err != nil {
		return 0, postgres.Fault(err)
	}
	var adding []string
	if err := pool.QueryRow(ctx, `select coalesce(array_agg(virtualtransaction), '{}')`+underWay, stream).Scan(&adding); err != nil {
		return 0, postgres.Fault(err)
	}
	for pause := time.Millisecond; len(adding) > 0; pause = min(2*pause, 50*time.Millisecond) {
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(pause):
		}
		if err := pool.QueryRow(ctx, `select coalesce(array_agg(virtualtransaction), '{}')`+underWay+` and virtualtransaction = any($2)`, stream, adding).Scan(&adding); err != nil {
			return 0, postgres.Fault(err)
		}
	}
	return upTo, nil
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
