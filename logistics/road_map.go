package logistics

import (
	"context"

	"changping/access"
	"changping/logistics/roads"
)

// ClosedRoads gives the pieces of road that closures along roads close, as encoded lines by closure; nothing without a road graph.
func (l *Logistics) ClosedRoads(c RoadClosure) []string {
	network, ok := l.Travel.(*roads.Network)
	if !ok || c.Shape == "AREA" {
		return []string{}
	}
	return encoded(network.Closes(c.onRoads()))
}

// mostRoadNames is how many names of roads are told of a closure: more would be read by nobody.
const mostRoadNames = 10

// RoadNames gives the names of the roads that a closure closes, those of which it closes most first; nothing without a road graph. Whoever
// reads incidents.
//
// Refuses with: SHAPE, CLOSURE_POINTS, COORDINATES.
func (l *Logistics) RoadNames(ctx context.Context, c RoadClosure) ([]string, error) {
	if _, _, err := access.Require(ctx, "incident.read"); err != nil {
		return nil, err
	}
	if c.Road == nil {
		if err := checkClosureShape(c.Shape, c.Points); err != nil {
			return nil, err
		}
	}
	network, ok := l.Travel.(*roads.Network)
	if !ok {
		return []string{}, nil
	}
	return network.Names(c.onRoads(), mostRoadNames), nil
}

// RoadsWithin gives the roads of a part of the map as encoded lines, of more than most the fastest; nothing without a road graph.
// Whoever reads incidents.
func (l *Logistics) RoadsWithin(ctx context.Context, box roads.Box, most int) ([]string, error) {
	if _, _, err := access.Require(ctx, "incident.read"); err != nil {
		return nil, err
	}
	network, ok := l.Travel.(*roads.Network)
	if !ok {
		return []string{}, nil
	}
	return encoded(network.Within(box, most)), nil
}

func encoded(lines [][]roads.Point) []string {
	texts := make([]string, len(lines))
	for i, line := range lines {
		texts[i] = roads.Encode(line)
	}
	return texts
}
