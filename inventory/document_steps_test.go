package inventory

import (
	"fmt"
	"slices"
	"testing"
)

func TestStepsOfADocument(t *testing.T) {
	keeper := stepFacts{kind: KindIssue, typed: true, keeps: true, asked: 1}
	dispatcher := stepFacts{kind: KindIssue, typed: true, approves: true, asked: 1}
	with := func(f stepFacts, change func(*stepFacts)) stepFacts { change(&f); return f }
	for name, c := range map[string]struct {
		facts stepFacts
		want  []DocumentStep
	}{
		"a keeper's draft":                {with(keeper, func(f *stepFacts) { f.state = StateDraft }), []DocumentStep{StepSubmit, StepEdit, StepCancel}},
		"submitted, to its keeper":        {with(keeper, func(f *stepFacts) { f.state = StateSubmitted }), []DocumentStep{StepEdit, StepCancel}},
		"approved, to its keeper":         {with(keeper, func(f *stepFacts) { f.state, f.approvals = StateApproved, 1 }), []DocumentStep{StepPost, StepEdit, StepCancel}},
		"approved, rules stricter":        {with(keeper, func(f *stepFacts) { f.state, f.approvals, f.asked = StateApproved, 1, 2 }), []DocumentStep{StepEdit, StepCancel}},
		"refused, to its keeper":          {with(keeper, func(f *stepFacts) { f.state = StateRefused }), []DocumentStep{StepSubmit, StepEdit, StepCancel}},
		"posted":                          {with(keeper, func(f *stepFacts) { f.state = StatePosted }), nil},
		"cancelled":                       {with(keeper, func(f *stepFacts) { f.state = StateCancelled }), nil},
		"nothing was typed":               {with(keeper, func(f *stepFacts) { f.state, f.typed = StateSubmitted, false }), []DocumentStep{StepCancel}},
		"a bystander":                     {stepFacts{kind: KindIssue, state: StateSubmitted, asked: 1}, nil},
		"to a dispatcher":                 {with(dispatcher, func(f *stepFacts) { f.state = StateSubmitted }), []DocumentStep{StepApprove, StepRefuse}},
		"a dispatcher's own":              {with(dispatcher, func(f *stepFacts) { f.state, f.author = StateSubmitted, true }), nil},
		"approved by that one":            {with(dispatcher, func(f *stepFacts) { f.state, f.decided, f.approvals, f.asked = StateSubmitted, true, 1, 2 }), nil},
		"to a dispatcher, rules stricter": {with(dispatcher, func(f *stepFacts) { f.state, f.approvals, f.asked = StateApproved, 1, 2 }), []DocumentStep{StepApprove, StepRefuse}},
		"approved by others":              {with(dispatcher, func(f *stepFacts) { f.state, f.approvals = StateApproved, 1 }), []DocumentStep{StepRefuse}},
		"a scrapping not appraised": {with(dispatcher, func(f *stepFacts) { f.state, f.kind, f.appraises = StateSubmitted, KindScrap, true }),
			[]DocumentStep{StepAppraise, StepRefuse}},
		"a scrapping by its appraiser": {with(dispatcher, func(f *stepFacts) {
			f.state, f.kind, f.appraises, f.finding, f.appraiser = StateSubmitted, KindScrap, true, "UNUSABLE", true
		}), []DocumentStep{StepRefuse}},
		"a scrapping of usable goods": {with(dispatcher, func(f *stepFacts) { f.state, f.kind, f.finding = StateSubmitted, KindScrap, "USABLE" }), []DocumentStep{StepRefuse}},
		"a scrapping, appraised":      {with(dispatcher, func(f *stepFacts) { f.state, f.kind, f.finding = StateSubmitted, KindScrap, "UNUSABLE" }), []DocumentStep{StepApprove, StepRefuse}},
		"a scrapping, approved":       {with(keeper, func(f *stepFacts) { f.state, f.kind, f.approvals = StateApproved, KindScrap, 1 }), []DocumentStep{StepDispose, StepEdit, StepCancel}},
	} {
		if got := stepsOf(c.facts); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// Whoever may do something by decideApproval is offered it, and nobody else.
func TestApprovingIsOfferedAsItIsDecided(t *testing.T) {
	for _, state := range []DocumentState{StateDraft, StateSubmitted, StateApproved, StateRefused, StatePosted, StateCancelled} {
		for _, kind := range []DocumentKind{KindIssue, KindScrap} {
			for _, finding := range []string{"", "USABLE", "UNUSABLE"} {
				for who := range int64(4) { // 0: the author, 1: approved already, 2: appraised, 3: nobody yet
					for asked := 1; asked <= 2; asked++ {
						d := waitingDocument{kind: kind, state: state, authorID: 10, revision: 1, approvers: []int64{11}}
						if finding != "" {
							d.appraisal = &appraisal{12, finding}
						}
						decided := decideApproval(d, 10+who, 1, asked) == nil
						offered := slices.Contains(stepsOf(stepFacts{kind: kind, state: state, approves: true, author: who == 0, decided: who == 1, approvals: 1, asked: asked, finding: finding, appraiser: who == 2 && finding != ""}), StepApprove)
						if decided != offered {
							t.Errorf("%s: decided %v, offered %v", fmt.Sprint(state, kind, finding, who, asked), decided, offered)
						}
					}
				}
			}
		}
	}
}
