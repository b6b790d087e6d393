package graph

import (
	"context"
	"maps"
	"slices"
	"sync"

	"changping/access"
	"changping/internal/gql/front"
	"changping/inventory"
)

// below is what lies below the rows of a list: read for all of them with one statement, when the first row is asked for it.
type below[V any] struct {
	once sync.Once
	read func(context.Context) (map[int64]V, error)
	byID map[int64]V
	err  error
}

func (b *below[V]) of(ctx context.Context, id int64) (V, error) {
	b.once.Do(func() { b.byID, b.err = b.read(ctx) })
	return b.byID[id], b.err
}

// relations gathers the ids that a list refers to, loads each kind that the operation selects with one statement, and hands out views. A
// list of any length costs the same number of statements.
type relations struct {
	r                                  *Resolver
	items, sites, orgs, lots, reserves map[int64]bool
	itemViews                          map[int64]*itemView
	siteViews                          map[int64]*siteView
	orgViews                           map[int64]*organisationView
	lotViews                           map[int64]*lotView
	reserveViews                       map[int64]*reserveView
}

func (r *Resolver) relations() *relations {
	return &relations{r: r, items: map[int64]bool{}, sites: map[int64]bool{}, orgs: map[int64]bool{}, lots: map[int64]bool{}, reserves: map[int64]bool{}}
}

func keys(m map[int64]bool) []int64 {
	delete(m, 0)
	return slices.Collect(maps.Keys(m))
}

// wanted are the ids of a kind of which the operation selects objects; else none.
func wanted(ctx context.Context, kind string, ids map[int64]bool) []int64 {
	if !front.Selects(ctx, kind) {
		return nil
	}
	return keys(ids)
}

// load reads all that was gathered, of the kinds that the operation selects.
func (x *relations) load(ctx context.Context) error {
	ids := inventory.RelatedIDs{Lots: wanted(ctx, "Lot", x.lots), Items: wanted(ctx, "Item", x.items), Sites: wanted(ctx, "Site", x.sites), Reserves: wanted(ctx, "Reserve", x.reserves),
		OfLots: front.Selects(ctx, "Item"), Categories: front.Selects(ctx, "Category")}
	if ids.OfLots {
		ids.Lots = keys(x.lots)
	}
	related, err := x.r.Inventory.Related(ctx, ids)
	if err != nil {
		return err
	}
	for _, s := range related.Sites {
		x.orgs[s.OrganisationID], x.orgs[s.TownID] = true, true
	}
	for _, r := range related.Reserves {
		x.orgs[r.OwnerID] = true
	}
	orgs := map[int64]access.Organisation{}
	if ids := wanted(ctx, "Organisation", x.orgs); len(ids) > 0 {
		if orgs, err = x.r.Access.OrganisationsByID(ctx, ids); err != nil {
			return err
		}
	}
	categories := map[string]*categoryView{}
	for _, c := range related.Categories {
		categories[c.Code] = &categoryView{c.Code, c.NameZh, c.NameEn}
	}
	x.orgViews, x.itemViews, x.siteViews = x.r.viewOrganisations(slices.Collect(maps.Values(orgs))), map[int64]*itemView{}, map[int64]*siteView{}
	x.lotViews, x.reserveViews = map[int64]*lotView{}, map[int64]*reserveView{}
	for id, i := range related.Items {
		x.itemViews[id] = newItemView(i, categories[i.CategoryCode])
	}
	for id, s := range related.Sites {
		x.siteViews[id] = newSiteView(s, x.orgViews[s.OrganisationID], x.orgViews[s.TownID])
	}
	for id, l := range related.Lots {
		x.lotViews[id] = newLotView(l, x.itemViews[l.ItemID])
	}
	for id, r := range related.Reserves {
		x.reserveViews[id] = newReserveView(r, x.orgViews[r.OwnerID])
	}
	return nil
}
