package inventory

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"changping/access"
	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
)

// Draft asks for a document to be kept as a draft instead of being posted.
type Draft struct {
	DocumentID int64 // the document to be changed, back to a draft if it has been submitted, approved or refused; 0: a new draft
	Revision   int   // of the document to be changed, as the caller knows it
}

// draftContent is what a draft keeps: the input as it was typed, and what lists show of it.
type draftContent struct {
	kind                  DocumentKind
	reason                string
	siteID, counterSiteID int64
	note                  string
	input                 any
}

// keeperOf is the permission to write and post documents of a kind.
var keeperOf = map[DocumentKind]access.Permission{
	KindIssue: "stock.issue", KindTransfer: "stock.transfer", KindAdjustment: "stock.adjust", KindScrap: "stock.scrap", KindReturn: "stock.return",
}

// saveDraft keeps a document as a draft. Whoever changes the content becomes its author; what was approved before is void, and what
// was set aside is let go.
//
// Refuses with: NOT_FOUND, DOCUMENT_STATE, STALE_REVISION.
func (inv *Inventory) saveDraft(ctx context.Context, key string, draft Draft, c draftContent) (Posted, error) {
	content, err := json.Marshal(c.input)
	if err != nil {
		return Posted{}, err
	}
	input := struct {
		Draft   Draft
		Kind    DocumentKind
		Content json.RawMessage
	}{draft, c.kind, content}
	return once(ctx, inv, key, "saveDraft", input, func(tx pgx.Tx) (int64, error) {
		author := access.ActorFrom(ctx).PersonID
		id := draft.DocumentID
		if id == 0 {
			err := tx.QueryRow(ctx, `insert into document (kind, reason, state, note, site_id, counter_site_id, occurred_at, person_id, content)
				values ($1, $2, 'DRAFT', $3, $4, nullif($5::bigint, 0), now(), nullif($6::bigint, 0), $7) returning id`,
				c.kind, c.reason, c.note, c.siteID, c.counterSiteID, author, content).Scan(&id)
			if err != nil {
				return 0, err
			}
		} else {
			d, err := lockKept(ctx, tx, DocumentChange{DocumentID: id, Revision: draft.Revision})
			if err != nil {
				return 0, err
			}
			if d.kind != c.kind {
				return 0, fault.Invalidf("draft.documentId", "KIND", "This document is of another kind.")
			}
			if d.state != StateDraft {
				if err := mayBecome(d.state, StateDraft); err != nil {
					return 0, err
				}
			}
			if err := releaseLines(ctx, tx, id); err != nil {
				return 0, err
			}
			if _, err := tx.Exec(ctx, `update document set state = 'DRAFT', revision = revision + 1, reason = $2, note = $3, site_id = $4, counter_site_id = nullif($5::bigint, 0),
				person_id = nullif($6::bigint, 0), content = $7, state_note = '' where id = $1`, id, c.reason, c.note, c.siteID, c.counterSiteID, author, content); err != nil {
				return 0, err
			}
			if _, err := tx.Exec(ctx, `delete from document_line where document_id = $1`, id); err != nil {
				return 0, err
			}
		}
		return id, access.RecordTx(ctx, tx, access.Entry{Action: "document.draft", ObjectKind: "document", ObjectID: id, Detail: map[string]any{"kind": c.kind}})
	})
}

// DocumentChange names a document that waits, as the caller knows it.
type DocumentChange struct {
	RequestKey string `json:"-"`
	DocumentID int64
	Revision   int
	Reason     string    // why it is cancelled or refused
	OccurredAt time.Time // when the goods went, of what is posted; zero: now
}

// lockKept locks a document that its keepers may change: those who may write documents of its kind at its site.
func lockKept(ctx context.Context, tx pgx.Tx, c DocumentChange) (waitingDocument, error) {
	d, err := lockWaiting(ctx, tx, c.DocumentID)
	if err != nil {
		return d, err
	}
	kept, err := keeps(ctx, d.kind, d.siteID, d.siteKind, d.incidentID != 0)
	if err != nil {
		return d, err
	}
	if !kept {
		return d, fault.Absent("document", fmt.Sprint(c.DocumentID)).At("documentId")
	}
	return d, d.isAt(c.Revision)
}

