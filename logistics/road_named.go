package logistics

import (
	"context"
	"strings"

	"changping/access"
	"changping/internal/fault"
	"changping/logistics/roads"
)

// NamedRoad is a road of the map, or a part of it, that can be closed by its name.
type NamedRoad struct {
	roads.RoadPart
	Pieces    [][]roads.Point // each from junction to junction
	Crossings []string        // the names of the roads that meet it, by which it can be cut
}

// mostNamedRoads is how many roads are told whose names hold a text: who gets more names one of them in full.
const mostNamedRoads = 10

// RoadsNamed gives the roads whose names hold a text: that of exactly this name alone, if there is one; else the longest first, at most
// ten. Ends and a box hold for a road that is named in full. Whoever reads incidents.
//
// Refuses with: ROAD_NAME, ROAD_ENDS, COORDINATES, NO_ROAD_GRAPH, NO_ROAD_NAMES (the map that the graph was made of has none, or it was made
// before names were kept), NO_SUCH_ROAD, ROAD_NOT_CROSSED (by one of the two), NOT_BETWEEN (the road does not lead from the one to the other).
func (l *Logistics) RoadsNamed(ctx context.Context, p roads.RoadPart) ([]NamedRoad, error) {
	if _, _, err := access.Require(ctx, "incident.read"); err != nil {
		return nil, err
	}
	if err := checkRoadPart(&p, nil); err != nil {
		return nil, err
	}
	network, err := l.namedNetwork()
	if err != nil {
		return nil, err
	}
	found := network.Named(p.Name, mostNamedRoads)
	if len(found) == 0 {
		return nil, noSuchRoad(p.Name)
	}
	if len(found) == 1 {
		p.Name = found[0].Name
		road, err := l.partOf(p)
		return []NamedRoad{road}, err
	}
	all := make([]NamedRoad, len(found))
	for i, f := range found {
		all[i].RoadPart = roads.RoadPart{Name: f.Name, Within: p.Within}
		all[i].Pieces, all[i].Crossings = network.Part(all[i].RoadPart), network.Crossings(f.Name)
	}
	return all, nil
}

// partOf finds a part of a road that is named in full, or refuses as RoadsNamed.
func (l *Logistics) partOf(p roads.RoadPart) (NamedRoad, error) {
	network, err := l.namedNetwork()
	if err != nil {
		return NamedRoad{}, err
	}
	same := func(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }
	found := network.Named(p.Name, 1)
	if len(found) != 1 || !same(found[0].Name, p.Name) {
		return NamedRoad{}, noSuchRoad(p.Name)
	}
	p.Name = found[0].Name
	road := NamedRoad{RoadPart: p, Crossings: network.Crossings(p.Name)}
	for i, end := range []*string{&road.From, &road.To} {
		if *end == "" {
			continue
		}
		crossed := false
		for _, name := range road.Crossings {
			if same(name, *end) {
				*end, crossed = name, true
			}
		}
		if !crossed {
			return NamedRoad{}, fault.Invalidf([]string{"road.from", "road.to"}[i], "ROAD_NOT_CROSSED", "%s does not meet %s.", *end, p.Name).With("road", p.Name).With("cross", *end)
		}
	}
	road.Pieces = network.Part(road.RoadPart)
	switch {
	case len(road.Pieces) > 0:
		return road, nil
	case p.From != "":
		return NamedRoad{}, fault.Invalidf("road.to", "NOT_BETWEEN", "%s does not lead from %s to %s.", p.Name, p.From, p.To).With("road", p.Name).With("from", p.From).With("to", p.To)
	}
	return NamedRoad{}, fault.Invalidf("road.within", "NO_SUCH_ROAD", "No piece of %s lies within this part of the map.", p.Name).With("road", p.Name)
}

// namedNetwork gives the road graph, if there is one that knows names.
func (l *Logistics) namedNetwork() (*roads.Network, error) {
	network, ok := l.Travel.(*roads.Network)
	if !ok {
		return nil, fault.New(fault.Refused, "NO_ROAD_GRAPH", "Driving is not reckoned by a road graph: no roads are known by their names.")
	}
	if network.About.Names == 0 {
		return nil, fault.New(fault.Refused, "NO_ROAD_NAMES", "The road graph has no names of roads: build it anew from a map that has them, or mark the road on the map.")
	}
	return network, nil
}

func noSuchRoad(name string) *fault.Error {
	return fault.Invalidf("road.name", "NO_SUCH_ROAD", "The road graph has no road called %s.", name).With("road", name)
}

// Metres is how long the pieces are together, each way of a divided road by itself.
func (r NamedRoad) Metres() (sum float64) {
	for _, piece := range r.Pieces {
		sum += lengthOf(piece)
	}
	return sum
}

func lengthOf(line []roads.Point) (sum float64) {
	for i := 1; i < len(line); i++ {
		sum += roads.GreatCircle(line[i-1], line[i])
	}
	return sum
}

// middle is a point on the longest of the pieces: what holds the place of the road on a map that has it no more.
func (r NamedRoad) middle() roads.Point {
	var longest []roads.Point
	metres := -1.0
	for _, piece := range r.Pieces {
		if long := lengthOf(piece); long > metres {
			longest, metres = piece, long
		}
	}
	driven, _ := roads.Cut(longest, 0.5)
	return driven[len(driven)-1]
}
