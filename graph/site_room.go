package graph

import (
	"context"

	"changping/internal/gql/scalar"

	"github.com/graph-gophers/graphql-go"
)

type siteRoomView struct {
	VolumeM3          *scalar.Decimal
	LoadM3            string
	WarningPercent    scalar.Decimal
	Fullness          string
	StorageConditions []string
	Zones             []string
}

// SiteRoom tells how full a site is.
func (r *Resolver) SiteRoom(ctx context.Context, args struct{ SiteID graphql.ID }) (*siteRoomView, error) {
	siteID, err := rowID(args.SiteID, "site", "siteId")
	if err != nil {
		return nil, err
	}
	room, err := r.Inventory.FindSiteRoom(ctx, siteID)
	if err != nil {
		return nil, err
	}
	return &siteRoomView{scalar.NewDecimalPointer(room.VolumeM3), room.LoadM3.String(), scalar.NewDecimal(room.WarningPercent), room.Fullness(), room.Conditions, room.Zones}, nil
}

type binPatternView struct {
	Count              int32
	First, Last, Taken []string
}

// The most codes of a pattern that are told at each end of it.
const patternEnds = 12

// BinPattern tells which bins a pattern would make.
func (r *Resolver) BinPattern(ctx context.Context, args struct {
	SiteID  graphql.ID
	Pattern string
}) (*binPatternView, error) {
	siteID, err := rowID(args.SiteID, "site", "siteId")
	if err != nil {
		return nil, err
	}
	codes, taken, err := r.Inventory.PreviewBins(ctx, siteID, args.Pattern)
	if err != nil {
		return nil, err
	}
	first := codes[:min(len(codes), patternEnds)]
	last := codes[max(len(first), len(codes)-patternEnds):]
	return &binPatternView{int32(len(codes)), first, last, taken}, nil
}
