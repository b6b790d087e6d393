package inventory

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Bin is a place within a site: a shelf, a rack's level, a cage. Administrators define bins; keepers put away and pick. Goods may lie
// at the site without one. A bin is closed, never deleted: movements name it.
type Bin struct {
	ID, SiteID             int64
	Code                   string // such as A03-02-1
	Zone                   string
	StorageCondition       string           // empty: that of the site
	CapacityM3, CapacityKg *decimal.Decimal // nil: not measured
	PickOrder              int              // the way that a picker walks, from 1
	Closed, Demo           bool
	Revision               int
	LoadM3, LoadKg         decimal.Decimal // what lies there
	Lots                   int             // how many lots lie there
}

func init() {
	postgres.RegisterConstraint("bin_code_unique", func() *fault.Error {
		return fault.New(fault.Conflict, "TAKEN", "There is a bin with one of these codes already.").At("pattern")
	})
	postgres.RegisterConstraint("bin_code_form", func() *fault.Error { return badPattern("") })
	for _, name := range []string{"bin_capacity_m3_positive", "bin_capacity_kg_positive"} {
		postgres.RegisterConstraint(name, noCapacity)
	}
}

func noCapacity() *fault.Error {
	return fault.Invalidf("capacityM3", "QUANTITY", "A capacity is above zero; leave it out where it was not measured.")
}

// BinPlan asks for bins by a pattern.
type BinPlan struct {
	RequestKey             string `json:"-"`
	SiteID                 int64
	Pattern                string // see ExpandBins
	Zone                   string
	StorageCondition       string
	CapacityM3, CapacityKg *decimal.Decimal // of each
	Demo                   bool
}

// BinsAnswer is the answer to a write about bins.
type BinsAnswer struct {
	SiteID   int64
	Made     int
	BinID    int64 // the one that was changed; 0: many were made
	Replayed bool  `json:"-"`
}

// DefineBins makes the bins of a pattern, all or none; they are picked after those that are there, in the order of the pattern.
// Administrators.
//
// Refuses with: PATTERN, TOO_MANY_BINS, ZONE, CONDITION, QUANTITY, TAKEN, NOT_FOUND.
func (inv *Inventory) DefineBins(ctx context.Context, p BinPlan) (BinsAnswer, error) {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return BinsAnswer{}, err
	}
	codes, err := ExpandBins(p.Pattern)
	if err == nil {
		err = checkBin(p.Zone, p.StorageCondition, p.CapacityM3, p.CapacityKg)
	}
	if err != nil {
		return BinsAnswer{}, err
	}
	return inv.binsOnce(ctx, p.RequestKey, "defineBins", p, func(tx pgx.Tx) (BinsAnswer, error) {
		if err := lockSite(ctx, tx, p.SiteID); err != nil {
			return BinsAnswer{}, err
		}
		if _, err := tx.Exec(ctx, `with t as materialized (select nextval(pg_get_serial_sequence('place', 'id')) as id, c, n from unnest($2::text[]) with ordinality as t(c, n)),
			p as (insert into place (id, kind, site_id) overriding system value select id, 'BIN', $1 from t order by n)
			insert into bin (place_id, site_id, code, zone, storage_condition, capacity_m3, capacity_kg, pick_order, demo)
			select id, $1, c, $3, nullif($4, ''), $5, $6, n + coalesce((select max(pick_order) from bin where site_id = $1), 0), $7 from t order by n`,
			p.SiteID, codes, p.Zone, p.StorageCondition, p.CapacityM3, p.CapacityKg, p.Demo); err != nil {
			return BinsAnswer{}, err
		}
		return BinsAnswer{SiteID: p.SiteID, Made: len(codes)}, access.RecordTx(ctx, tx, access.Entry{Action: "bin.define", ObjectKind: "site", ObjectID: p.SiteID, Detail: p})
	})
}

// BinChange says what a bin is from now on.
type BinChange struct {
	RequestKey             string `json:"-"`
	BinID                  int64
	Revision               int // as the caller knows it
	Zone                   string
	StorageCondition       string
	CapacityM3, CapacityKg *decimal.Decimal
	PickOrder              int
	Closed                 bool
}

