package graph

import (
	"testing"
	"time"
)

// A blind stocktake over the API: the keeper counts without being told what is expected, the dispatcher sees it and approves, the keeper closes.
func TestABlindStocktake(t *testing.T) {
	d := setup(t)
	blanket, d01 := d.item("XQ-LR-0018"), d.site("D01")
	opened := d.do("keeper", "openStockCount", "OpenStockCountInput", "count { id number state plan { kind } progress { lines uncounted found { differences } } }",
		map[string]any{"siteId": d01, "plan": map[string]any{"kind": "ITEMS", "itemIds": []any{blanket}}, "blind": true})
	id := dig(opened, "count.id")
	if dig(opened, "count.state") != "OPEN" || dig(opened, "count.progress.lines") == 0.0 || dig(opened, "count.progress.found") != nil {
		t.Errorf("opened: %v", opened)
	}
	const query = `query($id: ID!) { node(id: $id) { ... on StockCount { lines(first: 50) { nodes { id progress counted expected difference needsApproval outcome document { number kind } } } } } }`
	look := func(account string) []any {
		return d.ask(account, "node.lines.nodes", query, map[string]any{"id": id}).([]any)
	}
	var entries []any
	for _, l := range look("keeper") {
		entries = append(entries, map[string]any{"lineId": dig(l, "id"), "quantity": "1"}, map[string]any{"lineId": dig(l, "id")})
	}
	d.do("keeper", "enterStockCount", "EnterStockCountInput", "count { id }", map[string]any{"countId": id, "entries": entries})
	if seen := look("keeper"); dig(seen, "0.expected") != nil || dig(seen, "0.counted") != nil || dig(seen, "0.progress") != "COUNTED" {
		t.Errorf("the counter sees %v", seen)
	}
	refused := d.try("keeper", "closeStockCount", "CloseStockCountInput", "count { id }", map[string]any{"countId": id})
	if dig(refused, "userErrors.0.code") != "COUNT_UNAPPROVED" {
		t.Errorf("closed without approval: %v", refused)
	}
	var approvals []any
	for _, l := range look("dispatcher") {
		if dig(l, "needsApproval") != true || dig(l, "expected") == nil {
			t.Errorf("the dispatcher sees %v", l)
		}
		approvals = append(approvals, map[string]any{"lineId": dig(l, "id"), "difference": dig(l, "difference")})
	}
	if own := d.try("keeper", "approveStockCountLines", "ApproveStockCountLinesInput", "count { id }", map[string]any{"countId": id, "lines": approvals}); dig(own, "userErrors.0.code") != "OWN_COUNT" {
		t.Errorf("the counter approved: %v", own)
	}
	stale := append([]any{map[string]any{"lineId": dig(approvals[0], "lineId"), "difference": "12345"}}, approvals...)
	each := d.do("dispatcher", "approveStockCountLines", "ApproveStockCountLinesInput", "count { id } results { lineId approved userErrors { code fields } }", map[string]any{"countId": id, "lines": stale, "mode": "BEST_EFFORT"})
	if dig(each, "results.0.approved") != false || dig(each, "results.0.userErrors.0.code") != "STALE_DIFFERENCE" || dig(each, "results.1.approved") != true {
		t.Errorf("row by row: %v", each)
	}
	scopes := d.ask("keeper", "stockCountScopes", `query($s: ID!) { stockCountScopes(siteId: $s) { kind code items bins lines neverCounted oldestCountAt beingCounted } }`, map[string]any{"s": d01}).([]any)
	if dig(scopes, "0.kind") != "FULL" || dig(scopes, "0.lines").(float64) < 1 || dig(scopes, "0.beingCounted") != float64(len(look("keeper"))) {
		t.Errorf("scopes: %v", scopes)
	}
	before := d.ask("dispatcher", "node", `query($id: ID!) { node(id: $id) { ... on StockCount { progress { found { confirmed adjusted blocked } } lines(only: DIFFERENT, first: 1) { nodes { mine value prospect lastCountedAt bin { code } entries { round person quantity countedAt } } } } } }`, map[string]any{"id": id})
	if dig(before, "lines.nodes.0.prospect") != "ADJUSTED" || dig(before, "lines.nodes.0.entries.0.quantity") != "1" || dig(before, "progress.found.adjusted") == 0.0 {
		t.Errorf("before it is closed: %v", before)
	}
	d.do("keeper", "closeStockCount", "CloseStockCountInput", "count { state }", map[string]any{"countId": id})
	closed := look("keeper")
	if dig(closed, "0.outcome") != "ADJUSTED" || dig(closed, "0.document.kind") != "COUNT" || dig(closed, "0.expected") == nil {
		t.Errorf("closed: %v", closed)
	}
	if last := d.ask("keeper", "lastCounted", `query($s: ID!, $i: ID!) { lastCounted(siteId: $s, itemId: $i) { countedAt count lot { lotNo } } }`, map[string]any{"s": d01, "i": blanket}).([]any); dig(last, "0.countedAt") == nil {
		t.Errorf("last counted: %v", last)
	}
	if list := d.ask("auditor", "stockCounts.nodes", `{ stockCounts(state: CLOSED) { nodes { number site { code } openedBy closedBy } } }`, nil).([]any); len(list) != 1 || dig(list, "0.site.code") != "D01" {
		t.Errorf("closed stocktakes: %v", list)
	}
	if stranger := d.try("keeper-xinkou", "enterStockCount", "EnterStockCountInput", "count { id }", map[string]any{"countId": id, "entries": []any{}}); dig(stranger, "userErrors.0.code") != "NOT_FOUND" {
		t.Errorf("another site's keeper: %v", stranger)
	}
}

