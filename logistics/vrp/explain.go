package vrp

import "slices"

// solution writes the walk's plan out.
func (w *walk) solution() Solution {
	var out Solution
	used := slices.Clone(w.used)
	slices.Sort(used)
	for _, v := range used {
		r := w.c.write(&w.routes[v])
		out.Cost = out.Cost.plus(r.Cost)
		out.Routes = append(out.Routes, r)
	}
	absent := slices.Clone(w.absent)
	slices.Sort(absent)
	for _, t := range absent {
		if w.c.Tasks[t].Optional {
			out.Cost.LeftOut += w.c.Tasks[t].Price
		}
		out.Unserved = append(out.Unserved, Unserved{int(t), w.why(t)})
	}
	return out
}

// write drives a route once more and writes down what happens. It leaves its start as late as nothing suffers.
func (c *compiled) write(r *route) Route {
	k := r.kind
	m := k.first()
	for _, s := range r.stops[1 : len(r.stops)-1] {
		c.step(k, &m, s.node)
	}
	c.finish(k, &m, c.leaves[r.vehicle] > 0)
	delay := m.delay(c.leaves[r.vehicle] > 0)
	out := Route{Vehicle: int(r.vehicle), Start: c.base + int64(k.open+delay)}
	m = k.first()
	m.depart += delay
	m.pauses = &out.Pauses
	load := r.load
	out.Load = load
	late := int64(0)
	for i, s := range r.stops[1 : len(r.stops)-1] {
		nd := &c.nodes[s.node]
		j := &c.jobs[nd.task]
		from, driving := m.place, m.driving
		c.step(k, &m, s.node)
		if i+1 == r.frozen {
			m.depart = max(m.depart, c.leaves[r.vehicle])
		}
		call := Call{VisitRef: VisitRef{int(nd.task), int(nd.choice)}, Place: int(nd.place), Arrive: c.base + int64(m.arrive), Begin: c.base + int64(m.begin), Depart: c.base + int64(m.depart),
			Metres: c.metres(k, from, nd.place), Driving: m.driving - driving}
		if j.lateCost > 0 && !nd.pickup {
			call.Late = max(0, int64(m.begin-j.due))
			late += call.Late * j.lateCost
		}
		for d := range load {
			if nd.pickup {
				load[d] += j.size[d]
			} else {
				load[d] += j.collected[d] - j.size[d]
			}
		}
		call.Load = load
		out.Metres += call.Metres
		out.Calls = append(out.Calls, call)
	}
	from := m.place
	c.finish(k, &m, true)
	out.Metres += c.metres(k, from, k.end)
	out.Driving, out.Waiting, out.End = m.driving, int64(m.wait), c.base+int64(m.begin)
	for i := range out.Pauses {
		out.Pauses[i].From += c.base
	}
	cost := k.Cost
	out.Cost = CostSplit{Fixed: cost.Fixed, Distance: out.Metres * cost.Metre, Driving: out.Driving * cost.Driving, Duty: (out.End - out.Start) * cost.Duty, Lateness: late}
	return out
}

// KeptOut tells why no vehicle at all can take a load, whatever else it carries: Skill where none may, Capacity where none
// that may is large enough. Empty: some can.
func KeptOut(size Size, skills uint64, vehicles []Vehicle) Reason {
	reason := Skill
	for v := range vehicles {
		if skills&^vehicles[v].Skills != 0 {
			continue
		}
		if fits(size, vehicles[v].Capacity) {
			return ""
		}
		reason = Capacity
	}
	return reason
}

// why names the constraint that keeps a task out of the plan as it stands: the one without which it would have been taken at some
// position of some vehicle that may carry it and is large enough.
func (w *walk) why(t int32) Reason {
	c := w.c
	j := &c.jobs[t]
	if reason := KeptOut(Size{}, c.Tasks[t].Skills, c.Vehicles); reason != "" {
		return reason
	}
	if j.bound < 0 && !slices.Contains(c.may[int(t)*len(c.kinds):int(t+1)*len(c.kinds)], true) {
		if len(c.Tasks[t].Vehicles) > 0 && KeptOut(j.size, c.Tasks[t].Skills, c.Vehicles) == "" && KeptOut(j.collected, c.Tasks[t].Skills, c.Vehicles) == "" {
			return Skill // the vehicles that it names may not
		}
		return Capacity
	}
	var seen broken
	for v := range w.routes {
		if !c.may[int(t)*len(c.kinds)+int(c.kindOf[v])] || j.bound >= 0 && j.bound != int32(v) || w.routes[v].empty() && w.twin(v) {
			continue
		}
		w.tryAll(&w.routes[v], t, &seen)
	}
	return seen.reason(j)
}

// twin reports whether an earlier vehicle of the same kind stands empty too.
func (w *walk) twin(v int) bool {
	for _, o := range w.c.kinds[w.c.kindOf[v]].vehicles {
		if int(o) < v && w.routes[o].empty() {
			return true
		}
	}
	return false
}

