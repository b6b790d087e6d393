package inventory_test

import (
	"testing"

	"changping/inventory"
)

// Goods come from where their reason says, and the lot keeps its origin: the sums of suppliers, donors, producers and owners tell them apart.
func TestReceiptsComeFromWhereTheirReasonSays(t *testing.T) {
	b := setup(t)
	for reason, place := range map[string]string{"PURCHASE": "SUPPLIER", "DONATION": "DONOR", "PRODUCTION": "PRODUCER", "REQUISITION": "OWNER", "RETURN": "CONSUMED"} {
		posted, err := b.Receive(b.keeper, inventory.Receipt{RequestKey: newKey(), SiteID: b.depot, Reason: reason, Lines: []inventory.ReceiptLine{{ItemID: b.blanket, Quantity: d("7"), LotNo: reason}}})
		if err != nil {
			t.Errorf("%s: %v", reason, err)
			continue
		}
		var from, to, origin, quantity string
		if err := b.db.Pool.QueryRow(t.Context(), `select f.kind, coalesce(s.code, ''), l.origin, m.quantity::text from movement m join place f on f.id = m.from_place_id join place p on p.id = m.to_place_id
				left join site s on s.id = p.site_id join lot l on l.id = m.lot_id where m.document_id = $1`, posted.DocumentID).Scan(&from, &to, &origin, &quantity); err != nil {
			t.Fatal(err)
		}
		if from != place || to != "D1" || origin != reason || !d(quantity).Equal(d("7")) {
			t.Errorf("%s: %s from %s to %s, origin %s; want it from %s", reason, quantity, from, to, origin, place)
		}
		// Put back, it goes where it came from: the sum of that place is zero again.
		if _, err := b.Reverse(b.keeper, inventory.ReverseRequest{RequestKey: newKey(), DocumentID: posted.DocumentID, Reason: "test"}); err != nil {
			t.Errorf("%s reversed: %v", reason, err)
		}
		var sum string
		if err := b.db.Pool.QueryRow(t.Context(), `select coalesce(sum(case when f.kind = $1 then -m.quantity when p.kind = $1 then m.quantity end), 0)::text from movement m join place f on f.id = m.from_place_id join place p on p.id = m.to_place_id`, place).Scan(&sum); err != nil || !d(sum).IsZero() {
			t.Errorf("%s has %s left, %v", place, sum, err)
		}
	}
	_, err := b.Receive(b.keeper, inventory.Receipt{RequestKey: newKey(), SiteID: b.depot, Reason: "FOUND", Lines: []inventory.ReceiptLine{{ItemID: b.blanket, Quantity: d("7"), LotNo: "X"}}})
	wantCode(t, err, "REASON")
}
