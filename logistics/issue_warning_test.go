package logistics_test

import (
	"reflect"
	"testing"

	"changping/inventory"
)

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
