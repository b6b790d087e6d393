package graph

import (
	"fmt"
	"testing"
)

// A keeper's loan waits for the dispatcher; both see it where they look, and it goes when the keeper hands it out.
func TestApprovalOverTheAPI(t *testing.T) {
	d := setup(t)
	site, blanket := d.site("D01"), d.item("XQ-LR-0018")
	rule := d.do("admin", "addApprovalRule", "AddApprovalRuleInput", "rule { id persons hazardClasses }", map[string]any{"kind": "ISSUE", "reason": "LOAN", "persons": 1})
	free := func() any {
		return d.ask("keeper", "stock.nodes.0", `query($s: ID!, $i: ID!) { stock(siteId: $s, itemId: $i) { nodes { onHand available reserved onHold } } }`, map[string]any{"s": site, "i": blanket})
	}
	before := free()
	draft := d.do("keeper", "issueGoods", "IssueGoodsInput", "document { id number state revision draftLines { quantity item { code } lot { id } } }",
		map[string]any{"siteId": site, "reason": "LOAN", "draft": map[string]any{}, "lines": []any{map[string]any{"itemId": blanket, "quantity": "7"}}})
	if dig(draft, "document.state") != "DRAFT" || dig(draft, "document.number") != "" || dig(draft, "document.draftLines.0.quantity") != "7" || dig(draft, "document.draftLines.0.lot") != nil {
		t.Fatalf("a draft: %v", draft)
	}
	id := dig(draft, "document.id")
	waiting := d.do("keeper", "submitDocument", "SubmitDocumentInput", "document { state approvalsAsked approvable steps waitingLines { quantity fromPlace toPlace lot { lotNo } } }", map[string]any{"documentId": id, "revision": 1})
	if dig(waiting, "document.waitingLines.0.fromPlace") == "" || dig(waiting, "document.waitingLines.0.toPlace") != "CONSUMED" {
		t.Errorf("it does not say where the goods go: %v", waiting)
	}
	if steps := fmt.Sprint(dig(waiting, "document.steps")); steps != "[EDIT CANCEL]" {
		t.Errorf("its keeper may %s", steps)
	}
	kept := d.ask("keeper", "reservations", `query($s: ID!, $i: ID!) { reservations(siteId: $s, itemId: $i) { quantity lot { lotNo } document { id } allocation { number } } }`, map[string]any{"s": site, "i": blanket}).([]any)
	if len(kept) != 1 || dig(kept, "0.document.id") != id || dig(kept, "0.quantity") != "7" || dig(kept, "0.allocation") != nil {
		t.Errorf("reserved for %v, want the loan", kept)
	}
	if dig(waiting, "document.state") != "SUBMITTED" || dig(waiting, "document.approvalsAsked") != 1.0 || dig(waiting, "document.approvable") != false || dig(waiting, "document.waitingLines.0.lot.lotNo") == nil {
		t.Fatalf("submitted: %v", waiting)
	}
	if n := d.ask("dispatcher", "workbench.documentsToApprove", `{ workbench { documentsToApprove } }`, nil); n != 1.0 {
		t.Errorf("the dispatcher's workbench counts %v documents", n)
	}
	if n := d.ask("keeper", "workbench.documentsToApprove", `{ workbench { documentsToApprove } }`, nil); n != nil {
		t.Errorf("the keeper's workbench counts %v documents", n)
	}
	mine := d.ask("dispatcher", "documentsToApprove.nodes", `{ documentsToApprove { nodes { id approvable steps recordedBy } } }`, nil).([]any)
	if len(mine) != 1 || dig(mine, "0.approvable") != true || fmt.Sprint(dig(mine, "0.steps")) != "[APPROVE REFUSE]" {
		t.Fatalf("the dispatcher finds %v", mine)
	}
	list := []any{map[string]any{"documentId": id, "revision": 1}, map[string]any{"documentId": "document_999999", "revision": 1}}
	none := d.do("dispatcher", "approveDocuments", "ApproveDocumentsInput", "results { approved document { state } userErrors { code fields } }", map[string]any{"documents": list})
	if dig(none, "results.0.approved") != false || dig(none, "results.0.document.state") != "SUBMITTED" || dig(none, "results.0.userErrors.0.code") != "OTHERS_REFUSED" || dig(none, "results.1.userErrors.0.code") != "NOT_FOUND" {
		t.Errorf("all or none: %v", none)
	}
	some := d.do("dispatcher", "approveDocuments", "ApproveDocumentsInput", "results { approved document { state approvals { decision void } } userErrors { code } }", map[string]any{"documents": list, "mode": "BEST_EFFORT"})
	if dig(some, "results.0.approved") != true || dig(some, "results.0.document.state") != "APPROVED" || dig(some, "results.0.document.approvals.0.decision") != "APPROVED" || dig(some, "results.1.approved") != false {
		t.Errorf("each that can be: %v", some)
	}
	if n := d.ask("keeper", "workbench.documentsToPost", `{ workbench { documentsToPost } }`, nil); n != 1.0 {
		t.Errorf("the keeper's workbench counts %v approved documents", n)
	}
	posted := d.do("keeper", "postDocument", "PostDocumentInput", "document { state number movements { quantity } }", map[string]any{"documentId": id, "revision": 1})
	if dig(posted, "document.state") != "POSTED" || dig(posted, "document.number") == "" || dig(posted, "document.movements.0.quantity") == nil {
		t.Errorf("posted: %v", posted)
	}
	if after := free(); dig(after, "onHand") == dig(before, "onHand") || dig(after, "reserved") != dig(before, "reserved") {
		t.Errorf("before %v, after %v", before, after)
	}
	d.do("admin", "endApprovalRule", "EndApprovalRuleInput", "rule { toAt }", map[string]any{"ruleId": dig(rule, "rule.id")})
	if again := d.try("admin", "endApprovalRule", "EndApprovalRuleInput", "rule { toAt }", map[string]any{"ruleId": dig(rule, "rule.id")}); dig(again, "userErrors.0.code") != "ALREADY_DONE" {
		t.Errorf("a rule ended twice: %v", again)
	}

	// The loan comes back, one of seven torn.
	lot := d.ask("keeper", "node", `query($id: ID!) { node(id: $id) { ... on Document { movements { lot { id } quantity } } } }`, map[string]any{"id": id})
	left := func() any {
		return d.ask("keeper", "node.outstanding", `query($id: ID!) { node(id: $id) { ... on Document { outstanding { issued left lot { id } } } } }`, map[string]any{"id": id})
	}
	if out := left(); dig(out, "0.issued") != "7" || dig(out, "0.left") != "7" {
		t.Errorf("of the loan is out: %v", out)
	}
	line := map[string]any{"itemId": blanket, "lotId": dig(lot, "movements.0.lot.id"), "quantity": dig(lot, "movements.0.quantity")}
	back := d.do("keeper", "recoverGoods", "RecoverGoodsInput", "document { returns kind reason }", map[string]any{"siteId": site, "againstId": id, "lines": []any{line}})
	if dig(back, "document.returns") != dig(posted, "document.number") {
		t.Errorf("the return does not name its loan: %v", back)
	}
	if out := left(); dig(out, "0.left") != "0" {
		t.Errorf("of the loan that came back is out: %v", out)
	}
	open := d.ask("keeper", "recoveredGoods.nodes", `query($s: ID!) { recoveredGoods(siteId: $s, openOnly: true) { nodes { id state quantity holdId lot { conditionGrade } document { kind } } } }`, map[string]any{"s": site}).([]any)
	if len(open) != 1 || dig(open, "0.state") != "AWAITING_INSPECTION" {
		t.Fatalf("the keeper finds %v", open)
	}
	d.do("keeper", "inspectRecovered", "InspectRecoveredInput", "recovered { state gradeB regrading { number kind } }", map[string]any{"recoveredId": dig(open, "0.id"), "gradeB": dig(open, "0.quantity"), "note": "washed"})
}

