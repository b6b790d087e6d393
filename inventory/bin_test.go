package inventory_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"changping/internal/fault"
	"changping/internal/postgres"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
)

// bins makes the bins of a pattern at a site and gives them by code.
func (b *bundle) bins(site int64, p inventory.BinPlan) map[string]int64 {
	b.t.Helper()
	p.SiteID = site
	if _, err := b.DefineBins(b.system, p); err != nil {
		b.t.Fatal(err)
	}
	all, err := b.ListBins(inventory.BinFilter{SiteID: site}).First(b.system, 1000)
	if err != nil {
		b.t.Fatal(err)
	}
	byCode := map[string]int64{}
	for _, bin := range all {
		byCode[bin.Code] = bin.ID
	}
	return byCode
}

// inBin is what lies of all items in a bin, as "item lot quantity" by lot.
func (b *bundle) inBin(bin int64) (text string) {
	b.t.Helper()
	_, contents, err := b.BinContents(b.system, bin, 0, "")
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range contents {
		lots, err := inventory.LotsByID(context.Background(), b.db.Pool, []int64{c.LotID})
		if err != nil {
			b.t.Fatal(err)
		}
		text += fmt.Sprintf("%s %s;", lots[c.LotID].LotNo, c.OnHand)
	}
	return text
}

func (b *bundle) move(site, to int64, lines ...inventory.IssueLine) (inventory.Posted, error) {
	return b.Transfer(b.keeper, inventory.Transfer{RequestKey: newKey(), SiteID: site, ToSiteID: to, Lines: lines})
}

func TestPickingGoesOverBins(t *testing.T) {
	b := setup(t)
	bins := b.bins(b.depot, inventory.BinPlan{Pattern: "A01-A02 x 1-2"})
	b.receive(b.keeper, newKey(), b.depot,
		inventory.ReceiptLine{ItemID: b.water, Quantity: d("30"), LotNo: "W1", ExpiresOn: day(100), BinID: bins["A02-1"]},
		inventory.ReceiptLine{ItemID: b.water, Quantity: d("100"), LotNo: "W1", ExpiresOn: day(100), BinID: bins["A01-2"]},
		inventory.ReceiptLine{ItemID: b.water, Quantity: d("50"), LotNo: "W2", ExpiresOn: day(200)})
	if got := b.available(b.depot, b.water); got != "180" {
		t.Fatalf("%s at the site, over its bins; want 180", got)
	}
	issued, err := b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.water, Quantity: d("140")}}})
	if err != nil {
		t.Fatal(err)
	}
	lines, err := b.MovementsOf(context.Background(), []int64{issued.DocumentID})
	if err != nil {
		t.Fatal(err)
	}
	var way string
	for _, m := range lines[issued.DocumentID] {
		way += m.FromPlace + " " + m.Quantity.String() + ";"
	}
	if want := "D1 A01-2 100;D1 A02-1 30;D1 10;"; way != want { // first to expire first, then on the picker's way
		t.Errorf("picked %s, want %s", way, want)
	}
	if _, err := b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.water, Quantity: d("1"), FromBinID: bins["A01-2"]}}}); !fault.IsCode(err, "INSUFFICIENT_STOCK") {
		t.Errorf("from an empty bin: %v", err)
	}
	_, err = b.Receive(b.keeper, inventory.Receipt{RequestKey: newKey(), SiteID: b.annex, Reason: "PURCHASE", Lines: []inventory.ReceiptLine{{ItemID: b.blanket, Quantity: d("1"), LotNo: "B", BinID: bins["A01-1"]}}})
	if f := wantCode(t, err, "NOT_FOUND"); f.Fields[0] != "lines.0.binId" {
		t.Errorf("another site's bin: %v", f.Fields)
	}
}

