package logistics_test

import (
	"fmt"
	"strings"
	"testing"

	"changping/internal/fault"
	"changping/logistics"

	"github.com/shopspring/decimal"
)

// moreVehicles adds six vehicles like the first, and makes all of them carry so much.
func (b *bundle) moreVehicles(kg string) {
	b.t.Helper()
	for _, sql := range []string{`insert into vehicle (plate, carrier_id, type_code, home_site_id) select 'A' || n, carrier_id, type_code, home_site_id from vehicle, generate_series(3, 8) n where plate = 'A1'`,
		`update vehicle_type set capacity_kg = ` + kg} {
		if _, err := b.Pool.Exec(b.system, sql); err != nil {
			b.t.Fatal(err)
		}
	}
}

// sendOneTrip plans an allocation over vehicles so small that it takes several trips, and sends the first.
func (b *bundle) sendOneTrip(incident, allocation int64) (left logistics.Trip, stay []logistics.Trip) {
	b.t.Helper()
	b.moreVehicles("250")
	b.done(b.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: "plan-some", AllocationID: allocation}))
	trips := b.trips(incident)
	b.done(b.DispatchTrip(b.dispatcher, logistics.TripChange{RequestKey: "dispatch-first", TripID: trips[0].ID, Revision: trips[0].Revision}))
	return trips[0], trips[1:]
}

func (b *bundle) allocation(id int64) logistics.Allocation {
	b.t.Helper()
	all, err := b.AllocationsOf(b.dispatcher, nil, []int64{id})
	if err != nil || len(all) != 1 {
		b.t.Fatal(all, err)
	}
	return all[0]
}

// What has left stays as it is and is settled as ever; the rest is free, and is asked for again.
func TestCancellingLetsGoWhatWasNotSent(t *testing.T) {
	for _, drill := range []bool{false, true} {
		t.Run(fmt.Sprintf("drill %v", drill), func(t *testing.T) {
			b := setup(t)
			incident := b.open(1000, drill)
			allocation := b.approve(incident)
			trip, planned := b.sendOneTrip(incident, allocation)
			bills := mustBills(b, trip.ID)
			sent := decimal.Zero
			for _, w := range bills {
				lines, err := b.WaybillLinesOf(b.dispatcher, []int64{w.ID})
				if err != nil {
					t.Fatal(err)
				}
				for _, x := range lines {
					sent = sent.Add(x.Sent)
				}
			}
			if !sent.IsPositive() || !sent.LessThan(d("6000")) {
				t.Fatalf("the first trip took %s of 6000", sent)
			}
			b.done(b.CancelAllocation(b.dispatcher, logistics.Cancelling{RequestKey: "cancel-rest", AllocationID: allocation, Revision: 2}))

			b.expect(incident, fmt.Sprintf("asked 6000 allotted %s sent %s arrived 0 lost 0 late 0", sent, sent))
			if a := b.allocation(allocation); a.State != "APPROVED" || a.Revision != 3 {
				t.Errorf("after its cancellation: %+v", a)
			}
			for _, x := range b.trips(incident) {
				if want := map[bool]string{true: "DISPATCHED", false: "CANCELLED"}[x.ID == trip.ID]; x.State != want {
					t.Errorf("trip %s is %s, want %s", x.Number, x.State, want)
				}
			}
			if len(planned) == 0 {
				t.Error("no trip was left to cancel")
			}
			lines, err := b.LinesOf(b.dispatcher, allocation)
			if err != nil {
				t.Fatal(err)
			}
			kept, free := decimal.Zero, decimal.Zero
			for _, x := range lines {
				kept = kept.Add(x.Quantity)
			}
			for _, site := range []int64{b.depot, b.store, b.shop} {
				onHand, available, _ := strings.Cut(b.onHand(site), "/")
				if onHand != available {
					t.Errorf("site %d still holds goods back: %s on hand, %s available", site, onHand, available)
				}
				free = free.Add(d(available))
			}
			if want := map[bool]decimal.Decimal{false: d("7680").Sub(sent), true: d("7680")}[drill]; !kept.Equal(sent) || !free.Equal(want) {
				t.Errorf("the lines keep %s of %s sent; %s is free, want %s", kept, sent, free, want)
			}
			short, err := b.ShortfallsOf(b.dispatcher, allocation)
			if err != nil {
				t.Fatal(err)
			}
			missing := decimal.Zero
			for _, s := range short {
				missing = missing.Add(s.Quantity)
				if s.Reason != logistics.LetGo {
					t.Errorf("shortfall %+v", s)
				}
			}
			if !missing.Equal(d("6000").Sub(sent)) {
				t.Errorf("%s is short, want %s less %s", missing, "6000", sent)
			}

			// Nothing is left to cancel or to plan; what was released is allotted anew, and the trip arrives.
			if _, err := b.CancelAllocation(b.dispatcher, logistics.Cancelling{RequestKey: "cancel-again", AllocationID: allocation, Revision: 3}); !fault.IsCode(err, "ALREADY_SENT") {
				t.Errorf("cancelled again: %v", err)
			}
			if _, err := b.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: "plan-rest", AllocationID: allocation}); !fault.IsCode(err, "NOTHING_TO_CARRY") {
				t.Errorf("planned what was released: %v", err)
			}
			second := b.done(b.ProposeAllocation(b.dispatcher, logistics.Proposing{RequestKey: "propose-2", IncidentID: incident}))
			b.done(b.ApproveAllocation(b.dispatcher, logistics.Approval{RequestKey: "approve-2", AllocationID: second, Revision: 1}))
			for _, w := range bills {
				b.done(b.ConfirmArrival(b.liaison, logistics.Arrival{RequestKey: fmt.Sprint("confirm-", w.ID), WaybillID: w.ID, SignedName: "Li"}))
			}
			b.expect(incident, fmt.Sprintf("asked 6000 allotted 6000 sent %s arrived %s lost 0 late 0", sent, sent))
		})
	}
}

