package logistics_test

import (
	"testing"

	"changping/internal/fault"
	"changping/inventory"
	"changping/logistics"
)

// What a dispatcher adds by hand obeys the rules of what is proposed; every line at fault is told, and nothing is changed.
func TestEditingObeysTheRulesOfProposing(t *testing.T) {
	b := setup(t)
	incident := b.open(1000, false)
	allocation := b.done(b.ProposeAllocation(b.dispatcher, logistics.Proposing{RequestKey: "propose-1", IncidentID: incident}))
	lines, err := b.LinesOf(b.dispatcher, allocation)
	if err != nil {
		t.Fatal(err)
	}
	var depotLine logistics.Line
	for _, x := range lines {
		if x.FromSiteID == b.depot {
			depotLine = x
		}
	}
	bring := func(lot, purpose, quality, expiry string) logistics.LineAddition {
		t.Helper()
		reserve, err := b.inv.EnsureReserve(b.system, inventory.Reserve{OwnerID: b.town, Source: "SOCIAL", Tier: "TOWN", Custody: "DEDICATED", Purpose: purpose})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.inv.Receive(b.system, inventory.Receipt{SiteID: b.store, Reason: "DONATION", Lines: []inventory.ReceiptLine{{ItemID: b.water, Quantity: d("240"), LotNo: lot, ReserveID: reserve}}}); err != nil {
			t.Fatal(err)
		}
		a := logistics.LineAddition{NeedID: depotLine.NeedID, FromSiteID: b.store, ReserveID: reserve, Quantity: d("24")}
		if err := b.Pool.QueryRow(b.system, `update lot set quality = $2, expires_on = nullif($3, '')::date where lot_no = $1 returning id`, lot, quality, expiry).Scan(&a.LotID); err != nil {
			t.Fatal(err)
		}
		return a
	}
	good, locked, held, stale := bring("OK", "", "GOOD", ""), bring("GIFT", "for the school", "GOOD", ""), bring("HELD", "", "ON_HOLD", ""), bring("OLD", "", "GOOD", "2020-01-01")
	broken := good
	broken.Quantity = d("25")
	_, err = b.EditAllocation(b.dispatcher, logistics.Editing{RequestKey: "edit-bad", AllocationID: allocation, Revision: 1, Edits: []logistics.LineEdit{{LineID: depotLine.ID, Quantity: depotLine.Quantity.Sub(d("48"))}},
		Additions: []logistics.LineAddition{locked, held, stale, broken}})
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("four lines at fault gave %v", err)
	}
	for i, want := range []string{"PURPOSE_LOCKED", "LOT_NOT_GOOD", "LOT_EXPIRED", "WHOLE_PACKS"} {
		if got := joined.Unwrap()[i]; !fault.IsCode(got, want) {
			t.Errorf("addition %d: %v, want %s", i, got, want)
		}
	}
	b.done(b.EditAllocation(b.dispatcher, logistics.Editing{RequestKey: "edit-good", AllocationID: allocation, Revision: 1, Edits: []logistics.LineEdit{{LineID: depotLine.ID, Quantity: depotLine.Quantity.Sub(d("48"))}},
		Additions: []logistics.LineAddition{good}}))
	lines, err = b.LinesOf(b.dispatcher, allocation)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range lines {
		switch {
		case x.LotID == good.LotID && (x.Reason != logistics.ByHand || x.ReasonFacts["packs"] != "1" || !x.Proposed.IsZero()):
			t.Errorf("the line added by hand: %+v", x)
		case x.ID == depotLine.ID && x.ReasonFacts["packs"] != x.Quantity.Div(d("24")).String():
			t.Errorf("the lowered line still tells of %s packs: %+v", x.ReasonFacts["packs"], x)
		}
	}
	short, err := b.ShortfallsOf(b.dispatcher, allocation)
	if err != nil || len(short) != 1 || !short[0].Quantity.Equal(d("24")) || short[0].Reason != logistics.StruckOut {
		t.Errorf("48 were taken off and 24 added; short is %+v, %v", short, err)
	}
	if _, err := b.EditAllocation(b.dispatcher, logistics.Editing{RequestKey: "edit-again", AllocationID: allocation, Revision: 2, Additions: []logistics.LineAddition{good}}); !fault.IsCode(err, "LINE_EXISTS") {
		t.Errorf("the same line added again: %v", err)
	}
	b.done(b.ApproveAllocation(b.dispatcher, logistics.Approval{RequestKey: "approve-1", AllocationID: allocation, Revision: 2}))
}
