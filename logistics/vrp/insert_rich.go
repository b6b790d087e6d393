package vrp

// Where a problem has more than windows and room, what a position costs is known for certain only once the route has been driven
// to its end. So positions are looked at twice: first for what they cost at least, by ways and a plain clock; then the cheapest of
// these are driven, until no other can be cheaper.

// candidate is a position for a single visit, or a pair of them for a shipment, with what is known of its cost.
type candidate struct {
	least  int64 // what it costs at least
	cost   int64 // what it costs in ways and in what is late up to the delivery
	i, k   int32 // the pick-up before i, the delivery before k, in the route as it is now
	depart int32 // when the vehicle can leave the delivery, by the plain clock
}

// singleRich tries all positions of a route for a single visit.
func (w *walk) singleRich(r *route, j *job, extra int64, f *finding) {
	c := w.c
	n := &c.nodes[j.delivery]
	tb := r.kind.table
	row := n.place * tb.n
	into, out := tb.costTo[row:row+tb.n], tb.cost[row:row+tb.n]
	timeInto, timeOut := tb.timeTo[row:row+tb.n], tb.time[row:row+tb.n]
	stops := r.stops
	last := len(stops) - 1
	if j.class >= 0 && r.moments[last].ever&c.clash[j.class] != 0 {
		return
	}
	w.work += int64(len(stops))
	idle := r.idle(c)
	w.candidates = w.candidates[:0]
	for i := r.frozen + 1; i <= last; i++ {
		prev, next := &stops[i-1], &stops[i]
		if prev.depart > n.due {
			break
		}
		cost := int64(into[prev.place]+out[next.place]-next.arc) + extra
		if cost >= f.second.cost {
			continue
		}
		begin := max(prev.depart+timeInto[prev.place], n.ready)
		if n.windows != nil {
			begin = n.begin(begin)
		}
		if begin > n.due || begin+n.service+timeOut[next.place] > next.latest || !c.sumOnly && !w.roomSingle(r, j, i) {
			continue
		}
		if r.kind.Cost.Duty > 0 {
			cost += r.dutyMore(c, timeInto[prev.place]+timeOut[next.place]-r.way(i)+n.service, idle)
		}
		depart := begin + w.setupBehind(r, i-1, n) + n.service
		cost += w.lateness(j, begin)
		if least := cost + w.hurt(r, i, n.place, depart+timeOut[next.place]); least < f.second.cost {
			w.candidates = append(w.candidates, candidate{least, cost, int32(i), int32(i), depart})
		}
	}
	w.judge(r, j.delivery, j.delivery, f)
}

