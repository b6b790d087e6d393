package inventory

import (
	"context"

	"changping/access"
)

// DocumentStep is what somebody may do with a document that is not posted yet. What a posted one allows is told by ReversalRefusal.
type DocumentStep string

// The steps of a document's life.
const (
	StepEdit     DocumentStep = "EDIT"     // change what was typed; it becomes a draft again
	StepSubmit   DocumentStep = "SUBMIT"   // hand it in, or once more after it was refused
	StepAppraise DocumentStep = "APPRAISE" // say what the goods of a scrapping are fit for
	StepApprove  DocumentStep = "APPROVE"
	StepRefuse   DocumentStep = "REFUSE"
	StepPost     DocumentStep = "POST"    // the goods of an approved document go
	StepDispose  DocumentStep = "DISPOSE" // the same for a scrapping, with what became of them
	StepCancel   DocumentStep = "CANCEL"
)

// stepFacts is what decides which steps the caller may take with a document.
type stepFacts struct {
	kind                       DocumentKind
	state                      DocumentState
	typed                      bool // it keeps what was typed
	keeps, approves, appraises bool // what the caller's posts give at its site
	author, decided            bool // the caller wrote it; has decided upon this revision
	approvals, asked           int
	finding                    string // of the appraisal of this revision; empty: none
	appraiser                  bool   // the caller appraised it
}

// waitsForApproval tells whether a document lacks an approval: also one that was approved before the rules became stricter. Pure.
func waitsForApproval(state DocumentState, approvals, asked int) bool {
	return state == StateSubmitted || state == StateApproved && approvals < asked
}

// stepsOf gives the steps that the use cases would let the caller take, in the order in which a screen offers them. Whether the stock
// allows them shows when they are taken. Pure.
func stepsOf(f stepFacts) (steps []DocumentStep) {
	may := func(step DocumentStep, allowed bool) {
		if allowed {
			steps = append(steps, step)
		}
	}
	waits := waitsForApproval(f.state, f.approvals, f.asked)
	decides := f.approves && !f.author && !f.decided
	ready := f.keeps && f.state == StateApproved && !waits
	may(StepSubmit, f.keeps && (f.state == StateDraft || f.state == StateRefused))
	may(StepAppraise, f.appraises && f.kind == KindScrap && f.state == StateSubmitted && !f.author && f.finding == "")
	may(StepApprove, decides && waits && (f.kind != KindScrap || f.finding == "UNUSABLE" && !f.appraiser))
	may(StepRefuse, decides && (f.state == StateSubmitted || f.state == StateApproved))
	may(StepPost, ready && f.kind != KindScrap)
	may(StepDispose, ready && f.kind == KindScrap)
	may(StepEdit, f.keeps && f.typed && (f.state == StateDraft || mayBecome(f.state, StateDraft) == nil))
	may(StepCancel, f.keeps && mayBecome(f.state, StateCancelled) == nil)
	return steps
}

// keeps tells whether the caller may write and post documents of a kind at a site; it refuses who may not anywhere.
func keeps(ctx context.Context, kind DocumentKind, siteID int64, siteKind string, forIncident bool) (bool, error) {
	permission, known := keeperOf[kind]
	if !known {
		return false, nil
	}
	actor, scope, err := access.Require(ctx, permission)
	if err != nil {
		return false, err
	}
	return scope.CoversSite(siteID) && (kind != KindIssue || mayIssue(actor, siteID, siteKind, forIncident)), nil
}

// covers tells whether the caller's posts give a permission at a site.
func covers(ctx context.Context, p access.Permission, siteID int64) bool {
	_, scope, err := access.Require(ctx, p)
	return err == nil && scope.CoversSite(siteID)
}
