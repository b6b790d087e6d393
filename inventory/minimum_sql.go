package inventory

import (
	"context"

	"changping/access"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/shopspring/decimal"
)

const minimumInForce = `m.from_date <= business_date() and (m.to_date is null or m.to_date >= business_date())`

// countsAgainst joins the usable stock that counts against minimum m: good, in date, at a site; on hand less reserved.
const countsAgainst = `left join (balance b
	join place p on p.id = b.place_id and p.site_id is not null
	join lot l on l.id = b.lot_id and l.quality = 'GOOD' and (l.expires_on is null or l.expires_on >= business_date())
	join reserve r on r.id = b.reserve_id) on b.item_id = m.item_id and b.on_hand > 0 and
	case m.scope when 'SITE' then p.site_id = m.site_id when 'ORGANISATION' then r.owner_id = m.organisation_id when 'TIER' then r.tier = m.tier else true end`

const headroomColumns = `m.id, m.kind, m.scope, coalesce(m.site_id, 0), coalesce(m.organisation_id, 0), coalesce(m.tier, ''), m.item_id, m.floor, m.cure_days,
	coalesce(s.name_zh, o.name_zh, m.tier, '全区'), i.name_zh`

func (h *Headroom) targets() []any {
	return []any{&h.MinimumID, &h.Kind, &h.Scope, &h.SiteID, &h.OrganisationID, &h.Tier, &h.ItemID, &h.Floor, &h.CureDays, &h.ScopeName, &h.ItemName}
}

func lockMinimums(ctx context.Context, tx pgx.Tx, itemIDs []int64) ([]Headroom, error) {
	rows, err := tx.Query(ctx, `select `+headroomColumns+` from minimum m join item i on i.id = m.item_id
		left join site s on s.id = m.site_id left join organisation o on o.id = m.organisation_id
		where m.item_id = any($1) and `+minimumInForce+` order by m.id `+lockMinimum, itemIDs)
	if err != nil {
		return nil, err
	}
	var all []Headroom
	var h Headroom
	_, err = pgx.ForEachRow(rows, h.targets(), func() error { all = append(all, h); return nil })
	return all, err
}

// availableOf sums the usable stock of each minimum.
func availableOf(ctx context.Context, tx pgx.Tx, minimums []Headroom) (map[int64]decimal.Decimal, error) {
	available := map[int64]decimal.Decimal{}
	if len(minimums) == 0 {
		return available, nil
	}
	ids := make([]int64, len(minimums))
	for i, m := range minimums {
		ids[i] = m.MinimumID
	}
	rows, err := tx.Query(ctx, `select m.id, coalesce(sum(b.on_hand - b.reserved - b.on_hold), 0) from minimum m `+countsAgainst+` where m.id = any($1) group by m.id`, ids)
	if err != nil {
		return nil, err
	}
	var id int64
	var sum decimal.Decimal
	_, err = pgx.ForEachRow(rows, []any{&id, &sum}, func() error { available[id] = sum; return nil })
	return available, err
}

// HeadroomsTx gives the minimums in force for the items, with what counts against them now. It locks nothing: a plan made
// from it is judged again when it is approved.
func HeadroomsTx(ctx context.Context, tx pgx.Tx, itemIDs []int64) ([]Headroom, error) {
	rows, err := tx.Query(ctx, `select `+headroomColumns+` from minimum m join item i on i.id = m.item_id
		left join site s on s.id = m.site_id left join organisation o on o.id = m.organisation_id
		where m.item_id = any($1) and `+minimumInForce+` order by m.id`, itemIDs)
	if err != nil {
		return nil, err
	}
	var all []Headroom
	var h Headroom
	if _, err = pgx.ForEachRow(rows, h.targets(), func() error { all = append(all, h); return nil }); err != nil {
		return nil, err
	}
	available, err := availableOf(ctx, tx, all)
	for i := range all {
		all[i].Available = available[all[i].MinimumID]
	}
	return all, err
}

// closeBreaches closes the breaches of those minimums that are at their floor or above it again. Their rows are locked.
func closeBreaches(ctx context.Context, tx pgx.Tx, minimums []Headroom) error {
	available, err := availableOf(ctx, tx, minimums)
	if err != nil {
		return err
	}
	var restored []int64
	for _, m := range minimums {
		if available[m.MinimumID].GreaterThanOrEqual(m.Floor) {
			restored = append(restored, m.MinimumID)
		}
	}
	_, err = tx.Exec(ctx, `update minimum_breach set closed_at = now() where minimum_id = any($1) and closed_at is null`, restored)
	return err
}

func listMinimums(ctx context.Context, pool *pgxpool.Pool, scope access.Scope, belowOnly bool, limit int, after *MinimumKey, ids []int64) ([]MinimumRow, error) {
	if after == nil {
		after = &MinimumKey{Headroom: decimal.New(-1, 15)}
	}
	rows, err := pool.Query(ctx, `with sums as (
		  select m.id, coalesce(sum(b.on_hand - b.reserved - b.on_hold), 0) as available from minimum m `+countsAgainst+`
		  where `+minimumInForce+` and ($1 or m.site_id = any($2) or m.organisation_id = any($3)) and ($4::bigint[] is null or m.id = any($4)) group by m.id)
		select `+headroomColumns+`, x.available, coalesce(s.name_en, o.name_en, m.tier, 'the district'), m.target, m.warning_margin
		from sums x join minimum m on m.id = x.id join item i on i.id = m.item_id
		left join site s on s.id = m.site_id left join organisation o on o.id = m.organisation_id
		where (not $5 or x.available < m.floor) and (x.available - m.floor, m.id) > ($6::numeric, $7::bigint)
		order by x.available - m.floor, m.id limit $8`,
		scope.District, scope.SiteIDs, scope.OrganisationIDs, ids, belowOnly, after.Headroom, after.ID, limit)
	if err != nil {
		return nil, err
	}
	var all []MinimumRow
	var r MinimumRow
	_, err = pgx.ForEachRow(rows, append(r.targets(), &r.Available, &r.ScopeNameEn, &r.Target, &r.WarningMargin), func() error {
		all = append(all, r)
		return nil
	})
	return all, err
}

func listBreaches(ctx context.Context, pool *pgxpool.Pool, scope access.Scope, openOnly bool, limit int, beforeID int64) ([]BreachRow, error) {
	rows, err := pool.Query(ctx, `select b.id, b.minimum_id, b.floor, b.available, b.reason, i.number as incident_number, pe.name as overridden_by, b.opened_at, b.cure_by, b.closed_at
		from minimum_breach b join minimum m on m.id = b.minimum_id left join incident i on i.id = b.incident_id left join person pe on pe.id = b.person_id
		where ($1 or m.site_id = any($2) or m.organisation_id = any($3)) and (not $4 or b.closed_at is null) and ($5 = 0 or b.id < $5) order by b.id desc limit $6`,
		scope.District, scope.SiteIDs, scope.OrganisationIDs, openOnly, beforeID, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[BreachRow])
}
