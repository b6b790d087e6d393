package inventory_test

import (
	"testing"

	"changping/inventory"
)

// Pain: false alarms without a minimum. Goods that no floor is set for may run out without a warning, a breach, a figure on the workbench
// or a reminder; what a floor of another site says is none of theirs.
func TestNoMinimumNoAlarm(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "B"})
	b.receive(b.keeper, newKey(), b.annex, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "B"})
	b.minimum(inventory.Minimum{Kind: "COVENANT", Scope: "SITE", SiteID: b.annex, ItemID: b.blanket, Floor: d("10")})
	alarms := func() (warnings, below, near, open int) {
		t.Helper()
		posted, err := b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("5")}}})
		if err != nil {
			t.Fatal(err)
		}
		w, err := b.WatchMinimums(b.system)
		if err != nil {
			t.Fatal(err)
		}
		if below, near, err = b.CountMinimums(b.system); err != nil {
			t.Fatal(err)
		}
		breaches, err := b.ListBreaches(false).First(b.system, 10)
		if err != nil {
			t.Fatal(err)
		}
		return len(posted.Warnings), below, near, w.Opened + w.Reminded + len(breaches)
	}
	for _, left := range []string{"5", "0"} {
		if warnings, below, near, open := alarms(); warnings+below+near+open != 0 || b.available(b.depot, b.blanket) != left {
			t.Errorf("%s left and no floor: %d warnings, %d below, %d near, %d breaches", left, warnings, below, near, open)
		}
	}
	// The same with a floor is an alarm: the silence above is not that of a dead bell.
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("8"), LotNo: "C"})
	b.minimum(inventory.Minimum{Kind: "POLICY", Scope: "SITE", SiteID: b.depot, ItemID: b.blanket, Floor: d("4")})
	if warnings, below, _, open := alarms(); warnings != 1 || below != 1 || open != 0 {
		t.Errorf("below a floor that warns: %d warnings, %d below, %d breaches; want one, one, none", warnings, below, open)
	}
}

// Pain: negative quantities, at every other way in than those of TestNegativeQuantitiesAreRefused.
func TestNoQuantityBelowZeroComesIn(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("50"), LotNo: "B"})
	sent := b.must(b.Transfer(b.keeper, inventory.Transfer{RequestKey: newKey(), SiteID: b.depot, ToSiteID: b.town, Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("10")}}}))
	line := b.line(b.depot, b.blanket, "1")
	for _, quantity := range []string{"-5", "0"} {
		lines := []inventory.IssueLine{{ItemID: b.blanket, Quantity: d(quantity)}}
		packs := []inventory.IssueLine{{ItemID: b.blanket, Quantity: d(quantity), InPacks: true}}
		for way, do := range map[string]func() (inventory.Posted, error){
			"a receipt": func() (inventory.Posted, error) {
				return b.Receive(b.keeper, inventory.Receipt{RequestKey: newKey(), SiteID: b.depot, Reason: "PURCHASE", Lines: []inventory.ReceiptLine{{ItemID: b.blanket, Quantity: d(quantity), LotNo: "B"}}})
			},
			"an issue": func() (inventory.Posted, error) {
				return b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: lines})
			},
			"an issue of packs": func() (inventory.Posted, error) {
				return b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: packs})
			},
			"a second line that gives back what the first takes": func() (inventory.Posted, error) {
				return b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: append([]inventory.IssueLine{{ItemID: b.blanket, Quantity: d("45")}}, lines...)})
			},
			"a transfer": func() (inventory.Posted, error) {
				return b.Transfer(b.keeper, inventory.Transfer{RequestKey: newKey(), SiteID: b.depot, ToSiteID: b.annex, Lines: lines})
			},
			"a reservation": func() (inventory.Posted, error) {
				_, err := reserve(b, inventory.Hold{SiteID: b.depot, LotID: line.LotID, ReserveID: line.ReserveID, ItemID: b.blanket, Quantity: d(quantity), Purpose: "TEST", PurposeID: 1})
				return inventory.Posted{}, err
			},
		} {
			if _, err := do(); err == nil {
				t.Errorf("%s of %s was taken", way, quantity)
			} else {
				wantCode(t, err, "QUANTITY")
			}
		}
	}
	_, err := b.ReceiveTransfer(b.system, inventory.TransferReceipt{DocumentID: sent, Note: "x", Arrivals: []inventory.TransferArrival{{LineNo: 1, Received: d("-1")}}})
	wantCode(t, err, "RECEIVED")
	if got := b.available(b.depot, b.blanket); got != "40" {
		t.Errorf("%s available after all that was refused, want 40", got)
	}
}

// Pain: expired stock issued by a scanner. A label says less than the book: goods whose label is good, or says nothing, stay when the
// book knows that they are past their day.
func TestAScannedLabelIssuesNoExpiredGoods(t *testing.T) {
	b := setup(t)
	box := gtin14("0690123456789")
	if _, _, err := b.LinkGTIN(b.system, inventory.GTINLink{GTIN: box, ItemID: b.water, Factor: d("24"), LevelName: "箱"}); err != nil {
		t.Fatal(err)
	}
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("48"), LotNo: "W", ExpiresOn: day(5)})
	b.expire("W")
	for _, label := range []string{"(01)" + box + "(10)W", "(01)" + box + "(17)" + yymmdd(day(90)) + "(10)W"} {
		s, err := b.Scan(b.keeper, label, b.depot)
		if err != nil || s.LotID == 0 {
			t.Fatalf("%+v, %v", s, err)
		}
		_, err = b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "DISTRIBUTION", Lines: []inventory.IssueLine{{ItemID: s.ItemID, LotID: s.LotID, Quantity: *s.Factor}}})
		wantCode(t, err, "LOT_EXPIRED")
	}
}
