package inventory_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"changping/internal/fault"
	"changping/internal/postgres"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
)

func (b *bundle) hold(line inventory.StockLine) (int64, error) {
	answer, err := b.HoldGoods(b.keeper, inventory.QualityHold{RequestKey: newKey(), SiteID: b.depot, Reason: "SUSPECT", Note: "odd smell", Line: line})
	return answer.HoldID, err
}

func (b *bundle) adjust(reason string, line inventory.StockLine, found bool) (inventory.Posted, error) {
	return b.Adjust(b.keeper, inventory.Adjustment{RequestKey: newKey(), SiteID: b.depot, Reason: reason, Note: "seen on the shelf", Lines: []inventory.AdjustLine{{StockLine: line, Found: found}}})
}

func (b *bundle) parts(site, item int64) inventory.StockRow {
	b.t.Helper()
	rows, err := b.ListStock(b.system, inventory.StockFilter{SiteID: site, ItemID: item}, 1, nil)
	if err != nil || len(rows) == 0 {
		b.t.Fatal(rows, err)
	}
	if r := rows[0]; !r.OnHand.Equal(r.Available.Add(r.Reserved).Add(r.OnHold).Add(r.Expired)) {
		b.t.Errorf("on hand is not the sum of its parts: %+v", r)
	}
	return rows[0]
}

// withoutRules ends the rules that a district begins with, for tests about something else.
func (b *bundle) withoutRules() {
	b.t.Helper()
	if _, err := b.db.Pool.Exec(context.Background(), `update approval_rule set to_at = now() where to_at is null`); err != nil {
		b.t.Fatal(err)
	}
}

// Goods on hold count against no floor: what a hold breaks is told at once, its breach is open until the goods are released, and it is never
// refused.
func TestAHoldTellsOfTheFloorItBreaks(t *testing.T) {
	for kind, code := range map[string]string{"COVENANT": "BREACH_OPEN", "POLICY": "BELOW_POLICY"} {
		t.Run(kind, func(t *testing.T) {
			b := setup(t)
			b.withoutRules()
			b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("100"), LotNo: "A"})
			if _, err := b.SetMinimum(b.system, inventory.Minimum{Kind: kind, Scope: "SITE", SiteID: b.depot, ItemID: b.blanket, Floor: d("90")}); err != nil {
				t.Fatal(err)
			}
			q := inventory.QualityHold{RequestKey: newKey(), SiteID: b.depot, Reason: "SUSPECT", Line: b.line(b.depot, b.blanket, "10")}
			at, err := b.HoldGoods(b.keeper, q)
			if err != nil || slices.ContainsFunc(at.Warnings, func(w inventory.Warning) bool { return w.Code != "NEAR_MINIMUM" }) {
				t.Fatalf("at the floor: %+v, %v", at, err)
			}
			q.RequestKey, q.Line = newKey(), b.line(b.depot, b.blanket, "1")
			var below inventory.HoldAnswer
			for _, replayed := range []bool{false, true} {
				if below, err = b.HoldGoods(b.keeper, q); err != nil || below.Replayed != replayed || len(below.Warnings) != 1 || below.Warnings[0].Code != code || below.Warnings[0].Facts["available"] != "89" {
					t.Errorf("below it, replayed %v: %+v, %v; want %s with 89", replayed, below, err, code)
				}
			}
			open := func() int {
				t.Helper()
				all, err := b.ListBreaches(true).First(b.system, 10)
				if err != nil {
					t.Fatal(err)
				}
				return len(all)
			}
			if n := open(); (n == 1) != (code == "BREACH_OPEN") {
				t.Errorf("%d breaches are open", n)
			}
			if _, err := b.ReleaseHold(b.keeper, inventory.HoldRelease{RequestKey: newKey(), HoldID: below.HoldID, Note: "sound"}); err != nil || open() != 0 {
				t.Errorf("after the release: %d open, %v", open(), err)
			}
			if err := inventory.Verify(t.Context(), b.db.Pool, func(string) {}); err != nil {
				t.Error(err)
			}
		})
	}
}

