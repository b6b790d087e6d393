package graph

import (
	"testing"

	"changping/inventory"
)

// A keeper puts goods away by proposal, scans the bin, and issues from it; an over-full site and a closed bin are refused in words.
func TestPuttingAwayOverTheAPI(t *testing.T) {
	d := setup(t)
	blanket, d01 := d.item("XQ-LR-0018"), d.site("D01")
	proposal := d.ask("keeper", "putAwayProposals", `query($s: ID!, $i: ID!) { putAwayProposals(siteId: $s, itemId: $i, quantity: "40") { unplaced proposals { quantity reason bin { id code zone loadM3 } } } }`,
		map[string]any{"s": d01, "i": blanket})
	if dig(proposal, "unplaced") != "0" || dig(proposal, "proposals.0.reason") != "SAME_ITEM" {
		t.Fatalf("blankets are not put beside blankets: %v", proposal)
	}
	made := d.do("admin", "defineBins", "DefineBinsInput", "made", map[string]any{"siteId": d01, "pattern": "T x 1-2"})
	if dig(made, "made") != 2.0 {
		t.Fatalf("bins: %v", made)
	}
	var bins [2]string
	for i := range bins {
		bins[i] = d.ask("keeper", "bins.nodes", `query($s: ID!) { bins(siteId: $s, code: "T-") { nodes { id code lots } } }`, map[string]any{"s": d01}).([]any)[i].(map[string]any)["id"].(string)
	}
	received := d.do("keeper", "receiveGoods", "ReceiveGoodsInput", "warnings { code } document { movements { toPlace quantity } }", map[string]any{"siteId": d01, "reason": "PURCHASE",
		"lines": []any{map[string]any{"itemId": blanket, "quantity": "2", "inPacks": true, "packFactor": "20", "lotNo": "PUT-1", "expiresOn": "2033-01-01", "binId": bins[0]}}})
	if dig(received, "document.movements.0.quantity") != "40" || dig(received, "document.movements.0.toPlace") != "区级中心库 T-1" {
		t.Errorf("received: %v", received)
	}
	scan := `query($s: ID!) { binContents(siteId: $s, code: "T-1") { bin { id lots } contents { onHand } sole { onHand lot { id lotNo } } } }`
	if sole := d.ask("keeper", "binContents.sole", scan, map[string]any{"s": d01}); dig(sole, "lot.lotNo") != "PUT-1" || dig(sole, "onHand") != "40" {
		t.Errorf("a bin of one lot selects it: %v", sole)
	}
	d.do("keeper", "transferGoods", "TransferGoodsInput", "document { kind reason state }", map[string]any{"siteId": d01, "toSiteId": d01,
		"lines": []any{map[string]any{"itemId": blanket, "quantity": "15", "fromBinId": bins[0], "toBinId": bins[1]}}})
	d.do("keeper", "receiveGoods", "ReceiveGoodsInput", "document { id }", map[string]any{"siteId": d01, "reason": "PURCHASE",
		"lines": []any{map[string]any{"itemId": blanket, "quantity": "1", "lotNo": "PUT-2", "expiresOn": "2033-01-01", "binId": bins[0]}}})
	if sole := d.ask("keeper", "binContents.sole", scan, map[string]any{"s": d01}); sole != nil {
		t.Errorf("a bin of two lots selects one: %v", sole)
	}
	if bin := d.ask("auditor", "node", `query($id: ID!) { node(id: $id) { ... on Bin { code lots site { code } } } }`, map[string]any{"id": bins[1]}); dig(bin, "lots") != 1.0 || dig(bin, "site.code") != "D01" {
		t.Errorf("the node of a bin: %v", bin)
	}
	closing := d.try("admin", "changeBin", "ChangeBinInput", "bin { closed }", map[string]any{"binId": bins[0], "revision": 1, "pickOrder": 1, "closed": true})
	if dig(closing, "userErrors.0.code") != "BIN_NOT_EMPTY" {
		t.Errorf("a bin with goods was closed: %v", closing)
	}
	if pairs := d.ask("keeper", "hazardSegregations", `{ hazardSegregations { classA classB apart source } }`, nil).([]any); len(pairs) < 30 || dig(pairs, "0.source") == "" {
		t.Errorf("%d pairs of classes", len(pairs))
	}
	// Packs: what was read is what is posted.
	pallet := d.do("admin", "definePack", "DefinePackInput", "pack { id factor revision }", map[string]any{"itemId": blanket, "nameZh": "托", "nameEn": "pallet", "factor": "400"})
	d.do("admin", "definePack", "DefinePackInput", "pack { factor }", map[string]any{"itemId": blanket, "nameZh": "托", "nameEn": "pallet", "factor": "300", "revision": 1})
	stale := d.try("keeper", "issueGoods", "IssueGoodsInput", "document { id }", map[string]any{"siteId": d01, "reason": "CONSUMPTION",
		"lines": []any{map[string]any{"itemId": blanket, "quantity": "1", "packId": dig(pallet, "pack.id"), "packFactor": "400"}}})
	if dig(stale, "userErrors.0.code") != "STALE_REVISION" || dig(stale, "userErrors.0.fields.0") != "lines.0.packFactor" {
		t.Errorf("a changed factor: %v", stale)
	}
	if packs := d.ask("keeper", "itemPacks", `query($i: ID!) { itemPacks(itemId: $i) { nameZh factor revision } }`, map[string]any{"i": blanket}).([]any); len(packs) != 1 || dig(packs, "0.factor") != "300" {
		t.Errorf("packs: %v", packs)
	}
	if err := inventory.Verify(t.Context(), d.Pool, func(string) {}); err != nil {
		t.Error(err)
	}
}

