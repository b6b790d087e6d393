package graph

import (
	"fmt"
	"time"

	"changping/access"
	"changping/inventory"
	"changping/inventory/gs1"
)

// rowsOfEverything makes rows of every list of the schema, and gives what their lists need to be told.
func (d *district) rowsOfEverything() map[string]any {
	d.t.Helper()
	site, town, item := d.site("D01"), d.site("T-102"), d.item("XQ-LR-0018")
	system := access.WithActor(d.t.Context(), access.System("test"))
	fail := func(err error) {
		d.t.Helper()
		if err != nil {
			d.t.Fatal(err)
		}
	}
	line := func(code, quantity string) []any {
		return []any{map[string]any{"itemId": d.item(code), "quantity": quantity}}
	}
	day := func(n int) string { return time.Now().AddDate(0, 0, n).Format(time.DateOnly) }

	// Incidents of three levels, with trips and waybills; overrides for one of them; goods between sites.
	incident, _ := d.flood(5000)
	for _, level := range []string{"IV", "I", "III"} {
		d.do("dispatcher", "openIncident", "OpenIncidentInput", "incident { id }", map[string]any{"scenarioCode": "RF", "level": level, "townId": d.town("120111103"), "peopleAffected": 200, "coverDays": 1})
	}
	for _, trip := range d.ask("dispatcher", "trips.nodes", `query($i: ID!) { trips(incidentId: $i) { nodes { id revision } } }`, map[string]any{"i": incident}).([]any) {
		d.do("dispatcher", "dispatchTrip", "TripInput", "trip { id }", map[string]any{"tripId": dig(trip, "id"), "revision": dig(trip, "revision")})
	}
	minimum := d.ask("auditor", "minimums.nodes.0.id", `{ minimums(first: 1) { nodes { id } } }`, nil)
	for i := range 3 {
		d.do("dispatcher", "requestOverride", "RequestOverrideInput", "override { id }", map[string]any{"incidentId": incident, "reason": fmt.Sprint("x", i), "validHours": 4, "limits": []any{map[string]any{"minimumId": minimum, "quantity": "1"}}})
		d.do("keeper", "transferGoods", "TransferGoodsInput", "document { id }", map[string]any{"siteId": site, "toSiteId": town, "lines": line("XQ-LR-0018", fmt.Sprint(i+1))})
		until := time.Now().AddDate(0, 0, 3-i)
		d.do("dispatcher", "closeRoad", "CloseRoadInput", "closure { id }", map[string]any{"reason": "FLOODED", "shape": "AREA", "untilAt": until.Format(time.RFC3339),
			"points": []any{map[string]any{"latitude": 39.1, "longitude": 117.0}, map[string]any{"latitude": 39.11, "longitude": 117.0}, map[string]any{"latitude": 39.11, "longitude": 117.01}}})
	}

	// Holds; loans that came back; issues that wait for the dispatcher.
	balance := d.ask("keeper", "balances.nodes.0", `query($s: ID!, $i: ID!) { balances(siteId: $s, itemId: $i) { nodes { lot { id } reserve { id } } } }`, map[string]any{"s": site, "i": item})
	for range 3 {
		d.do("keeper", "holdGoods", "HoldGoodsInput", "hold { id }", map[string]any{"siteId": site, "reason": "DAMAGED", "goods": map[string]any{"itemId": item, "lotId": dig(balance, "lot.id"), "reserveId": dig(balance, "reserve.id"), "quantity": "1"}})
		loan := d.do("keeper", "issueGoods", "IssueGoodsInput", "document { id movements { quantity lot { id } } }", map[string]any{"siteId": site, "reason": "LOAN", "lines": line("XQ-LR-0018", "2")})
		d.do("keeper", "recoverGoods", "RecoverGoodsInput", "document { id }", map[string]any{"siteId": site, "againstId": dig(loan, "document.id"),
			"lines": []any{map[string]any{"itemId": item, "lotId": dig(loan, "document.movements.0.lot.id"), "quantity": dig(loan, "document.movements.0.quantity")}}})
	}
	d.do("admin", "addApprovalRule", "AddApprovalRuleInput", "rule { id }", map[string]any{"kind": "ISSUE", "reason": "CONSUMPTION", "persons": 1})
	for range 3 {
		d.do("keeper", "issueGoods", "IssueGoodsInput", "document { id }", map[string]any{"siteId": site, "reason": "CONSUMPTION", "lines": line("XQ-LR-0018", "1")})
	}

	// A town's goods at a shop, let go by three orders; donors' consents; labels; a third kit.
	var townID, shopReserve int64
	fail(d.Pool.QueryRow(d.t.Context(), `select id from organisation where code = '120111102'`).Scan(&townID))
	shopReserve, err := d.Inventory.EnsureReserve(system, inventory.Reserve{OwnerID: townID, Source: "GOVERNMENT", Tier: "TOWN", Custody: "ENTRUSTED"})
	fail(err)
	shop := d.site("E01-W")
	d.do("partner", "receiveGoods", "ReceiveGoodsInput", "document { id }", map[string]any{"siteId": shop, "reason": "PURCHASE",
		"lines": []any{map[string]any{"itemId": item, "quantity": "60", "lotNo": "ENTRUSTED-1", "reserveId": string(globalID("reserve", shopReserve)), "expiresOn": day(900)}}})
	for i, code := range []string{"XQ-LR-0043", "XQ-LR-0018", "XQ-LR-0053"} {
		d.do("liaison-xinkou", "orderRelease", "OrderReleaseInput", "number", map[string]any{"siteId": shop, "ownerId": string(globalID("organisation", townID)), "untilOn": day(9 - i), "lines": line("XQ-LR-0018", "2")})
		_, err := d.Pool.Exec(d.t.Context(), `insert into purpose_consent (reserve_id, consented_by, paper, until_on) values ($1, 'x', 'y', business_date() + $2::integer)`, shopReserve, 9-i)
		fail(err)
		for _, pack := range []string{"1", "24"} {
			gtin := fmt.Sprintf("06905555%d000%s", i, pack)[:13]
			gtin += string(gs1.CheckDigit(gtin))
			d.do("admin", "linkGtin", "LinkGtinInput", "item { code }", map[string]any{"gtin": gtin, "itemId": d.item(code), "factor": pack, "levelName": "箱"})
		}
	}
	d.do("admin", "defineKit", "DefineKitInput", "kit { item { code } }", map[string]any{"kitItemId": d.item("XQ-LR-0121"), "contents": line("XQ-LR-0018", "1")})

	// What the night finds: tasks of rotation, and floors that are broken, one of them whole again.
	_, err = d.Inventory.PlanRotation(system)
	fail(err)
	for i := range 4 {
		_, err := d.Pool.Exec(d.t.Context(), `insert into minimum_breach (minimum_id, floor, available, reason, cure_by, closed_at, cured_available, cured_floor, cause)
			select id, floor, 0, 'x', business_date() + $1::integer, case when $1 = 2 then now() end, 0, 0, 'OTHER' from minimum order by id offset $1 limit 1`, i)
		fail(err)
	}

	// Stocktakes, one of them with figures that differ; a pump that has been about.
	var counts []any
	for i, code := range []string{"XQ-LR-0018", "XQ-LR-0043", "XQ-LR-0053"} {
		items := []any{d.item(code)}
		if i == 0 {
			items = append(items, d.item("XQ-LR-0019"), d.item("XQ-LR-0010"))
		}
		counts = append(counts, dig(d.do("keeper", "openStockCount", "OpenStockCountInput", "count { id }", map[string]any{"siteId": site, "plan": map[string]any{"kind": "ITEMS", "itemIds": items}, "blind": false}), "count.id"))
	}
	var entries []any
	for i, l := range d.ask("keeper", "node.lines.nodes", `query($id: ID!) { node(id: $id) { ... on StockCount { lines(first: 50) { nodes { id } } } } }`, map[string]any{"id": counts[0]}).([]any) {
		entries = append(entries, map[string]any{"lineId": dig(l, "id"), "quantity": fmt.Sprint(i)}, map[string]any{"lineId": dig(l, "id")})
	}
	_, err = d.Pool.Exec(d.t.Context(), `update lot set unit_cost = id % 7 + 1 where item_id in (select id from item where code in ('XQ-LR-0018', 'XQ-LR-0019'))`)
	fail(err)
	d.do("keeper", "enterStockCount", "EnterStockCountInput", "count { id }", map[string]any{"countId": counts[0], "entries": entries})
	pump := d.ask("auditor", "units.nodes.0.lot.id", `query($s: ID!, $i: ID!) { units(siteId: $s, itemId: $i) { nodes { lot { id } } } }`, map[string]any{"s": site, "i": d.item("XQ-FC-0052")})
	move := func(from, to string) { // both are the keeper's, so that it arrives at once
		d.do("keeper", "transferGoods", "TransferGoodsInput", "document { id }", map[string]any{"siteId": d.site(from), "toSiteId": d.site(to), "lines": []any{map[string]any{"itemId": d.item("XQ-FC-0052"), "lotId": pump, "quantity": "1"}}})
	}
	move("D01", "D02")
	move("D02", "D01")
	return map[string]any{"bins.siteId": site, "stockCard.siteId": site, "stockCard.itemId": item, "stockAsOf.at": time.Now().UTC().Format(time.RFC3339), "unitHistory.lotId": pump, "StockCount": counts[0]}
}
