package vrp_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"changping/logistics/vrp"
)

// TestMeasureDispatch prints what dispatches of 60 shipments, 40 vehicles and 5 depots with every constraint on come to after so many
// seconds of a processor: BENCH_DISPATCH=1,10, and, where they are not to be four problems of two seeds on one thread, BENCH_PROBLEMS,
// BENCH_SEEDS and BENCH_THREADS.
func TestMeasureDispatch(t *testing.T) {
	budgets := os.Getenv("BENCH_DISPATCH")
	if budgets == "" {
		t.Skip("measured by make bench-routes")
	}
	number := func(name string, other int) int {
		if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
			return n
		}
		return other
	}
	problems, seeds, threads := number("BENCH_PROBLEMS", 4), number("BENCH_SEEDS", 2), number("BENCH_THREADS", 1)
	for budget := range strings.SplitSeq(budgets, ",") {
		seconds, err := strconv.ParseFloat(budget, 64)
		if err != nil {
			t.Fatal(err)
		}
		var rounds int64
		took, mean := 0.0, 0.0
		var each strings.Builder
		for n := 1; n <= problems; n++ {
			p := dispatch(uint64(n), 60, 40, 5)
			cost := 0.0
			for seed := 1; seed <= seeds; seed++ {
				begun := cpu(t)
				s := solve(t, p, vrp.Options{Seed: uint64(seed), Threads: threads, Time: time.Duration(seconds * 1e9), Clock: func() time.Duration { return (cpu(t) - begun) / time.Duration(threads) }})
				took += (cpu(t) - begun).Seconds()
				rounds += s.Iterations
				if len(s.Unserved) > 0 {
					t.Errorf("problem %d, seed %d: %d left out", n, seed, len(s.Unserved))
				}
				cost += float64(s.Cost.Total()) / float64(seeds)
			}
			fmt.Fprintf(&each, " %.0f", cost)
			mean += cost / float64(problems)
		}
		fmt.Printf("dispatches, %g CPU s, %d thread(s): mean cost %.0f, %.1fk rounds/s; each%s\n", seconds, threads, mean, float64(rounds)/took/1000, each.String())
	}
}
