package inventory

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/shopspring/decimal"
)

// A function in a condition on rows is called for each of them, business_date() at more cost than adding the row up; as
// (select business_date()) it is called once. Where an index is asked for a range it is plain, for the planner then knows how much that is.

// The four parts of a balance: on hand = available + reserved + on hold + expired, always. Reserved and quality
// holds come first; of the rest, what is past its date is expired, what is not good is on hold, and what is left is available.
const balanceParts = `
	sum(b.on_hand) as on_hand, sum(b.reserved) as reserved,
	coalesce(sum(b.on_hand - b.reserved - b.on_hold) filter (where b.keeps_until < (select business_date())), 0) as expired,
	sum(b.on_hold) + coalesce(sum(b.on_hand - b.reserved - b.on_hold) filter (where b.keeps_until >= (select business_date()) and not b.good), 0) as on_hold,
	coalesce(sum(b.on_hand - b.reserved - b.on_hold) filter (where b.keeps_until >= (select business_date()) and b.good), 0) as available`

// visibleStock limits to what a scope may see: its sites, and its own goods wherever they are entrusted.
const visibleStock = `($1 or p.site_id = any($2) or r.owner_id = any($3))`

// visibleBalance is visibleStock of balances b, without their places and reserves: a scope of the whole district need not look at them.
const visibleBalance = `($1 or b.site_id = any($2) or exists (select 1 from reserve r where r.id = b.reserve_id and r.owner_id = any($3)))`

// StockFilter narrows a list of stock; zero values: all.
type StockFilter struct {
	Order                  StockOrder // of ListStock
	SiteID, ItemID, TownID int64
	CategoryCode, Search   string
	ExpiringWithinDays     *int
	// Of ListBalances only.
	LotNo      string // of lots of this number, or the unit of this serial number
	OwnerID    int64
	Custody    string // DEDICATED or ENTRUSTED
	LockedOnly bool   // locked to a purpose

	where postgres.Condition // of StockList, on stockFilters
}

// StockRow is the stock of one item at one site.
type StockRow struct {
	SiteID, ItemID                               int64
	SiteCode, ItemCode                           string
	OnHand, Available, Reserved, OnHold, Expired decimal.Decimal
	NextExpiry                                   *time.Time
}

// StockKey is where a page of stock ends.
type StockKey struct{ ItemCode, SiteCode string }

const maxSearch = 200

// plannedAsAsked lets a list be planned for the filters and the limit that are given, each time. A plan kept for any of them would have
// to read everything.
const plannedAsAsked = pgx.QueryExecModeCacheDescribe

// StockOrder is an order of ListStock; empty: by item.
type StockOrder string

// The orders.
const (
	StockByItem StockOrder = "ITEM" // by item code, then site code
	StockBySite StockOrder = "SITE" // by site code, then item code
)

// stockQuery says which levels are listed, and which of their balances are added up.
type stockQuery struct {
	found, lying string
	args         []any
}

func (inv *Inventory) queryStock(ctx context.Context, f StockFilter, after *StockKey) (q stockQuery, err error) {
	_, scope, err := access.Require(ctx, "stock.read")
	if err != nil {
		return q, err
	}
	if len([]rune(f.Search)) > maxSearch {
		return q, fault.Invalidf("search", "SEARCH", "Search for at most %d characters.", maxSearch)
	}
	spelled, err := itemsSpelled(ctx, inv.Pool, f.Search)
	if err != nil {
		return q, err
	}
	// Only what is asked for is said, and the limit as text, so that one plan serves all who ask the same: making it costs more than running it.
	arg := func(value any) string { q.args = append(q.args, value); return fmt.Sprintf("$%d", len(q.args)) }
	q.found, q.lying = `k.in_stock`, `b.in_stock`
	if !scope.District {
		visible := ` and (b.site_id = any(` + arg(scope.SiteIDs) + `) or exists (select 1 from reserve r where r.id = b.reserve_id and r.owner_id = any(` + arg(scope.OrganisationIDs) + `)))`
		q.found += ` and exists (select 1 from balance b where b.site_id = s.id and b.item_id = i.id and b.in_stock` + visible + `)`
		q.lying += visible
	}
	if f.SiteID != 0 {
		q.found += ` and s.id = ` + arg(f.SiteID)
	}
	if f.ItemID != 0 {
		q.found += ` and i.id = ` + arg(f.ItemID)
	}
	if f.TownID != 0 {
		q.found += ` and s.town_id = ` + arg(f.TownID)
	}
	if f.CategoryCode != "" {
		q.found += ` and i.category_id = (select c.id from category c where c.code = ` + arg(f.CategoryCode) + `)`
	}
	if f.Search != "" {
		q.found += ` and (strpos(lower(concat_ws(' ', i.code, i.name_zh, i.name_en, i.slug)), lower(` + arg(f.Search) + `)) > 0 or i.id = any(` + arg(spelled) + `))`
	}
	q.found, q.args = postgres.Narrowed(q.found, q.args, f.where)
	switch {
	case after == nil:
	case f.Order == StockBySite:
		code := arg(after.SiteCode)
		q.found += ` and s.code >= ` + code + ` and (s.code, i.code) > (` + code + `, ` + arg(after.ItemCode) + `)`
	default:
		code := arg(after.ItemCode)
		q.found += ` and i.code >= ` + code + ` and (i.code, s.code) > (` + code + `, ` + arg(after.SiteCode) + `)`
	}
	return q, nil
}

