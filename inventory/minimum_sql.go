package inventory

import (
	"context"
	"fmt"
	"strconv"

	"changping/access"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/shopspring/decimal"
)

const minimumInForce = `m.from_date <= (select business_date()) and (m.to_date is null or m.to_date >= (select business_date()))`

// usable is the condition that a balance b is in date; expired ones are told apart only to say why a floor broke.
const usable = `b.keeps_until >= (select business_date())`

// wideStock joins sites, lots and reserves to the balances b, for what is summed over more than one site.
const wideStock = `balance b join site st on st.id = b.site_id join lot l on l.id = b.lot_id join reserve r on r.id = b.reserve_id`

// withinScope is whether a balance counts in the scope of minimum m.
const withinScope = `b.in_stock and case m.scope when 'SITE' then b.site_id = m.site_id when 'ORGANISATION' then r.owner_id = m.organisation_id when 'TIER' then r.tier = m.tier
	when 'CUSTODY' then r.owner_id = m.organisation_id and st.organisation_id = m.keeper_id else true end`

// minimumSums gives id and available of the minimums m that a condition picks, in the measure of each: the sum over usable stock of
// what is on hand, less reserved and on hold. Those over one item are summed apart, so that they never pay for the wide ones, and each
// by itself, from the index of its item or its item at its site: joined as wholes, all stock would be gone through for one posting.
func minimumSums(where string) string {
	return minimumSumsOf(`b.on_hand - b.reserved - b.on_hold`, usable, where)
}

// unfit sums what lies of items at sites and may not be used, though nobody has spoken for it: expired, or not good.
const unfit = `select b.site_id, b.item_id, sum(b.on_hand - b.reserved - b.on_hold) as quantity from (
	  select x.site_id, x.item_id, x.on_hand, x.reserved, x.on_hold from balance x where x.in_stock and x.site_id is not null and x.keeps_until < business_date() and x.good
	  union all select x.site_id, x.item_id, x.on_hand, x.reserved, x.on_hold from balance x where x.in_stock and x.site_id is not null and not x.good) b group by 1, 2`

// districtMinimumSums is minimumSums of those in force in the whole district, of which a page or a condition asks for some only. Most
// floors are over an item at a site, and such a one stands on the level there with what is spoken for, so that an index has them in
// order of headroom; page is a condition on level l, or an order and limit too. The others are
// those that the condition apart picks. Where something may not be used the level's
// headroom is too high: such levels are few, and added whatever page says. It needs a table unfit.
func districtMinimumSums(page, apart string) string {
	return `select m.id, l.on_hand - l.spoken_for - u.quantity as available from unfit u join place p on p.kind = 'SITE' and p.site_id = u.site_id
	  join stock_level l on l.place_id = p.id and l.item_id = u.item_id join minimum m on m.id = l.minimum_id where ` + minimumInForce + `
	union all (select m.id, l.on_hand - l.spoken_for from stock_level l join minimum m on m.id = l.minimum_id and ` + minimumInForce + `
	  and not exists (select 1 from unfit u where u.site_id = m.site_id and u.item_id = m.item_id) where l.minimum_id is not null and ` + page + `)
	union all ` + minimumSums(`not m.on_level and `+apart)
}

// minimumSumsOf is minimumSums of another quantity of balances, or of other lots.
func minimumSumsOf(quantity, lots, where string) string {
	lots = ` and b.good and (` + lots + `)`
	return `select m.id, coalesce(x.sum, 0) as available from minimum m cross join lateral (select sum(q) from (
		  select ` + quantity + ` as q from balance b where m.scope = 'SITE' and b.item_id = m.item_id and b.site_id = m.site_id and b.in_stock` + lots + `
		  union all select ` + quantity + ` from ` + wideStock + ` where m.scope <> 'SITE' and b.item_id = m.item_id and ` + withinScope + lots + `) y) x
		where m.item_id is not null and ` + where + `
		union all select m.id, coalesce(sum(x.sum), 0) from minimum m left join lateral (
		  select x.item_id, x.factor from substitution_member x where x.group_code = m.group_code
		  union all select y.id, null from item y where m.group_code is null and (m.category_id is null or y.category_id = m.category_id)) w on true
		left join lateral (select sum((` + quantity + `) * coalesce(w.factor, l.unit_cost, 0)) from ` + wideStock + ` where b.item_id = w.item_id and ` + withinScope + lots + `) x on true
		where m.item_id is null and ` + where + ` group by m.id`
}

