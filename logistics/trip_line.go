package logistics

import (
	"context"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"changping/logistics/roads"

	"github.com/jackc/pgx/v5"
)

// linePatience is how long lines are looked for after a plan: the plan is kept by then, and its request has a deadline.
const linePatience = 1500 * time.Millisecond

// longestLine bounds what is stored of a leg, in characters: some thousand kilometres of winding road.
const longestLine = 400_000

// leg is the way to a stop from the stop before, or from the vehicle's home.
type leg struct {
	StopID   int64
	Trip     roads.Trip
	From, To roads.Point
}

// keepLines finds the driven lines of the legs of an allocation's planned trips and keeps them with their stops. It is done after the
// plan is written, without a lock: a trip without lines is still a trip, so that what cannot be found is left out, drawn straight, and
// looked for again when the same plan is asked for again.
func (l *Logistics) keepLines(ctx context.Context, allocationID int64) {
	if _, estimate := l.Travel.(roads.Estimate); estimate {
		return
	}
	reading, read := context.WithTimeout(ctx, linePatience)
	defer read()
	legs, err := legsWithoutLine(reading, l.Pool, allocationID)
	if err != nil {
		slog.WarnContext(ctx, "the legs of new trips were not read: they are drawn straight until the plan is asked for again", "allocation", allocationID, "error", err)
	}
	if err != nil || len(legs) == 0 {
		return
	}
	batch := &pgx.Batch{}
	for stopID, line := range l.findLines(reading, legs) {
		batch.Queue(`update trip_stop set leg_line = $2 where id = $1 and leg_line is null`, stopID, line)
	}
	// What was found by the end of the patience is kept all the same.
	kept, done := context.WithTimeout(context.WithoutCancel(ctx), linePatience)
	defer done()
	if err := l.Pool.SendBatch(kept, batch).Close(); err != nil {
		slog.WarnContext(ctx, "the driven lines of new trips were not kept: they are drawn straight until the plan is asked for again", "allocation", allocationID, "error", err)
	}
}

// findLines finds the driven lines of legs, encoded, by their stops: those that it comes to while ctx lasts and that are not too long to be
// kept.
func (l *Logistics) findLines(ctx context.Context, legs []leg) map[int64]string {
	lines := make([]string, len(legs))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(legs)) {
		workers.Go(func() {
			for i := int(next.Add(1) - 1); i < len(legs) && ctx.Err() == nil; i = int(next.Add(1) - 1) {
				g := legs[i]
				if line, err := l.Travel.Line(ctx, g.From, g.To, g.Trip); err == nil && !line.Estimated && len(line.Points) > 0 {
					lines[i] = roads.Encode(line.Points)
				}
			}
		})
	}
	workers.Wait()
	found := map[int64]string{}
	for i, line := range lines {
		if line != "" && len(line) <= longestLine {
			found[legs[i].StopID] = line
		}
	}
	return found
}

// legsWithoutLine gives the legs of planned trips whose line is not known.
func legsWithoutLine(ctx context.Context, q reader, allocationID int64) ([]leg, error) {
	rows, err := q.Query(ctx, `select s.id, vt.profile, t.hazardous, `+onPass+`, coalesce(b.depart_at, t.depart_at), f.latitude::float8, f.longitude::float8, h.latitude::float8, h.longitude::float8
		from trip_stop s join trip t on t.id = s.trip_id join vehicle v on v.id = t.vehicle_id join vehicle_type vt on vt.code = v.type_code join site h on h.id = s.site_id
		left join trip_stop b on b.trip_id = s.trip_id and b.seq = s.seq - 1 join site f on f.id = coalesce(b.site_id, v.home_site_id)
		where t.allocation_id = $1 and t.state = 'PLANNED' and not t.estimated and s.leg_line is null order by s.id`, allocationID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (g leg, err error) {
		err = row.Scan(&g.StopID, &g.Trip.Profile, &g.Trip.Hazardous, &g.Trip.GreenLane, &g.Trip.Departure, &g.From.Latitude, &g.From.Longitude, &g.To.Latitude, &g.To.Longitude)
		return g, err
	})
}
