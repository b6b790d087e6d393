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
	OrderBy                *string
	pageArgs
}) (*connection[*stockView], error) {
	p, err := readPage[inventory.StockKey](ordered("stock", args.OrderBy, string(inventory.StockByItem)), args.pageArgs)
	if err != nil {
		return nil, err
	}
	f := inventory.StockFilter{CategoryCode: orZero(args.CategoryCode), Search: orZero(args.Search), Order: inventory.StockOrder(orZero(args.OrderBy))}
	if f.SiteID, err = optionalID(args.SiteID, "site", "siteId"); err != nil {
		return nil, err
	}
	if f.ItemID, err = optionalID(args.ItemID, "item", "itemId"); err != nil {
		return nil, err
	}
	if f.TownID, err = optionalID(args.TownID, "organisation", "townId"); err != nil {
		return nil, err
	}
	rows, err := r.Inventory.ListStock(ctx, f, p.limit(), p.after)
	if err != nil {
		return nil, err
	}
	rows, more := cut(p, rows)
	rel := r.relations()
	for _, s := range rows {
		rel.sites[s.SiteID], rel.items[s.ItemID] = true, true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	c := connect(p, rows, more, func(s inventory.StockRow) inventory.StockKey {
		return inventory.StockKey{ItemCode: s.ItemCode, SiteCode: s.SiteCode}
	}, func(s inventory.StockRow) *stockView {
		return &stockView{rel.siteViews[s.SiteID], rel.itemViews[s.ItemID], scalar.NewDecimal(s.OnHand), scalar.NewDecimal(s.Available), scalar.NewDecimal(s.Reserved),
			scalar.NewDecimal(s.OnHold), scalar.NewDecimal(s.Expired), scalar.NewDatePointer(s.NextExpiry)}
	})
	c.total = func(ctx context.Context) (int, error) { return r.Inventory.CountStock(ctx, f) }
	return c, nil
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
	p, err := readPage[inventory.BalanceKey]("balances", args.pageArgs)
	if err != nil {
		return nil, err
	}
	f := inventory.StockFilter{LotNo: strings.TrimSpace(orZero(args.LotNo)), Custody: orZero(args.Custody), LockedOnly: orZero(args.LockedOnly)}
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
	rows, err := r.Inventory.ListBalances(ctx, f, p.limit(), p.after)
	if err != nil {
		return nil, err
	}
	rows, more := cut(p, rows)
	rel := r.relations()
	for _, b := range rows {
		rel.sites[b.SiteID], rel.lots[b.LotID], rel.reserves[b.ReserveID] = true, true, true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	return connect(p, rows, more, func(b inventory.BalanceRow) inventory.BalanceKey {
		return inventory.BalanceKey{SortDate: b.SortDate, LotID: b.LotID, SiteID: b.SiteID, ReserveID: b.ReserveID}
	}, func(b inventory.BalanceRow) *balanceView {
		return &balanceView{rel.siteViews[b.SiteID], rel.itemViews[b.ItemID], rel.lotViews[b.LotID], rel.reserveViews[b.ReserveID], scalar.NewDecimal(b.OnHand), scalar.NewDecimal(b.Available),
			scalar.NewDecimal(b.Reserved), scalar.NewDecimal(b.OnHold), scalar.NewDecimal(b.Expired)}
	}), nil
}
