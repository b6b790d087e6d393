package vrp

// solution writes the plan out: visits at one place that follow one another become one stop.
func (s *solver) solution(left []int) Solution {
	var out Solution
	for v, route := range s.routes {
		if len(route.tasks) == 0 {
			continue
		}
		vehicle, m := s.Vehicles[v], s.Matrices[s.Vehicles[v].Matrix]
		r := Route{Vehicle: v, ReturnAt: route.end}
		at := vehicle.Home
		for k, t := range route.tasks {
			sh, here := &s.Shipments[t.shipment], &route.visits[k]
			if k == 0 || here.place != at {
				r.Stops = append(r.Stops, Stop{Place: here.place, Arrive: here.arrive - StopSeconds, LegMetres: m.Metres[at][here.place]})
				r.Metres += m.Metres[at][here.place]
				at = here.place
			}
			stop := &r.Stops[len(r.Stops)-1]
			if t.delivery {
				stop.Deliveries = append(stop.Deliveries, t.shipment)
				stop.Late = max(stop.Late, here.arrive-StopSeconds-sh.Due)
			} else {
				stop.Pickups = append(stop.Pickups, t.shipment)
			}
			stop.Depart = here.leave
		}
		r.Metres += m.Metres[at][vehicle.Home]
		out.Routes = append(out.Routes, r)
	}
	for _, i := range left {
		out.Unserved = append(out.Unserved, Unserved{i, s.why(i)})
	}
	return out
}

// KeptOut tells why no vehicle at all can take a load, whatever else it carries: Skill where none may, Capacity where none
// that may is large enough. Empty: some can.
func KeptOut(size [Dimensions]int64, skills uint64, vehicles []Vehicle) Reason {
	load, reason := Shipment{Size: size}, Skill
	for v := range vehicles {
		if skills&^vehicles[v].Skills != 0 {
			continue
		}
		if load.fits(&vehicles[v], [Dimensions]int64{}) {
			return ""
		}
		reason = Capacity
	}
	return reason
}

// why names the constraint that keeps a shipment out of the plan as it stands: the one without which it would have been
// taken at some position of some vehicle that may carry it and is large enough.
func (s *solver) why(i int) Reason {
	sh := &s.Shipments[i]
	if reason := KeptOut(sh.Size, sh.Skills, s.Vehicles); reason != "" {
		return reason
	}
	alone, reached := map[constraints]bool{}, false // whether it alone is broken somewhere
	for v := range s.candidates() {
		vehicle, r := &s.Vehicles[v], s.routes[v]
		if sh.Skills&^vehicle.Skills != 0 || !sh.fits(vehicle, [Dimensions]int64{}) {
			continue
		}
		for pickup := 0; pickup <= len(r.tasks); pickup++ {
			for delivery := pickup; delivery <= len(r.tasks); delivery++ {
				_, breaks := s.drive(v, r.with(i, insertion{pickup: pickup, delivery: delivery}))
				alone[breaks] = true
				reached = reached || breaks&brokenReach == 0
			}
		}
	}
	switch {
	case !reached:
		return Unreachable
	case alone[brokenClash]:
		return Clash
	case !alone[brokenShift] && alone[brokenCapacity]:
		return Capacity
	}
	return Shift
}

// Split divides a quantity of equal units into parts that each fit the roomiest of the vehicles that may carry them. It
// gives how many units each part has; nothing where not even one unit fits.
func Split(units int64, unit [Dimensions]int64, skills uint64, vehicles []Vehicle) []int64 {
	most := int64(0)
	for _, v := range vehicles {
		if skills&^v.Skills != 0 {
			continue
		}
		fits := units
		for d := range unit {
			if unit[d] > 0 {
				fits = min(fits, v.Capacity[d]/unit[d])
			}
		}
		most = max(most, fits)
	}
	var parts []int64
	for most > 0 && units > 0 {
		part := min(units, most)
		parts = append(parts, part)
		units -= part
	}
	return parts
}
