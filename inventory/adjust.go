package inventory

import (
	"context"
	"fmt"
	"slices"
	"time"

	"changping/internal/fault"
)

// AdjustLine is a difference found outside a stocktake: Quantity of a lot is there beyond the books (Found), or is missing.
type AdjustLine struct {
	StockLine
	Found bool
}

// Adjustment corrects the books of a site to what is really there.
type Adjustment struct {
	RequestKey string `json:"-"`
	SiteID     int64
	Reason     string // MISCOUNT, FOUND, LOST, STOLEN or SPILT
	Note       string // asked for: what happened
	OccurredAt time.Time
	Lines      []AdjustLine
	Draft      *Draft `json:",omitempty"`
}

var adjustReasons = []string{"MISCOUNT", "FOUND", "LOST", "STOLEN", "SPILT"}

// Adjust posts a difference, or submits it where its value asks for approval. What is missing may be missing from what is on hold:
// the hold is shortened. What is reserved for somebody is not adjusted away. Keepers of the site, partners at their own.
//
// Refuses with what PostTx refuses, and: REASON, NOTE_MISSING, NO_LINES, DIRECTION (found goods under a reason for missing ones),
// QUANTITY, SCALE, RESERVE_MISSING, RESERVE_ELSEWHERE, STALE_QUANTITY.
func (inv *Inventory) Adjust(ctx context.Context, a Adjustment) (Posted, error) {
	r, decide, err := adjustmentDecision(ctx, a)
	if err != nil {
		return Posted{}, err
	}
	return inv.enter(ctx, a.RequestKey, "adjustGoods", a.Draft, a.content(), r, len(a.Lines), decide)
}

func (a Adjustment) content() draftContent {
	a.Draft = nil
	return draftContent{kind: KindAdjustment, reason: a.Reason, siteID: a.SiteID, note: a.Note, input: a}
}

func adjustmentDecision(ctx context.Context, a Adjustment) (r reach, decide func(*book) (Posting, error), err error) {
	_, _, err = mayEnter(ctx, "stock.adjust", a.SiteID, a.Reason, slices.Contains(adjustReasons, a.Reason), len(a.Lines))
	if err != nil {
		return r, nil, err
	}
	if a.Note == "" {
		return r, nil, fault.Invalidf("note", "NOTE_MISSING", "Say what happened to the goods.")
	}
	lines := make([]StockLine, len(a.Lines))
	for i, l := range a.Lines {
		if l.Found && a.Reason != "FOUND" && a.Reason != "MISCOUNT" || !l.Found && a.Reason == "FOUND" {
			return r, nil, fault.Invalidf(fmt.Sprintf("lines.%d.found", i), "DIRECTION", "A line that is found does not go with the reason %s.", a.Reason)
		}
		lines[i] = l.StockLine
	}
	r = stockReach(a.SiteID, lines)
	r.own = true
	return r, func(b *book) (Posting, error) {
		moves := make([]Move, len(a.Lines))
		for i, l := range a.Lines {
			m, err := b.find(a.SiteID, l.StockLine)
			if err != nil {
				return Posting{}, underLine(err, i)
			}
			m.To = Virtual(PlaceDifference)
			switch {
			case l.Found:
				if anywhere := (Move{ItemID: m.ItemID, LotID: m.LotID, ReserveID: m.ReserveID}); len(b.lies(a.SiteID, anywhere)) == 0 {
					reserve, err := b.reserveFor(ReceiptLine{ReserveID: m.ReserveID}, b.sites[a.SiteID])
					if err != nil {
						return Posting{}, underLine(err, i)
					}
					m.ReserveID = reserve
				}
				m.From, m.To, m.HoldID = m.To, m.From, 0
			case a.Reason != "MISCOUNT":
				m.To = Virtual(PlaceLost)
			}
			moves[i] = m
		}
		return Posting{Kind: KindAdjustment, Reason: a.Reason, SiteID: a.SiteID, Note: a.Note, OccurredAt: a.OccurredAt, Content: a.content().input, Moves: moves}, nil
	}, nil
}
