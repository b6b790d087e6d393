package logistics_test

import (
	"slices"
	"testing"

	"changping/internal/fault"
	"changping/logistics"
	"changping/logistics/roads"
)

// A road is closed by its name, whole or between two that meet it; what cannot be is refused in words, and a closure bars the trips that
// pass it and is opened again like any other.
func TestARoadIsClosedByItsName(t *testing.T) {
	b := setup(t)
	b.onRealRoads()
	incident := b.open(400, false)
	trip, leg := b.underWay(incident)
	// A named road on what the trip has still before it.
	_, ahead := roads.Cut(b.line(b.stops(trip.ID)[leg]), 0.6)
	names, err := b.RoadNames(b.dispatcher, logistics.RoadClosure{Shape: "ALONG", Points: []roads.Point{ahead[0], ahead[len(ahead)/2]}})
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	road := names[0]

	found, err := b.RoadsNamed(b.liaison, roads.RoadPart{Name: road})
	if err != nil || len(found) != 1 || found[0].Name != road || len(found[0].Pieces) == 0 {
		t.Fatalf("%s: %+v, %v", road, found, err)
	}
	if many, err := b.RoadsNamed(b.liaison, roads.RoadPart{Name: "strasse"}); err != nil || len(many) != 10 {
		t.Errorf("roads of these letters: %d, %v", len(many), err)
	}
	closeRoad := func(key string, part *roads.RoadPart, points ...roads.Point) (logistics.Done, error) {
		return b.CloseRoad(b.dispatcher, logistics.NewRoadClosure{RequestKey: "close-named-" + key, Reason: "FLOODED", Shape: "ROAD", Road: part, Points: points})
	}
	box := roads.Box{South: 10, West: 10, North: 11, East: 11}
	for _, c := range []struct {
		key, code string
		part      *roads.RoadPart
	}{
		{"nothing", "ROAD_NAME", nil},
		{"no-name", "ROAD_NAME", &roads.RoadPart{Name: "  "}},
		{"no-such", "NO_SUCH_ROAD", &roads.RoadPart{Name: "No Such Road"}},
		{"in-part", "NO_SUCH_ROAD", &roads.RoadPart{Name: "strass"}},
		{"one-end", "ROAD_ENDS", &roads.RoadPart{Name: "Bergstrasse", From: "Landstrasse"}},
		{"not-crossed", "ROAD_NOT_CROSSED", &roads.RoadPart{Name: "Bergstrasse", From: "Landstrasse", To: "Rheinstrasse"}},
		{"same-end", "NOT_BETWEEN", &roads.RoadPart{Name: "Bergstrasse", From: "Landstrasse", To: "Landstrasse"}},
		{"elsewhere", "NO_SUCH_ROAD", &roads.RoadPart{Name: "Bergstrasse", Within: &box}},
	} {
		if _, err := closeRoad(c.key, c.part); !fault.IsCode(err, c.code) {
			t.Errorf("%s: %v, want %s", c.key, err, c.code)
		}
		if c.part != nil && c.key != "in-part" {
			if _, err := b.RoadsNamed(b.liaison, *c.part); !fault.IsCode(err, c.code) {
				t.Errorf("looked for, %s: %v, want %s", c.key, err, c.code)
			}
		}
	}
	if _, err := closeRoad("with-points", &roads.RoadPart{Name: road}, ahead[0]); !fault.IsCode(err, "SHAPE") {
		t.Errorf("by its name and by points: %v", err)
	}
	if _, err := b.CloseRoad(b.dispatcher, logistics.NewRoadClosure{RequestKey: "close-named-along", Reason: "FLOODED", Shape: "ALONG", Points: ahead[:1], Road: &roads.RoadPart{Name: road}}); !fault.IsCode(err, "SHAPE") {
		t.Errorf("along points with a name: %v", err)
	}
	if on := b.barred(trip.ID); len(on) != 0 {
		t.Fatalf("a refusal closed something: %v", on)
	}

	closure := b.done(closeRoad("whole", &roads.RoadPart{Name: road}))
	if on := b.barred(trip.ID); !slices.Equal(on, []int64{closure}) {
		t.Errorf("%s bars %v", road, on)
	}
	rows, err := b.ListRoadClosures(logistics.RoadClosureFilter{IDs: []int64{closure}}).First(b.liaison, 1)
	if err != nil || len(rows) != 1 || rows[0].Road == nil || rows[0].Road.Name != road || len(rows[0].Points) != 1 {
		t.Fatalf("%+v, %v", rows, err)
	}
	if pieces := b.ClosedRoads(rows[0]); len(pieces) != len(found[0].Pieces) {
		t.Errorf("%d pieces are drawn, %d are found", len(pieces), len(found[0].Pieces))
	}
	if called, err := b.RoadNames(b.liaison, rows[0]); err != nil || !slices.Equal(called, []string{road}) {
		t.Errorf("it closes %q, %v", called, err)
	}
	b.done(b.OpenRoad(b.dispatcher, logistics.RoadOpening{RequestKey: "open-named", ClosureID: closure}))
	if on := b.barred(trip.ID); len(on) != 0 {
		t.Errorf("open again, %v bars", on)
	}
	part := b.done(closeRoad("part", &roads.RoadPart{Name: "bergstrasse", From: "landstrasse", To: "Schlossstrasse"}))
	if rows, err := b.ListRoadClosures(logistics.RoadClosureFilter{IDs: []int64{part}}).First(b.liaison, 1); err != nil || *rows[0].Road != (roads.RoadPart{Name: "Bergstrasse", From: "Landstrasse", To: "Schlossstrasse"}) {
		t.Errorf("kept as the map calls them: %+v, %v", rows[0].Road, err)
	}
	b.Travel = roads.DefaultEstimate()
	if _, err := closeRoad("estimate", &roads.RoadPart{Name: road}); !fault.IsCode(err, "NO_ROAD_GRAPH") {
		t.Errorf("by the estimate: %v", err)
	}
}

func TestAGraphWithoutNamesSaysSo(t *testing.T) {
	b := setup(t)
	network := b.onRealRoads()
	network.About.Names = 0
	if _, err := b.RoadsNamed(b.dispatcher, roads.RoadPart{Name: "Bergstrasse"}); !fault.IsCode(err, "NO_ROAD_NAMES") {
		t.Errorf("%v", err)
	}
}