// ChangeBin changes a bin, or closes it once it is empty. Administrators.
//
// Refuses with: ZONE, CONDITION, QUANTITY, PICK_ORDER, NOT_FOUND, STALE_REVISION, BIN_NOT_EMPTY.
func (inv *Inventory) ChangeBin(ctx context.Context, c BinChange) (BinsAnswer, error) {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return BinsAnswer{}, err
	}
	if err := checkBin(c.Zone, c.StorageCondition, c.CapacityM3, c.CapacityKg); err != nil {
		return BinsAnswer{}, err
	}
	if c.PickOrder < 1 {
		return BinsAnswer{}, fault.Invalidf("pickOrder", "PICK_ORDER", "Bins are picked in an order from 1 on.")
	}
	return inv.binsOnce(ctx, c.RequestKey, "changeBin", c, func(tx pgx.Tx) (BinsAnswer, error) {
		var site int64
		err := tx.QueryRow(ctx, `select site_id from bin where place_id = $1`, c.BinID).Scan(&site)
		if errors.Is(err, pgx.ErrNoRows) {
			err = fault.Absent("bin", fmt.Sprint(c.BinID)).At("binId")
		}
		if err == nil {
			err = lockSite(ctx, tx, site) // nothing is put away there meanwhile
		}
		if err != nil {
			return BinsAnswer{}, err
		}
		var revision int
		var holds bool
		if err := tx.QueryRow(ctx, `select revision, exists (select 1 from balance where place_id = $1 and in_stock) from bin where place_id = $1 for update`, c.BinID).Scan(&revision, &holds); err != nil {
			return BinsAnswer{}, err
		}
		if revision != c.Revision {
			return BinsAnswer{}, fault.New(fault.Conflict, "STALE_REVISION", "This bin was changed meanwhile: look again.").At("revision").With("current", strconv.Itoa(revision))
		}
		if c.Closed && holds {
			return BinsAnswer{}, fault.New(fault.Refused, "BIN_NOT_EMPTY", "Goods lie in this bin: move them first.").At("closed")
		}
		if _, err := tx.Exec(ctx, `update bin set zone = $2, storage_condition = nullif($3, ''), capacity_m3 = $4, capacity_kg = $5, pick_order = $6,
			closed_at = case when $7 then coalesce(closed_at, now()) end, revision = revision + 1 where place_id = $1`,
			c.BinID, c.Zone, c.StorageCondition, c.CapacityM3, c.CapacityKg, c.PickOrder, c.Closed); err != nil {
			return BinsAnswer{}, err
		}
		return BinsAnswer{SiteID: site, BinID: c.BinID}, access.RecordTx(ctx, tx, access.Entry{Action: "bin.change", ObjectKind: "bin", ObjectID: c.BinID, Detail: c})
	})
}

// lockSite locks a site's row against put-aways (see queueRoom).
func lockSite(ctx context.Context, tx pgx.Tx, id int64) error {
	tag, err := tx.Exec(ctx, `select 1 from site where id = $1 for no key update`, id)
	if err == nil && tag.RowsAffected() == 0 {
		err = fault.Absent("site", fmt.Sprint(id)).At("siteId")
	}
	return err
}

func checkBin(zone, condition string, capacities ...*decimal.Decimal) error {
	if len([]rune(zone)) > 20 {
		return fault.Invalidf("zone", "ZONE", "A zone has at most 20 characters.")
	}
	if _, known := conditionsFor[condition]; condition != "" && !known {
		return fault.Invalidf("storageCondition", "CONDITION", "%q is not a storage condition.", condition)
	}
	for _, c := range capacities {
		if c != nil && (!c.IsPositive() || !c.Equal(c.Truncate(3)) || c.GreaterThanOrEqual(decimal.New(1, 9))) {
			return noCapacity()
		}
	}
	return nil
}

func (inv *Inventory) binsOnce(ctx context.Context, key, operation string, input any, do func(tx pgx.Tx) (BinsAnswer, error)) (answer BinsAnswer, err error) {
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) (err error) {
		answer, answer.Replayed, err = access.Once(ctx, tx, key, operation, input, func() (BinsAnswer, error) { return do(tx) })
		return err
	})
	return answer, err
}

const binFields = `b.place_id as id, b.site_id, b.code, b.zone, coalesce(b.storage_condition, '') as storage_condition, b.capacity_m3, b.capacity_kg, b.pick_order, b.closed_at is not null as closed,
	b.demo, b.revision, coalesce(x.m3, 0) as load_m3, coalesce(x.kg, 0) as load_kg, coalesce(x.lots, 0) as lots`

const binTables = `from bin b left join lateral (select sum(y.on_hand * i.volume_m3) as m3, sum(y.on_hand * i.weight_kg) as kg, count(distinct y.lot_id) as lots
	  from balance y join item i on i.id = y.item_id where y.place_id = b.place_id and y.in_stock) x on true`

const binColumns = binFields + ` ` + binTables

// BinFilter narrows a list of bins; zero values: all.
type BinFilter struct {
	SiteID     int64
	ItemID     int64  // only those in which some of it lies
	Zone, Code string // Code: the beginning of it
	OpenOnly   bool
}

// requireBinsOf refuses who may not see the bins of a site: administrators, who make them, see how full they are and not what lies there.
func requireBinsOf(ctx context.Context, siteID int64) error {
	_, scope, err := access.Require(ctx, "bin.read")
	if err == nil && !scope.CoversSite(siteID) {
		err = fault.Absent("site", fmt.Sprint(siteID)).At("siteId")
	}
	return err
}

var binFilters = []postgres.Field{
	postgres.ByID("id", "bin", "b.place_id"), postgres.ByText("code", "b.code"), postgres.ByText("zone", "b.zone"),
	postgres.ByText("storageCondition", "b.storage_condition"), postgres.ByQuantity("capacityM3", "b.capacity_m3"), postgres.ByQuantity("capacityKg", "b.capacity_kg"),
	postgres.ByWhole("lots", "coalesce(x.lots, 0)"), postgres.ByWhole("pickOrder", "b.pick_order"), postgres.ByFlag("closed", "b.closed_at is not null"),
}

