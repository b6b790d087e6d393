package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type approvalRuleView struct {
	ID              graphql.ID
	Kind, Reason    string
	ValueFrom       *scalar.Decimal
	HazardClasses   []string
	Programme, Note string
	Persons         int32
	FromAt          scalar.DateTime
	ToAt            *scalar.DateTime
}

func newApprovalRuleView(r inventory.ApprovalRule) *approvalRuleView {
	v := &approvalRuleView{ID: globalID("approvalRule", r.ID), Kind: string(r.Kind), Reason: r.Reason, ValueFrom: scalar.NewDecimalPointer(r.ValueFrom), HazardClasses: r.HazardClasses,
		Programme: r.Programme, Note: r.Note, Persons: int32(r.Persons), FromAt: scalar.NewDateTime(r.FromAt), ToAt: scalar.NewDateTimePointer(r.ToAt)}
	if v.HazardClasses == nil {
		v.HazardClasses = []string{}
	}
	return v
}

// ApprovalRules lists the rules.
func (r *Resolver) ApprovalRules(ctx context.Context, args struct{ InForceOnly *bool }) ([]*approvalRuleView, error) {
	rules, err := r.Inventory.ListApprovalRules(ctx, orZero(args.InForceOnly), nil)
	views := make([]*approvalRuleView, len(rules))
	for i, rule := range rules {
		views[i] = newApprovalRuleView(rule)
	}
	return views, err
}

type approvalRulePayload struct {
	Rule       *approvalRuleView
	Replayed   bool
	UserErrors []*userError
}

func (r *Resolver) approvalRuleAnswer(ctx context.Context, action string, id int64, replayed bool, err error) (*approvalRulePayload, error) {
	p := &approvalRulePayload{Replayed: replayed}
	if p.UserErrors, err = r.refused(ctx, action, err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	rules, err := r.Inventory.ListApprovalRules(ctx, false, []int64{id})
	if len(rules) == 1 {
		p.Rule = newApprovalRuleView(rules[0])
	}
	return p, err
}

// AddApprovalRule puts a rule in force.
func (r *Resolver) AddApprovalRule(ctx context.Context, args struct {
	Input struct {
		RequestKey, Kind        string
		Reason, Programme, Note *string
		ValueFrom               *scalar.Decimal
		HazardClasses           *[]string
		Persons                 int32
	}
}) (*approvalRulePayload, error) {
	in := args.Input
	rule := inventory.ApprovalRule{Kind: inventory.DocumentKind(in.Kind), Reason: orZero(in.Reason), Programme: orZero(in.Programme), Note: orZero(in.Note), HazardClasses: orZero(in.HazardClasses), Persons: int(in.Persons)}
	if in.ValueFrom != nil {
		rule.ValueFrom = &in.ValueFrom.Decimal
	}
	id, replayed, err := r.Inventory.AddApprovalRule(ctx, in.RequestKey, rule)
	return r.approvalRuleAnswer(ctx, "addApprovalRule", id, replayed, err)
}

// EndApprovalRule takes a rule out of force.
func (r *Resolver) EndApprovalRule(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		RuleID     graphql.ID
	}
}) (*approvalRulePayload, error) {
	var replayed bool
	id, err := rowID(args.Input.RuleID, "approvalRule", "ruleId")
	if err == nil {
		id, replayed, err = r.Inventory.EndApprovalRule(ctx, args.Input.RequestKey, id)
	}
	return r.approvalRuleAnswer(ctx, "endApprovalRule", id, replayed, err)
}
