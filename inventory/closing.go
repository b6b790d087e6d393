package inventory

import (
	"cmp"
	"context"
	"slices"
	"time"

	"changping/access"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Closing rows keep what an item at a site came to at the end of each day on which it moved (level_day), and the same over the
// district (district_day), so that stock as of any moment is one row and at most the movements since it.
//
// They are made by a job at night, not in the posting transaction. Measured by turns, 3,000 postings each by one client, rows for the
// site and the district upserted in each posting cost 7 % of its time at the lower quartile and 14 % at the median; and the row of an
// item over the district would be one hot row for all sites. Made at night they cost postings nothing, and a read adds up at most
// the movements of a day or two. Only what is entered late for a day that is closed corrects them, in its own transaction: so a
// closing row always is the sum of the ledger.
//
// Each level says up to which day it is closed (stock_level.closed_until), each item up to which day the district is
// (district_level.closed_until). Levels are closed under their lock, which postings hold too. The row of the district is
// closed under its own lock, which late postings share; it is the last lock that a posting takes.

// closedDays says up to which day, inclusive, days are closed; absent: none.
type closedDays struct {
	levels map[levelKey]time.Time
	items  map[int64]time.Time
}

// queueClosed reads how far the days of the goods are closed, for a late posting. Reading shares the lock of the district's row.
func (b *book) queueClosed(batch *pgx.Batch, moves []Move) {
	if b.closed.levels == nil {
		b.closed = closedDays{map[levelKey]time.Time{}, map[int64]time.Time{}}
	}
	var sites, items []int64
	for _, m := range moves {
		for _, p := range []Place{m.From, m.To} {
			if p.SiteID != 0 {
				sites, items = append(sites, p.SiteID), append(items, m.ItemID)
			}
		}
	}
	var level levelKey
	var until time.Time
	batch.Queue(`select p.site_id, l.item_id, l.closed_until from unnest($1::bigint[], $2::bigint[]) as t(s, i) join place p on p.kind = 'SITE' and p.site_id = t.s
		join stock_level l on l.place_id = p.id and l.item_id = t.i where l.closed_until is not null`, sites, items).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, []any{&level.siteID, &level.itemID, &until}, func() error { b.closed.levels[level] = until; return nil })
		return err
	})
	var item int64
	batch.Queue(`insert into district_level (item_id, closed_until) select distinct i, date '2000-01-01' from unnest($1::bigint[]) as t(i) order by 1 on conflict do nothing`, items)
	batch.Queue(`select item_id, closed_until from district_level where item_id = any($1) order by item_id for share`, items).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, []any{&item, &until}, func() error { b.closed.items[item] = until; return nil })
		return err
	})
}

// dayChange is what a day that is closed already must be told.
type dayChange struct {
	dayKey
	came, went decimal.Decimal
}

type dayKey struct {
	level levelKey
	day   time.Time
}

// closedChanges gives what late postings change of days that are closed: site by site, and over the district (siteID 0). Goods moved
// within a site change nothing. Pure.
func closedChanges(entries []entry, closed closedDays) (levels, district []dayChange) {
	sums := map[dayKey]*dayChange{}
	add := func(site int64, m Move, day, until time.Time, is, came bool) {
		if !is || day.After(until) {
			return
		}
		k := dayKey{levelKey{site, m.ItemID}, day}
		if sums[k] == nil {
			sums[k] = &dayChange{dayKey: k}
		}
		if came {
			sums[k].came = sums[k].came.Add(m.Quantity)
		} else {
			sums[k].went = sums[k].went.Add(m.Quantity)
		}
	}
	for _, e := range entries {
		day := businessDay(e.OccurredAt)
		for _, m := range e.Moves {
			if m.From.SiteID == m.To.SiteID {
				continue
			}
			for _, site := range []int64{m.From.SiteID, m.To.SiteID} {
				if site != 0 {
					until, is := closed.levels[levelKey{site, m.ItemID}]
					add(site, m, day, until, is, site == m.To.SiteID)
					until, is = closed.items[m.ItemID]
					add(0, m, day, until, is, site == m.To.SiteID)
				}
			}
		}
	}
	for _, c := range sums {
		if c.level.siteID == 0 {
			district = append(district, *c)
		} else {
			levels = append(levels, *c)
		}
	}
	for _, all := range [][]dayChange{levels, district} {
		slices.SortFunc(all, func(a, b dayChange) int {
			return cmp.Or(cmp.Compare(a.level.siteID, b.level.siteID), cmp.Compare(a.level.itemID, b.level.itemID), a.day.Compare(b.day))
		})
	}
	return levels, district
}

