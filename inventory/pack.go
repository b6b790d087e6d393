package inventory

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Pack is a level in which an item is packed, beside its base unit and the package of Item.PackSize: a carton of 24, a pallet of
// 1,440. Administrators define packs; a factor that was changed raises the revision, and what was read before it is refused.
type Pack struct {
	ID, ItemID     int64
	NameZh, NameEn string
	Factor         decimal.Decimal // base units in one such pack, with the scale of the item's unit
	Revision       int
}

func init() {
	postgres.RegisterConstraint("item_pack_keeps_scale", func() *fault.Error {
		return fault.Invalidf("factor", "SCALE", "The factor has more decimals than the item's unit: dust would be left that nobody can issue.")
	})
	postgres.RegisterConstraint("item_pack_factor_positive", func() *fault.Error {
		return fault.Invalidf("factor", "QUANTITY", "A pack holds more than nothing.")
	})
	postgres.RegisterConstraint("item_pack_name_unique", inUse)
}

// PackDefinition makes a pack, or changes the one of its name.
type PackDefinition struct {
	RequestKey     string `json:"-"`
	ItemID         int64
	NameZh, NameEn string
	Factor         decimal.Decimal
	Revision       int // of the pack to be changed, as the caller knows it; 0: a new one
}

// PackAnswer is the answer to a write about a pack.
type PackAnswer struct {
	PackID   int64
	Replayed bool `json:"-"`
}

// DefinePack makes or changes a level in which an item is packed. Administrators.
//
// Refuses with: MISSING, QUANTITY, SCALE (dust), NOT_FOUND, TAKEN (a new one of a name that is there), STALE_REVISION.
func (inv *Inventory) DefinePack(ctx context.Context, p PackDefinition) (PackAnswer, error) {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return PackAnswer{}, err
	}
	if p.NameZh == "" || p.NameEn == "" || len([]rune(p.NameZh)) > 40 {
		return PackAnswer{}, fault.Invalidf("nameZh", "MISSING", "A pack needs a name in Chinese and English, of at most 40 characters.")
	}
	var answer PackAnswer
	err := postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) (err error) {
		answer, answer.Replayed, err = access.Once(ctx, tx, p.RequestKey, "definePack", p, func() (PackAnswer, error) {
			items, err := ItemsByIDTx(ctx, tx, []int64{p.ItemID})
			if err != nil {
				return PackAnswer{}, err
			}
			item, ok := items[p.ItemID]
			if !ok {
				return PackAnswer{}, fault.Absent("item", fmt.Sprint(p.ItemID)).At("itemId")
			}
			if err := CheckQuantity(p.Factor, item.Scale); err != nil {
				f := *fault.As(err)
				f.Fields = []string{"factor"}
				return PackAnswer{}, &f
			}
			id, err := writePack(ctx, tx, p)
			if err != nil {
				return PackAnswer{}, err
			}
			return PackAnswer{PackID: id}, access.RecordTx(ctx, tx, access.Entry{Action: "pack.define", ObjectKind: "item_pack", ObjectID: id, Detail: p})
		})
		return err
	})
	return answer, err
}

func writePack(ctx context.Context, tx pgx.Tx, p PackDefinition) (id int64, err error) {
	if p.Revision == 0 {
		err = tx.QueryRow(ctx, `insert into item_pack (item_id, name_zh, name_en, factor) values ($1, $2, $3, $4) returning id`, p.ItemID, p.NameZh, p.NameEn, p.Factor).Scan(&id)
		return id, err
	}
	var revision int
	err = tx.QueryRow(ctx, `select id, revision from item_pack where item_id = $1 and name_zh = $2 for update`, p.ItemID, p.NameZh).Scan(&id, &revision)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, fault.Absent("pack", p.NameZh).At("nameZh")
	}
	if err == nil && revision != p.Revision {
		err = fault.New(fault.Conflict, "STALE_REVISION", "This pack was changed meanwhile: look again.").At("revision").With("current", fmt.Sprint(revision))
	}
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `update item_pack set name_en = $2, factor = $3, revision = revision + 1 where id = $1`, id, p.NameEn, p.Factor)
	return id, err
}

const packColumns = `id, item_id, name_zh, name_en, factor, revision from item_pack`

// PacksOf gives the packs of items, smallest first. Any signed-in person.
func (inv *Inventory) PacksOf(ctx context.Context, itemIDs []int64) (map[int64][]Pack, error) {
	if _, _, err := access.Require(ctx, "catalogue.read"); err != nil {
		return nil, err
	}
	rows, err := inv.Pool.Query(ctx, `select `+packColumns+` where item_id = any($1) order by item_id, factor, id`, itemIDs)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByName[Pack])
	byItem := map[int64][]Pack{}
	for _, p := range all {
		byItem[p.ItemID] = append(byItem[p.ItemID], p)
	}
	return byItem, err
}

