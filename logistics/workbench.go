package logistics

import (
	"context"

	"changping/access"
)

// What waits for the caller of incidents and transport, as counts; each refuses with NOT_ALLOWED who has not its permission.

func (l *Logistics) count(ctx context.Context, sql string, args ...any) (n int, err error) {
	err = l.Pool.QueryRow(ctx, sql, args...).Scan(&n)
	return n, err
}

// CountIncidentsOpen counts the open incidents that ListIncidents would list.
func (l *Logistics) CountIncidentsOpen(ctx context.Context) (int, error) {
	_, scope, err := access.Require(ctx, "incident.read")
	if err != nil {
		return 0, err
	}
	return l.count(ctx, `select count(*) from incident i where i.state = 'OPEN' and `+visible, scope.District, scope.OrganisationIDs, scope.SiteIDs)
}

// CountAllocationsToApprove counts the proposed allocations of open incidents. Dispatchers.
func (l *Logistics) CountAllocationsToApprove(ctx context.Context) (int, error) {
	if _, _, err := access.Require(ctx, "allocation.write"); err != nil {
		return 0, err
	}
	return l.count(ctx, `select count(*) from allocation a join incident i on i.id = a.incident_id and i.state = 'OPEN' where a.state = 'PROPOSED'`)
}

// CountTripsToDispatch counts the planned trips of open incidents. Dispatchers.
func (l *Logistics) CountTripsToDispatch(ctx context.Context) (int, error) {
	if _, _, err := access.Require(ctx, "trip.write"); err != nil {
		return 0, err
	}
	return l.count(ctx, `select count(*) from trip t join incident i on i.id = t.incident_id and i.state = 'OPEN' where t.state = 'PLANNED'`)
}

// CountWaybillsToConfirm counts the waybills in transit to sites at which the caller may confirm arrivals.
func (l *Logistics) CountWaybillsToConfirm(ctx context.Context) (int, error) {
	_, scope, err := access.Require(ctx, "arrival.confirm")
	if err != nil {
		return 0, err
	}
	return l.count(ctx, `select count(*) from waybill where state = 'IN_TRANSIT' and ($1 or to_site_id = any($2))`, scope.District, scope.SiteIDs)
}

// CountWaybillsInTransit counts the waybills in transit that ListWaybills would list.
func (l *Logistics) CountWaybillsInTransit(ctx context.Context) (int, error) {
	_, scope, err := access.Require(ctx, "waybill.read")
	if err != nil {
		return 0, err
	}
	return l.count(ctx, `select count(*) from waybill w join trip t on t.id = w.trip_id join vehicle v on v.id = t.vehicle_id where `+visibleWaybills+` and w.state = 'IN_TRANSIT'`,
		scope.District, scope.SiteIDs, scope.OrganisationIDs)
}
