package graph

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"changping/internal/fault"
	"changping/internal/postgres"
)

var byItem = postgres.Order{Name: "ITEM", By: []postgres.Key{{SQL: "code", Type: "text"}, {SQL: "id", Type: "bigint"}}}

// cursorOf gives the cursor of a row of a list in an order.
func cursorOf(t testing.TB, list string, order postgres.Order, key ...string) string {
	t.Helper()
	one := &postgres.List[int]{Orders: []postgres.Order{order}, Read: func(context.Context, postgres.Page) (postgres.Rows[int], error) {
		return postgres.Rows[int]{All: []int{1}, Keys: [][]string{key}}, nil
	}}
	c, err := connect(t.Context(), list, pageArgs{}, one, alone(func(row int) int { return row }))
	if err != nil {
		t.Fatal(err)
	}
	return c.Edges[0].Cursor
}

func refusedAsCursor(err error) bool { f := fault.As(err); return f != nil && f.Code == "CURSOR" }

func readCursor(list string, order postgres.Order, cursor string) ([]string, error) {
	p, err := pageArgs{After: &cursor}.read(list, order)
	return p.After, err
}

func TestCursorsAreOurs(t *testing.T) {
	key := []string{"XQ-LR-0043", "7"}
	cursor := cursorOf(t, "stock", byItem, key...)
	if got, err := readCursor("stock", byItem, cursor); err != nil || !slices.Equal(got, key) {
		t.Fatalf("%q, %v", got, err)
	}
	if _, err := readCursor("balances", byItem, cursor); !refusedAsCursor(err) {
		t.Errorf("a cursor of another list: %v", err)
	}
	if _, err := readCursor("stock", postgres.Oldest("id"), cursor); !refusedAsCursor(err) || !strings.Contains(fault.As(err).Message, "ITEM") {
		t.Errorf("a cursor of another order: %v", err)
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		changed := append([]byte{}, raw...)
		changed[i] ^= 1
		if _, err := readCursor("stock", byItem, base64.RawURLEncoding.EncodeToString(changed)); !refusedAsCursor(err) {
			t.Fatalf("a cursor with byte %d changed: %v", i, err)
		}
	}
	for _, bare := range []string{"", "x", cursor[:10], cursor + "A", base64.RawURLEncoding.EncodeToString([]byte(`{"l":"stock","o":"ITEM","k":["X","1"]}`))} {
		if _, err := readCursor("stock", byItem, bare); !refusedAsCursor(err) {
			t.Errorf("the cursor %q: %v", bare, err)
		}
	}
}

func FuzzCursor(f *testing.F) {
	f.Add(cursorOf(f, "stock", byItem, "XQ-LR-0043", "7"))
	f.Add("")
	f.Add("eyJsIjoic3RvY2siLCJrIjp7fX0")
	f.Fuzz(func(t *testing.T, cursor string) {
		key, err := readCursor("stock", byItem, cursor)
		if err != nil {
			if !refusedAsCursor(err) {
				t.Fatal(err)
			}
			return
		}
		// What is accepted is what we would write for the same key.
		if again := cursorOf(t, "stock", byItem, key...); again != cursor {
			t.Fatalf("%q is taken for %q", cursor, again)
		}
	})
}
