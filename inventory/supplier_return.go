package inventory

import (
	"context"
	"slices"
	"time"
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
	return inv.enter(ctx, s.RequestKey, "returnToSupplier", s.Draft, s.content(), r, len(s.Lines), decide)
}

func (s SupplierReturn) content() draftContent {
	s.Draft = nil
	return draftContent{kind: KindReturn, reason: s.Reason, siteID: s.SiteID, note: s.Note, input: s}
}

func returnDecision(ctx context.Context, s SupplierReturn) (r reach, decide func(*book) (Posting, error), err error) {
	_, scope, err := mayEnter(ctx, "stock.return", s.SiteID, s.Reason, slices.Contains(returnReasons, s.Reason), len(s.Lines))
	if err != nil {
		return r, nil, err
	}
	return stockReach(s.SiteID, s.Lines), func(b *book) (Posting, error) {
		moves, err := b.take(scope, s.SiteID, s.Lines, Virtual(PlaceSupplier))
		return Posting{Kind: KindReturn, Reason: s.Reason, SiteID: s.SiteID, Note: s.Note, OccurredAt: s.OccurredAt, Content: s.content().input, Moves: moves}, err
	}, nil
}
