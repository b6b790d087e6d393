package inventory

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// ReverseRequest asks for a posted document to be reversed.
type ReverseRequest struct {
	RequestKey string `json:"-"`
	DocumentID int64
	Reason     string
}

func init() {
	postgres.RegisterConstraint("document_reversed_once", func() *fault.Error {
		return fault.New(fault.Conflict, "ALREADY_REVERSED", "This document has been reversed already.")
	})
	postgres.RegisterConstraint("document_completed_once", func() *fault.Error {
		return fault.New(fault.Conflict, "ALREADY_RECEIVED", "This transfer has been received already.")
	})
}

// ReversalRefusal says why a document cannot be reversed by the caller.
type ReversalRefusal string

// Why a document cannot be reversed.
const (
	AlreadyReversed ReversalRefusal = "ALREADY_REVERSED"
	NotPosted       ReversalRefusal = "NOT_POSTED"    // a draft or something that waits: it is cancelled
	OnItsWay        ReversalRefusal = "IN_TRANSIT"    // the receiver settles it
	SignedFor       ReversalRefusal = "SIGNED_FOR"    // by a receiver, or on a waybill
	IsReversal      ReversalRefusal = "REVERSAL"      // what was reversed by mistake is entered anew
	OtherKind       ReversalRefusal = "KIND"          // counts, adjustments and the like are corrected by a further one
	CameBack        ReversalRefusal = "RETURNED"      // reversed as well, the same goods would come back twice
	CountedSince    ReversalRefusal = "COUNTED_SINCE" // the count has put the books right already
	UndoOver        ReversalRefusal = "UNDO_OVER"     // the author's minutes have passed, and no post gives more
	NotYours        ReversalRefusal = "NOT_YOURS"
)

// reversal is what decides whether a document may be reversed.
type reversal struct {
	kind                           DocumentKind
	state                          DocumentState
	completes, completed, returned bool
	counted                        bool // a stocktake of its goods was closed since
	allowed                        bool // the caller's posts give document.reverse at its site
	author, fresh                  bool // the caller recorded it, minutes ago
}

// whyNotReversed gives the first reason that stands against it, or "". Whether its goods are still there shows when it is done. Pure.
func whyNotReversed(r reversal) ReversalRefusal {
	switch {
	case r.state == StateReversed:
		return AlreadyReversed
	case r.state == StateInTransit:
		return OnItsWay
	case r.state != StatePosted:
		return NotPosted
	case r.kind == KindReversal:
		return IsReversal
	case r.completes || r.completed || r.kind == KindDispatch || r.kind == KindDelivery:
		return SignedFor
	case r.kind != KindReceipt && r.kind != KindIssue && r.kind != KindTransfer:
		return OtherKind
	case r.returned:
		return CameBack
	case r.counted:
		return CountedSince
	case r.allowed || r.author && r.fresh:
		return ""
	case r.author:
		return UndoOver
	}
	return NotYours
}

// countedSince gives the number of a stocktake of the goods of document d that was counted after it happened and closed after it was
// recorded, so that the count has judged it already. Of a stocktake still open nothing is posted yet: closing it looks through
// a reversal (expectedAt), so that none is held up by counting.
const countedSince = `(select s.number from movement m join place p on p.id in (m.from_place_id, m.to_place_id) join stock_count s on s.site_id = p.site_id and s.closed_at >= d.recorded_at
	  join count_line c on c.count_id = s.id and c.lot_id = m.lot_id and c.reserve_id = m.reserve_id and c.outcome in ('CONFIRMED','ADJUSTED') and c.counted_at >= m.occurred_at
	where m.document_id = d.id limit 1)`

// undoUntil is when the minutes are over in which the author of document d may undo it, and fresh whether they are not yet, by the
// clock of the database.
const undoUntil = `(d.recorded_at + make_interval(mins => (select value::integer from setting where name = 'undo_minutes')))`
const fresh = `(` + undoUntil + ` > now())`

func isAuthor(ctx context.Context, personID *int64) bool {
	a := access.ActorFrom(ctx)
	return a != nil && a.PersonID != 0 && personID != nil && *personID == a.PersonID
}

