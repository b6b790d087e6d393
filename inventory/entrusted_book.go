package inventory

import (
	"fmt"
	"slices"

	"changping/internal/fault"

	"github.com/shopspring/decimal"
)

// Entrusted goods lie with a keeper and belong to somebody else. The keeper sees and counts them; they go only on the owner's
// order, which says how much of which goods may go until which day. From bin to bin it moves them as it likes: that takes nothing
// from the owner. What an order has let go is no counter: it is the sum over the
// documents that name it, those that wait included, read under the lock of the order. What was reversed has not gone.

// orderFacts is what the ledger must know of an order.
type orderFacts struct {
	siteID, ownerID    int64
	expired, cancelled bool
	lines              []orderLine
}

type orderLine struct {
	itemID, lotID int64           // lotID 0: any lot
	quantity      decimal.Decimal // what may still go
}

// owns reports whether stock is of the order's owner, entrusted, and named by a line.
func (o *orderFacts) owns(s pick) bool {
	return s.Entrusted && s.OwnerID == o.ownerID
}

func (l orderLine) names(itemID, lotID int64) bool {
	return l.itemID == itemID && (l.lotID == 0 || l.lotID == lotID)
}

// left is what of a lot may still go.
func (o *orderFacts) left(itemID, lotID int64) (sum decimal.Decimal) {
	for _, l := range o.lines {
		if l.names(itemID, lotID) {
			sum = sum.Add(l.quantity)
		}
	}
	return sum
}

// take takes moves from the lines: from that of the lot first, then from that of any lot.
func (o *orderFacts) take(moves []Move) {
	for _, m := range moves {
		rest := m.Quantity
		for _, any := range []bool{false, true} {
			for i := range o.lines {
				if l := &o.lines[i]; l.names(m.ItemID, m.LotID) && (l.lotID == 0) == any {
					q := decimal.Min(rest, l.quantity)
					l.quantity, rest = l.quantity.Sub(q), rest.Sub(q)
				}
			}
		}
	}
}

// releasedBy gives what has gone, or waits to go, by orders o: order, item, lot and quantity.
const releasedBy = `select d.release_order_id as order_id, m.item_id, m.lot_id, m.quantity from document d join movement m on m.document_id = d.id where d.number is not null and d.state <> 'REVERSED'
	union all select d.release_order_id, l.item_id, l.lot_id, l.quantity from document d join document_line l on l.document_id = d.id where d.state in ('SUBMITTED','APPROVED')`

// queueOrders locks orders, then reads what they still let go, and the consents of donors that are in force.
func (b *book) queueOrders(queue func(sql string, args []any, targets []any, row func() error), ids []int64) {
	b.orders = map[int64]*orderFacts{}
	if len(ids) == 0 {
		return
	}
	var id int64
	var o orderFacts
	queue(`select o.document_id, d.site_id, o.owner_id, o.until_on < business_date(), o.cancelled_at is not null from release_order o join document d on d.id = o.document_id
		where o.document_id = any($1) order by o.document_id for update of o`, []any{ids}, []any{&id, &o.siteID, &o.ownerID, &o.expired, &o.cancelled}, func() error {
		one := o
		b.orders[id] = &one
		return nil
	})
	var l orderLine
	queue(`select document_id, item_id, coalesce(lot_id, 0), quantity from release_order_line where document_id = any($1) order by document_id, line_no`, []any{ids},
		[]any{&id, &l.itemID, &l.lotID, &l.quantity}, func() error { b.orders[id].lines = append(b.orders[id].lines, l); return nil })
	var gone Move
	queue(`select order_id, item_id, lot_id, sum(quantity) from (`+releasedBy+`) g where order_id = any($1) group by 1, 2, 3 order by 1, 2, 3`, []any{ids}, []any{&id, &gone.ItemID, &gone.LotID, &gone.Quantity},
		func() error { b.orders[id].take([]Move{gone}); return nil })
}

// terms are what decides which balances a document may take from, beside its lines.
type terms struct {
	order   *orderFacts // a copy: what it still lets go after the lines before
	purpose string
	issued  bool // to people: purpose locks hold
	book    *book
}

func (t terms) locks(s pick) bool {
	return t.issued && t.book.purposeLocks(s.ReserveID, s.Purpose, t.purpose)
}

// purposeLocks reports whether goods locked to one purpose are kept from another: no donor has consented. Pure upon the book.
func (b *book) purposeLocks(reserveID int64, lock, purpose string) bool {
	return lock != "" && lock != purpose && !slices.ContainsFunc(b.consents[reserveID], func(to string) bool { return to == "" || to == purpose })
}

// terms refuses an order by which nothing goes from the site any more.
func (b *book) terms(siteID, orderID int64, purpose string, issued bool) (terms, error) {
	t := terms{purpose: purpose, issued: issued, book: b}
	if orderID == 0 {
		return t, nil
	}
	o := b.orders[orderID]
	if o == nil || o.siteID != siteID {
		return t, fault.Absent("release order", fmt.Sprint(orderID)).At("releaseOrderId")
	}
	if o.expired || o.cancelled {
		return t, fault.New(fault.Refused, "ORDER_CLOSED", "The owner's order has run out or was taken back: ask for another.").At("releaseOrderId")
	}
	one := *o
	one.lines = slices.Clone(o.lines)
	t.order = &one
	return t, nil
}

// judgePurpose refuses with PURPOSE_LOCKED goods that would go to people for another purpose than theirs. What was reserved for a
// document was judged then.
func (b *book) judgePurpose(kind DocumentKind, purpose string, moves []Move) error {
	for i, m := range moves {
		if r := b.reserves[m.ReserveID]; toPeople(kind, m) && m.ReservationID == 0 && b.purposeLocks(m.ReserveID, r.purpose, purpose) {
			return purposeLocked(purpose).At(fmt.Sprintf("lines.%d", m.lineAt(i))).With("lock", r.purpose)
		}
	}
	return nil
}

func purposeLocked(purpose string) *fault.Error {
	return fault.New(fault.Refused, "PURPOSE_LOCKED", "These goods were given for another purpose: they go for it only, unless the donor's consent is recorded.").With("purpose", purpose)
}

func orderExceeded(left, requested decimal.Decimal) *fault.Error {
	return fault.New(fault.Refused, "ORDER_EXCEEDED", "The owner's order lets %s go, and is here, less than the %s asked for.", left, requested).
		With("available", left.String()).With("requested", requested.String())
}
