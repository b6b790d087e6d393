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
	var places []Place
	for i, h := range holds {
		if !h.Quantity.IsPositive() {
			return nil, fault.Invalidf(fmt.Sprintf("lines.%d.quantity", i), "QUANTITY", "A quantity must be above zero.")
		}
		moves[i] = Move{ItemID: h.ItemID, LotID: h.LotID, ReserveID: h.ReserveID, From: AtSite(h.SiteID), To: Virtual(PlaceConsumed), Quantity: h.Quantity}
		places = append(places, moves[i].From, moves[i].To)
	}
	if len(moves) == 0 {
		return nil, nil
	}
	ids, err := placeIDs(ctx, tx, places)
	if err != nil {
		return nil, err
	}
	minimums, err := lockScopes(ctx, tx, moves, ids)
	if err != nil {
		return nil, err
	}
	stock, err := lockBalances(ctx, tx, moves, ids)
	if err != nil {
		return nil, err
	}
	lots, err := lotsByID(ctx, tx, moves)
	if err != nil {
		return nil, err
	}
	if err := decidePosting(Posting{Kind: KindDispatch, Moves: moves}, ids, stock, lots); err != nil {
		return nil, err
	}
	before, err := availableOf(ctx, tx, minimums)
	if err != nil {
		return nil, err
	}
	n := len(holds)
	place, lot, reserve, purposeID := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	quantity, purpose := make([]string, n), make([]string, n)
	for i, h := range holds {
		place[i], lot[i], reserve[i], purposeID[i] = ids[AtSite(h.SiteID)], h.LotID, h.ReserveID, h.PurposeID
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
	return reservations, settleMinimums(ctx, tx, minimums, before, override, false, 0)
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
	before, err := availableOf(ctx, tx, minimums)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `select 1 from balance b where (place_id, lot_id, reserve_id) in (select place_id, lot_id, reserve_id from reservation where id = any($1))
		order by place_id, lot_id, reserve_id for update`, reservationIDs); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update reservation set state = 'RELEASED', closed_at = now() where id = any($1) and state = 'LIVE'`, reservationIDs); err != nil {
		return err
	}
	return settleMinimums(ctx, tx, minimums, before, nil, false, 0)
}