// pairRich tries all pairs of positions of a route for a shipment from one of its pick-ups.
func (w *walk) pairRich(r *route, j *job, up int32, extra int64, f *finding) {
	c := w.c
	p, d := &c.nodes[up], &c.nodes[j.delivery]
	tb := r.kind.table
	row := p.place * tb.n
	into, out := tb.costTo[row:row+tb.n], tb.cost[row:row+tb.n]
	timeInto, timeOut := tb.timeTo[row:row+tb.n], tb.time[row:row+tb.n]
	row = d.place * tb.n
	intoD, outD := tb.costTo[row:row+tb.n], tb.cost[row:row+tb.n]
	timeIntoD, timeOutD := tb.timeTo[row:row+tb.n], tb.time[row:row+tb.n]
	weight := r.kind.weight
	row = p.place * tb.n
	weightInto, weightOut := r.kind.weightTo[row:row+tb.n], weight[row:row+tb.n]
	stops := r.stops
	last := len(stops) - 1
	var clash uint64
	if j.class >= 0 {
		clash = c.clash[j.class]
	}
	if r.moments[last].held&clash != 0 {
		return
	}
	lifo := r.kind.LastInFirstOut
	duty := r.kind.Cost.Duty > 0
	idle := r.idle(c)
	setupD := d.setup
	if p.place == d.place {
		setupD = 0
	}
	w.work += int64(len(stops))
	w.candidates = w.candidates[:0]
	fl := w.floorOf(r, j, up, idle)
	least := fl.least() - fl.own + extra
	if least+fl.own >= f.second.cost {
		return
	}
	for i := r.frozen + 1; i <= last; i++ {
		prev, next := &stops[i-1], &stops[i]
		if prev.depart > p.due {
			break
		}
		first := int64(into[prev.place]+out[next.place]-next.arc) + extra
		arc := weight[prev.place*tb.n+next.place]
		pickup := int64(weightInto[prev.place]+weightOut[next.place]-arc) + fl.delivery + extra
		straight := int64(into[prev.place]) + int64(out[d.place]) + int64(outD[next.place]) - int64(next.arc) + extra
		if pickup >= f.second.cost && straight >= f.second.cost || !w.room(r, j, i-1) || r.moments[i-1].classes&clash != 0 || !lifo && c.amid(p, prev, next) {
			continue
		}
		begin := max(prev.depart+timeInto[prev.place], p.ready)
		if p.windows != nil {
			begin = p.begin(begin)
		}
		if begin > p.due {
			continue
		}
		now := begin + w.setupBehind(r, i-1, p) + p.service
		if now+timeOut[d.place] > d.due {
			continue
		}
		own := w.lateness(j, max(now+timeOut[d.place], d.ready))
		if least+own >= f.second.cost {
			break // further on it is later still
		}
		pickup += own
		// Straight on to the delivery.
		if straight < f.second.cost {
			begin = max(now+timeOut[d.place], d.ready)
			if d.windows != nil {
				begin = d.begin(begin)
			}
			if begin <= d.due && begin+d.service+timeOutD[next.place] <= next.latest {
				if duty {
					straight += r.dutyMore(c, timeInto[prev.place]+timeOut[d.place]+timeOutD[next.place]-r.way(i)+p.service+d.service, idle)
				}
				depart := begin + setupD + d.service
				straight += w.lateness(j, begin)
				if least := straight + w.hurt(r, i, d.place, depart+timeOutD[next.place]); least < f.second.cost {
					w.candidates = append(w.candidates, candidate{least, straight, int32(i), int32(i), depart})
				}
			}
		}
		if pickup >= f.second.cost || i == last {
			continue
		}
		longer := timeInto[prev.place] + timeOut[next.place] - r.way(i) + p.service
		now += timeOut[next.place]
		if pickup+w.hurt(r, i, p.place, now) >= f.second.cost {
			continue
		}
		late := int64(0) // what those on the way are later, by its cost
		depth := 0
		for k := i; ; {
			// The vehicle comes to the stop at position k with the shipment aboard.
			on, after := &stops[k], &stops[k+1]
			if now > on.latest || !w.room(r, j, k) {
				break
			}
			nd := &c.nodes[on.node]
			if nd.pickup && clash != 0 {
				if class := c.jobs[nd.task].class; class >= 0 && clash&(1<<class) != 0 {
					break
				}
			}
			begin := max(now, on.ready)
			if nd.windows != nil {
				begin = nd.begin(begin)
			}
			was := &r.moments[k]
			work := was.depart - was.begin
			if k == i {
				work = on.service
				if on.place != p.place {
					work += nd.setup
				}
			}
			now = begin + work
			if x := &c.jobs[nd.task]; x.lateCost > 0 && !nd.pickup {
				late += int64(max(0, begin-x.due)-max(0, was.begin-x.due)) * x.lateCost
			}
			if lifo {
				if depth += c.depth(nd); depth < 0 {
					break
				}
			}
			cost := first + int64(intoD[on.place]+outD[after.place]-after.arc) + late>>c.shift
			if cost < f.second.cost && depth == 0 && (lifo || !c.amid(d, on, after)) {
				begin := max(now+timeIntoD[on.place], d.ready)
				if d.windows != nil {
					begin = d.begin(begin)
				}
				if begin <= d.due && begin+d.service+timeOutD[after.place] <= after.latest {
					if duty {
						cost += r.dutyMore(c, longer+timeIntoD[on.place]+timeOutD[after.place]-r.way(k+1)+d.service, idle)
					}
					depart := begin + d.service
					if on.place != d.place {
						depart += d.setup
					}
					cost += w.lateness(j, begin)
					if least := cost + w.hurt(r, k+1, d.place, depart+timeOutD[after.place]); least < f.second.cost {
						w.candidates = append(w.candidates, candidate{least, cost, int32(i), int32(k + 1), depart})
					}
				}
			}
			w.work++
			if k++; k == last || now > d.due {
				break
			}
			if late := w.lateness(j, now); late > own {
				pickup += late - own
				own = late
			}
			if now += tb.time[on.place*tb.n+after.place]; pickup+late>>c.shift+w.hurt(r, k, on.place, now) >= f.second.cost {
				break
			}
		}
	}
	w.judge(r, up, j.delivery, f)
}

