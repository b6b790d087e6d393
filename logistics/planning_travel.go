package logistics

import (
	"context"
	"slices"
	"time"

	"changping/inventory"
	"changping/logistics/roads"
	"changping/logistics/vrp"

	"github.com/jackc/pgx/v5"
)

// placesOf gives the sites that a plan may call at, sorted.
func placesOf(loads []load, fleet []Vehicle) []int64 {
	var places []int64
	for _, x := range loads {
		places = append(places, x.line.FromSiteID, x.line.ToSiteID)
	}
	for _, v := range fleet {
		places = append(places, v.HomeSiteID)
	}
	slices.Sort(places)
	return slices.Compact(places)
}

// travels gives how each vehicle of a fleet travels: on the roads of its profile, through what is closed to the public if it has a pass, and
// not where dangerous goods may not go if it may be given some of the loads' class. Only a road graph tells the last two apart.
func (l *Logistics) travels(fleet []Vehicle, loads []load, passes []int64, start time.Time) []roads.Trip {
	_, graph := l.Travel.(*roads.Network)
	travels := make([]roads.Trip, len(fleet))
	for i, v := range fleet {
		travels[i] = roads.Trip{Profile: roads.Profile(v.Type.Profile), Departure: start}
		if graph {
			travels[i].GreenLane = slices.Contains(passes, v.ID)
			travels[i].Hazardous = slices.ContainsFunc(loads, func(x load) bool {
				return x.item.HazardClass != "" && slices.Contains(v.Type.HazardClasses, x.item.HazardClass)
			})
		}
	}
	return travels
}

// matrices gives the matrix that each vehicle drives by; vehicles that travel alike share one.
func (l *Logistics) matrices(ctx context.Context, travels []roads.Trip, places []int64, sites map[int64]inventory.Site) (matrices []vrp.Matrix, of []int, estimated bool, err error) {
	if err := l.heedClosures(ctx); err != nil {
		return nil, nil, false, err
	}
	points := make([]roads.Point, len(places))
	for i, id := range places {
		points[i] = roads.Point{Latitude: sites[id].Latitude.InexactFloat64(), Longitude: sites[id].Longitude.InexactFloat64()}
	}
	of = make([]int, len(travels))
	for k, trip := range travels {
		if like := slices.Index(travels, trip); like < k {
			of[k] = of[like]
			continue
		}
		m, err := l.Travel.Matrix(ctx, points, trip)
		if err != nil {
			return nil, nil, false, err
		}
		of[k] = len(matrices)
		flat := vrp.NewMatrix(len(points))
		for i := range points {
			for j := range points {
				flat.Seconds[i*len(points)+j], flat.Metres[i*len(points)+j] = int32(m.Seconds[i][j]), int32(m.Metres[i][j])
			}
		}
		matrices = append(matrices, flat)
		estimated = estimated || m.Estimated
	}
	return matrices, of, estimated, nil
}

// checkPasses refuses a draft with a vehicle that is planned on a pass which it has no more.
func (d draft) checkPasses(ctx context.Context, tx pgx.Tx, revision int) error {
	passes, err := greenLanePasses(ctx, tx, []int64{d.allocation.IncidentID})
	if err != nil {
		return err
	}
	for _, r := range d.solution.Routes {
		if d.travels[r.Vehicle].GreenLane && !slices.Contains(passes[d.allocation.IncidentID], d.problem.Vehicles[r.Vehicle].ID) {
			return stale(revision)
		}
	}
	return nil
}