// A trip that is leaving while its allocation is cancelled has left, or is cancelled: never both.
func TestCancellingRacesWithALeavingTrip(t *testing.T) {
	b := setup(t)
	b.moreVehicles("3000")
	for round := range 6 {
		incident := b.done(b.OpenIncident(b.dispatcher, logistics.NewIncident{RequestKey: fmt.Sprint("open-round-", round), ScenarioCode: "RF", Level: "II", TownID: b.town, PeopleAffected: 100}))
		allocation := b.done(b.ProposeAllocation(b.dispatcher, logistics.Proposing{RequestKey: fmt.Sprint("propose-round-", round), IncidentID: incident}))
		b.done(b.ApproveAllocation(b.dispatcher, logistics.Approval{RequestKey: fmt.Sprint("approve-round-", round), AllocationID: allocation, Revision: 1}))
		b.done(b.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: fmt.Sprint("plan-round-", round), AllocationID: allocation}))
		trip := b.trips(incident)[0]
		leaving := make(chan error)
		go func() {
			_, err := b.DispatchTrip(b.dispatcher, logistics.TripChange{RequestKey: fmt.Sprint("dispatch-round-", round), TripID: trip.ID, Revision: trip.Revision})
			leaving <- err
		}()
		_, cancelled := b.CancelAllocation(b.dispatcher, logistics.Cancelling{RequestKey: fmt.Sprint("cancel-round-", round), AllocationID: allocation, Revision: 2})
		left := <-leaving
		state := b.trips(incident)[0].State
		switch {
		case left == nil && state == "DISPATCHED":
		case left != nil && cancelled == nil && state == "CANCELLED":
		default:
			t.Fatalf("left: %v, cancelled: %v, the trip is %s", left, cancelled, state)
		}
	}
}

func mustBills(b *bundle, trip int64) []logistics.Waybill {
	b.t.Helper()
	bills, err := b.ListWaybills(logistics.WaybillFilter{TripIDs: []int64{trip}}).First(b.dispatcher, 50)
	if err != nil {
		b.t.Fatal(err)
	}
	return bills
}

// Two proposals for the same needs may stand side by side; only one is approved.
func TestTheSameNeedIsNotAllottedTwice(t *testing.T) {
	b := setup(t)
	incident := b.open(300, false)
	first := b.done(b.ProposeAllocation(b.dispatcher, logistics.Proposing{RequestKey: "propose-1", IncidentID: incident}))
	second := b.done(b.ProposeAllocation(b.dispatcher, logistics.Proposing{RequestKey: "propose-2", IncidentID: incident}))
	errs := make(chan error)
	for _, id := range []int64{first, second} {
		go func() {
			_, err := b.ApproveAllocation(b.dispatcher, logistics.Approval{RequestKey: fmt.Sprint("approve-", id), AllocationID: id, Revision: 1})
			errs <- err
		}()
	}
	refused := 0
	for range 2 {
		if err := <-errs; fault.IsCode(err, "MORE_THAN_ASKED") {
			refused++
		} else if err != nil {
			t.Error(err)
		}
	}
	if refused != 1 {
		t.Errorf("%d of two approvals were refused", refused)
	}
	b.expect(incident, "asked 1800 allotted 1800 sent 0 arrived 0 lost 0 late 0")
}