const stockTables = `from item i join stock_level k on k.item_id = i.id join place h on h.id = k.place_id join site s on s.id = h.site_id`

// ListStock gives stock by site and item, in the order that the filter names.
func (inv *Inventory) ListStock(ctx context.Context, f StockFilter, limit int, after *StockKey) ([]StockRow, error) {
	q, err := inv.queryStock(ctx, f, after)
	if err != nil {
		return nil, err
	}
	order := [2]string{`item_code`, `site_code`}
	if f.Order == StockBySite {
		order = [2]string{`site_code`, `item_code`}
	}
	// The page is found in the levels, which are kept, in order; only its own lots are then added up.
	collect := collectPlanned[StockRow]
	if f.where != nil {
		collect = collectAsAsked[StockRow]
	}
	return collect(ctx, inv.Pool, pgx.RowToStructByName[StockRow], `with page as materialized (
		  select s.id as site_id, i.id as item_id, s.code as site_code, i.code as item_code `+stockTables+`
		  where `+q.found+` order by `+order[0]+`, `+order[1]+` limit `+strconv.Itoa(limit)+`)
		select g.site_id, g.item_id, g.site_code, g.item_code, x.* from page g cross join lateral (
		  select `+balanceParts+`, min(b.keeps_until) filter (where b.keeps_until between (select business_date()) and '9999-12-30' and b.good) as next_expiry
		  from balance b where b.site_id = g.site_id and b.item_id = g.item_id and `+q.lying+`) x where x.on_hand > 0 order by g.`+order[0]+`, g.`+order[1], q.args...)
}

var stockFilters = []postgres.Field{
	postgres.ByID("siteId", "site", "s.id"), postgres.ByText("siteCode", "s.code"), postgres.ByChoice("siteKind", "s.kind"),
	postgres.ByID("townId", "organisation", "s.town_id"), postgres.ByID("organisationId", "organisation", "s.organisation_id"), postgres.ByID("itemId", "item", "i.id"),
	postgres.ByText("itemCode", "i.code"), postgres.ByText("itemNameZh", "i.name_zh"), postgres.ByText("itemNameEn", "i.name_en"),
	postgres.ByText("categoryCode", "select c.code from category c where c.id = i.category_id"), postgres.ByText("hazardClass", "i.hazard_class"),
	postgres.ByFlag("coldChain", "i.cold_chain"), postgres.ByChoice("tracking", "i.tracking"),
}

// StockList is ListStock page by page in each order, and counted.
func (inv *Inventory) StockList(f StockFilter) *postgres.List[StockRow] {
	item, site := postgres.Key{SQL: "i.code", Type: "text"}, postgres.Key{SQL: "s.code", Type: "text"}
	return &postgres.List[StockRow]{Fields: stockFilters, Orders: []postgres.Order{{Name: string(StockByItem), By: []postgres.Key{item, site}}, {Name: string(StockBySite), By: []postgres.Key{site, item}}},
		Read: func(ctx context.Context, p postgres.Page) (page postgres.Rows[StockRow], err error) {
			f := f
			f.Order, f.where = StockOrder(p.Order.Name), p.Where
			keyOf := func(itemCode, siteCode string) []string {
				if f.Order == StockBySite {
					return []string{siteCode, itemCode}
				}
				return []string{itemCode, siteCode}
			}
			var after *StockKey
			if p.After != nil {
				ordered := keyOf(p.After[0], p.After[1])
				after = &StockKey{ItemCode: ordered[0], SiteCode: ordered[1]}
			}
			page.All, err = inv.ListStock(ctx, f, p.Limit, after)
			for _, row := range page.All {
				page.Keys = append(page.Keys, keyOf(row.ItemCode, row.SiteCode))
			}
			return page, err
		},
		Tally: func(ctx context.Context, where postgres.Condition) (int, error) {
			f := f
			f.where = where
			q, err := inv.queryStock(ctx, f, nil)
			if err != nil {
				return 0, err
			}
			if where != nil {
				q.args = append([]any{plannedAsAsked}, q.args...)
			}
			return postgres.CountSome(ctx, inv.Pool, stockTables+` where `+q.found, q.args...)
		}}
}

