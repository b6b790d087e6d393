package inventory

import (
	"context"
	"fmt"
	"strings"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Stock as of a moment counts what had happened by then, that moment included, in the order in which things happened: paper entered
// later stands in its place. Goods moved within a site neither come nor go.

// AsOfRow is what there was of an item at a moment.
type AsOfRow struct {
	ItemID   int64
	ItemCode string
	OnHand   decimal.Decimal // base units
}

// asOfLevel gives on_hand of level l of site $1 as of $3: the last closing row before that day, and the movements since. A level that
// was never closed is added up from its first movement. Index probes only, however long the history.
const asOfLevel = `cross join lateral (select least(($3::timestamptz at time zone 'Asia/Shanghai')::date - 1, coalesce(l.closed_until, '-infinity')) as day) base
	left join lateral (select closing from level_day y where y.place_id = l.place_id and y.item_id = l.item_id and y.day <= base.day order by y.day desc limit 1) y on true
	cross join lateral (select coalesce(y.closing, 0) + coalesce(sum(m.q), 0) as on_hand from (
	  select m.quantity as q from place p join movement m on m.to_place_id = p.id and m.item_id = l.item_id
	    and m.occurred_at >= ((base.day + 1)::timestamp at time zone 'Asia/Shanghai') and m.occurred_at <= $3 where p.site_id = $1
	  union all select -m.quantity from place p join movement m on m.from_place_id = p.id and m.item_id = l.item_id
	    and m.occurred_at >= ((base.day + 1)::timestamp at time zone 'Asia/Shanghai') and m.occurred_at <= $3 where p.site_id = $1) m) x`

const stockAsOf = `from place s join stock_level l on l.place_id = s.id join item i on i.id = l.item_id ` + asOfLevel + `
	where s.kind = 'SITE' and s.site_id = $1 and ($2 = 0 or l.item_id = $2) and ($2 <> 0 or x.on_hand > 0)`

// StockAsOf gives what lay at a site at a moment, in order of item code. itemID 0: all of which there was something; else that item,
// whatever there was of it.
func (inv *Inventory) StockAsOf(ctx context.Context, siteID, itemID int64, at time.Time, limit int, afterCode string) ([]AsOfRow, error) {
	rows, err := inv.readStockAsOf(ctx, siteID, itemID, at, byCodeAfter(limit, afterCode))
	return rows.All, err
}

func byCodeAfter(limit int, code string) postgres.Page {
	p := postgres.Page{Order: itemOrders[0], Limit: limit}
	if code != "" {
		p.After = []string{code}
	}
	return p
}

func (inv *Inventory) readStockAsOf(ctx context.Context, siteID, itemID int64, at time.Time, p postgres.Page) (page postgres.Rows[AsOfRow], err error) {
	if err := requireStockOf(ctx, siteID); err != nil {
		return page, err
	}
	return postgres.ReadListing(ctx, inv.Pool, postgres.Listing{Columns: `i.id as item_id, i.code as item_code, x.on_hand`, From: stockAsOf, Args: []any{siteID, itemID, at}}, p, pgx.RowToStructByName[AsOfRow])
}

var stockAsOfFilters = []postgres.Field{
	postgres.ByID("itemId", "item", "i.id"), postgres.ByText("itemCode", "i.code"), postgres.ByQuantity("onHand", "coalesce(x.on_hand, 0)"),
}

// StockAsOfList is StockAsOf, or with siteID 0 DistrictStockAsOf, page by page by code or by name, and counted.
func (inv *Inventory) StockAsOfList(siteID, itemID int64, at time.Time) *postgres.List[AsOfRow] {
	return &postgres.List[AsOfRow]{Fields: stockAsOfFilters, Orders: itemOrders, Read: func(ctx context.Context, p postgres.Page) (postgres.Rows[AsOfRow], error) {
		if siteID == 0 {
			return inv.readDistrictAsOf(ctx, itemID, at, p)
		}
		return inv.readStockAsOf(ctx, siteID, itemID, at, p)
	}}
}

// requireStockOf is the first line of what is read of one site.
func requireStockOf(ctx context.Context, siteID int64) error {
	_, scope, err := access.Require(ctx, "stock.read")
	if err == nil && !scope.CoversSite(siteID) {
		err = fault.Absent("site", fmt.Sprint(siteID)).At("siteId")
	}
	return err
}

// LotAsOfRow is what there was of a lot and reserve at a moment.
type LotAsOfRow struct {
	LotID, ReserveID int64
	OnHand           decimal.Decimal
}

// lotsAsOf goes back from what there is now: of one item at one site, the movements since are few, and a closing row per lot and day
// would be as many rows as movements.
const lotsAsOf = `select lot_id, reserve_id, sum(q) as on_hand from (
	  select b.lot_id, b.reserve_id, b.on_hand as q from place p join balance b on b.place_id = p.id and b.item_id = $2 where p.site_id = $1
	  union all select m.lot_id, m.reserve_id, -m.quantity from place p join movement m on m.to_place_id = p.id and m.item_id = $2 and m.occurred_at > $3 where p.site_id = $1
	  union all select m.lot_id, m.reserve_id, m.quantity from place p join movement m on m.from_place_id = p.id and m.item_id = $2 and m.occurred_at > $3 where p.site_id = $1) x
	group by lot_id, reserve_id having sum(q) <> 0 order by lot_id, reserve_id`

// LotsAsOf gives what lay of each lot of an item at a site at a moment; lots of which there was nothing are left out.
func (inv *Inventory) LotsAsOf(ctx context.Context, siteID, itemID int64, at time.Time) ([]LotAsOfRow, error) {
	if err := requireStockOf(ctx, siteID); err != nil {
		return nil, err
	}
	rows, err := inv.Pool.Query(ctx, lotsAsOf, siteID, itemID, at)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[LotAsOfRow])
}

