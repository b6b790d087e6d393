package logistics

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
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

// Planning asks for trips for what an approved allocation has not yet on a trip.
type Planning struct {
	RequestKey   string `json:"-"`
	AllocationID int64
	CarrierIDs   []int64        // none: all
	Replaced     []ReplacedTrip `json:",omitempty"` // planned trips of the allocation that the new ones come in the place of
}

// PlanTrips plans trips over the vehicles that are in service and free. What cannot be taken is named with its reason. It
// plans on what it has read, without holding a lock, and writes only where nothing of that has changed meanwhile.
// Dispatchers. Refuses with: STATE, NOTHING_TO_CARRY, NO_VEHICLES, STALE_REVISION, VEHICLE_BUSY,
// NOT_FOUND.
func (l *Logistics) PlanTrips(ctx context.Context, p Planning) (Done, error) {
	if _, _, err := access.Require(ctx, "trip.write"); err != nil {
		return Done{}, err
	}
	plan, refused := l.draft(ctx, p)
	if refused != nil && fault.As(refused) == nil {
		return Done{}, refused
	}
	// What was refused is refused inside: a request sent twice gets its first answer, though nothing is left to plan by now.
	done, err := l.write(ctx, "trip.write", p.RequestKey, "planTrips", "allocation", p, func(tx pgx.Tx, _ access.Scope) (int64, error) {
		if refused != nil {
			return 0, refused
		}
		_, err := plan.write(ctx, tx, p)
		return p.AllocationID, err
	})
	if err == nil {
		l.keepLines(ctx, p.AllocationID)
	}
	return done, err
}

// draft is a plan not yet written, and what it was made from.
type draft struct {
	plan
	allocation Allocation
	read       []load
	travels    []roads.Trip // of each vehicle, as it is planned
	solution   vrp.Solution
	estimated  bool
}

// write cancels what a draft replaces and writes its trips, whose ids it gives, where nothing of what it was made from has changed.
func (d draft) write(ctx context.Context, tx pgx.Tx, p Planning) (tripIDs []int64, err error) {
	if err := cancelReplaced(ctx, tx, p); err != nil {
		return nil, err
	}
	if err := checkDraft(ctx, tx, d); err != nil {
		return nil, err
	}
	return savePlan(ctx, tx, d)
}

// draft reads one unchanging picture of an allocation and the fleet, lets go of the database, and plans.
func (l *Logistics) draft(ctx context.Context, p Planning) (draft, error) {
	var d draft
	var fleet []Vehicle
	var sites map[int64]inventory.Site
	var start time.Time
	var passes []int64
	if err := postgres.InReadTx(ctx, l.Pool, func(tx pgx.Tx) (err error) {
		if d.allocation, err = openAllocation(ctx, tx, p.AllocationID, ""); err != nil {
			return err
		}
		if d.read, err = openLoads(ctx, tx, p.AllocationID, p.replacedIDs()...); err != nil {
			return err
		}
		if len(d.read) == 0 {
			return fault.New(fault.Refused, "NOTHING_TO_CARRY", "Everything in this allocation is on a trip already, or lies where it is needed.")
		}
		fleet, err = vehicles(ctx, tx, `v.in_service and (cardinality($1::bigint[]) = 0 or v.carrier_id = any($1))
			and not exists (select 1 from trip t where t.vehicle_id = v.id and t.state in ('PLANNED', 'DISPATCHED') and t.id <> all($2)) order by v.id`, append([]int64{}, p.CarrierIDs...), p.replacedIDs())
		if err != nil {
			return err
		}
		if len(fleet) == 0 {
			return fault.New(fault.Refused, "NO_VEHICLES", "No vehicle of these carriers is in service and free.")
		}
		of, err := greenLanePasses(ctx, tx, []int64{d.allocation.IncidentID})
		if err != nil {
			return err
		}
		passes = of[d.allocation.IncidentID]
		d.places = placesOf(d.read, fleet)
		if sites, err = inventory.SitesByIDTx(ctx, tx, d.places); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `select date_trunc('minute', now()) + interval '15 minutes'`).Scan(&start) // drivers called, vehicles brought out
	}); err != nil {
		return d, err
	}
	d.travels = l.travels(fleet, d.read, passes, start)
	matrices, matrixOf, estimated, err := l.matrices(ctx, d.travels, d.places, sites)
	if err != nil {
		return d, err
	}
	d.plan, d.estimated = makePlan(d.read, fleet, matrices, matrixOf, d.places, start), estimated
	if d.solution, err = search(ctx, d.problem, uint64(p.AllocationID)); err != nil {
		return d, err
	}
	return d, ctx.Err()
}

