package inventory_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"changping/internal/fault"
	"changping/inventory"
)

// Goods that somebody holds locked for long: who asks for them is told when his own time is over, not later; his neighbours in the
// batch, who want others, do not fail with him; and the lane goes on.
func TestGoodsLockedForLong(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "B"})
	b.receive(b.keeper, "key-receive-2", b.annex, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "B"})
	tx, err := b.db.Pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(context.Background())
	if _, err := tx.Exec(t.Context(), `select 1 from stock_level l join place p on p.id = l.place_id where p.site_id = $1 for update of l`, b.depot); err != nil {
		t.Fatal(err)
	}
	issue := func(ctx context.Context, n int, site int64) error {
		_, err := b.Issue(ctx, inventory.Issue{RequestKey: fmt.Sprint("key-locked-", n), SiteID: site, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("1")}}})
		return err
	}
	waiting, letGo := b.Hold()
	errs, took := make([]error, 5), make([]time.Duration, 5)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			ctx, site := b.keeper, b.annex
			if i == 2 {
				short, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
				defer cancel()
				ctx, site = short, b.depot
			}
			begin := time.Now()
			errs[i] = issue(ctx, i, site)
			took[i] = time.Since(begin)
		})
		if waiting(i + 1) {
			t.Fatal("the requests did not come to wait")
		}
	}
	letGo()
	all.Wait()
	for i, err := range errs {
		switch {
		case i == 2 && (!fault.IsCode(err, "BUSY") || took[i] > 1500*time.Millisecond):
			t.Errorf("who asked for the locked goods was told %v after %s", err, took[i])
		case i != 2 && err != nil:
			t.Errorf("a neighbour: %v", err)
		}
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := issue(b.keeper, 2, b.depot); err != nil { // the same request again, now that the goods are free
		t.Error(err)
	}
	if b.available(b.depot, b.blanket) != "9" || b.available(b.annex, b.blanket) != "6" {
		t.Errorf("%s and %s are left, want 9 and 6", b.available(b.depot, b.blanket), b.available(b.annex, b.blanket))
	}
}

// Documents of one transaction share a book: two transactions that want the goods of two sites in opposite order both go through.
func TestDocumentsOfOneTransactionKeepTheOrderOfLocks(t *testing.T) {
	b := setup(t)
	for i, site := range []int64{b.depot, b.annex} {
		b.receive(b.keeper, fmt.Sprint("key-receive-", i), site, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("50"), LotNo: "B"},
			inventory.ReceiptLine{ItemID: b.water, Quantity: d("50"), LotNo: "W", ExpiresOn: day(100)})
	}
	stock, err := b.ListBalances(b.system, inventory.StockFilter{}, 10, nil)
	if err != nil || len(stock) != 4 {
		t.Fatal(len(stock), err)
	}
	var all sync.WaitGroup
	for n := range 20 {
		all.Go(func() {
			postings := make([]inventory.Posting, len(stock))
			for i := range stock {
				s := stock[(i*(2*(n%2)+1)+n)%len(stock)] // forwards and backwards, from anywhere
				postings[i] = inventory.Posting{Kind: inventory.KindIssue, Reason: "CONSUMPTION", SiteID: s.SiteID, Moves: []inventory.Move{{ItemID: s.ItemID, LotID: s.LotID, ReserveID: s.ReserveID,
					From: inventory.AtSite(s.SiteID), To: inventory.Virtual(inventory.PlaceConsumed), Quantity: d("1")}}}
			}
			tx, err := b.db.Pool.Begin(b.system) // and not InTx, which would try a deadlock again
			if err == nil {
				defer tx.Rollback(b.system)
				if _, err = inventory.PostAllTx(b.system, tx, postings); err == nil {
					err = tx.Commit(b.system)
				}
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, site := range []int64{b.depot, b.annex} {
		if b.available(site, b.blanket) != "30" || b.available(site, b.water) != "30" {
			t.Errorf("%s and %s are left, want 30", b.available(site, b.blanket), b.available(site, b.water))
		}
	}
}
