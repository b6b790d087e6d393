package inventory_test

import (
	"strings"
	"testing"

	"changping/inventory"
)

// Whatever is changed behind the books' back, the first wrong row is named, however often the ledger is gone through for it.
func TestTheLedgersSumsAreProved(t *testing.T) {
	b := setup(t)
	b.ok(b.receiveAt(past(6, 9), b.depot, "10", "A"))
	b.ok(b.receiveAt(past(5, 9), b.depot, "5.0", "B"))
	b.ok(b.issueAt(past(3, 9), b.depot, "12"))
	if _, err := b.CloseDays(b.system); err != nil {
		t.Fatal(err)
	}
	b.ok(b.receiveAt(past(0, 0), b.depot, "1", "C"))
	owner := b.db.Owner(t)
	if _, err := owner.Exec(t.Context(), `set session_replication_role = replica`); err != nil {
		t.Fatal(err)
	}
	const first, last = `(select min(day) from level_day)`, `(select max(day) from level_day)`
	for _, c := range []struct{ what, change, back, want string }{
		{"nothing", `select 1`, `select 1`, ""},
		{"a balance too high", `update balance set on_hand = on_hand + 0.1 where lot_id = (select max(lot_id) from balance)`, `update balance set on_hand = on_hand - 0.1 where lot_id = (select max(lot_id) from balance)`, "balance 1.1, ledger 1"},
		{"a balance gone", `create table kept as select * from balance where lot_id = (select max(lot_id) from balance); delete from balance where lot_id = (select max(lot_id) from kept)`,
			`insert into balance (place_id, lot_id, reserve_id, item_id, on_hand, site_id, keeps_until, good) select place_id, lot_id, reserve_id, item_id, on_hand, site_id, keeps_until, good from kept; drop table kept`, "balance 0, ledger 1"},
		{"a movement changed", `update movement set quantity = quantity + 1 where id = (select max(id) from movement)`, `update movement set quantity = quantity - 1 where id = (select max(id) from movement)`, "balance 1, ledger 2"},
		{"a closing row gone", `create table kept as select * from level_day where day = ` + last + `; delete from level_day where day = ` + last, `insert into level_day select * from kept; drop table kept`, "0 in, 0 out, closing 0; by the ledger 0 in, 12 out"},
		{"a closing row too many", `insert into level_day select place_id, item_id, day + 1, 0, 0, closing from level_day where day = ` + last, `delete from level_day where day = ` + last, "0 in, 0 out, closing 3; by the ledger 0 in, 0 out"},
		{"a closing row that does not follow", `update level_day set closing = closing + 1 where day = ` + first, `update level_day set closing = closing - 1 where day = ` + first, "10 in, 0 out, closing 11; by the ledger 10 in, 0 out"},
		{"a closing row that says otherwise", `update level_day set came = came + 1, went = went + 1 where day = ` + first, `update level_day set came = came - 1, went = went - 1 where day = ` + first, "11 in, 1 out, closing 10; by the ledger 10 in, 0 out"},
		{"a day closed before its time", `update stock_level set closed_until = ` + first, `update stock_level set closed_until = business_date() - 1 where closed_until is not null`, "5 in, 0 out, closing 15; by the ledger 0 in, 0 out"},
	} {
		if _, err := owner.Exec(t.Context(), c.change); err != nil {
			t.Fatal(c.what, err)
		}
		for _, most := range []int{1 << 20, 2, 1} {
			err := inventory.ProveLedger(t.Context(), b.db.Pool, most)
			if (err == nil) != (c.want == "") || err != nil && !strings.HasSuffix(err.Error(), c.want) {
				t.Errorf("%s, %d rows at a time: %v, want %q", c.what, most, err, c.want)
			}
		}
		if _, err := owner.Exec(t.Context(), c.back); err != nil {
			t.Fatal(c.what, err)
		}
	}
	if err := inventory.Verify(t.Context(), b.db.Pool, func(string) {}); err != nil {
		t.Error("put right again: ", err)
	}
}
