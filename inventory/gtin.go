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

// GTIN is a trade item number that is linked to one level of packing of an item. Administrators link and unlink; every scan reads.
type GTIN struct {
	GTIN      string // 14 digits
	ItemID    int64
	Factor    decimal.Decimal // base units in one such pack
	LevelName string
}

// GTINLink links a trade item number to one level of packing of an item.
type GTINLink struct {
	RequestKey string `json:"-"`
	GTIN       string // 8, 12, 13 or 14 digits; kept as 14
	ItemID     int64
	Factor     decimal.Decimal // base units in one such pack
	LevelName  string
}

func init() {
	postgres.RegisterConstraint("item_gtin_check_digit", badGTIN)
	postgres.RegisterConstraint("item_gtin_pkey", func() *fault.Error {
		return fault.New(fault.Conflict, "TAKEN", "This number is linked already.").At("gtin")
	})
	postgres.RegisterConstraint("item_gtin_factor_positive", func() *fault.Error {
		return fault.Invalidf("factor", "QUANTITY", "A pack holds more than nothing.")
	})
}

func badGTIN() *fault.Error {
	return fault.Invalidf("gtin", "GS1_CHECK_DIGIT", "A trade item number has 8, 12, 13 or 14 digits, the last of them its check digit.")
}

// LinkGTIN links a number to an item. A wrong link makes every later scan wrong, so that administrators make it, not whoever scans.
//
// Refuses with: GS1_CHECK_DIGIT, TAKEN, QUANTITY, NOT_FOUND, LEVEL_MISSING, and what a pack's factor is refused with.
func (inv *Inventory) LinkGTIN(ctx context.Context, l GTINLink) (itemID int64, replayed bool, err error) {
	actor, _, err := access.Require(ctx, "settings.write")
	if err != nil {
		return 0, false, err
	}
	switch len(l.GTIN) {
	case 8, 12, 13, 14:
		l.GTIN = strings.Repeat("0", 14-len(l.GTIN)) + l.GTIN
	default:
		return 0, false, badGTIN()
	}
	if l.LevelName == "" {
		return 0, false, fault.Invalidf("levelName", "LEVEL_MISSING", "Say what the pack is, such as a bottle or a box.")
	}
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		itemID, replayed, err = access.Once(ctx, tx, l.RequestKey, "linkGtin", l, func() (int64, error) {
			items, err := ItemsByIDTx(ctx, tx, []int64{l.ItemID})
			if err != nil {
				return 0, err
			}
			item, known := items[l.ItemID]
			if !known {
				return 0, fault.Absent("item", fmt.Sprint(l.ItemID)).At("itemId")
			}
			if err := CheckScale(l.Factor, item.Scale, "factor"); err != nil {
				return 0, err
			}
			if _, err := tx.Exec(ctx, `insert into item_gtin (gtin, item_id, factor, level_name, person_id) values ($1, $2, $3, $4, nullif($5::bigint, 0))`, l.GTIN, l.ItemID, l.Factor, l.LevelName, actor.PersonID); err != nil {
				return 0, err
			}
			return l.ItemID, access.RecordTx(ctx, tx, access.Entry{Action: "gtin.link", ObjectKind: "item", ObjectID: l.ItemID, Detail: l})
		})
		return err
	})
	return itemID, replayed, err
}

// GTINUnlink takes a number from its item.
type GTINUnlink struct {
	RequestKey string `json:"-"`
	GTIN       string // 14 digits
}

// UnlinkGTIN takes a number from its item, so that scans of it say again that it is not known; what was received by it stays. The
// audit trail keeps what it was linked to. Administrators.
//
// Refuses with: NOT_FOUND (it is not linked).
func (inv *Inventory) UnlinkGTIN(ctx context.Context, u GTINUnlink) (itemID int64, replayed bool, err error) {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return 0, false, err
	}
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		itemID, replayed, err = access.Once(ctx, tx, u.RequestKey, "unlinkGtin", u, func() (int64, error) {
			was := GTIN{GTIN: u.GTIN}
			err := tx.QueryRow(ctx, `delete from item_gtin where gtin = $1 returning item_id, factor, level_name`, u.GTIN).Scan(&was.ItemID, &was.Factor, &was.LevelName)
			if errors.Is(err, pgx.ErrNoRows) {
				err = fault.Absent("gtin", u.GTIN).At("gtin")
			}
			if err != nil {
				return 0, err
			}
			return was.ItemID, access.RecordTx(ctx, tx, access.Entry{Action: "gtin.unlink", ObjectKind: "item", ObjectID: was.ItemID, Detail: was})
		})
		return err
	})
	return itemID, replayed, err
}

var gtinFilters = []postgres.Field{
	postgres.ByText("gtin", "g.gtin"), postgres.ByID("itemId", "item", "g.item_id"), postgres.ByQuantity("factor", "g.factor"),
	postgres.ByText("levelName", "g.level_name"),
}

// ListGTINs gives the linked numbers; itemID 0: of all items. Any signed-in person.
func (inv *Inventory) ListGTINs(itemID int64) *postgres.List[GTIN] {
	return &postgres.List[GTIN]{Fields: gtinFilters, Pool: inv.Pool, Orders: []postgres.Order{
		{Name: "GTIN", By: []postgres.Key{{SQL: "g.gtin", Type: "text"}}},
		{Name: "ITEM", By: []postgres.Key{{SQL: "i.code", Type: "text"}, {SQL: "g.factor", Type: "numeric"}, {SQL: "g.gtin", Type: "text"}}},
	}, Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
		_, _, err := access.Require(ctx, "catalogue.read")
		return postgres.Listing{Columns: `g.gtin, g.item_id, g.factor, g.level_name`, From: `from item_gtin g join item i on i.id = g.item_id where ($1 = 0 or g.item_id = $1)`, Args: []any{itemID}}, err
	}}
}
