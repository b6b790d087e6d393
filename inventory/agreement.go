package inventory

import (
	"context"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Agreement binds a partner: minimum stock, entrusted storage, capacity, transport or mutual aid.
type Agreement struct {
	Number, Kind   string
	OrganisationID int64
	FromDate       time.Time
	ToDate         *time.Time
	Note           string
	Demo           bool
}

// Capacity is an enterprise's promise to make an item.
type Capacity struct {
	OrganisationID, ItemID       int64
	RampUpHours, RawMaterialDays int
	OutputPerDay                 decimal.Decimal // base units
	FromDate                     time.Time
	AgreementID                  int64
}

// Quota is what an organisation should hold of an item.
type Quota struct {
	OrganisationID, ItemID int64
	Quantity               decimal.Decimal // base units
	Source                 string
	Demo                   bool
}

func init() {
	postgres.RegisterConstraint("agreement_number_unique", func() *fault.Error {
		return fault.New(fault.Conflict, "TAKEN", "This number is in use already.").At("number")
	})
}

// SignAgreement records an agreement. Administrators.
func (inv *Inventory) SignAgreement(ctx context.Context, a Agreement) (id int64, err error) {
	err = inv.settle(ctx, "agreement.sign", a, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `insert into agreement (number, kind, organisation_id, from_date, to_date, note, demo) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
			a.Number, a.Kind, a.OrganisationID, a.FromDate, a.ToDate, a.Note, a.Demo).Scan(&id)
	})
	return id, err
}

// PromiseCapacity records a capacity. Administrators.
func (inv *Inventory) PromiseCapacity(ctx context.Context, c Capacity) error {
	return inv.settle(ctx, "capacity.promise", c, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `insert into capacity (organisation_id, item_id, ramp_up_hours, output_per_day, raw_material_days, from_date, agreement_id)
			values ($1, $2, $3, $4, $5, $6, nullif($7::bigint, 0))`, c.OrganisationID, c.ItemID, c.RampUpHours, c.OutputPerDay, c.RawMaterialDays, c.FromDate, c.AgreementID)
		return err
	})
}

// SetQuotas sets what organisations should hold. Administrators.
func (inv *Inventory) SetQuotas(ctx context.Context, quotas []Quota) error {
	return inv.settle(ctx, "quota.set", map[string]int{"quotas": len(quotas)}, func(tx pgx.Tx) error {
		for _, q := range quotas {
			if _, err := tx.Exec(ctx, `insert into quota (organisation_id, item_id, quantity, source, demo) values ($1, $2, $3, $4, $5)
				on conflict (organisation_id, item_id) do update set quantity = excluded.quantity, source = excluded.source`,
				q.OrganisationID, q.ItemID, q.Quantity, q.Source, q.Demo); err != nil {
				return err
			}
		}
		return nil
	})
}

// settle writes settings in one audited transaction. Administrators.
func (inv *Inventory) settle(ctx context.Context, action string, detail any, write func(tx pgx.Tx) error) error {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return err
	}
	return postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		if err := write(tx); err != nil {
			return err
		}
		return access.RecordTx(ctx, tx, access.Entry{Action: action, Detail: detail})
	})
}
