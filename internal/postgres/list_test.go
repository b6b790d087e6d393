package postgres_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"changping/internal/fault"
	"changping/internal/pgtest"
	"changping/internal/postgres"
)

type numbered struct {
	N     int
	Named string
}

// numbers lists 1 to n, of which many share a name.
func numbers(db *pgtest.Database, n int) *postgres.List[numbered] {
	id, name := postgres.Key{SQL: "n", Type: "bigint"}, postgres.Key{SQL: "'name ' || n % 5", Type: "text"}
	return &postgres.List[numbered]{Pool: db.Pool, Orders: []postgres.Order{postgres.Newest("n"), postgres.Oldest("n"), {Name: "NAME", By: []postgres.Key{name, id}}, {Name: "EMAN", By: []postgres.Key{name, id}, Descending: true}},
		Listing: func(context.Context, postgres.Order) (postgres.Listing, error) {
			return postgres.Listing{Columns: `n::integer, $2 || n % 5 as named`, From: `from generate_series(1, $1::integer) n where n > 0`, Args: []any{n}, ColumnArgs: []any{"name "}}, nil
		}}
}

// In every order the pages of a list are its rows, once each, whatever their size.
func TestPagesAddUp(t *testing.T) {
	list := numbers(pgtest.New(t), 23)
	for _, order := range list.Orders {
		for _, limit := range []int{1, 4, 23, 50} {
			var all []numbered
			p := postgres.Page{Order: order, Limit: limit}
			for {
				page, err := list.Page(t.Context(), p)
				if err != nil {
					t.Fatal(err)
				}
				if all = append(all, page.All...); len(page.All) < limit {
					break
				}
				p.After = page.Keys[len(page.Keys)-1]
			}
			if !slices.IsSortedFunc(all, func(a, b numbered) int {
				x, y := fmt.Sprintf("%03d", a.N), fmt.Sprintf("%03d", b.N)
				if len(order.By) == 2 {
					x, y = a.Named+x, b.Named+y
				}
				if order.Descending {
					x, y = y, x
				}
				if x < y {
					return -1
				}
				return 1
			}) || len(all) != 23 {
				t.Errorf("%s by %d: %v", order.Name, limit, all)
			}
		}
	}
}

// A list is counted no farther than one beyond what is told.
func TestListsAreCountedUpToABound(t *testing.T) {
	db := pgtest.New(t)
	for n, want := range map[int]int{0: 0, 7: 7, postgres.CountedMost: postgres.CountedMost, postgres.CountedMost + 1: postgres.CountedMost + 1, 5 * postgres.CountedMost: postgres.CountedMost + 1} {
		if got, err := numbers(db, n).Count(t.Context(), nil); err != nil || got != want {
			t.Errorf("%d rows are counted as %d, %v", n, got, err)
		}
	}
}

// A key of another order is refused, and so is an order that the list does not have.
func TestKeysBelongToTheirOrder(t *testing.T) {
	list := numbers(pgtest.New(t), 3)
	_, err := list.Page(t.Context(), postgres.Page{Order: list.Orders[2], Limit: 1, After: []string{"3"}})
	if f := fault.As(err); f == nil || f.Code != "CURSOR" {
		t.Errorf("a key of one part in an order by two: %v", err)
	}
	if own, err := list.Order(""); err != nil || own.Name != "NEWEST" {
		t.Errorf("the list's own order: %s, %v", own.Name, err)
	}
	_, err = list.Order("SIZE")
	if f := fault.As(err); f == nil || f.Code != "ORDER" {
		t.Errorf("an order that it does not have: %v", err)
	}
}
