package vrp

// stop is a visit on a route, with what the test of an insertion beside it looks at.
type stop struct {
	node    int32 // -1: the vehicle's start or end
	place   int32
	depart  int32 // the earliest time that it can be left
	latest  int32 // the latest time that it can begin without anything after it being too late
	arc     int32 // cost of the way here
	ready   int32
	due     int32
	service int32
}

// route is what one vehicle drives. stops has its start first and its end last.
type route struct {
	vehicle int32
	kind    *kind
	stops   []stop
	cost    int64 // 0 where there are no visits
	load    Size  // all that it delivers from its start
	gather  Size  // all that it collects
	frozen  int   // visits that stay as they are

	// Where sums do not suffice: aboard after each stop, and the most aboard up to it, and from it on.
	aboard, before, after []Size

	moments []moment    // where the problem is rich
	ease    []ease      // there, see easeOff
	broken  constraints // there: what it breaks

	stamp   uint64 // names what the route holds: what was found out about it is good for as long as it has this stamp
	touched bool
	ruined  int64 // the round that last took visits out of it
	saved   struct {
		stops                 []stop
		cost                  int64
		load, gather          Size
		aboard, before, after []Size
		moments               []moment
		ease                  []ease
		stamp                 uint64
	}
}

func (r *route) empty() bool { return len(r.stops) == 2 }

// touch keeps a route as it is, to be restored if the round is not accepted.
func (w *walk) touch(r *route) {
	if r.touched {
		return
	}
	r.touched = true
	w.touched = append(w.touched, r)
	s := &r.saved
	s.stops = append(s.stops[:0], r.stops...)
	s.cost, s.load, s.gather, s.stamp = r.cost, r.load, r.gather, r.stamp
	if !w.c.sumOnly {
		s.aboard, s.before, s.after = append(s.aboard[:0], r.aboard...), append(s.before[:0], r.before...), append(s.after[:0], r.after...)
	}
	if w.c.rich {
		s.moments, s.ease = append(s.moments[:0], r.moments...), append(s.ease[:0], r.ease...)
	}
}

// restore undoes a round.
func (w *walk) restore() {
	for _, r := range w.touched {
		for _, s := range r.stops[1 : len(r.stops)-1] {
			w.forget(s.node)
		}
	}
	for _, r := range w.touched {
		s := &r.saved
		r.stops, s.stops = s.stops, r.stops
		r.aboard, s.aboard = s.aboard, r.aboard
		r.before, s.before = s.before, r.before
		r.after, s.after = s.after, r.after
		r.moments, s.moments = s.moments, r.moments
		r.ease, s.ease = s.ease, r.ease
		r.cost, r.load, r.gather, r.stamp = s.cost, s.load, s.gather, s.stamp
		for _, x := range r.stops[1 : len(r.stops)-1] {
			w.routeOf[x.node] = r.vehicle
		}
		if w.c.plain {
			w.mirror(r, 0, len(r.stops))
		}
	}
}

// forget books a visit as on no route.
func (w *walk) forget(n int32) {
	w.routeOf[n] = -1
	if w.c.plain {
		w.gaps[n].arc = closed
	}
}

// put inserts a visit before position i, without reckoning anew.
func (w *walk) put(r *route, i int, n int32) {
	r.stops = append(r.stops, stop{})
	copy(r.stops[i+1:], r.stops[i:])
	nd := &w.c.nodes[n]
	t := r.kind.table
	r.stops[i] = stop{node: n, place: nd.place, ready: nd.ready, due: nd.due, service: nd.service, arc: t.cost[r.stops[i-1].place*t.n+nd.place]}
	r.stops[i+1].arc = t.cost[nd.place*t.n+r.stops[i+1].place]
	w.routeOf[n] = r.vehicle
	if !nd.pickup {
		if j := &w.c.jobs[nd.task]; len(j.pickups) == 0 {
			for d := range w.c.dims {
				r.load[d] += j.size[d]
				r.gather[d] += j.collected[d]
			}
		}
	}
}

