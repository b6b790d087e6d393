package inventory

import (
	"context"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/shopspring/decimal"
)

// A unit is one piece of serial goods, such as a defibrillator, a generator or a pump: one lot of quantity one, wherever it goes. Three
// clocks run on it: what its label says, its storage life from the day it was made, and its certificates.

// Unit is a unit with its clocks. Dates are plain dates.
type Unit struct {
	LotID, ItemID, ReserveID int64
	SiteID, BinID            int64 // where it lies; BinID 0: without a bin
	SerialNo, LotNo          string
	Quality, ConditionGrade  string
	LabelExpiresOn           *time.Time // the lot's expiry
	StorageLifeEndsOn        *time.Time // made on, and the storage life of its item; nil: not known
	CertificateDueOn         *time.Time // the first certificate to run out; nil: none
	RunHours                 *decimal.Decimal
}

// NextDue is the clock that runs out first; nil: none runs.
func (u Unit) NextDue() *time.Time {
	var first *time.Time
	for _, c := range []*time.Time{u.LabelExpiresOn, u.StorageLifeEndsOn, u.CertificateDueOn} {
		if c != nil && (first == nil || c.Before(*first)) {
			first = c
		}
	}
	return first
}

// UnitFilter narrows a list of units; zero values: all.
type UnitFilter struct {
	SiteID, ItemID int64
	SerialNo       string     // the beginning of it
	LotIDs         []int64    // nil: all
	DueBy          *time.Time // a clock runs out by this day, inclusive; nil: all
}

const storageLifeEndsOn = `case when i.shelf_life_basis = 'planning_storage_life' then l.made_on + i.shelf_life_days end`

const unitColumns = `l.id as lot_id, l.item_id, b.reserve_id, p.site_id, case p.kind when 'BIN' then p.id else 0 end as bin_id, l.serial_no, l.lot_no, l.quality, l.condition_grade,
	l.expires_on as label_expires_on, ` + storageLifeEndsOn + ` as storage_life_ends_on, l.certificate_due_on, l.run_hours`

const unitTables = `from lot l join item i on i.id = l.item_id join balance b on b.lot_id = l.id and b.in_stock join place p on p.id = b.place_id and p.site_id is not null join reserve r on r.id = b.reserve_id`

// nextDue is the clock of a unit that runs out first; null: none runs.
const nextDue = `least(l.expires_on, ` + storageLifeEndsOn + `, l.certificate_due_on)`

var unitFilters = []postgres.Field{
	postgres.ByID("lotId", "lot", "l.id"), postgres.ByID("itemId", "item", "l.item_id"), postgres.ByText("serialNo", "l.serial_no"),
	postgres.ByID("siteId", "site", "p.site_id"), postgres.ByID("reserveId", "reserve", "b.reserve_id"), postgres.ByDate("labelExpiresOn", "l.expires_on"),
	postgres.ByDate("storageLifeEndsOn", storageLifeEndsOn), postgres.ByDate("certificateDueOn", "l.certificate_due_on"), postgres.ByDate("nextDueOn", nextDue),
	postgres.ByChoice("conditionGrade", "l.condition_grade"),
}

// ListUnits gives the units that lie at sites: in order of serial number, or of the clock that runs out first.
func (inv *Inventory) ListUnits(f UnitFilter) *postgres.List[Unit] {
	serial, lot := postgres.Key{SQL: "l.serial_no", Type: "text"}, postgres.Key{SQL: "l.id", Type: "bigint"}
	return &postgres.List[Unit]{Fields: unitFilters, Pool: inv.Pool, Orders: []postgres.Order{
		{Name: "SERIAL_NO", By: []postgres.Key{serial, lot}},
		{Name: "DUE", By: []postgres.Key{{SQL: `coalesce(` + nextDue + `, 'infinity')`, Type: "date"}, serial, lot}},
		{Name: "ITEM", By: []postgres.Key{{SQL: "i.code", Type: "text"}, serial, lot}},
	}, Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
		_, scope, err := access.Require(ctx, "stock.read")
		return postgres.Listing{Columns: unitColumns, From: unitTables + ` where l.serial_no <> '' and ` + visibleStock + ` and ($4 = 0 or p.site_id = $4) and ($5 = 0 or l.item_id = $5)
			and starts_with(l.serial_no, $6) and ($7::bigint[] is null or l.id = any($7)) and ($8::date is null or ` + nextDue + ` <= $8)`,
			Args: []any{scope.District, scope.SiteIDs, scope.OrganisationIDs, f.SiteID, f.ItemID, f.SerialNo, f.LotIDs, f.DueBy}}, err
	}}
}

// lotSeen refuses with NOT_FOUND a lot that never was at a site in scope, or is no unit where one is asked for.
func (inv *Inventory) lotSeen(ctx context.Context, scope access.Scope, lotID int64, unit bool) error {
	var seen bool
	err := inv.Pool.QueryRow(ctx, `select exists (select 1 from movement m join lot l on l.id = m.lot_id and (l.serial_no <> '' or not $4) join place f on f.id = m.from_place_id
		join place t on t.id = m.to_place_id where m.lot_id = $1 and ($2 or f.site_id = any($3) or t.site_id = any($3)))`, lotID, scope.District, scope.SiteIDs, unit).Scan(&seen)
	if err == nil && !seen {
		err = fault.Absent("lot", "").At("lotId")
	}
	return err
}

// UnitMove is a step of a unit's way.
type UnitMove struct {
	MovementID, DocumentID int64
	OccurredAt             time.Time
	FromPlace, ToPlace     string
}

var unitMoveFilters = []postgres.Field{
	postgres.ByInstant("occurredAt", "m.occurred_at"), postgres.ByText("fromPlace", placeName("f", "fs")), postgres.ByText("toPlace", placeName("t", "ts")),
}

// UnitHistory gives where a unit has been, its last move first. Those see it at whose sites it is or was.
//
// Refuses with: NOT_FOUND (none, not serial goods, or never at a site in scope).
func (inv *Inventory) UnitHistory(lotID int64) *postgres.List[UnitMove] {
	return &postgres.List[UnitMove]{Fields: unitMoveFilters, Pool: inv.Pool, Orders: []postgres.Order{postgres.Newest("m.id"), postgres.Oldest("m.id")}, Listing: func(ctx context.Context, _ postgres.Order) (x postgres.Listing, err error) {
		_, scope, err := access.Require(ctx, "stock.read")
		if err == nil {
			err = inv.lotSeen(ctx, scope, lotID, true)
		}
		return postgres.Listing{Columns: `m.id as movement_id, m.document_id, m.occurred_at, ` + placeName("f", "fs") + ` as from_place, ` + placeName("t", "ts") + ` as to_place`,
			From: `from movement m join place f on f.id = m.from_place_id left join site fs on fs.id = f.site_id join place t on t.id = m.to_place_id left join site ts on ts.id = t.site_id
				where m.lot_id = $1`, Args: []any{lotID}}, err
	}}
}
