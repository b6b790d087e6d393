package vrp_test

import (
	"context"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"changping/logistics/vrp"
	"changping/logistics/vrp/check"

	"pgregory.net/rapid"
)

// solve plans and has the answer checked.
func solve(t interface {
	Helper()
	Fatalf(string, ...any)
}, p vrp.Problem, o vrp.Options) vrp.Solution {
	t.Helper()
	s, err := vrp.Solve(context.Background(), p, o)
	if err != nil {
		t.Fatalf("%v", err)
	}
	if wrong := check.Plan(p, s); len(wrong) > 0 {
		t.Fatalf("%s\n%+v", strings.Join(wrong, "\n"), s)
	}
	return s
}

func TestNoPlanBreaksAConstraint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 60)
		o := vrp.Options{Seed: 7, Iterations: 40, Fewest: rapid.Bool().Draw(t, "fewest"), Threads: rapid.IntRange(1, 2).Draw(t, "threads")}
		s := solve(t, p, o)
		if again := solve(t, p, o); !reflect.DeepEqual(s, again) {
			t.Fatalf("the same seed gave another plan")
		}
	})
}

// What a plan leaves out and what it costs, as the solver ranks plans.
func rank(p vrp.Problem, s vrp.Solution) (missing, cost int64) {
	for _, u := range s.Unserved {
		if t := p.Tasks[u.Task]; !t.Optional {
			missing += 1 + 1000*int64(t.Priority)
		}
	}
	return missing, s.Cost.Total()
}

func TestPlanningAgainFromAPlanNeverGivesAWorseOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 20)
		first := solve(t, p, vrp.Options{Seed: 1, Iterations: 40})
		missing, cost := rank(p, first)
		p.Given = givenOf(first, func(int) int { return 0 })
		again := solve(t, p, vrp.Options{Seed: 2, Iterations: 1})
		if m, c := rank(p, again); m > missing || m == missing && c > cost {
			t.Fatalf("%d missing at %d became %d at %d\n%+v\n%+v", missing, cost, m, c, first, again)
		}
	})
}

func TestWhatIsFrozenStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 20)
		first := solve(t, p, vrp.Options{Seed: 1, Iterations: 40})
		p.Given = givenOf(first, func(n int) int { return n })
		all := solve(t, p, vrp.Options{Seed: 2, Iterations: 40})
		for i, r := range first.Routes {
			for k, c := range r.Calls {
				if len(all.Routes) <= i || all.Routes[i].Vehicle != r.Vehicle || len(all.Routes[i].Calls) < len(r.Calls) || all.Routes[i].Calls[k].VisitRef != c.VisitRef {
					t.Fatalf("everything is frozen, and\n%+v\nbecame\n%+v", first, all)
				}
			}
		}
		p.Given = givenOf(first, func(n int) int { return rapid.IntRange(0, n).Draw(t, "frozen") })
		for i, g := range p.Given {
			if g.Frozen > 0 && rapid.Bool().Draw(t, "held up") {
				p.Given[i].Leaves = first.Routes[i].Calls[g.Frozen-1].Depart + rapid.Int64Range(-500, 3000).Draw(t, "by")
			}
		}
		solve(t, p, vrp.Options{Seed: 2, Iterations: 40}) // the checker compares the frozen visits
	})
}

func TestACancelledSearchGivesTheBestPlanSoFar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 30)
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		s, err := vrp.Solve(ctx, p, vrp.Options{Seed: 1, Iterations: 1_000_000_000})
		if err != nil || !s.Cancelled {
			t.Fatalf("%v, cancelled %t", err, s.Cancelled)
		}
		if wrong := check.Plan(p, s); len(wrong) > 0 {
			t.Fatalf("%s", strings.Join(wrong, "\n"))
		}
	})
}

func TestSplitLosesNothing(t *testing.T) {
	vehicles := []vrp.Vehicle{{Capacity: vrp.Size{100, 1000}}, {Capacity: vrp.Size{1000, 50}, Skills: 1}}
	if got := vrp.Split(250, vrp.Size{10, 10}, 0, vehicles); !reflect.DeepEqual(got[:2], []int64{10, 10}) || len(got) != 25 {
		t.Errorf("250 units in parts of %v", got)
	}
	if got := vrp.Split(3, vrp.Size{10, 100}, 1, vehicles); got != nil {
		t.Errorf("units that fit no vehicle were split into %v", got)
	}
}

func TestTheBooksOfASearchAreRight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 20)
		if err := vrp.Books(p, 60); err != nil {
			t.Fatalf("%v", err)
		}
		first := solve(t, p, vrp.Options{Seed: 1, Iterations: 20})
		p.Given = givenOf(first, func(n int) int { return rapid.IntRange(0, n).Draw(t, "frozen") })
		if err := vrp.Books(p, 60); err != nil {
			t.Fatalf("from a given plan, %v", err)
		}
	})
}

// As many searches as there are cores: each has its rounds.
func TestASearchTakesTheCoresItIsGiven(t *testing.T) {
	p := dispatch(4, 20, 8, 2)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	if s := solve(t, p, vrp.Options{Seed: 1, Iterations: 100, Threads: vrp.AllCores}); s.Iterations != 300 {
		t.Errorf("%d rounds of 100 each on 3 cores", s.Iterations)
	}
}

// A search that settles gives the same plan again, ends by itself, and never makes the plan that it starts from worse.
func TestASettlingSearchEndsByItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 8)
		o := vrp.Options{Seed: 3, Settle: true, Threads: rapid.IntRange(1, 2).Draw(t, "threads"), Fewest: rapid.Bool().Draw(t, "fewest")}
		s := solve(t, p, o)
		if again := solve(t, p, o); !reflect.DeepEqual(s, again) {
			t.Fatalf("the same seed gave another plan")
		}
		missing, cost := rank(p, s)
		p.Given, o.Fewest = givenOf(s, func(int) int { return 0 }), false
		if m, c := rank(p, solve(t, p, o)); m > missing || m == missing && c > cost {
			t.Fatalf("%d missing at %d became %d at %d", missing, cost, m, c)
		}
	})
}