// Stale figures, holds and scrapping, as a client meets them.
func TestHoldsAndScrapOverTheAPI(t *testing.T) {
	d := setup(t)
	site, blanket := d.site("D01"), d.item("XQ-LR-0018")
	balance := d.ask("keeper", "balances.nodes.0", `query($s: ID!, $i: ID!) { balances(siteId: $s, itemId: $i) { nodes { onHand lot { id } reserve { id } } } }`, map[string]any{"s": site, "i": blanket})
	goods := func(quantity string, more map[string]any) map[string]any {
		g := map[string]any{"itemId": blanket, "lotId": dig(balance, "lot.id"), "reserveId": dig(balance, "reserve.id"), "quantity": quantity}
		for k, v := range more {
			g[k] = v
		}
		return g
	}
	stale := d.ask("keeper", "adjustGoods", `mutation($i: AdjustGoodsInput!) { adjustGoods(input: $i) { userErrors { __typename code fields ... on StaleQuantity { current expected } } } }`, map[string]any{"i": map[string]any{
		"requestKey": "stale-key-1", "siteId": site, "reason": "LOST", "note": "x", "lines": []any{map[string]any{"found": false, "goods": goods("1", map[string]any{"expectedQuantity": "1"})}}}})
	if dig(stale, "userErrors.0.__typename") != "StaleQuantity" || dig(stale, "userErrors.0.current") != dig(balance, "onHand") || dig(stale, "userErrors.0.fields.0") != "lines.0.expectedQuantity" {
		t.Errorf("a stale figure: %v", stale)
	}
	held := d.do("keeper", "holdGoods", "HoldGoodsInput", "hold { id state quantity reason }", map[string]any{"siteId": site, "reason": "DAMAGED", "goods": goods("5", nil)})
	d.do("keeper", "releaseHold", "ReleaseHoldInput", "hold { quantity }", map[string]any{"holdId": dig(held, "hold.id"), "quantity": "2", "note": "only wet"})
	proposed := d.do("keeper", "proposeScrap", "ProposeScrapInput", "document { id state revision waitingLines { holdId } }", map[string]any{"siteId": site, "reason": "DAMAGED", "lines": []any{goods("3", map[string]any{"holdId": dig(held, "hold.id")})}})
	if dig(proposed, "document.state") != "SUBMITTED" || dig(proposed, "document.waitingLines.0.holdId") != dig(held, "hold.id") {
		t.Fatalf("proposed: %v", proposed)
	}
	if holds := d.ask("auditor", "holds.nodes", `query($s: ID!) { holds(siteId: $s, liveOnly: true) { nodes { quantity document { id } } } }`, map[string]any{"s": site}).([]any); len(holds) != 1 || dig(holds, "0.document.id") != dig(proposed, "document.id") {
		t.Errorf("the hold does not show who waits for it: %v", holds)
	}
	d.do("dispatcher", "appraiseScrap", "AppraiseScrapInput", "document { appraisal { finding person } }", map[string]any{"documentId": dig(proposed, "document.id"), "revision": 1, "finding": "UNUSABLE", "note": "mould"})
	own := d.do("dispatcher", "approveDocuments", "ApproveDocumentsInput", "results { approved userErrors { code } }", map[string]any{"documents": []any{map[string]any{"documentId": dig(proposed, "document.id"), "revision": 1}}})
	if dig(own, "results.0.userErrors.0.code") != "OWN_APPRAISAL" {
		t.Errorf("the appraiser approved: %v", own)
	}
	refused := d.do("dispatcher", "refuseDocument", "DocumentReasonInput", "document { state stateNote approvals { reason } }", map[string]any{"documentId": dig(proposed, "document.id"), "revision": 1, "reason": "dry them"})
	if dig(refused, "document.state") != "REFUSED" || dig(refused, "document.stateNote") != "dry them" {
		t.Errorf("refused: %v", refused)
	}
}