func TestPutAwayWithinASite(t *testing.T) {
	b := setup(t)
	bins := b.bins(b.depot, inventory.BinPlan{Pattern: "A-B"})
	received := b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("100"), LotNo: "B1"})
	line := func(quantity string, from, to int64) inventory.IssueLine {
		return inventory.IssueLine{ItemID: b.blanket, Quantity: d(quantity), FromBinID: from, ToBinID: to}
	}
	for _, step := range []inventory.IssueLine{line("60", 0, bins["A"]), line("20", bins["A"], bins["B"]), line("5", bins["B"], 0)} {
		if _, err := b.move(b.depot, b.depot, step); err != nil {
			t.Fatal(err)
		}
	}
	if b.inBin(bins["A"]) != "B1 40;" || b.inBin(bins["B"]) != "B1 15;" || b.available(b.depot, b.blanket) != "100" {
		t.Errorf("A: %s B: %s, %s at the site", b.inBin(bins["A"]), b.inBin(bins["B"]), b.available(b.depot, b.blanket))
	}
	_, err := b.move(b.depot, b.depot, line("46", 0, bins["A"])) // 45 lie without a bin
	wantCode(t, err, "INSUFFICIENT_STOCK")
	_, err = b.move(b.depot, b.depot, line("1", bins["A"], bins["A"]))
	wantCode(t, err, "SAME_SITE")
	_, err = b.move(b.depot, b.annex, line("1", 0, bins["A"]))
	wantCode(t, err, "NOT_FOUND")
	card, err := b.StockCard(b.system, b.depot, b.blanket, 0, 10, nil)
	if err != nil || len(card) != 1 {
		t.Errorf("what moved within the site is on its card: %+v %v", card, err)
	}
	// What was received is taken back from wherever it was put since.
	if _, err := b.Reverse(b.keeper, inventory.ReverseRequest{RequestKey: newKey(), DocumentID: received, Reason: "wrong"}); err != nil {
		t.Fatal(err)
	}
	if b.inBin(bins["A"])+b.inBin(bins["B"]) != "" || b.available(b.depot, b.blanket) != "0" {
		t.Error("something is left of what was taken back")
	}
}

// Logistics reserves and sends lots of a site and knows no bins.
func TestOneHoldSpreadsOverBins(t *testing.T) {
	b := setup(t)
	bins := b.bins(b.depot, inventory.BinPlan{Pattern: "A-C"})
	b.receive(b.keeper, newKey(), b.depot,
		inventory.ReceiptLine{ItemID: b.water, Quantity: d("60"), LotNo: "W1", ExpiresOn: day(100), BinID: bins["A"]},
		inventory.ReceiptLine{ItemID: b.water, Quantity: d("40"), LotNo: "W1", ExpiresOn: day(100), BinID: bins["B"]})
	var candidates []inventory.Candidate
	err := postgres.InTx(b.system, b.db.Pool, func(tx pgx.Tx) (err error) {
		candidates, err = inventory.CandidatesTx(b.system, tx, []int64{b.water})
		return err
	})
	if err != nil || len(candidates) != 1 || candidates[0].Available.String() != "100" {
		t.Fatalf("%+v %v; want the lot of the site once, with 100", candidates, err)
	}
	c := candidates[0]
	hold := func(quantity string, purpose int64) inventory.Hold {
		return inventory.Hold{SiteID: b.depot, LotID: c.LotID, ReserveID: c.ReserveID, ItemID: b.water, Quantity: d(quantity), Purpose: "TEST", PurposeID: purpose}
	}
	ids, err := reserve(b, hold("80", 1), hold("15", 2))
	if err != nil || len(ids) != 2 || ids[0] == ids[1] {
		t.Fatal(ids, err)
	}
	if got := b.available(b.depot, b.water); got != "5" {
		t.Errorf("%s available beside holds of 95", got)
	}
	_, err = reserve(b, hold("6", 3))
	if f := wantCode(t, err, "INSUFFICIENT_STOCK"); f.Facts["available"] != "5" || f.Fields[0] != "lines.0.quantity" {
		t.Errorf("the refusal does not speak of the site: %v %v", f.Facts, f.Fields)
	}
	send := func(quantity string) error {
		return postgres.InTx(b.system, b.db.Pool, func(tx pgx.Tx) error {
			_, _, err := inventory.PostTx(b.system, tx, inventory.Posting{Kind: inventory.KindDispatch, Reason: "INCIDENT", SiteID: b.depot, Moves: []inventory.Move{{ItemID: b.water, LotID: c.LotID,
				ReserveID: c.ReserveID, From: inventory.AtSite(b.depot), To: inventory.Virtual(inventory.PlaceConsumed), Quantity: d(quantity), ReservationID: ids[0]}}})
			return err
		})
	}
	if err := send("70"); err != nil { // all of A and part of B
		t.Fatal(err)
	}
	wantCode(t, send("11"), "RESERVATION_GONE")
	if b.inBin(bins["A"]) != "" || b.inBin(bins["B"]) != "W1 30;" {
		t.Errorf("A: %s B: %s", b.inBin(bins["A"]), b.inBin(bins["B"]))
	}
	if err := send("10"); err != nil {
		t.Fatal(err)
	}
	if err := release(b, ids); err != nil {
		t.Fatal(err)
	}
	if got := b.available(b.depot, b.water); got != "20" {
		t.Errorf("%s available after all was sent or let go, want 20", got)
	}
}

