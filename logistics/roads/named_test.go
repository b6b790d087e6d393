package roads

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestRoadsAreFoundByTheirNames(t *testing.T) {
	t.Parallel()
	n := NewNetwork(extract(t, "liechtenstein-latest.osm.pbf"))
	if exact := n.Named(" BERGSTRASSE ", 10); len(exact) != 1 || exact[0].Name != "Bergstrasse" || exact[0].Metres < 5000 {
		t.Errorf("the road of exactly this name: %+v", exact)
	}
	some := n.Named("landstr", 10)
	if len(some) < 2 || some[0].Name != "Landstrasse" || !slices.IsSortedFunc(some, func(a, b NamedRoad) int { return int(b.Metres - a.Metres) }) {
		t.Errorf("the roads of these letters: %+v", some)
	}
	for _, r := range some {
		if !strings.Contains(strings.ToLower(r.Name), "landstr") {
			t.Errorf("%s does not hold the text", r.Name)
		}
	}
	if few := n.Named("strasse", 3); len(few) != 3 {
		t.Errorf("three at most: %+v", few)
	}
	for _, text := range []string{"", "  ", "No Such Road"} {
		if none := n.Named(text, 10); len(none) != 0 || len(n.Part(RoadPart{Name: text})) != 0 || len(n.Crossings(text)) != 0 {
			t.Errorf("%q: %+v", text, none)
		}
	}
	if met := n.Crossings("Bergstrasse"); !slices.Contains(met, "Landstrasse") || !slices.Contains(met, "Schlossstrasse") || slices.Contains(met, "Bergstrasse") || slices.Contains(met, "") {
		t.Errorf("Bergstrasse meets %q", met)
	}
}

// Between two roads lies what leads from the one to the other, whichever is named first: never what lies beyond either.
func TestAPartOfARoadLiesBetweenItsEnds(t *testing.T) {
	t.Parallel()
	n := NewNetwork(extract(t, "liechtenstein-latest.osm.pbf"))
	for _, name := range []string{"Bergstrasse", "Landstrasse", "Rheinstrasse"} {
		whole := n.part(RoadPart{Name: name})
		crossings := n.Crossings(name)
		parts := 0
		for i, from := range crossings {
			for _, to := range crossings[i+1:] {
				part := n.part(RoadPart{Name: name, From: from, To: to})
				if back := n.part(RoadPart{Name: name, From: to, To: from}); !slices.Equal(part, back) {
					t.Fatalf("%s from %s to %s is %v, and back %v", name, from, to, part, back)
				}
				if len(part) == 0 {
					continue
				}
				parts++
				starts, ends := n.junctionsOf(from), n.junctionsOf(to)
				touches := map[bool]bool{}
				for _, s := range part {
					if !slices.Contains(whole, s) {
						t.Fatalf("stretch %d of the part is none of %s", s, name)
					}
					for _, end := range n.bothEnds(s) {
						touches[true] = touches[true] || starts[end]
						touches[false] = touches[false] || ends[end]
					}
				}
				if !touches[true] || !touches[false] {
					t.Fatalf("%s from %s to %s begins or ends at neither", name, from, to)
				}
			}
		}
		if parts < len(crossings)/2 {
			t.Errorf("%s has %d parts between its %d crossings", name, parts, len(crossings))
		}
	}
	// The whole from its lower end to its upper is more than a part of it.
	metres := func(p RoadPart) (sum float64) {
		for _, s := range n.part(p) {
			sum += n.metres(s)
		}
		return sum
	}
	all, part := metres(RoadPart{Name: "Bergstrasse"}), metres(RoadPart{Name: "Bergstrasse", From: "Landstrasse", To: "Meierhofstrasse"})
	if part < 200 || part > all*0.9 {
		t.Errorf("%.0f m of %.0f m lie between", part, all)
	}
	box := Box{47.135, 9.52, 47.145, 9.54}
	within := n.part(RoadPart{Name: "Landstrasse", Within: &box})
	if few := len(within); few == 0 || few >= len(n.part(RoadPart{Name: "Landstrasse"})) {
		t.Errorf("%d pieces within the box", few)
	}
	for _, s := range within {
		if !slices.ContainsFunc(n.line(s), box.holds) {
			t.Errorf("stretch %d lies outside the box", s)
		}
	}
}

// Closed by its name, a road is closed on its pieces and on no other; on a map that does not know the name, on the piece under its point.
func TestARoadIsClosedByItsName(t *testing.T) {
	t.Parallel()
	n := NewNetwork(extract(t, "liechtenstein-latest.osm.pbf"))
	part := &RoadPart{Name: "Bergstrasse", From: "Landstrasse", To: "Schlossstrasse"}
	pieces := n.part(*part)
	closure := Closure{Road: part, Along: []Point{n.line(pieces[0])[0]}}
	if closed := n.closedBy(closure); !slices.Equal(closed, pieces) {
		t.Errorf("closed are %v, not %v", closed, pieces)
	}
	if err := n.Close([]Closure{closure}); err != nil {
		t.Fatal(err)
	}
	closed := n.closed.Load()
	for s := range n.stretches {
		if bars := closed.bars(uint32(s), time.Now().Unix(), closing); bars != slices.Contains(pieces, uint32(s)) {
			t.Fatalf("stretch %d: closed %v", s, bars)
		}
	}
	line := n.line(pieces[len(pieces)/2])
	middle, _ := Cut(line, 0.5)
	gone := Closure{Road: &RoadPart{Name: "Renamed since"}, Along: []Point{middle[len(middle)-1]}}
	if closed := n.closedBy(gone); !slices.Equal(closed, pieces[len(pieces)/2:len(pieces)/2+1]) {
		t.Errorf("of a road that the map does not know, %v is closed", closed)
	}
	if err := n.Close([]Closure{{Road: part, Area: []Point{{0, 0}, {0, 1}, {1, 1}}}}); err == nil {
		t.Error("a road and an area are one closure")
	}
}
