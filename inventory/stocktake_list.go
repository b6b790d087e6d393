package inventory

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"changping/access"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// CountFilter narrows a list of stocktakes; zero values: all.
type CountFilter struct {
	SiteID int64
	State  CountState
}

var stockCountFilters = []postgres.Field{
	postgres.ByID("id", "stockCount", "c.id"), postgres.ByText("number", "c.number"), postgres.ByID("siteId", "site", "c.site_id"), postgres.ByChoice("plan", "c.plan"),
	postgres.ByFlag("blind", "c.blind"), postgres.ByChoice("state", "c.state"), postgres.ByText("note", "c.note"), postgres.ByText("openedBy", "o.name"),
	postgres.ByInstant("openedAt", "c.opened_at"), postgres.ByInstant("closedAt", "c.closed_at"),
}

// CountList gives stocktakes of the sites in scope, newest first, in the words of FindCounts.
func (inv *Inventory) CountList(f CountFilter) *postgres.List[CountRow] {
	return &postgres.List[CountRow]{Fields: stockCountFilters, Pool: inv.Pool, Orders: []postgres.Order{postgres.Newest("c.id"), postgres.Oldest("c.id")}, Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
		_, scope, err := access.Require(ctx, "count.read")
		return postgres.Listing{Columns: countColumns, From: countTables + ` where ($1 or c.site_id = any($2)) and ($3 = 0 or c.site_id = $3) and ($4 = '' or c.state = $4)`,
			Args: []any{scope.District, scope.SiteIDs, f.SiteID, f.State}}, err
	}}
}

var stockCountLineFilters = []postgres.Field{
	postgres.ByID("id", "stockCountLine", "l.id"), postgres.ByWhole("lineNo", "l.line_no"), postgres.ByID("itemId", "item", "l.item_id"),
	postgres.ByID("lotId", "lot", "l.lot_id"), postgres.ByID("reserveId", "reserve", "l.reserve_id"), postgres.ByFlag("listed", "l.listed"),
	postgres.ByWhole("round", "l.round"),
}

// CountLineList gives the lines of a stocktake as CountLines does: in order of the list, or those that differ most in value first. By
// value, or where they are chosen, a stocktake is read as a whole: what its lines have come to shows when they are judged. Lines of which
// nothing may be told come last.
func (inv *Inventory) CountLineList(countID int64, filter CountLineFilter) *postgres.List[CountLine] {
	line := postgres.Key{SQL: "line_no", Type: "integer"}
	return &postgres.List[CountLine]{Fields: stockCountLineFilters, Orders: []postgres.Order{{Name: "LINE", By: []postgres.Key{line}}, {Name: "VALUE", By: []postgres.Key{{SQL: "value", Type: "numeric"}, line}}},
		Read: func(ctx context.Context, p postgres.Page) (page postgres.Rows[CountLine], err error) {
			var after linePlace
			if p.After != nil {
				if after, err = placeAfter(p); err != nil {
					return page, err
				}
			}
			if p.Order.Name == "LINE" && filter == "" && p.Where == nil {
				page.All, err = inv.CountLines(ctx, countID, "", p.Limit, after.lineNo)
			} else {
				page.All, err = inv.chosenCountLines(ctx, countID, filter, p, after)
			}
			for _, l := range page.All {
				key := []string{valueOf(l).String(), strconv.Itoa(l.LineNo)}
				page.Keys = append(page.Keys, key[len(key)-len(p.Order.By):])
			}
			return page, err
		}}
}

// linePlace is where a line stands in an order.
type linePlace struct {
	value  decimal.Decimal // zero in order of the list
	lineNo int
}

func placeAfter(p postgres.Page) (at linePlace, err error) {
	if at.lineNo, err = strconv.Atoi(p.After[len(p.After)-1]); err == nil && len(p.After) > 1 {
		at.value, err = decimal.NewFromString(p.After[0])
	}
	return at, err
}

func (a linePlace) compare(b linePlace) int {
	return cmp.Or(b.value.Cmp(a.value), cmp.Compare(a.lineNo, b.lineNo))
}

// valueOf is by how much money a line differs, either way. What nobody can value counts as more than anything, as where approval is asked for.
func valueOf(l CountLine) decimal.Decimal {
	switch {
	case l.Value != nil:
		return l.Value.Abs()
	case l.Difference != nil && !l.Difference.IsZero():
		return decimal.New(1, 18)
	}
	return decimal.Zero
}

func (inv *Inventory) chosenCountLines(ctx context.Context, countID int64, filter CountLineFilter, p postgres.Page, after linePlace) ([]CountLine, error) {
	all, err := inv.CountLines(ctx, countID, "", postgres.CountedMost, 0)
	if err != nil {
		return nil, err
	}
	met := map[int]bool{}
	if p.Where != nil {
		sql, args := postgres.Narrowed(`select l.line_no from count_line l where l.count_id = $1`, []any{countID}, p.Where)
		found, err := collectAsAsked(ctx, inv.Pool, pgx.RowTo[int], sql, args...)
		if err != nil {
			return nil, err
		}
		for _, lineNo := range found {
			met[lineNo] = true
		}
	}
	place := func(l CountLine) linePlace {
		if p.Order.Name == "LINE" {
			return linePlace{lineNo: l.LineNo}
		}
		return linePlace{valueOf(l), l.LineNo}
	}
	all = slices.DeleteFunc(all, func(l CountLine) bool {
		return !filter.holds(l) || p.Where != nil && !met[l.LineNo] || p.After != nil && place(l).compare(after) <= 0
	})
	slices.SortFunc(all, func(a, b CountLine) int { return place(a).compare(place(b)) })
	return all[:min(p.Limit, len(all))], nil
}
