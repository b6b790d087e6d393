package vrp

import "math"

// blink is the chance that a good position is overlooked.
const blink = 0.01

var blinkScale = 1 / math.Log(1-blink)

// spot is a place for a task on a route, and what it would cost more.
type spot struct {
	cost   int64
	first  int32 // position of the single visit or pick-up: before the stop that is there now
	second int32 // of the delivery, in the route as it is now
	node   int32 // the single visit or pick-up; below zero: no spot
}

// finding is what was found out about a task and a route: the two cheapest spots of those that cost less than the bound. It is
// good for as long as the route has the stamp. Most routes are as they were when a task was last tried on them.
type finding struct {
	stamp        uint64
	bound        int64
	best, second spot
}

const never = math.MaxInt64 / 4

// knownBits tells how many states of a route are remembered for a task, as bits of the stamp: rounds that are not accepted take routes
// back to what they were. Where there are many tasks and vehicles one state is all that there is room for.
const (
	knownBits = 2
	knownMost = 1 << 18 // findings
)

// note takes a spot among the two cheapest.
func (f *finding) note(s spot) {
	if s.cost < f.best.cost {
		f.best, f.second = s, f.best
	} else {
		f.second = s
	}
}

// overlook reports whether this position is to be overlooked: one random number serves until the next that is.
func (w *walk) overlook() bool {
	w.untilBlink--
	if w.untilBlink < 0 {
		w.untilBlink = w.rng.gap(blinkScale)
		return true
	}
	return false
}

// findPlace finds the cheapest spot for a task over all routes that may take it, and one empty vehicle of each kind.
func (w *walk) findPlace(t int32) (at spot, r *route) {
	at = spot{cost: never, node: -1}
	j := &w.c.jobs[t]
	if j.optional {
		at.cost = j.price >> w.c.shift
	}
	may := w.c.may[int(t)*len(w.c.kinds) : int(t+1)*len(w.c.kinds)]
	if j.bound >= 0 {
		if may[w.c.kindOf[j.bound]] {
			w.try(&w.routes[j.bound], t, &at, &r)
		}
		return at, r
	}
	// What is known comes first, then the routes that may be cheapest: with a good spot in hand little is left to look at on the others.
	w.unknown = w.unknown[:0]
	for _, v := range w.used {
		if f := w.finding(t, &w.routes[v]); f.stamp == w.routes[v].stamp && (f.best.node >= 0 || at.cost <= f.bound) {
			w.choose(f, v, &at, &r)
		} else if may[w.c.kindOf[v]] {
			w.unknown = append(w.unknown, unknown{v, w.least(&w.routes[v], j)})
		}
	}
	for len(w.unknown) > 0 {
		first := 0
		for i := range w.unknown {
			if w.unknown[i].least < w.unknown[first].least {
				first = i
			}
		}
		if w.unknown[first].least >= at.cost {
			break
		}
		w.try(&w.routes[w.unknown[first].vehicle], t, &at, &r)
		last := len(w.unknown) - 1
		w.unknown[first] = w.unknown[last]
		w.unknown = w.unknown[:last]
	}
	w.chooseFresh(t, &at, &r)
	return at, r
}

// unknown is a route of which is only known what a task costs on it at least.
type unknown struct {
	vehicle int32
	least   int64
}

// finding is the place for what is found out about a task and a route as it is.
func (w *walk) finding(t int32, r *route) *finding {
	at := (int(t)*len(w.routes) + int(r.vehicle)) << w.knownBits
	return &w.known[at+int(r.stamp>>(64-w.knownBits))]
}

// choose takes the better spot of a finding unless it is overlooked, else the other.
func (w *walk) choose(f *finding, v int32, at *spot, r **route) {
	if s := &f.best; s.node >= 0 && s.cost < at.cost {
		if w.overlook() {
			if s = &f.second; s.node < 0 || s.cost >= at.cost || w.overlook() {
				return
			}
		}
		*at, *r = *s, &w.routes[v]
	}
}

// try finds out where a task could go on a route.
func (w *walk) try(r *route, t int32, at *spot, to **route) {
	f := w.finding(t, r)
	j := &w.c.jobs[t]
	f.stamp, f.bound = r.stamp, at.cost
	f.best = spot{cost: at.cost, node: -1}
	f.second = f.best
	switch {
	case len(j.pickups) == 0:
		w.tryFrom(r, j, -1, f)
	case j.bound >= 0:
		w.bound(r, t, j, f)
	default:
		for _, up := range j.pickups {
			if w.c.nodes[up].stock > 0 {
				f.stamp = 0 // stocks change while the route does not
				if !w.inStock(up) {
					continue
				}
			}
			w.tryFrom(r, j, up, f)
		}
	}
	w.choose(f, r.vehicle, at, to)
}

// tryFrom tries a single visit, or a shipment from one of its pick-ups.
func (w *walk) tryFrom(r *route, j *job, up int32, f *finding) {
	extra := int64(0)
	if r.empty() {
		extra = r.kind.fixed + int64(r.stops[1].arc) // a vehicle that stays costs nothing
	}
	switch {
	case up < 0:
		w.single(r, j, extra, f)
	case w.c.rich:
		w.pairRich(r, j, up, extra, f)
	default:
		w.pair(r, j, up, extra, f)
	}
}

