package graph

import (
	"context"

	"changping/internal/fault"
	"changping/internal/gql/scalar"
	"changping/logistics"

	"github.com/graph-gophers/graphql-go"
)

type reservationView struct {
	Lot        *lotView
	Reserve    *reserveView
	Quantity   scalar.Decimal
	Since      scalar.DateTime
	Document   *documentView
	Allocation *reservingAllocationView
}

type reservingAllocationView struct {
	ID, IncidentID graphql.ID
	Number         string
}

// Reservations lists what is reserved of an item at a site.
func (r *Resolver) Reservations(ctx context.Context, args struct{ SiteID, ItemID graphql.ID }) ([]*reservationView, error) {
	site, err := rowID(args.SiteID, "site", "siteId")
	if err != nil {
		return nil, err
	}
	item, err := rowID(args.ItemID, "item", "itemId")
	if err != nil {
		return nil, err
	}
	rows, err := r.Inventory.ListReservations(ctx, site, item)
	if err != nil {
		return nil, err
	}
	rel := r.relations()
	var documentIDs, lineIDs []int64
	for _, v := range rows {
		rel.lots[v.LotID], rel.reserves[v.ReserveID] = true, true
		if v.DocumentID != nil {
			documentIDs = append(documentIDs, *v.DocumentID)
		}
		if v.Purpose == logistics.ReservationPurpose {
			lineIDs = append(lineIDs, v.PurposeID)
		}
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	documents, err := r.documentViews(ctx, documentIDs)
	if err != nil {
		return nil, err
	}
	// Who may see stock but no incidents sees that goods are reserved, not for what.
	allocations, err := r.Logistics.AllocationsOfLines(ctx, lineIDs)
	if f := fault.As(err); err != nil && (f == nil || f.Kind != fault.Forbidden) {
		return nil, err
	}
	views := make([]*reservationView, len(rows))
	for i, v := range rows {
		views[i] = &reservationView{Lot: rel.lotViews[v.LotID], Reserve: rel.reserveViews[v.ReserveID], Quantity: scalar.NewDecimal(v.Quantity), Since: scalar.NewDateTime(v.Since), Document: documents[orZero(v.DocumentID)]}
		if a, known := allocations[v.PurposeID]; known && v.Purpose == logistics.ReservationPurpose {
			views[i].Allocation = &reservingAllocationView{globalID("allocation", a.AllocationID), globalID("incident", a.IncidentID), a.Number}
		}
	}
	return views, nil
}
