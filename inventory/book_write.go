package inventory

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"changping/access"
	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/shopspring/decimal"
)

// errLotRaced says that another transaction has made a lot that this one was about to make: begin again and find it.
var errLotRaced = fault.New(fault.Unavailable, "BUSY", "The same lot is being received elsewhere this moment. Try again.")

// write brings everything that was decided to the tables, and fills in the ids and numbers of the documents.
func (b *book) write(ctx context.Context) error {
	if err := b.begin(ctx); err != nil {
		return err
	}
	return b.finish(ctx, func(*pgx.Batch) {})
}

// begin makes what the rest refers to: lots, and the ids and numbers of the documents. One round trip.
func (b *book) begin(ctx context.Context) error {
	if len(b.entries) == 0 {
		return nil
	}
	return b.writeLotsAndNumbers(ctx)
}

// finish writes all that refers to it, and whatever else is queued, in one round trip.
func (b *book) finish(ctx context.Context, also func(*pgx.Batch)) error {
	batch := &pgx.Batch{}
	also(batch)
	if len(b.entries) > 0 {
		if err := b.queueEntries(batch); err != nil {
			return err
		}
	}
	if batch.Len() == 0 {
		return nil
	}
	return b.tx.SendBatch(ctx, batch).Close()
}

func (b *book) queueEntries(batch *pgx.Batch) error {
	b.queueDocuments(batch)
	if err := b.queueWaiting(batch); err != nil {
		return err
	}
	b.queueMovements(batch)
	b.queueReservations(batch)
	b.queueHoldsTaken(batch)
	b.queueBalances(batch)
	b.queueClosings(batch)
	for i := range b.entries {
		if e := &b.entries[i]; e.also != nil && !e.waits {
			e.also(batch, e)
		}
	}
	b.queueBreaches(batch)
	lines := make([]access.Line, 0, len(b.entries))
	for i := range b.entries {
		e := &b.entries[i]
		e.audit.ObjectID, e.audit.Detail = e.documentID, map[string]any{"number": e.number, "lines": len(e.Moves)}
		lines = append(lines, e.auditLine.Saying(e.audit))
		for _, m := range e.breaches {
			lines = append(lines, breachLine(e.auditLine, m, e.Override))
		}
		if len(e.uncertified) > 0 {
			lines = append(lines, certificateLine(e.auditLine, e))
		}
		if len(e.overridden) > 0 {
			lines = append(lines, storageLine(e.auditLine, e))
		}
	}
	return access.QueueLines(batch, lines)
}

