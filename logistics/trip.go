package logistics

import (
	"context"
	"errors"
	"fmt"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

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
	ReroutedAt                              *time.Time // given another way under way, last
	GreenLane                               bool       // its vehicle travels on a green-lane pass
}

func init() {
	postgres.RegisterConstraint("trip_vehicle_busy", func() *fault.Error {
		return fault.New(fault.Conflict, "VEHICLE_BUSY", "A vehicle of the plan was taken by another plan meanwhile: plan again.")
	})
}

// TripChange dispatches, reroutes or cancels a trip.
type TripChange struct {
	RequestKey string `json:"-"`
	TripID     int64
	Revision   int
	Loaded     []LoadedLine `json:",omitempty"` // what was really loaded, of lines that differ from the plan; dispatching only
	Position   *Position    `json:",omitempty"` // where the vehicle is; rerouting only. nil: where it is by its plan
}

// noPosition refuses a position where none is asked for.
func (c TripChange) noPosition() error {
	if c.Position != nil {
		return fault.Invalidf("position", "POSITION", "A position is told of a trip that is rerouted.")
	}
	return nil
}

// CancelTrip cancels a planned trip; its loads may be planned anew. Dispatchers.
func (l *Logistics) CancelTrip(ctx context.Context, c TripChange) (Done, error) {
	return l.write(ctx, "trip.write", c.RequestKey, "cancelTrip", "trip", c, func(tx pgx.Tx, _ access.Scope) (int64, error) {
		if len(c.Loaded) > 0 {
			return 0, fault.Invalidf("loaded", "LOADED", "A trip that is cancelled loads nothing.")
		}
		if err := c.noPosition(); err != nil {
			return 0, err
		}
		_, err := cancelTrip(ctx, tx, c)
		return c.TripID, err
	})
}

// cancelTrip cancels a planned trip and gives it as it was.
func cancelTrip(ctx context.Context, tx pgx.Tx, c TripChange) (Trip, error) {
	t, err := lockTrip(ctx, tx, c, "PLANNED")
	if err != nil {
		return t, err
	}
	_, err = tx.Exec(ctx, `update trip set state = 'CANCELLED' where id = $1`, c.TripID)
	return t, err
}

const tripFields = `t.id, t.incident_id, t.allocation_id, t.vehicle_id, t.number, t.state, t.revision, t.depart_at, t.return_at, t.distance_m, t.load_kg, t.load_m3, t.estimated, t.rerouted_at, ` + onPass + ` as green_lane`

const tripColumns = tripFields + ` from trip t`

// onPass tells whether the vehicle of a trip travels on a green-lane pass.
const onPass = `exists (select 1 from green_lane_pass p where p.incident_id = t.incident_id and p.vehicle_id = t.vehicle_id)`

// lockTrip locks a trip in a state, checks its revision and counts it up.
func lockTrip(ctx context.Context, tx pgx.Tx, c TripChange, state string) (Trip, error) {
	rows, err := tx.Query(ctx, `select `+tripColumns+` where t.id = $1 for update`, c.TripID)
	if err != nil {
		return Trip{}, err
	}
	t, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Trip])
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return t, fault.Absent("trip", fmt.Sprint(c.TripID)).At("tripId")
	case err != nil:
		return t, err
	case t.Revision != c.Revision:
		return t, stale(t.Revision)
	case t.State != state:
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

var tripFilters = []postgres.Field{
	postgres.ByID("id", "trip", "t.id"), postgres.ByText("number", "t.number"), postgres.ByID("incidentId", "incident", "t.incident_id"),
	postgres.ByID("allocationId", "allocation", "t.allocation_id"), postgres.ByID("vehicleId", "vehicle", "t.vehicle_id"),
	postgres.ByID("carrierId", "organisation", "v.carrier_id"), postgres.ByChoice("state", "t.state"), postgres.ByInstant("departAt", "t.depart_at"),
	postgres.ByInstant("returnAt", "t.return_at"), postgres.ByWhole("distanceMetres", "t.distance_m"), postgres.ByFlag("estimated", "t.estimated"),
	postgres.ByFlag("greenLane", onPass), postgres.ByInstant("reroutedAt", "t.rerouted_at"),
}

// ListTrips gives trips, newest first, or those that depart first: carriers see those of their vehicles, others those that stop at their
// sites.
func (l *Logistics) ListTrips(f TripFilter) *postgres.List[Trip] {
	return &postgres.List[Trip]{Fields: tripFilters, Pool: l.Pool, Orders: []postgres.Order{postgres.Newest("t.id"), {Name: "DEPARTURE", By: []postgres.Key{{SQL: "t.depart_at", Type: "timestamptz"}, {SQL: "t.id", Type: "bigint"}}}},
		Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
			_, scope, err := access.Require(ctx, "incident.read")
			return postgres.Listing{Columns: tripFields, From: `from trip t join vehicle v on v.id = t.vehicle_id where ` + visibleTrips + ` and ($4 = 0 or t.incident_id = $4)
				and (not $5 or t.state in ('PLANNED', 'DISPATCHED'))`, Args: []any{scope.District, scope.OrganisationIDs, scope.SiteIDs, f.IncidentID, f.OpenOnly}}, err
		}}
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
	LegLine            *string // the driven way from the stop before, as an encoded line; nil: not known by roads
}

// TripLoad is a load of a trip.
type TripLoad struct {
	TripID, AllocationLineID, ItemID, LotID, PickupStopID, DeliveryStopID int64
	Quantity                                                              decimal.Decimal
}

// StopsOf gives the stops and loads of trips.
func (l *Logistics) StopsOf(ctx context.Context, tripIDs []int64) ([]TripStop, []TripLoad, error) {
	return stopsOfTrips(ctx, l.Pool, tripIDs)
}

func stopsOfTrips(ctx context.Context, q reader, tripIDs []int64) ([]TripStop, []TripLoad, error) {
	rows, err := q.Query(ctx, `select id, trip_id, site_id, seq, arrive_at, depart_at, leg_m, due_at, leg_line from trip_stop where trip_id = any($1) order by trip_id, seq`, tripIDs)
	if err != nil {
		return nil, nil, err
	}
	stops, err := pgx.CollectRows(rows, pgx.RowToStructByName[TripStop])
	if err != nil {
		return nil, nil, err
	}
	rows, err = q.Query(ctx, `select tl.trip_id, tl.allocation_line_id, al.item_id, al.lot_id, tl.pickup_stop_id, tl.delivery_stop_id, tl.quantity
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
	return unservedOf(ctx, l.Pool, allocationID)
}

func unservedOf(ctx context.Context, q reader, allocationID int64) ([]Unserved, error) {
	rows, err := q.Query(ctx, `select allocation_line_id, quantity, reason from plan_unserved where allocation_id = $1 order by id`, allocationID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Unserved])
}
