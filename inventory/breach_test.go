package inventory_test

import (
	"testing"

	"changping/inventory"
)

// Goods expire overnight, or are put on hold: nothing is posted, and the watch finds the floor broken, once, says why, and reminds.
func TestWatchFindsFloorsThatBreakWithoutAPosting(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("100"), LotNo: "A", ExpiresOn: day(1)},
		inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("50"), LotNo: "B"})
	water := b.minimum(inventory.Minimum{Kind: "COVENANT", Scope: "SITE", SiteID: b.depot, ItemID: b.water, Floor: d("100")})
	b.minimum(inventory.Minimum{Kind: "POLICY", Scope: "SITE", SiteID: b.depot, ItemID: b.blanket, Floor: d("60")}) // only warns
	blanket := b.minimum(inventory.Minimum{Kind: "POLICY", Scope: "DISTRICT", ItemID: b.blanket, Floor: d("50"), OnBreach: "REFUSE"})
	watch := func(want inventory.Watched) {
		t.Helper()
		if got, err := b.WatchMinimums(b.system); err != nil || got != want {
			t.Fatalf("%+v, %v; want %+v", got, err, want)
		}
	}
	watch(inventory.Watched{}) // at the floor nothing is low
	owner := b.db.Owner(t)
	if _, err := owner.Exec(t.Context(), `update lot set expires_on = business_date() - 1, made_on = null where lot_no = 'A'`); err != nil {
		t.Fatal(err)
	}
	lots, err := b.ListBalances(b.system, inventory.StockFilter{SiteID: b.depot, ItemID: b.blanket}, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	held, err := b.HoldGoods(b.keeper, inventory.QualityHold{RequestKey: newKey(), SiteID: b.depot, Reason: "SUSPECT", Line: inventory.StockLine{ItemID: b.blanket, LotID: lots[0].LotID, ReserveID: lots[0].ReserveID, Quantity: d("5")}})
	if err != nil {
		t.Fatal(err)
	}
	watch(inventory.Watched{Opened: 1}) // the hold has opened its own
	watch(inventory.Watched{})          // twice is once
	causes := map[int64]string{}
	open, err := b.ListBreaches(true).First(b.system, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range open {
		causes[x.MinimumID] = x.Cause
	}
	if len(open) != 2 || causes[water] != "EXPIRY" || causes[blanket] != "HOLD" {
		t.Errorf("%v; want expiry and hold", causes)
	}
	if _, err := b.ReleaseHold(b.keeper, inventory.HoldRelease{RequestKey: newKey(), HoldID: held.HoldID, Note: "fit"}); err != nil {
		t.Fatal(err)
	}
	if open, err = b.ListBreaches(true).First(b.system, 10); err != nil || len(open) != 1 || open[0].MinimumID != water {
		t.Fatalf("%+v, %v: a release closes its breach", open, err)
	}
	// Three days before, on the day, and every day after; late, the missed one is made up for once.
	for _, c := range []struct {
		days, reminded int
		kind           string
	}{{4, 0, ""}, {2, 1, "SOON"}, {1, 0, ""}, {0, 1, "DUE"}, {-1, 1, "OVERDUE"}, {-9, 1, "OVERDUE"}} {
		if _, err := owner.Exec(t.Context(), `update minimum_breach set cure_by = business_date() + $1::integer where closed_at is null`, c.days); err != nil {
			t.Fatal(err)
		}
		watch(inventory.Watched{Reminded: c.reminded})
		watch(inventory.Watched{})
		reminders, err := b.RemindersOf(b.system, []int64{open[0].ID})
		if all := reminders[open[0].ID]; err != nil || c.kind != "" && all[len(all)-1].Kind != c.kind {
			t.Errorf("%d days before: %+v, %v; want %s", c.days, all, err, c.kind)
		}
		if _, err := owner.Exec(t.Context(), `update minimum_reminder set day = day - 30 * id::integer where day = business_date()`); err != nil { // another day
			t.Fatal(err)
		}
	}
	if n, err := b.CountBreachesReminded(b.keeper); err != nil || n != 1 {
		t.Errorf("%d on the workbench, %v", n, err)
	}
	// A date that was wrong is put right: the watch closes what no posting would.
	if _, err := owner.Exec(t.Context(), `update lot set expires_on = business_date() + 9 where lot_no = 'A'`); err != nil {
		t.Fatal(err)
	}
	watch(inventory.Watched{Closed: 1})
}
