package inventory

import (
	"context"
	"slices"
	"strconv"

	"changping/access"
	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
)

// CountClosing closes a stocktake.
type CountClosing struct {
	RequestKey string `json:"-"`
	CountID    int64
	// LeaveUnapproved closes even where differences above the limit are not approved; they are not posted.
	LeaveUnapproved bool
	Reason          string // why lines stay as they are, where any do
}

// CloseCount posts what was found, as COUNT documents with movements from and to DIFFERENCE, and closes the stocktake for good. A stocktake
// can always be closed: what nobody counted, approved or can post now stays as it is, with a reason. What is missing may break a
// minimum: that is a breach, not a refusal, since the goods are gone. Who may open a stocktake at the site.
//
// Refuses with: NOT_FOUND, COUNT_CLOSED, COUNT_UNAPPROVED (lines), REASON_MISSING (lines).
func (inv *Inventory) CloseCount(ctx context.Context, r CountClosing) (CountChanged, error) {
	actor, scope, err := access.Require(ctx, "count.write")
	if err != nil {
		return CountChanged{}, err
	}
	return onceCountTelling(ctx, inv, r.RequestKey, "closeStockCount", r, func(tx pgx.Tx) (closed CountChanged, err error) {
		count, err := lockCount(ctx, tx, r.CountID, scope)
		if err != nil {
			return closed, err
		}
		limits, err := readCountLimits(ctx, tx)
		if err != nil {
			return closed, err
		}
		lines, err := readCountLines(ctx, tx, limits, `l.count_id = $1 order by l.line_no`, count.ID)
		if err != nil {
			return closed, err
		}
		b, err := judgeUnderLocks(ctx, tx, count, lines, limits)
		if err != nil {
			return closed, err
		}
		left, err := decideClosing(lines, limits, r)
		if err != nil {
			return closed, err
		}
		if err := postDifferences(ctx, b, count, lines); err != nil {
			return closed, err
		}
		closed.CountID, closed.Warnings = count.ID, b.told()
		var person *int64
		if actor.PersonID != 0 {
			person = &actor.PersonID
		}
		if err := writeOutcomes(ctx, tx, lines); err != nil {
			return closed, err
		}
		if _, err := tx.Exec(ctx, `update stock_count set state = 'CLOSED', closed_at = now(), closed_by = $2, reason = $3 where id = $1`, count.ID, person, r.Reason); err != nil {
			return closed, err
		}
		return closed, access.RecordTx(ctx, tx, access.Entry{Action: "count.close", ObjectKind: "stock_count", ObjectID: count.ID, Detail: map[string]any{"lines": len(lines), "left": left, "reason": r.Reason}})
	})
}

// judgeUnderLocks locks the goods of the lines that are counted and judges these again: what was posted meanwhile, late paper among it, is
// in the figures, and nothing more comes before this commits.
func judgeUnderLocks(ctx context.Context, tx pgx.Tx, count lockedCount, lines []CountLine, limits countLimits) (*book, error) {
	r := reach{sites: []int64{count.SiteID}}
	var ids []int64
	for _, l := range lines {
		if l.settled != nil {
			ids = append(ids, l.ID)
			r.levels = append(r.levels, levelKey{count.SiteID, l.ItemID})
			r.lots, r.reserves, r.bins = append(r.lots, l.LotID), append(r.reserves, l.ReserveID), append(r.bins, l.PlaceID) // a place that is no bin is passed over
		}
	}
	b, err := openBook(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	tallies, err := readTallies(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	for i := range lines {
		if l := &lines[i]; slices.Contains(ids, l.ID) {
			l.judge(tallies[l.ID], count.Counters, limits)
			h := b.stock[l.key()]
			l.onHand, l.reserved = h.onHand, h.reserved
		}
	}
	return b, nil
}

// decideClosing sets the outcomes, or refuses; it tells how many lines are left as they are. Pure upon the lines.
func decideClosing(lines []CountLine, limits countLimits, r CountClosing) (left int, err error) {
	unapproved := 0
	for i := range lines {
		l := &lines[i]
		switch l.Outcome = l.countCase().outcome(limits); l.Outcome {
		case OutcomeUnapproved:
			unapproved++
			left++
		case OutcomeUncounted, OutcomeBlocked:
			left++
		case OutcomeConfirmed, OutcomeAdjusted:
		}
	}
	if unapproved > 0 && !r.LeaveUnapproved {
		return left, fault.New(fault.Refused, "COUNT_UNAPPROVED", "%d difference(s) are above the limit and not approved: have them approved by somebody who did not count, or leave them unposted.", unapproved).
			At("leaveUnapproved").With("lines", strconv.Itoa(unapproved))
	}
	if left > 0 && r.Reason == "" {
		return left, fault.Invalidf("reason", "REASON_MISSING", "%d line(s) stay as they are: say why.", left).With("lines", strconv.Itoa(left))
	}
	return left, nil
}

// postDifferences posts what is to be adjusted, in documents of at most as many lines as a document may have, and notes them on the lines.
func postDifferences(ctx context.Context, b *book, count lockedCount, lines []CountLine) error {
	var adjusted []*CountLine
	for i := range lines {
		if lines[i].Outcome == OutcomeAdjusted {
			adjusted = append(adjusted, &lines[i])
		}
	}
	chunks := slices.Collect(slices.Chunk(adjusted, maxLines))
	for _, chunk := range chunks {
		moves := make([]Move, len(chunk))
		for i, l := range chunk {
			moves[i] = Move{ItemID: l.ItemID, LotID: l.LotID, ReserveID: l.ReserveID, From: Virtual(PlaceDifference), To: b.at[l.PlaceID], Quantity: l.Difference.Abs()}
			if l.Difference.IsNegative() {
				moves[i].From, moves[i].To = moves[i].To, moves[i].From
			}
		}
		if _, err := b.post(ctx, Posting{Kind: KindCount, Reason: "COUNT", SiteID: count.SiteID, Note: count.Number, Fact: count.Number, Moves: moves}); err != nil {
			return err
		}
	}
	if err := b.write(ctx); err != nil {
		return err
	}
	for i, chunk := range chunks {
		for _, l := range chunk {
			l.DocumentID = &b.entries[i].documentID
		}
	}
	return nil
}

// told is what the documents of the book warn of, all together.
func (b *book) told() (all []Warning) {
	for _, e := range b.entries {
		all = append(all, e.warnings...)
	}
	return all
}

func writeOutcomes(ctx context.Context, tx pgx.Tx, lines []CountLine) error {
	n := len(lines)
	ids, outcomes, documents := make([]int64, n), make([]string, n), make([]*int64, n)
	counted, expected, difference, at := make([]*string, n), make([]*string, n), make([]*string, n), make([]any, n)
	for i, l := range lines {
		ids[i], outcomes[i], documents[i] = l.ID, string(l.Outcome), l.DocumentID
		if l.settled != nil {
			c, e, d := l.Counted.String(), l.Expected.String(), l.Difference.String()
			counted[i], expected[i], difference[i], at[i] = &c, &e, &d, *l.CountedAt
		}
	}
	_, err := tx.Exec(ctx, `update count_line l set outcome = t.o, document_id = t.doc, counted = t.c, expected = t.e, difference = t.d, counted_at = t.at
		from unnest($1::bigint[], $2::text[], $3::bigint[], $4::numeric[], $5::numeric[], $6::numeric[], $7::timestamptz[]) as t(id, o, doc, c, e, d, at) where l.id = t.id`,
		ids, outcomes, documents, counted, expected, difference, at)
	return err
}
