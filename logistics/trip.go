package logistics

import (
	"context"
	"fmt"
	"slices"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"
	"changping/inventory"
	"changping/logistics/roads"
	"changping/logistics/vrp"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Trip is a vehicle's route of pick-ups and drop-offs: PLANNED, DISPATCHED (its goods are in transit), ARRIVED (all its
// waybills are signed) or CANCELLED.
type Trip struct {
	ID, IncidentID, AllocationID, VehicleID int64
	Number, State                           string
	Revision                                int
	DepartAt, ReturnAt                      time.Time
	DistanceM                               int
	LoadKg, LoadM3                          decimal.Decimal
	Estimated                               bool
}

// Planning asks for trips for what an approved allocation has not yet on a trip.
type Planning struct {
	RequestKey   string `json:"-"`
	AllocationID int64
	CarrierIDs   []int64 // none: all
}

// The solver stops after so many rounds, and a slow machine after so long: a first plan stands long before.
const (
	searchRounds = 300
	searchTime   = 2 * time.Second
)

func init() {
	postgres.RegisterConstraint("trip_vehicle_busy", func() *fault.Error {
		return fault.New(fault.Conflict, "VEHICLE_BUSY", "A vehicle of the plan was taken by another plan meanwhile: plan again.")
	})
}

// PlanTrips plans trips over the vehicles that are in service and free. What cannot be taken is named with its reason.
// Dispatchers. Refuses with: NOTHING_TO_CARRY, NO_VEHICLES.
func (l *Logistics) PlanTrips(ctx context.Context, p Planning) (Done, error) {
	return l.write(ctx, "trip.write", p.RequestKey, "planTrips", "allocation", p, func(tx pgx.Tx, _ access.Scope) (int64, error) {
		var in, allocation int64
		var state string
		err := tx.QueryRow(ctx, `select id, incident_id, state from allocation where id = $1 for update`, p.AllocationID).Scan(&allocation, &in, &state)
		if err == pgx.ErrNoRows {
			return 0, fault.Absent("allocation", fmt.Sprint(p.AllocationID)).At("allocationId")
		}
		if err != nil {
			return 0, err
		}
		if _, err := lockIncident(ctx, tx, in); err != nil {
			return 0, err
		}
		if state != "APPROVED" {
			return 0, fault.New(fault.Refused, "STATE", "Trips are planned for an approved allocation; this one is %s.", state).With("state", state).At("allocationId")
		}
		loads, err := openLoads(ctx, tx, p.AllocationID)
		if err != nil {
			return 0, err
		}
		if len(loads) == 0 {
			return 0, fault.New(fault.Refused, "NOTHING_TO_CARRY", "Everything in this allocation is on a trip already, or lies where it is needed.")
		}
		fleet, err := vehicles(ctx, tx, `v.in_service and (cardinality($1::bigint[]) = 0 or v.carrier_id = any($1))
			and not exists (select 1 from trip t where t.vehicle_id = v.id and t.state in ('PLANNED', 'DISPATCHED')) order by v.id`, append([]int64{}, p.CarrierIDs...))
		if err != nil {
			return 0, err
		}
		if len(fleet) == 0 {
			return 0, fault.New(fault.Refused, "NO_VEHICLES", "No vehicle of these carriers is in service and free.")
		}
		var start time.Time
		if err := tx.QueryRow(ctx, `select date_trunc('minute', now()) + interval '15 minutes'`).Scan(&start); err != nil { // drivers called, vehicles brought out
			return 0, err
		}
		plan, estimated, err := l.problem(ctx, tx, loads, fleet, start)
		if err != nil {
			return 0, err
		}
		search, cancel := context.WithTimeout(ctx, searchTime)
		defer cancel()
		solution := vrp.Solve(search, plan.problem, vrp.Options{Seed: uint64(p.AllocationID), Iterations: searchRounds})
		return p.AllocationID, savePlan(ctx, tx, in, p.AllocationID, plan, solution, estimated)
	})
}

// openLoads gives what of an approved allocation is on no live trip yet. What lies where it is needed does not travel.
func openLoads(ctx context.Context, tx pgx.Tx, allocationID int64) ([]load, error) {
	lines, err := linesOf(ctx, tx, `al.allocation_id = $1 and al.quantity > 0 and al.from_site_id <> al.to_site_id`, allocationID)
	if err != nil {
		return nil, err
	}
	planned := map[int64]decimal.Decimal{}
	rows, err := tx.Query(ctx, `select tl.allocation_line_id, sum(tl.quantity) from trip_load tl join trip t on t.id = tl.trip_id where t.allocation_id = $1 and t.state <> 'CANCELLED' group by 1`, allocationID)
	if err != nil {
		return nil, err
	}
	var id int64
	var sum decimal.Decimal
	if _, err := pgx.ForEachRow(rows, []any{&id, &sum}, func() error { planned[id] = sum; return nil }); err != nil {
		return nil, err
	}
	due := map[int64]time.Time{}
	rows, err = tx.Query(ctx, `select n.id, n.needed_by from need n join allocation a on a.incident_id = n.incident_id where a.id = $1`, allocationID)
	if err != nil {
		return nil, err
	}
	var by time.Time
	if _, err := pgx.ForEachRow(rows, []any{&id, &by}, func() error { due[id] = by; return nil }); err != nil {
		return nil, err
	}
	var itemIDs []int64
	for _, x := range lines {
		itemIDs = append(itemIDs, x.ItemID)
	}
	items, err := inventory.ItemsByIDTx(ctx, tx, itemIDs)
	if err != nil {
		return nil, err
	}
	var loads []load
	for _, x := range lines {
		if open := x.Quantity.Sub(planned[x.ID]); open.IsPositive() {
			loads = append(loads, load{x, items[x.ItemID], open, due[x.NeedID]})
		}
	}
	return loads, nil
}

// problem gathers places and travel times.
func (l *Logistics) problem(ctx context.Context, tx pgx.Tx, loads []load, fleet []Vehicle, start time.Time) (p plan, estimated bool, err error) {
	var places []int64
	for _, x := range loads {
		places = append(places, x.line.FromSiteID, x.line.ToSiteID)
	}
	for _, v := range fleet {
		places = append(places, v.HomeSiteID)
	}
	slices.Sort(places)
	places = slices.Compact(places)
	sites, err := inventory.SitesByIDTx(ctx, tx, places)
	if err != nil {
		return p, false, err
	}
	points := make([]roads.Point, len(places))
	for i, id := range places {
		points[i] = roads.Point{Latitude: sites[id].Latitude.InexactFloat64(), Longitude: sites[id].Longitude.InexactFloat64()}
	}
	var matrices []vrp.Matrix
	matrixOf := map[string]int{}
	for _, v := range fleet {
		if _, known := matrixOf[v.Type.Profile]; known {
			continue
		}
		m, err := l.Travel.Matrix(ctx, points, roads.Profile(v.Type.Profile), start)
		if err != nil {
			return p, false, err
		}
		matrixOf[v.Type.Profile] = len(matrices)
		matrices = append(matrices, vrp.Matrix{Seconds: m.Seconds, Metres: m.Metres})
		estimated = estimated || m.Estimated
	}
	return makePlan(loads, fleet, matrices, matrixOf, places, start), estimated, nil
}

func savePlan(ctx context.Context, tx pgx.Tx, incidentID, allocationID int64, p plan, s vrp.Solution, estimated bool) error {
	at := func(seconds int64) time.Time { return p.start.Add(time.Duration(seconds) * time.Second) }
	for _, r := range s.Routes {
		number, err := nextNumber(ctx, tx, "CC", "trip")
		if err != nil {
			return err
		}
		kg, m3 := decimal.Zero, decimal.Zero
		for _, stop := range r.Stops {
			for _, i := range stop.Pickups {
				for _, x := range p.loads[i] {
					kg = kg.Add(x.item.WeightKg.Mul(x.quantity))
					m3 = m3.Add(x.item.VolumeM3.Mul(x.quantity))
				}
			}
		}
		var trip int64
		if err := tx.QueryRow(ctx, `insert into trip (number, incident_id, allocation_id, vehicle_id, state, depart_at, return_at, distance_m, load_kg, load_m3, estimated)
			values ($1, $2, $3, $4, 'PLANNED', $5, $6, $7, $8, $9, $10) returning id`,
			number, incidentID, allocationID, p.problem.Vehicles[r.Vehicle].ID, p.start, at(r.ReturnAt), r.Metres, kg.Round(3), m3.Round(6), estimated).Scan(&trip); err != nil {
			return err
		}
		pickup := map[int]int64{}
		for seq, stop := range r.Stops {
			var due *time.Time
			for _, i := range stop.Deliveries {
				if d := p.loads[i][0].due; due == nil || d.Before(*due) {
					due = &d
				}
			}
			var id int64
			if err := tx.QueryRow(ctx, `insert into trip_stop (trip_id, seq, site_id, arrive_at, depart_at, leg_m, due_at) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
				trip, seq+1, p.places[stop.Place], at(stop.Arrive), at(stop.Depart), stop.LegMetres, due).Scan(&id); err != nil {
				return err
			}
			for _, i := range stop.Pickups {
				pickup[i] = id
			}
			for _, i := range stop.Deliveries {
				for _, x := range p.loads[i] {
					if _, err := tx.Exec(ctx, `insert into trip_load (trip_id, allocation_line_id, quantity, pickup_stop_id, delivery_stop_id) values ($1, $2, $3, $4, $5)
						on conflict (trip_id, allocation_line_id, pickup_stop_id, delivery_stop_id) do update set quantity = trip_load.quantity + excluded.quantity`,
						trip, x.line.ID, x.quantity, pickup[i], id); err != nil {
						return err
					}
				}
			}
		}
	}
	if _, err := tx.Exec(ctx, `delete from plan_unserved where allocation_id = $1`, allocationID); err != nil {
		return err
	}
	unserved := func(x load, reason string) error {
		_, err := tx.Exec(ctx, `insert into plan_unserved (allocation_id, allocation_line_id, quantity, reason) values ($1, $2, $3, $4)`, allocationID, x.line.ID, x.quantity, reason)
		return err
	}
	for _, u := range s.Unserved {
		for _, x := range p.loads[u.Shipment] {
			if err := unserved(x, u.Reason); err != nil {
				return err
			}
		}
	}
	for _, x := range p.tooBig {
		if err := unserved(x, "SKILL"); err != nil {
			return err
		}
	}
	return nil
}

// TripChange dispatches or cancels a trip.
type TripChange struct {
	RequestKey string `json:"-"`
	TripID     int64
	Revision   int
}

// CancelTrip cancels a planned trip; its loads may be planned anew. Dispatchers.
func (l *Logistics) CancelTrip(ctx context.Context, c TripChange) (Done, error) {
	return l.write(ctx, "trip.write", c.RequestKey, "cancelTrip", "trip", c, func(tx pgx.Tx, _ access.Scope) (int64, error) {
		if _, err := lockTrip(ctx, tx, c); err != nil {
			return 0, err
		}
		_, err := tx.Exec(ctx, `update trip set state = 'CANCELLED' where id = $1`, c.TripID)
		return c.TripID, err
	})
}

const tripColumns = `t.id, t.incident_id, t.allocation_id, t.vehicle_id, t.number, t.state, t.revision, t.depart_at, t.return_at, t.distance_m, t.load_kg, t.load_m3, t.estimated from trip t`

// lockTrip locks a planned trip, checks its revision and counts it up.
func lockTrip(ctx context.Context, tx pgx.Tx, c TripChange) (Trip, error) {
	rows, err := tx.Query(ctx, `select `+tripColumns+` where t.id = $1 for update`, c.TripID)
	if err != nil {
		return Trip{}, err
	}
	t, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Trip])
	switch {
	case err == pgx.ErrNoRows:
		return t, fault.Absent("trip", fmt.Sprint(c.TripID)).At("tripId")
	case err != nil:
		return t, err
	case t.Revision != c.Revision:
		return t, stale(t.Revision)
	case t.State != "PLANNED":
		return t, fault.New(fault.Refused, "STATE", "Trip %s is %s.", t.Number, t.State).With("state", t.State).At("tripId")
	}
	_, err = tx.Exec(ctx, `update trip set revision = revision + 1 where id = $1`, c.TripID)
	return t, err
}

// visibleTrips limits to what a scope may see: of its vehicles, or with a stop at its sites.
const visibleTrips = `($1 or v.carrier_id = any($2) or exists (select 1 from trip_stop s where s.trip_id = t.id and s.site_id = any($3)))`

// TripFilter narrows a list of trips; zero values: all.
type TripFilter struct {
	IncidentID int64
	OpenOnly   bool // planned or dispatched
}

// ListTrips gives trips, newest first: carriers see those of their vehicles, others those that stop at their sites.
func (l *Logistics) ListTrips(ctx context.Context, f TripFilter, limit int, beforeID int64) ([]Trip, error) {
	_, scope, err := access.Require(ctx, "incident.read")
	if err != nil {
		return nil, err
	}
	rows, err := l.Pool.Query(ctx, `select `+tripColumns+` join vehicle v on v.id = t.vehicle_id where `+visibleTrips+` and ($4 = 0 or t.incident_id = $4)
		and (not $5 or t.state in ('PLANNED', 'DISPATCHED')) and ($6 = 0 or t.id < $6) order by t.id desc limit $7`,
		scope.District, scope.OrganisationIDs, scope.SiteIDs, f.IncidentID, f.OpenOnly, beforeID, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Trip])
}

// TripsOf gives the trips of incidents, or those with the ids, within the scope of ListTrips, oldest first.
func (l *Logistics) TripsOf(ctx context.Context, incidentIDs, tripIDs []int64) ([]Trip, error) {
	_, scope, err := access.Require(ctx, "incident.read")
	if err != nil {
		return nil, err
	}
	rows, err := l.Pool.Query(ctx, `select `+tripColumns+` join vehicle v on v.id = t.vehicle_id where `+visibleTrips+` and (t.incident_id = any($4) or t.id = any($5)) order by t.id`,
		scope.District, scope.OrganisationIDs, scope.SiteIDs, incidentIDs, tripIDs)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Trip])
}

// TripStop is a stop of a trip with what happens there.
type TripStop struct {
	ID, TripID, SiteID int64
	Seq                int
	ArriveAt, DepartAt time.Time
	LegM               int
	DueAt              *time.Time
}

// TripLoad is a load of a trip.
type TripLoad struct {
	TripID, ItemID, LotID, PickupStopID, DeliveryStopID int64
	Quantity                                            decimal.Decimal
}

// StopsOf gives the stops and loads of trips.
func (l *Logistics) StopsOf(ctx context.Context, tripIDs []int64) ([]TripStop, []TripLoad, error) {
	rows, err := l.Pool.Query(ctx, `select id, trip_id, site_id, seq, arrive_at, depart_at, leg_m, due_at from trip_stop where trip_id = any($1) order by trip_id, seq`, tripIDs)
	if err != nil {
		return nil, nil, err
	}
	stops, err := pgx.CollectRows(rows, pgx.RowToStructByName[TripStop])
	if err != nil {
		return nil, nil, err
	}
	rows, err = l.Pool.Query(ctx, `select tl.trip_id, al.item_id, al.lot_id, tl.pickup_stop_id, tl.delivery_stop_id, tl.quantity
		from trip_load tl join allocation_line al on al.id = tl.allocation_line_id where tl.trip_id = any($1) order by tl.id`, tripIDs)
	if err != nil {
		return nil, nil, err
	}
	loads, err := pgx.CollectRows(rows, pgx.RowToStructByName[TripLoad])
	return stops, loads, err
}

// Unserved is a load that no vehicle could take at the last planning.
type Unserved struct {
	AllocationLineID int64
	Quantity         decimal.Decimal
	Reason           string
}

// UnservedOf gives what no vehicle could take.
func (l *Logistics) UnservedOf(ctx context.Context, allocationID int64) ([]Unserved, error) {
	rows, err := l.Pool.Query(ctx, `select allocation_line_id, quantity, reason from plan_unserved where allocation_id = $1 order by id`, allocationID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Unserved])
}