// Pain: a hold that blocks counting and receiving. Held goods are kept from use, from reservations and from the floor's sum; goods
// are received beside them, and what is found missing shortens the hold instead of being refused.
func TestHoldBlocksUseButNeitherCountingNorReceiving(t *testing.T) {
	b := setup(t)
	b.withoutRules()
	received := inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("50"), LotNo: "B"}
	b.receive(b.keeper, newKey(), b.depot, received)
	held, err := b.hold(b.line(b.depot, b.blanket, "40"))
	if err != nil {
		t.Fatal(err)
	}
	if p := b.parts(b.depot, b.blanket); p.Available.String() != "10" || p.OnHold.String() != "40" {
		t.Errorf("%+v", p)
	}
	_, err = b.hold(b.line(b.depot, b.blanket, "11"))
	if f := wantCode(t, err, "INSUFFICIENT_STOCK"); f.Facts["available"] != "10" {
		t.Errorf("the refusal lacks its numbers: %v", f.Facts)
	}
	_, err = b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("11")}}})
	wantCode(t, err, "INSUFFICIENT_STOCK")
	l := b.line(b.depot, b.blanket, "11")
	_, err = reserve(b, inventory.Hold{SiteID: b.depot, LotID: l.LotID, ReserveID: l.ReserveID, ItemID: b.blanket, Quantity: d("11"), Purpose: "TEST", PurposeID: 1})
	wantCode(t, err, "INSUFFICIENT_STOCK")

	received.Quantity = d("5")
	b.receive(b.keeper, newKey(), b.depot, received) // the same lot, beside the hold
	if p := b.parts(b.depot, b.blanket); p.Available.String() != "15" {
		t.Errorf("%s available after five more came in", p.Available)
	}
	reservations, err := reserve(b, inventory.Hold{SiteID: b.depot, LotID: l.LotID, ReserveID: l.ReserveID, ItemID: b.blanket, Quantity: d("5"), Purpose: "TEST", PurposeID: 2})
	if err != nil {
		t.Fatal(err)
	}
	// Only 20 of the 55 are really there: 10 free ones are missing, and 25 of those on hold. The five reserved stay promised.
	b.must(b.adjust("LOST", b.line(b.depot, b.blanket, "35"), false))
	if p := b.parts(b.depot, b.blanket); p.OnHand.String() != "20" || p.OnHold.String() != "15" || p.Reserved.String() != "5" || p.Available.String() != "0" {
		t.Errorf("after the loss: %+v", p)
	}
	_, err = b.adjust("LOST", b.line(b.depot, b.blanket, "16"), false)
	wantCode(t, err, "INSUFFICIENT_STOCK") // what is reserved for somebody is not adjusted away
	if err := release(b, reservations); err != nil {
		t.Fatal(err)
	}
	b.must(b.adjust("LOST", b.line(b.depot, b.blanket, "20"), false))
	holds, err := b.ListHolds(inventory.HoldFilter{SiteID: b.depot}).First(b.keeper, 10)
	if err != nil || len(holds) != 1 || holds[0].ID != held || holds[0].State != "TAKEN" {
		t.Errorf("%+v, %v; want the hold taken", holds, err)
	}
}

func TestReleaseOfPartOfAHold(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("50"), LotNo: "B"})
	held, err := b.hold(b.line(b.depot, b.blanket, "40"))
	if err != nil {
		t.Fatal(err)
	}
	free := func(quantity, expected string) error {
		q := inventory.HoldRelease{RequestKey: newKey(), HoldID: held, Quantity: d(quantity), Note: "tested"}
		if expected != "" {
			q.ExpectedQuantity = money(expected)
		}
		_, err := b.ReleaseHold(b.keeper, q)
		return err
	}
	if err := free("15", "40"); err != nil {
		t.Fatal(err)
	}
	if f := wantCode(t, free("15", "40"), "STALE_QUANTITY"); f.Facts["current"] != "25" {
		t.Errorf("the refusal does not say what is on hold now: %v", f.Facts)
	}
	wantCode(t, free("26", ""), "HOLD_GONE")
	wantCode(t, free("-1", ""), "QUANTITY")
	if err := free("0", ""); err != nil { // all that is left
		t.Fatal(err)
	}
	wantCode(t, free("0", ""), "HOLD_GONE")
	if p := b.parts(b.depot, b.blanket); p.Available.String() != "50" {
		t.Errorf("%+v", p)
	}
	_, err = b.ReleaseHold(b.partner, inventory.HoldRelease{RequestKey: newKey(), HoldID: held, Note: "x"})
	wantCode(t, err, "NOT_FOUND") // another's site
}

