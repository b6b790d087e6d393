package inventory

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Candidate is stock of a site, over its bins, that an allocation may think of drawing on. Purpose is a purpose lock; empty: none.
type Candidate struct {
	SiteID, SiteOrganisationID, TownID int64
	SiteKind                           string
	Latitude, Longitude                float64 // degrees, WGS 84; for distances only
	ItemID, LotID                      int64
	CategoryCode                       string
	UnitCost                           *decimal.Decimal // yuan for a base unit; nil: not known
	LotNo, Quality                     string           // quality: GOOD, ON_HOLD or REJECTED
	ExpiresOn                          *time.Time
	Expired                            bool // by the business date of the database
	ReserveID, OwnerID                 int64
	ReserveSource, ReserveTier         string
	Custody, Purpose                   string
	Available                          decimal.Decimal // not reserved
}

// Lots are looked up by balance, whatever the planner thinks of them: without statistics it takes the conditions on lots to leave one,
// and compares every lot with every balance, which took 20 s for the demonstration's 5,500.
const candidateColumns = `s.id as site_id, s.organisation_id as site_organisation_id, coalesce(s.town_id, 0) as town_id, s.kind as site_kind,
	s.latitude::float8 as latitude, s.longitude::float8 as longitude, b.item_id, c.code as category_code, b.lot_id, l.unit_cost, l.lot_no, l.quality, l.expires_on, coalesce(l.expires_on < (select business_date()), false) as expired,
	b.reserve_id, r.owner_id, r.source as reserve_source, r.tier as reserve_tier, r.custody, r.purpose, sum(b.on_hand - b.reserved - b.on_hold) as available
	from balance b join place p on p.id = b.place_id join site s on s.id = p.site_id join reserve r on r.id = b.reserve_id
	join item i on i.id = b.item_id join category c on c.id = i.category_id cross join lateral (select * from lot where id = b.lot_id offset 0) l`

const candidateGroups = `group by s.id, b.item_id, c.code, b.lot_id, l.lot_no, l.quality, l.expires_on, l.unit_cost, b.reserve_id, r.id`

// CandidatesTx gives the stock of the items that could be allocated, first to expire first. It locks nothing: what is
// planned from it is judged again when it is reserved. What lies in public cabinets stays there.
func CandidatesTx(ctx context.Context, tx pgx.Tx, itemIDs []int64) ([]Candidate, error) {
	rows, err := tx.Query(ctx, `select `+candidateColumns+`
		where b.item_id = any($1) and b.in_stock and b.on_hand > b.reserved + b.on_hold and b.good and b.keeps_until >= (select business_date())
		  and s.kind <> 'PUBLIC_CABINET' and (l.certificate_due_on is null or l.certificate_due_on >= (select business_date()))
		`+candidateGroups+`
		order by b.item_id, l.expires_on nulls last, s.id, b.lot_id, b.reserve_id`, itemIDs)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Candidate])
}

// LotStockTx gives all that lies of the lots at sites, whether it may be allocated or not, and locks nothing.
func LotStockTx(ctx context.Context, tx pgx.Tx, lotIDs []int64) ([]Candidate, error) {
	rows, err := tx.Query(ctx, `select `+candidateColumns+` where b.lot_id = any($1) and b.in_stock `+candidateGroups+` order by s.id, b.lot_id, b.reserve_id`, lotIDs)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Candidate])
}
