package inventory

import (
	"context"
	"time"

	"changping/access"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// ReservationRow is what is reserved of a lot and reserve at a site for one purpose.
type ReservationRow struct {
	LotID, ReserveID int64
	Quantity         decimal.Decimal
	Purpose          string
	PurposeID        int64
	DocumentID       *int64 // the document that waits with these goods
	Since            time.Time
}

const mostReservations = 500

// ListReservations gives what is reserved of an item at a site, oldest first; the rows of a lot and reserve sum to what is
// reserved of it. A hold that is spread over bins is one row.
func (inv *Inventory) ListReservations(ctx context.Context, siteID, itemID int64) ([]ReservationRow, error) {
	_, scope, err := access.Require(ctx, "stock.read")
	if err != nil {
		return nil, err
	}
	rows, err := inv.Pool.Query(ctx, `select v.lot_id, v.reserve_id, sum(v.quantity) as quantity, v.purpose, v.purpose_id, x.document_id, min(v.created_at) as since
		from reservation v join place p on p.id = v.place_id join lot l on l.id = v.lot_id join reserve r on r.id = v.reserve_id
		left join document_line x on v.purpose = 'DOCUMENT' and x.id = v.purpose_id
		where v.state = 'LIVE' and p.site_id = $4 and l.item_id = $5 and `+visibleStock+`
		group by v.lot_id, v.reserve_id, v.purpose, v.purpose_id, x.document_id order by since, v.purpose_id limit $6`,
		scope.District, scope.SiteIDs, scope.OrganisationIDs, siteID, itemID, mostReservations)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[ReservationRow])
}
