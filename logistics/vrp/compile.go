package vrp

import (
	"fmt"
	"math"
	"slices"
)

// Times and costs of arcs are held in 32 bits, so that what a search looks at stays in the processor's first cache. No time of a
// problem may lie further from its beginning than the horizon; where there is no way the arc is longer than that.
const (
	horizon = 1 << 29
	noWay   = 1 << 30
)

// node is a visit as the search sees it.
type node struct {
	task, partner  int32 // partner: of a pick-up its delivery; of a delivery the pick-up that was chosen is in the walk
	place          int32
	ready, due     int32 // the one window, or the span of all
	service, setup int32
	windows        []Window // where there are several
	pickup         bool
	choice         int32 // which of its task's pick-ups
	stock          int32 // index + 1
	units          int64
}

// job is a task as the search sees it.
type job struct {
	size, collected Size
	pickups         []int32 // nodes; none: a single visit
	delivery        int32
	class           int32 // -1: rides with everything
	weight          int64 // of leaving it out, where it must not be
	price           int64
	optional        bool
	due             int32
	lateCost        int64
	bound           int32 // the vehicle that has its goods aboard, else -1
}

// kind is what vehicles that differ in nothing have in common.
type kind struct {
	Vehicle
	table          *table
	weight         []int32 // by row from where: what driving costs and the time on duty that it takes
	weightTo       []int32 // turned over
	start, end     int32
	open, close    int32
	fixed          int64
	vehicles       []int32
	depot          bool // nothing is known of it but a start, an end, a shift, room and skills
	breaks         []Break
	restAfter, rst int32
}

// table holds what driving takes and costs for a kind of vehicle, by row from where and, turned over, by row to where.
type table struct {
	n                      int32
	time, cost             []int32
	timeTo, costTo         []int32
	matrix                 int
	pace                   float64
	costMetre, costDriving int64
}

// compiled is a problem as the search sees it: never changed, shared by its walks.
type compiled struct {
	*Problem
	base    int64 // zero of the internal times
	shift   uint8 // internal costs are in units of two to the power of this: a shift is much quicker than a division
	nodes   []node
	jobs    []job
	kinds   []*kind
	kindOf  []int32   // of each vehicle
	may     []bool    // task * kinds + kind: skills and size allow it
	near    [][]int32 // of each node the others, nearest first
	far     []int32   // of each task the length of its way from the starts
	clash   []uint64
	dims    int
	rich    bool // there is more than windows and room: positions that look good are driven to the end
	sumOnly bool // all tasks are single visits that only deliver, or only collect: the load fits if its sum does
	pairs   bool
	tails   bool      // routes may exchange tails
	plain   bool      // windows and room and nothing else, and driving costs all vehicles the same
	before  [][]int32 // of plain problems: the visits that each can follow, nearest first
	given   [][]int32 // nodes of each vehicle's first plan
	frozen  []int
	leaves  []int32
	ranks   [orders][]int32 // of the tasks in each order of insertion
}

// InvalidError says which part of a problem cannot be planned with.
type InvalidError struct{ Where, Want string }

func (e *InvalidError) Error() string { return e.Where + ": " + e.Want }

func invalid(want, where string, args ...any) error {
	return &InvalidError{fmt.Sprintf(where, args...), want}
}

func compile(p *Problem) (*compiled, error) {
	c := &compiled{Problem: p, sumOnly: true}
	if err := c.check(); err != nil {
		return nil, err
	}
	c.readTimes()
	c.readClashes()
	if err := c.readTasks(); err != nil {
		return nil, err
	}
	c.readVehicles()
	if err := c.readGiven(); err != nil {
		return nil, err
	}
	c.readLoads()
	c.neighbours()
	c.rankTasks()
	if c.plain = c.plainly(); c.plain {
		c.sortBefore()
	}
	c.tails = c.exchanges()
	return c, nil
}

