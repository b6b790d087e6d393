package vrp_test

import (
	"testing"

	"changping/logistics/vrp"
)

// One lorry of 10 stands at place 0 and may be out for an hour; place 1 is ten minutes away, place 2 cannot be reached. Each case tells
// why the last task stays behind.
func TestWhatKeepsATaskOutIsNamed(t *testing.T) {
	const stop = 300
	load := func(size int64) vrp.Task {
		return vrp.Task{Pickups: []vrp.Visit{{Place: 0, Setup: stop}}, Delivery: vrp.Visit{Place: 1, Setup: stop}, Size: vrp.Size{size, 1}, Class: -1, Due: 100_000, LateCost: 200}
	}
	with := func(x vrp.Task, change func(*vrp.Task)) vrp.Task { change(&x); return x }
	tasks := func(all ...vrp.Task) []vrp.Task { return all }
	for name, c := range map[string]struct {
		vehicle func(*vrp.Vehicle)
		tasks   []vrp.Task
		want    vrp.Reason
	}{
		"it must be kept cold and no vehicle can":     {nil, tasks(with(load(1), func(x *vrp.Task) { x.Skills = 2 })), vrp.Skill},
		"too heavy for every vehicle":                 {nil, tasks(load(11)), vrp.Capacity},
		"too bulky for every vehicle":                 {nil, tasks(with(load(1), func(x *vrp.Task) { x.Size[1] = 11 })), vrp.Capacity},
		"too bulky, and cold besides":                 {nil, tasks(with(load(11), func(x *vrp.Task) { x.Skills = 2 })), vrp.Skill},
		"the way there and back is longer than shift": {func(v *vrp.Vehicle) { v.ShiftEnd = 1000 }, tasks(load(1)), vrp.Shift},
		"full, and no time for a second round":        {func(v *vrp.Vehicle) { v.ShiftEnd = 3000 }, tasks(load(10), load(10)), vrp.Shift},
		"no time for a second round, and they clash": {func(v *vrp.Vehicle) { v.ShiftEnd = 3000 },
			tasks(with(load(5), func(x *vrp.Task) { x.Class = 0 }), with(load(5), func(x *vrp.Task) { x.Class = 1 })), vrp.Clash},
		"no road leads there":                    {nil, tasks(with(load(1), func(x *vrp.Task) { x.Delivery.Place = 2 })), vrp.Unreachable},
		"late, but planned":                      {nil, tasks(with(load(1), func(x *vrp.Task) { x.Due = 1 })), ""},
		"closed before anyone can be there":      {nil, tasks(with(load(1), func(x *vrp.Task) { x.Delivery.Windows = []vrp.Window{{From: 0, To: 500}} })), vrp.TimeWindow},
		"further than the vehicle may drive":     {func(v *vrp.Vehicle) { v.MaxMetres = 9000 }, tasks(load(1)), vrp.Duration},
		"one stop too many":                      {func(v *vrp.Vehicle) { v.MaxStops = 1 }, tasks(load(1)), vrp.StopLimit},
		"two trips where one is allowed":         {func(v *vrp.Vehicle) { v.MaxTrips, v.ShiftEnd = 1, 100_000 }, tasks(load(10), load(10)), vrp.StopLimit},
		"two trips of one vehicle":               {func(v *vrp.Vehicle) { v.ShiftEnd = 100_000 }, tasks(load(10), load(10)), ""},
		"it is not there":                        {nil, tasks(with(load(1), func(x *vrp.Task) { x.Pickups[0].Stock, x.Pickups[0].Units = 1, 6 })), vrp.Stock},
		"it costs more than leaving it":          {nil, tasks(with(load(1), func(x *vrp.Task) { x.Optional, x.Price = true, 100 })), vrp.Pricey},
		"it is worth its price":                  {nil, tasks(with(load(1), func(x *vrp.Task) { x.Optional, x.Price = true, 100_000 })), ""},
		"its place is open twice, and the later": {nil, tasks(with(load(1), func(x *vrp.Task) { x.Delivery.Windows = []vrp.Window{{From: 0, To: 500}, {From: 2000, To: 2100}} })), ""},
	} {
		vehicle := vrp.Vehicle{Capacity: vrp.Size{10, 10}, Skills: 1, ShiftEnd: 3600, Cost: vrp.Cost{Metre: 1}}
		if c.vehicle != nil {
			c.vehicle(&vehicle)
		}
		p := vrp.Problem{Matrices: []vrp.Matrix{{Places: 3, Seconds: []int32{0, 600, -1, 600, 0, -1, -1, -1, 0}, Metres: []int32{0, 5000, 0, 5000, 0, 0, 0, 0, 0}}},
			Vehicles: []vrp.Vehicle{vehicle}, Tasks: c.tasks, Stocks: []int64{5}, Clashes: []uint64{2, 1}}
		s := solve(t, p, vrp.Options{Seed: 1, Iterations: 20})
		var got vrp.Reason
		if len(s.Unserved) > 0 {
			got = s.Unserved[0].Reason
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q; plan %+v", name, got, c.want, s)
		}
	}
}

