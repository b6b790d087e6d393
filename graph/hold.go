package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type qualityHoldView struct {
	ID                  graphql.ID
	Site                *siteView
	Item                *itemView
	Lot                 *lotView
	Reserve             *reserveView
	Quantity            scalar.Decimal
	Reason, Note, State string
	Document            *documentView
	PlacedBy, ClosedBy  *string
	CreatedAt           scalar.DateTime
	ClosedNote          string
	ClosedAt            *scalar.DateTime
}

func (r *Resolver) viewHolds(ctx context.Context, rows []inventory.HoldRow) (func(inventory.HoldRow) *qualityHoldView, error) {
	rel := r.relations()
	var documentIDs []int64
	for _, h := range rows {
		rel.sites[h.SiteID], rel.lots[h.LotID], rel.reserves[h.ReserveID] = true, true, true
		if h.DocumentID != nil {
			documentIDs = append(documentIDs, *h.DocumentID)
		}
	}
	documents := map[int64]*documentView{}
	err := rel.load(ctx)
	if err == nil && len(documentIDs) > 0 {
		documents, err = r.documentViews(ctx, documentIDs)
	}
	return func(h inventory.HoldRow) *qualityHoldView {
		return &qualityHoldView{globalID("qualityHold", h.ID), rel.siteViews[h.SiteID], rel.itemViews[h.ItemID], rel.lotViews[h.LotID], rel.reserveViews[h.ReserveID], scalar.NewDecimal(h.Quantity),
			h.Reason, h.Note, h.State, documents[orZero(h.DocumentID)], h.PlacedBy, h.ClosedBy, scalar.NewDateTime(h.CreatedAt), h.ClosedNote, scalar.NewDateTimePointer(h.ClosedAt)}
	}, err
}

// Holds lists quality holds.
func (r *Resolver) Holds(ctx context.Context, args struct {
	SiteID, ItemID *graphql.ID
	LiveOnly       *bool
	pageArgs
}) (*connection[*qualityHoldView], error) {
	f := inventory.HoldFilter{LiveOnly: orZero(args.LiveOnly)}
	var err error
	if f.SiteID, err = optionalID(args.SiteID, "site", "siteId"); err != nil {
		return nil, err
	}
	if f.ItemID, err = optionalID(args.ItemID, "item", "itemId"); err != nil {
		return nil, err
	}
	return connect(ctx, "holds", args.pageArgs, r.Inventory.ListHolds(f), r.viewHolds)
}

type qualityHoldPayload struct {
	Hold       *qualityHoldView
	Warnings   []*warningView
	Replayed   bool
	UserErrors []*userError
}

func (r *Resolver) holdAnswer(ctx context.Context, action string, answer inventory.HoldAnswer, err error) (*qualityHoldPayload, error) {
	p := &qualityHoldPayload{Warnings: viewWarnings(answer.Warnings), Replayed: answer.Replayed}
	if p.UserErrors, err = r.refused(ctx, action, err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	rows, err := r.Inventory.ListHolds(inventory.HoldFilter{IDs: []int64{answer.HoldID}}).First(ctx, 1)
	if err != nil || len(rows) == 0 {
		return p, err
	}
	view, err := r.viewHolds(ctx, rows)
	p.Hold = view(rows[0])
	return p, err
}

// HoldGoods puts goods on hold.
func (r *Resolver) HoldGoods(ctx context.Context, args struct {
	Input struct {
		RequestKey, Reason string
		SiteID             graphql.ID
		Note               *string
		Goods              stockLineInput
	}
}) (*qualityHoldPayload, error) {
	in := args.Input
	q := inventory.QualityHold{RequestKey: in.RequestKey, Reason: in.Reason, Note: orZero(in.Note)}
	var answer inventory.HoldAnswer
	var err error
	if q.SiteID, err = rowID(in.SiteID, "site", "siteId"); err == nil {
		q.Line, err = in.Goods.read()
	}
	if err == nil {
		answer, err = r.Inventory.HoldGoods(ctx, q)
	}
	return r.holdAnswer(ctx, "holdGoods", answer, err)
}

// ReleaseHold releases goods on hold.
func (r *Resolver) ReleaseHold(ctx context.Context, args struct {
	Input struct {
		RequestKey, Note           string
		HoldID                     graphql.ID
		Quantity, ExpectedQuantity *scalar.Decimal
	}
}) (*qualityHoldPayload, error) {
	in := args.Input
	q := inventory.HoldRelease{RequestKey: in.RequestKey, Note: in.Note, Quantity: orZero(in.Quantity).Decimal}
	if in.ExpectedQuantity != nil {
		q.ExpectedQuantity = &in.ExpectedQuantity.Decimal
	}
	var answer inventory.HoldAnswer
	var err error
	if q.HoldID, err = rowID(in.HoldID, "qualityHold", "holdId"); err == nil {
		answer, err = r.Inventory.ReleaseHold(ctx, q)
	}
	return r.holdAnswer(ctx, "releaseHold", answer, err)
}
