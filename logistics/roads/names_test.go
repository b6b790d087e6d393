package roads

import (
	"slices"
	"testing"

	"github.com/paulmach/osm"
)

func TestRoadsAreCalledByNameAndNumber(t *testing.T) {
	for want, tags := range map[string]osm.Tags{
		"京沪高速 G2":        {{Key: "name", Value: "京沪高速"}, {Key: "ref", Value: "G2"}},
		"津静路":            {{Key: "name", Value: " 津静路 "}},
		"S6/X210":        {{Key: "ref", Value: "S6;X210"}},
		"G18":            {{Key: "name", Value: "G18"}, {Key: "ref", Value: "G18"}},
		"":               {{Key: "highway", Value: "residential"}},
		"荣乌高速 G18/G0112": {{Key: "name", Value: "荣乌高速"}, {Key: "ref", Value: "G18;G0112"}},
	} {
		if got := nameOf(tags); got != want {
			t.Errorf("%v: %q, want %q", tags, got, want)
		}
	}
}

func TestAClosureTellsTheNamesOfItsRoads(t *testing.T) {
	t.Parallel()
	n := NewNetwork(extract(t, "liechtenstein-latest.osm.pbf"))
	named := 0
	for s := range n.stretches {
		if n.name(uint32(s)) != "" {
			named++
		}
	}
	if n.About.Names < 500 || named < len(n.stretches)/4 {
		t.Errorf("%d names, of %d of %d stretches", n.About.Names, named, len(n.stretches))
	}
	// From Vaduz along the road through Schaan to Nendeln.
	along := Closure{Along: []Point{{47.1393, 9.5228}, {47.1650, 9.5087}, {47.1993, 9.5430}}}
	names := n.Names(along, 10)
	if len(names) < 3 || len(names) > 10 || slices.Contains(names, "") || !slices.ContainsFunc(names, func(name string) bool { return name == "Landstrasse" || name == "Feldkircher Strasse" }) {
		t.Errorf("the roads are called %q", names)
	}
	metres := func(name string) (sum float64) {
		for _, s := range n.closedBy(along) {
			if n.name(s) == name {
				for i, shape := 1, n.line(s); i < len(shape); i++ {
					sum += GreatCircle(shape[i-1], shape[i])
				}
			}
		}
		return sum
	}
	for i := 1; i < len(names); i++ {
		if metres(names[i]) > metres(names[i-1]) {
			t.Errorf("%s, of which %.0f m are closed, comes after %s with %.0f m", names[i], metres(names[i]), names[i-1], metres(names[i-1]))
		}
	}
	if few := n.Names(along, 2); !slices.Equal(few, names[:2]) {
		t.Errorf("of %q, two are %q", names, few)
	}
	if none := n.Names(Closure{Along: []Point{{0, 0}}}, 10); len(none) != 0 {
		t.Errorf("in the Gulf of Guinea the roads are called %q", none)
	}
}
