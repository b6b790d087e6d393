package main

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"changping/logistics/vrp/check"
	"changping/logistics/vrp/format"
)

// The plans that the constructed problems are made around are feasible and as long as is claimed, and what the proof that none is
// shorter rests on holds: steps, distances from the depot, and room.
func TestConstructedProblemsHaveTheBestThatIsClaimed(t *testing.T) {
	for _, k := range kindsOfConstructed {
		for number := 1; number <= 16; number++ {
			c := k.construct(number)
			file, err := check.Read(bytes.NewReader(c.text))
			if err != nil {
				t.Fatal(err)
			}
			length, wrong := file.Routes(c.routes, true)
			if len(wrong) > 0 || math.Abs(length-c.best) > 1e-6 {
				t.Fatalf("%s: %.3f instead of %.3f, %s", c.name, length, c.best, strings.Join(wrong, "; "))
			}
			read := format.Solomon
			if k.shipments {
				read = format.LiLim
			}
			p, err := read(bytes.NewReader(c.text), format.Dimacs)
			if err != nil {
				t.Fatal(err)
			}
			demand, visits := int64(0), k.clusters*(k.columns*k.rows+2)
			for _, a := range p.Tasks {
				demand += a.Size[0]
			}
			for a := 1; a <= visits; a++ { // the places are numbered as the visits are
				if _, d := p.Matrices[0].At(0, a); d < int64(10*k.distance) {
					t.Fatalf("%s: %d is %d from the depot", c.name, a, d)
				}
				for b := a + 1; b <= visits; b++ {
					if _, d := p.Matrices[0].At(a, b); d < int64(10*k.step) {
						t.Fatalf("%s: %d and %d are %d apart", c.name, a, b, d)
					}
				}
			}
			if n := float64(visits / k.clusters); k.shipments {
				if k.horizon >= 2*k.distance+n*k.step+(n+1)*k.service {
					t.Fatalf("%s: a vehicle has time for %g visits", c.name, n+1)
				}
			} else if demand <= int64(k.capacity*(k.clusters-1)) {
				t.Fatalf("%s: %d vehicles could carry it", c.name, k.clusters-1)
			}
		}
	}
}
