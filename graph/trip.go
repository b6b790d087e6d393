package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/logistics"

	"github.com/graph-gophers/graphql-go"
)

type tripView struct {
	ID                 graphql.ID
	Number             string
	AllocationID       graphql.ID
	Vehicle            *vehicleView
	State              string
	Revision           int32
	DepartAt, ReturnAt scalar.DateTime
	DistanceMetres     int32
	LoadKg, LoadM3     string
	Estimated          bool
	Stops              []*tripStopView
	GreenLane          bool
	ReroutedAt         *scalar.DateTime
	incidents          *below[*incidentView]
	waybills           *below[[]*waybillView]
	shortLoads         *below[[]shortLoadView]
	closures           *below[[]*roadClosureView]
	positions          *below[*tripPositionView]
	row, incidentID    int64
	Rehearsed          bool
}

type tripStopView struct {
	Seq                 int32
	Site                *siteView
	ArriveAt, DepartAt  scalar.DateTime
	LegMetres           int32
	DueAt               *scalar.DateTime
	LegLine             *string
	Pickups, Deliveries []tripLoadView
}

type tripLoadView struct {
	LineID   graphql.ID
	Item     *itemView
	Lot      *lotView
	Quantity scalar.Decimal
}

// Incident answers the incident of the trip.
func (v *tripView) Incident(ctx context.Context) (*incidentView, error) {
	return v.incidents.of(ctx, v.incidentID)
}

// Waybills answers the waybills of the trip, newest first.
func (v *tripView) Waybills(ctx context.Context) ([]*waybillView, error) {
	of, err := v.waybills.of(ctx, v.row)
	return append([]*waybillView{}, of...), err
}

type shortLoadView struct {
	Item             *itemView
	Lot              *lotView
	FromSite, ToSite *siteView
	Planned, Loaded  scalar.Decimal
	Reason, Note     string
	Released         bool
}

// ShortLoads answers what the trip did not load of what it was planned to carry.
func (v *tripView) ShortLoads(ctx context.Context) ([]shortLoadView, error) {
	of, err := v.shortLoads.of(ctx, v.row)
	return append([]shortLoadView{}, of...), err
}

// Closures answers the road closures that the trip runs into.
func (v *tripView) Closures(ctx context.Context) ([]*roadClosureView, error) {
	of, err := v.closures.of(ctx, v.row)
	return append([]*roadClosureView{}, of...), err
}

// shortLoadsOfTrips reads what trips did not load when the first trip is asked for its own.
func (r *Resolver) shortLoadsOfTrips(tripIDs []int64) *below[[]shortLoadView] {
	return &below[[]shortLoadView]{read: func(ctx context.Context) (map[int64][]shortLoadView, error) {
		rows, err := r.Logistics.ShortLoadsOf(ctx, tripIDs)
		if err != nil {
			return nil, err
		}
		rel := r.relations()
		for _, s := range rows {
			rel.sites[s.FromSiteID], rel.sites[s.ToSiteID], rel.lots[s.LotID] = true, true, true
		}
		err = rel.load(ctx)
		of := map[int64][]shortLoadView{}
		for _, s := range rows {
			of[s.TripID] = append(of[s.TripID], shortLoadView{rel.itemViews[s.ItemID], rel.lotViews[s.LotID], rel.siteViews[s.FromSiteID], rel.siteViews[s.ToSiteID],
				scalar.NewDecimal(s.Planned), scalar.NewDecimal(s.Loaded), s.Reason, s.Note, s.Released})
		}
		return of, err
	}}
}

// tripsByID reads trips when the first row is asked for its own.
func (r *Resolver) tripsByID(ids []int64) *below[*tripView] {
	return &below[*tripView]{read: func(ctx context.Context) (map[int64]*tripView, error) {
		rows, err := r.Logistics.TripsOf(ctx, nil, ids)
		if err != nil {
			return nil, err
		}
		views, err := r.viewTrips(ctx, rows)
		byID := map[int64]*tripView{}
		for _, v := range views {
			byID[v.row] = v
		}
		return byID, err
	}}
}

// Trips lists trips.
func (r *Resolver) Trips(ctx context.Context, args struct {
	IncidentID *graphql.ID
	OpenOnly   *bool
	pageArgs
}) (*connection[*tripView], error) {
	f := logistics.TripFilter{OpenOnly: orZero(args.OpenOnly)}
	var err error
	if f.IncidentID, err = optionalID(args.IncidentID, "incident", "incidentId"); err != nil {
		return nil, err
	}
	return connect(ctx, "trips", args.pageArgs, r.Logistics.ListTrips(f), inOrder(r.viewTrips, func(t logistics.Trip) int64 { return t.ID }))
}

