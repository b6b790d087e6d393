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
	f := logistics.InTransitFilter{LateOnly: orZero(args.LateOnly)}
	var err error
	if f.SiteID, err = optionalID(args.SiteID, "site", "siteId"); err != nil {
		return nil, err
	}
	if f.ItemID, err = optionalID(args.ItemID, "item", "itemId"); err != nil {
		return nil, err
	}
	return connect(ctx, "inTransit", args.pageArgs, r.Logistics.ListInTransit(f), related(r, func(rel *relations, x logistics.InTransitRow) {
		rel.sites[x.FromSiteID], rel.sites[x.ToSiteID], rel.lots[x.LotID], rel.reserves[x.ReserveID] = true, true, true, true
	}, func(rel *relations, x logistics.InTransitRow) *inTransitView {
		return &inTransitView{x.Paper, globalID(paperKinds[x.Paper], x.PaperID), x.Number, int32(x.LineNo), rel.itemViews[x.ItemID], rel.lotViews[x.LotID], rel.reserveViews[x.ReserveID],
			rel.siteViews[x.FromSiteID], rel.siteViews[x.ToSiteID], scalar.NewDecimal(x.Quantity), scalar.NewDateTime(x.Since), scalar.NewDateTime(x.ExpectedAt), x.Late}
	}))
}
