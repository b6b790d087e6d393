package main

import (
	"context"
	crand "crypto/rand"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/pprof"
	"sync"
	"sync/atomic"
	"time"

	"changping/access"
	"changping/internal/postgres"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// limit is what the same server can do at all: an insert and an upsert in one statement, without a rule.
const limit = `\set a random(1, 60000)
with l as (insert into bench_line (account, other, amount) values (:a, 1, 1))
insert into bench_sum (account, amount) values (:a, 1) on conflict (account) do update set amount = bench_sum.amount + excluded.amount;
`

const limitTables = `create table if not exists bench_line (id bigint generated always as identity primary key, account bigint not null, other bigint not null, amount numeric not null,
	at timestamptz not null default now()); create table if not exists bench_sum (account bigint primary key, amount numeric not null)`

// contestant is one way to do work; each run gives how much it did in a second.
type contestant struct {
	name string
	run  func(ctx context.Context) (perSecond float64, err error)
	all  []float64
	cpu  []float64 // microseconds of PostgreSQL's processor time for each
	own  []float64 // and of this process, which is the server and its clients
}

// posting lets the contestants take turns.
func posting(ctx context.Context, s *server, d *district, o options, flush float64, r *report) error {
	if _, err := s.owner.Exec(ctx, limitTables); err != nil {
		return err
	}
	w := &work{d: d, inv: inventory.New(s.pool), server: s, seconds: o.seconds, run: crand.Text()}
	web, err := w.serve(ctx)
	if err != nil {
		return err
	}
	defer web.Close()
	by := map[string]*contestant{}
	var all []*contestant
	add := func(name string, run func(ctx context.Context) (float64, error)) {
		c := &contestant{name: name, run: run}
		by[name], all = c, append(all, c)
	}
	withProgram := true
	for _, clients := range []int{1, 8, 32} {
		add(fmt.Sprint("limit ", clients), func(ctx context.Context) (float64, error) {
			perSecond, found, err := s.pgbench(ctx, limit, clients, o.seconds)
			if !found {
				withProgram = false
				return w.many(ctx, clients, w.limitOne)
			}
			return perSecond, err
		})
		add(fmt.Sprint("spread ", clients), func(ctx context.Context) (float64, error) { return w.many(ctx, clients, w.issueSpread) })
		add(fmt.Sprint("hot ", clients), func(ctx context.Context) (float64, error) { return w.many(ctx, clients, w.issueHot) })
	}
	add("alone spread 32", func(ctx context.Context) (float64, error) { return w.many(ctx, 32, w.issueSpreadAlone) })
	add("alone hot 32", func(ctx context.Context) (float64, error) { return w.many(ctx, 32, w.issueHotAlone) })
	add("documents", func(ctx context.Context) (float64, error) {
		perSecond, err := w.many(ctx, 8, w.issueDocument)
		return 50 * perSecond, err
	})
	add("web spread 32", func(ctx context.Context) (float64, error) { return w.many(ctx, 32, web.issueSpread) })
	add("web hot 32", func(ctx context.Context) (float64, error) { return w.many(ctx, 32, web.issueHot) })
	add("sealed spread 32", func(ctx context.Context) (float64, error) {
		stop := w.seal(ctx)
		defer stop()
		return w.many(ctx, 32, w.issueSpread)
	})
	if o.profile != "" {
		file, err := os.Create(o.profile)
		if err != nil {
			return err
		}
		defer file.Close()
		if err := pprof.StartCPUProfile(file); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	for range o.rounds {
		for _, c := range all {
			if !o.only.MatchString(c.name) {
				continue
			}
			begin, before, own := time.Now(), s.cpu(), ownCPU()
			n, err := c.run(ctx)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			c.all = append(c.all, n)
			done := max(1, n*time.Since(begin).Seconds())
			c.cpu, c.own = append(c.cpu, 1e6*(s.cpu()-before)/done), append(c.own, 1e6*(ownCPU()-own)/done)
			if o.statements > 0 {
				fmt.Println(c.name)
				if err := s.statements(ctx, o.statements, done); err != nil {
					return err
				}
			}
		}
	}
	if o.some() {
		r.section(fmt.Sprintf("Some of posting (medians of %d rounds of %.1f s in turns: a second; microseconds of PostgreSQL's and of this process's processor time for each)", o.rounds, o.seconds))
		for _, c := range all {
			if len(c.all) > 0 {
				r.tell(c.name, spread([]float64{median(c.all), median(c.cpu), median(c.own)}, ""))
			}
		}
		return nil
	}
	is := func(name string) float64 { return median(by[name].all) }
	r.section(fmt.Sprintf("Posting (medians of %d rounds of %.1f s in turns; postings a second at 1 / 8 / 32 clients)", o.rounds, o.seconds))
	three := func(name string) string {
		return spread([]float64{is(name + " 1"), is(name + " 8"), is(name + " 32")}, "")
	}
	who := "pgbench"
	if !withProgram {
		who = "the same statement from pgx, for want of pgbench"
	}
	r.tell("the limit: insert + upsert without a rule ("+who+")", three("limit"))
	r.tell("one movement a request, spread over 200 sites x 100 items, through the use case", three("spread"))
	r.tell("one movement a request, all of one item under a covenant", three("hot"))
	r.tell("one transaction a request, 32 clients: spread; hot", spread([]float64{is("alone spread 32"), is("alone hot 32")}, ""))
	r.tell("through HTTP and GraphQL, 32 clients: spread; hot", spread([]float64{is("web spread 32"), is("web hot 32")}, ""))
	cpu := func(names ...string) string {
		var all []float64
		for _, name := range names {
			all = append(all, median(by[name].cpu))
		}
		return spread(all, " us")
	}
	r.tell("PostgreSQL's processor time for each, 32 clients: limit; spread; hot; alone hot", cpu("limit 32", "spread 32", "hot 32", "alone hot 32"))
	r.tell("PostgreSQL's processor time for each, 1 client: limit; spread; a document's line", cpu("limit 1", "spread 1", "documents"))
	r.tell("PostgreSQL's processor time for each through HTTP and GraphQL: spread; hot", cpu("web spread 32", "web hot 32"))
	r.tell("this process's, server and clients, 32 of these: spread; hot; through HTTP and GraphQL", spread([]float64{median(by["spread 32"].own), median(by["hot 32"].own),
		median(by["web spread 32"].own), median(by["web hot 32"].own)}, " us"))
	r.atLeast("spread, 32 clients, of the limit", " %", 100*is("spread 32")/is("limit 32"), 80)
	r.atLeast("hot, 32 clients, of one transaction a request", " x", is("hot 32")/is("alone hot 32"), 8)
	r.atLeast("HTTP and GraphQL of the use case, spread", " %", 100*is("web spread 32")/is("spread 32"), 60)
	r.atLeast("HTTP and GraphQL of the use case, hot", " %", 100*is("web hot 32")/is("hot 32"), 60)
	r.atLeast(fmt.Sprintf("50-line documents, 8 clients (the target is for this disk's %.0f flushes a second)", 1/flush), " lines/s", is("documents"), min(12_000/(400*flush), 100_000))
	r.atLeast("50-line documents, of Formance's 2,220 lines/s as published", " x", is("documents")/2220, 8)
	r.atLeast("50-line documents, of Tryton's 270 lines/s as published", " x", is("documents")/270, 40)
	r.atLeast("spread, 32 clients, with sealing all the while, of without", " %", 100*is("sealed spread 32")/is("spread 32"), 95)
	r.atMost("memory of this process, which is the server and its 32 clients", " MB", float64(memoryKB("/proc/self/status", "VmRSS"))/1024, 150)
	return nil
}

// work issues goods in every way that is measured.
type work struct {
	d       *district
	inv     *inventory.Inventory
	server  *server
	seconds float64
	run     string
	n       atomic.Int64
}

// many lets clients repeat a task for the given time and counts what they did in a second.
func (w *work) many(ctx context.Context, clients int, task func(ctx context.Context) error) (perSecond float64, err error) {
	var done atomic.Int64
	var failed atomic.Value
	var all sync.WaitGroup
	begin := time.Now()
	until := begin.Add(time.Duration(w.seconds * float64(time.Second)))
	for range clients {
		all.Go(func() {
			for time.Now().Before(until) && failed.Load() == nil {
				if err := task(w.d.keeper); err != nil {
					failed.Store(err)
					return
				}
				done.Add(1)
			}
		})
	}
	all.Wait()
	if e, ok := failed.Load().(error); ok {
		return 0, e
	}
	return float64(done.Load()) / time.Since(begin).Seconds(), ctx.Err()
}

func (w *work) key() string { return fmt.Sprintf("bench-%s-%d", w.run, w.n.Add(1)) }

func (w *work) issue(site int64, items ...int64) inventory.Issue {
	is := inventory.Issue{RequestKey: w.key(), SiteID: site, Reason: "CONSUMPTION"}
	for _, item := range items {
		is.Lines = append(is.Lines, inventory.IssueLine{ItemID: item, Quantity: decimal.NewFromInt(1)})
	}
	return is
}

func (w *work) somewhere() (site, item int64) {
	return 1 + rand.Int64N(sites), w.d.firstOwn + rand.Int64N(postItems)
}

func (w *work) issueSpread(ctx context.Context) error {
	_, err := w.inv.Issue(ctx, w.issue(w.somewhere()))
	return err
}

func (w *work) issueHot(ctx context.Context) error {
	_, err := w.inv.Issue(ctx, w.issue(1, w.d.hot))
	return err
}

func (w *work) issueDocument(ctx context.Context) error {
	site, first := w.somewhere()
	items := make([]int64, 50)
	for i := range items {
		items[i] = w.d.firstOwn + (first+int64(i))%postItems
	}
	_, err := w.inv.Issue(ctx, w.issue(site, items...))
	return err
}

// issueAlone is the same use case as it was before lanes: a transaction for each request, its locks held across its commit.
func (w *work) issueAlone(ctx context.Context, is inventory.Issue) error {
	return postgres.InTx(ctx, w.server.pool, func(tx pgx.Tx) error {
		_, _, err := access.Once(ctx, tx, is.RequestKey, "issueGoods", is, func() (inventory.Posted, error) { return inventory.IssueTx(ctx, tx, is) })
		return err
	})
}

func (w *work) issueSpreadAlone(ctx context.Context) error {
	return w.issueAlone(ctx, w.issue(w.somewhere()))
}

func (w *work) issueHotAlone(ctx context.Context) error {
	return w.issueAlone(ctx, w.issue(1, w.d.hot))
}

func (w *work) limitOne(ctx context.Context) error {
	_, err := w.server.pool.Exec(ctx, `with l as (insert into bench_line (account, other, amount) values ($1, 1, 1))
		insert into bench_sum (account, amount) values ($1, 1) on conflict (account) do update set amount = bench_sum.amount + excluded.amount`, rand.Int64N(60000))
	return err
}

// seal seals four times a second, far more often than the server does.
func (w *work) seal(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var sealer sync.WaitGroup
	sealer.Go(func() {
		for {
			for _, stream := range access.Streams() {
				if _, err := access.SealStream(ctx, w.server.pool, stream); err != nil && ctx.Err() == nil {
					fmt.Fprintln(os.Stderr, "sealing:", err)
				}
			}
			select {
			case <-ctx.Done():
				return
			case <-time.After(250 * time.Millisecond):
			}
		}
	})
	return func() { cancel(); sealer.Wait() }
}
