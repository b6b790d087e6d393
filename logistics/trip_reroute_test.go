package logistics_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"
	"time"

	"changping/internal/fault"
	"changping/logistics"
	"changping/logistics/roads"
)

// underWay plans the trips of an incident on real roads, sends the one with the longest leg, and moves its clock so that half of that
// leg is driven. It gives the trip and the index of the leg.
func (b *bundle) underWay(incident int64) (logistics.Trip, int) {
	b.t.Helper()
	b.done(b.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: "plan-under-way", AllocationID: b.approve(incident)}))
	trip, leg, longest := logistics.Trip{}, 0, 0
	for _, one := range b.planned(incident) {
		for i, s := range b.stops(one.ID) {
			if s.LegM > longest {
				trip, leg, longest = one, i, s.LegM
			}
		}
	}
	b.done(b.DispatchTrip(b.dispatcher, logistics.TripChange{RequestKey: "dispatch-under-way", TripID: trip.ID, Revision: trip.Revision}))
	b.driven(trip.ID, leg, 0.5)
	return b.trip(incident, trip.ID), leg
}

// driven moves the clock of a trip so that a share of a leg is driven by now.
func (b *bundle) driven(trip int64, leg int, share float64) {
	b.t.Helper()
	if _, err := b.Pool.Exec(b.system, `with late as (select (now() - coalesce(p.depart_at, t.depart_at)) - (s.arrive_at - coalesce(p.depart_at, t.depart_at)) * $3 as by
		  from trip t join trip_stop s on s.trip_id = t.id and s.seq = $2 left join trip_stop p on p.trip_id = t.id and p.seq = $2 - 1 where t.id = $1),
		moved as (update trip set depart_at = depart_at + late.by, return_at = return_at + late.by, dispatched_at = dispatched_at + late.by from late where id = $1)
		update trip_stop set arrive_at = arrive_at + late.by, depart_at = depart_at + late.by from late where trip_id = $1`, trip, leg+1, share); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bundle) trip(incident, id int64) logistics.Trip {
	b.t.Helper()
	for _, one := range b.trips(incident) {
		if one.ID == id {
			return one
		}
	}
	b.t.Fatal("no such trip")
	return logistics.Trip{}
}

func (b *bundle) barred(trip int64) (ids []int64) {
	b.t.Helper()
	on, err := b.ClosuresOnTrips(b.dispatcher, []int64{trip})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range on[trip] {
		ids = append(ids, c.ID)
	}
	return ids
}

// onlyRoad is the middle of the longest straight between two shares of a line: a place on that road and no other.
func onlyRoad(line []roads.Point, from, to float64) (middle roads.Point) {
	whole, gone, longest := length(line), 0.0, 0.0
	for i := 1; i < len(line); i++ {
		d := roads.GreatCircle(line[i-1], line[i])
		if gone += d; gone-d >= from*whole && gone <= to*whole && d > longest {
			longest, middle = d, roads.Point{Latitude: (line[i-1].Latitude + line[i].Latitude) / 2, Longitude: (line[i-1].Longitude + line[i].Longitude) / 2}
		}
	}
	return middle
}

// across is an area across the roads of a valley that runs north.
func across(at roads.Point) []roads.Point {
	return []roads.Point{{Latitude: at.Latitude - 1e-4, Longitude: at.Longitude - 0.006}, {Latitude: at.Latitude - 1e-4, Longitude: at.Longitude + 0.006}, {Latitude: at.Latitude + 1e-4, Longitude: at.Longitude + 0.006}, {Latitude: at.Latitude + 1e-4, Longitude: at.Longitude - 0.006}}
}

func length(line []roads.Point) (metres float64) {
	for i := 1; i < len(line); i++ {
		metres += roads.GreatCircle(line[i-1], line[i])
	}
	return metres
}

