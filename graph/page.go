package graph

import (
	"context"
	"encoding/json"
	"sync"

	"changping/internal/fault"
	"changping/inventory"
)

const (
	pageDefault = 50
	pageMost    = 250
)

// pageArgs are the arguments of every connection.
type pageArgs struct {
	First *int32
	After *string
}

// page is a request for one page of a list whose place is kept by a key of type K.
type page[K any] struct {
	list  string // names the list: a cursor of one is refused by another
	first int
	after *K
}

type cursor[K any] struct {
	List string `json:"l"`
	Key  K      `json:"k"`
}

// ordered names a list in an order other than its own, so that a cursor of one order is refused by another.
func ordered[O ~string](list string, order *O, own O) string {
	if order == nil || *order == own {
		return list
	}
	return list + "/" + string(*order)
}

// readPage checks the arguments. Refuses with FIRST and CURSOR.
func readPage[K any](list string, a pageArgs) (page[K], error) {
	p := page[K]{list: list, first: pageDefault}
	if a.First != nil {
		if p.first = int(*a.First); p.first < 1 || p.first > pageMost {
			return p, fault.Invalidf("first", "FIRST", "Ask for 1 to %d rows.", pageMost)
		}
	}
	if a.After == nil {
		return p, nil
	}
	var c cursor[K]
	raw, ours := openCursor(*a.After)
	if !ours || json.Unmarshal(raw, &c) != nil || c.List != list {
		return p, fault.Invalidf("after", "CURSOR", "This is not a cursor of this list.")
	}
	p.after = &c.Key
	return p, nil
}

// limit is what the use case is asked for: one row more than the page, to know whether there are more.
func (p page[K]) limit() int { return p.first + 1 }

func (p page[K]) key() K { return orZero(p.after) }

type pageInfo struct {
	HasNextPage, HasPreviousPage bool
	StartCursor, EndCursor       *string
}

type edge[V any] struct {
	Cursor string
	Node   V
}

type connection[V any] struct {
	Edges    []edge[V]
	Nodes    []V
	PageInfo pageInfo

	// Where the list can say how many there are in all: up to inventory.CountedMost and one.
	total   func(context.Context) (int, error)
	counted sync.Once
	count   int
	failure error
}

// counts counts only when asked to, and once.
func (c *connection[V]) counts(ctx context.Context) (int, error) {
	c.counted.Do(func() { c.count, c.failure = c.total(ctx) })
	return c.count, c.failure
}

// TotalCount is how many there are in all, or the most that are counted.
func (c *connection[V]) TotalCount(ctx context.Context) (*int32, error) {
	n, err := c.counts(ctx)
	i := int32(min(n, inventory.CountedMost))
	return &i, err
}

// TotalCountExact reports whether there are no more than that.
func (c *connection[V]) TotalCountExact(ctx context.Context) (*bool, error) {
	n, err := c.counts(ctx)
	exact := n <= inventory.CountedMost
	return &exact, err
}

// cut drops the extra row, and says whether there was one.
func cut[R, K any](p page[K], rows []R) ([]R, bool) {
	if len(rows) > p.first {
		return rows[:p.first], true
	}
	return rows, false
}

// connect makes the connection of a page's rows and their views.
func connect[R, V, K any](p page[K], rows []R, more bool, keyOf func(R) K, view func(R) V) *connection[V] {
	c := &connection[V]{Edges: make([]edge[V], len(rows)), Nodes: make([]V, len(rows)), PageInfo: pageInfo{HasNextPage: more, HasPreviousPage: p.after != nil}}
	for i, row := range rows {
		raw, _ := json.Marshal(cursor[K]{p.list, keyOf(row)})
		c.Nodes[i] = view(row)
		c.Edges[i] = edge[V]{sealCursor(raw), c.Nodes[i]}
	}
	if n := len(rows); n > 0 {
		c.PageInfo.StartCursor, c.PageInfo.EndCursor = &c.Edges[0].Cursor, &c.Edges[n-1].Cursor
	}
	return c
}