// writeLotsAndNumbers makes the new lots and draws ids and numbers. Numbers are gapless per site, kind and day: their counter's
// row is locked until the commit.
func (b *book) writeLotsAndNumbers(ctx context.Context) error {
	batch := &pgx.Batch{}
	if n := len(b.newLots); n > 0 {
		items, nos, serials, origins, grades := make([]int64, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n)
		made, expires, costs := make([]any, n), make([]any, n), make([]any, n)
		for i, l := range b.newLots {
			items[i], nos[i], serials[i], origins[i], grades[i] = l.ItemID, l.LotNo, l.SerialNo, l.Origin, cmp.Or(l.ConditionGrade, "A")
			if l.MadeOn != nil {
				made[i] = *l.MadeOn
			}
			if l.ExpiresOn != nil {
				expires[i] = *l.ExpiresOn
			}
			if l.UnitCost != nil {
				costs[i] = l.UnitCost.String()
			}
		}
		batch.Queue(`insert into lot (item_id, lot_no, serial_no, made_on, expires_on, unit_cost, origin, condition_grade)
			select i, l, s, m, e, c, o, g from unnest($1::bigint[], $2::text[], $3::text[], $4::date[], $5::date[], $6::numeric[], $7::text[], $8::text[]) as t(i, l, s, m, e, c, o, g)
			order by i, l, s on conflict do nothing returning id, item_id, lot_no, serial_no`, items, nos, serials, made, expires, costs, origins, grades).Query(func(rows pgx.Rows) error {
			ids := map[lotKey]int64{}
			var id int64
			var k lotKey
			if _, err := pgx.ForEachRow(rows, []any{&id, &k.itemID, &k.lotNo, &k.serialNo}, func() error { ids[k] = id; return nil }); err != nil {
				return err
			}
			if len(ids) != n {
				return errLotRaced
			}
			b.nameLots(ids)
			return nil
		})
	}
	type series struct {
		siteID int64
		prefix string
	}
	counts := map[series]int{}
	for _, e := range b.posted() {
		counts[series{e.SiteID, numberPrefix[e.Kind]}]++
	}
	all := make([]series, 0, len(counts))
	for s := range counts {
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b series) int { return cmp.Or(cmp.Compare(a.siteID, b.siteID), cmp.Compare(a.prefix, b.prefix)) })
	sites, prefixes, ns := make([]int64, len(all)), make([]string, len(all)), make([]int, len(all))
	for i, s := range all {
		sites[i], prefixes[i], ns[i] = s.siteID, s.prefix, counts[s]
	}
	next := map[series]int{}
	var s series
	var last int
	batch.Queue(`insert into document_counter (site_id, prefix, day, last) select s, p, business_date(), n from unnest($1::bigint[], $2::text[], $3::integer[]) as t(s, p, n) order by 1, 2
		on conflict (site_id, prefix, day) do update set last = document_counter.last + excluded.last returning site_id, prefix, last`, sites, prefixes, ns).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, []any{&s.siteID, &s.prefix, &last}, func() error { next[s] = last - counts[s] + 1; return nil })
		return err
	})
	ids := make([]int64, 0, len(b.entries))
	batch.Queue(`select nextval('document_id_seq') from generate_series(1, $1)`, len(b.entries)).Query(func(rows pgx.Rows) (err error) {
		ids, err = pgx.AppendRows(ids, rows, pgx.RowTo[int64])
		return err
	})
	if err := b.tx.SendBatch(ctx, batch).Close(); err != nil {
		return err
	}
	day := b.today.Format("20060102")
	for i := range b.entries {
		e := &b.entries[i]
		if e.documentID = e.DocumentID; e.documentID == 0 {
			e.documentID = ids[i]
		}
		if e.waits { // its number is drawn when it is posted
			continue
		}
		of := series{e.SiteID, numberPrefix[e.Kind]}
		e.number = fmt.Sprintf("%s-%s-%03d", of.prefix, day, next[of])
		next[of]++
	}
	return nil
}

// nameLots puts the ids of the lots just made in the place of the provisional ones.
func (b *book) nameLots(ids map[lotKey]int64) {
	made := map[int64]int64{}
	for _, l := range b.newLots {
		made[l.ID] = ids[lotKey{l.ItemID, l.LotNo, l.SerialNo}]
	}
	for i := range b.entries {
		for k := range b.entries[i].Moves {
			if id, provisional := made[b.entries[i].Moves[k].LotID]; provisional {
				b.entries[i].Moves[k].LotID = id
			}
		}
	}
}

