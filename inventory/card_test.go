package inventory_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"changping/inventory"

	"github.com/shopspring/decimal"
)

// card reads the whole stock card in pages of random sizes, newest first.
func (w *walk) card(site, item int64) (card []inventory.StockCardRow) {
	w.t.Helper()
	before := (*inventory.StockCardKey)(nil)
	for {
		page, err := w.StockCard(w.system, site, item, 0, 1+w.rng.IntN(7), before)
		if err != nil {
			w.t.Fatal(err)
		}
		if len(page) == 0 {
			return card
		}
		card = append(card, page...)
		last := page[len(page)-1]
		before = &inventory.StockCardKey{OccurredAt: last.OccurredAt, MovementID: last.MovementID}
	}
}

// parts adds up the rows of a list.
type parts struct{ onHand, available, reserved, onHold, expired decimal.Decimal }

func (p *parts) add(onHand, available, reserved, onHold, expired decimal.Decimal) {
	p.onHand, p.available, p.reserved = p.onHand.Add(onHand), p.available.Add(available), p.reserved.Add(reserved)
	p.onHold, p.expired = p.onHold.Add(onHold), p.expired.Add(expired)
}

func (p parts) wrong() bool {
	return !p.onHand.Equal(p.available.Add(p.reserved).Add(p.onHold).Add(p.expired)) || p.available.IsNegative() || p.reserved.IsNegative() || p.onHold.IsNegative() || p.expired.IsNegative()
}

func (p parts) equal(o parts) bool {
	return p.onHand.Equal(o.onHand) && p.available.Equal(o.available) && p.reserved.Equal(o.reserved) && p.onHold.Equal(o.onHold) && p.expired.Equal(o.expired)
}

// check proves that cards run on across pages and end at the balance, and that every balance is the sum of its four parts.
func (w *walk) check() {
	w.t.Helper()
	type at struct{ site, item int64 }
	sums := map[at]*parts{}
	for after := (*inventory.BalanceKey)(nil); ; {
		rows, err := w.ListBalances(w.system, inventory.StockFilter{}, 5, after)
		if err != nil {
			w.t.Fatal(err)
		}
		if len(rows) == 0 {
			break
		}
		for _, b := range rows {
			var row parts
			row.add(b.OnHand, b.Available, b.Reserved, b.OnHold, b.Expired)
			if row.wrong() {
				w.t.Fatalf("a balance is not the sum of its parts: %+v", b)
			}
			var live decimal.Decimal
			var usable bool
			if err := w.Pool.QueryRow(w.system, `select coalesce((select sum(r.quantity) from reservation r join place p on p.id = r.place_id where r.state = 'LIVE' and p.site_id = $1 and r.lot_id = $2 and r.reserve_id = $3), 0),
				(select quality = 'GOOD' and coalesce(expires_on >= business_date(), true) from lot where id = $2)`, b.SiteID, b.LotID, b.ReserveID).Scan(&live, &usable); err != nil {
				w.t.Fatal(err)
			}
			if !b.Reserved.Equal(live) || b.Available.IsPositive() && !usable || !usable && !b.OnHand.Sub(b.Reserved).Equal(b.OnHold.Add(b.Expired)) {
				w.t.Fatalf("usable %v, %s live: %+v", usable, live, b)
			}
			if b.Reserved.IsPositive() {
				w.heldBack[usable]++
			}
			k := at{b.SiteID, b.ItemID}
			if sums[k] == nil {
				sums[k] = &parts{}
			}
			sums[k].add(b.OnHand, b.Available, b.Reserved, b.OnHold, b.Expired)
			after = &inventory.BalanceKey{SortDate: b.SortDate, LotID: b.LotID, SiteID: b.SiteID, ReserveID: b.ReserveID}
		}
	}
	for _, site := range []int64{w.depot, w.annex, w.town, w.shop} {
		for _, item := range []int64{w.water, w.blanket, w.pump} {
			rows, err := w.ListStock(w.system, inventory.StockFilter{SiteID: site, ItemID: item}, 10, nil)
			if err != nil || len(rows) > 1 {
				w.t.Fatal(rows, err)
			}
			var row, sum parts
			for _, s := range rows {
				row.add(s.OnHand, s.Available, s.Reserved, s.OnHold, s.Expired)
			}
			if s := sums[at{site, item}]; s != nil {
				sum = *s
			}
			if row.wrong() || !row.equal(sum) {
				w.t.Fatalf("stock %+v of item %d at site %d is not the sum of its balances %+v", row, item, site, sum)
			}
			running := row.onHand
			for i, line := range w.card(site, item) {
				if !line.After.Equal(running) || line.QuantityIn.IsPositive() == line.QuantityOut.IsPositive() {
					w.t.Fatalf("line %d of the card of item %d at site %d: %+v, the balance after it is %s", i, item, site, line, running)
				}
				running = running.Sub(line.QuantityIn).Add(line.QuantityOut)
			}
			if !running.IsZero() {
				w.t.Fatalf("the card of item %d at site %d begins with %s", item, site, running)
			}
		}
	}
}

func TestCardsAndBalancesHoldThroughAnyLife(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			w := &walk{bundle: setup(t), rng: rand.New(rand.NewPCG(seed, 7)), heldBack: map[bool]int{}}
			for range 6 {
				for range 40 {
					w.next()
				}
				w.check()
			}
			var kinds int
			if err := w.Pool.QueryRow(w.system, `select count(distinct kind) from document`).Scan(&kinds); err != nil || kinds != 6 || w.heldBack[true] == 0 || w.heldBack[false] == 0 {
				t.Errorf("a life too dull to prove anything: %d kinds of documents, balances with reserved goods that are usable and not: %v, %v", kinds, w.heldBack, err)
			}
		})
	}
}
