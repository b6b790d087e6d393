package vrp

import "math"

// task is one visit of a route: a pick-up or a delivery of a shipment.
type task struct {
	shipment int
	delivery bool
}

// visit is where a vehicle is, and with what, just after a task.
type visit struct {
	place          int
	arrive         int64 // with the papers of the stop done, before the task itself
	leave          int64
	load           [Dimensions]int64
	classes, clash uint64 // of what is aboard: the classes it belongs to, those it may not ride with
	metres, late   int64  // since the start, this visit included

	// From here to the end: metres still to drive, what comes late (this visit included), and how much later the vehicle may
	// arrive without anything coming late, or later, and within its shift.
	metresTo, lateTo, delay int64
}

// route is what one vehicle is to do, with what follows from it. Never changed once made, so that plans may share it.
type route struct {
	tasks  []task
	visits []visit // one per task
	end    int64   // back at home
	cost   int64   // in metres: the vehicle, the way, and what comes late
}

// constraints is a set of constraints that a route breaks.
type constraints uint8

const (
	brokenReach constraints = 1 << iota
	brokenCapacity
	brokenClash
	brokenShift
)

// A second late weighs as much as 200 metres driven: relief before economy.
const metresPerSecondLate = 200

// leg goes from place to place: nothing where two visits at one place make one stop. The first visit is always a stop.
func (m Matrix) leg(from, to int, first bool) (seconds, metres int64, reached bool) {
	if from == to && !first {
		return 0, 0, true
	}
	return m.Seconds[from][to] + StopSeconds, m.Metres[from][to], m.Seconds[from][to] >= 0
}

// drive makes the route of a vehicle, and tells every constraint that it breaks.
func (p *Problem) drive(v int, tasks []task) (*route, constraints) {
	r := &route{tasks: tasks, visits: make([]visit, len(tasks))}
	if len(tasks) == 0 {
		return r, 0
	}
	vehicle := p.Vehicles[v]
	m := p.Matrices[vehicle.Matrix]
	var breaks constraints
	var aboard []int
	at := visit{place: vehicle.Home, leave: vehicle.ShiftStart}
	for k, t := range tasks {
		sh := &p.Shipments[t.shipment]
		here := visit{place: sh.place(t.delivery), load: at.load, metres: at.metres, late: at.late}
		seconds, metres, reached := m.leg(at.place, here.place, k == 0)
		if !reached {
			breaks |= brokenReach
		}
		here.arrive, here.metres = at.leave+seconds, at.metres+metres
		if t.delivery {
			here.late += max(0, here.arrive-StopSeconds-sh.Due)
			here.leave = here.arrive + sh.Unloading
			for i, other := range aboard {
				if other == t.shipment {
					aboard = append(aboard[:i], aboard[i+1:]...)
					break
				}
			}
			for d := range here.load {
				here.load[d] -= sh.Size[d]
			}
		} else {
			if at.classes&sh.Clashes != 0 || at.clash&sh.Class != 0 {
				breaks |= brokenClash
			}
			aboard = append(aboard, t.shipment)
			here.leave = here.arrive + sh.Loading
			for d := range here.load {
				if here.load[d] += sh.Size[d]; here.load[d] > vehicle.Capacity[d] {
					breaks |= brokenCapacity
				}
			}
		}
		for _, i := range aboard {
			here.classes, here.clash = here.classes|p.Shipments[i].Class, here.clash|p.Shipments[i].Clashes
		}
		r.visits[k], at = here, here
	}
	if m.Seconds[at.place][vehicle.Home] < 0 {
		breaks |= brokenReach
	}
	r.end = at.leave + m.Seconds[at.place][vehicle.Home]
	if r.end > vehicle.ShiftEnd {
		breaks |= brokenShift
	}
	total := at.metres + m.Metres[at.place][vehicle.Home]
	delay, lateTo := vehicle.ShiftEnd-r.end, int64(0)
	for k := len(tasks) - 1; k >= 0; k-- {
		here := &r.visits[k]
		if tasks[k].delivery {
			early := p.Shipments[tasks[k].shipment].Due - (here.arrive - StopSeconds)
			delay, lateTo = min(delay, max(0, early)), lateTo+max(0, -early)
		}
		here.metresTo, here.lateTo, here.delay = total-here.metres, lateTo, delay
	}
	r.cost = vehicle.Fixed + total + at.late*metresPerSecondLate
	return r, breaks
}

func (s *Shipment) place(delivery bool) int {
	if delivery {
		return s.Delivery
	}
	return s.Pickup
}

// insertion is where a shipment would go into a route, and what the route would cost with it.
type insertion struct {
	pickup, delivery int // positions in the route as it is
	cost             int64
}

