package inventory

import (
	"time"

	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/shopspring/decimal"
)

// A stocktake freezes nothing: goods come and go while people count. So each figure that is entered is compared with the balance at
// its own moment, and what is posted in the end is the difference, on top of whatever moved meanwhile.
//
// It is opened with a plan of what to count, and lists the lots that lie there then; what a counter finds beside them is added.
// Counters enter figures; blank is not zero. A line is settled when one person (or two who agree, or a third after two who do not)
// has counted it in its present round; a recount begins a new round. Differences above a limit are approved by somebody who did
// not count. Closing posts the differences and sets when goods were last counted; it is always possible: what is not settled, not
// approved or cannot be posted is left as it is, with a reason.

// CountState is the state of a stocktake.
type CountState string

// The states of a stocktake.
const (
	CountOpen   CountState = "OPEN"
	CountClosed CountState = "CLOSED"
)

// CountOutcome is what became of a line when its stocktake was closed.
type CountOutcome string

// The outcomes. Only the first two set when the goods were last counted.
const (
	OutcomeConfirmed  CountOutcome = "CONFIRMED"  // nothing to post
	OutcomeAdjusted   CountOutcome = "ADJUSTED"   // the difference is posted
	OutcomeUncounted  CountOutcome = "UNCOUNTED"  // nobody, or not enough people, counted it
	OutcomeUnapproved CountOutcome = "UNAPPROVED" // above the limit, and nobody approved it
	OutcomeBlocked    CountOutcome = "BLOCKED"    // posted, it would leave less than is reserved, or put one unit at two places
)

// CountProgress is how far a line of an open stocktake is.
type CountProgress string

// How far a line may be.
const (
	ProgressUncounted CountProgress = "UNCOUNTED" // no figure in this round: blank is not zero
	ProgressWaiting   CountProgress = "WAITING"   // for the second counter
	ProgressDisputed  CountProgress = "DISPUTED"  // two disagree: a third counts
	ProgressCounted   CountProgress = "COUNTED"   // settled
)

// tally is an entry of the present round: who counted how much, and what was expected at that moment.
type tally struct {
	personID           int64
	quantity, expected decimal.Decimal
	at                 time.Time
}

func (t tally) difference() decimal.Decimal { return t.quantity.Sub(t.expected) }

// settle decides a line by its entries, in order of entry. Of a person the last entry counts. Where one person is enough, who looked last
// is believed: a phone without a network may bring an older look later. Two people agree when their differences do: goods may have
// moved between their counts. The third person's figure stands, whatever the first two say. Pure.
func settle(entries []tally, counters int) (settled *tally, progress CountProgress) {
	var people []tally
	for _, e := range entries {
		at := -1
		for i, p := range people {
			if p.personID == e.personID {
				at = i
			}
		}
		if at < 0 {
			people = append(people, e)
		} else {
			people[at] = e
		}
	}
	switch {
	case len(people) == 0:
		return nil, ProgressUncounted
	case counters == 1:
		last := people[0]
		for _, p := range people[1:] {
			if !p.at.Before(last.at) {
				last = p
			}
		}
		return &last, ProgressCounted
	case len(people) == 1:
		return nil, ProgressWaiting
	case len(people) >= 3:
		return &people[2], ProgressCounted
	case people[0].difference().Equal(people[1].difference()):
		later := people[0]
		if people[1].at.After(later.at) {
			later = people[1]
		}
		return &later, ProgressCounted
	}
	return nil, ProgressDisputed
}

// countLimits are the limits above which a difference is approved by somebody who did not count.
type countLimits struct {
	yuan    decimal.Decimal
	percent decimal.Decimal // of what was expected
}

// needsApproval reports whether a difference is above either limit. Goods that were not expected at all are above any percentage; goods
// of unknown cost are judged by percentage alone. Pure.
func (l countLimits) needsApproval(difference, expected decimal.Decimal, unitCost *decimal.Decimal) bool {
	d := difference.Abs()
	if d.IsZero() {
		return false
	}
	if unitCost != nil && d.Mul(*unitCost).GreaterThan(l.yuan) {
		return true
	}
	return d.Mul(decimal.NewFromInt(100)).GreaterThan(expected.Abs().Mul(l.percent))
}

// countCase is what decides the outcome of a line when its stocktake is closed.
type countCase struct {
	settled            *tally
	unitCost           *decimal.Decimal
	approvedDifference *decimal.Decimal
	onHand, reserved   decimal.Decimal // now
	elsewhere          bool            // a single unit that by the books lies at another place
}

// outcome decides a line. An approval is of one difference: where a recount or late paper has changed it, it is void. Pure.
func (c countCase) outcome(limits countLimits) CountOutcome {
	if c.settled == nil {
		return OutcomeUncounted
	}
	d := c.settled.difference()
	switch {
	case d.IsZero():
		return OutcomeConfirmed
	case limits.needsApproval(d, c.settled.expected, c.unitCost) && (c.approvedDifference == nil || !c.approvedDifference.Equal(d)):
		return OutcomeUnapproved
	case c.onHand.Add(d).LessThan(c.reserved), d.IsPositive() && c.elsewhere:
		return OutcomeBlocked
	}
	return OutcomeAdjusted
}

func countClosed(number string) *fault.Error {
	return fault.New(fault.Conflict, "COUNT_CLOSED", "Stocktake %s is closed.", number).At("countId").With("count", number)
}

func init() {
	postgres.RegisterConstraint("count_entry_not_negative", func() *fault.Error {
		return fault.Invalidf("quantity", "QUANTITY", "A counted quantity is zero or more.")
	})
	postgres.RegisterConstraint("count_line_open_once", func() *fault.Error {
		return fault.New(fault.Conflict, "COUNT_OVERLAP", "Some of these goods are in another open stocktake: close it first.")
	})
	postgres.RegisterConstraint("count_line_once", func() *fault.Error {
		return fault.New(fault.Conflict, "COUNT_LINE_KNOWN", "This lot is on the list already: look again.")
	})
}
