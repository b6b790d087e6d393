package inventory

import (
	"context"
	"fmt"
	"slices"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// A kit is an item that holds others: a first-aid box, a resettlement kit. Its contents say what one kit holds. Assembly turns contents
// into a lot of kits, breaking up turns kits into contents again; in between the goods lie at the place KIT, so that nothing is made
// or lost by packing. A kit may hold kits, but never itself.

// KitContent is so much of an item in one kit, in base units.
type KitContent struct {
	KitItemID, ItemID int64
	Quantity          decimal.Decimal
}

func init() {
	postgres.RegisterConstraint("kit_not_recursive", func() *fault.Error { return kitRecursive("") })
	postgres.RegisterConstraint("kit_part_unpacked_within", func() *fault.Error {
		return fault.New(fault.Conflict, "KIT_GONE", "These kits were broken up meanwhile: look again.")
	})
}

func kitRecursive(code string) *fault.Error {
	return fault.New(fault.Refused, "KIT_RECURSIVE", "A kit does not hold itself, not inside another kit either (%s).", code).At("contents").With("item", code)
}

// KitDefinition says what one kit of an item holds, all of it.
type KitDefinition struct {
	RequestKey string `json:"-"`
	KitItemID  int64
	Contents   []KitContent // KitItemID is not read
}

// KitAnswer is the answer to a write about what a kit holds.
type KitAnswer struct {
	KitItemID int64
	Replayed  bool `json:"-"`
}

const mostContents = 100

// DefineKit says what one kit holds from now on; kits that are assembled keep what they hold. Administrators.
//
// Refuses with: NOT_FOUND, CONTENTS (none, too many, or one item twice), TRACKING (a kit is tracked by lot), QUANTITY, SCALE, KIT_RECURSIVE.
func (inv *Inventory) DefineKit(ctx context.Context, k KitDefinition) (answer KitAnswer, err error) {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return KitAnswer{}, err
	}
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) (err error) {
		answer, answer.Replayed, err = access.Once(ctx, tx, k.RequestKey, "defineKit", k, func() (KitAnswer, error) {
			// One definition at a time: two of them could make a ring together that neither sees.
			if _, err := tx.Exec(ctx, `lock table kit_content in share row exclusive mode`); err != nil {
				return KitAnswer{}, err
			}
			if err := defineKit(ctx, tx, k); err != nil {
				return KitAnswer{}, err
			}
			return KitAnswer{KitItemID: k.KitItemID}, access.RecordTx(ctx, tx, access.Entry{Action: "kit.define", ObjectKind: "item", ObjectID: k.KitItemID, Detail: k})
		})
		return err
	})
	return answer, err
}

func defineKit(ctx context.Context, tx pgx.Tx, k KitDefinition) error {
	rows, err := tx.Query(ctx, `select kit_item_id, item_id, quantity from kit_content`)
	if err != nil {
		return err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByName[KitContent])
	if err != nil {
		return err
	}
	ids := []int64{k.KitItemID}
	for _, c := range k.Contents {
		ids = append(ids, c.ItemID)
	}
	items, err := ItemsByIDTx(ctx, tx, ids)
	if err != nil {
		return err
	}
	if err := decideKit(k, items, all); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `delete from kit_content where kit_item_id = $1`, k.KitItemID); err != nil {
		return err
	}
	for _, c := range k.Contents {
		if _, err := tx.Exec(ctx, `insert into kit_content (kit_item_id, item_id, quantity) values ($1, $2, $3)`, k.KitItemID, c.ItemID, c.Quantity); err != nil {
			return err
		}
	}
	return nil
}

