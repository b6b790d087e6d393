package logistics

import (
	"context"

	"changping/access"
	"changping/internal/fault"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Cancelling cancels an allocation.
type Cancelling struct {
	RequestKey   string `json:"-"`
	AllocationID int64
	Revision     int
}

// CancelAllocation cancels an allocation as far as it has not been sent: its planned trips are cancelled, and what of its
// lines is on no dispatched trip is let go. Where nothing was sent, it is CANCELLED; else it stays APPROVED with just what was
// sent, so that it counts as allotted what still is, and its waybills are settled as ever. Dispatchers.
//
// Refuses with: STATE, STALE_REVISION, ALREADY_SENT (all of it is on the way or has arrived).
func (l *Logistics) CancelAllocation(ctx context.Context, c Cancelling) (Done, error) {
	return l.write(ctx, "allocation.write", c.RequestKey, "cancelAllocation", "allocation", c, func(tx pgx.Tx, _ access.Scope) (int64, error) {
		allocation, err := lockAllocation(ctx, tx, c.AllocationID, c.Revision, "PROPOSED", "APPROVED")
		if err != nil {
			return 0, err
		}
		// Its trips are locked before what was sent is read: one that is leaving just now has left, or is cancelled.
		if _, err := tx.Exec(ctx, `select 1 from trip where allocation_id = $1 order by id for update`, allocation.ID); err != nil {
			return 0, err
		}
		lines, err := linesOf(ctx, tx, `al.allocation_id = $1`, allocation.ID)
		if err != nil {
			return 0, err
		}
		sent, err := sentOf(ctx, tx, allocation.ID)
		if err != nil {
			return 0, err
		}
		state, lowered := decideCancellation(allocation.State, lines, sent)
		if state == allocation.State && len(lowered) == 0 {
			return 0, fault.New(fault.Refused, "ALREADY_SENT", "All of allocation %s is on the way or has arrived: there is nothing left to cancel.", allocation.Number).At("allocationId")
		}
		return allocation.ID, letGo(ctx, tx, allocation.ID, state, lines, lowered)
	})
}

// sentOf gives what of the lines of an allocation has been sent, by line.
func sentOf(ctx context.Context, tx pgx.Tx, allocationID int64) (map[int64]decimal.Decimal, error) {
	rows, err := tx.Query(ctx, `select w.allocation_line_id, sum(w.sent) from waybill_line w join allocation_line al on al.id = w.allocation_line_id where al.allocation_id = $1 group by 1`, allocationID)
	if err != nil {
		return nil, err
	}
	sent := map[int64]decimal.Decimal{}
	var id int64
	var sum decimal.Decimal
	_, err = pgx.ForEachRow(rows, []any{&id, &sum}, func() error { sent[id] = sum; return nil })
	return sent, err
}

// decideCancellation gives the state of an allocation after its cancellation, and the lines that keep only what was sent. Where
// nothing was sent the lines stay as they are, for the record. Pure.
func decideCancellation(state string, lines []Line, sent map[int64]decimal.Decimal) (after string, lowered []LineEdit) {
	if len(sent) == 0 {
		return "CANCELLED", nil
	}
	for _, x := range lines {
		if x.Quantity.GreaterThan(sent[x.ID]) {
			lowered = append(lowered, LineEdit{x.ID, sent[x.ID]})
		}
	}
	return state, lowered
}

// letGo writes a cancellation. A reservation holds what is left of its line, so that releasing them all releases what has not
// been sent, and no more.
func letGo(ctx context.Context, tx pgx.Tx, allocationID int64, state string, lines []Line, lowered []LineEdit) error {
	var reservations []int64
	for _, x := range lines {
		if x.ReservationID != nil {
			reservations = append(reservations, *x.ReservationID)
		}
	}
	if err := inventory.ReleaseTx(ctx, tx, reservations); err != nil {
		return err
	}
	batch := &pgx.Batch{}
	batch.Queue(`update trip set state = 'CANCELLED', revision = revision + 1 where allocation_id = $1 and state = 'PLANNED'`, allocationID)
	batch.Queue(`delete from plan_unserved where allocation_id = $1`, allocationID)
	batch.Queue(`update allocation set state = $2 where id = $1`, allocationID, state)
	for _, x := range lowered {
		batch.Queue(`update allocation_line set quantity = $2 where id = $1`, x.LineID, x.Quantity)
	}
	if err := tx.SendBatch(ctx, batch).Close(); err != nil || state == "CANCELLED" {
		return err
	}
	return recountShortfalls(ctx, tx, allocationID, LetGo)
}
