package inventory

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"changping/access"
	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// BreakUp turns kits of a lot into their contents again.
type BreakUp struct {
	RequestKey       string `json:"-"`
	SiteID           int64
	LotID, ReserveID int64           // of the kits; reserve 0: the only one that the lot lies there for
	Kits             decimal.Decimal // whole kits
	Missing          []KitMissing    // what was not in the kits
	Reason           string          // asked for where something is missing
	BinID            int64           // where the contents are put; 0: without a bin
	Note             string
}

// KitMissing is what was not there of an item when kits were broken up, in base units.
type KitMissing struct {
	ItemID   int64
	Quantity decimal.Decimal
}

// BreakUpKits breaks kits up: what they held joins the stock of the site again, in its own lots, and what is missing is lost. Of a lot
// of kits that was assembled from several lots of an item, those that expire first are taken to be in the kits that are broken up
// first: so no date is ever made better. Keepers of the site, partners at their own.
//
// Refuses with what PostTx refuses, and: NOT_FOUND, NOT_A_KIT, QUANTITY, SCALE, RESERVE_MISSING, ENTRUSTED, MISSING_EXCEEDS (more than the kits
// held), REASON_MISSING, KIT_GONE, BIN_CLOSED.
func (inv *Inventory) BreakUpKits(ctx context.Context, u BreakUp) (Posted, error) {
	_, scope, err := access.Require(ctx, "kit.assemble")
	if err != nil {
		return Posted{}, err
	}
	if !scope.CoversSite(u.SiteID) {
		return Posted{}, fault.Absent("site", fmt.Sprint(u.SiteID)).At("siteId")
	}
	if err := CheckQuantity(u.Kits, 0); err != nil {
		f := *fault.As(err)
		f.Fields = []string{"kits"}
		return Posted{}, &f
	}
	if len(u.Missing) > 0 && u.Reason == "" {
		return Posted{}, fault.Invalidf("reason", "REASON_MISSING", "Say why something is missing.")
	}
	return onceWarned(ctx, inv, u.RequestKey, "breakUpKits", u, func(tx pgx.Tx) (Posted, error) {
		parts, err := kitPartsTx(ctx, tx, u.LotID, "")
		if err != nil {
			return Posted{}, err
		}
		lots, err := lotsByID(ctx, tx, []int64{u.LotID})
		if err != nil {
			return Posted{}, err
		}
		kit, known := lots[u.LotID]
		if !known || len(parts) == 0 {
			return Posted{}, fault.Invalidf("lotId", "NOT_A_KIT", "This is no lot of kits that was assembled here.")
		}
		line := StockLine{ItemID: kit.ItemID, LotID: u.LotID, ReserveID: u.ReserveID, Quantity: u.Kits}
		r := stockReach(u.SiteID, []StockLine{line})
		for _, p := range parts {
			r.levels, r.lots, r.reserves = append(r.levels, levelKey{u.SiteID, p.ItemID}), append(r.lots, p.LotID), append(r.reserves, p.ReserveID)
		}
		if u.BinID != 0 {
			r.bins = append(r.bins, u.BinID)
		}
		b, err := openBook(ctx, tx, r)
		if err != nil {
			return Posted{}, err
		}
		// Read again under the locks: the lot may be broken up at another site this moment.
		if parts, err = kitPartsTx(ctx, tx, u.LotID, "for update of p"); err != nil {
			return Posted{}, err
		}
		taken, err := b.take(scope, u.SiteID, []StockLine{line}, Virtual(PlaceKit))
		if err != nil {
			return Posted{}, err
		}
		free := decimal.Zero
		for _, k := range b.lies(u.SiteID, taken[0]) {
			free = free.Add(b.stock[k].free())
		}
		if free.LessThan(u.Kits) {
			return Posted{}, Insufficient(free, u.Kits).At("kits")
		}
		if bin := b.bins[u.BinID]; u.BinID != 0 && (bin == nil || bin.siteID != u.SiteID || bin.closed) {
			return Posted{}, fault.Absent("bin", fmt.Sprint(u.BinID)).At("binId")
		}
		scales := map[int64]int{}
		for id, item := range b.items {
			scales[id] = item.Scale
		}
		out, err := decideBreakUp(u, parts, scales)
		if err != nil {
			return Posted{}, err
		}
		moves := taken
		for _, o := range out {
			back := Move{ItemID: o.ItemID, LotID: o.LotID, ReserveID: o.ReserveID, From: Virtual(PlaceKit)}
			for _, side := range []struct {
				to Place
				q  decimal.Decimal
			}{{InBin(u.SiteID, u.BinID), o.Quantity.Sub(o.lost)}, {Virtual(PlaceLost), o.lost}} {
				if side.q.IsPositive() {
					m := back
					m.To, m.Quantity = side.to, side.q
					moves = append(moves, m)
				}
			}
		}
		note := u.Note
		if u.Reason != "" {
			note = cmp.Or(note, u.Reason)
		}
		posting := Posting{Kind: KindBreakUp, Reason: "BREAK_UP", SiteID: u.SiteID, Note: note, Moves: moves, also: func(batch *pgx.Batch, _ *entry) {
			for _, o := range out {
				batch.Queue(`update kit_part set unpacked = unpacked + $4 where kit_lot_id = $1 and lot_id = $2 and reserve_id = $3`, u.LotID, o.LotID, o.ReserveID, o.Quantity)
			}
		}}
		if _, err := b.post(ctx, posting); err != nil {
			return Posted{}, err
		}
		if err := b.write(ctx); err != nil {
			return Posted{}, err
		}
		return Posted{DocumentID: b.entries[0].documentID, Warnings: b.entries[0].warnings}, nil
	})
}

