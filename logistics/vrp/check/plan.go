// Package check verifies plans. It reads problems and answers by itself and shares no code with the planner: what both get wrong they
// get wrong apart.
package check

import (
	"fmt"
	"math"
	"sort"

	"changping/logistics/vrp"
)

// Plan gives everything that is wrong with an answer to a problem; nothing where it keeps every constraint and its sums are right.
func Plan(p vrp.Problem, s vrp.Solution) []string {
	c := &checker{p: p, served: make([]int, len(p.Tasks)), taken: make([]int64, len(p.Stocks)), leftOut: map[int]bool{}}
	for _, u := range s.Unserved {
		c.leftOut[u.Task] = true
	}
	driven := map[int]bool{}
	var total vrp.CostSplit
	for _, r := range s.Routes {
		if r.Vehicle < 0 || r.Vehicle >= len(p.Vehicles) || driven[r.Vehicle] || len(r.Calls) == 0 {
			c.fail("a route of vehicle %d, which there is not, or twice, or without calls", r.Vehicle)
			continue
		}
		driven[r.Vehicle] = true
		c.route(r)
		total.Fixed, total.Distance, total.Driving = total.Fixed+r.Cost.Fixed, total.Distance+r.Cost.Distance, total.Driving+r.Cost.Driving
		total.Duty, total.Lateness = total.Duty+r.Cost.Duty, total.Lateness+r.Cost.Lateness
	}
	for _, u := range s.Unserved {
		if u.Task < 0 || u.Task >= len(p.Tasks) {
			c.fail("task %d is left out and does not exist", u.Task)
			continue
		}
		c.served[u.Task]++
		if p.Tasks[u.Task].Optional {
			total.LeftOut += p.Tasks[u.Task].Price
		}
		c.reason(u)
	}
	for t, n := range c.served {
		if n != 1 {
			c.fail("task %d stands %d times in the plan", t, n)
		}
	}
	for i, taken := range c.taken {
		if taken > p.Stocks[i] {
			c.fail("%d taken from stock %d of %d", taken, i, p.Stocks[i])
		}
	}
	if total != s.Cost {
		c.fail("cost %+v, should be %+v", s.Cost, total)
	}
	for _, g := range p.Given {
		if g.Frozen > 0 && !driven[g.Vehicle] {
			c.fail("the frozen visits of vehicle %d are gone", g.Vehicle)
		}
	}
	return c.wrong
}

type checker struct {
	p       vrp.Problem
	served  []int
	taken   []int64
	leftOut map[int]bool
	wrong   []string
}

func (c *checker) fail(format string, args ...any) {
	c.wrong = append(c.wrong, fmt.Sprintf(format, args...))
}

// leg gives what a vehicle drives between two places.
func (c *checker) leg(v *vrp.Vehicle, from, to int) (seconds, metres int64, reached bool) {
	if from < 0 || to < 0 {
		return 0, 0, true
	}
	m := c.p.Matrices[v.Matrix]
	seconds, metres = int64(m.Seconds[from*m.Places+to]), int64(m.Metres[from*m.Places+to])
	if seconds < 0 {
		return 0, 0, false
	}
	if v.Pace != 0 && v.Pace != 1 {
		seconds = int64(math.Ceil(float64(seconds)*v.Pace - 1e-9))
	}
	return seconds, metres, true
}

// aboard is a stretch of a route, by index of calls, on which a task's goods are on the vehicle. -1 is the start.
type aboard struct{ task, from, to int }

