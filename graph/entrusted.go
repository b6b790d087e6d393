package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type releaseOrderLineView struct {
	Item           *itemView
	Lot            *lotView
	Quantity, Left scalar.Decimal
}

type releaseOrderView struct {
	ID          graphql.ID
	Number      string
	Owner       *organisationView
	Site        *siteView
	UntilOn     scalar.Date
	Note, State string
	OrderedBy   *string
	Lines       []releaseOrderLineView
}

// ReleaseOrders lists owners' orders.
func (r *Resolver) ReleaseOrders(ctx context.Context, args struct {
	OrderID, SiteID *graphql.ID
	OpenOnly        *bool
	pageArgs
}) (*connection[*releaseOrderView], error) {
	site, err := optionalID(args.SiteID, "site", "siteId")
	if err != nil {
		return nil, err
	}
	order, err := optionalID(args.OrderID, "releaseOrder", "orderId")
	if err != nil {
		return nil, err
	}
	return connect(ctx, "releaseOrders", args.pageArgs, r.Inventory.ListReleaseOrders(inventory.ReleaseOrderFilter{OrderID: order, SiteID: site, OpenOnly: orZero(args.OpenOnly)}), r.viewReleaseOrders)
}

// viewReleaseOrders makes the views of orders with their lines.
func (r *Resolver) viewReleaseOrders(ctx context.Context, rows []inventory.ReleaseOrderRow) (func(inventory.ReleaseOrderRow) *releaseOrderView, error) {
	rel := r.relations()
	for _, o := range rows {
		rel.sites[o.SiteID], rel.orgs[o.OwnerID] = true, true
		for _, l := range o.Lines {
			rel.items[l.ItemID], rel.lots[l.LotID] = true, true
		}
	}
	err := rel.load(ctx)
	return func(o inventory.ReleaseOrderRow) *releaseOrderView {
		v := &releaseOrderView{globalID("releaseOrder", o.ID), o.Number, rel.orgViews[o.OwnerID], rel.siteViews[o.SiteID], scalar.NewDate(o.UntilOn), o.Note, o.State, o.OrderedBy, []releaseOrderLineView{}}
		for _, l := range o.Lines {
			v.Lines = append(v.Lines, releaseOrderLineView{rel.itemViews[l.ItemID], rel.lotViews[l.LotID], scalar.NewDecimal(l.Quantity), scalar.NewDecimal(l.Left)})
		}
		return v
	}, err
}

type purposeConsentView struct {
	ID                          graphql.ID
	Reserve                     *reserveView
	Purpose, ConsentedBy, Paper string
	UntilOn                     scalar.Date
	InForce                     bool
	RecordedBy                  *string
	RecordedAt                  scalar.DateTime
}

// PurposeConsents lists donors' consents.
func (r *Resolver) PurposeConsents(ctx context.Context, args struct {
	InForceOnly *bool
	pageArgs
}) (*connection[*purposeConsentView], error) {
	return connect(ctx, "purposeConsents", args.pageArgs, r.Inventory.ListConsents(orZero(args.InForceOnly)), related(r, func(rel *relations, c inventory.ConsentRow) {
		rel.reserves[c.ReserveID] = true
	}, func(rel *relations, c inventory.ConsentRow) *purposeConsentView {
		return &purposeConsentView{globalID("purposeConsent", c.ID), rel.reserveViews[c.ReserveID], c.Purpose, c.ConsentedBy, c.Paper, scalar.NewDate(c.UntilOn), c.InForce, c.RecordedBy, scalar.NewDateTime(c.RecordedAt)}
	}))
}

type releasePayload struct {
	Number     *string
	OrderID    *graphql.ID
	Replayed   bool
	UserErrors []*userError
}

func (r *Resolver) releaseAnswer(ctx context.Context, action string, posted inventory.Posted, err error) (*releasePayload, error) {
	p := &releasePayload{Replayed: posted.Replayed}
	if p.UserErrors, err = r.refused(ctx, action, err); err != nil || len(p.UserErrors) > 0 || posted.DocumentID == 0 {
		return p, err
	}
	id := globalID("releaseOrder", posted.DocumentID)
	p.OrderID = &id
	number, err := r.Inventory.ReleaseOrderNumber(ctx, posted.DocumentID)
	p.Number = &number
	return p, err
}

// OrderRelease lets entrusted goods go.
func (r *Resolver) OrderRelease(ctx context.Context, args struct {
	Input struct {
		RequestKey      string
		SiteID, OwnerID graphql.ID
		UntilOn         scalar.Date
		Note            *string
		Lines           []struct {
			ItemID   graphql.ID
			LotID    *graphql.ID
			Quantity scalar.Decimal
		}
	}
}) (*releasePayload, error) {
	in := args.Input
	o := inventory.ReleaseOrder{RequestKey: in.RequestKey, UntilOn: in.UntilOn.Time, Note: orZero(in.Note)}
	read := func() (err error) {
		if o.SiteID, err = rowID(in.SiteID, "site", "siteId"); err != nil {
			return err
		}
		if o.OwnerID, err = rowID(in.OwnerID, "organisation", "ownerId"); err != nil {
			return err
		}
		for i, l := range in.Lines {
			line := inventory.ReleaseLine{Quantity: l.Quantity.Decimal}
			if line.ItemID, err = rowID(l.ItemID, "item", "itemId"); err != nil {
				return under("lines", i, err)
			}
			if line.LotID, err = optionalID(l.LotID, "lot", "lotId"); err != nil {
				return under("lines", i, err)
			}
			o.Lines = append(o.Lines, line)
		}
		return nil
	}
	var posted inventory.Posted
	err := read()
	if err == nil {
		posted, err = r.Inventory.OrderRelease(ctx, o)
	}
	return r.releaseAnswer(ctx, "orderRelease", posted, err)
}

// CancelReleaseOrder takes an order back.
func (r *Resolver) CancelReleaseOrder(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		OrderID    graphql.ID
	}
}) (*releasePayload, error) {
	var posted inventory.Posted
	id, err := rowID(args.Input.OrderID, "releaseOrder", "orderId")
	if err == nil {
		posted, err = r.Inventory.CancelReleaseOrder(ctx, inventory.ReleaseOrderChange{RequestKey: args.Input.RequestKey, OrderID: id})
	}
	return r.releaseAnswer(ctx, "cancelReleaseOrder", posted, err)
}

// RecordConsent records a donor's consent.
func (r *Resolver) RecordConsent(ctx context.Context, args struct {
	Input struct {
		RequestKey         string
		ReserveID          graphql.ID
		Purpose            *string
		ConsentedBy, Paper string
		UntilOn            scalar.Date
	}
}) (*releasePayload, error) {
	in := args.Input
	c := inventory.Consent{RequestKey: in.RequestKey, Purpose: orZero(in.Purpose), ConsentedBy: in.ConsentedBy, Paper: in.Paper, UntilOn: in.UntilOn.Time}
	var replayed bool
	var err error
	if c.ReserveID, err = rowID(in.ReserveID, "reserve", "reserveId"); err == nil {
		_, replayed, err = r.Inventory.RecordConsent(ctx, c)
	}
	return r.releaseAnswer(ctx, "recordConsent", inventory.Posted{Replayed: replayed}, err)
}
