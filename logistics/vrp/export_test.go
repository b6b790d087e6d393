package vrp

import (
	"context"
	"fmt"
	"slices"
)

// Books runs rounds of a search and compares after each what it keeps by addition with what counting anew gives.
func Books(p Problem, rounds int) error {
	c, err := compile(&p)
	if err != nil {
		return err
	}
	s := newSearch(context.Background(), c, Options{Seed: 5}, 0)
	for i := range rounds {
		if err := s.audit(); err != nil {
			return fmt.Errorf("after %d rounds: %w", i, err)
		}
		s.round(s.temperature)
	}
	return nil
}

func (w *walk) audit() error {
	c := w.c
	cost, missing, visits := int64(0), int64(0), 0
	stock := slices.Clone(c.Stocks)
	on := filled(len(c.nodes))
	for v := range w.routes {
		r := &w.routes[v]
		if r.empty() == slices.Contains(w.used, int32(v)) {
			return fmt.Errorf("vehicle %d is empty: %t, and used", v, r.empty())
		}
		if r.empty() {
			continue
		}
		m := r.kind.first()
		for i, s := range r.stops[1 : len(r.stops)-1] {
			c.step(r.kind, &m, s.node)
			if i+1 == r.frozen {
				m.depart = max(m.depart, c.leaves[v])
			}
			if m.depart != s.depart {
				return fmt.Errorf("vehicle %d: departure %d is %d, should be %d", v, i, s.depart, m.depart)
			}
			on[s.node] = int32(v)
			visits++
			if nd := &c.nodes[s.node]; nd.pickup && nd.stock > 0 {
				stock[nd.stock-1] -= nd.units
			}
		}
		is, _ := c.finish(r.kind, &m, c.leaves[v] > 0)
		if is != r.cost {
			return fmt.Errorf("vehicle %d costs %d, should be %d", v, r.cost, is)
		}
		cost += is
	}
	if !slices.Equal(on, w.routeOf) {
		return fmt.Errorf("visits on routes %v, should be %v", w.routeOf, on)
	}
	for _, t := range w.absent {
		if j := &c.jobs[t]; j.optional {
			cost += j.price >> c.shift
		} else {
			missing += j.weight
		}
	}
	if cost != w.cost || missing != w.missing || !slices.Equal(stock, w.stock) {
		return fmt.Errorf("cost %d, missing %d, stock %v, should be %d, %d, %v", w.cost, w.missing, w.stock, cost, missing, stock)
	}
	return nil
}
