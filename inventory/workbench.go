package inventory

import (
	"context"

	"changping/access"
)

// What waits for the caller in the stores, as counts; each refuses with NOT_ALLOWED who has not its permission.

func (inv *Inventory) count(ctx context.Context, sql string, args ...any) (n int, err error) {
	err = inv.Pool.QueryRow(ctx, sql, args...).Scan(&n)
	return n, err
}

// CountTransfersToReceive counts the transfers in transit to sites at which the caller may receive.
func (inv *Inventory) CountTransfersToReceive(ctx context.Context) (int, error) {
	_, scope, err := access.Require(ctx, "stock.receive")
	if err != nil {
		return 0, err
	}
	return inv.count(ctx, `select count(*) from document where kind = 'TRANSFER' and state = 'IN_TRANSIT' and ($1 or counter_site_id = any($2))`, scope.District, scope.SiteIDs)
}

// CountRotationOpen counts the open rotation tasks that ListRotation would list.
func (inv *Inventory) CountRotationOpen(ctx context.Context) (int, error) {
	_, scope, err := access.Require(ctx, "rotation.read")
	if err != nil {
		return 0, err
	}
	return inv.count(ctx, `select count(*) from rotation_task t join place p on p.id = t.place_id where t.state = 'OPEN' and ($1 or p.site_id = any($2))`, scope.District, scope.SiteIDs)
}

// CountBreachesOpen counts the open breaches that ListBreaches would list.
func (inv *Inventory) CountBreachesOpen(ctx context.Context) (int, error) {
	_, scope, err := access.Require(ctx, "minimum.read")
	if err != nil {
		return 0, err
	}
	return inv.count(ctx, `select count(*) from minimum_breach b join minimum m on m.id = b.minimum_id where b.closed_at is null and `+visibleMinimums,
		scope.District, scope.SiteIDs, scope.OrganisationIDs)
}

// CountMinimums counts, of the minimums that ListMinimums would list, those BELOW and those NEAR their floor.
func (inv *Inventory) CountMinimums(ctx context.Context) (below, near int, err error) {
	_, scope, err := access.Require(ctx, "minimum.read")
	if err != nil {
		return 0, 0, err
	}
	sums := minimumSums
	if scope.District {
		sums = allMinimumSums
	}
	err = inv.Pool.QueryRow(ctx, `with sums as (
		  select m.floor, m.warning_margin, a.available from (`+sums(minimumInForce+` and `+visibleMinimums)+`) a join minimum m on m.id = a.id)
		select count(*) filter (where available < floor), count(*) filter (where available >= floor and available < floor + warning_margin) from sums`,
		scope.District, scope.SiteIDs, scope.OrganisationIDs).Scan(&below, &near)
	return below, near, err
}

// CountExpiry counts, of the balances that ListBalances would list, those that expire today or within so many days, and
// those that have expired.
func (inv *Inventory) CountExpiry(ctx context.Context, days int) (expiring, expired int, err error) {
	_, scope, err := access.Require(ctx, "stock.read")
	if err != nil {
		return 0, 0, err
	}
	err = inv.Pool.QueryRow(ctx, `select count(distinct (p.site_id, b.lot_id, b.reserve_id)) filter (where l.expires_on >= business_date()),
		  count(distinct (p.site_id, b.lot_id, b.reserve_id)) filter (where l.expires_on < business_date())
		from balance b join place p on p.id = b.place_id and p.site_id is not null join lot l on l.id = b.lot_id join reserve r on r.id = b.reserve_id
		where `+visibleStock+` and b.on_hand > 0 and l.expires_on <= business_date() + $4::integer`,
		plannedAsAsked, scope.District, scope.SiteIDs, scope.OrganisationIDs, days).Scan(&expiring, &expired)
	return expiring, expired, err
}
