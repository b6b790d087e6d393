package access

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync"

	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// sealed is a seal as it is proved: what it says, and what it is chained by.
type sealed struct {
	number, after, fromID, toID, rows int64 // after: where the seal before ends
	root, chain                       []byte
	text                              []byte // what it adds to the chain beside its root
}

// The rows that one statement proves, and the seals that it proves at most.
const (
	proveRows  = 100_000
	proveSeals = 500
)

// VerifyStream proves a stream: every row says what it said when it was added, every seal covers the rows that it says, and
// every seal is chained to the one before. One pass over the rows, in parallel; it may run beside postings and sealing. It names
// the first bad row or seal; "" means sound. What a seal cannot prove is that all seals were not made anew: an anchor does.
func VerifyStream(ctx context.Context, pool *pgxpool.Pool, stream string) (problem string, err error) {
	hash := streams[stream]
	if hash == "" {
		return "", fmt.Errorf("no stream %q", stream)
	}
	seals, err := readSeals(ctx, pool, stream)
	if err != nil {
		return "", err
	}
	seals, broken := followChain(seals)
	parts := split(seals)
	// Whatever stands behind the last seal, on its own.
	last := int64(math.MinInt64)
	if len(seals) > 0 {
		last = seals[len(seals)-1].toID
	}
	problems, errs := make([]string, len(parts)+1), make([]error, len(parts)+1)
	var first sync.Mutex
	found := len(parts) + 1 // the first part with a problem: later ones need no proof
	next := make(chan int)
	var workers sync.WaitGroup
	for range max(2, runtime.NumCPU()) {
		workers.Go(func() {
			for i := range next {
				first.Lock()
				skip := i > found
				first.Unlock()
				if skip {
					continue
				}
				errs[i] = patiently(ctx, pool, func(tx pgx.Tx) (err error) {
					if i < len(parts) {
						problems[i], err = provePart(ctx, tx, stream, hash, parts[i])
					} else if broken == "" {
						problems[i], err = proveTail(ctx, tx, stream, hash, last)
					}
					return err
				})
				if problems[i] != "" || errs[i] != nil {
					first.Lock()
					found = min(found, i)
					first.Unlock()
				}
			}
		})
	}
	for i := range problems {
		next <- i
	}
	close(next)
	workers.Wait()
	for i := range parts {
		if problems[i] != "" || errs[i] != nil {
			return problems[i], errs[i]
		}
	}
	if broken != "" {
		return broken, nil
	}
	return problems[len(parts)], errs[len(parts)]
}

