package inventory

import (
	"context"
	"strconv"
	"strings"
	"time"

	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// StockCardRow is a movement seen from one site, with the balance of the item after it, in the order in which things happened.
type StockCardRow struct {
	MovementID, DocumentID, LotID  int64
	OccurredAt, RecordedAt         time.Time
	QuantityIn, QuantityOut, After decimal.Decimal
	OtherPlace                     string
}

// StockCardKey is where a page of a stock card ends: a position in time. It stays right when paper is entered later: what comes in
// above the position changes no page below it, and what comes in below is there when its page is read.
type StockCardKey struct {
	OccurredAt time.Time
	MovementID int64
}

// twoWays are the same words for both directions in time: what happened last first, and first first.
type twoWays struct{ newest, oldest string }

func inTime(sql string) twoWays {
	return twoWays{strings.NewReplacer(`{<}`, `<`, `{desc}`, `desc`).Replace(sql), strings.NewReplacer(`{<}`, `>`, `{desc}`, ``).Replace(sql)}
}

// inOrder gives the words for one of the two.
func (w twoWays) inOrder(newest bool) string {
	if newest {
		return w.newest
	}
	return w.oldest
}

// cardMovements are the movements of item $2 at site $1, each direction in order from its index as far as nearest says, so that a page
// costs a page. $3 and $4 are the position beyond which to read, $5 the lot (0: all), $6 the limit. Goods moved within the site are not on
// its card.
func cardMovements(nearest string) string {
	return `select m.* from place p cross join lateral (
	  select m.id, m.document_id, m.lot_id, m.occurred_at, m.recorded_at, m.quantity, true as came, m.from_place_id as other from movement m join place o on o.id = m.from_place_id
	  where m.to_place_id = p.id and m.item_id = $2 and (m.occurred_at, m.id) {<} ($3, $4) and o.site_id is distinct from $1 and ($5 = 0 or m.lot_id = $5)
	  ` + nearest + `) m where p.site_id = $1
	union all select m.* from place p cross join lateral (
	  select m.id, m.document_id, m.lot_id, m.occurred_at, m.recorded_at, m.quantity, false, m.to_place_id from movement m join place o on o.id = m.to_place_id
	  where m.from_place_id = p.id and m.item_id = $2 and (m.occurred_at, m.id) {<} ($3, $4) and o.site_id is distinct from $1 and ($5 = 0 or m.lot_id = $5)
	  ` + nearest + `) m where p.site_id = $1`
}

// cardNearest cuts the movements of one direction to as many as the page may need.
const cardNearest = `order by m.occurred_at {desc}, m.id {desc} limit $6`

// cardOpening is what the item came to before the oldest row of a page: the last closing row before its day, and the movements of the
// day before it. For a lot it goes back from what there is now.
const cardOpening = `case when $5 <> 0 then (
	    select coalesce(sum(q), 0) from (
	      select b.on_hand as q from place p join balance b on b.place_id = p.id and b.lot_id = $5 and b.item_id = $2 where p.site_id = $1
	      union all select -m.quantity from place p join movement m on m.to_place_id = p.id and m.item_id = $2 and m.lot_id = $5 and (m.occurred_at, m.id) >= (e.occurred_at, e.id) where p.site_id = $1
	      union all select m.quantity from place p join movement m on m.from_place_id = p.id and m.item_id = $2 and m.lot_id = $5 and (m.occurred_at, m.id) >= (e.occurred_at, e.id) where p.site_id = $1) x)
	  else coalesce((select closing from level_day y where y.place_id = l.place_id and y.item_id = l.item_id and y.day <= base.day order by y.day desc limit 1), 0) + (
	    select coalesce(sum(q), 0) from (
	      select m.quantity as q from place p join movement m on m.to_place_id = p.id and m.item_id = $2
	        and m.occurred_at >= ((base.day + 1)::timestamp at time zone 'Asia/Shanghai') and (m.occurred_at, m.id) < (e.occurred_at, e.id) where p.site_id = $1
	      union all select -m.quantity from place p join movement m on m.from_place_id = p.id and m.item_id = $2
	        and m.occurred_at >= ((base.day + 1)::timestamp at time zone 'Asia/Shanghai') and (m.occurred_at, m.id) < (e.occurred_at, e.id) where p.site_id = $1) x) end`

var stockCard = inTime(`with card as materialized (select * from (` + cardMovements(cardNearest) + `) m order by occurred_at {desc}, id {desc} limit $6),
	e as (select occurred_at, id from card order by occurred_at, id limit 1),
	opening as (
	  select ` + cardOpening + ` as quantity from e cross join place s join stock_level l on l.place_id = s.id and l.item_id = $2
	  cross join lateral (select least((e.occurred_at at time zone 'Asia/Shanghai')::date - 1, coalesce(l.closed_until, '-infinity')) as day) base where s.kind = 'SITE' and s.site_id = $1)
	select c.id as movement_id, c.document_id, c.lot_id, c.occurred_at, c.recorded_at, case when c.came then c.quantity else 0 end as quantity_in,
	  case when c.came then 0 else c.quantity end as quantity_out,
	  (select quantity from opening) + sum(case when c.came then c.quantity else -c.quantity end) over (order by c.occurred_at, c.id) as after, ` + placeName("p", "s") + ` as other_place
	from card c join place p on p.id = c.other left join site s on s.id = p.site_id order by c.occurred_at {desc}, c.id {desc}`)

// chosenCard is a page of the movements that meet a condition. Those between them are not read, so that what the item came to is worked
// out for each by itself.
var chosenCard = inTime(`with card as materialized (select c.* from (` + cardMovements(``) + `) c where {met} order by c.occurred_at {desc}, c.id {desc} limit $6)
	select c.id as movement_id, c.document_id, c.lot_id, c.occurred_at, c.recorded_at, case when c.came then c.quantity else 0 end as quantity_in,
	  case when c.came then 0 else c.quantity end as quantity_out, opening.quantity + case when c.came then c.quantity else -c.quantity end as after, ` + placeName("p", "s") + ` as other_place
	from card c join place p on p.id = c.other left join site s on s.id = p.site_id cross join lateral (
	  select ` + cardOpening + ` as quantity from (select c.occurred_at, c.id) e cross join place s join stock_level l on l.place_id = s.id and l.item_id = $2
	  cross join lateral (select least((e.occurred_at at time zone 'Asia/Shanghai')::date - 1, coalesce(l.closed_until, '-infinity')) as day) base where s.kind = 'SITE' and s.site_id = $1) opening
	order by c.occurred_at {desc}, c.id {desc}`)

// StockCard gives the movements of an item at a site, what happened last first, with the balance after each. lotID 0: all lots, and the
// balance is that of the item; else of that lot.
func (inv *Inventory) StockCard(ctx context.Context, siteID, itemID, lotID int64, limit int, before *StockCardKey) ([]StockCardRow, error) {
	if before == nil {
		before = &StockCardKey{OccurredAt: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}
	}
	return inv.stockCard(ctx, true, siteID, itemID, lotID, limit, *before, nil)
}

func (inv *Inventory) stockCard(ctx context.Context, newest bool, siteID, itemID, lotID int64, limit int, beyond StockCardKey, where postgres.Condition) ([]StockCardRow, error) {
	if err := requireStockOf(ctx, siteID); err != nil {
		return nil, err
	}
	args := []any{siteID, itemID, beyond.OccurredAt, beyond.MovementID, lotID, limit}
	if where != nil {
		met, args := postgres.Narrowed(`true`, args, where)
		return collectAsAsked(ctx, inv.Pool, pgx.RowToStructByName[StockCardRow], strings.Replace(chosenCard.inOrder(newest), `{met}`, met, 1), args...)
	}
	rows, err := inv.Pool.Query(ctx, stockCard.inOrder(newest), args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[StockCardRow])
}

var stockCardLineFilters = []postgres.Field{
	postgres.ByID("documentId", "document", "c.document_id"), postgres.ByChoice("documentKind", "select d.kind from document d where d.id = c.document_id"),
	postgres.ByID("lotId", "lot", "c.lot_id"), postgres.ByInstant("occurredAt", "c.occurred_at"), postgres.ByInstant("recordedAt", "c.recorded_at"),
	postgres.ByQuantity("quantityIn", "case when c.came then c.quantity else 0 end"), postgres.ByQuantity("quantityOut", "case when c.came then 0 else c.quantity end"),
}

// StockCardList is StockCard page by page, either way in time, and counted.
func (inv *Inventory) StockCardList(siteID, itemID, lotID int64) *postgres.List[StockCardRow] {
	by := []postgres.Key{{SQL: "occurred_at", Type: "timestamptz"}, {SQL: "id", Type: "bigint"}}
	return &postgres.List[StockCardRow]{Fields: stockCardLineFilters, Orders: []postgres.Order{{Name: "NEWEST", By: by, Descending: true}, {Name: "OLDEST", By: by}},
		Read: func(ctx context.Context, p postgres.Page) (page postgres.Rows[StockCardRow], err error) {
			beyond := StockCardKey{}
			if p.Order.Descending {
				beyond = StockCardKey{OccurredAt: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}
			}
			if p.After != nil {
				if beyond.OccurredAt, err = time.Parse(time.RFC3339Nano, p.After[0]); err != nil {
					return page, err
				}
				if beyond.MovementID, err = strconv.ParseInt(p.After[1], 10, 64); err != nil {
					return page, err
				}
			}
			page.All, err = inv.stockCard(ctx, p.Order.Descending, siteID, itemID, lotID, p.Limit, beyond, p.Where)
			for _, row := range page.All {
				page.Keys = append(page.Keys, []string{row.OccurredAt.UTC().Format(time.RFC3339Nano), strconv.FormatInt(row.MovementID, 10)})
			}
			return page, err
		},
		Tally: func(ctx context.Context, where postgres.Condition) (int, error) {
			if err := requireStockOf(ctx, siteID); err != nil {
				return 0, err
			}
			if where != nil {
				from, args := postgres.Narrowed(`from (`+inTime(cardMovements(``)).oldest+`) c where true`, []any{siteID, itemID, time.Time{}, int64(0), lotID}, where)
				return postgres.CountSome(ctx, inv.Pool, from, append([]any{plannedAsAsked}, args...)...)
			}
			return postgres.CountSome(ctx, inv.Pool, `from (`+inTime(cardMovements(cardNearest)).oldest+`) m`, siteID, itemID, time.Time{}, int64(0), lotID, postgres.CountedMost+1)
		}}
}
