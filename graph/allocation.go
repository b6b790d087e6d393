package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/logistics"

	"github.com/graph-gophers/graphql-go"
)

type allocationView struct {
	ID              graphql.ID
	Number, State   string
	Revision        int32
	CreatedAt       scalar.DateTime
	r               *Resolver
	row, incidentID int64
	rehearsed       *logistics.Proposal // one that would be proposed; nil: it is there
	planned         *logistics.TripPlan // trips that would be planned for it; nil: as they stand
}

func (r *Resolver) newAllocationView(a logistics.Allocation) *allocationView {
	return &allocationView{globalID("allocation", a.ID), a.Number, a.State, int32(a.Revision), scalar.NewDateTime(a.CreatedAt), r, a.ID, a.IncidentID, nil, nil}
}

type allocationLineView struct {
	ID                 graphql.ID
	Need               *needView
	Item               *itemView
	FromSite, ToSite   *siteView
	Lot                *lotView
	Reserve            *reserveView
	Quantity, Proposed scalar.Decimal
	DistanceMetres     int32
	Reason             string
	Facts              []fact
}

func (v *allocationView) lines(ctx context.Context) ([]logistics.Line, error) {
	if v.rehearsed != nil {
		return v.rehearsed.Lines, nil
	}
	return v.r.Logistics.LinesOf(ctx, v.row)
}

func (v *allocationView) shortfalls(ctx context.Context) ([]logistics.Shortfall, error) {
	if v.rehearsed != nil {
		return v.rehearsed.Shortfalls, nil
	}
	return v.r.Logistics.ShortfallsOf(ctx, v.row)
}

func (v *allocationView) lineViews(ctx context.Context) ([]*allocationLineView, map[int64]*allocationLineView, error) {
	rows, err := v.lines(ctx)
	if err != nil {
		return nil, nil, err
	}
	rel := v.r.relations()
	var needIDs []int64
	for _, l := range rows {
		needIDs = append(needIDs, l.NeedID)
		rel.sites[l.FromSiteID], rel.sites[l.ToSiteID], rel.lots[l.LotID], rel.reserves[l.ReserveID] = true, true, true, true
	}
	if err := rel.load(ctx); err != nil {
		return nil, nil, err
	}
	needs, err := v.r.needsByID(ctx, needIDs)
	if err != nil {
		return nil, nil, err
	}
	views, byID := make([]*allocationLineView, len(rows)), map[int64]*allocationLineView{}
	for i, l := range rows {
		views[i] = &allocationLineView{globalID("allocationLine", l.ID), needs[l.NeedID], rel.itemViews[l.ItemID], rel.siteViews[l.FromSiteID], rel.siteViews[l.ToSiteID], rel.lotViews[l.LotID],
			rel.reserveViews[l.ReserveID], scalar.NewDecimal(l.Quantity), scalar.NewDecimal(l.Proposed), int32(l.DistanceM), string(l.Reason), facts(l.ReasonFacts)}
		byID[l.ID] = views[i]
	}
	return views, byID, nil
}

// Lines answers the lines.
func (v *allocationView) Lines(ctx context.Context) ([]*allocationLineView, error) {
	views, _, err := v.lineViews(ctx)
	return views, err
}

type shortfallView struct {
	Need     *needView
	Quantity scalar.Decimal
	Reason   string
	Facts    []fact
}

// Shortfalls answers what could not be met.
func (v *allocationView) Shortfalls(ctx context.Context) ([]*shortfallView, error) {
	rows, err := v.shortfalls(ctx)
	if err != nil {
		return nil, err
	}
	needIDs := make([]int64, len(rows))
	for i, s := range rows {
		needIDs[i] = s.NeedID
	}
	needs, err := v.r.needsByID(ctx, needIDs)
	views := make([]*shortfallView, len(rows))
	for i, s := range rows {
		views[i] = &shortfallView{needs[s.NeedID], scalar.NewDecimal(s.Quantity), string(s.Reason), facts(s.Facts)}
	}
	return views, err
}

type unservedView struct {
	Line     *allocationLineView
	Quantity scalar.Decimal
	Reason   string
}

func (v *allocationView) unserved(ctx context.Context) ([]logistics.Unserved, error) {
	if v.planned != nil {
		return v.planned.Unserved, nil
	}
	return v.r.Logistics.UnservedOf(ctx, v.row)
}

// Unserved answers what no vehicle could take.
func (v *allocationView) Unserved(ctx context.Context) ([]*unservedView, error) {
	rows, err := v.unserved(ctx)
	if err != nil {
		return nil, err
	}
	_, lines, err := v.lineViews(ctx)
	views := []*unservedView{}
	for _, u := range rows {
		if line := lines[u.AllocationLineID]; line != nil {
			views = append(views, &unservedView{line, scalar.NewDecimal(u.Quantity), u.Reason})
		}
	}
	return views, err
}

type allocationPayload struct {
	Allocation *allocationView
	Replayed   bool
	Warnings   []*warningView
	UserErrors []*userError
}

func (r *Resolver) allocation(ctx context.Context, id int64) (*allocationView, error) {
	rows, err := r.Logistics.AllocationsOf(ctx, nil, []int64{id})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return r.newAllocationView(rows[0]), nil
}