func (b *book) queueDocuments(batch *pgx.Batch) {
	var fresh []entry
	for _, e := range b.posted() {
		if e.DocumentID == 0 {
			fresh = append(fresh, e)
		}
	}
	n := len(fresh)
	if n == 0 {
		return
	}
	ids, numbers, kinds, reasons, states, notes := make([]int64, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	sites, counters, incidents, reverses, completes := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	returns, orders, purposes := make([]int64, n), make([]int64, n), make([]string, n)
	occurred, people := make([]any, n), make([]any, n)
	for i, e := range fresh {
		returns[i], orders[i], purposes[i] = e.ReturnsID, e.ReleaseOrderID, e.Purpose
		ids[i], numbers[i], kinds[i], reasons[i], states[i], notes[i] = e.documentID, e.number, string(e.Kind), e.Reason, string(e.State), e.Note
		sites[i], counters[i], incidents[i], reverses[i], completes[i] = e.SiteID, e.CounterSiteID, e.IncidentID, e.ReversesID, e.CompletesID
		occurred[i] = e.OccurredAt
		if e.personID != nil {
			people[i] = *e.personID
		}
	}
	batch.Queue(`insert into document (id, number, kind, reason, state, note, site_id, counter_site_id, incident_id, reverses_id, completes_id, returns_id, occurred_at, person_id, release_order_id, purpose)
		overriding system value
		select id, number, kind, reason, state, note, site, nullif(counter, 0), nullif(incident, 0), nullif(reverses, 0), nullif(completes, 0), nullif(returns, 0), occurred, person, nullif(release_order, 0), purpose
		from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[],
		  $12::timestamptz[], $13::bigint[], $14::bigint[], $15::bigint[], $16::text[])
		  as t(id, number, kind, reason, state, note, site, counter, incident, reverses, completes, occurred, person, returns, release_order, purpose)`,
		ids, numbers, kinds, reasons, states, notes, sites, counters, incidents, reverses, completes, occurred, people, returns, orders, purposes)
}

func (b *book) queueMovements(batch *pgx.Batch) {
	var documents, items, lots, reserves, from, to []int64
	var lineNos []int32
	var quantities []string
	var occurred []any
	for _, e := range b.posted() {
		for i, m := range e.Moves {
			documents, lineNos, items, lots, reserves = append(documents, e.documentID), append(lineNos, int32(i+1)), append(items, m.ItemID), append(lots, m.LotID), append(reserves, m.ReserveID)
			from, to, quantities, occurred = append(from, b.places[m.From]), append(to, b.places[m.To]), append(quantities, m.Quantity.String()), append(occurred, e.OccurredAt)
		}
	}
	// Rows get their ids in the order of the arrays.
	batch.Queue(`insert into movement (id, document_id, line_no, item_id, lot_id, reserve_id, from_place_id, to_place_id, quantity, occurred_at, recorded_at, row_hash) overriding system value
		select id, d, n, i, l, r, f, o, q, a, at, movement_hash_of(id, d, n, i, l, r, f, o, q, a, at)
		from (select nextval('movement_id_seq') as id, d, n, i, l, r, f, o, q::quantity, a, now() as at
		  from unnest($1::bigint[], $2::integer[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::numeric[], $9::timestamptz[]) as t(d, n, i, l, r, f, o, q, a)) m`,
		documents, lineNos, items, lots, reserves, from, to, quantities, occurred)
}

// queueReservations takes from each reservation what the moves send; a reservation used up is CONSUMED.
func (b *book) queueReservations(batch *pgx.Batch) {
	taken := map[int64]decimal.Decimal{}
	var ids []int64
	for _, e := range b.posted() {
		for _, m := range e.Moves {
			if m.ReservationID != 0 {
				if _, begun := taken[m.ReservationID]; !begun {
					ids = append(ids, m.ReservationID)
				}
				taken[m.ReservationID] = taken[m.ReservationID].Add(m.Quantity)
			}
		}
	}
	if len(ids) == 0 {
		return
	}
	slices.Sort(ids)
	quantities := make([]string, len(ids))
	for i, id := range ids {
		quantities[i] = taken[id].String()
	}
	batch.Queue(`update reservation r
		set quantity = case when r.quantity = t.q then r.quantity else r.quantity - t.q end,
		    state = case when r.quantity = t.q then 'CONSUMED' else 'LIVE' end,
		    closed_at = case when r.quantity = t.q then now() end
		from unnest($1::bigint[], $2::numeric[]) as t(id, q) where r.id = t.id and r.state = 'LIVE' and r.quantity >= t.q returning 1`, ids, quantities).Query(func(rows pgx.Rows) error {
		done, err := pgx.CollectRows(rows, pgx.RowTo[int])
		if err == nil && len(done) != len(ids) {
			return reservationGone()
		}
		return err
	})
}

// queueBalances brings balances and levels to the sum of the ledger. What comes in is added to a row made where there is none;
// what goes out is taken from a row that is there.
func (b *book) queueBalances(batch *pgx.Batch) {
	delta, itemOf, levels := map[stockKey]decimal.Decimal{}, map[stockKey]int64{}, map[levelKey]decimal.Decimal{}
	add := func(p Place, m Move, q decimal.Decimal) {
		if !p.physical() {
			return
		}
		k := stockKey{b.places[p], m.LotID, m.ReserveID}
		delta[k], itemOf[k] = delta[k].Add(q), m.ItemID
		if p.Kind == PlaceSite {
			l := levelKey{b.places[AtSite(p.SiteID)], m.ItemID} // by the place of the site
			levels[l] = levels[l].Add(q)
		}
	}
	for _, e := range b.posted() {
		for _, m := range e.Moves {
			add(m.From, m, m.Quantity.Neg())
			add(m.To, m, m.Quantity)
		}
	}
	keys := make([]stockKey, 0, len(delta))
	for k := range delta {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, stockKey.compare)
	var in, out columns
	for _, k := range keys {
		if q := delta[k]; q.IsPositive() {
			in.append(k, itemOf[k], q)
		} else if q.IsNegative() {
			out.append(k, itemOf[k], q)
		}
	}
	if len(in.places) > 0 {
		batch.Queue(`insert into balance (place_id, lot_id, reserve_id, item_id, on_hand, site_id, keeps_until, good)
			select t.p, t.l, t.r, t.i, t.q, p.site_id, l.keeps_until, l.good
			from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::numeric[]) as t(p, l, r, i, q) join place p on p.id = t.p join lot l on l.id = t.l order by t.p, t.l, t.r
			on conflict (place_id, lot_id, reserve_id) do update set on_hand = balance.on_hand + excluded.on_hand`, in.places, in.lots, in.reserves, in.items, in.quantities)
	}
	b.queueCarried(batch)
	if len(out.places) > 0 {
		batch.Queue(`update balance b set on_hand = b.on_hand + t.q from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::numeric[]) as t(p, l, r, q)
			where b.place_id = t.p and b.lot_id = t.l and b.reserve_id = t.r`, out.places, out.lots, out.reserves, out.quantities).Exec(changes(len(out.places), "balances"))
	}
	var levelPlaces, levelItems []int64
	var levelQuantities []string
	for l, q := range levels {
		if !q.IsZero() {
			levelPlaces, levelItems, levelQuantities = append(levelPlaces, l.siteID), append(levelItems, l.itemID), append(levelQuantities, q.String())
		}
	}
	if len(levelPlaces) > 0 {
		batch.Queue(`update stock_level s set on_hand = s.on_hand + t.q from unnest($1::bigint[], $2::bigint[], $3::numeric[]) as t(p, i, q)
			where s.place_id = t.p and s.item_id = t.i`, levelPlaces, levelItems, levelQuantities).Exec(changes(len(levelPlaces), "levels"))
	}
}

// changes fails a write that did not find each of its rows: a sum of the ledger would be wrong without a word.
func changes(n int, what string) func(pgconn.CommandTag) error {
	return func(tag pgconn.CommandTag) error {
		if tag.RowsAffected() != int64(n) {
			return fmt.Errorf("%d of %d %s are there to be changed", tag.RowsAffected(), n, what)
		}
		return nil
	}
}

// columns are balances to be changed, column by column.
type columns struct {
	places, lots, reserves, items []int64
	quantities                    []string
}

func (c *columns) append(k stockKey, item int64, q decimal.Decimal) {
	c.places, c.lots, c.reserves, c.items = append(c.places, k.placeID), append(c.lots, k.lotID), append(c.reserves, k.reserveID), append(c.items, item)
	c.quantities = append(c.quantities, q.String())
}

func (b *book) queueBreaches(batch *pgx.Batch) {
	for i := range b.entries {
		e := &b.entries[i]
		if e.overrideID != 0 {
			queueOverrideUse(batch, e.overrideID, e.documentID, e.personID)
		}
		for _, m := range e.breaches {
			queueBreach(batch, m, e.Override, e.personID, e.documentID)
		}
		if len(e.restored) > 0 {
			queueCures(batch, e.restored)
		}
	}
}

// queueBreach opens a breach, or lowers the one that stands open. override nil: none was used.
func queueBreach(batch *pgx.Batch, m broken, override *Override, person *int64, documentID int64) {
	var incident, signed int64
	if override != nil {
		incident, signed = override.IncidentID, override.ID
	}
	batch.Queue(`insert into minimum_breach (minimum_id, floor, available, incident_id, document_id, reason, person_id, cure_by, cause, override_id)
		values ($1, $2, $3, nullif($4::bigint, 0), nullif($5::bigint, 0), $6, $7, business_date() + $8::integer, $9, nullif($10::bigint, 0))
		on conflict (minimum_id) where closed_at is null do update set available = least(minimum_breach.available, excluded.available)`,
		m.MinimumID, m.Floor, m.Available, incident, documentID, m.reason, person, m.CureDays, m.cause, signed)
}
