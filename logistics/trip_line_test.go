package logistics_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"changping/internal/fault"
	"changping/logistics"
	"changping/logistics/roads"
)

func (b *bundle) stops(trip int64) []logistics.TripStop {
	b.t.Helper()
	stops, _, err := b.StopsOf(b.dispatcher, []int64{trip})
	if err != nil || len(stops) == 0 {
		b.t.Fatal("no stops", err)
	}
	return stops
}

func (b *bundle) planned(incident int64) (planned []logistics.Trip) {
	b.t.Helper()
	for _, trip := range b.trips(incident) {
		if trip.State == "PLANNED" {
			planned = append(planned, trip)
		}
	}
	return planned
}

// line reads the driven line of a leg.
func (b *bundle) line(stop logistics.TripStop) []roads.Point {
	b.t.Helper()
	if stop.LegLine == nil {
		b.t.Fatalf("stop %d has no line", stop.Seq)
	}
	line, err := roads.Decode(*stop.LegLine)
	if err != nil || len(line) < 2 {
		b.t.Fatal(line, err)
	}
	return line
}

func TestAPlannedTripKeepsTheLineOfEveryLeg(t *testing.T) {
	b := setup(t)
	b.onRealRoads()
	incident := b.open(400, false)
	allocation := b.approve(incident)
	b.done(b.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: "plan-lines", AllocationID: allocation}))
	at := map[int64]roads.Point{}
	rows, err := b.Pool.Query(b.system, `select id, latitude::float8, longitude::float8 from site`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var id int64
		var p roads.Point
		if err := rows.Scan(&id, &p.Latitude, &p.Longitude); err != nil {
			t.Fatal(err)
		}
		at[id] = p
	}
	legs := 0
	for _, trip := range b.planned(incident) {
		from := roads.Point{Latitude: 47.1650, Longitude: 9.5087} // the hub that every vehicle stands at
		for _, stop := range b.stops(trip.ID) {
			line := b.line(stop)
			to := at[stop.SiteID]
			if near := roads.GreatCircle(line[0], from) + roads.GreatCircle(line[len(line)-1], to); near > 3 {
				t.Errorf("the line of leg %d begins and ends %.0f m from its places", stop.Seq, near)
			}
			long := 0.0
			for i := 1; i < len(line); i++ {
				long += roads.GreatCircle(line[i-1], line[i])
			}
			if math.Abs(long-float64(stop.LegM)) > 5+0.02*long || long < roads.GreatCircle(from, to)-3 {
				t.Errorf("the line of leg %d is %.0f m long, the leg %d m", stop.Seq, long, stop.LegM)
			}
			if roads.GreatCircle(from, to) > 1000 && len(line) < 10 {
				t.Errorf("the line of leg %d has %d points: it follows no road", stop.Seq, len(line))
			}
			from = to
			legs++
		}
	}
	if legs < 2 {
		t.Errorf("only %d legs", legs)
	}
}

// lineless is a road network whose lines fail, or never come.
type lineless struct {
	roads.Travel
	line func(ctx context.Context) error
}

func (n lineless) Line(ctx context.Context, _, _ roads.Point, _ roads.Trip) (roads.Line, error) {
	return roads.Line{}, n.line(ctx)
}

func TestAPlanDoesNotFailForItsLines(t *testing.T) {
	for name, line := range map[string]func(context.Context) error{
		"no service": func(context.Context) error { return errors.New("the routing service does not answer") },
		"no way":     func(context.Context) error { return roads.ErrNoWay },
		"no end":     func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			network := b.onRealRoads()
			b.Travel = lineless{network, line}
			incident := b.open(400, false)
			plan := logistics.Planning{RequestKey: "plan-lineless", AllocationID: b.approve(incident)}
			b.done(b.PlanTrips(b.dispatcher, plan))
			trips := b.planned(incident)
			if len(trips) == 0 {
				t.Fatal("nothing is planned")
			}
			if stop := b.stops(trips[0].ID)[0]; stop.LegLine != nil {
				t.Errorf("a line out of nowhere: %s", *stop.LegLine)
			}
			// Asked for once more when the service answers again, the same plan has its lines.
			b.Travel = network
			if again, err := b.PlanTrips(b.dispatcher, plan); err != nil || !again.Replayed {
				t.Fatalf("%+v, %v", again, err)
			}
			b.line(b.stops(trips[0].ID)[0])
		})
	}
	t.Run("by the estimate", func(t *testing.T) {
		b := setup(t)
		incident := b.open(400, false)
		b.done(b.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: "plan-estimate", AllocationID: b.approve(incident)}))
		for _, trip := range b.planned(incident) {
			for _, stop := range b.stops(trip.ID) {
				if stop.LegLine != nil {
					t.Errorf("an estimate is kept as the way of leg %d", stop.Seq)
				}
			}
		}
	})
}

