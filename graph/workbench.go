package graph

import (
	"context"
	"sync"

	"changping/access"
	"changping/internal/fault"
	"changping/inventory"
	"changping/logistics"
)

// workbenchView counts what it is asked for; two counts that one statement gives are counted once.
type workbenchView struct {
	inv              *inventory.Inventory
	log              *logistics.Logistics
	minimums, expiry *pairCount
}

const expirySoonDays = 90

// Workbench answers what waits for the caller today.
func (r *Resolver) Workbench(ctx context.Context) (*workbenchView, error) {
	if _, _, err := access.Require(ctx, "catalogue.read"); err != nil {
		return nil, err
	}
	return &workbenchView{r.Inventory, r.Logistics, &pairCount{count: r.Inventory.CountMinimums}, &pairCount{count: func(ctx context.Context) (int, int, error) {
		return r.Inventory.CountExpiry(ctx, expirySoonDays)
	}}}, nil
}

// pairCount is two counts of one statement.
type pairCount struct {
	count         func(context.Context) (int, int, error)
	once          sync.Once
	first, second int
	err           error
}

func (p *pairCount) load(ctx context.Context) *pairCount {
	p.once.Do(func() { p.first, p.second, p.err = p.count(ctx) })
	return p
}

// permitted makes a count of a caller without the permission null.
func permitted(n int, err error) (*int32, error) {
	if f := fault.As(err); f != nil && f.Kind == fault.Forbidden {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	i := int32(n)
	return &i, nil
}

// TransfersToReceive counts transfers on the way to the caller's sites.
func (v *workbenchView) TransfersToReceive(ctx context.Context) (*int32, error) {
	return permitted(v.inv.CountTransfersToReceive(ctx))
}

// WaybillsToConfirm counts waybills on the way to the caller's places.
func (v *workbenchView) WaybillsToConfirm(ctx context.Context) (*int32, error) {
	return permitted(v.log.CountWaybillsToConfirm(ctx))
}

// RotationTasksOpen counts open rotation tasks.
func (v *workbenchView) RotationTasksOpen(ctx context.Context) (*int32, error) {
	return permitted(v.inv.CountRotationOpen(ctx))
}

// OverridesToConfirm counts overrides that wait for the caller's signature.
func (v *workbenchView) OverridesToConfirm(ctx context.Context) (*int32, error) {
	return permitted(v.inv.CountOverridesToConfirm(ctx))
}

// BreachesOpen counts open breaches.
func (v *workbenchView) BreachesOpen(ctx context.Context) (*int32, error) {
	return permitted(v.inv.CountBreachesOpen(ctx))
}

// BreachesReminded counts open breaches that somebody was reminded of.
func (v *workbenchView) BreachesReminded(ctx context.Context) (*int32, error) {
	return permitted(v.inv.CountBreachesReminded(ctx))
}

// MinimumsBelow counts minimums that are broken.
func (v *workbenchView) MinimumsBelow(ctx context.Context) (*int32, error) {
	p := v.minimums.load(ctx)
	return permitted(p.first, p.err)
}

// MinimumsNear counts minimums within their warning margin.
func (v *workbenchView) MinimumsNear(ctx context.Context) (*int32, error) {
	p := v.minimums.load(ctx)
	return permitted(p.second, p.err)
}

// LotsExpiring90 counts lots at a site that expire soon.
func (v *workbenchView) LotsExpiring90(ctx context.Context) (*int32, error) {
	p := v.expiry.load(ctx)
	return permitted(p.first, p.err)
}

// LotsExpired counts lots at a site that have expired.
func (v *workbenchView) LotsExpired(ctx context.Context) (*int32, error) {
	p := v.expiry.load(ctx)
	return permitted(p.second, p.err)
}

// InspectionsOverdue counts inspections of units that are overdue.
func (v *workbenchView) InspectionsOverdue(ctx context.Context) (*int32, error) {
	return permitted(v.inv.CountInspectionsOverdue(ctx))
}

// IncidentsOpen counts open incidents.
func (v *workbenchView) IncidentsOpen(ctx context.Context) (*int32, error) {
	return permitted(v.log.CountIncidentsOpen(ctx))
}

// AllocationsToApprove counts proposed allocations.
func (v *workbenchView) AllocationsToApprove(ctx context.Context) (*int32, error) {
	return permitted(v.log.CountAllocationsToApprove(ctx))
}

// TripsToDispatch counts planned trips.
func (v *workbenchView) TripsToDispatch(ctx context.Context) (*int32, error) {
	return permitted(v.log.CountTripsToDispatch(ctx))
}

// InTransitWaybills counts waybills on the way.
func (v *workbenchView) InTransitWaybills(ctx context.Context) (*int32, error) {
	return permitted(v.log.CountWaybillsInTransit(ctx))
}

// InTransit counts transfers and waybills on the way.
func (v *workbenchView) InTransit(ctx context.Context) (*int32, error) {
	return permitted(v.log.CountInTransit(ctx))
}
