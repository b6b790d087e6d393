package vrp

// solution writes the plan out: visits at one place that follow one another become one stop.
func (s *solver) solution(left []int) Solution {
	var out Solution
	for v, route := range s.routes {
		if len(route) == 0 {
			continue
		}
		vehicle, m := s.Vehicles[v], s.Matrices[s.Vehicles[v].Matrix]
		r := Route{Vehicle: v}
		at, now := vehicle.Home, vehicle.ShiftStart
		for _, t := range route {
			sh := s.Shipments[t.shipment]
			place := sh.Pickup
			if t.delivery {
				place = sh.Delivery
			}
			if n := len(r.Stops); n == 0 || r.Stops[n-1].Place != place {
				now += m.Seconds[at][place]
				r.Stops = append(r.Stops, Stop{Place: place, Arrive: now, LegMetres: m.Metres[at][place]})
				r.Metres += m.Metres[at][place]
				now += StopSeconds
				at = place
			}
			stop := &r.Stops[len(r.Stops)-1]
			if t.delivery {
				stop.Deliveries = append(stop.Deliveries, t.shipment)
				stop.Late = max(stop.Late, now-StopSeconds-sh.Due)
				now += sh.Unloading
			} else {
				stop.Pickups = append(stop.Pickups, t.shipment)
				now += sh.Loading
			}
			stop.Depart = now
		}
		r.Metres += m.Metres[at][vehicle.Home]
		r.ReturnAt = now + m.Seconds[at][vehicle.Home]
		out.Routes = append(out.Routes, r)
	}
	for _, i := range left {
		out.Unserved = append(out.Unserved, Unserved{i, s.whyLeft(i)})
	}
	return out
}

// whyLeft names the constraint that kept a shipment out even of an empty vehicle; if none did, the vehicles are full.
func (s *solver) whyLeft(i int) string {
	reason := "SKILL"
	for v, vehicle := range s.Vehicles {
		if s.Shipments[i].Skills&^vehicle.Skills != 0 {
			continue
		}
		_, broken := s.cost(v, []task{{i, false}, {i, true}})
		if broken == "" {
			return "CAPACITY"
		}
		reason = broken
	}
	return reason
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