func TestATripOverAClosedRoadIsNamedAndPlannedAnew(t *testing.T) {
	b := setup(t)
	b.onRealRoads()
	incident := b.open(400, false)
	allocation := b.approve(incident)
	b.done(b.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: "plan-before", AllocationID: allocation}))
	trip := b.planned(incident)[0]
	barred := func(trips ...logistics.Trip) map[int64][]logistics.RoadClosure {
		t.Helper()
		var ids []int64
		for _, trip := range trips {
			ids = append(ids, trip.ID)
		}
		on, err := b.ClosuresOnTrips(b.dispatcher, ids)
		if err != nil {
			t.Fatal(err)
		}
		return on
	}
	if on := barred(trip); len(on) != 0 {
		t.Fatalf("nothing is closed, and the trip is barred by %+v", on)
	}
	// The longest leg is closed where it is half driven.
	var longest logistics.TripStop
	for _, stop := range b.stops(trip.ID) {
		if stop.LegM > longest.LegM {
			longest = stop
		}
	}
	line := b.line(longest)
	soon, later := trip.ReturnAt.Add(time.Hour), trip.ReturnAt.Add(2*time.Hour)
	b.done(b.CloseRoad(b.dispatcher, logistics.NewRoadClosure{RequestKey: "close-later", Reason: "WORKS", Shape: "ALONG", Points: []roads.Point{line[len(line)/2]}, FromAt: &soon, UntilAt: &later}))
	if on := barred(trip); len(on) != 0 {
		t.Errorf("a closure after the trip bars it: %+v", on)
	}
	closure := b.done(b.CloseRoad(b.dispatcher, logistics.NewRoadClosure{RequestKey: "close-now", Reason: "FLOODED", Shape: "ALONG", Points: []roads.Point{line[len(line)/2]}}))
	on := barred(trip)
	if len(on[trip.ID]) != 1 || on[trip.ID][0].ID != closure {
		t.Fatalf("the trip is barred by %+v, not by closure %d", on, closure)
	}
	if roads := b.ClosedRoads(on[trip.ID][0]); len(roads) == 0 {
		t.Error("the closure closes no road that could be drawn")
	}
	replace := logistics.Planning{RequestKey: "plan-instead", AllocationID: allocation, Replaced: []logistics.ReplacedTrip{{TripID: trip.ID, Revision: trip.Revision + 1}}}
	if _, err := b.PlanTrips(b.dispatcher, replace); !fault.IsCode(err, "STALE_REVISION") {
		t.Errorf("a trip of another revision is replaced: %v", err)
	}
	replace = logistics.Planning{RequestKey: "plan-instead-2", AllocationID: allocation, Replaced: []logistics.ReplacedTrip{{TripID: trip.ID, Revision: trip.Revision}}}
	b.done(b.PlanTrips(b.dispatcher, replace))
	after := b.planned(incident)
	if len(after) == 0 || after[0].ID == trip.ID {
		t.Fatalf("after planning anew: %+v", after)
	}
	if on := barred(after...); len(on) != 0 {
		t.Errorf("the new trips run into %+v", on)
	}
	for _, one := range b.trips(incident) {
		if one.ID == trip.ID && one.State != "CANCELLED" {
			t.Errorf("the old trip is %s", one.State)
		}
	}
	if again, err := b.PlanTrips(b.dispatcher, replace); err != nil || !again.Replayed || len(b.planned(incident)) != len(after) {
		t.Errorf("sent twice: %+v, %v", again, err)
	}
	kg := func(trips []logistics.Trip) (sum string) {
		total := d("0")
		for _, trip := range trips {
			total = total.Add(trip.LoadKg)
		}
		return total.String()
	}
	if kg(after) != kg([]logistics.Trip{trip}) {
		t.Errorf("%s kg before, %s kg after", kg([]logistics.Trip{trip}), kg(after))
	}
	// Under way, a trip is barred by what closes before it, and by a place it calls at within a closed area.
	for _, one := range after {
		b.done(b.DispatchTrip(b.dispatcher, logistics.TripChange{RequestKey: fmt.Sprint("dispatch-", one.ID), TripID: one.ID, Revision: one.Revision}))
	}
	stops := b.stops(after[0].ID)
	var end roads.Point
	if err := b.Pool.QueryRow(b.system, `select latitude::float8, longitude::float8 from site where id = $1`, stops[len(stops)-1].SiteID).Scan(&end.Latitude, &end.Longitude); err != nil {
		t.Fatal(err)
	}
	area := b.done(b.CloseRoad(b.dispatcher, logistics.NewRoadClosure{RequestKey: "close-round-it", Reason: "FLOODED", Shape: "AREA", Points: []roads.Point{
		{Latitude: end.Latitude - 1e-4, Longitude: end.Longitude - 1e-4}, {Latitude: end.Latitude - 1e-4, Longitude: end.Longitude + 1e-4}, {Latitude: end.Latitude + 1e-4, Longitude: end.Longitude}}}))
	if on := barred(after[0])[after[0].ID]; len(on) != 1 || on[0].ID != area {
		t.Errorf("under way, the trip is barred by %+v, not by area %d round its last stop", on, area)
	}
	if _, err := b.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: "plan-under-way", AllocationID: allocation, Replaced: []logistics.ReplacedTrip{{TripID: after[0].ID, Revision: after[0].Revision + 1}}}); !fault.IsCode(err, "STATE") && !fault.IsCode(err, "STALE_REVISION") {
		t.Errorf("a trip under way is planned anew: %v", err)
	}
	b.done(b.OpenRoad(b.dispatcher, logistics.RoadOpening{RequestKey: "open-area", ClosureID: area}))
	if on := barred(after...); len(on) != 0 {
		t.Errorf("all is open, and trips are barred by %+v", on)
	}
}

