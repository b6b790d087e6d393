package check

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// File is a problem of Solomon or of Li and Lim as the checker reads it.
type File struct {
	vehicles, capacity int
	rows               map[int]customer
	paired             bool
}

type customer struct {
	x, y, demand, ready, due, service float64
	pickup, delivery                  int
}

// Read reads either format: rows of seven numbers are Solomon's, of nine Li and Lim's.
func Read(in io.Reader) (*File, error) {
	f := &File{rows: map[int]customer{}}
	scan := bufio.NewScanner(in)
	for scan.Scan() {
		var x []float64
		for _, word := range strings.Fields(scan.Text()) {
			n, err := strconv.ParseFloat(word, 64)
			if err != nil {
				x = nil
				break
			}
			x = append(x, n)
		}
		switch len(x) {
		case 2, 3:
			if f.vehicles == 0 {
				f.vehicles, f.capacity = int(x[0]), int(x[1])
			}
		case 7:
			f.rows[int(x[0])] = customer{x[1], x[2], x[3], x[4], x[5], x[6], 0, 0}
		case 9:
			f.paired = true
			f.rows[int(x[0])] = customer{x[1], x[2], x[3], x[4], x[5], x[6], int(x[7]), int(x[8])}
		}
	}
	if err := scan.Err(); err != nil {
		return nil, err
	}
	if len(f.rows) == 0 || f.vehicles == 0 {
		return nil, fmt.Errorf("neither Solomon's format nor Li and Lim's")
	}
	return f, nil
}

// Routes drives routes of customers' numbers over the plane and gives their length, and everything that is wrong with them. With
// truncated every arc is cut off to one decimal; else lengths are real, and a millionth of tolerance is left for their sums.
func (f *File) Routes(routes [][]int64, truncated bool) (length float64, wrong []string) {
	fail := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	arc := func(a, b customer) float64 {
		d := math.Sqrt((a.x-b.x)*(a.x-b.x) + (a.y-b.y)*(a.y-b.y))
		if truncated {
			return math.Floor(d*10+1e-9) / 10
		}
		return d
	}
	if len(routes) > f.vehicles {
		fail("%d vehicles, there are %d", len(routes), f.vehicles)
	}
	seen := map[int]int{}
	depot := f.rows[0]
	for n, route := range routes {
		at, now, load := depot, depot.ready, 0.0
		if !f.paired {
			for _, id := range route {
				load += f.rows[int(id)].demand
			}
		}
		check := func(id int64) {
			if load > float64(f.capacity) || load < 0 {
				fail("route %d: %g aboard at %d, room for %d", n, load, id, f.capacity)
			}
		}
		check(0)
		aboard := map[int]bool{}
		for _, id := range route {
			c, known := f.rows[int(id)]
			if !known || id == 0 {
				fail("route %d: there is no customer %d", n, id)
				continue
			}
			seen[int(id)]++
			length += arc(at, c)
			now = math.Max(now+arc(at, c), c.ready)
			if now > c.due+1e-6 {
				fail("route %d: at %d at %g, too late for %g", n, id, now, c.due)
			}
			now += c.service
			switch {
			case !f.paired:
				load -= c.demand
			case c.delivery != 0:
				aboard[int(id)] = true
				load += c.demand
			default:
				if !aboard[c.pickup] {
					fail("route %d: %d is delivered before %d is picked up", n, id, c.pickup)
				}
				delete(aboard, c.pickup)
				load += c.demand
			}
			check(id)
			at = c
		}
		length += arc(at, depot)
		if now += arc(at, depot); now > depot.due+1e-6 {
			fail("route %d: back at %g, too late for %g", n, now, depot.due)
		}
		if len(aboard) > 0 {
			fail("route %d: %d picked up and not delivered", n, len(aboard))
		}
	}
	for id := range f.rows {
		if id != 0 && seen[id] != 1 {
			fail("customer %d is visited %d times", id, seen[id])
		}
	}
	return length, wrong
}
