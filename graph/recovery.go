package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type recoveredGoodsView struct {
	ID, HoldID                                          graphql.ID
	Document, Regrading                                 *documentView
	Site                                                *siteView
	Item                                                *itemView
	Lot                                                 *lotView
	Reserve                                             *reserveView
	State, Note                                         string
	Quantity, GradeA, GradeB, GradeC, Rejected, Missing scalar.Decimal
	ReturnedAt                                          scalar.DateTime
	CleanedAt, InspectedAt                              *scalar.DateTime
	CleanedBy, InspectedBy                              *string
}

func (r *Resolver) viewRecovered(ctx context.Context, rows []inventory.RecoveryRow) (func(inventory.RecoveryRow) *recoveredGoodsView, error) {
	rel := r.relations()
	var documentIDs []int64
	for _, x := range rows {
		rel.sites[x.SiteID], rel.lots[x.LotID], rel.reserves[x.ReserveID] = true, true, true
		documentIDs = append(documentIDs, x.DocumentID, orZero(x.RegradingID))
	}
	var documents map[int64]*documentView
	err := rel.load(ctx)
	if err == nil {
		documents, err = r.documentViews(ctx, documentIDs)
	}
	return func(x inventory.RecoveryRow) *recoveredGoodsView {
		return &recoveredGoodsView{ID: globalID("recoveredGoods", x.ID), HoldID: globalID("qualityHold", x.HoldID), Document: documents[x.DocumentID], Regrading: documents[orZero(x.RegradingID)],
			Site: rel.siteViews[x.SiteID], Item: rel.itemViews[x.ItemID], Lot: rel.lotViews[x.LotID], Reserve: rel.reserveViews[x.ReserveID], State: x.State, Note: x.Note,
			Quantity: scalar.NewDecimal(x.Quantity), GradeA: scalar.NewDecimal(x.GradeA), GradeB: scalar.NewDecimal(x.GradeB), GradeC: scalar.NewDecimal(x.GradeC),
			Rejected: scalar.NewDecimal(x.Rejected), Missing: scalar.NewDecimal(x.Missing), ReturnedAt: scalar.NewDateTime(x.ReturnedAt),
			CleanedAt: scalar.NewDateTimePointer(x.CleanedAt), InspectedAt: scalar.NewDateTimePointer(x.InspectedAt), CleanedBy: x.CleanedBy, InspectedBy: x.InspectedBy}
	}, err
}

// RecoveredGoods lists what came back.
func (r *Resolver) RecoveredGoods(ctx context.Context, args struct {
	SiteID   *graphql.ID
	OpenOnly *bool
	pageArgs
}) (*connection[*recoveredGoodsView], error) {
	site, err := optionalID(args.SiteID, "site", "siteId")
	if err != nil {
		return nil, err
	}
	return connect(ctx, "recoveredGoods", args.pageArgs, r.Inventory.ListRecovery(site, orZero(args.OpenOnly), nil), r.viewRecovered)
}

// RecoverGoods receives goods that come back.
func (r *Resolver) RecoverGoods(ctx context.Context, args struct {
	Input struct {
		RequestKey        string
		SiteID, AgainstID graphql.ID
		Note              *string
		Lines             []struct {
			ItemID, LotID    graphql.ID
			ReserveID, BinID *graphql.ID
			Quantity         scalar.Decimal
			NeedsCleaning    *bool
		}
	}
}) (*documentPayload, error) {
	in := args.Input
	x := inventory.Recovery{RequestKey: in.RequestKey, Note: orZero(in.Note)}
	read := func() (err error) {
		if x.SiteID, err = rowID(in.SiteID, "site", "siteId"); err != nil {
			return err
		}
		if x.AgainstID, err = rowID(in.AgainstID, "document", "againstId"); err != nil {
			return err
		}
		for i, l := range in.Lines {
			line := inventory.RecoveryLine{Quantity: l.Quantity.Decimal, NeedsCleaning: orZero(l.NeedsCleaning)}
			if line.ItemID, err = rowID(l.ItemID, "item", "itemId"); err != nil {
				return under("lines", i, err)
			}
			if line.LotID, err = rowID(l.LotID, "lot", "lotId"); err != nil {
				return under("lines", i, err)
			}
			if line.ReserveID, err = optionalID(l.ReserveID, "reserve", "reserveId"); err != nil {
				return under("lines", i, err)
			}
			if line.BinID, err = optionalID(l.BinID, "bin", "binId"); err != nil {
				return under("lines", i, err)
			}
			x.Lines = append(x.Lines, line)
		}
		return nil
	}
	var posted inventory.Posted
	err := read()
	if err == nil {
		posted, err = r.Inventory.Recover(ctx, x)
	}
	return r.documentAnswer(ctx, "recoverGoods", posted, err)
}

