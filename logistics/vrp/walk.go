package vrp

import (
	"math"
	"slices"
)

// walk is one search: a plan that is ruined and recreated again and again. Its rounds allocate nothing.
type walk struct {
	c       *compiled
	rng     rng
	routes  []route // one per vehicle
	used    []int32 // vehicles with visits
	usedAt  []int32 // where each stands there
	routeOf []int32 // of each node, or -1
	chosen  []int32 // of each task the node of its pick-up, or -1
	absent  []int32 // tasks
	stock   []int64 // left
	cost    int64   // of all routes, and the prices of optional tasks that are left out
	missing int64   // weight of the tasks that may not be left out and are
	visits  int
	most    int // vehicles that may be used

	touched    []*route
	absentWas  []int32
	absences   []int64 // how often each task was left over
	untilBlink int
	removed    float64 // visits in a round, on average
	longest    float64 // string of them
	stamps     uint64
	work       int64 // stops looked at
	rounds     int64
	known      []finding // of each task and route, so many for their states
	knownBits  uint8
	tail       []stop // scratch
	candidates []candidate
	unknown    []unknown     // scratch
	fresh      [][]freshSpot // of each task what it costs on an unused vehicle of each kind, cheapest first
	gaps       []gap         // of plain problems: behind each visit, then behind the start of each vehicle
	best       plan
	fewest     bool
	pool       pool
	gathering  bool
}

func newWalk(c *compiled, seed uint64) *walk {
	w := &walk{c: c, rng: rng{seed*0x9e3779b97f4a7c15 + 0x1234567}, routes: make([]route, len(c.Vehicles)), usedAt: make([]int32, len(c.Vehicles)), routeOf: filled(len(c.nodes)), chosen: filled(len(c.jobs)),
		stock: slices.Clone(c.Stocks), absences: make([]int64, len(c.jobs)), most: len(c.Vehicles), removed: meanRemoved, longest: longestString}
	w.untilBlink = w.rng.gap(blinkScale)
	if !c.plain {
		pairs := len(c.jobs) * len(c.Vehicles)
		if pairs<<knownBits <= knownMost {
			w.knownBits = knownBits
		}
		w.known = make([]finding, pairs<<w.knownBits)
	} else {
		w.gaps = make([]gap, len(c.nodes)+len(c.Vehicles))
		for i := range w.gaps {
			w.gaps[i].arc = closed
		}
	}
	for v := range w.routes {
		k := c.kinds[c.kindOf[v]]
		r := &w.routes[v]
		*r = route{vehicle: int32(v), kind: k}
		r.stops = append(make([]stop, 0, 32), stop{node: -1, place: k.start, depart: k.open, ready: k.open, due: horizon}, stop{node: -1, place: k.end, ready: -horizon, due: k.close})
		r.stops[1].arc = k.table.cost[k.start*k.table.n+k.end]
		r.stops[1].latest = k.close
		w.reckon(r, 1, 1)
		r.cost = 0
	}
	for t := range c.jobs {
		w.leave(int32(t))
	}
	w.visits = 0
	if !c.plain {
		w.findFresh()
	}
	return w
}

func filled(n int) []int32 {
	s := make([]int32, n)
	for i := range s {
		s[i] = -1
	}
	return s
}

// leave books a task as absent, served as served.
func (w *walk) leave(t int32) {
	j := &w.c.jobs[t]
	w.absent = append(w.absent, t)
	if j.optional {
		w.cost += j.price >> w.c.shift
	} else {
		w.missing += j.weight
	}
	w.visits -= 1 + min(1, len(j.pickups))
}

func (w *walk) served(t int32) {
	j := &w.c.jobs[t]
	if j.optional {
		w.cost -= j.price >> w.c.shift
	} else {
		w.missing -= j.weight
	}
	w.visits += 1 + min(1, len(j.pickups))
}

func (w *walk) use(r *route) {
	w.usedAt[r.vehicle] = int32(len(w.used))
	w.used = append(w.used, r.vehicle)
}

func (w *walk) unuse(r *route) {
	at, last := w.usedAt[r.vehicle], w.used[len(w.used)-1]
	w.used[at] = last
	w.usedAt[last] = at
	w.used = w.used[:len(w.used)-1]
}