// over is the condition that a minimum m is over one of the items $1.
const over = `(m.item_id = any($1) or m.item_id is null and (m.group_code in (select x.group_code from substitution_member x where x.item_id = any($1))
	or m.category_id in (select y.category_id from item y where y.id = any($1)) or m.group_code is null and m.category_id is null))`

// touches is the condition that stock at one of the sites $2 may count against minimum m. A book locks no others, so that a floor of
// one keeper never makes the postings of another wait.
const touches = `(m.scope <> 'SITE' or m.site_id = any($2)) and (m.scope <> 'CUSTODY' or m.keeper_id in (select z.organisation_id from site z where z.id = any($2)))`

// reached are the minimums that goods of the items $1 at the sites $2, pair by pair, may count against: each kind by its own index, since
// an item may have a floor at every site.
const reached = `m.id = any(array(
	select x.id from unnest($2::bigint[], $1::bigint[]) as t(s, i) join minimum x on x.scope = 'SITE' and x.item_id is not null and x.site_id = t.s and x.item_id = t.i
	union all select m.id from minimum m where m.scope <> 'SITE' and m.item_id = any($1) and ` + touches + `
	union all select m.id from minimum m where m.item_id is null and ` + over + ` and ` + touches + `))`

const headroomColumns = `m.id, m.kind, m.scope, coalesce(m.site_id, 0), coalesce(m.organisation_id, 0), coalesce(m.keeper_id, 0), coalesce(m.tier, ''), coalesce(m.item_id, 0), coalesce(m.group_code, ''),
	coalesce(c.code, ''), m.floor, m.warning_margin, m.on_breach, m.cure_days, coalesce(s.name_zh, o.name_zh || coalesce('（' || k.name_zh || '代储）', ''), m.tier, '全区'), coalesce(i.name_zh, g.name_zh, c.name_zh, '全部物资'),
	coalesce(s.name_en, o.name_en || coalesce(' (kept by ' || k.name_en || ')', ''), m.tier, 'the district'), coalesce(i.name_en, g.name_zh, c.name_en, 'all goods'),
	coalesce(i.unit_zh, ` + measureZh + `, '元'),
	coalesce(i.unit_en, g.measure_unit, 'yuan')`

// measureZh is what a substitution group g is measured in, in Chinese.
const measureZh = `case g.measure_unit when 'litre' then '升' when 'kcal' then '千卡' when 'kilowatt' then '千瓦' when 'square metre' then '平方米' when 'metre' then '米'
	  when 'cubic metre per hour' then '立方米/小时' when 'litre per day' then '升/日' when 'person' then '人' when 'piece' then '件' when 'place' then '位' else g.measure_unit end`

const headroomFrom = ` from minimum m left join item i on i.id = m.item_id left join substitution_group g on g.code = m.group_code left join category c on c.id = m.category_id
	left join site s on s.id = m.site_id left join organisation o on o.id = m.organisation_id left join organisation k on k.id = m.keeper_id`

func (h *Headroom) targets() []any {
	return []any{&h.MinimumID, &h.Kind, &h.Scope, &h.SiteID, &h.OrganisationID, &h.KeeperID, &h.Tier, &h.ItemID, &h.GroupCode, &h.CategoryCode, &h.Floor, &h.WarningMargin, &h.OnBreach, &h.CureDays,
		&h.ScopeName, &h.ItemName, &h.ScopeNameEn, &h.ItemNameEn, &h.UnitZh, &h.UnitEn}
}

// SubstitutionGroup is a group of items that stand in for each other.
type SubstitutionGroup struct{ Code, NameZh, UnitZh, UnitEn string }

// SubstitutionGroups gives the substitution groups, in order of code.
func (inv *Inventory) SubstitutionGroups(ctx context.Context) ([]SubstitutionGroup, error) {
	if _, _, err := access.Require(ctx, "catalogue.read"); err != nil {
		return nil, err
	}
	rows, err := inv.Pool.Query(ctx, `select g.code, g.name_zh, `+measureZh+` as unit_zh, g.measure_unit as unit_en from substitution_group g order by g.code`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[SubstitutionGroup])
}

// memberFactors reads what the items $1 weigh in their substitution groups.
const memberFactors = `select group_code, item_id, factor from substitution_member where item_id = any($1)`

// factors are what items weigh in substitution groups.
type factors map[string]map[int64]decimal.Decimal

func (f factors) add(group string, itemID int64, factor decimal.Decimal) {
	if f[group] == nil {
		f[group] = map[int64]decimal.Decimal{}
	}
	f[group][itemID] = factor
}

