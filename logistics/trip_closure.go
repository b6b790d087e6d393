package logistics

import (
	"context"
	"time"

	"changping/logistics/roads"

	"github.com/jackc/pgx/v5"
)

// plannedLeg is a leg of a trip that is still to be driven, with its driven line.
type plannedLeg struct {
	tripID           int64
	leaveAt, reachAt time.Time
	from, to         roads.Point
	line             []roads.Point // nil: not known
}

// ClosuresOnTrips gives the standing closures that planned and dispatched trips run into, by trip: their way follows a closed road, or
// a place they call at lies in a closed area, when the leg is to be driven. Legs that a dispatched trip has behind it by its plan are
// not asked. Below trips that are within scope.
func (l *Logistics) ClosuresOnTrips(ctx context.Context, tripIDs []int64) (map[int64][]RoadClosure, error) {
	on := map[int64][]RoadClosure{}
	standing, err := l.standingClosures(ctx)
	if err != nil || len(standing) == 0 {
		return on, err
	}
	legs, err := l.legsToDrive(ctx, tripIDs)
	if err != nil {
		return nil, err
	}
	network, _ := l.Travel.(*roads.Network)
	for _, c := range standing {
		closed := c.onRoads()
		var pieces [][]roads.Point
		if network != nil {
			pieces = network.Closes(closed)
		}
		met := map[int64]bool{}
		for _, g := range legs {
			if !met[g.tripID] && g.meets(c, closed, network != nil, pieces) {
				met[g.tripID] = true
				on[g.tripID] = append(on[g.tripID], c)
			}
		}
	}
	return on, nil
}

// meets tells whether a leg runs into a closure. Pure.
func (g plannedLeg) meets(c RoadClosure, closed roads.Closure, onGraph bool, pieces [][]roads.Point) bool {
	if !c.FromAt.Before(g.reachAt) || c.UntilAt != nil && !c.UntilAt.After(g.leaveAt) {
		return false
	}
	if closed.Holds(g.from) || closed.Holds(g.to) {
		return true
	}
	if onGraph {
		return roads.Drives(g.line, pieces)
	}
	return roads.Meets(g.line, closed)
}

// legsToDrive gives the legs that planned and dispatched trips have before them. A planned trip that has not left at its time will
// drive so much later.
func (l *Logistics) legsToDrive(ctx context.Context, tripIDs []int64) ([]plannedLeg, error) {
	rows, err := l.Pool.Query(ctx, `select s.trip_id, coalesce(b.depart_at, t.depart_at) + late.by, s.arrive_at + late.by, f.latitude::float8, f.longitude::float8, h.latitude::float8, h.longitude::float8, s.leg_line
		from trip_stop s join trip t on t.id = s.trip_id join vehicle v on v.id = t.vehicle_id join site h on h.id = s.site_id
		left join trip_stop b on b.trip_id = s.trip_id and b.seq = s.seq - 1 join site f on f.id = coalesce(b.site_id, v.home_site_id)
		cross join lateral (select case when t.state = 'PLANNED' then greatest(interval '0', now() - t.depart_at) else interval '0' end as by) late
		where s.trip_id = any($1) and (t.state = 'PLANNED' or t.state = 'DISPATCHED' and s.arrive_at > now()) order by s.trip_id, s.seq`, tripIDs)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (g plannedLeg, err error) {
		var line *string
		if err = row.Scan(&g.tripID, &g.leaveAt, &g.reachAt, &g.from.Latitude, &g.from.Longitude, &g.to.Latitude, &g.to.Longitude, &line); err == nil && line != nil {
			g.line, err = roads.Decode(*line)
		}
		return g, err
	})
}