// searchShare is the share of what a request has left that the search may take: the plan must be written too.
const searchShare = 0.6

// search plans. On a machine so slow that the request would run out of time, the best plan until then is taken: it keeps every
// constraint, though another day's search may find a better one.
func search(ctx context.Context, p vrp.Problem, seed uint64) (vrp.Solution, error) {
	within := ctx
	if until, has := ctx.Deadline(); has {
		var cancel context.CancelFunc
		within, cancel = context.WithTimeout(ctx, time.Duration(searchShare*float64(time.Until(until))))
		defer cancel()
	}
	solution, err := vrp.Solve(within, p, vrp.Options{Seed: seed, Work: searchWork, Settle: true})
	if err == nil && solution.Cancelled && ctx.Err() == nil {
		slog.WarnContext(ctx, "the search for a plan was cut short by the time of its request", "tasks", len(p.Tasks), "rounds", solution.Iterations)
	}
	return solution, err
}

// openAllocation gives an approved allocation of an open incident; lock is the lock that its row is read with.
func openAllocation(ctx context.Context, tx pgx.Tx, id int64, lock string) (Allocation, error) {
	rows, err := tx.Query(ctx, `select `+allocationColumns+` where a.id = $1 `+lock, id)
	if err != nil {
		return Allocation{}, err
	}
	a, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Allocation])
	if errors.Is(err, pgx.ErrNoRows) {
		return a, fault.Absent("allocation", fmt.Sprint(id)).At("allocationId")
	}
	if err != nil {
		return a, err
	}
	if lock != "" {
		_, err = lockIncident(ctx, tx, a.IncidentID)
	} else {
		_, err = openIncident(ctx, tx, a.IncidentID, "")
	}
	if err == nil && a.State != "APPROVED" {
		err = fault.New(fault.Refused, "STATE", "Trips are planned for an approved allocation; this one is %s.", a.State).With("state", a.State).At("allocationId")
	}
	return a, err
}

// checkDraft locks the allocation and refuses a draft that was made of another revision of it, or of loads that are on
// another trip or no longer on theirs, or of vehicles that went out of service or lost their pass. That a vehicle drives one trip at a time is
// kept by a constraint.
func checkDraft(ctx context.Context, tx pgx.Tx, d draft) error {
	now, err := openAllocation(ctx, tx, d.allocation.ID, "for update of a")
	if err != nil {
		return err
	}
	loads, err := openLoads(ctx, tx, d.allocation.ID)
	if err != nil {
		return err
	}
	if now.Revision != d.allocation.Revision || !slices.EqualFunc(loads, d.read, func(a, b load) bool { return a.line.ID == b.line.ID && a.quantity.Equal(b.quantity) }) {
		return stale(now.Revision)
	}
	var used []int64
	for _, r := range d.solution.Routes {
		used = append(used, d.problem.Vehicles[r.Vehicle].ID)
	}
	var gone bool
	if err := tx.QueryRow(ctx, `select exists (select 1 from vehicle where id = any($1) and not in_service)`, used).Scan(&gone); err != nil {
		return err
	}
	if gone {
		return stale(now.Revision)
	}
	return d.checkPasses(ctx, tx, now.Revision)
}

