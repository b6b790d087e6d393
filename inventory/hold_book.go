package inventory

import (
	"fmt"
	"slices"

	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/shopspring/decimal"
)

// holdFacts is what the ledger must know of a quality hold.
type holdFacts struct {
	key        stockKey
	quantity   decimal.Decimal
	reason     string
	documentID int64 // the document that waits to take these goods; 0: none; claimed: one that is being written
	live       bool
}

const claimed = -1

func holdGone(available, requested decimal.Decimal) *fault.Error {
	return fault.New(fault.Conflict, "HOLD_GONE", "This hold has been shortened, released or claimed meanwhile: %s of it is left, not %s.", available, requested).
		With("available", available.String()).With("requested", requested.String())
}

// queueHolds reads and locks holds with the book; every change of a hold goes through a book, so that the level's lock comes first.
func (b *book) queueHolds(queue func(sql string, args []any, targets []any, row func() error), ids []int64) {
	var id int64
	var f holdFacts
	queue(`select id, place_id, lot_id, reserve_id, quantity, reason, coalesce(document_id, 0), state = 'LIVE' from quality_hold where id = any($1) order by id for update`, []any{ids},
		[]any{&id, &f.key.placeID, &f.key.lotID, &f.key.reserveID, &f.quantity, &f.reason, &f.documentID, &f.live}, func() error { b.holds[id] = f; return nil })
}

// drawHolds tells for each move how much of it comes from quality holds. A move may name its hold. What a count or an adjustment
// says is missing may be missing from what is on hold too: a hold keeps goods from being used, not from being counted.
func (b *book) drawHolds(p *Posting) error {
	if !slices.ContainsFunc(p.Moves, func(m Move) bool { return m.HoldID != 0 }) && !shortensHolds(p.Kind) {
		return nil
	}
	p.Moves = slices.Clone(p.Moves)
	left, taken := map[stockKey]held{}, map[int64]decimal.Decimal{}
	for i := range p.Moves {
		m := &p.Moves[i]
		m.held = decimal.Zero
		k := stockKey{b.places[m.From], m.LotID, m.ReserveID}
		if m.HoldID != 0 {
			f := b.holds[m.HoldID]
			rest := f.quantity.Sub(taken[m.HoldID])
			field := fmt.Sprintf("lines.%d.holdId", i)
			if !f.live || f.key != k || f.documentID != 0 && f.documentID != p.DocumentID || rest.LessThan(m.Quantity) {
				if !f.live || f.key != k || f.documentID != 0 && f.documentID != p.DocumentID {
					rest = decimal.Zero
				}
				return holdGone(rest, m.Quantity).At(field)
			}
			if f.reason == holdAwaitingInspection && p.Kind != KindRecovery {
				return fault.New(fault.Refused, "AWAITING_INSPECTION", "These goods came back and wait for their inspection: inspect them first.").At(field)
			}
			taken[m.HoldID] = taken[m.HoldID].Add(m.Quantity)
			m.held = m.Quantity
			continue
		}
		if !shortensHolds(p.Kind) || !m.From.physical() || m.ReservationID != 0 {
			continue
		}
		h, begun := left[k]
		if !begun {
			h = b.stock[k]
		}
		if free := h.free(); m.Quantity.GreaterThan(free) {
			m.held = decimal.Min(m.Quantity.Sub(free), h.onHold)
			h.onHold = h.onHold.Sub(m.held)
		}
		h.onHand = h.onHand.Sub(m.Quantity)
		left[k] = h
	}
	return nil
}

func shortensHolds(kind DocumentKind) bool { return kind == KindAdjustment || kind == KindCount }

// queueHoldsTaken shortens the holds that moves take from; one taken in full is TAKEN. Of holds that no move names, those that no
// document waits for go first, the newest before the oldest.
func (b *book) queueHoldsTaken(batch *pgx.Batch) {
	taken, short := map[int64]decimal.Decimal{}, map[stockKey]decimal.Decimal{}
	for _, e := range b.posted() {
		for _, m := range e.Moves {
			switch {
			case m.HoldID != 0:
				taken[m.HoldID] = taken[m.HoldID].Add(m.Quantity)
			case m.held.IsPositive():
				k := stockKey{b.places[m.From], m.LotID, m.ReserveID}
				short[k] = short[k].Add(m.held)
			}
		}
	}
	if len(taken) > 0 {
		var ids []int64
		var quantities []string
		for id, q := range taken {
			ids, quantities = append(ids, id), append(quantities, q.String())
		}
		batch.Queue(`update quality_hold h set quantity = case when h.quantity = t.q then h.quantity else h.quantity - t.q end,
			  state = case when h.quantity = t.q then 'TAKEN' else 'LIVE' end, closed_at = case when h.quantity = t.q then now() end
			from unnest($1::bigint[], $2::numeric[]) as t(id, q) where h.id = t.id and h.state = 'LIVE' and h.quantity >= t.q`, ids, quantities).Exec(func(t pgconn.CommandTag) error {
			if t.RowsAffected() != int64(len(ids)) {
				return holdGone(decimal.Zero, decimal.Zero)
			}
			return nil
		})
	}
	if len(short) > 0 {
		var c columns
		for k, q := range short {
			c.append(k, 0, q)
		}
		batch.Queue(`with h as (
			  select h.id, h.quantity, t.q - sum(h.quantity) over (partition by h.place_id, h.lot_id, h.reserve_id order by h.document_id is not null, h.id desc rows unbounded preceding) + h.quantity as wanted
			  from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::numeric[]) as t(p, l, r, q) join quality_hold h on h.place_id = t.p and h.lot_id = t.l and h.reserve_id = t.r and h.state = 'LIVE')
			update quality_hold u set quantity = case when h.wanted >= h.quantity then u.quantity else u.quantity - h.wanted end,
			  state = case when h.wanted >= h.quantity then 'TAKEN' else 'LIVE' end, closed_at = case when h.wanted >= h.quantity then now() end,
			  closed_note = 'missing' from h where u.id = h.id and h.wanted > 0`, c.places, c.lots, c.reserves, c.quantities)
	}
}
