package access_test

import (
	"slices"
	"strings"
	"testing"

	"changping/access"
)

// Posts hold from their first to their last day, both included, by the calendar of the database in Asia/Shanghai.
func TestPostsInForce(t *testing.T) {
	d := setup(t)
	li := d.person("li")
	d.post(access.NewPost{PersonID: d.wang, Role: access.Keeper, OrganisationID: d.root}) // keeps its days
	secret := d.signIn()
	for name, c := range map[string]struct {
		change string
		want   bool
	}{
		"from today on":       {`update post set from_date = business_date()`, true},
		"from tomorrow on":    {`update post set from_date = business_date() + 1`, false},
		"until today":         {`update post set from_date = business_date() - 9, to_date = business_date()`, true},
		"until yesterday":     {`update post set from_date = business_date() - 9, to_date = business_date() - 1`, false},
		"for this day only":   {`update post set from_date = business_date(), to_date = business_date()`, true},
		"next month only":     {`update post set from_date = business_date() + 30, to_date = business_date() + 60`, false},
		"taken away":          {`delete from post`, false},
		"at another's office": {`update post set person_id = $1`, false},
	} {
		d.execute(`delete from post where role = 'DISPATCHER'`)
		d.post(access.NewPost{PersonID: d.wang, Role: access.Dispatcher, OrganisationID: d.root})
		if c.change += ` where role = 'DISPATCHER'`; strings.Contains(c.change, "$1") {
			d.execute(c.change, li)
		} else {
			d.execute(c.change)
		}
		a, err := d.Authenticate(t.Context(), secret, access.InCookie) // the session is older than the change
		if err != nil {
			t.Fatal(err)
		}
		posts := 1
		if c.want {
			posts = 2
		}
		_, scope, err := access.Require(access.WithActor(t.Context(), a), "incident.write")
		if allowed := err == nil; allowed != c.want || allowed && !scope.District || len(a.Posts) != posts {
			t.Errorf("%s: allowed %t over %+v with posts %+v: %v", name, allowed, scope, a.Posts, err)
		}
		if !c.want {
			wantCode(t, err, "NOT_ALLOWED")
		}
	}
}

// What a post covers follows from where it is.
func TestWhatAPostCovers(t *testing.T) {
	d := setup(t)
	village := d.organisation(access.Organisation{Code: "3", NameZh: "村", NameEn: "Village", Kind: "COMMUNITY", Tier: "TOWN", ParentID: &d.town})
	other := d.organisation(access.Organisation{Code: "4", NameZh: "镇", NameEn: "Other", Kind: "TOWN", Tier: "TOWN", ParentID: &d.root})
	enterprise := d.organisation(access.Organisation{Code: "5", NameZh: "企业", NameEn: "Enterprise", Kind: "ENTERPRISE", Tier: "DISTRICT"})
	site := func(code, kind string, organisation, town int64) (id int64) {
		t.Helper()
		if err := d.owner.QueryRow(t.Context(), `insert into site (code, name_zh, name_en, kind, organisation_id, town_id, latitude, longitude) values ($1, $1, $1, $2, $3, $4, 39, 117) returning id`,
			code, kind, organisation, town).Scan(&id); err != nil {
			t.Fatal(err)
		}
		return id
	}
	depot := site("depot", "DEPOT", d.root, d.town)
	store := site("store", "TOWN_STORE", d.town, d.town)
	cupboard := site("cupboard", "TOWN_STORE", village, d.town)
	shelter := site("shelter", "SHELTER", d.root, d.town) // the district's, in the town
	shop := site("shop", "ENTERPRISE_STORE", enterprise, d.town)
	elsewhere := site("elsewhere", "TOWN_STORE", other, other)
	for name, c := range map[string]struct {
		post          access.NewPost
		permission    access.Permission
		district      bool
		organisations []int64
		sites         []int64
	}{
		"dispatcher of the district":      {access.NewPost{Role: access.Dispatcher, OrganisationID: d.root}, "stock.read", true, []int64{d.root, d.town, village, other}, []int64{depot, store, cupboard, shelter, elsewhere}},
		"dispatcher of a town":            {access.NewPost{Role: access.Dispatcher, OrganisationID: d.town}, "stock.read", false, []int64{d.town, village}, []int64{store, cupboard}},
		"keeper of one depot":             {access.NewPost{Role: access.Keeper, OrganisationID: d.root, SiteID: depot}, "stock.read", false, nil, []int64{depot}},
		"keeper of a town":                {access.NewPost{Role: access.Keeper, OrganisationID: d.town}, "stock.receive", false, nil, []int64{store, cupboard}},
		"liaison officer of a town":       {access.NewPost{Role: access.Liaison, OrganisationID: d.town}, "stock.read", false, []int64{d.town, village}, []int64{store, cupboard, shelter}},
		"partner":                         {access.NewPost{Role: access.Partner, OrganisationID: enterprise}, "stock.read", false, []int64{enterprise}, []int64{shop}},
		"auditor of the district":         {access.NewPost{Role: access.Auditor, OrganisationID: d.root}, "audit.read", true, []int64{d.root, d.town, village, other}, []int64{depot, store, cupboard, shelter, elsewhere}},
		"auditor of a town, the district": {access.NewPost{Role: access.Auditor, OrganisationID: d.town}, "audit.read", false, []int64{d.town, village}, []int64{store, cupboard}},
	} {
		d.execute(`delete from post`)
		c.post.PersonID = d.wang
		d.post(c.post)
		a, err := d.FindActor(t.Context(), "wang")
		if err != nil {
			t.Fatal(err)
		}
		_, scope, err := access.Require(access.WithActor(t.Context(), a), c.permission)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		slices.Sort(scope.OrganisationIDs)
		slices.Sort(scope.SiteIDs)
		slices.Sort(c.sites)
		slices.Sort(c.organisations)
		if scope.District != c.district || !slices.Equal(scope.OrganisationIDs, c.organisations) || !slices.Equal(scope.SiteIDs, c.sites) {
			t.Errorf("%s covers %+v, want district %t, organisations %v, sites %v", name, scope, c.district, c.organisations, c.sites)
		}
	}
}
