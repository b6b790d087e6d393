package vrp

// changeVehicle is how often a round lets another vehicle drive a route, one in so many, where vehicles differ: strings alone
// seldom take a route from a small vehicle to a large one, because the first visit of an empty vehicle is the cheapest on the smallest.
const changeVehicle = 4

// changeVehicle gives a ruined route to a vehicle of another kind, as it is, if that one may drive it; where none of the kind is free,
// two vehicles change routes.
func (w *walk) changeVehicles() {
	c := w.c
	if len(w.used) == 0 {
		return
	}
	v := w.used[w.rng.below(len(w.used))]
	if n := len(w.touched); n > 0 && w.rng.next()&1 == 0 {
		v = w.touched[w.rng.below(n)].vehicle
	}
	r := &w.routes[v]
	to := int32(w.rng.below(len(c.kinds)))
	if to == c.kindOf[v] || r.frozen > 0 || r.empty() {
		return
	}
	vehicles := c.kinds[to].vehicles
	o := &w.routes[vehicles[w.rng.below(len(vehicles))]]
	for _, x := range vehicles {
		if w.routes[x].empty() {
			o = &w.routes[x]
			break
		}
	}
	if o.frozen > 0 || o.kind.LastInFirstOut != r.kind.LastInFirstOut || !w.mayDrive(o.kind, to, r) || !o.empty() && !w.mayDrive(r.kind, c.kindOf[v], o) {
		return
	}
	w.touch(r)
	w.touch(o)
	other := o.empty()
	w.tail = append(w.tail[:0], r.stops[1:len(r.stops)-1]...)
	w.drives(r, o.stops[1:len(o.stops)-1])
	w.drives(o, w.tail)
	if other {
		w.unuse(r)
		w.use(o)
	}
	w.rereckon(r, o)
}

// mayDrive reports whether vehicles of a kind may drive a route as it is.
func (w *walk) mayDrive(k *kind, at int32, r *route) bool {
	c := w.c
	m := k.first()
	for _, s := range r.stops[1 : len(r.stops)-1] {
		if !c.may[int(c.nodes[s.node].task)*len(c.kinds)+int(at)] || c.step(k, &m, s.node) != 0 {
			return false
		}
	}
	w.work += int64(len(r.stops))
	if _, broken := c.finish(k, &m, false); broken != 0 {
		return false
	}
	if c.sumOnly {
		return fits(r.load, k.Capacity) && fits(r.gather, k.Capacity)
	}
	return fits(r.before[len(r.stops)-1], k.Capacity)
}

// drives puts the visits on a route in place of its own.
func (w *walk) drives(r *route, visits []stop) {
	end := r.stops[len(r.stops)-1]
	r.stops = append(append(r.stops[:1], visits...), end)
	r.load, r.gather = Size{}, Size{}
	t := r.kind.table
	for i := 1; i < len(r.stops); i++ {
		s := &r.stops[i]
		s.arc = t.cost[r.stops[i-1].place*t.n+s.place]
		if s.node < 0 {
			continue
		}
		w.routeOf[s.node] = r.vehicle
		if nd := &w.c.nodes[s.node]; !nd.pickup {
			if j := &w.c.jobs[nd.task]; len(j.pickups) == 0 {
				for d := range w.c.dims {
					r.load[d] += j.size[d]
					r.gather[d] += j.collected[d]
				}
			}
		}
	}
}

// rereckon brings routes up to date whose visits are new.
func (w *walk) rereckon(routes ...*route) {
	for _, r := range routes {
		old := r.cost
		w.reckon(r, 1, len(r.stops)-1)
		if !w.c.rich {
			r.cost = r.arcs()
		}
		w.cost += r.cost - old
	}
}
