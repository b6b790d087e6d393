package logistics

import (
	"context"
	"time"

	"changping/logistics/roads"

	"github.com/jackc/pgx/v5"
)

// drive is a planned or dispatched trip with what tells where its vehicle is.
type drive struct {
	tripID             int64
	departAt, returnAt time.Time
	dispatchedAt       *time.Time // nil: it is planned only
	distanceM          int
	home               roads.Point
	travels            roads.Trip // without its departure
	stops              []driveStop
}

// driveStop is a stop of a drive with the leg to it.
type driveStop struct {
	id, siteID         int64
	at                 roads.Point
	arriveAt, departAt time.Time
	legM               int
	line               []roads.Point // nil: not known
	turnedAt           *time.Time    // when it was given another way on this leg, with so many metres behind
	turnedM            int
	signedAt           *time.Time
}

// legAhead is a leg, or the rest of one, that is still to be driven.
type legAhead struct {
	stop             int // its index
	leaveAt, reachAt time.Time
	from, to         roads.Point
	underWay         bool          // from is where the vehicle is by now, not the place before
	drivenM          int           // metres of the leg that are behind, along the driven line
	driven, line     []roads.Point // line nil: not known
}

// ahead reckons which legs a vehicle has still to drive. Nobody tells where it is: it keeps to its plan from when it was dispatched, if that
// was after its time, or from where something was signed last. A planned trip that has not left at its time drives so much later. Pure.
func (d drive) ahead(now time.Time) (legs []legAhead) {
	signed := -1
	for i, s := range d.stops {
		if s.signedAt != nil {
			signed = i
		}
	}
	leaves, planned, from := d.departAt, d.departAt, d.home
	var told *time.Time // when it was at the place before, if that was signed
	if d.dispatchedAt == nil {
		leaves = later(leaves, now)
	} else {
		leaves = later(leaves, *d.dispatchedAt)
	}
	for i, s := range d.stops {
		begins, behindM, reach := leaves, 0, leaves.Add(s.arriveAt.Sub(planned))
		if s.turnedAt != nil && (told == nil || !told.After(*s.turnedAt)) {
			begins, behindM, reach = *s.turnedAt, s.turnedM, s.arriveAt
		}
		leaves = reach.Add(s.departAt.Sub(s.arriveAt))
		if d.dispatchedAt != nil && (i <= signed || !reach.After(now)) {
			if told = s.signedAt; told != nil {
				leaves = *told
			}
		} else {
			leg := legAhead{stop: i, leaveAt: begins, reachAt: reach, from: from, to: s.at, line: s.line}
			if d.dispatchedAt != nil && len(legs) == 0 && begins.Before(now) {
				leg.cut(now, behindM, s.legM)
			}
			legs = append(legs, leg)
		}
		planned, from = s.departAt, s.at
	}
	return legs
}

// cut leaves the rest of a leg that the vehicle is on: it has driven so many metres when the leg, or its rest, began, and goes evenly
// from there.
func (g *legAhead) cut(now time.Time, behindM, legM int) {
	g.underWay = true
	share := float64(now.Sub(g.leaveAt)) / float64(g.reachAt.Sub(g.leaveAt))
	g.drivenM = behindM + int(share*float64(legM-behindM))
	known, line := g.line != nil, g.line
	if !known {
		line = []roads.Point{g.from, g.to}
	}
	g.driven, line = roads.Cut(line, float64(g.drivenM)/float64(max(1, legM)))
	g.leaveAt, g.from = now, line[0]
	if known {
		g.line = line
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// drives gives planned and dispatched trips with their ways.
func drives(ctx context.Context, q reader, tripIDs []int64) ([]drive, error) {
	// What is signed at a place counts at the last stop there where anything is delivered.
	rows, err := q.Query(ctx, `select t.id, t.depart_at, t.return_at, t.distance_m, case when t.state = 'DISPATCHED' then t.dispatched_at end, f.latitude::float8, f.longitude::float8, vt.profile, t.hazardous,
		  `+onPass+`,
		  s.id, s.site_id, h.latitude::float8, h.longitude::float8, s.arrive_at, s.depart_at, s.leg_m, s.leg_line, s.turned_at, coalesce(s.turned_m, 0),
		  (select w.signed_at from waybill w where w.trip_id = t.id and w.to_site_id = s.site_id and w.state = 'SIGNED'
		    and s.id = (select x.id from trip_stop x join trip_load tl on tl.delivery_stop_id = x.id where x.trip_id = t.id and x.site_id = s.site_id order by x.seq desc limit 1))
		from trip t join vehicle v on v.id = t.vehicle_id join vehicle_type vt on vt.code = v.type_code join site f on f.id = v.home_site_id
		join trip_stop s on s.trip_id = t.id join site h on h.id = s.site_id
		where t.id = any($1) and t.state in ('PLANNED', 'DISPATCHED') order by t.id, s.seq`, tripIDs)
	if err != nil {
		return nil, err
	}
	var all []drive
	var d drive
	var s driveStop
	var line *string
	_, err = pgx.ForEachRow(rows, []any{&d.tripID, &d.departAt, &d.returnAt, &d.distanceM, &d.dispatchedAt, &d.home.Latitude, &d.home.Longitude, &d.travels.Profile, &d.travels.Hazardous, &d.travels.GreenLane,
		&s.id, &s.siteID, &s.at.Latitude, &s.at.Longitude, &s.arriveAt, &s.departAt, &s.legM, &line, &s.turnedAt, &s.turnedM, &s.signedAt}, func() (err error) {
		if s.line = nil; line != nil {
			if s.line, err = roads.Decode(*line); err != nil {
				return err
			}
		}
		if len(all) == 0 || all[len(all)-1].tripID != d.tripID {
			all = append(all, d)
		}
		last := &all[len(all)-1]
		last.stops = append(last.stops, s)
		return nil
	})
	return all, err
}
