package vrp

import (
	"reflect"
	"testing"
)

// A search with an ample budget breeds, keeps its books right, never does worse than a plan of its herd, and gives the same plan again;
// one with a tenth of it does not breed, nor one that is after the fewest vehicles.
func TestASearchWithAnAmpleBudgetBreeds(t *testing.T) {
	const places, visits = 7, 6
	p := Problem{Matrices: []Matrix{NewMatrix(places)}}
	at := func(i int) int { return i * 7919 % 101 }
	for i := range places {
		for k := range places {
			way := int32(max(at(i)-at(k), at(k)-at(i)))
			p.Matrices[0].Seconds[i*places+k], p.Matrices[0].Metres[i*places+k] = way, way
		}
	}
	for range 4 {
		p.Vehicles = append(p.Vehicles, Vehicle{Capacity: Size{20}, ShiftEnd: 2000, Cost: Cost{Metre: 1}})
	}
	for i := range visits {
		p.Tasks = append(p.Tasks, Task{Size: Size{int64(i%7 + 1)}, Class: -1, Delivery: Visit{Place: i + 1, Windows: []Window{{int64(i * 37 % 200), int64(i*37%200 + 150)}}, Service: 10}})
	}
	c, err := compile(&p)
	if err != nil {
		t.Fatal(err)
	}
	ample := Options{Seed: 3, Iterations: int64(1.2 * herdRounds * visits)}
	bred := func(o Options) int {
		s := newSearch(t.Context(), c, o, 0)
		for s.look() < 1 {
			s.round(s.temperature)
			if !s.herd.due(s.done) {
				continue
			}
			s.breed()
			if err := s.audit(); err != nil {
				t.Fatalf("after birth %d: %v", s.herd.births, err)
			}
			if s.herd.births > founders+1 && len(s.herd.plans) > 1 && len(s.herd.child.routes) == 0 {
				t.Fatalf("birth %d has nothing of its parents", s.herd.births)
			}
		}
		for _, h := range s.herd.plans {
			if h.cost < s.best.cost {
				t.Fatalf("a plan of the herd costs %d, the best %d", h.cost, s.best.cost)
			}
		}
		return s.herd.births
	}
	if n := bred(ample); n <= founders {
		t.Errorf("%d births", n)
	}
	few, fewest := ample, ample
	few.Iterations /= 10
	fewest.Fewest = true
	for _, o := range []Options{few, fewest} {
		if n := bred(o); n > 0 {
			t.Errorf("%+v: %d births", o, n)
		}
	}
	ample.Threads = 2
	first, err := Solve(t.Context(), p, ample)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Solve(t.Context(), p, ample); err != nil || !reflect.DeepEqual(first, again) {
		t.Fatalf("the same seed gave another plan, %v", err)
	}
}
