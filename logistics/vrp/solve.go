package vrp

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
)

// Options bound the search. Both are counted, not timed: the same problem and options give the same plan on any machine.
type Options struct {
	Seed       uint64
	Iterations int   // most rounds of ruin and recreate
	Tries      int64 // most pairs of positions that are tried before the last round begins; 0: no limit
}

type solver struct {
	*Problem
	rng    *rand.Rand
	routes []*route // one per vehicle; without tasks: not used
	tries  int64
}

// Solve plans; it never answers a plan that breaks a constraint. Where the context ends, it stops with the best plan so far:
// that plan is not to be used where plans must be reproducible.
func Solve(ctx context.Context, p Problem, o Options) Solution {
	s := &solver{Problem: &p, rng: rand.New(rand.NewPCG(o.Seed, 1)), routes: make([]*route, len(p.Vehicles))}
	for v := range s.routes {
		s.routes[v] = &route{}
	}
	order := make([]int, len(p.Shipments))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := p.Shipments[a], p.Shipments[b]
		return cmp.Or(cmp.Compare(x.Due, y.Due), cmp.Compare(y.Size[0]+y.Size[1]/1000, x.Size[0]+x.Size[1]/1000))
	})
	left := s.insertAll(ctx, order)
	for range o.Iterations {
		if ctx.Err() != nil || len(p.Shipments) == 0 || len(p.Vehicles) == 0 || o.Tries > 0 && s.tries >= o.Tries {
			break
		}
		before, beforeLeft := slices.Clone(s.routes), left
		removed := s.ruin()
		left = s.insertAll(ctx, append(slices.Clone(left), removed...))
		if len(left) > len(beforeLeft) || len(left) == len(beforeLeft) && total(s.routes) > total(before) {
			s.routes, left = before, beforeLeft
		}
	}
	return s.solution(left)
}

func total(routes []*route) (t int64) {
	for _, r := range routes {
		t += r.cost
	}
	return t
}

// ruin takes out either one whole route or the loads most like a random one: near in place, hence exchangeable.
func (s *solver) ruin() []int {
	if s.rng.IntN(8) == 0 {
		if v := s.rng.IntN(len(s.routes)); len(s.routes[v].tasks) > 0 {
			removed := s.routes[v].shipments()
			s.routes[v] = &route{}
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
	for _, r := range s.routes {
		for _, i := range r.shipments() {
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
	for v, r := range s.routes {
		kept := slices.DeleteFunc(slices.Clone(r.tasks), func(t task) bool { return out[t.shipment] })
		if len(kept) != len(r.tasks) {
			s.routes[v], _ = s.drive(v, kept)
		}
	}
	s.rng.Shuffle(len(removed), func(i, j int) { removed[i], removed[j] = removed[j], removed[i] })
	return removed
}

func (r *route) shipments() (all []int) {
	for _, t := range r.tasks {
		if !t.delivery {
			all = append(all, t.shipment)
		}
	}
	return all
}

// insertAll puts each shipment at its cheapest place and gives those that fit nowhere.
func (s *solver) insertAll(ctx context.Context, shipments []int) (left []int) {
	for k, i := range shipments {
		if ctx.Err() != nil {
			return append(left, shipments[k:]...)
		}
		best, bestVehicle := insertion{cost: impossible}, -1
		for v := range s.candidates() {
			at, tried, found := s.cheapest(v, s.routes[v], i)
			s.tries += tried
			if found && at.cost-s.routes[v].cost < best.cost {
				best, bestVehicle = insertion{at.pickup, at.delivery, at.cost - s.routes[v].cost}, v
			}
		}
		if bestVehicle < 0 {
			left = append(left, i)
			continue
		}
		s.routes[bestVehicle], _ = s.drive(bestVehicle, s.routes[bestVehicle].with(i, best))
	}
	return left
}

// candidates gives the vehicles worth trying: of identical empty ones the first will do.
func (s *solver) candidates() func(yield func(int) bool) {
	return func(yield func(int) bool) {
		tried := map[Vehicle]bool{}
		for v, vehicle := range s.Vehicles {
			if len(s.routes[v].tasks) == 0 {
				vehicle.ID = 0
				if tried[vehicle] {
					continue
				}
				tried[vehicle] = true
			}
			if !yield(v) {
				return
			}
		}
	}
}