// A reversal and what it reversed lead to each other; the author sees until when to undo, and others see no such thing.
func TestReversalsLeadToEachOther(t *testing.T) {
	d := setup(t)
	issued := d.do("keeper", "issueGoods", "IssueGoodsInput", "document { id undoUntil recordedAt reversedById }",
		map[string]any{"siteId": d.site("D01"), "reason": "CONSUMPTION", "lines": []any{map[string]any{"itemId": d.item("XQ-LR-0018"), "quantity": "1"}}})
	id := dig(issued, "document.id")
	if dig(issued, "document.undoUntil") == nil || dig(issued, "document.reversedById") != nil {
		t.Errorf("just issued: %v", issued)
	}
	read := func(account string) any {
		return d.ask(account, "node", `query($id: ID!) { node(id: $id) { ... on Document { undoUntil reversedById } } }`, map[string]any{"id": id})
	}
	if other := read("auditor"); dig(other, "undoUntil") != nil {
		t.Errorf("the auditor may undo it until %v", dig(other, "undoUntil"))
	}
	reversal := d.do("keeper", "reverseDocument", "ReverseDocumentInput", "document { id reversesId undoUntil }", map[string]any{"documentId": id, "reason": "x"})
	if dig(reversal, "document.reversesId") != id || dig(reversal, "document.undoUntil") != nil {
		t.Errorf("the reversal: %v", reversal)
	}
	if now := read("keeper"); dig(now, "reversedById") != dig(reversal, "document.id") || dig(now, "undoUntil") != nil {
		t.Errorf("what was reversed: %v", now)
	}
}
