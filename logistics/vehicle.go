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

func vehicles(ctx context.Context, q interface {
	Query(context.Context, string, ...any) (pgx.Rows, error)
}, where string, args ...any) ([]Vehicle, error) {
	rows, err := q.Query(ctx, `select v.id, v.carrier_id, v.home_site_id, v.plate, v.in_service, t.code, t.name_zh, t.name_en, t.profile, t.capacity_kg, t.capacity_m3, t.cold_chain,
		t.hazard_classes, t.fixed_cost, t.cost_per_km, t.cost_per_hour from vehicle v join vehicle_type t on t.code = v.type_code where `+where, args...)
	if err != nil {
		return nil, err
	}
	var all []Vehicle
	var v Vehicle
	t := &v.Type
	_, err = pgx.ForEachRow(rows, []any{&v.ID, &v.CarrierID, &v.HomeSiteID, &v.Plate, &v.InService, &t.Code, &t.NameZh, &t.NameEn, &t.Profile, &t.CapacityKg, &t.CapacityM3, &t.ColdChain,
		&t.HazardClasses, &t.FixedCost, &t.CostPerKm, &t.CostPerHour}, func() error {
		one := v
		one.Type.HazardClasses = append([]string{}, t.HazardClasses...)
		all = append(all, one)
		return nil
	})
	return all, err
}

// ListVehicles gives vehicles in order of plate; carrierID 0: all in scope.
func (l *Logistics) ListVehicles(ctx context.Context, carrierID int64, limit int, afterPlate string) ([]Vehicle, error) {
	_, scope, err := access.Require(ctx, "vehicle.read")
	if err != nil {
		return nil, err
	}
	return vehicles(ctx, l.Pool, `($1 or v.carrier_id = any($2)) and ($3 = 0 or v.carrier_id = $3) and v.plate > $4 order by v.plate limit $5`,
		scope.District, scope.OrganisationIDs, carrierID, afterPlate, limit)
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
