package graph

import (
	"context"
	"maps"
	"slices"

	"changping/logistics"

	"github.com/graph-gophers/graphql-go"
)

// GreenLaneVehicles answers the vehicles on a green-lane pass.
func (v *incidentView) GreenLaneVehicles(ctx context.Context) ([]*vehicleView, error) {
	of, err := v.parts.greenLane.of(ctx, v.row)
	return append([]*vehicleView{}, of...), err
}

func (r *Resolver) greenLaneOf(ctx context.Context, ids []int64) (map[int64][]*vehicleView, error) {
	of, err := r.Logistics.GreenLanePasses(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID, err := r.Logistics.VehiclesByID(ctx, slices.Concat(slices.Collect(maps.Values(of))...))
	if err != nil {
		return nil, err
	}
	byVehicle, err := r.viewVehicles(ctx, slices.Collect(maps.Values(byID)))
	views := map[int64][]*vehicleView{}
	for incident, vehicles := range of {
		for _, id := range vehicles {
			views[incident] = append(views[incident], byVehicle[id])
		}
	}
	return views, err
}

// ChangeGreenLanePasses gives and withdraws green-lane passes.
func (r *Resolver) ChangeGreenLanePasses(ctx context.Context, args struct {
	Input struct {
		RequestKey       string
		IncidentID       graphql.ID
		Given, Withdrawn []graphql.ID
	}
}) (*incidentPayload, error) {
	in := args.Input
	c := logistics.PassChange{RequestKey: in.RequestKey}
	var done logistics.Done
	var err error
	if c.IncidentID, err = rowID(in.IncidentID, "incident", "incidentId"); err == nil {
		if c.Given, err = rowIDs(in.Given, "vehicle", "given"); err == nil {
			c.Withdrawn, err = rowIDs(in.Withdrawn, "vehicle", "withdrawn")
		}
	}
	if err == nil {
		done, err = r.Logistics.ChangeGreenLanePasses(ctx, c)
	}
	return r.incidentAnswer(ctx, "changeGreenLanePasses", done, err)
}
