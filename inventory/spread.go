package inventory

import (
	"fmt"

	"github.com/shopspring/decimal"
)

// Whoever moves goods out of a site need not know its bins: logistics reserves and sends a lot of a site, a reversal takes back what
// was received wherever it was put away since. The book spreads such a move over the places of the site where the goods lie, in the
// order in which they are picked. A reservation that is spread is one row per place; the first stands for all of them.

// reservationPart is what a reservation still holds at one place.
type reservationPart struct {
	id, placeID int64
	left        decimal.Decimal
}

// lineAt is the line that a move belongs to; at is its own position.
func (m Move) lineAt(at int) int {
	if m.line == 0 {
		return at
	}
	return m.line - 1
}

// queueParts reads what is left of reservations, each with its parts.
func (b *book) queueParts(queue func(sql string, args []any, targets []any, row func() error), ids []int64) {
	var head, site, bin int64
	var kind PlaceKind
	var part reservationPart
	queue(`select coalesce(r.part_of, r.id), r.id, r.place_id, r.quantity, `+placeColumns("p")+` from reservation r join place p on p.id = r.place_id
		where r.state = 'LIVE' and (r.id = any($1) or r.part_of = any($1)) order by r.id for update of r`, []any{ids}, []any{&head, &part.id, &part.placeID, &part.left, &site, &kind, &bin}, func() error {
		b.parts[head] = append(b.parts[head], part)
		b.knowPlace(part.placeID, Place{site, kind, bin})
		return nil
	})
}

// takePart notes in memory what a move takes from a reservation.
func (b *book) takePart(m Move) {
	for _, parts := range b.parts {
		for i := range parts {
			if m.ReservationID != 0 && parts[i].id == m.ReservationID {
				parts[i].left = parts[i].left.Sub(m.Quantity)
			}
		}
	}
}

func (b *book) knowPlace(id int64, p Place) { b.places[p], b.at[id] = id, p }

// spread replaces moves from a site without a bin by moves from where the goods lie. What cannot be found is left as it is, to be
// refused for its own reason; where a lot lies in too many parts that are too small, it refuses with INSUFFICIENT_STOCK.
func (b *book) spread(kind DocumentKind, moves []Move) ([]Move, error) {
	if len(b.bins) == 0 || kind == KindCount {
		return moves, nil // nothing lies anywhere but at the site itself; and a count knows where it counted
	}
	taken := map[stockKey]decimal.Decimal{} // by the moves before
	drawn := map[int64]decimal.Decimal{}    // from reservations, by the moves before
	all := make([]Move, 0, len(moves))
	for i, m := range moves {
		m.line = m.lineAt(i) + 1
		add := func(from Place, q decimal.Decimal) {
			k := stockKey{b.places[from], m.LotID, m.ReserveID}
			taken[k] = taken[k].Add(q)
			part := m
			part.From, part.Quantity = from, q
			all = append(all, part)
		}
		if m.From.Kind != PlaceSite || m.From.BinID != 0 || m.within() { // within a site goods are moved from where somebody says they are
			add(m.From, m.Quantity)
			continue
		}
		rest := m.Quantity
		switch {
		case m.HoldID != 0:
			if p, known := b.at[b.holds[m.HoldID].key.placeID]; known && p.SiteID == m.From.SiteID {
				m.From = p
			}
		case m.ReservationID != 0:
			for _, part := range b.parts[m.ReservationID] {
				if q := decimal.Min(rest, part.left.Sub(drawn[part.id])); q.IsPositive() {
					drawn[part.id], rest = drawn[part.id].Add(q), rest.Sub(q)
					m.ReservationID = part.id
					add(b.at[part.placeID], q)
				}
			}
		default:
			room := func(k stockKey) decimal.Decimal { return b.stock[k].free().Sub(taken[k]) }
			passes := []func(stockKey) decimal.Decimal{room}
			if shortensHolds(kind) { // what is missing may be missing from what is on hold
				passes = append(passes, func(k stockKey) decimal.Decimal { return b.stock[k].onHand.Sub(b.stock[k].reserved).Sub(taken[k]) })
			}
			total := decimal.Zero
			for _, left := range passes {
				for _, k := range b.shelves[levelKey{m.From.SiteID, m.ItemID}] {
					if k.lotID != m.LotID || k.reserveID != m.ReserveID {
						continue
					}
					if q := decimal.Min(rest, left(k)); q.IsPositive() {
						rest, total = rest.Sub(q), total.Add(q)
						add(b.at[k.placeID], q)
					}
				}
			}
			if rest.IsPositive() && total.IsPositive() {
				return nil, Insufficient(total, m.Quantity).At(fmt.Sprintf("lines.%d.quantity", m.line-1)).With("lotNo", b.lots[m.LotID].lotNo)
			}
		}
		if rest.IsPositive() {
			add(m.From, rest)
		}
	}
	return all, nil
}
