package check

import (
	"slices"

	"changping/logistics/vrp"
)

// reason looks whether what is said to keep a task out is there at all: whether another plan would have had room for it, only a search
// could tell.
func (c *checker) reason(u vrp.Unserved) {
	t := &c.p.Tasks[u.Task]
	if !slices.Contains(vrp.Reasons, u.Reason) {
		c.fail("task %d is left out for %q", u.Task, u.Reason)
		return
	}
	able := c.someVehicle(func(i int, v *vrp.Vehicle) bool {
		return t.Skills&^v.Skills == 0 && (len(t.Vehicles) == 0 || slices.Contains(t.Vehicles, i)) && within(t.Size, v.Capacity) && within(t.Collected, v.Capacity)
	})
	if !able && !c.begun(u.Task) && u.Reason != vrp.Skill && u.Reason != vrp.Capacity {
		c.fail("task %d is left out for %s, and no vehicle may carry it or has room for it", u.Task, u.Reason)
	}
	there := true
	switch u.Reason {
	case vrp.Skill:
		there = !able
	case vrp.Pricey:
		there = t.Optional
	case vrp.Stock:
		there = slices.ContainsFunc(t.Pickups, func(v vrp.Visit) bool {
			return v.Stock > 0 && c.taken[v.Stock-1]+v.Units > c.p.Stocks[v.Stock-1]
		})
	case vrp.Clash:
		there = t.Class >= 0 && slices.ContainsFunc(c.p.Tasks, func(o vrp.Task) bool { return c.clash(t.Class, o.Class) })
	case vrp.Loading:
		there = len(c.p.Given) > 0 || c.someVehicle(func(_ int, v *vrp.Vehicle) bool { return v.LastInFirstOut })
	case vrp.StopLimit:
		there = c.someVehicle(func(_ int, v *vrp.Vehicle) bool { return v.MaxStops+v.MaxVisits+v.MaxTrips > 0 })
	case vrp.Duration:
		there = c.someVehicle(func(_ int, v *vrp.Vehicle) bool { return v.MaxDuration+v.MaxDriving+v.MaxMetres > 0 })
	case vrp.TimeWindow:
		there = slices.ContainsFunc(c.p.Tasks, func(o vrp.Task) bool {
			return len(o.Delivery.Windows) > 0 || slices.ContainsFunc(o.Pickups, func(v vrp.Visit) bool { return len(v.Windows) > 0 })
		})
	case vrp.Capacity, vrp.Shift: // every vehicle has an end to its room and its shift
	case vrp.Unreachable:
		there = slices.ContainsFunc(c.p.Matrices, func(m vrp.Matrix) bool { return slices.Min(m.Seconds) < 0 })
	}
	if !there {
		c.fail("task %d is left out for %s, which nothing in the problem bears out", u.Task, u.Reason)
	}
}

func (c *checker) someVehicle(is func(int, *vrp.Vehicle) bool) bool {
	for i := range c.p.Vehicles {
		if is(i, &c.p.Vehicles[i]) {
			return true
		}
	}
	return false
}

// begun reports whether a task was picked up in the frozen beginning of a route: its goods are aboard, whatever they ask for.
func (c *checker) begun(task int) bool {
	for _, g := range c.p.Given {
		for _, ref := range g.Visits[:g.Frozen] {
			if ref.Task == task && ref.Pickup != vrp.Delivered {
				return true
			}
		}
	}
	return false
}

// clash reports whether goods of two classes may not ride together.
func (c *checker) clash(x, y int) bool {
	all := c.p.Clashes
	return x >= 0 && y >= 0 && x < len(all) && y < len(all) && (all[x]&(1<<y) != 0 || all[y]&(1<<x) != 0)
}

func within(size, room vrp.Size) bool {
	for d := range size {
		if size[d] > room[d] {
			return false
		}
	}
	return true
}
