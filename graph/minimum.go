package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
	"github.com/shopspring/decimal"
)

type minimumView struct {
	ID                           graphql.ID
	Kind, Scope, Subject         string
	SiteID, OrganisationID       *graphql.ID
	KeeperID                     *graphql.ID
	Tier, GroupCode              *string
	CategoryCode                 *string
	CureDays                     int32
	AgreementNumber              *string
	ScopeNameZh, ScopeNameEn     string
	Item                         *itemView
	SubjectNameZh, SubjectNameEn string
	UnitZh, UnitEn               string
	Floor                        scalar.Decimal
	Target                       *scalar.Decimal
	WarningMargin                scalar.Decimal
	OnBreach                     string
	FromDate                     scalar.Date
	ToDate                       *scalar.Date
	Available, Headroom          scalar.Decimal
	State                        string
}

func newMinimumView(m inventory.MinimumRow, item *itemView) *minimumView {
	v := &minimumView{ID: globalID("minimum", m.MinimumID), Kind: m.Kind, Scope: m.Scope, Subject: m.Subject(), ScopeNameZh: m.ScopeName, ScopeNameEn: m.ScopeNameEn, Item: item,
		SubjectNameZh: m.ItemName, SubjectNameEn: m.ItemNameEn, UnitZh: m.UnitZh, UnitEn: m.UnitEn, Floor: scalar.NewDecimal(m.Floor), Target: scalar.NewDecimalPointer(m.Target),
		WarningMargin: scalar.NewDecimal(m.WarningMargin), OnBreach: m.OnBreach, FromDate: scalar.NewDate(m.FromDate), Available: measured(m.Available),
		Headroom: measured(m.Spare()), State: m.State(), CureDays: int32(m.CureDays), AgreementNumber: m.AgreementNumber}
	for _, ref := range []struct {
		into **graphql.ID
		kind string
		id   int64
	}{{&v.SiteID, "site", m.SiteID}, {&v.OrganisationID, "organisation", m.OrganisationID}, {&v.KeeperID, "organisation", m.KeeperID}} {
		if ref.id != 0 {
			id := globalID(ref.kind, ref.id)
			*ref.into = &id
		}
	}
	v.Tier, v.GroupCode, v.CategoryCode = said(m.Tier), said(m.GroupCode), said(m.CategoryCode)
	if m.ToDate != nil {
		d := scalar.NewDate(*m.ToDate)
		v.ToDate = &d
	}
	return v
}

// measured is a sum in the measure of a minimum, which may be finer than a decimal of the API: never told as more than there is.
func measured(d decimal.Decimal) scalar.Decimal { return scalar.NewDecimal(d.RoundFloor(3)) }

// said is a text, or null where there is none.
func said(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// Minimums lists minimums.
func (r *Resolver) Minimums(ctx context.Context, args struct {
	MinimumID                     *graphql.ID
	BelowOnly                     *bool
	Kind, Scope, Search, Validity *string
	pageArgs
}) (*connection[*minimumView], error) {
	one, err := optionalID(args.MinimumID, "minimum", "minimumId")
	if err != nil {
		return nil, err
	}
	f := inventory.MinimumFilter{MinimumID: one, BelowOnly: orZero(args.BelowOnly), Kind: orZero(args.Kind), Scope: orZero(args.Scope), Search: orZero(args.Search), Validity: orZero(args.Validity)}
	return connect(ctx, "minimums", args.pageArgs, r.Inventory.MinimumList(f), related(r, func(rel *relations, m inventory.MinimumRow) {
		rel.items[m.ItemID] = true
	}, func(rel *relations, m inventory.MinimumRow) *minimumView {
		return newMinimumView(m, rel.itemViews[m.ItemID])
	}))
}

type substitutionGroupView struct{ Code, NameZh, UnitZh, UnitEn string }

// SubstitutionGroups lists the substitution groups.
func (r *Resolver) SubstitutionGroups(ctx context.Context) ([]substitutionGroupView, error) {
	rows, err := r.Inventory.SubstitutionGroups(ctx)
	views := make([]substitutionGroupView, len(rows))
	for i, g := range rows {
		views[i] = substitutionGroupView(g)
	}
	return views, err
}

type breachReminderView struct {
	Day  scalar.Date
	Kind string
}

type minimumBreachView struct {
	ID                           graphql.ID
	Minimum                      *minimumView
	Floor, Available             scalar.Decimal
	Cause                        string
	Reminders                    []breachReminderView
	Reason                       string
	IncidentNumber, OverriddenBy *string
	OpenedAt                     scalar.DateTime
	CureBy                       scalar.Date
	ClosedAt                     *scalar.DateTime
}

// MinimumBreaches lists breaches.
func (r *Resolver) MinimumBreaches(ctx context.Context, args struct {
	OpenOnly *bool
	pageArgs
}) (*connection[*minimumBreachView], error) {
	return connect(ctx, "minimumBreaches", args.pageArgs, r.Inventory.ListBreaches(orZero(args.OpenOnly)), r.viewBreaches)
}

// viewBreaches makes the views of breaches with their minimums and reminders.
func (r *Resolver) viewBreaches(ctx context.Context, rows []inventory.BreachRow) (func(inventory.BreachRow) *minimumBreachView, error) {
	ids, breachIDs := make([]int64, len(rows)), make([]int64, len(rows))
	for i, b := range rows {
		ids[i], breachIDs[i] = b.MinimumID, b.ID
	}
	reminders, err := r.Inventory.RemindersOf(ctx, breachIDs)
	if err != nil {
		return nil, err
	}
	minimums, err := r.Inventory.MinimumsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	rel := r.relations()
	for _, m := range minimums {
		rel.items[m.ItemID] = true
	}
	err = rel.load(ctx)
	return func(b inventory.BreachRow) *minimumBreachView {
		m := minimums[b.MinimumID]
		told := []breachReminderView{}
		for _, t := range reminders[b.ID] {
			told = append(told, breachReminderView{scalar.NewDate(t.Day), t.Kind})
		}
		return &minimumBreachView{globalID("minimumBreach", b.ID), newMinimumView(m, rel.itemViews[m.ItemID]), scalar.NewDecimal(b.Floor), measured(b.Available), b.Cause, told, b.Reason, b.IncidentNumber,
			b.OverriddenBy, scalar.NewDateTime(b.OpenedAt), scalar.NewDate(b.CureBy), scalar.NewDateTimePointer(b.ClosedAt)}
	}, err
}

type reserveStandingView struct {
	Item              *itemView
	Quota, Floor      *scalar.Decimal
	OnHand, Available scalar.Decimal
	State             string
}

// ReserveStanding compares an organisation's reserves with quota and minimum.
func (r *Resolver) ReserveStanding(ctx context.Context, args struct{ OrganisationID graphql.ID }) ([]*reserveStandingView, error) {
	id, err := rowID(args.OrganisationID, "organisation", "organisationId")
	if err != nil {
		return nil, err
	}
	rows, err := r.Inventory.ReserveStanding(ctx, id)
	if err != nil {
		return nil, err
	}
	rel := r.relations()
	for _, s := range rows {
		rel.items[s.ItemID] = true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	views := make([]*reserveStandingView, len(rows))
	for i, s := range rows {
		views[i] = &reserveStandingView{rel.itemViews[s.ItemID], scalar.NewDecimalPointer(s.Quota), scalar.NewDecimalPointer(s.Floor), scalar.NewDecimal(s.OnHand), scalar.NewDecimal(s.Available), s.State()}
	}
	return views, nil
}
