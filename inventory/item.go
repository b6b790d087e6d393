package inventory

import (
	"context"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/shopspring/decimal"
)

// Category is one of the six categories 大项 of the catalogue.
type Category struct{ Code, NameZh, NameEn string }

// Item is an entry of the catalogue. Administrators make and change items; an item with stock is never deleted.
type Item struct {
	ID                             int64
	Code                           string
	CategoryCode                   string
	SubcategoryZh, SubcategoryEn   string
	NameZh, NameEn, Slug           string
	UnitZh, UnitEn                 string
	Scale                          int // decimals of a quantity, 0 to 3
	Spec                           string
	PackSize                       decimal.Decimal // base units per package
	PackageNameZh                  string
	PackPolicy                     string          // LOOSE or WHOLE_PACKS: how it is allocated
	WeightKg, VolumeM3             decimal.Decimal // packed, per base unit
	ShelfLifeDays                  *int
	ShelfLifeBasis                 string
	StorageCondition               string
	HazardClass, UNNumber          string
	ColdChain                      bool
	LivelihoodGood                 bool
	Tracking                       string // LOT, SERIAL or BULK
	Returnable                     bool
	DualUseTag, GB38565Major       string
	DefaultReserveMode, NormSource string
	Source                         string
}

func init() {
	postgres.RegisterConstraint("item_code_unique", inUse)
	postgres.RegisterConstraint("site_code_unique", inUse)
}

func inUse() *fault.Error {
	return fault.New(fault.Conflict, "TAKEN", "This code is in use already.").At("code")
}

// DefineCategories adds categories; those known stay. Administrators.
func (inv *Inventory) DefineCategories(ctx context.Context, categories []Category) error {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return err
	}
	return postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		for _, c := range categories {
			if _, err := tx.Exec(ctx, `insert into category (code, name_zh, name_en) values ($1, $2, $3) on conflict do nothing`, c.Code, c.NameZh, c.NameEn); err != nil {
				return err
			}
		}
		return access.RecordTx(ctx, tx, access.Entry{Action: "category.define", Detail: map[string]int{"categories": len(categories)}})
	})
}

// DefineItems adds items to the catalogue, all or none. Administrators.
func (inv *Inventory) DefineItems(ctx context.Context, items []Item) error {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return err
	}
	return postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		batch := &pgx.Batch{}
		for _, i := range items {
			if i.Code == "" || i.NameZh == "" || i.NameEn == "" || i.UnitZh == "" {
				return fault.Invalidf("code", "MISSING", "Item %s needs a code, names and a unit.", i.Code)
			}
			batch.Queue(`insert into item (code, category_id, subcategory_zh, subcategory_en, name_zh, name_en, slug, unit_zh, unit_en, scale, spec, pack_size, package_name_zh,
				pack_policy, weight_kg, volume_m3, shelf_life_days, shelf_life_basis, storage_condition, hazard_class, un_number, cold_chain, livelihood_good, tracking, returnable,
				dual_use_tag, gb38565_major, default_reserve_mode, norm_source, source)
				values ($1, (select id from category where code = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)`,
				i.Code, i.CategoryCode, i.SubcategoryZh, i.SubcategoryEn, i.NameZh, i.NameEn, i.Slug, i.UnitZh, i.UnitEn, i.Scale, i.Spec, i.PackSize, i.PackageNameZh,
				i.PackPolicy, i.WeightKg, i.VolumeM3, i.ShelfLifeDays, i.ShelfLifeBasis, i.StorageCondition, i.HazardClass, i.UNNumber, i.ColdChain, i.LivelihoodGood, i.Tracking, i.Returnable,
				i.DualUseTag, i.GB38565Major, i.DefaultReserveMode, i.NormSource, i.Source)
		}
		if err := tx.SendBatch(ctx, batch).Close(); err != nil {
			return err
		}
		return access.RecordTx(ctx, tx, access.Entry{Action: "item.define", Detail: map[string]int{"items": len(items)}})
	})
}

const itemFields = `i.id, i.code, c.code as category_code, i.subcategory_zh, i.subcategory_en, i.name_zh, i.name_en, i.slug, i.unit_zh, i.unit_en, i.scale, i.spec, i.pack_size,
	i.package_name_zh, i.pack_policy, i.weight_kg, i.volume_m3, i.shelf_life_days, i.shelf_life_basis, i.storage_condition, i.hazard_class, i.un_number as unnumber, i.cold_chain,
	i.livelihood_good, i.tracking, i.returnable, i.dual_use_tag, i.gb38565_major as gb38565major, i.default_reserve_mode, i.norm_source, i.source`

const itemTables = `from item i join category c on c.id = i.category_id`

const itemColumns = itemFields + ` ` + itemTables

// querier is a pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func collectItems(ctx context.Context, q querier, sql string, args ...any) ([]Item, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByNameLax[Item])
}

// ItemsByIDTx gives items by id; those unknown are not in the map.
func ItemsByIDTx(ctx context.Context, tx querier, ids []int64) (map[int64]Item, error) {
	all, err := collectItems(ctx, tx, `select `+itemColumns+` where i.id = any($1)`, ids)
	byID := map[int64]Item{}
	for _, i := range all {
		byID[i.ID] = i
	}
	return byID, err
}

