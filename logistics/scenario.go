package logistics

import (
	"context"

	"changping/access"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Scenario is a kind of incident with its size on each basis and its norms.
type Scenario struct {
	Code, NameZh, NameEn string
	DurationDays         int
	Rationale            string
	Parameters           map[string]decimal.Decimal // by basis: person, household, responder, site, km, ...
	Norms                []Norm
}

// Norm is what a scenario asks for of an item: so much for each unit of a basis, by day or once.
type Norm struct {
	ItemID   int64
	Basis    string
	Quantity decimal.Decimal
	PerDay   bool
	Days     *int // for daily norms; nil: as long as the scenario lasts
	Source   string
}

// DefineScenario adds a scenario. Administrators.
func (l *Logistics) DefineScenario(ctx context.Context, s Scenario) error {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return err
	}
	return postgres.InTx(ctx, l.Pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `insert into scenario (code, name_zh, name_en, duration_days, rationale) values ($1, $2, $3, $4, $5)`, s.Code, s.NameZh, s.NameEn, s.DurationDays, s.Rationale); err != nil {
			return err
		}
		for basis, value := range s.Parameters {
			if _, err := tx.Exec(ctx, `insert into scenario_parameter values ($1, $2, $3)`, s.Code, basis, value); err != nil {
				return err
			}
		}
		for _, n := range s.Norms {
			if _, err := tx.Exec(ctx, `insert into scenario_norm (scenario_code, item_id, basis, quantity, per_day, days, source) values ($1, $2, $3, $4, $5, $6, $7)`,
				s.Code, n.ItemID, n.Basis, n.Quantity, n.PerDay, n.Days, n.Source); err != nil {
				return err
			}
		}
		return access.RecordTx(ctx, tx, access.Entry{Action: "scenario.define", ObjectKind: "scenario", Detail: map[string]any{"code": s.Code, "norms": len(s.Norms)}})
	})
}

// ListScenarios gives the scenarios without their norms. Any signed-in person.
func (l *Logistics) ListScenarios(ctx context.Context) ([]Scenario, error) {
	if _, _, err := access.Require(ctx, "catalogue.read"); err != nil {
		return nil, err
	}
	rows, err := l.Pool.Query(ctx, `select s.code, s.name_zh, s.name_en, s.duration_days, s.rationale, p.value from scenario s
		left join scenario_parameter p on p.scenario_code = s.code and p.basis = 'person' order by s.code`)
	if err != nil {
		return nil, err
	}
	var all []Scenario
	var s Scenario
	var people *decimal.Decimal
	_, err = pgx.ForEachRow(rows, []any{&s.Code, &s.NameZh, &s.NameEn, &s.DurationDays, &s.Rationale, &people}, func() error {
		s.Parameters = map[string]decimal.Decimal{}
		if people != nil {
			s.Parameters["person"] = *people
		}
		all = append(all, s)
		return nil
	})
	return all, err
}

func loadScenario(ctx context.Context, tx pgx.Tx, code string) (s Scenario, err error) {
	if err := tx.QueryRow(ctx, `select code, name_zh, name_en, duration_days from scenario where code = $1`, code).Scan(&s.Code, &s.NameZh, &s.NameEn, &s.DurationDays); err != nil {
		return s, err
	}
	s.Parameters = map[string]decimal.Decimal{}
	rows, err := tx.Query(ctx, `select basis, value from scenario_parameter where scenario_code = $1`, code)
	if err != nil {
		return s, err
	}
	var basis string
	var value decimal.Decimal
	if _, err := pgx.ForEachRow(rows, []any{&basis, &value}, func() error { s.Parameters[basis] = value; return nil }); err != nil {
		return s, err
	}
	rows, err = tx.Query(ctx, `select item_id, basis, quantity, per_day, days, source from scenario_norm where scenario_code = $1 order by id`, code)
	if err != nil {
		return s, err
	}
	s.Norms, err = pgx.CollectRows(rows, pgx.RowToStructByName[Norm])
	return s, err
}
