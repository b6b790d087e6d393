package inventory

import (
	"context"
	"time"

	"changping/access"
	"changping/internal/postgres"
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

var purposeConsentFilters = []postgres.Field{
	postgres.ByID("id", "purposeConsent", "c.id"), postgres.ByID("reserveId", "reserve", "c.reserve_id"), postgres.ByText("purpose", "c.purpose"),
	postgres.ByText("consentedBy", "c.consented_by"), postgres.ByText("paper", "c.paper"), postgres.ByDate("untilOn", "c.until_on"),
	postgres.ByFlag("inForce", "c.until_on >= business_date()"), postgres.ByText("recordedBy", "pe.name"), postgres.ByInstant("recordedAt", "c.recorded_at"),
}

// ListConsents gives the consents to goods in the scope of stock, newest first, or those that run out first.
func (inv *Inventory) ListConsents(inForceOnly bool) *postgres.List[ConsentRow] {
	return &postgres.List[ConsentRow]{Fields: purposeConsentFilters, Pool: inv.Pool, Orders: []postgres.Order{postgres.Newest("c.id"), {Name: "UNTIL", By: []postgres.Key{{SQL: "c.until_on", Type: "date"}, {SQL: "c.id", Type: "bigint"}}}},
		Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
			_, scope, err := access.Require(ctx, "stock.read")
			return postgres.Listing{
				Columns: `c.id, c.reserve_id, c.purpose, c.consented_by, c.paper, c.until_on, c.until_on >= business_date() as in_force, pe.name as recorded_by, c.recorded_at`,
				From: `from purpose_consent c join reserve r on r.id = c.reserve_id left join person pe on pe.id = c.person_id
					where ($1 or r.owner_id = any($3) or exists (select 1 from place p join balance b on b.place_id = p.id and b.reserve_id = r.id and b.in_stock where p.site_id = any($2)))
					  and (not $4 or c.until_on >= business_date())`,
				Args: []any{scope.District, scope.SiteIDs, scope.OrganisationIDs, inForceOnly}}, err
		}}
}
