package graph

import "testing"

// nodes(ids:) answers in the order it was asked, each kind with one reading, however many there are.
func TestNodesOfAKindAreReadTogether(t *testing.T) {
	d := setup(t)
	incident, allocation := d.flood(2000)
	list := func(path, query string) (ids []any) {
		for _, n := range d.ask("dispatcher", path, query, nil).([]any) {
			ids = append(ids, dig(n, "id"))
		}
		return ids
	}
	kinds := map[string][]any{"Item": list("items.nodes", `{ items(first: 12) { nodes { id } } }`), "Site": list("sites.nodes", `{ sites(first: 12) { nodes { id } } }`),
		"Organisation": list("organisations.nodes", `{ organisations(first: 12) { nodes { id } } }`), "Document": list("documents.nodes", `{ documents(first: 12) { nodes { id } } }`),
		"Trip": list("trips.nodes", `{ trips(first: 12) { nodes { id } } }`), "Incident": {incident}, "Allocation": {allocation},
		"Waybill": list("waybills.nodes", `{ waybills(first: 12) { nodes { id } } }`)}
	ask := func(account string, ids []any) []any {
		t.Helper()
		return d.ask(account, "nodes", `query($i: [ID!]!) { nodes(ids: $i) { __typename id ... on Item { code } ... on Site { code organisation { code } } ... on Document { number site { code } movements { lot { lotNo } } }
			... on Trip { number } ... on Waybill { number } } }`, map[string]any{"i": ids}).([]any)
	}
	var all []any
	var names []string
	for name, ids := range kinds {
		for _, id := range ids {
			all, names = append(all, id), append(names, name)
		}
	}
	all, names = append(all, "item_99999999", all[0], "lot_1"), append(names, "", names[0], "")
	got := ask("dispatcher", all)
	for i, n := range got {
		if want := names[i]; want == "" && n != nil || want != "" && (dig(n, "__typename") != want || dig(n, "id") != all[i]) {
			t.Errorf("asked for %v (%s), got %v", all[i], want, n)
		}
	}
	if len(kinds["Document"]) < 5 || len(kinds["Trip"]) < 2 {
		t.Fatalf("too few to tell: %d documents, %d trips", len(kinds["Document"]), len(kinds["Trip"]))
	}
	// The same for one person as for node(id:): what he may not see is not there.
	for i, n := range ask("keeper-xinkou", all) {
		one := d.ask("keeper-xinkou", "node", `query($i: ID!) { node(id: $i) { id } }`, map[string]any{"i": all[i]})
		if (n == nil) != (one == nil) {
			t.Errorf("%v by itself is %v, among others %v", all[i], one, n)
		}
	}
	counter := d.counted()
	for name, ids := range kinds {
		if len(ids) < 2 {
			continue
		}
		statements := func(ids []any) (n int) {
			counter.take()
			ask("dispatcher", ids)
			for _, times := range counter.take() {
				n += times
			}
			return n
		}
		if one, many := statements(ids[:1]), statements(ids); many > one+4 { // what the first refers to nothing of
			t.Errorf("%d of kind %s take %d statements, one %d", len(ids), name, many, one)
		}
	}
}
