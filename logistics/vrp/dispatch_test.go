package vrp_test

import (
	"context"
	"math"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"changping/logistics/vrp"
	"changping/logistics/vrp/check"
)

// dispatch makes the problem of a dispatch desk with every constraint on: shipments from depots to places of a district, marks with
// weights, opening hours, cold and hazardous goods that may not ride with food, lorries and vans with room in kilograms, cubic
// decimetres and pallets, breaks, rests, shifts, hourly cost.
func dispatch(seed uint64, tasks, vehicles, depots int) vrp.Problem {
	rng := rand.New(rand.NewPCG(seed, 11))
	n := depots + tasks
	x, y := make([]float64, n), make([]float64, n)
	for i := range n {
		x[i], y[i] = rng.Float64()*30_000, rng.Float64()*30_000
	}
	p := vrp.Problem{Clashes: []uint64{1 << 1, 1 << 0, 0}}
	for _, metresPerSecond := range []float64{11, 8} {
		m := vrp.NewMatrix(n)
		for i := range n {
			for j := range n {
				d := 1.3 * math.Hypot(x[i]-x[j], y[i]-y[j])
				m.Metres[i*n+j], m.Seconds[i*n+j] = int32(d), int32(math.Ceil(d/metresPerSecond))
			}
		}
		p.Matrices = append(p.Matrices, m)
	}
	const hour = 3600
	for v := range vehicles {
		depot := v % depots
		van := v%3 == 0
		w := vrp.Vehicle{ID: int64(v), Start: depot, End: depot, Matrix: 1, Capacity: vrp.Size{8000, 30_000, 12}, ShiftEnd: 10 * hour, Skills: uint64(v % 4), MaxStops: 20, MaxDuration: 10 * hour,
			Breaks: []vrp.Break{{From: 4 * hour, To: 5 * hour, For: 1800}}, Rest: vrp.Rest{After: 4 * hour, For: 1200}, Cost: vrp.Cost{Fixed: 20_000, Metre: 2, Duty: 5}}
		if van {
			w.Matrix, w.Capacity, w.Cost = 0, vrp.Size{1500, 9000, 4}, vrp.Cost{Fixed: 8000, Metre: 1, Duty: 4}
		}
		p.Vehicles = append(p.Vehicles, w)
	}
	for t := range tasks {
		class := rng.IntN(3)
		size := vrp.Size{int64(50 + rng.IntN(1200)), int64(200 + rng.IntN(5000)), int64(rng.IntN(3))}
		var skills uint64
		if rng.IntN(4) == 0 {
			skills = 1 << rng.IntN(2)
		}
		from := int64(rng.IntN(4)) * hour
		p.Tasks = append(p.Tasks, vrp.Task{ID: int64(t), Pickups: []vrp.Visit{{Place: rng.IntN(depots), Service: 300, Setup: 300}}, Size: size, Skills: skills, Class: class, Priority: rng.IntN(3),
			Delivery: vrp.Visit{Place: depots + t, Windows: []vrp.Window{{From: from, To: from + 6*hour}}, Service: 300, Setup: 300}, Due: int64(1+rng.IntN(4)) * hour, LateCost: int64(5 + rng.IntN(50))})
	}
	return p
}

// The desk cannot wait: with 60 shipments, 40 vehicles and 5 depots and everything on there is a plan at once.
func TestADispatchHasItsFirstPlanAtOnce(t *testing.T) {
	p := dispatch(1, 60, 40, 5)
	begun := cpu(t)
	first := solve(t, p, vrp.Options{Seed: 1, Iterations: 1})
	took := cpu(t) - begun
	if len(first.Unserved) > 0 {
		t.Errorf("left out: %+v", first.Unserved)
	}
	t.Logf("first plan in %v at %d", took, first.Cost.Total())
	if took > 2*time.Second { // it takes a hundredth of that; the race detector makes it twenty times slower
		t.Errorf("the first plan took %v of the processor", took)
	}
	later := solve(t, p, vrp.Options{Seed: 1, Iterations: 300})
	if later.Cost.Total() >= first.Cost.Total() {
		t.Errorf("300 rounds made %d of %d", later.Cost.Total(), first.Cost.Total())
	}
}

// cpu is the processor time of this process so far: tests run on crowded machines.
func cpu(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// A road closes while vehicles are out: what they have done stays, the rest is planned around it.
func TestARoadClosesUnderAPlan(t *testing.T) {
	p := dispatch(2, 60, 20, 3)
	before := solve(t, p, vrp.Options{Seed: 1, Iterations: 200})
	p.Given = givenOf(before, func(n int) int { return n / 3 })
	for i := range p.Matrices {
		m := &p.Matrices[i]
		for k := range m.Seconds {
			if k%7 == 0 && k/m.Places >= 3 && k%m.Places >= 3 {
				m.Seconds[k], m.Metres[k] = m.Seconds[k]*3, m.Metres[k]*3
			}
		}
	}
	begun := time.Now()
	after := solve(t, p, vrp.Options{Seed: 1, Iterations: 1})
	t.Logf("planned anew in %v, %d left out", time.Since(begun), len(after.Unserved))

	// The road that closes may be one that was driven: there is no way any more between two frozen visits.
	closed := 0
	for _, r := range before.Routes {
		for i := 1; i < len(r.Calls)/3; i++ {
			if from, to := r.Calls[i-1].Place, r.Calls[i].Place; from != to {
				for _, m := range p.Matrices {
					m.Seconds[from*m.Places+to], m.Metres[from*m.Places+to] = -1, -1
				}
				closed++
			}
		}
	}
	if closed == 0 {
		t.Fatal("no vehicle has driven from one place to another")
	}
	solve(t, p, vrp.Options{Seed: 1, Iterations: 1})
}

// More time never ends in a worse plan than the first, and two threads agree on one.
func TestThreadsShareTheBestPlan(t *testing.T) {
	p := dispatch(4, 30, 10, 2)
	one, err := vrp.Solve(context.Background(), p, vrp.Options{Seed: 9, Iterations: 400})
	if err != nil {
		t.Fatal(err)
	}
	two := solve(t, p, vrp.Options{Seed: 9, Iterations: 400, Threads: 2})
	if two.Iterations != 2*one.Iterations {
		t.Errorf("%d rounds on two threads, %d on one", two.Iterations, one.Iterations)
	}
	if again := solve(t, p, vrp.Options{Seed: 9, Iterations: 400, Threads: 2}); again.Cost != two.Cost {
		t.Errorf("two threads gave %d, then %d", two.Cost.Total(), again.Cost.Total())
	}
	if wrong := check.Plan(p, one); len(wrong) > 0 {
		t.Error(wrong)
	}
}
