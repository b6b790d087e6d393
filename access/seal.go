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

// ShareStreams goes before rows are added to a stream: the transaction then holds the streams' locks shared, and the sealer, who
// takes one alone for a moment, knows that no row with a lower number is still on its way.
const ShareStreams = `select pg_advisory_xact_lock_shared(hashtextextended(current_schema() || '.movement', 0)),
	pg_advisory_xact_lock_shared(hashtextextended(current_schema() || '.audit_entry', 0))`

// SealStream seals the rows added since the last seal: one seal for all of them, chained to the seal before. It does not stand
// in the way of postings: hashing happens after the lock is gone.
func SealStream(ctx context.Context, pool *pgxpool.Pool, stream string) (rows int64, err error) {
	if streams[stream] == "" {
		return 0, fmt.Errorf("no stream %q", stream)
	}
	var upTo int64
	if err := postgres.InTx(ctx, pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtextextended(current_schema() || '.' || $1, 0))`, stream); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `select coalesce(max(id), 0) from `+stream).Scan(&upTo)
	}); err != nil {
		return 0, err
	}
	// Two sealers at once: the primary key (stream, number) lets one through, the other seals nothing.
	tag, err := pool.Exec(ctx, `with last as (select number, to_id, chain from seal where stream = $1 order by number desc limit 1),
		rows as (select count(*) as n, min(id) as from_id, max(id) as to_id, sha256(string_agg(row_hash, ''::bytea order by id)) as root
		  from `+stream+` where id > coalesce((select to_id from last), 0) and id <= $2)
		insert into seal (stream, number, from_id, to_id, rows, root, chain)
		select $1, coalesce((select number from last), 0) + 1, from_id, to_id, n, root,
		  sha256(coalesce((select chain from last), ''::bytea) || root || convert_to(concat_ws('|', from_id, to_id, n), 'UTF8'))
		from rows where n > 0 on conflict do nothing`, stream, upTo)
	return tag.RowsAffected(), postgres.Fault(err)
}

// VerifyStream proves a stream: every row says what it said when it was added, every seal covers the rows that it says,
// and every seal is chained to the one before. It names the first bad row or seal; "" means sound.
func VerifyStream(ctx context.Context, pool *pgxpool.Pool, stream string) (problem string, err error) {
	hash := streams[stream]
	if hash == "" {
		return "", fmt.Errorf("no stream %q", stream)
	}
	for _, firstBad := range []string{
		`select format('row %s was changed after it had been added', t.id) from ` + stream + ` t where t.row_hash <> ` + hash + `(t) order by t.id limit 1`,
		`select format('seal %s (rows %s to %s) does not cover the %s rows that it sealed: rows were changed, added or removed', s.number, s.from_id, s.to_id, s.rows)
		 from seal s left join lateral (select count(*) as n, min(t.id) as from_id, max(t.id) as to_id, sha256(string_agg(t.row_hash, ''::bytea order by t.id)) as root
		   from ` + stream + ` t where t.id > coalesce((select p.to_id from seal p where p.stream = s.stream and p.number = s.number - 1), '-9223372036854775808'::bigint) and t.id <= s.to_id) r on true
		 where s.stream = '` + stream + `' and (r.n <> s.rows or r.root is distinct from s.root or r.from_id <> s.from_id or r.to_id <> s.to_id) order by s.number limit 1`,
		`select format('seal %s is not chained to the one before', s.number) from (
		   select number, chain, sha256(coalesce(lag(chain) over (order by number), ''::bytea) || root || convert_to(concat_ws('|', from_id, to_id, rows), 'UTF8')) as should,
		     row_number() over (order by number) as n from seal where stream = '` + stream + `') s
		 where s.chain <> s.should or s.number <> s.n order by s.number limit 1`,
	} {
		err := pool.QueryRow(ctx, firstBad).Scan(&problem)
		if err == nil {
			return problem, nil
		}
		if !errors.Is(err, pgx.ErrNoRows) {
			return "", err
		}
	}
	return "", nil
}