// viewTrips makes the views of trips with their stops and loads.
func (r *Resolver) viewTrips(ctx context.Context, rows []logistics.Trip) ([]*tripView, error) {
	ids := make([]int64, len(rows))
	for i, t := range rows {
		ids[i] = t.ID
	}
	stops, loads, err := r.Logistics.StopsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	return r.viewTripsWith(ctx, rows, stops, loads, r.closuresOnTrips(ids))
}

// viewPlan makes the views of the trips of a plan that was taken back, of what was read before it was.
func (r *Resolver) viewPlan(ctx context.Context, p logistics.TripPlan) ([]*tripView, error) {
	closures := r.closuresOn(func(ctx context.Context) (map[int64][]logistics.RoadClosure, error) {
		return r.Logistics.ClosuresOnPlan(ctx, p)
	})
	views, err := r.viewTripsWith(ctx, p.Trips, p.Stops, p.Loads, closures)
	for _, v := range views {
		v.Rehearsed = p.Adds(v.row)
	}
	return views, err
}

func (r *Resolver) viewTripsWith(ctx context.Context, rows []logistics.Trip, stops []logistics.TripStop, loads []logistics.TripLoad, closures *below[[]*roadClosureView]) ([]*tripView, error) {
	var ids, vehicleIDs, incidentIDs []int64
	for _, t := range rows {
		ids, vehicleIDs, incidentIDs = append(ids, t.ID), append(vehicleIDs, t.VehicleID), append(incidentIDs, t.IncidentID)
	}
	byID, err := r.Logistics.VehiclesByID(ctx, vehicleIDs)
	if err != nil {
		return nil, err
	}
	fleet := make([]logistics.Vehicle, 0, len(byID))
	for _, v := range byID {
		fleet = append(fleet, v)
	}
	vehicles, err := r.viewVehicles(ctx, fleet)
	if err != nil {
		return nil, err
	}
	rel := r.relations()
	for _, s := range stops {
		rel.sites[s.SiteID] = true
	}
	for _, l := range loads {
		rel.lots[l.LotID] = true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	stopViews, ofTrip := map[int64]*tripStopView{}, map[int64][]*tripStopView{}
	for _, s := range stops {
		v := &tripStopView{int32(s.Seq), rel.siteViews[s.SiteID], scalar.NewDateTime(s.ArriveAt), scalar.NewDateTime(s.DepartAt), int32(s.LegM), scalar.NewDateTimePointer(s.DueAt), s.LegLine, []tripLoadView{}, []tripLoadView{}}
		stopViews[s.ID] = v
		ofTrip[s.TripID] = append(ofTrip[s.TripID], v)
	}
	for _, l := range loads {
		v := tripLoadView{globalID("allocationLine", l.AllocationLineID), rel.itemViews[l.ItemID], rel.lotViews[l.LotID], scalar.NewDecimal(l.Quantity)}
		stopViews[l.PickupStopID].Pickups = append(stopViews[l.PickupStopID].Pickups, v)
		stopViews[l.DeliveryStopID].Deliveries = append(stopViews[l.DeliveryStopID].Deliveries, v)
	}
	incidents, waybills, short, positions := r.incidentsByID(incidentIDs), r.waybillsOfTrips(ids), r.shortLoadsOfTrips(ids), r.positionsOfTrips(ids)
	views := make([]*tripView, len(rows))
	for i, t := range rows {
		views[i] = &tripView{globalID("trip", t.ID), t.Number, globalID("allocation", t.AllocationID), vehicles[t.VehicleID], t.State, int32(t.Revision), scalar.NewDateTime(t.DepartAt), scalar.NewDateTime(t.ReturnAt), int32(t.DistanceM),
			t.LoadKg.String(), t.LoadM3.String(), t.Estimated, ofTrip[t.ID], t.GreenLane, scalar.NewDateTimePointer(t.ReroutedAt), incidents, waybills, short, closures, positions, t.ID, t.IncidentID, false}
	}
	return views, nil
}

func (r *Resolver) trip(ctx context.Context, id int64) (*tripView, error) {
	rows, err := r.Logistics.TripsOf(ctx, nil, []int64{id})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	views, err := r.viewTrips(ctx, rows)
	if err != nil {
		return nil, err
	}
	return views[0], nil
}

type tripsPayload struct {
	Trips      []*tripView
	Allocation *allocationView
	Replayed   bool
	UserErrors []*userError
}

// PlanTrips plans trips.
func (r *Resolver) PlanTrips(ctx context.Context, args struct {
	Input struct {
		RequestKey   string
		AllocationID graphql.ID
		CarrierIDs   *[]graphql.ID
		Replaced     *[]struct {
			TripID   graphql.ID
			Revision int32
		}
		DryRun *bool
	}
}) (*tripsPayload, error) {
	in := args.Input
	p := logistics.Planning{RequestKey: in.RequestKey}
	var done logistics.Done
	var err error
	p.AllocationID, err = rowID(in.AllocationID, "allocation", "allocationId")
	for i, c := range orZero(in.CarrierIDs) {
		if err != nil {
			break
		}
		var id int64
		if id, err = rowID(c, "organisation", "carrierId"); err != nil {
			err = under("carrierIds", i, err)
		}
		p.CarrierIDs = append(p.CarrierIDs, id)
	}
	for i, x := range orZero(in.Replaced) {
		if err != nil {
			break
		}
		var id int64
		if id, err = rowID(x.TripID, "trip", "tripId"); err != nil {
			err = under("replaced", i, err)
		}
		p.Replaced = append(p.Replaced, logistics.ReplacedTrip{TripID: id, Revision: int(x.Revision)})
	}
	var rehearsed *logistics.TripPlan
	switch {
	case err != nil:
	case orZero(in.DryRun):
		var plan logistics.TripPlan
		plan, err = r.Logistics.RehearseTrips(ctx, p)
		rehearsed, done.ID = &plan, plan.AllocationID
	default:
		done, err = r.Logistics.PlanTrips(ctx, p)
	}
	a, err := r.allocationAnswer(ctx, "planTrips", done, err)
	if err != nil {
		return nil, err
	}
	out := &tripsPayload{Trips: []*tripView{}, Allocation: a.Allocation, Replayed: a.Replayed, UserErrors: a.UserErrors}
	if a.Allocation == nil {
		return out, nil
	}
	if rehearsed != nil {
		a.Allocation.planned = rehearsed
		out.Trips, err = r.viewPlan(ctx, *rehearsed)
		return out, err
	}
	trips, err := r.Logistics.TripsOf(ctx, []int64{a.Allocation.incidentID}, nil)
	if err != nil {
		return nil, err
	}
	planned := []logistics.Trip{}
	for _, t := range trips {
		if t.AllocationID == done.ID && t.State == "PLANNED" {
			planned = append(planned, t)
		}
	}
	out.Trips, err = r.viewTrips(ctx, planned)
	return out, err
}

type tripInput struct {
	RequestKey string
	TripID     graphql.ID
	Revision   int32
	Loaded     *[]struct {
		LineID       graphql.ID
		Loaded       scalar.Decimal
		Reason, Note *string
		Release      *bool
	}
	Position *tripPositionInput
}

type tripPayload struct {
	Trip       *tripView
	Replayed   bool
	UserErrors []*userError
}

func (r *Resolver) changeTrip(ctx context.Context, action string, in tripInput, change func(context.Context, logistics.TripChange) (logistics.Done, error)) (*tripPayload, error) {
	var done logistics.Done
	c := logistics.TripChange{RequestKey: in.RequestKey, Revision: int(in.Revision)}
	var err error
	c.TripID, err = rowID(in.TripID, "trip", "tripId")
	for i, x := range orZero(in.Loaded) {
		if err != nil {
			break
		}
		var line int64
		if line, err = rowID(x.LineID, "allocationLine", "lineId"); err != nil {
			err = under("loaded", i, err)
		}
		c.Loaded = append(c.Loaded, logistics.LoadedLine{LineID: line, Loaded: x.Loaded.Decimal, Reason: orZero(x.Reason), Note: orZero(x.Note), Release: orZero(x.Release)})
	}
	if in.Position != nil {
		position := in.Position.read()
		c.Position = &position
	}
	if err == nil {
		done, err = change(ctx, c)
	}
	return r.tripAnswer(ctx, action, done, err)
}

func (r *Resolver) tripAnswer(ctx context.Context, action string, done logistics.Done, err error) (*tripPayload, error) {
	p := &tripPayload{Replayed: done.Replayed}
	if p.UserErrors, err = r.refused(ctx, action, err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	p.Trip, err = r.trip(ctx, done.ID)
	return p, err
}

// DispatchTrip dispatches a trip.
func (r *Resolver) DispatchTrip(ctx context.Context, args struct{ Input tripInput }) (*tripPayload, error) {
	return r.changeTrip(ctx, "dispatchTrip", args.Input, r.Logistics.DispatchTrip)
}

// RerouteTrip gives a trip under way another way.
func (r *Resolver) RerouteTrip(ctx context.Context, args struct{ Input tripInput }) (*tripPayload, error) {
	return r.changeTrip(ctx, "rerouteTrip", args.Input, r.Logistics.RerouteTrip)
}

// CancelTrip cancels a trip.
func (r *Resolver) CancelTrip(ctx context.Context, args struct{ Input tripInput }) (*tripPayload, error) {
	return r.changeTrip(ctx, "cancelTrip", args.Input, r.Logistics.CancelTrip)
}