// plannedOnce is a batch whose statements have one good plan, whatever their arguments, and keep to it: making one would cost more than
// following it. It is one round trip, and one transaction, which the setting is for.
func plannedOnce() *pgx.Batch {
	batch := &pgx.Batch{}
	batch.Queue(`select set_config('plan_cache_mode', 'force_generic_plan', true)`)
	return batch
}

// collectPlanned runs a query that has one good plan, whatever its arguments, and keeps to it.
func collectPlanned[T any](ctx context.Context, pool *pgxpool.Pool, row pgx.RowToFunc[T], sql string, args ...any) (all []T, err error) {
	batch := plannedOnce()
	batch.Queue(sql, args...).Query(func(rows pgx.Rows) (err error) {
		all, err = pgx.CollectRows(rows, row)
		return err
	})
	return all, pool.SendBatch(ctx, batch).Close()
}

// collectAsAsked runs a query that is planned for what is asked, each time.
func collectAsAsked[T any](ctx context.Context, pool *pgxpool.Pool, row pgx.RowToFunc[T], sql string, args ...any) ([]T, error) {
	rows, err := pool.Query(ctx, sql, append([]any{plannedAsAsked}, args...)...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, row)
}

// BalanceRow is what lies of one lot and reserve at one site.
type BalanceRow struct {
	SiteID, ItemID, LotID, ReserveID             int64
	SortDate                                     time.Time // expiry; 9999-12-31 where there is none
	OnHand, Available, Reserved, OnHold, Expired decimal.Decimal
}

// BalanceKey is where a page of balances ends.
type BalanceKey struct {
	SortDate                 time.Time
	LotID, SiteID, ReserveID int64
}

var balanceFilters = []postgres.Field{
	postgres.ByID("siteId", "site", "b.site_id"), postgres.ByID("itemId", "item", "b.item_id"), postgres.ByID("lotId", "lot", "b.lot_id"),
	postgres.ByID("reserveId", "reserve", "b.reserve_id"), postgres.ByDate("expiresOn", "select l.expires_on from lot l where l.id = b.lot_id"),
	postgres.ByText("lotNo", "select l.lot_no from lot l where l.id = b.lot_id"), postgres.ByText("serialNo", "select l.serial_no from lot l where l.id = b.lot_id"),
	postgres.ByChoice("quality", "select l.quality from lot l where l.id = b.lot_id"), postgres.ByChoice("origin", "select l.origin from lot l where l.id = b.lot_id"),
	postgres.ByID("ownerId", "organisation", "select r.owner_id from reserve r where r.id = b.reserve_id"),
	postgres.ByChoice("source", "select r.source from reserve r where r.id = b.reserve_id"),
	postgres.ByChoice("tier", "select r.tier from reserve r where r.id = b.reserve_id"),
	postgres.ByChoice("custody", "select r.custody from reserve r where r.id = b.reserve_id"),
	postgres.ByChoice("programme", "select r.programme from reserve r where r.id = b.reserve_id"),
	postgres.ByText("purpose", "select r.purpose from reserve r where r.id = b.reserve_id"),
}

