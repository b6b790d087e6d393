package graph

import (
	"context"

	"changping/logistics"
	"changping/logistics/roads"
)

type closedRoadView struct {
	Name     string
	From, To *string
}

func viewClosedRoad(p *roads.RoadPart) *closedRoadView {
	if p == nil {
		return nil
	}
	return &closedRoadView{p.Name, orNull(p.From), orNull(p.To)}
}

type closedRoadInput struct {
	Name     string
	From, To *string
	Within   *struct{ South, West, North, East float64 }
}

func (in closedRoadInput) read() roads.RoadPart {
	p := roads.RoadPart{Name: in.Name, From: orZero(in.From), To: orZero(in.To)}
	if in.Within != nil {
		box := roads.Box(*in.Within)
		p.Within = &box
	}
	return p
}

type namedRoadView struct{ road logistics.NamedRoad }

// Name is what it is called.
func (v namedRoadView) Name() string { return v.road.Name }

// Metres is how long its pieces are together.
func (v namedRoadView) Metres() int32 { return int32(v.road.Metres()) }

// Lines are its pieces.
func (v namedRoadView) Lines() []string {
	lines := make([]string, len(v.road.Pieces))
	for i, piece := range v.road.Pieces {
		lines[i] = roads.Encode(piece)
	}
	return lines
}

// Crossings are the names of the roads that meet it.
func (v namedRoadView) Crossings() []string { return append([]string{}, v.road.Crossings...) }

// RoadsNamed finds roads by their names.
func (r *Resolver) RoadsNamed(ctx context.Context, args struct{ Road closedRoadInput }) ([]namedRoadView, error) {
	found, err := r.Logistics.RoadsNamed(ctx, args.Road.read())
	if err != nil {
		return nil, err
	}
	views := make([]namedRoadView, len(found))
	for i, road := range found {
		views[i] = namedRoadView{road}
	}
	return views, nil
}
