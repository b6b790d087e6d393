package inventory

import (
	"context"
	"time"

	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Planned is goods that are expected at a site.
type Planned struct {
	On        time.Time // the day, a business date; a day that is past counts as today
	Quantity  decimal.Decimal
	ExpiresOn *time.Time
}

// ForecastDay is a day of a forecast: what is usable at its end is what was usable before, and what came in, less what went out and
// what went past its date.
type ForecastDay struct {
	Day                              time.Time
	QuantityIn, QuantityOut, Expired decimal.Decimal
	Usable                           decimal.Decimal
}

// The farthest that is looked ahead, in days.
const longestForecast = 180

// dated is goods with the last day on which they are usable; nil: no such day.
type dated struct {
	quantity  decimal.Decimal
	expiresOn *time.Time
}

// decideForecast looks ahead from today on. Pure. What is reserved goes out on the first day, since it is promised whatever happens, and
// so never expires here; what is free drops out on the day after its last.
func decideForecast(today time.Time, days int, free []dated, reserved decimal.Decimal, planned []Planned) []ForecastDay {
	all := make([]ForecastDay, days)
	index := func(day time.Time) int { return max(0, int(day.Sub(today).Hours()/24)) }
	expire := func(q decimal.Decimal, expiresOn *time.Time, from int) {
		if expiresOn == nil {
			return
		}
		if i := max(from, index(expiresOn.AddDate(0, 0, 1))); i < days {
			all[i].Expired = all[i].Expired.Add(q)
		}
	}
	usable := reserved
	for _, f := range free {
		usable = usable.Add(f.quantity)
		expire(f.quantity, f.expiresOn, 0)
	}
	for _, p := range planned {
		if i := index(p.On); i < days {
			all[i].QuantityIn = all[i].QuantityIn.Add(p.Quantity)
			expire(p.Quantity, p.ExpiresOn, i)
		}
	}
	for i := range all {
		all[i].Day = today.AddDate(0, 0, i)
		if i == 0 {
			all[i].QuantityOut = reserved
		}
		usable = usable.Add(all[i].QuantityIn).Sub(all[i].QuantityOut).Sub(all[i].Expired)
		all[i].Usable = usable
	}
	return all
}

// Forecast looks ahead over an item at a site for 1 to 180 days, from today on: transfers on their way to it arrive on the day after they
// were sent, today at the earliest; arrivals are what others have planned; live reservations go out; lots drop out after their last day.
//
// Refuses with: DAYS, NOT_FOUND.
func (inv *Inventory) Forecast(ctx context.Context, siteID, itemID int64, days int, arrivals []Planned) ([]ForecastDay, error) {
	if err := requireStockOf(ctx, siteID); err != nil {
		return nil, err
	}
	if days < 1 || days > longestForecast {
		return nil, fault.Invalidf("days", "DAYS", "Look ahead over 1 to %d days.", longestForecast)
	}
	var forecast []ForecastDay
	err := postgres.InReadTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		var today time.Time
		var free []dated
		planned := append([]Planned{}, arrivals...)
		reserved := decimal.Zero
		batch := &pgx.Batch{}
		batch.Queue(`select business_date()`).QueryRow(func(row pgx.Row) error { return row.Scan(&today) })
		batch.Queue(`select coalesce(sum(b.reserved), 0) from place p join balance b on b.place_id = p.id and b.item_id = $2 where p.site_id = $1`, siteID, itemID).
			QueryRow(func(row pgx.Row) error { return row.Scan(&reserved) })
		batch.Queue(`select b.on_hand - b.reserved - b.on_hold, l.expires_on from place p join balance b on b.place_id = p.id and b.item_id = $2 and b.on_hand > b.reserved
			join lot l on l.id = b.lot_id and l.quality = 'GOOD' and (l.expires_on is null or l.expires_on >= business_date()) where p.site_id = $1`, siteID, itemID).Query(func(rows pgx.Rows) (err error) {
			free, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (d dated, err error) { return d, row.Scan(&d.quantity, &d.expiresOn) })
			return err
		})
		batch.Queue(`select (d.occurred_at at time zone 'Asia/Shanghai')::date + 1, m.quantity, l.expires_on from document d join movement m on m.document_id = d.id and m.item_id = $2
			join lot l on l.id = m.lot_id where d.counter_site_id = $1 and d.kind = 'TRANSFER' and d.state = 'IN_TRANSIT'`, siteID, itemID).Query(func(rows pgx.Rows) error {
			sent, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Planned])
			planned = append(planned, sent...)
			return err
		})
		if err := tx.SendBatch(ctx, batch).Close(); err != nil {
			return err
		}
		forecast = decideForecast(today, days, free, reserved, planned)
		return nil
	})
	return forecast, err
}
