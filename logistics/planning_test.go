package logistics_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"changping/internal/fault"
	"changping/logistics"
	"changping/logistics/roads"
)

// meanwhile is travel that lets something happen between the reading of a plan and its writing.
type meanwhile struct {
	roads.Travel
	once *bool
	do   func()
}

func (m meanwhile) Matrix(ctx context.Context, points []roads.Point, trip roads.Trip) (roads.Matrix, error) {
	if !*m.once {
		*m.once = true
		m.do()
	}
	return m.Travel.Matrix(ctx, points, trip)
}

func (b *bundle) whilePlanning(do func()) *logistics.Logistics {
	once := false
	return logistics.New(b.Pool, meanwhile{roads.DefaultEstimate(), &once, do})
}

func (b *bundle) trips(incident int64) []logistics.Trip {
	b.t.Helper()
	trips, err := b.TripsOf(b.dispatcher, []int64{incident}, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return trips
}

func TestPlanningHoldsNoLock(t *testing.T) {
	b := setup(t)
	incident := b.open(1000, false)
	allocation := b.approve(incident)
	slow := b.whilePlanning(func() {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := b.Pool.Exec(ctx, `select 1 from allocation where id = $1 for update nowait`, allocation); err != nil {
			t.Errorf("the allocation is locked while its trips are planned: %v", err)
		}
	})
	b.done(slow.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: "plan-slow", AllocationID: allocation}))
	planned := len(b.trips(incident))
	if planned == 0 {
		t.Fatal("no trips")
	}
	again, err := b.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: "plan-slow", AllocationID: allocation})
	if err != nil || !again.Replayed || again.ID != allocation || len(b.trips(incident)) != planned {
		t.Errorf("the same request again: %+v, %v", again, err)
	}
	if _, err := b.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: "plan-again", AllocationID: allocation}); !fault.IsCode(err, "NOTHING_TO_CARRY") {
		t.Errorf("what is on trips already was planned again: %v", err)
	}
}

func TestAPlanMadeOfWhatHasChangedIsRefused(t *testing.T) {
	ways := map[string]func(l *logistics.Logistics, ctx context.Context, p logistics.Planning) error{
		"planned": func(l *logistics.Logistics, ctx context.Context, p logistics.Planning) error {
			_, err := l.PlanTrips(ctx, p)
			return err
		},
		"rehearsed": func(l *logistics.Logistics, ctx context.Context, p logistics.Planning) error {
			_, err := l.RehearseTrips(ctx, p)
			return err
		},
	}
	for name, change := range map[string]struct {
		do   func(b *bundle, incident, allocation int64)
		code string
	}{
		"another plan took the loads": {func(b *bundle, _, allocation int64) {
			b.done(b.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: "plan-first", AllocationID: allocation}))
		}, "STALE_REVISION"},
		"the allocation was cancelled": {func(b *bundle, _, allocation int64) {
			b.done(b.CancelAllocation(b.dispatcher, logistics.Cancelling{RequestKey: "cancel-meanwhile", AllocationID: allocation, Revision: 2}))
		}, "STATE"},
		"the incident was closed": {func(b *bundle, incident, _ int64) {
			b.done(b.CloseIncident(b.dispatcher, logistics.Closing{RequestKey: "close-meanwhile", IncidentID: incident, Revision: 1}))
		}, "INCIDENT_CLOSED"},
		"the vehicles went out of service": {func(b *bundle, _, _ int64) {
			if _, err := b.Pool.Exec(context.Background(), `update vehicle set in_service = false`); err != nil {
				b.t.Fatal(err)
			}
		}, "STALE_REVISION"},
	} {
		for way, plan := range ways {
			t.Run(way+" when "+name, func(t *testing.T) {
				b := setup(t)
				incident := b.open(1000, false)
				allocation := b.approve(incident)
				before := len(b.trips(incident))
				slow := b.whilePlanning(func() { change.do(b, incident, allocation); before = len(b.trips(incident)) })
				err := plan(slow, b.dispatcher, logistics.Planning{RequestKey: "plan-slow", AllocationID: allocation})
				if !fault.IsCode(err, change.code) {
					t.Errorf("%v, want %s", err, change.code)
				}
				if after := len(b.trips(incident)); after != before {
					t.Errorf("%d trips before, %d after the refusal", before, after)
				}
			})
		}
	}
}

// A search that the request's end cuts short writes nothing: its plan could not be made again.
func TestAPlanCutShortIsNotWritten(t *testing.T) {
	b := setup(t)
	incident := b.open(1000, false)
	allocation := b.approve(incident)
	ctx, cancel := context.WithCancel(b.dispatcher)
	slow := b.whilePlanning(cancel)
	if _, err := slow.PlanTrips(ctx, logistics.Planning{RequestKey: "plan-cut", AllocationID: allocation}); !errors.Is(err, context.Canceled) {
		t.Errorf("a plan cut short: %v", err)
	}
	if n := len(b.trips(incident)); n != 0 {
		t.Errorf("%d trips were written", n)
	}
}

// The same allocation planned again gives the same trips.
func TestAPlanCanBeMadeAgain(t *testing.T) {
	b := setup(t)
	incident := b.open(1000, false)
	allocation := b.approve(incident)
	plan := func(key string) (told []string) {
		b.done(b.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: key, AllocationID: allocation}))
		for _, trip := range b.trips(incident) {
			if trip.State != "PLANNED" {
				continue
			}
			stops, _, err := b.StopsOf(b.dispatcher, []int64{trip.ID})
			if err != nil {
				t.Fatal(err)
			}
			told = append(told, fmt.Sprintf("vehicle %d, %d stops, %d m, %s kg", trip.VehicleID, len(stops), trip.DistanceM, trip.LoadKg))
			b.done(b.CancelTrip(b.dispatcher, logistics.TripChange{RequestKey: fmt.Sprint("cancel-", trip.ID), TripID: trip.ID, Revision: trip.Revision}))
		}
		return told
	}
	if first, second := plan("plan-one"), plan("plan-two"); len(first) == 0 || fmt.Sprint(first) != fmt.Sprint(second) {
		t.Errorf("planned %v, then %v", first, second)
	}
}
