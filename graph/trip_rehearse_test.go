package graph

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// everything gives each table of the district with a checksum of all its rows.
func (d *district) everything() map[string]string {
	d.t.Helper()
	rows, err := d.Pool.Query(d.t.Context(), `select tablename from pg_tables where schemaname = current_schema()`)
	if err != nil {
		d.t.Fatal(err)
	}
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			d.t.Fatal(err)
		}
		tables = append(tables, name)
	}
	if err := rows.Err(); err != nil || len(tables) < 40 {
		d.t.Fatal(len(tables), err)
	}
	sums := map[string]string{}
	for _, name := range tables {
		var sum string
		if err := d.Pool.QueryRow(d.t.Context(), `select count(*) || ' rows, ' || coalesce(md5(string_agg(x::text, e'\n' order by x::text)), '') from `+name+` x`).Scan(&sum); err != nil {
			d.t.Fatal(err)
		}
		sums[name] = sum
	}
	return sums
}

// keepsNothing runs do and names the tables that it changed.
func (d *district) keepsNothing(do func()) {
	d.t.Helper()
	before := d.everything()
	do()
	after := d.everything()
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if before[name] != after[name] {
			d.t.Errorf("a dry run changed %s: %s before, %s after", name, before[name], after[name])
		}
	}
}

// approved opens a flood and approves what is allotted; no trip is planned yet.
func (d *district) approved(people int) (incident, allocation string) {
	d.t.Helper()
	incident = dig(d.do("dispatcher", "openIncident", "OpenIncidentInput", "incident { id }",
		map[string]any{"scenarioCode": "RF", "level": "II", "townId": d.town("120111102"), "peopleAffected": people, "coverDays": 1}), "incident.id").(string)
	allocation = dig(d.do("dispatcher", "proposeAllocation", "ProposeAllocationInput", "allocation { id }", map[string]any{"incidentId": incident}), "allocation.id").(string)
	d.do("dispatcher", "approveAllocation", "ApproveAllocationInput", "allocation { state }", map[string]any{"allocationId": allocation, "revision": 1})
	return incident, allocation
}

// wholePlan is all that is told of trips, but for what a dry run tells otherwise: their ids, and that they are rehearsed.
const wholePlan = `replayed trips {
	rehearsed id number allocationId state revision departAt returnAt distanceMetres loadKg loadM3 estimated greenLane reroutedAt
	incident { number } vehicle { plate carrier { code } homeSite { code } } waybills { number } shortLoads { note } closures { id note } position { toldAt }
	stops { seq site { code } arriveAt departAt legMetres legLine dueAt pickups { lineId item { code } lot { lotNo } quantity } deliveries { lineId item { code } lot { lotNo } quantity } }
} allocation { id state revision unserved { line { id } quantity reason } }`

// told takes the trips of a payload apart: those that a dry run may tell otherwise, and the rest of it in words.
func told(payload any) (ids []string, rehearsed []bool, rest string) {
	trips := dig(payload, "trips").([]any)
	for _, trip := range trips {
		fields := trip.(map[string]any)
		ids, rehearsed = append(ids, fields["id"].(string)), append(rehearsed, fields["rehearsed"].(bool))
		delete(fields, "id")
		delete(fields, "rehearsed")
	}
	return ids, rehearsed, fmt.Sprint(trips, dig(payload, "allocation"))
}

