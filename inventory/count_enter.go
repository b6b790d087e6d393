package inventory

import (
	"context"
	"fmt"
	"slices"
	"time"

	"changping/access"
	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// CountEntry is a figure of a counter: of a line of the list, or of a lot beside it.
type CountEntry struct {
	LineID    int64 // 0: not on the list; then the rest names the goods
	ItemID    int64
	LotID     int64            // a lot that is known; 0: by its number, and made where there is none
	Lot       ReceiptLine      `json:",omitzero"` // LotNo, SerialNo, MadeOn, ExpiresOn of a lot named by number
	ReserveID int64            // 0: the keeping organisation's own
	BinID     int64            // where it was found; 0: at the site, in no bin
	Quantity  *decimal.Decimal // nil: left blank, which says nothing; zero: looked, and there was none
	InPacks   bool
	CountedAt time.Time // zero: now
}

// CountEntries are figures of a counter.
type CountEntries struct {
	RequestKey string `json:"-"`
	CountID    int64
	Entries    []CountEntry
}

// The most figures that are entered at once.
const maxCountEntries = 500

// EnterCount records what was counted. Blanks are skipped. A counter who enters a line again corrects the own figure. Goods that are not on
// the list are added to it. Keepers of the site, partners at their own, liaison officers at their shelters.
//
// What the counter has approved in this stocktake is approved no more.
//
// Refuses with: NOT_FOUND, COUNT_CLOSED, COUNTER (only people count), QUANTITY, SCALE, SERIAL, LOT_NO, EXPIRY_MISSING, LOT_MISMATCH,
// COUNTED_AT (before the stocktake was opened, or in the future), COUNT_OVERLAP; fields name the entry.
func (inv *Inventory) EnterCount(ctx context.Context, r CountEntries) (CountChanged, error) {
	actor, scope, err := access.Require(ctx, "count.enter")
	if err != nil {
		return CountChanged{}, err
	}
	if actor.PersonID == 0 {
		return CountChanged{}, fault.New(fault.Refused, "COUNTER", "People count, not the system.")
	}
	if len(r.Entries) > maxCountEntries {
		return CountChanged{}, fault.Invalidf("entries", "TOO_MANY_LINES", "Enter at most %d figures at once.", maxCountEntries)
	}
	return onceCount(ctx, inv, r.RequestKey, "enterStockCount", r, func(tx pgx.Tx) (int64, error) {
		count, err := lockCount(ctx, tx, r.CountID, scope)
		if err != nil {
			return 0, err
		}
		e := countEntering{tx: tx, count: count, personID: actor.PersonID}
		if err := e.open(ctx, r.Entries); err != nil {
			return 0, err
		}
		for i, entry := range r.Entries {
			if entry.Quantity == nil {
				continue // blank is not zero
			}
			if err := e.enter(ctx, entry); err != nil {
				if f := fault.As(err); f != nil {
					return 0, f.Under(fmt.Sprintf("entries.%d", i))
				}
				return 0, err
			}
		}
		if e.entered > 0 { // nobody approves what they have counted, also where they counted it after they approved it
			if _, err := tx.Exec(ctx, `update count_line set approved_by = null, approved_difference = null where count_id = $1 and approved_by = $2`, count.ID, actor.PersonID); err != nil {
				return 0, err
			}
		}
		return count.ID, access.RecordTx(ctx, tx, access.Entry{Action: "count.enter", ObjectKind: "stock_count", ObjectID: count.ID, Detail: map[string]int{"entries": e.entered}})
	})
}

// countEntering is the entering of figures under the lock of a stocktake.
type countEntering struct {
	tx       pgx.Tx
	count    lockedCount
	personID int64
	openedAt time.Time
	now      time.Time
	items    map[int64]Item
	lines    map[int64]CountLine
	entered  int
}

func (e *countEntering) open(ctx context.Context, entries []CountEntry) error {
	var items, lines []int64
	for _, x := range entries {
		items, lines = append(items, x.ItemID), append(lines, x.LineID)
	}
	if err := e.tx.QueryRow(ctx, `select opened_at, clock_timestamp() from stock_count where id = $1`, e.count.ID).Scan(&e.openedAt, &e.now); err != nil {
		return err
	}
	rows, err := e.tx.Query(ctx, `select id, item_id, round from count_line where count_id = $1 and id = any($2)`, e.count.ID, lines)
	if err != nil {
		return err
	}
	e.lines = map[int64]CountLine{}
	var l CountLine
	if _, err := pgx.ForEachRow(rows, []any{&l.ID, &l.ItemID, &l.Round}, func() error { e.lines[l.ID] = l; items = append(items, l.ItemID); return nil }); err != nil {
		return err
	}
	slices.Sort(items)
	e.items, err = ItemsByIDTx(ctx, e.tx, slices.Compact(items))
	return err
}

func (e *countEntering) enter(ctx context.Context, x CountEntry) error {
	line, known := e.lines[x.LineID]
	if x.LineID != 0 && !known {
		return fault.Absent("count line", fmt.Sprint(x.LineID)).At("lineId")
	}
	itemID := x.ItemID
	if known {
		itemID = line.ItemID
	}
	item, ok := e.items[itemID]
	if !ok {
		return fault.Absent("item", fmt.Sprint(itemID)).At("itemId")
	}
	quantity, err := countedUnits(item, *x.Quantity, x.InPacks)
	if err != nil {
		return err
	}
	at, err := countedAt(x.CountedAt, e.openedAt, e.now)
	if err != nil {
		return err
	}
	if !known {
		if line, err = e.addLine(ctx, x, item); err != nil {
			return err
		}
	}
	e.entered++
	// What was looked at before a recount was asked for, and comes only now, stays on record with the round that it belongs to. On paper
	// people write minutes.
	_, err = e.tx.Exec(ctx, `insert into count_entry (line_id, round, person_id, quantity, counted_at)
		select id, case when $3 < date_trunc('minute', round_began) then greatest(round - 1, 1) else round end, $2, $4, $3 from count_line where id = $1`, line.ID, e.personID, at, quantity)
	return err
}

// countedUnits turns a figure into base units and checks it: zero is a figure. Pure.
func countedUnits(item Item, q decimal.Decimal, inPacks bool) (decimal.Decimal, error) {
	if q.IsNegative() {
		return q, fault.Invalidf("quantity", "QUANTITY", "A counted quantity is zero or more.")
	}
	if inPacks {
		if !q.Equal(q.Truncate(0)) {
			return q, fault.Invalidf("quantity", "SCALE", "Packs are counted whole; count what is loose in base units.").With("scale", "0").With("quantity", q.String())
		}
		q = q.Mul(item.PackSize)
	}
	if !q.IsZero() {
		if err := CheckQuantity(q, item.Scale); err != nil {
			return q, err
		}
	}
	if item.Tracking == "SERIAL" && q.GreaterThan(decimal.NewFromInt(1)) {
		return q, fault.Invalidf("quantity", "SERIAL", "Of one serial number there is one unit or none.")
	}
	return q, nil
}

// countedAt is the moment of a count: within the stocktake, and its end where the client's clock is a little off. Pure.
func countedAt(said, openedAt, now time.Time) (time.Time, error) {
	if said.IsZero() || said.After(now) && !said.After(now.Add(clockDrift)) {
		return now, nil
	}
	if said.Before(openedAt) && !said.Before(openedAt.Add(-clockDrift)) {
		return openedAt, nil
	}
	if said.Before(openedAt) || said.After(now) {
		return now, fault.Invalidf("countedAt", "COUNTED_AT", "The time of a count lies between the opening of the stocktake and now.")
	}
	return said, nil
}

// addLine puts goods onto the list that were found beside it; those that turn out to be on it already are that line.
func (e *countEntering) addLine(ctx context.Context, x CountEntry, item Item) (CountLine, error) {
	l := CountLine{ItemID: item.ID, LotID: x.LotID, ReserveID: x.ReserveID, Round: 1}
	if l.LotID == 0 {
		x.Lot.ItemID = item.ID
		id, err := e.foundLot(ctx, x.Lot, item)
		if err != nil {
			return l, err
		}
		l.LotID = id
	}
	var placeID, ownerReserve int64
	book, err := openBook(ctx, e.tx, reach{own: true, sites: []int64{e.count.SiteID}, bins: []int64{x.BinID}})
	if err != nil {
		return l, err
	}
	placeID, ownerReserve = book.places[InBin(e.count.SiteID, x.BinID)], book.sites[e.count.SiteID].ownReserveID
	if placeID == 0 {
		return l, fault.Absent("bin", fmt.Sprint(x.BinID)).At("binId")
	}
	if l.ReserveID == 0 {
		l.ReserveID = ownerReserve
	}
	var itemOfLot int64
	if err := e.tx.QueryRow(ctx, `select coalesce((select item_id from lot where id = $1 and exists (select 1 from reserve where id = $2)), 0)`, l.LotID, l.ReserveID).Scan(&itemOfLot); err != nil {
		return l, err
	}
	if itemOfLot != item.ID {
		return l, fault.Absent("lot", fmt.Sprint(l.LotID)).At("lotId")
	}
	if _, err := e.tx.Exec(ctx, `insert into count_line (count_id, line_no, place_id, item_id, lot_id, reserve_id, listed)
		select $1, coalesce((select max(line_no) from count_line where count_id = $1), 0) + 1, $2, $3, $4, $5, false on conflict on constraint count_line_once do nothing`,
		e.count.ID, placeID, item.ID, l.LotID, l.ReserveID); err != nil {
		return l, err
	}
	err = e.tx.QueryRow(ctx, `select id, round from count_line where count_id = $1 and place_id = $2 and lot_id = $3 and reserve_id = $4`, e.count.ID, placeID, l.LotID, l.ReserveID).Scan(&l.ID, &l.Round)
	return l, err
}

// foundLot finds the lot with a number, or makes it: goods past their date may be found, though never received.
func (e *countEntering) foundLot(ctx context.Context, r ReceiptLine, item Item) (int64, error) {
	if err := checkFoundLot(item, r, businessDay(e.now)); err != nil {
		return 0, err
	}
	if _, err := e.tx.Exec(ctx, `insert into lot (item_id, lot_no, serial_no, made_on, expires_on, origin) values ($1, $2, $3, $4, $5, 'FOUND') on conflict do nothing`,
		item.ID, r.LotNo, r.SerialNo, r.MadeOn, r.ExpiresOn); err != nil {
		return 0, err
	}
	var id int64
	var expires *time.Time
	if err := e.tx.QueryRow(ctx, `select id, expires_on from lot where item_id = $1 and lot_no = $2 and serial_no = $3`, item.ID, r.LotNo, r.SerialNo).Scan(&id, &expires); err != nil {
		return 0, err
	}
	if !sameDay(expires, r.ExpiresOn) {
		text := "none"
		if expires != nil {
			text = expires.Format(time.DateOnly)
		}
		return 0, fault.Invalidf("expiresOn", "LOT_MISMATCH", "Lot %s is known with another expiry date (%s): check the label.", r.LotNo, text).With("lotNo", r.LotNo).With("known", text)
	}
	return id, nil
}

// checkFoundLot holds the label of found goods to the rules of a receipt's line, but for an expiry that has passed. Pure.
func checkFoundLot(item Item, r ReceiptLine, today time.Time) error {
	if r.ExpiresOn != nil && r.ExpiresOn.Before(today) {
		today = *r.ExpiresOn
	}
	return checkReceiptLine(item, r, decimal.NewFromInt(1), today)
}
