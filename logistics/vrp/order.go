package vrp

import "slices"

// Orders in which absent tasks are put back.
const (
	bySize = iota
	byFar
	byNear
	byWindow
	byStart
	byEnd
	byPriority
	orders
)

// rankTasks numbers the tasks in each order.
func (c *compiled) rankTasks() {
	var room Size
	for _, k := range c.kinds {
		for d := range room {
			room[d] = max(room[d], k.Capacity[d])
		}
	}
	keys := [orders]func(t int) int64{
		bySize: func(t int) int64 {
			most := 0.0
			for d := range room {
				if j := &c.jobs[t]; room[d] > 0 {
					most = max(most, float64(max(j.size[d], j.collected[d]))/float64(room[d]))
				}
			}
			return -int64(most * 1e9)
		},
		byFar:  func(t int) int64 { return -int64(c.far[t]) },
		byNear: func(t int) int64 { return int64(c.far[t]) },
		byWindow: func(t int) int64 {
			n := &c.nodes[c.jobs[t].delivery]
			return int64(c.latest(t)) - int64(max(0, n.ready))
		},
		byStart:    func(t int) int64 { return int64(c.nodes[c.jobs[t].delivery].ready) },
		byEnd:      func(t int) int64 { return int64(c.latest(t)) },
		byPriority: func(t int) int64 { return -c.jobs[t].weight },
	}
	for k, key := range keys {
		order := make([]int32, len(c.jobs))
		for t := range order {
			order[t] = int32(t)
		}
		slices.SortStableFunc(order, func(a, b int32) int {
			x, y := key(int(a)), key(int(b))
			switch {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return 0
		})
		c.ranks[k] = make([]int32, len(c.jobs))
		for at, t := range order {
			c.ranks[k][t] = int32(at)
		}
	}
	if !slices.ContainsFunc(c.jobs, func(j job) bool { return j.weight != c.jobs[0].weight }) {
		c.ranks[byPriority] = nil
	}
}

// latest is when a task should have begun at the latest: by its window, or by its mark.
func (c *compiled) latest(t int) int32 {
	j := &c.jobs[t]
	if due := c.nodes[j.delivery].due; j.lateCost == 0 || due < j.due {
		return due
	}
	return j.due
}
