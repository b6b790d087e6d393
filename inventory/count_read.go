package inventory

import (
	"context"
	"fmt"
	"math"
	"slices"
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

const (
	countColumns = `c.id, c.site_id, c.number, c.plan, c.detail, c.blind, c.counters, c.state, c.note, c.reason, o.name as opened_by, x.name as closed_by, c.opened_at, c.closed_at`
	countTables  = `from stock_count c left join person o on o.id = c.opened_by left join person x on x.id = c.closed_by`
)

// FindCounts gives those of the stocktakes that the caller may see.
func (inv *Inventory) FindCounts(ctx context.Context, ids []int64) ([]CountRow, error) {
	_, scope, err := access.Require(ctx, "count.read")
	if err != nil {
		return nil, err
	}
	rows, err := inv.Pool.Query(ctx, `select `+countColumns+` `+countTables+` where c.id = any($1) and ($2 or c.site_id = any($3))`, ids, scope.District, scope.SiteIDs)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[CountRow])
}

// FindCount gives a stocktake, or NOT_FOUND.
func (inv *Inventory) FindCount(ctx context.Context, id int64) (CountRow, error) {
	rows, err := inv.FindCounts(ctx, []int64{id})
	if err != nil {
		return CountRow{}, err
	}
	if len(rows) == 0 {
		return CountRow{}, fault.Absent("stocktake", fmt.Sprint(id)).At("id")
	}
	return rows[0], nil
}

// CountLineFilter chooses lines of a stocktake; empty: all.
type CountLineFilter string

// The filters. Of figures that are kept from the caller, none is found.
const (
	LinesDifferent  CountLineFilter = "DIFFERENT"  // what was counted is not what was expected
	LinesUnsettled  CountLineFilter = "UNSETTLED"  // not counted to the end
	LinesUnapproved CountLineFilter = "UNAPPROVED" // above the limit and not approved
)

func (f CountLineFilter) holds(l CountLine) bool {
	switch f {
	case LinesDifferent:
		return l.Difference != nil && !l.Difference.IsZero()
	case LinesUnsettled:
		return l.Progress != ProgressCounted
	case LinesUnapproved:
		return l.NeedsApproval || l.Outcome == OutcomeUnapproved
	}
	return true
}

// CountLines gives the lines of a stocktake in order. Of a blind one that is open, whoever might count at its site is told neither what is
// expected nor what others have counted: the figures are left out here, so that no view can show them.
func (inv *Inventory) CountLines(ctx context.Context, countID int64, filter CountLineFilter, limit, afterLineNo int) ([]CountLine, error) {
	count, err := inv.FindCount(ctx, countID)
	if err != nil {
		return nil, err
	}
	limits, err := readCountLimits(ctx, inv.Pool)
	if err != nil {
		return nil, err
	}
	read := limit
	if filter != "" {
		read = math.MaxInt32 // what a line has come to shows when it is judged
	}
	lines, err := readCountLines(ctx, inv.Pool, limits, `l.count_id = $1 and l.line_no > $2 order by l.line_no limit $3`, countID, afterLineNo, read)
	if hidden(ctx, count) {
		for i := range lines {
			lines[i].conceal()
		}
	}
	lines = slices.DeleteFunc(lines, func(l CountLine) bool { return !filter.holds(l) })
	return lines[:min(limit, len(lines))], err
}

// hidden reports whether the figures of a stocktake are kept from the caller.
func hidden(ctx context.Context, c CountRow) bool {
	return c.Blind && c.State == CountOpen && mayCount(ctx, c.SiteID)
}

// conceal takes away what a counter of a blind stocktake must not see. That two disagree tells nothing of the figures.
func (l *CountLine) conceal() {
	l.OnHand, l.Counted, l.Expected, l.Difference, l.Value, l.NeedsApproval, l.Prospect, l.ApprovedBy = nil, nil, nil, nil, nil, false, "", nil
}

// CountEntryRow is a figure that somebody entered.
type CountEntryRow struct {
	LineID    int64
	Round     int
	Person    string
	Quantity  decimal.Decimal
	CountedAt time.Time
}

// CountEntriesOf gives what was entered for lines of a stocktake, in order; of a blind one that is open, to who might count there only the
// own figures.
func (inv *Inventory) CountEntriesOf(ctx context.Context, countID int64, lineIDs []int64) (map[int64][]CountEntryRow, error) {
	count, err := inv.FindCount(ctx, countID)
	if err != nil {
		return nil, err
	}
	rows, err := inv.Pool.Query(ctx, `select e.line_id, e.round, p.name as person, e.quantity, e.counted_at from count_entry e join count_line l on l.id = e.line_id join person p on p.id = e.person_id
		where l.count_id = $1 and e.line_id = any($2) and (not $3 or e.person_id = $4) order by e.id`, countID, lineIDs, hidden(ctx, count), caller(ctx))
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByName[CountEntryRow])
	entries := map[int64][]CountEntryRow{}
	for _, e := range all {
		entries[e.LineID] = append(entries[e.LineID], e)
	}
	return entries, err
}

// LastCountedRow is when goods of an item at a site were last counted.
type LastCountedRow struct {
	LotID, ReserveID int64
	BinID            int64      // 0: in no bin
	CountedAt        *time.Time // nil: never
	Count            *string    // the number of the stocktake
}

// LastCounted tells of each lot of an item that lies at a site when it was last counted; only a stocktake sets that.
func (inv *Inventory) LastCounted(ctx context.Context, siteID, itemID int64) ([]LastCountedRow, error) {
	if err := requireStockOf(ctx, siteID); err != nil {
		return nil, err
	}
	rows, err := inv.Pool.Query(ctx, `select b.lot_id, b.reserve_id, case p.kind when 'BIN' then p.id else 0 end as bin_id, c.counted_at, c.number as count from place p join balance b on b.place_id = p.id and b.item_id = $2 and b.in_stock
		left join lateral (select l.counted_at, s.number from count_line l join stock_count s on s.id = l.count_id
		  where l.lot_id = b.lot_id and l.place_id = b.place_id and l.reserve_id = b.reserve_id and l.outcome in ('CONFIRMED','ADJUSTED') order by l.counted_at desc limit 1) c on true
		where p.site_id = $1 order by b.lot_id, b.reserve_id, p.id`, siteID, itemID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[LastCountedRow])
}
