package inventory_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"changping/internal/fault"
	"changping/internal/postgres"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
)

// What was reserved can be sent, whatever else is posted meanwhile: fifty clients issue, move and adjust all they can get of the same
// goods, others send what was reserved before, under a covenant that leaves nothing to spare.
func TestReservedGoodsCanAlwaysBeShipped(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("200"), LotNo: "A", ExpiresOn: day(100)})
	b.minimum(inventory.Minimum{Kind: "COVENANT", Scope: "ORGANISATION", OrganisationID: b.centre, ItemID: b.water, Floor: d("100")})
	lots, err := b.ListBalances(b.system, inventory.StockFilter{SiteID: b.depot}, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	holds := make([]inventory.Hold, 20)
	for i := range holds {
		holds[i] = inventory.Hold{SiteID: b.depot, LotID: lots[0].LotID, ReserveID: lots[0].ReserveID, ItemID: b.water, Quantity: d("4"), Purpose: "TEST", PurposeID: int64(i + 1)}
	}
	ids, err := reserve(b, holds...)
	if err != nil {
		t.Fatal(err)
	}
	var others, shipped atomic.Int64
	var all sync.WaitGroup
	begin := make(chan struct{})
	for i := range 50 {
		all.Go(func() {
			<-begin
			var err error
			if i%2 == 0 {
				_, err = b.issue(b.depot, b.water, "3")
			} else {
				_, err = b.Transfer(b.keeper, inventory.Transfer{RequestKey: newKey(), SiteID: b.depot, ToSiteID: b.town, Lines: []inventory.IssueLine{{ItemID: b.water, Quantity: d("3")}}})
			}
			if err == nil {
				others.Add(1)
			} else if !fault.IsCode(err, "BELOW_MINIMUM") && !fault.IsCode(err, "INSUFFICIENT_STOCK") {
				t.Error(err)
			}
		})
	}
	for i, id := range ids {
		all.Go(func() {
			<-begin
			err := postgres.InTx(b.keeper, b.db.Pool, func(tx pgx.Tx) error {
				_, _, err := inventory.PostTx(b.keeper, tx, inventory.Posting{Kind: inventory.KindDispatch, Reason: "INCIDENT", SiteID: b.depot, Note: fmt.Sprint(i), Moves: []inventory.Move{{ItemID: b.water,
					LotID: lots[0].LotID, ReserveID: lots[0].ReserveID, From: inventory.AtSite(b.depot), To: inventory.Virtual(inventory.PlaceConsumed), Quantity: d("4"), ReservationID: id}}})
				return err
			})
			if err != nil {
				t.Errorf("what was reserved could not be sent: %v", err)
				return
			}
			shipped.Add(1)
		})
	}
	close(begin)
	all.Wait()
	// 200, of which 80 were reserved and 100 are kept: six times three go beside them.
	if shipped.Load() != 20 || others.Load() != 6 || b.available(b.depot, b.water) != "102" {
		t.Errorf("%d of 20 sent, %d others, %s left; want 20, 6, 102", shipped.Load(), others.Load(), b.available(b.depot, b.water))
	}
}