// queueClosings corrects the closing rows of days that late postings belong to, and of all days after.
func (b *book) queueClosings(batch *pgx.Batch) {
	levels, district := closedChanges(b.posted(), b.closed)
	if len(levels) > 0 {
		sites, items, days, came, went := dayColumns(levels)
		// A day without a row begins with what the day before came to; then this day and all after it are told.
		batch.Queue(`insert into level_day (place_id, item_id, day, came, went, closing)
			select p.id, t.i, t.d, 0, 0, coalesce((select y.closing from level_day y where y.place_id = p.id and y.item_id = t.i and y.day < t.d order by y.day desc limit 1), 0)
			from unnest($1::bigint[], $2::bigint[], $3::date[]) as t(s, i, d) join place p on p.kind = 'SITE' and p.site_id = t.s
			order by 1, 2, 3 on conflict do nothing`, sites, items, days)
		batch.Queue(`update level_day l set came = l.came + x.came, went = l.went + x.went, closing = l.closing + x.net from (
			  select y.place_id, y.item_id, y.day, coalesce(sum(t.came) filter (where t.d = y.day), 0) as came, coalesce(sum(t.went) filter (where t.d = y.day), 0) as went,
			    sum(t.came - t.went) as net
			  from unnest($1::bigint[], $2::bigint[], $3::date[], $4::numeric[], $5::numeric[]) as t(s, i, d, came, went) join place p on p.kind = 'SITE' and p.site_id = t.s
			  join level_day y on y.place_id = p.id and y.item_id = t.i and y.day >= t.d group by 1, 2, 3) x
			where l.place_id = x.place_id and l.item_id = x.item_id and l.day = x.day`, sites, items, days, came, went)
	}
	if len(district) > 0 {
		_, items, days, came, went := dayColumns(district)
		batch.Queue(`select 1 from district_day where item_id = any($1) order by item_id, day for update`, items)
		batch.Queue(`insert into district_day (item_id, day, closing)
			select t.i, t.d, coalesce((select y.closing from district_day y where y.item_id = t.i and y.day < t.d order by y.day desc limit 1), 0)
			from unnest($1::bigint[], $2::date[]) as t(i, d) order by 1, 2 on conflict do nothing`, items, days)
		batch.Queue(`update district_day l set closing = l.closing + x.net from (
			  select y.item_id, y.day, sum(t.came - t.went) as net from unnest($1::bigint[], $2::date[], $3::numeric[], $4::numeric[]) as t(i, d, came, went)
			  join district_day y on y.item_id = t.i and y.day >= t.d group by 1, 2) x
			where l.item_id = x.item_id and l.day = x.day`, items, days, came, went)
	}
}

func dayColumns(changes []dayChange) (sites, items []int64, days []any, came, went []string) {
	for _, c := range changes {
		sites, items, days = append(sites, c.level.siteID), append(items, c.level.itemID), append(days, c.day)
		came, went = append(came, c.came.String()), append(went, c.went.String())
	}
	return sites, items, days, came, went
}

// closingBatch is how many levels are closed in one transaction: their locks are held for milliseconds.
const closingBatch = 200

// closingItems is how many items are closed over the district in one: the first time, a long history of each is added up.
const closingItems = 100

