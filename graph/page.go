package graph

import (
	"context"
	"encoding/json"
	"sync"

	"changping/internal/fault"
	"changping/internal/postgres"
)

const (
	pageDefault = 50
	pageMost    = 250
)

// pageArgs are the arguments of every connection.
type pageArgs struct {
	First   *int32
	After   *string
	OrderBy *string
	Where   filterInput
}

// cursor is where a page of a list ends, in one of its orders.
type cursor struct {
	List  string   `json:"l"`
	Order string   `json:"o"`
	Key   []string `json:"k"`
}

// read checks the arguments for a list in an order. Refuses with FIRST and CURSOR.
func (a pageArgs) read(list string, order postgres.Order) (postgres.Page, error) {
	p := postgres.Page{Order: order, Limit: pageDefault}
	if a.First != nil {
		if p.Limit = int(*a.First); p.Limit < 1 || p.Limit > pageMost {
			return p, fault.Invalidf("first", "FIRST", "Ask for 1 to %d rows.", pageMost)
		}
	}
	if a.After == nil {
		return p, nil
	}
	var c cursor
	raw, ours := openCursor(*a.After)
	switch {
	case !ours || json.Unmarshal(raw, &c) != nil || c.List != list || len(c.Key) == 0:
		return p, fault.Invalidf("after", "CURSOR", "This is not a cursor of this list.")
	case c.Order != order.Name:
		return p, fault.Invalidf("after", "CURSOR", "This cursor is of the order %s, and %s is asked for: keep to one order, or begin anew without a cursor.", c.Order, order.Name).With("order", c.Order)
	}
	p.After = c.Key
	return p, nil
}

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

	total   func(context.Context) (int, error) // how many there are in all: up to postgres.CountedMost and one
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
	i := int32(min(n, postgres.CountedMost))
	return &i, err
}

// TotalCountExact reports whether there are no more than that.
func (c *connection[V]) TotalCountExact(ctx context.Context) (*bool, error) {
	n, err := c.counts(ctx)
	exact := n <= postgres.CountedMost
	return &exact, err
}

// connect reads the page of a list that is asked for, and makes the connection of the views of its rows.
func connect[R, V any](ctx context.Context, name string, args pageArgs, list *postgres.List[R], views func(context.Context, []R) (func(R) V, error)) (*connection[V], error) {
	order, err := list.Order(orZero(args.OrderBy))
	if err != nil {
		return nil, err
	}
	p, err := args.read(name, order)
	if err != nil {
		return nil, err
	}
	if p.Where, err = args.Where.read(list.Fields); err != nil {
		return nil, err
	}
	first := p.Limit
	p.Limit++ // to know whether there are more
	found, err := list.Page(ctx, p)
	if err != nil {
		return nil, err
	}
	more := len(found.All) > first
	rows := found.All[:min(first, len(found.All))]
	view, err := views(ctx, rows)
	if err != nil {
		return nil, err
	}
	c := &connection[V]{Edges: make([]edge[V], len(rows)), Nodes: make([]V, len(rows)), PageInfo: pageInfo{HasNextPage: more, HasPreviousPage: p.After != nil}, total: func(ctx context.Context) (int, error) { return list.Count(ctx, p.Where) }}
	for i, row := range rows {
		raw, _ := json.Marshal(cursor{name, order.Name, found.Keys[i]})
		c.Nodes[i] = view(row)
		c.Edges[i] = edge[V]{sealCursor(raw), c.Nodes[i]}
	}
	if n := len(rows); n > 0 {
		c.PageInfo.StartCursor, c.PageInfo.EndCursor = &c.Edges[0].Cursor, &c.Edges[n-1].Cursor
	}
	return c, nil
}

// alone views rows that refer to nothing else.
func alone[R, V any](view func(R) V) func(context.Context, []R) (func(R) V, error) {
	return func(context.Context, []R) (func(R) V, error) { return view, nil }
}

// byID views rows by the views of all of them, which are made at once.
func byID[R, V any](views func(context.Context, []R) (map[int64]V, error), id func(R) int64) func(context.Context, []R) (func(R) V, error) {
	return func(ctx context.Context, rows []R) (func(R) V, error) {
		all, err := views(ctx, rows)
		return func(row R) V { return all[id(row)] }, err
	}
}

// inOrder views rows by the views of all of them, which come in their order.
func inOrder[R, V any](views func(context.Context, []R) ([]V, error), id func(R) int64) func(context.Context, []R) (func(R) V, error) {
	return byID(func(ctx context.Context, rows []R) (map[int64]V, error) {
		all, err := views(ctx, rows)
		found := map[int64]V{}
		for i, view := range all {
			found[id(rows[i])] = view
		}
		return found, err
	}, id)
}

// related views rows by what they refer to, which is gathered from all of them and read at once.
func related[R, V any](r *Resolver, gather func(*relations, R), view func(*relations, R) V) func(context.Context, []R) (func(R) V, error) {
	return func(ctx context.Context, rows []R) (func(R) V, error) {
		rel := r.relations()
		for _, row := range rows {
			gather(rel, row)
		}
		err := rel.load(ctx)
		return func(row R) V { return view(rel, row) }, err
	}
}
