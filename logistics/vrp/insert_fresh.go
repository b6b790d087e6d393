package vrp

import (
	"cmp"
	"slices"
)

// freshSpot is what a task costs as the first of a vehicle of a kind.
type freshSpot struct {
	kind int32
	spot
}

// findFresh finds out, while no vehicle is used, what each task costs as the first of one. A pick-up from a limited stock is looked at
// again when it is chosen: what is left changes.
func (w *walk) findFresh() {
	c := w.c
	w.fresh = make([][]freshSpot, len(c.jobs))
	for t := range c.jobs {
		j := &c.jobs[t]
		if j.bound >= 0 {
			continue
		}
		for k, kind := range c.kinds {
			if !c.may[t*len(c.kinds)+k] {
				continue
			}
			r := &w.routes[kind.vehicles[0]]
			ups := j.pickups
			if len(ups) == 0 {
				ups = []int32{-1}
			}
			for _, up := range ups {
				f := finding{best: spot{cost: never, node: -1}, second: spot{cost: never, node: -1}}
				w.tryFrom(r, j, up, &f)
				if f.best.node >= 0 {
					w.fresh[t] = append(w.fresh[t], freshSpot{int32(k), f.best})
				}
			}
		}
		slices.SortStableFunc(w.fresh[t], func(a, b freshSpot) int { return cmp.Compare(a.cost, b.cost) })
	}
}

// chooseFresh takes an unused vehicle if that is cheaper.
func (w *walk) chooseFresh(t int32, at *spot, r **route) {
	for i := range w.fresh[t] {
		o := &w.fresh[t][i]
		if o.cost >= at.cost {
			return
		}
		v := w.free(int(o.kind))
		if v < 0 || !w.inStock(o.node) || w.overlook() {
			continue
		}
		*at, *r = o.spot, &w.routes[v]
		return
	}
}

// inStock reports whether there is enough left for a pick-up.
func (w *walk) inStock(n int32) bool {
	s := w.c.nodes[n].stock
	return s == 0 || w.stock[s-1] >= w.c.nodes[n].units
}

// least is what a task costs at least on a route: the cheapest detours, time on duty for all there is to do, and what the task itself
// cannot but be late.
func (w *walk) least(r *route, j *job) int64 {
	if !w.c.rich || len(j.pickups) == 0 {
		return -never // nothing is reckoned beforehand
	}
	idle := r.idle(w.c)
	least := int64(never)
	for _, up := range j.pickups {
		f := w.floorOf(r, j, up, idle)
		least = min(least, f.least())
	}
	return least
}

// floor is what a shipment costs at least on a route: for its delivery, for its pick-up, and for both if nothing comes between.
type floor struct{ delivery, pickup, both, own int64 }

// floorOf reckons that. In it, with the delivery, is the time on duty that the visits take, less what the vehicle waits now, and what the
// shipment cannot but be late.
func (w *walk) floorOf(r *route, j *job, up int32, idle int32) floor {
	c := w.c
	p, d := &c.nodes[up], &c.nodes[j.delivery]
	tb := r.kind.table
	weight := r.kind.weight
	row := p.place * tb.n
	into, out := r.kind.weightTo[row:row+tb.n], weight[row:row+tb.n]
	over := out[d.place]
	row = d.place * tb.n
	intoD, outD := r.kind.weightTo[row:row+tb.n], weight[row:row+tb.n]
	pickup, delivery, both := int32(noWay), int32(noWay), int32(noWay)
	stops := r.stops[r.frozen:]
	w.work += int64(len(stops)) / 2
	prev := stops[0].place
	for i := range stops[1:] {
		next := stops[1+i].place
		arc := weight[prev*tb.n+next]
		pickup = min(pickup, into[prev]+out[next]-arc)
		delivery = min(delivery, intoD[prev]+outD[next]-arc)
		both = min(both, into[prev]+outD[next]-arc)
		prev = next
	}
	always := int64(p.service+d.service-idle) * r.kind.Cost.Duty >> c.shift
	if c.shift > 0 {
		always -= 4 // what was rounded
	}
	own := int64(0)
	if j.lateCost > 0 {
		from := &stops[0]
		begin := max(from.depart+tb.timeTo[p.place*tb.n+from.place], p.ready) + p.service + tb.time[p.place*tb.n+d.place]
		own = w.lateness(j, max(begin, d.ready))
	}
	return floor{delivery: int64(delivery) + always, pickup: int64(pickup), both: int64(both) + int64(over) + always, own: own}
}

func (f *floor) least() int64 { return min(f.both, f.pickup+f.delivery) + f.own }
