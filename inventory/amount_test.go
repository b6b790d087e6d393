package inventory

import (
	"math/rand/v2"
	"testing"

	"changping/internal/pgtest"

	"github.com/shopspring/decimal"
)

// What PostgreSQL sends of a numeric is read as it would print it, and sums do not run over.
func TestAmountsAreWhatPostgreSQLSends(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	texts := []string{"0", "0.0000", "1", "-1", "0.0001", "0.05", "-0.05", "9999", "10000", "10000.0001", "99999999", "100000000", "999999999999.9999", "-999999999999.9999", "12345678901234567890.1234", "1e20"}
	for range 300 {
		texts = append(texts, decimal.New(rand.Int64()-rand.Int64(), -int32(rand.IntN(5))).String())
	}
	sum, by := amount{}, decimal.Zero
	read := func(text string) (amount, error) {
		rows, err := db.Pool.Query(t.Context(), `select $1::text::numeric`, text)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		if !rows.Next() {
			t.Fatal(text, rows.Err())
		}
		return amountOf(rows.RawValues()[0])
	}
	for _, text := range texts {
		a, err := read(text)
		want := decimal.RequireFromString(text)
		if err != nil || a.String() != want.String() {
			t.Errorf("%s: %s, %v", text, a, err)
		}
		if sum, by = sum.plus(a), by.Add(want); sum.String() != by.String() {
			t.Fatalf("the sum with %s: %s, not %s", text, sum, by)
		}
		if back := sum.minus(a); back.plus(a) != sum {
			t.Errorf("%s taken and given back: %s", text, back)
		}
	}
	for _, text := range []string{"NaN", "Infinity", "-Infinity", "0.00001", "1.00001", "1e40"} {
		if a, err := read(text); err == nil {
			t.Errorf("%s was read as %s", text, a)
		}
	}
}
