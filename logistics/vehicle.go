package logistics

import (
	"context"

	"changping/access"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// VehicleType is a type of vehicle.
type VehicleType struct {
	Code, NameZh, NameEn, Profile     string // profile: VAN, LORRY or HEAVY_LORRY
	CapacityKg, CapacityM3            decimal.Decimal
	ColdChain                         bool
	HazardClasses                     []string        // dangerous-goods classes it may carry
	FixedCost, CostPerKm, CostPerHour decimal.Decimal // yuan
}

// Vehicle is a vehicle of a logistics partner.
type Vehicle struct {
	ID, CarrierID, HomeSiteID int64
	Plate                     string
	Type                      VehicleType
	InService                 bool
}

// NewVehicle is a vehicle to be registered.
type NewVehicle struct {
	Plate                   string
	CarrierID, HomeSiteID   int64
	TypeCode                string
	DriverName, DriverPhone string
	Demo                    bool
}

// RegisterFleet adds vehicle types and vehicles. Administrators.
func (l *Logistics) RegisterFleet(ctx context.Context, types []VehicleType, vehicles []NewVehicle) error {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return err
	}
	return postgres.InTx(ctx, l.Pool, func(tx pgx.Tx) error {
		for _, t := range types {
			if _, err := tx.Exec(ctx, `insert into vehicle_type (code, name_zh, name_en, profile, capacity_kg, capacity_m3, cold_chain, hazard_classes, fixed_cost, cost_per_km, cost_per_hour)
				values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, t.Code, t.NameZh, t.NameEn, t.Profile, t.CapacityKg, t.CapacityM3, t.ColdChain, t.HazardClasses, t.FixedCost, t.CostPerKm, t.CostPerHour); err != nil {
				return err
			}
		}
		for _, v := range vehicles {
			if _, err := tx.Exec(ctx, `insert into vehicle (plate, carrier_id, type_code, home_site_id, driver_name, driver_phone, demo) values ($1, $2, $3, $4, $5, $6, $7)`,
				v.Plate, v.CarrierID, v.TypeCode, v.HomeSiteID, v.DriverName, v.DriverPhone, v.Demo); err != nil {
				return err
			}
		}
		return access.RecordTx(ctx, tx, access.Entry{Action: "fleet.register", Detail: map[string]int{"vehicles": len(vehicles)}})
	})
}

const (
	vehicleColumns = `v.id, v.carrier_id, v.home_site_id, v.plate, v.in_service, t.code, t.name_zh, t.name_en, t.profile, t.capacity_kg, t.capacity_m3, t.cold_chain,
		t.hazard_classes, t.fixed_cost, t.cost_per_km, t.cost_per_hour`
	vehicleTables = `from vehicle v join vehicle_type t on t.code = v.type_code`
)

func toVehicle(row pgx.CollectableRow) (v Vehicle, err error) {
	t := &v.Type
	return v, row.Scan(&v.ID, &v.CarrierID, &v.HomeSiteID, &v.Plate, &v.InService, &t.Code, &t.NameZh, &t.NameEn, &t.Profile, &t.CapacityKg, &t.CapacityM3, &t.ColdChain,
		&t.HazardClasses, &t.FixedCost, &t.CostPerKm, &t.CostPerHour)
}

func vehicles(ctx context.Context, q interface {
	Query(context.Context, string, ...any) (pgx.Rows, error)
}, where string, args ...any) ([]Vehicle, error) {
	rows, err := q.Query(ctx, `select `+vehicleColumns+` `+vehicleTables+` where `+where, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, toVehicle)
}

var vehicleFilters = []postgres.Field{
	postgres.ByID("id", "vehicle", "v.id"), postgres.ByText("plate", "v.plate"), postgres.ByID("carrierId", "organisation", "v.carrier_id"),
	postgres.ByID("homeSiteId", "site", "v.home_site_id"), postgres.ByText("typeZh", "t.name_zh"), postgres.ByText("typeEn", "t.name_en"),
	postgres.ByQuantity("capacityKg", "t.capacity_kg"), postgres.ByQuantity("capacityM3", "t.capacity_m3"), postgres.ByFlag("coldChain", "t.cold_chain"),
	postgres.ByFlag("inService", "v.in_service"),
}

// ListVehicles gives vehicles: by plate, by carrier, or those that carry most first. carrierID 0: all in scope.
func (l *Logistics) ListVehicles(carrierID int64) *postgres.List[Vehicle] {
	plate := postgres.Key{SQL: "v.plate", Type: "text"}
	return &postgres.List[Vehicle]{Fields: vehicleFilters, Pool: l.Pool, Orders: []postgres.Order{
		{Name: "PLATE", By: []postgres.Key{plate}},
		{Name: "CARRIER", By: []postgres.Key{{SQL: "o.code", Type: "text"}, plate}},
		{Name: "CAPACITY", By: []postgres.Key{{SQL: "t.capacity_kg", Type: "numeric"}, plate}, Descending: true},
	}, Row: toVehicle, Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
		_, scope, err := access.Require(ctx, "vehicle.read")
		return postgres.Listing{Columns: vehicleColumns, From: vehicleTables + ` join organisation o on o.id = v.carrier_id where ($1 or v.carrier_id = any($2)) and ($3 = 0 or v.carrier_id = $3)`,
			Args: []any{scope.District, scope.OrganisationIDs, carrierID}}, err
	}}
}

// VehiclesByID gives vehicles by id, whoever asks: used below trips that are already within scope.
func (l *Logistics) VehiclesByID(ctx context.Context, ids []int64) (map[int64]Vehicle, error) {
	all, err := vehicles(ctx, l.Pool, `v.id = any($1)`, ids)
	byID := map[int64]Vehicle{}
	for _, v := range all {
		byID[v.ID] = v
	}
	return byID, err
}