func TestATripUnderWayIsGivenAnotherWay(t *testing.T) {
	b := setup(t)
	b.onRealRoads()
	incident := b.open(400, false)
	trip, leg := b.underWay(incident)
	stops := b.stops(trip.ID)
	line := b.line(stops[leg])
	closeAt := func(name string, at ...roads.Point) int64 {
		t.Helper()
		return b.done(b.CloseRoad(b.dispatcher, logistics.NewRoadClosure{RequestKey: "close-" + name, Reason: "FLOODED", Shape: "ALONG", Points: at}))
	}
	closeAt("behind-it", onlyRoad(line, 0.02, 0.2))
	if on := b.barred(trip.ID); len(on) != 0 {
		t.Fatalf("what closes behind the trip bars it: %v", on)
	}
	closure := b.done(b.CloseRoad(b.dispatcher, logistics.NewRoadClosure{RequestKey: "close-before-it", Reason: "FLOODED", Shape: "AREA", Points: across(onlyRoad(line, 0.6, 0.9))}))
	if on := b.barred(trip.ID); len(on) != 1 || on[0] != closure {
		t.Fatalf("the trip is barred by %v, not by closure %d", on, closure)
	}

	change := logistics.TripChange{RequestKey: "reroute-trip", TripID: trip.ID, Revision: trip.Revision}
	stale := logistics.TripChange{RequestKey: "reroute-stale", TripID: trip.ID, Revision: trip.Revision + 1}
	if _, err := b.RerouteTrip(b.liaison, change); !fault.IsCode(err, "NOT_ALLOWED") {
		t.Errorf("a liaison officer reroutes: %v", err)
	}
	if _, err := b.RerouteTrip(b.dispatcher, stale); !fault.IsCode(err, "STALE_REVISION") {
		t.Errorf("a trip of another revision is rerouted: %v", err)
	}
	if _, err := b.RerouteTrip(b.dispatcher, logistics.TripChange{RequestKey: "reroute-nothing", TripID: 999_999, Revision: 1}); !fault.IsCode(err, "NOT_FOUND") {
		t.Errorf("no trip is rerouted: %v", err)
	}
	b.done(b.RerouteTrip(b.dispatcher, change))
	if again, err := b.RerouteTrip(b.dispatcher, change); err != nil || !again.Replayed {
		t.Errorf("sent twice: %+v, %v", again, err)
	}

	after, now := b.trip(incident, trip.ID), b.stops(trip.ID)
	if on := b.barred(trip.ID); len(on) != 0 {
		t.Errorf("rerouted, the trip is barred by %v", on)
	}
	if after.Revision != trip.Revision+1 || after.State != "DISPATCHED" || after.ReroutedAt == nil || !after.DepartAt.Equal(trip.DepartAt) || !after.LoadKg.Equal(trip.LoadKg) {
		t.Errorf("rerouted: %+v, before %+v", after, trip)
	}
	for i, s := range now {
		was := stops[i]
		switch {
		case s.ID != was.ID || s.SiteID != was.SiteID || (s.DueAt == nil) != (was.DueAt == nil):
			t.Errorf("stop %d is another: %+v, before %+v", i+1, s, was)
		case i < leg && (!s.ArriveAt.Equal(was.ArriveAt) || s.LegM != was.LegM || *s.LegLine != *was.LegLine):
			t.Errorf("stop %d lies behind and is changed: %+v, before %+v", i+1, s, was)
		case i == leg && (s.LegM <= was.LegM || !s.ArriveAt.After(was.ArriveAt)):
			t.Errorf("the way round is %d m, there at %s; the way was %d m, there at %s", s.LegM, s.ArriveAt, was.LegM, was.ArriveAt)
		case i > leg && (s.LegM > was.LegM+5 || !s.ArriveAt.After(was.ArriveAt)):
			t.Errorf("the way to stop %d is open: %+v, before %+v", i+1, s, was)
		}
		if s.DepartAt.Sub(s.ArriveAt) != was.DepartAt.Sub(was.ArriveAt) {
			t.Errorf("stop %d takes %s, before %s", i+1, s.DepartAt.Sub(s.ArriveAt), was.DepartAt.Sub(was.ArriveAt))
		}
	}
	round := b.line(now[leg])
	if long := length(round); math.Abs(long-float64(now[leg].LegM)) > 10+0.02*long {
		t.Errorf("the line of the leg is %.0f m long, the leg %d m", long, now[leg].LegM)
	}
	driven, _ := roads.Cut(line, 0.49)
	for i, p := range driven[:len(driven)-1] {
		if round[i] != p {
			t.Fatalf("what is driven is changed at point %d", i)
		}
	}
	legs := func(stops []logistics.TripStop) (metres int) {
		for _, s := range stops {
			metres += s.LegM
		}
		return metres
	}
	if home, was := after.DistanceM-legs(now), trip.DistanceM-legs(stops); math.Abs(float64(home-was)) > 5 || !after.ReturnAt.After(trip.ReturnAt) {
		t.Errorf("the way home is %d m, before %d m; back at %s, before %s", home, was, after.ReturnAt, trip.ReturnAt)
	}
	var detail []byte
	if err := b.Pool.QueryRow(b.system, `select detail from audit_entry where action = 'rerouteTrip' and object_id = $1`, trip.ID).Scan(&detail); err != nil {
		t.Fatal(err)
	}
	var told struct {
		Stops []struct {
			Stop, LegM, LegMBefore int
			ArriveAt, Before       time.Time
		}
	}
	if err := json.Unmarshal(detail, &told); err != nil || len(told.Stops) != len(stops)-leg || told.Stops[0].Stop != leg+1 || told.Stops[0].LegMBefore != stops[leg].LegM || told.Stops[0].LegM != now[leg].LegM || !told.Stops[0].Before.Equal(stops[leg].ArriveAt) {
		t.Errorf("the audit tells %s, %v", detail, err)
	}

	// While it goes round, the place where it turned stays where it was, and what lies behind it bars nothing.
	closeAt("where-it-was", onlyRoad(line, 0.02, 0.2))
	b.done(b.OpenRoad(b.dispatcher, logistics.RoadOpening{RequestKey: "open-again", ClosureID: closure}))
	// Open again, another rerouting takes it back.
	b.done(b.RerouteTrip(b.dispatcher, logistics.TripChange{RequestKey: "reroute-back", TripID: trip.ID, Revision: after.Revision}))
	back := b.stops(trip.ID)
	if math.Abs(float64(back[leg].LegM-stops[leg].LegM)) > 60 || back[leg].ArriveAt.Sub(stops[leg].ArriveAt).Abs() > time.Minute || length(b.line(back[leg])) > length(line)+60 {
		t.Errorf("open again, the leg is %d m to %s; it was %d m to %s", back[leg].LegM, back[leg].ArriveAt, stops[leg].LegM, stops[leg].ArriveAt)
	}
}

