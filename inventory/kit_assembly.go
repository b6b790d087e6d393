package inventory

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"changping/access"
	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Assembly turns contents that lie at a site into a new lot of kits.
type Assembly struct {
	RequestKey string `json:"-"`
	SiteID     int64
	KitItemID  int64
	Kits       decimal.Decimal // whole kits
	LotNo      string          // of the kits; a number that is not known yet
	ReserveID  int64           // whose goods; 0: the keeping organisation's own. A kit is never of two owners
	BinID      int64           // where the kits are put; 0: without a bin
	Note       string
}

// AssembleKits assembles kits: their contents are picked first expired, first out among good lots of one reserve, wherever at the site
// they lie. The kits expire with their first part. Keepers of the site, partners at their own.
//
// Refuses with what PostTx refuses, and: NOT_A_KIT, QUANTITY, SCALE, LOT_NO, LOT_TAKEN, ENTRUSTED, KIT_ENTRUSTED (own goods do not suffice,
// and others' lie there), NOT_FOUND, BIN_CLOSED.
func (inv *Inventory) AssembleKits(ctx context.Context, a Assembly) (Posted, error) {
	_, scope, err := access.Require(ctx, "kit.assemble")
	if err != nil {
		return Posted{}, err
	}
	if !scope.CoversSite(a.SiteID) {
		return Posted{}, fault.Absent("site", fmt.Sprint(a.SiteID)).At("siteId")
	}
	if err := CheckQuantity(a.Kits, 0); err != nil {
		f := *fault.As(err)
		f.Fields = []string{"kits"}
		return Posted{}, &f
	}
	byKit, err := kitContents(ctx, inv.Pool, []int64{a.KitItemID})
	if err != nil {
		return Posted{}, err
	}
	contents := byKit[a.KitItemID]
	if len(contents) == 0 {
		return Posted{}, notAKit()
	}
	r := reach{own: true, sites: []int64{a.SiteID}, levels: []levelKey{{a.SiteID, a.KitItemID}}, lotKeys: []lotKey{{a.KitItemID, a.LotNo, ""}}}
	for _, c := range contents {
		r.levels = append(r.levels, levelKey{a.SiteID, c.ItemID})
	}
	if a.ReserveID != 0 {
		r.reserves = append(r.reserves, a.ReserveID)
	}
	if a.BinID != 0 {
		r.bins = append(r.bins, a.BinID)
	}
	return inv.post(ctx, a.RequestKey, "assembleKits", a, r, len(contents), func(b *book) (Posting, error) { return b.assemble(scope, a, contents) })
}

// assemble decides the lines of an assembly: contents to the place KIT, and the kits from there.
func (b *book) assemble(scope access.Scope, a Assembly, contents []KitContent) (Posting, error) {
	site, ok := b.sites[a.SiteID]
	if !ok {
		return Posting{}, fault.Absent("site", fmt.Sprint(a.SiteID)).At("siteId")
	}
	if bin := b.bins[a.BinID]; a.BinID != 0 && (bin == nil || bin.siteID != a.SiteID) {
		return Posting{}, fault.Absent("bin", fmt.Sprint(a.BinID)).At("binId")
	} else if bin != nil && bin.closed {
		return Posting{}, fault.New(fault.Refused, "BIN_CLOSED", "Bin %s is closed: nothing is put away there.", bin.code).At("binId").With("bin", bin.code)
	}
	reserve, err := b.reserveFor(ReceiptLine{ReserveID: a.ReserveID}, site)
	if err != nil {
		return Posting{}, err
	}
	no := strings.TrimSpace(a.LotNo)
	if no == "" || no != a.LotNo || len([]rune(no)) > 40 {
		return Posting{}, fault.Invalidf("lotNo", "LOT_NO", "A lot number has 1 to 40 characters, without blanks around it.")
	}
	if _, taken := b.lotIDs[lotKey{a.KitItemID, a.LotNo, ""}]; taken {
		return Posting{}, fault.New(fault.Conflict, "LOT_TAKEN", "There is a lot %s of this kit already; what it holds is known by its number.", a.LotNo).At("lotNo").With("lotNo", a.LotNo)
	}
	lines := make([]IssueLine, len(contents))
	quantities := make([]decimal.Decimal, len(contents))
	var stock []pick
	for i, c := range contents {
		lines[i] = IssueLine{ItemID: c.ItemID, ReserveID: reserve}
		quantities[i] = c.Quantity.Mul(a.Kits)
		stock = append(stock, b.picks(a.SiteID, c.ItemID, false)...)
	}
	moves, err := decidePicks(scope, Virtual(PlaceKit), lines, quantities, stock, terms{})
	if err != nil {
		return Posting{}, underContents(b.entrustedInstead(err, lines, stock))
	}
	kit := b.makeKitLot(a, moves)
	moves = append(moves, Move{ItemID: a.KitItemID, LotID: kit, ReserveID: reserve, From: Virtual(PlaceKit), To: InBin(a.SiteID, a.BinID), Quantity: a.Kits})
	return Posting{Kind: KindAssembly, Reason: "ASSEMBLY", SiteID: a.SiteID, Note: a.Note, Moves: moves, also: queueKitLot}, nil
}

