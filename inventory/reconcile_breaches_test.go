package inventory_test

import (
	"strings"
	"testing"

	"changping/inventory"
)

// Each breach is proved against its minimum: one that stands open though stock is back, one that was hidden by closing it, one that was
// closed with figures that are not so. The database itself refuses to close a breach that is not cured.
func TestVerifyProvesBreachesAgainstTheirMinimums(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("50"), LotNo: "B"})
	minimum := b.minimum(inventory.Minimum{Kind: "COVENANT", Scope: "SITE", SiteID: b.depot, ItemID: b.blanket, Floor: d("48"), FromDate: day(-3)})
	hold := func() int64 {
		t.Helper()
		held, err := b.HoldGoods(b.keeper, inventory.QualityHold{RequestKey: newKey(), SiteID: b.depot, Reason: "SUSPECT", Line: b.line(b.depot, b.blanket, "5")})
		if err != nil {
			t.Fatal(err)
		}
		if len(held.Warnings) != 1 || held.Warnings[0].Code != "BREACH_OPEN" {
			t.Fatalf("%+v; want one breach opened", held)
		}
		return held.HoldID
	}
	release := func(id int64) {
		t.Helper()
		if _, err := b.ReleaseHold(b.keeper, inventory.HoldRelease{RequestKey: newKey(), HoldID: id, Note: "fit"}); err != nil {
			t.Fatal(err)
		}
	}
	sound := func(when string) {
		t.Helper()
		if broken := inventory.Broken(t.Context(), b.db.Pool); broken != "" {
			t.Fatalf("%s: %s", when, broken)
		}
	}
	owner := b.db.Owner(t)
	change := func(sql string) {
		t.Helper()
		if _, err := owner.Exec(t.Context(), sql); err != nil {
			t.Fatal(sql, err)
		}
	}
	found := func(rule string) {
		t.Helper()
		if broken := inventory.Broken(t.Context(), b.db.Pool); !strings.Contains(broken, rule) {
			t.Errorf("%s was broken and not found: %q", rule, broken)
		}
	}
	const open, closed = "an open breach is of a minimum that is below its floor", "one that is closed was made good"

	held := hold()
	sound("with a breach open")
	release(held)
	sound("with a breach cured")
	change(`update minimum_breach set closed_at = null`)
	found(open)
	if _, err := owner.Exec(t.Context(), `update minimum_breach set closed_at = now(), cured_available = 47, cured_floor = 48`); err == nil {
		t.Error("the database let a breach be closed below its floor")
	}
	change(`update minimum_breach set closed_at = now()`)
	sound("put right")

	held = hold()
	if _, err := owner.Exec(t.Context(), `update minimum_breach set closed_at = now() where closed_at is null`); err == nil {
		t.Error("the database let a breach be closed without its cure")
	}
	change(`alter table minimum_breach drop constraint minimum_breach_cured`)
	change(`update minimum_breach set closed_at = now() where closed_at is null`)
	found(closed)
	change(`update minimum_breach set closed_at = null where cured_floor is null`)
	change(`update minimum_breach set available = 48 where closed_at is null`)
	found(closed)
	change(`update minimum_breach set available = 45 where closed_at is null`)
	change(`update minimum_breach set cured_available = 40 where closed_at is not null`)
	found(closed)
	change(`update minimum_breach set cured_available = 50 where closed_at is not null`)
	sound("put right again")

	// What is no longer in force has no floor to be kept.
	if _, _, err := b.EndMinimum(b.system, inventory.MinimumEnd{MinimumID: minimum, ToDate: *day(-1)}); err != nil {
		t.Fatal(err)
	}
	if open, err := b.ListBreaches(true).First(b.system, 10); err != nil || len(open) != 0 {
		t.Errorf("%+v, %v: the breach of a minimum that is over is closed", open, err)
	}
	sound("with the minimum over")
	release(held)
}