func lockMinimums(ctx context.Context, tx pgx.Tx, itemIDs []int64) ([]Headroom, error) {
	rows, err := tx.Query(ctx, `select `+headroomColumns+headroomFrom+` where `+over+` and `+minimumInForce+` order by m.id `+lockMinimum, itemIDs)
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
	rows, err := tx.Query(ctx, minimumSums(`m.id = any($1)`), ids)
	if err != nil {
		return nil, err
	}
	var id int64
	var sum decimal.Decimal
	_, err = pgx.ForEachRow(rows, []any{&id, &sum}, func() error { available[id] = sum; return nil })
	return available, err
}

// HeadroomsTx gives the minimums in force over the items, with what counts against them now. It locks nothing: a plan made
// from it is judged again when it is approved.
func HeadroomsTx(ctx context.Context, tx pgx.Tx, itemIDs []int64) ([]Headroom, error) {
	rows, err := tx.Query(ctx, `select `+headroomColumns+headroomFrom+` where `+over+` and `+minimumInForce+` order by m.id`, itemIDs)
	if err != nil {
		return nil, err
	}
	var all []Headroom
	var h Headroom
	if _, err = pgx.ForEachRow(rows, h.targets(), func() error { all = append(all, h); return nil }); err != nil {
		return nil, err
	}
	if rows, err = tx.Query(ctx, memberFactors, itemIDs); err != nil {
		return nil, err
	}
	weigh := factors{}
	var group string
	var itemID int64
	var factor decimal.Decimal
	if _, err = pgx.ForEachRow(rows, []any{&group, &itemID, &factor}, func() error { weigh.add(group, itemID, factor); return nil }); err != nil {
		return nil, err
	}
	available, err := availableOf(ctx, tx, all)
	for i := range all {
		all[i].Available, all[i].Factors = available[all[i].MinimumID], weigh[all[i].GroupCode]
	}
	return all, err
}

// closeBreaches closes the breaches of those minimums that are at their floor or above it again. Their rows are locked.
func closeBreaches(ctx context.Context, tx pgx.Tx, minimums []Headroom) error {
	available, err := availableOf(ctx, tx, minimums)
	if err != nil {
		return err
	}
	var restored []Headroom
	for _, m := range minimums {
		if m.Available = available[m.MinimumID]; m.Available.GreaterThanOrEqual(m.Floor) {
			restored = append(restored, m)
		}
	}
	batch := &pgx.Batch{}
	queueCures(batch, restored)
	return tx.SendBatch(ctx, batch).Close()
}

// queueCures closes the breaches of minimums that are kept again, with the figures that say so.
func queueCures(batch *pgx.Batch, restored []Headroom) {
	ids, available, floors := make([]int64, len(restored)), make([]string, len(restored)), make([]string, len(restored))
	for i, m := range restored {
		ids[i], available[i], floors[i] = m.MinimumID, m.Available.String(), m.Floor.String()
	}
	batch.Queue(`update minimum_breach x set closed_at = now(), cured_available = t.a, cured_floor = t.f from unnest($1::bigint[], $2::numeric[], $3::numeric[]) as t(m, a, f)
		where x.minimum_id = t.m and x.closed_at is null`, ids, available, floors)
}

// cured closes a breach of minimum m, of which a.available is left; what is no longer in force has no floor.
const cured = `closed_at = now(), cured_available = greatest(a.available, 0), cured_floor = case when ` + minimumInForce + ` then m.floor else 0 end`

// cureBreaches closes the breach of a minimum that has changed, where it is kept now or over. Its row is locked by the change.
func cureBreaches(ctx context.Context, tx pgx.Tx, minimumID int64) error {
	_, err := tx.Exec(ctx, `update minimum_breach x set `+cured+` from minimum m join (`+minimumSums(`m.id = $1`)+`) a on a.id = m.id where x.minimum_id = m.id and x.closed_at is null
		and (a.available >= m.floor or not (`+minimumInForce+`))`, minimumID)
	return err
}

// visibleMinimums limits to the minimums of a scope: $1 the whole district, $2 its sites, $3 its organisations.
const visibleMinimums = `($1 or m.site_id = any($2) or m.organisation_id = any($3) or m.keeper_id = any($3))`

// validities are the conditions that a minimum m is in force, not yet, or no more.
var validities = map[string]string{"": minimumInForce, "IN_FORCE": minimumInForce, "COMING": `m.from_date > business_date()`, "ENDED": `m.to_date < business_date()`}

