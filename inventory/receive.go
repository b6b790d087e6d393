package inventory

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"

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
	ReserveID         int64            // 0: the keeping organisation's own
	PackID            int64            `json:",omitempty"` // Quantity counts whole packs of this level; 0: see InPacks
	PackFactor        *decimal.Decimal `json:",omitempty"` // how many base units the caller took one pack for; nil: not compared
	BinID             int64            `json:",omitempty"` // put away there at once; 0: the site, without a bin
}

func (l ReceiptLine) level() Level { return Level{l.InPacks, l.PackID, l.PackFactor} }

// Receipt is what was received at a site.
type Receipt struct {
	RequestKey string `json:"-"`
	SiteID     int64
	Reason     string    // PURCHASE, DONATION, PRODUCTION, REQUISITION or RETURN
	OccurredAt time.Time // zero: now
	Note       string
	Lines      []ReceiptLine
	// StorageOverride is why the goods are put where a rule of storage stands against it; empty: the rules are kept.
	StorageOverride string `json:",omitempty"`
}

// Posted is the answer to a write that posted a document.
type Posted struct {
	DocumentID int64
	Number     string    `json:",omitempty"` // where it was drawn by this write and is known without looking
	Replayed   bool      `json:"-"`
	Warnings   []Warning `json:",omitempty"` // of the write, a replayed one too
}

var receivedFrom = map[string]PlaceKind{
	"PURCHASE": PlaceSupplier, "DONATION": PlaceDonor, "PRODUCTION": PlaceProducer, "REQUISITION": PlaceOwner, "RETURN": PlaceConsumed,
}

// Receive records goods received at a site; lots that are new are made. Keepers of the site, partners at their own.
//
// Refuses with: QUANTITY, SCALE, LOT_NO, EXPIRY_MISSING, EXPIRY (passed, or out of reason), MADE_ON, LOT_MISMATCH (the same
// lot number is known with another expiry), SERIAL (missing, not one unit, or already held), ENTRUSTED,
// UNIT_MISMATCH, STALE_REVISION (a pack's factor), OVER_FULL, STORAGE_CONDITION, HAZARD_SEGREGATION, BIN_CLOSED.
func (inv *Inventory) Receive(ctx context.Context, r Receipt) (Posted, error) {
	from, ok := receivedFrom[r.Reason]
	if _, _, err := mayEnter(ctx, "stock.receive", r.SiteID, r.Reason, ok, len(r.Lines)); err != nil {
		return Posted{}, err
	}
	storage, err := overrideStorage(ctx, r.SiteID, r.StorageOverride)
	if err != nil {
		return Posted{}, err
	}
	return inv.post(ctx, r.RequestKey, "receiveGoods", r, receiptReach(r), len(r.Lines), func(b *book) (Posting, error) {
		moves, err := b.receiptMoves(r, Virtual(from))
		return Posting{Kind: KindReceipt, Reason: r.Reason, SiteID: r.SiteID, Note: r.Note, OccurredAt: r.OccurredAt, Storage: storage, Moves: moves}, err
	})
}

// receiptReach is what a receipt must lock and read.
func receiptReach(r Receipt) reach {
	x := reach{own: true, sites: []int64{r.SiteID}, arrivals: []int64{r.SiteID}}
	for _, l := range r.Lines {
		x.levels = append(x.levels, levelKey{r.SiteID, l.ItemID})
		x.lotKeys = append(x.lotKeys, lotKey{l.ItemID, l.LotNo, l.SerialNo})
		if l.ReserveID != 0 {
			x.reserves = append(x.reserves, l.ReserveID)
		}
		if l.BinID != 0 {
			x.bins = append(x.bins, l.BinID)
		}
		if l.PackID != 0 {
			x.packs = append(x.packs, l.ItemID)
		}
	}
	return x
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

// onceWarned is once for writes that may warn: a replay warns again.
func onceWarned(ctx context.Context, inv *Inventory, key, operation string, input any, do func(tx pgx.Tx) (Posted, error)) (posted Posted, err error) {
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) (err error) {
		posted, posted.Replayed, err = access.Once(ctx, tx, key, operation, input, func() (Posted, error) { return do(tx) })
		return err
	})
	return posted, err
}

