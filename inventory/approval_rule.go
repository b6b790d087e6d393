package inventory

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// ApprovalRule says which documents need approval, and by how many persons. Every condition that it states must be met; of the
// rules that apply, the one that asks for most persons counts. Administrators make and end rules; a rule in force never changes.
type ApprovalRule struct {
	ID            int64
	Kind          DocumentKind     // ISSUE, TRANSFER, ADJUSTMENT, SCRAP or RETURN
	Reason        string           // such as LOAN; empty: any
	ValueFrom     *decimal.Decimal // yuan: documents worth so much or more, or of unknown worth; nil: any
	HazardClasses []string         // an item of one of these classes, such as 3 or 6.1; empty: no condition
	Programme     string           // goods of SPECIAL_NEED or MAJOR_EVENT; empty: no condition
	Persons       int              // 1 or 2, none of them the author
	Note          string
	FromAt        time.Time
	ToAt          *time.Time // nil: in force
}

// approvable is the kinds of documents that rules can ask approval for. A receipt brings nothing out of our hands; dispatches
// follow an approved allocation; a reversal puts back what was approved; the differences of a stocktake are approved line by line
// before it is closed (count.go), so that it can always be closed.
var approvable = []DocumentKind{KindIssue, KindTransfer, KindAdjustment, KindScrap, KindReturn}

// worth is what the rules look at in a document's line.
type worth struct {
	value                  *decimal.Decimal // yuan; nil: not known
	hazardClass, programme string
}

// personsAsked is how many persons have to approve a document. A value that nobody knows is not waved through. Pure.
func personsAsked(rules []ApprovalRule, kind DocumentKind, reason string, lines []worth) (persons int) {
	value, known := decimal.Zero, true
	for _, l := range lines {
		if l.value == nil {
			known = false
			continue
		}
		value = value.Add(*l.value)
	}
	for _, r := range rules {
		applies := r.Kind == kind && (r.Reason == "" || r.Reason == reason) &&
			(r.ValueFrom == nil || !known || value.GreaterThanOrEqual(*r.ValueFrom)) &&
			(len(r.HazardClasses) == 0 || slices.ContainsFunc(lines, func(l worth) bool { return slices.Contains(r.HazardClasses, l.hazardClass) })) &&
			(r.Programme == "" || slices.ContainsFunc(lines, func(l worth) bool { return l.programme == r.Programme }))
		if applies {
			persons = max(persons, r.Persons)
		}
	}
	return persons
}

// approvalsAsked applies the rules in force to a posting. The other half of what was approved when it set out (a transfer's
// arrival) needs no approval of its own, and goods that stay at their site none either.
func (b *book) approvalsAsked(p Posting) int {
	if p.CompletesID != 0 || !slices.Contains(approvable, p.Kind) || p.SiteID == p.CounterSiteID {
		return 0
	}
	lines := make([]worth, len(p.Moves))
	for i, m := range p.Moves {
		lines[i] = worth{hazardClass: b.items[m.ItemID].HazardClass, programme: b.reserves[m.ReserveID].programme}
		if cost := b.lots[m.LotID].unitCost; cost != nil {
			v := cost.Mul(m.Quantity)
			lines[i].value = &v
		}
	}
	return personsAsked(b.rules, p.Kind, p.Reason, lines)
}

// approvalNeeded is the refusal of what has fewer approvals than the rules ask for now.
func approvalNeeded(asked, approvals int) *fault.Error {
	return fault.New(fault.Refused, "APPROVAL_NEEDED", "By the rules in force now, %d person(s) have to approve this; %d have.", asked, approvals).
		With("persons", strconv.Itoa(asked)).With("approvals", strconv.Itoa(approvals))
}

const ruleColumns = `id, kind, reason, value_from, hazard_classes, programme, persons, note, from_at, to_at from approval_rule`

