package inventory

import (
	"context"
	"fmt"
	"slices"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Approval is what an approver is asked to put their name to: these documents, each as it stands at a revision.
type Approval struct {
	RequestKey string `json:"-"`
	Documents  []DocumentChange
	BestEffort bool // approve what can be approved; false: all or none
}

// ApprovalResult is what became of one document of an Approval. Fault is nil where it was approved.
type ApprovalResult struct {
	DocumentID int64
	State      DocumentState
	Fault      *fault.Error
	Warnings   []Warning `json:",omitempty"` // of a document that the approval posted
}

const mostApprovals = 100

// errNoneApproved takes an all-or-none approval back.
var errNoneApproved = fault.New(fault.Refused, "OTHERS_REFUSED", "Another document of this list was refused: nothing was approved.")

// ApproveDocuments approves documents that wait, each told by itself what became of it. The last approval that the rules ask for
// makes a document APPROVED, and posts it where nothing is left to be carried out by hand; the rules are those in force now, and
// the stock and the dates of the lots are looked at now. Dispatchers, never upon their own documents; two persons are two people.
//
// Refuses with: NO_LINES, TOO_MANY_LINES. Each document, in its result: NOT_FOUND, STALE_REVISION, DOCUMENT_STATE, OWN_DOCUMENT,
// ALREADY_DECIDED, APPRAISAL_MISSING, APPRAISED_USABLE, OWN_APPRAISAL, OTHERS_REFUSED (nothing wrong with it, but all or none was
// asked for), and what PostTx refuses.
func (inv *Inventory) ApproveDocuments(ctx context.Context, a Approval) (results []ApprovalResult, replayed bool, err error) {
	actor, scope, err := access.Require(ctx, "document.approve")
	if err != nil {
		return nil, false, err
	}
	if len(a.Documents) > mostApprovals {
		return nil, false, fault.Invalidf("documents", "TOO_MANY_LINES", "Approve at most %d documents at a time.", mostApprovals)
	}
	if len(a.Documents) == 0 {
		return nil, false, fault.Invalidf("documents", "NO_LINES", "Name the documents to be approved.")
	}
	if actor.PersonID == 0 {
		return nil, false, fault.New(fault.Forbidden, "NOT_ALLOWED", "A person approves, not the system.")
	}
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		answer, again, err := access.Once(ctx, tx, a.RequestKey, "approveDocuments", a, func() ([]ApprovalResult, error) {
			results, err = approve(ctx, tx, actor.PersonID, scope, a)
			return results, err
		})
		if err == nil {
			results, replayed = answer, again
		}
		return err
	})
	if fault.IsCode(err, errNoneApproved.Code) {
		return results, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	return results, replayed, nil
}

