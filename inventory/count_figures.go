package inventory

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// CountFigures are how far a stocktake is, in lines, and what it has found. What a blind one has found is nil for who must not see it.
type CountFigures struct {
	Lines, Uncounted, Waiting, Disputed, Counted int
	Found                                        *CountFound
}

// CountFound is what a stocktake has found: in lines, and in yuan where costs are known.
type CountFound struct {
	Differences, NeedApproval    int
	Confirmed, Adjusted, Blocked int // what became of them, or would if the stocktake were closed now
	Surplus, Shortage            decimal.Decimal
}

// CountFiguresOf adds stocktakes up, by id; those that the caller may not see are left out.
func (inv *Inventory) CountFiguresOf(ctx context.Context, ids []int64) (map[int64]CountFigures, error) {
	counts, err := inv.FindCounts(ctx, ids)
	if err != nil {
		return nil, err
	}
	var open, closed []int64
	for _, c := range counts {
		if c.State == CountOpen {
			open = append(open, c.ID)
		} else {
			closed = append(closed, c.ID)
		}
	}
	figures, err := inv.figuresOfClosed(ctx, closed)
	if err != nil || len(open) == 0 {
		return figures, err
	}
	limits, err := readCountLimits(ctx, inv.Pool)
	if err != nil {
		return nil, err
	}
	lines, err := readCountLines(ctx, inv.Pool, limits, `l.count_id = any($1) order by l.line_no`, open)
	if err != nil {
		return nil, err
	}
	byCount := map[int64][]CountLine{}
	for _, l := range lines {
		byCount[l.CountID] = append(byCount[l.CountID], l)
	}
	for _, c := range counts {
		if c.State != CountOpen {
			continue
		}
		f := addUp(byCount[c.ID])
		if hidden(ctx, c) {
			f.Found = nil
		}
		figures[c.ID] = f
	}
	return figures, nil
}

// figuresOfClosed adds up what was decided: no line is judged again.
func (inv *Inventory) figuresOfClosed(ctx context.Context, ids []int64) (map[int64]CountFigures, error) {
	figures := map[int64]CountFigures{}
	for _, id := range ids {
		figures[id] = CountFigures{Found: &CountFound{}} // also where nothing was on the list
	}
	rows, err := inv.Pool.Query(ctx, `select l.count_id, count(*), count(*) filter (where l.counted is null), count(*) filter (where l.difference <> 0), count(*) filter (where l.outcome = 'UNAPPROVED'),
		  count(*) filter (where l.outcome = 'CONFIRMED'), count(*) filter (where l.outcome = 'ADJUSTED'), count(*) filter (where l.outcome = 'BLOCKED'),
		  coalesce(sum(l.difference * t.unit_cost) filter (where l.difference > 0), 0), coalesce(-sum(l.difference * t.unit_cost) filter (where l.difference < 0), 0)
		from count_line l join lot t on t.id = l.lot_id where l.count_id = any($1) group by 1`, ids)
	if err != nil {
		return nil, err
	}
	var id int64
	var f CountFigures
	var found CountFound
	_, err = pgx.ForEachRow(rows, []any{&id, &f.Lines, &f.Uncounted, &found.Differences, &found.NeedApproval, &found.Confirmed, &found.Adjusted, &found.Blocked, &found.Surplus, &found.Shortage}, func() error {
		f.Counted = f.Lines - f.Uncounted
		of := found
		figures[id] = CountFigures{Lines: f.Lines, Uncounted: f.Uncounted, Counted: f.Counted, Found: &of}
		return nil
	})
	return figures, err
}

// addUp gives the figures of lines. Pure.
func addUp(lines []CountLine) CountFigures {
	f := CountFigures{Lines: len(lines), Found: &CountFound{}}
	for _, l := range lines {
		switch l.Progress {
		case ProgressUncounted:
			f.Uncounted++
		case ProgressWaiting:
			f.Waiting++
		case ProgressDisputed:
			f.Disputed++
		case ProgressCounted:
			f.Counted++
		}
		switch l.Prospect {
		case OutcomeConfirmed:
			f.Found.Confirmed++
		case OutcomeAdjusted:
			f.Found.Adjusted++
		case OutcomeBlocked:
			f.Found.Blocked++
		case OutcomeUncounted, OutcomeUnapproved:
		}
		if l.Difference == nil || l.Difference.IsZero() {
			continue
		}
		f.Found.Differences++
		if l.NeedsApproval {
			f.Found.NeedApproval++
		}
		if l.Value == nil {
			continue
		}
		if l.Value.IsPositive() {
			f.Found.Surplus = f.Found.Surplus.Add(*l.Value)
		} else {
			f.Found.Shortage = f.Found.Shortage.Sub(*l.Value)
		}
	}
	return f
}