// A dry run of a planning tells the plan whole, with lines, closures and what is left, and leaves nothing behind: what is planned next has
// the same numbers.
func TestTripsAreRehearsed(t *testing.T) {
	for name, on := range map[string]func(d *district){
		"by estimate, into a closed area": func(d *district) {
			var lat, lon float64
			if err := d.Pool.QueryRow(d.t.Context(), `select latitude::float8, longitude::float8 from site where code = 'D01'`).Scan(&lat, &lon); err != nil {
				d.t.Fatal(err)
			}
			corner := func(north, east float64) any {
				return map[string]any{"latitude": lat + north, "longitude": lon + east}
			}
			d.do("dispatcher", "closeRoad", "CloseRoadInput", "closure { id }", map[string]any{"reason": "FLOODED", "shape": "AREA", "note": "depot",
				"points": []any{corner(-.001, -.001), corner(.001, -.001), corner(.001, .001), corner(-.001, .001)}})
		},
		"on roads, with a load too heavy": func(d *district) {
			d.onRealRoads()
			// A unit that no vehicle can lift is left, and named.
			if _, err := d.Pool.Exec(d.t.Context(), `update item set weight_kg = 90000, revision = revision + 1 where id = (select min(item_id) from allocation_line where from_site_id <> to_site_id and quantity > 0)`); err != nil {
				d.t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := setup(t)
			_, allocation := d.approved(1500)
			on(d)
			dryRun := func(input map[string]any) (dry any) {
				input["allocationId"], input["dryRun"] = allocation, true
				d.keepsNothing(func() { dry = d.do("dispatcher", "planTrips", "PlanTripsInput", wholePlan, input) })
				return dry
			}
			// A plan begins at a full minute: where one has passed in between, the two are plans of two problems.
			var kept []string
			for range 3 {
				dry := dryRun(map[string]any{})
				real := d.do("dispatcher", "planTrips", "PlanTripsInput", wholePlan, map[string]any{"allocationId": allocation})
				inTime := dig(dry, "trips.0.departAt") == dig(real, "trips.0.departAt")
				ids, rehearsed, would := told(dry)
				realIDs, really, does := told(real)
				kept = realIDs
				if len(ids) < 2 || slices.Contains(rehearsed, false) || slices.Contains(really, true) || dig(dry, "replayed") != false {
					t.Fatalf("%d trips, rehearsed %v, really %v", len(ids), rehearsed, really)
				}
				for _, id := range ids {
					if found := d.ask("dispatcher", "node", `query($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": id}); found != nil || slices.Contains(realIDs, id) {
						t.Errorf("%s was only rehearsed and is there: %v", id, found)
					}
				}
				if inTime {
					if would != does {
						t.Errorf("the dry run told\n%s\nand it was\n%s", would, does)
					}
					hasLine, hasClosure, hasRest := strings.Contains(would, "legLine:") && !strings.Contains(would, "legLine:<nil>"), strings.Contains(would, "note:depot"), strings.Contains(would, "reason:CAPACITY")
					if onRoads := strings.HasPrefix(name, "on roads"); hasLine != onRoads || hasRest != onRoads || hasClosure == onRoads {
						t.Errorf("lines %t, a closure %t, a rest %t: %s", hasLine, hasClosure, hasRest, would)
					}
					break
				}
				for i, id := range realIDs {
					d.do("dispatcher", "cancelTrip", "TripInput", "trip { state }", map[string]any{"tripId": id, "revision": dig(real, fmt.Sprintf("trips.%d.revision", i))})
				}
			}
			// A trip to be replaced stands after the dry run that does not tell of it, beside those that stay.
			replaced := []any{map[string]any{"tripId": kept[0], "revision": 1}}
			ids, rehearsed, _ := told(dryRun(map[string]any{"replaced": replaced}))
			if slices.Contains(ids, kept[0]) || !slices.Contains(ids, kept[1]) || rehearsed[slices.Index(ids, kept[1])] || !slices.Contains(rehearsed, true) {
				t.Errorf("%s is to be replaced, of %v: %v, rehearsed %v", kept[0], kept, ids, rehearsed)
			}
			if state := d.ask("dispatcher", "node.state", `query($id: ID!) { node(id: $id) { ... on Trip { state } } }`, map[string]any{"id": kept[0]}); state != "PLANNED" {
				t.Errorf("the trip that would be replaced is %v", state)
			}
		})
	}
}

// What a planning refuses, its dry run refuses in the same words.
func TestARehearsalRefusesWhatAPlanningRefuses(t *testing.T) {
	d := setup(t)
	_, planned := d.flood(1500)
	trip := d.ask("dispatcher", "trips.nodes.0.id", `{ trips(openOnly: true) { nodes { id } } }`, nil)
	incident, _ := d.approved(500)
	proposed := dig(d.do("dispatcher", "proposeAllocation", "ProposeAllocationInput", "allocation { id }", map[string]any{"incidentId": incident}), "allocation.id")
	town := d.town("120111102")
	_, open := d.approved(400)
	for code, input := range map[string]map[string]any{
		"NOTHING_TO_CARRY": {"allocationId": planned},
		"STATE":            {"allocationId": proposed},
		"NO_VEHICLES":      {"allocationId": open, "carrierIds": []any{town}},
		"STALE_REVISION":   {"allocationId": planned, "replaced": []any{map[string]any{"tripId": trip, "revision": 7}}},
		"NOT_FOUND":        {"allocationId": "allocation_999999"},
	} {
		refused := func(dryRun bool) (words string) {
			input["dryRun"] = dryRun
			payload := d.try("dispatcher", "planTrips", "PlanTripsInput", "trips { id } allocation { id }", maps.Clone(input))
			if dig(payload, "userErrors.0.code") != code || dig(payload, "allocation") != nil || len(dig(payload, "trips").([]any)) != 0 {
				t.Errorf("dry run %t: %v, want %s", dryRun, payload, code)
			}
			return fmt.Sprint(dig(payload, "userErrors"))
		}
		if would, does := refused(true), refused(false); would != does {
			t.Errorf("the dry run was refused %s, the real one %s", would, does)
		}
	}
	const call = `mutation($i: PlanTripsInput!) { planTrips(input: $i) { trips { id } } }`
	if response := d.schema.Exec(d.as("keeper"), call, "", map[string]any{"i": map[string]any{"requestKey": "keeper-dry", "allocationId": open, "dryRun": true}}); len(response.Errors) != 1 || !strings.HasPrefix(response.Errors[0].Message, "NOT_ALLOWED") {
		t.Errorf("a keeper rehearses trips: %v", response.Errors)
	}
}