func init() {
	postgres.RegisterConstraint("approval_rule_unique", func() *fault.Error {
		return fault.New(fault.Conflict, "TAKEN", "There is a rule for exactly this already: end it first.").At("kind")
	})
}

// AddApprovalRule puts a rule in force. Administrators.
//
// Refuses with: KIND, PERSONS, PROGRAMME, QUANTITY (a value below zero), TAKEN.
func (inv *Inventory) AddApprovalRule(ctx context.Context, key string, r ApprovalRule) (id int64, replayed bool, err error) {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return 0, false, err
	}
	switch {
	case !slices.Contains(approvable, r.Kind):
		return 0, false, fault.Invalidf("kind", "KIND", "Documents of this kind need no approval.")
	case r.Persons != 1 && r.Persons != 2:
		return 0, false, fault.Invalidf("persons", "PERSONS", "One or two persons approve.")
	case r.Programme != "" && r.Programme != "SPECIAL_NEED" && r.Programme != "MAJOR_EVENT":
		return 0, false, fault.Invalidf("programme", "PROGRAMME", "%q is not a programme.", r.Programme)
	case r.ValueFrom != nil && r.ValueFrom.IsNegative():
		return 0, false, fault.Invalidf("valueFrom", "QUANTITY", "A value is zero or more.")
	}
	if r.HazardClasses == nil {
		r.HazardClasses = []string{}
	}
	slices.Sort(r.HazardClasses)
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) (err error) {
		id, replayed, err = access.Once(ctx, tx, key, "addApprovalRule", r, func() (id int64, err error) {
			if err := tx.QueryRow(ctx, `insert into approval_rule (kind, reason, value_from, hazard_classes, programme, persons, note) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
				r.Kind, r.Reason, r.ValueFrom, r.HazardClasses, r.Programme, r.Persons, r.Note).Scan(&id); err != nil {
				return 0, err
			}
			return id, access.RecordTx(ctx, tx, access.Entry{Action: "approvalRule.add", ObjectKind: "approval_rule", ObjectID: id, Detail: r})
		})
		return err
	})
	return id, replayed, err
}

// EndApprovalRule takes a rule out of force. Administrators.
//
// Refuses with: NOT_FOUND, ALREADY_DONE.
func (inv *Inventory) EndApprovalRule(ctx context.Context, key string, ruleID int64) (id int64, replayed bool, err error) {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return 0, false, err
	}
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) (err error) {
		id, replayed, err = access.Once(ctx, tx, key, "endApprovalRule", ruleID, func() (int64, error) {
			var ended bool
			err := tx.QueryRow(ctx, `select to_at is not null from approval_rule where id = $1 for update`, ruleID).Scan(&ended)
			if errors.Is(err, pgx.ErrNoRows) {
				return 0, fault.Absent("approval rule", fmt.Sprint(ruleID)).At("ruleId")
			}
			if err == nil && ended {
				return 0, fault.New(fault.Conflict, "ALREADY_DONE", "This rule is not in force any more.").At("ruleId")
			}
			if err != nil {
				return 0, err
			}
			if _, err := tx.Exec(ctx, `update approval_rule set to_at = now() where id = $1`, ruleID); err != nil {
				return 0, err
			}
			return ruleID, access.RecordTx(ctx, tx, access.Entry{Action: "approvalRule.end", ObjectKind: "approval_rule", ObjectID: ruleID})
		})
		return err
	})
	return id, replayed, err
}

// ListApprovalRules gives the rules, newest first. Any signed-in person: who submits must know what awaits them.
func (inv *Inventory) ListApprovalRules(ctx context.Context, inForceOnly bool, ids []int64) ([]ApprovalRule, error) {
	if _, _, err := access.Require(ctx, "catalogue.read"); err != nil {
		return nil, err
	}
	rows, err := inv.Pool.Query(ctx, `select `+ruleColumns+` where (not $1 or to_at is null) and ($2::bigint[] is null or id = any($2)) order by id desc limit 500`, inForceOnly, ids)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[ApprovalRule])
}
