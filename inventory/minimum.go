package inventory

import (
	"context"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Minimum is a floor for an item at a scope, in force from today.
type Minimum struct {
	Kind           string // COVENANT or POLICY
	Scope          string // SITE, ORGANISATION (the owner whose goods count), TIER or DISTRICT
	SiteID         int64
	OrganisationID int64
	Tier           string
	ItemID         int64
	Floor          decimal.Decimal
	Target         *decimal.Decimal
	WarningMargin  decimal.Decimal
	CureDays       int // 0: 7
	AgreementID    int64
	Source         string
	Demo           bool
}

// Headroom is a minimum in force and what counts against it: good, in date and not reserved. A reservation counts when it
// is made, so that an approved allocation can always be shipped.
type Headroom struct {
	MinimumID      int64
	Kind, Scope    string
	SiteID         int64
	OrganisationID int64
	Tier           string
	ItemID         int64
	Floor          decimal.Decimal
	Available      decimal.Decimal
	CureDays       int
	ScopeName      string
	ItemName       string
}

// Spare is what may be taken before the floor is reached; zero or less: nothing.
func (h Headroom) Spare() decimal.Decimal { return h.Available.Sub(h.Floor) }

// Counts reports whether stock of the candidate counts against this minimum.
func (h Headroom) Counts(c Candidate) bool {
	if h.ItemID != c.ItemID {
		return false
	}
	switch h.Scope {
	case "SITE":
		return h.SiteID == c.SiteID
	case "ORGANISATION":
		return h.OrganisationID == c.OwnerID
	case "TIER":
		return h.Tier == c.ReserveTier
	}
	return true
}

// SetMinimum puts a minimum in force; the same scope and item from the same day is changed. Administrators.
func (inv *Inventory) SetMinimum(ctx context.Context, m Minimum) (id int64, err error) {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return 0, err
	}
	if m.Floor.IsNegative() {
		return 0, fault.Invalidf("floor", "QUANTITY", "A floor is zero or more.")
	}
	if m.CureDays == 0 {
		m.CureDays = 7
	}
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `insert into minimum (kind, scope, site_id, organisation_id, tier, item_id, floor, target, warning_margin, cure_days, agreement_id, source, demo)
			values ($1, $2, nullif($3::bigint, 0), nullif($4::bigint, 0), nullif($5, ''), $6, $7, $8, $9, $10, nullif($11::bigint, 0), $12, $13)
			on conflict on constraint minimum_unique do update set floor = excluded.floor, target = excluded.target,
			  warning_margin = excluded.warning_margin, cure_days = excluded.cure_days, revision = minimum.revision + 1
			returning id`, m.Kind, m.Scope, m.SiteID, m.OrganisationID, m.Tier, m.ItemID, m.Floor, m.Target, m.WarningMargin, m.CureDays, m.AgreementID, m.Source, m.Demo).Scan(&id)
		if err != nil {
			return err
		}
		return access.RecordTx(ctx, tx, access.Entry{Action: "minimum.set", ObjectKind: "minimum", ObjectID: id, Detail: m})
	})
	return id, err
}

// settleMinimums judges the minimums after a change, under their locks. Below a COVENANT, and lower than before: refused,
// unless overridden, and then the breach stands open with a date by which to make it good. At the floor or above: an open
// breach is closed.
func settleMinimums(ctx context.Context, tx pgx.Tx, minimums []Headroom, before map[int64]decimal.Decimal, o *Override, keepPolicies bool, documentID int64) error {
	if len(minimums) == 0 {
		return nil
	}
	after, err := availableOf(ctx, tx, minimums)
	if err != nil {
		return err
	}
	for _, m := range minimums {
		was, is := before[m.MinimumID], after[m.MinimumID]
		switch verdict(m, was, is, o != nil, keepPolicies) {
		case refuse:
			return BelowMinimum(m, was, was.Sub(is))
		case breach:
			if err := openBreach(ctx, tx, m, is, *o, documentID); err != nil {
				return err
			}
		case restored:
			if _, err := tx.Exec(ctx, `update minimum_breach set closed_at = now() where minimum_id = $1 and closed_at is null`, m.MinimumID); err != nil {
				return err
			}
		case nothing:
		}
	}
	return nil
}

