package inventory_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"changping/internal/fault"
	"changping/inventory"
)

// Numbers of documents have no gaps and no doubles per site, kind and day, whoever races and whatever is refused between.
func TestNumbersHaveNoGaps(t *testing.T) {
	b := setup(t)
	for _, site := range []int64{b.depot, b.annex} {
		b.receive(b.keeper, newKey(), site, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("1000"), LotNo: "B"}, inventory.ReceiptLine{ItemID: b.water, Quantity: d("5"), LotNo: "W", ExpiresOn: day(100)})
	}
	servers := []*inventory.Inventory{inventory.New(b.db.Pool), inventory.New(b.db.Pool)}
	const clients = 60
	errs := make([]error, clients)
	keys := make([]string, clients)
	for i := range keys {
		keys[i] = newKey()
	}
	var all sync.WaitGroup
	for i := range clients {
		all.Go(func() {
			site, server := []int64{b.depot, b.annex}[i%2], servers[i/2%2]
			switch i % 5 {
			case 0:
				_, errs[i] = server.Receive(b.keeper, inventory.Receipt{RequestKey: keys[i], SiteID: site, Reason: "PURCHASE", Lines: []inventory.ReceiptLine{{ItemID: b.blanket, Quantity: d("1"), LotNo: fmt.Sprint("R", i)}}})
			case 1: // six bottles of five: refused
				if _, errs[i] = server.Issue(b.keeper, inventory.Issue{RequestKey: keys[i], SiteID: site, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.water, Quantity: d("6")}}}); fault.IsCode(errs[i], "INSUFFICIENT_STOCK") {
					errs[i] = nil
				}
			default:
				_, errs[i] = server.Issue(b.keeper, inventory.Issue{RequestKey: keys[i], SiteID: site, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("1")}}})
			}
		})
	}
	all.Wait()
	for i, err := range errs {
		if err != nil {
			t.Errorf("client %d: %v", i, err)
		}
	}
	rows, err := b.db.Pool.Query(t.Context(), `select site_id, kind, array_agg(number order by number) from document group by site_id, kind, left(number, 11) order by 1, 2`)
	if err != nil {
		t.Fatal(err)
	}
	groups, counted := 0, 0
	for rows.Next() {
		var site int64
		var kind string
		var numbers []string
		if err := rows.Scan(&site, &kind, &numbers); err != nil {
			t.Fatal(err)
		}
		groups++
		for i, number := range numbers {
			if counted++; !strings.HasSuffix(number, fmt.Sprintf("-%03d", i+1)) {
				t.Errorf("%s at site %d: number %d is %s", kind, site, i+1, number)
			}
		}
	}
	if want := clients - clients/5 + 2; rows.Err() != nil || groups < 4 || counted != want {
		t.Errorf("%d numbers in %d groups, %v; want %d", counted, groups, rows.Err(), want)
	}
}
