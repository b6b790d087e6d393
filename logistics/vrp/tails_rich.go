package vrp

// tailsTried is how many neighbours are looked at for an exchange of tails where routes have to be driven to know what that costs.
const tailsTried = 8

// exchangeTailsRich is exchangeTails where there is more than windows and room, and all tasks are shipments: routes are cut where
// their vehicles are empty, and both are driven to their ends.
func (w *walk) exchangeTailsRich(most float64) {
	c := w.c
	if len(w.used) == 0 {
		return
	}
	a := int32(w.rng.below(len(c.nodes)))
	if w.routeOf[a] < 0 {
		return
	}
	r := &w.routes[w.routeOf[a]]
	i := int(w.behind(r, a))
	for ; i < len(r.stops)-1 && r.moments[i-1].aboard > 0; i++ {
	}
	if i <= r.frozen {
		return
	}
	best, to, at := most, int32(-1), 0
	try := func(o *route, k int) {
		if o.kind.LastInFirstOut != r.kind.LastInFirstOut || w.overlook() {
			return
		}
		mine, ok := w.joinedCost(r, i, o, k)
		if !ok {
			return
		}
		theirs, ok := w.joinedCost(o, k, r, i)
		if !ok {
			return
		}
		if delta := float64(mine + theirs - r.cost - o.cost); delta < best {
			best, to, at = delta, o.vehicle, k
		}
	}
	tried := 0
	for _, b := range c.near[a] {
		v := w.routeOf[b]
		if v < 0 || v == r.vehicle {
			continue
		}
		o := &w.routes[v]
		k := int(w.behind(o, b)) - 1
		if k <= o.frozen || o.moments[k-1].aboard > 0 {
			continue
		}
		try(o, k)
		if tried++; tried == tailsTried {
			break
		}
	}
	if i < len(r.stops)-1 {
		if v := w.free(w.rng.below(len(c.kinds))); v >= 0 {
			try(&w.routes[v], 1)
		}
	}
	if to >= 0 {
		w.doExchange(r, i, &w.routes[to], at)
	}
}

// joinedCost drives a route up to a position and from there on the tail of another.
func (w *walk) joinedCost(r *route, i int, o *route, k int) (cost int64, ok bool) {
	c := w.c
	m := r.moments[i-1]
	last := len(o.stops) - 1
	if i == 1 && k == last {
		return 0, true // the vehicle stays
	}
	w.work += int64(last - k)
	kind := int(c.kindOf[r.vehicle])
	for at := k; at < last; at++ {
		n := o.stops[at].node
		if !c.may[int(c.nodes[n].task)*len(c.kinds)+kind] || !fits(o.aboard[at], r.kind.Capacity) || c.step(r.kind, &m, n) != 0 {
			return 0, false
		}
	}
	cost, broken := c.finish(r.kind, &m, c.leaves[r.vehicle] > 0)
	return cost, broken == 0
}