func approve(ctx context.Context, tx pgx.Tx, personID int64, scope access.Scope, a Approval) ([]ApprovalResult, error) {
	ids := make([]int64, len(a.Documents))
	for i, c := range a.Documents {
		ids[i] = c.DocumentID
	}
	documents, err := lockWaitingAll(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var r reach
	for _, d := range documents {
		r.add(reachOf(d.moves))
	}
	b, err := openBook(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	results := make([]ApprovalResult, len(a.Documents))
	refused := false
	batch := &pgx.Batch{}
	var lines []access.Line
	for i, c := range a.Documents {
		d := documents[c.DocumentID]
		results[i] = ApprovalResult{DocumentID: c.DocumentID}
		field := fmt.Sprintf("documents.%d", i)
		if d == nil || !scope.CoversSite(d.siteID) {
			results[i].Fault, refused = fault.Absent("document", fmt.Sprint(c.DocumentID)).At(field), true
			continue
		}
		state, err := b.approve(ctx, d, personID, c.Revision)
		if err != nil {
			f := fault.As(err)
			if f == nil {
				return nil, err
			}
			results[i].State, results[i].Fault, refused = d.state, f.Under(field), true
			continue
		}
		results[i].State, results[i].Warnings = state, d.warnings
		batch.Queue(`insert into document_approval (document_id, revision, person_id, decision) values ($1, $2, $3, 'APPROVED')`, d.id, d.revision, personID)
		if state == StateApproved && d.state != StateApproved {
			batch.Queue(`update document set state = 'APPROVED' where id = $1`, d.id)
		}
		d.state = state
		lines = append(lines, access.LineFor(ctx).Saying(access.Entry{Action: "document.approve", ObjectKind: "document", ObjectID: d.id, Detail: map[string]any{"revision": d.revision, "state": state}}))
	}
	if refused && !a.BestEffort {
		for i := range results {
			if results[i].Fault == nil {
				d := documents[results[i].DocumentID]
				results[i].Fault, results[i].State, results[i].Warnings = errNoneApproved.Under(fmt.Sprintf("documents.%d", i)), d.before, nil
			}
		}
		return results, errNoneApproved
	}
	if len(lines) == 0 {
		return results, nil
	}
	if err := access.QueueLines(batch, lines); err != nil {
		return nil, err
	}
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return nil, err
	}
	return results, b.write(ctx)
}

// approve decides one approval upon the book, and gives the state that the document comes to.
func (b *book) approve(ctx context.Context, d *waitingDocument, personID int64, revision int) (DocumentState, error) {
	d.before = d.state
	p := d.posting()
	asked := max(b.approvalsAsked(p), 1)
	if err := decideApproval(*d, personID, revision, asked); err != nil {
		return "", err
	}
	d.approvers = append(d.approvers, personID)
	if len(d.approvers) < asked {
		return d.state, nil
	}
	p.Approvals = len(d.approvers)
	if postedOnApproval(d.kind) {
		e, err := b.post(ctx, p)
		if err != nil {
			d.approvers = d.approvers[:len(d.approvers)-1]
			return "", err
		}
		d.warnings = e.warnings
		return StatePosted, nil
	}
	// What could not be posted now is not signed for either.
	err := b.drawHolds(&p)
	if err == nil {
		err = decidePosting(p, b.places, b.stock, b.lots)
	}
	if err != nil {
		d.approvers = d.approvers[:len(d.approvers)-1]
		return "", err
	}
	return StateApproved, nil
}

// decideApproval refuses an approval that its document or its giver does not allow. Pure.
func decideApproval(d waitingDocument, personID int64, revision, asked int) error {
	switch {
	case d.state != StateSubmitted && (d.state != StateApproved || len(d.approvers) >= asked):
		return notWaiting(d.state)
	case d.revision != revision:
		return d.isAt(revision)
	case d.authorID == personID:
		return ownDocument()
	case slices.Contains(d.approvers, personID):
		return fault.New(fault.Conflict, "ALREADY_DECIDED", "You have decided upon this document already; the next approval is another's.").At("documentId")
	case d.kind != KindScrap:
		return nil
	case d.appraisal == nil:
		return fault.New(fault.Refused, "APPRAISAL_MISSING", "Somebody who knows the goods appraises them before they are approved for scrapping.").At("documentId")
	case d.appraisal.finding != "UNUSABLE":
		return fault.New(fault.Refused, "APPRAISED_USABLE", "The appraisal found these goods %s: they are not scrapped.", d.appraisal.finding).At("documentId").With("finding", d.appraisal.finding)
	case d.appraisal.personID == personID:
		return fault.New(fault.Refused, "OWN_APPRAISAL", "Who appraised the goods does not approve their scrapping too.").At("documentId")
	}
	return nil
}

// RefuseDocument turns down a document that waits, with a reason; what was set aside for it is let go. It is final unless its
// keeper submits it again. Dispatchers, never upon their own documents.
//
// Refuses with: REASON_MISSING, NOT_FOUND, STALE_REVISION, DOCUMENT_STATE, OWN_DOCUMENT, ALREADY_DECIDED.
func (inv *Inventory) RefuseDocument(ctx context.Context, c DocumentChange) (Posted, error) {
	actor, scope, err := access.Require(ctx, "document.approve")
	if err != nil {
		return Posted{}, err
	}
	if c.Reason == "" {
		return Posted{}, fault.Invalidf("reason", "REASON_MISSING", "Say why the document is refused.")
	}
	if actor.PersonID == 0 {
		return Posted{}, fault.New(fault.Forbidden, "NOT_ALLOWED", "A person refuses, not the system.")
	}
	return once(ctx, inv, c.RequestKey, "refuseDocument", c, func(tx pgx.Tx) (int64, error) {
		d, err := lockWaiting(ctx, tx, c.DocumentID)
		if err != nil {
			return 0, err
		}
		if !scope.CoversSite(d.siteID) {
			return 0, fault.Absent("document", fmt.Sprint(c.DocumentID)).At("documentId")
		}
		if err := d.isAt(c.Revision); err != nil {
			return 0, err
		}
		if d.state != StateSubmitted && d.state != StateApproved {
			return 0, notWaiting(d.state)
		}
		if d.authorID == actor.PersonID {
			return 0, ownDocument()
		}
		if _, err := tx.Exec(ctx, `insert into document_approval (document_id, revision, person_id, decision, reason) values ($1, $2, $3, 'REFUSED', $4)`,
			d.id, d.revision, actor.PersonID, c.Reason); err != nil {
			return 0, err
		}
		return d.id, closeWaiting(ctx, tx, d, StateRefused, c.Reason)
	})
}
