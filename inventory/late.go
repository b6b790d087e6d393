package inventory

import (
	"context"
	"fmt"
	"slices"
	"time"

	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Paper is entered later than things happened. A movement that happened before others that are in the book already is late: it is
// let in where no balance since, in the order in which things happened, would have been below zero, and where the goods were not
// counted meanwhile. Whether goods may go at all (expiry, minimums, reservations) is judged as of now, so that a date in the past
// is no way around a rule of today.

// How far ahead of the database's clock a client's may be. What lies ahead is taken to have happened now.
const clockDrift = 5 * time.Minute

// shanghai is the zone of business dates. China keeps no summer time.
var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// businessDay is the business date of an instant, at midnight UTC.
func businessDay(t time.Time) time.Time {
	y, m, d := t.In(shanghai).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// dayBegins is the instant at which a business date begins.
func dayBegins(day time.Time) time.Time {
	y, m, d := day.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, shanghai)
}

// lateWindow says how late paper may be.
type lateWindow struct {
	days           int // before now
	afterCountDays int // after the closing of a stocktake of the same goods
}

// change is what a movement did to a balance, and when it happened.
type change struct {
	at       time.Time
	quantity decimal.Decimal // below zero: it went out
}

// counted is a count of goods that was closed.
type counted struct {
	number              string
	countedAt, closedAt time.Time
}

// past is what happened to the goods of a late posting since. It is kept by site, lot and reserve (the place of a key is the site's
// own): in which bin they lay on a past day is not judged, since putting them away takes its time too.
type past struct {
	window lateWindow
	onHand map[stockKey]decimal.Decimal // now
	since  map[stockKey][]change        // in order of time
	counts map[stockKey]counted         // the last one closed before the grace began
}

// lowestSince gives the lowest balance from a moment on, and when it was first that low. Pure; changes are those after the moment,
// in order.
func lowestSince(now decimal.Decimal, at time.Time, since []change) (low decimal.Decimal, when time.Time) {
	balance := now
	for _, c := range since {
		balance = balance.Sub(c.quantity)
	}
	low, when = balance, at
	for _, c := range since {
		if balance = balance.Add(c.quantity); balance.LessThan(low) {
			low, when = balance, c.at
		}
	}
	return low, when
}

// decideLate refuses late moves that would break what has happened since. Pure.
func decideLate(p Posting, moment time.Time, ids map[Place]int64, lots map[int64]lotFacts, x past) error {
	if p.OccurredAt.Before(moment.AddDate(0, 0, -x.window.days)) {
		return fault.Invalidf("occurredAt", "OCCURRED_AT", "The time must lie within the last %d days and not in the future.", x.window.days)
	}
	net := map[stockKey]decimal.Decimal{}
	for i, m := range p.Moves {
		if m.From.SiteID != 0 && m.From.SiteID == m.To.SiteID {
			continue // within a site nothing comes or goes
		}
		for _, side := range []struct {
			place Place
			by    decimal.Decimal
		}{{m.From, m.Quantity.Neg()}, {m.To, m.Quantity}} {
			if !side.place.physical() {
				continue
			}
			k := siteKey(ids, side.place, m)
			net[k] = net[k].Add(side.by)
			if c, ok := x.counts[k]; ok && c.countedAt.After(p.OccurredAt) {
				return fault.New(fault.Refused, "COUNTED_SINCE", "Lot %s was counted since, on %s, and that stocktake (%s) was closed more than %d days ago: what happened before it can no longer be entered.",
					lots[m.LotID].lotNo, businessDay(c.countedAt).Format(time.DateOnly), c.number, x.window.afterCountDays).
					At("occurredAt", fmt.Sprintf("lines.%d.quantity", m.lineAt(i))).With("lotNo", lots[m.LotID].lotNo).With("count", c.number).With("countedAt", c.countedAt.UTC().Format(time.RFC3339))
			}
		}
	}
	for i, m := range p.Moves {
		k := siteKey(ids, m.From, m)
		if !m.From.physical() || !net[k].IsNegative() {
			continue
		}
		low, when := lowestSince(x.onHand[k], p.OccurredAt, x.since[k])
		if low.Add(net[k]).IsNegative() {
			day := businessDay(when).Format(time.DateOnly)
			return lateNegative(lots[m.LotID].lotNo, day, low, net[k].Neg()).At("occurredAt", fmt.Sprintf("lines.%d.quantity", m.lineAt(i)))
		}
	}
	return nil
}

// siteKey is the key of goods with the site's own place in the place of a bin's.
func siteKey(ids map[Place]int64, p Place, m Move) stockKey {
	if p.SiteID != 0 {
		p = AtSite(p.SiteID)
	}
	return stockKey{ids[p], m.LotID, m.ReserveID}
}

func lateNegative(lotNo, day string, balance, requested decimal.Decimal) *fault.Error {
	return fault.New(fault.Refused, "LATE_NEGATIVE", "On %s only %s of lot %s was there, less than the %s asked for: entered this late, it would have taken the stock of that day below zero.",
		day, balance, lotNo, requested).With("lotNo", lotNo).With("day", day).With("balance", balance.String()).With("requested", requested.String())
}

func init() {
	for _, name := range []string{"level_day_closing_not_negative", "district_day_closing_not_negative"} {
		postgres.RegisterConstraint(name, func() *fault.Error {
			return fault.New(fault.Refused, "LATE_NEGATIVE", "Entered this late, it would have taken the stock of a past day below zero.").With("balance", "0")
		})
	}
}

// admit sets the time of a posting, and where it lies in the past reads what happened since, under the locks of the book, and
// judges it.
//
// Refuses with: OCCURRED_AT, LATE_NEGATIVE (day, balance), COUNTED_SINCE (count, countedAt).
func (b *book) admit(ctx context.Context, p *Posting) error {
	if p.OccurredAt.After(b.moment.Add(clockDrift)) {
		return fault.Invalidf("occurredAt", "OCCURRED_AT", "The time must not lie in the future.")
	}
	if p.OccurredAt.IsZero() || !p.OccurredAt.Before(b.moment) {
		p.OccurredAt = b.moment
		return nil
	}
	past, err := b.readPast(ctx, *p)
	if err != nil {
		return err
	}
	return decideLate(*p, b.moment, b.places, b.lots, past)
}

// readPast reads what happened to the goods of a posting since it happened, and how far their days are closed.
func (b *book) readPast(ctx context.Context, p Posting) (past, error) {
	x := past{onHand: map[stockKey]decimal.Decimal{}, since: map[stockKey][]change{}, counts: map[stockKey]counted{}}
	var places, items, lots, reserves []int64
	seen := map[stockKey]bool{}
	for _, m := range p.Moves {
		for _, place := range []Place{m.From, m.To} {
			if k := siteKey(b.places, place, m); place.physical() && !seen[k] {
				seen[k] = true
				places, items, lots, reserves = append(places, k.placeID), append(items, m.ItemID), append(lots, k.lotID), append(reserves, k.reserveID)
			}
		}
	}
	for k, h := range b.stock {
		k.placeID = b.siteOwn(k.placeID)
		x.onHand[k] = x.onHand[k].Add(h.onHand)
	}
	batch := &pgx.Batch{}
	batch.Queue(lateSettings).QueryRow(func(row pgx.Row) error { return row.Scan(&x.window.days, &x.window.afterCountDays) })
	var k stockKey
	var c change
	batch.Queue(lateSince, places, items, lots, reserves, p.OccurredAt).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, []any{&k.placeID, &k.lotID, &k.reserveID, &c.at, &c.quantity}, func() error { x.since[k] = append(x.since[k], c); return nil })
		return err
	})
	var counts counted
	batch.Queue(`select distinct on (k.p, k.l, k.r) k.p, k.l, k.r, s.number, c.counted_at, s.closed_at
		from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as k(p, l, r) join place own on own.id = k.p join place p on p.site_id = own.site_id
		join count_line c on c.place_id = p.id and c.lot_id = k.l and c.reserve_id = k.r and c.outcome in ('CONFIRMED','ADJUSTED')
		join stock_count s on s.id = c.count_id and s.closed_at < now() - make_interval(days => (select value::integer from setting where name = 'late_after_count_days'))
		order by k.p, k.l, k.r, c.counted_at desc`, places, lots, reserves).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, []any{&k.placeID, &k.lotID, &k.reserveID, &counts.number, &counts.countedAt, &counts.closedAt}, func() error { x.counts[k] = counts; return nil })
		return err
	})
	b.queueClosed(batch, p.Moves)
	if err := b.tx.SendBatch(ctx, batch).Close(); err != nil {
		return x, err
	}
	for _, e := range b.posted() { // decided upon this book, and not written yet
		if !e.OccurredAt.After(p.OccurredAt) {
			continue
		}
		for _, m := range e.Moves {
			from, to := siteKey(b.places, m.From, m), siteKey(b.places, m.To, m)
			if from != to {
				x.since[from], x.since[to] = append(x.since[from], change{e.OccurredAt, m.Quantity.Neg()}), append(x.since[to], change{e.OccurredAt, m.Quantity})
			}
		}
	}
	for _, changes := range x.since {
		slices.SortStableFunc(changes, func(a, b change) int { return a.at.Compare(b.at) })
	}
	return x, nil
}

