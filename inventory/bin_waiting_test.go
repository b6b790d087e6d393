package inventory_test

import (
	"sync"
	"testing"

	"changping/internal/fault"
	"changping/inventory"
)

// What waits for approval keeps its goods in their bins and its place in the bin it goes to, with what was overridden when it was handed
// in; and goods that stay at their site wait for nobody.
func TestWhatWaitsKeepsItsBins(t *testing.T) {
	b := setup(t)
	first, second, _ := b.officers()
	if err := b.DefineItems(b.system, []inventory.Item{{Code: "acid", CategoryCode: "LR", NameZh: "酸", NameEn: "acid", Slug: "acid", UnitZh: "桶", UnitEn: "drum", PackSize: d("1"), PackPolicy: "LOOSE",
		WeightKg: d("1"), VolumeM3: d("0.01"), StorageCondition: "hazmat", HazardClass: "8", Tracking: "LOT"}}); err != nil {
		t.Fatal(err)
	}
	acid, err := b.ItemByCode(b.system, "acid")
	if err != nil {
		t.Fatal(err)
	}
	from, to := b.bins(b.depot, inventory.BinPlan{Pattern: "H1,H2", StorageCondition: "hazmat"}), b.bins(b.annex, inventory.BinPlan{Pattern: "D", StorageCondition: "dry"})
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: acid.ID, Quantity: d("6"), LotNo: "H", BinID: from["H1"]})
	within, err := b.move(b.depot, b.depot, inventory.IssueLine{ItemID: acid.ID, Quantity: d("2"), FromBinID: from["H1"], ToBinID: from["H2"]})
	if err != nil {
		t.Fatal(err)
	}
	b.wantState(within.DocumentID, "POSTED")
	transfer := inventory.Transfer{RequestKey: newKey(), SiteID: b.depot, ToSiteID: b.annex, Lines: []inventory.IssueLine{{ItemID: acid.ID, Quantity: d("5"), ToBinID: to["D"]}}}
	_, err = b.Transfer(b.keeper, transfer)
	wantCode(t, err, "STORAGE_CONDITION")
	transfer.RequestKey, transfer.StorageOverride = newKey(), "for one night"
	sent := b.must(b.Transfer(b.keeper, transfer))
	b.wantState(sent, "SUBMITTED")
	if got := b.available(b.depot, acid.ID); got != "1" {
		t.Errorf("%s available beside what waits", got)
	}
	_, err = b.move(b.depot, b.depot, inventory.IssueLine{ItemID: acid.ID, Quantity: d("3"), FromBinID: from["H1"], ToBinID: from["H2"]})
	if f := wantCode(t, err, "SET_ASIDE"); f.Facts["waiting"] != "4" || f.Facts["available"] != "0" {
		t.Errorf("what waits for approval is not told: %v", f.Facts)
	}
	b.approve(first, sent)
	b.approve(second, sent)
	b.must(b.PostDocument(b.keeper, b.change(sent)))
	b.wantState(sent, "POSTED")
	if b.inBin(to["D"]) != "H 5;" || b.inBin(from["H1"])+b.inBin(from["H2"]) != "H 1;" {
		t.Errorf("D: %s, H1: %s, H2: %s", b.inBin(to["D"]), b.inBin(from["H1"]), b.inBin(from["H2"]))
	}
	bins, err := b.ListBins(inventory.BinFilter{SiteID: b.depot, ItemID: acid.ID}).First(b.keeper, 10)
	if err != nil || len(bins) != 1 {
		t.Errorf("where it lies: %+v %v", bins, err)
	}
}

// Fifty clients want thirty pieces that lie in three bins and on the floor, while others move them about: thirty leave.
func TestNothingIsOversoldOverBins(t *testing.T) {
	b := setup(t)
	bins := b.bins(b.depot, inventory.BinPlan{Pattern: "A-C"})
	for _, bin := range []int64{0, bins["A"], bins["B"], bins["C"]} {
		q := "8"
		if bin == 0 {
			q = "6"
		}
		b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d(q), LotNo: "B", BinID: bin})
	}
	stop := make(chan struct{})
	var moving sync.WaitGroup
	moving.Go(func() {
		for from, to := bins["A"], bins["C"]; ; from, to = to, from {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := b.move(b.depot, b.depot, inventory.IssueLine{ItemID: b.blanket, Quantity: d("1"), FromBinID: from, ToBinID: to}); err != nil && !fault.IsCode(err, "INSUFFICIENT_STOCK") {
				t.Error(err)
				return
			}
		}
	})
	done, err := fifty(b, 0, "INSUFFICIENT_STOCK", func(int) int64 { return b.depot }, b.blanket)
	close(stop)
	moving.Wait()
	if err != nil || done != 30 || b.available(b.depot, b.blanket) != "0" {
		t.Errorf("%d issued of 30, %s left: %v", done, b.available(b.depot, b.blanket), err)
	}
}
