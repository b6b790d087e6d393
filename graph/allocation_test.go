package graph

import "testing"

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
