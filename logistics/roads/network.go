package roads

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// ErrNoWay says that there is no way from a place to another: off every road, or cut off by closures.
var ErrNoWay = errors.New("there is no way")

// Network answers from a road graph, with what is closed on it.
type Network struct {
	*Graph
	closed   atomic.Pointer[closedRoads]
	matrices sync.Pool
	lines    sync.Pool

	remembering sync.Mutex
	remembered  map[string][]uint32 // stretches by closure
}

// NewNetwork puts a graph to use.
func NewNetwork(g *Graph) *Network {
	n := &Network{Graph: g}
	n.matrices.New = func() any { return newSearch(len(g.nodes), false) }
	n.lines.New = func() any { return newSearch(len(g.nodes), true) }
	return n
}

// journey is a trip made ready: mask, closures and spots of its places.
func (n *Network) journey(points []Point, trip Trip) (m mask, closed *closedRoads, spots []spot, err error) {
	m, known := trip.mask()
	if !known {
		return m, nil, nil, fmt.Errorf("no roads are known for profile %q", trip.Profile)
	}
	closed = n.closed.Load()
	spots = make([]spot, len(points))
	for i, p := range points {
		if closed == nil || !closed.holds(p, trip.Departure.Unix(), m) {
			spots[i] = n.snap(p, m)
		}
	}
	return m, closed, spots, nil
}

// Matrix searches once from every point, on all cores. A place within a closed area, or farther than three kilometres from every road,
// is reached from nowhere.
func (n *Network) Matrix(ctx context.Context, points []Point, trip Trip) (Matrix, error) {
	m, closed, spots, err := n.journey(points, trip)
	if err != nil {
		return Matrix{}, err
	}
	to := n.targets(spots, m)
	out := Matrix{Seconds: make([][]int64, len(points)), Metres: make([][]int64, len(points))}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(points)) {
		workers.Go(func() {
			s := n.matrices.Get().(*search)
			defer n.matrices.Put(s)
			for i := int(next.Add(1) - 1); i < len(points) && ctx.Err() == nil; i = int(next.Add(1) - 1) {
				out.Seconds[i], out.Metres[i] = n.row(s, i, spots, m, closed, trip, to)
			}
		})
	}
	workers.Wait()
	return out, ctx.Err()
}

// row is the row of a matrix.
func (n *Network) row(s *search, from int, spots []spot, m mask, closed *closedRoads, trip Trip, to *targets) (seconds, metres []int64) {
	seconds, metres = slices.Repeat([]int64{-1}, len(spots)), slices.Repeat([]int64{-1}, len(spots))
	seconds[from], metres[from] = 0, 0
	if !spots[from].found {
		return seconds, metres
	}
	n.find(s, spots[from], m, closed, trip.Departure, to)
	for j, best := range s.best {
		if j != from && best.deciseconds != none {
			off := spots[from].metres + spots[j].metres
			seconds[j] = int64(math.Ceil(float64(best.deciseconds)/10 + off/offRoadMetresPerSecond))
			metres[j] = int64(math.Round(float64(best.decimetres)/10 + off))
		}
	}
	return seconds, metres
}

// Line finds the way between two points.
func (n *Network) Line(ctx context.Context, from, to Point, trip Trip) (Line, error) {
	if err := ctx.Err(); err != nil {
		return Line{}, err
	}
	m, closed, spots, err := n.journey([]Point{from, to}, trip)
	if err != nil {
		return Line{}, err
	}
	if !spots[0].found || !spots[1].found {
		return Line{}, ErrNoWay
	}
	s := n.lines.Get().(*search)
	defer n.lines.Put(s)
	n.find(s, spots[0], m, closed, trip.Departure, n.targets(spots[1:], m))
	best := s.best[0]
	if best.deciseconds == none {
		return Line{}, ErrNoWay
	}
	off := spots[0].metres + spots[1].metres
	return Line{
		Points:  append(append([]Point{from}, n.draw(s, spots[0], spots[1], best)...), to),
		Seconds: int64(math.Ceil(float64(best.deciseconds)/10 + off/offRoadMetresPerSecond)),
		Metres:  int64(math.Round(float64(best.decimetres)/10 + off)),
	}, nil
}

// draw gives the points of the way that was found.
func (n *Network) draw(s *search, from, to spot, best reach) []Point {
	if best.from == none {
		return n.between(n.arcs[best.lastArc].stretch, &from, &to)
	}
	keys := n.stretchesOf(s, best)
	var line []Point
	for i := len(keys) - 1; i >= 0; i-- {
		var start, end *spot
		if i == len(keys)-1 {
			start = &from
		}
		if i == 0 {
			end = &to
		}
		part := n.between(keys[i], start, end)
		if len(line) > 0 && len(part) > 0 && line[len(line)-1] == part[0] {
			part = part[1:]
		}
		line = append(line, part...)
	}
	return line
}

// stretchesOf lists the stretches of the way that was found, as arcs hold them, from its end to its beginning.
func (n *Network) stretchesOf(s *search, best reach) []uint32 {
	keys := []uint32{n.arcs[best.lastArc].stretch}
	for at := best.from; at != none; {
		by := s.arrivedBy[at]
		keys = append(keys, n.arcs[by&^beginning].stretch)
		if by&beginning != 0 {
			break
		}
		at = n.tail(by)
	}
	return keys
}

// between gives the points of a stretch in the direction of an arc, from a spot on it or its beginning to a spot on it or its end.
func (n *Network) between(key uint32, from, to *spot) []Point {
	shape := n.shape(key >> 1)
	first, last := 0, len(shape) // points kept, in the order of the stretch
	start, end := from, to
	if key&1 == 1 {
		start, end = to, from
	}
	if start != nil {
		first = start.leg + 1
	}
	if end != nil {
		last = end.leg + 1
	}
	var line []Point
	if start != nil {
		line = append(line, start.at)
	}
	for _, p := range shape[first:max(first, last)] {
		line = append(line, p.point())
	}
	if end != nil {
		line = append(line, end.at)
	}
	if key&1 == 1 {
		slices.Reverse(line)
	}
	return line
}