func TestUnitsAndKitsOverTheAPI(t *testing.T) {
	d := setup(t)
	due := d.ask("dispatcher", "inspectionCalendar.nodes", `{ inspectionCalendar(siteKind: PUBLIC_CABINET, overdueOnly: true) { nodes { kind dueOn overdue lot { id serialNo } site { code town { code } } } } }`, nil).([]any)
	if len(due) != 1 || dig(due, "0.kind") != "ELECTRODES_AND_BATTERY" || dig(due, "0.overdue") != true {
		t.Fatalf("overdue cabinets: %v", due)
	}
	lot := dig(due, "0.lot.id")
	inspection := map[string]any{"lotId": lot, "kind": "ELECTRODES_AND_BATTERY", "result": "PASSED", "doneOn": "2026-01-05", "nextDueOn": "2099-01-04", "doneBy": "王"}
	if stranger := d.try("liaison-xinkou", "recordInspection", "RecordInspectionInput", "unit { serialNo }", inspection); dig(stranger, "userErrors.0.code") == nil && dig(due, "0.site.town.code") != "120111102" {
		t.Errorf("another town's cabinet was inspected: %v", stranger)
	}
	own := d.ask("liaison-zhongbei", "units.nodes", `{ units { nodes { serialNo nextDueOn lot { id } inspections { kind result doneBy recordedBy } site { kind } } } }`, nil).([]any)
	if len(own) == 0 || dig(own, "0.inspections.0.result") != "PASSED" {
		t.Fatalf("the liaison officer sees no cabinet of the own town: %v", own)
	}
	inspection["lotId"], inspection["nextDueOn"] = dig(own, "0.lot.id"), "2027-01-04"
	done := d.do("liaison-zhongbei", "recordInspection", "RecordInspectionInput", "unit { certificateDueOn inspections { doneBy recordedBy } }", inspection)
	if len(dig(done, "unit.inspections").([]any)) != 2 {
		t.Errorf("after the inspection: %v", done)
	}
	if way := d.ask("auditor", "unitHistory.nodes", `query($l: ID!) { unitHistory(lotId: $l) { nodes { fromPlace toPlace document { number } } } }`, map[string]any{"l": lot}).([]any); len(way) != 1 || dig(way, "0.fromPlace") != "SUPPLIER" {
		t.Errorf("the unit's way: %v", way)
	}
	d01, kit := d.site("D01"), d.item("XQ-LR-0120")
	if kits := d.ask("keeper", "kits.nodes", `{ kits { nodes { item { code } contents { quantity item { code } } } } }`, nil).([]any); len(kits) != 2 || len(dig(kits, "0.contents").([]any)) != 3 {
		t.Errorf("kits: %v", kits)
	}
	assembled := d.do("keeper", "assembleKits", "AssembleKitsInput", "document { kind number movements { fromPlace toPlace quantity lot { id lotNo expiresOn origin } } }", map[string]any{"siteId": d01, "kitItemId": kit, "kits": "5", "lotNo": "KIT-NEW"})
	movements := dig(assembled, "document.movements").([]any)
	last := movements[len(movements)-1]
	if dig(assembled, "document.kind") != "ASSEMBLY" || dig(last, "lot.origin") != "ASSEMBLY" || dig(last, "lot.expiresOn") == nil || dig(last, "fromPlace") != "KIT" {
		t.Errorf("assembled: %v", assembled)
	}
	kitLot := dig(last, "lot.id")
	if parts := d.ask("keeper", "kitParts", `query($l: ID!) { kitParts(lotId: $l) { quantity unpacked item { code } lot { lotNo expiresOn } } }`, map[string]any{"l": kitLot}).([]any); len(parts) < 3 {
		t.Errorf("parts: %v", parts)
	}
	water := d.item("XQ-LR-0043")
	missing := map[string]any{"siteId": d01, "lotId": kitLot, "kits": "2", "missing": []any{map[string]any{"itemId": water, "quantity": "1"}}}
	if refused := d.try("keeper", "breakUpKits", "BreakUpKitsInput", "document { id }", missing); dig(refused, "userErrors.0.code") != "REASON_MISSING" {
		t.Errorf("missing without a reason: %v", refused)
	}
	missing["reason"] = "a bottle had burst"
	broken := d.do("keeper", "breakUpKits", "BreakUpKitsInput", "document { kind movements { toPlace quantity } }", missing)
	if dig(broken, "document.kind") != "BREAK_UP" {
		t.Errorf("broken up: %v", broken)
	}
	if recursive := d.try("admin", "defineKit", "DefineKitInput", "kit { item { code } }", map[string]any{"kitItemId": d.item("XQ-LR-0018"), "contents": []any{map[string]any{"itemId": kit, "quantity": "1"}}}); dig(recursive, "userErrors.0.code") != "KIT_RECURSIVE" {
		t.Errorf("a kit inside what it holds: %v", recursive)
	}
	if err := inventory.Verify(t.Context(), d.Pool, func(string) {}); err != nil {
		t.Error(err)
	}
}
