package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"changping/logistics/vrp"
	"changping/logistics/vrp/format"
)

// plan reads one routing problem and writes the answer as JSON. It needs no database.
func plan(ctx context.Context, args []string) error {
	return planTo(ctx, args, os.Stdout)
}

func planTo(ctx context.Context, args []string, to io.Writer) error {
	flags := flag.NewFlagSet("plan", flag.ContinueOnError)
	kind := flags.String("format", "", "solomon, li-lim, cordeau or vroom (default: as the file looks)")
	metric := flags.String("metric", string(format.Dimacs), "dimacs: each arc cut off to one decimal; exact: real lengths (not for vroom)")
	objective := flags.String("objective", "", "distance, vehicles-distance (fewest vehicles first) or cost (default: distance; for vroom cost)")
	seconds := flags.Float64("seconds", 0, "longest time (default: 10, without -iterations)")
	iterations := flags.Int64("iterations", 0, "most rounds of each thread: the same answer every time")
	seed := flags.Uint64("seed", 1, "seed")
	threads := flags.Int("threads", 0, "threads (default: as many as there are cores; with -iterations one, so that every machine gives the same answer)")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return fmt.Errorf("plan: %w: %w", err, errUsage)
	}
	wrong := func(what string, args ...any) error {
		return fmt.Errorf("plan: %s: %w", fmt.Sprintf(what, args...), errUsage)
	}
	switch {
	case flags.NArg() != 1:
		return wrong("expected one FILE, found %d", flags.NArg())
	case *metric != string(format.Dimacs) && *metric != string(format.Exact):
		return wrong("-metric: expected dimacs or exact, found %q", *metric)
	case *objective != "" && *objective != "distance" && *objective != "vehicles-distance" && *objective != "cost":
		return wrong("-objective: expected distance, vehicles-distance or cost, found %q", *objective)
	case !(*seconds >= 0 && *seconds < 1e9) || *iterations < 0 || *threads < 0 || *threads > 256:
		return wrong("expected -seconds and -iterations of at least 0 and -threads from 0 to 256")
	}
	file := flags.Arg(0)
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("plan: %w: %w", err, errUsage)
	}
	if *kind == "" {
		*kind = string(format.Detect(text))
	}
	p, answer, err := read(format.Kind(*kind), text, format.Metric(*metric), *objective)
	if err != nil {
		return fmt.Errorf("plan: %s: %w", file, err)
	}
	if *seconds == 0 && *iterations == 0 {
		*seconds = 10
	}
	if *threads == 0 && *iterations == 0 {
		*threads = vrp.AllCores
	}
	begun := time.Now()
	s, err := vrp.Solve(ctx, *p, vrp.Options{Seed: *seed, Iterations: *iterations, Time: time.Duration(*seconds * float64(time.Second)), Threads: *threads, Fewest: *objective == "vehicles-distance"})
	if err != nil {
		return fmt.Errorf("plan: %s: %w", file, err)
	}
	out := json.NewEncoder(to)
	return out.Encode(answer(s, time.Since(begun)))
}

// read reads a problem and tells how its answer is written.
func read(kind format.Kind, text []byte, metric format.Metric, objective string) (*vrp.Problem, func(vrp.Solution, time.Duration) any, error) {
	in := bytes.NewReader(text)
	var p *format.Problem
	var err error
	switch kind {
	case format.KindSolomon:
		p, err = format.Solomon(in, metric)
	case format.KindLiLim:
		p, err = format.LiLim(in, metric)
	case format.KindCordeau:
		p, err = format.Cordeau(in, metric)
	case format.KindVroom:
		v, err := format.ReadVroom(in)
		if err != nil {
			return nil, nil, err
		}
		if objective == "distance" {
			for i := range v.Vehicles {
				v.Vehicles[i].Cost = vrp.Cost{Metre: 1}
			}
		}
		return &v.Problem.Problem, v.Answer, nil
	default:
		return nil, nil, fmt.Errorf("-format: expected solomon, li-lim, cordeau or vroom, found %q: %w", kind, errUsage)
	}
	if err != nil {
		return nil, nil, err
	}
	return &p.Problem, p.Answer, nil
}

// badInput reports whether an error says where an input is wrong.
func badInput(err error) bool {
	var text *format.BadInput
	var problem *vrp.InvalidError
	return errors.As(err, &text) || errors.As(err, &problem)
}
