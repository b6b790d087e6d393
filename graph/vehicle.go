package graph

import (
	"context"

	"changping/logistics"

	"github.com/graph-gophers/graphql-go"
)

type vehicleView struct {
	ID                     graphql.ID
	Plate                  string
	Carrier                *organisationView
	TypeZh, TypeEn         string
	CapacityKg, CapacityM3 string
	ColdChain              bool
	HazardClasses          []string
	HomeSite               *siteView
	InService              bool
}

func (r *Resolver) viewVehicles(ctx context.Context, rows []logistics.Vehicle) (map[int64]*vehicleView, error) {
	rel := r.relations()
	for _, v := range rows {
		rel.orgs[v.CarrierID], rel.sites[v.HomeSiteID] = true, true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	views := map[int64]*vehicleView{}
	for _, v := range rows {
		views[v.ID] = &vehicleView{globalID("vehicle", v.ID), v.Plate, rel.orgViews[v.CarrierID], v.Type.NameZh, v.Type.NameEn, v.Type.CapacityKg.String(), v.Type.CapacityM3.String(), v.Type.ColdChain,
			v.Type.HazardClasses, rel.siteViews[v.HomeSiteID], v.InService}
	}
	return views, nil
}

// Vehicles lists vehicles.
func (r *Resolver) Vehicles(ctx context.Context, args struct {
	CarrierID *graphql.ID
	pageArgs
}) (*connection[*vehicleView], error) {
	carrier, err := optionalID(args.CarrierID, "organisation", "carrierId")
	if err != nil {
		return nil, err
	}
	return connect(ctx, "vehicles", args.pageArgs, r.Logistics.ListVehicles(carrier), byID(r.viewVehicles, func(v logistics.Vehicle) int64 { return v.ID }))
}
