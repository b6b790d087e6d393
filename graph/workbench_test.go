package graph

import (
	"testing"

	"changping/access"
)

const everyCount = `{ workbench { transfersToReceive waybillsToConfirm rotationTasksOpen breachesOpen overridesToConfirm minimumsBelow minimumsNear lotsExpiring90 lotsExpired inspectionsOverdue incidentsOpen allocationsToApprove tripsToDispatch inTransitWaybills } }`

// What each role is not asked for is null; what it is asked for is a number.
func TestTheWorkbenchCountsByPermission(t *testing.T) {
	d := setup(t)
	nulls := map[string][]string{
		"keeper":         {"overridesToConfirm", "allocationsToApprove", "tripsToDispatch"},
		"liaison-xinkou": {"transfersToReceive", "overridesToConfirm", "allocationsToApprove", "tripsToDispatch"},
		"dispatcher":     {"transfersToReceive", "waybillsToConfirm"},
		"auditor":        {"transfersToReceive", "overridesToConfirm", "waybillsToConfirm", "allocationsToApprove", "tripsToDispatch"},
		"carrier":        {"waybillsToConfirm", "overridesToConfirm", "allocationsToApprove", "tripsToDispatch"},
		"admin": {"transfersToReceive", "waybillsToConfirm", "rotationTasksOpen", "overridesToConfirm", "lotsExpiring90", "lotsExpired", "inspectionsOverdue", "incidentsOpen", "allocationsToApprove",
			"tripsToDispatch", "inTransitWaybills"},
	}
	for account, want := range nulls {
		counts := d.ask(account, "workbench", everyCount, nil).(map[string]any)
		null := map[string]bool{}
		for _, name := range want {
			null[name] = true
		}
		for name, n := range counts {
			if (n == nil) != null[name] {
				t.Errorf("%s: %s is %v", account, name, n)
			}
		}
	}
}

// Every count is as long as the list that it counts.
func TestTheWorkbenchAgreesWithTheLists(t *testing.T) {
	d := setup(t)
	if _, err := d.Inventory.PlanRotation(access.WithActor(t.Context(), access.System("test"))); err != nil {
		t.Fatal(err)
	}
	incident, _ := d.flood(1500)
	d.do("dispatcher", "proposeAllocation", "ProposeAllocationInput", "allocation { state }", map[string]any{"incidentId": incident}) // of what is short still
	trip := d.ask("dispatcher", "trips.nodes.0", `{ trips(openOnly: true) { nodes { id revision state } } }`, nil)
	d.do("dispatcher", "dispatchTrip", "TripInput", "trip { state }", map[string]any{"tripId": dig(trip, "id"), "revision": dig(trip, "revision")})

	all := func(account, list, selection string) []any {
		var nodes []any
		after := any(nil)
		for {
			page := d.ask(account, list, selection, map[string]any{"after": after})
			nodes = append(nodes, dig(page, "nodes").([]any)...)
			if dig(page, "pageInfo.hasNextPage") != true {
				return nodes
			}
			after = dig(page, "pageInfo.endCursor")
		}
	}
	today := d.ask("auditor", "about.today", `{ about { today } }`, nil).(string)
	for _, account := range []string{"dispatcher", "auditor", "keeper", "keeper-xinkou", "liaison-xinkou", "liaison-zhongbei", "partner", "carrier"} {
		counts := d.ask(account, "workbench", everyCount, nil)
		want := map[string]int{
			"rotationTasksOpen": len(all(account, "rotationTasks", `query($after: String) { rotationTasks(openOnly: true, first: 250, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`)),
			"breachesOpen":      len(all(account, "minimumBreaches", `query($after: String) { minimumBreaches(openOnly: true, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`)),
			"incidentsOpen":     len(all(account, "incidents", `query($after: String) { incidents(openOnly: true, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`)),
			"inTransitWaybills": len(all(account, "waybills", `query($after: String) { waybills(inTransitOnly: true, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`)),
			"lotsExpired":       0, "lotsExpiring90": 0, "minimumsBelow": 0, "minimumsNear": 0,
		}
		for _, b := range all(account, "balances", `query($after: String) { balances(expiringWithinDays: 90, first: 250, after: $after) { nodes { lot { expiresOn } } pageInfo { hasNextPage endCursor } } }`) {
			if dig(b, "lot.expiresOn").(string) < today {
				want["lotsExpired"]++
			} else {
				want["lotsExpiring90"]++
			}
		}
		for _, m := range all(account, "minimums", `query($after: String) { minimums(first: 250, after: $after) { nodes { state } pageInfo { hasNextPage endCursor } } }`) {
			switch dig(m, "state") {
			case "BELOW":
				want["minimumsBelow"]++
			case "NEAR":
				want["minimumsNear"]++
			}
		}
		for name, n := range want {
			if got := dig(counts, name); got != float64(n) {
				t.Errorf("%s: %s counts %v, the list has %d", account, name, got, n)
			}
		}
	}
	open := len(d.ask("dispatcher", "trips.nodes", `{ trips(openOnly: true, first: 250) { nodes { id } } }`, nil).([]any))
	if got := d.ask("dispatcher", "workbench.tripsToDispatch", everyCount, nil); got != float64(open-1) {
		t.Errorf("%v trips to dispatch, %d are open and one has left", got, open)
	}
	if got := d.ask("dispatcher", "workbench.allocationsToApprove", everyCount, nil); got != 1.0 {
		t.Errorf("%v allocations to approve; one is approved, one proposed", got)
	}
	if n := d.ask("liaison-xinkou", "workbench.waybillsToConfirm", everyCount, nil).(float64); n < 1 {
		t.Error("the liaison officer has no waybill to confirm")
	}
}
