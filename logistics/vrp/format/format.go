// Package format reads routing problems in the public formats of the field and writes answers.
package format

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"changping/logistics/vrp"
)

// Metric says how a length on paper becomes a number.
type Metric string

// The metrics.
const (
	Dimacs Metric = "dimacs" // each arc cut off to one decimal
	Exact  Metric = "exact"  // real lengths; times rounded up and costs to the nearest, in ten-thousandths
)

// scale is how many internal units one of the file is.
func (m Metric) scale() float64 {
	if m == Dimacs {
		return 10
	}
	return 10_000
}

// Problem is a problem with what its numbers mean in its file.
type Problem struct {
	vrp.Problem
	Scale  float64 // internal units per unit of the file
	Labels []Label // of each task
}

// Label is what a task's visits are called in the file.
type Label struct {
	Pickups  []int64
	Delivery int64
}

// BadInput says where in a file something is wrong, and what was expected there.
type BadInput struct{ Where, Want string }

func (e *BadInput) Error() string { return e.Where + ": " + e.Want }

func bad(where, want string, args ...any) error { return &BadInput{where, fmt.Sprintf(want, args...)} }

// lines reads the lines of a file that are not blank, with their numbers.
type lines struct {
	text   []string
	number []int
	next   int
}

func readLines(in io.Reader) (*lines, error) {
	l := &lines{}
	s := bufio.NewScanner(in)
	for n := 1; s.Scan(); n++ {
		if text := strings.TrimSpace(s.Text()); text != "" {
			l.text, l.number = append(l.text, text), append(l.number, n)
		}
	}
	if err := s.Err(); err != nil {
		return nil, bad(fmt.Sprintf("line %d", len(l.text)+1), "lines of text: %v", err)
	}
	return l, nil
}

// row gives the numbers of the next line.
func (l *lines) row(least int, what string) ([]float64, error) {
	if l.next >= len(l.text) {
		return nil, bad("end of the file", "expected %s", what)
	}
	text, where := l.text[l.next], fmt.Sprintf("line %d", l.number[l.next])
	l.next++
	var row []float64
	for _, field := range strings.Fields(text) {
		x, err := strconv.ParseFloat(field, 64)
		if err != nil || math.IsNaN(x) || math.Abs(x) > 1e9 {
			return nil, bad(where, "expected %s, found %q", what, field)
		}
		row = append(row, x)
	}
	if len(row) < least {
		return nil, bad(where, "expected %s, found %d numbers", what, len(row))
	}
	return row, nil
}

func (l *lines) where() string { return fmt.Sprintf("line %d", l.number[l.next-1]) }

func (l *lines) more() bool { return l.next < len(l.text) }

// point is a place on paper.
type point struct{ x, y float64 }

// paper makes a matrix of lengths on paper. Under the exact metric driving takes what it is long, rounded up, so that no plan is
// called feasible that is not.
func paper(points []point, metric Metric) vrp.Matrix {
	m := vrp.NewMatrix(len(points))
	scale := metric.scale()
	for i, a := range points {
		for j, b := range points {
			d := math.Hypot(a.x-b.x, a.y-b.y) * scale
			at := i*len(points) + j
			if metric == Dimacs {
				m.Seconds[at] = int32(d + 1e-9)
				m.Metres[at] = m.Seconds[at]
			} else {
				m.Seconds[at], m.Metres[at] = int32(math.Ceil(d-1e-7)), int32(math.Round(d))
			}
		}
	}
	return m
}

// Routes gives the numbers that the visits of each route have in the file.
func (p *Problem) Routes(s vrp.Solution) (routes [][]int64) {
	for _, r := range s.Routes {
		var ids []int64
		for _, c := range r.Calls {
			ids = append(ids, p.Label(c.VisitRef))
		}
		routes = append(routes, ids)
	}
	return routes
}
