package inventory

import (
	"context"
	"fmt"
	"slices"
	"time"

	"changping/access"
	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// lockScopes locks the minimums of the items moved and then the level rows of every site and item touched, making those
// that are not there yet. Create first, then lock, in sorted order: a row that does not exist cannot be locked, and two
// postings that both found none would both go on.
func lockScopes(ctx context.Context, tx pgx.Tx, moves []Move, ids map[Place]int64) ([]Headroom, error) {
	type level struct{ place, item int64 }
	seen := map[level]bool{}
	var itemIDs, placeCol, itemCol []int64
	for _, m := range moves {
		if !slices.Contains(itemIDs, m.ItemID) {
			itemIDs = append(itemIDs, m.ItemID)
		}
		for _, p := range []Place{m.From, m.To} {
			if l := (level{ids[p], m.ItemID}); p.Kind == PlaceSite && !seen[l] {
				seen[l] = true
				placeCol, itemCol = append(placeCol, l.place), append(itemCol, l.item)
			}
		}
	}
	minimums, err := lockMinimums(ctx, tx, itemIDs)
	if err != nil || len(placeCol) == 0 {
		return minimums, err
	}
	if _, err := tx.Exec(ctx, `insert into stock_level (place_id, item_id)
		select p, i from unnest($1::bigint[], $2::bigint[]) as t(p, i) order by p, i on conflict do nothing`, placeCol, itemCol); err != nil {
		return nil, err
	}
	_, err = tx.Exec(ctx, `select 1 from stock_level s join unnest($1::bigint[], $2::bigint[]) as t(p, i) on s.place_id = t.p and s.item_id = t.i
		order by s.place_id, s.item_id for update of s`, placeCol, itemCol)
	return minimums, err
}

func lockBalances(ctx context.Context, tx pgx.Tx, moves []Move, ids map[Place]int64) (map[stockKey]held, error) {
	keys, items := sortedKeys(moves, ids)
	n := len(keys)
	places, lots, reserves, itemCol := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	for i, k := range keys {
		places[i], lots[i], reserves[i], itemCol[i] = k.placeID, k.lotID, k.reserveID, items[k]
	}
	if _, err := tx.Exec(ctx, `insert into balance (place_id, lot_id, reserve_id, item_id, on_hand)
		select p, l, r, i, 0 from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) as t(p, l, r, i) order by p, l, r
		on conflict do nothing`, places, lots, reserves, itemCol); err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `select b.place_id, b.lot_id, b.reserve_id, b.on_hand, b.reserved
		from balance b join unnest($1::bigint[], $2::bigint[], $3::bigint[]) as t(p, l, r) on b.place_id = t.p and b.lot_id = t.l and b.reserve_id = t.r
		order by b.place_id, b.lot_id, b.reserve_id for update of b`, places, lots, reserves)
	if err != nil {
		return nil, err
	}
	stock := make(map[stockKey]held, n)
	var k stockKey
	var h held
	_, err = pgx.ForEachRow(rows, []any{&k.placeID, &k.lotID, &k.reserveID, &h.onHand, &h.reserved}, func() error { stock[k] = h; return nil })
	return stock, err
}

func lotsByID(ctx context.Context, tx pgx.Tx, moves []Move) (map[int64]lotFacts, error) {
	var ids []int64
	for _, m := range moves {
		ids = append(ids, m.LotID)
	}
	rows, err := tx.Query(ctx, `select id, item_id, lot_no, quality, coalesce(expires_on < business_date(), false) from lot where id = any($1)`, ids)
	if err != nil {
		return nil, err
	}
	lots := map[int64]lotFacts{}
	var id int64
	var l lotFacts
	_, err = pgx.ForEachRow(rows, []any{&id, &l.itemID, &l.lotNo, &l.quality, &l.expired}, func() error { lots[id] = l; return nil })
	return lots, err
}

