// Command routes measures the route planner against the best known answers of the field's public problems. Every answer is checked.
package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"changping/logistics/vrp"
	"changping/logistics/vrp/check"
	"changping/logistics/vrp/format"
)

func main() {
	dir := flag.String("dir", "fixtures/routing", "directory with solomon/, li_lim/, cordeau/, vroom/ and the tables of best known answers")
	seconds := flag.String("seconds", "1,3,10", "CPU seconds per problem")
	seeds := flag.Int("seeds", 2, "runs per problem")
	only := flag.String("only", "", "pattern of the problems' names")
	each := flag.Bool("each", false, "a line per run")
	threads := flag.Int("threads", 1, "searches side by side; the seconds are those of each")
	flag.Parse()
	pattern, err := regexp.Compile("(?i)" + *only)
	if err == nil {
		err = run(*dir, strings.Split(*seconds, ","), pattern, runs{*seeds, max(1, *threads), *each})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// runs is how each problem is run.
type runs struct {
	seeds, threads int
	each           bool
}

// entry is a problem with its best known answer.
type entry struct {
	name  string
	text  []byte
	best  known
	found bool
}

// family is a set of problems with its table of best known answers.
type family struct {
	name, dir, table string
	fewest           bool
	metric           format.Metric
	read             func(text []byte, m format.Metric) (*format.Problem, error)
	filed            bool // the checker reads the file by itself too
}

// The last has no problems in the repository: whoever has some puts them beside the others, with or without a table.
var families = []family{
	{"Solomon, distance (DIMACS)", "solomon", "solomon_best.csv", false, format.Dimacs, func(text []byte, m format.Metric) (*format.Problem, error) {
		return format.Solomon(bytes.NewReader(text), m)
	}, true},
	{"Li & Lim, vehicles then distance", "li_lim", "li_lim_best.csv", true, format.Exact, func(text []byte, m format.Metric) (*format.Problem, error) {
		return format.LiLim(bytes.NewReader(text), m)
	}, true},
	{"Cordeau, distance", "cordeau", "cordeau_best.csv", false, format.Exact, func(text []byte, m format.Metric) (*format.Problem, error) {
		return format.Cordeau(bytes.NewReader(text), m)
	}, false},
	{"VROOM, cost", "vroom", "vroom_best.csv", false, format.Exact, func(text []byte, _ format.Metric) (*format.Problem, error) {
		v, err := format.ReadVroom(bytes.NewReader(text))
		if err != nil {
			return nil, err
		}
		return &v.Problem, nil
	}, false},
}

func run(dir string, budgets []string, only *regexp.Regexp, how runs) error {
	for _, f := range families {
		entries, err := f.entries(dir, only)
		if err == nil && len(entries) > 0 {
			err = f.report(entries, budgets, how)
		}
		if err != nil {
			return err
		}
	}
	visits, shipments := families[0], families[1]
	visits.name = "Constructed of 200 and 400 visits, distance (DIMACS), the best proved by the construction"
	shipments.name = "Constructed of 100 and 200 shipments, distance (DIMACS), the best proved by the construction"
	shipments.metric, shipments.fewest = format.Dimacs, false
	for _, f := range []family{visits, shipments} {
		var entries []entry
		for _, k := range kindsOfConstructed {
			for number := 1; number <= constructedEach && k.shipments == (f.dir == shipments.dir); number++ {
				if c := k.construct(number); only.MatchString(c.name) {
					entries = append(entries, entry{c.name, c.text, known{distance: c.best}, true})
				}
			}
		}
		if len(entries) == 0 {
			continue
		}
		if err := f.report(entries, budgets, how); err != nil {
			return err
		}
	}
	return runOnRoads(dir, budgets, only, how)
}

// report measures problems with each budget.
func (f family) report(entries []entry, budgets []string, how runs) error {
	fmt.Printf("%s: gap to the best known in %%, mean of seeds 1 to %d, %d thread(s)\n", f.name, how.seeds, how.threads)
	for _, budget := range budgets {
		x, err := strconv.ParseFloat(budget, 64)
		if err != nil || x <= 0 {
			return fmt.Errorf("-seconds: expected numbers above 0 with commas between, found %q", budget)
		}
		if err := f.measure(entries, x, how); err != nil {
			return err
		}
	}
	return nil
}

// entries reads the problems of a family whose file's name matches.
func (f family) entries(dir string, only *regexp.Regexp) (entries []entry, err error) {
	files, err := filepath.Glob(filepath.Join(dir, f.dir, "*"))
	if err != nil {
		return nil, err
	}
	best, err := f.best(filepath.Join(dir, f.table))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if !only.MatchString(filepath.Base(file)) {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		name := strings.ToUpper(strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)))
		want, found := best[name]
		entries = append(entries, entry{name, text, want, found})
	}
	return entries, nil
}

// known is the best known answer of a problem.
type known struct {
	vehicles int // 0: not counted
	distance float64
}

