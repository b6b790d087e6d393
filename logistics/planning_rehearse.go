package logistics

import (
	"context"
	"fmt"
	"slices"

	"changping/access"
	"changping/logistics/roads"

	"github.com/jackc/pgx/v5"
)

// TripPlan is how the planned trips of an allocation would stand after a planning that was taken back. The ids of its trips and stops,
// but for trips that stand already, are of rows that were taken back: none will ever have them.
type TripPlan struct {
	AllocationID int64
	Trips        []Trip // with those planned earlier that are not replaced, as PlanTrips tells them
	Stops        []TripStop
	Loads        []TripLoad
	Unserved     []Unserved
	added        []int64 // ids of the trips that it would add
	drives       []drive
	withoutLine  []leg
}

// Adds tells whether a trip is one that the plan would add.
func (p TripPlan) Adds(tripID int64) bool { return slices.Contains(p.added, tripID) }

// RehearseTrips gives what PlanTrips would plan now, and keeps nothing: no trip is cancelled for it, and its numbers and vehicles stay
// free. Planned later, even at once, the plan may be another: it begins at another minute, and its search may have another time.
// Dispatchers. Refuses with what PlanTrips refuses with.
func (l *Logistics) RehearseTrips(ctx context.Context, p Planning) (TripPlan, error) {
	if _, _, err := access.Require(ctx, "trip.write"); err != nil {
		return TripPlan{}, err
	}
	d, err := l.draft(ctx, p)
	if err != nil {
		return TripPlan{}, err
	}
	plan, err := rehearse(ctx, l, "trip.write", func(tx pgx.Tx, _ access.Scope) (TripPlan, error) {
		added, err := d.write(ctx, tx, p)
		if err != nil {
			return TripPlan{}, err
		}
		return readPlan(ctx, tx, p.AllocationID, added)
	})
	if err != nil {
		return TripPlan{}, err
	}
	return plan, l.drawLines(ctx, &plan)
}

// readPlan reads how an allocation's planned trips stand, in the transaction that writes them.
func readPlan(ctx context.Context, tx pgx.Tx, allocationID int64, added []int64) (p TripPlan, err error) {
	p.AllocationID, p.added = allocationID, added
	rows, err := tx.Query(ctx, `select `+tripColumns+` where t.allocation_id = $1 and t.state = 'PLANNED' order by t.id`, allocationID)
	if err != nil {
		return p, err
	}
	if p.Trips, err = pgx.CollectRows(rows, pgx.RowToStructByName[Trip]); err != nil {
		return p, err
	}
	ids := make([]int64, len(p.Trips))
	for i, t := range p.Trips {
		ids[i] = t.ID
	}
	if p.Stops, p.Loads, err = stopsOfTrips(ctx, tx, ids); err != nil {
		return p, err
	}
	if p.Unserved, err = unservedOf(ctx, tx, allocationID); err != nil {
		return p, err
	}
	if p.drives, err = drives(ctx, tx, ids); err != nil {
		return p, err
	}
	p.withoutLine, err = legsWithoutLine(ctx, tx, allocationID)
	return p, err
}

// drawLines finds the driven lines of a plan's legs with the patience of keepLines, outside the transaction as there: roads are not looked
// for while others wait for a number.
func (l *Logistics) drawLines(ctx context.Context, p *TripPlan) error {
	ctx, done := context.WithTimeout(ctx, linePatience)
	defer done()
	lines := l.findLines(ctx, p.withoutLine)
	for i := range p.Stops {
		if line, found := lines[p.Stops[i].ID]; found {
			p.Stops[i].LegLine = &line
		}
	}
	for _, d := range p.drives {
		for i, s := range d.stops {
			line, found := lines[s.id]
			if !found {
				continue
			}
			points, err := roads.Decode(line)
			if err != nil {
				return fmt.Errorf("line to stop %d: %w", s.id, err)
			}
			d.stops[i].line = points
		}
	}
	return nil
}

// ClosuresOnPlan is ClosuresOnTrips for the trips of a plan that was taken back.
func (l *Logistics) ClosuresOnPlan(ctx context.Context, p TripPlan) (map[int64][]RoadClosure, error) {
	return l.closuresOn(ctx, func() ([]drive, error) { return p.drives, nil })
}
