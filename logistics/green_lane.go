package logistics

import (
	"context"
	"fmt"
	"slices"

	"changping/access"
	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
)

// PassChange gives vehicles a green-lane pass for an incident, and takes it from others.
type PassChange struct {
	RequestKey       string `json:"-"`
	IncidentID       int64
	Given, Withdrawn []int64 // vehicles
}

// ChangeGreenLanePasses says which vehicles travel on a green-lane pass for an incident: their trips are planned, rerouted and named for
// closures as on a pass, from then on. A pass is given again, or taken again, without a fault. Dispatchers.
//
// Refuses with: NOT_FOUND, INCIDENT_CLOSED, PASS_BOTH (a vehicle stands on both lists).
func (l *Logistics) ChangeGreenLanePasses(ctx context.Context, c PassChange) (Done, error) {
	done, replayed, err := onceAudited(ctx, l, "trip.write", c.RequestKey, "changeGreenLanePasses", c, func(tx pgx.Tx, _ access.Scope) (Done, access.Entry, error) {
		entry := access.Entry{Action: "changeGreenLanePasses", ObjectKind: "incident", ObjectID: c.IncidentID, Detail: map[string]any{"given": c.Given, "withdrawn": c.Withdrawn}}
		for i, id := range c.Withdrawn {
			if slices.Contains(c.Given, id) {
				return Done{}, entry, fault.Invalidf(fmt.Sprintf("withdrawn.%d", i), "PASS_BOTH", "A pass is given or withdrawn, not both.")
			}
		}
		if _, err := lockIncident(ctx, tx, c.IncidentID); err != nil {
			return Done{}, entry, err
		}
		known, err := vehicles(ctx, tx, `v.id = any($1)`, c.Given)
		if err != nil {
			return Done{}, entry, err
		}
		for i, id := range c.Given {
			if !slices.ContainsFunc(known, func(v Vehicle) bool { return v.ID == id }) {
				return Done{}, entry, fault.Absent("vehicle", fmt.Sprint(id)).At(fmt.Sprintf("given.%d", i))
			}
		}
		if _, err := tx.Exec(ctx, `insert into green_lane_pass (incident_id, vehicle_id, given_by) select $1, v, $3 from unnest($2::bigint[]) v on conflict do nothing`, c.IncidentID, c.Given, person(ctx)); err != nil {
			return Done{}, entry, err
		}
		_, err = tx.Exec(ctx, `delete from green_lane_pass where incident_id = $1 and vehicle_id = any($2)`, c.IncidentID, c.Withdrawn)
		return Done{ID: c.IncidentID}, entry, err
	})
	done.Replayed = replayed
	return done, err
}

// GreenLanePasses gives the vehicles that travel on a green-lane pass, by incident, whoever asks: used below incidents that are already within
// scope.
func (l *Logistics) GreenLanePasses(ctx context.Context, incidentIDs []int64) (map[int64][]int64, error) {
	return greenLanePasses(ctx, l.Pool, incidentIDs)
}

func greenLanePasses(ctx context.Context, q interface {
	Query(context.Context, string, ...any) (pgx.Rows, error)
}, incidentIDs []int64) (map[int64][]int64, error) {
	rows, err := q.Query(ctx, `select p.incident_id, p.vehicle_id from green_lane_pass p join vehicle v on v.id = p.vehicle_id where p.incident_id = any($1) order by p.incident_id, v.plate`, incidentIDs)
	if err != nil {
		return nil, err
	}
	of := map[int64][]int64{}
	var incident, vehicle int64
	_, err = pgx.ForEachRow(rows, []any{&incident, &vehicle}, func() error { of[incident] = append(of[incident], vehicle); return nil })
	return of, err
}
