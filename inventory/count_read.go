package inventory

import (
	"context"
	"errors"
	"fmt"
	"time"

	"changping/access"
	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// CountRow is a stocktake in a list.
type CountRow struct {
	ID, SiteID         int64
	Number             string
	Plan               CountPlanKind
	Detail             CountPlan
	Blind              bool
	Counters           int
	State              CountState
	Note, Reason       string
	OpenedBy, ClosedBy *string // names; nil: the system, or not closed
	OpenedAt           time.Time
	ClosedAt           *time.Time
}

const countColumns = `c.id, c.site_id, c.number, c.plan, c.detail, c.blind, c.counters, c.state, c.note, c.reason, o.name as opened_by, x.name as closed_by, c.opened_at, c.closed_at
	from stock_count c left join person o on o.id = c.opened_by left join person x on x.id = c.closed_by`

// ListCounts gives stocktakes of the sites in scope, newest first. siteID 0 and state "": all.
func (inv *Inventory) ListCounts(ctx context.Context, siteID int64, state CountState, limit int, beforeID int64) ([]CountRow, error) {
	_, scope, err := access.Require(ctx, "count.read")
	if err != nil {
		return nil, err
	}
	rows, err := inv.Pool.Query(ctx, `select `+countColumns+` where ($1 or c.site_id = any($2)) and ($3 = 0 or c.site_id = $3) and ($4 = '' or c.state = $4) and ($5 = 0 or c.id < $5)
		order by c.id desc limit $6`, scope.District, scope.SiteIDs, siteID, state, beforeID, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[CountRow])
}

// FindCount gives a stocktake, or NOT_FOUND.
func (inv *Inventory) FindCount(ctx context.Context, id int64) (CountRow, error) {
	_, scope, err := access.Require(ctx, "count.read")
	if err != nil {
		return CountRow{}, err
	}
	rows, err := inv.Pool.Query(ctx, `select `+countColumns+` where c.id = $1 and ($2 or c.site_id = any($3))`, id, scope.District, scope.SiteIDs)
	if err != nil {
		return CountRow{}, err
	}
	row, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[CountRow])
	if errors.Is(err, pgx.ErrNoRows) {
		err = fault.Absent("stocktake", fmt.Sprint(id)).At("id")
	}
	return row, err
}

// CountLines gives the lines of a stocktake in order. Of a blind one that is open, whoever might count at its site is told neither what is
// expected nor what others have counted: the figures are left out here, so that no view can show them.
func (inv *Inventory) CountLines(ctx context.Context, countID int64, limit, afterLineNo int) ([]CountLine, error) {
	count, err := inv.FindCount(ctx, countID)
	if err != nil {
		return nil, err
	}
	limits, err := readCountLimits(ctx, inv.Pool)
	if err != nil {
		return nil, err
	}
	lines, err := readCountLines(ctx, inv.Pool, limits, `l.count_id = $1 and l.line_no > $2 order by l.line_no limit $3`, countID, afterLineNo, limit)
	if hidden(ctx, count) {
		for i := range lines {
			lines[i].conceal()
		}
	}
	return lines, err
}

// hidden reports whether the figures of a stocktake are kept from the caller.
func hidden(ctx context.Context, c CountRow) bool {
	return c.Blind && c.State == CountOpen && mayCount(ctx, c.SiteID)
}

// conceal takes away what a counter of a blind stocktake must not see. That two disagree tells nothing of the figures.
func (l *CountLine) conceal() {
	l.Counted, l.Expected, l.Difference, l.NeedsApproval = nil, nil, nil, false
}

// CountFigures are how far a stocktake is, in lines, and what it has found, in yuan where costs are known. What a blind one has found is
// nil for who must not see it.
type CountFigures struct {
	Lines, Uncounted, Waiting, Disputed, Counted int
	Found                                        *CountFound
}

// CountFound is what a stocktake has found.
type CountFound struct {
	Differences, NeedApproval int // lines
	Surplus, Shortage         decimal.Decimal
}

// CountFiguresOf adds up a stocktake.
func (inv *Inventory) CountFiguresOf(ctx context.Context, countID int64) (CountFigures, error) {
	count, err := inv.FindCount(ctx, countID)
	if err != nil {
		return CountFigures{}, err
	}
	limits, err := readCountLimits(ctx, inv.Pool)
	if err != nil {
		return CountFigures{}, err
	}
	lines, err := readCountLines(ctx, inv.Pool, limits, `l.count_id = $1 order by l.line_no`, countID)
	f := addUp(lines)
	if hidden(ctx, count) {
		f.Found = nil
	}
	return f, err
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
		if l.Difference == nil || l.Difference.IsZero() {
			continue
		}
		f.Found.Differences++
		if l.NeedsApproval {
			f.Found.NeedApproval++
		}
		if l.unitCost != nil {
			if value := l.Difference.Mul(*l.unitCost); value.IsPositive() {
				f.Found.Surplus = f.Found.Surplus.Add(value)
			} else {
				f.Found.Shortage = f.Found.Shortage.Sub(value)
			}
		}
	}
	return f
}

// LastCountedRow is when goods of an item at a site were last counted.
type LastCountedRow struct {
	LotID, ReserveID int64
	CountedAt        *time.Time // nil: never
	Count            *string    // the number of the stocktake
}

// LastCounted tells of each lot of an item that lies at a site when it was last counted; only a stocktake sets that.
func (inv *Inventory) LastCounted(ctx context.Context, siteID, itemID int64) ([]LastCountedRow, error) {
	if err := requireStockOf(ctx, siteID); err != nil {
		return nil, err
	}
	rows, err := inv.Pool.Query(ctx, `select b.lot_id, b.reserve_id, c.counted_at, c.number as count from place p join balance b on b.place_id = p.id and b.item_id = $2 and b.in_stock
		left join lateral (select l.counted_at, s.number from count_line l join stock_count s on s.id = l.count_id
		  where l.lot_id = b.lot_id and l.place_id = b.place_id and l.reserve_id = b.reserve_id and l.outcome in ('CONFIRMED','ADJUSTED') order by l.counted_at desc limit 1) c on true
		where p.site_id = $1 order by b.lot_id, b.reserve_id`, siteID, itemID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[LastCountedRow])
}