// ListBins gives the bins of a site with what lies there: in the order in which they are picked, or by code.
func (inv *Inventory) ListBins(f BinFilter) *postgres.List[Bin] {
	id := postgres.Key{SQL: "b.place_id", Type: "bigint"}
	return &postgres.List[Bin]{Fields: binFilters, Pool: inv.Pool, Orders: []postgres.Order{
		{Name: "PICK_ORDER", By: []postgres.Key{{SQL: "b.pick_order", Type: "integer"}, id}},
		{Name: "CODE", By: []postgres.Key{{SQL: "b.code", Type: "text"}, id}},
		{Name: "ZONE", By: []postgres.Key{{SQL: "b.zone", Type: "text"}, {SQL: "b.pick_order", Type: "integer"}, id}},
	}, Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
		return postgres.Listing{Columns: binFields, From: binTables + ` where b.site_id = $1 and ($2 = '' or b.zone = $2) and starts_with(b.code, $3) and (not $4 or b.closed_at is null)
			and ($5 = 0 or exists (select 1 from balance z where z.place_id = b.place_id and z.item_id = $5 and z.in_stock))`,
			Args: []any{f.SiteID, f.Zone, f.Code, f.OpenOnly, f.ItemID}}, requireBinsOf(ctx, f.SiteID)
	}}
}

// BinsByID gives bins by id, whoever asks: used below lists that are already within scope.
func (inv *Inventory) BinsByID(ctx context.Context, ids []int64) (map[int64]Bin, error) {
	return inv.binsByID(ctx, ids, access.Scope{District: true, SiteIDs: []int64{}})
}

// FindBins gives those of the bins that the caller may see.
func (inv *Inventory) FindBins(ctx context.Context, ids []int64) (map[int64]Bin, error) {
	_, scope, err := access.Require(ctx, "stock.read")
	if err != nil {
		return nil, err
	}
	return inv.binsByID(ctx, ids, scope)
}

func (inv *Inventory) binsByID(ctx context.Context, ids []int64, scope access.Scope) (map[int64]Bin, error) {
	rows, err := inv.Pool.Query(ctx, `select `+binColumns+` where b.place_id = any($1) and ($2 or b.site_id = any($3))`, ids, scope.District, scope.SiteIDs)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByName[Bin])
	byID := map[int64]Bin{}
	for _, b := range all {
		byID[b.ID] = b
	}
	return byID, err
}

// findBin gives a bin by id or, where that is 0, by site and code, of a site that the caller sees.
func (inv *Inventory) findBin(ctx context.Context, scope access.Scope, id, siteID int64, code string) (Bin, error) {
	rows, err := inv.Pool.Query(ctx, `select `+binColumns+` where (b.place_id = $1 or $1 = 0 and b.site_id = $2 and b.code = $3) and ($4 or b.site_id = any($5))`, id, siteID, code, scope.District, scope.SiteIDs)
	if err != nil {
		return Bin{}, err
	}
	bin, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Bin])
	if errors.Is(err, pgx.ErrNoRows) {
		err = fault.Absent("bin", code).At("code")
	}
	return bin, err
}

// BinContent is what lies of one lot and reserve in a bin.
type BinContent struct {
	ItemID, LotID, ReserveID                     int64
	OnHand, Available, Reserved, OnHold, Expired decimal.Decimal
}

// BinContents gives a bin and what lies there, first to expire first. binID 0: the bin of that code at the site.
func (inv *Inventory) BinContents(ctx context.Context, binID, siteID int64, code string) (Bin, []BinContent, error) {
	_, scope, err := access.Require(ctx, "stock.read")
	if err != nil {
		return Bin{}, nil, err
	}
	bin, err := inv.findBin(ctx, scope, binID, siteID, code)
	if err != nil {
		return Bin{}, nil, err
	}
	rows, err := inv.Pool.Query(ctx, `select b.item_id, b.lot_id, b.reserve_id, `+balanceParts+` from balance b join lot l on l.id = b.lot_id
		where b.place_id = $1 and b.in_stock group by b.item_id, b.lot_id, b.reserve_id, l.expires_on order by l.expires_on nulls last, b.lot_id, b.reserve_id limit 1000`, bin.ID)
	if err != nil {
		return Bin{}, nil, err
	}
	contents, err := pgx.CollectRows(rows, pgx.RowToStructByName[BinContent])
	return bin, contents, err
}

// SoleContent gives what a scan of a bin's code stands for: the one lot and reserve that lies there, of the item where one is asked for
// (0: of any). Where there are several, the scan selects none: a person says which. Pure.
func SoleContent(contents []BinContent, itemID int64) (BinContent, bool) {
	var sole BinContent
	n := 0
	for _, c := range contents {
		if itemID == 0 || c.ItemID == itemID {
			sole = c
			n++
		}
	}
	return sole, n == 1
}