// foundMinimums are the filters of a list of minimums: of m alone, and the others, in the words of headroomFrom. $1 to $3 are the scope, $4
// the ids that are asked for: such a minimum is told whether it is in force or not. What is joined to sums of its own filter is not
// filtered by it again: the planner would take next to nothing to be left, and go through all of it for each row.
func foundMinimums(f MinimumFilter, scope access.Scope, ids []int64) (own, others string, args []any) {
	own = `(` + validities[f.Validity] + ` or m.id = any($4)) and ` + visibleMinimums + ` and ($4::bigint[] is null or m.id = any($4))`
	args = []any{scope.District, scope.SiteIDs, scope.OrganisationIDs, ids}
	if f.narrowed() {
		args = append(args, f.Kind, f.Scope, f.Search)
		others = ` and ($5 = '' or m.kind = $5) and ($6 = '' or m.scope = $6)
		  and ($7 = '' or strpos(lower(concat_ws(' ', s.code, s.name_zh, s.name_en, o.name_zh, o.name_en, k.name_zh, k.name_en, i.code, i.name_zh, i.name_en, i.slug, g.name_zh, c.name_zh, c.name_en)), lower($7)) > 0)`
	}
	own, args = postgres.Narrowed(own, args, f.where)
	return own, others, args
}

func (f MinimumFilter) narrowed() bool { return f.Kind != "" || f.Scope != "" || f.Search != "" }

// onLevels reports whether the levels can tell what is below: they hold what is in force now, and a page of them is cut before anything
// else is asked, so not where a list is narrowed.
func (f MinimumFilter) onLevels(scope access.Scope, ids []int64) bool {
	return ids == nil && scope.District && !f.narrowed() && f.where == nil && validities[f.Validity] == minimumInForce
}

// belowFloor limits minimums to those below their floor.
const belowFloor = ` and a.available < m.floor`

func listMinimums(ctx context.Context, pool *pgxpool.Pool, scope access.Scope, f MinimumFilter, limit int, after *MinimumKey, ids []int64) ([]MinimumRow, error) {
	if after == nil {
		after = &MinimumKey{Headroom: decimal.New(-1, 15)}
	}
	own, others, args := foundMinimums(f, scope, ids)
	key := fmt.Sprintf(`($%d::numeric, $%d::bigint)`, len(args)+1, len(args)+2)
	args = append(args, after.Headroom, after.ID)
	lowLevel := `true`
	if f.BelowOnly {
		others, lowLevel = others+belowFloor, `l.headroom < 0`
	}
	page := `limit ` + strconv.Itoa(limit)
	all := f.onLevels(scope, ids)
	sums := minimumSums(own)
	if all {
		sums = districtMinimumSums(`(l.headroom, l.minimum_id) > `+key+` and `+lowLevel+` order by l.headroom, l.minimum_id `+page, own)
	}
	sql := `with unfit as materialized (` + unfit + `), sums as (` + sums + `)
		select ` + headroomColumns + `, a.available, m.target, m.from_date, m.to_date, (select y.number from agreement y where y.id = m.agreement_id) ` + headroomFrom + ` join sums a on a.id = m.id
		where (a.available - m.floor, m.id) > ` + key + others + `
		order by a.available - m.floor, m.id ` + page
	row := func(row pgx.CollectableRow) (r MinimumRow, err error) {
		return r, row.Scan(append(r.targets(), &r.Available, &r.Target, &r.FromDate, &r.ToDate, &r.AgreementNumber)...)
	}
	if all {
		return collectPlanned(ctx, pool, row, sql, args...)
	}
	return collectAsAsked(ctx, pool, row, sql, args...)
}

// minimumListing lists the ids of minimums. Their sums are read only where it matters what is below: which are on a page is told by
// themselves, and those are then added up.
func minimumListing(f MinimumFilter, scope access.Scope, ids []int64) postgres.Listing {
	own, others, args := foundMinimums(f, scope, ids)
	x := postgres.Listing{Columns: `m.id`, From: headroomFrom + ` where ` + own + others, Args: args, AsAsked: true}
	if f.BelowOnly {
		sums := minimumSums(own)
		if f.onLevels(scope, ids) {
			sums = `with unfit as materialized (` + unfit + `) ` + districtMinimumSums(`l.headroom < 0`, own)
		}
		x.From = headroomFrom + ` join (` + sums + `) a on a.id = m.id where true` + others + belowFloor
	}
	return x
}
