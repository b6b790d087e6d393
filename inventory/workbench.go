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
	visible := minimumInForce + ` and ` + visibleMinimums
	sums := minimumSums(visible)
	if scope.District {
		sums = districtMinimumSums(`l.headroom < (select coalesce(max(warning_margin), 0) from minimum where on_level)`, visible)
	}
	err = inv.Pool.QueryRow(ctx, `with unfit as materialized (`+unfit+`), sums as (
		  select m.floor, m.warning_margin, a.available from (`+sums+`) a join minimum m on m.id = a.id)
		select count(*) filter (where available < floor), count(*) filter (where available >= floor and available < floor + warning_margin) from sums`,
		plannedAsAsked, scope.District, scope.SiteIDs, scope.OrganisationIDs).Scan(&below, &near)
	return below, near, err
}

// CountExpiry counts, of the balances that ListBalances would list, those that expire today or within so many days, and
// those that have expired.
func (inv *Inventory) CountExpiry(ctx context.Context, days int) (expiring, expired int, err error) {
	_, scope, err := access.Require(ctx, "stock.read")
	if err != nil {
		return 0, 0, err
	}
	// Of the index alone, in its order: a lot that lies in two bins of a site is counted once.
	err = inv.Pool.QueryRow(ctx, `select count(*) filter (where keeps_until >= (select business_date())), count(*) filter (where keeps_until < (select business_date()))
		from (select b.keeps_until from balance b where `+visibleBalance+` and b.in_stock and b.site_id is not null and b.keeps_until <= business_date() + $4::integer
		  group by b.keeps_until, b.lot_id, b.site_id, b.reserve_id) x`,
		plannedAsAsked, scope.District, scope.SiteIDs, scope.OrganisationIDs, days).Scan(&expiring, &expired)
	return expiring, expired, err
}
