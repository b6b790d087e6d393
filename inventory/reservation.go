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
// against every floor when it is made, and so that is when it is told of a policy that it goes below or comes near to. The ids come in the
// order of the holds; a hold may be spread over the bins of its site.
//
// Refuses with: INSUFFICIENT_STOCK, LOT_EXPIRED, LOT_NOT_GOOD, BELOW_MINIMUM, PURPOSE_LOCKED, what Override refuses; fields name the hold as lines.N.
func ReserveTx(ctx context.Context, tx pgx.Tx, holds []Hold, override *Override) ([]int64, []Warning, error) {
	if override != nil {
		if _, _, err := access.Require(ctx, "minimum.override"); err != nil {
			return nil, nil, err
		}
	}
	// What is held is judged as if it were being sent: same locks, same checks.
	moves := make([]Move, len(holds))
	for i, h := range holds {
		if !h.Quantity.IsPositive() {
			return nil, nil, fault.Invalidf(fmt.Sprintf("lines.%d.quantity", i), "QUANTITY", "A quantity must be above zero.")
		}
		moves[i] = Move{ItemID: h.ItemID, LotID: h.LotID, ReserveID: h.ReserveID, From: AtSite(h.SiteID), To: Virtual(PlaceConsumed), Quantity: h.Quantity}
	}
	if len(moves) == 0 {
		return nil, nil, nil
	}
	r := reachOf(moves)
	if override != nil && override.ID != 0 {
		r.overrides = []int64{override.ID}
	}
	b, err := openBook(ctx, tx, r)
	if err != nil {
		return nil, nil, err
	}
	if moves, err = b.spread(KindDispatch, moves); err != nil {
		return nil, nil, err
	}
	if err := decidePosting(Posting{Kind: KindDispatch, Moves: moves}, b.places, b.stock, b.lots); err != nil {
		return nil, nil, err
	}
	if err := b.judgePurpose(KindDispatch, "", moves); err != nil {
		return nil, nil, err
	}
	permit, err := b.permit(override)
	if err != nil {
		return nil, nil, err
	}
	follows := &entry{}
	if _, err := b.judge(moves, permit, false, follows); err != nil {
		return nil, nil, err
	}
	reservations, err := insertReservations(ctx, tx, b, holds, moves)
	if err != nil {
		return nil, nil, err
	}
	return reservations, follows.warnings, noteBreaches(ctx, tx, follows, override)
}

