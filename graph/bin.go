package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
	"github.com/shopspring/decimal"
)

type binView struct {
	ID                     graphql.ID
	Site                   *siteView
	Code, Zone             string
	StorageCondition       *string
	CapacityM3, CapacityKg *scalar.Decimal
	LoadM3, LoadKg         string
	Lots, PickOrder        int32
	Closed                 bool
	Revision               int32
}

func newBinView(b inventory.Bin, site *siteView) *binView {
	v := &binView{globalID("bin", b.ID), site, b.Code, b.Zone, nil, scalar.NewDecimalPointer(b.CapacityM3), scalar.NewDecimalPointer(b.CapacityKg), b.LoadM3.String(), b.LoadKg.String(),
		int32(b.Lots), int32(b.PickOrder), b.Closed, int32(b.Revision)}
	if b.StorageCondition != "" {
		v.StorageCondition = &b.StorageCondition
	}
	return v
}

// binViews makes the views of bins by id.
func (r *Resolver) binViews(ctx context.Context, ids []int64) (map[int64]*binView, error) {
	bins, err := r.Inventory.BinsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	return r.viewBins(ctx, bins)
}

func (r *Resolver) viewBins(ctx context.Context, bins map[int64]inventory.Bin) (map[int64]*binView, error) {
	rel := r.relations()
	for _, b := range bins {
		rel.sites[b.SiteID] = true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	views := map[int64]*binView{}
	for id, b := range bins {
		views[id] = newBinView(b, rel.siteViews[b.SiteID])
	}
	return views, nil
}

// Bins lists the bins of a site.
func (r *Resolver) Bins(ctx context.Context, args struct {
	SiteID     graphql.ID
	ItemID     *graphql.ID
	Zone, Code *string
	OpenOnly   *bool
	pageArgs
}) (*connection[*binView], error) {
	f := inventory.BinFilter{Zone: orZero(args.Zone), Code: orZero(args.Code), OpenOnly: orZero(args.OpenOnly)}
	var err error
	if f.SiteID, err = rowID(args.SiteID, "site", "siteId"); err != nil {
		return nil, err
	}
	if f.ItemID, err = optionalID(args.ItemID, "item", "itemId"); err != nil {
		return nil, err
	}
	return connect(ctx, "bins", args.pageArgs, r.Inventory.ListBins(f), func(ctx context.Context, _ []inventory.Bin) (func(inventory.Bin) *binView, error) {
		rel := r.relations()
		rel.sites[f.SiteID] = true
		err := rel.load(ctx)
		return func(b inventory.Bin) *binView { return newBinView(b, rel.siteViews[b.SiteID]) }, err
	})
}

type binContentView struct {
	Item                                         *itemView
	Lot                                          *lotView
	Reserve                                      *reserveView
	OnHand, Available, Reserved, OnHold, Expired scalar.Decimal
}

type binContentsView struct {
	Bin      *binView
	Contents []*binContentView
	Sole     *binContentView
}

// BinContents tells what lies in a bin.
func (r *Resolver) BinContents(ctx context.Context, args struct {
	BinID, SiteID, ItemID *graphql.ID
	Code                  *string
}) (*binContentsView, error) {
	binID, err := optionalID(args.BinID, "bin", "binId")
	if err != nil {
		return nil, err
	}
	siteID, err := optionalID(args.SiteID, "site", "siteId")
	if err != nil {
		return nil, err
	}
	itemID, err := optionalID(args.ItemID, "item", "itemId")
	if err != nil {
		return nil, err
	}
	bin, contents, err := r.Inventory.BinContents(ctx, binID, siteID, orZero(args.Code))
	if err != nil {
		return nil, err
	}
	rel := r.relations()
	rel.sites[bin.SiteID] = true
	for _, c := range contents {
		rel.lots[c.LotID], rel.reserves[c.ReserveID] = true, true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	view := func(c inventory.BinContent) *binContentView {
		return &binContentView{rel.itemViews[c.ItemID], rel.lotViews[c.LotID], rel.reserveViews[c.ReserveID], scalar.NewDecimal(c.OnHand), scalar.NewDecimal(c.Available),
			scalar.NewDecimal(c.Reserved), scalar.NewDecimal(c.OnHold), scalar.NewDecimal(c.Expired)}
	}
	v := &binContentsView{Bin: newBinView(bin, rel.siteViews[bin.SiteID]), Contents: make([]*binContentView, len(contents))}
	for i, c := range contents {
		v.Contents[i] = view(c)
	}
	if sole, ok := inventory.SoleContent(contents, itemID); ok {
		v.Sole = view(sole)
	}
	return v, nil
}

type putAwayProposalView struct {
	Bin      *binView
	Quantity scalar.Decimal
	Reason   string
}

type putAwayProposalsView struct {
	Proposals []putAwayProposalView
	Unplaced  scalar.Decimal
}

// PutAwayProposals proposes bins for goods.
func (r *Resolver) PutAwayProposals(ctx context.Context, args struct {
	SiteID, ItemID      graphql.ID
	Quantity            scalar.Decimal
	LotID, LeavingBinID *graphql.ID
}) (*putAwayProposalsView, error) {
	siteID, err := rowID(args.SiteID, "site", "siteId")
	if err != nil {
		return nil, err
	}
	itemID, err := rowID(args.ItemID, "item", "itemId")
	if err != nil {
		return nil, err
	}
	lotID, err := optionalID(args.LotID, "lot", "lotId")
	if err != nil {
		return nil, err
	}
	leavingID, err := optionalID(args.LeavingBinID, "bin", "leavingBinId")
	if err != nil {
		return nil, err
	}
	proposed, unplaced, err := r.Inventory.SuggestPutAway(ctx, siteID, itemID, lotID, leavingID, args.Quantity.Decimal)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(proposed))
	for i, p := range proposed {
		ids[i] = p.BinID
	}
	bins, err := r.binViews(ctx, ids)
	v := &putAwayProposalsView{[]putAwayProposalView{}, scalar.NewDecimal(unplaced)}
	for _, p := range proposed {
		v.Proposals = append(v.Proposals, putAwayProposalView{bins[p.BinID], scalar.NewDecimal(p.Quantity), p.Reason})
	}
	return v, err
}

// HazardSegregations tells which classes of dangerous goods lie apart.
func (r *Resolver) HazardSegregations(ctx context.Context) ([]inventory.Segregation, error) {
	return r.Inventory.ListSegregations(ctx)
}

type defineBinsPayload struct {
	Made       int32
	Replayed   bool
	UserErrors []*userError
}

// DefineBins makes bins by a pattern.
func (r *Resolver) DefineBins(ctx context.Context, args struct {
	Input struct {
		RequestKey             string
		SiteID                 graphql.ID
		Pattern                string
		Zone, StorageCondition *string
		CapacityM3, CapacityKg *scalar.Decimal
	}
}) (*defineBinsPayload, error) {
	in := args.Input
	plan := inventory.BinPlan{RequestKey: in.RequestKey, Pattern: in.Pattern, Zone: orZero(in.Zone), StorageCondition: orZero(in.StorageCondition), CapacityM3: exact(in.CapacityM3), CapacityKg: exact(in.CapacityKg)}
	var answer inventory.BinsAnswer
	var err error
	if plan.SiteID, err = rowID(in.SiteID, "site", "siteId"); err == nil {
		answer, err = r.Inventory.DefineBins(ctx, plan)
	}
	p := &defineBinsPayload{Made: int32(answer.Made), Replayed: answer.Replayed}
	p.UserErrors, err = r.refused(ctx, "defineBins", err)
	return p, err
}

func exact(d *scalar.Decimal) *decimal.Decimal {
	if d == nil {
		return nil
	}
	return &d.Decimal
}

type binPayload struct {
	Bin        *binView
	Replayed   bool
	UserErrors []*userError
}

// ChangeBin changes a bin.
func (r *Resolver) ChangeBin(ctx context.Context, args struct {
	Input struct {
		RequestKey             string
		BinID                  graphql.ID
		Revision, PickOrder    int32
		Zone, StorageCondition *string
		CapacityM3, CapacityKg *scalar.Decimal
		Closed                 bool
	}
}) (*binPayload, error) {
	in := args.Input
	change := inventory.BinChange{RequestKey: in.RequestKey, Revision: int(in.Revision), Zone: orZero(in.Zone), StorageCondition: orZero(in.StorageCondition), CapacityM3: exact(in.CapacityM3),
		CapacityKg: exact(in.CapacityKg), PickOrder: int(in.PickOrder), Closed: in.Closed}
	var answer inventory.BinsAnswer
	var err error
	if change.BinID, err = rowID(in.BinID, "bin", "binId"); err == nil {
		answer, err = r.Inventory.ChangeBin(ctx, change)
	}
	p := &binPayload{Replayed: answer.Replayed}
	if p.UserErrors, err = r.refused(ctx, "changeBin", err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	views, err := r.binViews(ctx, []int64{answer.BinID})
	p.Bin = views[answer.BinID]
	return p, err
}
