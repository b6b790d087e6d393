package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type stockCountPlanView struct {
	Kind               string
	Zone, CategoryCode *string
	Class              *string
	Items, Bins, Seed  *int32
}

type stockCountView struct {
	ID                 graphql.ID
	Number             string
	Site               *siteView
	Plan               stockCountPlanView
	Blind              bool
	Counters           int32
	State              string
	Note, Reason       string
	OpenedBy, ClosedBy *string
	OpenedAt           scalar.DateTime
	ClosedAt           *scalar.DateTime
	r                  *Resolver
	countID            int64
	figures            *below[inventory.CountFigures] // of all stocktakes of a list
}

type stockCountProgressView struct {
	Lines, Uncounted, Waiting, Disputed, Counted int32
	Found                                        *stockCountFoundView
}

type stockCountFoundView struct {
	Differences, NeedApproval int32
	Confirmed, Adjusted       int32
	Blocked                   int32
	Surplus, Shortage         scalar.Decimal
}

type stockCountLineView struct {
	ID                            graphql.ID
	LineNo                        int32
	Item                          *itemView
	Lot                           *lotView
	Reserve                       *reserveView
	Place                         string
	Bin                           *binView
	Listed                        bool
	Round                         int32
	Progress                      string
	Counters                      int32
	Counted, Expected, Difference *scalar.Decimal
	OnHand, Value, Mine           *scalar.Decimal
	LastCountedAt                 *scalar.DateTime
	Prospect                      *string
	CountedAt                     *scalar.DateTime
	NeedsApproval                 bool
	Outcome                       *string
	Document                      *documentView
	lineID                        int64
	entries                       *below[[]inventory.CountEntryRow]
}