type outstandingView struct {
	Item         *itemView
	Lot          *lotView
	Reserve      *reserveView
	Issued, Left scalar.Decimal
}

// outstanding reads what can still come back against issues, once for all of a list.
func (r *Resolver) outstanding(ids []int64) *below[[]outstandingView] {
	return &below[[]outstandingView]{read: func(ctx context.Context) (map[int64][]outstandingView, error) {
		all, err := r.Inventory.OutstandingOf(ctx, ids)
		if err != nil {
			return nil, err
		}
		rel := r.relations()
		for _, lines := range all {
			for _, o := range lines {
				rel.lots[o.LotID], rel.reserves[o.ReserveID] = true, true
			}
		}
		if err := rel.load(ctx); err != nil {
			return nil, err
		}
		views := map[int64][]outstandingView{}
		for id, lines := range all {
			for _, o := range lines {
				views[id] = append(views[id], outstandingView{rel.itemViews[o.ItemID], rel.lotViews[o.LotID], rel.reserveViews[o.ReserveID], scalar.NewDecimal(o.Issued), scalar.NewDecimal(o.Left)})
			}
		}
		return views, nil
	}}
}

// Outstanding is what can still come back against it.
func (d documentLife) Outstanding(ctx context.Context) ([]outstandingView, error) {
	lines, err := d.outstanding.of(ctx, d.rowID)
	if lines == nil {
		lines = []outstandingView{}
	}
	return lines, err
}

type recoveredGoodsPayload struct {
	Recovered  *recoveredGoodsView
	Warnings   []*warningView
	Replayed   bool
	UserErrors []*userError
}

func (r *Resolver) recoveryAnswer(ctx context.Context, action string, answer inventory.RecoveryAnswer, err error) (*recoveredGoodsPayload, error) {
	p := &recoveredGoodsPayload{Warnings: viewWarnings(answer.Warnings), Replayed: answer.Replayed}
	if p.UserErrors, err = r.refused(ctx, action, err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	rows, err := r.Inventory.ListRecovery(0, false, []int64{answer.LineID}).First(ctx, 1)
	if err != nil || len(rows) == 0 {
		return p, err
	}
	view, err := r.viewRecovered(ctx, rows)
	p.Recovered = view(rows[0])
	return p, err
}

// MarkCleaned records that recovered goods are clean.
func (r *Resolver) MarkCleaned(ctx context.Context, args struct {
	Input struct {
		RequestKey  string
		RecoveredID graphql.ID
	}
}) (*recoveredGoodsPayload, error) {
	var answer inventory.RecoveryAnswer
	id, err := rowID(args.Input.RecoveredID, "recoveredGoods", "recoveredId")
	if err == nil {
		answer, err = r.Inventory.MarkCleaned(ctx, args.Input.RequestKey, id)
	}
	return r.recoveryAnswer(ctx, "markCleaned", answer, err)
}

// InspectRecovered restocks recovered goods by condition.
func (r *Resolver) InspectRecovered(ctx context.Context, args struct {
	Input struct {
		RequestKey                       string
		RecoveredID                      graphql.ID
		GradeA, GradeB, GradeC, Rejected *scalar.Decimal
		Note                             *string
	}
}) (*recoveredGoodsPayload, error) {
	in := args.Input
	var answer inventory.RecoveryAnswer
	id, err := rowID(in.RecoveredID, "recoveredGoods", "recoveredId")
	if err == nil {
		answer, err = r.Inventory.InspectRecovered(ctx, inventory.Inspection{RequestKey: in.RequestKey, LineID: id, GradeA: orZero(in.GradeA).Decimal, GradeB: orZero(in.GradeB).Decimal,
			GradeC: orZero(in.GradeC).Decimal, Rejected: orZero(in.Rejected).Decimal, Note: orZero(in.Note)})
	}
	return r.recoveryAnswer(ctx, "inspectRecovered", answer, err)
}
