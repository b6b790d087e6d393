package graph

import "testing"

func TestGreenLanePassesAreGivenAndWithdrawnOverTheAPI(t *testing.T) {
	d := setup(t)
	incident, _ := d.flood(1500)
	vehicle := dig(d.ask("dispatcher", "trips.nodes", `query($i: ID) { trips(incidentId: $i, first: 1) { nodes { greenLane vehicle { id } } } }`, map[string]any{"i": incident}), "0")
	if dig(vehicle, "greenLane") != false {
		t.Errorf("a trip on a pass that nobody gave: %v", vehicle)
	}
	change := func(given, withdrawn []any) []any {
		t.Helper()
		answer := d.do("dispatcher", "changeGreenLanePasses", "ChangeGreenLanePassesInput", "incident { greenLaneVehicles { id plate } }", map[string]any{"incidentId": incident, "given": given, "withdrawn": withdrawn})
		return dig(answer, "incident.greenLaneVehicles").([]any)
	}
	id := dig(vehicle, "vehicle.id")
	if on := change([]any{id}, []any{}); len(on) != 1 || dig(on, "0.id") != id {
		t.Errorf("after it was given: %v", on)
	}
	trips := d.ask("dispatcher", "trips.nodes", `query($i: ID) { trips(incidentId: $i, first: 100) { nodes { greenLane vehicle { id } } } }`, map[string]any{"i": incident}).([]any)
	for _, trip := range trips {
		if dig(trip, "greenLane") != (dig(trip, "vehicle.id") == id) {
			t.Errorf("trip %v; the pass is of vehicle %v", trip, id)
		}
	}
	if on := change([]any{}, []any{id}); len(on) != 0 {
		t.Errorf("after it was withdrawn: %v", on)
	}
}
