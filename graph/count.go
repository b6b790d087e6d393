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
	Items, Seed        *int32
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
}

type stockCountProgressView struct {
	Lines, Uncounted, Waiting, Disputed, Counted int32
	Found                                        *stockCountFoundView
}

type stockCountFoundView struct {
	Differences, NeedApproval int32
	Surplus, Shortage         scalar.Decimal
}

type stockCountLineView struct {
	ID                            graphql.ID
	LineNo                        int32
	Item                          *itemView
	Lot                           *lotView
	Reserve                       *reserveView
	Place                         string
	Listed                        bool
	Round                         int32
	Progress                      string
	Counters                      int32
	Counted, Expected, Difference *scalar.Decimal
	CountedAt                     *scalar.DateTime
	NeedsApproval                 bool
	Outcome                       *string
	Document                      *documentView
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
	v := stockCountPlanView{Kind: string(p.Kind), Zone: unlessZero(p.Zone), CategoryCode: unlessZero(p.CategoryCode), Class: unlessZero(p.Class), Items: unlessZero(int32(p.Items))}
	if p.Kind == inventory.PlanRandom {
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
	views := make([]*stockCountView, len(rows))
	for i, c := range rows {
		views[i] = &stockCountView{globalID("stockCount", c.ID), c.Number, rel.siteViews[c.SiteID], viewPlan(c.Detail), c.Blind, int32(c.Counters), string(c.State), c.Note, c.Reason,
			c.OpenedBy, c.ClosedBy, scalar.NewDateTime(c.OpenedAt), scalar.NewDateTimePointer(c.ClosedAt), r, c.ID}
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
	f, err := v.r.Inventory.CountFiguresOf(ctx, v.countID)
	if err != nil {
		return nil, err
	}
	p := &stockCountProgressView{int32(f.Lines), int32(f.Uncounted), int32(f.Waiting), int32(f.Disputed), int32(f.Counted), nil}
	if f.Found != nil {
		p.Found = &stockCountFoundView{int32(f.Found.Differences), int32(f.Found.NeedApproval), scalar.NewDecimal(f.Found.Surplus), scalar.NewDecimal(f.Found.Shortage)}
	}
	return p, nil
}

// Lines lists the lines of the stocktake.
func (v *stockCountView) Lines(ctx context.Context, args pageArgs) (*connection[*stockCountLineView], error) {
	p, err := readPage[int]("stockCountLines", args)
	if err != nil {
		return nil, err
	}
	rows, err := v.r.Inventory.CountLines(ctx, v.countID, p.limit(), p.key())
	if err != nil {
		return nil, err
	}
	rows, more := cut(p, rows)
	rel := v.r.relations()
	var documentIDs []int64
	for _, l := range rows {
		rel.lots[l.LotID], rel.reserves[l.ReserveID] = true, true
		if l.DocumentID != nil {
			documentIDs = append(documentIDs, *l.DocumentID)
		}
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	documents := map[int64]*documentView{}
	if len(documentIDs) > 0 {
		if documents, err = v.r.documentViews(ctx, documentIDs); err != nil {
			return nil, err
		}
	}
	return connect(p, rows, more, func(l inventory.CountLine) int { return l.LineNo }, func(l inventory.CountLine) *stockCountLineView {
		return &stockCountLineView{globalID("stockCountLine", l.ID), int32(l.LineNo), rel.itemViews[l.ItemID], rel.lotViews[l.LotID], rel.reserveViews[l.ReserveID], l.Place, l.Listed, int32(l.Round),
			string(l.Progress), int32(len(l.Counters)), scalar.NewDecimalPointer(l.Counted), scalar.NewDecimalPointer(l.Expected), scalar.NewDecimalPointer(l.Difference),
			scalar.NewDateTimePointer(l.CountedAt), l.NeedsApproval, unlessZero(string(l.Outcome)), documents[orZero(l.DocumentID)]}
	}), nil
}

// StockCounts lists stocktakes.
func (r *Resolver) StockCounts(ctx context.Context, args struct {
	SiteID *graphql.ID
	State  *string
	pageArgs
}) (*connection[*stockCountView], error) {
	p, err := readPage[int64]("stockCounts", args.pageArgs)
	if err != nil {
		return nil, err
	}
	site, err := optionalID(args.SiteID, "site", "siteId")
	if err != nil {
		return nil, err
	}
	rows, err := r.Inventory.ListCounts(ctx, site, inventory.CountState(orZero(args.State)), p.limit(), p.key())
	if err != nil {
		return nil, err
	}
	rows, more := cut(p, rows)
	views, err := r.viewCounts(ctx, rows)
	if err != nil {
		return nil, err
	}
	byID := map[int64]*stockCountView{}
	for _, v := range views {
		byID[v.countID] = v
	}
	return connect(p, rows, more, func(c inventory.CountRow) int64 { return c.ID }, func(c inventory.CountRow) *stockCountView { return byID[c.ID] }), nil
}

type lastCountedView struct {
	Lot       *lotView
	Reserve   *reserveView
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
	rel := r.relations()
	for _, l := range rows {
		rel.lots[l.LotID], rel.reserves[l.ReserveID] = true, true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	views := make([]lastCountedView, len(rows))
	for i, l := range rows {
		views[i] = lastCountedView{rel.lotViews[l.LotID], rel.reserveViews[l.ReserveID], scalar.NewDateTimePointer(l.CountedAt), l.Count}
	}
	return views, nil
}
