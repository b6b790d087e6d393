package format

import (
	"io"
	"math"

	"changping/logistics/vrp"
)

// Cordeau reads a problem of Cordeau, Laporte and Mercier: several depots, periods or vehicle types, with time windows or without.
// Of its types 2 (several depots) and 6 (the same with windows), 0 and 4 (one depot) are read, and 3 and 7 (site-dependent).
func Cordeau(in io.Reader, metric Metric) (*Problem, error) {
	l, err := readLines(in)
	if err != nil {
		return nil, err
	}
	head, err := l.row(4, "type, vehicles, customers, depots")
	if err != nil {
		return nil, err
	}
	kind, vehicles, customers, sets := int(head[0]), int(head[1]), int(head[2]), int(head[3])
	windows := kind >= 4
	switch kind {
	case 0, 2, 3, 4, 6, 7:
	default:
		return nil, bad(l.where(), "expected type 0, 2, 3, 4, 6 or 7, found %d: periods and splits are other problems", kind)
	}
	if vehicles < 1 || customers < 0 || sets < 1 || vehicles*sets > 100_000 || customers > 20_000 {
		return nil, bad(l.where(), "expected at least one vehicle and one depot")
	}
	depots, types := sets, 1
	if kind == 3 || kind == 7 {
		depots, types = 1, sets
	}
	var limits []limit
	for range sets {
		row, err := l.row(2, "longest duration and load of a depot's vehicles")
		if err != nil {
			return nil, err
		}
		if row[0] < 0 || row[1] < 0 {
			return nil, bad(l.where(), "expected a duration and a load of at least 0")
		}
		limits = append(limits, limit{row[0], row[1]})
	}
	p := &Problem{Scale: metric.scale()}
	points := make([]point, customers+depots)
	var far float64
	for i := range points {
		least := 5
		if windows {
			least = 7
		}
		row, err := l.row(least, "number, x, y, service, demand, frequency, combinations, ...")
		if err != nil {
			return nil, err
		}
		points[i] = point{row[1], row[2]}
		far = max(far, math.Abs(row[1]), math.Abs(row[2]))
		var open []vrp.Window
		if windows {
			w := vrp.Window{From: p.time(row[len(row)-2]), To: p.time(row[len(row)-1])}
			if w.To < w.From {
				return nil, bad(l.where(), "expected a window that ends after it begins")
			}
			if w.To > 0 {
				open = []vrp.Window{w}
			}
		}
		if i >= customers {
			p.depot(i, open, vehicles, types, limits, i-customers)
			continue
		}
		if row[3] < 0 || row[4] < 0 || row[4] != math.Trunc(row[4]) {
			return nil, bad(l.where(), "expected a service time and a whole demand of at least 0")
		}
		p.Labels = append(p.Labels, Label{Delivery: int64(row[0])})
		task := vrp.Task{ID: int64(row[0]), Size: vrp.Size{int64(row[4])}, Class: -1, Delivery: vrp.Visit{Place: i, Windows: open, Service: p.time(row[3])}}
		if types > 1 {
			// The combinations are the vehicle types that may serve it.
			if len(row) < 7+int(row[6]) {
				return nil, bad(l.where(), "expected %g vehicle types, found %d numbers", row[6], len(row)-7)
			}
			for _, x := range row[7 : 7+int(row[6])] {
				for v := range vehicles {
					if k := int(x) - 1; k >= 0 && k < types {
						task.Vehicles = append(task.Vehicles, k*vehicles+v)
					}
				}
			}
		}
		p.Tasks = append(p.Tasks, task)
	}
	p.Matrices = []vrp.Matrix{paper(points, metric)}
	// Shifts that nothing bounds are longer than any route.
	day := p.time(1e4 + 10*far*float64(customers+1))
	for i := range p.Vehicles {
		if p.Vehicles[i].ShiftEnd == 0 {
			p.Vehicles[i].ShiftEnd = min(day, 1<<28)
		}
	}
	return p, nil
}

// limit is what a depot or a vehicle type allows: 0 is no limit.
type limit struct{ duration, load float64 }

// depot adds the vehicles of a depot; of the one depot those of every type.
func (p *Problem) depot(place int, open []vrp.Window, vehicles, types int, limits []limit, at int) {
	for kind := range types {
		k := at
		if types > 1 {
			k = kind
		}
		for range vehicles {
			v := vrp.Vehicle{ID: int64(len(p.Vehicles) + 1), Start: place, End: place, MaxDuration: p.time(limits[k].duration), Cost: vrp.Cost{Metre: 1}, Capacity: vrp.Size{int64(limits[k].load)}}
			if limits[k].load == 0 {
				v.Capacity[0] = math.MaxInt32
			}
			if len(open) > 0 {
				v.ShiftStart, v.ShiftEnd = open[0].From, open[0].To
			}
			p.Vehicles = append(p.Vehicles, v)
		}
	}
}
