package logistics

import (
	"context"
	"fmt"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/logistics/roads"

	"github.com/jackc/pgx/v5"
)

// Position says where the vehicle of a trip under way is: at a point, or at one of its stops.
type Position struct {
	At       *roads.Point `json:",omitempty"`
	NextStop int          `json:",omitempty"` // of a point: the number of the stop it goes to next; 0: the next by its plan
	AtStop   int          `json:",omitempty"` // the number of the stop it is at; 0: at a point
}

// PositionTold tells where the vehicle of a trip is.
type PositionTold struct {
	RequestKey string `json:"-"`
	TripID     int64
	Position   Position
}

// TripPosition is where a vehicle was said to be, with when and by whom.
type TripPosition struct {
	TripID   int64
	At       roads.Point
	AtStop   *int
	NextStop int
	ToldAt   time.Time
	ToldBy   *string
}

// TellPosition keeps where the vehicle of a trip under way is said to be. The trip stays as it is: whoever reroutes it may go by that.
// Dispatchers; carriers, of their own vehicles.
//
// Refuses with: NOT_FOUND, STATE, POSITION, NO_STOP, STOP_BEHIND, COORDINATES, OUTSIDE_MAP (with the bounds), NO_ROAD.
func (l *Logistics) TellPosition(ctx context.Context, p PositionTold) (Done, error) {
	return l.write(ctx, "trip.position", p.RequestKey, "tellTripPosition", "trip", p, func(tx pgx.Tx, scope access.Scope) (int64, error) {
		var carrier int64
		var state, number string
		rows, err := tx.Query(ctx, `select v.carrier_id, t.state, t.number from trip t join vehicle v on v.id = t.vehicle_id where t.id = $1 for share of t`, p.TripID)
		if err != nil {
			return 0, err
		}
		found := false
		if _, err := pgx.ForEachRow(rows, []any{&carrier, &state, &number}, func() error { found = true; return nil }); err != nil {
			return 0, err
		}
		if !found || !scope.CoversOrganisation(carrier) {
			return 0, fault.Absent("trip", fmt.Sprint(p.TripID)).At("tripId")
		}
		if state != "DISPATCHED" {
			return 0, fault.New(fault.Refused, "STATE", "Trip %s is %s.", number, state).With("state", state).At("tripId")
		}
		trips, err := drives(ctx, tx, []int64{p.TripID})
		if err != nil {
			return 0, err
		}
		var now time.Time
		if err := tx.QueryRow(ctx, `select now()`).Scan(&now); err != nil {
			return 0, err
		}
		told, err := l.place(trips[0], p.Position, now)
		if err != nil {
			return 0, err
		}
		return p.TripID, told.save(ctx, tx, p.TripID)
	})
}

// told is a position that makes sense for its trip. next is the index of the stop it goes to; atStop: it is at the one before.
type told struct {
	at     roads.Point
	next   int
	atStop bool
}

// place makes a position of a trip out of what was said, or refuses.
func (l *Logistics) place(d drive, p Position, now time.Time) (told, error) {
	var box *roads.Box
	network, graph := l.Travel.(*roads.Network)
	if graph {
		box = &roads.Box{South: network.About.South, West: network.About.West, North: network.About.North, East: network.About.East}
	}
	t, err := d.place(p, now, box)
	if err == nil && graph && !t.atStop && !network.NearRoads([]roads.Point{t.at}) {
		err = fault.Invalidf("position", "NO_ROAD", "There is no road of the map near this position.")
	}
	return t, err
}