// queuePacks reads the packs of items with the book.
func (b *book) queuePacks(queue func(sql string, args []any, targets []any, row func() error), items []int64) {
	var p Pack
	queue(`select `+packColumns+` where item_id = any($1) order by factor, id`, []any{items}, []any{&p.ID, &p.ItemID, &p.NameZh, &p.NameEn, &p.Factor, &p.Revision},
		func() error { b.packs[p.ItemID] = append(b.packs[p.ItemID], p); return nil })
}

// Level says in which level a quantity was counted.
type Level struct {
	InPacks bool  // whole packs of Item.PackSize
	PackID  int64 `json:",omitempty"` // whole packs of this level; 0: see InPacks
	// PackFactor is how many base units the caller took one pack for; nil: not compared.
	PackFactor *decimal.Decimal `json:",omitempty"`
}

// baseUnits turns what a person entered into base units, and checks it. It never rounds. Pure.
//
// Refuses with: SCALE, QUANTITY, UNIT_MISMATCH (with the levels allowed), STALE_REVISION (the pack's factor is another by now).
func baseUnits(item Item, packs []Pack, q decimal.Decimal, l Level) (decimal.Decimal, error) {
	if !l.InPacks && l.PackID == 0 {
		return q, CheckQuantity(q, item.Scale)
	}
	factor := item.PackSize
	if l.PackID != 0 {
		factor = decimal.Zero
		for _, p := range packs {
			if p.ID == l.PackID {
				factor = p.Factor
			}
		}
		if factor.IsZero() || l.InPacks {
			return decimal.Zero, unitMismatch(item, packs, "packId")
		}
	}
	if l.PackFactor != nil && !l.PackFactor.Equal(factor) {
		return decimal.Zero, fault.New(fault.Conflict, "STALE_REVISION", "A pack of %s holds %s by now, not %s: look again.", item.NameEn, factor, *l.PackFactor).At("packFactor").With("current", factor.String())
	}
	if !q.Equal(q.Truncate(0)) {
		return decimal.Zero, fault.Invalidf("quantity", "SCALE", "Packs are counted whole.").With("scale", "0").With("quantity", q.String())
	}
	q = q.Mul(factor)
	return q, CheckQuantity(q, item.Scale)
}

// unitMismatch is the refusal of a level that the item does not come in; it names those that it does.
func unitMismatch(item Item, packs []Pack, field string) *fault.Error {
	allowed := []string{item.UnitZh + "=1"}
	if name := item.PackageNameZh; item.PackSize.GreaterThan(decimal.NewFromInt(1)) {
		if name == "" {
			name = "包装"
		}
		allowed = append(allowed, name+"="+item.PackSize.String())
	}
	for _, p := range packs {
		allowed = append(allowed, p.NameZh+"="+p.Factor.String())
	}
	return fault.Invalidf(field, "UNIT_MISMATCH", "%s is not counted so; it is counted in %s.", item.NameEn, strings.Join(allowed, ", ")).With("allowed", strings.Join(allowed, ", "))
}

// looseKinds are the kinds of sites at which goods are handed out one by one, whatever the policy of their item.
var looseKinds = map[string]bool{"SHELTER": true, "PUBLIC_CABINET": true}

// brokenPack tells that a hand breaks a pack of what its item asks to go in whole packs, which an allocation never does. What lies in the
// hand has happened, so it is told and not refused; a rest that is no full pack leaves whole unsaid. Pure; available is what could leave.
func brokenPack(item Item, siteKind string, q, available decimal.Decimal) (Warning, bool) {
	if item.PackPolicy != "WHOLE_PACKS" || looseKinds[siteKind] || !item.PackSize.GreaterThan(decimal.NewFromInt(1)) || q.Mod(item.PackSize).IsZero() || q.Equal(available) {
		return Warning{}, false
	}
	lower := q.Sub(q.Mod(item.PackSize))
	upper := lower.Add(item.PackSize)
	return Warning{
		Code:    "PACK_BROKEN",
		Message: fmt.Sprintf("%s is kept in whole packs of %s: %s or %s break none, %s does.", item.NameEn, item.PackSize, lower, upper, q),
		Facts:   map[string]string{"item": item.NameZh, "packSize": item.PackSize.String(), "lower": lower.String(), "upper": upper.String(), "requested": q.String()},
	}, true
}
