package vrp

import "slices"

// How often a round begins with two routes exchanging their tails (2-opt*), one in so many, and how many neighbours of a visit are
// looked at for it. Strings of ten cannot carry what long routes would have to exchange.
const (
	swapTails     = 3
	tailNeighbour = 20
	tailHeat      = 3.0 // temperatures that it may cost more
	splitRoute    = 8   // one in so many gives a tail to a vehicle of its own instead: strings alone seldom start a route
)

// exchangeTails looks for the best way to let a visit be followed by a near one of another route, with all that comes behind on
// both, and does it if that costs little enough for the rest of the round to make up for it.
func (w *walk) exchangeTails(most float64) {
	c := w.c
	if c.rich {
		w.exchangeTailsRich(most)
		return
	}
	if len(w.used) < 2 {
		return
	}
	a := int32(w.rng.below(len(c.nodes)))
	if w.routeOf[a] < 0 {
		return
	}
	r := &w.routes[w.routeOf[a]]
	i := int(w.behind(r, a)) // the tail of this route begins here
	if i <= r.frozen || c.pairs && w.laden(r, i) {
		return
	}
	tb := r.kind.table
	last, after := &r.stops[i-1], &r.stops[i]
	if after.node >= 0 && w.rng.below(splitRoute) == 0 {
		w.splitRoute(r, i, most)
		return
	}
	best, to, at := most, int32(-1), 0
	for _, b := range c.near[a][:min(tailNeighbour, len(c.near[a]))] {
		v := w.routeOf[b]
		if v < 0 || v == r.vehicle {
			continue
		}
		o := &w.routes[v]
		if o.kind != r.kind || last.depart+tb.time[last.place*tb.n+c.nodes[b].place] > c.nodes[b].due {
			continue
		}
		k := int(w.behind(o, b)) - 1
		if k <= o.frozen {
			continue
		}
		first, before := &o.stops[k], &o.stops[k-1]
		if last.depart+tb.time[last.place*tb.n+first.place] > first.latest || before.depart+tb.time[before.place*tb.n+after.place] > after.latest {
			continue
		}
		delta := float64(tb.cost[last.place*tb.n+first.place] + tb.cost[before.place*tb.n+after.place] - after.arc - first.arc)
		if delta >= best || w.overlook() {
			continue
		}
		if c.pairs && !w.laden(o, k) || !c.pairs && w.tailsFit(r, i, o, k) {
			best, to, at = delta, v, k
		}
	}
	if to >= 0 {
		w.doExchange(r, i, &w.routes[to], at)
	}
}

// splitRoute gives the tail of a route to an unused vehicle.
func (w *walk) splitRoute(r *route, i int, most float64) {
	v := w.free(int(w.c.kindOf[r.vehicle]))
	if v < 0 {
		return
	}
	o := &w.routes[v]
	tb := r.kind.table
	last, after, start, end := &r.stops[i-1], &r.stops[i], &o.stops[0], &o.stops[1]
	if last.depart+tb.time[last.place*tb.n+end.place] > end.latest || start.depart+tb.time[start.place*tb.n+after.place] > after.latest {
		return
	}
	delta := r.kind.fixed + int64(tb.cost[last.place*tb.n+end.place]) + int64(tb.cost[start.place*tb.n+after.place]) - int64(after.arc)
	if float64(delta) < most {
		w.doExchange(r, i, o, 1)
	}
}

// exchanges reports whether tails may be exchanged: visits have windows and room and nothing else, and either what they deliver or
// collect fits if its sum does, or all are shipments, and routes are cut where the vehicle is empty.
func (c *compiled) exchanges() bool {
	return c.plain && c.sumOnly || c.pairs && !slices.ContainsFunc(c.jobs, func(j job) bool { return len(j.pickups) == 0 })
}

// laden reports whether shipments are aboard between a position and the one before it.
func (w *walk) laden(r *route, i int) bool {
	aboard := 0
	for _, s := range r.stops[1:i] {
		if w.c.nodes[s.node].pickup {
			aboard++
		} else {
			aboard--
		}
	}
	return aboard != 0
}

// tailsFit reports whether both routes have room for what they would carry.
func (w *walk) tailsFit(r *route, i int, o *route, k int) bool {
	load, gather := w.sumFrom(r, i)
	otherLoad, otherGather := w.sumFrom(o, k)
	for d := range w.c.dims {
		if r.load[d]-load[d]+otherLoad[d] > r.kind.Capacity[d] || o.load[d]-otherLoad[d]+load[d] > o.kind.Capacity[d] ||
			r.gather[d]-gather[d]+otherGather[d] > r.kind.Capacity[d] || o.gather[d]-otherGather[d]+gather[d] > o.kind.Capacity[d] {
			return false
		}
	}
	return true
}

func (w *walk) sumFrom(r *route, i int) (load, gather Size) {
	for _, s := range r.stops[i : len(r.stops)-1] {
		j := &w.c.jobs[w.c.nodes[s.node].task]
		for d := range w.c.dims {
			load[d] += j.size[d]
			gather[d] += j.collected[d]
		}
	}
	return load, gather
}

func (w *walk) doExchange(r *route, i int, o *route, k int) {
	w.touch(r)
	w.touch(o)
	if o.empty() {
		w.use(o)
	}
	var load, gather, otherLoad, otherGather Size
	if !w.c.pairs {
		load, gather = w.sumFrom(r, i)
		otherLoad, otherGather = w.sumFrom(o, k)
	}
	for d := range w.c.dims {
		r.load[d] += otherLoad[d] - load[d]
		o.load[d] += load[d] - otherLoad[d]
		r.gather[d] += otherGather[d] - gather[d]
		o.gather[d] += gather[d] - otherGather[d]
	}
	w.tail = append(w.tail[:0], r.stops[i:]...)
	r.stops = append(r.stops[:i], o.stops[k:]...)
	o.stops = append(o.stops[:k], w.tail...)
	w.joined(r, i)
	w.joined(o, k)
}

// joined brings a route up to date whose tail from a position on is new.
func (w *walk) joined(r *route, i int) {
	t := r.kind.table
	r.stops[i].arc = t.cost[r.stops[i-1].place*t.n+r.stops[i].place]
	for _, s := range r.stops[i : len(r.stops)-1] {
		w.routeOf[s.node] = r.vehicle
	}
	old := r.cost
	w.reckon(r, i, len(r.stops)-1)
	if !w.c.rich {
		r.cost = r.arcs()
	}
	w.cost += r.cost - old
	if r.empty() {
		w.unuse(r)
	}
}
