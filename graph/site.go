package graph

import (
	"context"

	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type siteView struct {
	ID                   graphql.ID
	Code, NameZh, NameEn string
	Kind                 string
	Organisation         *organisationView
	Town                 *organisationView
	Latitude, Longitude  string
	Address              string
	PeopleCapacity       *int32
	PublicNotes          string
	Demo                 bool
}

func newSiteView(s inventory.Site, organisation, town *organisationView) *siteView {
	v := &siteView{globalID("site", s.ID), s.Code, s.NameZh, s.NameEn, s.Kind, organisation, town, s.Latitude.String(), s.Longitude.String(), s.Address, nil, s.PublicNotes, s.Demo}
	if s.PeopleCapacity != nil {
		n := int32(*s.PeopleCapacity)
		v.PeopleCapacity = &n
	}
	return v
}

// Sites lists sites.
func (r *Resolver) Sites(ctx context.Context, args struct {
	Kind   *string
	TownID *graphql.ID
	pageArgs
}) (*connection[*siteView], error) {
	town, err := optionalID(args.TownID, "organisation", "townId")
	if err != nil {
		return nil, err
	}
	return connect(ctx, "sites", args.pageArgs, r.Inventory.ListSites(orZero(args.Kind), town), related(r, func(rel *relations, s inventory.Site) {
		rel.orgs[s.OrganisationID], rel.orgs[s.TownID] = true, true
	}, func(rel *relations, s inventory.Site) *siteView {
		return newSiteView(s, rel.orgViews[s.OrganisationID], rel.orgViews[s.TownID])
	}))
}

type nearbyCabinetView struct {
	Site   *siteView
	Metres int32
}

// NearestCabinets finds public cabinets for anybody.
func (r *Resolver) NearestCabinets(ctx context.Context, args struct {
	Latitude, Longitude float64
	First               *int32
}) ([]*nearbyCabinetView, error) {
	n := 5
	if args.First != nil {
		n = max(1, min(20, int(*args.First)))
	}
	near, err := r.Inventory.NearestCabinets(ctx, args.Latitude, args.Longitude, n)
	if err != nil {
		return nil, err
	}
	rel := r.relations()
	for _, c := range near {
		rel.orgs[c.Site.OrganisationID], rel.orgs[c.Site.TownID] = true, true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	views := make([]*nearbyCabinetView, len(near))
	for i, c := range near {
		views[i] = &nearbyCabinetView{newSiteView(c.Site, rel.orgViews[c.Site.OrganisationID], rel.orgViews[c.Site.TownID]), int32(c.Metres)}
	}
	return views, nil
}
