package graph

import (
	"testing"

	"changping/internal/postgres"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
)

// From its sixth use on, PostgreSQL may plan a prepared statement without looking at what is asked for. Candidates must be found in time
// then too, before there are statistics.
func TestCandidatesAreFoundWhateverThePlan(t *testing.T) {
	d := setup(t)
	rows, err := d.Pool.Query(t.Context(), `select distinct item_id from scenario_norm`)
	if err != nil {
		t.Fatal(err)
	}
	items, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		t.Fatal(err)
	}
	err = postgres.InTx(d.as("dispatcher"), d.Pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(t.Context(), `set local plan_cache_mode = force_generic_plan; set local statement_timeout = '2s'`); err != nil {
			return err
		}
		for range 3 {
			if found, err := inventory.CandidatesTx(t.Context(), tx, items); err != nil || len(found) < 1000 {
				t.Errorf("%d candidates, %v", len(found), err)
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
