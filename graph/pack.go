package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type packView struct {
	ID             graphql.ID
	Item           *itemView
	NameZh, NameEn string
	Factor         scalar.Decimal
	Revision       int32
}

func (r *Resolver) packViews(ctx context.Context, itemID int64) ([]*packView, error) {
	packs, err := r.Inventory.PacksOf(ctx, []int64{itemID})
	if err != nil {
		return nil, err
	}
	rel := r.relations()
	rel.items[itemID] = true
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	views := []*packView{}
	for _, p := range packs[itemID] {
		views = append(views, &packView{globalID("pack", p.ID), rel.itemViews[itemID], p.NameZh, p.NameEn, scalar.NewDecimal(p.Factor), int32(p.Revision)})
	}
	return views, nil
}

// ItemPacks lists the levels in which an item is packed.
func (r *Resolver) ItemPacks(ctx context.Context, args struct{ ItemID graphql.ID }) ([]*packView, error) {
	id, err := rowID(args.ItemID, "item", "itemId")
	if err != nil {
		return nil, err
	}
	return r.packViews(ctx, id)
}

type packPayload struct {
	Pack       *packView
	Replayed   bool
	UserErrors []*userError
}

// DefinePack makes or changes a level in which an item is packed.
func (r *Resolver) DefinePack(ctx context.Context, args struct {
	Input struct {
		RequestKey     string
		ItemID         graphql.ID
		NameZh, NameEn string
		Factor         scalar.Decimal
		Revision       *int32
	}
}) (*packPayload, error) {
	in := args.Input
	d := inventory.PackDefinition{RequestKey: in.RequestKey, NameZh: in.NameZh, NameEn: in.NameEn, Factor: in.Factor.Decimal, Revision: int(orZero(in.Revision))}
	var answer inventory.PackAnswer
	var err error
	if d.ItemID, err = rowID(in.ItemID, "item", "itemId"); err == nil {
		answer, err = r.Inventory.DefinePack(ctx, d)
	}
	p := &packPayload{Replayed: answer.Replayed}
	if p.UserErrors, err = r.refused(ctx, "definePack", err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	views, err := r.packViews(ctx, d.ItemID)
	for _, v := range views {
		if v.ID == globalID("pack", answer.PackID) {
			p.Pack = v
		}
	}
	return p, err
}