// A place at the far end of a closed piece of road is still reached: its trip is not named for it, since planning anew could change
// nothing.
func TestAStopOnAClosedRoadBarsNoTrip(t *testing.T) {
	b := setup(t)
	network := b.onRealRoads()
	end := roads.Point{Latitude: 47.2440957, Longitude: 9.5308963} // of a road without another way out
	if _, err := b.Pool.Exec(b.system, `update site set latitude = $1, longitude = $2 where code in ('S1', 'S2')`, end.Latitude, end.Longitude); err != nil {
		t.Fatal(err)
	}
	incident := b.open(400, false)
	b.done(b.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: "plan-open", AllocationID: b.approve(incident)}))
	closure := roads.Closure{Along: []roads.Point{end}}
	pieces := network.Closes(closure)
	whole := false
	for _, trip := range b.planned(incident) {
		for _, stop := range b.stops(trip.ID) {
			line := b.line(stop)
			whole = whole || roads.GreatCircle(line[len(line)-1], end) < 3 && len(pieces) == 1 && length(line) > length(pieces[0]) && passes(line, pieces[0])
		}
	}
	if !whole {
		t.Fatal("no way ends with the whole of the closed piece of road")
	}
	b.done(b.CloseRoad(b.dispatcher, logistics.NewRoadClosure{RequestKey: "close-its-road", Reason: "FLOODED", Shape: "ALONG", Points: closure.Along}))
	for _, trip := range b.planned(incident) {
		if on := b.barred(trip.ID); len(on) != 0 {
			t.Errorf("trip %s is barred by %v, and planned anew it would drive the same way", trip.Number, on)
		}
	}
}

// passes tells whether a line passes every point of a piece.
func passes(line, piece []roads.Point) bool {
	return !slices.ContainsFunc(piece, func(p roads.Point) bool {
		return !slices.ContainsFunc(line, func(q roads.Point) bool { return roads.GreatCircle(p, q) < 2 })
	})
}