// broken gathers which sets of constraints the positions that were tried break.
type broken struct {
	alone   constraints // those that are all that some position breaks
	reached bool        // some position can be reached
	none    bool        // some position breaks nothing
	common  constraints // what every position that can be reached breaks
	any     bool
	fewest  constraints
}

func (b *broken) note(x constraints) {
	if !b.any {
		b.any, b.common, b.fewest = true, x, x
	}
	b.common &= x
	if count(x) < count(b.fewest) {
		b.fewest = x
	}
	if x&brokenReach == 0 {
		b.reached = true
	}
	if x == 0 {
		b.none = true
	}
	if count(x) == 1 {
		b.alone |= x
	}
}

func count(x constraints) (n int) {
	for ; x != 0; x &= x - 1 {
		n++
	}
	return n
}

// reason words what was gathered. Goods and places that forbid come before time, and time before room: there a vehicle more would help.
func (b *broken) reason(j *job) Reason {
	switch {
	case b.none && j.optional:
		return Pricey
	case !b.reached:
		return Unreachable
	}
	order := []struct {
		bit    constraints
		reason Reason
	}{{brokenStock, Stock}, {brokenClash, Clash}, {brokenLoading, Loading}, {brokenShift, Shift}, {brokenDuration, Duration}, {brokenWindow, TimeWindow}, {brokenStops, StopLimit}, {brokenCapacity, Capacity}}
	for _, from := range []constraints{b.alone, b.common, b.fewest} {
		for _, o := range order {
			if from&o.bit != 0 {
				return o.reason
			}
		}
	}
	return Shift
}

// tryAll drives a route with a task at every position, or pair of them.
func (w *walk) tryAll(r *route, t int32, seen *broken) {
	c := w.c
	j := &c.jobs[t]
	var nodes []int32
	for _, s := range r.stops[1 : len(r.stops)-1] {
		nodes = append(nodes, s.node)
	}
	with := make([]int32, 0, len(nodes)+2)
	if len(j.pickups) == 0 || j.bound >= 0 {
		for i := r.frozen; i <= len(nodes); i++ {
			with = append(append(append(with[:0], nodes[:i]...), j.delivery), nodes[i:]...)
			seen.note(w.breaks(r, with))
		}
		return
	}
	for _, up := range j.pickups {
		short := constraints(0)
		if p := &c.nodes[up]; p.stock > 0 && w.stock[p.stock-1] < p.units {
			short = brokenStock
		}
		for i := r.frozen; i <= len(nodes); i++ {
			for k := i; k <= len(nodes); k++ {
				with = append(append(with[:0], nodes[:i]...), up)
				with = append(append(append(with, nodes[i:k]...), j.delivery), nodes[k:]...)
				seen.note(w.breaks(r, with) | short)
			}
		}
	}
}

// breaks tells every constraint that a route with these visits would break.
func (w *walk) breaks(r *route, nodes []int32) (broken constraints) {
	c, k := w.c, r.kind
	m := k.first()
	var load Size
	for _, n := range nodes {
		if nd := &c.nodes[n]; len(c.jobs[nd.task].pickups) == 0 {
			for d := range load {
				load[d] += c.jobs[nd.task].size[d]
			}
		}
	}
	if !fits(load, k.Capacity) {
		broken |= brokenCapacity
	}
	var aboard []int32
	for i, n := range nodes {
		nd := &c.nodes[n]
		j := &c.jobs[nd.task]
		b := c.step(k, &m, n)
		for d := range load {
			if nd.pickup {
				load[d] += j.size[d]
			} else {
				load[d] += j.collected[d] - j.size[d]
			}
		}
		if !fits(load, k.Capacity) {
			b |= brokenCapacity
		}
		switch {
		case nd.pickup:
			aboard = append(aboard, nd.task)
		case len(j.pickups) > 0:
			at := slices.Index(aboard, nd.task)
			if at < 0 || k.LastInFirstOut && at != len(aboard)-1 {
				b |= brokenLoading
			}
			if at >= 0 {
				aboard = slices.Delete(aboard, at, at+1)
			}
		}
		if i >= r.frozen {
			broken |= b
		}
		if i+1 == r.frozen {
			m.depart = max(m.depart, c.leaves[r.vehicle])
		}
	}
	_, b := c.finish(k, &m, c.leaves[r.vehicle] > 0)
	return broken | b
}

// Split divides a quantity of equal units into parts that each fit the roomiest of the vehicles that may carry them. It
// gives how many units each part has; nothing where not even one unit fits.
func Split(units int64, unit Size, skills uint64, vehicles []Vehicle) []int64 {
	most := int64(0)
	for _, v := range vehicles {
		if skills&^v.Skills != 0 {
			continue
		}
		room := units
		for d := range unit {
			if unit[d] > 0 {
				room = min(room, v.Capacity[d]/unit[d])
			}
		}
		most = max(most, room)
	}
	var parts []int64
	for most > 0 && units > 0 {
		part := min(units, most)
		parts = append(parts, part)
		units -= part
	}
	return parts
}
