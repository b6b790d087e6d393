package vrp

import (
	"cmp"
	"slices"
)

// A search meets good routes in plans that are not good otherwise. The pool keeps the routes of plans that come near the best, and now
// and then puts together those that make up a better one: set partitioning, bounded by Lagrangian relaxation and solved by a search
// that gives up early. Only where vehicles are all alike, so that a route is a route whoever drives it.
type pool struct {
	on      bool
	keys    []uint64 // of each visit: a route is known by their sum
	table   []int32  // hash table of routes, index + 1
	sums    []uint64
	costs   []int64
	from    []int32 // where each route begins in nodes; one more at the end
	nodes   []int32
	prices  []float64 // of each visit: what it is reckoned to cost in a good plan
	reduced []float64
	grad    []float64
	bestOf  []float64
	order   []int32
	behind  [][]int32 // of each visit the routes that have it
	bits    []uint64
	plan    plan
}

const (
	poolRoutes   = 12_000
	poolVisits   = 300_000
	poolTable    = 1 << 15
	poolNear     = 1.03 // times the best plan's cost
	poolFrom     = 0.1  // share of the budget before which nothing is kept
	combineEvery = 0.08 // share of the budget
	poolSteps    = 120  // of the subgradient
	poolMost     = 2500 // routes that are searched
	poolNodes    = 200_000
)

func (w *walk) newPool() {
	c, p := w.c, &w.pool
	if c.rich || len(c.kinds) != 1 || len(c.jobs) == 0 || len(c.nodes) > 1200 || slices.ContainsFunc(c.frozen, func(n int) bool { return n > 0 }) ||
		slices.ContainsFunc(c.jobs, func(j job) bool { return j.optional || len(j.pickups) > 1 }) || slices.ContainsFunc(c.nodes, func(n node) bool { return n.stock > 0 }) {
		return
	}
	p.on = true
	rng := rng{77}
	for range c.nodes {
		p.keys = append(p.keys, rng.next())
	}
	p.table = make([]int32, poolTable)
	p.sums, p.costs, p.from = make([]uint64, 0, poolRoutes), make([]int64, 0, poolRoutes), append(make([]int32, 0, poolRoutes+1), 0)
	p.nodes = make([]int32, 0, poolVisits)
	p.prices, p.grad, p.bestOf = make([]float64, len(c.nodes)), make([]float64, len(c.nodes)), make([]float64, len(c.nodes))
	p.reduced = make([]float64, poolRoutes)
	p.behind = make([][]int32, len(c.nodes))
}

// gather keeps the routes that the last round changed, if its plan comes near the best.
func (w *walk) gather() {
	if float64(w.cost) > poolNear*float64(w.best.cost) || w.missing > 0 {
		return
	}
	for _, r := range w.touched {
		if !r.empty() {
			w.pool.add(r)
		}
	}
}

// full reports whether there may be no room for one more route.
func (p *pool) full(longest int) bool {
	return len(p.costs) == cap(p.costs) || len(p.nodes)+longest > cap(p.nodes)
}

func (p *pool) add(r *route) {
	sum := uint64(0)
	visits := r.stops[1 : len(r.stops)-1]
	for i := range visits {
		sum += p.keys[visits[i].node]
	}
	at := sum >> 40 & (poolTable - 1)
	for ; p.table[at] != 0; at = (at + 1) & (poolTable - 1) {
		if k := p.table[at] - 1; p.sums[k] == sum {
			if r.cost < p.costs[k] {
				p.costs[k] = r.cost
				for i := range visits {
					p.nodes[int(p.from[k])+i] = visits[i].node
				}
			}
			return
		}
	}
	if p.full(len(visits)) {
		return
	}
	p.sums, p.costs = append(p.sums, sum), append(p.costs, r.cost)
	for i := range visits {
		p.nodes = append(p.nodes, visits[i].node)
	}
	p.from = append(p.from, int32(len(p.nodes)))
	p.table[at] = int32(len(p.costs))
}

func (p *pool) route(k int32) []int32 { return p.nodes[p.from[k]:p.from[k+1]] }

// combine looks for a better plan among the routes of the pool and makes it the best. Routes that cannot be part of one, as far as
// prices tell, leave the pool.
func (w *walk) combine() {
	p := &w.pool
	if !p.on || w.best.missing > 0 {
		return
	}
	w.take(&w.best)
	for _, v := range w.used {
		p.add(&w.routes[v])
	}
	if len(p.costs) < 2 {
		return
	}
	bound, sum := p.price(w)
	gap := float64(w.best.cost) - bound
	p.order = p.order[:0]
	for k := range p.costs {
		if p.reduced[k] < gap {
			p.order = append(p.order, int32(k))
		}
	}
	slices.SortFunc(p.order, func(a, b int32) int { return cmp.Or(cmp.Compare(p.reduced[a], p.reduced[b]), cmp.Compare(a, b)) })
	p.order = p.order[:min(len(p.order), poolMost)]
	if chosen := p.cover(w, float64(w.best.cost), sum); chosen != nil {
		w.take(p.planOf(chosen))
		if w.better() {
			w.best.keep(w)
		}
	}
	p.thin()
}

