package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type kitView struct {
	Item     *itemView
	Contents []kitContentView
	AtSite   *kitStockView
}

type kitStockView struct {
	Possible, OnHand, Available scalar.Decimal
	NextExpiry                  *scalar.Date
}

type kitContentView struct {
	Item     *itemView
	Quantity scalar.Decimal
}

// kitViews makes the views of kits by item.
func (r *Resolver) kitViews(ctx context.Context, itemIDs []int64) (map[int64]*kitView, error) {
	contents, err := r.Inventory.KitContents(ctx, itemIDs)
	if err != nil {
		return nil, err
	}
	rel := r.relations()
	for _, id := range itemIDs {
		rel.items[id] = true
		for _, c := range contents[id] {
			rel.items[c.ItemID] = true
		}
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	views := map[int64]*kitView{}
	for _, id := range itemIDs {
		views[id] = &kitView{Item: rel.itemViews[id], Contents: []kitContentView{}}
		for _, c := range contents[id] {
			views[id].Contents = append(views[id].Contents, kitContentView{rel.itemViews[c.ItemID], scalar.NewDecimal(c.Quantity)})
		}
	}
	return views, nil
}

// Kits lists the items that are kits.
func (r *Resolver) Kits(ctx context.Context, args struct {
	SiteID, ItemID *graphql.ID
	pageArgs
}) (*connection[*kitView], error) {
	siteID, err := optionalID(args.SiteID, "site", "siteId")
	if err != nil {
		return nil, err
	}
	itemID, err := optionalID(args.ItemID, "item", "itemId")
	if err != nil {
		return nil, err
	}
	return connect(ctx, "kits", args.pageArgs, r.Inventory.ListKits(itemID), byID(func(ctx context.Context, rows []inventory.Item) (map[int64]*kitView, error) {
		ids := make([]int64, len(rows))
		for i, item := range rows {
			ids[i] = item.ID
		}
		views, err := r.kitViews(ctx, ids)
		if err != nil || siteID == 0 {
			return views, err
		}
		stock, err := r.Inventory.KitsAtSite(ctx, siteID, ids)
		for id, view := range views {
			s := stock[id]
			view.AtSite = &kitStockView{scalar.NewDecimal(s.Possible), scalar.NewDecimal(s.OnHand), scalar.NewDecimal(s.Available), scalar.NewDatePointer(s.NextExpiry)}
		}
		return views, err
	}, func(i inventory.Item) int64 { return i.ID }))
}

type kitPlanView struct {
	Possible  scalar.Decimal
	ExpiresOn *scalar.Date
	Lines     []kitPlanLineView
}

type kitPlanLineView struct {
	Item                         *itemView
	Needed, Available, Entrusted scalar.Decimal
	Picks                        []kitPickView
}

type kitPickView struct {
	Lot      *lotView
	Quantity scalar.Decimal
}

// KitPlan tells what assembling kits would take.
func (r *Resolver) KitPlan(ctx context.Context, args struct {
	SiteID, KitItemID graphql.ID
	Kits              scalar.Decimal
	ReserveID         *graphql.ID
}) (*kitPlanView, error) {
	siteID, err := rowID(args.SiteID, "site", "siteId")
	if err != nil {
		return nil, err
	}
	kit, err := rowID(args.KitItemID, "item", "kitItemId")
	if err != nil {
		return nil, err
	}
	reserve, err := optionalID(args.ReserveID, "reserve", "reserveId")
	if err != nil {
		return nil, err
	}
	plan, err := r.Inventory.PlanKits(ctx, siteID, kit, reserve, args.Kits.Decimal)
	if err != nil {
		return nil, err
	}
	rel := r.relations()
	for _, l := range plan.Lines {
		rel.items[l.ItemID] = true
		for _, k := range l.Picks {
			rel.lots[k.LotID] = true
		}
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	view := &kitPlanView{scalar.NewDecimal(plan.Possible), scalar.NewDatePointer(plan.ExpiresOn), make([]kitPlanLineView, len(plan.Lines))}
	for i, l := range plan.Lines {
		view.Lines[i] = kitPlanLineView{rel.itemViews[l.ItemID], scalar.NewDecimal(l.Needed), scalar.NewDecimal(l.Available), scalar.NewDecimal(l.Entrusted), make([]kitPickView, len(l.Picks))}
		for j, k := range l.Picks {
			view.Lines[i].Picks[j] = kitPickView{rel.lotViews[k.LotID], scalar.NewDecimal(k.Quantity)}
		}
	}
	return view, nil
}

type kitPartView struct {
	Item               *itemView
	Lot                *lotView
	Reserve            *reserveView
	Quantity, Unpacked scalar.Decimal
	Kits               scalar.Decimal
}

// KitParts lists what went into a lot of kits.
func (r *Resolver) KitParts(ctx context.Context, args struct{ LotID graphql.ID }) ([]kitPartView, error) {
	id, err := rowID(args.LotID, "lot", "lotId")
	if err != nil {
		return nil, err
	}
	parts, err := r.Inventory.KitParts(ctx, id)
	if err != nil {
		return nil, err
	}
	rel := r.relations()
	for _, p := range parts {
		rel.lots[p.LotID], rel.reserves[p.ReserveID] = true, true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	views := make([]kitPartView, len(parts))
	for i, p := range parts {
		views[i] = kitPartView{rel.itemViews[p.ItemID], rel.lotViews[p.LotID], rel.reserveViews[p.ReserveID], scalar.NewDecimal(p.Quantity), scalar.NewDecimal(p.Unpacked), scalar.NewDecimal(p.Kits)}
	}
	return views, nil
}

type kitPayload struct {
	Kit        *kitView
	Replayed   bool
	UserErrors []*userError
}

// DefineKit says what a kit holds.
func (r *Resolver) DefineKit(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		KitItemID  graphql.ID
		Contents   []struct {
			ItemID   graphql.ID
			Quantity scalar.Decimal
		}
	}
}) (*kitPayload, error) {
	in := args.Input
	k := inventory.KitDefinition{RequestKey: in.RequestKey}
	read := func() (err error) {
		if k.KitItemID, err = rowID(in.KitItemID, "item", "kitItemId"); err != nil {
			return err
		}
		for i, c := range in.Contents {
			id, err := rowID(c.ItemID, "item", "itemId")
			if err != nil {
				return under("contents", i, err)
			}
			k.Contents = append(k.Contents, inventory.KitContent{ItemID: id, Quantity: c.Quantity.Decimal})
		}
		return nil
	}
	var answer inventory.KitAnswer
	err := read()
	if err == nil {
		answer, err = r.Inventory.DefineKit(ctx, k)
	}
	p := &kitPayload{Replayed: answer.Replayed}
	if p.UserErrors, err = r.refused(ctx, "defineKit", err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	views, err := r.kitViews(ctx, []int64{answer.KitItemID})
	p.Kit = views[answer.KitItemID]
	return p, err
}

// AssembleKits assembles kits.
func (r *Resolver) AssembleKits(ctx context.Context, args struct {
	Input struct {
		RequestKey        string
		SiteID, KitItemID graphql.ID
		Kits              scalar.Decimal
		LotNo             string
		ReserveID, BinID  *graphql.ID
		Note              *string
	}
}) (*documentPayload, error) {
	in := args.Input
	a := inventory.Assembly{RequestKey: in.RequestKey, Kits: in.Kits.Decimal, LotNo: in.LotNo, Note: orZero(in.Note)}
	var posted inventory.Posted
	var err error
	if a.SiteID, err = rowID(in.SiteID, "site", "siteId"); err == nil {
		a.KitItemID, err = rowID(in.KitItemID, "item", "kitItemId")
	}
	if err == nil {
		a.ReserveID, err = optionalID(in.ReserveID, "reserve", "reserveId")
	}
	if err == nil {
		a.BinID, err = optionalID(in.BinID, "bin", "binId")
	}
	if err == nil {
		posted, err = r.Inventory.AssembleKits(ctx, a)
	}
	return r.documentAnswer(ctx, "assembleKits", posted, err)
}

// BreakUpKits breaks kits up.
func (r *Resolver) BreakUpKits(ctx context.Context, args struct {
	Input struct {
		RequestKey       string
		SiteID, LotID    graphql.ID
		ReserveID, BinID *graphql.ID
		Kits             scalar.Decimal
		Missing          *[]struct {
			ItemID   graphql.ID
			Quantity scalar.Decimal
		}
		Reason, Note *string
	}
}) (*documentPayload, error) {
	in := args.Input
	u := inventory.BreakUp{RequestKey: in.RequestKey, Kits: in.Kits.Decimal, Reason: orZero(in.Reason), Note: orZero(in.Note)}
	read := func() (err error) {
		if u.SiteID, err = rowID(in.SiteID, "site", "siteId"); err != nil {
			return err
		}
		if u.LotID, err = rowID(in.LotID, "lot", "lotId"); err != nil {
			return err
		}
		if u.ReserveID, err = optionalID(in.ReserveID, "reserve", "reserveId"); err != nil {
			return err
		}
		for i, m := range orZero(in.Missing) {
			id, err := rowID(m.ItemID, "item", "itemId")
			if err != nil {
				return under("missing", i, err)
			}
			u.Missing = append(u.Missing, inventory.KitMissing{ItemID: id, Quantity: m.Quantity.Decimal})
		}
		u.BinID, err = optionalID(in.BinID, "bin", "binId")
		return err
	}
	var posted inventory.Posted
	err := read()
	if err == nil {
		posted, err = r.Inventory.BreakUpKits(ctx, u)
	}
	return r.documentAnswer(ctx, "breakUpKits", posted, err)
}
