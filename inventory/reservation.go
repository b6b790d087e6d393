package inventory

import (
	"context"
	"fmt"
	"slices"

	"changping/access"
	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Hold asks for goods to be reserved for a purpose.
type Hold struct {
	SiteID, LotID, ReserveID, ItemID int64
	Quantity                         decimal.Decimal
	Purpose                          string // what the goods are for, such as ALLOCATION_LINE
	PurposeID                        int64
}

// ReserveTx reserves goods, all or none, in the caller's transaction, under the locks of PostTx. A reservation counts
// against every floor when it is made. The ids come in the order of the holds.
//
// Refuses with: INSUFFICIENT_STOCK, LOT_EXPIRED, LOT_NOT_GOOD, BELOW_MINIMUM; fields name the hold as lines.N.
func ReserveTx(ctx context.Context, tx pgx.Tx, holds []Hold, override *Override) ([]int64, error) {
	if override != nil {
		if _, _, err := access.Require(ctx, "minimum.override"); err != nil {
			return nil, err
		}
	}
	// What is held is judged as if it were being sent: same locks, same checks.
	moves := make([]Move, len(holds))
	for i, h := range holds {
		if !h.Quantity.IsPositive() {
			return nil, fault.Invalidf(fmt.Sprintf("lines.%d.quantity", i), "QUANTITY", "A quantity must be above zero.")
		}
		moves[i] = Move{ItemID: h.ItemID, LotID: h.LotID, ReserveID: h.ReserveID, From: AtSite(h.SiteID), To: Virtual(PlaceConsumed), Quantity: h.Quantity}
	}
	if len(moves) == 0 {
		return nil, nil
	}
	b, err := openBook(ctx, tx, reachOf(moves))
	if err != nil {
		return nil, err
	}
	if err := decidePosting(Posting{Kind: KindDispatch, Moves: moves}, b.places, b.stock, b.lots); err != nil {
		return nil, err
	}
	follows := &entry{}
	if _, err := b.judge(moves, override, false, follows); err != nil {
		return nil, err
	}
	n := len(holds)
	place, lot, reserve, purposeID := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	quantity, purpose := make([]string, n), make([]string, n)
	for i, h := range holds {
		place[i], lot[i], reserve[i], purposeID[i] = b.places[AtSite(h.SiteID)], h.LotID, h.ReserveID, h.PurposeID
		quantity[i], purpose[i] = h.Quantity.String(), h.Purpose
	}
	rows, err := tx.Query(ctx, `insert into reservation (place_id, lot_id, reserve_id, quantity, purpose, purpose_id)
		select p, l, r, q, u, i from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::numeric[], $5::text[], $6::bigint[]) with ordinality as t(p, l, r, q, u, i, n)
		order by n returning id`, place, lot, reserve, quantity, purpose, purposeID)
	if err != nil {
		return nil, err
	}
	reservations, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return nil, err
	}
	return reservations, noteBreaches(ctx, tx, follows.breaches, override)
}

// noteBreaches opens the breaches that a reservation made, with an override.
func noteBreaches(ctx context.Context, tx pgx.Tx, breaches []Headroom, override *Override) error {
	if len(breaches) == 0 {
		return nil
	}
	var person *int64
	if a := access.ActorFrom(ctx); a != nil && a.PersonID != 0 {
		person = &a.PersonID
	}
	batch := &pgx.Batch{}
	var lines []access.Line
	for _, m := range breaches {
		queueBreach(batch, m, *override, person, 0)
		lines = append(lines, overrideLine(access.LineFor(ctx), m, *override))
	}
	if err := access.QueueLines(batch, lines); err != nil {
		return err
	}
	return tx.SendBatch(ctx, batch).Close()
}

// overrideLine tells the audit trail of a minimum that was overridden.
func overrideLine(l access.Line, m Headroom, o Override) access.Line {
	return l.Saying(access.Entry{Action: "minimum.override", ObjectKind: "minimum", ObjectID: m.MinimumID,
		Detail: map[string]any{"incident": o.IncidentID, "reason": o.Reason, "available": m.Available, "floor": m.Floor}})
}

// ReleaseTx lets go what is left of the reservations; those already consumed or released stay as they are.
func ReleaseTx(ctx context.Context, tx pgx.Tx, reservationIDs []int64) error {
	slices.Sort(reservationIDs)
	rows, err := tx.Query(ctx, `select b.item_id from reservation r join balance b using (place_id, lot_id, reserve_id) where r.id = any($1)`, reservationIDs)
	if err != nil {
		return err
	}
	items, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	minimums, err := lockMinimums(ctx, tx, items)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `select 1 from stock_level l where (place_id, item_id) in (select b.place_id, b.item_id from reservation r join balance b using (place_id, lot_id, reserve_id)
		where r.id = any($1)) order by place_id, item_id `+lockLevel, reservationIDs); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `select 1 from balance b where (place_id, lot_id, reserve_id) in (select place_id, lot_id, reserve_id from reservation where id = any($1))
		order by place_id, lot_id, reserve_id for update`, reservationIDs); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update reservation set state = 'RELEASED', closed_at = now() where id = any($1) and state = 'LIVE'`, reservationIDs); err != nil {
		return err
	}
	return closeBreaches(ctx, tx, minimums)
}