// Goods loaded last are delivered first where asked, though it is the longer way.
func TestLastInFirstOutDecidesTheOrder(t *testing.T) {
	line := vrp.NewMatrix(5) // places 0 to 4 on a line, a hundred apart
	for i := range 5 {
		for j := range 5 {
			line.Seconds[i*5+j] = int32(100 * max(i-j, j-i))
			line.Metres[i*5+j] = line.Seconds[i*5+j]
		}
	}
	shipment := func(from, to int) vrp.Task {
		return vrp.Task{Pickups: []vrp.Visit{{Place: from}}, Delivery: vrp.Visit{Place: to}, Class: -1}
	}
	p := vrp.Problem{Matrices: []vrp.Matrix{line}, Vehicles: []vrp.Vehicle{{End: vrp.Nowhere, ShiftEnd: 100_000, Cost: vrp.Cost{Metre: 1}}}, Tasks: []vrp.Task{shipment(1, 3), shipment(2, 4)}}
	free := solve(t, p, vrp.Options{Seed: 1, Iterations: 50})
	p.Vehicles[0].LastInFirstOut = true
	stacked := solve(t, p, vrp.Options{Seed: 1, Iterations: 50})
	if free.Cost.Total() != 400 || stacked.Cost.Total() != 500 {
		t.Errorf("%d m in any order and %d m last in first out, want 400 and 500", free.Cost.Total(), stacked.Cost.Total())
	}
}

// Two warehouses have the goods, the nearer one for one task only.
func TestEachTaskIsPickedUpWhereTheGoodsAre(t *testing.T) {
	m := vrp.NewMatrix(3)
	for i := range m.Metres {
		m.Metres[i] = []int32{0, 10, 100, 10, 0, 100, 100, 100, 0}[i]
		m.Seconds[i] = m.Metres[i]
	}
	task := vrp.Task{Pickups: []vrp.Visit{{Place: 0, Stock: 1, Units: 1}, {Place: 2, Stock: 2, Units: 1}}, Delivery: vrp.Visit{Place: 1}, Class: -1}
	p := vrp.Problem{Matrices: []vrp.Matrix{m}, Vehicles: []vrp.Vehicle{{ShiftEnd: 10_000, Cost: vrp.Cost{Metre: 1}}}, Tasks: []vrp.Task{task, task, task}, Stocks: []int64{1, 1}}
	s := solve(t, p, vrp.Options{Seed: 1, Iterations: 100})
	if len(s.Unserved) != 1 || s.Unserved[0].Reason != vrp.Stock {
		t.Errorf("left out: %+v, want one task for want of stock", s.Unserved)
	}
}

// A vehicle more never makes a plan worse, beyond the noise of a search that ends.
func TestAVehicleMoreNeverMakesAPlanWorse(t *testing.T) {
	p := dispatch(3, 24, 6, 2)
	before := solve(t, p, vrp.Options{Seed: 1, Iterations: 1500})
	for extra := range 3 {
		p.Vehicles = append(p.Vehicles, p.Vehicles[extra])
		after := solve(t, p, vrp.Options{Seed: 1, Iterations: 1500})
		if len(after.Unserved) > len(before.Unserved) || len(after.Unserved) == len(before.Unserved) && float64(after.Cost.Total()) > 1.05*float64(before.Cost.Total()) {
			t.Errorf("with vehicle %d more: %d left out at %d, before %d at %d", extra+1, len(after.Unserved), after.Cost.Total(), len(before.Unserved), before.Cost.Total())
		}
		before = after
	}
}

func TestWhatIsTooBigForAVehicleIsDivided(t *testing.T) {
	m := vrp.NewMatrix(2)
	m.Seconds, m.Metres = []int32{0, 100, 100, 0}, []int32{0, 100, 100, 0}
	p := vrp.Problem{Matrices: []vrp.Matrix{m}, Vehicles: []vrp.Vehicle{{Capacity: vrp.Size{2500}, ShiftEnd: 100_000}, {Capacity: vrp.Size{1000}, ShiftEnd: 100_000}},
		Tasks: []vrp.Task{{Pickups: []vrp.Visit{{Service: 600}}, Delivery: vrp.Visit{Place: 1, Service: 600}, Size: vrp.Size{6000}, Unit: vrp.Size{10}, Class: -1}, {Delivery: vrp.Visit{Place: 1}, Size: vrp.Size{20}, Class: -1}}}
	if s := solve(t, p, vrp.Options{Seed: 1, Iterations: 20}); len(s.Unserved) != 1 || s.Unserved[0].Reason != vrp.Capacity {
		t.Errorf("undivided: %+v", s.Unserved)
	}
	parts, of := vrp.Divide(p)
	sum, service := int64(0), int64(0)
	for i, x := range parts.Tasks {
		if of[i] == 0 {
			sum, service = sum+x.Size[0], service+x.Delivery.Service
		}
	}
	if sum != 6000 || service < 600 || service > 610 || len(of) != 5 || of[4] != 1 || parts.Tasks[2].Size[0] != 620 {
		t.Errorf("%d in %v parts of %d seconds: %+v", sum, of, service, parts.Tasks)
	}
	if s := solve(t, parts, vrp.Options{Seed: 1, Iterations: 200}); len(s.Unserved) != 0 {
		t.Errorf("divided, and left out: %+v", s.Unserved)
	}
}
