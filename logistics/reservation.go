package logistics

import (
	"context"

	"changping/access"

	"github.com/jackc/pgx/v5"
)

// ReservationPurpose is what the stock says of goods that are reserved for a line of an allocation.
const ReservationPurpose = reservationPurpose

// LineAllocation is the allocation that a line belongs to.
type LineAllocation struct {
	LineID, AllocationID, IncidentID int64
	Number                           string
}

// AllocationsOfLines gives the allocations of lines that the caller may see, by line.
func (l *Logistics) AllocationsOfLines(ctx context.Context, lineIDs []int64) (map[int64]LineAllocation, error) {
	byLine := map[int64]LineAllocation{}
	_, scope, err := access.Require(ctx, "incident.read")
	if err != nil || len(lineIDs) == 0 {
		return byLine, err
	}
	rows, err := l.Pool.Query(ctx, `select x.id as line_id, a.id as allocation_id, i.id as incident_id, a.number from allocation_line x join allocation a on a.id = x.allocation_id
		join incident i on i.id = a.incident_id where x.id = any($4) and `+visible, scope.District, scope.OrganisationIDs, scope.SiteIDs, lineIDs)
	if err != nil {
		return byLine, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByName[LineAllocation])
	for _, a := range all {
		byLine[a.LineID] = a
	}
	return byLine, err
}