// free gives the first unused vehicle of a kind; below zero: there is none, or no more may be used.
func (w *walk) free(kind int) int32 {
	if len(w.used) >= w.most {
		return -1
	}
	for _, v := range w.c.kinds[kind].vehicles {
		if w.routes[v].empty() {
			return v
		}
	}
	return -1
}

// recreate puts absent tasks back one by one where they cost least, in one of several orders.
func (w *walk) recreate() {
	w.sort()
	w.putBack()
}

// putBack puts absent tasks back in order, each where it costs least.
func (w *walk) putBack() {
	plain := w.c.plain
	left := w.absent[:0]
	for _, t := range w.absent {
		var at spot
		var r *route
		if plain {
			at, r = w.findPlain(t)
		} else {
			at, r = w.findPlace(t)
		}
		if r == nil {
			left = append(left, t)
			continue
		}
		w.insert(t, at, r)
	}
	w.absent = left
}

// sort brings the absent tasks into the order that they are put back in: at random, large first, far first, near first, by the
// length, start or end of their windows, with the weights of the paper; where priorities differ, often by these.
func (w *walk) sort() {
	a := w.absent
	if len(a) < 2 {
		return
	}
	var rank []int32
	switch x := w.rng.below(17); {
	case x < 4:
	case x < 8:
		rank = w.c.ranks[bySize]
	case x < 10:
		rank = w.c.ranks[byFar]
	case x < 11:
		rank = w.c.ranks[byNear]
	case x < 13:
		rank = w.c.ranks[byWindow]
	case x < 15:
		rank = w.c.ranks[byStart]
	default:
		rank = w.c.ranks[byEnd]
	}
	if w.c.ranks[byPriority] != nil && w.rng.next()&3 == 0 {
		rank = w.c.ranks[byPriority]
	}
	if rank == nil {
		for i := len(a) - 1; i > 0; i-- {
			k := w.rng.below(i + 1)
			a[i], a[k] = a[k], a[i]
		}
		return
	}
	w.arrange(rank)
}

// arrange brings the absent tasks into an order.
func (w *walk) arrange(rank []int32) {
	a := w.absent
	if len(a) > 64 {
		slices.SortFunc(a, func(x, y int32) int { return int(rank[x] - rank[y]) })
		return
	}
	for i := 1; i < len(a); i++ {
		t := a[i]
		key, k := rank[t], i
		for k > 0 && rank[a[k-1]] > key {
			a[k] = a[k-1]
			k--
		}
		a[k] = t
	}
}

// settled ends a round, or what is like one: routes are no longer kept as they were.
func (w *walk) settled() {
	for _, r := range w.touched {
		r.touched = false
	}
	w.touched = w.touched[:0]
}

// round ruins and recreates, and takes the plan back unless it is accepted at the temperature.
func (w *walk) round(temperature float64) {
	w.rounds++
	w.touched = w.touched[:0]
	w.absentWas = append(w.absentWas[:0], w.absent...)
	cost, missing, visits := w.cost, w.missing, w.visits
	if w.c.tails && w.rng.below(swapTails) == 0 {
		w.exchangeTails(temperature * tailHeat)
	}
	w.ruin()
	if len(w.c.kinds) > 1 && w.rng.below(changeVehicle) == 0 {
		w.changeVehicles()
	}
	w.recreate()
	was, is := int64(0), int64(0)
	if w.missing > 0 && missing > 0 {
		was, is = w.leftOver(w.absentWas), w.leftOver(w.absent)
	}
	accepted := w.missing < missing || w.missing == missing && float64(w.cost-cost) < -temperature*math.Log(w.rng.unit()) || is < was
	if w.missing > 0 {
		for _, t := range w.absent {
			w.absences[t]++
		}
	}
	if !accepted {
		for _, r := range w.touched {
			if was := len(r.saved.stops) == 2; was != r.empty() {
				if was {
					w.unuse(r)
				} else {
					w.use(r)
				}
			}
		}
		w.restoreChoices()
		w.restore()
		w.absent = append(w.absent[:0], w.absentWas...)
		w.cost, w.missing, w.visits = cost, missing, visits
	}
	for _, r := range w.touched {
		r.touched = false
	}
	if !accepted {
		return
	}
	if w.better() {
		w.best.keep(w)
	}
	if w.gathering {
		w.gather()
	}
}

