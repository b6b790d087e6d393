package vrp

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// readVehicles sorts vehicles into kinds and makes the tables of what driving takes and costs them.
func (c *compiled) readVehicles() {
	c.kindOf = make([]int32, len(c.Vehicles))
	top := int64(1)
	for i := range c.Vehicles {
		v, m := &c.Vehicles[i], &c.Matrices[c.Vehicles[i].Matrix]
		if i > 0 && v.Matrix == c.Vehicles[i-1].Matrix && v.Cost == c.Vehicles[i-1].Cost && v.Pace == c.Vehicles[i-1].Pace || m.Places == 0 {
			continue
		}
		top = max(top, int64(slices.Max(m.Metres))*v.Cost.Metre+int64(float64(slices.Max(m.Seconds))*v.pace())*(v.Cost.Driving+v.Cost.Duty))
	}
	for top>>c.shift > 1<<27 {
		c.shift++
	}
	index := map[string]int32{}
	var tables []*table
	only := make([][]bool, len(c.Tasks))
	for i := range c.Tasks {
		if len(c.Tasks[i].Vehicles) > 0 {
			only[i] = make([]bool, len(c.Vehicles))
			for _, v := range c.Tasks[i].Vehicles {
				only[i][v] = true
			}
		}
	}
	for i := range c.Vehicles {
		v := c.Vehicles[i]
		v.ID = 0
		key := fmt.Sprintf("%+v", v)
		for t := range only {
			if only[t] != nil {
				key += fmt.Sprintf(" %d:%t", t, only[t][i])
			}
		}
		at, known := index[key]
		if !known {
			at = int32(len(c.kinds))
			index[key] = at
			k := &kind{Vehicle: v, table: c.tableOf(&v, &tables), start: c.placeOf(v.Start), end: c.placeOf(v.End), open: c.inside(v.ShiftStart), close: c.inside(v.ShiftEnd),
				fixed: v.Cost.Fixed >> c.shift, restAfter: int32(min(v.Rest.After, horizon)), rst: int32(min(v.Rest.For, horizon))}
			k.weigh(c.shift, c.kinds)
			for _, b := range v.Breaks {
				k.breaks = append(k.breaks, Break{int64(c.inside(b.From)), int64(c.inside(b.To)), b.For})
			}
			k.depot = len(v.Breaks) == 0 && v.Rest == (Rest{}) && v.Cost.Duty == 0 && v.MaxStops == 0 && v.MaxVisits == 0 && v.MaxTrips == 0 &&
				v.MaxDuration == 0 && v.MaxDriving == 0 && v.MaxMetres == 0 && !v.LastInFirstOut
			c.rich = c.rich || !k.depot
			c.kinds = append(c.kinds, k)
		}
		c.kindOf[i] = at
		c.kinds[at].vehicles = append(c.kinds[at].vehicles, int32(i))
	}
	c.may = make([]bool, len(c.Tasks)*len(c.kinds))
	for t := range c.Tasks {
		for k, kind := range c.kinds {
			c.may[t*len(c.kinds)+k] = c.Tasks[t].Skills&^kind.Skills == 0 && fits(c.Tasks[t].Size, kind.Capacity) && fits(c.Tasks[t].Collected, kind.Capacity) &&
				(only[t] == nil || only[t][kind.vehicles[0]])
		}
	}
}

func (v *Vehicle) pace() float64 {
	if v.Pace == 0 {
		return 1
	}
	return v.Pace
}

func fits(load, room Size) bool {
	for d := range load {
		if load[d] > room[d] {
			return false
		}
	}
	return true
}

// placeOf gives the index of a place; nowhere is one more place, to which and from which every way is nothing.
func (c *compiled) placeOf(place int) int32 {
	if place == Nowhere {
		return int32(c.Matrices[0].Places)
	}
	return int32(place)
}

func (c *compiled) tableOf(v *Vehicle, tables *[]*table) *table {
	for _, t := range *tables {
		if t.matrix == v.Matrix && t.pace == v.pace() && t.costMetre == v.Cost.Metre && t.costDriving == v.Cost.Driving {
			return t
		}
	}
	m := c.Matrices[v.Matrix]
	n := m.Places + 1
	t := &table{n: int32(n), time: make([]int32, n*n), cost: make([]int32, n*n), matrix: v.Matrix, pace: v.pace(), costMetre: v.Cost.Metre, costDriving: v.Cost.Driving}
	symmetric := true
	for i := range m.Places {
		for j := range m.Places {
			seconds, metres := v.drive(m, i, j)
			if seconds < 0 || seconds > horizon {
				t.time[i*n+j], t.cost[i*n+j] = noWay, noWay/8
				continue
			}
			t.time[i*n+j] = int32(seconds)
			t.cost[i*n+j] = int32((metres*v.Cost.Metre + seconds*v.Cost.Driving) >> c.shift)
		}
	}
	for i := range n {
		for j := range i {
			symmetric = symmetric && t.time[i*n+j] == t.time[j*n+i] && t.cost[i*n+j] == t.cost[j*n+i]
		}
	}
	if slices.Equal(t.time, t.cost) {
		t.cost = t.time
	}
	if t.timeTo, t.costTo = t.time, t.cost; !symmetric {
		t.timeTo, t.costTo = turned(t.time, n), turned(t.cost, n)
	}
	*tables = append(*tables, t)
	return t
}

