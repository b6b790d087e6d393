package graph

import (
	"fmt"
	"testing"
)

// Every line at fault comes as a user error of its own, with the path of its input.
func TestEditsAreRefusedLineByLine(t *testing.T) {
	d := setup(t)
	incident := dig(d.do("dispatcher", "openIncident", "OpenIncidentInput", "incident { id }",
		map[string]any{"scenarioCode": "RF", "level": "II", "townId": d.town("120111102"), "peopleAffected": 1000}), "incident.id").(string)
	proposed := d.do("dispatcher", "proposeAllocation", "ProposeAllocationInput", "allocation { id state lines { id quantity reason need { id } } shortfalls { reason } }", map[string]any{"incidentId": incident})
	var edits []any
	for i := range 3 {
		edits = append(edits, map[string]any{"lineId": dig(proposed, "allocation.lines."+string(rune('0'+i))+".id"), "quantity": "999999"})
	}
	edits = append(edits, map[string]any{"lineId": "allocationLine_999999", "quantity": "1"})
	refused := d.try("dispatcher", "editAllocation", "EditAllocationInput", "allocation { id }", map[string]any{"allocationId": dig(proposed, "allocation.id"), "revision": 1, "edits": edits})
	errs := dig(refused, "userErrors").([]any)
	if len(errs) != 4 || dig(errs, "0.fields.0") != "edits.3.lineId" || dig(errs, "0.code") != "NOT_FOUND" || dig(errs, "3.fields.0") != "edits.2.quantity" {
		t.Errorf("four lines at fault: %v", errs)
	}
}

func TestACancelledAllocationSaysWhatIsKept(t *testing.T) {
	d := setup(t)
	incident, allocation := d.flood(1500)
	trip := d.ask("dispatcher", "trips.nodes.0", `{ trips(openOnly: true) { nodes { id } } }`, nil)
	d.do("dispatcher", "dispatchTrip", "TripInput", "trip { state }", map[string]any{"tripId": dig(trip, "id"), "revision": 1})
	cancelled := d.do("dispatcher", "cancelAllocation", "CancelAllocationInput", "allocation { state shortfalls { reason } }", map[string]any{"allocationId": allocation, "revision": 2})
	if dig(cancelled, "allocation.state") != "APPROVED" || dig(cancelled, "allocation.shortfalls.0.reason") == nil {
		t.Errorf("after a part was sent: %v", cancelled)
	}
	for _, x := range d.ask("dispatcher", "node.trips", `query($id: ID!) { node(id: $id) { ... on Incident { trips { id state } } } }`, map[string]any{"id": incident}).([]any) {
		if want := map[bool]string{true: "DISPATCHED", false: "CANCELLED"}[dig(x, "id") == dig(trip, "id")]; dig(x, "state") != want {
			t.Errorf("%v, want %s", x, want)
		}
	}
}

// A dry run tells what would be proposed and what its approval would meet with, in the words of the real thing, and leaves nothing behind.
func TestAPlanIsRehearsed(t *testing.T) {
	d := setup(t)
	incident := dig(d.do("dispatcher", "openIncident", "OpenIncidentInput", "incident { id }",
		map[string]any{"scenarioCode": "RF", "level": "II", "townId": d.town("120111102"), "peopleAffected": 2000, "coverDays": 1}), "incident.id")
	kept := func() (all string) {
		t.Helper()
		err := d.Pool.QueryRow(t.Context(), `select concat_ws(' ', (select count(*) from allocation), (select count(*) from allocation_line), (select count(*) from allocation_shortfall), (select count(*) from reservation),
			(select coalesce(sum(reserved), 0) from balance), (select count(*) from request_key), (select string_agg(state || revision, ',') from allocation))`).Scan(&all)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	const told = "replayed warnings { code } allocation { id number state revision lines { item { code } fromSite { code } lot { lotNo } need { id } quantity reason } shortfalls { quantity reason } }"
	before := kept()
	dry := d.do("dispatcher", "proposeAllocation", "ProposeAllocationInput", told, map[string]any{"incidentId": incident, "dryRun": true})
	if after := kept(); after != before {
		t.Errorf("before a dry run %s, after it %s", before, after)
	}
	real := d.do("dispatcher", "proposeAllocation", "ProposeAllocationInput", told, map[string]any{"incidentId": incident})
	for _, what := range []string{"number", "state", "lines", "shortfalls"} {
		if a, b := fmt.Sprint(dig(dry, "allocation."+what)), fmt.Sprint(dig(real, "allocation."+what)); a != b || a == "" {
			t.Errorf("%s of the dry run: %s, of the real one: %s", what, a, b)
		}
	}
	if len(dig(real, "allocation.lines").([]any)) < 5 {
		t.Fatalf("%v", real)
	}
	before = kept()
	approval := map[string]any{"allocationId": dig(real, "allocation.id"), "revision": dig(real, "allocation.revision"), "dryRun": true}
	dry = d.do("dispatcher", "approveAllocation", "ApproveAllocationInput", told, approval)
	if after := kept(); after != before || dig(dry, "allocation.state") != "PROPOSED" {
		t.Errorf("before a dry run %s, after it %s: %v", before, after, dig(dry, "allocation.state"))
	}
	delete(approval, "dryRun")
	real = d.do("dispatcher", "approveAllocation", "ApproveAllocationInput", told, approval)
	if fmt.Sprint(dig(real, "warnings")) != fmt.Sprint(dig(dry, "warnings")) || dig(real, "allocation.state") != "APPROVED" {
		t.Errorf("warned of %v in the dry run, of %v by the real one", dig(dry, "warnings"), dig(real, "warnings"))
	}
	// What would be refused is refused in the dry run too.
	approval["dryRun"] = true
	if again := d.try("dispatcher", "approveAllocation", "ApproveAllocationInput", told, approval); dig(again, "userErrors.0.code") != "STALE_REVISION" {
		t.Errorf("approved again: %v", again)
	}
	if full := d.try("dispatcher", "proposeAllocation", "ProposeAllocationInput", told, map[string]any{"incidentId": incident, "dryRun": true}); dig(full, "userErrors.0.code") == nil && len(dig(full, "allocation.lines").([]any)) > 0 {
		t.Errorf("proposed again: %v", full)
	}
}
