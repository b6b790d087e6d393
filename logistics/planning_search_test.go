package logistics

import (
	"context"
	"reflect"
	"testing"
	"time"

	"changping/logistics/vrp"
)

// dispatch is a problem of so many shipments from three warehouses to places around, with ten hours for each.
func dispatch(tasks, vehicles int) vrp.Problem {
	const places = 12
	m := vrp.NewMatrix(places)
	for i := range places {
		for k := range places {
			away := int32((i-k)*(i-k)%13+1) * 3000
			if i != k {
				m.Metres[i*places+k], m.Seconds[i*places+k] = away, away/10
			}
		}
	}
	p := vrp.Problem{Matrices: []vrp.Matrix{m}}
	for v := range vehicles {
		p.Vehicles = append(p.Vehicles, vrp.Vehicle{ID: int64(v), Start: v % 3, End: v % 3, ShiftEnd: int64(fleetShift.Seconds()), Capacity: vrp.Size{int64(4+v%3*4) * 1_000_000, 30_000_000}, Cost: vrp.Cost{Fixed: 6000, Metre: 1}})
	}
	for t := range tasks {
		p.Tasks = append(p.Tasks, vrp.Task{ID: int64(t), Class: classOther, Size: vrp.Size{int64(1+t%4) * 900_000, 1_000_000}, Due: 35_000, LateCost: metresPerSecondLate,
			Pickups:  []vrp.Visit{{Place: t % 3, Service: 300, Setup: 300}},
			Delivery: vrp.Visit{Place: 3 + t%(places-3), Service: 300, Setup: 300}})
	}
	return p
}

func kept(t *testing.T, p vrp.Problem, s vrp.Solution) {
	t.Helper()
	if len(s.Unserved) > 0 {
		t.Errorf("%d of %d shipments are left out", len(s.Unserved), len(p.Tasks))
	}
	for _, r := range s.Routes {
		for _, c := range r.Calls {
			if c.Late > 0 {
				t.Errorf("shipment %d comes %d s after its mark", c.Task, c.Late)
			}
		}
	}
}

// The request's end near at hand cuts the search short: the plan of that moment takes everything and keeps every mark.
func TestAPlanCutShortKeepsTheMarks(t *testing.T) {
	p := dispatch(80, 30)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	cut, err := search(ctx, p, 1)
	if err != nil || !cut.Cancelled {
		t.Fatalf("cut short: %t, %v", cut.Cancelled, err)
	}
	kept(t, p, cut)
}

// A usual dispatch stops by itself, long before its bound, and the same plan comes of it again, with or without a request's end.
func TestAUsualSearchEndsByItself(t *testing.T) {
	p := dispatch(20, 10)
	first, err := search(t.Context(), p, 1)
	if err != nil {
		t.Fatal(err)
	}
	kept(t, p, first)
	if whole, err := vrp.Solve(t.Context(), p, vrp.Options{Seed: 1, Work: searchWork}); err != nil || whole.Iterations < 5*first.Iterations {
		t.Errorf("%d rounds, of %d that there is work for: %v", first.Iterations, whole.Iterations, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	if again, err := search(ctx, p, 1); err != nil || !reflect.DeepEqual(first, again) {
		t.Errorf("another plan came of it with time to spare: %v", err)
	}
}
