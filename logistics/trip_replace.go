package logistics

import (
	"context"
	"fmt"

	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
)

// ReplacedTrip is a planned trip that a new plan comes in the place of, as it was seen.
type ReplacedTrip struct {
	TripID   int64
	Revision int
}

// replacedIDs are the ids of the trips that are replaced, never nil.
func (p Planning) replacedIDs() []int64 {
	ids := make([]int64, len(p.Replaced))
	for i, r := range p.Replaced {
		ids[i] = r.TripID
	}
	return ids
}

// cancelReplaced cancels the trips that a plan replaces, in the plan's own transaction: their loads are on new trips, or named as
// unserved, or nothing has changed.
func cancelReplaced(ctx context.Context, tx pgx.Tx, p Planning) error {
	for i, r := range p.Replaced {
		t, err := cancelTrip(ctx, tx, TripChange{TripID: r.TripID, Revision: r.Revision})
		if err == nil && t.AllocationID != p.AllocationID {
			err = fault.Absent("trip", fmt.Sprint(r.TripID)).At("tripId")
		}
		if f := fault.As(err); f != nil {
			return f.Under(fmt.Sprintf("replaced.%d", i))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
