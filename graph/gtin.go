package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type gtinPayload struct {
	Item       *itemView
	Replayed   bool
	UserErrors []*userError
}

// LinkGtin links a trade item number to an item.
func (r *Resolver) LinkGtin(ctx context.Context, args struct {
	Input struct {
		RequestKey, GTIN, LevelName string
		ItemID                      graphql.ID
		Factor                      scalar.Decimal
	}
}) (*gtinPayload, error) {
	in := args.Input
	link := inventory.GTINLink{RequestKey: in.RequestKey, GTIN: in.GTIN, LevelName: in.LevelName, Factor: in.Factor.Decimal}
	p := &gtinPayload{}
	var err error
	if link.ItemID, err = rowID(in.ItemID, "item", "itemId"); err == nil {
		_, p.Replayed, err = r.Inventory.LinkGTIN(ctx, link)
	}
	if p.UserErrors, err = r.refused(ctx, "linkGtin", err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	rel := r.relations()
	rel.items[link.ItemID] = true
	err = rel.load(ctx)
	p.Item = rel.itemViews[link.ItemID]
	return p, err
}

// UnlinkGtin takes a trade item number from its item.
func (r *Resolver) UnlinkGtin(ctx context.Context, args struct {
	Input struct{ RequestKey, GTIN string }
}) (*gtinPayload, error) {
	p := &gtinPayload{}
	itemID, replayed, err := r.Inventory.UnlinkGTIN(ctx, inventory.GTINUnlink{RequestKey: args.Input.RequestKey, GTIN: args.Input.GTIN})
	p.Replayed = replayed
	if p.UserErrors, err = r.refused(ctx, "unlinkGtin", err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	rel := r.relations()
	rel.items[itemID] = true
	err = rel.load(ctx)
	p.Item = rel.itemViews[itemID]
	return p, err
}

type gtinView struct {
	GTIN      string
	Item      *itemView
	Factor    scalar.Decimal
	LevelName string
}

// Gtins lists the linked trade item numbers.
func (r *Resolver) Gtins(ctx context.Context, args struct {
	ItemID *graphql.ID
	pageArgs
}) (*connection[*gtinView], error) {
	item, err := optionalID(args.ItemID, "item", "itemId")
	if err != nil {
		return nil, err
	}
	return connect(ctx, "gtins", args.pageArgs, r.Inventory.ListGTINs(item), related(r, func(rel *relations, g inventory.GTIN) {
		rel.items[g.ItemID] = true
	}, func(rel *relations, g inventory.GTIN) *gtinView {
		return &gtinView{g.GTIN, rel.itemViews[g.ItemID], scalar.NewDecimal(g.Factor), g.LevelName}
	}))
}
