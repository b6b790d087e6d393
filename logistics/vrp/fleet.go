package vrp

import "math"

// fleetShare is the share of the budget that goes at most into using fewer vehicles, where these come before cost.
const fleetShare = 0.4

// beginFleet starts the search for a plan with fewer vehicles: a route is given up, and what was on it must find a place on the others.
func (s *search) beginFleet() {
	s.fleet = true
	s.temperature = math.Sqrt(s.hot * s.cold)
	s.fewestEver = s.c.leastVehicles()
}

// leastVehicles is how many of the largest vehicles it takes to have room for all that must be delivered or collected at all. Only
// where everything is on its vehicle from the start or to the end does that say anything.
func (c *compiled) leastVehicles() int {
	if c.pairs || len(c.kinds) == 0 {
		return 1
	}
	least := int64(1)
	for d := range c.dims {
		var room, deliver, collect int64
		for _, k := range c.kinds {
			room = max(room, k.Capacity[d])
		}
		for i := range c.jobs {
			if !c.jobs[i].optional {
				deliver, collect = deliver+c.jobs[i].size[d], collect+c.jobs[i].collected[d]
			}
		}
		if room > 0 {
			least = max(least, (deliver+room-1)/room, (collect+room-1)/room)
		}
	}
	return int(least)
}

// fleetRound is a round of that search. Plans are compared by how often what they leave over was left over before: what is hard to
// place gets its turn (absence counts).
func (s *search) fleetRound() {
	s.round(math.Sqrt(s.hot * s.cold))
	if s.missing > 0 {
		return
	}
	if len(s.used) <= s.fewestEver {
		s.endFleet()
		return
	}
	s.giveUpRoute()
}

// giveUpRoute takes a vehicle out of use: that whose visits were the easiest to place so far.
func (s *search) giveUpRoute() {
	least, at := int64(math.MaxInt64), int32(-1)
	for _, v := range s.used {
		r := &s.routes[v]
		if r.frozen > 0 {
			continue
		}
		sum := int64(0)
		for _, x := range r.stops[1 : len(r.stops)-1] {
			sum += s.absences[s.c.nodes[x.node].task]
		}
		if sum < least {
			least, at = sum, v
		}
	}
	if at < 0 {
		s.endFleet()
		return
	}
	s.most = len(s.used) - 1
	s.touched = s.touched[:0]
	r := &s.routes[at]
	s.removeBetween(r, 1, len(r.stops)-1, 0, 0)
	r.touched = false
}

// endFleet goes on from the best plan, with as many vehicles as it has.
func (s *search) endFleet() {
	s.fleet = false
	s.begun = s.done
	s.take(&s.best)
	if s.missing == 0 {
		s.most = len(s.used)
	} else {
		s.most = len(s.routes)
	}
}
