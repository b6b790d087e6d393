package logistics

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"
	"changping/inventory"
	"changping/logistics/roads"

	"github.com/jackc/pgx/v5"
)

// ReliefWithin is how soon people must have basic relief: indicator 8 of the district plan.
const ReliefWithin = 10 * time.Hour

// Incident is what happened. A dispatcher opens and closes it; while it is open, needs, allocations and trips are made for it.
type Incident struct {
	ID                        int64
	Number, Name              string
	ScenarioCode, Level       string
	TownID                    int64
	PeopleAffected, CoverDays int
	StartedAt, ReliefDueAt    time.Time
	Drill                     bool
	State                     string
	Revision                  int
}

// Shelter is a place and the people there.
type Shelter struct {
	SiteID int64
	People int
}

// NewIncident is an incident to be opened.
type NewIncident struct {
	RequestKey          string `json:"-"`
	ScenarioCode, Level string
	TownID              int64
	Name                string // empty: town and scenario
	PeopleAffected      int
	CoverDays           int // 0: 1
	StartedAt           *time.Time
	Drill               bool
	Shelters            []Shelter // none: the nearest with room
	NoWorks             bool      // leave out what responders and works need
}

// OpenIncident opens an incident, finds shelters where none are given, and computes its needs. Dispatchers.
//
// Refuses with: SCENARIO, LEVEL, PEOPLE, COVER_DAYS, STARTED_AT, SHELTERS (unknown, or people that do not add up),
// SHELTER_ROOM (the district's shelters have not enough room).
func (l *Logistics) OpenIncident(ctx context.Context, n NewIncident) (Done, error) {
	return l.write(ctx, "incident.write", n.RequestKey, "openIncident", "incident", n, func(tx pgx.Tx, _ access.Scope) (int64, error) {
		n.CoverDays = cmp.Or(n.CoverDays, 1)
		scenario, err := loadScenario(ctx, tx, n.ScenarioCode)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return 0, fault.Invalidf("scenarioCode", "SCENARIO", "There is no scenario %q.", n.ScenarioCode)
		case err != nil:
			return 0, err
		case n.PeopleAffected < 1 || n.PeopleAffected > 2_000_000:
			return 0, fault.Invalidf("peopleAffected", "PEOPLE", "Enter how many people are affected, 1 to 2,000,000.")
		case n.CoverDays < 1 || n.CoverDays > 60:
			return 0, fault.Invalidf("coverDays", "COVER_DAYS", "Daily norms are sent for 1 to 60 days.")
		case !slices.Contains([]string{"I", "II", "III", "IV"}, n.Level):
			return 0, fault.Invalidf("level", "LEVEL", "A level is I, II, III or IV.")
		}
		var townZh string
		var town roads.Point
		if err := tx.QueryRow(ctx, `select name_zh, coalesce(latitude, 0)::float8, coalesce(longitude, 0)::float8 from organisation where id = $1 and kind in ('TOWN', 'ECONOMIC_GROUP')`, n.TownID).
			Scan(&townZh, &town.Latitude, &town.Longitude); errors.Is(err, pgx.ErrNoRows) {
			return 0, fault.Absent("town", fmt.Sprint(n.TownID)).At("townId")
		} else if err != nil {
			return 0, err
		}
		var now time.Time
		if err := tx.QueryRow(ctx, `select now()`).Scan(&now); err != nil {
			return 0, err
		}
		started := now
		if n.StartedAt != nil {
			started = *n.StartedAt
		}
		if started.After(now.Add(5*time.Minute)) || started.Before(now.AddDate(0, 0, -30)) {
			return 0, fault.Invalidf("startedAt", "STARTED_AT", "An incident started within the last 30 days, not in the future.")
		}
		shelters, err := chooseShelters(ctx, tx, n, town)
		if err != nil {
			return 0, err
		}
		number, err := nextNumber(ctx, tx, "SJ", "incident")
		if err != nil {
			return 0, err
		}
		if n.Name == "" {
			n.Name = townZh + " " + scenario.NameZh
		}
		due := started.Add(ReliefWithin)
		var id int64
		if err := tx.QueryRow(ctx, `insert into incident (number, name, scenario_code, level, town_id, people_affected, cover_days, started_at, relief_due_at, drill, opened_by)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`,
			number, n.Name, n.ScenarioCode, n.Level, n.TownID, n.PeopleAffected, n.CoverDays, started, due, n.Drill, person(ctx)).Scan(&id); err != nil {
			return 0, err
		}
		var places []Place
		for _, s := range shelters {
			places = append(places, Place{SiteID: s.SiteID, People: s.People})
		}
		var worksSite int64
		if !n.NoWorks {
			if err := tx.QueryRow(ctx, `select coalesce((select id from site where kind = 'TOWN_STORE' and town_id = $1 order by id limit 1), 0)`, n.TownID).Scan(&worksSite); err != nil {
				return 0, err
			}
		}
		var itemIDs []int64
		for _, norm := range scenario.Norms {
			itemIDs = append(itemIDs, norm.ItemID)
		}
		items, err := inventory.ItemsByIDTx(ctx, tx, itemIDs)
		if err != nil {
			return 0, err
		}
		needs := computeNeeds(scenario, items, n.PeopleAffected, n.CoverDays, places, worksSite)
		if worksSite != 0 {
			places = append(places, Place{SiteID: worksSite})
		}
		batch := &pgx.Batch{}
		for _, p := range places {
			batch.Queue(`insert into incident_place (incident_id, site_id, people, relief_due_at) values ($1, $2, $3, $4) on conflict do nothing`, id, p.SiteID, p.People, due)
		}
		for _, need := range needs {
			batch.Queue(`insert into need (incident_id, site_id, item_id, quantity, needed_by, priority, origin, working, created_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
				id, need.SiteID, need.ItemID, need.Quantity, due, need.Priority, need.Origin, need.Working, person(ctx))
		}
		return id, tx.SendBatch(ctx, batch).Close()
	})
}

// chooseShelters checks the shelters given, or fills the nearest to the town in turn.
func chooseShelters(ctx context.Context, tx pgx.Tx, n NewIncident, town roads.Point) ([]Shelter, error) {
	rows, err := tx.Query(ctx, `select id, coalesce(people_capacity, 0), latitude::float8, longitude::float8 from site where kind = 'SHELTER' order by id`)
	if err != nil {
		return nil, err
	}
	type room struct {
		Shelter
		metres float64
	}
	var rooms []room
	var r room
	var at roads.Point
	if _, err := pgx.ForEachRow(rows, []any{&r.SiteID, &r.People, &at.Latitude, &at.Longitude}, func() error {
		r.metres = roads.GreatCircle(town, at)
		rooms = append(rooms, r)
		return nil
	}); err != nil {
		return nil, err
	}
	if len(n.Shelters) > 0 {
		total := 0
		for i, s := range n.Shelters {
			known := slices.ContainsFunc(rooms, func(r room) bool { return r.SiteID == s.SiteID })
			twice := slices.ContainsFunc(n.Shelters[:i], func(o Shelter) bool { return o.SiteID == s.SiteID })
			if !known || twice || s.People < 1 {
				return nil, fault.Invalidf(fmt.Sprintf("shelters.%d", i), "SHELTERS", "Each shelter is named once, is a shelter, and has people.")
			}
			total += s.People
		}
		if total != n.PeopleAffected {
			return nil, fault.Invalidf("shelters", "SHELTERS", "%d people are placed in shelters, %d are affected.", total, n.PeopleAffected)
		}
		return n.Shelters, nil
	}
	slices.SortStableFunc(rooms, func(a, b room) int { return cmp.Compare(a.metres, b.metres) })
	var chosen []Shelter
	left := n.PeopleAffected
	for _, r := range rooms {
		if people := min(left, r.People); people > 0 {
			chosen = append(chosen, Shelter{r.SiteID, people})
			left -= people
		}
	}
	if left > 0 {
		return nil, fault.New(fault.Refused, "SHELTER_ROOM", "The district's shelters have room for %d fewer people than are affected: name the shelters yourself.", left).
			At("peopleAffected").With("missing", fmt.Sprint(left))
	}
	return chosen, nil
}

const incidentFields = `i.id, i.number, i.name, i.scenario_code, i.level, i.town_id, i.people_affected, i.cover_days, i.started_at, i.relief_due_at, i.drill, i.state, i.revision`

const incidentColumns = incidentFields + ` from incident i`

// lockIncident locks an open incident against being closed meanwhile.
func lockIncident(ctx context.Context, tx pgx.Tx, id int64) (Incident, error) {
	return openIncident(ctx, tx, id, "for share of i")
}

// openIncident gives an open incident; lock is the lock that its row is read with. Refuses with NOT_FOUND, INCIDENT_CLOSED.
func openIncident(ctx context.Context, tx pgx.Tx, id int64, lock string) (Incident, error) {
	rows, err := tx.Query(ctx, `select `+incidentColumns+` where i.id = $1 `+lock, id)
	if err != nil {
		return Incident{}, err
	}
	in, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Incident])
	if errors.Is(err, pgx.ErrNoRows) {
		return in, fault.Absent("incident", fmt.Sprint(id)).At("incidentId")
	}
	if err == nil && in.State != "OPEN" {
		err = fault.New(fault.Refused, "INCIDENT_CLOSED", "Incident %s is closed.", in.Number).At("incidentId")
	}
	return in, err
}

// Closing asks for an incident to be closed.
type Closing struct {
	RequestKey string `json:"-"`
	IncidentID int64
	Revision   int
}

// CloseIncident closes an incident; what is on the road may still be received. Dispatchers.
func (l *Logistics) CloseIncident(ctx context.Context, c Closing) (Done, error) {
	return l.write(ctx, "incident.write", c.RequestKey, "closeIncident", "incident", c, func(tx pgx.Tx, _ access.Scope) (int64, error) {
		in, err := lockIncident(ctx, tx, c.IncidentID)
		if err != nil {
			return 0, err
		}
		tag, err := tx.Exec(ctx, `update incident set state = 'CLOSED', closed_at = now(), revision = revision + 1 where id = $1 and revision = $2`, c.IncidentID, c.Revision)
		if err == nil && tag.RowsAffected() == 0 {
			err = stale(in.Revision)
		}
		return c.IncidentID, err
	})
}

// visible limits incidents to those that a scope may see: of its town, with a place of its own, drawing on its sites, or
// carried by its vehicles.
const visible = `($1 or i.town_id = any($2) or exists (select 1 from incident_place ip where ip.incident_id = i.id and ip.site_id = any($3))
	or exists (select 1 from trip t join vehicle v on v.id = t.vehicle_id where t.incident_id = i.id and v.carrier_id = any($2))
	or exists (select 1 from allocation a join allocation_line al on al.allocation_id = a.id where a.incident_id = i.id and a.state = 'APPROVED' and al.from_site_id = any($3)))`

var incidentFilters = []postgres.Field{
	postgres.ByID("id", "incident", "i.id"), postgres.ByText("number", "i.number"), postgres.ByText("name", "i.name"),
	postgres.ByText("scenarioCode", "i.scenario_code"), postgres.ByChoice("level", "i.level"), postgres.ByID("townId", "organisation", "i.town_id"),
	postgres.ByWhole("peopleAffected", "i.people_affected"), postgres.ByInstant("startedAt", "i.started_at"), postgres.ByInstant("reliefDueAt", "i.relief_due_at"),
	postgres.ByFlag("drill", "i.drill"), postgres.ByChoice("state", "i.state"),
}

// ListIncidents gives incidents: newest first, the gravest first, or those whose relief is due first; ids non-nil: only these.
func (l *Logistics) ListIncidents(openOnly bool, ids []int64) *postgres.List[Incident] {
	due, id := postgres.Key{SQL: "i.relief_due_at", Type: "timestamptz"}, postgres.Key{SQL: "i.id", Type: "bigint"}
	return &postgres.List[Incident]{Fields: incidentFilters, Pool: l.Pool, Orders: []postgres.Order{
		postgres.Newest("i.id"),
		{Name: "LEVEL", By: []postgres.Key{{SQL: "i.level", Type: "text"}, due, id}}, // I is the gravest, and I to IV are in order as texts
		{Name: "RELIEF_DUE", By: []postgres.Key{due, id}},
	}, Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
		_, scope, err := access.Require(ctx, "incident.read")
		return postgres.Listing{Columns: incidentFields, From: `from incident i where ` + visible + ` and (not $4 or i.state = 'OPEN') and ($5::bigint[] is null or i.id = any($5))`,
			Args: []any{scope.District, scope.OrganisationIDs, scope.SiteIDs, openOnly, ids}}, err
	}}
}

// ofIncident limits the parts of incidents to what a scope may see: all of it to the district and the incident's own town, to
// others their own sites. $1 are the incidents, $2 to $4 the scope; the part's site is in column %[1]s.
const ofIncident = `%[1]s.incident_id = any($1) and ($2 or %[1]s.site_id = any($3) or exists (select 1 from incident i where i.id = %[1]s.incident_id and i.town_id = any($4)))`

// PlacesOf gives the places of incidents that the caller may see.
func (l *Logistics) PlacesOf(ctx context.Context, incidentIDs ...int64) ([]Place, error) {
	_, scope, err := access.Require(ctx, "incident.read")
	if err != nil {
		return nil, err
	}
	rows, err := l.Pool.Query(ctx, `select p.incident_id, p.site_id, p.people, p.relief_due_at, p.relieved_at from incident_place p where `+fmt.Sprintf(ofIncident, "p")+` order by p.people desc, p.site_id`,
		incidentIDs, scope.District, scope.SiteIDs, scope.OrganisationIDs)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Place])
}

const needColumns = `n.id, n.incident_id, n.site_id, n.item_id, n.quantity, n.needed_by, n.priority, n.origin, n.working from need n`

// NeedsOf gives the needs of incidents that the caller may see, in order of place and priority.
func (l *Logistics) NeedsOf(ctx context.Context, incidentIDs ...int64) ([]Need, error) {
	_, scope, err := access.Require(ctx, "incident.read")
	if err != nil {
		return nil, err
	}
	rows, err := l.Pool.Query(ctx, `select `+needColumns+` where `+fmt.Sprintf(ofIncident, "n")+` and n.withdrawn_at is null order by n.site_id, n.priority, n.id`,
		incidentIDs, scope.District, scope.SiteIDs, scope.OrganisationIDs)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Need])
}

// NeedsByID gives needs by id, whoever asks: used below lines that are already within scope.
func (l *Logistics) NeedsByID(ctx context.Context, ids []int64) (map[int64]Need, error) {
	rows, err := l.Pool.Query(ctx, `select `+needColumns+` where n.id = any($1)`, ids)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByName[Need])
	byID := map[int64]Need{}
	for _, n := range all {
		byID[n.ID] = n
	}
	return byID, err
}
