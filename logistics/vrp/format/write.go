package format

import (
	"math"
	"time"

	"changping/logistics/vrp"
)

// answer is what is written for a problem on paper.
type answer struct {
	Cost       float64      `json:"cost"`
	Distance   float64      `json:"distance"`
	Vehicles   int          `json:"vehicles"`
	Routes     []route      `json:"routes"`
	Unassigned []unassigned `json:"unassigned"`
	Iterations int64        `json:"iterations"`
	Seconds    float64      `json:"seconds"`
}

type route struct {
	Vehicle  int64     `json:"vehicle"`
	Stops    []int64   `json:"stops"`
	Distance float64   `json:"distance"`
	Arrivals []float64 `json:"arrivals"`
}

type unassigned struct {
	ID     int64      `json:"id"`
	Reason vrp.Reason `json:"reason"`
}

// Answer gives an answer in the file's units.
func (p *Problem) Answer(s vrp.Solution, took time.Duration) any {
	out := answer{Cost: p.units(s.Cost.Total()), Vehicles: len(s.Routes), Routes: []route{}, Unassigned: []unassigned{}, Iterations: s.Iterations, Seconds: math.Round(took.Seconds()*1000) / 1000}
	metres := int64(0)
	for i, stops := range p.Routes(s) {
		r := s.Routes[i]
		x := route{Vehicle: p.Vehicles[r.Vehicle].ID, Stops: stops, Distance: p.units(r.Metres), Arrivals: []float64{}}
		for _, c := range r.Calls {
			x.Arrivals = append(x.Arrivals, p.units(c.Arrive))
		}
		metres += r.Metres
		out.Routes = append(out.Routes, x)
	}
	out.Distance = p.units(metres)
	for _, u := range s.Unserved {
		out.Unassigned = append(out.Unassigned, unassigned{p.Tasks[u.Task].ID, u.Reason})
	}
	return out
}

func (p *Problem) units(x int64) float64 { return float64(x) / p.Scale }
