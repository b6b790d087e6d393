package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type unitView struct {
	Lot                                                            *lotView
	Item                                                           *itemView
	SerialNo                                                       string
	Site                                                           *siteView
	Bin                                                            *binView
	Reserve                                                        *reserveView
	LabelExpiresOn, StorageLifeEndsOn, CertificateDueOn, NextDueOn *scalar.Date
	ConditionGrade                                                 string
	RunHours                                                       *string
	lotID                                                          int64
	inspections                                                    *below[[]inventory.InspectionRow]
}

type inspectionView struct {
	ID                          graphql.ID
	Kind, Result                string
	DoneOn                      scalar.Date
	NextDueOn                   *scalar.Date
	DoneBy, CertificateNo, Note string
	ConditionGrade, RunHours    *string
	Place                       string
	RecordedBy                  *string
	RecordedAt                  scalar.DateTime
}

// Inspections answers the inspections of a unit.
func (v *unitView) Inspections(ctx context.Context) ([]inspectionView, error) {
	rows, err := v.inspections.of(ctx, v.lotID)
	views := make([]inspectionView, len(rows))
	for i, x := range rows {
		views[i] = inspectionView{globalID("inspection", x.ID), x.Kind, x.Result, scalar.NewDate(x.DoneOn), scalar.NewDatePointer(x.NextDueOn), x.DoneBy, x.CertificateNo, x.Note, x.ConditionGrade, nil, x.Place,
			x.RecordedBy, scalar.NewDateTime(x.RecordedAt)}
		if x.RunHours != nil {
			hours := x.RunHours.String()
			views[i].RunHours = &hours
		}
	}
	return views, err
}

