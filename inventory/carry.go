package inventory

import (
	"slices"

	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Whoever reserves goods of a site for an allocation knows the lot, not the bin: so a keeper may move reserved goods to another bin of
// the site, and their reservations go with them. What is free moves first. What is set aside for a document that waits stays where its
// paper says: that bin was written down, and perhaps approved.

// within reports whether goods stay at their site.
func (m Move) within() bool {
	return m.From.Kind == PlaceSite && m.To.Kind == PlaceSite && m.From.SiteID == m.To.SiteID
}

// setAsideHere is the refusal to move what waits on paper for somebody else.
func setAsideHere(available, waiting, requested decimal.Decimal) *fault.Error {
	return fault.New(fault.Refused, "SET_ASIDE", "%s can be moved; %s more are set aside here for documents that wait, which name this bin: move them once those are posted, or cancel them first.", available, waiting).
		With("available", available.String()).With("waiting", waiting.String()).With("requested", requested.String())
}

// queueCarriable reads how much of what is reserved may be moved within the sites.
func (b *book) queueCarriable(queue func(sql string, args []any, targets []any, row func() error), sites, items []int64) {
	var k stockKey
	var q decimal.Decimal
	queue(`select r.place_id, r.lot_id, r.reserve_id, sum(r.quantity) from place p join reservation r on r.place_id = p.id and r.state = 'LIVE' and r.purpose <> $3
		join lot l on l.id = r.lot_id and l.item_id = any($2) where p.site_id = any($1) group by 1, 2, 3`, []any{sites, items, documentPurpose}, []any{&k.placeID, &k.lotID, &k.reserveID, &q}, func() error {
		h := b.stock[k]
		h.carriable = q
		b.stock[k] = h
		return nil
	})
}

// drawCarried tells for each move within a site how much of it is reserved and takes its reservations along.
func (b *book) drawCarried(p *Posting) {
	if !slices.ContainsFunc(p.Moves, Move.within) {
		return
	}
	p.Moves = slices.Clone(p.Moves)
	left := map[stockKey]held{}
	for i := range p.Moves {
		m := &p.Moves[i]
		if m.carried = decimal.Zero; !m.within() || m.HoldID != 0 || m.ReservationID != 0 {
			continue
		}
		k := stockKey{b.places[m.From], m.LotID, m.ReserveID}
		h, begun := left[k]
		if !begun {
			h = b.stock[k]
		}
		if short := m.Quantity.Sub(h.free()); short.IsPositive() {
			m.carried = decimal.Min(short, h.carriable)
		}
		h.onHand, h.reserved, h.carriable = h.onHand.Sub(m.Quantity), h.reserved.Sub(m.carried), h.carriable.Sub(m.carried)
		left[k] = h
	}
}

// carry is so much of what is reserved of a lot and reserve that comes to lie in another place of its site.
type carry struct {
	from, to stockKey
	quantity decimal.Decimal
}

// carries gives what the moves carry on the whole: goods that went on from where they came are carried there once, and no place ever
// holds more reservations on the way than it has before or after. Pure.
func carries(moves []Move, places map[Place]int64) (all []carry) {
	net := map[stockKey]decimal.Decimal{}
	var keys []stockKey
	for _, m := range moves {
		if !m.carried.IsPositive() {
			continue
		}
		for _, side := range []struct {
			at Place
			by decimal.Decimal
		}{{m.From, m.carried.Neg()}, {m.To, m.carried}} {
			k := stockKey{places[side.at], m.LotID, m.ReserveID}
			if _, begun := net[k]; !begun {
				keys = append(keys, k)
			}
			net[k] = net[k].Add(side.by)
		}
	}
	for _, from := range keys {
		for _, to := range keys {
			if from.lotID != to.lotID || from.reserveID != to.reserveID {
				continue
			}
			if q := decimal.Min(net[from].Neg(), net[to]); q.IsPositive() {
				all = append(all, carry{from, to, q})
				net[from], net[to] = net[from].Add(q), net[to].Sub(q)
			}
		}
	}
	return all
}

// queueCarried brings reservations to where their goods are now, the oldest first; of the last one a part may stay. It runs after goods
// came and before they go, so that no balance holds more reservations than goods at any time.
func (b *book) queueCarried(batch *pgx.Batch) {
	var moves []Move
	for _, e := range b.posted() {
		moves = append(moves, e.Moves...)
	}
	for _, c := range carries(moves, b.places) {
		batch.Queue(`with r as (select id, quantity, sum(quantity) over (order by id rows unbounded preceding) - quantity as before from reservation
			  where place_id = $1 and lot_id = $3 and reserve_id = $4 and state = 'LIVE' and purpose <> $6),
			whole as (update reservation u set place_id = $2 from r where u.id = r.id and r.before + r.quantity <= $5 returning u.quantity),
			cut as (update reservation u set quantity = r.before + r.quantity - $5 from r where u.id = r.id and r.before < $5 and r.before + r.quantity > $5
			  returning coalesce(u.part_of, u.id) as head, u.purpose, u.purpose_id, $5 - r.before as q),
			part as (insert into reservation (place_id, lot_id, reserve_id, quantity, purpose, purpose_id, part_of) select $2, $3, $4, q, purpose, purpose_id, head from cut returning quantity)
			select coalesce(sum(quantity), 0) from (select quantity from whole union all select quantity from part) x`,
			c.from.placeID, c.to.placeID, c.from.lotID, c.from.reserveID, c.quantity, documentPurpose).QueryRow(func(row pgx.Row) error {
			var done decimal.Decimal
			err := row.Scan(&done)
			if err == nil && !done.Equal(c.quantity) {
				err = fault.New(fault.Conflict, "RESERVATION_GONE", "What was reserved has been sent or released meanwhile: look again.")
			}
			return err
		})
	}
}
