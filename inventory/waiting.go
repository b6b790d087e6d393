package inventory

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/shopspring/decimal"
)

// What waits for approval keeps its goods: each line of a submitted document reserves what it will move (purpose DOCUMENT), or
// claims the quality hold that it will take. Without that an issue would lose its goods to whoever posts first, and the approver
// would sign for what is no longer there; and a reservation counts against every floor when it is made, so that what is approved
// can always be posted, whatever else goes out meanwhile. Goods that an adjustment or a scrapping says are gone or useless are
// set aside as well, so that they are promised to nobody. Only what a quality hold keeps already is not reserved again.
//
// Whatever ends the wait lets go of the goods in the same transaction: refusing, cancelling, and taking a document back to be
// changed (releaseLines); posting consumes them.

// documentPurpose marks reservations made for the lines of documents that wait.
const documentPurpose = "DOCUMENT"

// postOrSubmit posts; what the rules ask approval for, and may wait for it, is submitted instead.
func (b *book) postOrSubmit(ctx context.Context, p Posting) (*entry, error) {
	if p.Submit {
		return b.enter(ctx, p, true)
	}
	e, err := b.post(ctx, p)
	if p.Content == nil || !fault.IsCode(err, "APPROVAL_NEEDED") {
		return e, err
	}
	return b.enter(ctx, p, true)
}

// departures are the moves as what is set aside counts against floors: nothing arrives yet.
func departures(moves []Move) (all []Move) {
	for _, m := range moves {
		if m.From.Kind == PlaceSite {
			m.To = Virtual(PlaceConsumed)
			all = append(all, m)
		}
	}
	return all
}

// setAside reserves the goods in memory and claims their holds. A line of which part lies under holds that it does not name
// becomes two: that part is not reserved, since the holds keep it.
func (b *book) setAside(moves []Move) (all []Move) {
	for _, m := range moves {
		if m.HoldID != 0 {
			f := b.holds[m.HoldID]
			f.documentID = claimed
			b.holds[m.HoldID] = f
			all = append(all, m)
			continue
		}
		if !m.From.physical() {
			all = append(all, m)
			continue
		}
		free := m.Quantity.Sub(m.held)
		k := stockKey{b.places[m.From], m.LotID, m.ReserveID}
		h := b.stock[k]
		h.reserved = h.reserved.Add(free)
		b.stock[k] = h
		rest := m
		if free.IsPositive() {
			m.Quantity, m.held = free, decimal.Zero
			all = append(all, m)
		}
		if rest.held.IsPositive() {
			rest.Quantity = rest.held
			all = append(all, rest)
		}
	}
	return all
}

// posted gives the entries that move goods, in order.
func (b *book) posted() []entry {
	if !slices.ContainsFunc(b.entries, func(e entry) bool { return e.waits }) {
		return b.entries
	}
	return slices.DeleteFunc(slices.Clone(b.entries), func(e entry) bool { return e.waits })
}

// queueWaiting writes what changes of documents that wait, or have waited until now.
func (b *book) queueWaiting(batch *pgx.Batch) error {
	for _, e := range b.entries {
		switch {
		case e.waits:
			if err := b.queueSubmission(batch, e); err != nil {
				return err
			}
		case e.DocumentID != 0:
			if e.Approvals == 0 { // a draft that did not have to wait
				b.queueLines(batch, e, false)
			}
			batch.Queue(`update document set number = $2, state = $3, occurred_at = $4, recorded_at = now(), approvals_asked = $5, posted_by = nullif($6, person_id), state_note = '',
				  release_order_id = coalesce(nullif($7::bigint, 0), release_order_id), purpose = coalesce(nullif($8, ''), purpose)
				where id = $1 and state in ('DRAFT','SUBMITTED','APPROVED')`, e.DocumentID, e.number, e.State, e.OccurredAt, e.asked, e.personID, e.ReleaseOrderID, e.Purpose).Exec(func(t pgconn.CommandTag) error {
				if t.RowsAffected() != 1 {
					return notWaiting("")
				}
				return nil
			})
			if e.Kind == KindIssue { // by which a rotation task is carried out
				batch.Queue(`update rotation_task set state = 'DONE', closed_at = now() where document_id = $1 and state = 'OPEN'`, e.DocumentID)
			}
		}
	}
	return nil
}

