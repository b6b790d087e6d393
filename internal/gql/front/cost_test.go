package front

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

const costSDL = `directive @sensitive on FIELD_DEFINITION
type Query { item: Item items(first: Int): ItemConnection! nodes(ids: [ID!]!): [Item]! }
type ItemConnection { edges: [ItemEdge!]! nodes: [Item!]! totalCount: Int }
type ItemEdge { node: Item! }
type Item { code: String! packs: [Pack!]! group: Item lots(first: Int): ItemConnection! }
type Pack { n: Int! }
type Mutation { step: Item decide: Item @sensitive undo: Item @sensitive }`

func TestCostIsReckonedBeforeAnythingRuns(t *testing.T) {
	f, err := New(costSDL, Default)
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int{
		`{ item { code } }`:                                                   1,
		`{ item { code group { code } } }`:                                    2,
		`{ item { packs { n } } }`:                                            1 + 10,
		`{ items(first: 3) { nodes { code } } }`:                              1 + 3,
		`{ items(first: 3) { edges { node { code } } totalCount } }`:          1 + 3*2,
		`{ items { nodes { code } } }`:                                        1 + 50,
		`query($n: Int) { items(first: $n) { nodes { code } } }`:              1 + 7,
		`query($m: Int = 4) { items(first: $m) { nodes { code } } }`:          1 + 4,
		`{ items(first: 2) { nodes { lots(first: 3) { nodes { code } } } } }`: 1 + 2*(1+1+3),
		`query($ids: [ID!]!) { nodes(ids: $ids) { code } }`:                   3,
		`{ ...f ...f } fragment f on Query { item { code } }`:                 2,
		`mutation { step { code } }`:                                          11,
		`mutation { a: step { code } b: step { code } }`:                      22,
		`{ __typename item { __typename } }`:                                  1,
		`{ __schema { types { name } } }`:                                     100,
		`{ items(first: 1000000000) { nodes { lots(first: 1000000000) { nodes { lots(first: 1000000000) { nodes { code } } } } } } }`: mostCost,
	} {
		t.Run(query, func(t *testing.T) {
			p, problem := f.Prepare(query, "")
			if problem != nil {
				t.Fatal(problem)
			}
			given := map[string]any{"n": json.Number("7"), "ids": []any{"a", "b", "c"}}
			variables, problem := p.Coerce(given)
			if problem != nil {
				t.Fatal(problem)
			}
			got := p.Cost(variables)
			if got != want {
				t.Errorf("%d points, want %d", got, want)
			}
			if held := f.Hold(got); (held != nil) != (got > Default.Cost) {
				t.Errorf("%d points: %v", got, held)
			}
		})
	}
}

func TestAnAnswerCostsItsObjects(t *testing.T) {
	f, err := New(costSDL, Default)
	if err != nil {
		t.Fatal(err)
	}
	p, problem := f.Prepare(`mutation { a: step { code } b: step { code } }`, "")
	if problem != nil {
		t.Fatal(problem)
	}
	if got := p.Spent([]byte(`{"a":{"code":"{\"{{{"},"b":{"code":"\\"}}`), 100); got != 22 {
		t.Errorf("%d points, want 22", got)
	}
	if got := p.Spent([]byte(`{"a":{"code":"x"},"b":{"code":"y"}}`), 5); got != 5 {
		t.Errorf("%d points, more than the 5 that were reckoned", got)
	}
}

func TestASensitiveMutationStandsAlone(t *testing.T) {
	f, err := New(costSDL, Default)
	if err != nil {
		t.Fatal(err)
	}
	for query, alone := range map[string]bool{
		`mutation { decide { code } }`:                                             true,
		`mutation { a: step { code } b: step { code } }`:                           true,
		`mutation { decide { code } step { code } }`:                               false,
		`mutation { a: decide { code } b: decide { code } }`:                       false,
		`mutation { step { code } ...f } fragment f on Mutation { undo { code } }`: false,
	} {
		if _, problem := f.Prepare(query, ""); (problem == nil) != alone {
			t.Errorf("%s: %v", query, problem)
		}
	}
}

// The roots of a mutation are counted through its fragments, where they would otherwise hide.
func TestRootsAreCountedThroughFragments(t *testing.T) {
	f, err := New(costSDL, Default)
	if err != nil {
		t.Fatal(err)
	}
	fragment := ""
	for i := range 11 {
		fragment += fmt.Sprintf(" x%d: step { code }", i)
	}
	if _, problem := f.Prepare(`mutation { ...f } fragment f on Mutation {`+fragment+`}`, ""); problem == nil || problem.Code != "LIMIT" {
		t.Errorf("eleven mutations in a fragment: %v", problem)
	}
}

func TestPreparedDocumentsAreKeptWithinBounds(t *testing.T) {
	f, err := New(costSDL, Default)
	if err != nil {
		t.Fatal(err)
	}
	first, problem := f.Prepare(`query A { item { code } } query B { item { packs { n } } }`, "A")
	if problem != nil {
		t.Fatal(problem)
	}
	if again, _ := f.Prepare(`query A { item { code } } query B { item { packs { n } } }`, "A"); again != first {
		t.Error("the same request was read twice")
	}
	if other, _ := f.Prepare(`query A { item { code } } query B { item { packs { n } } }`, "B"); other == first || other.Name != "B" {
		t.Error("another operation of the document was answered with the first")
	}
	for i := range cacheEntries + 100 {
		if _, problem := f.Prepare(fmt.Sprintf(`{ item { x%d: code } }`, i), ""); problem != nil {
			t.Fatal(problem)
		}
	}
	if n := f.cache.used.Len(); n != cacheEntries || len(f.cache.byKey) != n {
		t.Errorf("%d documents are kept, %d in the index", n, len(f.cache.byKey))
	}
	long := "#" + strings.Repeat("x", 60<<10)
	for i := range 100 {
		if _, problem := f.Prepare(fmt.Sprintf("{ item { y%d: code } } %s", i, long), ""); problem != nil {
			t.Fatal(problem)
		}
	}
	if f.cache.bytes > cacheBytes {
		t.Errorf("%d bytes are kept", f.cache.bytes)
	}
	if again, _ := f.Prepare(`query A { item { code } } query B { item { packs { n } } }`, "A"); again == first {
		t.Error("what was used least lately was kept")
	}
}