// volume gives a site a volume.
func (b *bundle) volume(site int64, m3 string) {
	b.t.Helper()
	if _, err := b.db.Pool.Exec(context.Background(), `update site set volume_m3 = $2 where id = $1`, site, d(m3)); err != nil {
		b.t.Fatal(err)
	}
}

// The pain: over-full sites. A base unit takes 0.01 m3.
func TestAnOverFullSiteIsRefused(t *testing.T) {
	b := setup(t)
	b.volume(b.depot, "1")
	receive := func(key, quantity, override string) (inventory.Posted, error) {
		return b.Receive(b.keeper, inventory.Receipt{RequestKey: key, SiteID: b.depot, Reason: "PURCHASE", StorageOverride: override,
			Lines: []inventory.ReceiptLine{{ItemID: b.blanket, Quantity: d(quantity), LotNo: "B"}}})
	}
	if p, err := receive(newKey(), "89", ""); err != nil || len(p.Warnings) != 0 {
		t.Fatal(p, err)
	}
	key := newKey()
	for range 2 { // a replay warns again
		if p, err := receive(key, "1", ""); err != nil || len(p.Warnings) != 1 || p.Warnings[0].Code != "NEARLY_FULL" || p.Warnings[0].Facts["load"] != "0.9" {
			t.Fatalf("90 of 100 %% without a warning: %+v %v", p, err)
		}
	}
	fullness := func(want string) {
		t.Helper()
		if room, err := b.FindSiteRoom(b.keeper, b.depot); err != nil || room.Fullness() != want {
			t.Errorf("the site is %s (%+v), want %s, %v", room.Fullness(), room, want, err)
		}
	}
	fullness("NEARLY_FULL")
	_, err := receive(newKey(), "11", "")
	if f := wantCode(t, err, "OVER_FULL"); f.Facts["capacity"] != "1" || f.Facts["load"] != "0.9" || f.Facts["requested"] != "0.11" {
		t.Errorf("refused without its numbers: %v", f.Facts)
	}
	if p, err := receive(newKey(), "11", "the flood is at the other door"); err != nil || len(p.Warnings) != 1 || p.Warnings[0].Code != "OVER_FULL" {
		t.Fatalf("overridden: %+v %v", p, err)
	}
	fullness("OVER_FULL")
	var overridden int
	if err := b.db.Pool.QueryRow(context.Background(), `select count(*) from audit_entry where action = 'storage.override' and detail->>'reason' like 'the flood%' and detail->'rules' ? 'OVER_FULL'`).Scan(&overridden); err != nil || overridden != 1 {
		t.Errorf("%d overrides in the audit trail, %v", overridden, err)
	}
	_, err = b.Receive(b.partner, inventory.Receipt{RequestKey: newKey(), SiteID: b.shop, Reason: "PURCHASE", StorageOverride: "x", Lines: []inventory.ReceiptLine{{ItemID: b.blanket, Quantity: d("1"), LotNo: "B"}}})
	wantCode(t, err, "NOT_ALLOWED")
	// What comes by transfer is judged too; what goes makes room, and what is undone comes back in any case.
	b.volume(b.annex, "0.05")
	_, err = b.move(b.depot, b.annex, inventory.IssueLine{ItemID: b.blanket, Quantity: d("6")})
	wantCode(t, err, "OVER_FULL")
	issued, err := b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("50")}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := receive(newKey(), "45", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Reverse(b.keeper, inventory.ReverseRequest{RequestKey: newKey(), DocumentID: issued.DocumentID, Reason: "never left"}); err != nil {
		t.Error(err)
	}
}

// Two put-aways of different goods each see room; together they do not fit.
func TestASiteIsNotFilledTogether(t *testing.T) {
	b := setup(t)
	b.volume(b.depot, "1")
	var done atomic.Int64
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			l := inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "B"}
			if i%2 == 0 {
				l = inventory.ReceiptLine{ItemID: b.water, Quantity: d("10"), LotNo: "W", ExpiresOn: day(90)}
			}
			_, err := b.Receive(b.keeper, inventory.Receipt{RequestKey: fmt.Sprintf("key-full-%02d", i), SiteID: b.depot, Reason: "PURCHASE", Lines: []inventory.ReceiptLine{l}})
			if err == nil {
				done.Add(1)
			} else if !fault.IsCode(err, "OVER_FULL") {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if done.Load() != 10 {
		t.Errorf("%d receipts of a tenth each went into one site", done.Load())
	}
}