// History over the API: late paper on its place of the card, stock as of then, a period and a forecast.
// Who closes a stocktake is told of the breach that it opens.
func TestClosingAStocktakeTellsOfItsBreach(t *testing.T) {
	d := setup(t)
	blanket, d01 := d.item("XQ-LR-0018"), d.site("D01")
	opened := d.do("keeper", "openStockCount", "OpenStockCountInput", "count { id }", map[string]any{"siteId": d01, "plan": map[string]any{"kind": "ITEMS", "itemIds": []any{blanket}}, "blind": false})
	id := dig(opened, "count.id")
	lines := d.ask("dispatcher", "node.lines.nodes", `query($id: ID!) { node(id: $id) { ... on StockCount { lines(first: 50) { nodes { id onHand } } } } }`, map[string]any{"id": id}).([]any)
	have := d.ask("dispatcher", "stock.nodes.0.available", `query($s: ID!, $i: ID!) { stock(siteId: $s, itemId: $i) { nodes { available } } }`, map[string]any{"s": d01, "i": blanket}).(string)
	d.do("admin", "setMinimum", "SetMinimumInput", "minimum { id }", map[string]any{"kind": "POLICY", "onBreach": "REFUSE", "scope": "SITE", "siteId": d01, "itemId": blanket, "floor": have})
	entries := []any{}
	for i, l := range lines {
		counted := dig(l, "onHand").(string)
		if i == 0 {
			counted = "0"
		}
		entries = append(entries, map[string]any{"lineId": dig(l, "id"), "quantity": counted})
	}
	d.do("keeper", "enterStockCount", "EnterStockCountInput", "count { id }", map[string]any{"countId": id, "entries": entries})
	seen := d.ask("dispatcher", "node.lines.nodes", `query($id: ID!) { node(id: $id) { ... on StockCount { lines(only: UNAPPROVED, first: 50) { nodes { id difference } } } } }`, map[string]any{"id": id}).([]any)
	var approvals []any
	for _, l := range seen {
		approvals = append(approvals, map[string]any{"lineId": dig(l, "id"), "difference": dig(l, "difference")})
	}
	if len(approvals) > 0 {
		d.do("dispatcher", "approveStockCountLines", "ApproveStockCountLinesInput", "results { approved }", map[string]any{"countId": id, "lines": approvals})
	}
	closed := d.do("keeper", "closeStockCount", "CloseStockCountInput", "warnings { code facts { name value } }", map[string]any{"countId": id})
	if dig(closed, "warnings.0.code") != "BREACH_OPEN" {
		t.Errorf("%v", closed)
	}
}