func (r *Resolver) allocationAnswer(ctx context.Context, action string, done logistics.Done, err error) (*allocationPayload, error) {
	p := &allocationPayload{Replayed: done.Replayed, Warnings: viewWarnings(done.Warnings)}
	if p.UserErrors, err = r.refused(ctx, action, err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	p.Allocation, err = r.allocation(ctx, done.ID)
	return p, err
}

// ProposeAllocation proposes an allocation.
func (r *Resolver) ProposeAllocation(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		IncidentID graphql.ID
		DryRun     *bool
	}
}) (*allocationPayload, error) {
	var done logistics.Done
	id, err := rowID(args.Input.IncidentID, "incident", "incidentId")
	if err == nil && orZero(args.Input.DryRun) {
		proposal, err := r.Logistics.RehearseAllocation(ctx, logistics.Proposing{IncidentID: id})
		p := &allocationPayload{Warnings: viewWarnings(nil)}
		if p.UserErrors, err = r.refused(ctx, "proposeAllocation", err); err == nil && len(p.UserErrors) == 0 {
			p.Allocation = r.newAllocationView(proposal.Allocation)
			p.Allocation.rehearsed = &proposal
		}
		return p, err
	}
	if err == nil {
		done, err = r.Logistics.ProposeAllocation(ctx, logistics.Proposing{RequestKey: args.Input.RequestKey, IncidentID: id})
	}
	return r.allocationAnswer(ctx, "proposeAllocation", done, err)
}

// EditAllocation changes lines.
func (r *Resolver) EditAllocation(ctx context.Context, args struct {
	Input struct {
		RequestKey   string
		AllocationID graphql.ID
		Revision     int32
		Edits        *[]struct {
			LineID   graphql.ID
			Quantity scalar.Decimal
		}
		Additions *[]struct {
			NeedID, FromSiteID, LotID, ReserveID graphql.ID
			Quantity                             scalar.Decimal
		}
	}
}) (*allocationPayload, error) {
	in := args.Input
	e := logistics.Editing{RequestKey: in.RequestKey, Revision: int(in.Revision)}
	read := func() (err error) {
		if e.AllocationID, err = rowID(in.AllocationID, "allocation", "allocationId"); err != nil {
			return err
		}
		for i, x := range orZero(in.Edits) {
			id, err := rowID(x.LineID, "allocationLine", "lineId")
			if err != nil {
				return under("edits", i, err)
			}
			e.Edits = append(e.Edits, logistics.LineEdit{LineID: id, Quantity: x.Quantity.Decimal})
		}
		for i, x := range orZero(in.Additions) {
			a := logistics.LineAddition{Quantity: x.Quantity.Decimal}
			for _, part := range []struct {
				into        *int64
				id          graphql.ID
				kind, field string
			}{{&a.NeedID, x.NeedID, "need", "needId"}, {&a.FromSiteID, x.FromSiteID, "site", "fromSiteId"}, {&a.LotID, x.LotID, "lot", "lotId"}, {&a.ReserveID, x.ReserveID, "reserve", "reserveId"}} {
				if *part.into, err = rowID(part.id, part.kind, part.field); err != nil {
					return under("additions", i, err)
				}
			}
			e.Additions = append(e.Additions, a)
		}
		return nil
	}
	var done logistics.Done
	err := read()
	if err == nil {
		done, err = r.Logistics.EditAllocation(ctx, e)
	}
	return r.allocationAnswer(ctx, "editAllocation", done, err)
}

// ApproveAllocation approves and reserves.
func (r *Resolver) ApproveAllocation(ctx context.Context, args struct {
	Input struct {
		RequestKey     string
		AllocationID   graphql.ID
		Revision       int32
		OverrideReason *string
		OverrideID     *graphql.ID
		DryRun         *bool
	}
}) (*allocationPayload, error) {
	in := args.Input
	approve := r.Logistics.ApproveAllocation
	if orZero(in.DryRun) {
		approve = r.Logistics.RehearseApproval
	}
	var done logistics.Done
	var override int64
	id, err := rowID(in.AllocationID, "allocation", "allocationId")
	if err == nil {
		override, err = optionalID(in.OverrideID, "override", "overrideId")
	}
	if err == nil {
		done, err = approve(ctx, logistics.Approval{RequestKey: in.RequestKey, AllocationID: id, Revision: int(in.Revision), OverrideReason: orZero(in.OverrideReason), OverrideID: override})
	}
	return r.allocationAnswer(ctx, "approveAllocation", done, err)
}

// CancelAllocation cancels and releases.
func (r *Resolver) CancelAllocation(ctx context.Context, args struct {
	Input struct {
		RequestKey   string
		AllocationID graphql.ID
		Revision     int32
	}
}) (*allocationPayload, error) {
	in := args.Input
	var done logistics.Done
	id, err := rowID(in.AllocationID, "allocation", "allocationId")
	if err == nil {
		done, err = r.Logistics.CancelAllocation(ctx, logistics.Cancelling{RequestKey: in.RequestKey, AllocationID: id, Revision: int(in.Revision)})
	}
	return r.allocationAnswer(ctx, "cancelAllocation", done, err)
}
