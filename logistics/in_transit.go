package logistics

import (
	"context"
	"time"

	"changping/access"
	"changping/internal/postgres"

	"github.com/shopspring/decimal"
)

// InTransitRow is goods on their way, by one line of the paper that they travel with: a transfer between sites or a waybill.
type InTransitRow struct {
	Paper                    string // TRANSFER or WAYBILL
	PaperID, LineID          int64
	Number                   string
	LineNo                   int // of the paper
	ItemID, LotID, ReserveID int64
	FromSiteID, ToSiteID     int64
	Quantity                 decimal.Decimal
	Since, ExpectedAt        time.Time
	Late                     bool
}

// InTransitFilter narrows a list of goods in transit; zero values: all.
type InTransitFilter struct {
	SiteID, ItemID int64 // the site is either end
	LateOnly       bool
}

// inTransit is what is on its way and within a scope: from or to its sites, or on its vehicles. A waybill is expected when its trip
// is planned to arrive; a transfer has no plan, so it is expected within the days that a setting allows. A drill has nothing on its way.
const inTransit = `(select 'TRANSFER' as paper, d.id as paper_id, m.id as line_id, d.number, m.line_no, m.item_id, m.lot_id, m.reserve_id, d.site_id as from_site_id, d.counter_site_id as to_site_id, m.quantity,
	  d.occurred_at as since, d.occurred_at + make_interval(days => (select value::integer from setting where name = 'transfer_days')) as expected_at
	from document d join movement m on m.document_id = d.id
	where d.kind = 'TRANSFER' and d.state = 'IN_TRANSIT' and ($1 or d.site_id = any($2) or d.counter_site_id = any($2))
	union all
	select 'WAYBILL', w.id, l.id, w.number, l.line_no, l.item_id, l.lot_id, l.reserve_id, l.from_site_id, w.to_site_id, l.sent,
	  w.issued_at, coalesce((select min(s.arrive_at) from trip_stop s join trip_load tl on tl.delivery_stop_id = s.id where s.trip_id = w.trip_id and s.site_id = w.to_site_id), w.issued_at)
	from waybill w join waybill_line l on l.waybill_id = w.id join trip t on t.id = w.trip_id join vehicle v on v.id = t.vehicle_id
	where w.state = 'IN_TRANSIT' and l.dispatch_document_id is not null and ($1 or l.from_site_id = any($2) or w.to_site_id = any($2) or v.carrier_id = any($3))) x`

var inTransitFilters = []postgres.Field{
	postgres.ByChoice("paper", "x.paper"), postgres.ByText("number", "x.number"), postgres.ByID("itemId", "item", "x.item_id"),
	postgres.ByID("lotId", "lot", "x.lot_id"), postgres.ByID("reserveId", "reserve", "x.reserve_id"), postgres.ByID("fromSiteId", "site", "x.from_site_id"),
	postgres.ByID("toSiteId", "site", "x.to_site_id"), postgres.ByQuantity("quantity", "x.quantity"), postgres.ByInstant("since", "x.since"),
	postgres.ByInstant("expectedAt", "x.expected_at"), postgres.ByFlag("late", "x.expected_at < now()"),
}

// ListInTransit gives goods in transit, longest on their way first, or those expected first: from and to the sites in scope, and on the
// carrier's vehicles. Whoever may read stock.
func (l *Logistics) ListInTransit(f InTransitFilter) *postgres.List[InTransitRow] {
	paper, line := postgres.Key{SQL: "x.paper", Type: "text"}, postgres.Key{SQL: "x.line_id", Type: "bigint"}
	return &postgres.List[InTransitRow]{Fields: inTransitFilters, Pool: l.Pool, Orders: []postgres.Order{
		{Name: "SINCE", By: []postgres.Key{{SQL: "x.since", Type: "timestamptz"}, paper, line}},
		{Name: "EXPECTED", By: []postgres.Key{{SQL: "x.expected_at", Type: "timestamptz"}, paper, line}},
	}, Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
		_, scope, err := access.Require(ctx, "stock.read")
		return postgres.Listing{Columns: `x.*, x.expected_at < now() as late`, From: `from ` + inTransit + `
			where ($4 = 0 or x.from_site_id = $4 or x.to_site_id = $4) and ($5 = 0 or x.item_id = $5) and (not $6 or x.expected_at < now())`,
			Args: []any{scope.District, scope.SiteIDs, scope.OrganisationIDs, f.SiteID, f.ItemID, f.LateOnly}}, err
	}}
}

// CountInTransit counts the papers, transfers and waybills, whose goods ListInTransit would list.
func (l *Logistics) CountInTransit(ctx context.Context) (int, error) {
	_, scope, err := access.Require(ctx, "stock.read")
	if err != nil {
		return 0, err
	}
	return l.count(ctx, `select count(distinct (x.paper, x.paper_id)) from `+inTransit, scope.District, scope.SiteIDs, scope.OrganisationIDs)
}