// Reverse posts the opposite of a posted document, now, once, by a document of its own; the original stays as it is, marked REVERSED.
// Keepers of its site; and whoever recorded it, within ten minutes (a setting): undoing is the same thing.
//
// Refuses with: NOT_FOUND, ALREADY_REVERSED, COUNTED_SINCE (count), UNDO_OVER, NOT_REVERSIBLE (why), REASON_MISSING, and what PostTx
// refuses: what was received cannot be taken back once it has gone out.
func (inv *Inventory) Reverse(ctx context.Context, r ReverseRequest) (Posted, error) {
	if _, _, err := access.Require(ctx, "document.reverse"); err != nil {
		if _, _, err := access.Require(ctx, "document.undo"); err != nil {
			return Posted{}, err
		}
	}
	if r.Reason == "" {
		return Posted{}, fault.Invalidf("reason", "REASON_MISSING", "Say why the document is reversed.")
	}
	return onceWarned(ctx, inv, r.RequestKey, "reverseDocument", r, func(tx pgx.Tx) (Posted, error) {
		doc, err := lockDocument(ctx, tx, r.DocumentID)
		if err != nil {
			return Posted{}, err
		}
		returned, err := returnedAgainst(ctx, tx, doc.ID)
		if err != nil {
			return Posted{}, err
		}
		if why := whyNotReversed(reversal{kind: doc.Kind, state: doc.State, completes: doc.completes, completed: doc.completed, returned: len(returned) > 0,
			allowed: covers(ctx, "document.reverse", doc.SiteID), author: isAuthor(ctx, doc.personID), fresh: doc.fresh}); why != "" {
			return Posted{}, notReversed(doc, why)
		}
		moves := make([]Move, len(doc.Moves))
		for i, m := range doc.Moves {
			m.From, m.To = m.To, m.From
			if m.From.SiteID != m.To.SiteID {
				m.From.BinID = 0 // from wherever they have been put since
			}
			moves[i] = m
		}
		if _, err := tx.Exec(ctx, `update document set state = 'REVERSED' where id = $1`, doc.ID); err != nil {
			return Posted{}, err
		}
		posted, err := PostAllTx(ctx, tx, []Posting{{Kind: KindReversal, Reason: "REVERSAL", SiteID: doc.SiteID, CounterSiteID: doc.CounterSiteID,
			IncidentID: doc.IncidentID, Note: r.Reason, ReversesID: doc.ID, Moves: moves}})
		if err != nil {
			return Posted{}, err
		}
		return Posted{DocumentID: posted[0].DocumentID, Warnings: posted[0].Warnings}, nil
	})
}

// notReversed words a refusal. What the caller cannot see is absent.
func notReversed(doc lockedDocument, why ReversalRefusal) *fault.Error {
	switch why {
	case NotYours:
		return fault.Absent("document", fmt.Sprint(doc.ID)).At("documentId")
	case AlreadyReversed:
		return fault.New(fault.Conflict, "ALREADY_REVERSED", "%s has been reversed already.", doc.Number).At("documentId")
	case UndoOver:
		return fault.New(fault.Refused, "UNDO_OVER", "The time to undo %s has passed: ask a keeper of its site to reverse it.", doc.Number).At("documentId")
	default:
	}
	return fault.New(fault.Refused, "NOT_REVERSIBLE", "%s cannot be reversed: reversals, goods in transit, what a waybill or a receiver has signed, what has come back and what corrects the books stay as they are.",
		doc.Number).At("documentId").With("why", string(why))
}

// refuseCounted refuses to reverse what a stocktake has judged. Asked under the locks of the goods, which closing a stocktake takes
// too: of the two, one sees the other.
func (b *book) refuseCounted(ctx context.Context, documentID int64) error {
	var count *string
	if err := b.tx.QueryRow(ctx, `select `+countedSince+` from document d where d.id = $1`, documentID).Scan(&count); err != nil || count == nil {
		return err
	}
	return fault.New(fault.Refused, "COUNTED_SINCE", "Its goods were counted since (%s), and the count has put the books right already: count again where they are wrong.", *count).
		At("documentId").With("count", *count)
}

// lockedDocument is a document locked for a change of its state, with its movements in order.
type lockedDocument struct {
	ID, SiteID, CounterSiteID, IncidentID int64
	Number                                string
	Kind                                  DocumentKind
	State                                 DocumentState
	OccurredAt                            time.Time
	Moves                                 []Move
	completes, completed                  bool // one side of a transfer in two steps
	personID                              *int64
	fresh                                 bool // its author may still undo it
}

func lockDocument(ctx context.Context, tx pgx.Tx, id int64) (lockedDocument, error) {
	var d lockedDocument
	err := tx.QueryRow(ctx, `select id, site_id, coalesce(counter_site_id, 0), coalesce(incident_id, 0), coalesce(number, ''), kind, state, occurred_at,
		  completes_id is not null, exists (select 1 from document c where c.completes_id = d.id), d.person_id, `+fresh+`
		from document d where id = $1 for update`, id).
		Scan(&d.ID, &d.SiteID, &d.CounterSiteID, &d.IncidentID, &d.Number, &d.Kind, &d.State, &d.OccurredAt, &d.completes, &d.completed, &d.personID, &d.fresh)
	if errors.Is(err, pgx.ErrNoRows) {
		return d, fault.Absent("document", fmt.Sprint(id)).At("documentId")
	}
	if err != nil {
		return d, err
	}
	rows, err := tx.Query(ctx, `select m.item_id, m.lot_id, m.reserve_id, m.quantity, `+placeColumns("f")+`, `+placeColumns("t")+`
		from movement m join place f on f.id = m.from_place_id join place t on t.id = m.to_place_id where m.document_id = $1 order by m.line_no`, id)
	if err != nil {
		return d, err
	}
	var m Move
	_, err = pgx.ForEachRow(rows, slices.Concat([]any{&m.ItemID, &m.LotID, &m.ReserveID, &m.Quantity}, m.From.targets(), m.To.targets()), func() error {
		d.Moves = append(d.Moves, m)
		return nil
	})
	return d, err
}
