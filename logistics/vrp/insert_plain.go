package vrp

import (
	"cmp"
	"slices"
)

// gap is the place behind a visit, or behind a vehicle's start: all that the innermost loop asks when it looks whether a visit fits
// there. Those of all visits lie side by side, a few kilobytes for a hundred of them.
type gap struct {
	place  int32 // before the gap
	depart int32
	next   int32 // place after it
	latest int32
	arc    int32
	route  int32
}

// closed is the arc of a gap that is not there: no detour by it is short.
const closed = -1 << 29

// plainly reports whether visits have windows and room and nothing else, and driving costs all vehicles the same.
func (c *compiled) plainly() bool {
	if c.rich || c.pairs || len(c.kinds) == 0 {
		return false
	}
	for _, k := range c.kinds {
		if k.table != c.kinds[0].table {
			return false
		}
	}
	return true
}

// predecessors is how many visits are tried as the one before, nearest first.
const predecessors = 120

// before sorts for each visit those that it can follow.
func (c *compiled) sortBefore() {
	t := c.kinds[0].table
	c.before = make([][]int32, len(c.nodes))
	for i := range c.nodes {
		n := &c.nodes[i]
		for k := range c.nodes {
			if p := &c.nodes[k]; k != i && int64(p.ready)+int64(p.service)+int64(t.time[p.place*t.n+n.place]) <= int64(n.due) {
				c.before[i] = append(c.before[i], int32(k))
			}
		}
		into := t.costTo[n.place*t.n : (n.place+1)*t.n]
		slices.SortFunc(c.before[i], func(a, b int32) int {
			return cmp.Or(cmp.Compare(into[c.nodes[a].place], into[c.nodes[b].place]), cmp.Compare(a, b))
		})
		c.before[i] = slices.Clone(c.before[i][:min(len(c.before[i]), predecessors)])
	}
}

// mirror writes the gaps of a route from a position up to another.
func (w *walk) mirror(r *route, from, to int) {
	for i := max(0, from); i <= min(to, len(r.stops)-2); i++ {
		s, next := &r.stops[i], &r.stops[i+1]
		at := s.node
		if i == 0 {
			at = int32(len(w.c.nodes)) + r.vehicle
		}
		w.gaps[at] = gap{s.place, s.depart, next.place, next.latest, next.arc, r.vehicle}
		if i < r.frozen {
			w.gaps[at].arc = closed
		}
	}
}

// findPlain is findPlace for plain problems.
func (w *walk) findPlain(t int32) (at spot, to *route) {
	c := w.c
	j := &c.jobs[t]
	n := &c.nodes[j.delivery]
	limit := int32(-closed)
	if j.optional {
		limit = int32(min(j.price>>c.shift, -closed))
	}
	tb := c.kinds[0].table
	row := int(n.place) * int(tb.n)
	into, out := tb.costTo[row:row+int(tb.n)], tb.cost[row:row+int(tb.n)]
	timeInto, timeOut := tb.timeTo[row:row+int(tb.n)], tb.time[row:row+int(tb.n)]
	ready, due, service := n.ready, n.due, n.service
	after := int32(-1)
	gaps := w.gaps
	try := c.before[j.delivery]
	w.work += int64(len(try))
	for _, p := range try {
		g := &gaps[p]
		delta := into[g.place] + out[g.next] - g.arc
		if delta >= limit || g.latest < ready+service {
			continue
		}
		begin := g.depart + timeInto[g.place]
		if begin < ready {
			begin = ready
		}
		if n.windows != nil {
			begin = n.begin(begin)
		}
		if begin <= due && begin+service+timeOut[g.next] <= g.latest && w.suits(t, j, &w.routes[g.route], p) && !w.overlook() {
			limit, after = delta, p
		}
	}
	starts := int32(len(c.nodes))
	for _, v := range w.used {
		g := &gaps[starts+v]
		delta := into[g.place] + out[g.next] - g.arc
		if delta >= limit || g.latest < ready+service {
			continue
		}
		begin := g.depart + timeInto[g.place]
		if begin < ready {
			begin = ready
		}
		if n.windows != nil {
			begin = n.begin(begin)
		}
		if begin <= due && begin+service+timeOut[g.next] <= g.latest && w.suits(t, j, &w.routes[g.route], starts+v) && !w.overlook() {
			limit, after = delta, starts+v
		}
	}
	at.cost = int64(limit)
	for k := range c.kinds {
		v := w.free(k)
		if v < 0 {
			continue
		}
		g := &gaps[starts+v]
		cost := w.routes[v].kind.fixed + int64(into[g.place]) + int64(out[g.next])
		if cost >= at.cost {
			continue
		}
		begin := max(ready, g.depart+timeInto[g.place])
		if n.windows != nil {
			begin = n.begin(begin)
		}
		if begin <= due && begin+service+timeOut[g.next] <= g.latest && w.suits(t, j, &w.routes[v], starts+v) && !w.overlook() {
			at.cost, after = cost, starts+v
		}
	}
	if after < 0 {
		return at, nil
	}
	r := &w.routes[gaps[after].route]
	at.first, at.node = w.behind(r, after), j.delivery
	return at, r
}

// behind gives the position after a visit or the start.
func (w *walk) behind(r *route, p int32) int32 {
	if p >= int32(len(w.c.nodes)) {
		return 1
	}
	for i := 1; ; i++ {
		if r.stops[i].node == p {
			return int32(i + 1)
		}
	}
}

// suits reports whether a route's vehicle may serve a single visit and has room for it behind a visit.
func (w *walk) suits(t int32, j *job, r *route, after int32) bool {
	c := w.c
	if !c.may[int(t)*len(c.kinds)+int(c.kindOf[r.vehicle])] {
		return false
	}
	if !c.sumOnly {
		return w.roomSingle(r, j, int(w.behind(r, after)))
	}
	for d := range c.dims {
		if r.load[d]+j.size[d] > r.kind.Capacity[d] || r.gather[d]+j.collected[d] > r.kind.Capacity[d] {
			return false
		}
	}
	return true
}
