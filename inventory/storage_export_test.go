package inventory

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Broken gives all rules that Verify would find broken.
func Broken(ctx context.Context, pool *pgxpool.Pool) string {
	var rules []string
	for _, p := range slices.Concat(proofs, timeProofs) {
		var bad string
		if pool.QueryRow(ctx, p.firstBad).Scan(&bad) == nil {
			rules = append(rules, p.rule)
		}
	}
	return strings.Join(rules, "; ")
}