// place refuses what no vehicle of the trip can be at: a point off the map, a stop that the trip has not, or one that lies behind what was
// signed for. Pure.
func (d drive) place(p Position, now time.Time, box *roads.Box) (t told, err error) {
	signed := -1
	for i, s := range d.stops {
		if s.signedAt != nil {
			signed = i
		}
	}
	stop := func(number int, field string) error {
		switch {
		case number < 1 || number > len(d.stops):
			return fault.Invalidf("position."+field, "NO_STOP", "The trip has no stop %d: it has %d.", number, len(d.stops)).With("stop", fmt.Sprint(number)).With("stops", fmt.Sprint(len(d.stops)))
		case number-1 < signed || field == "nextStop" && number-1 == signed:
			return fault.New(fault.Refused, "STOP_BEHIND", "Stop %d lies behind: what was signed for last was at stop %d.", number, signed+1).With("stop", fmt.Sprint(number)).With("signed", fmt.Sprint(signed+1)).At("position." + field)
		}
		return nil
	}
	switch {
	case (p.At == nil) == (p.AtStop == 0), p.AtStop != 0 && p.NextStop != 0:
		return t, fault.Invalidf("position", "POSITION", "Say where the vehicle is: at a point, or at one of its stops.")
	case p.AtStop != 0:
		if err := stop(p.AtStop, "atStop"); err != nil {
			return t, err
		}
		return told{d.stops[p.AtStop-1].at, p.AtStop, true}, nil
	}
	t.at = *p.At
	if !(t.at.Latitude >= -90 && t.at.Latitude <= 90 && t.at.Longitude >= -180 && t.at.Longitude <= 180) {
		return t, fault.Invalidf("position", "COORDINATES", "A latitude is from -90 to 90, a longitude from -180 to 180 degrees.")
	}
	if box != nil && (t.at.Latitude < box.South || t.at.Latitude > box.North || t.at.Longitude < box.West || t.at.Longitude > box.East) {
		return t, fault.Invalidf("position", "OUTSIDE_MAP", "This position lies outside the road map, which is from %.4f to %.4f degrees north and from %.4f to %.4f degrees east.", box.South, box.North, box.West, box.East).
			With("south", fmt.Sprintf("%.4f", box.South)).With("north", fmt.Sprintf("%.4f", box.North)).With("west", fmt.Sprintf("%.4f", box.West)).With("east", fmt.Sprintf("%.4f", box.East))
	}
	if p.NextStop != 0 {
		t.next = p.NextStop - 1
		return t, stop(p.NextStop, "nextStop")
	}
	t.next = max(signed+1, len(d.stops)-1)
	if legs := d.ahead(now); len(legs) > 0 {
		t.next = legs[0].stop
	}
	if t.next >= len(d.stops) {
		return t, nothingAhead()
	}
	return t, nil
}

// aheadFrom is ahead of a vehicle that is told to be somewhere now. What of its leg it has driven is taken to be the planned way up to the
// place nearest to it, and from there straight. Pure.
func (d drive) aheadFrom(t told, now time.Time) (legs []legAhead) {
	from, leaves := t.at, now
	for i := t.next; i < len(d.stops); i++ {
		s := d.stops[i]
		g := legAhead{stop: i, leaveAt: leaves, reachAt: leaves.Add(d.driving(i)), from: from, to: s.at}
		if i == t.next && !t.atStop {
			g.underWay = true
			line := s.line
			if line == nil {
				line = []roads.Point{d.before(i), s.at}
			}
			share := roads.NearestShare(line, t.at)
			g.driven, _ = roads.Cut(line, share)
			g.drivenM = int(share*float64(s.legM) + roads.GreatCircle(g.driven[len(g.driven)-1], t.at))
			g.driven = append(g.driven, t.at)
		}
		legs = append(legs, g)
		leaves, from = g.reachAt.Add(s.departAt.Sub(s.arriveAt)), s.at
	}
	return legs
}

// before is the place that a leg begins at.
func (d drive) before(stop int) roads.Point {
	if stop == 0 {
		return d.home
	}
	return d.stops[stop-1].at
}

// driving is how long a leg takes by the plan.
func (d drive) driving(stop int) time.Duration {
	if stop == 0 {
		return d.stops[0].arriveAt.Sub(d.departAt)
	}
	return d.stops[stop].arriveAt.Sub(d.stops[stop-1].departAt)
}

func (t told) save(ctx context.Context, tx pgx.Tx, tripID int64) error {
	var at *int
	if t.atStop {
		at = &t.next
	}
	_, err := tx.Exec(ctx, `insert into trip_position (trip_id, latitude, longitude, at_stop, next_stop, told_by) values ($1, $2, $3, $4, $5, $6)`, tripID, t.at.Latitude, t.at.Longitude, at, t.next+1, person(ctx))
	return err
}

// PositionsOf gives where the vehicles of trips were last said to be; trips of which nobody said so are not in it. Whoever was given the trips
// may see it: it is not asked for by anybody else.
func (l *Logistics) PositionsOf(ctx context.Context, tripIDs []int64) ([]TripPosition, error) {
	rows, err := l.Pool.Query(ctx, `select distinct on (x.trip_id) x.trip_id, x.latitude::float8, x.longitude::float8, x.at_stop, x.next_stop, x.told_at, p.name
		from trip_position x left join person p on p.id = x.told_by where x.trip_id = any($1) order by x.trip_id, x.id desc`, tripIDs)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p TripPosition, err error) {
		err = row.Scan(&p.TripID, &p.At.Latitude, &p.At.Longitude, &p.AtStop, &p.NextStop, &p.ToldAt, &p.ToldBy)
		return p, err
	})
}