func TestBinsHoldToCapacityConditionAndHazards(t *testing.T) {
	b := setup(t)
	hazard := func(code, class string) int64 {
		if err := b.DefineItems(b.system, []inventory.Item{{Code: code, CategoryCode: "LR", NameZh: code, NameEn: code, Slug: code, UnitZh: "桶", UnitEn: "drum", PackSize: d("1"), PackPolicy: "LOOSE",
			WeightKg: d("10"), VolumeM3: d("0.02"), StorageCondition: "hazmat", HazardClass: class, Tracking: "LOT"}}); err != nil {
			t.Fatal(err)
		}
		i, err := b.ItemByCode(b.system, code)
		if err != nil {
			t.Fatal(err)
		}
		return i.ID
	}
	petrol, oxidiser, acid := hazard("petrol", "3"), hazard("oxidiser", "5.1"), hazard("acid", "8")
	kg := d("100")
	bins := b.bins(b.depot, inventory.BinPlan{Pattern: "H x 1-3"})
	haz := b.bins(b.depot, inventory.BinPlan{Pattern: "Z x 1-2", Zone: "HAZ", StorageCondition: "hazmat", CapacityKg: &kg})
	far := b.bins(b.depot, inventory.BinPlan{Pattern: "Y x 1-1", Zone: "FAR", StorageCondition: "hazmat"})
	put := func(item, bin int64, quantity, override string) error {
		_, err := b.Receive(b.keeper, inventory.Receipt{RequestKey: newKey(), SiteID: b.depot, Reason: "PURCHASE", StorageOverride: override,
			Lines: []inventory.ReceiptLine{{ItemID: item, Quantity: d(quantity), LotNo: "L", BinID: bin}}})
		return err
	}
	for _, c := range []struct {
		name     string
		err      error
		code     string
		wantZone string
	}{
		{"dry goods among hazards", put(b.blanket, haz["Z-1"], "1", ""), "STORAGE_CONDITION", ""},
		{"petrol", put(petrol, haz["Z-1"], "9", ""), "", ""},
		{"more than the bin bears", put(petrol, haz["Z-1"], "2", ""), "OVER_FULL", ""},
		{"an oxidiser beside it", put(oxidiser, haz["Z-1"], "1", ""), "HAZARD_SEGREGATION", "HAZ"},
		{"an oxidiser in its zone", put(oxidiser, haz["Z-2"], "1", ""), "HAZARD_SEGREGATION", "HAZ"},
		{"an acid in its zone", put(acid, haz["Z-2"], "1", ""), "", ""},
		{"an oxidiser elsewhere", put(oxidiser, far["Y-1"], "1", ""), "", ""},
		{"overridden", put(oxidiser, haz["Z-2"], "1", "the other cage is flooded"), "", ""},
	} {
		if f := fault.As(c.err); c.code == "" && c.err != nil || c.code != "" && (!fault.IsCode(c.err, c.code) || c.wantZone != "" && (f.Facts["zone"] != c.wantZone || f.Facts["source"] == "")) {
			t.Errorf("%s: %v %v, want %q", c.name, c.err, f, c.code)
		}
	}
	// Both in one document.
	_, err := b.Receive(b.keeper, inventory.Receipt{RequestKey: newKey(), SiteID: b.depot, Reason: "PURCHASE", Lines: []inventory.ReceiptLine{
		{ItemID: acid, Quantity: d("1"), LotNo: "L", BinID: far["Y-1"]}}})
	wantCode(t, err, "HAZARD_SEGREGATION")
	// A bin is closed when it is empty, and takes nothing any more.
	change := inventory.BinChange{BinID: far["Y-1"], Revision: 1, Zone: "FAR", PickOrder: 9, Closed: true}
	_, err = b.ChangeBin(b.system, change)
	wantCode(t, err, "BIN_NOT_EMPTY")
	change.BinID, change.Revision = bins["H-3"], 2
	_, err = b.ChangeBin(b.system, change)
	wantCode(t, err, "STALE_REVISION")
	change.Revision = 1
	if _, err = b.ChangeBin(b.system, change); err != nil {
		t.Fatal(err)
	}
	wantCode(t, put(b.blanket, bins["H-3"], "1", "put it there all the same"), "BIN_CLOSED")
}

