package postgres

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// What a fresh try may cure: serialisation failure, deadlock, lock not available, and a server that is restarting.
var transient = []string{"40001", "40P01", "55P03", "57P01", "57P03"}

const (
	tries    = 5
	firstNap = 20 * time.Millisecond
	lastNap  = 400 * time.Millisecond
)

// InTx runs fn in a READ COMMITTED transaction and commits it, or rolls back when fn fails or panics. Rows are to be locked in
// one fixed order; constraints are the last line of defence, and their names become faults.
//
// It runs fn again, at most four times and with growing, jittered naps, where the database reports a passing failure
// before the commit was sent. What happened to a commit whose answer was lost is unknown: that error goes to the caller,
// who repeats the write with the same request key. It takes the pool, so that transactions cannot be nested.
func InTx(ctx context.Context, pool *pgxpool.Pool, fn func(tx pgx.Tx) error) error {
	return repeat(ctx, func() error { return pgx.BeginFunc(ctx, pool, fn) })
}

// InReadTx runs fn on one unchanging picture of the database.
func InReadTx(ctx context.Context, pool *pgxpool.Pool, fn func(tx pgx.Tx) error) error {
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	return repeat(ctx, func() error { return pgx.BeginTxFunc(ctx, pool, options, fn) })
}

func repeat(ctx context.Context, once func() error) error {
	nap := firstNap
	for try := 1; ; try++ {
		err := once()
		if err == nil || try == tries || !mayRepeat(err) {
			return Fault(err)
		}
		select {
		case <-ctx.Done():
			return Fault(err)
		case <-time.After(nap/2 + rand.N(nap)):
		}
		nap = min(2*nap, lastNap)
	}
}

func mayRepeat(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return slices.Contains(transient, pg.Code)
	}
	return pgconn.SafeToRetry(err)
}