// unlessZero gives a pointer to a value, or nil for the zero value.
func unlessZero[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

func viewPlan(p inventory.CountPlan) stockCountPlanView {
	v := stockCountPlanView{Kind: string(p.Kind), Zone: unlessZero(p.Zone), CategoryCode: unlessZero(p.CategoryCode), Class: unlessZero(p.Class), Items: unlessZero(int32(p.Items)), Bins: unlessZero(int32(p.Bins))}
	if p.Kind == inventory.PlanRandom || p.Kind == inventory.PlanBins {
		seed := int32(p.Seed)
		v.Seed = &seed
	}
	return v
}

// viewCounts makes the views of stocktakes, in order.
func (r *Resolver) viewCounts(ctx context.Context, rows []inventory.CountRow) ([]*stockCountView, error) {
	rel := r.relations()
	for _, c := range rows {
		rel.sites[c.SiteID] = true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	ids := make([]int64, len(rows))
	for i, c := range rows {
		ids[i] = c.ID
	}
	figures := &below[inventory.CountFigures]{read: func(ctx context.Context) (map[int64]inventory.CountFigures, error) {
		return r.Inventory.CountFiguresOf(ctx, ids)
	}}
	views := make([]*stockCountView, len(rows))
	for i, c := range rows {
		views[i] = &stockCountView{globalID("stockCount", c.ID), c.Number, rel.siteViews[c.SiteID], viewPlan(c.Detail), c.Blind, int32(c.Counters), string(c.State), c.Note, c.Reason,
			c.OpenedBy, c.ClosedBy, scalar.NewDateTime(c.OpenedAt), scalar.NewDateTimePointer(c.ClosedAt), r, c.ID, figures}
	}
	return views, nil
}

func (r *Resolver) stockCount(ctx context.Context, id int64) (*stockCountView, error) {
	row, err := r.Inventory.FindCount(ctx, id)
	if err != nil {
		return nil, err
	}
	views, err := r.viewCounts(ctx, []inventory.CountRow{row})
	if err != nil {
		return nil, err
	}
	return views[0], nil
}

// Progress adds the stocktake up.
func (v *stockCountView) Progress(ctx context.Context) (*stockCountProgressView, error) {
	f, err := v.figures.of(ctx, v.countID)
	if err != nil {
		return nil, err
	}
	p := &stockCountProgressView{int32(f.Lines), int32(f.Uncounted), int32(f.Waiting), int32(f.Disputed), int32(f.Counted), nil}
	if f.Found != nil {
		p.Found = &stockCountFoundView{int32(f.Found.Differences), int32(f.Found.NeedApproval), int32(f.Found.Confirmed), int32(f.Found.Adjusted), int32(f.Found.Blocked), scalar.NewDecimal(f.Found.Surplus), scalar.NewDecimal(f.Found.Shortage)}
	}
	return p, nil
}

// Lines lists the lines of the stocktake.
func (v *stockCountView) Lines(ctx context.Context, args struct {
	Only *string
	pageArgs
}) (*connection[*stockCountLineView], error) {
	return connect(ctx, "stockCountLines", args.pageArgs, v.r.Inventory.CountLineList(v.countID, inventory.CountLineFilter(orZero(args.Only))), v.viewLines)
}

// viewLines makes the views of lines of the stocktake.
func (v *stockCountView) viewLines(ctx context.Context, rows []inventory.CountLine) (func(inventory.CountLine) *stockCountLineView, error) {
	rel := v.r.relations()
	var documentIDs []int64
	lineIDs, bins := make([]int64, len(rows)), map[int64]bool{}
	for i, l := range rows {
		lineIDs[i], bins[l.BinID] = l.ID, true
		rel.lots[l.LotID], rel.reserves[l.ReserveID] = true, true
		if l.DocumentID != nil {
			documentIDs = append(documentIDs, *l.DocumentID)
		}
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	binViews, err := v.r.binViews(ctx, keys(bins))
	if err != nil {
		return nil, err
	}
	entries := &below[[]inventory.CountEntryRow]{read: func(ctx context.Context) (map[int64][]inventory.CountEntryRow, error) {
		return v.r.Inventory.CountEntriesOf(ctx, v.countID, lineIDs)
	}}
	documents := map[int64]*documentView{}
	if len(documentIDs) > 0 {
		if documents, err = v.r.documentViews(ctx, documentIDs); err != nil {
			return nil, err
		}
	}
	return func(l inventory.CountLine) *stockCountLineView {
		return &stockCountLineView{globalID("stockCountLine", l.ID), int32(l.LineNo), rel.itemViews[l.ItemID], rel.lotViews[l.LotID], rel.reserveViews[l.ReserveID], l.Place, binViews[l.BinID], l.Listed, int32(l.Round),
			string(l.Progress), int32(len(l.Counters)), scalar.NewDecimalPointer(l.Counted), scalar.NewDecimalPointer(l.Expected), scalar.NewDecimalPointer(l.Difference),
			scalar.NewDecimalPointer(l.OnHand), scalar.NewDecimalPointer(l.Value), scalar.NewDecimalPointer(l.Mine), scalar.NewDateTimePointer(l.LastCounted), unlessZero(string(l.Prospect)),
			scalar.NewDateTimePointer(l.CountedAt), l.NeedsApproval, unlessZero(string(l.Outcome)), documents[orZero(l.DocumentID)], l.ID, entries}
	}, nil
}

type stockCountEntryView struct {
	Round     int32
	Person    string
	Quantity  scalar.Decimal
	CountedAt scalar.DateTime
}

// Entries lists what was entered for the line.
func (v *stockCountLineView) Entries(ctx context.Context) ([]stockCountEntryView, error) {
	rows, err := v.entries.of(ctx, v.lineID)
	views := make([]stockCountEntryView, len(rows))
	for i, e := range rows {
		views[i] = stockCountEntryView{int32(e.Round), e.Person, scalar.NewDecimal(e.Quantity), scalar.NewDateTime(e.CountedAt)}
	}
	return views, err
}

type stockCountScopeView struct {
	Kind, Code         string
	Items, Bins, Lines int32
	NeverCounted       int32
	OldestCountAt      *scalar.DateTime
	BeingCounted       int32
}

// StockCountScopes lists what a stocktake at a site may cover.
func (r *Resolver) StockCountScopes(ctx context.Context, args struct{ SiteID graphql.ID }) ([]stockCountScopeView, error) {
	site, err := rowID(args.SiteID, "site", "siteId")
	if err != nil {
		return nil, err
	}
	scopes, err := r.Inventory.CountScopes(ctx, site)
	views := make([]stockCountScopeView, len(scopes))
	for i, s := range scopes {
		views[i] = stockCountScopeView{string(s.Kind), s.Code, int32(s.Items), int32(s.Bins), int32(s.Lines), int32(s.NeverCounted), scalar.NewDateTimePointer(s.OldestCount), int32(s.BeingCounted)}
	}
	return views, err
}

// StockCounts lists stocktakes.
func (r *Resolver) StockCounts(ctx context.Context, args struct {
	SiteID *graphql.ID
	State  *string
	pageArgs
}) (*connection[*stockCountView], error) {
	site, err := optionalID(args.SiteID, "site", "siteId")
	if err != nil {
		return nil, err
	}
	return connect(ctx, "stockCounts", args.pageArgs, r.Inventory.CountList(inventory.CountFilter{SiteID: site, State: inventory.CountState(orZero(args.State))}),
		inOrder(r.viewCounts, func(c inventory.CountRow) int64 { return c.ID }))
}

type lastCountedView struct {
	Lot       *lotView
	Reserve   *reserveView
	Bin       *binView
	CountedAt *scalar.DateTime
	Count     *string
}

// LastCounted tells when the lots of an item at a site were last counted.
func (r *Resolver) LastCounted(ctx context.Context, args struct{ SiteID, ItemID graphql.ID }) ([]lastCountedView, error) {
	site, item, err := siteAndItem(args.SiteID, args.ItemID)
	if err != nil {
		return nil, err
	}
	rows, err := r.Inventory.LastCounted(ctx, site, item)
	if err != nil {
		return nil, err
	}
	rel, bins := r.relations(), map[int64]bool{}
	for _, l := range rows {
		rel.lots[l.LotID], rel.reserves[l.ReserveID], bins[l.BinID] = true, true, true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	binViews, err := r.binViews(ctx, keys(bins))
	if err != nil {
		return nil, err
	}
	views := make([]lastCountedView, len(rows))
	for i, l := range rows {
		views[i] = lastCountedView{rel.lotViews[l.LotID], rel.reserveViews[l.ReserveID], binViews[l.BinID], scalar.NewDateTimePointer(l.CountedAt), l.Count}
	}
	return views, nil
}