// single tries all positions of a route for a single visit. The cost of the detour is looked at first: few positions are left
// to test for their time.
func (w *walk) single(r *route, j *job, extra int64, f *finding) {
	c := w.c
	n := &c.nodes[j.delivery]
	k := r.kind
	if c.sumOnly {
		for d := range c.dims {
			if r.load[d]+j.size[d] > k.Capacity[d] || r.gather[d]+j.collected[d] > k.Capacity[d] {
				return
			}
		}
	}
	tb := k.table
	row := n.place * tb.n
	into, out := tb.costTo[row:row+tb.n], tb.cost[row:row+tb.n]
	timeInto, timeOut := tb.timeTo[row:row+tb.n], tb.time[row:row+tb.n]
	stops := r.stops
	if c.rich {
		w.singleRich(r, j, extra, f)
		return
	}
	w.work += int64(len(stops))
	ready, due, service := n.ready, n.due, n.service
	prev := &stops[r.frozen]
	for i := r.frozen + 1; i < len(stops); i++ {
		if prev.depart > due {
			break
		}
		next := &stops[i]
		delta := int64(into[prev.place]+out[next.place]-next.arc) + extra
		if delta < f.second.cost {
			begin := prev.depart + timeInto[prev.place]
			if begin < ready {
				begin = ready
			}
			if n.windows != nil {
				begin = n.begin(begin)
			}
			if begin <= due && begin+service+timeOut[next.place] <= next.latest && (c.sumOnly || w.roomSingle(r, j, i)) {
				f.note(spot{cost: delta, first: int32(i), node: j.delivery})
			}
		}
		prev = next
	}
}

// roomSingle reports whether there is room for a single visit before position i: what it delivers is aboard before, what it
// collects after.
func (w *walk) roomSingle(r *route, j *job, i int) bool {
	for d := range w.c.dims {
		if r.before[i-1][d]+j.size[d] > r.kind.Capacity[d] || r.after[i][d]+j.collected[d] > r.kind.Capacity[d] || r.aboard[i-1][d]+j.collected[d] > r.kind.Capacity[d] {
			return false
		}
	}
	return true
}

// room reports whether a shipment can be aboard after the stop at position i.
func (w *walk) room(r *route, j *job, i int) bool {
	for d := range w.c.dims {
		if r.aboard[i][d]+j.size[d] > r.kind.Capacity[d] {
			return false
		}
	}
	return true
}

// bound tries the positions for the delivery of goods that are aboard since the frozen part of a route.
func (w *walk) bound(r *route, t int32, j *job, f *finding) {
	c := w.c
	d := &c.nodes[j.delivery]
	tb := r.kind.table
	row := d.place * tb.n
	depth, loaded := 0, false
	for i := 1; i < len(r.stops); i++ {
		prev, next := &r.stops[i-1], &r.stops[i]
		if r.kind.LastInFirstOut && prev.node >= 0 {
			nd := &c.nodes[prev.node]
			if loaded {
				if depth += c.depth(nd); depth < 0 {
					return
				}
			}
			loaded = loaded || nd.pickup && nd.task == t
		}
		if i <= r.frozen {
			continue
		}
		if !fits(r.aboard[i-1], r.kind.Capacity) {
			return // what was loaded later has room only behind this delivery
		}
		if depth != 0 {
			continue
		}
		cost := int64(tb.costTo[row+prev.place]+tb.cost[row+next.place]) - int64(next.arc)
		begin := max(prev.depart+tb.timeTo[row+prev.place], d.ready)
		if d.windows != nil {
			begin = d.begin(begin)
		}
		if cost >= f.second.cost || begin > d.due || begin+d.service+tb.time[row+next.place] > next.latest {
			continue
		}
		ok := true
		if c.rich {
			cost, ok = w.exactly(r, r.moments[i-1], i, j.delivery, f.second.cost)
		}
		if ok && cost < f.second.cost {
			f.note(spot{cost: cost, first: int32(i), node: j.delivery})
		}
	}
}

// exactly drives a route from a moment on to a visit that is put before position k, and to its end. It tells what the route costs more.
func (w *walk) exactly(r *route, m moment, k int, n int32, limit int64) (cost int64, ok bool) {
	c := w.c
	kd := r.kind
	last := len(r.stops) - 1
	w.work += int64(last - k + 2)
	if c.step(kd, &m, n) != 0 {
		return 0, false
	}
	for at := k; at < last; at++ {
		if c.step(kd, &m, r.stops[at].node) != 0 {
			return 0, false
		}
		// What comes behind is not reached earlier than before, so that it costs no less: only what was lost so far counts.
		if was := &r.moments[at]; m.arcs-was.arcs+(m.late-was.late)>>c.shift >= limit {
			return 0, false
		}
	}
	cost, broken := c.finish(kd, &m, c.leaves[r.vehicle] > 0)
	return cost - r.cost, broken == 0
}

// insert puts a task where it was found to fit.
func (w *walk) insert(t int32, at spot, r *route) {
	w.touch(r)
	if r.empty() {
		w.use(r)
	}
	j := &w.c.jobs[t]
	old := r.cost
	first, last := int(at.first), int(at.first)
	if at.node != j.delivery {
		w.put(r, int(at.second), j.delivery)
		last = int(at.second) + 1
		w.chosen[t] = at.node
		if n := &w.c.nodes[at.node]; n.stock > 0 {
			w.stock[n.stock-1] -= n.units
		}
	}
	w.put(r, first, at.node)
	w.reckon(r, first, last)
	if !w.c.rich {
		r.cost += at.cost
	}
	w.cost += r.cost - old
	w.served(t)
}
