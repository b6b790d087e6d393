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

// The quick search finds what driving every possible route in full finds, and a route's sums are those of a full drive.
func TestCheapestIsTheCheapestOfAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		if rapid.Bool().Draw(t, "a road missing") {
			p.Matrices[0].Seconds[0][len(p.Matrices[0].Seconds)-1] = -1
		}
		r := &route{}
		for i := range p.Shipments {
			best, _, found := p.cheapest(0, r, i)
			want := insertion{cost: impossible}
			for pickup := 0; pickup <= len(r.tasks); pickup++ {
				for delivery := pickup; delivery <= len(r.tasks); delivery++ {
					at := insertion{pickup: pickup, delivery: delivery}
					driven, breaks := p.drive(0, r.with(i, at))
					if breaks == 0 && p.Shipments[i].Skills&^p.Vehicles[0].Skills == 0 && driven.cost < want.cost {
						want = insertion{pickup, delivery, driven.cost}
					}
				}
			}
			if best.cost != want.cost || found != (want.cost < impossible) || found && (best.pickup != want.pickup || best.delivery != want.delivery) {
				t.Fatalf("shipment %d into %v: %+v, want %+v", i, r.tasks, best, want)
			}
			if found {
				r, _ = p.drive(0, r.with(i, best))
			}
		}
	})
}

// One lorry of 10 stands at place 0 and may be out for an hour; place 1 is ten minutes away, place 2 cannot be reached. Each
// case tells why the last shipment stays behind.
func TestWhatKeepsAShipmentOutIsNamed(t *testing.T) {
	lorry := Vehicle{Capacity: [2]int64{10, 10}, Skills: 1, ShiftEnd: 3600}
	load := func(size int64) Shipment {
		return Shipment{Pickup: 0, Delivery: 1, Size: [2]int64{size, 1}, Class: 1, Due: 100_000}
	}
	with := func(s Shipment, change func(*Shipment)) Shipment { change(&s); return s }
	for name, c := range map[string]struct {
		shift     int64
		shipments []Shipment
		want      Reason
	}{
		"it must be kept cold and no vehicle can":     {3600, []Shipment{with(load(1), func(s *Shipment) { s.Skills = 2 })}, Skill},
		"too heavy for every vehicle":                 {3600, []Shipment{load(11)}, Capacity},
		"too bulky for every vehicle":                 {3600, []Shipment{with(load(1), func(s *Shipment) { s.Size[1] = 11 })}, Capacity},
		"too bulky, and cold besides":                 {3600, []Shipment{with(load(11), func(s *Shipment) { s.Skills = 2 })}, Skill},
		"the way there and back is longer than shift": {1000, []Shipment{load(1)}, Shift},
		"full, and no time for a second round":        {3000, []Shipment{load(10), load(10)}, Shift},
		"no time for a second round, and they clash":  {3000, []Shipment{load(5), with(load(5), func(s *Shipment) { s.Class, s.Clashes = 2, 1 })}, Clash},
		"no road leads there":                         {3600, []Shipment{with(load(1), func(s *Shipment) { s.Delivery = 2 })}, Unreachable},
		"late, but planned":                           {3600, []Shipment{with(load(1), func(s *Shipment) { s.Due = 1 })}, ""},
	} {
		vehicle := lorry
		vehicle.ShiftEnd = c.shift
		p := Problem{Matrices: []Matrix{{Seconds: [][]int64{{0, 600, -1}, {600, 0, -1}, {-1, -1, 0}}, Metres: [][]int64{{0, 5000, 0}, {5000, 0, 0}, {0, 0, 0}}}}, Vehicles: []Vehicle{vehicle}, Shipments: c.shipments}
		s := Solve(context.Background(), p, Options{Seed: 1, Iterations: 20})
		var got Reason
		if len(s.Unserved) > 0 {
			got = s.Unserved[0].Reason
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q; plan %+v", name, got, c.want, s)
		}
	}
}

func TestTheSearchIsBoundedByCountingNotByTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		o := Options{Seed: 3, Iterations: 1_000_000, Tries: rapid.Int64Range(1, 5000).Draw(t, "tries")}
		if a, b := Solve(context.Background(), p, o), Solve(context.Background(), p, o); !reflect.DeepEqual(a, b) {
			t.Fatal("the same budget gave another plan")
		}
	})
}
