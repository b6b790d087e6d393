package vrp

// How much a round takes out: about ten visits, in strings no longer than ten, half of them with a gap that stays. In one round of a
// hundred a whole route goes instead: strings alone keep one vehicle too many where routes are long. Where a visit costs much to put
// back, fewer go: as good a plan after as many rounds, and more rounds in the same time. A search that settles has no use for that: it
// counts its rounds.
const (
	meanRemoved   = 10.0
	longestString = 10.0

	meanRemovedRich   = 7.0
	longestStringRich = 6.0

	splitString    = 0.5
	growGap        = 0.01
	wholeRoute     = 100 // one in
	wholeRouteMost = 60  // visits
)

// ruin takes visits out of neighbouring routes.
func (w *walk) ruin() {
	if len(w.used) == 0 {
		return
	}
	if w.rng.below(wholeRoute) == 0 {
		if r := &w.routes[w.used[w.rng.below(len(w.used))]]; len(r.stops)-2 <= wholeRouteMost {
			w.removeBetween(r, r.frozen+1, len(r.stops)-1, 0, 0)
			return
		}
	}
	seed := int32(w.rng.below(len(w.c.jobs)))
	from := w.c.jobs[seed].delivery
	if ups := w.c.jobs[seed].pickups; len(ups) > 0 && w.rng.next()&1 == 0 {
		if from = w.chosen[seed]; from < 0 {
			from = ups[0]
		}
	}
	length := min(w.longest, float64(w.visits)/float64(len(w.used)))
	most := 4*w.removed/(1+length) - 1
	strings := int(1 + w.rng.unit()*most)
	w.removeString(from, length, &strings)
	for _, n := range w.c.near[from] {
		if strings <= 0 {
			break
		}
		w.removeString(n, length, &strings)
	}
}

// removeString takes out a string of visits around one, if its route has not lost any in this round.
func (w *walk) removeString(n int32, length float64, strings *int) {
	v := w.routeOf[n]
	if v < 0 || w.routes[v].ruined == w.rounds {
		return
	}
	r := &w.routes[v]
	low, high := r.frozen+1, len(r.stops)-1
	at := low
	for at < high && r.stops[at].node != n {
		at++
	}
	if at == high {
		return // frozen
	}
	*strings--
	free := high - low
	l := int(1 + w.rng.unit()*min(length, float64(free)))
	l = min(l, free)
	gap := 0
	if l > 1 && l < free && w.rng.unit() < splitString {
		gap = 1
		for l+gap < free && w.rng.unit() < growGap {
			gap++
		}
	}
	span := l + gap
	first := max(low, at-span+1)
	first += w.rng.below(min(at, high-span) - first + 1)
	skip := 0
	if gap > 0 {
		skip = first + 1 + w.rng.below(l-1)
	}
	w.removeBetween(r, first, first+span, skip, skip+gap)
}

// removeBetween takes out the tasks of the visits from a position up to another, but for those of a gap.
func (w *walk) removeBetween(r *route, from, to, gapFrom, gapTo int) {
	w.touch(r)
	r.ruined = w.rounds
	c := w.c
	for i := from; i < to; i++ {
		if i >= gapFrom && i < gapTo {
			continue
		}
		n := r.stops[i].node
		nd := &c.nodes[n]
		if w.routeOf[n] < 0 {
			continue // its partner was met before
		}
		t := nd.task
		j := &c.jobs[t]
		w.forget(j.delivery)
		if up := w.chosen[t]; up >= 0 && j.bound < 0 {
			w.forget(up)
			w.chosen[t] = -1
			if s := c.nodes[up].stock; s > 0 {
				w.stock[s-1] += c.nodes[up].units
			}
		}
		if len(j.pickups) == 0 {
			for d := range c.dims {
				r.load[d] -= j.size[d]
				r.gather[d] -= j.collected[d]
			}
		}
		w.leave(t)
	}
	w.compact(r)
}

// compact closes a route up over the visits that are gone, and reckons it anew.
func (w *walk) compact(r *route) {
	t := r.kind.table
	stops := r.stops
	first, last, kept := 0, 0, 1
	for i := 1; i < len(stops)-1; i++ {
		if w.routeOf[stops[i].node] < 0 {
			if first == 0 {
				first = kept
			}
			last = kept
			continue
		}
		if kept != i {
			stops[kept] = stops[i]
			if last == kept {
				stops[kept].arc = t.cost[stops[kept-1].place*t.n+stops[kept].place]
			}
		}
		kept++
	}
	if first == 0 {
		return
	}
	end := &stops[len(stops)-1]
	if last == kept {
		end.arc = t.cost[stops[kept-1].place*t.n+end.place]
	}
	stops[kept] = *end
	r.stops = stops[:kept+1]
	old := r.cost
	w.reckon(r, first, last)
	if !w.c.rich {
		r.cost = r.arcs()
	}
	w.cost += r.cost - old
	switch {
	case r.empty():
		w.unuse(r)
	case w.c.rich && r.broken != 0 && len(r.stops)-2 > r.frozen:
		// What is left may break what the whole kept: two loads are two trips once that is gone which lay between.
		w.removeBetween(r, r.frozen+1, len(r.stops)-1, 0, 0)
	}
}
