package vrp

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// drawProblem makes a random problem on a grid.
func drawProblem(t *rapid.T) Problem {
	n := rapid.IntRange(2, 10).Draw(t, "places")
	x, y := make([]int64, n), make([]int64, n)
	for i := range n {
		x[i], y[i] = rapid.Int64Range(0, 100).Draw(t, "x"), rapid.Int64Range(0, 100).Draw(t, "y")
	}
	m := Matrix{Seconds: make([][]int64, n), Metres: make([][]int64, n)}
	for i := range n {
		m.Seconds[i], m.Metres[i] = make([]int64, n), make([]int64, n)
		for j := range n {
			m.Metres[i][j] = 100 * (max(x[i]-x[j], x[j]-x[i]) + max(y[i]-y[j], y[j]-y[i]))
			m.Seconds[i][j] = m.Metres[i][j] / 8
		}
	}
	p := Problem{Matrices: []Matrix{m}}
	for i := range rapid.IntRange(1, 6).Draw(t, "vehicles") {
		p.Vehicles = append(p.Vehicles, Vehicle{ID: int64(i), Home: rapid.IntRange(0, n-1).Draw(t, "home"), Capacity: [2]int64{rapid.Int64Range(5, 30).Draw(t, "kg"), 20},
			Skills: uint64(rapid.IntRange(0, 3).Draw(t, "skills")), ShiftEnd: rapid.Int64Range(3000, 30000).Draw(t, "shift"), Fixed: 500})
	}
	for i := range rapid.IntRange(1, 20).Draw(t, "shipments") {
		p.Shipments = append(p.Shipments, Shipment{ID: int64(i), Pickup: rapid.IntRange(0, n-1).Draw(t, "from"), Delivery: rapid.IntRange(0, n-1).Draw(t, "to"),
			Size: [2]int64{rapid.Int64Range(1, 15).Draw(t, "size"), 2}, Skills: uint64(rapid.IntRange(0, 1).Draw(t, "need")), Class: 1 << (i % 2), Clashes: uint64(rapid.IntRange(0, 1).Draw(t, "clash")) << 1,
			Loading: 60, Unloading: 60, Due: rapid.Int64Range(1000, 20000).Draw(t, "due")})
	}
	return p
}

// broken drives every route of a plan by its own reckoning and tells the first constraint that it breaks.
func broken(p Problem, s Solution) string {
	served := map[int]int{}
	for _, r := range s.Routes {
		v, m := p.Vehicles[r.Vehicle], p.Matrices[p.Vehicles[r.Vehicle].Matrix]
		at, now, metres := v.Home, v.ShiftStart, int64(0)
		var kg, volume int64
		aboard := map[int]bool{}
		for _, stop := range r.Stops {
			now += m.Seconds[at][stop.Place]
			metres += m.Metres[at][stop.Place]
			at = stop.Place
			if stop.Arrive != now {
				return fmt.Sprintf("arrival %d, should be %d", stop.Arrive, now)
			}
			now += StopSeconds
			// At one stop the order of loading is the vehicle's business: what is delivered and picked up here may be sorted.
			for _, i := range stop.Deliveries {
				sh := p.Shipments[i]
				if sh.Delivery != at || !aboard[i] && sh.Pickup != at {
					return "delivered what was not aboard"
				}
				now += sh.Unloading
			}
			for _, i := range stop.Pickups {
				sh := p.Shipments[i]
				if sh.Pickup != at || sh.Skills&^v.Skills != 0 {
					return "picked up at the wrong place or without the skill"
				}
				served[i]++
				now += sh.Loading
			}
			for _, i := range stop.Deliveries {
				if aboard[i] {
					delete(aboard, i)
					kg, volume = kg-p.Shipments[i].Size[0], volume-p.Shipments[i].Size[1]
				}
			}
			for _, i := range stop.Pickups {
				if p.Shipments[i].Delivery == at && contains(stop.Deliveries, i) {
					continue
				}
				aboard[i] = true
				kg, volume = kg+p.Shipments[i].Size[0], volume+p.Shipments[i].Size[1]
			}
			if kg > v.Capacity[0] || volume > v.Capacity[1] {
				return "overloaded"
			}
			for a := range aboard {
				for b := range aboard {
					if p.Shipments[a].Clashes&p.Shipments[b].Class != 0 && a != b {
						return "goods that clash ride together"
					}
				}
			}
			if stop.Depart != now {
				return fmt.Sprintf("departure %d, should be %d", stop.Depart, now)
			}
		}
		if len(aboard) > 0 {
			return "goods left aboard"
		}
		if r.ReturnAt != now+m.Seconds[at][v.Home] || r.ReturnAt > v.ShiftEnd || r.Metres != metres+m.Metres[at][v.Home] {
			return "wrong sums, or out of shift"
		}
	}
	for _, u := range s.Unserved {
		served[u.Shipment]++
	}
	for i := range p.Shipments {
		if served[i] != 1 {
			return fmt.Sprintf("shipment %d stands %d times in the plan", i, served[i])
		}
	}
	return ""
}

func contains(list []int, i int) bool {
	for _, x := range list {
		if x == i {
			return true
		}
	}
	return false
}

func TestNoPlanBreaksAConstraint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		s := Solve(context.Background(), p, Options{Seed: 7, Iterations: 30})
		if why := broken(p, s); why != "" {
			t.Fatalf("%s: %+v", why, s)
		}
		if again := Solve(context.Background(), p, Options{Seed: 7, Iterations: 30}); !reflect.DeepEqual(s, again) {
			t.Fatal("the same seed gave another plan")
		}
	})
}

func TestSplitLosesNothing(t *testing.T) {
	vehicles := []Vehicle{{Capacity: [2]int64{100, 1000}}, {Capacity: [2]int64{1000, 50}, Skills: 1}}
	if got := Split(250, [2]int64{10, 10}, 0, vehicles); !reflect.DeepEqual(got[:2], []int64{10, 10}) || len(got) != 25 {
		t.Errorf("250 units in parts of %v", got)
	}
	if got := Split(3, [2]int64{10, 100}, 1, vehicles); got != nil {
		t.Errorf("units that fit no vehicle were split into %v", got)
	}
}
