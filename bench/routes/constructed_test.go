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
			p, err := format.Solomon(bytes.NewReader(c.text), format.Dimacs)
			if err != nil {
				t.Fatal(err)
			}
			demand := int64(0)
			for i, a := range p.Tasks {
				demand += a.Size[0]
				from := a.Delivery.Place
				if _, d := p.Matrices[0].At(0, from); d < int64(10*k.distance) {
					t.Fatalf("%s: %d is %d from the depot", c.name, a.ID, d)
				}
				for _, b := range p.Tasks[i+1:] {
					if _, d := p.Matrices[0].At(from, b.Delivery.Place); d < int64(10*k.step) {
						t.Fatalf("%s: %d and %d are %d apart", c.name, a.ID, b.ID, d)
					}
				}
			}
			if demand <= int64(k.capacity*(k.clusters-1)) {
				t.Fatalf("%s: %d vehicles could carry it", c.name, k.clusters-1)
			}
		}
	}
}
