package inventory

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

// OverrideRequest asks for minimums to be overridden once, for an open incident.
type OverrideRequest struct {
	RequestKey string `json:"-"`
	IncidentID int64
	Reason     string
	ValidHours int // from the confirmation, 1 to 72
	Limits     []OverrideLimit
}

// OverrideLimit is how much may be taken of what counts against a minimum, in its measure.
type OverrideLimit struct {
	MinimumID int64
	Quantity  decimal.Decimal
}

// OverrideAnswer is the answer to a write about an override.
type OverrideAnswer struct {
	OverrideID int64
	Replayed   bool `json:"-"`
}

// RequestOverride is the first signature of an override. Dispatchers.
//
// Refuses with: REASON_MISSING, HOURS, NO_LINES, QUANTITY, NOT_FOUND, INCIDENT_CLOSED.
func (inv *Inventory) RequestOverride(ctx context.Context, r OverrideRequest) (OverrideAnswer, error) {
	actor, _, err := access.Require(ctx, "minimum.override")
	if err != nil {
		return OverrideAnswer{}, err
	}
	if len(r.Limits) == 0 {
		return OverrideAnswer{}, fault.Invalidf("limits", "NO_LINES", "Name the minimums, and how much of each may go.")
	}
	if actor.PersonID == 0 {
		return OverrideAnswer{}, fault.New(fault.Forbidden, "NOT_ALLOWED", "Persons sign an override, not the system.")
	}
	return overrideOnce(ctx, inv, r.RequestKey, "requestOverride", r, func(tx pgx.Tx) (id int64, err error) {
		if err := incidentOpen(ctx, tx, r.IncidentID); err != nil {
			if errors.Is(err, pgx.ErrNoRows) {
				err = fault.Absent("incident", fmt.Sprint(r.IncidentID)).At("incidentId")
			}
			return 0, err
		}
		if err := tx.QueryRow(ctx, `insert into minimum_override (incident_id, reason, valid_hours, requested_by) values ($1, $2, $3, $4) returning id`,
			r.IncidentID, r.Reason, r.ValidHours, actor.PersonID).Scan(&id); err != nil {
			return 0, err
		}
		for i, l := range r.Limits {
			field := fmt.Sprintf("limits.%d", i)
			if !l.Quantity.IsPositive() {
				return 0, fault.Invalidf(field+".quantity", "QUANTITY", "A quantity must be above zero.")
			}
			tag, err := tx.Exec(ctx, `insert into minimum_override_limit (override_id, minimum_id, quantity) select $1, id, $3 from minimum where id = $2 on conflict do nothing`, id, l.MinimumID, l.Quantity)
			if err == nil && tag.RowsAffected() == 0 {
				err = fault.Absent("minimum", fmt.Sprint(l.MinimumID)).At(field + ".minimumId")
			}
			if err != nil {
				return 0, err
			}
		}
		return id, access.RecordTx(ctx, tx, access.Entry{Action: "override.request", ObjectKind: "minimum_override", ObjectID: id, Detail: r})
	})
}

// OverrideConfirmation is the second signature.
type OverrideConfirmation struct {
	RequestKey string `json:"-"`
	OverrideID int64
}

// ConfirmOverride is the second signature of an override: it can be used from now on, once, for the hours that it says. Dispatchers,
// never who asked for it.
//
// Refuses with: NOT_FOUND, SAME_PERSON, ALREADY_DECIDED, INCIDENT_CLOSED.
func (inv *Inventory) ConfirmOverride(ctx context.Context, c OverrideConfirmation) (OverrideAnswer, error) {
	actor, _, err := access.Require(ctx, "minimum.override")
	if err != nil {
		return OverrideAnswer{}, err
	}
	if actor.PersonID == 0 {
		return OverrideAnswer{}, fault.New(fault.Forbidden, "NOT_ALLOWED", "Persons sign an override, not the system.")
	}
	return overrideOnce(ctx, inv, c.RequestKey, "confirmOverride", c, func(tx pgx.Tx) (int64, error) {
		var incident, requestedBy int64
		var confirmed bool
		err := tx.QueryRow(ctx, `select incident_id, requested_by, confirmed_by is not null from minimum_override where id = $1 for update`, c.OverrideID).Scan(&incident, &requestedBy, &confirmed)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return 0, fault.Absent("override", fmt.Sprint(c.OverrideID)).At("overrideId")
		case err != nil:
			return 0, err
		case confirmed:
			return 0, fault.New(fault.Conflict, "ALREADY_DECIDED", "This override has been confirmed already.").At("overrideId")
		case requestedBy == actor.PersonID:
			return 0, samePerson()
		}
		if err := incidentOpen(ctx, tx, incident); err != nil {
			return 0, err
		}
		if _, err := tx.Exec(ctx, `update minimum_override set confirmed_by = $2, confirmed_at = now(), valid_until = now() + make_interval(hours => valid_hours) where id = $1`, c.OverrideID, actor.PersonID); err != nil {
			return 0, err
		}
		return c.OverrideID, access.RecordTx(ctx, tx, access.Entry{Action: "override.confirm", ObjectKind: "minimum_override", ObjectID: c.OverrideID})
	})
}

