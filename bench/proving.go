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
	last, slowest, which := begin, time.Duration(0), ""
	if err := inventory.Verify(ctx, s.pool, func(rule string) {
		if took := time.Since(last); took > slowest {
			slowest, which = took, rule
		}
		last = time.Now()
	}); err != nil {
		return err
	}
	r.tell("verify as a whole: balances, levels, reservations, documents, both chains", fmt.Sprintf("%s rows/s", format(movements/time.Since(begin).Seconds())))
	r.tell("the slowest of its proofs: "+which, slowest.Round(10*time.Millisecond).String())
	return nil
}
