package inventory_test

import (
	"context"
	"sync"
	"testing"

	"changping/internal/fault"
	"changping/internal/postgres"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
)

// reservedIn is what is reserved in a bin.
func (b *bundle) reservedIn(bin int64) string {
	b.t.Helper()
	_, contents, err := b.BinContents(b.system, bin, 0, "")
	if err != nil {
		b.t.Fatal(err)
	}
	sum := d("0")
	for _, c := range contents {
		sum = sum.Add(c.Reserved)
	}
	return sum.String()
}

// dispatch sends what a reservation holds, as logistics does.
func (b *bundle) dispatch(reservation, lot, own int64, quantity string) error {
	return postgres.InTx(b.system, b.db.Pool, func(tx pgx.Tx) error {
		_, _, err := inventory.PostTx(b.system, tx, inventory.Posting{Kind: inventory.KindDispatch, Reason: "INCIDENT", SiteID: b.depot, Moves: []inventory.Move{{ItemID: b.water, LotID: lot,
			ReserveID: own, From: inventory.AtSite(b.depot), To: inventory.Virtual(inventory.PlaceConsumed), Quantity: d(quantity), ReservationID: reservation}}})
		return err
	})
}

// Reserved goods lie in the way; the keeper moves them, and whoever reserved them finds them where they are.
func TestReservedGoodsAreMovedWithTheirReservations(t *testing.T) {
	b := setup(t)
	bins := b.bins(b.depot, inventory.BinPlan{Pattern: "A-C"})
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("100"), LotNo: "W1", ExpiresOn: day(100), BinID: bins["A"]})
	var lot, own int64
	if err := b.db.Pool.QueryRow(context.Background(), `select lot_id, reserve_id from balance where place_id = $1`, bins["A"]).Scan(&lot, &own); err != nil {
		t.Fatal(err)
	}
	hold := func(quantity string, purpose int64) inventory.Hold {
		return inventory.Hold{SiteID: b.depot, LotID: lot, ReserveID: own, ItemID: b.water, Quantity: d(quantity), Purpose: "TEST", PurposeID: purpose}
	}
	ids, err := reserve(b, hold("30", 1), hold("50", 2))
	if err != nil {
		t.Fatal(err)
	}
	move := func(quantity string, from, to int64) inventory.Posted {
		t.Helper()
		p, err := b.move(b.depot, b.depot, inventory.IssueLine{ItemID: b.water, LotID: lot, Quantity: d(quantity), FromBinID: from, ToBinID: to})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	lies := func(step string, want ...string) {
		t.Helper()
		for i, bin := range []int64{bins["A"], bins["B"], bins["C"], 0} {
			if bin != 0 && b.inBin(bin)+b.reservedIn(bin) != want[i] {
				t.Errorf("%s: bin %d holds %s of which %s reserved, want %s", step, i, b.inBin(bin), b.reservedIn(bin), want[i])
			}
		}
		if got := b.available(b.depot, b.water); got != "20" {
			t.Errorf("%s: %s available, want the 20 that nobody reserved", step, got)
		}
	}
	move("20", bins["A"], bins["B"]) // what is free goes first
	lies("free", "W1 80;80", "W1 20;0", "0")
	moved := move("60", bins["A"], bins["C"]) // all of the first reservation, and a part of the second
	lies("reserved", "W1 20;20", "W1 20;0", "W1 60;60")
	move("25", bins["C"], bins["B"])
	move("5", bins["B"], 0) // 20 of 45 are free: they go first
	move("5", 0, bins["B"])
	lies("onwards", "W1 20;20", "W1 45;25", "W1 35;35")
	_, err = b.move(b.depot, b.depot, inventory.IssueLine{ItemID: b.water, LotID: lot, Quantity: d("46"), FromBinID: bins["B"], ToBinID: bins["A"]})
	wantCode(t, err, "INSUFFICIENT_STOCK")
	// A move is undone like any other, reservations and all; what has gone on since is moved back first.
	_, err = b.Reverse(b.keeper, inventory.ReverseRequest{RequestKey: newKey(), DocumentID: moved.DocumentID, Reason: "wrong bin"})
	wantCode(t, err, "INSUFFICIENT_STOCK")
	move("25", bins["B"], bins["C"])
	if _, err := b.Reverse(b.keeper, inventory.ReverseRequest{RequestKey: newKey(), DocumentID: moved.DocumentID, Reason: "wrong bin"}); err != nil {
		t.Fatal(err)
	}
	lies("undone", "W1 80;60", "W1 20;20", "0") // of the 25, 20 were free
	if err := b.dispatch(ids[1], lot, own, "50"); err != nil {
		t.Fatal(err)
	}
	wantCode(t, b.dispatch(ids[1], lot, own, "1"), "RESERVATION_GONE")
	if err := release(b, ids); err != nil {
		t.Fatal(err)
	}
	if got := b.available(b.depot, b.water); got != "50" {
		t.Errorf("%s available after 50 were sent and 30 let go", got)
	}
}

// While a keeper moves goods from bin to bin and back, others reserve them, send them and let them go: nothing is lost, and the proofs hold.
func TestReservationsRaceWithMovesWithinTheSite(t *testing.T) {
	b := setup(t)
	bins := b.bins(b.depot, inventory.BinPlan{Pattern: "A-B"})
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("60"), LotNo: "W1", ExpiresOn: day(100), BinID: bins["A"]})
	var lot, own int64
	if err := b.db.Pool.QueryRow(context.Background(), `select lot_id, reserve_id from balance where place_id = $1`, bins["A"]).Scan(&lot, &own); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for n := range 3 {
		all.Go(func() {
			for i := range 8 {
				from, to := bins["A"], bins["B"]
				if (n+i)%2 == 1 {
					from, to = to, from
				}
				if _, err := b.move(b.depot, b.depot, inventory.IssueLine{ItemID: b.water, LotID: lot, Quantity: d("17"), FromBinID: from, ToBinID: to}); err != nil && !fault.IsCode(err, "INSUFFICIENT_STOCK") {
					t.Error(err)
				}
			}
		})
	}
	for n := range 4 {
		all.Go(func() {
			for i := range 5 {
				ids, err := reserve(b, inventory.Hold{SiteID: b.depot, LotID: lot, ReserveID: own, ItemID: b.water, Quantity: d("11"), Purpose: "TEST", PurposeID: int64(n*100 + i)})
				if err != nil {
					t.Error(err)
					return
				}
				if i == 4 { // of each, one is sent
					err = b.dispatch(ids[0], lot, own, "11")
				} else {
					err = release(b, ids)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got := b.available(b.depot, b.water); got != "16" {
		t.Errorf("%s left of 60 after four times 11 were sent", got)
	}
}
