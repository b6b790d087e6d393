package vrp

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

// Options bound the search.
type Options struct {
	Seed       uint64
	Iterations int // rounds of ruin and recreate
}

// task is one visit of a route: a pick-up or a delivery of a shipment.
type task struct {
	shipment int
	delivery bool
}

type solver struct {
	*Problem
	rng    *rand.Rand
	routes [][]task // one per vehicle; empty: not used
	costs  []int64
}

// A second late weighs as much as 200 metres driven: relief before economy.
const metresPerSecondLate = 200

const impossible = math.MaxInt64

// Solve plans. A context that ends stops it with the best plan so far; it never answers a plan that breaks a constraint.
func Solve(ctx context.Context, p Problem, o Options) Solution {
	s := &solver{Problem: &p, rng: rand.New(rand.NewPCG(o.Seed, 1)), routes: make([][]task, len(p.Vehicles)), costs: make([]int64, len(p.Vehicles))}
	order := make([]int, len(p.Shipments))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := p.Shipments[a], p.Shipments[b]
		return cmp.Or(cmp.Compare(x.Due, y.Due), cmp.Compare(y.Size[0]+y.Size[1]/1000, x.Size[0]+x.Size[1]/1000))
	})
	left := s.insertAll(order)
	for range o.Iterations {
		if ctx.Err() != nil || len(p.Shipments) == 0 {
			break
		}
		before, beforeLeft := s.snapshot(), left
		removed := s.ruin()
		left = s.insertAll(append(slices.Clone(left), removed...))
		if worse(len(left), s.total(), len(beforeLeft), before.total()) {
			s.restore(before)
			left = beforeLeft
		}
	}
	return s.solution(left)
}

func worse(left int, cost int64, leftBefore int, costBefore int64) bool {
	return left > leftBefore || left == leftBefore && cost > costBefore
}

type saved struct {
	routes [][]task
	costs  []int64
}

func (s *solver) snapshot() saved { return saved{slices.Clone(s.routes), slices.Clone(s.costs)} }
func (s *solver) restore(v saved) { s.routes, s.costs = v.routes, v.costs }
func (s *solver) total() int64    { return sum(s.costs) }
func (v saved) total() int64      { return sum(v.costs) }

func sum(costs []int64) (t int64) {
	for _, c := range costs {
		t += c
	}
	return t
}

// ruin takes out either one whole route or the loads most like a random one: near in place, hence exchangeable.
func (s *solver) ruin() []int {
	if s.rng.IntN(8) == 0 {
		if v := s.rng.IntN(len(s.routes)); len(s.routes[v]) > 0 {
			removed := s.shipmentsOf(v)
			s.routes[v], s.costs[v] = nil, 0
			return removed
		}
	}
	seed := s.Shipments[s.rng.IntN(len(s.Shipments))]
	type near struct {
		shipment int
		metres   int64
	}
	var all []near
	m := s.Matrices[0].Metres
	for v := range s.routes {
		for _, i := range s.shipmentsOf(v) {
			x := s.Shipments[i]
			all = append(all, near{i, m[seed.Pickup][x.Pickup] + m[seed.Delivery][x.Delivery]})
		}
	}
	slices.SortFunc(all, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.metres, b.metres), cmp.Compare(a.shipment, b.shipment))
	})
	out := map[int]bool{}
	var removed []int
	for _, n := range all[:min(len(all), 2+s.rng.IntN(8))] {
		out[n.shipment] = true
		removed = append(removed, n.shipment)
	}
	for v, route := range s.routes {
		kept := slices.DeleteFunc(slices.Clone(route), func(t task) bool { return out[t.shipment] })
		if len(kept) != len(route) {
			s.routes[v] = kept
			s.costs[v], _ = s.cost(v, kept)
		}
	}
	s.rng.Shuffle(len(removed), func(i, j int) { removed[i], removed[j] = removed[j], removed[i] })
	return removed
}

func (s *solver) shipmentsOf(v int) (all []int) {
	for _, t := range s.routes[v] {
		if !t.delivery {
			all = append(all, t.shipment)
		}
	}
	return all
}

// insertAll puts each shipment at its cheapest place and gives those that fit nowhere.
func (s *solver) insertAll(shipments []int) (left []int) {
	for _, i := range shipments {
		bestDelta, bestVehicle := int64(impossible), -1
		var bestRoute []task
		tried := map[Vehicle]bool{} // of identical empty vehicles one will do
		for v, vehicle := range s.Vehicles {
			if s.Shipments[i].Skills&^vehicle.Skills != 0 {
				continue
			}
			if len(s.routes[v]) == 0 {
				same := vehicle
				same.ID = 0
				if tried[same] {
					continue
				}
				tried[same] = true
			}
			if route, cost := s.cheapest(v, i); cost != impossible && cost-s.costs[v] < bestDelta {
				bestDelta, bestVehicle, bestRoute = cost-s.costs[v], v, route
			}
		}
		if bestVehicle < 0 {
			left = append(left, i)
			continue
		}
		s.costs[bestVehicle] += bestDelta
		s.routes[bestVehicle] = bestRoute
	}
	return left
}

// cheapest tries the pick-up and the delivery of a shipment at every pair of positions of a route.
func (s *solver) cheapest(v, i int) (best []task, bestCost int64) {
	route, bestCost := s.routes[v], int64(impossible)
	try := make([]task, 0, len(route)+2)
	for p := 0; p <= len(route); p++ {
		for d := p; d <= len(route); d++ {
			try = append(append(append(append(append(try[:0], route[:p]...), task{i, false}), route[p:d]...), task{i, true}), route[d:]...)
			if cost, reason := s.cost(v, try); reason == "" && cost < bestCost {
				bestCost = cost
				best = append(best[:0], try...)
			}
		}
	}
	return slices.Clone(best), bestCost
}

// cost drives a route and gives its cost, or the first constraint that it breaks.
func (s *solver) cost(v int, route []task) (cost int64, broken string) {
	if len(route) == 0 {
		return 0, ""
	}
	vehicle, m := s.Vehicles[v], s.Matrices[s.Vehicles[v].Matrix]
	at, now, metres, late := vehicle.Home, vehicle.ShiftStart, int64(0), int64(0)
	var load [Dimensions]int64
	aboard := map[int]bool{}
	for k, t := range route {
		sh := s.Shipments[t.shipment]
		place := sh.Pickup
		if t.delivery {
			place = sh.Delivery
		}
		if k == 0 || place != at {
			now += m.Seconds[at][place] + StopSeconds
			metres += m.Metres[at][place]
		}
		at = place
		if t.delivery {
			late += max(0, now-StopSeconds-sh.Due)
			now += sh.Unloading
			delete(aboard, t.shipment)
			for d := range load {
				load[d] -= sh.Size[d]
			}
			continue
		}
		for other := range aboard {
			if s.Shipments[other].Class&sh.Clashes != 0 || s.Shipments[other].Clashes&sh.Class != 0 {
				return impossible, "CLASH"
			}
		}
		aboard[t.shipment] = true
		now += sh.Loading
		for d := range load {
			if load[d] += sh.Size[d]; load[d] > vehicle.Capacity[d] {
				return impossible, "CAPACITY"
			}
		}
	}
	if now+m.Seconds[at][vehicle.Home] > vehicle.ShiftEnd {
		return impossible, "SHIFT"
	}
	return vehicle.Fixed + metres + m.Metres[at][vehicle.Home] + late*metresPerSecondLate, ""
}
