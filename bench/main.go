// Command bench measures the ledger against what the same PostgreSQL can do at all, in one run: contestants take turns, medians
// count, and each line says what was aimed at. make bench runs it; it makes a cluster of its own, with fsync on, and removes it.
//
//	BENCH_ROWS     movements to be loaded before (default 1000000)
//	BENCH_DIR      where the cluster is made; choose a real disk (default: the system's temporary directory)
//	BENCH_KEEP     a directory where the loaded cluster is kept: the next run with as many movements begins at once, with what earlier
//	               runs posted in it
//	BENCH_SECONDS  how long a contestant runs in a round (default 1.5)
//	BENCH_ROUNDS   rounds (default 3)
//	BENCH_FLUSH    milliseconds that a commit waits more before it is flushed, so that a fast disk stands for that of a small server
//	               (default 2, or 0 where the disk takes a millisecond or more by itself; -1: none)
//	BENCH_ONLY     a regular expression: only the questions and contestants whose name it matches, such as 'web|^spread 32'
//	BENCH_STATEMENTS  with BENCH_ONLY: after each question and contestant, so many of PostgreSQL's statements, those that cost the most
//	BENCH_PROFILE  a file for the processor profile of the posting contestants, clients and server in one
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"runtime/debug"
	"strconv"
	"time"
)

type options struct {
	rows    int
	dir     string
	keep    string
	seconds float64
	rounds  int
	flush   float64 // milliseconds
	only    *regexp.Regexp
	profile string
	// How many of PostgreSQL's statements are told of, those that cost the most.
	statements int
}

// some says that only some of the questions and contestants were asked for.
func (o options) some() bool { return o.only.String() != "" }

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(300) // as served
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, options{rows: int(number("BENCH_ROWS", 1_000_000)), dir: os.Getenv("BENCH_DIR"), keep: os.Getenv("BENCH_KEEP"), seconds: number("BENCH_SECONDS", 1.5), rounds: int(number("BENCH_ROUNDS", 3)), flush: number("BENCH_FLUSH", 2),
		only: regexp.MustCompile(os.Getenv("BENCH_ONLY")), profile: os.Getenv("BENCH_PROFILE"), statements: int(number("BENCH_STATEMENTS", 0))}); err != nil {
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
	s, err := startServer(ctx, o.dir, o.keep, o.statements > 0)
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
	if err := reading(ctx, s, d, o, &r); err != nil {
		return fmt.Errorf("reading: %w", err)
	}
	r.flush(os.Stdout)
	if err := posting(ctx, s, d, o, flush, &r); err != nil {
		return fmt.Errorf("posting: %w", err)
	}
	r.flush(os.Stdout)
	if o.some() {
		return nil
	}
	if err := proving(ctx, s, &r); err != nil {
		return fmt.Errorf("proving: %w", err)
	}
	r.flush(os.Stdout)
	fmt.Printf("\n%s in all\n", time.Since(begin).Round(time.Second))
	return nil
}
