package graph

import (
	"strings"
	"testing"
)

const transfersToReceive = `query($to: ID) { documents(state: IN_TRANSIT, toSiteId: $to, kind: TRANSFER) { nodes { id number state reversible reversedBy site { code } counterSite { code } } } }`

func TestAKeeperFindsTransfersOnTheWayToTheOwnSite(t *testing.T) {
	d := setup(t)
	blanket := d.item("XQ-LR-0018")
	sent := d.do("keeper", "transferGoods", "TransferGoodsInput", "document { id number state reversible }", map[string]any{"siteId": d.site("D01"), "toSiteId": d.site("T-102"),
		"lines": []any{map[string]any{"itemId": blanket, "quantity": "5"}}})
	if dig(sent, "document.state") != "IN_TRANSIT" || dig(sent, "document.reversible") != false {
		t.Errorf("sent to another keeper's site: %v", sent)
	}
	own := d.ask("keeper-xinkou", "documents.nodes", transfersToReceive, map[string]any{"to": d.site("T-102")}).([]any)
	if len(own) != 1 || dig(own, "0.number") != dig(sent, "document.number") || dig(own, "0.reversible") != false {
		t.Fatalf("the receiving keeper finds %v", own)
	}
	if all := d.ask("keeper-xinkou", "documents.nodes", transfersToReceive, nil).([]any); len(all) != 1 {
		t.Errorf("without a site, the receiving keeper finds %v", all)
	}
	if wrong := d.ask("keeper", "documents.nodes", transfersToReceive, map[string]any{"to": d.site("D01")}).([]any); len(wrong) != 0 {
		t.Errorf("what a site sends was listed as sent to it: %v", wrong)
	}
	if n := d.ask("keeper-xinkou", "workbench.transfersToReceive", `{ workbench { transfersToReceive } }`, nil); n != 1.0 {
		t.Errorf("the receiving keeper's workbench counts %v transfers", n)
	}
	d.do("keeper-xinkou", "receiveTransfer", "ReceiveTransferInput", "document { id }", map[string]any{"documentId": dig(own, "0.id")})
	if left := d.ask("keeper-xinkou", "documents.nodes", transfersToReceive, nil).([]any); len(left) != 0 {
		t.Errorf("a received transfer is still on the way: %v", left)
	}
	if n := d.ask("keeper-xinkou", "workbench.transfersToReceive", `{ workbench { transfersToReceive } }`, nil); n != 0.0 {
		t.Errorf("after receiving, the workbench counts %v transfers", n)
	}
}

func TestWhatMayBeReversed(t *testing.T) {
	d := setup(t)
	issue := d.do("keeper", "issueGoods", "IssueGoodsInput", "document { id reversible reversedBy }", map[string]any{"siteId": d.site("D01"), "reason": "CONSUMPTION",
		"lines": []any{map[string]any{"itemId": d.item("XQ-LR-0018"), "quantity": "3"}}})
	if dig(issue, "document.reversible") != true || dig(issue, "document.reversedBy") != nil {
		t.Errorf("a posted issue: %v", issue)
	}
	look := func(account string) any {
		return d.ask(account, "node", `query($id: ID!) { node(id: $id) { ... on Document { state reversible reversedBy } } }`, map[string]any{"id": dig(issue, "document.id")})
	}
	for _, account := range []string{"dispatcher", "auditor"} {
		if seen := look(account); dig(seen, "state") != "POSTED" || dig(seen, "reversible") != false {
			t.Errorf("%s may not reverse, yet sees %v", account, seen)
		}
	}
	reversal := d.do("keeper", "reverseDocument", "ReverseDocumentInput", "document { number reverses reversible }", map[string]any{"documentId": dig(issue, "document.id"), "reason": "wrong item"})
	if dig(reversal, "document.reversible") != false {
		t.Errorf("a reversal may not be reversed: %v", reversal)
	}
	if seen := look("keeper"); dig(seen, "state") != "REVERSED" || dig(seen, "reversible") != false || dig(seen, "reversedBy") != dig(reversal, "document.number") {
		t.Errorf("after the reversal %v the issue shows %v", reversal, seen)
	}
}

// A write of which only id and number are asked reads nothing back, and tells them as one that reads.
func TestAWriteTellsItsNumberWithoutReading(t *testing.T) {
	d := setup(t)
	const issueGoods = `mutation($i: IssueGoodsInput!) { issueGoods(input: $i) { replayed document { id number } userErrors { code message } } }`
	input := map[string]any{"requestKey": "tells-its-number", "siteId": d.site("D01"), "reason": "CONSUMPTION", "lines": []any{map[string]any{"itemId": d.item("XQ-LR-0018"), "quantity": "1"}}}
	counter := d.counted()
	var told []any
	for range 2 {
		counter.take()
		told = append(told, d.ask("keeper", "issueGoods", issueGoods, map[string]any{"i": input}))
		for sql := range counter.take() {
			if strings.Contains(sql, "left join document v") {
				t.Errorf("the document was read: %.80s", sql)
			}
		}
	}
	if dig(told[0], "document.number") == "" || dig(told[0], "replayed") != false || dig(told[1], "replayed") != true || dig(told[0], "document.number") != dig(told[1], "document.number") {
		t.Errorf("told %v", told)
	}
	read := d.ask("keeper", "node", `query($id: ID!) { node(id: $id) { id ... on Document { number state } } }`, map[string]any{"id": dig(told[0], "document.id")})
	if dig(read, "number") != dig(told[0], "document.number") || dig(read, "state") != "POSTED" {
		t.Errorf("it is %v, told as %v", read, told[0])
	}
	// What has no number yet is read, and so is whatever else is asked for.
	input["requestKey"], input["draft"] = "tells-its-draft", map[string]any{}
	if draft := d.ask("keeper", "issueGoods", issueGoods, map[string]any{"i": input}); dig(draft, "document.number") != "" {
		t.Errorf("a draft is told as %v", draft)
	}
}
