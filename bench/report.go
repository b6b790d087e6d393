package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// line is a measured figure with what was aimed at.
type line struct {
	what, figure, target string
	met                  verdict
	missed               string // by how much
}

type verdict int

const (
	noTarget verdict = iota
	met
	missed
)

type section struct {
	title string
	lines []line
}

type report struct{ sections []section }

func (r *report) section(title string) { r.sections = append(r.sections, section{title: title}) }

func (r *report) add(l line) {
	s := &r.sections[len(r.sections)-1]
	s.lines = append(s.lines, l)
}

// tell adds a figure that nothing was aimed at.
func (r *report) tell(what, figure string) { r.add(line{what: what, figure: figure}) }

// atLeast adds a figure that should be so much or more.
func (r *report) atLeast(what, unit string, is, target float64) {
	l := line{what: what, figure: format(is) + unit, target: ">= " + format(target) + unit, met: met}
	if is < target {
		l.met, l.missed = missed, fmt.Sprintf("by %.0f %%", 100*(1-is/target))
	}
	r.add(l)
}

// atMost adds a figure that should be so much or less.
func (r *report) atMost(what, unit string, is, target float64) {
	l := line{what: what, figure: format(is) + unit, target: "<= " + format(target) + unit, met: met}
	if is > target {
		l.met, l.missed = missed, fmt.Sprintf("%.1f times", is/target)
	}
	r.add(l)
}

func format(n float64) string {
	switch {
	case n >= 1000:
		text := fmt.Sprintf("%.0f", n)
		for i := len(text) - 3; i > 0; i -= 3 {
			text = text[:i] + "," + text[i:]
		}
		return text
	case n >= 100:
		return fmt.Sprintf("%.0f", n)
	}
	return fmt.Sprintf("%.3g", n)
}

// flush prints what has been measured since the last time.
func (r *report) flush(w io.Writer) {
	for _, s := range r.sections {
		fmt.Fprintf(w, "\n%s\n", s.title)
		for _, l := range s.lines {
			fmt.Fprintf(w, "  %-74s %14s", l.what, l.figure)
			switch l.met {
			case met:
				fmt.Fprintf(w, "   %-14s met", l.target)
			case missed:
				fmt.Fprintf(w, "   %-14s MISSED %s", l.target, l.missed)
			case noTarget:
			}
			fmt.Fprintln(w)
		}
	}
	r.sections = nil
}

func median(all []float64) float64 { return quantile(all, 0.5) }

// quantile gives the q-th quantile; 0 of nothing.
func quantile(all []float64, q float64) float64 {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// spread names many figures shortly.
func spread(all []float64, unit string) string {
	texts := make([]string, len(all))
	for i, n := range all {
		texts[i] = format(n)
	}
	return strings.Join(texts, " / ") + unit
}
