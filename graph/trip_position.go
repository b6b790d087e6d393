package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/logistics"
	"changping/logistics/roads"

	"github.com/graph-gophers/graphql-go"
)

type tripPositionView struct {
	Latitude, Longitude float64
	AtStop              *int32
	NextStop            int32
	ToldAt              scalar.DateTime
	ToldBy              *string
}

// Position answers where the vehicle of the trip was last said to be.
func (v *tripView) Position(ctx context.Context) (*tripPositionView, error) {
	return v.positions.of(ctx, v.row)
}

// positionsOfTrips reads where vehicles were said to be when the first trip is asked for its own.
func (r *Resolver) positionsOfTrips(tripIDs []int64) *below[*tripPositionView] {
	return &below[*tripPositionView]{read: func(ctx context.Context) (map[int64]*tripPositionView, error) {
		rows, err := r.Logistics.PositionsOf(ctx, tripIDs)
		of := map[int64]*tripPositionView{}
		for _, p := range rows {
			v := &tripPositionView{Latitude: p.At.Latitude, Longitude: p.At.Longitude, NextStop: int32(p.NextStop), ToldAt: scalar.NewDateTime(p.ToldAt), ToldBy: p.ToldBy}
			if p.AtStop != nil {
				at := int32(*p.AtStop)
				v.AtStop = &at
			}
			of[p.TripID] = v
		}
		return of, err
	}}
}

type tripPositionInput struct {
	Point            *geoPoint
	NextStop, AtStop *int32
}

func (in tripPositionInput) read() logistics.Position {
	p := logistics.Position{NextStop: int(orZero(in.NextStop)), AtStop: int(orZero(in.AtStop))}
	if in.Point != nil {
		at := roads.Point(*in.Point)
		p.At = &at
	}
	return p
}

// TellTripPosition keeps where the vehicle of a trip is said to be.
func (r *Resolver) TellTripPosition(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		TripID     graphql.ID
		Position   tripPositionInput
	}
}) (*tripPayload, error) {
	var done logistics.Done
	id, err := rowID(args.Input.TripID, "trip", "tripId")
	if err == nil {
		done, err = r.Logistics.TellPosition(ctx, logistics.PositionTold{RequestKey: args.Input.RequestKey, TripID: id, Position: args.Input.Position.read()})
	}
	return r.tripAnswer(ctx, "tellTripPosition", done, err)
}
