// Command bench measures the ledger against what the same PostgreSQL can do at all, in one run: contestants take turns, medians
// count, and each line says what was aimed at. make bench runs it; it makes a cluster of its own, with fsync on, and removes it.
//
//	BENCH_ROWS     movements to be loaded before (default 1000000)
//	BENCH_DIR      where the cluster is made; choose a real disk (default: the system's temporary directory)
//	BENCH_SECONDS  how long a contestant runs in a round (default 1.5)
//	BENCH_ROUNDS   rounds (default 3)
//	BENCH_ONLY     of the ways to post only those whose names match, such as "spread 32", and nothing else
//	BENCH_STATEMENTS  with BENCH_ONLY: so many of PostgreSQL's statements are told of, those that cost the most
//	BENCH_FLUSH    milliseconds that a commit waits more before it is flushed, so that a fast disk stands for that of a small server
//	               (default 2, or 0 where the disk takes a millisecond or more by itself; -1: none)
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"strconv"
	"time"
)

type options struct {
	rows    int
	dir     string
	seconds float64
	rounds  int
	flush   float64 // milliseconds

	only       *regexp.Regexp // of the ways to post, by their names; nil: all, and everything else too
	statements int            // how many of PostgreSQL's statements are told of, those that cost the most
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	o := options{rows: int(number("BENCH_ROWS", 1_000_000)), dir: os.Getenv("BENCH_DIR"), seconds: number("BENCH_SECONDS", 1.5), rounds: int(number("BENCH_ROUNDS", 3)), flush: number("BENCH_FLUSH", 2)}
	if text := os.Getenv("BENCH_ONLY"); text != "" {
		o.only, o.statements = regexp.MustCompile(text), int(number("BENCH_STATEMENTS", 0))
	}
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func number(name string, otherwise float64) float64 {
	if n, err := strconv.ParseFloat(os.Getenv(name), 64); err == nil && n != 0 {
		return n
	}
	return otherwise
}

func run(ctx context.Context, o options) error {
	begin := time.Now()
	s, err := startServer(ctx, o.dir, o.statements > 0)
	if err != nil {
		return err
	}
	defer s.stop()
	facts, flush, err := s.facts(ctx)
	if err != nil {
		return err
	}
	fmt.Println(facts)
	if o.flush > 0 && flush < 0.001 {
		if err := s.delay(ctx, o.flush); err != nil {
			return err
		}
		flush += o.flush / 1000
		fmt.Printf("every commit waits %.1f ms more before it is flushed, as on the disk of a small server (BENCH_FLUSH=-1: it does not)\n", o.flush)
	}
	d, err := loadDistrict(ctx, s, o.rows)
	if err != nil {
		return fmt.Errorf("loading: %w", err)
	}
	var r report
	if o.only != nil {
		return posting(ctx, s, d, o, flush, &r)
	}
	if err := reading(ctx, s, d, &r); err != nil {
		return fmt.Errorf("reading: %w", err)
	}
	r.flush(os.Stdout)
	if err := posting(ctx, s, d, o, flush, &r); err != nil {
		return fmt.Errorf("posting: %w", err)
	}
	r.flush(os.Stdout)
	if err := proving(ctx, s, &r); err != nil {
		return fmt.Errorf("proving: %w", err)
	}
	r.flush(os.Stdout)
	fmt.Printf("\n%s in all\n", time.Since(begin).Round(time.Second))
	return nil
}
