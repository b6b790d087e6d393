package inventory_test

import (
	"fmt"
	"math/rand/v2"

	"changping/internal/fault"
	"changping/internal/postgres"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// walk is a random life of a small district: each step may be refused by a rule, and none may break the books.
type walk struct {
	*bundle
	rng                 *rand.Rand
	step                int
	documents, transits []int64
	reservations        []int64
	heldBack            map[bool]int // balances seen with reserved goods that were usable, and that were not
}

func (w *walk) any(ids ...int64) int64 { return ids[w.rng.IntN(len(ids))] }

func (w *walk) key() string {
	w.step++
	return fmt.Sprintf("walk-key-%05d", w.step)
}

// may fails the test where a step fails for another reason than a rule.
func (w *walk) may(err error) bool {
	w.t.Helper()
	if f := fault.As(err); err != nil && (f == nil || f.Kind == fault.Unavailable) {
		w.t.Fatal(err)
	}
	return err == nil
}

func (w *walk) quantity(most int64) decimal.Decimal {
	return decimal.NewFromInt(1 + w.rng.Int64N(most))
}

// lying is a random balance at a site.
func (w *walk) lying() (b struct{ Site, Lot, Reserve, Item int64 }, ok bool) {
	w.t.Helper()
	rows, err := w.Pool.Query(w.system, `select p.site_id, b.lot_id, b.reserve_id, b.item_id from balance b join place p on p.id = b.place_id where p.kind = 'SITE' and b.on_hand > 0 order by 1, 2, 3`)
	if err != nil {
		w.t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ Site, Lot, Reserve, Item int64 }])
	if err != nil {
		w.t.Fatal(err)
	}
	if len(all) == 0 {
		return b, false
	}
	return all[w.rng.IntN(len(all))], true
}

func (w *walk) next() {
	w.t.Helper()
	item, site := w.any(w.water, w.blanket), w.any(w.depot, w.annex, w.town)
	switch w.rng.IntN(12) {
	case 0, 1:
		line := inventory.ReceiptLine{ItemID: item, Quantity: w.quantity(200), LotNo: w.key()}
		if item == w.water {
			line.ExpiresOn = day(1 + w.rng.IntN(300))
		}
		posted, err := w.Receive(w.system, inventory.Receipt{SiteID: site, Reason: "PURCHASE", Lines: []inventory.ReceiptLine{line}})
		if w.may(err) {
			w.documents = append(w.documents, posted.DocumentID)
		}
	case 2:
		posted, err := w.Issue(w.system, inventory.Issue{SiteID: site, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: item, Quantity: w.quantity(60)}}})
		if w.may(err) {
			w.documents = append(w.documents, posted.DocumentID)
		}
	case 3:
		posted, err := w.Transfer(w.keeper, inventory.Transfer{RequestKey: w.key(), SiteID: w.any(w.depot, w.annex), ToSiteID: w.any(w.depot, w.annex), Lines: []inventory.IssueLine{{ItemID: item, Quantity: w.quantity(60)}}})
		if w.may(err) {
			w.documents = append(w.documents, posted.DocumentID)
		}
	case 4:
		posted, err := w.Transfer(w.keeper, inventory.Transfer{RequestKey: w.key(), SiteID: w.any(w.depot, w.annex), ToSiteID: w.town, Lines: []inventory.IssueLine{{ItemID: item, Quantity: w.quantity(60)}}})
		if w.may(err) {
			w.transits = append(w.transits, posted.DocumentID)
		}
	case 5:
		if n := len(w.transits); n > 0 {
			_, err := w.ReceiveTransfer(w.system, inventory.TransferReceipt{DocumentID: w.transits[n-1], Note: "some were lost", Arrivals: []inventory.TransferArrival{{LineNo: 1, Received: decimal.NewFromInt(w.rng.Int64N(2))}}})
			w.may(err)
			w.transits = w.transits[:n-1]
		}
	case 6:
		if len(w.documents) > 0 {
			_, err := w.Reverse(w.system, inventory.ReverseRequest{DocumentID: w.any(w.documents...), Reason: "a mistake"})
			w.may(err)
		}
	case 7, 10, 11:
		if b, ok := w.lying(); ok {
			var held []int64
			w.step++
			if w.may(postgres.InTx(w.system, w.Pool, func(tx pgx.Tx) error {
				ids, _, err := inventory.ReserveTx(w.system, tx, []inventory.Hold{{SiteID: b.Site, LotID: b.Lot, ReserveID: b.Reserve, ItemID: b.Item, Quantity: w.quantity(40), Purpose: "TEST", PurposeID: int64(w.step)}}, nil)
				held = ids
				return err
			})) {
				w.reservations = append(w.reservations, held...)
			}
		}
	case 8:
		if n := len(w.reservations); n > 0 && w.rng.IntN(2) == 0 {
			w.may(postgres.InTx(w.system, w.Pool, func(tx pgx.Tx) error { return inventory.ReleaseTx(w.system, tx, []int64{w.reservations[n-1]}) }))
			w.reservations = w.reservations[:n-1]
		} else if n > 0 { // a part of what is reserved leaves, and arrives at the town
			w.may(postgres.InTx(w.system, w.Pool, func(tx pgx.Tx) error {
				m := inventory.Move{To: inventory.Virtual(inventory.PlaceInTransit), ReservationID: w.reservations[n-1], Quantity: decimal.NewFromInt(1)}
				var from int64
				if err := tx.QueryRow(w.system, `select p.site_id, r.lot_id, r.reserve_id, b.item_id from reservation r join balance b using (place_id, lot_id, reserve_id) join place p on p.id = r.place_id where r.id = $1`, m.ReservationID).
					Scan(&from, &m.LotID, &m.ReserveID, &m.ItemID); err != nil {
					return err
				}
				m.From = inventory.AtSite(from)
				if _, _, err := inventory.PostTx(w.system, tx, inventory.Posting{Kind: inventory.KindDispatch, Reason: "INCIDENT", SiteID: from, Moves: []inventory.Move{m}}); err != nil {
					return err
				}
				m.From, m.To, m.ReservationID = m.To, inventory.AtSite(w.town), 0
				_, _, err := inventory.PostTx(w.system, tx, inventory.Posting{Kind: inventory.KindDelivery, Reason: "INCIDENT", SiteID: w.town, Moves: []inventory.Move{m}})
				return err
			}))
		}
	case 9: // an inspection, or the passing of time
		if b, ok := w.lying(); ok {
			if _, err := w.Pool.Exec(w.system, `update lot set quality = $2, expires_on = case when expires_on is null then null else business_date() + $3::integer end where id = $1`,
				b.Lot, []string{"GOOD", "ON_HOLD", "REJECTED"}[w.rng.IntN(3)], w.rng.IntN(40)-10); err != nil {
				w.t.Fatal(err)
			}
		}
	}
}