type judgement int

const (
	nothing judgement = iota
	refuse
	breach
	restored
)

// verdict judges one minimum. Low means below the floor, not at it. Pure.
func verdict(m Headroom, was, is decimal.Decimal, overridden, keepPolicies bool) judgement {
	switch {
	case is.GreaterThanOrEqual(m.Floor):
		if is.GreaterThan(was) {
			return restored
		}
		return nothing
	case is.GreaterThanOrEqual(was):
		return nothing // still low, but not by this change
	case m.Kind == "COVENANT" && !overridden:
		return refuse
	case m.Kind == "COVENANT":
		return breach
	case keepPolicies:
		return refuse
	}
	return nothing
}

// BelowMinimum is the refusal of what would take a scope below its floor, with the numbers.
func BelowMinimum(m Headroom, available, requested decimal.Decimal) *fault.Error {
	return fault.New(fault.Refused, "BELOW_MINIMUM", "%s must keep at least %s of %s; %s is available, so at most %s may be taken, not %s.",
		m.ScopeName, m.Floor, m.ItemName, available, decimal.Max(decimal.Zero, available.Sub(m.Floor)), requested).
		With("floor", m.Floor.String()).With("available", available.String()).With("requested", requested.String()).
		With("scopeName", m.ScopeName).With("item", m.ItemName)
}

// MinimumRow is a minimum in a list.
type MinimumRow struct {
	Headroom
	ScopeNameEn   string
	Target        *decimal.Decimal
	WarningMargin decimal.Decimal
}

// State is OK, NEAR (within the warning margin) or BELOW.
func (m MinimumRow) State() string {
	switch {
	case m.Available.LessThan(m.Floor):
		return "BELOW"
	case m.Available.LessThan(m.Floor.Add(m.WarningMargin)):
		return "NEAR"
	}
	return "OK"
}

// BreachRow is a breach in a list.
type BreachRow struct {
	ID, MinimumID    int64
	Floor, Available decimal.Decimal
	Reason           string
	IncidentNumber   *string
	OverriddenBy     *string
	OpenedAt         time.Time
	CureBy           time.Time
	ClosedAt         *time.Time
}

// MinimumKey is where a page of minimums ends: headroom, then id.
type MinimumKey struct {
	Headroom decimal.Decimal
	ID       int64
}

// ListMinimums gives the minimums in force, those nearest to their floor first.
func (inv *Inventory) ListMinimums(ctx context.Context, belowOnly bool, limit int, after *MinimumKey) ([]MinimumRow, error) {
	_, scope, err := access.Require(ctx, "minimum.read")
	if err != nil {
		return nil, err
	}
	return listMinimums(ctx, inv.Pool, scope, belowOnly, limit, after, nil)
}

// MinimumsByID gives minimums by id, whoever asks: used below lists that are already within scope.
func (inv *Inventory) MinimumsByID(ctx context.Context, ids []int64) (map[int64]MinimumRow, error) {
	rows, err := listMinimums(ctx, inv.Pool, access.Scope{District: true}, false, len(ids), nil, ids)
	byID := map[int64]MinimumRow{}
	for _, r := range rows {
		byID[r.MinimumID] = r
	}
	return byID, err
}

// ListBreaches gives breaches, newest first.
func (inv *Inventory) ListBreaches(ctx context.Context, openOnly bool, limit int, beforeID int64) ([]BreachRow, error) {
	_, scope, err := access.Require(ctx, "minimum.read")
	if err != nil {
		return nil, err
	}
	return listBreaches(ctx, inv.Pool, scope, openOnly, limit, beforeID)
}
