package inventory_test

import (
	"strings"
	"testing"

	"changping/internal/fault"
	"changping/inventory"
)

// A balance or a level that is gone between its lock and its write makes the posting fail: nothing of the document stays, and sent again once
// the row is there it goes through. The row is taken away by a trigger of the ledger itself, in the posting's own transaction, where no
// other connection could come between.
func TestAPostingThatFindsTooFewRowsLeavesNothing(t *testing.T) {
	for _, c := range []struct{ table, gone, says string }{
		{"balance", `delete from balance where lot_id = new.lot_id`, "balances are there to be changed"},
		{"stock_level", `delete from stock_level s using lot l where l.id = new.lot_id and s.item_id = l.item_id`, "levels are there to be changed"},
	} {
		t.Run(c.table, func(t *testing.T) {
			b := setup(t)
			owner := b.db.Owner(t)
			b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("50"), LotNo: "B"})
			// The tables keep their rows by triggers, of which this one is in the way.
			if _, err := owner.Exec(t.Context(), `alter table stock_level disable trigger stock_level_stays; create function gone() returns trigger language plpgsql security definer set search_path from current as $$ begin `+c.gone+`; return new; end $$;
				create trigger gone before insert on movement for each row execute function gone()`); err != nil {
				t.Fatal(err)
			}
			kept := func() (rows string) {
				t.Helper()
				if err := owner.QueryRow(t.Context(), `select (select count(*) from document) || ' documents, ' || (select count(*) from movement) || ' movements, ' || (select count(*) from audit_entry) || ' audit entries, ' ||
					(select count(*) from request_key) || ' keys, ' || (select coalesce(sum(on_hand), 0) from balance) || ' in balances, ' || (select coalesce(sum(on_hand), 0) from stock_level) || ' in levels'`).Scan(&rows); err != nil {
					t.Fatal(err)
				}
				return rows
			}
			before := kept()
			issue := inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("3")}}}
			if _, err := b.Issue(b.keeper, issue); err == nil || fault.As(err) != nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("the issue: %v; want a failure that says how many %s", err, c.says)
			}
			if after := kept(); after != before {
				t.Errorf("kept: %s; before: %s", after, before)
			}
			if _, err := owner.Exec(t.Context(), `drop trigger gone on movement`); err != nil {
				t.Fatal(err)
			}
			posted, err := b.Issue(b.keeper, issue)
			if err != nil || posted.Replayed {
				t.Fatalf("sent again: %+v, %v", posted, err)
			}
			var number string
			if err := owner.QueryRow(t.Context(), `select number from document where id = $1`, posted.DocumentID).Scan(&number); err != nil || !strings.HasSuffix(number, "-001") {
				t.Errorf("its number is %s, %v: the failed posting has drawn one", number, err)
			}
		})
	}
}
