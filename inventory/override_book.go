package inventory

import (
	"fmt"
	"time"

	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// overrideFacts is what the ledger must know of an override that two persons sign.
type overrideFacts struct {
	incidentID int64
	reason     string
	confirmed  bool
	validUntil *time.Time
	used       bool
	limits     map[int64]decimal.Decimal // at most so much of each minimum, in its measure
}

// queueOverrides locks and reads overrides. They are locked after minimums and levels, and by nothing else but their confirmation.
func (b *book) queueOverrides(queue func(sql string, args []any, targets []any, row func() error), ids []int64) {
	if len(ids) == 0 {
		return
	}
	b.overrides = map[int64]*overrideFacts{}
	var id, minimumID int64
	var o overrideFacts
	queue(`select o.id, o.incident_id, o.reason, o.confirmed_by is not null, o.valid_until from minimum_override o where o.id = any($1) order by o.id for update`, []any{ids},
		[]any{&id, &o.incidentID, &o.reason, &o.confirmed, &o.validUntil}, func() error {
			one := o
			one.limits = map[int64]decimal.Decimal{}
			if o.validUntil != nil {
				until := *o.validUntil
				one.validUntil = &until
			}
			b.overrides[id] = &one
			return nil
		})
	var most decimal.Decimal
	queue(`select override_id, minimum_id, quantity from minimum_override_limit where override_id = any($1)`, []any{ids}, []any{&id, &minimumID, &most}, func() error {
		b.overrides[id].limits[minimumID] = most
		return nil
	})
	// In a statement of its own, after the lock: whoever used it meanwhile is seen.
	queue(`select override_id from minimum_override_use where override_id = any($1)`, []any{ids}, []any{&id}, func() error { b.overrides[id].used = true; return nil })
}

// permit is what lets a posting go below floors; nil: nothing does.
type permit struct {
	id            int64 // of an override of two persons; 0: none
	cause, reason string
	limits        map[int64]decimal.Decimal // nil: of any minimum, any quantity
	missing       *fault.Error              // what is wanted before it may be used; nil: nothing
}

func (p *permit) covers(minimumID int64) bool {
	if p == nil {
		return false
	}
	_, named := p.limits[minimumID]
	return p.limits == nil || named
}

// check refuses what the permit does not go as far as.
func (p *permit) check(m Headroom, quantity decimal.Decimal) error {
	if p.missing != nil {
		return p.missing.With("minimumId", fmt.Sprint(m.MinimumID)).With("requested", quantity.String()).With("item", m.ItemName)
	}
	if most, limited := p.limits[m.MinimumID]; limited && quantity.GreaterThan(most) {
		return fault.New(fault.Refused, "OVERRIDE_EXCEEDED", "The override lets %s of %s go, not %s.", most, m.ItemName, quantity).
			With("allowed", most.String()).With("minimumId", fmt.Sprint(m.MinimumID)).With("requested", quantity.String()).With("item", m.ItemName).At("overrideId")
	}
	return nil
}

// The causes of a breach that nobody decided: the goods were gone already, or may not be used.
const (
	causeFact = "FACT"
	causeHold = "HOLD"
)

// permit judges an override, as far as it does not depend on what it is used for.
//
// Refuses with: NOT_FOUND, OVERRIDE_INCIDENT (it is for another), OVERRIDE_UNCONFIRMED, OVERRIDE_EXPIRED, OVERRIDE_USED. Where it is
// used, SECOND_PERSON_NEEDED and OVERRIDE_EXCEEDED.
func (b *book) permit(o *Override) (*permit, error) {
	switch {
	case o == nil:
		return nil, nil
	case o.ID == 0 && o.IncidentID == 0:
		return &permit{cause: causeFact, reason: o.Reason}, nil
	case o.ID == 0:
		p := &permit{cause: "OVERRIDE", reason: o.Reason}
		if b.secondPerson {
			p.missing = fault.New(fault.Refused, "SECOND_PERSON_NEEDED", "Going below a minimum takes two persons: ask for an override, and let another dispatcher confirm it.").At("overrideId")
		}
		return p, nil
	}
	f := b.overrides[o.ID]
	switch {
	case f == nil:
		return nil, fault.Absent("override", fmt.Sprint(o.ID)).At("overrideId")
	case f.incidentID != o.IncidentID:
		return nil, fault.New(fault.Refused, "OVERRIDE_INCIDENT", "This override was signed for another incident.").At("overrideId")
	case !f.confirmed:
		return nil, fault.New(fault.Refused, "OVERRIDE_UNCONFIRMED", "A second person has not confirmed this override yet.").At("overrideId")
	case f.used:
		return nil, overrideUsed()
	case f.validUntil.Before(b.now):
		return nil, fault.New(fault.Refused, "OVERRIDE_EXPIRED", "This override was valid until %s: ask for another.", f.validUntil.UTC().Format(time.RFC3339)).At("overrideId")
	}
	return &permit{id: o.ID, cause: "OVERRIDE", reason: f.reason, limits: f.limits}, nil
}

// useOverride uses up in memory what an entry went below a floor by.
func (b *book) useOverride(e *entry) {
	if f := b.overrides[e.overrideID]; f != nil {
		f.used = true
	}
}

func queueOverrideUse(batch *pgx.Batch, overrideID, documentID int64, person *int64) {
	batch.Queue(`insert into minimum_override_use (override_id, document_id, used_by) values ($1, nullif($2::bigint, 0), $3)`, overrideID, documentID, person)
}

func overrideUsed() *fault.Error {
	return fault.New(fault.Conflict, "OVERRIDE_USED", "This override has been used: an override goes once.").At("overrideId")
}

func init() {
	postgres.RegisterConstraint("minimum_override_used_once", overrideUsed)
	postgres.RegisterConstraint("minimum_override_second_person", samePerson)
	postgres.RegisterConstraint("minimum_override_hours", func() *fault.Error {
		return fault.Invalidf("validHours", "HOURS", "An override is valid for 1 to 72 hours.")
	})
	postgres.RegisterConstraint("minimum_override_has_reason", func() *fault.Error {
		return fault.Invalidf("reason", "REASON_MISSING", "Say why the minimum may be broken.")
	})
}

func samePerson() *fault.Error {
	return fault.New(fault.Refused, "SAME_PERSON", "Who asked for an override does not confirm it: another dispatcher does.").At("overrideId")
}
