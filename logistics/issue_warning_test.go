package logistics_test

import (
	"fmt"
	"reflect"
	"testing"

	"changping/inventory"
	"changping/logistics"
)

// Who approves an allocation is told of the minimum that it takes a depot near to, when it reserves and not when the goods leave; a drill
// reserves nothing and warns of nothing.
func TestAnApprovalWarnsOfWhatItReserves(t *testing.T) {
	b := setup(t)
	if _, err := b.inv.SetMinimum(b.system, inventory.Minimum{Kind: "POLICY", Scope: "SITE", SiteID: b.depot, ItemID: b.water, Floor: d("1200"), WarningMargin: d("1200")}); err != nil {
		t.Fatal(err)
	}
	for _, drill := range []bool{true, false} {
		incident := b.done(b.OpenIncident(b.dispatcher, logistics.NewIncident{RequestKey: fmt.Sprint("incident-", drill), ScenarioCode: "RF", Level: "II", TownID: b.town, PeopleAffected: 1000, Drill: drill}))
		proposed := b.done(b.ProposeAllocation(b.dispatcher, logistics.Proposing{RequestKey: fmt.Sprint("propose-", drill), IncidentID: incident}))
		approval := logistics.Approval{RequestKey: fmt.Sprint("approve-", drill), AllocationID: proposed, Revision: 1}
		first, err := b.ApproveAllocation(b.dispatcher, approval)
		if err != nil || first.ID != proposed || drill != (len(first.Warnings) == 0) {
			t.Fatalf("drill %v: %+v, %v", drill, first, err)
		}
		if !drill && first.Warnings[0].Code != "NEAR_MINIMUM" {
			t.Errorf("warned of %+v", first.Warnings)
		}
		again, err := b.ApproveAllocation(b.dispatcher, approval)
		if err != nil || !again.Replayed || again.ID != proposed || !reflect.DeepEqual(again.Warnings, first.Warnings) {
			t.Errorf("again %+v, %v; first %+v", again, err, first)
		}
	}
}

// Whoever lost the reply of an issue gets the first answer again, with what it warned of.
func TestAReplayedIssueForAnIncidentWarnsAgain(t *testing.T) {
	b := setup(t)
	if _, err := b.inv.SetMinimum(b.system, inventory.Minimum{Kind: "POLICY", Scope: "SITE", SiteID: b.depot, ItemID: b.water, Floor: d("4800")}); err != nil {
		t.Fatal(err)
	}
	is := inventory.Issue{RequestKey: "issue-for-flood", SiteID: b.depot, Reason: "INCIDENT", IncidentID: b.open(100, false), Lines: []inventory.IssueLine{{ItemID: b.water, Quantity: d("24")}}}
	first, err := b.IssueForIncident(b.dispatcher, is)
	if err != nil || len(first.Warnings) == 0 || first.Replayed {
		t.Fatalf("%+v, %v; want a warning of the policy", first, err)
	}
	again, err := b.IssueForIncident(b.dispatcher, is)
	if err != nil || !again.Replayed || again.DocumentID != first.DocumentID || !reflect.DeepEqual(again.Warnings, first.Warnings) {
		t.Errorf("again %+v, %v; first %+v", again, err, first)
	}
	if got := b.onHand(b.depot); got != "4776/4776" {
		t.Errorf("the depot holds %s after one issue sent twice", got)
	}
}
