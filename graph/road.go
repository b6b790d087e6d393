package graph

import (
	"context"

	"changping/access"
	"changping/internal/gql/scalar"
	"changping/logistics"
	"changping/logistics/roads"

	"github.com/graph-gophers/graphql-go"
)

type geoPoint struct{ Latitude, Longitude float64 }

type roadClosureView struct {
	ID                  graphql.ID
	Reason, Note, Shape string
	Points              []geoPoint
	Road                *closedRoadView
	PassesGo            bool
	FromAt              scalar.DateTime
	UntilAt             *scalar.DateTime
	ClosedBy            *string
	OpenedAt            *scalar.DateTime
	OpenedBy            *string
	roads               func() []string
	names               func(context.Context) ([]string, error)
	incidents           *below[*incidentView]
	incidentID          int64
}

// Roads answers the pieces of road that the closure closes.
func (v *roadClosureView) Roads() []string { return v.roads() }

// RoadNames answers the names of the roads that the closure closes.
func (v *roadClosureView) RoadNames(ctx context.Context) ([]string, error) { return v.names(ctx) }

// Incident answers the incident that the closure belongs to.
func (v *roadClosureView) Incident(ctx context.Context) (*incidentView, error) {
	if v.incidentID == 0 {
		return nil, nil
	}
	return v.incidents.of(ctx, v.incidentID)
}

func (r *Resolver) viewRoadClosures(rows []logistics.RoadClosure) func(logistics.RoadClosure) *roadClosureView {
	var ids []int64
	for _, c := range rows {
		if c.IncidentID != nil {
			ids = append(ids, *c.IncidentID)
		}
	}
	incidents := r.incidentsByID(ids)
	return func(c logistics.RoadClosure) *roadClosureView {
		points := make([]geoPoint, len(c.Points))
		for i, p := range c.Points {
			points[i] = geoPoint(p)
		}
		return &roadClosureView{globalID("roadClosure", c.ID), c.Reason, c.Note, c.Shape, points, viewClosedRoad(c.Road), c.PassesGo, scalar.NewDateTime(c.FromAt), scalar.NewDateTimePointer(c.UntilAt), c.ClosedBy,
			scalar.NewDateTimePointer(c.OpenedAt), c.OpenedBy, func() []string { return r.Logistics.ClosedRoads(c) },
			func(ctx context.Context) ([]string, error) { return r.Logistics.RoadNames(ctx, c) }, incidents, orZero(c.IncidentID)}
	}
}

type travelView struct {
	Source         string
	Extract        *string
	ClosuresHeeded bool
}

// Travel answers what driving is reckoned by.
func (r *Resolver) Travel(ctx context.Context) (*travelView, error) {
	if _, _, err := access.Require(ctx, "catalogue.read"); err != nil {
		return nil, err
	}
	view := &travelView{Source: "ROUTING_SERVICE"}
	switch travel := r.Logistics.Travel.(type) {
	case *roads.Network:
		view.Source, view.Extract, view.ClosuresHeeded = "ROAD_GRAPH", &travel.About.Source, true
	case roads.Estimate:
		view.Source = "ESTIMATE"
	}
	return view, nil
}

// RoadClosures lists road closures.
func (r *Resolver) RoadClosures(ctx context.Context, args struct {
	StandingOnly *bool
	pageArgs
}) (*connection[*roadClosureView], error) {
	return connect(ctx, "roadClosures", args.pageArgs, r.Logistics.ListRoadClosures(logistics.RoadClosureFilter{Standing: orZero(args.StandingOnly)}), func(_ context.Context, rows []logistics.RoadClosure) (func(logistics.RoadClosure) *roadClosureView, error) {
		return r.viewRoadClosures(rows), nil
	})
}

// mostRoadLines bounds what is drawn under a map at once.
const mostRoadLines = 3000

type roadMapView struct{ Lines []string }

// RoadMap answers the roads of a part of the map.
func (r *Resolver) RoadMap(ctx context.Context, args struct {
	Within struct{ South, West, North, East float64 }
}) (*roadMapView, error) {
	lines, err := r.Logistics.RoadsWithin(ctx, roads.Box(args.Within), mostRoadLines)
	return &roadMapView{lines}, err
}

