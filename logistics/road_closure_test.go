package logistics_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"changping/internal/fault"
	"changping/logistics"
	"changping/logistics/roads"
)

// onRealRoads moves the district of the test to Liechtenstein, whose roads are a real network.
func (b *bundle) onRealRoads() *roads.Network {
	b.t.Helper()
	f, err := os.Open("../fixtures/roads/liechtenstein-latest.osm.pbf")
	if err != nil {
		b.t.Fatal(err)
	}
	defer f.Close()
	g, err := roads.Build(b.system, f, "Liechtenstein", nil)
	if err != nil {
		b.t.Fatal(err)
	}
	for code, at := range map[string][2]float64{"D1": {47.1393, 9.5228}, "E1": {47.1200, 9.5250}, "T1": {47.2100, 9.5240}, "S1": {47.2190, 9.5160}, "S2": {47.2150, 9.5290}, "H1": {47.1650, 9.5087}} {
		if _, err := b.Pool.Exec(b.system, `update site set latitude = $2, longitude = $3 where code = $1`, code, at[0], at[1]); err != nil {
			b.t.Fatal(err)
		}
	}
	network := roads.NewNetwork(g)
	b.Travel = network
	return network
}

func TestPlanningGoesRoundClosedRoads(t *testing.T) {
	b := setup(t)
	network := b.onRealRoads()
	allocation := b.approve(b.open(400, false))
	plan := func(key string) []logistics.Trip {
		t.Helper()
		b.done(b.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: key, AllocationID: allocation}))
		trips, err := b.ListTrips(logistics.TripFilter{OpenOnly: true}).First(b.dispatcher, 10)
		if err != nil {
			t.Fatal(err)
		}
		return trips
	}
	cancel := func(trips []logistics.Trip) {
		t.Helper()
		for _, trip := range trips {
			b.done(b.CancelTrip(b.dispatcher, logistics.TripChange{RequestKey: "cancel-" + trip.Number, TripID: trip.ID, Revision: trip.Revision}))
		}
	}
	driven := func(trips []logistics.Trip) (on time.Duration) {
		for _, trip := range trips {
			if trip.Estimated {
				t.Errorf("%s is marked as an estimate", trip.Number)
			}
			on += trip.ReturnAt.Sub(trip.DepartAt)
		}
		return on
	}
	open := plan("plan-open-1")
	if len(open) == 0 || driven(open) < 10*time.Minute {
		t.Fatalf("%d trips of %s", len(open), driven(open))
	}
	cancel(open)
	// The main road north of Vaduz is under water: the way round takes longer.
	way, err := network.Line(b.system, roads.Point{Latitude: 47.1393, Longitude: 9.5228}, roads.Point{Latitude: 47.1650, Longitude: 9.5087}, roads.Trip{Profile: roads.Lorry})
	if err != nil {
		t.Fatal(err)
	}
	m := way.Points[len(way.Points)/2]
	closure := b.done(b.CloseRoad(b.dispatcher, logistics.NewRoadClosure{RequestKey: "close-road-1", Reason: "FLOODED", Shape: "AREA", Points: []roads.Point{{Latitude: m.Latitude - 0.004, Longitude: m.Longitude - 0.004},
		{Latitude: m.Latitude - 0.004, Longitude: m.Longitude + 0.004}, {Latitude: m.Latitude + 0.004, Longitude: m.Longitude + 0.004}, {Latitude: m.Latitude + 0.004, Longitude: m.Longitude - 0.004}}}))
	round := plan("plan-round-1")
	if driven(round) <= driven(open) {
		t.Errorf("%s with the road closed, %s with it open", driven(round), driven(open))
	}
	cancel(round)
	// The shelters lie in water: nothing is planned to them, and it is said why.
	flooded := b.done(b.CloseRoad(b.dispatcher, logistics.NewRoadClosure{RequestKey: "close-road-2", Reason: "FLOODED", Shape: "AREA", Points: []roads.Point{{Latitude: 47.205, Longitude: 9.500}, {Latitude: 47.205, Longitude: 9.540}, {Latitude: 47.225, Longitude: 9.540}, {Latitude: 47.225, Longitude: 9.500}}}))
	if none := plan("plan-none-1"); len(none) != 0 {
		t.Errorf("%d trips to shelters that no road reaches", len(none))
	}
	for i, id := range []int64{closure, flooded} {
		b.done(b.OpenRoad(b.dispatcher, logistics.RoadOpening{RequestKey: []string{"open-road-1", "open-road-2"}[i], ClosureID: id}))
	}
	if again := plan("plan-again-1"); driven(again) != driven(open) {
		t.Errorf("%s when all is open again, %s before", driven(again), driven(open))
	}
	standing, err := b.ListRoadClosures(logistics.RoadClosureFilter{Standing: true}).First(b.keeper, 10)
	if err != nil || len(standing) != 0 {
		t.Errorf("%v stand, %v", standing, err)
	}
	all, err := b.ListRoadClosures(logistics.RoadClosureFilter{}).First(b.keeper, 10)
	if err != nil || len(all) != 2 || all[0].OpenedAt == nil || all[0].OpenedBy == nil || *all[0].OpenedBy != "dispatcher" {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestRoadClosureRefusals(t *testing.T) {
	b := setup(t)
	b.onRealRoads()
	vaduz, past := roads.Point{Latitude: 47.1393, Longitude: 9.5228}, time.Now().Add(-time.Hour)
	for name, c := range map[string]struct {
		n    logistics.NewRoadClosure
		code string
	}{
		"no reason":        {logistics.NewRoadClosure{Shape: "ALONG", Points: []roads.Point{vaduz}}, "REASON"},
		"no shape":         {logistics.NewRoadClosure{Reason: "WORKS", Points: []roads.Point{vaduz}}, "SHAPE"},
		"two corners":      {logistics.NewRoadClosure{Reason: "WORKS", Shape: "AREA", Points: []roads.Point{vaduz, vaduz}}, "CLOSURE_POINTS"},
		"over":             {logistics.NewRoadClosure{Reason: "WORKS", Shape: "ALONG", Points: []roads.Point{vaduz}, UntilAt: &past}, "CLOSURE_ENDED"},
		"not on the earth": {logistics.NewRoadClosure{Reason: "WORKS", Shape: "ALONG", Points: []roads.Point{{Latitude: 91}}}, "COORDINATES"},
		"not on a road":    {logistics.NewRoadClosure{Reason: "WORKS", Shape: "ALONG", Points: []roads.Point{vaduz, {Latitude: 39, Longitude: 117}}}, "NO_ROAD"},
		"no such incident": {logistics.NewRoadClosure{Reason: "WORKS", Shape: "ALONG", Points: []roads.Point{vaduz}, IncidentID: 99}, "NOT_FOUND"},
	} {
		c.n.RequestKey = "key-refusal-" + strings.ReplaceAll(name, " ", "-")
		if _, err := b.CloseRoad(b.dispatcher, c.n); !fault.IsCode(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	good := logistics.NewRoadClosure{RequestKey: "key-good", Reason: "WORKS", Shape: "ALONG", Points: []roads.Point{vaduz}}
	if _, err := b.CloseRoad(b.liaison, good); !fault.IsCode(err, "NOT_ALLOWED") {
		t.Errorf("a liaison officer closes roads: %v", err)
	}
	id := b.done(b.CloseRoad(b.dispatcher, good))
	if again, err := b.CloseRoad(b.dispatcher, good); err != nil || again.ID != id || !again.Replayed {
		t.Errorf("sent twice: %+v, %v", again, err)
	}
	b.done(b.OpenRoad(b.dispatcher, logistics.RoadOpening{RequestKey: "key-open", ClosureID: id}))
	if _, err := b.OpenRoad(b.dispatcher, logistics.RoadOpening{RequestKey: "key-open-2", ClosureID: id}); !fault.IsCode(err, "ALREADY_DONE") {
		t.Errorf("opened twice: %v", err)
	}
	if _, err := b.OpenRoad(b.dispatcher, logistics.RoadOpening{RequestKey: "key-open-3", ClosureID: id + 1}); !fault.IsCode(err, "NOT_FOUND") {
		t.Errorf("opened what is not: %v", err)
	}
}