// districtAsOf begins at the close of the day before and adds up the movements of that one day; an item without a row has moved on no
// day that is closed. Of the last hour, and of items that are not closed up to there (the night was missed, or nothing was closed yet),
// it goes back from what lies now, which is the sums that are kept and the movements since, by what happened after the moment. Either
// way one range of the movements serves all items.
const districtAsOf = `with base as materialized (
	  select i.id, i.code, i.name_zh, t.today, $2 < now() - interval '1 hour' and coalesce(coalesce(d.closed_until, t.closed_until) >= t.today - 1, false) as closed
	  from item i cross join (select ($2::timestamptz at time zone 'Asia/Shanghai')::date as today, (select max(closed_until) from district_level) as closed_until) t
	  left join district_level d on d.item_id = i.id
	  where ($1 = 0 or i.id = $1) and {beyond}),
	back as materialized (select 1 from base where not closed limit 1),
	since as materialized (
	  select m.item_id, ` + netAtSites + ` as net
	  from movement m join place t on t.id = m.to_place_id join place f on f.id = m.from_place_id
	  where m.occurred_at >= ((select max(today) from base where closed)::timestamp at time zone 'Asia/Shanghai') and m.occurred_at <= $2 and ($1 = 0 or m.item_id = $1) group by 1),
	fresh as materialized (
	  select m.item_id, ` + netAtSites + ` as net
	  from movement m join place t on t.id = m.to_place_id join place f on f.id = m.from_place_id
	  where m.id > (select up_to from district_stock_mark where exists (select from back)) and ($1 = 0 or m.item_id = $1) group by 1),
	later as materialized (
	  select m.item_id, ` + netAtSites + ` as net
	  from movement m join place t on t.id = m.to_place_id join place f on f.id = m.from_place_id
	  where m.occurred_at > (select $2 where exists (select from back)) and ($1 = 0 or m.item_id = $1) group by 1)
	select i.id as item_id, i.code as item_code, coalesce(x.on_hand, 0) as on_hand, i.name_zh
	from base i left join (
	  select item_id, closed, sum(q) as on_hand from (
	    select b.id as item_id, true as closed, y.closing as q from base b cross join lateral (select closing from district_day y where y.item_id = b.id and y.day < b.today order by y.day desc limit 1) y where b.closed
	    union all select item_id, true, net from since
	    union all select item_id, false, on_hand from district_stock where exists (select from back)
	    union all select item_id, false, net from fresh union all select item_id, false, -net from later) parts
	  group by 1, 2) x on x.item_id = i.id and x.closed = i.closed
	where {found} order by {order} limit $3`

// anyOnHand limits to items of which there was something, but for the one that is asked for.
const anyOnHand = `$1 <> 0 or x.on_hand > 0`

// DistrictStockAsOf gives what lay at all sites of the district together at a moment, in order of item code. itemID 0: all of which
// there was something. Who sees stock of the whole district.
func (inv *Inventory) DistrictStockAsOf(ctx context.Context, itemID int64, at time.Time, limit int, afterCode string) ([]AsOfRow, error) {
	rows, err := inv.readDistrictAsOf(ctx, itemID, at, byCodeAfter(limit, afterCode))
	return rows.All, err
}

func (inv *Inventory) readDistrictAsOf(ctx context.Context, itemID int64, at time.Time, p postgres.Page) (page postgres.Rows[AsOfRow], err error) {
	_, scope, err := access.Require(ctx, "stock.read")
	if err != nil {
		return page, err
	}
	if !scope.District {
		return page, fault.New(fault.Forbidden, "NOT_ALLOWED", "Your posts let you see the stock of your own sites, not of the whole district.").With("permission", "stock.read")
	}
	beyond, args := `true`, []any{itemID, at, p.Limit}
	if p.After != nil { // said of the items at once, so that no more is added up than is asked for
		beyond = p.Order.Beyond(len(args) + 1)
		for _, key := range p.After {
			args = append(args, key)
		}
	}
	type named struct {
		AsOfRow
		NameZh string
	}
	found, collect := anyOnHand, collectPlanned[named]
	if p.Where != nil {
		found, args = postgres.Narrowed(`(`+found+`)`, args, p.Where)
		collect = collectAsAsked[named]
	}
	rows, err := collect(ctx, inv.Pool, pgx.RowToStructByName[named], strings.NewReplacer(`{beyond}`, beyond, `{found}`, found, `{order}`, p.Order.SQL()).Replace(districtAsOf), args...)
	for _, row := range rows {
		key := []string{row.NameZh, row.ItemCode}
		page.All, page.Keys = append(page.All, row.AsOfRow), append(page.Keys, key[len(key)-len(p.Order.By):])
	}
	return page, err
}