// RoadNames answers the names of the roads that a closure would close.
func (r *Resolver) RoadNames(ctx context.Context, args struct {
	Shape  string
	Points []geoPoint
}) ([]string, error) {
	c := logistics.RoadClosure{Shape: args.Shape}
	for _, p := range args.Points {
		c.Points = append(c.Points, roads.Point(p))
	}
	return r.Logistics.RoadNames(ctx, c)
}

// closuresOnTrips reads the closures that trips run into when the first trip is asked for its own.
func (r *Resolver) closuresOnTrips(tripIDs []int64) *below[[]*roadClosureView] {
	return r.closuresOn(func(ctx context.Context) (map[int64][]logistics.RoadClosure, error) {
		return r.Logistics.ClosuresOnTrips(ctx, tripIDs)
	})
}

// closuresOn makes the views of closures by trip when the first trip is asked for its own.
func (r *Resolver) closuresOn(read func(context.Context) (map[int64][]logistics.RoadClosure, error)) *below[[]*roadClosureView] {
	return &below[[]*roadClosureView]{read: func(ctx context.Context) (map[int64][]*roadClosureView, error) {
		on, err := read(ctx)
		if err != nil {
			return nil, err
		}
		var rows []logistics.RoadClosure
		for _, of := range on {
			rows = append(rows, of...)
		}
		view := r.viewRoadClosures(rows)
		views := map[int64][]*roadClosureView{}
		for trip, of := range on {
			for _, c := range of {
				views[trip] = append(views[trip], view(c))
			}
		}
		return views, nil
	}}
}

type roadClosurePayload struct {
	Closure    *roadClosureView
	Replayed   bool
	UserErrors []*userError
}

func (r *Resolver) roadClosureAnswer(ctx context.Context, action string, done logistics.Done, err error) (*roadClosurePayload, error) {
	p := &roadClosurePayload{Replayed: done.Replayed}
	if p.UserErrors, err = r.refused(ctx, action, err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	rows, err := r.Logistics.ListRoadClosures(logistics.RoadClosureFilter{IDs: []int64{done.ID}}).First(ctx, 1)
	if err == nil && len(rows) > 0 {
		p.Closure = r.viewRoadClosures(rows)(rows[0])
	}
	return p, err
}

// CloseRoad tells that roads are closed.
func (r *Resolver) CloseRoad(ctx context.Context, args struct {
	Input struct {
		RequestKey, Reason, Shape string
		IncidentID                *graphql.ID
		Note                      *string
		Points                    []geoPoint
		Road                      *closedRoadInput
		PassesGo                  *bool
		FromAt, UntilAt           *scalar.DateTime
	}
}) (*roadClosurePayload, error) {
	in := args.Input
	n := logistics.NewRoadClosure{RequestKey: in.RequestKey, Reason: in.Reason, Shape: in.Shape, Note: orZero(in.Note), PassesGo: orZero(in.PassesGo)}
	for _, p := range in.Points {
		n.Points = append(n.Points, roads.Point(p))
	}
	if in.Road != nil {
		part := in.Road.read()
		n.Road = &part
	}
	if in.FromAt != nil {
		n.FromAt = &in.FromAt.Time
	}
	if in.UntilAt != nil {
		n.UntilAt = &in.UntilAt.Time
	}
	var done logistics.Done
	var err error
	if n.IncidentID, err = optionalID(in.IncidentID, "incident", "incidentId"); err == nil {
		done, err = r.Logistics.CloseRoad(ctx, n)
	}
	return r.roadClosureAnswer(ctx, "closeRoad", done, err)
}

// OpenRoad tells that a road is open again.
func (r *Resolver) OpenRoad(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		ClosureID  graphql.ID
	}
}) (*roadClosurePayload, error) {
	o := logistics.RoadOpening{RequestKey: args.Input.RequestKey}
	var done logistics.Done
	var err error
	if o.ClosureID, err = rowID(args.Input.ClosureID, "roadClosure", "closureId"); err == nil {
		done, err = r.Logistics.OpenRoad(ctx, o)
	}
	return r.roadClosureAnswer(ctx, "openRoad", done, err)
}