// isAt refuses with STALE_REVISION a revision that the document is not at any more.
func (d waitingDocument) isAt(revision int) error {
	if d.revision == revision {
		return nil
	}
	return fault.New(fault.Conflict, "STALE_REVISION", "This document was changed meanwhile: look again.").At("revision").With("current", strconv.Itoa(d.revision))
}

// SubmitDocument hands in a draft, or once more what was refused: it is decided upon the stock as it is now, and posted at once
// where no rule asks for approval. What was refused always waits for approval. Keepers of its site.
//
// Refuses with: NOT_FOUND, STALE_REVISION, DOCUMENT_STATE, INCIDENT_CLOSED, and what the same input would be refused with afresh.
func (inv *Inventory) SubmitDocument(ctx context.Context, c DocumentChange) (Posted, error) {
	if err := requireAny(ctx); err != nil {
		return Posted{}, err
	}
	return onceWarned(ctx, inv, c.RequestKey, "submitDocument", c, func(tx pgx.Tx) (Posted, error) {
		d, err := lockKept(ctx, tx, c)
		if err != nil {
			return Posted{}, err
		}
		if d.state != StateDraft && d.state != StateRefused {
			return Posted{}, mayBecome(d.state, StateSubmitted)
		}
		r, decide, err := decisionOf(ctx, tx, d)
		if err != nil {
			return Posted{}, err
		}
		b, err := openBook(ctx, tx, r)
		if err != nil {
			return Posted{}, err
		}
		p, err := decide(b)
		if err != nil {
			return Posted{}, err
		}
		p.DocumentID, p.Content = d.id, json.RawMessage(d.content)
		p.Submit = p.Submit || d.state == StateRefused
		if d.state == StateRefused { // approvals of what was refused are void
			if _, err := tx.Exec(ctx, `update document set revision = revision + 1 where id = $1`, d.id); err != nil {
				return Posted{}, err
			}
		}
		e, err := b.postOrSubmit(ctx, p)
		if err != nil {
			return Posted{}, err
		}
		return Posted{DocumentID: d.id, Warnings: e.warnings}, b.write(ctx)
	})
}

// requireAny refuses who may write no document at all, before anything is looked up.
func requireAny(ctx context.Context) error {
	for _, p := range keeperOf {
		if _, _, err := access.Require(ctx, p); err == nil {
			return nil
		}
	}
	_, _, err := access.Require(ctx, keeperOf[KindIssue])
	return err
}

// decisionOf gives the decision of a kept document's content, as its input would be decided afresh.
func decisionOf(ctx context.Context, tx pgx.Tx, d waitingDocument) (r reach, decide func(*book) (Posting, error), err error) {
	read := func(input any) bool {
		err = json.Unmarshal(d.content, input)
		return err == nil
	}
	switch d.kind {
	case KindIssue:
		var is Issue
		if read(&is) {
			if err = incidentOpen(ctx, tx, is.IncidentID); err == nil {
				decide, err = issueDecision(ctx, is)
			}
			r = is.reach()
		}
	case KindTransfer:
		var t Transfer
		if read(&t) {
			r, decide, err = transferDecision(ctx, t)
		}
	case KindAdjustment:
		var a Adjustment
		if read(&a) {
			r, decide, err = adjustmentDecision(ctx, a)
		}
	case KindScrap:
		var s Scrap
		if read(&s) {
			r, decide, err = scrapDecision(ctx, s)
		}
	case KindReturn:
		var s SupplierReturn
		if read(&s) {
			r, decide, err = returnDecision(ctx, s)
		}
	default:
		err = fmt.Errorf("document %d: a %s has no content to be decided", d.id, d.kind)
	}
	return r, decide, err
}

