package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/logistics"

	"github.com/graph-gophers/graphql-go"
)

type inTransitView struct {
	Paper             string
	PaperID           graphql.ID
	Number            string
	LineNo            int32
	Item              *itemView
	Lot               *lotView
	Reserve           *reserveView
	FromSite, ToSite  *siteView
	Quantity          scalar.Decimal
	Since, ExpectedAt scalar.DateTime
	Late              bool
}

var paperKinds = map[string]string{"TRANSFER": "document", "WAYBILL": "waybill"}

// InTransit lists goods in transit.
func (r *Resolver) InTransit(ctx context.Context, args struct {
	SiteID, ItemID *graphql.ID
	LateOnly       *bool
	pageArgs
}) (*connection[*inTransitView], error) {
	p, err := readPage[logistics.InTransitKey]("inTransit", args.pageArgs)
	if err != nil {
		return nil, err
	}
	f := logistics.InTransitFilter{LateOnly: orZero(args.LateOnly)}
	if f.SiteID, err = optionalID(args.SiteID, "site", "siteId"); err != nil {
		return nil, err
	}
	if f.ItemID, err = optionalID(args.ItemID, "item", "itemId"); err != nil {
		return nil, err
	}
	rows, err := r.Logistics.ListInTransit(ctx, f, p.limit(), p.after)
	if err != nil {
		return nil, err
	}
	rows, more := cut(p, rows)
	rel := r.relations()
	for _, x := range rows {
		rel.sites[x.FromSiteID], rel.sites[x.ToSiteID], rel.lots[x.LotID], rel.reserves[x.ReserveID] = true, true, true, true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	return connect(p, rows, more, func(x logistics.InTransitRow) logistics.InTransitKey {
		return logistics.InTransitKey{Since: x.Since, Paper: x.Paper, LineID: x.LineID}
	}, func(x logistics.InTransitRow) *inTransitView {
		return &inTransitView{x.Paper, globalID(paperKinds[x.Paper], x.PaperID), x.Number, int32(x.LineNo), rel.itemViews[x.ItemID], rel.lotViews[x.LotID], rel.reserveViews[x.ReserveID],
			rel.siteViews[x.FromSiteID], rel.siteViews[x.ToSiteID], scalar.NewDecimal(x.Quantity), scalar.NewDateTime(x.Since), scalar.NewDateTime(x.ExpectedAt), x.Late}
	}), nil
}
