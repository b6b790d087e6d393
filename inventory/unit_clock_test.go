package inventory_test

import (
	"testing"

	"changping/inventory"
)

// The second clock of a unit is its storage life from the day it was made. It is told and comes first where it runs out first, and it keeps
// nobody from the unit: what is old is not what is past its date.
func TestStorageLifeIsToldAndForbidsNothing(t *testing.T) {
	b := setup(t)
	if _, err := b.db.Owner(t).Exec(t.Context(), `update item set shelf_life_days = 365, shelf_life_basis = 'planning_storage_life' where id = $1`, b.pump); err != nil {
		t.Fatal(err)
	}
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.pump, Quantity: d("1"), LotNo: "P", SerialNo: "OLD-1", MadeOn: day(-400), ExpiresOn: day(300)},
		inventory.ReceiptLine{ItemID: b.pump, Quantity: d("1"), LotNo: "P", SerialNo: "NEW-1", MadeOn: day(-100), ExpiresOn: day(300)})
	for serial, want := range map[string]int{"OLD-1": -35, "NEW-1": 265} {
		units, err := b.ListUnits(inventory.UnitFilter{SerialNo: serial}).First(b.system, 2)
		if err != nil || len(units) != 1 || units[0].StorageLifeEndsOn == nil || !units[0].StorageLifeEndsOn.Equal(*day(want)) || !units[0].NextDue().Equal(*day(want)) || !units[0].LabelExpiresOn.Equal(*day(300)) {
			t.Errorf("%s: %+v, %v; want its storage life until %s", serial, units, err, day(want))
		}
	}
	if due, err := b.ListUnits(inventory.UnitFilter{SiteID: b.depot, DueBy: day(0)}).First(b.system, 10); err != nil || len(due) != 1 || due[0].SerialNo != "OLD-1" {
		t.Errorf("due by today: %+v, %v", due, err)
	}
	if _, err := b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.pump, Quantity: d("2")}}}); err != nil {
		t.Errorf("past its storage life: %v", err)
	}
}