// with gives the tasks of a route with a shipment put in.
func (r *route) with(i int, at insertion) []task {
	tasks := make([]task, 0, len(r.tasks)+2)
	tasks = append(append(tasks, r.tasks[:at.pickup]...), task{i, false})
	tasks = append(append(tasks, r.tasks[at.pickup:at.delivery]...), task{i, true})
	return append(tasks, r.tasks[at.delivery:]...)
}

const impossible = math.MaxInt64

// cheapest finds the cheapest pair of positions for a shipment in a vehicle's route, and counts the pairs it tried. What
// comes after the delivery is not driven again where the detour fits into its delay: then only the way to it differs.
func (p *Problem) cheapest(v int, r *route, i int) (best insertion, tried int64, found bool) {
	vehicle, sh := &p.Vehicles[v], &p.Shipments[i]
	m := p.Matrices[vehicle.Matrix]
	best.cost = impossible
	if sh.Skills&^vehicle.Skills != 0 {
		return best, 0, false
	}
	before := visit{place: vehicle.Home, leave: vehicle.ShiftStart}
	for at := 0; at <= len(r.tasks); at++ {
		if at > 0 {
			before = r.visits[at-1]
		}
		if !sh.fits(vehicle, before.load) || before.classes&sh.Clashes != 0 || before.clash&sh.Class != 0 {
			continue
		}
		seconds, metres, reached := m.leg(before.place, sh.Pickup, at == 0)
		if !reached {
			continue
		}
		now := visit{place: sh.Pickup, leave: before.leave + seconds + sh.Loading, metres: before.metres + metres, late: before.late}
		for to := at; ; to++ {
			tried++
			if cost := p.finish(v, r, i, now, to, best.cost); cost < best.cost {
				best, found = insertion{at, to, cost}, true
			}
			if to == len(r.tasks) {
				break
			}
			// Go on to the route's own next task with the shipment aboard.
			t := r.tasks[to]
			next := &p.Shipments[t.shipment]
			place := next.place(t.delivery)
			seconds, metres, reached := m.leg(now.place, place, false)
			if !reached {
				break
			}
			arrive := now.leave + seconds
			now = visit{place: place, leave: arrive, metres: now.metres + metres, late: now.late}
			if t.delivery {
				now.late += max(0, arrive-StopSeconds-next.Due)
				now.leave += next.Unloading
				continue
			}
			now.leave += next.Loading
			if !sh.fits(vehicle, r.visits[to].load) || next.Class&sh.Clashes != 0 || next.Clashes&sh.Class != 0 {
				break
			}
		}
	}
	return best, tried, found
}

// fits reports whether a vehicle with this load aboard has room for the shipment.
func (s *Shipment) fits(vehicle *Vehicle, load [Dimensions]int64) bool {
	for d := range load {
		if load[d]+s.Size[d] > vehicle.Capacity[d] {
			return false
		}
	}
	return true
}

// finish gives the cost of a route where shipment i, aboard since a task before, is delivered next and the tasks from position
// to on follow; impossible where that breaks a constraint or costs no less than the limit.
func (p *Problem) finish(v int, r *route, i int, now visit, to int, limit int64) int64 {
	vehicle, sh := &p.Vehicles[v], &p.Shipments[i]
	m := p.Matrices[vehicle.Matrix]
	seconds, metres, reached := m.leg(now.place, sh.Delivery, false)
	if !reached {
		return impossible
	}
	at, clock := sh.Delivery, now.leave+seconds
	late := now.late + max(0, clock-StopSeconds-sh.Due)
	clock += sh.Unloading
	metres += now.metres
	for k := to; k < len(r.tasks); k++ {
		t := r.tasks[k]
		next := &p.Shipments[t.shipment]
		place := next.place(t.delivery)
		seconds, leg, reached := m.leg(at, place, false)
		if !reached {
			return impossible
		}
		at, clock, metres = place, clock+seconds, metres+leg
		if here := &r.visits[k]; clock >= here.arrive && clock-here.arrive <= here.delay {
			return vehicle.Fixed + metres + here.metresTo + (late+here.lateTo)*metresPerSecondLate
		}
		if t.delivery {
			late += max(0, clock-StopSeconds-next.Due)
			clock += next.Unloading
		} else {
			clock += next.Loading
		}
		if vehicle.Fixed+metres+late*metresPerSecondLate >= limit {
			return impossible
		}
	}
	if m.Seconds[at][vehicle.Home] < 0 || clock+m.Seconds[at][vehicle.Home] > vehicle.ShiftEnd {
		return impossible
	}
	return vehicle.Fixed + metres + m.Metres[at][vehicle.Home] + late*metresPerSecondLate
}
