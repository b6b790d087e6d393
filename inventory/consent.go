package inventory

import (
	"context"
	"time"

	"changping/access"

	"github.com/jackc/pgx/v5"
)

// ConsentRow is a donor's consent in a list.
type ConsentRow struct {
	ID, ReserveID               int64
	Purpose, ConsentedBy, Paper string
	UntilOn                     time.Time
	InForce                     bool
	RecordedBy                  *string
	RecordedAt                  time.Time
}

// ListConsents gives the consents to goods in the scope of stock, newest first.
func (inv *Inventory) ListConsents(ctx context.Context, inForceOnly bool, limit int, beforeID int64) ([]ConsentRow, error) {
	_, scope, err := access.Require(ctx, "stock.read")
	if err != nil {
		return nil, err
	}
	rows, err := inv.Pool.Query(ctx, `select c.id, c.reserve_id, c.purpose, c.consented_by, c.paper, c.until_on, c.until_on >= business_date() as in_force, pe.name as recorded_by, c.recorded_at
		from purpose_consent c join reserve r on r.id = c.reserve_id left join person pe on pe.id = c.person_id
		where ($1 or r.owner_id = any($3) or exists (select 1 from place p join balance b on b.place_id = p.id and b.reserve_id = r.id and b.in_stock where p.site_id = any($2)))
		  and (not $4 or c.until_on >= business_date()) and ($5 = 0 or c.id < $5) order by c.id desc limit $6`, scope.District, scope.SiteIDs, scope.OrganisationIDs, inForceOnly, beforeID, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[ConsentRow])
}