// receiptMoves decides the lines of a receipt: each held to its item's rules, its lot found or made, its reserve one that may lie
// at the site.
func (b *book) receiptMoves(r Receipt, from Place) ([]Move, error) {
	site, ok := b.sites[r.SiteID]
	if !ok {
		return nil, fault.Absent("site", fmt.Sprint(r.SiteID)).At("siteId")
	}
	moves := make([]Move, len(r.Lines))
	serials := map[lotKey]bool{}
	for i, l := range r.Lines {
		item, ok := b.items[l.ItemID]
		if !ok {
			return nil, fault.Absent("item", fmt.Sprint(l.ItemID)).At(fmt.Sprintf("lines.%d.itemId", i))
		}
		q, err := baseUnits(item, b.packs[l.ItemID], l.Quantity, l.level())
		if bin := b.bins[l.BinID]; err == nil && l.BinID != 0 && (bin == nil || bin.siteID != r.SiteID) {
			err = fault.Absent("bin", fmt.Sprint(l.BinID)).At("binId")
		}
		if err == nil {
			err = checkReceiptLine(item, l, q, b.today)
		}
		key := lotKey{l.ItemID, l.LotNo, l.SerialNo}
		if err == nil && item.Tracking == "SERIAL" {
			key.lotNo = "" // one unit, whatever the lot is called
			if serials[key] {
				err = fault.Invalidf("serialNo", "SERIAL", "Serial number %s stands twice in this document.", l.SerialNo)
			}
			serials[key] = true
		}
		var lot, reserve int64
		if err == nil {
			lot, err = b.findOrMakeLot(l, r.Reason)
		}
		if err == nil {
			reserve, err = b.reserveFor(l, site)
		}
		if err != nil {
			return nil, underLine(err, i)
		}
		moves[i] = Move{ItemID: l.ItemID, LotID: lot, ReserveID: reserve, From: from, To: InBin(r.SiteID, l.BinID), Quantity: q}
	}
	return moves, nil
}

// findOrMakeLot gives the lot of a receipt's line. What is known of a lot is not changed by a receipt.
func (b *book) findOrMakeLot(l ReceiptLine, origin string) (int64, error) {
	key := lotKey{l.ItemID, l.LotNo, l.SerialNo}
	id, known := b.lotIDs[key]
	if !known {
		id = -int64(len(b.newLots) + 1)
		b.newLots = append(b.newLots, Lot{ID: id, ItemID: l.ItemID, LotNo: l.LotNo, SerialNo: l.SerialNo, MadeOn: l.MadeOn, ExpiresOn: l.ExpiresOn, UnitCost: l.UnitCost, Origin: origin, Quality: "GOOD"})
		b.lotIDs[key] = id
		b.lots[id] = lotFacts{itemID: l.ItemID, lotNo: l.LotNo, quality: "GOOD", expiresOn: l.ExpiresOn, unitCost: l.UnitCost, expired: l.ExpiresOn != nil && l.ExpiresOn.Before(b.today)}
		return id, nil
	}
	lot := b.lots[id]
	if lot.lotNo != l.LotNo {
		return 0, fault.Invalidf("lotNo", "LOT_MISMATCH", "Unit %s is known under lot %s: check the label.", l.SerialNo, lot.lotNo).With("lotNo", l.LotNo).With("known", lot.lotNo)
	}
	if !sameDay(lot.expiresOn, l.ExpiresOn) {
		text := "none"
		if lot.expiresOn != nil {
			text = lot.expiresOn.Format(time.DateOnly)
		}
		return 0, fault.Invalidf("expiresOn", "LOT_MISMATCH", "Lot %s is known with another expiry date (%s): check the label.", l.LotNo, text).With("lotNo", l.LotNo).With("known", text)
	}
	if l.SerialNo != "" && lot.held {
		return 0, fault.New(fault.Refused, "SERIAL", "Unit %s is in stock already.", l.SerialNo).At("serialNo")
	}
	return id, nil
}

// reserveFor gives the reserve that the goods of a line join: DEDICATED goods lie with their owner, ENTRUSTED ones elsewhere.
func (b *book) reserveFor(l ReceiptLine, site siteFacts) (int64, error) {
	if l.ReserveID == 0 {
		return site.ownReserveID, nil
	}
	r, ok := b.reserves[l.ReserveID]
	if !ok {
		return 0, fault.Absent("reserve", fmt.Sprint(l.ReserveID)).At("reserveId")
	}
	if r.entrusted == (r.ownerID == site.organisationID) {
		return 0, fault.New(fault.Refused, "RESERVE_ELSEWHERE", "Dedicated goods are received at their owner's own site, entrusted goods at another's.").At("reserveId")
	}
	return l.ReserveID, nil
}

// forgetLots undoes the lots that a refused request was about to make.
func (b *book) forgetLots(from int) {
	for _, l := range b.newLots[from:] {
		delete(b.lotIDs, lotKey{l.ItemID, l.LotNo, l.SerialNo})
		delete(b.lots, l.ID)
	}
	b.newLots = b.newLots[:from]
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
	// Characters that only format (writing direction, no width) make two numbers that look alike.
	if no == "" || no != l.LotNo || len([]rune(no)) > 40 || strings.ContainsFunc(no, func(r rune) bool { return r < ' ' || r == 0x7f || unicode.Is(unicode.Cf, r) }) {
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