// Forty holds of one unit, forty issues of one unit and forty units: each unit is held or issued, none twice.
func TestHoldsAndIssuesRace(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("40"), LotNo: "B"})
	line := b.line(b.depot, b.blanket, "1")
	var wg sync.WaitGroup
	for i := range 80 {
		wg.Go(func() {
			var err error
			if i%2 == 0 {
				_, err = b.hold(line)
			} else {
				_, err = b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("1")}}})
			}
			if err != nil && !fault.IsCode(err, "INSUFFICIENT_STOCK") {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if p := b.parts(b.depot, b.blanket); !p.Available.IsZero() || !p.OnHand.Equal(p.OnHold) {
		t.Errorf("%+v; want all on hold", p)
	}
}

// Pain: negative quantities, whichever way they come.
func TestNegativeQuantitiesAreRefused(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("50"), LotNo: "B"})
	for _, quantity := range []string{"-5", "0"} {
		line := b.line(b.depot, b.blanket, quantity)
		_, err := b.adjust("LOST", line, false)
		wantCode(t, err, "QUANTITY")
		_, err = b.adjust("FOUND", line, true)
		wantCode(t, err, "QUANTITY")
		_, err = b.hold(line)
		wantCode(t, err, "QUANTITY")
		_, err = b.ProposeScrap(b.keeper, inventory.Scrap{RequestKey: newKey(), SiteID: b.depot, Reason: "DAMAGED", Lines: []inventory.StockLine{line}})
		wantCode(t, err, "QUANTITY")
		_, err = b.ReturnToSupplier(b.keeper, inventory.SupplierReturn{RequestKey: newKey(), SiteID: b.depot, Reason: "RECALL", Lines: []inventory.StockLine{line}})
		wantCode(t, err, "QUANTITY")
	}
	for what, sql := range map[string]string{
		"a balance":      `update balance set on_hand = -1`,
		"a sum of holds": `update balance set on_hold = -1`,
		"a hold":         `insert into quality_hold (place_id, lot_id, reserve_id, quantity, reason) select place_id, lot_id, reserve_id, -1, 'OTHER' from balance`,
		"holds beyond":   `insert into quality_hold (place_id, lot_id, reserve_id, quantity, reason) select place_id, lot_id, reserve_id, on_hand + 1, 'OTHER' from balance`,
	} {
		if _, err := b.db.Pool.Exec(context.Background(), sql); err == nil {
			t.Errorf("%s below zero or above stock: the database allowed it", what)
		}
	}
}

func TestAdjustmentSaysWhatItExpects(t *testing.T) {
	b := setup(t)
	first, _, _ := b.officers()
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("50"), LotNo: "B", UnitCost: money("80")})
	line := b.line(b.depot, b.blanket, "2")
	line.ExpectedQuantity = money("50")
	b.must(b.adjust("FOUND", line, true)) // worth 160 yuan: nobody is asked
	_, err := b.adjust("FOUND", line, true)
	if f := wantCode(t, err, "STALE_QUANTITY"); f.Facts["current"] != "52" || f.Facts["expected"] != "50" || f.Fields[0] != "lines.0.expectedQuantity" {
		t.Errorf("the refusal lacks its numbers: %v at %v", f.Facts, f.Fields)
	}
	_, err = b.adjust("FOUND", line, false)
	wantCode(t, err, "DIRECTION")
	big := b.must(b.adjust("FOUND", b.line(b.depot, b.blanket, "100"), true)) // worth 8000
	b.wantState(big, "SUBMITTED")
	if got := b.available(b.depot, b.blanket); got != "52" {
		t.Errorf("%s: what is found counts before it is approved", got)
	}
	if f := b.approve(first, big); f != nil {
		t.Fatal(f)
	}
	b.wantState(big, "POSTED")
	if got := b.available(b.depot, b.blanket); got != "152" {
		t.Errorf("%s after the approval", got)
	}
}