func (f family) best(file string) (map[string]known, error) {
	in, err := os.Open(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer in.Close()
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		return nil, err
	}
	best := map[string]known{}
	for i, row := range rows[1:] {
		var k known
		if f.fewest {
			k.vehicles, err = strconv.Atoi(row[1])
			row = row[1:]
		}
		if err == nil {
			k.distance, err = strconv.ParseFloat(row[1], 64)
		}
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", file, i+2, err)
		}
		best[strings.ToUpper(rows[i+1][0])] = k
	}
	return best, nil
}

// constructedEach is how many of each class of constructed problems are measured.
const constructedEach = 8

// class is what a class of problems came to.
type class struct {
	runs, optimal, moreVehicles int
	gap, worst                  float64
	rounds                      int64
	cpu                         float64
}

var className = regexp.MustCompile(`^([A-Za-z]+)(\d(?:00_)?)`)

func (f family) measure(entries []entry, seconds float64, how runs) error {
	classes := map[string]*class{}
	var names []string
	for _, e := range entries {
		name, text, want, found := e.name, e.text, e.best, e.found
		p, err := f.read(text, f.metric)
		if err != nil {
			return fmt.Errorf("%s, %w", name, err)
		}
		of := name
		if m := className.FindStringSubmatch(name); m != nil {
			of = m[1] + strings.TrimSuffix(m[2], "_")
		}
		c := classes[of]
		if c == nil {
			c = &class{worst: math.Inf(-1)}
			classes[of] = c
			names = append(names, of)
		}
		for seed := 1; seed <= how.seeds; seed++ {
			begun := cpu()
			s, err := vrp.Solve(context.Background(), p.Problem, vrp.Options{Seed: uint64(seed), Time: time.Duration(seconds * 1e9), Threads: how.threads,
				Clock: func() time.Duration { return (cpu() - begun) / time.Duration(how.threads) }, Fewest: f.fewest})
			if err != nil {
				return err
			}
			took := (cpu() - begun).Seconds()
			distance, err := f.verify(text, p, s)
			if err != nil {
				return fmt.Errorf("%s, seed %d: %w", name, seed, err)
			}
			if !found {
				fmt.Printf("  %-6s seed %d: %2d vehicles, %9.2f, nothing known to compare with, %.2f CPU s\n", name, seed, len(s.Routes), distance, took)
				continue
			}
			gap := (distance/want.distance - 1) * 100
			more := want.vehicles > 0 && len(s.Routes) > want.vehicles
			c.runs++
			c.rounds, c.cpu = c.rounds+s.Iterations, c.cpu+took
			if more {
				c.moreVehicles++
			} else {
				c.gap += gap
				c.worst = max(c.worst, gap)
				if gap < 0.0005 {
					c.optimal++
				}
			}
			if how.each {
				fmt.Printf("  %-6s seed %d: %2d vehicles, %9.2f, gap %7.3f, %.2f CPU s, %d rounds\n", name, seed, len(s.Routes), distance, gap, took, s.Iterations)
			}
		}
	}
	sum, n := 0.0, 0
	fmt.Printf("  %4g CPU s: ", seconds)
	more := 0
	for _, name := range names {
		c := classes[name]
		if c.runs == 0 {
			continue
		}
		fmt.Printf("%s %.3f (worst %.2f, %d of %d met, %.0fk rounds/s)  ", name, c.gap/float64(max(1, c.runs-c.moreVehicles)), c.worst, c.optimal, c.runs, float64(c.rounds)/c.cpu/1000)
		sum += c.gap
		n += c.runs - c.moreVehicles
		more += c.moreVehicles
	}
	fmt.Printf("all %.4f", sum/float64(max(1, n)))
	if f.fewest {
		fmt.Printf(", runs with more vehicles than the best known: %d", more)
	}
	fmt.Println()
	return nil
}

// verify has an answer checked twice: against the problem, and against the file as the checker reads it.
func (f family) verify(text []byte, p *format.Problem, s vrp.Solution) (float64, error) {
	if wrong := check.Plan(p.Problem, s); len(wrong) > 0 {
		return 0, fmt.Errorf("the plan is wrong: %s", strings.Join(wrong, "; "))
	}
	if len(s.Unserved) > 0 {
		return 0, fmt.Errorf("%d tasks are left out, the first for %s", len(s.Unserved), s.Unserved[0].Reason)
	}
	if !f.filed {
		return float64(s.Cost.Total()) / p.Scale, nil
	}
	file, err := check.Read(bytes.NewReader(text))
	if err != nil {
		return 0, err
	}
	distance, wrong := file.Routes(p.Routes(s), f.metric == format.Dimacs)
	if len(wrong) > 0 {
		return 0, fmt.Errorf("the routes are wrong: %s", strings.Join(wrong, "; "))
	}
	return distance, nil
}

func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // the call has no way to fail but a wrong argument
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