// reckon brings a route's times, loads and cost up to date after its visits changed between two positions: what lies before the
// first has its old departures, what lies after the last its old latest times.
func (w *walk) reckon(r *route, first, last int) {
	if w.c.plain {
		w.stamps++
		r.stamp = w.stamps
	} else {
		r.stamp = stampOf(r.stops[1 : len(r.stops)-1])
	}
	t := r.kind.table
	stops := r.stops
	low, high := first, last
	if w.c.rich {
		r.broken = w.drive(r)
	} else {
		at := &stops[first-1]
		for i := first; i < len(stops); i++ {
			s := &stops[i]
			begin := at.depart + t.time[at.place*t.n+s.place]
			if begin < s.ready {
				begin = s.ready
			}
			if s.node >= 0 && w.c.nodes[s.node].windows != nil {
				begin = w.c.nodes[s.node].begin(begin)
			}
			depart := begin + s.service
			if i > last && depart == s.depart {
				break
			}
			s.depart = depart
			at = s
			high = max(high, i)
		}
	}
	for i := min(last, len(stops)-2); i >= 0; i-- {
		s, next := &stops[i], &stops[i+1]
		latest := min(s.due, next.latest-t.time[s.place*t.n+next.place]-s.service)
		if s.node >= 0 && w.c.nodes[s.node].windows != nil {
			latest = w.c.nodes[s.node].lastBegin(latest)
		}
		if i < first && latest == s.latest {
			break
		}
		s.latest = latest
		low = min(low, i)
	}
	if w.c.plain {
		w.mirror(r, low-1, high)
	}
	if !w.c.sumOnly {
		w.reckonLoads(r)
	}
}

// stampOf gives the stamp of a sequence of visits: the same whenever a route comes to have the same visits again, as most do in the next
// rounds, and never zero.
func stampOf(visits []stop) uint64 {
	h := uint64(0x2545f4914f6cdd1d)
	for i := range visits {
		h = (h ^ uint64(visits[i].node)) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	return h | 1
}

// begin is the first time from an arrival on that the visit can begin at; beyond the horizon where there is none.
func (n *node) begin(arrive int32) int32 {
	for _, w := range n.windows {
		if int64(arrive) <= w.To {
			return max(arrive, int32(w.From))
		}
	}
	return noWay
}

// lastBegin is the last time up to a bound that the visit can begin at.
func (n *node) lastBegin(bound int32) int32 {
	for k := len(n.windows) - 1; k >= 0; k-- {
		if w := n.windows[k]; w.From <= int64(bound) {
			return min(bound, int32(w.To))
		}
	}
	return -noWay
}

func (w *walk) reckonLoads(r *route) {
	n := len(r.stops)
	r.aboard, r.before, r.after = sized(r.aboard, n), sized(r.before, n), sized(r.after, n)
	dims := w.c.dims
	load := r.load
	r.aboard[0], r.before[0] = load, load
	for i := 1; i < n; i++ {
		if k := r.stops[i].node; k >= 0 {
			nd := &w.c.nodes[k]
			j := &w.c.jobs[nd.task]
			switch {
			case nd.pickup:
				for d := range dims {
					load[d] += j.size[d]
				}
			default:
				for d := range dims {
					load[d] += j.collected[d] - j.size[d]
				}
			}
		}
		r.aboard[i] = load
		for d := range dims {
			r.before[i][d] = max(r.before[i-1][d], load[d])
		}
	}
	r.after[n-1] = r.aboard[n-1]
	for i := n - 2; i >= 0; i-- {
		for d := range dims {
			r.after[i][d] = max(r.after[i+1][d], r.aboard[i][d])
		}
	}
}

func sized(s []Size, n int) []Size {
	if cap(s) < n {
		return make([]Size, n, 2*n)
	}
	return s[:n]
}

// arcs is the cost of a route's ways and vehicle.
func (r *route) arcs() int64 {
	if r.empty() {
		return 0
	}
	cost := r.kind.fixed
	for i := 1; i < len(r.stops); i++ {
		cost += int64(r.stops[i].arc)
	}
	return cost
}
