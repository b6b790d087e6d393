package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// CountedMost is how far lists are counted: beyond it nobody needs the figure, and everybody would pay for it.
const CountedMost = 10_000

// ByName orders Chinese names as a dictionary does, by how they are spoken. The database itself sorts by bytes, which is quick and says
// nothing to a reader.
const ByName = ` collate "zh-x-icu"`

// Order is an order of a list. Where a page ends is what its keys come to in the last row, so that pages neither overlap nor leave
// anything out, whatever is added meanwhile.
type Order struct {
	Name       string // as the schema's enum has it
	By         []Key  // the last tells all rows apart
	Descending bool   // all keys
}

// Key is an expression that rows are ordered by, never null, and its type in the database.
type Key struct{ SQL, Type string }

// Newest and Oldest are the orders of rows by a key that grows.
func Newest(id string) Order { return Order{"NEWEST", []Key{{id, "bigint"}}, true} }

// Oldest is the other way round.
func Oldest(id string) Order { return Order{"OLDEST", []Key{{id, "bigint"}}, false} }

// Listing is what a list reads, without its order: each page and the count are made of the same words.
type Listing struct {
	Columns    string // of the select clause
	From       string // the from and the where clause; its arguments are Args, from $1
	Group      string // what is grouped by; empty: nothing
	Args       []any
	ColumnArgs []any // of Columns only, counted on from Args
	AsAsked    bool  // planned anew for the filters and the limit that are given, since no one plan is good for all
}

// List is rows that a use case lets a caller read: page by page, in one of its orders, or counted. It is made without looking at
// anything; who may read what is decided by each reading.
type List[T any] struct {
	Pool     *pgxpool.Pool
	Orders   []Order                                       // the first is the list's own
	Fields   []Field                                       // by which it may be filtered
	Listing  func(context.Context, Order) (Listing, error) // what it reads in an order
	Row      pgx.RowToFunc[T]                              // nil: by the names of the columns
	Complete func(context.Context, []T) error              // what is read beside; nil: nothing
	Read     func(context.Context, Page) (Rows[T], error)  // in place of all that, where a page takes more than a condition and an order
	Tally    func(context.Context, Condition) (int, error) // counts up to CountedMost and one; nil: what the listing, or Read, finds
}

// Page is what is asked of a list.
type Page struct {
	Order Order
	Limit int
	After []string  // the key of the row before; nil: from the beginning
	Where Condition // on the list's fields; nil: all rows
}

// Rows are the rows of a page, and the key of each.
type Rows[T any] struct {
	All  []T
	Keys [][]string
}

// Order gives the order of a name; empty: the list's own.
func (l *List[T]) Order(name string) (Order, error) {
	for _, o := range l.Orders {
		if o.Name == name || name == "" {
			return o, nil
		}
	}
	return Order{}, fault.Invalidf("orderBy", "ORDER", "This list has no order %s.", name)
}

// Page gives a page.
//
// Refuses with: what its use case refuses with, CURSOR (a key of another order).
func (l *List[T]) Page(ctx context.Context, p Page) (rows Rows[T], err error) {
	if p.After != nil && len(p.After) != len(p.Order.By) {
		return rows, fault.Invalidf("after", "CURSOR", "This is not a cursor of this order.")
	}
	if l.Read != nil {
		return l.Read(ctx, p)
	}
	listing, err := l.Listing(ctx, p.Order)
	if err != nil {
		return rows, err
	}
	row := l.Row
	if row == nil {
		row = pgx.RowToStructByName[T]
	}
	if rows, err = ReadListing(ctx, l.Pool, listing, p, row); err == nil && l.Complete != nil && len(rows.All) > 0 {
		err = l.Complete(ctx, rows.All)
	}
	return rows, err
}

// ReadListing gives a page of a listing.
func ReadListing[T any](ctx context.Context, pool *pgxpool.Pool, x Listing, p Page, row pgx.RowToFunc[T]) (rows Rows[T], err error) {
	sql, args := x.page(p)
	found, err := pool.Query(ctx, sql, args...)
	if err != nil {
		return rows, err
	}
	rows.All, err = pgx.CollectRows(found, func(r pgx.CollectableRow) (T, error) {
		keyed := keyedRow{CollectableRow: r}
		one, err := row(&keyed)
		rows.Keys = append(rows.Keys, keyed.key)
		return one, err
	})
	return rows, err
}

