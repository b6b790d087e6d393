package logistics

import (
	"context"
	"time"

	"changping/logistics/roads"
)

// ClosuresOnTrips gives the standing closures that planned and dispatched trips run into, by trip: their way follows a closed road, or
// a place they call at lies in a closed area, when the leg is to be driven. What a dispatched trip has behind it is not asked, nor what
// its green-lane pass opens. Below trips that are within scope.
func (l *Logistics) ClosuresOnTrips(ctx context.Context, tripIDs []int64) (map[int64][]RoadClosure, error) {
	return l.closuresOn(ctx, func() ([]drive, error) { return drives(ctx, l.Pool, tripIDs) })
}

// closuresOn gives the standing closures that drives run into, by trip; read is asked for them only where anything is closed.
func (l *Logistics) closuresOn(ctx context.Context, read func() ([]drive, error)) (map[int64][]RoadClosure, error) {
	on := map[int64][]RoadClosure{}
	standing, err := l.standingClosures(ctx)
	if err != nil || len(standing) == 0 {
		return on, err
	}
	var now time.Time
	if err := l.Pool.QueryRow(ctx, `select now()`).Scan(&now); err != nil {
		return nil, err
	}
	trips, err := read()
	if err != nil {
		return nil, err
	}
	network, _ := l.Travel.(*roads.Network)
	for _, d := range trips {
		legs := d.ahead(now)
		for _, c := range standing {
			open := c.PassesGo && d.travels.GreenLane
			if !open && runInto(legs, d.travels, c, network) {
				on[d.tripID] = append(on[d.tripID], c)
			}
		}
	}
	return on, nil
}

// runInto tells whether one of the legs runs into a closure. network: nil where the roads are not known here.
func runInto(legs []legAhead, as roads.Trip, c RoadClosure, network *roads.Network) bool {
	closed := c.onRoads()
	for _, g := range legs {
		switch {
		case !c.FromAt.Before(g.reachAt) || c.UntilAt != nil && !c.UntilAt.After(g.leaveAt):
		case !g.underWay && closed.Holds(g.from) || closed.Holds(g.to),
			network != nil && network.Follows(g.line, g.from, g.to, as, closed),
			network == nil && roads.Meets(g.line, g.from, g.to, closed):
			return true
		}
	}
	return false
}