// patiently runs a proof in a transaction that may take its time: the limit of a request is not that of a proof.
func patiently(ctx context.Context, pool *pgxpool.Pool, prove func(tx pgx.Tx) error) error {
	return postgres.InReadTx(ctx, pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`); err != nil {
			return err
		}
		return prove(tx)
	})
}

func readSeals(ctx context.Context, pool *pgxpool.Pool, stream string) (seals []sealed, err error) {
	err = patiently(ctx, pool, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `select number, from_id, to_id, rows, root, chain, `+chainText+` from seal where stream = $1 order by number`, stream)
		if err != nil {
			return err
		}
		seals = nil
		s := sealed{after: math.MinInt64} // before the first seal there is nothing, not even an id below the first
		_, err = pgx.ForEachRow(rows, []any{&s.number, &s.fromID, &s.toID, &s.rows, &s.root, &s.chain, &s.text}, func() error {
			s.after = math.MinInt64 // a row slipped in before the first is found too
			if len(seals) > 0 {
				s.after = seals[len(seals)-1].toID
			}
			one := s
			one.root, one.chain, one.text = bytes.Clone(s.root), bytes.Clone(s.chain), bytes.Clone(s.text)
			seals = append(seals, one)
			return nil
		})
		return err
	})
	return seals, err
}

// followChain gives the seals up to the first that is not chained to the one before, and what is wrong with that one. Pure.
func followChain(seals []sealed) (sound []sealed, broken string) {
	var chain []byte
	for i, s := range seals {
		if s.number != int64(i+1) {
			return seals[:i], fmt.Sprintf("seal %d is missing: the next is %d, of rows %d to %d", i+1, s.number, s.fromID, s.toID)
		}
		should := sha256.Sum256(bytes.Join([][]byte{chain, s.root, s.text}, nil))
		if chain = s.chain; !bytes.Equal(chain, should[:]) || s.fromID <= s.after || s.toID < s.fromID {
			return seals[:i], fmt.Sprintf("seal %d is not chained to the one before (rows %d to %d): it was changed", s.number, s.fromID, s.toID)
		}
	}
	return seals, ""
}

// split cuts seals into parts, each for one statement. Pure.
func split(seals []sealed) (parts [][]sealed) {
	var rows int64
	begin := 0
	for i, s := range seals {
		if rows += s.rows; rows >= proveRows || i+1-begin == proveSeals || i+1 == len(seals) {
			parts = append(parts, seals[begin:i+1])
			begin, rows = i+1, 0
		}
	}
	return parts
}

// provePart proves the rows of some seals.
func provePart(ctx context.Context, tx pgx.Tx, stream, hash string, seals []sealed) (problem string, err error) {
	n := len(seals)
	afters, tos := make([]int64, n), make([]int64, n)
	for i, s := range seals {
		afters[i], tos[i] = s.after, s.toID
	}
	rows, err := tx.Query(ctx, `select r.n, coalesce(r.from_id, 0), coalesce(r.to_id, 0), r.root, r.bad from unnest($1::bigint[], $2::bigint[]) with ordinality as s(after, upto, i)
		cross join lateral (select count(*) as n, min(t.id) as from_id, max(t.id) as to_id, sha256(string_agg(t.row_hash, ''::bytea order by t.id)) as root,
		  min(t.id) filter (where t.row_hash <> `+hash+`(t)) as bad from `+stream+` t where t.id > s.after and t.id <= s.upto) r order by s.i`, afters, tos)
	if err != nil {
		return "", err
	}
	i, bad := 0, -1
	var is sealed
	var changed *int64
	if _, err := pgx.ForEachRow(rows, []any{&is.rows, &is.fromID, &is.toID, &is.root, &changed}, func() error {
		if s := seals[i]; bad < 0 && (changed != nil || is.rows != s.rows || is.fromID != s.fromID || is.toID != s.toID || !bytes.Equal(is.root, s.root)) {
			bad = i
		}
		i++
		return nil
	}); err != nil || bad < 0 {
		return "", err
	}
	return nameRow(ctx, tx, stream, hash, seals[bad])
}

// nameRow names the first row that does not fit its seal.
func nameRow(ctx context.Context, tx pgx.Tx, stream, hash string, s sealed) (problem string, err error) {
	err = tx.QueryRow(ctx, `with named as (select id, row_number() over (order by id) as n from seal, unnest(ids) as r, generate_series(lower(r), upper(r) - 1) as id
		  where stream = $1 and number = $2)
		select case when t.id is null then format('row %s was taken out after it had been sealed', id)
		  when e.id is null and k.ids is not null then format('row %s was put in where all had been sealed', id)
		  else format('row %s was changed after it had been added', id) end
		from seal k cross join (named e full join (select * from `+stream+` where id > $3 and id <= $4) t using (id))
		where k.stream = $1 and k.number = $2 and (t.id is null or e.id is null and k.ids is not null or t.row_hash <> `+hash+`(t)
		  or substr(t.row_hash, 1, 4) <> substr(k.marks, (4 * e.n - 3)::integer, 4))
		order by id limit 1`, stream, s.number, s.after, s.toID).Scan(&problem)
	if errors.Is(err, pgx.ErrNoRows) {
		return fmt.Sprintf("seal %d (rows %d to %d) does not cover the %d rows that it sealed: rows were changed, added or removed", s.number, s.fromID, s.toID, s.rows), nil
	}
	return problem, err
}

// proveTail proves the rows that no seal covers yet.
func proveTail(ctx context.Context, tx pgx.Tx, stream, hash string, after int64) (problem string, err error) {
	err = tx.QueryRow(ctx, `select format('row %s was changed after it had been added', t.id) from `+stream+` t where t.id > $1 and t.row_hash <> `+hash+`(t) order by t.id limit 1`, after).Scan(&problem)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	return problem, err
}
