package graph

import (
	"context"
	"maps"
	"slices"

	"changping/internal/gql/scalar"
	"changping/logistics"

	"github.com/graph-gophers/graphql-go"
)

type scenarioView struct {
	Code, NameZh, NameEn string
	DurationDays, People int32
	Rationale            string
}

// Scenarios lists the scenarios.
func (r *Resolver) Scenarios(ctx context.Context) ([]*scenarioView, error) {
	all, err := r.Logistics.ListScenarios(ctx)
	views := make([]*scenarioView, len(all))
	for i, s := range all {
		views[i] = &scenarioView{s.Code, s.NameZh, s.NameEn, int32(s.DurationDays), int32(s.Parameters["person"].IntPart()), s.Rationale}
	}
	return views, err
}

type incidentView struct {
	ID                        graphql.ID
	Number, Name              string
	Scenario                  *scenarioView
	Level                     string
	Town                      *organisationView
	PeopleAffected, CoverDays int32
	StartedAt, ReliefDueAt    scalar.DateTime
	Drill                     bool
	State                     string
	Revision                  int32
	parts                     *incidentParts
	row                       int64
}

func (r *Resolver) viewIncidents(ctx context.Context, rows []logistics.Incident) (map[int64]*incidentView, error) {
	scenarios, err := r.Scenarios(ctx)
	if err != nil {
		return nil, err
	}
	byCode := map[string]*scenarioView{}
	for _, s := range scenarios {
		byCode[s.Code] = s
	}
	rel := r.relations()
	for _, i := range rows {
		rel.orgs[i.TownID] = true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	views, ids := map[int64]*incidentView{}, make([]int64, len(rows))
	for n, i := range rows {
		ids[n] = i.ID
	}
	parts := r.partsOf(ids)
	for _, i := range rows {
		views[i.ID] = &incidentView{globalID("incident", i.ID), i.Number, i.Name, byCode[i.ScenarioCode], i.Level, rel.orgViews[i.TownID], int32(i.PeopleAffected), int32(i.CoverDays),
			scalar.NewDateTime(i.StartedAt), scalar.NewDateTime(i.ReliefDueAt), i.Drill, i.State, int32(i.Revision), parts, i.ID}
	}
	return views, nil
}

func (r *Resolver) incident(ctx context.Context, id int64) (*incidentView, error) {
	rows, err := r.Logistics.ListIncidents(false, []int64{id}).First(ctx, 1)
	if err != nil {
		return nil, err
	}
	views, err := r.viewIncidents(ctx, rows)
	return views[id], err
}

// incidentsByID reads incidents when the first row is asked for its own.
func (r *Resolver) incidentsByID(ids []int64) *below[*incidentView] {
	return &below[*incidentView]{read: func(ctx context.Context) (map[int64]*incidentView, error) {
		rows, err := r.Logistics.ListIncidents(false, ids).First(ctx, len(ids))
		if err != nil {
			return nil, err
		}
		return r.viewIncidents(ctx, rows)
	}}
}

// Incidents lists incidents.
func (r *Resolver) Incidents(ctx context.Context, args struct {
	OpenOnly *bool
	pageArgs
}) (*connection[*incidentView], error) {
	return connect(ctx, "incidents", args.pageArgs, r.Logistics.ListIncidents(orZero(args.OpenOnly), nil), byID(r.viewIncidents, func(i logistics.Incident) int64 { return i.ID }))
}

type incidentPlaceView struct {
	Site        *siteView
	People      int32
	ReliefDueAt scalar.DateTime
	RelievedAt  *scalar.DateTime
}

// Places answers the places with their relief clocks.
func (v *incidentView) Places(ctx context.Context) ([]*incidentPlaceView, error) {
	return v.parts.places.of(ctx, v.row)
}

type needView struct {
	ID              graphql.ID
	Site            *siteView
	Item            *itemView
	Quantity        scalar.Decimal
	NeededBy        scalar.DateTime
	Priority        int32
	Origin, Working string
}

// viewNeeds makes the views of needs.
func (r *Resolver) viewNeeds(ctx context.Context, rows []logistics.Need) (map[int64]*needView, error) {
	rel := r.relations()
	for _, n := range rows {
		rel.sites[n.SiteID], rel.items[n.ItemID] = true, true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	views := map[int64]*needView{}
	for _, n := range rows {
		views[n.ID] = &needView{globalID("need", n.ID), rel.siteViews[n.SiteID], rel.itemViews[n.ItemID], scalar.NewDecimal(n.Quantity), scalar.NewDateTime(n.NeededBy), int32(n.Priority), n.Origin, n.Working}
	}
	return views, nil
}

// needsByID makes the views of needs below lines that the caller may see.
func (r *Resolver) needsByID(ctx context.Context, ids []int64) (map[int64]*needView, error) {
	byID, err := r.Logistics.NeedsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	return r.viewNeeds(ctx, slices.Collect(maps.Values(byID)))
}

// Needs answers the needs.
func (v *incidentView) Needs(ctx context.Context) ([]*needView, error) {
	return v.parts.needs.of(ctx, v.row)
}

type progressView struct {
	Site                                       *siteView
	Item                                       *itemView
	Asked, Allotted, Sent, Arrived, Lost, Late scalar.Decimal
}

// Progress answers what became of each need.
func (v *incidentView) Progress(ctx context.Context) ([]*progressView, error) {
	return v.parts.progress.of(ctx, v.row)
}

// Allocations answers the allocations, newest first.
func (v *incidentView) Allocations(ctx context.Context) ([]*allocationView, error) {
	return v.parts.allocations.of(ctx, v.row)
}

// Trips answers the trips.
func (v *incidentView) Trips(ctx context.Context) ([]*tripView, error) {
	return v.parts.trips.of(ctx, v.row)
}

type incidentPayload struct {
	Incident   *incidentView
	Replayed   bool
	UserErrors []*userError
}

func (r *Resolver) incidentAnswer(ctx context.Context, action string, done logistics.Done, err error) (*incidentPayload, error) {
	p := &incidentPayload{Replayed: done.Replayed}
	if p.UserErrors, err = r.refused(ctx, action, err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	p.Incident, err = r.incident(ctx, done.ID)
	return p, err
}

// OpenIncident opens an incident.
func (r *Resolver) OpenIncident(ctx context.Context, args struct {
	Input struct {
		RequestKey, ScenarioCode, Level string
		TownID                          graphql.ID
		Name                            *string
		PeopleAffected                  int32
		CoverDays                       *int32
		StartedAt                       *scalar.DateTime
		Drill                           *bool
		Shelters                        *[]struct {
			SiteID graphql.ID
			People int32
		}
		Works *bool
	}
}) (*incidentPayload, error) {
	in := args.Input
	n := logistics.NewIncident{RequestKey: in.RequestKey, ScenarioCode: in.ScenarioCode, Level: in.Level, Name: orZero(in.Name), PeopleAffected: int(in.PeopleAffected), CoverDays: int(orZero(in.CoverDays)),
		Drill: orZero(in.Drill), NoWorks: in.Works != nil && !*in.Works}
	if in.StartedAt != nil {
		n.StartedAt = &in.StartedAt.Time
	}
	var done logistics.Done
	var err error
	n.TownID, err = rowID(in.TownID, "organisation", "townId")
	for i, s := range orZero(in.Shelters) {
		if err != nil {
			break
		}
		shelter := logistics.Shelter{People: int(s.People)}
		if shelter.SiteID, err = rowID(s.SiteID, "site", "siteId"); err != nil {
			err = under("shelters", i, err)
		}
		n.Shelters = append(n.Shelters, shelter)
	}
	if err == nil {
		done, err = r.Logistics.OpenIncident(ctx, n)
	}
	return r.incidentAnswer(ctx, "openIncident", done, err)
}

// AddNeed adds a need by hand.
func (r *Resolver) AddNeed(ctx context.Context, args struct {
	Input struct {
		RequestKey                 string
		IncidentID, SiteID, ItemID graphql.ID
		Quantity                   scalar.Decimal
		NeededBy                   *scalar.DateTime
		Priority                   *int32
	}
}) (*incidentPayload, error) {
	in := args.Input
	n := logistics.NewNeed{RequestKey: in.RequestKey, Quantity: in.Quantity.Decimal, Priority: int(orZero(in.Priority))}
	if in.NeededBy != nil {
		n.NeededBy = &in.NeededBy.Time
	}
	var done logistics.Done
	var err error
	if n.IncidentID, err = rowID(in.IncidentID, "incident", "incidentId"); err == nil {
		if n.SiteID, err = rowID(in.SiteID, "site", "siteId"); err == nil {
			n.ItemID, err = rowID(in.ItemID, "item", "itemId")
		}
	}
	if err == nil {
		done, err = r.Logistics.AddNeed(ctx, n)
	}
	return r.incidentAnswer(ctx, "addNeed", done, err)
}

// CloseIncident closes an incident.
func (r *Resolver) CloseIncident(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		IncidentID graphql.ID
		Revision   int32
	}
}) (*incidentPayload, error) {
	in := args.Input
	var done logistics.Done
	id, err := rowID(in.IncidentID, "incident", "incidentId")
	if err == nil {
		done, err = r.Logistics.CloseIncident(ctx, logistics.Closing{RequestKey: in.RequestKey, IncidentID: id, Revision: int(in.Revision)})
	}
	return r.incidentAnswer(ctx, "closeIncident", done, err)
}
