package logistics

import (
	"context"
	"errors"
	"fmt"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/logistics/roads"

	"github.com/jackc/pgx/v5"
)

// RerouteTrip gives a trip under way another way to the stops that it has still before it, in their order, round what is closed by now:
// from where its vehicle is said to be or, where nobody says, is by its plan, with new lines, metres and times. What is driven stays as it
// is, as do its goods and papers; a stop before the next that by its plan was still ahead is taken to be reached by now.
// Once the road is open again, another rerouting takes it back. Dispatchers.
//
// Refuses with: NOT_FOUND, STALE_REVISION, STATE, NO_ROAD_GRAPH (nothing is gone round by an estimate or a service), NOTHING_AHEAD, NO_WAY
// (with the number of the stop that cannot be reached), and what TellPosition refuses of a position.
func (l *Logistics) RerouteTrip(ctx context.Context, c TripChange) (Done, error) {
	if _, _, err := access.Require(ctx, "trip.write"); err != nil {
		return Done{}, err
	}
	way, refused := l.wayRound(ctx, c)
	if refused != nil && fault.As(refused) == nil {
		return Done{}, refused
	}
	done, replayed, err := onceAudited(ctx, l, "trip.write", c.RequestKey, "rerouteTrip", c, func(tx pgx.Tx, _ access.Scope) (Done, access.Entry, error) {
		entry := access.Entry{Action: "rerouteTrip", ObjectKind: "trip", ObjectID: c.TripID, Detail: map[string]any{"stops": way.changes()}}
		if len(c.Loaded) > 0 {
			return Done{}, entry, fault.Invalidf("loaded", "LOADED", "A trip that is rerouted loads nothing.")
		}
		if _, err := lockTrip(ctx, tx, c, "DISPATCHED"); err != nil {
			return Done{}, entry, err
		}
		if refused != nil {
			return Done{}, entry, refused
		}
		if way.told != nil {
			if err := way.told.save(ctx, tx, c.TripID); err != nil {
				return Done{}, entry, err
			}
		}
		return Done{ID: c.TripID}, entry, way.save(ctx, tx)
	})
	done.Replayed = replayed
	return done, err
}

// newWay is another way for a trip: its legs from one on.
type newWay struct {
	drive
	told   *told // where it was said to be; nil: nobody said
	now    time.Time
	legs   []newLeg
	homeAt time.Time
	homeM  int // metres from the last stop
}

type newLeg struct {
	legAhead
	arriveAt, departAt time.Time
	legM               int
	way                string // encoded, with what is driven
}

// wayRound finds the way to what a trip has before it. Of a trip that is not under way it finds none, without a fault.
func (l *Logistics) wayRound(ctx context.Context, c TripChange) (w newWay, err error) {
	trips, err := drives(ctx, l.Pool, []int64{c.TripID})
	if err != nil || len(trips) == 0 || trips[0].dispatchedAt == nil {
		return w, err
	}
	w.drive = trips[0]
	if _, graph := l.Travel.(*roads.Network); !graph {
		return w, fault.New(fault.Refused, "NO_ROAD_GRAPH", "Driving is not reckoned by a road graph: closed roads cannot be gone round.")
	}
	if err := l.heedClosures(ctx); err != nil {
		return w, err
	}
	if err := l.Pool.QueryRow(ctx, `select now()`).Scan(&w.now); err != nil {
		return w, err
	}
	ahead := w.ahead(w.now)
	if c.Position != nil {
		t, err := l.place(w.drive, *c.Position, w.now)
		if err != nil {
			return w, err
		}
		w.told, ahead = &t, w.aheadFrom(t, w.now)
	}
	if len(ahead) == 0 {
		return w, nothingAhead()
	}
	leaves := ahead[0].leaveAt
	for _, g := range ahead {
		line, err := l.lineAt(ctx, w.travels, g.from, g.to, leaves)
		if errors.Is(err, roads.ErrNoWay) {
			return w, fault.New(fault.Refused, "NO_WAY", "There is no open way to stop %d.", g.stop+1).With("stop", fmt.Sprint(g.stop+1)).At("tripId")
		}
		if err != nil {
			return w, err
		}
		g.leaveAt = leaves
		s := w.stops[g.stop]
		n := newLeg{legAhead: g, arriveAt: leaves.Add(time.Duration(line.Seconds) * time.Second), legM: g.drivenM + int(line.Metres), way: roads.Encode(append(g.driven, line.Points...))}
		n.departAt = n.arriveAt.Add(s.departAt.Sub(s.arriveAt))
		w.legs, leaves = append(w.legs, n), n.departAt
	}
	last := w.stops[len(w.stops)-1]
	w.homeAt, w.homeM = leaves.Add(w.returnAt.Sub(last.departAt)), w.distanceM
	for _, s := range w.stops {
		w.homeM -= s.legM
	}
	// A way home that is closed keeps nobody from their relief: it stays as it was planned.
	home, err := l.lineAt(ctx, w.travels, last.at, w.home, leaves)
	if err == nil {
		w.homeAt, w.homeM = leaves.Add(time.Duration(home.Seconds)*time.Second), int(home.Metres)
	} else if errors.Is(err, roads.ErrNoWay) {
		err = nil
	}
	return w, err
}

func nothingAhead() *fault.Error {
	return fault.New(fault.Refused, "NOTHING_AHEAD", "By its plan, the trip has reached all its stops.").At("tripId")
}

func (l *Logistics) lineAt(ctx context.Context, trip roads.Trip, from, to roads.Point, leaves time.Time) (roads.Line, error) {
	trip.Departure = leaves
	return l.Travel.Line(ctx, from, to, trip)
}

// stopChange is what rerouting changed at a stop, for the audit.
type stopChange struct {
	Stop             int
	ArriveAt, Before time.Time
	LegM, LegMBefore int
}

func (w newWay) changes() []stopChange {
	changes := make([]stopChange, len(w.legs))
	for i, g := range w.legs {
		changes[i] = stopChange{g.stop + 1, g.arriveAt, w.stops[g.stop].arriveAt, g.legM, w.stops[g.stop].legM}
	}
	return changes
}

// save writes the legs. Where the first of them is changed is kept with it: what lies behind is told from it later.
func (w newWay) save(ctx context.Context, tx pgx.Tx) error {
	batch := &pgx.Batch{}
	if w.told != nil {
		// What lies behind by what was said, though it was still ahead by the plan, is reached: the plan is reckoned from here on.
		for _, g := range w.ahead(w.now) {
			if g.stop < w.told.next {
				batch.Queue(`update trip_stop set arrive_at = $2, depart_at = $2, turned_at = $2, turned_m = leg_m where id = $1`, w.stops[g.stop].id, w.now)
			}
		}
	}
	metres := w.homeM
	for _, s := range w.stops[:w.legs[0].stop] {
		metres += s.legM
	}
	for i, g := range w.legs {
		var turnedAt *time.Time
		var turnedM *int
		if i == 0 {
			turnedAt, turnedM = &g.leaveAt, &g.drivenM
		}
		var line *string
		if len(g.way) <= longestLine {
			line = &g.way
		}
		batch.Queue(`update trip_stop set arrive_at = $2, depart_at = $3, leg_m = $4, leg_line = $5, turned_at = $6, turned_m = $7 where id = $1`,
			w.stops[g.stop].id, g.arriveAt, g.departAt, g.legM, line, turnedAt, turnedM)
		metres += g.legM
	}
	batch.Queue(`update trip set return_at = $2, distance_m = $3, rerouted_at = now() where id = $1`, w.tripID, w.homeAt, metres)
	return tx.SendBatch(ctx, batch).Close()
}
