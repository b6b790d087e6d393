package logistics_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/logistics"
	"changping/logistics/roads"
)

// A trip is rerouted from where its driver says that he is, not from where he should be; who said so is kept, and a closure that he has
// passed bars him no more.
func TestATripIsReroutedFromWhereItsVehicleIs(t *testing.T) {
	b := setup(t)
	network := b.onRealRoads()
	incident := b.open(400, false)
	trip, leg := b.underWay(incident)
	stops := b.stops(trip.ID)
	line := b.line(stops[leg])
	told := func() []logistics.TripPosition {
		t.Helper()
		all, err := b.PositionsOf(b.dispatcher, []int64{trip.ID})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	reroute := func(revision int, p *logistics.Position) error {
		_, err := b.RerouteTrip(b.dispatcher, logistics.TripChange{RequestKey: fmt.Sprint("reroute-from-", time.Now().UnixNano()), TripID: trip.ID, Revision: revision, Position: p})
		return err
	}

	a := network.About
	for i, c := range []struct {
		name     string
		position logistics.Position
		code     string
	}{
		{"nowhere", logistics.Position{}, "POSITION"},
		{"at a point and at a stop", logistics.Position{At: &line[0], AtStop: 1}, "POSITION"},
		{"at a stop and before another", logistics.Position{AtStop: 1, NextStop: 2}, "POSITION"},
		{"north of the map", logistics.Position{At: &roads.Point{Latitude: a.North + 0.01, Longitude: a.West + 0.01}}, "OUTSIDE_MAP"},
		{"west of the map", logistics.Position{At: &roads.Point{Latitude: a.South + 0.01, Longitude: a.West - 0.01}}, "OUTSIDE_MAP"},
		{"the two mixed up", logistics.Position{At: &roads.Point{Latitude: 190, Longitude: 39}}, "COORDINATES"},
		{"a stop too many", logistics.Position{AtStop: len(stops) + 1}, "NO_STOP"},
		{"a stop below one", logistics.Position{At: &line[0], NextStop: -1}, "NO_STOP"},
	} {
		if err := reroute(trip.Revision, &c.position); !fault.IsCode(err, c.code) {
			t.Errorf("rerouted from %s: %v", c.name, err)
		}
		if _, err := b.TellPosition(b.dispatcher, logistics.PositionTold{RequestKey: fmt.Sprint("tell-case-", i), TripID: trip.ID, Position: c.position}); !fault.IsCode(err, c.code) {
			t.Errorf("told %s: %v", c.name, err)
		}
	}
	if now := b.trip(incident, trip.ID); now.Revision != trip.Revision || len(told()) != 0 {
		t.Fatalf("a refusal left something: %+v, %+v", now, told())
	}
	if err := reroute(trip.Revision+1, &logistics.Position{At: &line[0]}); !fault.IsCode(err, "STALE_REVISION") || len(told()) != 0 {
		t.Errorf("another revision: %v, %+v", err, told())
	}

	// By its plan half of the leg is driven. It has driven a tenth: the leg ends so much later, and what is closed before it bars it.
	behind, _ := roads.Cut(line, 0.1)
	at := behind[len(behind)-1]
	if err := reroute(trip.Revision, &logistics.Position{At: &at}); err != nil {
		t.Fatal(err)
	}
	slow := b.stops(trip.ID)
	if late := slow[leg].ArriveAt.Sub(stops[leg].ArriveAt); late < 30*time.Second || math.Abs(float64(slow[leg].LegM-stops[leg].LegM)) > 100 {
		t.Errorf("a vehicle that is late arrives %s later, over %d m; the way was %d m", late, slow[leg].LegM, stops[leg].LegM)
	}
	if all := told(); len(all) != 1 || all[0].ToldBy == nil || *all[0].ToldBy == "" || all[0].NextStop != leg+1 || all[0].AtStop != nil || math.Abs(all[0].At.Latitude-at.Latitude) > 1e-6 || time.Since(all[0].ToldAt) > time.Minute {
		t.Errorf("kept: %+v", all)
	}
	closure := b.done(b.CloseRoad(b.dispatcher, logistics.NewRoadClosure{RequestKey: "close-between", Reason: "FLOODED", Shape: "AREA", Points: across(onlyRoad(line, 0.15, 0.4))}))
	if on := b.barred(trip.ID); len(on) != 1 || on[0] != closure {
		t.Fatalf("the closure before the vehicle bars %v", on)
	}
	// It has driven nine tenths, said by whoever is its carrier; rerouted from there, the closure lies behind it.
	ahead, _ := roads.Cut(line, 0.9)
	at = ahead[len(ahead)-1]
	carrier := b.partner("Carrier", "K")
	b.done(b.TellPosition(carrier, logistics.PositionTold{RequestKey: "tell-by-carrier", TripID: trip.ID, Position: logistics.Position{At: &at, NextStop: leg + 1}}))
	if again, err := b.TellPosition(carrier, logistics.PositionTold{RequestKey: "tell-by-carrier", TripID: trip.ID, Position: logistics.Position{At: &at, NextStop: leg + 1}}); err != nil || !again.Replayed {
		t.Errorf("told twice: %+v, %v", again, err)
	}
	if all := told(); len(all) != 1 || *all[0].ToldBy != "Carrier" || math.Abs(all[0].At.Longitude-at.Longitude) > 1e-6 {
		t.Errorf("by the carrier: %+v", all)
	}
	if now := b.stops(trip.ID); !now[leg].ArriveAt.Equal(slow[leg].ArriveAt) {
		t.Errorf("telling changed the trip: %+v", now)
	}
	if err := reroute(b.trip(incident, trip.ID).Revision, &logistics.Position{At: &at}); err != nil {
		t.Fatal(err)
	}
	if on := b.barred(trip.ID); len(on) != 0 {
		t.Errorf("a closure behind the vehicle bars %v", on)
	}
	quick := b.stops(trip.ID)
	if !quick[leg].ArriveAt.Before(stops[leg].ArriveAt) || math.Abs(float64(quick[leg].LegM-stops[leg].LegM)) > 100 {
		t.Errorf("a vehicle that is early: %s over %d m, by the plan %s over %d m", quick[leg].ArriveAt, quick[leg].LegM, stops[leg].ArriveAt, stops[leg].LegM)
	}
	var audited int
	if err := b.Pool.QueryRow(b.system, `select count(*) from audit_entry where object_kind = 'trip' and object_id = $1 and action in ('tellTripPosition', 'rerouteTrip')`, trip.ID).Scan(&audited); err != nil || audited != 3 {
		t.Errorf("%d audit entries, %v; want one for each telling and rerouting", audited, err)
	}

	// Who may not: others' carriers see no such trip, keepers tell nothing.
	if _, err := b.TellPosition(b.liaison, logistics.PositionTold{RequestKey: "tell-liaison", TripID: trip.ID, Position: logistics.Position{AtStop: 1}}); !fault.IsCode(err, "NOT_ALLOWED") {
		t.Errorf("a liaison officer: %v", err)
	}
	if _, err := b.TellPosition(b.partner("Other", "E"), logistics.PositionTold{RequestKey: "tell-other", TripID: trip.ID, Position: logistics.Position{AtStop: 1}}); !fault.IsCode(err, "NOT_FOUND") {
		t.Errorf("another carrier: %v", err)
	}
	if _, err := b.CancelTrip(b.dispatcher, logistics.TripChange{RequestKey: "cancel-with", TripID: trip.ID, Revision: 1, Position: &logistics.Position{AtStop: 1}}); !fault.IsCode(err, "POSITION") {
		t.Errorf("cancelled with a position: %v", err)
	}
}

// partner is somebody at a partner's organisation.
func (b *bundle) partner(name, code string) context.Context {
	b.t.Helper()
	acc := access.New(b.Pool)
	id, err := acc.CreatePerson(b.system, access.NewPerson{Account: "partner-" + strings.ToLower(code), Name: name})
	if err != nil {
		b.t.Fatal(err)
	}
	var organisation int64
	if err := b.Pool.QueryRow(b.system, `select id from organisation where code = $1`, code).Scan(&organisation); err != nil {
		b.t.Fatal(err)
	}
	if err := acc.GrantPost(b.system, access.NewPost{PersonID: id, Role: access.Partner, OrganisationID: organisation}); err != nil {
		b.t.Fatal(err)
	}
	actor, err := acc.FindActor(b.system, "partner-"+strings.ToLower(code))
	if err != nil {
		b.t.Fatal(err)
	}
	return access.WithActor(context.Background(), actor)
}

// At a stop: what lies before it is reached, though by the plan the vehicle was still on its way there, and it leaves from there now.
func TestATripIsReroutedFromAStop(t *testing.T) {
	b := setup(t)
	b.onRealRoads()
	incident := b.open(400, false)
	trip, leg := b.underWay(incident)
	stops := b.stops(trip.ID)
	if len(stops) < 2 || leg == len(stops)-1 {
		b.driven(trip.ID, 0, 0.5)
		leg = 0
		stops = b.stops(trip.ID)
	}
	reroute := func(p logistics.Position) error {
		_, err := b.RerouteTrip(b.dispatcher, logistics.TripChange{RequestKey: fmt.Sprint("reroute-at-", time.Now().UnixNano()), TripID: trip.ID, Revision: b.trip(incident, trip.ID).Revision, Position: &p})
		return err
	}
	if err := reroute(logistics.Position{AtStop: leg + 1}); err != nil {
		t.Fatal(err)
	}
	now := b.stops(trip.ID)
	if time.Since(now[leg].ArriveAt) > time.Minute || now[leg].ArriveAt.After(time.Now().Add(time.Minute)) || !now[leg].ArriveAt.Before(stops[leg].ArriveAt) {
		t.Errorf("the stop that it is at was reached at %s; by the plan at %s", now[leg].ArriveAt, stops[leg].ArriveAt)
	}
	if drive, was := now[leg+1].ArriveAt.Sub(now[leg].DepartAt), stops[leg+1].ArriveAt.Sub(stops[leg].DepartAt); (drive-was).Abs() > 2*time.Minute || now[leg+1].LegM != stops[leg+1].LegM && math.Abs(float64(now[leg+1].LegM-stops[leg+1].LegM)) > 50 {
		t.Errorf("the next leg takes %s over %d m, by the plan %s over %d m", drive, now[leg+1].LegM, was, stops[leg+1].LegM)
	}
	closure := b.done(b.CloseRoad(b.dispatcher, logistics.NewRoadClosure{RequestKey: "close-behind-stop", Reason: "FLOODED", Shape: "ALONG", Points: []roads.Point{onlyRoad(b.line(now[leg]), 0.5, 0.95)}}))
	if on := b.barred(trip.ID); len(on) != 0 {
		t.Errorf("closure %d on the leg to the stop that it has reached bars %v", closure, on)
	}
	if err := reroute(logistics.Position{AtStop: len(stops)}); !fault.IsCode(err, "NOTHING_AHEAD") {
		t.Errorf("at its last stop: %v", err)
	}
	for _, w := range b.waybillsOf(trip.ID) {
		b.done(b.ConfirmArrival(b.liaison, logistics.Arrival{RequestKey: fmt.Sprint("confirm-at-", w.ID), WaybillID: w.ID, SignedName: "Li"}))
		if b.trip(incident, trip.ID).State == "DISPATCHED" {
			if err := reroute(logistics.Position{AtStop: 1}); !fault.IsCode(err, "STOP_BEHIND") {
				t.Errorf("at a stop behind what was signed for: %v", err)
			}
		}
	}
	if _, err := b.TellPosition(b.dispatcher, logistics.PositionTold{RequestKey: "tell-arrived", TripID: trip.ID, Position: logistics.Position{AtStop: 1}}); !fault.IsCode(err, "STATE") {
		t.Errorf("told of a trip that has arrived: %v", err)
	}
}