func (c *checker) route(r vrp.Route) {
	v := &c.p.Vehicles[r.Vehicle]
	who := fmt.Sprintf("vehicle %d", r.Vehicle)
	frozen := 0
	var leaves int64
	for _, g := range c.p.Given {
		if g.Vehicle != r.Vehicle {
			continue
		}
		frozen, leaves = g.Frozen, g.Leaves
		for k := range g.Frozen {
			if k >= len(r.Calls) || r.Calls[k].VisitRef != g.Visits[k] {
				c.fail("%s: frozen visit %d is not where it was", who, k)
				return
			}
		}
	}
	if r.Start < v.ShiftStart || r.End > v.ShiftEnd && frozen < len(r.Calls) {
		c.fail("%s: out from %d to %d, its shift is %d to %d", who, r.Start, r.End, v.ShiftStart, v.ShiftEnd)
	}
	pauses := append([]vrp.Pause(nil), r.Pauses...)
	sort.Slice(pauses, func(a, b int) bool { return pauses[a].From < pauses[b].From })
	var load vrp.Size
	for _, call := range r.Calls {
		if call.Task < 0 || call.Task >= len(c.p.Tasks) || call.Pickup < vrp.Delivered || call.Pickup >= len(c.p.Tasks[call.Task].Pickups) {
			c.fail("%s: a call of task %d that there is not", who, call.Task)
			return
		}
		if t := &c.p.Tasks[call.Task]; len(t.Pickups) == 0 {
			for d := range load {
				load[d] += t.Size[d]
			}
		}
	}
	full := func(where string) {
		for d := range load {
			if load[d] > v.Capacity[d] {
				c.fail("%s: %d aboard after %s, room for %d (dimension %d)", who, load[d], where, v.Capacity[d], d)
			}
		}
	}
	if load != r.Load {
		c.fail("%s: leaves with %v, should be %v", who, r.Load, load)
	}
	full("its start")
	at, now, wheel := v.Start, r.Start, int64(0)
	var metres, driving, waiting, lateness int64
	stops, trips, held := 0, 0, 0
	picked := map[int]int{} // task -> index of the call
	var stack []int
	var stretches []aboard
	next := 0 // pause
	// travel checks the way to a place, the pauses on it and the wait there.
	travel := func(to int, arrive, begin int64, what string, free bool) (seconds, length int64) {
		seconds, length, reached := c.leg(v, at, to)
		if !reached && !free {
			c.fail("%s: there is no way to %s", who, what)
		}
		rested, driven := int64(0), int64(0)
		for next < len(pauses) && pauses[next].From < begin {
			p := pauses[next]
			next++
			if p.From < now+rested || p.For < 0 {
				c.fail("%s: a pause at %d on the way to %s, which is before it left", who, p.From, what)
			}
			// Driven before it: as much as there was time for and the driver may; he may also have stood.
			on := min(seconds, p.From-now-rested) - driven
			if v.Rest.After > 0 {
				on = max(0, min(on, v.Rest.After-wheel))
				if wheel += on; p.For >= v.Rest.For {
					wheel = 0
				}
			}
			driven += on
			rested += p.For
		}
		wheel += seconds - driven
		if v.Rest.After > 0 && wheel > v.Rest.After && !free {
			c.fail("%s: %d at the wheel without a rest at %s", who, wheel, what)
		}
		wait := begin - now - seconds - rested
		if wait < 0 || arrive < now+seconds || arrive > begin {
			c.fail("%s: left at %d, %d seconds and %d of pauses to %s, there at %d, begun at %d", who, now, seconds, rested, what, arrive, begin)
		}
		if v.Rest.After > 0 && wait >= v.Rest.For && wait > 0 {
			wheel = 0
		}
		waiting, metres, driving = waiting+wait, metres+length, driving+seconds
		at = to
		return seconds, length
	}
	for k, call := range r.Calls {
		t := &c.p.Tasks[call.Task]
		visit := &t.Delivery
		if call.Pickup != vrp.Delivered {
			visit = &t.Pickups[call.Pickup]
		}
		what := fmt.Sprintf("call %d (task %d)", k, call.Task)
		free := k < frozen
		same := k > 0 && at == visit.Place
		if call.Place != visit.Place {
			c.fail("%s: %s is at place %d, should be %d", who, what, call.Place, visit.Place)
		}
		seconds, length := travel(visit.Place, call.Arrive, call.Begin, what, free)
		if seconds != call.Driving || length != call.Metres {
			c.fail("%s: %s is %d s and %d m away, should be %d and %d", who, what, call.Driving, call.Metres, seconds, length)
		}
		setup := visit.Setup
		if same {
			setup = 0
		} else {
			stops++
		}
		leave := call.Begin + setup + visit.Service
		if k == frozen-1 && leaves != 0 {
			leave = max(leave, leaves)
		}
		if call.Depart != leave {
			c.fail("%s: %s is left at %d, should be %d", who, what, call.Depart, leave)
		}
		now = call.Depart
		open := len(visit.Windows) == 0 || free
		for _, w := range visit.Windows {
			open = open || call.Begin >= w.From && call.Begin <= w.To
		}
		if !open {
			c.fail("%s: %s begins at %d, outside its windows", who, what, call.Begin)
		}
		if t.Skills&^v.Skills != 0 {
			c.fail("%s: %s asks for skills %b, it has %b", who, what, t.Skills, v.Skills)
		}
		if len(t.Vehicles) > 0 {
			named := false
			for _, i := range t.Vehicles {
				named = named || i == r.Vehicle
			}
			if !named {
				c.fail("%s: %s is for other vehicles", who, what)
			}
		}
		late := int64(0)
		if call.Pickup == vrp.Delivered {
			c.served[call.Task]++
			if t.LateCost > 0 {
				late = max(0, call.Begin-t.Due)
				lateness += late * t.LateCost
			}
		}
		if late != call.Late {
			c.fail("%s: %s is %d late, should be %d", who, what, call.Late, late)
		}
		switch {
		case call.Pickup != vrp.Delivered:
			if _, twice := picked[call.Task]; twice {
				c.fail("%s: %s is picked up twice", who, what)
			}
			if held == 0 {
				trips++
			}
			held++
			picked[call.Task] = k
			stack = append(stack, call.Task)
			if visit.Stock > 0 {
				c.taken[visit.Stock-1] += visit.Units
			}
			for d := range load {
				load[d] += t.Size[d]
			}
		case len(t.Pickups) > 0:
			from, aboardNow := picked[call.Task]
			if !aboardNow {
				c.fail("%s: %s is delivered and not aboard", who, what)
				break
			}
			held--
			stretches = append(stretches, aboard{call.Task, from, k})
			if v.LastInFirstOut && stack[len(stack)-1] != call.Task {
				c.fail("%s: %s lies behind other goods", who, what)
			}
			for i := range stack {
				if stack[i] == call.Task {
					stack = append(stack[:i], stack[i+1:]...)
					break
				}
			}
			for d := range load {
				load[d] -= t.Size[d]
			}
		default:
			if t.Size != (vrp.Size{}) {
				stretches = append(stretches, aboard{call.Task, -1, k})
			}
			if t.Collected != (vrp.Size{}) {
				stretches = append(stretches, aboard{call.Task, k, len(r.Calls)})
			}
			for d := range load {
				load[d] += t.Collected[d] - t.Size[d]
			}
		}
		if !free {
			full(what)
		}
		if load != call.Load {
			c.fail("%s: %v aboard after %s, should be %v", who, call.Load, what, load)
		}
	}
	seconds, length := travel(v.End, r.End, r.End, "its end", frozen == len(r.Calls))
	_, _ = seconds, length
	for t := range picked {
		delivered := picked[t] < frozen && c.leftOut[t] // goods that are aboard and cannot be brought
		for _, x := range stretches {
			delivered = delivered || x.task == t
		}
		if !delivered {
			c.fail("%s: task %d is picked up and not delivered", who, t)
		}
	}
	c.clashes(who, stretches)
	if frozen < len(r.Calls) { // what is driven already is as it is
		c.limits(who, v, r, pauses, stops, trips, driving, metres)
	}
	if metres != r.Metres || driving != r.Driving || waiting != r.Waiting {
		c.fail("%s: %d m, %d s driven, %d waited, should be %d, %d, %d", who, r.Metres, r.Driving, r.Waiting, metres, driving, waiting)
	}
	cost := vrp.CostSplit{Fixed: v.Cost.Fixed, Distance: metres * v.Cost.Metre, Driving: driving * v.Cost.Driving, Duty: (r.End - r.Start) * v.Cost.Duty, Lateness: lateness}
	if cost != r.Cost {
		c.fail("%s: cost %+v, should be %+v", who, r.Cost, cost)
	}
}