// incidentOpen refuses with INCIDENT_CLOSED what would be issued for an incident that is over.
func incidentOpen(ctx context.Context, tx pgx.Tx, incidentID int64) error {
	if incidentID == 0 {
		return nil
	}
	var open bool
	if err := tx.QueryRow(ctx, `select state = 'OPEN' from incident where id = $1 for share`, incidentID).Scan(&open); err != nil {
		return err
	}
	if !open {
		return fault.New(fault.Refused, "INCIDENT_CLOSED", "The incident that these goods were meant for is closed.").At("documentId")
	}
	return nil
}

// PostDocument posts what is approved, when its goods go: issues, transfers and returns (a scrapping by DisposeScrap). The rules
// are tested once more: one made stricter meanwhile asks for further approvals. Keepers of its site.
//
// Refuses with: NOT_FOUND, STALE_REVISION, DOCUMENT_STATE, INCIDENT_CLOSED, and what PostTx refuses (APPROVAL_NEEDED, LOT_EXPIRED, ...).
func (inv *Inventory) PostDocument(ctx context.Context, c DocumentChange) (Posted, error) {
	if err := requireAny(ctx); err != nil {
		return Posted{}, err
	}
	return onceWarned(ctx, inv, c.RequestKey, "postDocument", c, func(tx pgx.Tx) (Posted, error) {
		d, err := lockKept(ctx, tx, c)
		if err != nil {
			return Posted{}, err
		}
		if d.kind == KindScrap {
			return Posted{}, fault.New(fault.Refused, "DISPOSAL_MISSING", "Say what became of the scrapped goods: record their disposal.").At("documentId")
		}
		return postWaiting(ctx, tx, d, c.OccurredAt)
	})
}

// postWaiting posts an approved document. Its row is locked.
func postWaiting(ctx context.Context, tx pgx.Tx, d waitingDocument, occurredAt time.Time) (Posted, error) {
	if d.state != StateApproved {
		return Posted{}, notWaiting(d.state)
	}
	if err := incidentOpen(ctx, tx, d.incidentID); err != nil {
		return Posted{}, err
	}
	p := d.posting()
	p.OccurredAt = occurredAt
	b, err := openBook(ctx, tx, reachOf(p.Moves))
	if err != nil {
		return Posted{}, err
	}
	e, err := b.post(ctx, p)
	if err != nil {
		return Posted{}, err
	}
	return Posted{DocumentID: d.id, Warnings: e.warnings}, b.write(ctx)
}

// CancelDocument gives up a document that is not posted; what was set aside for it is let go. Keepers of its site.
//
// Refuses with: REASON_MISSING, NOT_FOUND, STALE_REVISION, DOCUMENT_STATE.
func (inv *Inventory) CancelDocument(ctx context.Context, c DocumentChange) (Posted, error) {
	if err := requireAny(ctx); err != nil {
		return Posted{}, err
	}
	if c.Reason == "" {
		return Posted{}, fault.Invalidf("reason", "REASON_MISSING", "Say why the document is cancelled.")
	}
	return once(ctx, inv, c.RequestKey, "cancelDocument", c, func(tx pgx.Tx) (int64, error) {
		d, err := lockKept(ctx, tx, c)
		if err != nil {
			return 0, err
		}
		if err := mayBecome(d.state, StateCancelled); err != nil {
			return 0, err
		}
		return d.id, closeWaiting(ctx, tx, d, StateCancelled, c.Reason)
	})
}

// closeWaiting ends the wait of a document without posting it.
func closeWaiting(ctx context.Context, tx pgx.Tx, d waitingDocument, state DocumentState, reason string) error {
	if err := releaseLines(ctx, tx, d.id); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update document set state = $2, state_note = $3 where id = $1`, d.id, state, reason); err != nil {
		return err
	}
	action := map[DocumentState]string{StateCancelled: "document.cancel", StateRefused: "document.refuse"}[state]
	return access.RecordTx(ctx, tx, access.Entry{Action: action, ObjectKind: "document", ObjectID: d.id, Detail: map[string]string{"reason": reason}})
}
