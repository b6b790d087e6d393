package inventory

import (
	"context"
	"slices"
	"time"

	"changping/access"
	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// CountLine is a line of a stocktake. While it is open, Progress, Counted, Expected and Difference follow from the entries; once it is
// closed they are what was decided then.
type CountLine struct {
	ID, CountID                       int64
	LineNo                            int
	PlaceID, ItemID, LotID, ReserveID int64
	BinID                             int64  // 0: in no bin
	Place                             string // the site, and the bin where there is one
	Listed                            bool   // false: found by a counter beside the list
	Round                             int    // 1, and one more with every recount
	Progress                          CountProgress
	Counters                          []int64      // who has counted it, in any round
	Outcome                           CountOutcome // empty: open
	Counted, Expected, Difference     *decimal.Decimal
	CountedAt                         *time.Time
	NeedsApproval                     bool // above the limit, and the present difference is not approved
	ApprovedBy                        *int64
	DocumentID                        *int64
	LastCounted                       *time.Time       // by an earlier stocktake; nil: never
	Value                             *decimal.Decimal // of the difference, in yuan; nil: not settled, or of unknown cost
	Mine                              *decimal.Decimal // what the caller has counted in the present round
	OnHand                            *decimal.Decimal // by the books now; nil: closed
	Prospect                          CountOutcome     // what would become of it, were the stocktake closed now; empty: it is

	approvedDifference *decimal.Decimal
	unitCost           *decimal.Decimal
	onHand, reserved   decimal.Decimal
	elsewhere          bool
	lotNo              string
	settled            *tally
}

func (l CountLine) key() stockKey { return stockKey{l.PlaceID, l.LotID, l.ReserveID} }

func (l CountLine) countCase() countCase {
	return countCase{l.settled, l.unitCost, l.approvedDifference, l.onHand, l.reserved, l.elsewhere}
}

var countLineColumns = `l.id, l.count_id, l.line_no, l.place_id, case p.kind when 'BIN' then p.id else 0 end, l.item_id, l.lot_id, l.reserve_id, ` + placeName("p", "ps") + `, l.listed, l.round, coalesce(l.outcome, ''), l.counted, l.expected, l.difference, l.counted_at,
	l.approved_by, l.approved_difference, l.document_id, t.unit_cost, t.lot_no || case when t.serial_no = '' then '' else ' ' || t.serial_no end,
	coalesce(b.on_hand, 0), coalesce(b.reserved, 0),
	i.tracking = 'SERIAL' and exists (select 1 from balance o where o.lot_id = l.lot_id and o.in_stock and (o.place_id, o.reserve_id) <> (l.place_id, l.reserve_id)),
	array(select distinct e.person_id from count_entry e where e.line_id = l.id order by 1), s.counters,
	(select max(c.counted_at) from count_line c where c.lot_id = l.lot_id and c.place_id = l.place_id and c.reserve_id = l.reserve_id and c.outcome in ('CONFIRMED','ADJUSTED') and c.counted_at < s.opened_at)
	from count_line l join stock_count s on s.id = l.count_id join lot t on t.id = l.lot_id join item i on i.id = l.item_id
	join place p on p.id = l.place_id left join site ps on ps.id = p.site_id
	left join balance b on b.place_id = l.place_id and b.lot_id = l.lot_id and b.reserve_id = l.reserve_id`

// countTallies gives the entries of the present round of lines $1, in order, with what the balance was at the moment of each: the balance
// now, less what happened since. A reversal is looked through: what it puts right was wrong at the moment of the count already.
const countTallies = `select e.line_id, e.person_id, e.quantity, e.counted_at, coalesce(b.on_hand, 0)
	  - coalesce((select sum(m.quantity) from movement m where m.to_place_id = l.place_id and m.item_id = l.item_id and m.lot_id = l.lot_id and m.reserve_id = l.reserve_id and m.occurred_at > e.counted_at
	      and not exists (select 1 from document r join document o on o.id = r.reverses_id where r.id = m.document_id and o.occurred_at <= e.counted_at)), 0)
	  + coalesce((select sum(m.quantity) from movement m where m.from_place_id = l.place_id and m.item_id = l.item_id and m.lot_id = l.lot_id and m.reserve_id = l.reserve_id and m.occurred_at > e.counted_at
	      and not exists (select 1 from document r join document o on o.id = r.reverses_id where r.id = m.document_id and o.occurred_at <= e.counted_at)), 0)
	from count_entry e join count_line l on l.id = e.line_id and l.round = e.round
	left join balance b on b.place_id = l.place_id and b.lot_id = l.lot_id and b.reserve_id = l.reserve_id where e.line_id = any($1) order by e.id`

// readCountLines reads lines and judges those that are open by their entries. where is a condition upon l, ending in an order.
func readCountLines(ctx context.Context, q querier, limits countLimits, where string, args ...any) ([]CountLine, error) {
	rows, err := q.Query(ctx, `select `+countLineColumns+` where `+where, args...)
	if err != nil {
		return nil, err
	}
	var people int
	counters := map[int64]int{}
	lines, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (l CountLine, err error) {
		err = row.Scan(&l.ID, &l.CountID, &l.LineNo, &l.PlaceID, &l.BinID, &l.ItemID, &l.LotID, &l.ReserveID, &l.Place, &l.Listed, &l.Round, &l.Outcome, &l.Counted, &l.Expected, &l.Difference, &l.CountedAt,
			&l.ApprovedBy, &l.approvedDifference, &l.DocumentID, &l.unitCost, &l.lotNo, &l.onHand, &l.reserved, &l.elsewhere, &l.Counters, &people, &l.LastCounted)
		counters[l.ID] = people
		return l, err
	})
	if err != nil {
		return nil, err
	}
	var open []int64
	for _, l := range lines {
		if l.Outcome == "" {
			open = append(open, l.ID)
		}
	}
	tallies, err := readTallies(ctx, q, open)
	if err != nil {
		return nil, err
	}
	for i := range lines {
		if l := &lines[i]; l.Outcome == "" {
			l.judge(tallies[l.ID], counters[l.ID], limits)
			onHand := l.onHand // of its own: lines move in the list when others are left out
			l.OnHand = &onHand
			l.Prospect, l.Mine = l.countCase().outcome(limits), lastOf(tallies[l.ID], caller(ctx))
		} else if l.Progress = ProgressCounted; l.Counted == nil {
			l.Progress = ProgressUncounted
		}
		if l := &lines[i]; l.Difference != nil && l.unitCost != nil {
			value := l.Difference.Mul(*l.unitCost)
			l.Value = &value
		}
	}
	return lines, nil
}

