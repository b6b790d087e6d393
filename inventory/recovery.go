package inventory

import (
	"context"
	"fmt"

	"changping/access"
	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Recovery 回收: goods come back against the issue by which they went out, after an incident or a loan. They are received on hold,
// cleaned where they need it, inspected, and then restocked with a condition grade, or rejected and scrapped.
type Recovery struct {
	RequestKey string `json:"-"`
	SiteID     int64  // where they come back to, not always where they went out
	AgainstID  int64  // the issue
	Note       string
	Lines      []RecoveryLine
}

// RecoveryLine is so much of a lot and reserve that came back.
type RecoveryLine struct {
	ItemID, LotID, ReserveID int64 // the reserve may be 0 where the issue took the lot from one only
	Quantity                 decimal.Decimal
	NeedsCleaning            bool
	BinID                    int64 // where they are put; 0: without a bin
}

// Recover receives goods that come back, never more than went out by the issue and has not come back yet. Keepers of the
// receiving site, partners at their own.
//
// Refuses with: NOT_FOUND, NOT_ISSUED (another kind of document, or reversed), EXCEEDS_ISSUED (with the numbers), QUANTITY, SCALE,
// RESERVE_MISSING, NO_LINES.
func (inv *Inventory) Recover(ctx context.Context, r Recovery) (Posted, error) {
	actor, scope, err := access.Require(ctx, "stock.recover")
	if err != nil {
		return Posted{}, err
	}
	if !scope.CoversSite(r.SiteID) {
		return Posted{}, fault.Absent("site", fmt.Sprint(r.SiteID)).At("siteId")
	}
	if err := checkLines(len(r.Lines)); err != nil {
		return Posted{}, err
	}
	return once(ctx, inv, r.RequestKey, "recoverGoods", r, func(tx pgx.Tx) (int64, error) {
		issue, err := lockDocument(ctx, tx, r.AgainstID) // one return at a time
		if err != nil {
			return 0, err
		}
		if issue.Kind != KindIssue || issue.State != StatePosted {
			return 0, fault.New(fault.Refused, "NOT_ISSUED", "Goods come back against the issue by which they went out; this is none, or it was reversed.").At("againstId")
		}
		returned, err := returnedAgainst(ctx, tx, issue.ID)
		if err != nil {
			return 0, err
		}
		moves, err := decideRecovery(issue, returned, r)
		if err != nil {
			return 0, err
		}
		x := reachOf(moves)
		x.sites = append(x.sites, r.SiteID)
		b, err := openBook(ctx, tx, x)
		if err != nil {
			return 0, err
		}
		for i, m := range moves {
			if err := CheckQuantity(m.Quantity, b.items[m.ItemID].Scale); err != nil {
				return 0, underLine(err, i)
			}
		}
		e, err := b.post(ctx, Posting{Kind: KindReceipt, Reason: "RETURN", SiteID: r.SiteID, IncidentID: issue.IncidentID, ReturnsID: issue.ID, Note: r.Note, Moves: moves})
		if err != nil {
			return 0, err
		}
		if err := b.write(ctx); err != nil {
			return 0, err
		}
		for i, m := range e.Moves {
			hold, err := writeHold(ctx, tx, stockKey{b.places[m.To], m.LotID, m.ReserveID}, m.Quantity, holdAwaitingInspection, r.Note, actor.PersonID)
			if err != nil {
				return 0, err
			}
			state := "AWAITING_INSPECTION"
			if r.Lines[i].NeedsCleaning {
				state = "AWAITING_CLEANING"
			}
			if _, err := tx.Exec(ctx, `insert into recovery_line (document_id, line_no, hold_id, quantity, state) values ($1, $2, $3, $4, $5)`, b.entries[0].documentID, i+1, hold, m.Quantity, state); err != nil {
				return 0, err
			}
		}
		return b.entries[0].documentID, nil
	})
}

// lotReserve is goods of a lot that belong to a reserve, wherever they are.
type lotReserve struct{ lotID, reserveID int64 }

// returnedAgainst sums what has come back against an issue.
func returnedAgainst(ctx context.Context, tx pgx.Tx, issueID int64) (map[lotReserve]decimal.Decimal, error) {
	rows, err := tx.Query(ctx, `select m.lot_id, m.reserve_id, sum(m.quantity) from document d join movement m on m.document_id = d.id
		where d.returns_id = $1 and d.state = 'POSTED' group by 1, 2`, issueID)
	if err != nil {
		return nil, err
	}
	returned := map[lotReserve]decimal.Decimal{}
	var k lotReserve
	var q decimal.Decimal
	_, err = pgx.ForEachRow(rows, []any{&k.lotID, &k.reserveID, &q}, func() error { returned[k] = q; return nil })
	return returned, err
}

// decideRecovery turns what came back into moves, or refuses what did not go out. Pure.
func decideRecovery(issue lockedDocument, returned map[lotReserve]decimal.Decimal, r Recovery) ([]Move, error) {
	issued := map[lotReserve]decimal.Decimal{}
	itemOf := map[int64]int64{}
	for _, m := range issue.Moves {
		k := lotReserve{m.LotID, m.ReserveID}
		issued[k], itemOf[m.LotID] = issued[k].Add(m.Quantity), m.ItemID
	}
	left := map[lotReserve]decimal.Decimal{}
	for k, q := range issued {
		left[k] = q.Sub(returned[k])
	}
	moves := make([]Move, len(r.Lines))
	for i, l := range r.Lines {
		field := func(name string) string { return fmt.Sprintf("lines.%d.%s", i, name) }
		if itemOf[l.LotID] == 0 || itemOf[l.LotID] != l.ItemID {
			return nil, fault.Absent("lot", fmt.Sprint(l.LotID)).At(field("lotId"))
		}
		k := lotReserve{l.LotID, l.ReserveID}
		if l.ReserveID == 0 {
			for candidate := range issued {
				if candidate.lotID == l.LotID {
					if k.reserveID != 0 {
						return nil, fault.Invalidf(field("reserveId"), "RESERVE_MISSING", "This lot went out for more than one owner: name the reserve.")
					}
					k = candidate
				}
			}
		}
		if l.Quantity.GreaterThan(left[k]) {
			return nil, fault.New(fault.Refused, "EXCEEDS_ISSUED", "%s went out by %s and %s has come back: at most %s can come back, not %s.",
				issued[k], issue.Number, issued[k].Sub(left[k]), left[k], l.Quantity).At(field("quantity")).
				With("issued", issued[k].String()).With("left", left[k].String()).With("requested", l.Quantity.String())
		}
		left[k] = left[k].Sub(l.Quantity)
		moves[i] = Move{ItemID: l.ItemID, LotID: k.lotID, ReserveID: k.reserveID, From: Virtual(PlaceConsumed), To: InBin(r.SiteID, l.BinID), Quantity: l.Quantity}
	}
	return moves, nil
}

// Outstanding is so much of a lot and reserve that went out by an issue, and how much of it has not come back.
type Outstanding struct {
	DocumentID, ItemID, LotID, ReserveID int64
	Issued, Left                         decimal.Decimal
}

// OutstandingOf gives what can still come back against issues that stand, whoever asks: used below lists that are already within scope.
func (inv *Inventory) OutstandingOf(ctx context.Context, issueIDs []int64) (map[int64][]Outstanding, error) {
	rows, err := inv.Pool.Query(ctx, `select d.id as document_id, m.item_id, m.lot_id, m.reserve_id, sum(m.quantity) as issued,
		  sum(m.quantity) - coalesce((select sum(b.quantity) from document c join movement b on b.document_id = c.id
		    where c.returns_id = d.id and c.state = 'POSTED' and b.lot_id = m.lot_id and b.reserve_id = m.reserve_id), 0) as "left"
		from document d join movement m on m.document_id = d.id where d.id = any($1) and d.kind = 'ISSUE' and d.state = 'POSTED'
		group by d.id, m.item_id, m.lot_id, m.reserve_id order by d.id, min(m.line_no)`, issueIDs)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByName[Outstanding])
	byID := map[int64][]Outstanding{}
	for _, o := range all {
		byID[o.DocumentID] = append(byID[o.DocumentID], o)
	}
	return byID, err
}
