package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"changping/access"
	"changping/inventory"
)

// proving measures verify: the chain alone, and all of it.
func proving(ctx context.Context, s *server, r *report) error {
	r.section("Proving")
	begin := time.Now()
	for _, stream := range access.Streams() {
		if _, err := access.SealStream(ctx, s.pool, stream); err != nil {
			return err
		}
	}
	r.tell("sealing what was not sealed yet", time.Since(begin).Round(10*time.Millisecond).String())
	var movements float64
	if err := s.owner.QueryRow(ctx, `select count(*) from movement`).Scan(&movements); err != nil {
		return err
	}
	var chain []float64
	for range 3 {
		begin = time.Now()
		problem, err := access.VerifyStream(ctx, s.pool, "movement")
		if err == nil && problem != "" {
			err = errors.New(problem)
		}
		if err != nil {
			return err
		}
		chain = append(chain, movements/time.Since(begin).Seconds())
	}
	r.atLeast(fmt.Sprintf("the chain over %s movements", format(movements)), " rows/s", median(chain), 500_000)
	begin = time.Now()
	rules := 0
	if err := inventory.Verify(ctx, s.pool, func(string) { rules++ }); err != nil {
		return err
	}
	r.atLeast(fmt.Sprintf("verify as a whole: %d rules, both chains among them; the days are closed", rules), " rows/s", movements/time.Since(begin).Seconds(), 500_000)
	return nil
}