// BalanceList gives stock by lot: first to expire first, or that by item or by site.
func (inv *Inventory) BalanceList(f StockFilter) *postgres.List[BalanceRow] {
	own := []postgres.Key{{SQL: "b.keeps_until", Type: "date"}, {SQL: "b.lot_id", Type: "bigint"}, {SQL: "b.site_id", Type: "bigint"}, {SQL: "b.reserve_id", Type: "bigint"}}
	byCode := func(name, code string) postgres.Order {
		return postgres.Order{Name: name, By: append([]postgres.Key{{SQL: code, Type: "text"}}, own...)}
	}
	return &postgres.List[BalanceRow]{Fields: balanceFilters, Pool: inv.Pool, Orders: []postgres.Order{{Name: "EXPIRES", By: own}, byCode("ITEM", "i.code"), byCode("SITE", "s.code")},
		Listing: func(ctx context.Context, order postgres.Order) (x postgres.Listing, err error) {
			_, scope, err := access.Require(ctx, "stock.read")
			if err != nil {
				return x, err
			}
			x = postgres.Listing{Columns: `b.site_id, min(b.item_id) as item_id, b.lot_id, b.reserve_id, b.keeps_until as sort_date, ` + balanceParts, From: `from balance b `,
				Group: `b.keeps_until, b.lot_id, b.site_id, b.reserve_id`, AsAsked: true,
				Args: []any{scope.District, scope.SiteIDs, scope.OrganisationIDs, f.SiteID, f.ItemID, f.ExpiringWithinDays}}
			// Only the order that goes by a code looks it up: the other is that of an index.
			switch order.Name {
			case "ITEM":
				x.From += `join item i on i.id = b.item_id `
				x.Group = `i.code, ` + x.Group
			case "SITE":
				x.From += `join site s on s.id = b.site_id `
				x.Group = `s.code, ` + x.Group
			}
			x.From += `where ` + visibleBalance + ` and b.in_stock and b.site_id is not null and ($4 = 0 or b.site_id = $4) and ($5 = 0 or b.item_id = $5)
				and ($6::integer is null or b.keeps_until <= business_date() + $6::integer)`
			if f.OwnerID != 0 || f.Custody != "" || f.LockedOnly {
				x.From += ` and exists (select 1 from reserve r where r.id = b.reserve_id and ($7 = 0 or r.owner_id = $7) and ($8 = '' or r.custody = $8) and (not $9 or r.purpose <> ''))`
				x.Args = append(x.Args, f.OwnerID, f.Custody, f.LockedOnly)
			}
			if f.LotNo != "" { // an array, so that the lots are found once and their balances by index
				x.Args = append(x.Args, f.LotNo)
				x.From += fmt.Sprintf(` and b.lot_id = any(array(select l.id from lot l where l.lot_no = $%[1]d or l.serial_no = $%[1]d))`, len(x.Args))
			}
			return x, nil
		}}
}

// ListBalances gives the first rows of BalanceList, or those after a key.
func (inv *Inventory) ListBalances(ctx context.Context, f StockFilter, limit int, after *BalanceKey) ([]BalanceRow, error) {
	list := inv.BalanceList(f)
	p := postgres.Page{Order: list.Orders[0], Limit: limit}
	if after != nil {
		p.After = []string{after.SortDate.Format(time.DateOnly), fmt.Sprint(after.LotID), fmt.Sprint(after.SiteID), fmt.Sprint(after.ReserveID)}
	}
	rows, err := list.Page(ctx, p)
	return rows.All, err
}

// Standing is an organisation's reserve of one item against its quota and minimum.
type Standing struct {
	ItemID            int64
	Quota, Floor      *decimal.Decimal
	WarningMargin     decimal.Decimal
	OnHand, Available decimal.Decimal
}

// State is BELOW (the minimum), SHORT (of the quota), NEAR (the minimum) or OK.
func (s Standing) State() string {
	switch {
	case s.Floor != nil && s.Available.LessThan(*s.Floor):
		return "BELOW"
	case s.Quota != nil && s.Available.LessThan(*s.Quota):
		return "SHORT"
	case s.Floor != nil && s.Available.LessThan(s.Floor.Add(s.WarningMargin)):
		return "NEAR"
	}
	return "OK"
}

// ReserveStanding compares what an organisation and those below it own with quota and minimum, in order of item code.
func (inv *Inventory) ReserveStanding(ctx context.Context, organisationID int64) ([]Standing, error) {
	_, scope, err := access.Require(ctx, "standing.read")
	if err != nil {
		return nil, err
	}
	if !scope.CoversOrganisation(organisationID) {
		return nil, fault.Absent("organisation", fmt.Sprint(organisationID)).At("organisationId")
	}
	rows, err := inv.Pool.Query(ctx, `with recursive below as (
		  select id from organisation where id = $1 union all select o.id from organisation o join below on o.parent_id = below.id),
		stock as (
		  select b.item_id, sum(b.on_hand) as on_hand,
		    coalesce(sum(b.on_hand - b.reserved - b.on_hold) filter (where b.good and b.keeps_until >= (select business_date())), 0) as available
		  from balance b join reserve r on r.id = b.reserve_id and b.site_id is not null
		  where r.owner_id in (select id from below) and b.in_stock group by b.item_id),
		floors as (
		  select m.item_id, sum(m.floor) as floor, sum(m.warning_margin) as warning_margin from minimum m left join site s on s.id = m.site_id
		  where m.item_id is not null and m.scope in ('ORGANISATION','SITE') and `+minimumInForce+` and (m.organisation_id in (select id from below) or s.organisation_id in (select id from below)) group by m.item_id)
		select i.id as item_id, q.quantity as quota, f.floor, coalesce(f.warning_margin, 0) as warning_margin,
		  coalesce(s.on_hand, 0) as on_hand, coalesce(s.available, 0) as available
		from item i left join quota q on q.item_id = i.id and q.organisation_id = $1 left join floors f on f.item_id = i.id left join stock s on s.item_id = i.id
		where q.id is not null or f.item_id is not null or s.item_id is not null order by i.code`, organisationID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Standing])
}
