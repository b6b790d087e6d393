package roads

import (
	"slices"
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
			passes := n.Follows(free, vaduz, schaan, trip, c)
			if passes != changed {
				t.Errorf("closed at point %d: said to pass: %v, the search goes another way: %v", i, passes, changed)
			}
			if n.Follows(round, vaduz, schaan, trip, c) {
				t.Errorf("closed at point %d: the way round it is said to pass it", i)
			}
			if passes {
				told++
			} else {
				silent++
			}
			if !Meets(free, vaduz, schaan, c) {
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
	if n.Follows(free, vaduz, schaan, trip, far) || Meets(free, vaduz, schaan, far) || far.Holds(vaduz) {
		t.Error("a closure elsewhere is in the way")
	}
	if !(Closure{Area: []Point{{47.13, 9.51}, {47.13, 9.53}, {47.15, 9.53}, {47.15, 9.51}}}).Holds(vaduz) {
		t.Error("Vaduz is not in Vaduz")
	}
}

// A place at the very end of a closed piece of road is still reached: the search and what is told of its way agree, whichever piece the
// place lies on.
func TestAPlaceOnAClosedRoadIsReachedAndItsWayIsNotSaidToPassIt(t *testing.T) {
	t.Parallel()
	n := NewNetwork(extract(t, "liechtenstein-latest.osm.pbf"))
	trip := Trip{Profile: Lorry, Departure: time.Date(2026, 7, 30, 20, 0, 0, 0, time.UTC)}
	m, _ := trip.mask()
	from := Point{47.1650, 9.5087}
	reached, whole := 0, 0
	for s := 0; s < len(n.stretches); s += 97 {
		shape := n.shape(uint32(s))
		for _, to := range []Point{shape[0].point(), shape[len(shape)/2].point(), shape[len(shape)-1].point()} {
			line, err := n.Line(t.Context(), from, to, trip)
			if err != nil {
				continue
			}
			on := n.snap(to, m).stretch
			at := n.line(on)
			c := Closure{Along: []Point{at[len(at)/2]}}
			if closed := n.closedBy(c); len(closed) != 1 || closed[0] != on {
				continue // the middle of a short piece may lie nearer to another
			}
			if err := n.Close([]Closure{c}); err != nil {
				t.Fatal(err)
			}
			again, err := n.Line(t.Context(), from, to, trip)
			if err := n.Close(nil); err != nil {
				t.Fatal(err)
			}
			if err != nil || Encode(again.Points) != Encode(line.Points) {
				continue // the place is reached another way, or no more
			}
			reached++
			way := grains(line.Points)
			if follows(way, []int{indexOf(way, grainOf(at[0]))}, grains(at)) {
				whole++
			}
			if n.Follows(line.Points, from, to, trip, c) {
				t.Errorf("the way to %v, which the closure leaves as it is, is said to pass it", to)
			}
		}
	}
	if reached < 20 || whole == 0 {
		t.Errorf("%d places on closed roads were reached, %d over the whole of the closed piece: the test shows nothing", reached, whole)
	}
}

func indexOf(way []grained, p grained) int { return max(0, slices.Index(way, p)) }

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
