package inventory

import (
	"context"
	"time"

	"changping/access"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// A floor can break without a posting: goods expire overnight, or are put on hold, which is never refused for the sake of a floor.
// WatchMinimums finds such breaks, ends breaches whose floor is kept again, and reminds of those that stand open.

// Watched is what a night's watch did.
type Watched struct{ Opened, Closed, Reminded int }

// WatchMinimums opens breaches of binding minimums that are below their floor without one, closes those that are kept again or
// over, and writes the day's reminders: three days before the cure date, on it, and every day after. Cron runs it every night;
// running it late or twice changes nothing more.
func (inv *Inventory) WatchMinimums(ctx context.Context) (w Watched, err error) {
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		w = Watched{}
		minimums, err := lockWatched(ctx, tx)
		if err != nil {
			return err
		}
		batch := &pgx.Batch{}
		var lines []access.Line
		for _, m := range minimums {
			cause := breachCause(m.Floor, m.Available, m.expired, m.onHold)
			if cause == "" {
				continue
			}
			b := broken{m.Headroom, cause, breachReasons[cause]}
			queueBreach(batch, b, nil, nil, 0)
			lines = append(lines, breachLine(access.LineFor(ctx), b, nil))
			w.Opened++
		}
		if w.Opened > 0 {
			if err := access.QueueLines(batch, lines); err != nil {
				return err
			}
			if err := tx.SendBatch(ctx, batch).Close(); err != nil {
				return err
			}
		}
		tag, err := tx.Exec(ctx, `update minimum_breach x set `+cured+` from minimum m join (`+minimumSums(`m.id in (select minimum_id from minimum_breach where closed_at is null)`)+`) a on a.id = m.id
			where m.id = x.minimum_id and x.closed_at is null and (a.available >= m.floor or not (`+minimumInForce+`))`)
		if err != nil {
			return err
		}
		w.Closed = int(tag.RowsAffected())
		tag, err = tx.Exec(ctx, `insert into minimum_reminder (breach_id, day, kind)
			select b.id, business_date(), case when business_date() < b.cure_by then 'SOON' when business_date() = b.cure_by then 'DUE' else 'OVERDUE' end from minimum_breach b
			where b.closed_at is null and (business_date() >= b.cure_by or business_date() >= b.cure_by - 3 and not exists (select 1 from minimum_reminder r where r.breach_id = b.id))
			order by b.id on conflict do nothing`)
		w.Reminded = int(tag.RowsAffected())
		return err
	})
	return w, err
}

// watched is a minimum with what would count against it but for its expiry or a hold.
type watched struct {
	Headroom
	expired, onHold decimal.Decimal
}

// lockWatched locks the binding minimums that have no open breach and those that have one, and gives the first with their sums.
func lockWatched(ctx context.Context, tx pgx.Tx) (all []watched, err error) {
	rows, err := tx.Query(ctx, `select `+headroomColumns+`, exists (select 1 from minimum_breach x where x.minimum_id = m.id and x.closed_at is null) `+headroomFrom+`
		where (m.on_breach <> 'WARN' and `+minimumInForce+`) or exists (select 1 from minimum_breach x where x.minimum_id = m.id and x.closed_at is null) order by m.id `+lockMinimum)
	if err != nil {
		return nil, err
	}
	at, ids := map[int64]int{}, []int64{}
	var h Headroom
	var open bool
	if _, err := pgx.ForEachRow(rows, append(h.targets(), &open), func() error {
		if !open {
			at[h.MinimumID] = len(all)
			all, ids = append(all, watched{Headroom: h}), append(ids, h.MinimumID)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	const expired = `b.keeps_until < (select business_date())`
	for _, part := range []struct {
		quantity, lots string
		into           func(*watched) *decimal.Decimal
	}{{`b.on_hand - b.reserved - b.on_hold`, usable, func(w *watched) *decimal.Decimal { return &w.Available }},
		{`b.on_hand - b.reserved - b.on_hold`, expired, func(w *watched) *decimal.Decimal { return &w.expired }},
		{`b.on_hold`, usable, func(w *watched) *decimal.Decimal { return &w.onHold }}} {
		rows, err := tx.Query(ctx, minimumSumsOf(part.quantity, part.lots, `m.id = any($1)`), ids)
		if err != nil {
			return nil, err
		}
		var id int64
		var sum decimal.Decimal
		if _, err := pgx.ForEachRow(rows, []any{&id, &sum}, func() error { *part.into(&all[at[id]]) = sum; return nil }); err != nil {
			return nil, err
		}
	}
	return all, nil
}

var breachReasons = map[string]string{"EXPIRY": "goods have expired", "HOLD": "goods are on hold", "OTHER": "stock is below the floor"}

// breachCause tells why a minimum is below its floor, or "" where it is not: low means below it. Pure.
func breachCause(floor, available, expired, onHold decimal.Decimal) string {
	switch {
	case available.GreaterThanOrEqual(floor):
		return ""
	case expired.IsPositive() && available.Add(expired).GreaterThanOrEqual(floor):
		return "EXPIRY"
	case onHold.IsPositive() && available.Add(onHold).GreaterThanOrEqual(floor):
		return "HOLD"
	case expired.IsPositive():
		return "EXPIRY"
	case onHold.IsPositive():
		return "HOLD"
	}
	return "OTHER"
}

// Reminder is a reminder of a breach. Kind: SOON (three days before the cure date or less), DUE (on it) or OVERDUE.
type Reminder struct {
	Day  time.Time
	Kind string
}

// RemindersOf gives the reminders of breaches, oldest first, whoever asks: used below lists that are already within scope.
func (inv *Inventory) RemindersOf(ctx context.Context, breachIDs []int64) (map[int64][]Reminder, error) {
	rows, err := inv.Pool.Query(ctx, `select breach_id, day, kind from minimum_reminder where breach_id = any($1) order by breach_id, day`, breachIDs)
	if err != nil {
		return nil, err
	}
	all := map[int64][]Reminder{}
	var id int64
	var r Reminder
	_, err = pgx.ForEachRow(rows, []any{&id, &r.Day, &r.Kind}, func() error { all[id] = append(all[id], r); return nil })
	return all, err
}

// CountBreachesReminded counts the open breaches that ListBreaches would list and that somebody has been reminded of.
func (inv *Inventory) CountBreachesReminded(ctx context.Context) (int, error) {
	_, scope, err := access.Require(ctx, "minimum.read")
	if err != nil {
		return 0, err
	}
	return inv.count(ctx, `select count(*) from minimum_breach b join minimum m on m.id = b.minimum_id where b.closed_at is null and exists (select 1 from minimum_reminder r where r.breach_id = b.id)
		and `+visibleMinimums, scope.District, scope.SiteIDs, scope.OrganisationIDs)
}
