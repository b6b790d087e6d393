package roads

import (
	"errors"
	"math"
	"slices"
	"time"
)

// Closure closes roads for a time: an area, or the roads along a line.
type Closure struct {
	Area        []Point   // corners of an area, at least three: every road that touches it is closed, and no place in it is reached
	Along       []Point   // points on roads, at least one: the pieces of road they lie on are closed, and the way between each two
	Road        *RoadPart // a road by its name, or a part of it; where the graph has no such road, Along holds in its place
	From, Until time.Time // until then, not at it; zero: always, for good
	PassesGo    bool      // trips on a green-lane pass may go through
}

// closedRoads is what a set of closures comes to on a graph.
type closedRoads struct {
	bits  []uint64 // stretches with any closure
	spans map[uint32][]span
	areas []closedArea
}

type span struct {
	from, until int64 // Unix seconds
	passesGo    bool
}

type closedArea struct {
	span
	corners []Point
}

func (s span) holds(at int64, m mask) bool {
	return s.from <= at && at < s.until && (!s.passesGo || m.wants>>passShift == 0)
}

// bars tells whether a trip cannot enter a stretch at a moment. Nobody waits before a closed road until it opens.
func (c *closedRoads) bars(stretch uint32, at int64, m mask) bool {
	return c.bits[stretch/64]&(1<<(stretch%64)) != 0 && slices.ContainsFunc(c.spans[stretch], func(s span) bool { return s.holds(at, m) })
}

// holds tells whether a place lies in an area that is closed.
func (c *closedRoads) holds(p Point, at int64, m mask) bool {
	return slices.ContainsFunc(c.areas, func(a closedArea) bool { return a.holds(at, m) && inside(p, a.corners) })
}

// Close puts a set of closures in the place of the one before, at once: the graph is not made anew. Points without a road near them close
// nothing (NearRoads tells). It fails, and changes nothing, where a closure has neither an area nor a point.
func (n *Network) Close(closures []Closure) error {
	if len(closures) == 0 {
		n.closed.Store(nil)
		return nil
	}
	c := &closedRoads{bits: make([]uint64, len(n.stretches)/64+1), spans: map[uint32][]span{}}
	for _, one := range closures {
		held := span{math.MinInt64, math.MaxInt64, one.PassesGo}
		if !one.From.IsZero() {
			held.from = one.From.Unix()
		}
		if !one.Until.IsZero() {
			held.until = one.Until.Unix()
		}
		var closed []uint32
		switch {
		case len(one.Area) >= 3 && len(one.Along) == 0 && one.Road == nil:
			c.areas = append(c.areas, closedArea{held, one.Area})
			closed = n.closedBy(one)
		case len(one.Along) > 0 && len(one.Area) == 0:
			closed = n.closedBy(one)
		default:
			return errors.New("a closure is an area of three corners or more, or a line of one point or more")
		}
		for _, s := range closed {
			c.bits[s/64] |= 1 << (s % 64)
			c.spans[s] = append(c.spans[s], held)
		}
	}
	n.closed.Store(c)
	return nil
}

// touching finds the stretches that touch an area.
func (g *Graph) touching(corners []Point) []uint32 {
	south, west, north, east := 90.0, 180.0, -90.0, -180.0
	for _, p := range corners {
		south, north, west, east = min(south, p.Latitude), max(north, p.Latitude), min(west, p.Longitude), max(east, p.Longitude)
	}
	var found []uint32
	for s := range g.stretches {
		shape := g.shape(uint32(s))
		for i := range shape {
			b := shape[i].point()
			a := b
			if i > 0 {
				a = shape[i-1].point()
			}
			if max(a.Latitude, b.Latitude) < south || min(a.Latitude, b.Latitude) > north || max(a.Longitude, b.Longitude) < west || min(a.Longitude, b.Longitude) > east {
				continue
			}
			if inside(b, corners) || crosses(a, b, corners) {
				found = append(found, uint32(s))
				break
			}
		}
	}
	return found
}

// closing is how roads are looked for that are to be closed: whoever may drive them.
var closing = mask{profile: 0, wants: 1 | 1<<passShift}

// NearRoads tells whether every point has a road near it.
func (n *Network) NearRoads(points []Point) bool {
	return !slices.ContainsFunc(points, func(p Point) bool { return !n.snap(p, closing).found })
}

// alongLine finds the stretches that points lie on, and those of the way from each to the next.
func (n *Network) alongLine(points []Point) []uint32 {
	found := map[uint32]bool{}
	m := closing
	s := n.lines.Get().(*search)
	defer n.lines.Put(s)
	var before spot
	for i, p := range points {
		at := n.snap(p, m)
		if !at.found {
			before = at
			continue
		}
		found[at.stretch] = true
		if i > 0 && before.found {
			n.find(s, before, m, nil, time.Time{}, n.targets([]spot{at}, m))
			if best := s.best[0]; best.deciseconds != none {
				for _, key := range n.stretchesOf(s, best) {
					found[key>>1] = true
				}
			}
		}
		before = at
	}
	list := make([]uint32, 0, len(found))
	for one := range found {
		list = append(list, one)
	}
	slices.Sort(list)
	return list
}

// inside tells whether a point lies within corners (crossing number).
func inside(p Point, corners []Point) bool {
	in := false
	for i, j := 0, len(corners)-1; i < len(corners); j, i = i, i+1 {
		a, b := corners[i], corners[j]
		if (a.Latitude > p.Latitude) != (b.Latitude > p.Latitude) && p.Longitude < (b.Longitude-a.Longitude)*(p.Latitude-a.Latitude)/(b.Latitude-a.Latitude)+a.Longitude {
			in = !in
		}
	}
	return in
}

// crosses tells whether a line crosses the border of an area.
func crosses(a, b Point, corners []Point) bool {
	side := func(p, q, r Point) float64 {
		return (q.Longitude-p.Longitude)*(r.Latitude-p.Latitude) - (q.Latitude-p.Latitude)*(r.Longitude-p.Longitude)
	}
	for i, j := 0, len(corners)-1; i < len(corners); j, i = i, i+1 {
		c, d := corners[j], corners[i]
		if side(a, b, c)*side(a, b, d) <= 0 && side(c, d, a)*side(c, d, b) <= 0 && (side(a, b, c) != 0 || side(a, b, d) != 0) {
			return true
		}
	}
	return false
}