// CloseDays closes all days up to yesterday, level by level and then over the district. Safe to run late, twice, and beside postings.
// It tells how many levels moved. For the nightly job; settings.write.
func (inv *Inventory) CloseDays(ctx context.Context) (levels int, err error) {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return 0, err
	}
	rows, err := inv.Pool.Query(ctx, closableLevels)
	if err != nil {
		return 0, postgres.Fault(err)
	}
	var places, items []int64
	var place, item int64
	if _, err := pgx.ForEachRow(rows, []any{&place, &item}, func() error { places, items = append(places, place), append(items, item); return nil }); err != nil {
		return 0, postgres.Fault(err)
	}
	for from := 0; from < len(places); from += closingBatch {
		to := min(from+closingBatch, len(places))
		if err := postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error { return closeLevels(ctx, tx, places[from:to], items[from:to]) }); err != nil {
			return levels, err
		}
		levels += to - from
	}
	// All items, every night: a read over the district adds up from where the items were closed.
	rows, err = inv.Pool.Query(ctx, `select distinct item_id from stock_level order by 1`)
	if err != nil {
		return levels, postgres.Fault(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return levels, postgres.Fault(err)
	}
	// Their rows come first: an item without one is read as one that moved on no closed day.
	if err := postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, openDistrict, all)
		return err
	}); err != nil {
		return levels, err
	}
	for some := range slices.Chunk(all, closingItems) {
		if err := postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error { return closeDistrict(ctx, tx, some) }); err != nil {
			return levels, err
		}
	}
	return levels, nil
}

// lastClosable is the last day that may be closed: yesterday, once every posting that was under way at midnight has ended.
const lastClosable = `(((now() - interval '10 minutes') at time zone 'Asia/Shanghai')::date - 1)`

// closableLevels are those that were never closed, and those that moved on a day that is not closed. A level that is not found is read right
// all the same: its movements are added up. Of the ledger only the last weeks are looked through, however long its history is.
const closableLevels = `with since as (select coalesce((select max(closed_until) from stock_level) - 5 - (select value::integer from setting where name = 'late_entry_days'), 'infinity'::date) as day),
	bounds as (select day::timestamp at time zone 'Asia/Shanghai' as since, (` + lastClosable + ` + 1)::timestamp at time zone 'Asia/Shanghai' as upto from since),
	moved as (
	  select to_place_id as place_id, item_id, max(occurred_at) as last from movement, bounds where occurred_at >= since and occurred_at < upto group by 1, 2
	  union all select from_place_id, item_id, max(occurred_at) from movement, bounds where occurred_at >= since and occurred_at < upto group by 1, 2)
	select s.id, m.item_id from moved m join place p on p.id = m.place_id join place s on s.kind = 'SITE' and s.site_id = p.site_id
	join stock_level l on l.place_id = s.id and l.item_id = m.item_id
	where (m.last at time zone 'Asia/Shanghai')::date > l.closed_until
	union select place_id, item_id from stock_level where closed_until is null order by 1, 2`

// closeLevels closes the days of levels. The lock comes in a statement of its own, so that the next one sees what was written by those
// who had it before. Goods moved within a site neither come nor go.
func closeLevels(ctx context.Context, tx pgx.Tx, places, items []int64) error {
	batch := &pgx.Batch{}
	batch.Queue(`select 1 from stock_level l join unnest($1::bigint[], $2::bigint[]) as k(p, i) on l.place_id = k.p and l.item_id = k.i order by l.place_id, l.item_id for update of l`, places, items)
	batch.Queue(`with t as (
		  select l.place_id, l.item_id, s.site_id, coalesce(((l.closed_until + 1)::timestamp at time zone 'Asia/Shanghai'), '-infinity') as since,
		    (`+lastClosable+` + 1)::timestamp at time zone 'Asia/Shanghai' as upto
		  from stock_level l join unnest($1::bigint[], $2::bigint[]) as k(p, i) on l.place_id = k.p and l.item_id = k.i join place s on s.id = l.place_id),
		n as (
		  select t.place_id, t.item_id, (m.occurred_at at time zone 'Asia/Shanghai')::date as day,
		    coalesce(sum(m.quantity) filter (where m.comes), 0) as came, coalesce(sum(m.quantity) filter (where not m.comes), 0) as went
		  from t cross join lateral (
		    select m.occurred_at, m.quantity, true as comes from place p join movement m on m.to_place_id = p.id and m.item_id = t.item_id and m.occurred_at >= t.since and m.occurred_at < t.upto
		      join place o on o.id = m.from_place_id where p.site_id = t.site_id and o.site_id is distinct from t.site_id
		    union all select m.occurred_at, m.quantity, false from place p join movement m on m.from_place_id = p.id and m.item_id = t.item_id and m.occurred_at >= t.since and m.occurred_at < t.upto
		      join place o on o.id = m.to_place_id where p.site_id = t.site_id and o.site_id is distinct from t.site_id) m
		  group by 1, 2, 3)
		insert into level_day (place_id, item_id, day, came, went, closing)
		select n.place_id, n.item_id, n.day, n.came, n.went, coalesce(y.closing, 0) + sum(n.came - n.went) over (partition by n.place_id, n.item_id order by n.day)
		from n left join lateral (select closing from level_day y where y.place_id = n.place_id and y.item_id = n.item_id order by y.day desc limit 1) y on true`, places, items)
	batch.Queue(`update stock_level l set closed_until = `+lastClosable+` from unnest($1::bigint[], $2::bigint[]) as k(p, i) where l.place_id = k.p and l.item_id = k.i`, places, items)
	return tx.SendBatch(ctx, batch).Close()
}

