package graph

import "testing"

func TestItemsAreFoundByInitials(t *testing.T) {
	d := setup(t)
	search := map[string]any{"s": "MT"} // 毛毯
	found := false
	for _, i := range d.ask("keeper", "items.nodes", `query($s: String) { items(search: $s, first: 250) { nodes { nameZh } } }`, search).([]any) {
		found = found || dig(i, "nameZh") == d.ask("keeper", "itemByCode.nameZh", `{ itemByCode(code: "XQ-LR-0018") { nameZh } }`, nil)
	}
	if !found {
		t.Error("the blanket is not found by its initials")
	}
	if total, nodes := d.ask("keeper", "items.totalCount", `query($s: String) { items(search: $s) { totalCount } }`, search), d.ask("keeper", "items.nodes", `query($s: String) { items(search: $s, first: 250) { nodes { id } } }`, search); total != float64(len(nodes.([]any))) {
		t.Errorf("%v in all, %d listed", total, len(nodes.([]any)))
	}
	if rows := d.ask("keeper", "stock.nodes", `query($s: String) { stock(search: $s) { nodes { item { nameZh } } } }`, search).([]any); len(rows) == 0 {
		t.Error("stock is not found by initials")
	}
}