// First gives the first rows in the list's own order.
func (l *List[T]) First(ctx context.Context, n int) ([]T, error) {
	rows, err := l.Page(ctx, Page{Order: l.Orders[0], Limit: n})
	return rows.All, err
}

// Count counts all rows that meet a condition (nil: all), up to CountedMost and one.
func (l *List[T]) Count(ctx context.Context, where Condition) (n int, err error) {
	switch {
	case l.Tally != nil:
		return l.Tally(ctx, where)
	case l.Read != nil:
		rows, err := l.Page(ctx, Page{Order: l.Orders[0], Limit: CountedMost + 1, Where: where})
		return len(rows.All), err
	}
	listing, err := l.Listing(ctx, l.Orders[0])
	if err != nil {
		return 0, err
	}
	return listing.Count(ctx, l.Pool, where)
}

// Count counts the rows of a listing that meet a condition (nil: all), up to CountedMost and one.
func (x Listing) Count(ctx context.Context, pool *pgxpool.Pool, where Condition) (int, error) {
	from, args := Narrowed(x.From, x.Args, where)
	return CountSome(ctx, pool, from+x.grouped(), x.planned(args, where)...)
}

// planned gives the arguments of a statement with how it is planned: anew where the listing says so, and for each filter, since no plan
// is good for all of them.
func (x Listing) planned(args []any, where Condition) []any {
	if x.AsAsked || where != nil {
		return append([]any{pgx.QueryExecModeCacheDescribe}, args...)
	}
	return args
}

func (x Listing) grouped() string {
	if x.Group == "" {
		return ``
	}
	return ` group by ` + x.Group
}

// CountSome counts the rows of a from clause, up to CountedMost and one.
func CountSome(ctx context.Context, pool *pgxpool.Pool, from string, args ...any) (n int, err error) {
	err = pool.QueryRow(ctx, fmt.Sprintf(`select count(*) from (select 1 %s limit %d) counted`, from, CountedMost+1), args...).Scan(&n)
	return n, err
}

// page is the statement of a page, and its arguments.
func (x Listing) page(p Page) (string, []any) {
	order := p.Order
	from, args := Narrowed(x.From, slices.Concat(x.Args, x.ColumnArgs), p.Where)
	texts := make([]string, len(order.By))
	for i, k := range order.By {
		texts[i] = `(` + k.SQL + `)::text`
	}
	where := ``
	if p.After != nil {
		where = ` and ` + order.Beyond(len(args)+1)
		for _, key := range p.After {
			args = append(args, key)
		}
	}
	args = append(args, p.Limit)
	sql := fmt.Sprintf(`select %s, array[%s] as list_key %s%s%s order by %s limit $%d`, x.Columns, strings.Join(texts, `, `), from, where, x.grouped(), order.SQL(), len(args))
	return sql, x.planned(args, p.Where)
}

// SQL is the order by clause.
func (o Order) SQL() string {
	sorted := make([]string, len(o.By))
	for i, k := range o.By {
		if sorted[i] = k.SQL; o.Descending {
			sorted[i] += ` desc`
		}
	}
	return strings.Join(sorted, `, `)
}

// Beyond is the condition that a row comes after a key, whose parts are the text arguments from a number on.
func (o Order) Beyond(from int) string {
	keys, bounds := make([]string, len(o.By)), make([]string, len(o.By))
	for i, k := range o.By {
		keys[i], bounds[i] = k.SQL, fmt.Sprintf(`$%d::text::%s`, from+i, k.Type)
	}
	sign := `>`
	if o.Descending {
		sign = `<`
	}
	return `(` + strings.Join(keys, `, `) + `) ` + sign + ` (` + strings.Join(bounds, `, `) + `)`
}

// keyedRow hides the last column, the key, from what reads the row.
type keyedRow struct {
	pgx.CollectableRow
	key []string
}

// FieldDescriptions tells the columns but the key.
func (r *keyedRow) FieldDescriptions() []pgconn.FieldDescription {
	all := r.CollectableRow.FieldDescriptions()
	return all[:len(all)-1]
}

// Scan reads the columns, and the key beside.
func (r *keyedRow) Scan(dest ...any) error {
	return r.CollectableRow.Scan(append(dest, &r.key)...)
}
