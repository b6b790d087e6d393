package roads

import (
	"math"
	"time"
)

// search is the working memory of one search: a time for every junction that was reached. It is used again and again; what is not of
// this run is told by its stamp.
type search struct {
	run         uint32
	stamp       []uint32
	deciseconds []uint32
	decimetres  []uint32
	arrivedBy   []uint32 // the arc, plus beginning where it was driven from its middle; only kept where a line is asked for
	queue       []uint64 // heap of four children each: deciseconds, then junction
	best        []reach  // by target
}

// reach is how a target was reached.
type reach struct {
	deciseconds, decimetres uint32
	lastArc                 uint32 // the arc that it lies on
	from                    uint32 // the junction before it; none: on the stretch that the search began on
}

// beginning marks an arc that the search began on.
const beginning = 1 << 31

func newSearch(nodes int, lines bool) *search {
	s := &search{stamp: make([]uint32, nodes), deciseconds: make([]uint32, nodes), decimetres: make([]uint32, nodes)}
	if lines {
		s.arrivedBy = make([]uint32, nodes)
	}
	return s
}

// targets are the places that are looked for, by the junctions from which they are reached.
type targets struct {
	spots []spot
	bits  []uint64 // junctions with a target behind them
	near  map[uint32][]approach
}

// approach is a way to a target from a junction: along an arc, part of it.
type approach struct {
	target                  int
	arc                     uint32
	deciseconds, decimetres uint32
}

func (g *Graph) targets(spots []spot, m mask) *targets {
	t := &targets{spots: spots, bits: make([]uint64, len(g.nodes)/64+1), near: map[uint32][]approach{}}
	for i, at := range spots {
		if !at.found {
			continue
		}
		for way := range uint32(2) {
			part := at.fraction
			if way == 1 {
				part = 1 - part
			}
			g.arcsAlong(at.stretch*2+way, func(a uint32) {
				if !m.opens(g.arcs[a].access) {
					return
				}
				tail := g.tail(a)
				t.bits[tail/64] |= 1 << (tail % 64)
				t.near[tail] = append(t.near[tail], approach{i, a, portion(g.arcs[a].deciseconds[m.profile], part), portion(g.arcs[a].decimetres, part)})
			})
		}
	}
	return t
}

func portion(of uint32, part float64) uint32 { return uint32(math.Round(float64(of) * part)) }

// find searches from a spot until every target is reached as fast as can be, or nothing is left (Dijkstra 1959). closed is nil where
// nothing is closed.
func (g *Graph) find(s *search, from spot, m mask, closed *closedRoads, departure time.Time, t *targets) {
	if s.run++; s.run == 0 { // four thousand million searches later
		clear(s.stamp)
		s.run = 1
	}
	s.queue = s.queue[:0]
	s.best = s.best[:0]
	for range t.spots {
		s.best = append(s.best, reach{none, none, none, none})
	}
	missing, worst := 0, uint32(0)
	for i := range t.spots {
		if t.spots[i].found {
			g.along(s, from, m, i, t.spots[i])
			missing++
		}
	}
	bound := func() { // the time after which nothing is looked for any more
		missing, worst = 0, 0
		for i := range t.spots {
			if !t.spots[i].found {
				continue
			}
			if worst = max(worst, s.best[i].deciseconds); s.best[i].deciseconds == none {
				missing++
			}
		}
	}
	bound()
	for way := range uint32(2) {
		own, part := g.stretches[from.stretch].forward, 1-from.fraction
		if way == 1 {
			own, part = g.stretches[from.stretch].back, from.fraction
		}
		if own < 0 || !m.opens(g.arcs[own].access) {
			continue
		}
		a := &g.arcs[own]
		s.arrive(a.head, portion(a.deciseconds[m.profile], part), portion(a.decimetres, part), uint32(own)|beginning)
	}
	start := departure.Unix()
	for len(s.queue) > 0 {
		at, n := s.pop()
		if at > s.deciseconds[n] {
			continue // reached sooner meanwhile
		}
		if at >= worst && missing == 0 {
			return
		}
		metres := s.decimetres[n]
		if t.bits[n/64]&(1<<(n%64)) != 0 {
			for _, near := range t.near[n] {
				if best := &s.best[near.target]; at+near.deciseconds < best.deciseconds {
					*best = reach{at + near.deciseconds, metres + near.decimetres, near.arc, n}
				}
			}
			bound()
		}
		for k := g.firstArc[n]; k < g.firstArc[n+1]; k++ {
			a := &g.arcs[k]
			if !m.opens(a.access) || closed != nil && closed.bars(a.stretch>>1, start+int64(at/10), m) {
				continue
			}
			s.arrive(a.head, at+a.deciseconds[m.profile], metres+a.decimetres, k)
		}
	}
}

// along reaches a target on the stretch that the search begins on.
func (g *Graph) along(s *search, from spot, m mask, i int, to spot) {
	if from.stretch != to.stretch {
		return
	}
	own, part := g.stretches[from.stretch].forward, to.fraction-from.fraction
	if part < 0 {
		own, part = g.stretches[from.stretch].back, -part
	}
	if own < 0 && part == 0 {
		own = g.stretches[from.stretch].back
	}
	if own >= 0 && m.opens(g.arcs[own].access) {
		a := &g.arcs[own]
		s.best[i] = reach{portion(a.deciseconds[m.profile], part), portion(a.decimetres, part), uint32(own), none}
	}
}

// arrive notes that a junction is reached, if it is so sooner than before.
func (s *search) arrive(n, deciseconds, decimetres, by uint32) {
	if s.stamp[n] == s.run && s.deciseconds[n] <= deciseconds {
		return
	}
	s.stamp[n], s.deciseconds[n], s.decimetres[n] = s.run, deciseconds, decimetres
	if s.arrivedBy != nil {
		s.arrivedBy[n] = by
	}
	s.push(uint64(deciseconds)<<32 | uint64(n))
}

func (s *search) push(entry uint64) {
	s.queue = append(s.queue, entry)
	i := len(s.queue) - 1
	for i > 0 {
		above := (i - 1) / 4
		if s.queue[above] <= entry {
			break
		}
		s.queue[i] = s.queue[above]
		i = above
	}
	s.queue[i] = entry
}

func (s *search) pop() (deciseconds, n uint32) {
	top := s.queue[0]
	last := s.queue[len(s.queue)-1]
	s.queue = s.queue[:len(s.queue)-1]
	if size := len(s.queue); size > 0 {
		i := 0
		for {
			child := 4*i + 1
			if child >= size {
				break
			}
			least := child
			for k := child + 1; k < min(child+4, size); k++ {
				if s.queue[k] < s.queue[least] {
					least = k
				}
			}
			if s.queue[least] >= last {
				break
			}
			s.queue[i] = s.queue[least]
			i = least
		}
		s.queue[i] = last
	}
	return uint32(top >> 32), uint32(top)
}
