package inventory

import (
	"context"
	"errors"
	"fmt"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// RotationLead is how long before its expiry a lot is to be turned over: a third of its shelf life, but at most 180 days for
// labelled medical goods and at most a year for all others. Planning values of the design (facts 1.7).
func RotationLead(categoryCode, shelfLifeBasis string, shelfLifeDays int) time.Duration {
	days := min(shelfLifeDays/3, 365)
	if categoryCode == "MH" && shelfLifeBasis == "label_typical" {
		days = min(days, 180)
	}
	return time.Duration(days) * 24 * time.Hour
}

// due is a lot at a site that has reached its rotation date.
type due struct {
	PlaceID                  int64
	Candidate                Candidate
	CategoryCode, ShelfBasis string
	ShelfLifeDays            int
	scale                    int // decimals of the item
}

// rotationPlan is a task to be written.
type rotationPlan struct {
	due
	RotateOn     time.Time
	ReplaceFirst decimal.Decimal
	MinimumID    int64 // 0: nothing must come in first
}

// decideRotation turns lots that reached their rotation date into tasks that keep every minimum: what a floor still needs
// must be replaced before the old goods go out. Lots come first to expire first, and each task counts against the headroom
// of the tasks after it. Pure; today is the business date.
func decideRotation(today time.Time, lots []due, headrooms []Headroom) []rotationPlan {
	spare := make([]decimal.Decimal, len(headrooms))
	for i, h := range headrooms {
		spare[i] = h.Spare()
	}
	var plans []rotationPlan
	for _, d := range lots {
		rotateOn := d.Candidate.ExpiresOn.Add(-RotationLead(d.CategoryCode, d.ShelfBasis, d.ShelfLifeDays))
		if rotateOn.After(today) {
			continue
		}
		plan := rotationPlan{due: d, RotateOn: rotateOn}
		for i, h := range headrooms {
			if !h.Counts(d.Candidate) {
				continue
			}
			missing := d.Candidate.Available.Sub(decimal.Max(decimal.Zero, h.SpareOf(d.Candidate, spare[i], d.scale)))
			if missing.GreaterThan(plan.ReplaceFirst) {
				plan.ReplaceFirst, plan.MinimumID = missing, h.MinimumID
			}
			spare[i] = spare[i].Sub(d.Candidate.Available.Mul(h.Weight(d.Candidate)))
		}
		plans = append(plans, plan)
	}
	return plans
}

// PlanRotation finds the lots that have reached their rotation date and writes their tasks; open tasks are brought up to
// date, and those whose lot is gone are cancelled. Cron runs it every night; running it twice changes nothing more.
func (inv *Inventory) PlanRotation(ctx context.Context) (open int, err error) {
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `select sp.id, s.id, s.organisation_id, b.item_id, b.lot_id, l.expires_on, b.reserve_id, r.owner_id, r.tier, sum(b.on_hand - b.reserved - b.on_hold),
			  c.code, i.shelf_life_basis, i.shelf_life_days, i.scale, l.unit_cost
			from balance b join place p on p.id = b.place_id join site s on s.id = p.site_id join place sp on sp.kind = 'SITE' and sp.site_id = s.id join lot l on l.id = b.lot_id join reserve r on r.id = b.reserve_id
			join item i on i.id = b.item_id join category c on c.id = i.category_id
			where b.on_hand > b.reserved + b.on_hold and l.quality = 'GOOD' and i.shelf_life_days is not null
			  and l.expires_on between business_date() and business_date() + least(365, i.shelf_life_days / 3)
			group by sp.id, s.id, b.item_id, b.lot_id, l.id, b.reserve_id, r.id, c.id, i.id
			order by l.expires_on, sp.id, b.lot_id, b.reserve_id`)
		if err != nil {
			return err
		}
		var lots []due
		var items []int64
		var d due
		c := &d.Candidate
		if _, err := pgx.ForEachRow(rows, []any{&d.PlaceID, &c.SiteID, &c.SiteOrganisationID, &c.ItemID, &c.LotID, &c.ExpiresOn, &c.ReserveID, &c.OwnerID, &c.ReserveTier,
			&c.Available, &d.CategoryCode, &d.ShelfBasis, &d.ShelfLifeDays, &d.scale, &c.UnitCost}, func() error {
			one := d
			expires := *c.ExpiresOn
			one.Candidate.ExpiresOn, one.Candidate.CategoryCode = &expires, d.CategoryCode
			if c.UnitCost != nil {
				cost := *c.UnitCost
				one.Candidate.UnitCost = &cost
			}
			lots, items = append(lots, one), append(items, c.ItemID)
			return nil
		}); err != nil {
			return err
		}
		headrooms, err := HeadroomsTx(ctx, tx, items)
		if err != nil {
			return err
		}
		var today time.Time
		if err := tx.QueryRow(ctx, `select business_date()`).Scan(&today); err != nil {
			return err
		}
		plans := decideRotation(today, lots, headrooms)
		open = len(plans)
		batch := &pgx.Batch{}
		kept := make([]int64, 0, len(plans))
		for _, p := range plans {
			c := p.Candidate
			batch.Queue(`insert into rotation_task (place_id, lot_id, reserve_id, item_id, quantity, rotate_on, expires_on, replace_first, minimum_id)
				values ($1, $2, $3, $4, $5, $6, $7, $8, nullif($9::bigint, 0))
				on conflict on constraint rotation_task_unique do update set quantity = excluded.quantity, replace_first = excluded.replace_first,
				  minimum_id = excluded.minimum_id, state = 'OPEN', closed_at = null,
				  document_id = (select d.id from document d where d.id = rotation_task.document_id and d.state in `+waitingStates+`) returning id`,
				p.PlaceID, c.LotID, c.ReserveID, c.ItemID, c.Available, p.RotateOn, c.ExpiresOn, p.ReplaceFirst, p.MinimumID).
				QueryRow(func(row pgx.Row) error {
					var id int64
					err := row.Scan(&id)
					kept = append(kept, id)
					return err
				})
		}
		if err := tx.SendBatch(ctx, batch).Close(); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update rotation_task set state = 'CANCELLED', closed_at = now() where state = 'OPEN' and not id = any($1)
			and not exists (select 1 from document d where d.id = document_id and d.state in `+waitingStates+`)`, kept); err != nil {
			return err
		}
		return access.RecordTx(ctx, tx, access.Entry{Action: "rotation.plan", ObjectKind: "rotation_task", Detail: map[string]any{"open": open}})
	})
	return open, err
}

// RotationCompletion carries out a rotation task.
type RotationCompletion struct {
	RequestKey string `json:"-"`
	TaskID     int64
	Note       string
}

// waitingStates are those of a document by which a task is carried out once it is approved.
const waitingStates = `('DRAFT', 'SUBMITTED', 'APPROVED', 'REFUSED')`

// CompleteRotation takes the lot of a task out of stock. New in before old out: refused with BELOW_MINIMUM while a covenant
// or a policy minimum would suffer. Where a rule asks for approval, as of hazardous goods, the issue is submitted and its goods set
// aside; the task stays open until it is posted. Keepers of the site, partners at their own.
//
// Refuses with what PostTx refuses, and: NOT_FOUND, ALREADY_DONE, DOCUMENT_WAITS (its issue waits for approval already), ENTRUSTED.
func (inv *Inventory) CompleteRotation(ctx context.Context, r RotationCompletion) (Posted, error) {
	_, scope, err := access.Require(ctx, "rotation.complete")
	if err != nil {
		return Posted{}, err
	}
	return onceWarned(ctx, inv, r.RequestKey, "completeRotationTask", r, func(tx pgx.Tx) (Posted, error) {
		m, err := lockRotation(ctx, tx, r.TaskID, scope)
		if err != nil {
			return Posted{}, err
		}
		b, err := openBook(ctx, tx, reachOf([]Move{m}))
		if err != nil {
			return Posted{}, err
		}
		e, err := b.postOrSubmit(ctx, Posting{Kind: KindIssue, Reason: "ROTATION", SiteID: m.From.SiteID, Note: r.Note, KeepPolicies: true, Moves: []Move{m},
			Content: Issue{SiteID: m.From.SiteID, Reason: "ROTATION", Note: r.Note, Lines: []IssueLine{{ItemID: m.ItemID, LotID: m.LotID, ReserveID: m.ReserveID, Quantity: m.Quantity}}}})
		if err != nil {
			return Posted{}, err
		}
		if err := b.write(ctx); err != nil {
			return Posted{}, err
		}
		_, err = tx.Exec(ctx, `update rotation_task set document_id = $2, state = case when $3 then 'OPEN' else 'DONE' end, closed_at = case when not $3 then now() end where id = $1`,
			r.TaskID, e.documentID, e.waits)
		return Posted{DocumentID: e.documentID, Warnings: e.warnings}, err
	})
}

// lockRotation locks a task that may be carried out, and gives the move that does it.
func lockRotation(ctx context.Context, tx pgx.Tx, taskID int64, scope access.Scope) (Move, error) {
	var state string
	var siteID, owner int64
	var entrusted, waits bool
	m := Move{To: Virtual(PlaceConsumed)}
	err := tx.QueryRow(ctx, `select t.state, p.site_id, t.item_id, t.lot_id, t.reserve_id,
		  coalesce((select sum(b.on_hand - b.reserved - b.on_hold) from place q join balance b on b.place_id = q.id and b.lot_id = t.lot_id and b.reserve_id = t.reserve_id
		    where q.site_id = p.site_id), 0), r.custody = 'ENTRUSTED', r.owner_id, exists (select 1 from document d where d.id = t.document_id and d.state in ('SUBMITTED', 'APPROVED'))
		from rotation_task t join place p on p.id = t.place_id join reserve r on r.id = t.reserve_id
		where t.id = $1 for update of t`, taskID).Scan(&state, &siteID, &m.ItemID, &m.LotID, &m.ReserveID, &m.Quantity, &entrusted, &owner, &waits)
	m.From = AtSite(siteID)
	switch {
	case errors.Is(err, pgx.ErrNoRows) || err == nil && !scope.CoversSite(siteID):
		return m, fault.Absent("rotation task", fmt.Sprint(taskID)).At("taskId")
	case err != nil:
		return m, err
	case state != "OPEN":
		return m, fault.New(fault.Conflict, "ALREADY_DONE", "This rotation task is no longer open.").At("taskId")
	case waits:
		return m, fault.New(fault.Conflict, "DOCUMENT_WAITS", "The issue of this task waits for its approval already.").At("taskId")
	case entrusted && !scope.CoversOrganisation(owner):
		return m, fault.New(fault.Refused, "ENTRUSTED", "These goods are entrusted: they move only on their owner's document.").At("taskId")
	case !m.Quantity.IsPositive():
		return m, Insufficient(m.Quantity, m.Quantity).At("taskId")
	}
	return m, nil
}

// RotationRow is a rotation task in a list.
type RotationRow struct {
	ID, SiteID, LotID, ItemID, ReserveID int64
	Quantity, ReplaceFirst               decimal.Decimal
	RotateOn, ExpiresOn                  time.Time
	KeptFor                              string
	State                                string
	DocumentID                           *int64
}

var rotationTaskFilters = []postgres.Field{
	postgres.ByID("id", "rotationTask", "t.id"), postgres.ByID("siteId", "site", "p.site_id"), postgres.ByID("itemId", "item", "t.item_id"),
	postgres.ByID("lotId", "lot", "t.lot_id"), postgres.ByID("reserveId", "reserve", "t.reserve_id"), postgres.ByQuantity("quantity", "t.quantity"),
	postgres.ByDate("rotateOn", "t.rotate_on"), postgres.ByDate("expiresOn", "t.expires_on"), postgres.ByQuantity("replaceFirst", "t.replace_first"),
	postgres.ByChoice("state", "t.state"), postgres.ByID("documentId", "document", "t.document_id"),
}

// ListRotation gives rotation tasks, first to expire first. siteID 0: every site in scope; taskIDs non-nil: only these.
func (inv *Inventory) ListRotation(siteID int64, openOnly bool, taskIDs []int64) *postgres.List[RotationRow] {
	expires, id := postgres.Key{SQL: "t.expires_on", Type: "date"}, postgres.Key{SQL: "t.id", Type: "bigint"}
	return &postgres.List[RotationRow]{Fields: rotationTaskFilters, Pool: inv.Pool, Orders: []postgres.Order{
		{Name: "EXPIRES", By: []postgres.Key{expires, id}},
		{Name: "ROTATE_ON", By: []postgres.Key{{SQL: "t.rotate_on", Type: "date"}, expires, id}},
		{Name: "SITE", By: []postgres.Key{{SQL: "h.code", Type: "text"}, expires, id}},
	}, Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
		_, scope, err := access.Require(ctx, "rotation.read")
		return postgres.Listing{
			Columns: `t.id, p.site_id, t.lot_id, t.item_id, t.reserve_id, t.quantity, t.replace_first, t.rotate_on, t.expires_on,
				coalesce(case when m.id is not null then coalesce(s.name_zh, o.name_zh, m.tier, '全区') || ' ≥ ' || trim_scale(m.floor)::text end, '') as kept_for, t.state, t.document_id`,
			From: `from rotation_task t join place p on p.id = t.place_id join site h on h.id = p.site_id left join minimum m on m.id = t.minimum_id
				left join site s on s.id = m.site_id left join organisation o on o.id = m.organisation_id
				where ($1 or p.site_id = any($2)) and ($3 = 0 or p.site_id = $3) and (not $4 or t.state = 'OPEN') and ($5::bigint[] is null or t.id = any($5))`,
			Args: []any{scope.District, scope.SiteIDs, siteID, openOnly, taskIDs}}, err
	}}
}