// openLoads gives what of an approved allocation is on no live trip yet, or on one that is to be replaced. What lies where it is needed does not travel.
func openLoads(ctx context.Context, tx pgx.Tx, allocationID int64, replaced ...int64) ([]load, error) {
	lines, err := linesOf(ctx, tx, `al.allocation_id = $1 and al.quantity > 0 and al.from_site_id <> al.to_site_id`, allocationID)
	if err != nil {
		return nil, err
	}
	planned := map[int64]decimal.Decimal{}
	rows, err := tx.Query(ctx, `select tl.allocation_line_id, sum(tl.quantity) from trip_load tl join trip t on t.id = tl.trip_id where t.allocation_id = $1 and t.state <> 'CANCELLED' and t.id <> all($2) group by 1`, allocationID, append([]int64{}, replaced...))
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

// savePlan writes the trips of a plan, whose ids it gives, and what no vehicle can take.
func savePlan(ctx context.Context, tx pgx.Tx, p draft) (tripIDs []int64, err error) {
	batch := &pgx.Batch{}
	for _, r := range p.solution.Routes {
		number, err := nextNumber(ctx, tx, "CC", "trip")
		if err != nil {
			return nil, err
		}
		kg, m3 := decimal.Zero, decimal.Zero
		for _, c := range r.Calls {
			if c.Pickup == vrp.Delivered {
				continue
			}
			for _, x := range p.loads[c.Task] {
				kg = kg.Add(x.item.WeightKg.Mul(x.quantity))
				m3 = m3.Add(x.item.VolumeM3.Mul(x.quantity))
			}
		}
		var trip int64
		if err := tx.QueryRow(ctx, `insert into trip (number, incident_id, allocation_id, vehicle_id, state, depart_at, return_at, distance_m, load_kg, load_m3, estimated, hazardous)
			values ($1, $2, $3, $4, 'PLANNED', $5, $6, $7, $8, $9, $10, $11) returning id`,
			number, p.allocation.IncidentID, p.allocation.ID, p.problem.Vehicles[r.Vehicle].ID, p.start, p.at(r.End), r.Metres, kg.Round(3), m3.Round(6), p.estimated, p.travels[r.Vehicle].Hazardous).Scan(&trip); err != nil {
			return nil, err
		}
		saveStops(batch, trip, p.plan, r)
		tripIDs = append(tripIDs, trip)
	}
	batch.Queue(`delete from plan_unserved where allocation_id = $1`, p.allocation.ID)
	unserved := func(x load, reason vrp.Reason) {
		batch.Queue(`insert into plan_unserved (allocation_id, allocation_line_id, quantity, reason) values ($1, $2, $3, $4)`, p.allocation.ID, x.line.ID, x.quantity, reason)
	}
	for _, u := range p.solution.Unserved {
		for _, x := range p.loads[u.Task] {
			unserved(x, u.Reason)
		}
	}
	for _, x := range p.keptOut {
		unserved(x.load, x.reason)
	}
	return tripIDs, tx.SendBatch(ctx, batch).Close()
}

// saveStops queues the stops of a trip and what is picked up and delivered there; loads find their stops by number.
func saveStops(batch *pgx.Batch, trip int64, p plan, r vrp.Route) {
	pickedUp := map[int]int{}
	for n, stop := range stopsOf(r) {
		seq := n + 1
		var due *time.Time
		for _, i := range stop.deliveries {
			if d := p.loads[i][0].due; due == nil || d.Before(*due) {
				due = &d
			}
		}
		batch.Queue(`insert into trip_stop (trip_id, seq, site_id, arrive_at, depart_at, leg_m, due_at) values ($1, $2, $3, $4, $5, $6, $7)`,
			trip, seq, p.places[stop.place], p.at(stop.arrive), p.at(stop.depart), stop.metres, due)
		for _, i := range stop.pickups {
			pickedUp[i] = seq
		}
		for _, i := range stop.deliveries {
			for _, x := range p.loads[i] {
				batch.Queue(`insert into trip_load (trip_id, allocation_line_id, quantity, pickup_stop_id, delivery_stop_id)
					select $1, $2, $3, up.id, down.id from trip_stop up, trip_stop down where up.trip_id = $1 and up.seq = $4 and down.trip_id = $1 and down.seq = $5
					on conflict (trip_id, allocation_line_id, pickup_stop_id, delivery_stop_id) do update set quantity = trip_load.quantity + excluded.quantity`,
					trip, x.line.ID, x.quantity, pickedUp[i], seq)
			}
		}
	}
}