// price finds prices of visits under which the routes together bound the best plan from below (subgradient). It gives the bound, and
// the sum of the prices; reduced costs are left in place.
func (p *pool) price(w *walk) (bound, sum float64) {
	for _, v := range w.used {
		r := &w.routes[v]
		for _, s := range r.stops[1 : len(r.stops)-1] {
			p.prices[s.node] = float64(r.cost) / float64(len(r.stops)-2)
		}
	}
	best := float64(w.best.cost)
	bound = -1e300
	step, since := 1.0, 0
	for range poolSteps {
		low := 0.0
		for i, u := range p.prices {
			low += u
			p.grad[i] = 1
		}
		for k := range p.costs {
			rc := float64(p.costs[k])
			nodes := p.route(int32(k))
			for _, n := range nodes {
				rc -= p.prices[n]
			}
			if rc < 0 {
				low += rc
				for _, n := range nodes {
					p.grad[n]--
				}
			}
		}
		if low > bound {
			bound, since = low, 0
			copy(p.bestOf, p.prices)
		} else if since++; since >= 5 {
			step, since = step/2, 0
		}
		norm := 0.0
		for _, g := range p.grad {
			norm += g * g
		}
		if norm == 0 || step < 1e-4 {
			break
		}
		move := step * (best - low) / norm
		for i, g := range p.grad {
			p.prices[i] += move * g
		}
	}
	copy(p.prices, p.bestOf)
	for _, u := range p.prices {
		sum += u
	}
	for k := range p.costs {
		rc := float64(p.costs[k])
		for _, n := range p.route(int32(k)) {
			rc -= p.prices[n]
		}
		p.reduced[k] = rc
	}
	return bound, sum
}

// cover searches the routes in order for a set that has every visit once and costs less than the limit; nil where it finds none.
func (p *pool) cover(w *walk, limit, sum float64) []int32 {
	n := len(p.prices)
	words := (n + 63) / 64
	p.bits = append(p.bits[:0], make([]uint64, words*len(p.order))...)
	negative := 0.0
	for i := range p.behind {
		p.behind[i] = p.behind[i][:0]
	}
	for at, k := range p.order {
		for _, v := range p.route(k) {
			p.bits[at*words+int(v)/64] |= 1 << (v % 64)
			p.behind[v] = append(p.behind[v], int32(at))
		}
		negative += min(0, p.reduced[k])
	}
	// Visits that few routes have come first.
	rare := make([]int32, n)
	for i := range rare {
		rare[i] = int32(i)
	}
	slices.SortFunc(rare, func(a, b int32) int {
		return cmp.Or(cmp.Compare(len(p.behind[a]), len(p.behind[b])), cmp.Compare(a, b))
	})
	covered := make([]uint64, words)
	var chosen, best []int32
	looked := 0
	var search func(over float64, from int)
	search = func(over float64, from int) {
		for from < n && covered[rare[from]/64]&(1<<(rare[from]%64)) != 0 {
			from++
		}
		if from == n {
			cost := 0.0
			for _, at := range chosen {
				cost += float64(p.costs[p.order[at]])
			}
			if cost < limit {
				limit = cost
				best = append(best[:0], chosen...)
			}
			return
		}
		if len(chosen) >= w.most {
			return
		}
		for _, at := range p.behind[rare[from]] {
			more := over + max(0, p.reduced[p.order[at]])
			if sum+negative+more >= limit-0.5 {
				break // those behind it have higher reduced costs
			}
			if looked++; looked > poolNodes {
				return
			}
			mine := p.bits[int(at)*words : int(at+1)*words]
			clash := false
			for i, b := range mine {
				clash = clash || b&covered[i] != 0
			}
			if clash {
				continue
			}
			for i, b := range mine {
				covered[i] |= b
			}
			chosen = append(chosen, at)
			search(more, from+1)
			chosen = chosen[:len(chosen)-1]
			for i, b := range mine {
				covered[i] &^= b
			}
		}
	}
	search(0, 0)
	return best
}

// planOf makes a plan of routes, on the first vehicles that there are.
func (p *pool) planOf(chosen []int32) *plan {
	out := &p.plan
	*out = plan{made: true, nodes: out.nodes[:0], routes: out.routes[:0], absent: out.absent[:0]}
	for v, at := range chosen {
		from := int32(len(out.nodes))
		out.nodes = append(out.nodes, p.route(p.order[at])...)
		out.routes = append(out.routes, span{int32(v), from, int32(len(out.nodes))})
	}
	return out
}

// thin keeps the third of the routes with the lowest reduced costs.
func (p *pool) thin() {
	all := make([]int32, len(p.costs))
	for i := range all {
		all[i] = int32(i)
	}
	slices.SortFunc(all, func(a, b int32) int { return cmp.Or(cmp.Compare(p.reduced[a], p.reduced[b]), cmp.Compare(a, b)) })
	all = all[:min(len(all), poolRoutes/3)]
	slices.Sort(all)
	clear(p.table)
	from, nodes := int32(0), p.nodes[:0]
	for to, k := range all {
		route := p.route(k)
		p.sums[to], p.costs[to] = p.sums[k], p.costs[k]
		nodes = append(nodes, route...)
		p.from[to] = from
		from = int32(len(nodes))
		at := p.sums[to] >> 40 & (poolTable - 1)
		for p.table[at] != 0 {
			at = (at + 1) & (poolTable - 1)
		}
		p.table[at] = int32(to + 1)
	}
	p.sums, p.costs, p.nodes = p.sums[:len(all)], p.costs[:len(all)], nodes
	p.from = append(p.from[:len(all)], from)
}