// Orders of lists of items i, by name within one code: codes are unique.
var itemOrders = []postgres.Order{
	{Name: "CODE", By: []postgres.Key{{SQL: "i.code", Type: "text"}}},
	{Name: "NAME", By: []postgres.Key{{SQL: "i.name_zh" + postgres.ByName, Type: "text"}, {SQL: "i.code", Type: "text"}}},
}

// listItems lists the items that a use case finds, by a condition on items i and categories c.
func (inv *Inventory) listItems(fields []postgres.Field, where func(context.Context) (string, []any, error)) *postgres.List[Item] {
	return &postgres.List[Item]{Fields: fields, Pool: inv.Pool, Orders: itemOrders, Row: pgx.RowToStructByNameLax[Item], Listing: func(ctx context.Context, _ postgres.Order) (x postgres.Listing, err error) {
		if _, _, err := access.Require(ctx, "catalogue.read"); err != nil {
			return x, err
		}
		condition, args, err := where(ctx)
		return postgres.Listing{Columns: itemFields, From: itemTables + ` where ` + condition, Args: args}, err
	}}
}

var itemFilters = []postgres.Field{
	postgres.ByID("id", "item", "i.id"), postgres.ByText("code", "i.code"), postgres.ByText("nameZh", "i.name_zh"), postgres.ByText("nameEn", "i.name_en"),
	postgres.ByText("categoryCode", "c.code"), postgres.ByText("subcategoryZh", "i.subcategory_zh"), postgres.ByQuantity("packSize", "i.pack_size"),
	postgres.ByChoice("packPolicy", "i.pack_policy"), postgres.ByWhole("shelfLifeDays", "i.shelf_life_days"), postgres.ByText("storageCondition", "i.storage_condition"),
	postgres.ByText("hazardClass", "i.hazard_class"), postgres.ByFlag("coldChain", "i.cold_chain"), postgres.ByFlag("livelihoodGood", "i.livelihood_good"),
	postgres.ByChoice("tracking", "i.tracking"),
}

// ListItems gives the catalogue; search looks in code, names, slug and the pinyin initials of the Chinese name. Any signed-in person.
func (inv *Inventory) ListItems(search, categoryCode string) *postgres.List[Item] {
	return inv.listItems(itemFilters, func(ctx context.Context) (string, []any, error) {
		if len([]rune(search)) > maxSearch {
			return "", nil, fault.Invalidf("search", "SEARCH", "Search for at most %d characters.", maxSearch)
		}
		spelled, err := itemsSpelled(ctx, inv.Pool, search)
		return itemMatches, []any{search, categoryCode, spelled}, err
	})
}

const itemMatches = `($1 = '' or strpos(lower(concat_ws(' ', i.code, i.name_zh, i.name_en, i.slug)), lower($1)) > 0 or i.id = any($3)) and ($2 = '' or c.code = $2)`

// ItemByCode gives the item with this code, or NOT_FOUND. Any signed-in person.
func (inv *Inventory) ItemByCode(ctx context.Context, code string) (Item, error) {
	if _, _, err := access.Require(ctx, "catalogue.read"); err != nil {
		return Item{}, err
	}
	all, err := collectItems(ctx, inv.Pool, `select `+itemColumns+` where i.code = $1`, code)
	if err == nil && len(all) == 0 {
		err = fault.Absent("item", code)
	}
	if err != nil {
		return Item{}, err
	}
	return all[0], nil
}

// ListCategories gives the six categories. Any signed-in person.
func (inv *Inventory) ListCategories(ctx context.Context) ([]Category, error) {
	if _, _, err := access.Require(ctx, "catalogue.read"); err != nil {
		return nil, err
	}
	return categories(ctx, inv.Pool)
}

const categoriesSQL = `select code, name_zh, name_en from category order by id`

func categories(ctx context.Context, pool *pgxpool.Pool) ([]Category, error) {
	rows, err := pool.Query(ctx, categoriesSQL)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Category])
}

// SubstitutionMember is one item of a substitution group, in order of preference.
type SubstitutionMember struct {
	GroupCode, GroupZh, MeasureUnit string
	ItemID                          int64
	Position                        int
	Factor                          decimal.Decimal // measure units per base unit
	Note                            string
}

// DefineSubstitutions adds substitution groups and their members. Administrators.
func (inv *Inventory) DefineSubstitutions(ctx context.Context, members []SubstitutionMember) error {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return err
	}
	return postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		for _, m := range members {
			if _, err := tx.Exec(ctx, `insert into substitution_group (code, name_zh, measure_unit) values ($1, $2, $3) on conflict do nothing`, m.GroupCode, m.GroupZh, m.MeasureUnit); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `insert into substitution_member (group_code, item_id, position, factor, note) values ($1, $2, $3, $4, $5)`,
				m.GroupCode, m.ItemID, m.Position, m.Factor, m.Note); err != nil {
				return err
			}
		}
		return access.RecordTx(ctx, tx, access.Entry{Action: "substitution.define", Detail: map[string]int{"members": len(members)}})
	})
}