// weigh makes the tables of what legs weigh, or takes those of a kind that has the same.
func (k *kind) weigh(shift uint8, others []*kind) {
	t := k.table
	if k.weight, k.weightTo = t.cost, t.costTo; k.Cost.Duty == 0 {
		return
	}
	for _, o := range others {
		if o.table == t && o.Cost.Duty == k.Cost.Duty {
			k.weight, k.weightTo = o.weight, o.weightTo
			return
		}
	}
	add := func(cost, time []int32) []int32 {
		out := make([]int32, len(cost))
		for i := range out {
			if out[i] = noWay / 8; time[i] < horizon {
				out[i] = cost[i] + int32(int64(time[i])*k.Cost.Duty>>shift)
			}
		}
		return out
	}
	k.weight, k.weightTo = add(t.cost, t.time), add(t.costTo, t.timeTo)
}

// drive gives what a leg takes a vehicle; seconds below zero: there is no way.
func (v *Vehicle) drive(m Matrix, from, to int) (seconds, metres int64) {
	seconds, metres = m.At(from, to)
	if pace := v.pace(); seconds > 0 && pace != 1 {
		seconds = int64(math.Ceil(float64(seconds)*pace - 1e-9))
	}
	return seconds, metres
}

func turned(rows []int32, n int) []int32 {
	out := make([]int32, len(rows))
	for i := range n {
		for j := range n {
			out[j*n+i] = rows[i*n+j]
		}
	}
	return out
}

// nearest is how many neighbours of a node are kept: strings are removed around them.
const nearest = 400

// neighbours sorts the nodes around each, and tells how far each task lies from where vehicles start.
func (c *compiled) neighbours() {
	if len(c.kinds) == 0 {
		c.near = make([][]int32, len(c.nodes))
		c.far = make([]int32, len(c.jobs))
		return
	}
	t := c.kinds[0].table
	c.near = make([][]int32, len(c.nodes))
	for i := range c.nodes {
		all := make([]int32, 0, len(c.nodes))
		for j := range c.nodes {
			if i != j {
				all = append(all, int32(j))
			}
		}
		row, back := t.cost[c.nodes[i].place*t.n:], t.costTo[c.nodes[i].place*t.n:]
		away := func(j int32) int64 { return int64(row[c.nodes[j].place]) + int64(back[c.nodes[j].place]) }
		slices.SortFunc(all, func(a, b int32) int { return cmp.Or(cmp.Compare(away(a), away(b)), cmp.Compare(a, b)) })
		c.near[i] = slices.Clone(all[:min(len(all), nearest)])
	}
	c.far = make([]int32, len(c.jobs))
	for i := range c.jobs {
		c.far[i] = math.MaxInt32
		at := c.nodes[c.jobs[i].delivery].place
		for _, k := range c.kinds {
			c.far[i] = min(c.far[i], k.table.cost[k.start*k.table.n+at])
		}
	}
}

// boundWeight is the weight of goods that are aboard already: everything else is left out before they are driven home again.
const boundWeight = 1 << 40

// readGiven reads the plan to begin with. What is picked up in a frozen part is bound to its vehicle.
func (c *compiled) readGiven() error {
	c.given, c.frozen, c.leaves = make([][]int32, len(c.Vehicles)), make([]int, len(c.Vehicles)), make([]int32, len(c.Vehicles))
	seen := make([]bool, len(c.nodes))
	for i, g := range c.Given {
		if g.Vehicle < 0 || g.Vehicle >= len(c.Vehicles) || c.given[g.Vehicle] != nil {
			return invalid("one route of a vehicle that there is", "given route %d", i)
		}
		if g.Frozen < 0 || g.Frozen > len(g.Visits) {
			return invalid("no more frozen visits than visits", "given route %d", i)
		}
		c.given[g.Vehicle] = []int32{}
		for k, ref := range g.Visits {
			if ref.Task < 0 || ref.Task >= len(c.jobs) || ref.Pickup < Delivered || ref.Pickup >= len(c.jobs[ref.Task].pickups) {
				return invalid("a task and one of its pick-ups", "given route %d, visit %d", i, k)
			}
			j := &c.jobs[ref.Task]
			n := j.delivery
			if ref.Pickup != Delivered {
				n = j.pickups[ref.Pickup]
			}
			if seen[n] {
				return invalid("every visit once", "given route %d, visit %d", i, k)
			}
			seen[n] = true
			c.given[g.Vehicle] = append(c.given[g.Vehicle], n)
			if k < g.Frozen && ref.Pickup != Delivered {
				j.bound, j.optional, j.weight = int32(g.Vehicle), false, boundWeight
			}
		}
		c.frozen[g.Vehicle] = g.Frozen
		if g.Frozen > 0 && g.Leaves != 0 {
			c.leaves[g.Vehicle] = max(0, c.inside(g.Leaves))
			c.rich = true
		}
	}
	return nil
}