// The pain: a scan that picks the wrong lot. A bin's code selects a lot only where there is one.
func TestAScanOfABinSelectsNoLotAmongSeveral(t *testing.T) {
	b := setup(t)
	bins := b.bins(b.depot, inventory.BinPlan{Pattern: "A"})
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("10"), LotNo: "W1", ExpiresOn: day(100), BinID: bins["A"]},
		inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "B1", BinID: bins["A"]})
	scan := func(item int64) (string, bool) {
		_, contents, err := b.BinContents(b.keeper, 0, b.depot, "A")
		if err != nil {
			t.Fatal(err)
		}
		sole, ok := inventory.SoleContent(contents, item)
		return sole.OnHand.String(), ok
	}
	if _, ok := scan(0); ok {
		t.Error("a bin of two lots selects one")
	}
	if q, ok := scan(b.water); !ok || q != "10" {
		t.Errorf("the one lot of water was not selected: %s %v", q, ok)
	}
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("5"), LotNo: "W2", ExpiresOn: day(50), BinID: bins["A"]})
	if _, ok := scan(b.water); ok {
		t.Error("a bin of two lots of water selects one")
	}
	_, _, err := b.BinContents(b.partner, 0, b.depot, "A")
	wantCode(t, err, "NOT_FOUND")
}

// The pains: pack rounding that issues too much, and fractional dust.
func TestPacksKeepTheScaleAndTheFactorThatWasRead(t *testing.T) {
	b := setup(t)
	define := func(item int64, name, factor string, revision int) (int64, error) {
		p, err := b.DefinePack(b.system, inventory.PackDefinition{ItemID: item, NameZh: name, NameEn: name, Factor: d(factor), Revision: revision})
		return p.PackID, err
	}
	_, err := define(b.water, "半瓶", "0.5", 0)
	wantCode(t, err, "SCALE")
	if _, err := b.db.Pool.Exec(context.Background(), `insert into item_pack (item_id, name_zh, name_en, factor) values ($1, 'x', 'x', 0.5)`, b.water); !fault.IsCode(postgres.Fault(err), "SCALE") {
		t.Errorf("the database lets dust in: %v", err)
	}
	pallet, err := define(b.water, "托", "1440", 0)
	if err != nil {
		t.Fatal(err)
	}
	read := d("1440")
	line := inventory.ReceiptLine{ItemID: b.water, Quantity: d("2"), PackID: pallet, PackFactor: &read, LotNo: "W", ExpiresOn: day(100)}
	b.receive(b.keeper, newKey(), b.depot, line)
	if got := b.available(b.depot, b.water); got != "2880" {
		t.Errorf("two pallets are %s bottles", got)
	}
	if _, err := define(b.water, "托", "1200", 1); err != nil {
		t.Fatal(err)
	}
	_, err = b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.water, Quantity: d("1"), PackID: pallet, PackFactor: &read}}})
	if f := wantCode(t, err, "STALE_REVISION"); f.Facts["current"] != "1200" {
		t.Errorf("the factor of now is not told: %v", f.Facts)
	}
	_, err = b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("1"), PackID: pallet}}})
	wantCode(t, err, "UNIT_MISMATCH")
	// Whoever posts, a rest finer than the unit cannot arise.
	lots, err := b.ListBalances(b.system, inventory.StockFilter{SiteID: b.depot}, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.PostDecision(b.keeper, newKey(), b.depot, b.water, func() (inventory.Posting, error) {
		return inventory.Posting{Kind: inventory.KindIssue, SiteID: b.depot, Moves: []inventory.Move{{ItemID: b.water, LotID: lots[0].LotID, ReserveID: lots[0].ReserveID,
			From: inventory.AtSite(b.depot), To: inventory.Virtual(inventory.PlaceConsumed), Quantity: d("0.001")}}}, nil
	})
	wantCode(t, err, "SCALE")
	if _, err := b.db.Pool.Exec(context.Background(), `update item set pack_policy = 'WHOLE_PACKS' where id = $1`, b.water); err != nil {
		t.Fatal(err)
	}
	loose, err := b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.water, Quantity: d("25")}}})
	if err != nil || len(loose.Warnings) != 1 || loose.Warnings[0].Code != "PACK_BROKEN" || loose.Warnings[0].Facts["lower"] != "24" || loose.Warnings[0].Facts["upper"] != "48" {
		t.Errorf("a broken pack is not told: %+v, %v", loose.Warnings, err)
	}
	if got := b.available(b.depot, b.water); got != "2855" {
		t.Errorf("of 2880 bottles 25 left, %s are left", got)
	}
}
