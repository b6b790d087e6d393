package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"changping/logistics/roads"
	"changping/logistics/vrp"
	"changping/logistics/vrp/check"
	"changping/logistics/vrp/format"
)

// onRoads makes problems of visits at places along real roads: a lorry's driving times, which are not the same both ways, as the road
// graph of an extract finds them. What is best is not known; the table holds the best that any search has found here.
type onRoads struct {
	net    *roads.Network
	places map[string][]roads.Point // of each problem, the depot first
	made   map[string]format.Problem
}

// The extract, and the part of it that is lived in.
const (
	roadsExtract = "liechtenstein-latest.osm.pbf"
	south, north = 47.06, 47.25
	west, east   = 9.48, 9.55
	roadsEach    = 3

	// Seconds at a visit, of a window, and of a day.
	roadsWork, roadsWindow, roadsDay = 300, 2 * 3600, 10 * 3600
)

var sizesOnRoads = []int{200, 300}

// roadsAt makes the road graph of the extract beside a directory of problems.
func roadsAt(dir string) (*onRoads, error) {
	f, err := os.Open(filepath.Join(dir, "..", "roads", roadsExtract))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	g, err := roads.Build(context.Background(), f, roadsExtract, nil)
	if err != nil {
		return nil, err
	}
	return &onRoads{roads.NewNetwork(g), map[string][]roads.Point{}, map[string]format.Problem{}}, nil
}

// family is the set of these problems as the others are measured: their text is their name.
func (o *onRoads) family() family {
	return family{"On real roads, a lorry's seconds at the wheel, against the best found here", "", "roads_best.csv", false, format.Exact, func(text []byte, _ format.Metric) (*format.Problem, error) {
		return o.problem(string(text))
	}, false}
}

// namesOnRoads lists the problems.
func namesOnRoads() (names []string) {
	for _, size := range sizesOnRoads {
		for number := 1; number <= roadsEach; number++ {
			names = append(names, fmt.Sprintf("ROAD%d_%d", size, number))
		}
	}
	return names
}

var departure = time.Date(2026, 7, 20, 8, 0, 0, 0, time.UTC)

// problem makes a problem by its name, once.
func (o *onRoads) problem(name string) (*format.Problem, error) {
	if p, made := o.made[name]; made {
		p.Matrices = slices.Clone(p.Matrices)
		return &p, nil
	}
	var size, number int
	if _, err := fmt.Sscanf(name, "ROAD%d_%d", &size, &number); err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(uint64(number), uint64(size)))
	var points []roads.Point
	for len(points) < size+1 { // places that have a way to the first and back
		some := points
		for range size + 1 {
			some = append(some, roads.Point{Latitude: south + rng.Float64()*(north-south), Longitude: west + rng.Float64()*(east-west)})
		}
		m, err := o.net.Matrix(context.Background(), some, trip())
		if err != nil {
			return nil, err
		}
		points = points[:0:0]
		for i := range some {
			if (i == 0 || m.Seconds[0][i] >= 0 && m.Seconds[i][0] >= 0) && len(points) < size+1 {
				points = append(points, some[i])
			}
		}
	}
	o.places[name] = points
	p := &format.Problem{Scale: 1}
	matrix, err := o.matrix(points)
	if err != nil {
		return nil, err
	}
	p.Matrices = []vrp.Matrix{matrix}
	for v := range size / 8 {
		p.Vehicles = append(p.Vehicles, vrp.Vehicle{ID: int64(v + 1), Capacity: vrp.Size{100}, ShiftEnd: roadsDay, Cost: vrp.Cost{Driving: 1}})
	}
	for i := range size {
		visit := vrp.Visit{Place: i + 1, Service: roadsWork}
		if rng.IntN(2) == 0 {
			there, _ := matrix.At(0, i+1)
			back, _ := matrix.At(i+1, 0)
			from := there + rng.Int64N(roadsDay-roadsWork-roadsWindow-there-back)
			visit.Windows = []vrp.Window{{From: from, To: from + roadsWindow}}
		}
		p.Tasks = append(p.Tasks, vrp.Task{ID: int64(i + 1), Size: vrp.Size{int64(2 + rng.IntN(13))}, Class: -1, Delivery: visit})
		p.Labels = append(p.Labels, format.Label{Delivery: int64(i + 1)})
	}
	o.made[name] = *p
	return o.problem(name)
}