func TestATripThatCannotBeRerouted(t *testing.T) {
	b := setup(t)
	network := b.onRealRoads()
	incident := b.open(400, false)
	trip, _ := b.underWay(incident)
	stops := b.stops(trip.ID)
	reroute := func(revision int) error {
		_, err := b.RerouteTrip(b.dispatcher, logistics.TripChange{RequestKey: fmt.Sprint("reroute-", time.Now().UnixNano()), TripID: trip.ID, Revision: revision})
		return err
	}
	var end roads.Point
	if err := b.Pool.QueryRow(b.system, `select latitude::float8, longitude::float8 from site where id = $1`, stops[len(stops)-1].SiteID).Scan(&end.Latitude, &end.Longitude); err != nil {
		t.Fatal(err)
	}
	area := b.done(b.CloseRoad(b.dispatcher, logistics.NewRoadClosure{RequestKey: "close-round-it", Reason: "FLOODED", Shape: "AREA", Points: []roads.Point{
		{Latitude: end.Latitude - 1e-4, Longitude: end.Longitude - 1e-4}, {Latitude: end.Latitude - 1e-4, Longitude: end.Longitude + 1e-4}, {Latitude: end.Latitude + 1e-4, Longitude: end.Longitude}}}))
	if f := fault.As(reroute(trip.Revision)); f == nil || f.Code != "NO_WAY" || f.Facts["stop"] != fmt.Sprint(len(stops)) {
		t.Errorf("its last stop lies in a closed area: %+v", f)
	}
	b.done(b.OpenRoad(b.dispatcher, logistics.RoadOpening{RequestKey: "open-round-it", ClosureID: area}))
	b.Travel = roads.DefaultEstimate()
	if err := reroute(trip.Revision); !fault.IsCode(err, "NO_ROAD_GRAPH") {
		t.Errorf("rerouted by the estimate: %v", err)
	}
	b.Travel = network
	b.driven(trip.ID, len(stops)-1, 1.5)
	if err := reroute(trip.Revision); !fault.IsCode(err, "NOTHING_AHEAD") {
		t.Errorf("rerouted past its last stop: %v", err)
	}
	for i, s := range b.stops(trip.ID) {
		if s.LegM != stops[i].LegM || *s.LegLine != *stops[i].LegLine {
			t.Errorf("a refusal changed stop %d", i+1)
		}
	}
	if now := b.trip(incident, trip.ID); now.Revision != trip.Revision || now.ReroutedAt != nil {
		t.Errorf("a refusal changed the trip: %+v", now)
	}
	for _, w := range b.waybillsOf(trip.ID) {
		b.done(b.ConfirmArrival(b.liaison, logistics.Arrival{RequestKey: fmt.Sprint("confirm-", w.ID), WaybillID: w.ID, SignedName: "Li"}))
	}
	if err := reroute(b.trip(incident, trip.ID).Revision); !fault.IsCode(err, "STATE") {
		t.Errorf("a trip that has arrived is rerouted: %v", err)
	}
}

func (b *bundle) waybillsOf(trip int64) []logistics.Waybill {
	b.t.Helper()
	bills, err := b.ListWaybills(logistics.WaybillFilter{TripIDs: []int64{trip}}).First(b.dispatcher, 50)
	if err != nil {
		b.t.Fatal(err)
	}
	return bills
}
