package vrp

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawPlain makes a problem of windows and room, of single visits or shipments, or one with marks that makes it rich.
func drawPlain(t *rapid.T) *Problem {
	n := rapid.IntRange(2, 9).Draw(t, "places")
	m := NewMatrix(n)
	for i := range m.Seconds {
		if i%(n+1) != 0 {
			m.Seconds[i] = rapid.Int32Range(0, 60).Draw(t, "seconds")
			m.Metres[i] = rapid.Int32Range(0, 60).Draw(t, "metres")
		}
	}
	// Ways are the shortest there are: the search takes a detour to be one.
	for k := range n {
		for i := range n {
			for j := range n {
				m.Seconds[i*n+j] = min(m.Seconds[i*n+j], m.Seconds[i*n+k]+m.Seconds[k*n+j])
				m.Metres[i*n+j] = min(m.Metres[i*n+j], m.Metres[i*n+k]+m.Metres[k*n+j])
			}
		}
	}
	p := &Problem{Matrices: []Matrix{m}, Clashes: []uint64{2, 1}}
	for range rapid.IntRange(1, 3).Draw(t, "vehicles") {
		p.Vehicles = append(p.Vehicles, Vehicle{Capacity: Size{rapid.Int64Range(5, 30).Draw(t, "room")}, ShiftEnd: rapid.Int64Range(100, 1000).Draw(t, "shift"), Cost: Cost{Metre: 1, Fixed: rapid.Int64Range(0, 20).Draw(t, "fixed")}})
	}
	shipments, rich := rapid.Bool().Draw(t, "shipments"), rapid.Bool().Draw(t, "rich")
	both := rapid.Bool().Draw(t, "deliver and collect")
	visit := func() Visit {
		from := rapid.Int64Range(0, 300).Draw(t, "from")
		return Visit{Place: rapid.IntRange(0, n-1).Draw(t, "place"), Windows: []Window{{from, from + rapid.Int64Range(0, 600).Draw(t, "length")}}, Service: rapid.Int64Range(0, 20).Draw(t, "service")}
	}
	for range rapid.IntRange(1, 10).Draw(t, "tasks") {
		x := Task{Delivery: visit(), Size: Size{rapid.Int64Range(0, 10).Draw(t, "size")}, Class: -1}
		if shipments {
			x.Pickups = []Visit{visit()}
		} else if both {
			x.Collected = Size{rapid.Int64Range(0, 10).Draw(t, "collected")}
		}
		if rich {
			x.Class = rapid.IntRange(-1, 1).Draw(t, "class")
			x.Due, x.LateCost = rapid.Int64Range(0, 500).Draw(t, "due"), rapid.Int64Range(0, 5).Draw(t, "late cost")
		}
		p.Tasks = append(p.Tasks, x)
	}
	return p
}

// everywhere drives every route with a task at every position, and gives the least cost more.
func (w *walk) everywhere(t int32) int64 {
	c := w.c
	j := &c.jobs[t]
	best := int64(never)
	consider := func(r *route, nodes []int32) {
		if w.breaks(r, nodes) != 0 {
			return
		}
		m := r.kind.first()
		for _, n := range nodes {
			c.step(r.kind, &m, n)
		}
		cost, _ := c.finish(r.kind, &m, false)
		best = min(best, cost-r.cost)
	}
	for v := range w.routes {
		r := &w.routes[v]
		var nodes []int32
		for _, s := range r.stops[1 : len(r.stops)-1] {
			nodes = append(nodes, s.node)
		}
		for i := 0; i <= len(nodes); i++ {
			if len(j.pickups) == 0 {
				consider(r, slices.Insert(slices.Clone(nodes), i, j.delivery))
				continue
			}
			for k := i; k <= len(nodes); k++ {
				consider(r, slices.Insert(slices.Insert(slices.Clone(nodes), k, j.delivery), i, j.pickups[0]))
			}
		}
	}
	return best
}

// The quick search finds what driving every possible route in full finds, and a route's sums are those of a full drive.
func TestTheSpotFoundIsTheCheapestOfAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, err := compile(drawPlain(t))
		if err != nil {
			t.Fatal(err)
		}
		w := newWalk(c, 1)
		for i := range c.jobs {
			w.untilBlink = 1 << 60
			var at spot
			var r *route
			if c.plain {
				at, r = w.findPlain(int32(i))
			} else {
				at, r = w.findPlace(int32(i))
			}
			want := w.everywhere(int32(i))
			if (r != nil) != (want < never) || r != nil && at.cost != want {
				t.Fatalf("task %d: found %t at %d, the cheapest of all is %d", i, r != nil, at.cost, want)
			}
			if r == nil {
				continue
			}
			w.insert(int32(i), at, r)
			m := r.kind.first()
			for _, s := range r.stops[1 : len(r.stops)-1] {
				c.step(r.kind, &m, s.node)
			}
			if cost, broken := c.finish(r.kind, &m, false); cost != r.cost || broken != 0 {
				t.Fatalf("the route costs %d and is said to cost %d, broken %b", cost, r.cost, broken)
			}
		}
	})
}

// A round allocates nothing, whatever the problem has.
func TestRoundsAllocateNothing(t *testing.T) {
	for name, change := range map[string]func(*Problem){
		"plain":     func(*Problem) {},
		"shipments": func(p *Problem) { shipments(p) },
		"with marks": func(p *Problem) {
			shipments(p)
			for i := range p.Tasks {
				p.Tasks[i].Due, p.Tasks[i].LateCost = 100, 3
			}
			for i := range p.Vehicles {
				p.Vehicles[i].MaxStops, p.Vehicles[i].LastInFirstOut, p.Vehicles[i].Rest = 20, true, Rest{500, 100}
			}
		},
	} {
		p := Problem{Matrices: []Matrix{NewMatrix(30)}}
		for i := range p.Matrices[0].Seconds {
			p.Matrices[0].Seconds[i] = int32(i * 7919 % 101)
			p.Matrices[0].Metres[i] = p.Matrices[0].Seconds[i]
		}
		for range 10 {
			p.Vehicles = append(p.Vehicles, Vehicle{Capacity: Size{20}, ShiftEnd: 2000, Cost: Cost{Metre: 1}})
		}
		for i := range 29 {
			p.Tasks = append(p.Tasks, Task{Size: Size{int64(i%7 + 1)}, Class: -1, Delivery: Visit{Place: i + 1, Windows: []Window{{int64(i * 10), int64(i*10 + 500)}}, Service: 10}})
		}
		change(&p)
		c, err := compile(&p)
		if err != nil {
			t.Fatal(err)
		}
		s := newSearch(t.Context(), c, Options{Seed: 1}, 0)
		for range 3000 {
			s.round(20)
		}
		if n := testing.AllocsPerRun(2000, func() { s.round(20) }); n != 0 {
			t.Errorf("%s: %g allocations in a round", name, n)
		}
	}
}

func shipments(p *Problem) {
	for i := range p.Tasks {
		p.Tasks[i].Pickups = []Visit{{Place: (i + 11) % 30, Service: 5}}
	}
}
