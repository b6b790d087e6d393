package vrp

// layGiven lays the given routes: frozen visits as they are, the rest as far as it is feasible; what is not is left to be put in anew.
func (w *walk) layGiven() {
	for v := range w.routes {
		r := &w.routes[v]
		nodes := w.c.given[v]
		if len(nodes) == 0 {
			continue
		}
		r.frozen = w.c.frozen[v]
		w.lay(r, nodes[:r.frozen])
		w.follow(r, nodes[r.frozen:])
	}
	left := w.absent[:0]
	for _, t := range w.absent {
		if w.routeOf[w.c.jobs[t].delivery] < 0 {
			left = append(left, t)
		}
	}
	w.absent = left
}

// follow puts the free visits of a given route behind its frozen ones, task by task in the given order, each at the end of what
// stands already and only where that breaks nothing.
func (w *walk) follow(r *route, nodes []int32) {
	var kept []int32
	inTail := map[int32]int32{} // task -> pick-up in the tail
	for _, n := range nodes {
		nd := &w.c.nodes[n]
		switch {
		case nd.pickup:
			inTail[nd.task] = n
		case len(w.c.jobs[nd.task].pickups) > 0 && w.c.jobs[nd.task].bound != r.vehicle:
			if _, both := inTail[nd.task]; !both {
				continue // a delivery without its pick-up
			}
			kept = append(kept, n)
			continue
		}
		kept = append(kept, n)
	}
	// A pick-up counts only with its delivery.
	delivered := map[int32]bool{}
	for _, n := range kept {
		if nd := &w.c.nodes[n]; !nd.pickup {
			delivered[nd.task] = true
		}
	}
	tail := kept[:0]
	for _, n := range kept {
		if nd := &w.c.nodes[n]; !nd.pickup || delivered[nd.task] {
			tail = append(tail, n)
		}
	}
	for len(tail) > 0 {
		bad := w.firstBroken(r, tail)
		if bad < 0 {
			break
		}
		// Leave out the task of the first visit that breaks something, and try the rest again.
		task := w.c.nodes[tail[bad]].task
		rest := tail[:0]
		for _, n := range tail {
			if w.c.nodes[n].task != task {
				rest = append(rest, n)
			}
		}
		tail = rest
	}
	if len(tail) == 0 {
		return
	}
	if r.empty() {
		w.use(r)
	}
	old := r.cost
	for _, n := range tail {
		w.put(r, len(r.stops)-1, n)
		nd := &w.c.nodes[n]
		if nd.pickup {
			w.chosen[nd.task] = n
			if nd.stock > 0 {
				w.stock[nd.stock-1] -= nd.units
			}
		} else {
			w.served(nd.task)
		}
	}
	w.reckon(r, 1, len(r.stops)-2)
	if !w.c.rich {
		r.cost = r.arcs()
	}
	w.cost += r.cost - old
}

// firstBroken drives a route's frozen visits and a tail, and gives the index in the tail of the first visit that breaks a
// constraint; below zero: none does.
func (w *walk) firstBroken(r *route, tail []int32) int {
	c := w.c
	k := r.kind
	m := k.first()
	load := r.load
	var stack []int32
	stock := append([]int64{}, w.stock...)
	for _, n := range tail {
		if j := &c.jobs[c.nodes[n].task]; len(j.pickups) == 0 {
			for d := range load {
				load[d] += j.size[d]
			}
		}
	}
	if !fits(load, k.Capacity) && len(tail) > 0 {
		for i := len(tail) - 1; i >= 0; i-- {
			if nd := &c.nodes[tail[i]]; len(c.jobs[nd.task].pickups) == 0 {
				return i
			}
		}
	}
	visit := func(n int32) constraints {
		nd := &c.nodes[n]
		j := &c.jobs[nd.task]
		broken := c.step(k, &m, n)
		for d := range load {
			switch {
			case nd.pickup:
				load[d] += j.size[d]
			default:
				load[d] += j.collected[d] - j.size[d]
			}
			if load[d] > k.Capacity[d] {
				broken |= brokenCapacity
			}
		}
		if nd.pickup {
			stack = append(stack, nd.task)
		} else if len(j.pickups) > 0 {
			if len(stack) == 0 || k.LastInFirstOut && stack[len(stack)-1] != nd.task {
				broken |= brokenLoading
			}
			for i, t := range stack {
				if t == nd.task {
					stack = append(stack[:i], stack[i+1:]...)
					break
				}
			}
		}
		return broken
	}
	for i, s := range r.stops[1 : len(r.stops)-1] {
		visit(s.node)
		if i+1 == r.frozen {
			m.depart = max(m.depart, c.leaves[r.vehicle])
		}
	}
	for i, n := range tail {
		nd := &c.nodes[n]
		if !c.may[int(nd.task)*len(c.kinds)+int(c.kindOf[r.vehicle])] {
			return i
		}
		if nd.stock > 0 && nd.pickup {
			if stock[nd.stock-1] -= nd.units; stock[nd.stock-1] < 0 {
				return i
			}
		}
		if visit(n) != 0 || !fits(load, k.Capacity) {
			return i
		}
	}
	if _, broken := c.finish(k, &m, c.leaves[r.vehicle] > 0); broken != 0 {
		return len(tail) - 1
	}
	return -1
}
