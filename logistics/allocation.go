package logistics

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Allocation says which lots from which sites serve which needs. It is PROPOSED, may be edited, is then APPROVED, which
// reserves its stock, or CANCELLED, which lets it go.
type Allocation struct {
	ID, IncidentID int64
	Number, State  string
	Revision       int
	CreatedAt      time.Time
}

// Line is one line of an allocation, with the rule that chose it.
type Line struct {
	ID, AllocationID, NeedID, ItemID int64
	FromSiteID, ToSiteID             int64
	LotID, ReserveID                 int64
	Quantity, Proposed               decimal.Decimal
	DistanceM                        int
	Reason                           AllocationReason
	ReasonFacts                      map[string]string
	ReservationID                    *int64
}

// reservationPurpose marks reservations made for allocation lines.
const reservationPurpose = "ALLOCATION_LINE"

// Proposing asks for an allocation of what an incident still needs.
type Proposing struct {
	RequestKey string `json:"-"`
	IncidentID int64
}

// ProposeAllocation proposes an allocation for all needs that are not yet allotted. Nothing is reserved until it is approved.
// Dispatchers. Refuses with: NOTHING_OPEN (every need is allotted already).
func (l *Logistics) ProposeAllocation(ctx context.Context, p Proposing) (Done, error) {
	return l.write(ctx, "allocation.write", p.RequestKey, "proposeAllocation", "allocation", p, func(tx pgx.Tx, _ access.Scope) (int64, error) { return p.write(ctx, tx) })
}

// Proposal is an allocation that would be proposed. Its ids are of rows that were taken back: none will ever have them.
type Proposal struct {
	Allocation Allocation
	Lines      []Line
	Shortfalls []Shortfall
}

// RehearseAllocation gives what ProposeAllocation would propose now, and keeps nothing. Dispatchers. Refuses with what it refuses with.
func (l *Logistics) RehearseAllocation(ctx context.Context, p Proposing) (Proposal, error) {
	return rehearse(ctx, l, "allocation.write", func(tx pgx.Tx, _ access.Scope) (x Proposal, err error) {
		id, err := p.write(ctx, tx)
		if err != nil {
			return x, err
		}
		rows, err := tx.Query(ctx, `select `+allocationColumns+` where a.id = $1`, id)
		if err != nil {
			return x, err
		}
		if x.Allocation, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Allocation]); err != nil {
			return x, err
		}
		if x.Lines, err = linesOf(ctx, tx, `al.allocation_id = $1`, id); err != nil {
			return x, err
		}
		if rows, err = tx.Query(ctx, `select need_id, quantity, reason, reason_facts as facts from allocation_shortfall where allocation_id = $1 order by need_id`, id); err != nil {
			return x, err
		}
		x.Shortfalls, err = pgx.CollectRows(rows, pgx.RowToStructByName[Shortfall])
		return x, err
	})
}

func (p Proposing) write(ctx context.Context, tx pgx.Tx) (int64, error) {
	in, err := lockIncident(ctx, tx, p.IncidentID)
	if err != nil {
		return 0, err
	}
	needs, err := openNeeds(ctx, tx, in.ID)
	if err != nil {
		return 0, err
	}
	needs = slices.DeleteFunc(needs, func(n openNeed) bool { return !n.Open.IsPositive() })
	if len(needs) == 0 {
		return 0, fault.New(fault.Refused, "NOTHING_OPEN", "Every need of %s is allotted already.", in.Number)
	}
	var itemIDs []int64
	for _, n := range needs {
		itemIDs = append(itemIDs, n.ItemID)
	}
	items, err := inventory.ItemsByIDTx(ctx, tx, itemIDs)
	if err != nil {
		return 0, err
	}
	stock, err := inventory.CandidatesTx(ctx, tx, itemIDs)
	if err != nil {
		return 0, err
	}
	headrooms, err := inventory.HeadroomsTx(ctx, tx, itemIDs)
	if err != nil {
		return 0, err
	}
	lines, short := decideAllocation(needs, stock, headrooms, items)
	number, err := nextNumber(ctx, tx, "DB", "allocation")
	if err != nil {
		return 0, err
	}
	var id int64
	if err := tx.QueryRow(ctx, `insert into allocation (number, incident_id, state, proposed_by) values ($1, $2, 'PROPOSED', $3) returning id`, number, in.ID, person(ctx)).Scan(&id); err != nil {
		return 0, err
	}
	batch := &pgx.Batch{}
	for _, x := range lines {
		queueLine(batch, id, x)
	}
	for _, s := range short {
		batch.Queue(`insert into allocation_shortfall (allocation_id, need_id, quantity, reason, reason_facts) values ($1, $2, $3, $4, $5)`, id, s.NeedID, s.Quantity, s.Reason, s.Facts)
	}
	return id, tx.SendBatch(ctx, batch).Close()
}

