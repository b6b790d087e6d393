package graph

import (
	"context"
	"fmt"
	"time"

	"changping/access"
	"changping/internal/gql/scalar"

	"github.com/graph-gophers/graphql-go"
)

type organisationView struct {
	ID                   graphql.ID
	Code, NameZh, NameEn string
	Kind, Tier           string
	Latitude, Longitude  *string
	Population           *int32
	Source               string
	Demo                 bool
}

func newOrganisationView(o access.Organisation) *organisationView {
	v := &organisationView{globalID("organisation", o.ID), o.Code, o.NameZh, o.NameEn, o.Kind, o.Tier, o.Latitude, o.Longitude, nil, o.Source, o.Demo}
	if o.Population != nil {
		n := int32(*o.Population)
		v.Population = &n
	}
	return v
}

type postView struct {
	Role         string
	Organisation *organisationView
	Site         *siteView
	FromDate     scalar.Date
	ToDate       *scalar.Date
}

type viewerView struct {
	Account, Name string
	Posts         []postView
	Permissions   []string
	KeepsSites    []*siteView
}

// Viewer answers who is calling.
func (r *Resolver) Viewer(ctx context.Context) (*viewerView, error) {
	a := access.ActorFrom(ctx)
	if a == nil {
		return nil, nil
	}
	rel := r.relations()
	for _, p := range a.Posts {
		rel.orgs[p.OrganisationID], rel.sites[p.SiteID] = true, true
	}
	keeps := []int64{}
	if _, scope, err := access.Require(ctx, "stock.receive"); err == nil {
		keeps = scope.SiteIDs
	}
	for _, id := range keeps {
		rel.sites[id] = true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	v := &viewerView{Account: a.Account, Name: a.Name, Permissions: a.Permissions(), Posts: []postView{}, KeepsSites: []*siteView{}}
	for _, p := range a.Posts {
		v.Posts = append(v.Posts, postView{string(p.Role), rel.orgViews[p.OrganisationID], rel.siteViews[p.SiteID], scalar.NewDate(p.FromDate), scalar.NewDatePointer(p.ToDate)})
	}
	for _, id := range keeps {
		v.KeepsSites = append(v.KeepsSites, rel.siteViews[id])
	}
	return v, nil
}

type aboutView struct {
	DistrictZh, DistrictEn string
	Demo                   bool
	Today                  scalar.Date
	Now                    scalar.DateTime
}

// About answers facts about this installation.
func (r *Resolver) About(ctx context.Context) (*aboutView, error) {
	v := &aboutView{DistrictZh: "天津市西青区", DistrictEn: "Xiqing District, Tianjin"}
	var today, now time.Time
	err := r.Pool.QueryRow(ctx, `select business_date(), now(), exists (select 1 from setting where name = 'demo')`).Scan(&today, &now, &v.Demo)
	v.Today, v.Now = scalar.NewDate(today), scalar.NewDateTime(now)
	return v, err
}

// Organisations lists organisations.
func (r *Resolver) Organisations(ctx context.Context, args struct {
	Kind *string
	pageArgs
}) (*connection[*organisationView], error) {
	p, err := readPage[string]("organisations", args.pageArgs)
	if err != nil {
		return nil, err
	}
	rows, err := r.Access.ListOrganisations(ctx, orZero(args.Kind), p.limit(), p.key())
	if err != nil {
		return nil, err
	}
	rows, more := cut(p, rows)
	return connect(p, rows, more, func(o access.Organisation) string { return o.Code }, newOrganisationView), nil
}

type auditEntryView struct {
	ID                 graphql.ID
	At                 scalar.DateTime
	Account            *string
	Action, ObjectKind string
	ObjectID           *string
	Outcome, Detail    string
}

// AuditEntries lists the audit trail.
func (r *Resolver) AuditEntries(ctx context.Context, args struct{ pageArgs }) (*connection[*auditEntryView], error) {
	p, err := readPage[int64]("auditEntries", args.pageArgs)
	if err != nil {
		return nil, err
	}
	rows, err := r.Access.ListAudit(ctx, p.limit(), p.key())
	if err != nil {
		return nil, err
	}
	rows, more := cut(p, rows)
	return connect(p, rows, more, func(e access.AuditRow) int64 { return e.ID }, func(e access.AuditRow) *auditEntryView {
		v := &auditEntryView{globalID("auditEntry", e.ID), scalar.NewDateTime(e.At), e.Account, e.Action, e.ObjectKind, nil, e.Outcome, e.Detail}
		if e.ObjectID != nil {
			id := fmt.Sprint(*e.ObjectID)
			v.ObjectID = &id
		}
		return v
	}), nil
}
