package inventory

import (
	"context"
	"time"

	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// StockPeriod is what an item at a site came to over a period of whole days: opening + in - out = closing.
type StockPeriod struct {
	Opening, QuantityIn, QuantityOut, Closing decimal.Decimal
	// ZeroDays are the calendar days on which there was nothing all day: from the first day after there had been something, and
	// without today, which is not over.
	ZeroDays []time.Time
}

// DayTotal is what came and went on a day.
type DayTotal struct {
	Day        time.Time
	Came, Went decimal.Decimal
}

// The longest period that is added up at once, in days.
const longestPeriod = 366

// decidePeriod adds up a period. Pure. before: whether the item had ever been there when the period began; days are those on which it
// moved, in order.
func decidePeriod(opening decimal.Decimal, before bool, days []DayTotal, from, to, today time.Time) StockPeriod {
	p := StockPeriod{Opening: opening, Closing: opening, ZeroDays: []time.Time{}}
	known := before || opening.IsPositive()
	i := 0
	for day := from; !day.After(to); day = day.AddDate(0, 0, 1) {
		came := decimal.Zero
		begins := p.Closing
		if i < len(days) && days[i].Day.Equal(day) {
			came = days[i].Came
			p.QuantityIn, p.QuantityOut = p.QuantityIn.Add(came), p.QuantityOut.Add(days[i].Went)
			p.Closing = p.Closing.Add(came).Sub(days[i].Went)
			i++
		}
		if known && begins.IsZero() && came.IsZero() && day.Before(today) {
			p.ZeroDays = append(p.ZeroDays, day)
		}
		known = known || came.IsPositive()
	}
	return p
}

// periodDays gives what came and went of item $2 at site $1 from day $3 to day $4, a row a day on which it moved: closed days from their
// rows, the others from the movements.
const periodDays = `with l as (select l.place_id, l.item_id, coalesce(l.closed_until, '-infinity') as closed_until from place s join stock_level l on l.place_id = s.id and l.item_id = $2
	  where s.kind = 'SITE' and s.site_id = $1),
	open as (
	  select (m.occurred_at at time zone 'Asia/Shanghai')::date as day, m.q, m.comes from l cross join lateral (
	    select m.occurred_at, m.quantity as q, true as comes from place p join movement m on m.to_place_id = p.id and m.item_id = $2 join place o on o.id = m.from_place_id
	      where p.site_id = $1 and o.site_id is distinct from $1 and m.occurred_at >= (greatest(l.closed_until + 1, $3::date)::timestamp at time zone 'Asia/Shanghai')
	        and m.occurred_at < (($4::date + 1)::timestamp at time zone 'Asia/Shanghai')
	    union all select m.occurred_at, m.quantity, false from place p join movement m on m.from_place_id = p.id and m.item_id = $2 join place o on o.id = m.to_place_id
	      where p.site_id = $1 and o.site_id is distinct from $1 and m.occurred_at >= (greatest(l.closed_until + 1, $3::date)::timestamp at time zone 'Asia/Shanghai')
	        and m.occurred_at < (($4::date + 1)::timestamp at time zone 'Asia/Shanghai')) m)
	select d.day, d.came, d.went from l join level_day d on d.place_id = l.place_id and d.item_id = l.item_id and d.day between $3::date and least($4::date, l.closed_until)
	union all select day, coalesce(sum(q) filter (where comes), 0), coalesce(sum(q) filter (where not comes), 0) from open group by day order by day`

// StockPeriod adds up an item at a site from one day to another, both inclusive; at most 366 days.
//
// Refuses with: PERIOD (backwards or too long), NOT_FOUND.
func (inv *Inventory) StockPeriod(ctx context.Context, siteID, itemID int64, from, to time.Time) (StockPeriod, error) {
	var p StockPeriod
	if err := requireStockOf(ctx, siteID); err != nil {
		return p, err
	}
	if to.Before(from) || to.Sub(from) >= longestPeriod*24*time.Hour {
		return p, fault.Invalidf("to", "PERIOD", "A period runs forward, over at most %d days.", longestPeriod)
	}
	err := postgres.InReadTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		var opening decimal.Decimal
		var before bool
		var today time.Time
		eve := dayBegins(from).Add(-time.Microsecond)
		if err := tx.QueryRow(ctx, `select business_date(), coalesce((select x.on_hand `+stockAsOf+`), 0),
			exists (select 1 from place p join movement m on m.to_place_id = p.id and m.item_id = $2 and m.occurred_at <= $3 where p.site_id = $1)`, siteID, itemID, eve).
			Scan(&today, &opening, &before); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, periodDays, siteID, itemID, from, to)
		if err != nil {
			return err
		}
		days, err := pgx.CollectRows(rows, pgx.RowToStructByPos[DayTotal])
		p = decidePeriod(opening, before, days, from, to, today)
		return err
	})
	return p, err
}
