package graph

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
)

const inTransitPage = `query($s: ID, $i: ID, $late: Boolean, $after: String, $first: Int) { inTransit(siteId: $s, itemId: $i, lateOnly: $late, first: $first, after: $after) {
	nodes { paper paperId number lineNo quantity since expectedAt late item { code } lot { lotNo } fromSite { code } toSite { code } } pageInfo { hasNextPage endCursor } } }`

// everyInTransit reads what an account sees on its way, page by page.
func (d *district) everyInTransit(account string, first int) (all []any) {
	d.t.Helper()
	for after := any(nil); ; {
		p := d.ask(account, "inTransit", inTransitPage, map[string]any{"after": after, "first": first})
		all = append(all, dig(p, "nodes").([]any)...)
		if dig(p, "pageInfo.hasNextPage") != true {
			return all
		}
		after = dig(p, "pageInfo.endCursor")
	}
}

// Goods that left and have not arrived are seen by both ends, by the district and by who drives them; and by nobody else.
func TestGoodsInTransitAreSeenByBothEnds(t *testing.T) {
	d := setup(t)
	blanket := d.item("XQ-LR-0018")
	sent := d.do("keeper", "transferGoods", "TransferGoodsInput", "document { id number state }", map[string]any{"siteId": d.site("D01"), "toSiteId": d.site("T-102"),
		"lines": []any{map[string]any{"itemId": blanket, "quantity": "7"}}})
	if dig(sent, "document.state") != "IN_TRANSIT" {
		t.Fatalf("the transfer is not on its way: %v", sent)
	}
	var quantity decimal.Decimal
	for _, account := range []string{"keeper", "keeper-xinkou", "liaison-xinkou", "dispatcher", "auditor"} {
		quantity = decimal.Zero
		for _, x := range d.everyInTransit(account, 50) {
			if dig(x, "paperId") != dig(sent, "document.id") || dig(x, "number") != dig(sent, "document.number") || dig(x, "fromSite.code") != "D01" || dig(x, "toSite.code") != "T-102" || dig(x, "late") != false {
				t.Errorf("%s sees %v", account, x)
			}
			quantity = quantity.Add(decimal.RequireFromString(dig(x, "quantity").(string)))
		}
		if quantity.String() != "7" {
			t.Errorf("%s sees %s of 7 blankets on their way", account, quantity)
		}
	}
	for _, account := range []string{"partner", "carrier", "liaison-zhongbei"} {
		if seen := d.everyInTransit(account, 50); len(seen) != 0 {
			t.Errorf("%s sees what is none of theirs: %v", account, seen)
		}
	}

	// A trip leaves: its goods are on their way for the carrier, too; every line stands once in pages of any size, longest on its way first.
	d.flood(1500)
	trips := d.ask("dispatcher", "trips.nodes", `{ trips(openOnly: true, first: 250) { nodes { id revision vehicle { carrier { code } } } } }`, nil).([]any)
	ours := 0
	for _, trip := range trips {
		d.do("dispatcher", "dispatchTrip", "TripInput", "trip { state }", map[string]any{"tripId": dig(trip, "id"), "revision": dig(trip, "revision")})
		if dig(trip, "vehicle.carrier.code") == "CAR-01" {
			ours++
		}
	}
	all := d.everyInTransit("dispatcher", 250)
	if pages := d.everyInTransit("dispatcher", 3); len(all) < 5 || fmt.Sprint(pages) != fmt.Sprint(all) {
		t.Errorf("%d lines in pages of three, %d in one", len(pages), len(all))
	}
	papers, last := map[any]bool{}, ""
	for _, x := range all {
		papers[dig(x, "paperId")] = true
		if since := dig(x, "since").(string); since < last {
			t.Errorf("%s comes after %s", since, last)
		} else {
			last = since
		}
		if dig(x, "paper") == "WAYBILL" && dig(x, "expectedAt").(string) <= dig(x, "since").(string) {
			t.Errorf("a waybill is expected by its trip's plan: %v", x)
		}
	}
	if n := d.ask("dispatcher", "workbench.inTransit", `{ workbench { inTransit } }`, nil); n != float64(len(papers)) {
		t.Errorf("the workbench counts %v papers on their way, the list has %d", n, len(papers))
	}
	// Whose vehicles go is the planner's choice, and where it runs out of time another one's.
	if seen := d.everyInTransit("carrier", 250); (ours == 0) != (len(seen) == 0) || len(seen) >= len(all) {
		t.Errorf("%d trips are the carrier's; it sees %d of %d lines", ours, len(seen), len(all))
	}
	for _, x := range d.everyInTransit("keeper-xinkou", 250) {
		if dig(x, "fromSite.code") != "T-102" && dig(x, "toSite.code") != "T-102" {
			t.Errorf("the keeper of T-102 sees %v", x)
		}
	}

	// A transfer that nobody has received within the days that are set is late.
	late := d.ask("dispatcher", "inTransit.nodes", inTransitPage, map[string]any{"late": true, "s": d.site("D01"), "i": blanket}).([]any)
	if _, err := d.Pool.Exec(t.Context(), `update setting set value = '0' where name = 'transfer_days'`); err != nil {
		t.Fatal(err)
	}
	if now := d.ask("dispatcher", "inTransit.nodes", inTransitPage, map[string]any{"late": true, "s": d.site("D01"), "i": blanket}).([]any); len(late) != 0 || len(now) == 0 || dig(now, "0.number") != dig(sent, "document.number") || dig(now, "0.late") != true {
		t.Errorf("late before the day has passed: %v, after it: %v", late, now)
	}

	// What has arrived is on its way no more; a drill never was.
	d.do("keeper-xinkou", "receiveTransfer", "ReceiveTransferInput", "document { state }", map[string]any{"documentId": dig(sent, "document.id")})
	for _, x := range d.everyInTransit("dispatcher", 250) {
		if dig(x, "paper") != "WAYBILL" {
			t.Errorf("on its way though it has been received: %v", x)
		}
	}
}
