package format

import (
	"slices"
	"time"

	"changping/logistics/vrp"
)

// VROOM's output, as its API documentation has it, with a reason for what is unassigned.
type vroomOutput struct {
	Code       int               `json:"code"`
	Summary    vroomSummary      `json:"summary"`
	Unassigned []vroomUnassigned `json:"unassigned"`
	Routes     []vroomRoute      `json:"routes"`
	Estimated  bool              `json:"estimated,omitempty"`
}

type vroomSums struct {
	Cost     int64    `json:"cost"`
	Setup    int64    `json:"setup"`
	Service  int64    `json:"service"`
	Duration int64    `json:"duration"`
	Waiting  int64    `json:"waiting_time"`
	Priority int64    `json:"priority"`
	Distance int64    `json:"distance"`
	Delivery []int64  `json:"delivery"`
	Pickup   []int64  `json:"pickup"`
	Broken   []string `json:"violations"`
}

type vroomSummary struct {
	Routes     int `json:"routes"`
	Unassigned int `json:"unassigned"`
	vroomSums
	Computing struct {
		Solving int64 `json:"solving"`
	} `json:"computing_times"`
}

type vroomUnassigned struct {
	ID       int64      `json:"id"`
	Type     string     `json:"type"`
	Index    int        `json:"location_index"`
	Location []float64  `json:"location,omitempty"`
	Reason   vrp.Reason `json:"reason"`
}

type vroomRoute struct {
	Vehicle int64 `json:"vehicle"`
	vroomSums
	Steps []vroomStep `json:"steps"`
}

type vroomStep struct {
	Type     string    `json:"type"`
	ID       int64     `json:"id,omitempty"`
	Index    *int      `json:"location_index,omitempty"`
	Location []float64 `json:"location,omitempty"`
	Setup    int64     `json:"setup"`
	Service  int64     `json:"service"`
	Waiting  int64     `json:"waiting_time"`
	Load     []int64   `json:"load"`
	Arrival  int64     `json:"arrival"`
	Duration int64     `json:"duration"`
	Distance int64     `json:"distance"`
	Broken   []string  `json:"violations"`
}

// Answer gives an answer in VROOM's form.
func (v *Vroom) Answer(s vrp.Solution, took time.Duration) any {
	out := vroomOutput{Unassigned: []vroomUnassigned{}, Routes: []vroomRoute{}, Estimated: v.Estimated}
	out.Summary.Broken, out.Summary.Delivery, out.Summary.Pickup = []string{}, make([]int64, v.dims), make([]int64, v.dims)
	for _, r := range s.Routes {
		route := v.route(r)
		out.Routes = append(out.Routes, route)
		out.Summary.add(route.vroomSums)
	}
	for _, u := range s.Unserved {
		task, label := &v.Tasks[u.Task], v.Labels[u.Task]
		for k := range task.Pickups {
			out.Unassigned = append(out.Unassigned, vroomUnassigned{label.Pickups[k], "pickup", task.Pickups[k].Place, v.location(task.Pickups[k].Place), u.Reason})
		}
		kind := "job"
		if len(task.Pickups) > 0 {
			kind = "delivery"
		}
		out.Unassigned = append(out.Unassigned, vroomUnassigned{label.Delivery, kind, task.Delivery.Place, v.location(task.Delivery.Place), u.Reason})
	}
	out.Summary.Routes, out.Summary.Unassigned = len(out.Routes), len(out.Unassigned)
	out.Summary.Computing.Solving = took.Milliseconds()
	return out
}

func (s *vroomSums) add(o vroomSums) {
	s.Cost, s.Setup, s.Service, s.Duration = s.Cost+o.Cost, s.Setup+o.Setup, s.Service+o.Service, s.Duration+o.Duration
	s.Waiting, s.Priority, s.Distance = s.Waiting+o.Waiting, s.Priority+o.Priority, s.Distance+o.Distance
	for d := range o.Delivery {
		s.Delivery[d], s.Pickup[d] = s.Delivery[d]+o.Delivery[d], s.Pickup[d]+o.Pickup[d]
	}
}

// location is known where there were no matrices.
func (v *Vroom) location(place int) []float64 {
	if !v.Estimated {
		return nil
	}
	return []float64{v.points[place].Longitude, v.points[place].Latitude}
}

func (v *Vroom) route(r vrp.Route) vroomRoute {
	vehicle := &v.Vehicles[r.Vehicle]
	distances := v.distances[vehicle.Matrix]
	out := vroomRoute{Vehicle: vehicle.ID, Steps: []vroomStep{}}
	out.Delivery, out.Pickup = make([]int64, v.dims), make([]int64, v.dims)
	out.Cost, out.Duration, out.Waiting, out.Broken = r.Cost.Total()/vroomCost, r.Driving, r.Waiting, []string{}
	at, duration, distance, load := vehicle.Start, int64(0), int64(0), r.Load
	drive := func(to int) {
		if at != vrp.Nowhere && to != vrp.Nowhere {
			_, metres := distances.At(at, to)
			distance += metres
		}
		at = to
	}
	step := func(kind string, id int64, place int, arrival int64) *vroomStep {
		s := vroomStep{Type: kind, ID: id, Arrival: arrival, Load: slices.Clone(load[:v.dims]), Duration: duration, Distance: distance, Broken: []string{}}
		if place != vrp.Nowhere {
			s.Index, s.Location = &place, v.location(place)
		}
		out.Steps = append(out.Steps, s)
		return &out.Steps[len(out.Steps)-1]
	}
	if vehicle.Start != vrp.Nowhere {
		step("start", 0, vehicle.Start, r.Start)
	}
	pauses := r.Pauses
	paused := 0
	rest := func(until int64) (total int64) {
		for len(pauses) > 0 && pauses[0].From < until {
			s := step("break", v.breaks[r.Vehicle][paused], vrp.Nowhere, pauses[0].From)
			s.Service = pauses[0].For
			total += pauses[0].For
			pauses, paused = pauses[1:], paused+1
		}
		return total
	}
	left := r.Start
	for k, c := range r.Calls {
		task := &v.Tasks[c.Task]
		kind, visit := "job", &task.Delivery
		switch {
		case c.Pickup != vrp.Delivered:
			kind, visit = "pickup", &task.Pickups[c.Pickup]
		case len(task.Pickups) > 0:
			kind = "delivery"
		}
		resting := rest(c.Begin)
		same := k > 0 && at == c.Place
		drive(c.Place)
		duration += c.Driving
		load = c.Load
		s := step(kind, v.Label(c.VisitRef), c.Place, c.Arrive)
		if !same {
			s.Setup = visit.Setup
		}
		s.Service, s.Waiting = visit.Service, max(0, c.Begin-left-c.Driving-resting)
		s.Arrival = c.Begin - s.Waiting
		left = c.Depart
		out.Setup, out.Service = out.Setup+s.Setup, out.Service+s.Service
		if c.Pickup != vrp.Delivered || len(task.Pickups) == 0 {
			out.Priority += int64(task.Priority)
		}
		for d := range v.dims {
			switch kind {
			case "job":
				out.Delivery[d] += task.Size[d]
				out.Pickup[d] += task.Collected[d]
			case "pickup":
				out.Pickup[d] += task.Size[d]
				out.Delivery[d] += task.Size[d]
			}
		}
	}
	rest(r.End)
	drive(vehicle.End)
	duration = r.Driving
	if vehicle.End != vrp.Nowhere {
		step("end", 0, vehicle.End, r.End)
	}
	out.Distance = distance
	return out
}
