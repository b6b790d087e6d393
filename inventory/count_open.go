package inventory

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// CountRequest opens a stocktake.
type CountRequest struct {
	RequestKey string `json:"-"`
	SiteID     int64
	Plan       CountPlan
	Blind      bool // counters are not told what is expected
	Counters   int  // 1 or 2
	Note       string
}

// CountChanged is the answer to a write upon a stocktake.
type CountChanged struct {
	CountID  int64
	Replayed bool      `json:"-"`
	Warnings []Warning `json:",omitempty"` // of what a closing posted, a replayed one too
}

// onceCount runs a write upon a stocktake, once per request key.
func onceCount(ctx context.Context, inv *Inventory, key, operation string, input any, do func(tx pgx.Tx) (int64, error)) (CountChanged, error) {
	return onceCountTelling(ctx, inv, key, operation, input, func(tx pgx.Tx) (CountChanged, error) {
		id, err := do(tx)
		return CountChanged{CountID: id}, err
	})
}

// onceCountTelling is onceCount for what warns.
func onceCountTelling(ctx context.Context, inv *Inventory, key, operation string, input any, do func(tx pgx.Tx) (CountChanged, error)) (changed CountChanged, err error) {
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		answer, replayed, err := access.Once(ctx, tx, key, operation, input, func() (CountChanged, error) { return do(tx) })
		changed, changed.Replayed = answer, replayed
		return err
	})
	return changed, err
}

// shelfItems are the items of which something lies at site $1, with the value of what was issued of them there within a year.
const shelfItems = `select i.id, i.code, c.code, coalesce((
	  select sum(m.quantity * coalesce(l.unit_cost, 0)) from place p join movement m on m.from_place_id = p.id and m.item_id = i.id and m.occurred_at > now() - interval '1 year'
	  join document d on d.id = m.document_id and d.kind in ('ISSUE','DISPATCH') and d.state = 'POSTED' join lot l on l.id = m.lot_id where p.site_id = $1), 0)
	from item i join category c on c.id = i.category_id
	where i.id in (select b.item_id from place p join balance b on b.place_id = p.id and b.in_stock where p.site_id = $1) order by i.code`

// countSeries is the prefix of the numbers of stocktakes; their documents have their own.
const countSeries = "PJ"

// OpenCount opens a stocktake: it lists the lots of the items that the plan covers, as they lie there now. Nothing is frozen. Keepers of
// the site, partners at their own, dispatchers.
//
// Refuses with: PLAN, COUNTERS, COUNT_EMPTY (the plan covers nothing that lies there; a full one may be empty), COUNT_OVERLAP, NOT_FOUND.
func (inv *Inventory) OpenCount(ctx context.Context, r CountRequest) (CountChanged, error) {
	actor, scope, err := access.Require(ctx, "count.write")
	if err != nil {
		return CountChanged{}, err
	}
	if !scope.CoversSite(r.SiteID) {
		return CountChanged{}, fault.Absent("site", fmt.Sprint(r.SiteID)).At("siteId")
	}
	if r.Counters != 1 && r.Counters != 2 {
		return CountChanged{}, fault.Invalidf("counters", "COUNTERS", "One or two people count each line.")
	}
	if err := r.Plan.check(); err != nil {
		return CountChanged{}, err
	}
	return onceCount(ctx, inv, r.RequestKey, "openStockCount", r, func(tx pgx.Tx) (int64, error) {
		items, err := readShelfItems(ctx, tx, r.SiteID)
		if err != nil {
			return 0, err
		}
		chosen := r.Plan.choose(items)
		rows, err := tx.Query(ctx, `select p.id from place p where p.site_id = $1 and p.kind = 'BIN' and exists (select 1 from balance b where b.place_id = p.id and b.in_stock) order by p.id`, r.SiteID)
		if err != nil {
			return 0, err
		}
		bins, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return 0, err
		}
		drawn := r.Plan.chooseBins(bins)
		detail, err := json.Marshal(r.Plan)
		if err != nil {
			return 0, err
		}
		var person *int64
		if actor.PersonID != 0 {
			person = &actor.PersonID
		}
		var id int64
		if err := tx.QueryRow(ctx, `with n as (insert into document_counter (site_id, prefix, day, last) values ($1, $2, business_date(), 1)
			  on conflict (site_id, prefix, day) do update set last = document_counter.last + 1 returning last)
			insert into stock_count (number, site_id, plan, detail, blind, counters, note, opened_by)
			select $2 || '-' || to_char(business_date(), 'YYYYMMDD') || '-' || to_char(last, 'FM9000'), $1, $3, $4, $5, $6, $7, $8 from n returning id`,
			r.SiteID, countSeries, r.Plan.Kind, detail, r.Blind, r.Counters, r.Note, person).Scan(&id); err != nil {
			return 0, err
		}
		listed, err := tx.Exec(ctx, `insert into count_line (count_id, line_no, place_id, item_id, lot_id, reserve_id, listed)
			select $1, row_number() over (order by bin.pick_order nulls first, i.code, l.expires_on nulls last, l.lot_no, l.serial_no, b.place_id, b.reserve_id), b.place_id, b.item_id, b.lot_id, b.reserve_id, true
			from place p join balance b on b.place_id = p.id and b.in_stock join item i on i.id = b.item_id join lot l on l.id = b.lot_id
			left join bin on bin.place_id = p.id
			where p.site_id = $2 and b.item_id = any($3) and ($4 = '' or bin.zone = $4) and ($5::bigint[] is null or b.place_id = any($5))`, id, r.SiteID, chosen, r.Plan.Zone, drawn)
		if err != nil {
			return 0, err
		}
		if listed.RowsAffected() == 0 && r.Plan.Kind != PlanFull {
			return 0, fault.New(fault.Refused, "COUNT_EMPTY", "The plan covers nothing that lies at this site.").At("plan")
		}
		return id, access.RecordTx(ctx, tx, access.Entry{Action: "count.open", ObjectKind: "stock_count", ObjectID: id, Detail: r.Plan})
	})
}

// lockedCount is a stocktake locked for a change.
type lockedCount struct {
	ID, SiteID int64
	Number     string
	Blind      bool
	Counters   int
}

// lockCount locks an open stocktake of a site in scope. Refuses with: NOT_FOUND, COUNT_CLOSED.
func lockCount(ctx context.Context, tx pgx.Tx, id int64, scope access.Scope) (lockedCount, error) {
	var c lockedCount
	var state CountState
	err := tx.QueryRow(ctx, `select id, site_id, number, blind, counters, state from stock_count where id = $1 for update`, id).Scan(&c.ID, &c.SiteID, &c.Number, &c.Blind, &c.Counters, &state)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && !scope.CoversSite(c.SiteID) {
		return c, fault.Absent("stocktake", fmt.Sprint(id)).At("countId")
	}
	if err == nil && state != CountOpen {
		err = countClosed(c.Number)
	}
	return c, err
}