// check refuses indexes that point nowhere and amounts that mean nothing.
func (c *compiled) check() error {
	if len(c.Matrices) == 0 {
		return invalid("at least one matrix", "matrices")
	}
	n := c.Matrices[0].Places
	for i, m := range c.Matrices {
		if m.Places != n || len(m.Seconds) != n*n || len(m.Metres) != n*n {
			return invalid(fmt.Sprintf("%d x %d seconds and metres, as in the first", n, n), "matrix %d", i)
		}
	}
	place := func(at int) bool { return at >= 0 && at < n }
	for i := range c.Vehicles {
		v := &c.Vehicles[i]
		switch {
		case v.Start != Nowhere && !place(v.Start) || v.End != Nowhere && !place(v.End):
			return invalid(fmt.Sprintf("a place from 0 to %d, or nowhere", n-1), "vehicle %d, start or end", i)
		case v.Matrix < 0 || v.Matrix >= len(c.Matrices):
			return invalid("an index of the matrices", "vehicle %d, matrix", i)
		case v.ShiftEnd < v.ShiftStart:
			return invalid("a shift that ends after it starts", "vehicle %d", i)
		case v.Pace < 0 || v.Pace > 1000 || math.IsNaN(v.Pace):
			return invalid("a pace above 0", "vehicle %d", i)
		case v.Cost.Fixed < 0 || v.Cost.Metre < 0 || v.Cost.Driving < 0 || v.Cost.Duty < 0:
			return invalid("costs of at least 0", "vehicle %d", i)
		case slices.Min(v.Capacity[:]) < 0:
			return invalid("room of at least 0", "vehicle %d, capacity", i)
		case len(v.Breaks) > 16:
			return invalid("at most 16 breaks", "vehicle %d", i)
		}
		for k, b := range v.Breaks {
			if b.To < b.From || b.For < 0 || b.For > horizon || k > 0 && (b.From < v.Breaks[k-1].From || b.To < v.Breaks[k-1].To) {
				return invalid("breaks with a window and a length, in order", "vehicle %d", i)
			}
		}
	}
	for i := range c.Tasks {
		t := &c.Tasks[i]
		if slices.Min(t.Size[:]) < 0 || slices.Min(t.Collected[:]) < 0 || len(t.Pickups) > 0 && t.Collected != (Size{}) {
			return invalid("amounts of at least 0, and of a shipment only a size", "task %d", i)
		}
		if t.LateCost < 0 || t.Price < 0 {
			return invalid("costs of at least 0", "task %d", i)
		}
		for _, v := range t.Vehicles {
			if v < 0 || v >= len(c.Vehicles) {
				return invalid("indexes of vehicles", "task %d, vehicles", i)
			}
		}
		for _, visit := range append(slices.Clone(t.Pickups), t.Delivery) {
			if !place(visit.Place) {
				return invalid(fmt.Sprintf("a place from 0 to %d", n-1), "task %d", i)
			}
			if visit.Service < 0 || visit.Setup < 0 || visit.Units < 0 || visit.Stock < 0 || visit.Stock > len(c.Stocks) {
				return invalid("times of at least 0 and a stock that there is", "task %d", i)
			}
			for k, w := range visit.Windows {
				if w.To < w.From || k > 0 && w.From <= visit.Windows[k-1].To {
					return invalid("windows in order that do not overlap", "task %d", i)
				}
			}
		}
	}
	return nil
}

// readTimes finds the zero of the internal times.
func (c *compiled) readTimes() {
	c.base = math.MaxInt64
	for i := range c.Vehicles {
		c.base = min(c.base, c.Vehicles[i].ShiftStart)
	}
	if len(c.Vehicles) == 0 {
		c.base = 0
	}
}

// inside turns a time into an internal one; what lies beyond the horizon is as good as never.
func (c *compiled) inside(t int64) int32 {
	if t < c.base {
		return int32(max(t-c.base, -horizon))
	}
	if t > math.MaxInt64/2 || t-c.base > horizon {
		return horizon
	}
	return int32(t - c.base)
}

func (c *compiled) readClashes() {
	c.clash = make([]uint64, len(c.Clashes))
	copy(c.clash, c.Clashes)
	for a := range c.clash {
		for b := range c.clash {
			if c.clash[a]&(1<<b) != 0 {
				c.clash[b] |= 1 << a
			}
		}
	}
}

func (c *compiled) readTasks() error {
	c.jobs = make([]job, len(c.Tasks))
	if len(c.clash) > maxClasses {
		return invalid(fmt.Sprintf("at most %d classes of goods", maxClasses), "clashes")
	}
	for i := range c.Tasks {
		t := &c.Tasks[i]
		j := &c.jobs[i]
		*j = job{size: t.Size, collected: t.Collected, class: -1, weight: 1 + 1000*int64(max(0, t.Priority)), price: t.Price, optional: t.Optional, due: c.inside(t.Due), lateCost: t.LateCost, bound: -1}
		if t.Class >= 0 && t.Class < len(c.clash) && c.clash[t.Class] != 0 {
			j.class = int32(t.Class)
			c.rich = true
		}
		c.rich = c.rich || t.LateCost > 0
		for k := range t.Pickups {
			j.pickups = append(j.pickups, int32(len(c.nodes)))
			c.addNode(i, &t.Pickups[k], k)
		}
		j.delivery = int32(len(c.nodes))
		c.addNode(i, &t.Delivery, Delivered)
		for _, up := range j.pickups {
			c.nodes[up].partner = j.delivery
		}
		if len(j.pickups) > 0 {
			c.pairs, c.sumOnly = true, false
		}
	}
	return nil
}

func (c *compiled) addNode(task int, v *Visit, choice int) {
	n := node{task: int32(task), partner: -1, place: int32(v.Place), ready: math.MinInt32 / 2, due: horizon, service: int32(min(v.Service, horizon)), setup: int32(min(v.Setup, horizon)),
		pickup: choice != Delivered, choice: int32(choice), stock: int32(v.Stock), units: v.Units}
	n.ready = -horizon
	if k := len(v.Windows); k > 0 {
		n.ready, n.due = c.inside(v.Windows[0].From), c.inside(v.Windows[k-1].To)
		if k > 1 {
			for _, w := range v.Windows {
				n.windows = append(n.windows, Window{int64(c.inside(w.From)), int64(c.inside(w.To))})
			}
		}
	}
	c.rich = c.rich || v.Setup > 0
	c.nodes = append(c.nodes, n)
}

// readLoads finds which dimensions count and whether sums suffice.
func (c *compiled) readLoads() {
	var deliver, collect bool
	for i := range c.jobs {
		j := &c.jobs[i]
		for d := range j.size {
			if j.size[d]+j.collected[d] > 0 {
				c.dims = max(c.dims, d+1)
			}
		}
		deliver, collect = deliver || j.size != (Size{}), collect || j.collected != (Size{})
	}
	c.sumOnly = c.sumOnly && (!deliver || !collect)
}