// lastOf gives what a person counted last, or nil. Pure.
func lastOf(entries []tally, personID int64) *decimal.Decimal {
	for _, e := range slices.Backward(entries) {
		if e.personID == personID {
			return &e.quantity
		}
	}
	return nil
}

// caller is the person who asks; 0: the system.
func caller(ctx context.Context) int64 {
	if a := access.ActorFrom(ctx); a != nil {
		return a.PersonID
	}
	return 0
}

func readTallies(ctx context.Context, q querier, lineIDs []int64) (map[int64][]tally, error) {
	tallies := map[int64][]tally{}
	if len(lineIDs) == 0 {
		return tallies, nil
	}
	rows, err := q.Query(ctx, countTallies, lineIDs)
	if err != nil {
		return nil, err
	}
	var id int64
	var t tally
	_, err = pgx.ForEachRow(rows, []any{&id, &t.personID, &t.quantity, &t.at, &t.expected}, func() error { tallies[id] = append(tallies[id], t); return nil })
	return tallies, err
}

// judge decides how far an open line is. Pure upon the line.
func (l *CountLine) judge(entries []tally, counters int, limits countLimits) {
	l.settled, l.Progress = settle(entries, counters)
	l.Counted, l.Expected, l.Difference, l.CountedAt, l.NeedsApproval = nil, nil, nil, nil, false
	if l.settled == nil {
		return
	}
	d := l.settled.difference()
	l.Counted, l.Expected, l.Difference, l.CountedAt = &l.settled.quantity, &l.settled.expected, &d, &l.settled.at
	l.NeedsApproval = limits.needsApproval(d, l.settled.expected, l.unitCost) && (l.approvedDifference == nil || !l.approvedDifference.Equal(d))
}

// readCountLimits reads the limits above which differences are approved.
func readCountLimits(ctx context.Context, q querier) (limits countLimits, err error) {
	rows, err := q.Query(ctx, `select (select value::numeric from setting where name = 'count_approval_yuan'), (select value::numeric from setting where name = 'count_approval_percent')`)
	if err != nil {
		return limits, err
	}
	return pgx.CollectExactlyOneRow(rows, func(row pgx.CollectableRow) (l countLimits, err error) { return l, row.Scan(&l.yuan, &l.percent) })
}

// linesOf reads the named lines of a stocktake, in order. Refuses with NOT_FOUND where one is not of it.
func linesOf(ctx context.Context, tx pgx.Tx, countID int64, ids []int64) ([]CountLine, error) {
	limits, err := readCountLimits(ctx, tx)
	if err != nil {
		return nil, err
	}
	lines, err := readCountLines(ctx, tx, limits, `l.count_id = $1 and l.id = any($2) order by l.line_no`, countID, ids)
	known := map[int64]bool{}
	for _, l := range lines {
		known[l.ID] = true
	}
	for i, id := range ids {
		if err == nil && !known[id] {
			err = fault.Absent("count line", decimal.NewFromInt(id).String()).At("lines." + decimal.NewFromInt(int64(i)).String())
		}
	}
	return lines, err
}
