package graph

import "testing"

func TestAnOrganisationKnowsTheOneAboveIt(t *testing.T) {
	d := setup(t)
	for _, o := range d.ask("partner", "organisations.nodes", `{ organisations(first: 250) { nodes { code kind parent { code kind parent { code kind } } } } }`, nil).([]any) {
		switch dig(o, "kind") {
		case "DISTRICT_BUREAU":
			if dig(o, "parent") != nil {
				t.Errorf("the root has a parent: %v", o)
			}
		case "ENTERPRISE":
			if dig(o, "parent.kind") != "TOWN" && dig(o, "parent.kind") != "ECONOMIC_GROUP" || dig(o, "parent.parent.kind") != "DISTRICT_BUREAU" {
				t.Errorf("an enterprise: %v", o)
			}
		}
	}
}
