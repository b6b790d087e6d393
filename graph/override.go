package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type overrideLimitView struct {
	Minimum  *minimumView
	Quantity scalar.Decimal
}

type minimumOverrideView struct {
	ID, IncidentID         graphql.ID
	IncidentNumber, Reason string
	State                  string
	ValidHours             int32
	RequestedBy            string
	RequestedAt            scalar.DateTime
	ConfirmedBy            *string
	ValidUntil, UsedAt     *scalar.DateTime
	DocumentID             *graphql.ID
	DocumentNumber         *string
	Confirmable            bool
	Limits                 []overrideLimitView
}

func (r *Resolver) viewOverrides(ctx context.Context, rows []inventory.OverrideRow) (func(inventory.OverrideRow) *minimumOverrideView, error) {
	var ids []int64
	for _, o := range rows {
		for _, l := range o.Limits {
			ids = append(ids, l.MinimumID)
		}
	}
	minimums, err := r.Inventory.MinimumsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	rel := r.relations()
	for _, m := range minimums {
		rel.items[m.ItemID] = true
	}
	err = rel.load(ctx)
	return func(o inventory.OverrideRow) *minimumOverrideView {
		v := &minimumOverrideView{globalID("override", o.ID), globalID("incident", o.IncidentID), o.IncidentNumber, o.Reason, o.State, int32(o.ValidHours), o.RequestedBy, scalar.NewDateTime(o.RequestedAt), o.ConfirmedBy,
			scalar.NewDateTimePointer(o.ValidUntil), scalar.NewDateTimePointer(o.UsedAt), nil, o.DocumentNumber, o.Confirmable, []overrideLimitView{}}
		if o.DocumentID != nil {
			id := globalID("document", *o.DocumentID)
			v.DocumentID = &id
		}
		for _, l := range o.Limits {
			m := minimums[l.MinimumID]
			v.Limits = append(v.Limits, overrideLimitView{newMinimumView(m, rel.itemViews[m.ItemID]), scalar.NewDecimal(l.Quantity)})
		}
		return v
	}, err
}

// MinimumOverrides lists overrides.
func (r *Resolver) MinimumOverrides(ctx context.Context, args struct {
	IncidentID *graphql.ID
	State      *string
	pageArgs
}) (*connection[*minimumOverrideView], error) {
	incident, err := optionalID(args.IncidentID, "incident", "incidentId")
	if err != nil {
		return nil, err
	}
	return connect(ctx, "minimumOverrides", args.pageArgs, r.Inventory.ListOverrides(inventory.OverrideFilter{IncidentID: incident, State: orZero(args.State)}), r.viewOverrides)
}

type minimumOverridePayload struct {
	Override   *minimumOverrideView
	Replayed   bool
	UserErrors []*userError
}

func (r *Resolver) overrideAnswer(ctx context.Context, action string, answer inventory.OverrideAnswer, err error) (*minimumOverridePayload, error) {
	p := &minimumOverridePayload{Replayed: answer.Replayed}
	if p.UserErrors, err = r.refused(ctx, action, err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	rows, err := r.Inventory.ListOverrides(inventory.OverrideFilter{IDs: []int64{answer.OverrideID}}).First(ctx, 1)
	if err != nil || len(rows) == 0 {
		return p, err
	}
	view, err := r.viewOverrides(ctx, rows)
	if err == nil {
		p.Override = view(rows[0])
	}
	return p, err
}

// RequestOverride is the first signature.
func (r *Resolver) RequestOverride(ctx context.Context, args struct {
	Input struct {
		RequestKey, Reason string
		IncidentID         graphql.ID
		ValidHours         int32
		Limits             []struct {
			MinimumID graphql.ID
			Quantity  scalar.Decimal
		}
	}
}) (*minimumOverridePayload, error) {
	in := args.Input
	request := inventory.OverrideRequest{RequestKey: in.RequestKey, Reason: in.Reason, ValidHours: int(in.ValidHours)}
	var answer inventory.OverrideAnswer
	var err error
	request.IncidentID, err = rowID(in.IncidentID, "incident", "incidentId")
	for i, l := range in.Limits {
		if err != nil {
			break
		}
		var id int64
		if id, err = rowID(l.MinimumID, "minimum", "minimumId"); err != nil {
			err = under("limits", i, err)
		}
		request.Limits = append(request.Limits, inventory.OverrideLimit{MinimumID: id, Quantity: l.Quantity.Decimal})
	}
	if err == nil {
		answer, err = r.Inventory.RequestOverride(ctx, request)
	}
	return r.overrideAnswer(ctx, "requestOverride", answer, err)
}

// ConfirmOverride is the second signature.
func (r *Resolver) ConfirmOverride(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		OverrideID graphql.ID
	}
}) (*minimumOverridePayload, error) {
	in := args.Input
	var answer inventory.OverrideAnswer
	id, err := rowID(in.OverrideID, "override", "overrideId")
	if err == nil {
		answer, err = r.Inventory.ConfirmOverride(ctx, inventory.OverrideConfirmation{RequestKey: in.RequestKey, OverrideID: id})
	}
	return r.overrideAnswer(ctx, "confirmOverride", answer, err)
}
