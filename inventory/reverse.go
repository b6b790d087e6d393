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

// Reverse posts the opposite of a posted document, once, by a document of its own; the original stays as it is, marked
// REVERSED. Dispatches and deliveries are settled by their waybills and not reversed. Keepers of its site.
//
// Refuses with: NOT_FOUND, ALREADY_REVERSED, NOT_REVERSIBLE, REASON_MISSING, and what PostTx refuses: what was received
// cannot be taken back once it has gone out.
func (inv *Inventory) Reverse(ctx context.Context, r ReverseRequest) (Posted, error) {
	_, scope, err := access.Require(ctx, "document.reverse")
	if err != nil {
		return Posted{}, err
	}
	if r.Reason == "" {
		return Posted{}, fault.Invalidf("reason", "REASON_MISSING", "Say why the document is reversed.")
	}
	return once(ctx, inv, r.RequestKey, "reverseDocument", r, func(tx pgx.Tx) (int64, error) {
		doc, err := lockDocument(ctx, tx, r.DocumentID)
		if err != nil {
			return 0, err
		}
		if !scope.CoversSite(doc.SiteID) {
			return 0, fault.Absent("document", fmt.Sprint(r.DocumentID)).At("documentId")
		}
		if doc.State == StateReversed {
			return 0, fault.New(fault.Conflict, "ALREADY_REVERSED", "%s has been reversed already.", doc.Number).At("documentId")
		}
		if !reversible(doc.Kind, doc.State, doc.completes, doc.completed) {
			return 0, fault.New(fault.Refused, "NOT_REVERSIBLE", "%s cannot be reversed: reversals, goods in transit and what a waybill or a receiver has signed stay as they are.", doc.Number).At("documentId")
		}
		if returned, err := returnedAgainst(ctx, tx, doc.ID); err != nil {
			return 0, err
		} else if len(returned) > 0 { // reversed as well, the same goods would come back twice
			return 0, fault.New(fault.Refused, "NOT_REVERSIBLE", "Goods of %s have come back already: it stays as it is.", doc.Number).At("documentId")
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
			return 0, err
		}
		id, _, err := PostTx(ctx, tx, Posting{Kind: KindReversal, Reason: "REVERSAL", SiteID: doc.SiteID, CounterSiteID: doc.CounterSiteID,
			IncidentID: doc.IncidentID, Note: r.Reason, ReversesID: doc.ID, Moves: moves})
		return id, err
	})
}

// reversible reports whether a document is one that may be reversed: posted, and neither a reversal nor signed for by a
// receiver (either side of a transfer in two steps) or on a waybill. Whether its goods are still there shows when it is done.
func reversible(kind DocumentKind, state DocumentState, completes, completed bool) bool {
	return state == StatePosted && !completes && !completed && (kind == KindReceipt || kind == KindIssue || kind == KindTransfer)
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
}

func lockDocument(ctx context.Context, tx pgx.Tx, id int64) (lockedDocument, error) {
	var d lockedDocument
	err := tx.QueryRow(ctx, `select id, site_id, coalesce(counter_site_id, 0), coalesce(incident_id, 0), coalesce(number, ''), kind, state, occurred_at,
		  completes_id is not null, exists (select 1 from document c where c.completes_id = d.id)
		from document d where id = $1 for update`, id).
		Scan(&d.ID, &d.SiteID, &d.CounterSiteID, &d.IncidentID, &d.Number, &d.Kind, &d.State, &d.OccurredAt, &d.completes, &d.completed)
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
