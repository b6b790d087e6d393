package vrp_test

import (
	"changping/logistics/vrp"

	"pgregory.net/rapid"
)

// drawProblem makes a random problem on a grid in which everything that the model has may occur, of at most so many tasks.
func drawProblem(t *rapid.T, most int) vrp.Problem {
	yes := func(name string, percent int) bool { return rapid.IntRange(1, 100).Draw(t, name) <= percent }
	number := func(name string, from, to int64) int64 { return rapid.Int64Range(from, to).Draw(t, name) }
	n := rapid.IntRange(2, 12).Draw(t, "places")
	p := vrp.Problem{}
	for range rapid.IntRange(1, 2).Draw(t, "profiles") {
		m := vrp.NewMatrix(n)
		x, y := make([]int64, n), make([]int64, n)
		for i := range n {
			x[i], y[i] = number("x", 0, 100), number("y", 0, 100)
		}
		oneWay := number("one-way", 0, 50)
		for i := range n {
			for j := range n {
				away := max(x[i]-x[j], x[j]-x[i]) + max(y[i]-y[j], y[j]-y[i])
				if i < j {
					away += oneWay
				}
				if i == j {
					away = 0
				}
				m.Seconds[i*n+j], m.Metres[i*n+j] = int32(away*10), int32(away*100)
			}
		}
		if yes("a road missing", 20) {
			m.Seconds[n-1] = -1
		}
		p.Matrices = append(p.Matrices, m)
	}
	place := func() int { return rapid.IntRange(0, n-1).Draw(t, "place") }
	size := func(most int64) vrp.Size { return vrp.Size{number("kg", 0, most), number("m3", 0, most/2)} }
	plain := yes("plain", 25)
	for i := range rapid.IntRange(1, 6).Draw(t, "vehicles") {
		v := vrp.Vehicle{ID: int64(i), Start: place(), End: place(), Matrix: rapid.IntRange(0, len(p.Matrices)-1).Draw(t, "matrix"), Capacity: vrp.Size{number("kg", 5, 30), number("m3", 5, 30)},
			Skills: uint64(rapid.IntRange(0, 3).Draw(t, "skills")), ShiftStart: number("shift start", 0, 1000), Cost: vrp.Cost{Metre: number("per metre", 0, 2), Driving: number("per second", 0, 2), Fixed: number("fixed", 0, 5000)}}
		v.ShiftEnd = v.ShiftStart + number("shift", 2000, 20000)
		if i > 0 && yes("a twin", 50) {
			v = p.Vehicles[i-1]
			v.ID = int64(i)
		}
		if yes("starts anywhere", 10) {
			v.Start = vrp.Nowhere
		}
		if yes("open", 15) {
			v.End = vrp.Nowhere
		}
		if !plain {
			v.Breaks = nil
			if yes("breaks", 30) {
				from := v.ShiftStart + number("break", 0, 4000)
				v.Breaks = append(v.Breaks, vrp.Break{From: from, To: from + number("break window", 0, 3000), For: number("break length", 1, 900)})
				if yes("second break", 30) {
					v.Breaks = append(v.Breaks, vrp.Break{From: from + 1000, To: from + 4000, For: 300})
				}
			}
			if yes("rests", 30) {
				v.Rest = vrp.Rest{After: number("at the wheel", 300, 4000), For: number("rest", 1, 900)}
			}
			if yes("duty", 30) {
				v.Cost.Duty = number("per second out", 1, 3)
			}
			limit := func(name string, percent int, from, to int64) int64 {
				if !yes(name, percent) {
					return 0
				}
				return number(name+" most", from, to)
			}
			v.MaxStops, v.MaxVisits, v.MaxTrips = int(limit("stops", 20, 1, 10)), int(limit("visits", 20, 1, 12)), int(limit("trips", 20, 1, 4))
			v.MaxDuration, v.MaxDriving, v.MaxMetres = limit("duration", 20, 2000, 15000), limit("driving", 20, 1000, 10000), limit("metres", 20, 10000, 100000)
			v.LastInFirstOut = yes("last in first out", 20)
			if yes("pace", 20) {
				v.Pace = float64(number("pace of ten", 5, 20)) / 10
			}
		}
		p.Vehicles = append(p.Vehicles, v)
	}
	if yes("stocks", 30) {
		p.Stocks = []int64{number("stock", 0, 30), number("stock", 0, 30)}
	}
	if !plain {
		p.Clashes = []uint64{2, 0, 4 | 1}
	}
	windows := func() (w []vrp.Window) {
		if yes("any time", 50) {
			return nil
		}
		from := number("from", 0, 6000)
		for range rapid.IntRange(1, 3).Draw(t, "windows") {
			w = append(w, vrp.Window{From: from, To: from + number("length", 0, 4000)})
			from = w[len(w)-1].To + number("closed", 1, 2000)
		}
		return w
	}
	visit := func() vrp.Visit {
		v := vrp.Visit{Place: place(), Windows: windows(), Service: number("service", 0, 300)}
		if !plain && yes("setup", 40) {
			v.Setup = number("setup time", 1, 300)
		}
		return v
	}
	singles := rapid.IntRange(0, 2).Draw(t, "kind of tasks")
	for i := range rapid.IntRange(1, most).Draw(t, "tasks") {
		x := vrp.Task{ID: int64(i), Delivery: visit(), Size: size(12), Skills: uint64(rapid.IntRange(0, 1).Draw(t, "need")), Class: -1, Priority: rapid.IntRange(0, 2).Draw(t, "priority")}
		if singles == 0 || singles == 1 && yes("shipment", 50) {
			for range rapid.IntRange(1, 2).Draw(t, "pick-ups") {
				up := visit()
				if len(p.Stocks) > 0 && yes("from a stock", 50) {
					up.Stock, up.Units = rapid.IntRange(1, len(p.Stocks)).Draw(t, "which"), number("units", 0, 10)
				}
				x.Pickups = append(x.Pickups, up)
			}
		} else if yes("collect", 20) {
			x.Collected = size(12)
		}
		if yes("optional", 20) {
			x.Optional, x.Price = true, number("price", 0, 30000)
		}
		if yes("named vehicles", 10) {
			x.Vehicles = []int{rapid.IntRange(0, len(p.Vehicles)-1).Draw(t, "vehicle")}
		}
		if !plain {
			x.Class = rapid.IntRange(-1, 2).Draw(t, "class")
			if yes("mark", 40) {
				x.Due, x.LateCost = number("due", 0, 10000), number("late cost", 1, 200)
			}
		}
		p.Tasks = append(p.Tasks, x)
	}
	return p
}

// givenOf makes the plan of an answer, frozen as far as drawn.
func givenOf(s vrp.Solution, frozen func(n int) int) (given []vrp.Given) {
	for _, r := range s.Routes {
		g := vrp.Given{Vehicle: r.Vehicle, Frozen: frozen(len(r.Calls))}
		for _, c := range r.Calls {
			g.Visits = append(g.Visits, c.VisitRef)
		}
		given = append(given, g)
	}
	return given
}