// siteOwn gives the row of the site's own place for that of a bin; others are their own.
func (b *book) siteOwn(placeID int64) int64 {
	if p := b.at[placeID]; p.BinID != 0 {
		return b.places[AtSite(p.SiteID)]
	}
	return placeID
}

// lateSince are the movements of goods after a moment, in order, over all places of their site; those within it leave nothing.
const lateSince = `select k.p, k.l, k.r, m.occurred_at, m.q
	from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) as k(p, i, l, r) join place own on own.id = k.p
	join place p on p.id = own.id or p.site_id = own.site_id cross join lateral (
	  select m.occurred_at, m.id, -m.quantity as q, m.to_place_id as other from movement m
	    where m.from_place_id = p.id and m.item_id = k.i and m.lot_id = k.l and m.reserve_id = k.r and m.occurred_at > $5
	  union all select m.occurred_at, m.id, m.quantity, m.from_place_id from movement m
	    where m.to_place_id = p.id and m.item_id = k.i and m.lot_id = k.l and m.reserve_id = k.r and m.occurred_at > $5) m
	join place o on o.id = m.other where o.site_id is null or o.site_id is distinct from own.site_id
	order by m.occurred_at, m.id`

const lateSettings = `select (select value::integer from setting where name = 'late_entry_days'), (select value::integer from setting where name = 'late_after_count_days')`
