package inventory

import (
	"context"
	"errors"
	"strings"
	"time"

	"changping/access"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Hold keeps the lanes still: what is posted meanwhile waits, and goes as one batch in each lane when they are let go. waiting
// returns when n requests wait; early: that took too long, and they were let go.
func (inv *Inventory) Hold() (waiting func(n int) (early bool), letGo func()) {
	for _, l := range inv.lanes {
		<-l.turn
	}
	letGo = func() {
		for _, l := range inv.lanes {
			l.turn <- struct{}{}
		}
	}
	return func(n int) bool {
		for range 5000 {
			sum := 0
			for _, l := range inv.lanes {
				sum += len(l.waiting)
			}
			if sum == n {
				return false
			}
			time.Sleep(200 * time.Microsecond)
		}
		letGo()
		return true
	}, letGo
}

// PostDecision posts what decide says, through the lane of an item.
func (inv *Inventory) PostDecision(ctx context.Context, key string, siteID, itemID int64, decide func() (Posting, error)) (Posted, error) {
	return inv.post(ctx, key, "test", key, reach{levels: []levelKey{{siteID, itemID}}}, 1, func(*book) (Posting, error) { return decide() })
}

// A Mutant is the ledger with one of its guards taken out. Run it where nothing runs beside it.
type Mutant func() (restore func())

func arrangedBy(f func(*pgx.Batch)) Mutant {
	return func() func() {
		before := arrange
		arrange = f
		return func() { arrange = before }
	}
}

func leaveOut(lock string) Mutant {
	return arrangedBy(func(b *pgx.Batch) {
		found := false
		for _, q := range b.QueuedQueries {
			if strings.HasSuffix(q.SQL, lock) {
				q.SQL, found = strings.TrimSuffix(q.SQL, lock), true
			}
		}
		if !found {
			panic("no statement takes the lock " + lock)
		}
	})
}

// The mutants.
var (
	WithoutLevelLock   = leaveOut(lockLevel)
	WithoutMinimumLock = leaveOut(lockMinimum)
	// ReadingBeforeLock reads what lies on the shelves before the lock, so that what it picks from may be gone.
	ReadingBeforeLock = arrangedBy(func(b *pgx.Batch) {
		for i, q := range b.QueuedQueries {
			if strings.HasSuffix(q.SQL, lockLevel) {
				b.QueuedQueries = append(append(b.QueuedQueries[:i:i], b.QueuedQueries[i+1:]...), q)
				return
			}
		}
		panic("no statement takes the lock " + lockLevel)
	})
	WithoutKeyCheck Mutant = func() func() {
		find, keep := findKeys, keepAnswers
		findKeys, keepAnswers = func(*pgx.Batch, []*access.Claim) {}, func(*pgx.Batch, []*access.Claim, [][]byte) {}
		return func() { findKeys, keepAnswers = find, keep }
	}
)

// ProveLedger goes through the ledger with so many balances and closing rows in memory at a time.
func ProveLedger(ctx context.Context, pool *pgxpool.Pool, most int) error {
	l := &ledgerPass{most: most}
	return errors.Join(l.prove(ctx, pool, balancesAdd, &l.balances), l.prove(ctx, pool, closingRowsAdd, &l.closing))
}
