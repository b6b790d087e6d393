package inventory_test

import (
	"testing"

	"changping/internal/fault"
	"changping/inventory"
)

// box is a kit of two bottles of water and a blanket.
func (b *bundle) box() int64 {
	b.t.Helper()
	if err := b.DefineItems(b.system, []inventory.Item{{Code: "box", CategoryCode: "LR", NameZh: "应急包", NameEn: "box", Slug: "box", UnitZh: "套", UnitEn: "set", PackSize: d("1"), PackPolicy: "LOOSE",
		WeightKg: d("3"), VolumeM3: d("0.02"), StorageCondition: "dry", Tracking: "LOT"}}); err != nil {
		b.t.Fatal(err)
	}
	i, err := b.ItemByCode(b.system, "box")
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.DefineKit(b.system, inventory.KitDefinition{KitItemID: i.ID, Contents: []inventory.KitContent{{ItemID: b.water, Quantity: d("2")}, {ItemID: b.blanket, Quantity: d("1")}}}); err != nil {
		b.t.Fatal(err)
	}
	return i.ID
}

func TestKitsAreAssembledAndBrokenUp(t *testing.T) {
	b := setup(t)
	box := b.box()
	bins := b.bins(b.depot, inventory.BinPlan{Pattern: "A,K"})
	b.receive(b.keeper, newKey(), b.depot,
		inventory.ReceiptLine{ItemID: b.water, Quantity: d("12"), LotNo: "W1", ExpiresOn: day(100), BinID: bins["A"]},
		inventory.ReceiptLine{ItemID: b.water, Quantity: d("20"), LotNo: "W2", ExpiresOn: day(200)},
		inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "B"})
	assemble := func(kits, lot string) (inventory.Posted, error) {
		return b.AssembleKits(b.keeper, inventory.Assembly{RequestKey: newKey(), SiteID: b.depot, KitItemID: box, Kits: d(kits), LotNo: lot, BinID: bins["K"]})
	}
	_, err := assemble("11", "K1")
	if f := wantCode(t, err, "INSUFFICIENT_STOCK"); f.Fields[0] != "contents.1.quantity" {
		t.Errorf("it does not say what is short: %v", f.Fields)
	}
	if _, err := assemble("8", "K1"); err != nil {
		t.Fatal(err)
	}
	if b.available(b.depot, b.water) != "16" || b.available(b.depot, b.blanket) != "2" || b.available(b.depot, box) != "8" || b.inBin(bins["K"]) != "K1 8;" {
		t.Errorf("water %s, blankets %s, kits %s", b.available(b.depot, b.water), b.available(b.depot, b.blanket), b.available(b.depot, box))
	}
	_, err = assemble("1", "K1")
	wantCode(t, err, "LOT_TAKEN")
	lots, err := b.ListBalances(b.system, inventory.StockFilter{ItemID: box}, 10, nil)
	if err != nil || len(lots) != 1 || !lots[0].SortDate.Equal(*day(100)) {
		t.Fatalf("%+v %v; want one lot that expires with its first part", lots, err)
	}
	kit := lots[0].LotID
	parts, err := b.KitParts(b.keeper, kit)
	if err != nil || len(parts) != 3 || parts[0].Quantity.String() != "12" {
		t.Errorf("%+v %v", parts, err)
	}
	breakUp := func(u inventory.BreakUp) error {
		u.RequestKey, u.SiteID, u.LotID = newKey(), b.depot, kit
		_, err := b.BreakUpKits(b.keeper, u)
		return err
	}
	wantCode(t, breakUp(inventory.BreakUp{Kits: d("3"), Missing: []inventory.KitMissing{{ItemID: b.blanket, Quantity: d("1")}}}), "REASON_MISSING")
	wantCode(t, breakUp(inventory.BreakUp{Kits: d("3"), Reason: "stolen", Missing: []inventory.KitMissing{{ItemID: b.blanket, Quantity: d("4")}}}), "MISSING_EXCEEDS")
	wantCode(t, breakUp(inventory.BreakUp{Kits: d("9")}), "INSUFFICIENT_STOCK")
	if err := breakUp(inventory.BreakUp{Kits: d("3"), Reason: "stolen", Missing: []inventory.KitMissing{{ItemID: b.blanket, Quantity: d("1")}}}); err != nil {
		t.Fatal(err)
	}
	if b.available(b.depot, b.water) != "22" || b.available(b.depot, b.blanket) != "4" || b.available(b.depot, box) != "5" {
		t.Errorf("water %s, blankets %s, kits %s after three were broken up", b.available(b.depot, b.water), b.available(b.depot, b.blanket), b.available(b.depot, box))
	}
	// Kits are issued like any item; what is left comes apart to the last bottle.
	if _, err := b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: box, Quantity: d("2")}}}); err != nil {
		t.Fatal(err)
	}
	if err := breakUp(inventory.BreakUp{Kits: d("3"), BinID: bins["A"]}); err != nil {
		t.Fatal(err)
	}
	if b.available(b.depot, b.water) != "28" || b.available(b.depot, box) != "0" || b.inBin(bins["A"]) != "W1 6;B 3;" {
		t.Errorf("water %s, bin %s", b.available(b.depot, b.water), b.inBin(bins["A"]))
	}
}