func TestHistory(t *testing.T) {
	d := setup(t)
	blanket, d01 := d.item("XQ-LR-0018"), d.site("D01")
	const asOf = `query($at: DateTime!, $s: ID, $i: ID) { stockAsOf(at: $at, siteId: $s, itemId: $i) { nodes { onHand item { code } } } }`
	then, before := time.Now().Add(-48*time.Hour).UTC().Format(time.RFC3339), time.Now().Add(-72*time.Hour).UTC().Format(time.RFC3339)
	d.do("keeper", "receiveGoods", "ReceiveGoodsInput", "document { number }", map[string]any{"siteId": d01, "reason": "DONATION", "occurredAt": then,
		"lines": []any{map[string]any{"itemId": blanket, "quantity": "17", "lotNo": "LATE-1", "expiresOn": time.Now().AddDate(1, 0, 0).Format(time.DateOnly)}}})
	args := func(at string) map[string]any { return map[string]any{"at": at, "s": d01, "i": blanket} }
	if got := d.ask("keeper", "stockAsOf.nodes.0.onHand", asOf, args(then)); got != "17" { // the demonstration stock came today
		t.Errorf("as of then: %v", got)
	}
	if got := d.ask("keeper", "stockAsOf.nodes.0.onHand", asOf, args(before)); got != "0" {
		t.Errorf("as of before: %v", got)
	}
	if got := d.ask("dispatcher", "stockAsOf.nodes.0.onHand", asOf, map[string]any{"at": then}); got != "17" {
		t.Errorf("over the district: %v", got)
	}
	if got := d.ask("keeper", "lotsAsOf.0.lot.lotNo", `query($at: DateTime!, $s: ID!, $i: ID!) { lotsAsOf(at: $at, siteId: $s, itemId: $i) { onHand lot { lotNo } } }`, args(then)); got != "LATE-1" {
		t.Errorf("lots as of then: %v", got)
	}
	card := d.ask("keeper", "stockCard", `query($s: ID!, $i: ID!) { stockCard(siteId: $s, itemId: $i, first: 250) { nodes { quantityIn balance occurredAt recordedAt } pageInfo { hasNextPage } } }`, args(then))
	lines := dig(card, "nodes").([]any)
	if last := lines[len(lines)-1]; dig(last, "quantityIn") != "17" || dig(last, "balance") != "17" || dig(last, "occurredAt").(string) >= dig(last, "recordedAt").(string) {
		t.Errorf("late paper is not first on the card: %v", last)
	}
	today := d.ask("keeper", "about.today", `{ about { today } }`, nil).(string)
	period := d.ask("keeper", "stockPeriod", `query($s: ID!, $i: ID!, $from: Date!, $to: Date!) { stockPeriod(siteId: $s, itemId: $i, from: $from, to: $to) { opening quantityIn closing zeroDays } }`,
		map[string]any{"s": d01, "i": blanket, "from": today[:8] + "01", "to": today})
	if dig(period, "closing") != dig(lines, "0.balance") {
		t.Errorf("the period closes with %v, the card with %v", period, dig(lines, "0"))
	}
	if days := d.ask("keeper", "stockForecast", `query($s: ID!, $i: ID!) { stockForecast(siteId: $s, itemId: $i, days: 3) { day usable } }`, args(then)).([]any); len(days) != 3 || dig(days, "0.day") != today {
		t.Errorf("forecast: %v", days)
	}
	for _, account := range []string{"keeper"} { // a keeper sees the own sites, not the district
		if response := d.schema.Exec(d.as(account), asOf, "", map[string]any{"at": then}); len(response.Errors) == 0 {
			t.Errorf("%s sees the district: %s", account, response.Data)
		}
	}
}

// What the books say of a line is the same whether the line is listed among all or among the chosen, in either order.
func TestChosenLinesKeepTheirFigures(t *testing.T) {
	d := setup(t)
	opened := d.do("keeper", "openStockCount", "OpenStockCountInput", "count { id }", map[string]any{"siteId": d.site("D01"), "plan": map[string]any{"kind": "ITEMS", "itemIds": []any{d.item("XQ-LR-0018")}}, "blind": false})
	id := dig(opened, "count.id")
	lines := func(only, order any) []any {
		t.Helper()
		return d.ask("auditor", "node.lines.nodes", `query($id: ID!, $f: StockCountLineFilter, $o: StockCountLineOrder) { node(id: $id) { ... on StockCount { lines(only: $f, orderBy: $o, first: 50) { totalCount nodes { id lineNo onHand difference } } } } }`,
			map[string]any{"id": id, "f": only, "o": order}).([]any)
	}
	all := lines(nil, nil)
	onHand := map[any]any{}
	var entries []any
	for i, l := range all {
		onHand[dig(l, "id")] = dig(l, "onHand")
		quantity := dig(l, "onHand")
		if i%2 == 1 {
			quantity = "1"
		}
		entries = append(entries, map[string]any{"lineId": dig(l, "id"), "quantity": quantity}, map[string]any{"lineId": dig(l, "id")})
	}
	d.do("keeper", "enterStockCount", "EnterStockCountInput", "count { id }", map[string]any{"countId": id, "entries": entries})
	for _, order := range []any{"LINE", "VALUE"} {
		chosen := lines("DIFFERENT", order)
		if len(chosen) != len(all)/2 || len(all) < 6 {
			t.Errorf("by %v %d of %d lines differ", order, len(chosen), len(all))
		}
		for _, l := range chosen {
			if dig(l, "onHand") != onHand[dig(l, "id")] {
				t.Errorf("by %v line %v has %v on hand, not %v", order, dig(l, "lineNo"), onHand[dig(l, "id")], dig(l, "onHand"))
			}
		}
	}
}
