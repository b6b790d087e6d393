package graph

import (
	"context"
	"fmt"
	"maps"
	"slices"
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
	parents              *below[*organisationView]
	parentID             int64
}

// Parent answers the organisation above; null for the root.
func (v *organisationView) Parent(ctx context.Context) (*organisationView, error) {
	if v.parentID == 0 {
		return nil, nil
	}
	return v.parents.of(ctx, v.parentID)
}

func (r *Resolver) viewOrganisations(rows []access.Organisation) map[int64]*organisationView {
	var parentIDs []int64
	parents := &below[*organisationView]{read: func(ctx context.Context) (map[int64]*organisationView, error) {
		above, err := r.Access.OrganisationsByID(ctx, parentIDs)
		return r.viewOrganisations(slices.Collect(maps.Values(above))), err
	}}
	views := map[int64]*organisationView{}
	for _, o := range rows {
		v := &organisationView{globalID("organisation", o.ID), o.Code, o.NameZh, o.NameEn, o.Kind, o.Tier, o.Latitude, o.Longitude, nil, o.Source, o.Demo, parents, orZero(o.ParentID)}
		if o.Population != nil {
			n := int32(*o.Population)
			v.Population = &n
		}
		parentIDs = append(parentIDs, v.parentID)
		views[o.ID] = v
	}
	return views
}

type postView struct {
	ID           graphql.ID
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
		v.Posts = append(v.Posts, rel.post(p))
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
	return connect(ctx, "organisations", args.pageArgs, r.Access.ListOrganisations(orZero(args.Kind)), func(_ context.Context, rows []access.Organisation) (func(access.Organisation) *organisationView, error) {
		views := r.viewOrganisations(rows)
		return func(o access.Organisation) *organisationView { return views[o.ID] }, nil
	})
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
	return connect(ctx, "auditEntries", args.pageArgs, r.Access.ListAudit(), alone(func(e access.AuditRow) *auditEntryView {
		v := &auditEntryView{globalID("auditEntry", e.ID), scalar.NewDateTime(e.At), e.Account, e.Action, e.ObjectKind, nil, e.Outcome, e.Detail}
		if e.ObjectID != nil {
			id := fmt.Sprint(*e.ObjectID)
			v.ObjectID = &id
		}
		return v
	}))
}
