package graph

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// In either order a list is the same rows, page by page; a cursor of one order is none of the other; and it is counted right.
func TestListsInOrder(t *testing.T) {
	d := setup(t)
	d.flood(2000)
	for _, l := range []struct {
		list, row string
		orders    [2]string
		keys      [2]string // of a row, by which each order goes
	}{
		{"stock", "site { code } item { code }", [2]string{"ITEM", "SITE"}, [2]string{"item.code site.code", "site.code item.code"}},
		{"documents", "id number", [2]string{"NEWEST", "OLDEST"}, [2]string{"id", "id"}},
	} {
		read := func(account, order string, first int) (rows []any, cursors []string, total, exact any) {
			t.Helper()
			var after any
			for {
				page := d.ask(account, l.list, fmt.Sprintf(`query($f: Int, $a: String) { %s(orderBy: %s, first: $f, after: $a) { totalCount totalCountExact nodes { %s } pageInfo { hasNextPage endCursor } } }`, l.list, order, l.row),
					map[string]any{"f": int32(first), "a": after})
				rows, total, exact = append(rows, dig(page, "nodes").([]any)...), dig(page, "totalCount"), dig(page, "totalCountExact")
				if after = dig(page, "pageInfo.endCursor"); after != nil {
					cursors = append(cursors, after.(string))
				}
				if dig(page, "pageInfo.hasNextPage") != true {
					return rows, cursors, total, exact
				}
			}
		}
		texts := func(rows []any) (all []string) {
			for _, r := range rows {
				all = append(all, fmt.Sprint(r))
			}
			return all
		}
		for _, account := range []string{"auditor", "keeper-xinkou"} {
			var sets [2][]string
			for i, order := range l.orders {
				whole, _, _, _ := read(account, order, 250)
				rows, cursors, total, exact := read(account, order, 7)
				if !slices.Equal(texts(whole), texts(rows)) || total != float64(len(rows)) || exact != true || account == "auditor" && len(rows) < 8 {
					t.Errorf("%s by %s for %s: %d rows in pages, %d at once, counted %v (exact: %v)", l.list, order, account, len(rows), len(whole), total, exact)
				}
				if sets[i] = texts(rows); l.list == "documents" && i == 1 {
					slices.Reverse(sets[i])
				}
				if l.list == "stock" {
					key := func(r any) string {
						first, second, _ := strings.Cut(l.keys[i], " ")
						return fmt.Sprint(dig(r, first), "\x00", dig(r, second))
					}
					if !slices.IsSortedFunc(rows, func(a, b any) int { return strings.Compare(key(a), key(b)) }) {
						t.Errorf("stock is not in order %s", order)
					}
					slices.Sort(sets[i])
				}
				query := fmt.Sprintf(`query($a: String) { %s(orderBy: %s, after: $a) { nodes { %s } } }`, l.list, l.orders[1-i], l.row)
				if r := d.schema.Exec(d.as(account), query, "", map[string]any{"a": cursors[0]}); len(r.Errors) != 1 || !strings.Contains(r.Errors[0].Message, "CURSOR") {
					t.Errorf("%s takes a cursor of order %s in another: %v", l.list, order, r.Errors)
				}
			}
			if !slices.Equal(sets[0], sets[1]) {
				t.Errorf("%s for %s: %d rows in one order, %d in the other", l.list, account, len(sets[0]), len(sets[1]))
			}
		}
	}
}
