package inventory

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// ReceiptLine is one line of a receipt. Dates are plain dates at midnight UTC.
type ReceiptLine struct {
	ItemID            int64
	Quantity          decimal.Decimal // base units, or whole packs where InPacks
	InPacks           bool
	LotNo, SerialNo   string
	MadeOn, ExpiresOn *time.Time
	UnitCost          *decimal.Decimal
	ReserveID         int64 // 0: the keeping organisation's own
}

// Receipt is what was received at a site.
type Receipt struct {
	RequestKey string `json:"-"`
	SiteID     int64
	Reason     string    // PURCHASE, DONATION, PRODUCTION, REQUISITION or RETURN
	OccurredAt time.Time // zero: now
	Note       string
	Lines      []ReceiptLine
}

// Posted is the answer to a write that posted a document.
type Posted struct {
	DocumentID int64
	Replayed   bool `json:"-"`
}

// The most lines that one document may have.
const maxLines = 250

var receivedFrom = map[string]PlaceKind{
	"PURCHASE": PlaceSupplier, "DONATION": PlaceDonor, "PRODUCTION": PlaceProducer, "REQUISITION": PlaceOwner, "RETURN": PlaceConsumed,
}

// Receive records goods received at a site; lots that are new are made. Keepers of the site, partners at their own.
//
// Refuses with: QUANTITY, SCALE, LOT_NO, EXPIRY_MISSING, EXPIRY (passed, or out of reason), MADE_ON, LOT_MISMATCH (the same
// lot number is known with another expiry), SERIAL (missing, not one unit, or already held), ENTRUSTED.
func (inv *Inventory) Receive(ctx context.Context, r Receipt) (Posted, error) {
	_, scope, err := access.Require(ctx, "stock.receive")
	if err != nil {
		return Posted{}, err
	}
	if !scope.CoversSite(r.SiteID) {
		return Posted{}, fault.Absent("site", fmt.Sprint(r.SiteID)).At("siteId")
	}
	from, ok := receivedFrom[r.Reason]
	if !ok {
		return Posted{}, fault.Invalidf("reason", "REASON", "%q is not a reason for receiving goods.", r.Reason)
	}
	if err := checkLines(len(r.Lines)); err != nil {
		return Posted{}, err
	}
	return once(ctx, inv, r.RequestKey, "receiveGoods", r, func(tx pgx.Tx) (int64, error) {
		moves, err := receiptMoves(ctx, tx, r, Virtual(from))
		if err != nil {
			return 0, err
		}
		id, _, err := PostTx(ctx, tx, Posting{Kind: KindReceipt, Reason: r.Reason, SiteID: r.SiteID, Note: r.Note, OccurredAt: r.OccurredAt, Moves: moves})
		return id, err
	})
}

// once runs a write that posts one document in its transaction, once per request key.
func once(ctx context.Context, inv *Inventory, key, operation string, input any, do func(tx pgx.Tx) (int64, error)) (Posted, error) {
	var posted Posted
	err := postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		answer, replayed, err := access.Once(ctx, tx, key, operation, input, func() (Posted, error) {
			id, err := do(tx)
			return Posted{DocumentID: id}, err
		})
		posted = Posted{DocumentID: answer.DocumentID, Replayed: replayed}
		return err
	})
	return posted, err
}

func checkLines(n int) error {
	if n == 0 {
		return fault.Invalidf("lines", "NO_LINES", "There is nothing to post: add at least one line.")
	}
	if n > maxLines {
		return fault.Invalidf("lines", "TOO_MANY_LINES", "A document has at most %d lines.", maxLines)
	}
	return nil
}

