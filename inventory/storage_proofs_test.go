package inventory_test

import (
	"strings"
	"testing"

	"changping/inventory"
)

// A proof that cannot fail proves nothing.
func TestTheProofsOfStorageCanFail(t *testing.T) {
	b := setup(t)
	box := b.box()
	bins := b.bins(b.depot, inventory.BinPlan{Pattern: "A,B"})
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("20"), LotNo: "W1", ExpiresOn: day(100), BinID: bins["A"]},
		inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "B"}, inventory.ReceiptLine{ItemID: b.pump, Quantity: d("1"), LotNo: "P", SerialNo: "SN-1"})
	if _, err := b.AssembleKits(b.keeper, inventory.Assembly{RequestKey: newKey(), SiteID: b.depot, KitItemID: box, Kits: d("4"), LotNo: "K"}); err != nil {
		t.Fatal(err)
	}
	if err := b.inspect(inventory.UnitInspection{LotID: b.pumpLot("SN-1"), DoneOn: *day(-3), NextDueOn: day(30)}); err != nil {
		t.Fatal(err)
	}
	c, err := b.ListBalances(b.system, inventory.StockFilter{ItemID: b.water}, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reserve(b, inventory.Hold{SiteID: b.depot, LotID: c[0].LotID, ReserveID: c[0].ReserveID, ItemID: b.water, Quantity: d("2"), Purpose: "TEST", PurposeID: 1}); err != nil {
		t.Fatal(err)
	}
	owner := b.db.Owner(t)
	for _, p := range []struct{ rule, change, back string }{
		{"a closed bin holds nothing", `update bin set closed_at = now() where code = 'A'`, `update bin set closed_at = null`},
		{"the parts of a reservation", `update reservation set part_of = id`, `update reservation set part_of = null`},
		{"there is no dust", `update item set scale = 2 where code = 'water'; update balance set on_hand = on_hand + 0.5 where item_id = (select id from item where code = 'water') and on_hand > 0; update item set scale = 0 where code = 'water'`,
			`update balance set on_hand = on_hand - 0.5 where item_id = (select id from item where code = 'water') and on_hand > 0`},
		{"a unit is one piece", `update balance set on_hand = 2 where item_id = (select id from item where code = 'pump')`, `update balance set on_hand = 1 where item_id = (select id from item where code = 'pump')`},
		{"a unit's certificates", `update certificate set next_due_on = next_due_on + 1`, `update certificate set next_due_on = next_due_on - 1`},
		{"a unit's certificates", `update lot set certificate_due_on = null`, `update lot l set certificate_due_on = c.next_due_on from certificate c where c.lot_id = l.id`},
		{"kits are made of their parts", `update kit_part set quantity = quantity + 4 where kit_lot_id = (select min(lot_id) from kit_lot)`, `update kit_part set quantity = quantity - 4`},
		{"what is left in kits is their share", `update kit_lot set kits = 5`, `update kit_lot set kits = 4`},
		{"kits expire with their first part", `update lot set expires_on = expires_on + 1 where origin = 'ASSEMBLY'`, `update lot set expires_on = expires_on - 1 where origin = 'ASSEMBLY'`},
	} {
		change := func(sql string) {
			t.Helper()
			if _, err := owner.Exec(t.Context(), `set session_replication_role = replica; `+sql+`; set session_replication_role = default`); err != nil {
				t.Fatal(p.rule, err)
			}
		}
		change(p.change)
		if broken := inventory.Broken(t.Context(), b.db.Pool); !strings.Contains(broken, p.rule) {
			t.Errorf("%s was broken and not found: %q", p.rule, broken)
		}
		change(p.back)
	}
}
