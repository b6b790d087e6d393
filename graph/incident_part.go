package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/logistics"
)

// incidentParts are what lies below the incidents of a list, each kind read for all of them when the first is asked for its own.
// The lists are never null: an incident without trips has an empty one.
type incidentParts struct {
	places      below[[]*incidentPlaceView]
	needs       below[[]*needView]
	progress    below[[]*progressView]
	allocations below[[]*allocationView]
	trips       below[[]*tripView]
	greenLane   below[[]*vehicleView]
}

func (r *Resolver) partsOf(ids []int64) *incidentParts {
	return &incidentParts{
		places:      below[[]*incidentPlaceView]{read: func(ctx context.Context) (map[int64][]*incidentPlaceView, error) { return r.placesOf(ctx, ids) }},
		needs:       below[[]*needView]{read: func(ctx context.Context) (map[int64][]*needView, error) { return r.needsOf(ctx, ids) }},
		progress:    below[[]*progressView]{read: func(ctx context.Context) (map[int64][]*progressView, error) { return r.progressOf(ctx, ids) }},
		allocations: below[[]*allocationView]{read: func(ctx context.Context) (map[int64][]*allocationView, error) { return r.allocationsOf(ctx, ids) }},
		trips:       below[[]*tripView]{read: func(ctx context.Context) (map[int64][]*tripView, error) { return r.tripsOf(ctx, ids) }},
		greenLane:   below[[]*vehicleView]{read: func(ctx context.Context) (map[int64][]*vehicleView, error) { return r.greenLaneOf(ctx, ids) }},
	}
}

func (r *Resolver) placesOf(ctx context.Context, ids []int64) (map[int64][]*incidentPlaceView, error) {
	rows, err := r.Logistics.PlacesOf(ctx, ids...)
	if err != nil {
		return nil, err
	}
	rel := r.relations()
	for _, p := range rows {
		rel.sites[p.SiteID] = true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	return grouped(rows, func(p logistics.Place) int64 { return p.IncidentID }, func(_ int, p logistics.Place) *incidentPlaceView {
		return &incidentPlaceView{rel.siteViews[p.SiteID], int32(p.People), scalar.NewDateTime(p.ReliefDueAt), scalar.NewDateTimePointer(p.RelievedAt)}
	}), nil
}

func (r *Resolver) needsOf(ctx context.Context, ids []int64) (map[int64][]*needView, error) {
	rows, err := r.Logistics.NeedsOf(ctx, ids...)
	if err != nil {
		return nil, err
	}
	byID, err := r.viewNeeds(ctx, rows)
	if err != nil {
		return nil, err
	}
	return grouped(rows, func(n logistics.Need) int64 { return n.IncidentID }, func(_ int, n logistics.Need) *needView { return byID[n.ID] }), nil
}

func (r *Resolver) progressOf(ctx context.Context, ids []int64) (map[int64][]*progressView, error) {
	rows, err := r.Logistics.ProgressOf(ctx, ids...)
	if err != nil {
		return nil, err
	}
	rel := r.relations()
	for _, p := range rows {
		rel.sites[p.SiteID], rel.items[p.ItemID] = true, true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	d := scalar.NewDecimal
	return grouped(rows, func(p logistics.Progress) int64 { return p.IncidentID }, func(_ int, p logistics.Progress) *progressView {
		return &progressView{rel.siteViews[p.SiteID], rel.itemViews[p.ItemID], d(p.Asked), d(p.Allotted), d(p.Sent), d(p.Arrived), d(p.Lost), d(p.Late)}
	}), nil
}

func (r *Resolver) allocationsOf(ctx context.Context, ids []int64) (map[int64][]*allocationView, error) {
	rows, err := r.Logistics.AllocationsOf(ctx, ids, nil)
	if err != nil {
		return nil, err
	}
	return grouped(rows, func(a logistics.Allocation) int64 { return a.IncidentID }, func(_ int, a logistics.Allocation) *allocationView { return r.newAllocationView(a) }), nil
}

func (r *Resolver) tripsOf(ctx context.Context, ids []int64) (map[int64][]*tripView, error) {
	rows, err := r.Logistics.TripsOf(ctx, ids, nil)
	if err != nil {
		return nil, err
	}
	views, err := r.viewTrips(ctx, rows)
	if err != nil {
		return nil, err
	}
	return grouped(rows, func(t logistics.Trip) int64 { return t.IncidentID }, func(i int, _ logistics.Trip) *tripView { return views[i] }), nil
}

// grouped makes views of rows and puts them together by what they belong to, in order.
func grouped[R, V any](rows []R, owner func(R) int64, view func(int, R) V) map[int64][]V {
	all := map[int64][]V{}
	for i, row := range rows {
		all[owner(row)] = append(all[owner(row)], view(i, row))
	}
	return all
}