// clashes looks for goods that may not ride together and do.
func (c *checker) clashes(who string, all []aboard) {
	for i, a := range all {
		for _, b := range all[:i] {
			if a.task != b.task && a.to > b.from && b.to > a.from && c.clash(c.p.Tasks[a.task].Class, c.p.Tasks[b.task].Class) {
				c.fail("%s: tasks %d and %d ride together", who, a.task, b.task)
			}
		}
	}
}

func (c *checker) limits(who string, v *vrp.Vehicle, r vrp.Route, pauses []vrp.Pause, stops, trips int, driving, metres int64) {
	over := func(is, most int64, what string) {
		if most > 0 && is > most {
			c.fail("%s: %d %s, at most %d", who, is, what, most)
		}
	}
	over(int64(stops), int64(v.MaxStops), "stops")
	over(int64(len(r.Calls)), int64(v.MaxVisits), "visits")
	over(int64(trips), int64(v.MaxTrips), "trips")
	over(r.End-r.Start, v.MaxDuration, "seconds out")
	over(driving, v.MaxDriving, "seconds at the wheel")
	over(metres, v.MaxMetres, "metres")
	used := make([]bool, len(pauses))
	for i, b := range v.Breaks {
		if r.End <= b.To {
			continue
		}
		made := false
		for k, p := range pauses {
			if !used[k] && !made && p.From >= b.From && p.From <= b.To && p.For >= b.For {
				used[k], made = true, true
			}
		}
		if !made {
			c.fail("%s: break %d is not made", who, i)
		}
	}
}
