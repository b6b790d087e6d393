package graph

import (
	"context"
	"strings"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type lotView struct {
	ID                graphql.ID
	Item              *itemView
	LotNo, SerialNo   string
	MadeOn, ExpiresOn *scalar.Date
	Origin, Quality   string
	ConditionGrade    string
}

func newLotView(l inventory.Lot, item *itemView) *lotView {
	return &lotView{globalID("lot", l.ID), item, l.LotNo, l.SerialNo, scalar.NewDatePointer(l.MadeOn), scalar.NewDatePointer(l.ExpiresOn), l.Origin, l.Quality, l.ConditionGrade}
}

type reserveView struct {
	ID                                        graphql.ID
	Owner                                     *organisationView
	Source, Tier, Custody, Programme, Purpose string
	FundingSource                             string
}

func newReserveView(r inventory.Reserve, owner *organisationView) *reserveView {
	return &reserveView{globalID("reserve", r.ID), owner, r.Source, r.Tier, r.Custody, r.Programme, r.Purpose, r.FundingSource}
}

type stockView struct {
	Site                                         *siteView
	Item                                         *itemView
	OnHand, Available, Reserved, OnHold, Expired scalar.Decimal
	NextExpiry                                   *scalar.Date
}

// Stock lists stock by site and item.
func (r *Resolver) Stock(ctx context.Context, args struct {
	SiteID, ItemID, TownID *graphql.ID
	CategoryCode, Search   *string
	pageArgs
}) (*connection[*stockView], error) {
	f := inventory.StockFilter{CategoryCode: orZero(args.CategoryCode), Search: orZero(args.Search)}
	var err error
	if f.SiteID, err = optionalID(args.SiteID, "site", "siteId"); err != nil {
		return nil, err
	}
	if f.ItemID, err = optionalID(args.ItemID, "item", "itemId"); err != nil {
		return nil, err
	}
	if f.TownID, err = optionalID(args.TownID, "organisation", "townId"); err != nil {
		return nil, err
	}
	return connect(ctx, "stock", args.pageArgs, r.Inventory.StockList(f), related(r, func(rel *relations, s inventory.StockRow) {
		rel.sites[s.SiteID], rel.items[s.ItemID] = true, true
	}, func(rel *relations, s inventory.StockRow) *stockView {
		return &stockView{rel.siteViews[s.SiteID], rel.itemViews[s.ItemID], scalar.NewDecimal(s.OnHand), scalar.NewDecimal(s.Available), scalar.NewDecimal(s.Reserved),
			scalar.NewDecimal(s.OnHold), scalar.NewDecimal(s.Expired), scalar.NewDatePointer(s.NextExpiry)}
	}))
}

type balanceView struct {
	Site                                         *siteView
	Item                                         *itemView
	Lot                                          *lotView
	Reserve                                      *reserveView
	OnHand, Available, Reserved, OnHold, Expired scalar.Decimal
}

// Balances lists stock by lot.
func (r *Resolver) Balances(ctx context.Context, args struct {
	SiteID, ItemID, OwnerID *graphql.ID
	LotNo, Custody          *string
	LockedOnly              *bool
	ExpiringWithinDays      *int32
	pageArgs
}) (*connection[*balanceView], error) {
	f := inventory.StockFilter{LotNo: strings.TrimSpace(orZero(args.LotNo)), Custody: orZero(args.Custody), LockedOnly: orZero(args.LockedOnly)}
	var err error
	if f.OwnerID, err = optionalID(args.OwnerID, "organisation", "ownerId"); err != nil {
		return nil, err
	}
	if f.SiteID, err = optionalID(args.SiteID, "site", "siteId"); err != nil {
		return nil, err
	}
	if f.ItemID, err = optionalID(args.ItemID, "item", "itemId"); err != nil {
		return nil, err
	}
	if args.ExpiringWithinDays != nil {
		n := int(*args.ExpiringWithinDays)
		f.ExpiringWithinDays = &n
	}
	return connect(ctx, "balances", args.pageArgs, r.Inventory.BalanceList(f), related(r, func(rel *relations, b inventory.BalanceRow) {
		rel.sites[b.SiteID], rel.lots[b.LotID], rel.reserves[b.ReserveID] = true, true, true
	}, func(rel *relations, b inventory.BalanceRow) *balanceView {
		return &balanceView{rel.siteViews[b.SiteID], rel.itemViews[b.ItemID], rel.lotViews[b.LotID], rel.reserveViews[b.ReserveID], scalar.NewDecimal(b.OnHand), scalar.NewDecimal(b.Available),
			scalar.NewDecimal(b.Reserved), scalar.NewDecimal(b.OnHold), scalar.NewDecimal(b.Expired)}
	}))
}
