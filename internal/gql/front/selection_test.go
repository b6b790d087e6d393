package front

import (
	"context"
	"testing"
)

const selectionSDL = `
interface Node { id: ID! }
type Item implements Node { id: ID! code: String! category: Category }
type Category { code: String! }
type Lot implements Node { id: ID! item: Item }
union Found = Item | Lot
type Query { item: Item lot: Lot node: Node found: [Found!]! }`

func TestSelects(t *testing.T) {
	f, err := New(selectionSDL, Default)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		query     string
		yes, no   []string
		onlyCodes bool // of items nothing but codes
	}{
		{`{ item { code } }`, []string{"Item", "Item.code"}, []string{"Lot", "Category", "Item.id", "Item.category"}, true},
		{`{ item { __typename } }`, []string{"Item"}, []string{"Item.code", "Lot"}, true},
		{`{ x: lot { y: item { z: category { code } } } }`, []string{"Lot", "Item", "Category", "Lot.item", "Item.category"}, []string{"Item.code"}, false},
		{`{ lot { ...a } } fragment a on Lot { ...b } fragment b on Lot { item { code } }`, []string{"Lot", "Item", "Item.code"}, []string{"Category"}, true},
		// What an interface or a union gives may be any of its types, asked for by name or not.
		{`{ node { id } }`, []string{"Item", "Lot", "Item.id", "Lot.id"}, []string{"Category"}, false},
		{`{ node { ... on Lot { item { code } } } }`, []string{"Item", "Lot", "Lot.item"}, []string{"Category"}, true},
		{`{ found { __typename } }`, []string{"Item", "Lot"}, []string{"Category", "Item.code"}, true},
		{`{ found { ... on Node { id } } }`, []string{"Item", "Lot", "Item.id"}, []string{"Category"}, false},
		// Asked for or not is known when it runs: what may be skipped counts.
		{`query($s: Boolean!) { item @skip(if: $s) { code } }`, []string{"Item"}, []string{"Lot"}, true},
		{`{ __schema { types { name } } }`, nil, []string{"Item", "Lot"}, true},
	} {
		p, problem := f.Prepare(c.query, "")
		if problem != nil {
			t.Fatal(c.query, problem)
		}
		ctx := p.With(t.Context())
		for _, name := range c.yes {
			if !Selects(ctx, name) {
				t.Errorf("%s does not select %s", c.query, name)
			}
		}
		for _, name := range c.no {
			if Selects(ctx, name) {
				t.Errorf("%s selects %s", c.query, name)
			}
		}
		if only := SelectsOnly(ctx, "Item", "code"); only != c.onlyCodes {
			t.Errorf("%s selects only codes of items: %v", c.query, only)
		}
	}
	// Who says nothing of it gets everything.
	if !Selects(context.Background(), "Item") || SelectsOnly(context.Background(), "Item", "code") {
		t.Error("without a selection something is left out")
	}
}