// insertReservations writes what was decided. A hold that is spread over bins is several rows, all parts of the first, whose id is
// the one that its holder knows.
func insertReservations(ctx context.Context, tx pgx.Tx, b *book, holds []Hold, moves []Move) ([]int64, error) {
	n := len(moves)
	hold, place, lot, reserve, purposeID := make([]int, n), make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	quantity, purpose := make([]string, n), make([]string, n)
	for i, m := range moves {
		hold[i] = m.lineAt(i)
		h := holds[hold[i]]
		place[i], lot[i], reserve[i], purposeID[i] = b.places[m.From], m.LotID, m.ReserveID, h.PurposeID
		quantity[i], purpose[i] = m.Quantity.String(), h.Purpose
	}
	rows, err := tx.Query(ctx, `with t as materialized (
		  select nextval(pg_get_serial_sequence('reservation', 'id')) as id, u.* from unnest($1::integer[], $2::bigint[], $3::bigint[], $4::bigint[], $5::numeric[], $6::text[], $7::bigint[])
		    with ordinality as u(hold, place, lot, reserve, quantity, purpose, purpose_id, n)),
		h as (select hold, min(id) as id from t group by hold),
		done as (insert into reservation (id, place_id, lot_id, reserve_id, quantity, purpose, purpose_id, part_of) overriding system value
		  select t.id, place, lot, reserve, quantity, purpose, purpose_id, nullif(h.id, t.id) from t join h using (hold) order by t.n)
		select id from h order by hold`, hold, place, lot, reserve, quantity, purpose, purposeID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

// noteBreaches opens the breaches that a reservation made, with an override.
func noteBreaches(ctx context.Context, tx pgx.Tx, follows *entry, override *Override) error {
	breaches := follows.breaches
	if len(breaches) == 0 {
		return nil
	}
	var person *int64
	if a := access.ActorFrom(ctx); a != nil && a.PersonID != 0 {
		person = &a.PersonID
	}
	batch := &pgx.Batch{}
	var lines []access.Line
	if follows.overrideID != 0 {
		queueOverrideUse(batch, follows.overrideID, 0, person)
	}
	for _, m := range breaches {
		queueBreach(batch, m, override, person, 0)
		lines = append(lines, breachLine(access.LineFor(ctx), m, override))
	}
	if err := access.QueueLines(batch, lines); err != nil {
		return err
	}
	return tx.SendBatch(ctx, batch).Close()
}

// breachLine tells the audit trail of a minimum that was broken.
func breachLine(l access.Line, m broken, o *Override) access.Line {
	detail := map[string]any{"cause": m.cause, "reason": m.reason, "available": m.Available, "floor": m.Floor}
	action := "minimum.breach"
	if o != nil {
		action, detail["incident"] = "minimum.override", o.IncidentID
	}
	return l.Saying(access.Entry{Action: action, ObjectKind: "minimum", ObjectID: m.MinimumID, Detail: detail})
}

// ReleaseTx lets go what is left of the reservations; those already consumed or released stay as they are.
func ReleaseTx(ctx context.Context, tx pgx.Tx, reservationIDs []int64) error {
	minimums, err := lockReserved(ctx, tx, reservationIDs)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update reservation r set state = 'RELEASED', closed_at = now() where `+theseReservations+` and state = 'LIVE'`, reservationIDs); err != nil {
		return err
	}
	return closeBreaches(ctx, tx, minimums)
}

// Shortening lets go part of a reservation.
type Shortening struct {
	ReservationID int64
	Quantity      decimal.Decimal // zero: nothing, but its goods are locked with the others
}

// ShortenTx lets go so much of each reservation and keeps the rest; where one is spread over bins, what is picked last is let go first.
// Who then posts what reservations hold names them all here, so that the locks of both are taken in one order.
//
// Refuses with: RESERVATION_GONE (less is left than is to be let go).
func ShortenTx(ctx context.Context, tx pgx.Tx, shortenings []Shortening) error {
	ids, heads, quantities := make([]int64, len(shortenings)), []int64{}, []string{}
	for i, s := range shortenings {
		if ids[i] = s.ReservationID; s.Quantity.IsPositive() {
			heads, quantities = append(heads, s.ReservationID), append(quantities, s.Quantity.String())
		}
	}
	minimums, err := lockReserved(ctx, tx, ids)
	if err != nil || len(heads) == 0 {
		return err
	}
	rows, err := tx.Query(ctx, `with parts as (
		  select r.id, r.quantity, t.q, sum(r.quantity) over (partition by t.head order by r.id desc) - r.quantity as before
		  from unnest($1::bigint[], $2::numeric[]) as t(head, q) join reservation r on (r.id = t.head or r.part_of = t.head) and r.state = 'LIVE'),
		cut as (select id, least(quantity, q - before) as q from parts where q > before)
		update reservation r set quantity = case when r.quantity = cut.q then r.quantity else r.quantity - cut.q end,
		  state = case when r.quantity = cut.q then 'RELEASED' else 'LIVE' end, closed_at = case when r.quantity = cut.q then now() end
		from cut where r.id = cut.id returning cut.q`, heads, quantities)
	if err != nil {
		return err
	}
	cut, err := pgx.CollectRows(rows, pgx.RowTo[decimal.Decimal])
	if err != nil {
		return err
	}
	left := decimal.Zero
	for _, s := range shortenings {
		left = left.Add(decimal.Max(decimal.Zero, s.Quantity))
	}
	for _, q := range cut {
		left = left.Sub(q)
	}
	if !left.IsZero() {
		return reservationGone()
	}
	return closeBreaches(ctx, tx, minimums)
}

func reservationGone() *fault.Error {
	return fault.New(fault.Conflict, "RESERVATION_GONE", "What was reserved has been sent or released meanwhile: look again.")
}

// theseReservations are those of ids $1, with their parts.
const theseReservations = `(r.id = any($1) or r.part_of = any($1))`

// lockReserved takes the locks under which reservations are made and let go, and gives the minimums of their goods.
func lockReserved(ctx context.Context, tx pgx.Tx, reservationIDs []int64) ([]Headroom, error) {
	slices.Sort(reservationIDs)
	rows, err := tx.Query(ctx, `select b.item_id from reservation r join balance b using (place_id, lot_id, reserve_id) where `+theseReservations, reservationIDs)
	if err != nil {
		return nil, err
	}
	items, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return nil, err
	}
	minimums, err := lockMinimums(ctx, tx, items)
	if err != nil {
		return nil, err
	}
	if _, err := tx.Exec(ctx, `select 1 from stock_level l where (place_id, item_id) in (select s.id, b.item_id from reservation r join balance b using (place_id, lot_id, reserve_id)
		join place p on p.id = r.place_id join place s on s.kind = 'SITE' and s.site_id = p.site_id where `+theseReservations+`) order by place_id, item_id `+lockLevel, reservationIDs); err != nil {
		return nil, err
	}
	_, err = tx.Exec(ctx, `select 1 from balance b where (place_id, lot_id, reserve_id) in (select place_id, lot_id, reserve_id from reservation r where `+theseReservations+`)
		order by place_id, lot_id, reserve_id for update`, reservationIDs)
	return minimums, err
}
