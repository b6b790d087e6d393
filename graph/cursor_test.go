package graph

import (
	"encoding/base64"
	"testing"

	"changping/internal/fault"
)

type rowKey struct {
	Code string `json:"c"`
	ID   int64  `json:"i"`
}

// cursorsOf gives the cursors of a page of the list.
func cursorsOf(t testing.TB, list string, keys ...rowKey) []string {
	t.Helper()
	p, err := readPage[rowKey](list, pageArgs{})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range connect(p, keys, false, func(k rowKey) rowKey { return k }, func(k rowKey) rowKey { return k }).Edges {
		all = append(all, e.Cursor)
	}
	return all
}

func refusedAsCursor(err error) bool { f := fault.As(err); return f != nil && f.Code == "CURSOR" }

func TestCursorsAreOurs(t *testing.T) {
	key := rowKey{"XQ-LR-0043", 7}
	cursor := cursorsOf(t, "stock", key)[0]
	p, err := readPage[rowKey]("stock", pageArgs{After: &cursor})
	if err != nil || p.key() != key {
		t.Fatalf("%+v, %v", p.key(), err)
	}
	if _, err := readPage[rowKey]("balances", pageArgs{After: &cursor}); !refusedAsCursor(err) {
		t.Errorf("a cursor of another list: %v", err)
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		changed := append([]byte{}, raw...)
		changed[i] ^= 1
		forged := base64.RawURLEncoding.EncodeToString(changed)
		if _, err := readPage[rowKey]("stock", pageArgs{After: &forged}); !refusedAsCursor(err) {
			t.Fatalf("a cursor with byte %d changed: %v", i, err)
		}
	}
	for _, bare := range []string{"", "x", cursor[:10], cursor + "A", base64.RawURLEncoding.EncodeToString([]byte(`{"l":"stock","k":{"c":"X","i":1}}`))} {
		if _, err := readPage[rowKey]("stock", pageArgs{After: &bare}); !refusedAsCursor(err) {
			t.Errorf("the cursor %q: %v", bare, err)
		}
	}
}

func FuzzCursor(f *testing.F) {
	f.Add(cursorsOf(f, "stock", rowKey{"XQ-LR-0043", 7})[0])
	f.Add("")
	f.Add("eyJsIjoic3RvY2siLCJrIjp7fX0")
	f.Fuzz(func(t *testing.T, cursor string) {
		p, err := readPage[rowKey]("stock", pageArgs{After: &cursor})
		if err != nil {
			if !refusedAsCursor(err) {
				t.Fatal(err)
			}
			return
		}
		// What is accepted is what we would write for the same key.
		if again := cursorsOf(t, "stock", p.key())[0]; again != cursor {
			t.Fatalf("%q is taken for %q", cursor, again)
		}
	})
}
