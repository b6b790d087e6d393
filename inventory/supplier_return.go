package inventory

import (
	"context"
	"fmt"
	"slices"
	"time"

	"changping/access"
	"changping/internal/fault"
)

// SupplierReturn sends goods back to where they were bought. Expired, held and rejected goods may go back.
type SupplierReturn struct {
	RequestKey string `json:"-"`
	SiteID     int64
	Reason     string // DEFECTIVE, RECALL, WRONG_GOODS or EXCHANGE (before they expire)
	Note       string
	OccurredAt time.Time
	Lines      []StockLine
	Draft      *Draft `json:",omitempty"`
}

var returnReasons = []string{"DEFECTIVE", "RECALL", "WRONG_GOODS", "EXCHANGE"}

// ReturnToSupplier posts goods going back to a supplier, or submits it where a rule asks for approval. Keepers of the site,
// partners at their own.
//
// Refuses with what PostTx refuses, and: REASON, NO_LINES, AWAITING_INSPECTION, ENTRUSTED, QUANTITY, SCALE, STALE_QUANTITY.
func (inv *Inventory) ReturnToSupplier(ctx context.Context, s SupplierReturn) (Posted, error) {
	r, decide, err := returnDecision(ctx, s)
	if err != nil {
		return Posted{}, err
	}
	if s.Draft != nil {
		return inv.saveDraft(ctx, s.RequestKey, *s.Draft, s.content())
	}
	return inv.post(ctx, s.RequestKey, "returnToSupplier", s, r, len(s.Lines), decide)
}

func (s SupplierReturn) content() draftContent {
	s.Draft = nil
	return draftContent{kind: KindReturn, reason: s.Reason, siteID: s.SiteID, note: s.Note, input: s}
}

func returnDecision(ctx context.Context, s SupplierReturn) (r reach, decide func(*book) (Posting, error), err error) {
	_, scope, err := access.Require(ctx, "stock.return")
	if err != nil {
		return r, nil, err
	}
	if !slices.Contains(returnReasons, s.Reason) {
		return r, nil, fault.Invalidf("reason", "REASON", "%q is not a reason for returning goods.", s.Reason)
	}
	if err := checkLines(len(s.Lines)); err != nil {
		return r, nil, err
	}
	if !scope.CoversSite(s.SiteID) {
		return r, nil, fault.Absent("site", fmt.Sprint(s.SiteID)).At("siteId")
	}
	return stockReach(s.SiteID, s.Lines), func(b *book) (Posting, error) {
		moves, err := b.take(scope, s.SiteID, s.Lines, Virtual(PlaceSupplier))
		return Posting{Kind: KindReturn, Reason: s.Reason, SiteID: s.SiteID, Note: s.Note, OccurredAt: s.OccurredAt, Content: s.content().input, Moves: moves}, err
	}, nil
}
