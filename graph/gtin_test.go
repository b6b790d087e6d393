package graph

import (
	"testing"

	"changping/inventory/gs1"
)

// An administrator's unlinking that is sent twice with one key is done once and answered twice; it does not take away what was linked anew.
func TestUnlinkingSentTwiceIsReplayed(t *testing.T) {
	d := setup(t)
	gtin := "0690555500001"
	gtin += string(gs1.CheckDigit(gtin))
	link := func(item, factor string) {
		t.Helper()
		d.do("admin", "linkGtin", "LinkGtinInput", "item { code }", map[string]any{"gtin": gtin, "itemId": d.item(item), "factor": factor, "levelName": "箱"})
	}
	linked := func() any {
		return d.ask("keeper", "scan", `query($c: String!) { scan(code: $c) { item { code } warnings { code } } }`, map[string]any{"c": gtin})
	}
	unlink := func(key string) any {
		return d.ask("admin", "unlinkGtin", `mutation($i: UnlinkGtinInput!) { unlinkGtin(input: $i) { replayed item { code } userErrors { code } } }`, map[string]any{"i": map[string]any{"requestKey": key, "gtin": gtin}})
	}
	link("XQ-LR-0043", "24")
	if code := dig(linked(), "item.code"); code != "XQ-LR-0043" {
		t.Fatalf("the number names %v", code)
	}
	if first := unlink("unlink-once"); dig(first, "replayed") != false || dig(first, "item.code") != "XQ-LR-0043" || len(dig(first, "userErrors").([]any)) != 0 {
		t.Errorf("unlinked: %v", first)
	}
	if now := linked(); dig(now, "item") != nil || dig(now, "warnings.0.code") != "GTIN_UNKNOWN" {
		t.Errorf("a number that was unlinked: %v", now)
	}
	link("XQ-LR-0018", "1")
	if again := unlink("unlink-once"); dig(again, "replayed") != true || dig(again, "item.code") != "XQ-LR-0043" || len(dig(again, "userErrors").([]any)) != 0 {
		t.Errorf("sent again with its key: %v", again)
	}
	if code := dig(linked(), "item.code"); code != "XQ-LR-0018" {
		t.Errorf("the request that was sent again took the new link away: %v", code)
	}
	if other := unlink("unlink-another"); dig(other, "replayed") != false || dig(other, "item.code") != "XQ-LR-0018" {
		t.Errorf("unlinked with another key: %v", other)
	}
	if none := unlink("unlink-nothing"); dig(none, "userErrors.0.code") != "NOT_FOUND" {
		t.Errorf("a number that is not linked: %v", none)
	}
}
