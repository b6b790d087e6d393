package vrp

import "math"

// construct makes the first plan of a rich problem, in which what comes late counts more than ways do: once with those first whose
// time ends first, once with those first that would lose most by waiting for their turn (regret). The better of the two stands.
func (w *walk) construct() {
	blinks := w.untilBlink
	w.untilBlink = math.MaxInt // nothing is overlooked
	var given, first plan
	given.keep(w)
	w.arrange(w.c.ranks[byEnd])
	w.putBack()
	w.settled()
	first.keep(w)
	w.take(&given)
	w.regret()
	w.settled()
	if w.missing > first.missing || w.missing == first.missing && w.cost > first.cost {
		w.take(&first)
	}
	w.untilBlink = blinks
}

// regret puts back, again and again, the absent task that would lose most if its best route were taken from it.
func (w *walk) regret() {
	for {
		most, which := int64(-1), -1
		var best spot
		var to *route
		for i, t := range w.absent {
			at, r, loss := w.bestAndLoss(t)
			if r != nil && loss > most {
				most, which, best, to = loss, i, at, r
			}
		}
		if which < 0 {
			return
		}
		t := w.absent[which]
		w.absent = append(w.absent[:which], w.absent[which+1:]...)
		w.insert(t, best, to)
	}
}

// bestAndLoss gives a task's cheapest spot, and what the cheapest on another route costs more.
func (w *walk) bestAndLoss(t int32) (at spot, to *route, loss int64) {
	at, to = w.findPlace(t)
	if to == nil {
		return at, nil, 0
	}
	c := w.c
	second := int64(never)
	for v := range w.routes {
		r := &w.routes[v]
		if r == to || r.empty() || c.jobs[t].bound >= 0 || !c.may[int(t)*len(c.kinds)+int(c.kindOf[v])] {
			continue
		}
		f := w.finding(t, r)
		if f.stamp != r.stamp || f.best.node < 0 && f.bound < never {
			none := spot{cost: never, node: -1}
			var seen *route
			w.try(r, t, &none, &seen)
		}
		if f.best.node >= 0 {
			second = min(second, f.best.cost)
		}
	}
	for i := range w.fresh[t] {
		o := &w.fresh[t][i]
		if v := w.free(int(o.kind)); v >= 0 && &w.routes[v] != to && w.inStock(o.node) {
			second = min(second, o.cost)
			break
		}
	}
	return at, to, second - at.cost
}
