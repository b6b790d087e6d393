package logistics_test

import (
	"fmt"
	"testing"

	"changping/internal/fault"
	"changping/logistics"
	"changping/logistics/roads"
)

// All roads to the town are closed but for vehicles on a green-lane pass: only those are planned, by the roads that are closed to others.
func TestVehiclesOnAPassGoThroughTheGreenLane(t *testing.T) {
	b := setup(t)
	b.onRealRoads()
	incident := b.open(400, false)
	allocation := b.approve(incident)
	fleet, err := b.ListVehicles(0).First(b.dispatcher, 10)
	if err != nil || len(fleet) != 2 {
		t.Fatal(fleet, err)
	}
	n := 0
	pass := func(c logistics.PassChange) error {
		n++
		c.RequestKey, c.IncidentID = fmt.Sprint("change-passes-", n), incident
		_, err := b.ChangeGreenLanePasses(b.dispatcher, c)
		return err
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	closure := b.done(b.CloseRoad(b.dispatcher, logistics.NewRoadClosure{RequestKey: "close-the-valley", Reason: "TRAFFIC_CONTROL", Shape: "AREA", PassesGo: true,
		Points: []roads.Point{{Latitude: 47.1880, Longitude: 9.40}, {Latitude: 47.1880, Longitude: 9.70}, {Latitude: 47.1900, Longitude: 9.70}, {Latitude: 47.1900, Longitude: 9.40}}}))
	plan := func(replaced ...logistics.ReplacedTrip) []logistics.Trip {
		t.Helper()
		n++
		b.done(b.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: fmt.Sprint("plan-the-lane-", n), AllocationID: allocation, Replaced: replaced}))
		return b.planned(incident)
	}
	unserved := func() int {
		t.Helper()
		left, err := b.UnservedOf(b.dispatcher, allocation)
		must(err)
		return len(left)
	}
	trips := plan()
	for _, trip := range trips {
		for _, stop := range b.stops(trip.ID) {
			if stop.SiteID == b.hall || stop.SiteID == b.school {
				if trip.GreenLane || len(b.line(stop)) == 0 {
					t.Errorf("trip %+v is on a pass that nobody gave", trip)
				}
			}
		}
	}
	if unserved() == 0 {
		t.Fatal("everything reaches the town though its roads are closed")
	}
	var replaced []logistics.ReplacedTrip
	for _, trip := range trips {
		replaced = append(replaced, logistics.ReplacedTrip{TripID: trip.ID, Revision: trip.Revision})
	}
	must(pass(logistics.PassChange{Given: []int64{fleet[1].ID}}))
	trips = plan(replaced...)
	if left := unserved(); left != 0 || len(trips) == 0 {
		t.Fatalf("with a pass, %d loads are on none of %d trips", left, len(trips))
	}
	through := 0
	for _, trip := range trips {
		if trip.GreenLane != (trip.VehicleID == fleet[1].ID) {
			t.Errorf("trip %+v; the pass is of vehicle %d", trip, fleet[1].ID)
		}
		for _, stop := range b.stops(trip.ID) {
			b.line(stop)
			if trip.GreenLane && (stop.SiteID == b.hall || stop.SiteID == b.school) {
				through++
			}
		}
		if on := b.barred(trip.ID); len(on) != 0 {
			t.Errorf("trip %s is barred by %v: it has a pass", trip.Number, on)
		}
	}
	if through == 0 {
		t.Error("no trip on a pass goes to the shelters")
	}

	// Withdrawn, the pass opens nothing.
	must(pass(logistics.PassChange{Withdrawn: []int64{fleet[1].ID}}))
	named := 0
	for _, trip := range trips {
		if on := b.barred(trip.ID); len(on) == 1 && on[0] == closure {
			named++
		}
	}
	if named == 0 {
		t.Error("the pass is withdrawn, and no trip is barred")
	}
	must(pass(logistics.PassChange{Withdrawn: []int64{fleet[1].ID}}))
	must(pass(logistics.PassChange{Given: []int64{fleet[0].ID, fleet[0].ID}}))
	must(pass(logistics.PassChange{Given: []int64{fleet[0].ID}}))
	if of, err := b.GreenLanePasses(b.dispatcher, []int64{incident}); err != nil || fmt.Sprint(of[incident]) != fmt.Sprint([]int64{fleet[0].ID}) {
		t.Errorf("passes of %v, %v", of, err)
	}
	if err := pass(logistics.PassChange{Given: []int64{fleet[0].ID}, Withdrawn: []int64{fleet[0].ID}}); !fault.IsCode(err, "PASS_BOTH") {
		t.Errorf("given and withdrawn at once: %v", err)
	}
	if err := pass(logistics.PassChange{Given: []int64{fleet[0].ID, 999_999}}); !fault.IsCode(err, "NOT_FOUND") {
		t.Errorf("a pass for no vehicle: %v", err)
	}
	if _, err := b.ChangeGreenLanePasses(b.liaison, logistics.PassChange{RequestKey: "pass-by-liaison", IncidentID: incident, Given: []int64{fleet[1].ID}}); !fault.IsCode(err, "NOT_ALLOWED") {
		t.Errorf("a liaison officer gives passes: %v", err)
	}
}