// openDistrict adds the rows of items that have none.
const openDistrict = `insert into district_level (item_id, closed_until) select i, date '2000-01-01' from unnest($1::bigint[]) as t(i) order by 1 on conflict do nothing`

// closeDistrict closes the days of items over all sites.
func closeDistrict(ctx context.Context, tx pgx.Tx, items []int64) error {
	batch := &pgx.Batch{}
	batch.Queue(`select 1 from district_level where item_id = any($1) order by item_id for update`, items)
	// Of items that were closed lately one range of the ledger by time serves all; of others, such as new ones, each place is asked for
	// its own, so that no night reads the whole history (offset 0 keeps the planner to that).
	batch.Queue(`with t as (select item_id, closed_until > `+lastClosable+` - 10 as lately, (closed_until + 1)::timestamp at time zone 'Asia/Shanghai' as since,
		    (`+lastClosable+` + 1)::timestamp at time zone 'Asia/Shanghai' as upto from district_level where item_id = any($1)),
		n as (
		  select m.item_id, (m.occurred_at at time zone 'Asia/Shanghai')::date as day, sum(m.quantity) as net from (
		    select m.item_id, m.occurred_at, case when e.site_id is null then 0 else m.quantity end - case when f.site_id is null then 0 else m.quantity end as quantity
		    from movement m join t on t.item_id = m.item_id and t.lately and m.occurred_at >= t.since join place e on e.id = m.to_place_id join place f on f.id = m.from_place_id
		    where m.occurred_at >= (select min(since) from t where lately) and m.occurred_at < (select max(upto) from t) and (e.site_id is not null or f.site_id is not null)
		    union all select t.item_id, m.occurred_at, m.quantity from t join place p on not t.lately and p.site_id is not null cross join lateral (
		      select m.occurred_at, m.quantity from movement m where m.to_place_id = p.id and m.item_id = t.item_id and m.occurred_at >= t.since and m.occurred_at < t.upto offset 0) m
		    union all select t.item_id, m.occurred_at, -m.quantity from t join place p on not t.lately and p.site_id is not null cross join lateral (
		      select m.occurred_at, m.quantity from movement m where m.from_place_id = p.id and m.item_id = t.item_id and m.occurred_at >= t.since and m.occurred_at < t.upto offset 0) m) m
		  group by 1, 2)
		insert into district_day (item_id, day, closing)
		select n.item_id, n.day, coalesce((select closing from district_day y where y.item_id = n.item_id order by day desc limit 1), 0) + sum(n.net) over (partition by n.item_id order by n.day) from n`, items)
	batch.Queue(`update district_level set closed_until = `+lastClosable+` where item_id = any($1)`, items)
	return tx.SendBatch(ctx, batch).Close()
}
