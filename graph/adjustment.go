package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type stockLineInput struct {
	ItemID, LotID            graphql.ID
	ReserveID, BinID, HoldID *graphql.ID
	Quantity                 scalar.Decimal
	ExpectedQuantity         *scalar.Decimal
}

func (l stockLineInput) read() (line inventory.StockLine, err error) {
	line.Quantity = l.Quantity.Decimal
	if l.ExpectedQuantity != nil {
		line.ExpectedQuantity = &l.ExpectedQuantity.Decimal
	}
	if line.ItemID, err = rowID(l.ItemID, "item", "itemId"); err != nil {
		return line, err
	}
	if line.LotID, err = rowID(l.LotID, "lot", "lotId"); err != nil {
		return line, err
	}
	if line.ReserveID, err = optionalID(l.ReserveID, "reserve", "reserveId"); err != nil {
		return line, err
	}
	if line.BinID, err = optionalID(l.BinID, "bin", "binId"); err != nil {
		return line, err
	}
	line.HoldID, err = optionalID(l.HoldID, "qualityHold", "holdId")
	return line, err
}

func stockLines(lines []stockLineInput) (all []inventory.StockLine, err error) {
	for i, l := range lines {
		line, err := l.read()
		if err != nil {
			return nil, under("lines", i, err)
		}
		all = append(all, line)
	}
	return all, nil
}

// AdjustGoods corrects the books of a site.
func (r *Resolver) AdjustGoods(ctx context.Context, args struct {
	Input struct {
		RequestKey, Reason, Note string
		SiteID                   graphql.ID
		OccurredAt               *scalar.DateTime
		Lines                    []struct {
			Goods stockLineInput
			Found bool
		}
		Draft *draftInput
	}
}) (*documentPayload, error) {
	in := args.Input
	a := inventory.Adjustment{RequestKey: in.RequestKey, Reason: in.Reason, Note: in.Note, OccurredAt: timeOf(in.OccurredAt)}
	read := func() (err error) {
		if a.SiteID, err = rowID(in.SiteID, "site", "siteId"); err != nil {
			return err
		}
		for i, l := range in.Lines {
			line, err := l.Goods.read()
			if err != nil {
				return under("lines", i, err)
			}
			a.Lines = append(a.Lines, inventory.AdjustLine{StockLine: line, Found: l.Found})
		}
		a.Draft, err = in.Draft.read()
		return err
	}
	var posted inventory.Posted
	err := read()
	if err == nil {
		posted, err = r.Inventory.Adjust(ctx, a)
	}
	return r.documentAnswer(ctx, "adjustGoods", posted, err)
}

// ReturnToSupplier sends goods back.
func (r *Resolver) ReturnToSupplier(ctx context.Context, args struct {
	Input struct {
		RequestKey, Reason string
		SiteID             graphql.ID
		Note               *string
		OccurredAt         *scalar.DateTime
		Lines              []stockLineInput
		Draft              *draftInput
	}
}) (*documentPayload, error) {
	in := args.Input
	s := inventory.SupplierReturn{RequestKey: in.RequestKey, Reason: in.Reason, Note: orZero(in.Note), OccurredAt: timeOf(in.OccurredAt)}
	var posted inventory.Posted
	var err error
	if s.SiteID, err = rowID(in.SiteID, "site", "siteId"); err == nil {
		s.Lines, err = stockLines(in.Lines)
	}
	if err == nil {
		s.Draft, err = in.Draft.read()
	}
	if err == nil {
		posted, err = r.Inventory.ReturnToSupplier(ctx, s)
	}
	return r.documentAnswer(ctx, "returnToSupplier", posted, err)
}
