package inventory

import (
	"slices"

	"changping/internal/fault"
	"changping/internal/postgres"
)

// The states of a document before it is posted, beside those it may be in afterwards (POSTED, IN_TRANSIT, REVERSED).
//
// A draft keeps what was typed and holds no goods. Submitted, it is decided upon the stock: its lines are fixed and its goods set
// aside (waiting.go). Approved, it waits for the goods to go: an issue, a transfer, a return and a scrapping are posted when
// they do, by whoever hands them out; what only corrects the books (an adjustment) is posted with its last approval.
// It has no number until it is posted.
const (
	StateDraft     DocumentState = "DRAFT"
	StateSubmitted DocumentState = "SUBMITTED"
	StateApproved  DocumentState = "APPROVED"
	StateRefused   DocumentState = "REFUSED"   // by an approver, with a reason; final unless submitted again
	StateCancelled DocumentState = "CANCELLED" // by its keeper; final
)

// transitions is the one table of what a document may become; the table document_transition of the database is the same.
var transitions = map[DocumentState][]DocumentState{
	StateDraft:     {StateSubmitted, StatePosted, StateInTransit, StateCancelled},
	StateSubmitted: {StateDraft, StateApproved, StatePosted, StateRefused, StateCancelled},
	StateApproved:  {StateDraft, StatePosted, StateInTransit, StateRefused, StateCancelled},
	StateRefused:   {StateDraft, StateSubmitted, StateCancelled},
	StateInTransit: {StatePosted},
	StatePosted:    {StateReversed},
}

// mayBecome refuses with DOCUMENT_STATE what the table does not allow. Pure.
func mayBecome(from, to DocumentState) error {
	if slices.Contains(transitions[from], to) {
		return nil
	}
	return fault.New(fault.Conflict, "DOCUMENT_STATE", "This document is %s and cannot become %s.", from, to).At("documentId").With("state", string(from)).With("to", string(to))
}

// postedOnApproval reports whether the last approval posts a document of the kind: nothing is left to be carried out by hand.
func postedOnApproval(kind DocumentKind) bool { return kind == KindAdjustment }

// notWaiting is the refusal of what can be done to waiting documents only.
func notWaiting(state DocumentState) *fault.Error {
	return fault.New(fault.Conflict, "DOCUMENT_STATE", "This document does not wait for that any more: look again.").At("documentId").With("state", string(state))
}

func init() {
	late := func() *fault.Error { return notWaiting("") }
	postgres.RegisterConstraint("document_state_allowed", late)
	postgres.RegisterConstraint("document_posted_stands", late)
	postgres.RegisterConstraint("document_numbered_when_posted", late)
	postgres.RegisterConstraint("document_line_stands", late)
	postgres.RegisterConstraint("document_approval_of_what_stands", late)
	postgres.RegisterConstraint("document_approval_not_own", ownDocument)
	postgres.RegisterConstraint("document_approved", func() *fault.Error { return approvalNeeded(0, 0) })
	postgres.RegisterConstraint("document_approval_once", func() *fault.Error {
		return fault.New(fault.Conflict, "ALREADY_DECIDED", "You have decided upon this document already.").At("documentId")
	})
	postgres.RegisterConstraint("balance_on_hold_within_on_hand", lateRefusal)
	postgres.RegisterConstraint("balance_on_hold_not_negative", lateRefusal)
}

func ownDocument() *fault.Error {
	return fault.New(fault.Refused, "OWN_DOCUMENT", "Nobody approves or refuses a document of their own.").At("documentId")
}
