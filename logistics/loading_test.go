package logistics_test

import (
	"fmt"
	"testing"

	"changping/internal/fault"
	"changping/logistics"

	"github.com/shopspring/decimal"
)

// loads sums what a trip carries, by line, and how much the waybills of the trip say was sent.
func (b *bundle) loads(trip int64) (riding map[int64]decimal.Decimal, sent decimal.Decimal) {
	b.t.Helper()
	_, loads, err := b.StopsOf(b.dispatcher, []int64{trip})
	if err != nil {
		b.t.Fatal(err)
	}
	riding = map[int64]decimal.Decimal{}
	for _, x := range loads {
		riding[x.AllocationLineID] = riding[x.AllocationLineID].Add(x.Quantity)
	}
	for _, w := range mustBills(b, trip) {
		lines, err := b.WaybillLinesOf(b.dispatcher, []int64{w.ID})
		if err != nil {
			b.t.Fatal(err)
		}
		for _, x := range lines {
			sent = sent.Add(x.Sent)
		}
	}
	return riding, sent
}

// held sums what is reserved at the sites that gave.
func (b *bundle) held() decimal.Decimal {
	b.t.Helper()
	var sum decimal.Decimal
	if err := b.Pool.QueryRow(b.system, `select coalesce(sum(quantity), 0) from reservation where state = 'LIVE'`).Scan(&sum); err != nil {
		b.t.Fatal(err)
	}
	return sum
}

// The carrier took only part: what stayed behind is reserved for another trip, or free again; the books hold either way, in a drill too.
func TestTheCarrierTookOnlyPart(t *testing.T) {
	for _, release := range []bool{false, true} {
		for _, drill := range []bool{false, true} {
			t.Run(fmt.Sprintf("release %v drill %v", release, drill), func(t *testing.T) {
				b := setup(t)
				incident := b.open(500, drill) // 3,000 bottles
				allocation := b.approve(incident)
				b.moreVehicles("3000")
				b.done(b.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: "plan-part-1", AllocationID: allocation}))
				trip := b.trips(incident)[0]
				riding, _ := b.loads(trip.ID)
				planned, line, told := decimal.Zero, int64(0), []logistics.LoadedLine(nil)
				for id, q := range riding {
					planned = planned.Add(q)
					if line == 0 || q.GreaterThan(riding[line]) {
						line = id
					}
				}
				if len(riding) < 2 {
					t.Fatalf("the first trip carries %v", riding)
				}
				for id := range riding { // 24 of one line, all but one box of another, the rest as planned
					if id != line {
						told = append(told, logistics.LoadedLine{LineID: id, Loaded: decimal.Zero, Reason: "NOT_READY", Note: "锁坏了", Release: release})
						break
					}
				}
				told = append(told, logistics.LoadedLine{LineID: line, Loaded: riding[line].Sub(d("24")), Reason: "NO_ROOM", Release: release})
				rest := riding[told[0].LineID].Add(d("24"))
				heldBefore := b.held()

				change := logistics.TripChange{RequestKey: "dispatch-part", TripID: trip.ID, Revision: trip.Revision, Loaded: told}
				if _, err := b.CancelTrip(b.dispatcher, change); !fault.IsCode(err, "LOADED") {
					t.Errorf("a cancelled trip loaded: %v", err)
				}
				b.done(b.DispatchTrip(b.dispatcher, change))
				if again, err := b.DispatchTrip(b.dispatcher, change); err != nil || !again.Replayed {
					t.Errorf("the same request again: %+v, %v", again, err)
				}
				after, sent := b.loads(trip.ID)
				if !sent.Equal(planned.Sub(rest)) || !after[line].Equal(riding[line].Sub(d("24"))) || after[told[0].LineID].IsPositive() {
					t.Errorf("planned %v, sent %s, on the trip %v; %s stayed behind", riding, sent, after, rest)
				}
				if left := b.trips(incident)[0]; !left.LoadKg.Equal(sent.Div(d("2"))) { // half a kilogram each
					t.Errorf("the trip weighs %s kg with %s bottles", left.LoadKg, sent)
				}
				short, err := b.ShortLoadsOf(b.dispatcher, []int64{trip.ID})
				if err != nil || len(short) != 2 || short[0].Released != release {
					t.Fatalf("short loads %+v, %v", short, err)
				}
				for _, s := range short {
					if s.AllocationLineID == line && (s.Reason != "NO_ROOM" || !s.Planned.Sub(s.Loaded).Equal(d("24"))) || s.AllocationLineID != line && (s.Note != "锁坏了" || !s.Loaded.IsZero()) {
						t.Errorf("short load %+v", s)
					}
				}

				// What is held still is what no trip has taken; the allocation is lowered only where the rest was let go.
				want := heldBefore.Sub(sent)
				allotted := d("3000")
				if release {
					want, allotted = want.Sub(rest), allotted.Sub(rest)
				}
				if drill {
					want = decimal.Zero
				}
				if held := b.held(); !held.Equal(want) {
					t.Errorf("%s is held, want %s", held, want)
				}
				rows, err := b.ProgressOf(b.dispatcher, incident)
				if err != nil {
					t.Fatal(err)
				}
				have := decimal.Zero
				for _, r := range rows {
					have = have.Add(r.Allotted)
				}
				if !have.Equal(allotted) {
					t.Errorf("%s is allotted, want %s", have, allotted)
				}
				_, err = b.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: "plan-part-2", AllocationID: allocation})
				if release {
					missing := decimal.Zero
					gaps, err := b.ShortfallsOf(b.dispatcher, allocation)
					if err != nil {
						t.Fatal(err)
					}
					for _, s := range gaps {
						missing = missing.Add(s.Quantity)
					}
					if !missing.Equal(rest) {
						t.Errorf("%s is short, %s was let go", missing, rest)
					}
					second := b.done(b.ProposeAllocation(b.dispatcher, logistics.Proposing{RequestKey: "propose-2", IncidentID: incident}))
					lines, err := b.LinesOf(b.dispatcher, second)
					if err != nil || len(lines) == 0 {
						t.Errorf("what was let go is not allotted anew: %v", err)
					}
					return
				}
				if err != nil {
					t.Fatalf("what stayed behind is planned for another trip: %v", err)
				}
				again := decimal.Zero
				for _, x := range b.trips(incident) {
					if x.State == "PLANNED" && x.ID > trip.ID {
						riding, _ := b.loads(x.ID)
						for _, q := range riding {
							again = again.Add(q)
						}
						b.done(b.DispatchTrip(b.dispatcher, logistics.TripChange{RequestKey: fmt.Sprint("dispatch-", x.ID), TripID: x.ID, Revision: x.Revision}))
					}
				}
				if again.LessThan(rest) {
					t.Errorf("%s rides later, %s stayed behind", again, rest)
				}
				for _, w := range mustAllBills(b) {
					b.done(b.ConfirmArrival(b.liaison, logistics.Arrival{RequestKey: fmt.Sprint("confirm-", w.ID), WaybillID: w.ID, SignedName: "Li"}))
				}
				if held := b.held(); !held.IsZero() {
					t.Errorf("%s is held though all has arrived", held)
				}
			})
		}
	}
}

func mustAllBills(b *bundle) []logistics.Waybill {
	b.t.Helper()
	bills, err := b.ListWaybills(logistics.WaybillFilter{InTransitOnly: true}).First(b.dispatcher, 50)
	if err != nil {
		b.t.Fatal(err)
	}
	return bills
}
