package vrp

import "slices"

// A long annealing ends in the same plan again and again where there is a wide basin that is not the deepest: plans of few long routes
// are like that. Where the budget is ample, a search therefore anneals for a share of it only. Then it breeds: it anneals a few plans
// anew and briefly, and from there on children of two of them, each of which has some neighbouring routes of the one and what goes with
// them of the other. The best plan of all is what counts, and the pool takes routes from all of them.
type herd struct {
	on      bool
	born    float64 // share of the budget that was used up when the present plan was begun
	life    float64 // share that each gets
	births  int
	heat    float64
	plans   []plan
	child   plan
	covered []bool // visits that the child has
}

const (
	herdRounds   = 10_000.0 // so many rounds per visit are ample
	herdFrom     = 0.2      // share of the budget at which breeding begins
	herdUntil    = 0.98     // at which the last is begun
	herdMost     = 8        // plans
	founders     = 6        // that are annealed anew
	founderHeat  = 0.7      // times the heat of the first
	childHeat    = 0.3
	leastLife    = 0.02
	roundsOfLife = 200.0 // per visit at least
)

// judgeHerd decides whether a search of so many rounds is to breed.
func (s *search) judgeHerd(rounds float64) {
	n := float64(len(s.c.nodes))
	if !s.pool.on || !s.c.plain || s.fewest || rounds < herdRounds*n {
		return
	}
	s.herd.on, s.herd.life = true, max(leastLife, roundsOfLife*n/rounds)
	s.herd.covered = make([]bool, len(s.c.nodes))
}

// due reports whether the next plan is to be begun.
func (h *herd) due(done float64) bool {
	return h.on && done < herdUntil && (h.births == 0 && done >= herdFrom || h.births > 0 && done >= h.born+h.life)
}

// warmth is how hot the present plan's annealing begins, in times the heat of the first.
func (h *herd) warmth() float64 {
	if h.births == 0 {
		return 1
	}
	return h.heat
}

// age is how far the present plan's annealing has come.
func (h *herd) age(done float64) float64 {
	if h.births == 0 {
		return min(1, done/herdFrom)
	}
	return min(1, (done-h.born)/h.life)
}

// breed takes the present plan into the herd and goes on from a new one.
func (s *search) breed() {
	h := &s.herd
	if h.births == 0 {
		s.take(&s.best)
	}
	if len(s.absent) == 0 {
		h.join(s.walk)
	}
	h.births++
	h.born = s.done
	c := &h.child
	c.nodes, c.routes, c.absent = c.nodes[:0], c.routes[:0], c.absent[:0]
	clear(h.covered)
	if h.births <= founders || len(h.plans) < 2 {
		h.heat = founderHeat
	} else {
		h.heat = childHeat
		a, b := s.rng.below(len(h.plans)), s.rng.below(len(h.plans)-1)
		if b >= a {
			b++
		}
		s.cross(&h.plans[a], &h.plans[b])
	}
	for t := range s.c.jobs {
		if !h.covered[s.c.jobs[t].delivery] {
			c.absent = append(c.absent, int32(t))
		}
	}
	s.take(c)
	for i := len(s.used) - 1; i >= 0; i-- {
		if r := &s.routes[s.used[i]]; r.late() {
			s.removeBetween(r, 1, len(r.stops)-1, 0, 0)
		}
	}
	s.recreate()
	s.settled()
	if s.better() {
		s.best.keep(s.walk)
	}
}

// late reports whether a stop is come to too late: where ways are rounded, one can be when a stop before it is left out.
func (r *route) late() bool {
	return slices.ContainsFunc(r.stops[1:], func(s stop) bool { return s.depart-s.service > s.due })
}

// join takes a plan into the herd: in the place of the worst where it is full, and not twice.
func (h *herd) join(w *walk) {
	worst := -1
	for i := range h.plans {
		if h.plans[i].cost == w.cost {
			return
		}
		if worst < 0 || h.plans[i].cost > h.plans[worst].cost {
			worst = i
		}
	}
	if len(h.plans) < herdMost {
		h.plans = append(h.plans, plan{})
		worst = len(h.plans) - 1
	} else if h.plans[worst].cost < w.cost {
		return
	}
	h.plans[worst].keep(w)
}

// cross makes the child of some neighbouring routes of one plan and of those routes of another of which most visits are still wanting.
func (s *search) cross(a, b *plan) {
	h := &s.herd
	want := 1 + s.rng.below(max(1, len(a.routes)-1))
	seed := int32(s.rng.below(len(s.c.nodes)))
	h.inherit(a, seed)
	for _, n := range s.c.near[seed] {
		if len(h.child.routes) >= want {
			break
		}
		h.inherit(a, n)
	}
	for _, r := range b.routes {
		wanting := 0
		for _, n := range b.nodes[r.from:r.to] {
			if !h.covered[n] {
				wanting++
			}
		}
		if 2*wanting > int(r.to-r.from) && len(h.child.routes) < s.most {
			h.add(b.nodes[r.from:r.to])
		}
	}
}

// inherit gives the child the route that a visit is on, if it has not got it.
func (h *herd) inherit(p *plan, n int32) {
	if h.covered[n] {
		return
	}
	for _, r := range p.routes {
		if nodes := p.nodes[r.from:r.to]; slices.Contains(nodes, n) {
			h.add(nodes)
			return
		}
	}
}

// add gives the child a route of those of some visits that it has not got.
func (h *herd) add(nodes []int32) {
	c := &h.child
	from := int32(len(c.nodes))
	for _, n := range nodes {
		if !h.covered[n] {
			h.covered[n] = true
			c.nodes = append(c.nodes, n)
		}
	}
	c.routes = append(c.routes, span{int32(len(c.routes)), from, int32(len(c.nodes))})
}
