package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type minimumPayload struct {
	Minimum    *minimumView
	Replayed   bool
	UserErrors []*userError
}

func (r *Resolver) minimumAnswer(ctx context.Context, action string, id int64, replayed bool, err error) (*minimumPayload, error) {
	p := &minimumPayload{Replayed: replayed}
	if p.UserErrors, err = r.refused(ctx, action, err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	rows, err := r.Inventory.MinimumsByID(ctx, []int64{id})
	m, found := rows[id]
	if err != nil || !found {
		return p, err
	}
	rel := r.relations()
	rel.items[m.ItemID] = true
	err = rel.load(ctx)
	p.Minimum = newMinimumView(m, rel.itemViews[m.ItemID])
	return p, err
}

// SetMinimum puts a minimum in force.
func (r *Resolver) SetMinimum(ctx context.Context, args struct {
	Input struct {
		RequestKey, Kind, Scope                  string
		SiteID, OrganisationID, KeeperID, ItemID *graphql.ID
		Tier, GroupCode, CategoryCode, OnBreach  *string
		Floor                                    scalar.Decimal
		Target, WarningMargin                    *scalar.Decimal
		CureDays                                 *int32
		FromDate, ToDate                         *scalar.Date
		AgreementNumber                          *string
	}
}) (*minimumPayload, error) {
	in := args.Input
	m := inventory.Minimum{RequestKey: in.RequestKey, Kind: in.Kind, Scope: in.Scope, Tier: orZero(in.Tier), GroupCode: orZero(in.GroupCode), CategoryCode: orZero(in.CategoryCode),
		OnBreach: orZero(in.OnBreach), Floor: in.Floor.Decimal, WarningMargin: orZero(in.WarningMargin).Decimal, CureDays: int(orZero(in.CureDays)), FromDate: dateOf(in.FromDate), ToDate: dateOf(in.ToDate),
		AgreementNumber: orZero(in.AgreementNumber)}
	if in.Target != nil {
		m.Target = &in.Target.Decimal
	}
	var id int64
	var replayed bool
	var err error
	for _, ref := range []struct {
		into        *int64
		id          *graphql.ID
		kind, field string
	}{{&m.SiteID, in.SiteID, "site", "siteId"}, {&m.OrganisationID, in.OrganisationID, "organisation", "organisationId"}, {&m.KeeperID, in.KeeperID, "organisation", "keeperId"},
		{&m.ItemID, in.ItemID, "item", "itemId"}} {
		if err == nil {
			*ref.into, err = optionalID(ref.id, ref.kind, ref.field)
		}
	}
	if err == nil {
		id, replayed, err = r.Inventory.SetMinimumOnce(ctx, m)
	}
	return r.minimumAnswer(ctx, "setMinimum", id, replayed, err)
}

// EndMinimum ends a minimum.
func (r *Resolver) EndMinimum(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		MinimumID  graphql.ID
		ToDate     scalar.Date
	}
}) (*minimumPayload, error) {
	in := args.Input
	var replayed bool
	id, err := rowID(in.MinimumID, "minimum", "minimumId")
	if err == nil {
		id, replayed, err = r.Inventory.EndMinimum(ctx, inventory.MinimumEnd{RequestKey: in.RequestKey, MinimumID: id, ToDate: in.ToDate.Time})
	}
	return r.minimumAnswer(ctx, "endMinimum", id, replayed, err)
}