func trip() roads.Trip { return roads.Trip{Profile: roads.Lorry, Departure: departure} }

// matrix is what lies between places, as the planner takes it.
func (o *onRoads) matrix(points []roads.Point) (vrp.Matrix, error) {
	found, err := o.net.Matrix(context.Background(), points, trip())
	if err != nil {
		return vrp.Matrix{}, err
	}
	m := vrp.NewMatrix(len(points))
	for i := range points {
		for j := range points {
			m.Seconds[i*len(points)+j], m.Metres[i*len(points)+j] = int32(found.Seconds[i][j]), int32(found.Metres[i][j])
		}
	}
	return m, nil
}

// closeUnder measures how soon there is a plan again when a road closes under one: a third of each route is driven and stays, and the way to
// the next visit of the longest is closed where it is half done.
func (o *onRoads) closeUnder(name string) error {
	p, err := o.problem(name)
	if err != nil {
		return err
	}
	before, err := vrp.Solve(context.Background(), p.Problem, vrp.Options{Seed: 1, Time: 2 * time.Second})
	if err != nil {
		return err
	}
	longest := before.Routes[0]
	p.Given = nil
	for _, r := range before.Routes {
		g := vrp.Given{Vehicle: r.Vehicle, Frozen: len(r.Calls) / 3}
		for _, c := range r.Calls {
			g.Visits = append(g.Visits, c.VisitRef)
		}
		p.Given = append(p.Given, g)
		if len(r.Calls) > len(longest.Calls) {
			longest = r
		}
	}
	at := func(call int) roads.Point { return o.places[name][p.Tasks[longest.Calls[call].Task].Delivery.Place] }
	next := len(longest.Calls) / 3
	line, err := o.net.Line(context.Background(), at(next-1), at(next), trip())
	if err != nil {
		return err
	}
	if err := o.net.Close([]roads.Closure{{Along: []roads.Point{line.Points[len(line.Points)/2]}}}); err != nil {
		return err
	}
	begun := time.Now()
	if p.Matrices[0], err = o.matrix(o.places[name]); err != nil {
		return err
	}
	ways := time.Since(begun)
	begun = time.Now()
	after, err := vrp.Solve(context.Background(), p.Problem, vrp.Options{Seed: 1, Iterations: 1})
	if err != nil {
		return err
	}
	planned := time.Since(begun)
	if wrong := check.Plan(p.Problem, after); len(wrong) > 0 {
		return fmt.Errorf("%s, a road closed: %v", name, wrong)
	}
	fmt.Printf("  %s, a road closes: all ways found anew in %.0f ms, a plan in %.0f ms, %d of %d visits left out, what was driven stays\n",
		name, ways.Seconds()*1000, planned.Seconds()*1000, len(after.Unserved), len(p.Tasks))
	return o.net.Close(nil)
}

// runOnRoads measures them.
func runOnRoads(dir string, budgets []string, only *regexp.Regexp, how runs) error {
	var wanted []string
	for _, name := range namesOnRoads() {
		if only.MatchString(name) {
			wanted = append(wanted, name)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	made, err := roadsAt(dir)
	if err != nil {
		return err
	}
	f := made.family()
	best, err := f.best(filepath.Join(dir, f.table))
	if err != nil {
		return err
	}
	var entries []entry
	for _, name := range wanted {
		want, found := best[name]
		entries = append(entries, entry{name, []byte(name), want, found})
	}
	if err := f.report(entries, budgets, how); err != nil {
		return err
	}
	for _, name := range wanted {
		if err := made.closeUnder(name); err != nil {
			return err
		}
	}
	return nil
}
