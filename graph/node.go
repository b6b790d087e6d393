package graph

import (
	"context"

	"changping/access"
	"changping/internal/fault"
	"changping/logistics"

	"github.com/graph-gophers/graphql-go"
)

// node is an object of any kind that has a global id.
type node struct {
	global graphql.ID
	view   any
}

// ID answers the global id.
func (n *node) ID() graphql.ID { return n.global }

func as[V any](n *node) (V, bool) { v, ok := n.view.(V); return v, ok }

func (n *node) ToOrganisation() (*organisationView, bool)     { return as[*organisationView](n) }
func (n *node) ToAuditEntry() (*auditEntryView, bool)         { return as[*auditEntryView](n) }
func (n *node) ToItem() (*itemView, bool)                     { return as[*itemView](n) }
func (n *node) ToSite() (*siteView, bool)                     { return as[*siteView](n) }
func (n *node) ToLot() (*lotView, bool)                       { return as[*lotView](n) }
func (n *node) ToReserve() (*reserveView, bool)               { return as[*reserveView](n) }
func (n *node) ToBin() (*binView, bool)                       { return as[*binView](n) }
func (n *node) ToDocument() (*documentView, bool)             { return as[*documentView](n) }
func (n *node) ToStockCount() (*stockCountView, bool)         { return as[*stockCountView](n) }
func (n *node) ToMinimum() (*minimumView, bool)               { return as[*minimumView](n) }
func (n *node) ToMinimumBreach() (*minimumBreachView, bool)   { return as[*minimumBreachView](n) }
func (n *node) ToRotationTask() (*rotationTaskView, bool)     { return as[*rotationTaskView](n) }
func (n *node) ToIncident() (*incidentView, bool)             { return as[*incidentView](n) }
func (n *node) ToNeed() (*needView, bool)                     { return as[*needView](n) }
func (n *node) ToAllocation() (*allocationView, bool)         { return as[*allocationView](n) }
func (n *node) ToAllocationLine() (*allocationLineView, bool) { return as[*allocationLineView](n) }
func (n *node) ToVehicle() (*vehicleView, bool)               { return as[*vehicleView](n) }
func (n *node) ToTrip() (*tripView, bool)                     { return as[*tripView](n) }
func (n *node) ToWaybill() (*waybillView, bool)               { return as[*waybillView](n) }

// Node finds an object by its global id, within the caller's scope. Kinds that are read only as parts of others (lots,
// needs, breaches and the like) answer null.
func (r *Resolver) Node(ctx context.Context, args struct{ ID graphql.ID }) (*node, error) {
	if _, _, err := access.Require(ctx, "catalogue.read"); err != nil {
		return nil, err
	}
	kind, id, ok := splitID(args.ID)
	if !ok {
		return nil, fault.Invalidf("id", "BAD_ID", "This is not a global id.")
	}
	view, err := r.find(ctx, kind, id)
	if f := fault.As(err); f != nil && (f.Kind == fault.NotFound || f.Kind == fault.Forbidden) {
		return nil, nil // absent, or not to be seen: the same answer
	}
	if err != nil || view == nil {
		return nil, err
	}
	return &node{args.ID, view}, nil
}

func (r *Resolver) find(ctx context.Context, kind string, id int64) (any, error) {
	rel := r.relations()
	switch kind {
	case "organisation":
		rel.orgs[id] = true
		err := rel.load(ctx)
		return present(rel.orgViews[id]), err
	case "site":
		rel.sites[id] = true
		err := rel.load(ctx)
		return present(rel.siteViews[id]), err
	case "bin":
		bin, _, err := r.Inventory.BinContents(ctx, id, 0, "")
		if err != nil {
			return nil, err
		}
		rel.sites[bin.SiteID] = true
		if err := rel.load(ctx); err != nil {
			return nil, err
		}
		return newBinView(bin, rel.siteViews[bin.SiteID]), nil
	case "item":
		rel.items[id] = true
		err := rel.load(ctx)
		return present(rel.itemViews[id]), err
	case "document":
		views, err := r.documentViews(ctx, []int64{id})
		return present(views[id]), err
	case "stockCount":
		v, err := r.stockCount(ctx, id)
		return present(v), err
	case "incident":
		v, err := r.incident(ctx, id)
		return present(v), err
	case "allocation":
		v, err := r.allocation(ctx, id)
		return present(v), err
	case "trip":
		v, err := r.trip(ctx, id)
		return present(v), err
	case "waybill":
		rows, err := r.Logistics.ListWaybills(ctx, logistics.WaybillFilter{IDs: []int64{id}}, 1, 0)
		if err != nil || len(rows) == 0 {
			return nil, err
		}
		views, err := r.viewWaybills(ctx, rows)
		if err != nil {
			return nil, err
		}
		return views[0], nil
	case "rotationTask":
		rows, err := r.Inventory.ListRotation(ctx, 0, false, 1, nil, []int64{id})
		if err != nil || len(rows) == 0 {
			return nil, err
		}
		view, err := r.viewRotation(ctx, rows)
		if err != nil {
			return nil, err
		}
		return view(rows[0]), nil
	}
	return nil, nil
}

// present makes a nil pointer a nil interface.
func present[V any](v *V) any {
	if v == nil {
		return nil
	}
	return v
}

const mostNodes = 100

// Nodes finds several objects, in order.
func (r *Resolver) Nodes(ctx context.Context, args struct{ IDs []graphql.ID }) ([]*node, error) {
	if len(args.IDs) > mostNodes {
		return nil, fault.Invalidf("ids", "TOO_MANY", "Ask for at most %d objects.", mostNodes)
	}
	all := make([]*node, len(args.IDs))
	for i, id := range args.IDs {
		var err error
		if all[i], err = r.Node(ctx, struct{ ID graphql.ID }{id}); err != nil {
			return nil, err
		}
	}
	return all, nil
}
