package vrp

import (
	"context"
	"math"
	"runtime"
	"slices"
	"sync"
	"time"
)

// Options bound the search. Without Time, the same problem and options give the same plan on any machine.
type Options struct {
	Seed       uint64
	Iterations int64                // most rounds of ruin and recreate of each thread; 0: no limit
	Work       int64                // most stops looked at by each thread; 0: no limit
	Time       time.Duration        // 0: no limit
	Settle     bool                 // ends early where the plan has stopped getting better: a small problem is done in no time
	Clock      func() time.Duration // what Time is measured with; nil: the time since the call
	Threads    int                  // independent searches that exchange the best plan now and then; 0 is 1, AllCores one for each core
	Fewest     bool                 // vehicles before cost
}

// AllCores asks for as many searches as there are cores. A number instead gives the same plan on a machine of any number.
const AllCores = -1

// defaultRounds bound a search that nothing else bounds.
const defaultRounds = 20_000

// Solve plans. It never answers a plan that breaks a constraint. Where the context ends, it stops with the best plan so far.
func Solve(ctx context.Context, p Problem, o Options) (Solution, error) {
	begun := time.Now()
	c, err := compile(&p)
	if err != nil {
		return Solution{}, err
	}
	if o.Iterations <= 0 && o.Work <= 0 && o.Time <= 0 && !o.Settle {
		o.Iterations = defaultRounds
	}
	if o.Clock == nil {
		o.Clock = func() time.Duration { return time.Since(begun) }
	}
	threads := max(1, o.Threads)
	if o.Threads == AllCores {
		threads = runtime.GOMAXPROCS(0)
	}
	searches := make([]*search, threads)
	for i := range searches {
		searches[i] = newSearch(ctx, c, o, uint64(i))
	}
	if o.Settle {
		settle(searches)
	} else {
		anneal(searches)
	}
	best := searches[0]
	rounds := int64(0)
	for _, s := range searches {
		rounds += s.rounds
	}
	best.take(&best.best)
	out := best.solution()
	out.Iterations, out.Cancelled = rounds, ctx.Err() != nil
	return out, nil
}

// anneal runs searches through their budget, side by side.
func anneal(searches []*search) {
	for stage := 1; stage <= stages; stage++ {
		var wait sync.WaitGroup
		for _, s := range searches[1:] {
			wait.Go(func() { s.run(float64(stage) / stages) })
		}
		searches[0].run(float64(stage) / stages)
		wait.Wait()
		exchange(searches)
	}
}

// How a search settles: it anneals for so many rounds a task, then from the best plan for twice as many from half the heat, and so
// on, until that gains less than so much.
const (
	settleRounds = 10
	settleLeast  = 200 // rounds
	settleGain   = 0.005
)

func settle(searches []*search) {
	best := &searches[0].best
	rounds := int64(max(settleLeast, settleRounds*len(searches[0].c.jobs)))
	for heat := 1.0; ; heat, rounds = heat/2, rounds*2 {
		missing, used, cost := best.missing, best.used, best.cost
		for _, s := range searches {
			s.again(rounds, heat)
		}
		anneal(searches)
		gained := best.missing < missing || searches[0].fewest && best.used < used || float64(best.cost) < float64(cost)*(1-settleGain)
		if !gained && heat < 1 || slices.ContainsFunc(searches, (*search).spent) {
			return
		}
	}
}

// stages is how often walks meet, the end included.
const stages = 4

// exchange gives the best plan to all whose best is worse; they go on from it.
func exchange(searches []*search) {
	best := searches[0]
	for _, s := range searches[1:] {
		if s.best.before(&best.best, s.fewest) {
			best = s
		}
	}
	for _, s := range searches {
		if s != best && best.best.before(&s.best, s.fewest) {
			s.best.copy(&best.best)
			s.take(&s.best)
			s.most = best.most
		}
	}
}

// before reports whether a plan is better than another.
func (p *plan) before(o *plan, fewest bool) bool {
	if p.missing != o.missing {
		return p.missing < o.missing
	}
	if fewest && p.used != o.used {
		return p.used < o.used
	}
	return p.cost < o.cost
}

// search is a walk with its budget and its temperatures.
type search struct {
	*walk
	ctx         context.Context
	o           Options
	hot, cold   float64 // temperatures at the beginning and the end
	temperature float64
	nextLook    int64 // work at which budget and context are looked at again
	done        float64
	ended       bool
	judged      bool // whether the search is a short one
	stood       plan
	herd        herd
	nextCombine float64
	fleet       bool     // it is still after a plan with fewer vehicles
	begun       float64  // share of the budget that went into that
	cycle       struct { // of a search that settles
		rounds    int64 // how many it has; 0: there is but one, as long as the budget
		began     int64
		beganWork int64
		heat      float64
		hot       float64
	}
	fewestEver int // vehicles without which the goods have no room
}

// How often a search looks up from its work, in stops looked at.
const lookEvery = 20_000

