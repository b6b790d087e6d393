package graph

import (
	"context"

	"changping/access"
	"changping/internal/fault"
	"changping/inventory"
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
	all, err := r.nodes(ctx, []graphql.ID{args.ID}, "id")
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

const mostNodes = 100

// Nodes finds several objects, in order, those of a kind together.
func (r *Resolver) Nodes(ctx context.Context, args struct{ IDs []graphql.ID }) ([]*node, error) {
	if len(args.IDs) > mostNodes {
		return nil, fault.Invalidf("ids", "TOO_MANY", "Ask for at most %d objects.", mostNodes)
	}
	return r.nodes(ctx, args.IDs, "ids")
}

func (r *Resolver) nodes(ctx context.Context, ids []graphql.ID, field string) ([]*node, error) {
	if _, _, err := access.Require(ctx, "catalogue.read"); err != nil {
		return nil, err
	}
	byKind := map[string]map[int64]bool{}
	for _, global := range ids {
		kind, id, ok := splitID(global)
		if !ok {
			return nil, fault.Invalidf(field, "BAD_ID", "This is not a global id.")
		}
		if byKind[kind] == nil {
			byKind[kind] = map[int64]bool{}
		}
		byKind[kind][id] = true
	}
	views := map[graphql.ID]any{}
	for kind, of := range byKind {
		found, err := r.find(ctx, kind, keys(of))
		if f := fault.As(err); f != nil && (f.Kind == fault.NotFound || f.Kind == fault.Forbidden) {
			continue // absent, or not to be seen: the same answer
		}
		if err != nil {
			return nil, err
		}
		for id, view := range found {
			views[globalID(kind, id)] = view
		}
	}
	all := make([]*node, len(ids))
	for i, global := range ids {
		if view := views[global]; view != nil {
			all[i] = &node{global, view}
		}
	}
	return all, nil
}

// find gives the views of objects of one kind, of those that there are and that the caller may see.
func (r *Resolver) find(ctx context.Context, kind string, ids []int64) (map[int64]any, error) {
	rel := r.relations()
	switch kind {
	case "organisation":
		mark(rel.orgs, ids)
		err := rel.load(ctx)
		return found(rel.orgViews), err
	case "site":
		mark(rel.sites, ids)
		err := rel.load(ctx)
		return found(rel.siteViews), err
	case "bin":
		bins, err := r.Inventory.FindBins(ctx, ids)
		if err != nil {
			return nil, err
		}
		views, err := r.viewBins(ctx, bins)
		return found(views), err
	case "item":
		mark(rel.items, ids)
		err := rel.load(ctx)
		return found(rel.itemViews), err
	case "document":
		views, err := r.documentViews(ctx, ids)
		return found(views), err
	case "stockCount":
		rows, err := r.Inventory.FindCounts(ctx, ids)
		return foundRows(rows, func(c inventory.CountRow) int64 { return c.ID }, err, func() ([]*stockCountView, error) { return r.viewCounts(ctx, rows) })
	case "incident":
		rows, err := r.Logistics.ListIncidents(false, ids).First(ctx, len(ids))
		if err != nil {
			return nil, err
		}
		views, err := r.viewIncidents(ctx, rows)
		return found(views), err
	case "allocation":
		rows, err := r.Logistics.AllocationsOf(ctx, nil, ids)
		views := map[int64]any{}
		for _, a := range rows {
			views[a.ID] = r.newAllocationView(a)
		}
		return views, err
	case "trip":
		rows, err := r.Logistics.TripsOf(ctx, nil, ids)
		return foundRows(rows, func(t logistics.Trip) int64 { return t.ID }, err, func() ([]*tripView, error) { return r.viewTrips(ctx, rows) })
	case "waybill":
		rows, err := r.Logistics.ListWaybills(logistics.WaybillFilter{IDs: ids}).First(ctx, len(ids))
		return foundRows(rows, func(w logistics.Waybill) int64 { return w.ID }, err, func() ([]*waybillView, error) { return r.viewWaybills(ctx, rows) })
	case "rotationTask":
		rows, err := r.Inventory.ListRotation(0, false, ids).First(ctx, len(ids))
		if err != nil {
			return nil, err
		}
		view, err := r.viewRotation(ctx, rows)
		if err != nil {
			return nil, err
		}
		views := map[int64]any{}
		for _, t := range rows {
			views[t.ID] = view(t)
		}
		return views, nil
	}
	return nil, nil
}

func mark(all map[int64]bool, ids []int64) {
	for _, id := range ids {
		all[id] = true
	}
}

// found makes views of one kind views of any.
func found[V any](views map[int64]*V) map[int64]any {
	all := make(map[int64]any, len(views))
	for id, v := range views {
		if v != nil { // else a nil pointer would be an interface that is not nil
			all[id] = v
		}
	}
	return all
}

// foundRows is found for views that are made in the order of their rows.
func foundRows[R, V any](rows []R, id func(R) int64, err error, view func() ([]*V, error)) (map[int64]any, error) {
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	views, err := view()
	all := map[int64]any{}
	for i, v := range views {
		all[id(rows[i])] = v
	}
	return all, err
}
