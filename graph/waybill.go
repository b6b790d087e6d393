package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/logistics"

	"github.com/graph-gophers/graphql-go"
)

type waybillView struct {
	ID         graphql.ID
	Number     string
	ToSite     *siteView
	State      string
	IssuedAt   scalar.DateTime
	SignedAt   *scalar.DateTime
	SignedName string
	Late       *bool
	Lines      []waybillLineView
	trips      *below[*tripView]
	tripID     int64
}

// Trip answers the trip of the waybill.
func (v *waybillView) Trip(ctx context.Context) (*tripView, error) { return v.trips.of(ctx, v.tripID) }

// mostStops is more than one vehicle calls at on one trip.
const mostStops = 200

// waybillsOfTrips reads the waybills of trips when the first trip is asked for its own.
func (r *Resolver) waybillsOfTrips(tripIDs []int64) *below[[]*waybillView] {
	return &below[[]*waybillView]{read: func(ctx context.Context) (map[int64][]*waybillView, error) {
		rows, err := r.Logistics.ListWaybills(logistics.WaybillFilter{TripIDs: tripIDs}).First(ctx, mostStops*len(tripIDs))
		if err != nil {
			return nil, err
		}
		views, err := r.viewWaybills(ctx, rows)
		of := map[int64][]*waybillView{}
		for _, v := range views {
			of[v.tripID] = append(of[v.tripID], v)
		}
		return of, err
	}}
}

type waybillLineView struct {
	LineNo                   int32
	Item                     *itemView
	Lot                      *lotView
	FromSite                 *siteView
	Sent                     scalar.Decimal
	Received, Short, Damaged *scalar.Decimal
	Reason                   string
}

func (r *Resolver) viewWaybills(ctx context.Context, rows []logistics.Waybill) ([]*waybillView, error) {
	var ids, tripIDs []int64
	rel := r.relations()
	for _, w := range rows {
		ids, tripIDs = append(ids, w.ID), append(tripIDs, w.TripID)
		rel.sites[w.ToSiteID] = true
	}
	lines, err := r.Logistics.WaybillLinesOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		rel.sites[l.FromSiteID], rel.lots[l.LotID] = true, true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	of := map[int64][]waybillLineView{}
	for _, l := range lines {
		p := scalar.NewDecimalPointer
		of[l.WaybillID] = append(of[l.WaybillID], waybillLineView{int32(l.LineNo), rel.itemViews[l.ItemID], rel.lotViews[l.LotID], rel.siteViews[l.FromSiteID], scalar.NewDecimal(l.Sent), p(l.Received), p(l.Short), p(l.Damaged), l.Reason})
	}
	trips := r.tripsByID(tripIDs)
	views := make([]*waybillView, len(rows))
	for i, w := range rows {
		views[i] = &waybillView{globalID("waybill", w.ID), w.Number, rel.siteViews[w.ToSiteID], w.State, scalar.NewDateTime(w.IssuedAt), scalar.NewDateTimePointer(w.SignedAt), w.SignedName, w.Late, of[w.ID], trips, w.TripID}
	}
	return views, nil
}

// Waybills lists waybills.
func (r *Resolver) Waybills(ctx context.Context, args struct {
	ToSiteID      *graphql.ID
	InTransitOnly *bool
	pageArgs
}) (*connection[*waybillView], error) {
	f := logistics.WaybillFilter{InTransitOnly: orZero(args.InTransitOnly)}
	var err error
	if f.ToSiteID, err = optionalID(args.ToSiteID, "site", "toSiteId"); err != nil {
		return nil, err
	}
	return connect(ctx, "waybills", args.pageArgs, r.Logistics.ListWaybills(f), inOrder(r.viewWaybills, func(w logistics.Waybill) int64 { return w.ID }))
}

type waybillPayload struct {
	Waybill    *waybillView
	Warnings   []*warningView
	Replayed   bool
	UserErrors []*userError
}

// ConfirmArrival signs a waybill.
func (r *Resolver) ConfirmArrival(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		WaybillID  graphql.ID
		SignedName string
		ArrivedAt  *scalar.DateTime
		Lines      *[]struct {
			LineNo                   int32
			Received, Short, Damaged scalar.Decimal
			Reason, Note             *string
		}
	}
}) (*waybillPayload, error) {
	in := args.Input
	a := logistics.Arrival{RequestKey: in.RequestKey, SignedName: in.SignedName}
	if in.ArrivedAt != nil {
		a.ArrivedAt = &in.ArrivedAt.Time
	}
	for _, l := range orZero(in.Lines) {
		a.Lines = append(a.Lines, logistics.ArrivalLine{LineNo: int(l.LineNo), Received: l.Received.Decimal, Short: l.Short.Decimal, Damaged: l.Damaged.Decimal, Reason: orZero(l.Reason), Note: orZero(l.Note)})
	}
	var done logistics.Done
	var err error
	if a.WaybillID, err = rowID(in.WaybillID, "waybill", "waybillId"); err == nil {
		done, err = r.Logistics.ConfirmArrival(ctx, a)
	}
	p := &waybillPayload{Replayed: done.Replayed, Warnings: viewWarnings(done.Warnings)}
	if p.UserErrors, err = r.refused(ctx, "confirmArrival", err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	rows, err := r.Logistics.ListWaybills(logistics.WaybillFilter{IDs: []int64{done.ID}}).First(ctx, 1)
	if err != nil || len(rows) == 0 {
		return p, err
	}
	views, err := r.viewWaybills(ctx, rows)
	if err == nil {
		p.Waybill = views[0]
	}
	return p, err
}