// leftOver counts how often tasks were left over so far.
func (w *walk) leftOver(tasks []int32) (sum int64) {
	for _, t := range tasks {
		sum += w.absences[t]
	}
	return sum
}

// better reports whether the plan is better than the best so far.
func (w *walk) better() bool {
	b := &w.best
	if !b.made || w.missing != b.missing {
		return !b.made || w.missing < b.missing
	}
	if w.fewest && len(w.used) != b.used {
		return len(w.used) < b.used
	}
	return w.cost < b.cost
}

// restoreChoices takes back which pick-ups were chosen in the routes of this round, and what that took of stocks.
func (w *walk) restoreChoices() {
	if !w.c.pairs {
		return
	}
	for _, r := range w.touched {
		w.book(r.stops, -1)
	}
	for _, r := range w.touched {
		w.book(r.saved.stops, 1)
	}
}

// book books (1) or unbooks (-1) the pick-ups of a route.
func (w *walk) book(stops []stop, sign int64) {
	for _, s := range stops[1 : len(stops)-1] {
		nd := &w.c.nodes[s.node]
		if !nd.pickup {
			continue
		}
		if nd.stock > 0 {
			w.stock[nd.stock-1] -= sign * nd.units
		}
		if w.chosen[nd.task] = s.node; sign < 0 {
			w.chosen[nd.task] = -1
		}
	}
}

// plan is a plan kept aside.
type plan struct {
	made    bool
	missing int64
	cost    int64
	used    int
	nodes   []int32
	routes  []span
	absent  []int32
}

type span struct {
	vehicle  int32
	from, to int32
}

func (p *plan) keep(w *walk) {
	p.made, p.missing, p.cost, p.used = true, w.missing, w.cost, len(w.used)
	p.nodes, p.routes = p.nodes[:0], p.routes[:0]
	p.absent = append(p.absent[:0], w.absent...)
	for _, v := range w.used {
		from := int32(len(p.nodes))
		r := &w.routes[v]
		for _, s := range r.stops[1 : len(r.stops)-1] {
			p.nodes = append(p.nodes, s.node)
		}
		p.routes = append(p.routes, span{v, from, int32(len(p.nodes))})
	}
}

func (p *plan) copy(o *plan) {
	p.made, p.missing, p.cost, p.used = o.made, o.missing, o.cost, o.used
	p.nodes, p.routes, p.absent = append(p.nodes[:0], o.nodes...), append(p.routes[:0], o.routes...), append(p.absent[:0], o.absent...)
}

// take makes the walk go on from a plan.
func (w *walk) take(p *plan) {
	for len(w.used) > 0 {
		w.clear(&w.routes[w.used[len(w.used)-1]])
	}
	w.absent = w.absent[:0]
	w.cost, w.missing, w.visits = 0, 0, 0
	for t := range w.c.jobs {
		w.leave(int32(t))
	}
	w.visits = 0
	w.absent = append(w.absent[:0], p.absent...)
	for _, s := range p.routes {
		w.lay(&w.routes[s.vehicle], p.nodes[s.from:s.to])
	}
}

// clear empties a route without booking its tasks as absent.
func (w *walk) clear(r *route) {
	w.book(r.stops, -1)
	for _, s := range r.stops[1 : len(r.stops)-1] {
		w.forget(s.node)
	}
	r.stops[1] = r.stops[len(r.stops)-1]
	r.stops = r.stops[:2]
	t := r.kind.table
	r.stops[1].arc = t.cost[r.stops[0].place*t.n+r.stops[1].place]
	r.load, r.gather = Size{}, Size{}
	w.reckon(r, 1, 1)
	r.cost = 0
	w.unuse(r)
}

// lay puts visits on an empty route, in order.
func (w *walk) lay(r *route, nodes []int32) {
	if len(nodes) == 0 {
		return
	}
	w.use(r)
	for i, n := range nodes {
		w.put(r, i+1, n)
		nd := &w.c.nodes[n]
		if nd.pickup {
			w.chosen[nd.task] = n
			if nd.stock > 0 {
				w.stock[nd.stock-1] -= nd.units
			}
		} else {
			w.served(nd.task)
		}
	}
	w.reckon(r, 1, len(nodes))
	if !w.c.rich {
		r.cost = r.arcs()
	}
	w.cost += r.cost
}