// entrustedInstead says of contents that are missing that there are others' of them: a kit is of one owner, and what is entrusted moves only on
// its owner's document, which is for a release and not for an assembly.
func (b *book) entrustedInstead(err error, lines []IssueLine, stock []pick) error {
	f := fault.As(err)
	if f == nil || f.Code != "INSUFFICIENT_STOCK" {
		return err
	}
	for i, l := range lines {
		if !slices.Contains(f.Fields, fmt.Sprintf("lines.%d.quantity", i)) {
			continue
		}
		entrusted, item := decimal.Zero, b.items[l.ItemID]
		for _, s := range stock {
			if s.ItemID == l.ItemID && s.ReserveID != l.ReserveID && s.Entrusted && s.Usable {
				entrusted = entrusted.Add(s.Available)
			}
		}
		if entrusted.IsPositive() {
			return fault.New(fault.Refused, "KIT_ENTRUSTED", "%s of %s is available, less than the %s that the kits take; %s more is entrusted, and a kit is never made of another owner's goods.", f.Facts["available"], item.NameEn, f.Facts["requested"], entrusted).
				At(f.Fields...).With("available", f.Facts["available"]).With("requested", f.Facts["requested"]).With("entrusted", entrusted.String()).
				With("item", item.NameZh).With("itemEn", item.NameEn).With("unitZh", item.UnitZh).With("unitEn", item.UnitEn)
		}
	}
	return err
}

// underContents names the contents where decidePicks names lines.
func underContents(err error) error {
	if f := fault.As(err); f != nil {
		c := *f
		c.Fields = nil
		for _, field := range f.Fields {
			c.Fields = append(c.Fields, "contents"+strings.TrimPrefix(field, "lines"))
		}
		return &c
	}
	return err
}

// makeKitLot makes the lot of the kits: it expires with its first part and costs what its parts cost, where all that is known.
func (b *book) makeKitLot(a Assembly, parts []Move) int64 {
	var expires *time.Time
	cost := decimal.NewNullDecimal(decimal.Zero)
	for _, m := range parts {
		lot := b.lots[m.LotID]
		if lot.expiresOn != nil && (expires == nil || lot.expiresOn.Before(*expires)) {
			expires = lot.expiresOn
		}
		if lot.unitCost == nil {
			cost.Valid = false
		} else {
			cost.Decimal = cost.Decimal.Add(lot.unitCost.Mul(m.Quantity))
		}
	}
	l := Lot{ID: -int64(len(b.newLots) + 1), ItemID: a.KitItemID, LotNo: a.LotNo, ExpiresOn: expires, Origin: "ASSEMBLY", Quality: "GOOD"}
	if cost.Valid {
		each := cost.Decimal.DivRound(a.Kits, 3)
		l.UnitCost = &each
	}
	b.newLots = append(b.newLots, l)
	b.lotIDs[lotKey{a.KitItemID, a.LotNo, ""}] = l.ID
	b.lots[l.ID] = lotFacts{itemID: a.KitItemID, lotNo: a.LotNo, quality: "GOOD", expiresOn: expires, unitCost: l.UnitCost, expired: expires != nil && expires.Before(b.today)}
	return l.ID
}

// queueKitLot writes what a lot of kits holds: the lots that its assembly moved to the place KIT.
func queueKitLot(batch *pgx.Batch, e *entry) {
	kit := e.Moves[len(e.Moves)-1]
	batch.Queue(`insert into kit_lot (lot_id, document_id, kits) values ($1, $2, $3)`, kit.LotID, e.documentID, kit.Quantity)
	batch.Queue(`insert into kit_part (kit_lot_id, item_id, lot_id, reserve_id, quantity)
		select $2, m.item_id, m.lot_id, m.reserve_id, sum(m.quantity) from movement m join place p on p.id = m.to_place_id and p.kind = 'KIT' where m.document_id = $1 group by 2, 3, 4`, e.documentID, kit.LotID)
}

func notAKit() *fault.Error {
	return fault.Invalidf("kitItemId", "NOT_A_KIT", "Nothing says what a kit of this item holds.")
}
