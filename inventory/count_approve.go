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

// CountRecount asks for lines to be counted anew.
type CountRecount struct {
	RequestKey string `json:"-"`
	CountID    int64
	LineIDs    []int64
	Reason     string
}

// RecountLines begins a new round for lines: what was entered before stays on record and counts no more, nor does an approval of it. Who
// may open a stocktake at the site.
//
// Refuses with: NOT_FOUND, COUNT_CLOSED, REASON_MISSING.
func (inv *Inventory) RecountLines(ctx context.Context, r CountRecount) (CountChanged, error) {
	_, scope, err := access.Require(ctx, "count.write")
	if err != nil {
		return CountChanged{}, err
	}
	if r.Reason == "" {
		return CountChanged{}, fault.Invalidf("reason", "REASON_MISSING", "Say why these lines are counted anew.")
	}
	return onceCount(ctx, inv, r.RequestKey, "recountStockCountLines", r, func(tx pgx.Tx) (int64, error) {
		count, err := lockCount(ctx, tx, r.CountID, scope)
		if err != nil {
			return 0, err
		}
		if _, err := linesOf(ctx, tx, count.ID, r.LineIDs); err != nil {
			return 0, err
		}
		if _, err := tx.Exec(ctx, `update count_line set round = round + 1, round_began = clock_timestamp(), approved_by = null, approved_difference = null where id = any($1)`, r.LineIDs); err != nil {
			return 0, err
		}
		return count.ID, access.RecordTx(ctx, tx, access.Entry{Action: "count.recount", ObjectKind: "stock_count", ObjectID: count.ID, Detail: map[string]any{"lines": r.LineIDs, "reason": r.Reason}})
	})
}

// CountApproval approves the differences of lines, each as the approver saw it.
type CountApproval struct {
	RequestKey string `json:"-"`
	CountID    int64
	Lines      []ApprovedDifference
	BestEffort bool `json:",omitzero"` // approve what can be approved; false: all or none
}

// ApprovedDifference is a line and its difference, as seen.
type ApprovedDifference struct {
	LineID     int64
	Difference string // a decimal, below zero where goods are missing
}

// LineApproval is what became of one line of a CountApproval. Fault is nil where it is approved.
type LineApproval struct {
	LineID int64
	Fault  *fault.Error
}

// CountApproved is the answer to a CountApproval.
type CountApproved struct {
	CountID  int64
	Results  []LineApproval
	Replayed bool `json:"-"`
}

// ApproveLines approves differences, each line told by itself what became of it. Keepers of the site, partners at their own, dispatchers;
// never who has counted in this stocktake, and of a blind one nobody who might count there.
//
// Refuses with: NOT_FOUND, COUNT_CLOSED, OWN_COUNT, BLIND_COUNT, and unless the best effort is asked for with what is wrong with a line.
// Each line, in its result: NOT_FOUND, COUNT_UNSETTLED, STALE_DIFFERENCE (current).
func (inv *Inventory) ApproveLines(ctx context.Context, r CountApproval) (answer CountApproved, err error) {
	actor, scope, err := access.Require(ctx, "count.approve")
	if err != nil {
		return answer, err
	}
	if actor.PersonID == 0 {
		return answer, fault.New(fault.Refused, "COUNTER", "People approve, not the system.")
	}
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		var replayed bool
		answer, replayed, err = access.Once(ctx, tx, r.RequestKey, "approveStockCountLines", r, func() (CountApproved, error) {
			return approveLines(ctx, tx, actor.PersonID, scope, r)
		})
		answer.Replayed = replayed
		return err
	})
	return answer, err
}

func approveLines(ctx context.Context, tx pgx.Tx, personID int64, scope access.Scope, r CountApproval) (CountApproved, error) {
	answer := CountApproved{Results: make([]LineApproval, len(r.Lines))}
	count, err := lockCount(ctx, tx, r.CountID, scope)
	if err != nil {
		return answer, err
	}
	answer.CountID = count.ID
	var counted bool
	if err := tx.QueryRow(ctx, `select exists (select 1 from count_entry e join count_line l on l.id = e.line_id where l.count_id = $1 and e.person_id = $2)`, count.ID, personID).Scan(&counted); err != nil {
		return answer, err
	}
	if counted {
		return answer, fault.New(fault.Refused, "OWN_COUNT", "You have counted in stocktake %s: somebody else approves its differences.", count.Number)
	}
	if count.Blind && mayCount(ctx, count.SiteID) {
		return answer, fault.New(fault.Refused, "BLIND_COUNT", "Stocktake %s is blind: who might count there does not see its figures, and so cannot approve them.", count.Number)
	}
	limits, err := readCountLimits(ctx, tx)
	if err != nil {
		return answer, err
	}
	ids := make([]int64, len(r.Lines))
	for i, l := range r.Lines {
		ids[i] = l.LineID
	}
	lines, err := readCountLines(ctx, tx, limits, `l.count_id = $1 and l.id = any($2) order by l.line_no`, count.ID, ids)
	if err != nil {
		return answer, err
	}
	var approved []int64
	var differences []string
	for i, asked := range r.Lines {
		answer.Results[i].LineID = asked.LineID
		at := slices.IndexFunc(lines, func(l CountLine) bool { return l.ID == asked.LineID })
		var f *fault.Error
		if at < 0 {
			f = fault.Absent("count line", fmt.Sprint(asked.LineID)).At("lineId")
		} else {
			f = checkApproval(lines[at], asked.Difference)
		}
		if f == nil {
			approved, differences = append(approved, asked.LineID), append(differences, lines[at].Difference.String())
		} else if f = f.Under(fmt.Sprintf("lines.%d", i)); !r.BestEffort {
			return answer, f
		}
		answer.Results[i].Fault = f
	}
	if _, err := tx.Exec(ctx, `update count_line l set approved_by = $3, approved_difference = t.d from unnest($1::bigint[], $2::numeric[]) as t(id, d) where l.id = t.id`, approved, differences, personID); err != nil {
		return answer, err
	}
	return answer, access.RecordTx(ctx, tx, access.Entry{Action: "count.approve", ObjectKind: "stock_count", ObjectID: count.ID, Detail: map[string]any{"lines": approved, "differences": differences}})
}

// checkApproval refuses to approve what is not settled, or is not what was seen. Pure.
func checkApproval(l CountLine, seen string) *fault.Error {
	if l.settled == nil {
		return fault.New(fault.Refused, "COUNT_UNSETTLED", "This line is not counted to the end.").At("lineId")
	}
	if d, err := ParseQuantity(seen); err != nil || !d.Equal(*l.Difference) {
		return fault.New(fault.Conflict, "STALE_DIFFERENCE", "The difference is %s now, not %s: look again.", *l.Difference, seen).At("difference").With("current", l.Difference.String())
	}
	return nil
}

func mayCount(ctx context.Context, siteID int64) bool {
	_, scope, err := access.Require(ctx, "count.enter")
	return err == nil && scope.CoversSite(siteID)
}