// judge drives the candidates, those first that may be cheapest, until no other can be among the two cheapest.
func (w *walk) judge(r *route, first, delivery int32, f *finding) {
	for len(w.candidates) > 0 {
		at := 0
		for i := range w.candidates {
			if w.candidates[i].least < w.candidates[at].least {
				at = i
			}
		}
		x := w.candidates[at]
		if x.least >= f.second.cost {
			return
		}
		n := len(w.candidates) - 1
		w.candidates[at] = w.candidates[n]
		w.candidates = w.candidates[:n]
		var cost int64
		var ok bool
		if r.kind.depot {
			late, fine := w.behindIsLater(r, int(x.k), delivery, x.depart, (f.second.cost-x.cost)<<w.c.shift)
			cost, ok = x.cost+late>>w.c.shift, fine
		} else {
			cost, ok = w.driven(r, &x, first, delivery, f.second.cost)
		}
		if ok && cost < f.second.cost {
			f.note(spot{cost, x.i, x.k, first})
		}
	}
}

// behindIsLater reckons by how much more is late from the stop at position k on, by its cost, if a visit that is left at a time comes
// before it. Only for vehicles of which nothing is known but their depot: there a clock is all it takes.
func (w *walk) behindIsLater(r *route, k int, n, depart int32, limit int64) (late int64, ok bool) {
	c := w.c
	t := r.kind.table
	place := c.nodes[n].place
	last := len(r.stops) - 1
	all := r.moments[last].late
	for ; k < last; k++ {
		s := &r.stops[k]
		nd := &c.nodes[s.node]
		begin := max(depart+t.time[place*t.n+s.place], s.ready)
		if nd.windows != nil {
			begin = nd.begin(begin)
		}
		if begin > s.latest {
			return 0, false
		}
		depart = begin + s.service
		if s.place != place {
			depart += nd.setup
		}
		was := &r.moments[k]
		if x := &c.jobs[nd.task]; x.lateCost > 0 && !nd.pickup {
			if late += int64(max(0, begin-x.due)-max(0, was.begin-x.due)) * x.lateCost; late >= limit {
				return 0, false // what comes behind is not reached earlier than before
			}
		}
		place = s.place
		w.work++
		if depart+t.time[place*t.n+r.stops[k+1].place] <= r.ease[k+1].begin && (depart >= was.depart || was.late == all) {
			return late, true
		}
	}
	return late, depart+t.time[place*t.n+r.stops[last].place] <= r.kind.close
}

// driven drives a route with a candidate to its end.
func (w *walk) driven(r *route, x *candidate, first, delivery int32, limit int64) (cost int64, ok bool) {
	m := r.moments[x.i-1]
	if first != delivery {
		w.work += int64(x.k - x.i + 1)
		if w.c.step(r.kind, &m, first) != 0 {
			return 0, false
		}
		for at := x.i; at < x.k; at++ {
			if w.c.step(r.kind, &m, r.stops[at].node) != 0 {
				return 0, false
			}
		}
	}
	return w.exactly(r, m, int(x.k), delivery, limit)
}

