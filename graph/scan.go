package graph

import (
	"context"

	"changping/internal/gql/scalar"

	"github.com/graph-gophers/graphql-go"
)

type scanLotView struct {
	Lot       *lotView
	Reserve   *reserveView
	Available scalar.Decimal
}

type scanView struct {
	Kind                        string
	Item                        *itemView
	PackFactor                  *scalar.Decimal
	LevelName                   *string
	GTIN, SSCC, LotNo, SerialNo *string
	Lot                         *lotView
	ExpiresOn                   *scalar.Date
	Lots                        []scanLotView
	Documents                   []*documentView
	Bin                         *binView
	Bins                        []*binView
	Warnings                    []*warningView
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// Scan tells what a code is.
func (r *Resolver) Scan(ctx context.Context, args struct {
	Code   string
	SiteID *graphql.ID
}) (*scanView, error) {
	site, err := optionalID(args.SiteID, "site", "siteId")
	if err != nil {
		return nil, err
	}
	s, err := r.Inventory.Scan(ctx, args.Code, site)
	if err != nil {
		return nil, err
	}
	rel := r.relations()
	rel.items[s.ItemID], rel.lots[s.LotID] = true, true
	for _, l := range s.Lots {
		rel.lots[l.LotID], rel.reserves[l.ReserveID] = true, true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	v := &scanView{Kind: string(s.Kind), Item: rel.itemViews[s.ItemID], PackFactor: scalar.NewDecimalPointer(s.Factor), LevelName: orNull(s.LevelName), GTIN: orNull(s.Reading.GTIN),
		SSCC: orNull(s.Reading.SSCC), LotNo: orNull(s.Reading.Lot), SerialNo: orNull(s.Reading.Serial), Lot: rel.lotViews[s.LotID], Lots: []scanLotView{}, Documents: []*documentView{}, Bins: []*binView{}, Warnings: viewWarnings(s.Warnings)}
	if s.ExpiresOn != nil {
		d := scalar.NewDate(*s.ExpiresOn)
		v.ExpiresOn = &d
	}
	for _, l := range s.Lots {
		v.Lots = append(v.Lots, scanLotView{rel.lotViews[l.LotID], rel.reserveViews[l.ReserveID], scalar.NewDecimal(l.Available)})
	}
	if len(s.DocumentIDs) > 0 {
		views, err := r.documentViews(ctx, s.DocumentIDs)
		if err != nil {
			return nil, err
		}
		for _, id := range s.DocumentIDs {
			if d := views[id]; d != nil {
				v.Documents = append(v.Documents, d)
			}
		}
	}
	if len(s.BinIDs) > 0 {
		bins, err := r.binViews(ctx, s.BinIDs)
		if err != nil {
			return nil, err
		}
		v.Bin = bins[s.BinID]
		for _, id := range s.BinIDs {
			if b := bins[id]; b != nil {
				v.Bins = append(v.Bins, b)
			}
		}
	}
	return v, nil
}
