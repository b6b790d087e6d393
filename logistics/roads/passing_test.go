package roads

import (
	"testing"
	"time"
)

// A way is said to go through a closure exactly where the search would not have driven it with the closure in force; stored and
// read again, as trips keep it.
func TestWaysThroughAClosureAreTold(t *testing.T) {
	t.Parallel()
	n := NewNetwork(extract(t, "liechtenstein-latest.osm.pbf"))
	vaduz, schaan := Point{47.1393, 9.5228}, Point{47.1650, 9.5087}
	trip := Trip{Profile: Lorry, Departure: time.Date(2026, 7, 30, 20, 0, 0, 0, time.UTC)}
	ask := func() []Point {
		t.Helper()
		line, err := n.Line(t.Context(), vaduz, schaan, trip)
		if err != nil {
			t.Fatal(err)
		}
		kept, err := Decode(Encode(line.Points))
		if err != nil {
			t.Fatal(err)
		}
		return kept
	}
	free := ask()
	told, silent := 0, 0
	for i := 5; i < len(free)-5; i += 7 {
		for _, c := range []Closure{{Along: []Point{free[i]}}, {Area: []Point{{free[i].Latitude - 2e-4, free[i].Longitude - 3e-4}, {free[i].Latitude + 2e-4, free[i].Longitude - 3e-4}, {free[i].Latitude, free[i].Longitude + 3e-4}}}} {
			if err := n.Close([]Closure{c}); err != nil {
				t.Fatal(err)
			}
			round := ask()
			changed := Encode(round) != Encode(free)
			passes := Drives(free, n.Closes(c))
			if passes != changed {
				t.Errorf("closed at point %d: said to pass: %v, the search goes another way: %v", i, passes, changed)
			}
			if Drives(round, n.Closes(c)) {
				t.Errorf("closed at point %d: the way round it is said to pass it", i)
			}
			if passes {
				told++
			} else {
				silent++
			}
			if !Meets(free, c) {
				t.Errorf("closed at point %d: the shape alone does not tell it", i)
			}
		}
	}
	if told < 10 {
		t.Errorf("only %d closures bar the way", told)
	}
	if err := n.Close(nil); err != nil {
		t.Fatal(err)
	}
	far := Closure{Along: []Point{{47.2190, 9.5160}}}
	if Drives(free, n.Closes(far)) || Meets(free, far) || far.Holds(vaduz) {
		t.Error("a closure elsewhere is in the way")
	}
	if !(Closure{Area: []Point{{47.13, 9.51}, {47.13, 9.53}, {47.15, 9.53}, {47.15, 9.51}}}).Holds(vaduz) {
		t.Error("Vaduz is not in Vaduz")
	}
}

func TestRoadsOfABox(t *testing.T) {
	t.Parallel()
	n := NewNetwork(extract(t, "liechtenstein-latest.osm.pbf"))
	box := Box{47.13, 9.50, 47.17, 9.54}
	all := n.Within(box, 1_000_000)
	if len(all) < 300 || len(all) >= len(n.stretches) {
		t.Fatalf("%d roads of %d in the box", len(all), len(n.stretches))
	}
	few := n.Within(box, 100)
	if len(few) != 100 || Encode(few[99]) != Encode(all[99]) {
		t.Error("of more than asked for, not the fastest are given")
	}
	for name, outside := range map[string]Box{"elsewhere": {39, 116, 40, 118}, "upside down": {47.17, 9.54, 47.13, 9.50}} {
		if lines := n.Within(outside, 100); len(lines) != 0 {
			t.Errorf("%s: %d roads", name, len(lines))
		}
	}
	if whole := n.Within(Box{-90, -180, 90, 180}, 1_000_000); len(whole) < len(all) {
		t.Errorf("%d roads in the world, %d in Vaduz", len(whole), len(all))
	}
}
