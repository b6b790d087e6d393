package inventory

import (
	"context"
	"sync"

	"changping/access"

	"github.com/jackc/pgx/v5"
)

// Entered is a document that has come into the ledger, with the number of its last movement: what a reader of the ledger has read
// up to.
type Entered struct {
	DocumentID, UpTo int64
}

// settledMark knows up to where the ledger is settled. It looks anew only when something has come, for all readers together.
type settledMark struct {
	mu   sync.Mutex
	upTo int64
}

func (m *settledMark) look(ctx context.Context, inv *Inventory) (upTo int64, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var highest int64
	if err := inv.Pool.QueryRow(ctx, `select coalesce(max(id), 0) from movement`).Scan(&highest); err != nil || highest <= m.upTo {
		return m.upTo, err
	}
	settled, err := access.Settled(ctx, inv.Pool, "movement")
	if err != nil {
		return m.upTo, err
	}
	m.upTo = settled
	return settled, nil
}

// SettledUpTo is the number of the last movement before which none can appear any more: where a reader who wants only what is new
// begins. Who may read stock.
func (inv *Inventory) SettledUpTo(ctx context.Context) (int64, error) {
	if _, _, err := access.Require(ctx, "stock.read"); err != nil {
		return 0, err
	}
	return inv.settled.look(ctx, inv)
}

// EnteredAfter gives documents whose movements came into the ledger after a number, in order, at most limit of them; those that the
// caller may not see are among them, and DocumentsByID leaves them out. A reader who goes on from the last misses none.
func (inv *Inventory) EnteredAfter(ctx context.Context, after int64, limit int) ([]Entered, error) {
	upTo, err := inv.SettledUpTo(ctx)
	if err != nil || upTo <= after {
		return nil, err
	}
	rows, err := inv.Pool.Query(ctx, `select document_id, max(id) as up_to from movement where id > $1 and id <= $2 group by document_id order by up_to limit $3`, after, upTo, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Entered])
}