func receiptMoves(ctx context.Context, tx pgx.Tx, r Receipt, from Place) ([]Move, error) {
	var itemIDs []int64
	for _, l := range r.Lines {
		itemIDs = append(itemIDs, l.ItemID)
	}
	items, err := ItemsByIDTx(ctx, tx, itemIDs)
	if err != nil {
		return nil, err
	}
	var today time.Time
	if err := tx.QueryRow(ctx, `select business_date()`).Scan(&today); err != nil {
		return nil, err
	}
	quantities := make([]decimal.Decimal, len(r.Lines))
	serials := map[string]bool{}
	for i, l := range r.Lines {
		item, ok := items[l.ItemID]
		if !ok {
			return nil, fault.Absent("item", fmt.Sprint(l.ItemID)).At(fmt.Sprintf("lines.%d.itemId", i))
		}
		q, err := baseUnits(item, l.Quantity, l.InPacks)
		if err == nil {
			err = checkReceiptLine(item, l, q, today)
		}
		if serial := fmt.Sprint(l.ItemID, "/", l.LotNo, "/", l.SerialNo); err == nil && item.Tracking == "SERIAL" {
			if serials[serial] {
				err = fault.Invalidf("serialNo", "SERIAL", "Serial number %s stands twice in this document.", l.SerialNo)
			}
			serials[serial] = true
		}
		if err != nil {
			return nil, underLine(err, i)
		}
		quantities[i] = q
	}
	lots, err := findOrMakeLots(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	own := int64(0)
	moves := make([]Move, len(r.Lines))
	for i, l := range r.Lines {
		reserve := l.ReserveID
		if reserve == 0 {
			if own == 0 {
				if own, err = ownReserve(ctx, tx, r.SiteID); err != nil {
					return nil, err
				}
			}
			reserve = own
		}
		moves[i] = Move{ItemID: l.ItemID, LotID: lots[i], ReserveID: reserve, From: from, To: AtSite(r.SiteID), Quantity: quantities[i]}
	}
	return moves, checkReserves(ctx, tx, r.SiteID, moves)
}

// underLine tells which line a fault belongs to.
func underLine(err error, line int) error {
	if f := fault.As(err); f != nil {
		return f.Under(fmt.Sprintf("lines.%d", line))
	}
	return err
}

// checkReceiptLine holds a line to its item's rules. Pure; today is the business date of the database.
func checkReceiptLine(item Item, l ReceiptLine, quantity decimal.Decimal, today time.Time) error {
	no := strings.TrimSpace(l.LotNo)
	if no == "" || no != l.LotNo || len([]rune(no)) > 40 || strings.ContainsFunc(no, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return fault.Invalidf("lotNo", "LOT_NO", "A lot number has 1 to 40 characters, without blanks around it.")
	}
	if item.ShelfLifeDays != nil && l.ExpiresOn == nil {
		return fault.Invalidf("expiresOn", "EXPIRY_MISSING", "%s has a shelf life: enter the day until which this lot is good.", item.NameEn)
	}
	if l.ExpiresOn != nil && (l.ExpiresOn.Before(today) || l.ExpiresOn.After(today.AddDate(30, 0, 0))) {
		return fault.Invalidf("expiresOn", "EXPIRY", "%s is past or more than 30 years away: goods past their date are not received.", l.ExpiresOn.Format(time.DateOnly)).
			With("expiresOn", l.ExpiresOn.Format(time.DateOnly))
	}
	if l.MadeOn != nil && (l.MadeOn.After(today) || l.ExpiresOn != nil && !l.MadeOn.Before(*l.ExpiresOn)) {
		return fault.Invalidf("madeOn", "MADE_ON", "The day of making lies in the future or not before the expiry date.")
	}
	serial := item.Tracking == "SERIAL"
	if serial && (l.SerialNo == "" || len(l.SerialNo) > 40 || !quantity.Equal(decimal.NewFromInt(1))) {
		return fault.Invalidf("serialNo", "SERIAL", "%s is tracked by serial number: one unit a line, each with its number.", item.NameEn)
	}
	if !serial && l.SerialNo != "" {
		return fault.Invalidf("serialNo", "SERIAL", "%s is not tracked by serial number.", item.NameEn)
	}
	return nil
}

// findOrMakeLots gives the lot of each line. Insert first, then read: two receipts of one new lot both find the same row.
func findOrMakeLots(ctx context.Context, tx pgx.Tx, r Receipt) ([]int64, error) {
	n := len(r.Lines)
	items, nos, serials, made, expires, costs := make([]int64, n), make([]string, n), make([]string, n), make([]*time.Time, n), make([]*time.Time, n), make([]*string, n)
	for i, l := range r.Lines {
		items[i], nos[i], serials[i], made[i], expires[i] = l.ItemID, l.LotNo, l.SerialNo, l.MadeOn, l.ExpiresOn
		if l.UnitCost != nil {
			cost := l.UnitCost.String()
			costs[i] = &cost
		}
	}
	if _, err := tx.Exec(ctx, `insert into lot (item_id, lot_no, serial_no, made_on, expires_on, unit_cost, origin)
		select i, l, s, m, e, c, $7 from unnest($1::bigint[], $2::text[], $3::text[], $4::date[], $5::date[], $6::numeric[]) as t(i, l, s, m, e, c)
		order by i, l, s on conflict do nothing`, items, nos, serials, made, expires, costs, r.Reason); err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `select t.n, l.id, l.expires_on is not distinct from t.e, l.expires_on,
		  t.s <> '' and exists (select 1 from balance b where b.lot_id = l.id and b.on_hand > 0)
		from unnest($1::bigint[], $2::text[], $3::text[], $4::date[]) with ordinality as t(i, no, s, e, n)
		join lot l on l.item_id = t.i and l.lot_no = t.no and l.serial_no = t.s order by t.n`, items, nos, serials, expires)
	if err != nil {
		return nil, err
	}
	lots := make([]int64, n)
	var line int
	var id int64
	var same, heldAlready bool
	var known *time.Time
	_, err = pgx.ForEachRow(rows, []any{&line, &id, &same, &known, &heldAlready}, func() error {
		lots[line-1] = id
		if !same {
			knownText := "none"
			if known != nil {
				knownText = known.Format(time.DateOnly)
			}
			return fault.Invalidf(fmt.Sprintf("lines.%d.expiresOn", line-1), "LOT_MISMATCH", "Lot %s is known with another expiry date (%s): check the label.", nos[line-1], knownText).
				With("lotNo", nos[line-1]).With("known", knownText)
		}
		if heldAlready {
			return fault.New(fault.Refused, "SERIAL", "Unit %s is in stock already.", serials[line-1]).At(fmt.Sprintf("lines.%d.serialNo", line-1))
		}
		return nil
	})
	return lots, err
}