// A loss that waits for approval keeps what it can from being promised; what lies under a hold stays under it until it is posted.
func TestLossUnderAHoldWaitsAndIsPosted(t *testing.T) {
	b := setup(t)
	first, _, _ := b.officers()
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("50"), LotNo: "B"}) // of unknown worth: approval
	if _, err := b.hold(b.line(b.depot, b.blanket, "40")); err != nil {
		t.Fatal(err)
	}
	loss := b.must(b.adjust("STOLEN", b.line(b.depot, b.blanket, "30"), false))
	if p := b.parts(b.depot, b.blanket); p.Reserved.String() != "10" || p.OnHold.String() != "40" {
		t.Errorf("while it waits: %+v", p)
	}
	if f := b.approve(first, loss); f != nil {
		t.Fatal(f)
	}
	if p := b.parts(b.depot, b.blanket); p.OnHand.String() != "20" || p.OnHold.String() != "20" {
		t.Errorf("posted: %+v", p)
	}
}

// Twelve lie at the site, eight in one bin and five in another. A hold takes one place that has enough, or is one for each place;
// what is expected is what lies at the site over all of them, and a loss is taken from wherever the goods lie.
func TestHoldsAndAdjustmentsOverBins(t *testing.T) {
	b := setup(t)
	b.withoutRules()
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("25"), LotNo: "B"})
	l := b.line(b.depot, b.blanket, "13")
	bins := map[string]int64{}
	for code, quantity := range map[string]string{"A-1": "8", "A-2": "5"} {
		var id int64
		if err := b.db.Pool.QueryRow(t.Context(), `with p as (insert into place (kind, site_id) values ('BIN', $1) returning id) insert into bin (place_id, site_id, code, pick_order)
			select id, $1, $2, case $2 when 'A-1' then 1 else 2 end from p returning place_id`, b.depot, code).Scan(&id); err != nil {
			t.Fatal(err)
		}
		bins[code] = id
		if err := postgres.InTx(b.system, b.db.Pool, func(tx pgx.Tx) error {
			_, _, err := inventory.PostTx(b.system, tx, inventory.Posting{Kind: inventory.KindTransfer, Reason: "TRANSFER", SiteID: b.depot, Moves: []inventory.Move{{ItemID: l.ItemID, LotID: l.LotID, ReserveID: l.ReserveID,
				From: inventory.AtSite(b.depot), To: inventory.InBin(b.depot, id), Quantity: d(quantity)}}})
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	live := func() (all []string) {
		holds, err := b.ListHolds(inventory.HoldFilter{SiteID: b.depot, LiveOnly: true}).First(b.keeper, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range holds {
			all = append(all, h.Quantity.String())
		}
		slices.Sort(all)
		return all
	}
	l.ExpectedQuantity, l.Quantity = money("25"), d("7")
	_, err := b.hold(l) // of the twelve at the site, or the eight in the bin
	if err != nil {
		t.Fatal(err)
	}
	if got := live(); !slices.Equal(got, []string{"7"}) {
		t.Errorf("held %v, want 7 at one place", got)
	}
	l.Quantity = d("18")
	if _, err := b.hold(l); err != nil {
		t.Fatal(err)
	}
	if p := b.parts(b.depot, b.blanket); p.OnHold.String() != "25" || len(live()) != 4 {
		t.Errorf("%+v held by %v", p, live())
	}
	_, err = b.hold(l)
	wantCode(t, err, "INSUFFICIENT_STOCK")
	l.ExpectedQuantity, l.BinID, l.Quantity = money("8"), bins["A-1"], d("3")
	b.must(b.adjust("LOST", l, false)) // from the bin that was named
	l.ExpectedQuantity, l.BinID, l.Quantity = money("22"), 0, d("20")
	b.must(b.adjust("LOST", l, false))
	if p := b.parts(b.depot, b.blanket); p.OnHand.String() != "2" || p.OnHold.String() != "2" {
		t.Errorf("%+v, %v after all but two are gone", p, live())
	}
	l.ExpectedQuantity, l.BinID, l.Quantity = nil, bins["A-2"], d("4")
	b.must(b.adjust("FOUND", l, true))
	if p := b.parts(b.depot, b.blanket); p.Available.String() != "4" {
		t.Errorf("%+v after four were found in a bin", p)
	}
}
