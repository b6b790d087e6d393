package inventory

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"changping/access"
	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
)

// CountScope is something that a stocktake at a site may cover, and when that was last counted.
type CountScope struct {
	Kind               CountPlanKind // FULL, ZONE, CATEGORY, ABC, or RANDOM_BINS for all bins in which something lies
	Code               string        // the zone, the code of the category, the class
	Items, Bins, Lines int
	NeverCounted       int        // lines
	OldestCount        *time.Time // of those that were counted; nil: none was
	BeingCounted       int        // lines that are in an open stocktake: they cannot be in another
}

// shelfRow is a lot of a reserve as it lies at a place of a site.
type shelfRow struct {
	shelfItem
	binID        int64
	zone         string
	lastCounted  *time.Time
	beingCounted bool
}

const shelfRows = `select i.id, i.code, c.code, case p.kind when 'BIN' then p.id else 0 end, coalesce(bin.zone, ''),
	(select max(l.counted_at) from count_line l where l.lot_id = b.lot_id and l.place_id = b.place_id and l.reserve_id = b.reserve_id and l.outcome in ('CONFIRMED','ADJUSTED')),
	exists (select 1 from count_line l where l.lot_id = b.lot_id and l.place_id = b.place_id and l.reserve_id = b.reserve_id and l.outcome is null)
	from place p join balance b on b.place_id = p.id and b.in_stock join item i on i.id = b.item_id join category c on c.id = i.category_id left join bin on bin.place_id = p.id
	where p.site_id = $1`

// CountScopes lists what a stocktake at a site may cover, as goods lie there now. Who may open one there.
func (inv *Inventory) CountScopes(ctx context.Context, siteID int64) ([]CountScope, error) {
	_, scope, err := access.Require(ctx, "count.write")
	if err != nil {
		return nil, err
	}
	if !scope.CoversSite(siteID) {
		return nil, fault.Absent("site", fmt.Sprint(siteID)).At("siteId")
	}
	items, err := readShelfItems(ctx, inv.Pool, siteID)
	if err != nil {
		return nil, err
	}
	rows, err := inv.Pool.Query(ctx, shelfRows, siteID)
	if err != nil {
		return nil, err
	}
	shelf, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (s shelfRow, err error) {
		return s, row.Scan(&s.itemID, &s.code, &s.category, &s.binID, &s.zone, &s.lastCounted, &s.beingCounted)
	})
	return scopesOf(shelf, classify(items)), err
}

// scopesOf adds up what plans would cover: the whole site first, then zones, categories, classes, and all bins; those that cover nothing
// are left out, but for the whole site. Pure.
func scopesOf(shelf []shelfRow, classes map[int64]string) []CountScope {
	type key struct {
		kind CountPlanKind
		code string
	}
	type sums struct {
		CountScope
		items, bins map[int64]bool
	}
	all := map[key]*sums{}
	of := func(k key) *sums {
		if all[k] == nil {
			all[k] = &sums{CountScope: CountScope{Kind: k.kind, Code: k.code}, items: map[int64]bool{}, bins: map[int64]bool{}}
		}
		return all[k]
	}
	of(key{PlanFull, ""})
	for _, row := range shelf {
		within := []key{{PlanFull, ""}, {PlanCategory, row.category}, {PlanABC, classes[row.itemID]}}
		if row.zone != "" {
			within = append(within, key{PlanZone, row.zone})
		}
		if row.binID != 0 {
			within = append(within, key{PlanBins, ""})
		}
		for _, k := range within {
			s := of(k)
			s.Lines++
			s.items[row.itemID] = true
			if row.binID != 0 {
				s.bins[row.binID] = true
			}
			if row.lastCounted == nil {
				s.NeverCounted++
			} else if s.OldestCount == nil || row.lastCounted.Before(*s.OldestCount) {
				s.OldestCount = row.lastCounted
			}
			if row.beingCounted {
				s.BeingCounted++
			}
		}
	}
	scopes := make([]CountScope, 0, len(all))
	for _, s := range all {
		s.Items, s.Bins = len(s.items), len(s.bins)
		scopes = append(scopes, s.CountScope)
	}
	order := []CountPlanKind{PlanFull, PlanZone, PlanCategory, PlanABC, PlanBins}
	slices.SortFunc(scopes, func(a, b CountScope) int {
		return cmp.Or(slices.Index(order, a.Kind)-slices.Index(order, b.Kind), cmp.Compare(a.Code, b.Code))
	})
	return scopes
}

// readShelfItems reads the items of which something lies at a site.
func readShelfItems(ctx context.Context, q querier, siteID int64) ([]shelfItem, error) {
	rows, err := q.Query(ctx, shelfItems, siteID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (i shelfItem, err error) {
		return i, row.Scan(&i.itemID, &i.code, &i.category, &i.issued)
	})
}