func overrideOnce(ctx context.Context, inv *Inventory, key, operation string, input any, do func(tx pgx.Tx) (int64, error)) (answer OverrideAnswer, err error) {
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		a, replayed, err := access.Once(ctx, tx, key, operation, input, func() (OverrideAnswer, error) {
			id, err := do(tx)
			return OverrideAnswer{OverrideID: id}, err
		})
		answer = OverrideAnswer{a.OverrideID, replayed}
		return err
	})
	return answer, err
}

// OverrideRow is an override in a list.
type OverrideRow struct {
	ID, IncidentID int64
	IncidentNumber string
	Reason         string
	State          string // REQUESTED, CONFIRMED, USED or EXPIRED (its hours are over, or its incident closed before it was confirmed)
	ValidHours     int
	RequestedBy    string
	RequestedAt    time.Time
	ConfirmedBy    *string
	ValidUntil     *time.Time
	UsedAt         *time.Time
	DocumentID     *int64 // by which document it was used; nil: by an allocation, or not yet
	DocumentNumber *string
	Confirmable    bool            // by the caller
	Limits         []OverrideLimit `db:"-"`
}

// OverrideFilter narrows a list of overrides; zero values: all.
type OverrideFilter struct {
	IncidentID int64
	IDs        []int64
	State      string
}

var minimumOverrideFilters = []postgres.Field{
	postgres.ByID("id", "override", "x.id"), postgres.ByID("incidentId", "incident", "x.incident_id"), postgres.ByText("reason", "x.reason"),
	postgres.ByChoice("state", "x.state"), postgres.ByText("requestedBy", "x.requested_by"), postgres.ByInstant("requestedAt", "x.requested_at"),
	postgres.ByText("confirmedBy", "x.confirmed_by"), postgres.ByInstant("validUntil", "x.valid_until"), postgres.ByInstant("usedAt", "x.used_at"),
}

// ListOverrides gives overrides, newest first. Dispatchers, auditors.
func (inv *Inventory) ListOverrides(f OverrideFilter) *postgres.List[OverrideRow] {
	return &postgres.List[OverrideRow]{Fields: minimumOverrideFilters, Pool: inv.Pool, Orders: []postgres.Order{postgres.Newest("x.id"), postgres.Oldest("x.id")}, Listing: func(ctx context.Context, _ postgres.Order) (x postgres.Listing, err error) {
		actor, scope, err := access.Require(ctx, "override.read")
		if err != nil {
			return x, err
		}
		_, _, mayNot := access.Require(ctx, "minimum.override")
		return postgres.Listing{
			Columns: `x.id, x.incident_id, x.incident_number, x.reason, x.state, x.valid_hours, x.requested_by, x.requested_at, x.confirmed_by, x.valid_until, x.used_at, x.document_id, x.document_number,
				$5 and x.state = 'REQUESTED' and x.requester <> $6 as confirmable`,
			From: `from (select o.id, o.incident_id, o.requested_by as requester, i.number as incident_number, o.reason, o.valid_hours, r.name as requested_by, o.requested_at, c.name as confirmed_by,
				  o.valid_until, u.used_at, d.id as document_id, d.number as document_number,
				  case when u.used_at is not null then 'USED' when o.confirmed_by is null then case i.state when 'OPEN' then 'REQUESTED' else 'EXPIRED' end when o.valid_until < now() then 'EXPIRED' else 'CONFIRMED' end as state
				from minimum_override o join incident i on i.id = o.incident_id join person r on r.id = o.requested_by left join person c on c.id = o.confirmed_by
				left join minimum_override_use u on u.override_id = o.id left join document d on d.id = u.document_id
				where $1 and ($2 = 0 or o.incident_id = $2) and ($3::bigint[] is null or o.id = any($3))) x where ($4 = '' or x.state = $4)`,
			Args:       []any{scope.District, f.IncidentID, f.IDs, f.State},
			ColumnArgs: []any{mayNot == nil && actor.PersonID != 0, actor.PersonID}}, nil
	}, Complete: func(ctx context.Context, all []OverrideRow) error {
		at := map[int64]*OverrideRow{}
		found := make([]int64, len(all))
		for i := range all {
			at[all[i].ID], found[i] = &all[i], all[i].ID
		}
		rows, err := inv.Pool.Query(ctx, `select override_id, minimum_id, quantity from minimum_override_limit where override_id = any($1) order by 1, 2`, found)
		if err != nil {
			return err
		}
		var id int64
		var l OverrideLimit
		_, err = pgx.ForEachRow(rows, []any{&id, &l.MinimumID, &l.Quantity}, func() error { at[id].Limits = append(at[id].Limits, l); return nil })
		return err
	}}
}

// CountOverridesToConfirm counts the overrides of open incidents that wait for the caller's signature: another asked for them.
func (inv *Inventory) CountOverridesToConfirm(ctx context.Context) (int, error) {
	actor, _, err := access.Require(ctx, "minimum.override")
	if err != nil {
		return 0, err
	}
	return inv.count(ctx, `select count(*) from minimum_override o join incident i on i.id = o.incident_id and i.state = 'OPEN' where o.confirmed_by is null and o.requested_by <> $1`, actor.PersonID)
}