// lowerReservations takes from each reservation what the moves send; a reservation used up is CONSUMED.
func lowerReservations(ctx context.Context, tx pgx.Tx, moves []Move) error {
	taken := map[int64]decimal.Decimal{}
	var ids []int64
	for _, m := range moves {
		if m.ReservationID != 0 {
			if _, ok := taken[m.ReservationID]; !ok {
				ids = append(ids, m.ReservationID)
			}
			taken[m.ReservationID] = taken[m.ReservationID].Add(m.Quantity)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	slices.Sort(ids)
	quantities := make([]string, len(ids))
	for i, id := range ids {
		quantities[i] = taken[id].String()
	}
	tag, err := tx.Exec(ctx, `update reservation r
		set quantity = case when r.quantity = t.q then r.quantity else r.quantity - t.q end,
		    state = case when r.quantity = t.q then 'CONSUMED' else 'LIVE' end,
		    closed_at = case when r.quantity = t.q then now() end
		from unnest($1::bigint[], $2::numeric[]) as t(id, q) where r.id = t.id and r.state = 'LIVE' and r.quantity >= t.q`, ids, quantities)
	if err == nil && int(tag.RowsAffected()) != len(ids) {
		return fault.New(fault.Conflict, "RESERVATION_GONE", "What was reserved has been sent or released meanwhile: look again.")
	}
	return err
}

func insertDocument(ctx context.Context, tx pgx.Tx, p Posting) (id int64, number string, err error) {
	var now time.Time
	var day string
	var last int
	if err := tx.QueryRow(ctx, `insert into document_counter (site_id, prefix, day, last) values ($1, $2, business_date(), 1)
		on conflict (site_id, prefix, day) do update set last = document_counter.last + 1
		returning last, to_char(day, 'YYYYMMDD'), now()`, p.SiteID, numberPrefix[p.Kind]).Scan(&last, &day, &now); err != nil {
		return 0, "", err
	}
	if p.OccurredAt.IsZero() {
		p.OccurredAt = now
	}
	if p.OccurredAt.After(now.Add(5*time.Minute)) || p.OccurredAt.Before(now.Add(-lateEntryWindow)) {
		return 0, "", fault.Invalidf("occurredAt", "OCCURRED_AT", "The time must lie within the last %d days and not in the future.", int(lateEntryWindow.Hours()/24))
	}
	if p.State == "" {
		p.State = StatePosted
	}
	number = fmt.Sprintf("%s-%s-%03d", numberPrefix[p.Kind], day, last)
	var person *int64
	if a := access.ActorFrom(ctx); a != nil && a.PersonID != 0 {
		person = &a.PersonID
	}
	err = tx.QueryRow(ctx, `insert into document (number, kind, reason, state, site_id, counter_site_id, incident_id, note, occurred_at, person_id, reverses_id, completes_id)
		values ($1, $2, $3, $4, $5, nullif($6::bigint, 0), nullif($7::bigint, 0), $8, $9, $10, nullif($11::bigint, 0), nullif($12::bigint, 0)) returning id`,
		number, p.Kind, p.Reason, p.State, p.SiteID, p.CounterSiteID, p.IncidentID, p.Note, p.OccurredAt, person, p.ReversesID, p.CompletesID).Scan(&id)
	return id, number, err
}

func insertMovements(ctx context.Context, tx pgx.Tx, documentID int64, moves []Move, ids map[Place]int64) error {
	n := len(moves)
	items, lots, reserves, from, to, quantities := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n), make([]string, n)
	for i, m := range moves {
		items[i], lots[i], reserves[i], from[i], to[i], quantities[i] = m.ItemID, m.LotID, m.ReserveID, ids[m.From], ids[m.To], m.Quantity.String()
	}
	_, err := tx.Exec(ctx, `insert into movement (document_id, line_no, item_id, lot_id, reserve_id, from_place_id, to_place_id, quantity, occurred_at)
		select d.id, t.n, t.i, t.l, t.r, t.f, t.o, t.q, d.occurred_at
		from document d, unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::numeric[]) with ordinality as t(i, l, r, f, o, q, n)
		where d.id = $1 order by t.n`, documentID, items, lots, reserves, from, to, quantities)
	return err
}

// applyDeltas brings balances and levels to the sum of the ledger, one statement each.
func applyDeltas(ctx context.Context, tx pgx.Tx, moves []Move, ids map[Place]int64) error {
	type level struct{ place, item int64 }
	delta, levels := map[stockKey]decimal.Decimal{}, map[level]decimal.Decimal{}
	add := func(p Place, m Move, q decimal.Decimal) {
		if !p.physical() {
			return
		}
		k := stockKey{ids[p], m.LotID, m.ReserveID}
		delta[k] = delta[k].Add(q)
		if p.Kind == PlaceSite {
			l := level{ids[p], m.ItemID}
			levels[l] = levels[l].Add(q)
		}
	}
	for _, m := range moves {
		add(m.From, m, m.Quantity.Neg())
		add(m.To, m, m.Quantity)
	}
	var places, lots, reserves, levelPlaces, levelItems []int64
	var quantities, levelQuantities []string
	for k, q := range delta {
		places, lots, reserves, quantities = append(places, k.placeID), append(lots, k.lotID), append(reserves, k.reserveID), append(quantities, q.String())
	}
	for l, q := range levels {
		levelPlaces, levelItems, levelQuantities = append(levelPlaces, l.place), append(levelItems, l.item), append(levelQuantities, q.String())
	}
	if _, err := tx.Exec(ctx, `update balance b set on_hand = b.on_hand + t.q
		from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::numeric[]) as t(p, l, r, q)
		where b.place_id = t.p and b.lot_id = t.l and b.reserve_id = t.r`, places, lots, reserves, quantities); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `update stock_level s set on_hand = s.on_hand + t.q
		from unnest($1::bigint[], $2::bigint[], $3::numeric[]) as t(p, i, q) where s.place_id = t.p and s.item_id = t.i`, levelPlaces, levelItems, levelQuantities)
	return err
}