// unpacking is what comes out of kits of a lot, and how much of it is missing.
type unpacking struct {
	KitPart
	lost decimal.Decimal
}

// decideBreakUp gives what comes out of the kits. Pure; parts are in the order in which they expire.
func decideBreakUp(u BreakUp, parts []KitPart, scales map[int64]int) ([]unpacking, error) {
	packed, missing := map[int64]decimal.Decimal{}, map[int64]decimal.Decimal{}
	for _, p := range parts {
		packed[p.ItemID] = packed[p.ItemID].Add(p.Quantity)
	}
	for i, m := range u.Missing {
		field := fmt.Sprintf("missing.%d", i)
		if !packed[m.ItemID].IsPositive() {
			return nil, fault.Invalidf(field+".itemId", "MISSING_EXCEEDS", "The kits hold nothing of this item.")
		}
		if err := CheckQuantity(m.Quantity, scales[m.ItemID]); err != nil {
			return nil, fault.As(err).Under(field)
		}
		missing[m.ItemID] = missing[m.ItemID].Add(m.Quantity)
		if held := packed[m.ItemID].Mul(u.Kits).Div(parts[0].Kits); missing[m.ItemID].GreaterThan(held) {
			return nil, fault.Invalidf(field+".quantity", "MISSING_EXCEEDS", "The kits held %s of this, less than is said to be missing.", held).With("held", held.String())
		}
	}
	due := map[int64]decimal.Decimal{}
	for item, q := range packed {
		due[item] = q.Mul(u.Kits).Div(parts[0].Kits) // exact: a kit holds a whole share
	}
	var out []unpacking
	for _, p := range parts {
		q := decimal.Min(due[p.ItemID], p.Quantity.Sub(p.Unpacked))
		if !q.IsPositive() {
			continue
		}
		due[p.ItemID] = due[p.ItemID].Sub(q)
		p.Quantity = q
		out = append(out, unpacking{KitPart: p})
	}
	for _, q := range due {
		if q.IsPositive() {
			return nil, fault.New(fault.Conflict, "KIT_GONE", "These kits were broken up meanwhile: look again.").At("lotId")
		}
	}
	for i := range slices.Backward(out) { // what is missing is taken to be of the lots that are good for longest
		lost := decimal.Min(missing[out[i].ItemID], out[i].Quantity)
		out[i].lost, missing[out[i].ItemID] = lost, missing[out[i].ItemID].Sub(lost)
	}
	return out, nil
}

func kitPartsTx(ctx context.Context, tx pgx.Tx, kitLotID int64, lock string) ([]KitPart, error) {
	rows, err := tx.Query(ctx, `select `+kitPartColumns+` where p.kit_lot_id = $1 order by l.expires_on nulls last, p.lot_id, p.reserve_id `+lock, kitLotID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[KitPart])
}