// ownReserve is the reserve of the organisation that keeps the site: its own goods, in its own store, for general use.
func ownReserve(ctx context.Context, tx pgx.Tx, siteID int64) (id int64, err error) {
	const own = `select r.id from reserve r join site s on s.id = $1 join organisation o on o.id = s.organisation_id
		where r.owner_id = o.id and r.custody = 'DEDICATED' and r.programme = 'GENERAL' and r.purpose = '' and r.agreement_id is null order by r.id limit 1`
	if err := tx.QueryRow(ctx, own, siteID).Scan(&id); !errors.Is(err, pgx.ErrNoRows) {
		return id, err
	}
	if _, err := tx.Exec(ctx, `insert into reserve (owner_id, source, tier, custody)
		select o.id, case when o.kind in ('ENTERPRISE','CARRIER') then 'ENTERPRISE' when o.kind in ('SOCIAL_ORGANISATION','MILITARY_UNIT') then 'SOCIAL' else 'GOVERNMENT' end, o.tier, 'DEDICATED'
		from site s join organisation o on o.id = s.organisation_id where s.id = $1 on conflict do nothing`, siteID); err != nil {
		return 0, err
	}
	return id, tx.QueryRow(ctx, own, siteID).Scan(&id)
}

// checkReserves proves that each reserve may lie at the site: DEDICATED goods lie with their owner, ENTRUSTED ones elsewhere.
func checkReserves(ctx context.Context, tx pgx.Tx, siteID int64, moves []Move) error {
	var ids []int64
	for _, m := range moves {
		ids = append(ids, m.ReserveID)
	}
	var bad, known int64
	err := tx.QueryRow(ctx, `select count(*) filter (where (r.custody = 'DEDICATED') <> (r.owner_id = s.organisation_id)), count(distinct r.id)
		from site s, reserve r where s.id = $1 and r.id = any($2)`, siteID, ids).Scan(&bad, &known)
	if err != nil {
		return err
	}
	distinct := map[int64]bool{}
	for _, id := range ids {
		distinct[id] = true
	}
	if int(known) != len(distinct) {
		return fault.Absent("reserve", "").At("lines.0.reserveId")
	}
	if bad > 0 {
		return fault.New(fault.Refused, "RESERVE_ELSEWHERE", "Dedicated goods are received at their owner's own site, entrusted goods at another's.")
	}
	return nil
}
