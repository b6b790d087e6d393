package check_test

import (
	"context"
	"strings"
	"testing"

	"changping/logistics/vrp"
	"changping/logistics/vrp/check"
)

// yard makes a problem in which one vehicle of two has everything to do: two shipments from place 0, a single visit, and a task that
// nobody may do; with its plan.
func yard(t *testing.T) (vrp.Problem, vrp.Solution) {
	t.Helper()
	m := vrp.NewMatrix(4) // places on a line, ten minutes apart
	for i := range 4 {
		for j := range 4 {
			m.Seconds[i*4+j] = int32(600 * max(i-j, j-i))
			m.Metres[i*4+j] = 10 * m.Seconds[i*4+j]
		}
	}
	up := func() []vrp.Visit { return []vrp.Visit{{Place: 0, Service: 60, Stock: 1, Units: 5}} }
	p := vrp.Problem{Matrices: []vrp.Matrix{m}, Stocks: []int64{10}, Clashes: []uint64{0, 0},
		Vehicles: []vrp.Vehicle{{Skills: 1, Capacity: vrp.Size{10, 10, 10, 10}, ShiftEnd: 20_000, Breaks: []vrp.Break{{From: 1000, To: 3000, For: 300}}, Rest: vrp.Rest{After: 2500, For: 300}, Cost: vrp.Cost{Fixed: 10, Metre: 1, Duty: 1}}},
		Tasks: []vrp.Task{
			{Pickups: up(), Delivery: vrp.Visit{Place: 1, Service: 60, Windows: []vrp.Window{{From: 0, To: 5000}}}, Size: vrp.Size{5, 5, 5, 5}, Skills: 1, Class: 0},
			{Pickups: up(), Delivery: vrp.Visit{Place: 2, Service: 60, Setup: 30}, Size: vrp.Size{5, 5, 5, 5}, Class: 1, Due: 1, LateCost: 1},
			{Delivery: vrp.Visit{Place: 3}, Collected: vrp.Size{1}, Class: -1},
			{Delivery: vrp.Visit{Place: 3}, Skills: 2, Class: -1}}}
	s, err := vrp.Solve(context.Background(), p, vrp.Options{Seed: 1, Iterations: 200})
	if err != nil {
		t.Fatal(err)
	}
	if wrong := check.Plan(p, s); len(wrong) > 0 || len(s.Routes) != 1 || len(s.Unserved) != 1 || len(s.Routes[0].Calls) != 5 || len(s.Routes[0].Pauses) == 0 {
		t.Fatalf("the plan to spoil: %v, %+v", wrong, s)
	}
	return p, s
}

// Every constraint of the model is looked at: a plan that was right is not once the problem asks for more, or the answer says other than
// what is so.
func TestWhatBreaksAConstraintIsSeen(t *testing.T) {
	for want, spoil := range map[string]func(*vrp.Problem, *vrp.Solution){
		"aboard after":            func(p *vrp.Problem, _ *vrp.Solution) { p.Vehicles[0].Capacity[2] = 9 },
		"asks for skills":         func(p *vrp.Problem, _ *vrp.Solution) { p.Vehicles[0].Skills = 0 },
		"is for other vehicles":   func(p *vrp.Problem, _ *vrp.Solution) { p.Tasks[0].Vehicles = []int{7} },
		"outside its windows":     func(p *vrp.Problem, _ *vrp.Solution) { p.Tasks[0].Delivery.Windows = []vrp.Window{{From: 0, To: 500}} },
		"its shift is":            func(p *vrp.Problem, _ *vrp.Solution) { p.Vehicles[0].ShiftEnd = 3000 },
		"break 0 is not made":     func(p *vrp.Problem, _ *vrp.Solution) { p.Vehicles[0].Breaks[0].For = 1000 },
		"without a rest":          func(p *vrp.Problem, _ *vrp.Solution) { p.Vehicles[0].Rest.After = 500 },
		"ride together":           func(p *vrp.Problem, _ *vrp.Solution) { p.Clashes = []uint64{2, 0} },
		"lies behind other goods": func(p *vrp.Problem, _ *vrp.Solution) { p.Vehicles[0].LastInFirstOut = true },
		"taken from stock":        func(p *vrp.Problem, _ *vrp.Solution) { p.Stocks[0] = 9 },
		"stops, at most":          func(p *vrp.Problem, _ *vrp.Solution) { p.Vehicles[0].MaxStops = 3 },
		"visits, at most":         func(p *vrp.Problem, _ *vrp.Solution) { p.Vehicles[0].MaxVisits = 4 },
		"seconds out, at most":    func(p *vrp.Problem, _ *vrp.Solution) { p.Vehicles[0].MaxDuration = 100 },
		"seconds at the wheel":    func(p *vrp.Problem, _ *vrp.Solution) { p.Vehicles[0].MaxDriving = 100 },
		"metres, at most":         func(p *vrp.Problem, _ *vrp.Solution) { p.Vehicles[0].MaxMetres = 100 },
		"there is no way": func(p *vrp.Problem, _ *vrp.Solution) {
			p.Matrices[0].Seconds = []int32{0, -1, -1, -1, 600, 0, 600, 1200, 1200, 600, 0, 600, 1800, 1200, 600, 0}
		},
		"s and":                  func(p *vrp.Problem, _ *vrp.Solution) { p.Vehicles[0].Pace = 2 },
		"late, should be":        func(p *vrp.Problem, _ *vrp.Solution) { p.Tasks[1].Due = 100 },
		"cost":                   func(p *vrp.Problem, _ *vrp.Solution) { p.Vehicles[0].Cost.Fixed = 11 },
		"should be":              func(p *vrp.Problem, _ *vrp.Solution) { p.Tasks[1].Delivery.Setup = 31 },
		"stands 0 times":         func(p *vrp.Problem, s *vrp.Solution) { s.Unserved = nil },
		"left out for PRICE":     func(p *vrp.Problem, s *vrp.Solution) { s.Unserved[0].Reason = vrp.Pricey },
		"nothing in the problem": func(p *vrp.Problem, s *vrp.Solution) { p.Tasks[3].Skills, s.Unserved[0].Reason = 0, vrp.Loading },
		"frozen visit 0 is not": func(p *vrp.Problem, s *vrp.Solution) {
			p.Given = []vrp.Given{{Frozen: 1, Visits: []vrp.VisitRef{{Task: 2, Pickup: vrp.Delivered}}}}
		},
		"delivered and not aboard":    func(_ *vrp.Problem, s *vrp.Solution) { swap(s, 0, 4) },
		"which there is not":          func(_ *vrp.Problem, s *vrp.Solution) { s.Routes[0].Vehicle = 1 },
		"picked up and not delivered": func(_ *vrp.Problem, s *vrp.Solution) { cut(s) },
	} {
		p, s := yard(t)
		spoil(&p, &s)
		if wrong := strings.Join(check.Plan(p, s), "\n"); !strings.Contains(wrong, want) {
			t.Errorf("%q is not among what is wrong:\n%s", want, wrong)
		}
	}
}

func swap(s *vrp.Solution, i, j int) {
	calls := s.Routes[0].Calls
	calls[i].VisitRef, calls[j].VisitRef = calls[j].VisitRef, calls[i].VisitRef
}

// cut takes the deliveries off the route.
func cut(s *vrp.Solution) {
	r := &s.Routes[0]
	kept := r.Calls[:0]
	for _, c := range r.Calls {
		if c.Task != 1 || c.Pickup != vrp.Delivered {
			kept = append(kept, c)
		}
	}
	r.Calls = kept
}