func (r *Resolver) viewUnits(ctx context.Context, rows []inventory.Unit) (func(inventory.Unit) *unitView, error) {
	rel := r.relations()
	var lots, binIDs []int64
	for _, u := range rows {
		rel.lots[u.LotID], rel.sites[u.SiteID], rel.reserves[u.ReserveID] = true, true, true
		lots = append(lots, u.LotID)
		if u.BinID != 0 {
			binIDs = append(binIDs, u.BinID)
		}
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	bins := map[int64]*binView{}
	if len(binIDs) > 0 {
		var err error
		if bins, err = r.binViews(ctx, binIDs); err != nil {
			return nil, err
		}
	}
	inspections := &below[[]inventory.InspectionRow]{read: func(ctx context.Context) (map[int64][]inventory.InspectionRow, error) {
		return r.Inventory.InspectionsOf(ctx, lots)
	}}
	return func(u inventory.Unit) *unitView {
		v := &unitView{rel.lotViews[u.LotID], rel.itemViews[u.ItemID], u.SerialNo, rel.siteViews[u.SiteID], bins[u.BinID], rel.reserveViews[u.ReserveID], scalar.NewDatePointer(u.LabelExpiresOn),
			scalar.NewDatePointer(u.StorageLifeEndsOn), scalar.NewDatePointer(u.CertificateDueOn), scalar.NewDatePointer(u.NextDue()), u.ConditionGrade, nil, u.LotID, inspections}
		if u.RunHours != nil {
			hours := u.RunHours.String()
			v.RunHours = &hours
		}
		return v
	}, nil
}

// Units lists units.
func (r *Resolver) Units(ctx context.Context, args struct {
	SiteID, ItemID, LotID *graphql.ID
	SerialNo              *string
	DueBy                 *scalar.Date
	pageArgs
}) (*connection[*unitView], error) {
	f := inventory.UnitFilter{SerialNo: orZero(args.SerialNo), DueBy: dateOf(args.DueBy)}
	var err error
	if args.LotID != nil {
		id, err := rowID(*args.LotID, "lot", "lotId")
		if err != nil {
			return nil, err
		}
		f.LotIDs = []int64{id}
	}
	if f.SiteID, err = optionalID(args.SiteID, "site", "siteId"); err != nil {
		return nil, err
	}
	if f.ItemID, err = optionalID(args.ItemID, "item", "itemId"); err != nil {
		return nil, err
	}
	return connect(ctx, "units", args.pageArgs, r.Inventory.ListUnits(f), r.viewUnits)
}

type unitMoveView struct {
	OccurredAt         scalar.DateTime
	FromPlace, ToPlace string
	Document           *documentView
}

// UnitHistory tells where a unit has been.
func (r *Resolver) UnitHistory(ctx context.Context, args struct {
	LotID graphql.ID
	pageArgs
}) (*connection[*unitMoveView], error) {
	lotID, err := rowID(args.LotID, "lot", "lotId")
	if err != nil {
		return nil, err
	}
	return connect(ctx, "unitHistory", args.pageArgs, r.Inventory.UnitHistory(lotID), func(ctx context.Context, rows []inventory.UnitMove) (func(inventory.UnitMove) *unitMoveView, error) {
		ids := make([]int64, len(rows))
		for i, m := range rows {
			ids[i] = m.DocumentID
		}
		documents, err := r.documentViews(ctx, ids)
		return func(m inventory.UnitMove) *unitMoveView {
			return &unitMoveView{scalar.NewDateTime(m.OccurredAt), m.FromPlace, m.ToPlace, documents[m.DocumentID]}
		}, err
	})
}

type inspectionDueView struct {
	Lot           *lotView
	Item          *itemView
	Site          *siteView
	Kind, Result  string
	DoneOn, DueOn scalar.Date
	Overdue       bool
}

// InspectionCalendar tells which inspections are due.
func (r *Resolver) InspectionCalendar(ctx context.Context, args struct {
	SiteID, ItemID *graphql.ID
	SiteKind       *string
	DueBy          *scalar.Date
	OverdueOnly    *bool
	pageArgs
}) (*connection[*inspectionDueView], error) {
	f := inventory.InspectionFilter{SiteKind: orZero(args.SiteKind), DueBy: dateOf(args.DueBy), OverdueOnly: orZero(args.OverdueOnly)}
	var err error
	if f.SiteID, err = optionalID(args.SiteID, "site", "siteId"); err != nil {
		return nil, err
	}
	if f.ItemID, err = optionalID(args.ItemID, "item", "itemId"); err != nil {
		return nil, err
	}
	return connect(ctx, "inspectionCalendar", args.pageArgs, r.Inventory.InspectionCalendar(f), related(r, func(rel *relations, x inventory.InspectionDue) {
		rel.lots[x.LotID], rel.sites[x.SiteID] = true, true
	}, func(rel *relations, x inventory.InspectionDue) *inspectionDueView {
		return &inspectionDueView{rel.lotViews[x.LotID], rel.itemViews[x.ItemID], rel.siteViews[x.SiteID], x.Kind, x.Result, scalar.NewDate(x.DoneOn), scalar.NewDate(x.DueOn), x.Overdue}
	}))
}

type inspectionPayload struct {
	Unit       *unitView
	Replayed   bool
	UserErrors []*userError
}

// RecordInspection records an inspection of a unit.
func (r *Resolver) RecordInspection(ctx context.Context, args struct {
	Input struct {
		RequestKey           string
		LotID                graphql.ID
		Kind, Result, DoneBy string
		DoneOn               scalar.Date
		NextDueOn            *scalar.Date
		CertificateNo, Note  *string
		ConditionGrade       *string
		RunHours             *scalar.Decimal
	}
}) (*inspectionPayload, error) {
	in := args.Input
	x := inventory.UnitInspection{RequestKey: in.RequestKey, Kind: in.Kind, Failed: in.Result == "FAILED", DoneOn: in.DoneOn.Time, NextDueOn: dateOf(in.NextDueOn), DoneBy: in.DoneBy,
		CertificateNo: orZero(in.CertificateNo), Note: orZero(in.Note), ConditionGrade: orZero(in.ConditionGrade), RunHours: exact(in.RunHours)}
	var answer inventory.InspectionAnswer
	var err error
	if x.LotID, err = rowID(in.LotID, "lot", "lotId"); err == nil {
		answer, err = r.Inventory.RecordInspection(ctx, x)
	}
	p := &inspectionPayload{Replayed: answer.Replayed}
	if p.UserErrors, err = r.refused(ctx, "recordInspection", err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	rows, err := r.Inventory.ListUnits(inventory.UnitFilter{LotIDs: []int64{x.LotID}}).First(ctx, 1)
	if err != nil || len(rows) == 0 {
		return p, err
	}
	view, err := r.viewUnits(ctx, rows)
	if err == nil {
		p.Unit = view(rows[0])
	}
	return p, err
}
