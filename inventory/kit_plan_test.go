package inventory_test

import (
	"context"
	"fmt"
	"testing"

	"changping/inventory"
)

// planned is a plan as "item needed/available lot quantity,...;" by content.
func (b *bundle) planned(p inventory.KitPlan) (text string) {
	b.t.Helper()
	for _, l := range p.Lines {
		text += fmt.Sprintf("%s/%s", l.Needed, l.Available)
		for _, k := range l.Picks {
			lots, err := inventory.LotsByID(context.Background(), b.db.Pool, []int64{k.LotID})
			if err != nil {
				b.t.Fatal(err)
			}
			text += fmt.Sprintf(" %s %s", lots[k.LotID].LotNo, k.Quantity)
		}
		text += ";"
	}
	return text
}

// TestKitPlanIsWhatAssemblyTakes holds the plan to the movements of the assembly that follows it, over lots, bins, owners and stock that
// no kit is made of.
func TestKitPlanIsWhatAssemblyTakes(t *testing.T) {
	b := setup(t)
	box := b.box() // two bottles of water and a blanket
	bins := b.bins(b.depot, inventory.BinPlan{Pattern: "A-B"})
	others, err := b.EnsureReserve(b.system, inventory.Reserve{OwnerID: b.townOrg, Source: "GOVERNMENT", Tier: "TOWN", Custody: "ENTRUSTED"})
	if err != nil {
		t.Fatal(err)
	}
	b.receive(b.keeper, newKey(), b.depot,
		inventory.ReceiptLine{ItemID: b.water, Quantity: d("7"), LotNo: "W1", ExpiresOn: day(100), BinID: bins["B"]},
		inventory.ReceiptLine{ItemID: b.water, Quantity: d("4"), LotNo: "W1", ExpiresOn: day(100)},
		inventory.ReceiptLine{ItemID: b.water, Quantity: d("20"), LotNo: "W2", ExpiresOn: day(200), BinID: bins["A"]},
		inventory.ReceiptLine{ItemID: b.water, Quantity: d("100"), LotNo: "W9", ExpiresOn: day(50)},
		inventory.ReceiptLine{ItemID: b.water, Quantity: d("500"), LotNo: "WO", ExpiresOn: day(60), ReserveID: others},
		inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("9"), LotNo: "B1"})
	// W9 is past its date, two of W2 are on hold: neither goes into a kit.
	if _, err := b.db.Pool.Exec(b.system, `update lot set expires_on = business_date() - 1 where lot_no = 'W9'`); err != nil {
		t.Fatal(err)
	}
	lots, err := b.ListBalances(b.system, inventory.StockFilter{SiteID: b.depot, ItemID: b.water}, 10, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lots {
		if l.OnHand.Equal(d("20")) {
			if _, err := b.hold(inventory.StockLine{ItemID: b.water, LotID: l.LotID, ReserveID: l.ReserveID, Quantity: d("2")}); err != nil {
				t.Fatal(err)
			}
		}
	}
	plan := func(kits string) inventory.KitPlan {
		t.Helper()
		p, err := b.PlanKits(b.keeper, b.depot, box, 0, d(kits))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	// 29 bottles make 14 kits; nine blankets make nine.
	if p := plan("8"); p.Possible.String() != "9" || b.planned(p) != "16/29 W1 11 W2 5;8/9 B1 8;" || !p.ExpiresOn.Equal(*day(100)) {
		t.Errorf("%s of %s, until %v", b.planned(p), p.Possible, p.ExpiresOn)
	}
	if got := b.planned(plan("15")); got != "30/29 W1 11 W2 18;15/9 B1 9;" {
		t.Errorf("fifteen kits: %s; want what is missing of both", got)
	}
	stock, err := b.KitsAtSite(b.keeper, b.depot, []int64{box, b.pump})
	if err != nil || len(stock) != 1 || stock[box].Possible.String() != "9" || !stock[box].OnHand.IsZero() || stock[box].NextExpiry != nil {
		t.Fatalf("%+v %v", stock, err)
	}
	_, err = b.AssembleKits(b.keeper, inventory.Assembly{RequestKey: newKey(), SiteID: b.depot, KitItemID: box, Kits: d("10"), LotNo: "K"})
	wantCode(t, err, "INSUFFICIENT_STOCK") // one more than is possible
	// Thirty bottles are not there but for those of another owner, which no plan and no kit takes.
	if p := plan("15"); p.Lines[0].Entrusted.String() != "500" || !p.Lines[1].Entrusted.IsZero() {
		t.Errorf("entrusted %+v", p.Lines)
	}
	_, err = b.AssembleKits(b.keeper, inventory.Assembly{RequestKey: newKey(), SiteID: b.depot, KitItemID: box, Kits: d("15"), LotNo: "K"})
	if f := wantCode(t, err, "KIT_ENTRUSTED"); f.Fields[0] != "contents.0.quantity" || f.Facts["available"] != "29" || f.Facts["requested"] != "30" || f.Facts["entrusted"] != "500" {
		t.Errorf("%v of %v", f.Facts, f.Fields)
	}
	made, err := b.AssembleKits(b.keeper, inventory.Assembly{RequestKey: newKey(), SiteID: b.depot, KitItemID: box, Kits: d("8"), LotNo: "K"})
	if err != nil {
		t.Fatal(err)
	}
	lines, err := b.MovementsOf(context.Background(), []int64{made.DocumentID})
	if err != nil {
		t.Fatal(err)
	}
	taken := map[string]string{}
	for _, m := range lines[made.DocumentID] {
		lot, err := inventory.LotsByID(context.Background(), b.db.Pool, []int64{m.LotID})
		if err != nil {
			t.Fatal(err)
		}
		no := lot[m.LotID].LotNo
		if before, known := taken[no]; known {
			taken[no] = d(before).Add(m.Quantity).String()
		} else {
			taken[no] = m.Quantity.String()
		}
	}
	if fmt.Sprint(taken) != "map[B1:8 K:8 W1:11 W2:5]" {
		t.Errorf("taken %v, other than planned", taken)
	}
	stock, err = b.KitsAtSite(b.keeper, b.depot, []int64{box})
	if err != nil || stock[box].Possible.String() != "1" || stock[box].Available.String() != "8" || !stock[box].NextExpiry.Equal(*day(100)) {
		t.Errorf("%+v %v", stock, err)
	}
	// Whose kits they are is asked of their owner's goods: no blankets of theirs are here.
	if p, err := b.PlanKits(b.keeper, b.depot, box, others, d("1")); err != nil || !p.Possible.IsZero() || b.planned(p) != "2/500 WO 2;1/0;" {
		t.Errorf("%s %v", b.planned(p), err)
	}
	for _, err := range []error{
		func() error { _, err := b.PlanKits(b.partner, b.depot, box, 0, d("1")); return err }(),
		func() error { _, err := b.KitsAtSite(b.partner, b.depot, []int64{box}); return err }(),
	} {
		wantCode(t, err, "NOT_FOUND")
	}
	_, err = b.PlanKits(b.keeper, b.depot, b.water, 0, d("1"))
	wantCode(t, err, "NOT_A_KIT")
	_, err = b.PlanKits(b.keeper, b.depot, box, 0, d("1.5"))
	if f := wantCode(t, err, "SCALE"); f.Fields[0] != "kits" {
		t.Errorf("%v", f.Fields)
	}
}

// TestEveryPostingTellsItsWarnings goes through the ways by which goods leave beside an issue: what would have warned there warns there.
func TestEveryPostingTellsItsWarnings(t *testing.T) {
	b := setup(t)
	box := b.box()
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("100"), LotNo: "W", ExpiresOn: day(300)}, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("100"), LotNo: "B"})
	extra := b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "B"})
	b.minimum(inventory.Minimum{Kind: "POLICY", Scope: "SITE", SiteID: b.depot, ItemID: b.blanket, Floor: d("110")})
	told := func(what string, posted inventory.Posted, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(what, err)
		}
		if len(posted.Warnings) != 1 || posted.Warnings[0].Code != "BELOW_POLICY" || posted.Warnings[0].Facts["floor"] != "110" {
			t.Errorf("%s warned of %+v, want BELOW_POLICY", what, posted.Warnings)
		}
	}
	posted, err := b.AssembleKits(b.keeper, inventory.Assembly{RequestKey: newKey(), SiteID: b.depot, KitItemID: box, Kits: d("2"), LotNo: "K"})
	told("an assembly", posted, err)
	lots, err := b.ListBalances(b.system, inventory.StockFilter{ItemID: box}, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	kit := lots[0].LotID
	b.minimum(inventory.Minimum{Kind: "POLICY", Scope: "SITE", SiteID: b.depot, ItemID: box, Floor: d("2")})
	posted, err = b.BreakUpKits(b.keeper, inventory.BreakUp{RequestKey: newKey(), SiteID: b.depot, LotID: kit, Kits: d("2")})
	if err != nil || len(posted.Warnings) != 1 || posted.Warnings[0].Code != "BELOW_POLICY" || posted.Warnings[0].Facts["available"] != "0" {
		t.Errorf("a break-up warned of %+v %v", posted.Warnings, err)
	}
	// A draft that is handed in and posted at once.
	issue := inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("1")}}, Draft: &inventory.Draft{}}
	kept, err := b.Issue(b.keeper, issue)
	if err != nil {
		t.Fatal(err)
	}
	handed := inventory.DocumentChange{RequestKey: newKey(), DocumentID: kept.DocumentID, Revision: 1}
	posted, err = b.SubmitDocument(b.keeper, handed)
	told("a draft that was handed in", posted, err)
	posted, err = b.SubmitDocument(b.keeper, handed)
	told("its replay", posted, err)
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("1"), LotNo: "B"})
	posted, err = b.Reverse(b.keeper, inventory.ReverseRequest{RequestKey: newKey(), DocumentID: extra, Reason: "never came"})
	told("a reversal", posted, err)
}