// ease is the latest time that a stop can be reached without anything from it on being later than its window or, at a cost, than it
// is now; and what a second more costs at least.
type ease struct {
	begin int32
	cost  int64
}

// dear is what a second costs that breaks a window.
const dear = 1 << 30

// easeOff reckons the ease of each stop, by the plain clock.
func (w *walk) easeOff(r *route) {
	c := w.c
	if cap(r.ease) < len(r.stops) {
		r.ease = make([]ease, len(r.stops), 2*len(r.stops))
	}
	r.ease = r.ease[:len(r.stops)]
	t := r.kind.table
	last := len(r.stops) - 1
	now := ease{r.kind.close, dear}
	r.ease[last] = now
	for i := last - 1; i > 0; i-- {
		s, m := &r.stops[i], &r.moments[i]
		nd := &c.nodes[s.node]
		now.begin -= t.time[s.place*t.n+r.stops[i+1].place] + m.depart - m.begin
		until := nd.due
		if nd.windows != nil {
			until = nd.closing(m.begin)
		}
		if until < now.begin {
			now = ease{until, dear}
		}
		if x := &c.jobs[nd.task]; x.lateCost > 0 && !nd.pickup {
			if until = max(x.due, m.begin); until < now.begin {
				now = ease{until, min(x.lateCost, dear)}
			}
		}
		r.ease[i] = now
	}
}

// hurt is what comes of it at least, by cost, that a vehicle comes from a place to the stop at a position at a time.
func (w *walk) hurt(r *route, k int, place, begin int32) int64 {
	e := &r.ease[k]
	over := begin - e.begin
	if over <= 0 {
		return 0
	}
	if s := &r.stops[k]; s.place == place && s.node >= 0 {
		if over -= w.c.nodes[s.node].setup; over <= 0 {
			return 0 // there is no setup any more
		}
	}
	return int64(over) * e.cost >> w.c.shift
}

// amid reports whether a visit that may be at any time would come between two of its kind at its own place: as well as there it can
// come before or behind all of them.
func (c *compiled) amid(n *node, prev, next *stop) bool {
	if prev.place != n.place || next.place != n.place || prev.node < 0 || next.node < 0 || n.due != horizon || prev.due != horizon || next.due != horizon {
		return false
	}
	return c.nodes[prev.node].pickup == n.pickup && c.nodes[next.node].pickup == n.pickup
}

// setupBehind is the setup of a visit that comes behind the stop at a position.
func (w *walk) setupBehind(r *route, i int, n *node) int32 {
	if i > 0 && r.stops[i].place == n.place {
		return 0
	}
	return n.setup
}

// way is how long the way to a stop takes now; nothing where the vehicle stays.
func (r *route) way(i int) int32 {
	if r.empty() {
		return 0
	}
	return r.kind.table.time[r.stops[i-1].place*r.kind.table.n+r.stops[i].place]
}

// idle is how long a vehicle waits on duty: so much longer a route can become without taking longer.
func (r *route) idle(c *compiled) int32 {
	if r.kind.Cost.Duty == 0 || r.empty() {
		return 0
	}
	m := &r.moments[len(r.moments)-1]
	return m.wait - m.delay(c.leaves[r.vehicle] > 0)
}

// dutyMore is what so much more to do costs at least in time on duty.
func (r *route) dutyMore(c *compiled, more, idle int32) int64 {
	return int64(max(0, more-idle)) * r.kind.Cost.Duty >> c.shift
}

// lateness is what a delivery costs for coming late that begins at a time or later.
func (w *walk) lateness(j *job, begin int32) int64 {
	if j.lateCost == 0 || begin <= j.due {
		return 0
	}
	return int64(begin-j.due) * j.lateCost >> w.c.shift
}

// depth tells by how much a visit changes the number of shipments that were loaded since.
func (c *compiled) depth(n *node) int {
	switch {
	case n.pickup:
		return 1
	case len(c.jobs[n.task].pickups) > 0:
		return -1
	}
	return 0
}
