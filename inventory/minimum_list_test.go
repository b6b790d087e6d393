package inventory_test

import (
	"slices"
	"testing"

	"changping/internal/postgres"
	"changping/inventory"
)

// Floors are found by what they are, whom they bind and whether they hold today; one that begins later has no say yet and can be seen.
func TestMinimumsAreListedByFilter(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("100"), LotNo: "A"})
	now := b.minimum(inventory.Minimum{Kind: "COVENANT", Scope: "SITE", SiteID: b.depot, ItemID: b.blanket, Floor: d("90")})
	wide := b.minimum(inventory.Minimum{Kind: "POLICY", Scope: "DISTRICT", ItemID: b.water, Floor: d("10")})
	later := b.minimum(inventory.Minimum{Kind: "COVENANT", Scope: "SITE", SiteID: b.depot, ItemID: b.blanket, Floor: d("99"), FromDate: day(5)})
	past := b.minimum(inventory.Minimum{Kind: "POLICY", Scope: "SITE", SiteID: b.annex, ItemID: b.blanket, Floor: d("7"), FromDate: day(-9), ToDate: day(-1)})
	for _, c := range []struct {
		filter inventory.MinimumFilter
		want   []int64
	}{
		{inventory.MinimumFilter{}, []int64{wide, now}},
		{inventory.MinimumFilter{BelowOnly: true}, []int64{wide}},
		{inventory.MinimumFilter{Kind: "COVENANT"}, []int64{now}},
		{inventory.MinimumFilter{Scope: "DISTRICT"}, []int64{wide}},
		{inventory.MinimumFilter{Search: "BLANKET"}, []int64{now}},
		{inventory.MinimumFilter{Validity: "COMING"}, []int64{later}},
		{inventory.MinimumFilter{Validity: "ENDED"}, []int64{past}},
	} {
		rows, err := b.ListMinimums(b.system, c.filter, 10, nil)
		var got []int64
		for _, r := range rows {
			got = append(got, r.MinimumID)
		}
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, %v; want %v", c.filter, got, err, c.want)
		}
	}
}

// What must be made good soonest stands first, and what is closed last, page by page.
func TestBreachesComeInTheOrderOfTheirCureDates(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "A"}, inventory.ReceiptLine{ItemID: b.water, Quantity: d("10"), LotNo: "W", ExpiresOn: day(100)})
	floors := []int64{
		b.minimum(inventory.Minimum{Kind: "COVENANT", Scope: "SITE", SiteID: b.depot, ItemID: b.blanket, Floor: d("20"), CureDays: 9}),
		b.minimum(inventory.Minimum{Kind: "COVENANT", Scope: "DISTRICT", ItemID: b.blanket, Floor: d("20"), CureDays: 2}),
		b.minimum(inventory.Minimum{Kind: "COVENANT", Scope: "SITE", SiteID: b.depot, ItemID: b.water, Floor: d("11"), CureDays: 1}),
		b.minimum(inventory.Minimum{Kind: "COVENANT", Scope: "DISTRICT", ItemID: b.water, Floor: d("11"), CureDays: 5}),
	}
	if w, err := b.WatchMinimums(b.system); err != nil || w.Opened != 4 {
		t.Fatalf("%+v, %v", w, err)
	}
	b.receive(b.keeper, "key-receive-2", b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("10"), LotNo: "W", ExpiresOn: day(100)})
	var got []int64
	list := b.ListBreaches(false)
	p := postgres.Page{Order: list.Orders[0], Limit: 1}
	for {
		page, err := list.Page(b.system, p)
		if err != nil {
			t.Fatal(err)
		}
		if len(page.All) == 0 {
			break
		}
		got, p.After = append(got, page.All[0].MinimumID), page.Keys[0]
	}
	if want := []int64{floors[1], floors[0], floors[3], floors[2]}; !slices.Equal(got, want) {
		t.Errorf("%v; want the open ones by cure date, then the closed ones: %v", got, want)
	}
}