func TestKitsOfKits(t *testing.T) {
	b := setup(t)
	box := b.box()
	if err := b.DefineItems(b.system, []inventory.Item{{Code: "crate", CategoryCode: "LR", NameZh: "箱", NameEn: "crate", Slug: "crate", UnitZh: "箱", UnitEn: "crate", PackSize: d("1"), PackPolicy: "LOOSE",
		WeightKg: d("9"), VolumeM3: d("0.06"), StorageCondition: "dry", Tracking: "LOT"}}); err != nil {
		t.Fatal(err)
	}
	crate, err := b.ItemByCode(b.system, "crate")
	if err != nil {
		t.Fatal(err)
	}
	define := func(kit int64, contents ...inventory.KitContent) error {
		_, err := b.DefineKit(b.system, inventory.KitDefinition{KitItemID: kit, Contents: contents})
		return err
	}
	if err := define(crate.ID, inventory.KitContent{ItemID: box, Quantity: d("2")}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, define(box, inventory.KitContent{ItemID: crate.ID, Quantity: d("1")}), "KIT_RECURSIVE")
	if _, err := b.db.Pool.Exec(b.system, `insert into kit_content values ($1, $2, 1)`, box, crate.ID); err == nil {
		t.Error("the database lets a kit hold itself")
	}
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("20"), LotNo: "W1", ExpiresOn: day(100)}, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "B"})
	for _, a := range []inventory.Assembly{{KitItemID: box, Kits: d("4"), LotNo: "K"}, {KitItemID: crate.ID, Kits: d("2"), LotNo: "C"}} {
		a.RequestKey, a.SiteID = newKey(), b.depot
		if _, err := b.AssembleKits(b.keeper, a); err != nil {
			t.Fatal(err)
		}
	}
	lots, err := b.ListBalances(b.system, inventory.StockFilter{ItemID: crate.ID}, 1, nil)
	if err != nil || len(lots) != 1 || !lots[0].SortDate.Equal(*day(100)) {
		t.Fatal(lots, err)
	}
	if _, err := b.BreakUpKits(b.keeper, inventory.BreakUp{RequestKey: newKey(), SiteID: b.depot, LotID: lots[0].LotID, Kits: d("1")}); err != nil {
		t.Fatal(err)
	}
	if b.available(b.depot, box) != "2" || b.available(b.depot, crate.ID) != "1" {
		t.Errorf("%s boxes, %s crates", b.available(b.depot, box), b.available(b.depot, crate.ID))
	}
	_, err = b.AssembleKits(b.keeper, inventory.Assembly{RequestKey: newKey(), SiteID: b.depot, KitItemID: b.water, Kits: d("1"), LotNo: "X"})
	if !fault.IsCode(err, "NOT_A_KIT") {
		t.Error(err)
	}
}