// decideKit refuses contents that are none, and rings. Pure; all is what every kit holds now.
func decideKit(k KitDefinition, items map[int64]Item, all []KitContent) error {
	kit, ok := items[k.KitItemID]
	if !ok {
		return fault.Absent("item", fmt.Sprint(k.KitItemID)).At("kitItemId")
	}
	if kit.Tracking != "LOT" || kit.Scale != 0 {
		return fault.Invalidf("kitItemId", "TRACKING", "%s is not counted whole and tracked by lot, as a kit is.", kit.NameEn)
	}
	if n := len(k.Contents); n == 0 || n > mostContents {
		return fault.Invalidf("contents", "CONTENTS", "A kit holds 1 to %d items.", mostContents)
	}
	within := map[int64][]int64{}
	for _, c := range all {
		if c.KitItemID != k.KitItemID {
			within[c.KitItemID] = append(within[c.KitItemID], c.ItemID)
		}
	}
	for i, c := range k.Contents {
		field := fmt.Sprintf("contents.%d", i)
		item, ok := items[c.ItemID]
		if !ok {
			return fault.Absent("item", fmt.Sprint(c.ItemID)).At(field + ".itemId")
		}
		if slices.ContainsFunc(k.Contents[:i], func(o KitContent) bool { return o.ItemID == c.ItemID }) {
			return fault.Invalidf(field+".itemId", "CONTENTS", "%s stands twice.", item.NameEn)
		}
		if err := CheckQuantity(c.Quantity, item.Scale); err != nil {
			return fault.As(err).Under(field)
		}
		for reached, at := []int64{c.ItemID}, 0; at < len(reached); at++ {
			if reached[at] == k.KitItemID {
				return kitRecursive(item.Code)
			}
			for _, next := range within[reached[at]] {
				if !slices.Contains(reached, next) {
					reached = append(reached, next)
				}
			}
		}
	}
	return nil
}

// KitContents gives what one kit of each item holds, in order of item. Any signed-in person.
func (inv *Inventory) KitContents(ctx context.Context, kitItemIDs []int64) (map[int64][]KitContent, error) {
	if _, _, err := access.Require(ctx, "catalogue.read"); err != nil {
		return nil, err
	}
	return kitContents(ctx, inv.Pool, kitItemIDs)
}

func kitContents(ctx context.Context, q querier, kitItemIDs []int64) (map[int64][]KitContent, error) {
	rows, err := q.Query(ctx, `select kit_item_id, item_id, quantity from kit_content where $1::bigint[] is null or kit_item_id = any($1) order by kit_item_id, item_id`, kitItemIDs)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByName[KitContent])
	byKit := map[int64][]KitContent{}
	for _, c := range all {
		byKit[c.KitItemID] = append(byKit[c.KitItemID], c)
	}
	return byKit, err
}

var kitFilters = []postgres.Field{
	postgres.ByID("itemId", "item", "i.id"), postgres.ByText("itemCode", "i.code"), postgres.ByText("itemNameZh", "i.name_zh"),
	postgres.ByText("itemNameEn", "i.name_en"), postgres.ByText("categoryCode", "c.code"),
}

// ListKits gives the items that are kits; itemID 0: all of them. Any signed-in person.
func (inv *Inventory) ListKits(itemID int64) *postgres.List[Item] {
	return inv.listItems(kitFilters, func(context.Context) (string, []any, error) {
		return `i.id in (select kit_item_id from kit_content) and ($1 = 0 or i.id = $1)`, []any{itemID}, nil
	})
}

// KitPart is so much of a lot that went into a lot of kits.
type KitPart struct {
	KitLotID, ItemID, LotID, ReserveID int64
	Quantity, Unpacked                 decimal.Decimal // base units, over all kits of the lot; what has come out again
	Kits                               decimal.Decimal // kits of the lot, as assembled
}

const kitPartColumns = `p.kit_lot_id, p.item_id, p.lot_id, p.reserve_id, p.quantity, p.unpacked, k.kits from kit_part p join kit_lot k on k.lot_id = p.kit_lot_id join lot l on l.id = p.lot_id`

// KitParts gives the lots that went into a lot of kits, first to expire first; none, of a lot that is not of kits. Those see it at
// whose sites the lot is or was.
//
// Refuses with: NOT_FOUND.
func (inv *Inventory) KitParts(ctx context.Context, kitLotID int64) ([]KitPart, error) {
	_, scope, err := access.Require(ctx, "stock.read")
	if err != nil {
		return nil, err
	}
	if err := inv.lotSeen(ctx, scope, kitLotID, false); err != nil {
		return nil, err
	}
	rows, err := inv.Pool.Query(ctx, `select `+kitPartColumns+` where p.kit_lot_id = $1 order by l.expires_on nulls last, p.lot_id, p.reserve_id`, kitLotID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[KitPart])
}
