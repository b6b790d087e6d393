package graph

import (
	"context"

	"changping/internal/fault"
	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type categoryView struct{ Code, NameZh, NameEn string }

type itemView struct {
	ID                            graphql.ID
	Code, NameZh, NameEn          string
	Category                      *categoryView
	SubcategoryZh, SubcategoryEn  string
	UnitZh, UnitEn                string
	Scale                         int32
	Spec                          string
	PackSize                      scalar.Decimal
	PackageNameZh, PackPolicy     string
	WeightKg, VolumeM3            string
	ShelfLifeDays                 *int32
	StorageCondition, HazardClass string
	ColdChain, LivelihoodGood     bool
	Tracking, NormSource          string
}

func newItemView(i inventory.Item, c *categoryView) *itemView {
	v := &itemView{globalID("item", i.ID), i.Code, i.NameZh, i.NameEn, c, i.SubcategoryZh, i.SubcategoryEn, i.UnitZh, i.UnitEn, int32(i.Scale), i.Spec, scalar.NewDecimal(i.PackSize),
		i.PackageNameZh, i.PackPolicy, i.WeightKg.String(), i.VolumeM3.String(), nil, i.StorageCondition, i.HazardClass, i.ColdChain, i.LivelihoodGood, i.Tracking, i.NormSource}
	if i.ShelfLifeDays != nil {
		n := int32(*i.ShelfLifeDays)
		v.ShelfLifeDays = &n
	}
	return v
}

// Items lists the catalogue.
func (r *Resolver) Items(ctx context.Context, args struct {
	Search, CategoryCode *string
	pageArgs
}) (*connection[*itemView], error) {
	return connect(ctx, "items", args.pageArgs, r.Inventory.ListItems(orZero(args.Search), orZero(args.CategoryCode)), func(ctx context.Context, _ []inventory.Item) (func(inventory.Item) *itemView, error) {
		categories, err := r.categoriesByCode(ctx)
		return func(i inventory.Item) *itemView { return newItemView(i, categories[i.CategoryCode]) }, err
	})
}

// ItemByCode finds an item.
func (r *Resolver) ItemByCode(ctx context.Context, args struct{ Code string }) (*itemView, error) {
	i, err := r.Inventory.ItemByCode(ctx, args.Code)
	if f := fault.As(err); f != nil && f.Kind == fault.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	categories, err := r.categoriesByCode(ctx)
	return newItemView(i, categories[i.CategoryCode]), err
}

// Categories lists the six categories.
func (r *Resolver) Categories(ctx context.Context) ([]*categoryView, error) {
	all, err := r.Inventory.ListCategories(ctx)
	views := make([]*categoryView, len(all))
	for i, c := range all {
		views[i] = &categoryView{c.Code, c.NameZh, c.NameEn}
	}
	return views, err
}

func (r *Resolver) categoriesByCode(ctx context.Context) (map[string]*categoryView, error) {
	all, err := r.Categories(ctx)
	byCode := map[string]*categoryView{}
	for _, c := range all {
		byCode[c.Code] = c
	}
	return byCode, err
}