func queueLine(batch *pgx.Batch, allocationID int64, x Line) {
	batch.Queue(`insert into allocation_line (allocation_id, need_id, item_id, from_site_id, to_site_id, lot_id, reserve_id, quantity, proposed, distance_m, reason, reason_facts)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		allocationID, x.NeedID, x.ItemID, x.FromSiteID, x.ToSiteID, x.LotID, x.ReserveID, x.Quantity, x.Proposed, x.DistanceM, x.Reason, x.ReasonFacts)
}

// openNeeds gives what the needs of an incident still ask for, beyond approved allocations less what was lost on the way:
// zero or below where they are met.
func openNeeds(ctx context.Context, tx pgx.Tx, incidentID int64) ([]openNeed, error) {
	rows, err := tx.Query(ctx, `select n.id, n.site_id, n.item_id, n.quantity, n.needed_by, n.priority, coalesce(s.town_id, 0), s.latitude::float8, s.longitude::float8,
		  n.quantity - coalesce((select sum(al.quantity) from allocation_line al join allocation a on a.id = al.allocation_id where al.need_id = n.id and a.state = 'APPROVED'), 0)
		  + coalesce((select sum(w.short + w.damaged) from waybill_line w join allocation_line al on al.id = w.allocation_line_id where al.need_id = n.id), 0)
		from need n join site s on s.id = n.site_id where n.incident_id = $1 and n.withdrawn_at is null order by n.id for share of n`, incidentID)
	if err != nil {
		return nil, err
	}
	var all []openNeed
	var n openNeed
	_, err = pgx.ForEachRow(rows, []any{&n.ID, &n.SiteID, &n.ItemID, &n.Quantity, &n.NeededBy, &n.Priority, &n.TownID, &n.At.Latitude, &n.At.Longitude, &n.Open}, func() error {
		all = append(all, n)
		return nil
	})
	return all, err
}

// Approval approves an allocation.
type Approval struct {
	RequestKey     string `json:"-"`
	AllocationID   int64
	Revision       int
	OverrideReason string // a dispatcher's reason for going below covenants; empty: they are kept
	OverrideID     int64  `json:",omitempty"` // an override that two persons have signed; 0: none
}

// ApproveAllocation reserves the stock of a proposed allocation, all of it or nothing; a drill reserves nothing. Dispatchers.
// It warns of what the reservation goes near to or below, a replay again.
//
// Refuses with: STATE, STALE_REVISION, NO_LINES, MORE_THAN_ASKED (another allocation meets the need by now), and what
// inventory.ReserveTx refuses; the fields name the line as lines.N.
func (l *Logistics) ApproveAllocation(ctx context.Context, a Approval) (Done, error) {
	done, replayed, err := once(ctx, l, "allocation.write", a.RequestKey, "approveAllocation", "allocation", a, func(tx pgx.Tx, _ access.Scope) (Done, int64, error) {
		done, err := a.write(ctx, tx)
		return done, done.ID, err
	})
	done.Replayed = replayed
	return done, err
}

// RehearseApproval tells what ApproveAllocation would warn of or refuse now, and reserves nothing. Dispatchers.
func (l *Logistics) RehearseApproval(ctx context.Context, a Approval) (Done, error) {
	return rehearse(ctx, l, "allocation.write", func(tx pgx.Tx, _ access.Scope) (Done, error) { return a.write(ctx, tx) })
}

func (a Approval) write(ctx context.Context, tx pgx.Tx) (done Done, err error) {
	allocation, err := lockAllocation(ctx, tx, a.AllocationID, a.Revision, "PROPOSED")
	if err != nil {
		return done, err
	}
	in, err := lockIncident(ctx, tx, allocation.IncidentID)
	if err != nil {
		return done, err
	}
	lines, err := linesOf(ctx, tx, `al.allocation_id = $1 and al.quantity > 0`, a.AllocationID)
	if err != nil {
		return done, err
	}
	if len(lines) == 0 {
		return done, fault.New(fault.Refused, "NO_LINES", "This allocation has no lines: there is nothing to approve.")
	}
	if err := checkAsked(ctx, tx, in.ID, lines); err != nil {
		return done, err
	}
	if !in.Drill {
		var override *inventory.Override
		if a.OverrideReason != "" || a.OverrideID != 0 {
			override = &inventory.Override{IncidentID: in.ID, Reason: a.OverrideReason, ID: a.OverrideID}
		}
		holds := make([]inventory.Hold, len(lines))
		for i, x := range lines {
			holds[i] = inventory.Hold{SiteID: x.FromSiteID, LotID: x.LotID, ReserveID: x.ReserveID, ItemID: x.ItemID, Quantity: x.Quantity, Purpose: reservationPurpose, PurposeID: x.ID}
		}
		ids, warnings, err := inventory.ReserveTx(ctx, tx, holds, override)
		if err != nil {
			return done, err
		}
		done.Warnings = warnings
		for i, x := range lines {
			if _, err := tx.Exec(ctx, `update allocation_line set reservation_id = $2 where id = $1`, x.ID, ids[i]); err != nil {
				return done, err
			}
		}
	}
	_, err = tx.Exec(ctx, `update allocation set state = 'APPROVED', approved_by = $2, approved_at = now(), override_reason = $3 where id = $1`, a.AllocationID, person(ctx), a.OverrideReason)
	done.ID = a.AllocationID
	return done, err
}

// checkAsked refuses lines that allot more than their needs still ask for: two proposals for the same needs may stand side by
// side, and only one is to be sent. It locks the needs first, and reads what is allotted after that.
func checkAsked(ctx context.Context, tx pgx.Tx, incidentID int64, lines []Line) error {
	if _, err := tx.Exec(ctx, `select 1 from need where incident_id = $1 order by id for update`, incidentID); err != nil {
		return err
	}
	needs, err := openNeeds(ctx, tx, incidentID)
	if err != nil {
		return err
	}
	var itemIDs []int64
	for _, n := range needs {
		itemIDs = append(itemIDs, n.ItemID)
	}
	items, err := inventory.ItemsByIDTx(ctx, tx, itemIDs)
	if err != nil {
		return err
	}
	want, allotted := map[int64]decimal.Decimal{}, map[int64]decimal.Decimal{}
	for _, n := range needs {
		want[n.ID], _ = n.wanted(items[n.ItemID])
	}
	for i, x := range lines {
		if allotted[x.NeedID] = allotted[x.NeedID].Add(x.Quantity); allotted[x.NeedID].GreaterThan(want[x.NeedID]) {
			return moreThanAsked(want[x.NeedID], allotted[x.NeedID]).At(fmt.Sprintf("lines.%d.quantity", i))
		}
	}
	return nil
}

func moreThanAsked(asked, allotted decimal.Decimal) *fault.Error {
	asked = decimal.Max(decimal.Zero, asked)
	return fault.New(fault.Refused, "MORE_THAN_ASKED", "%s is still asked for, and %s would be allotted: lower the line, or add to the need first.", asked, allotted).
		With("asked", asked.String()).With("allotted", allotted.String())
}

const allocationColumns = `a.id, a.incident_id, a.number, a.state, a.revision, a.created_at from allocation a`

// lockAllocation locks an allocation for a change, checks revision and state, and counts the revision up.
func lockAllocation(ctx context.Context, tx pgx.Tx, id int64, revision int, states ...string) (Allocation, error) {
	rows, err := tx.Query(ctx, `select `+allocationColumns+` where a.id = $1 for update`, id)
	if err != nil {
		return Allocation{}, err
	}
	a, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Allocation])
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return a, fault.Absent("allocation", fmt.Sprint(id)).At("allocationId")
	case err != nil:
		return a, err
	case a.Revision != revision:
		return a, stale(a.Revision)
	case !slices.Contains(states, a.State):
		return a, fault.New(fault.Refused, "STATE", "Allocation %s is %s.", a.Number, a.State).With("state", a.State).At("allocationId")
	}
	_, err = tx.Exec(ctx, `update allocation set revision = revision + 1 where id = $1`, id)
	return a, err
}

// AllocationsOf gives the allocations of an incident, newest first. Dispatchers and auditors see all; others those already
// approved.
func (l *Logistics) AllocationsOf(ctx context.Context, incidentIDs, allocationIDs []int64) ([]Allocation, error) {
	_, scope, err := access.Require(ctx, "incident.read")
	if err != nil {
		return nil, err
	}
	rows, err := l.Pool.Query(ctx, `select `+allocationColumns+` join incident i on i.id = a.incident_id where (a.incident_id = any($4) or a.id = any($5)) and ($1 or a.state = 'APPROVED') and `+visible+` order by a.id desc`,
		scope.District, scope.OrganisationIDs, scope.SiteIDs, incidentIDs, allocationIDs)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Allocation])
}

func linesOf(ctx context.Context, q interface {
	Query(context.Context, string, ...any) (pgx.Rows, error)
}, where string, args ...any) ([]Line, error) {
	rows, err := q.Query(ctx, `select al.id, al.allocation_id, al.need_id, al.item_id, al.from_site_id, al.to_site_id, al.lot_id, al.reserve_id, al.quantity, al.proposed, al.distance_m,
		al.reason, al.reason_facts, al.reservation_id from allocation_line al where `+where+` order by al.to_site_id, al.item_id, al.id`, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Line])
}

// LinesOf gives the lines of an allocation that the caller may see: liaison officers those to their places, keepers those
// from or to their sites.
func (l *Logistics) LinesOf(ctx context.Context, allocationID int64) ([]Line, error) {
	_, scope, err := access.Require(ctx, "incident.read")
	if err != nil {
		return nil, err
	}
	return linesOf(ctx, l.Pool, `al.allocation_id = $1 and ($2 or al.from_site_id = any($3) or al.to_site_id = any($3))`, allocationID, scope.District, scope.SiteIDs)
}

// ShortfallsOf gives what an allocation could not meet, of the needs that the caller may see.
func (l *Logistics) ShortfallsOf(ctx context.Context, allocationID int64) ([]Shortfall, error) {
	_, scope, err := access.Require(ctx, "incident.read")
	if err != nil {
		return nil, err
	}
	rows, err := l.Pool.Query(ctx, `select s.need_id, s.quantity, s.reason, s.reason_facts as facts from allocation_shortfall s join need n on n.id = s.need_id join incident i on i.id = n.incident_id
		where s.allocation_id = $1 and ($2 or n.site_id = any($3) or i.town_id = any($4)) order by s.need_id`, allocationID, scope.District, scope.SiteIDs, scope.OrganisationIDs)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Shortfall])
}