// queueSubmission writes a document that is submitted, with its lines and what is set aside for them.
func (b *book) queueSubmission(batch *pgx.Batch, e entry) error {
	content, err := json.Marshal(e.Content)
	if err != nil {
		return err
	}
	if e.DocumentID == 0 {
		batch.Queue(`insert into document (id, kind, reason, state, note, site_id, counter_site_id, incident_id, returns_id, occurred_at, person_id, content, approvals_asked, release_order_id, purpose) overriding system value
			values ($1, $2, $3, 'SUBMITTED', $4, $5, nullif($6::bigint, 0), nullif($7::bigint, 0), nullif($8::bigint, 0), $9, $10, $11, $12, nullif($13::bigint, 0), $14)`,
			e.documentID, e.Kind, e.Reason, e.Note, e.SiteID, e.CounterSiteID, e.IncidentID, e.ReturnsID, e.OccurredAt, e.personID, content, e.asked, e.ReleaseOrderID, e.Purpose)
	} else {
		batch.Queue(`update document set state = 'SUBMITTED', approvals_asked = $2, occurred_at = $3, state_note = '', release_order_id = nullif($4::bigint, 0), purpose = $5 where id = $1`, e.documentID, e.asked, e.OccurredAt, e.ReleaseOrderID, e.Purpose)
		batch.Queue(`delete from document_line where document_id = $1`, e.documentID)
	}
	b.queueClaims(batch, e)
	b.queueLines(batch, e, true)
	return nil
}

// queueClaims claims the holds that a document will take; the rest of a hold that is longer becomes a hold of its own.
func (b *book) queueClaims(batch *pgx.Batch, e entry) {
	for _, m := range claims(e.Moves) {
		batch.Queue(`with was as (select * from quality_hold where id = $1), claimed as (
				  update quality_hold set quantity = $2, document_id = $3 where id = $1 and state = 'LIVE' and document_id is null and quantity >= $2 returning id),
				rest as (insert into quality_hold (place_id, lot_id, reserve_id, quantity, reason, note, split_of, person_id, created_at)
				  select place_id, lot_id, reserve_id, was.quantity - $2, reason, note, was.id, person_id, created_at from was, claimed where was.quantity > $2)
				select 1 from claimed`, m.HoldID, m.Quantity, e.documentID).Query(func(rows pgx.Rows) error {
			done, err := pgx.CollectRows(rows, pgx.RowTo[int])
			if err == nil && len(done) != 1 {
				return holdGone(decimal.Zero, m.Quantity)
			}
			return err
		})
	}
}

// queueLines writes the lines of a document as they were decided, each with a reservation of what it will move or without.
func (b *book) queueLines(batch *pgx.Batch, e entry, reserve bool) {
	n := len(e.Moves)
	items, lots, reserves, from, to, holds := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	quantities, reserved := make([]string, n), make([]bool, n)
	for i, m := range e.Moves {
		items[i], lots[i], reserves[i], from[i], to[i], holds[i] = m.ItemID, m.LotID, m.ReserveID, b.places[m.From], b.places[m.To], m.HoldID
		quantities[i], reserved[i] = m.Quantity.String(), reserve && m.From.physical() && m.held.IsZero()
	}
	batch.Queue(`with l as materialized (
		  select nextval(pg_get_serial_sequence('document_line', 'id')) as id, t.* from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::numeric[], $8::bigint[], $9::boolean[])
		    with ordinality as t(item, lot, reserve, from_place, to_place, quantity, hold, reserved, n)),
		r as (insert into reservation (place_id, lot_id, reserve_id, quantity, purpose, purpose_id)
		  select from_place, lot, reserve, quantity, $10, id from l where reserved order by n returning id, purpose_id)
		insert into document_line (id, document_id, line_no, item_id, lot_id, reserve_id, from_place_id, to_place_id, quantity, reservation_id, hold_id)
		select l.id, $1, l.n, l.item, l.lot, l.reserve, l.from_place, l.to_place, l.quantity, r.id, nullif(l.hold, 0) from l left join r on r.purpose_id = l.id`,
		e.documentID, items, lots, reserves, from, to, quantities, holds, reserved, documentPurpose)
}

// claims sums what moves take from each hold, in order of the holds.
func claims(moves []Move) (all []Move) {
	for _, m := range moves {
		if m.HoldID == 0 {
			continue
		}
		if at := slices.IndexFunc(all, func(c Move) bool { return c.HoldID == m.HoldID }); at >= 0 {
			all[at].Quantity = all[at].Quantity.Add(m.Quantity)
		} else {
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(a, b Move) int { return cmp.Compare(a.HoldID, b.HoldID) })
	return all
}

// releaseLines lets go of what is set aside for a document. Its row is locked.
func releaseLines(ctx context.Context, tx pgx.Tx, documentID int64) error {
	rows, err := tx.Query(ctx, `select reservation_id from document_line where document_id = $1 and reservation_id is not null`, documentID)
	if err != nil {
		return err
	}
	reservations, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	if err := ReleaseTx(ctx, tx, reservations); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update quality_hold set document_id = null where document_id = $1 and state = 'LIVE'`, documentID)
	return err
}