// Temperatures are measured in the mean arc of the first plan.
const (
	hotArcs  = 1.0
	coldArcs = 0.1

	// Where there is more to the cost than ways, plans differ by more than arcs. A search that settles begins with too few rounds to cool
	// down from that.
	richHeat = 2.0

	// A short search begins half as hot: one of fewer rounds per visit than this. Where there is more to the cost than ways it does not.
	shortRounds = 4000.0
	shortHeat   = 0.5
)

func newSearch(ctx context.Context, c *compiled, o Options, thread uint64) *search {
	s := &search{walk: newWalk(c, o.Seed*1_000_003+thread), ctx: ctx, o: o}
	s.fewest = o.Fewest
	s.begin()
	s.newPool()
	if s.fewest {
		s.beginFleet()
	}
	return s
}

// begin makes the first plan: what is given, and the rest where it costs least.
func (s *search) begin() {
	s.layGiven()
	if s.c.rich {
		s.construct()
	} else {
		s.recreate()
	}
	s.settled()
	s.best.keep(s.walk)
	arcs, n := 0.0, 0.0
	for _, v := range s.used {
		for _, x := range s.routes[v].stops[1:] {
			arcs += float64(x.arc)
			n++
		}
	}
	mean := max(1, arcs/max(1, n))
	s.hot, s.cold = hotArcs*mean, coldArcs*mean
	if s.c.rich && !s.o.Settle {
		s.hot *= richHeat
		s.removed, s.longest = meanRemovedRich, longestStringRich
	}
	s.temperature = s.hot
}

// run goes on until a share of the budget is used up.
func (s *search) run(share float64) {
	if len(s.c.jobs) == 0 || len(s.c.kinds) == 0 {
		return
	}
	for !s.ended && s.look() < share {
		if s.fleet {
			s.fleetRound()
		} else {
			s.round(s.temperature)
		}
		if s.herd.due(s.done) {
			s.breed()
		}
		if s.gathering && (s.done >= s.nextCombine || s.pool.full(len(s.c.nodes))) {
			s.nextCombine = s.done + combineEvery
			s.recombine()
		}
	}
}

// recombine lets the pool look for a better plan; where it finds none, the walk goes on where it stood.
func (s *search) recombine() {
	if s.ctx.Err() != nil {
		return
	}
	cost := s.best.cost
	s.stood.keep(s.walk)
	if s.combine(); s.best.cost == cost {
		s.take(&s.stood)
	}
}

// again begins another cycle, from the best plan so far.
func (s *search) again(rounds int64, heat float64) {
	c := &s.cycle
	if c.rounds == 0 {
		c.hot = s.hot
	} else {
		s.take(&s.best)
	}
	c.rounds, c.began, c.beganWork = rounds, s.rounds, s.work
	s.hot = max(s.cold, c.hot*heat)
	s.temperature = s.hot
	s.done, s.begun, s.nextLook, s.nextCombine, s.judged = 0, 0, 0, 0, true
}

// spent reports whether no budget is left.
func (s *search) spent() bool {
	return s.ended || s.o.Iterations > 0 && s.rounds >= s.o.Iterations || s.o.Work > 0 && s.work >= s.o.Work || s.o.Time > 0 && s.o.Clock() >= s.o.Time
}

// look tells how much of the budget, or of the cycle, is used up, and sets the temperature by it.
func (s *search) look() float64 {
	c := &s.cycle
	if s.o.Iterations > 0 && s.rounds >= s.o.Iterations || c.rounds > 0 && s.rounds >= c.began+c.rounds {
		return 1
	}
	if s.work < s.nextLook && s.rounds&1023 != 0 {
		return s.done
	}
	s.nextLook = s.work + lookEvery
	if s.ctx.Err() != nil {
		s.ended = true
		return 1
	}
	done := 0.0
	if c.rounds > 0 {
		done = float64(s.rounds-c.began) / float64(c.rounds)
	}
	if s.o.Iterations > 0 {
		done = max(done, float64(s.rounds-c.began)/float64(s.o.Iterations-c.began))
	}
	if s.o.Work > 0 {
		done = max(done, float64(s.work-c.beganWork)/float64(s.o.Work-c.beganWork))
	}
	if s.o.Time > 0 {
		done = max(done, float64(s.o.Clock())/float64(s.o.Time))
	}
	s.done = min(1, done)
	if s.fleet && s.done >= fleetShare {
		s.endFleet()
	}
	s.gathering = s.pool.on && !s.fleet && (s.done-s.begun)/(1-s.begun) >= poolFrom
	if !s.judged && s.done-s.begun >= 0.01 {
		s.judged = true
		if !s.c.rich && float64(s.rounds)/s.done < shortRounds*float64(len(s.c.nodes)) {
			s.hot *= shortHeat
		}
		s.judgeHerd(float64(s.rounds) / s.done)
	}
	hot, at := s.hot, (s.done-s.begun)/(1-s.begun)
	if s.herd.on {
		hot *= s.herd.warmth()
		at = s.herd.age(s.done)
	}
	s.temperature = hot * math.Pow(s.cold/hot, at)
	return s.done
}
