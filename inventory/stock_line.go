package inventory

import (
	"fmt"

	"changping/access"
	"changping/internal/fault"

	"github.com/shopspring/decimal"
)

// StockLine names goods that lie at a site: so much of a lot, of a reserve. Adjustments, scrapping and returns to a supplier are
// about goods that somebody stands before, so nothing is picked for them.
type StockLine struct {
	ItemID, LotID int64
	ReserveID     int64 // 0: the only one that the lot lies there for
	BinID         int64 // 0: wherever they lie at the site; of goods that are found: without a bin
	HoldID        int64 // the quality hold that the goods are taken from; 0: from what is free
	Quantity      decimal.Decimal
	// ExpectedQuantity is what the caller saw on hand of this lot and reserve at the site, or in the bin; nil: not compared.
	ExpectedQuantity *decimal.Decimal
}

// stockReach is what lines about goods at a site must lock and read.
func stockReach(siteID int64, lines []StockLine) (r reach) {
	r.sites = []int64{siteID}
	for _, l := range lines {
		r.levels, r.lots = append(r.levels, levelKey{siteID, l.ItemID}), append(r.lots, l.LotID)
		if l.ReserveID != 0 {
			r.reserves = append(r.reserves, l.ReserveID)
		}
		if l.BinID != 0 {
			r.bins = append(r.bins, l.BinID)
		}
		if l.HoldID != 0 {
			r.holds = append(r.holds, l.HoldID)
		}
	}
	return r
}

// lies gives where goods of a lot and reserve lie at a site, in the order in which they are picked; in one bin only, where it is named.
func (b *book) lies(siteID int64, m Move) (all []stockKey) {
	for _, k := range b.shelves[levelKey{siteID, m.ItemID}] {
		if k.lotID == m.LotID && k.reserveID == m.ReserveID && (m.From.BinID == 0 || k.placeID == m.From.BinID) && b.stock[k].onHand.IsPositive() {
			all = append(all, k)
		}
	}
	return all
}

// find resolves a line to a move without its other end, and holds it to the item's scale and to what the caller expected.
//
// Refuses with: NOT_FOUND, QUANTITY, SCALE, RESERVE_MISSING, STALE_QUANTITY (with the figure as it is now).
func (b *book) find(siteID int64, l StockLine) (Move, error) {
	m := Move{ItemID: l.ItemID, LotID: l.LotID, ReserveID: l.ReserveID, HoldID: l.HoldID, From: InBin(siteID, l.BinID), Quantity: l.Quantity}
	item, ok := b.items[l.ItemID]
	if !ok {
		return m, fault.Absent("item", fmt.Sprint(l.ItemID)).At("itemId")
	}
	if lot, ok := b.lots[l.LotID]; !ok || lot.itemID != l.ItemID {
		return m, fault.Absent("lot", fmt.Sprint(l.LotID)).At("lotId")
	}
	if err := CheckQuantity(l.Quantity, item.Scale); err != nil {
		return m, err
	}
	if m.ReserveID == 0 {
		for _, k := range b.shelves[levelKey{siteID, l.ItemID}] {
			if k.lotID == l.LotID && k.reserveID != m.ReserveID && b.stock[k].onHand.IsPositive() {
				if m.ReserveID != 0 {
					return m, fault.Invalidf("reserveId", "RESERVE_MISSING", "This lot lies here for more than one owner: name the reserve.")
				}
				m.ReserveID = k.reserveID
			}
		}
		if m.ReserveID == 0 {
			m.ReserveID = b.sites[siteID].ownReserveID
		}
	}
	if _, ok := b.reserves[m.ReserveID]; !ok {
		return m, fault.Absent("reserve", fmt.Sprint(m.ReserveID)).At("reserveId")
	}
	if l.ExpectedQuantity != nil {
		now := decimal.Zero
		for _, k := range b.lies(siteID, m) {
			now = now.Add(b.stock[k].onHand)
		}
		if !l.ExpectedQuantity.Equal(now) {
			return m, staleQuantity(*l.ExpectedQuantity, now)
		}
	}
	return m, nil
}

// staleQuantity is the refusal of what was decided upon a figure that is not true any more.
func staleQuantity(expected, current decimal.Decimal) *fault.Error {
	return fault.New(fault.Conflict, "STALE_QUANTITY", "%s is on hand now, not %s: look again.", current, expected).At("expectedQuantity").
		With("current", current.String()).With("expected", expected.String())
}

// take finds the goods of lines that leave the site for another place. Entrusted goods move only for their owner.
func (b *book) take(scope access.Scope, siteID int64, lines []StockLine, to Place) ([]Move, error) {
	moves := make([]Move, len(lines))
	for i, l := range lines {
		m, err := b.find(siteID, l)
		if err == nil {
			if r := b.reserves[m.ReserveID]; r.entrusted && !scope.CoversOrganisation(r.ownerID) {
				err = fault.New(fault.Refused, "ENTRUSTED", "These goods are entrusted: they move only on their owner's document.").At("reserveId")
			}
		}
		if err != nil {
			return nil, underLine(err, i)
		}
		m.To = to
		moves[i] = m
	}
	return moves, nil
}
