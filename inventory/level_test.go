package inventory_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"changping/inventory"
)

// agree holds the list of minimums, which is read from the levels, page by page, against the sums over lots, minimum by minimum.
func (b *bundle) agree(after string, ids []int64) {
	b.t.Helper()
	sums, err := b.MinimumsByID(b.system, ids)
	if err != nil {
		b.t.Fatal(err)
	}
	low, near, err := b.CountMinimums(b.system)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, belowOnly := range []bool{false, true} {
		want := map[string]int{}
		for _, m := range sums {
			if m.ToDate == nil && (!belowOnly || m.State() == "BELOW") {
				want[m.State()]++
			}
		}
		if !belowOnly && (low != want["BELOW"] || near != want["NEAR"]) {
			b.t.Errorf("%s: %d counted below and %d near; by their lots %v", after, low, near, want)
		}
		var key *inventory.MinimumKey
		seen := map[string]int{}
		for {
			page, err := b.ListMinimums(b.system, inventory.MinimumFilter{BelowOnly: belowOnly}, 2, key)
			if err != nil {
				b.t.Fatal(err)
			}
			for _, m := range page {
				seen[m.State()]++
				headroom := m.Available.Sub(m.Floor)
				if !m.Available.Equal(sums[m.MinimumID].Available) {
					b.t.Errorf("%s: minimum %d has %s by the list, %s by its lots", after, m.MinimumID, m.Available, sums[m.MinimumID].Available)
				}
				if key != nil && headroom.LessThan(key.Headroom) {
					b.t.Errorf("%s: headroom %s after %s", after, headroom, key.Headroom)
				}
				key = &inventory.MinimumKey{Headroom: headroom, ID: m.MinimumID}
			}
			if len(page) < 2 {
				break
			}
		}
		for _, state := range []string{"OK", "NEAR", "BELOW"} {
			if seen[state] != want[state] {
				b.t.Errorf("%s, below only %t: %d %s in the list, %d by their lots", after, belowOnly, seen[state], state, want[state])
			}
		}
	}
	if err := inventory.Verify(context.Background(), b.db.Pool, func(string) {}); err != nil {
		b.t.Errorf("%s: %v", after, err)
	}
}

// Floors stand on levels so that lists of them do not add up stock: whatever changes what may be used, the list says what the lots say.
func TestFloorsOnLevelsAgreeWithLots(t *testing.T) {
	b := setup(t)
	b.withoutRules()
	var ids []int64
	floor := func(m inventory.Minimum) int64 {
		m.Kind = "POLICY"
		id := b.minimum(m)
		ids = append(ids, id)
		return id
	}
	floor(inventory.Minimum{Scope: "SITE", SiteID: b.annex, ItemID: b.water, Floor: d("5")}) // nothing ever lay there
	floor(inventory.Minimum{Scope: "SITE", SiteID: b.depot, ItemID: b.water, Floor: d("20"), WarningMargin: d("100"), FromDate: day(-1)})
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("60"), LotNo: "A", ExpiresOn: day(100)},
		inventory.ReceiptLine{ItemID: b.water, Quantity: d("40"), LotNo: "B", ExpiresOn: day(200)}, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("30"), LotNo: "C"})
	tomorrow := day(1)
	higher := floor(inventory.Minimum{Scope: "SITE", SiteID: b.depot, ItemID: b.water, Floor: d("90"), FromDate: tomorrow}) // stands on the level, and is not in force
	floor(inventory.Minimum{Scope: "SITE", SiteID: b.depot, ItemID: b.blanket, Floor: d("30")})
	floor(inventory.Minimum{Scope: "DISTRICT", ItemID: b.water, Floor: d("101")})
	ids = ids[:len(ids):len(ids)]
	inForce := func() (all []int64) {
		for _, id := range ids {
			if id != higher {
				all = append(all, id)
			}
		}
		return all
	}
	b.agree("floors were set", inForce())
	if _, err := b.issue(b.depot, b.water, "10"); err != nil {
		t.Fatal(err)
	}
	b.agree("an issue", inForce())
	if _, err := b.hold(b.line(b.depot, b.blanket, "7")); err != nil {
		t.Fatal(err)
	}
	b.agree("a hold", inForce())
	for _, change := range [][2]string{{"lots expired", `update lot set made_on = null, expires_on = business_date() - 1 where lot_no in ('A', 'C')`}, {"a lot is on hold", `update lot set quality = 'ON_HOLD' where lot_no = 'B'`}} {
		if _, err := b.db.Pool.Exec(t.Context(), change[1]); err != nil {
			t.Fatal(err)
		}
		b.agree(change[0], inForce())
	}
	if _, err := b.db.Pool.Exec(t.Context(), `update minimum set from_date = business_date() - 2 where id = $1`, higher); err != nil {
		t.Fatal(err)
	}
	b.agree("a higher floor came into force", ids)
	if _, _, err := b.EndMinimum(b.system, inventory.MinimumEnd{MinimumID: higher, ToDate: *day(-1)}); err != nil {
		t.Fatal(err)
	}
	b.agree("it ended", inForce())
	b.minimum(inventory.Minimum{Kind: "POLICY", Scope: "SITE", SiteID: b.depot, ItemID: b.water, Floor: d("31"), WarningMargin: d("1"), FromDate: day(-1)})
	b.agree("a floor was raised", inForce())
	owner := b.db.Owner(t)
	for rule, broken := range map[string]string{
		"a level knows what is spoken for": `update stock_level set spoken_for = spoken_for + 1 where minimum_id is not null`,
		"a level knows what is spoken":     `update stock_level set floor = floor + 1 where minimum_id is not null`,
	} {
		tx, err := owner.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(t.Context(), broken); err != nil {
			t.Fatal(err)
		}
		if err := tx.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := inventory.Verify(t.Context(), b.db.Pool, func(string) {}); err == nil || !strings.Contains(err.Error(), rule) {
			t.Errorf("after %q: %v", broken, err)
		}
		if _, err := owner.Exec(t.Context(), strings.ReplaceAll(broken, "+ 1", "- 1")); err != nil {
			t.Fatal(err)
		}
	}
}

// The indexes of what is there go by in_stock: a query that says on_hand > 0 of a balance or a level goes through all that ever was.
func TestQueriesAskByInStock(t *testing.T) {
	t.Parallel()
	asked := regexp.MustCompile(`\b[a-wyz]\.on_hand > 0`) // x is a sum
	for _, dir := range []string{".", "../logistics", "../graph", "../fixtures", "../cmd/changping"} {
		files, _ := filepath.Glob(filepath.Join(dir, "*.go"))
		if len(files) == 0 {
			t.Errorf("no source in %s", dir)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if at := asked.FindIndex(text); at != nil && !strings.HasSuffix(file, "_test.go") {
				t.Errorf("%s, line %d: say in_stock instead of on_hand > 0", file, 1+strings.Count(string(text[:at[0]]), "\n"))
			}
		}
	}
}
