package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"changping/access"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/robfig/cron/v3"
)

// job is a line of the cron table. Every job is safe to run late or twice.
type job struct {
	name, spec string
	run        func(ctx context.Context) error
}

// jobs is the cron table, in Asia/Shanghai.
func (app *application) jobs() []job {
	return []job{
		{"rotation", "30 1 * * *", func(ctx context.Context) error { _, err := app.inventory.PlanRotation(ctx); return err }},
		{"minimums", "10 0 * * *", func(ctx context.Context) error { _, err := app.inventory.WatchMinimums(ctx); return err }},
		{"close-days", "40 0 * * *", func(ctx context.Context) error { _, err := app.inventory.CloseDays(ctx); return err }},
		{"sum-district", "* * * * *", func(ctx context.Context) error { return app.inventory.SumDistrict(ctx) }},
		{"seal-movements", "* * * * *", func(ctx context.Context) error { _, err := access.SealStream(ctx, app.pool, "movement"); return err }},
		{"seal-audit", "* * * * *", func(ctx context.Context) error { _, err := access.SealStream(ctx, app.pool, "audit_entry"); return err }},
	}
}

const (
	jobLease = 10 * time.Minute // how long a run may take; then another may take it over
	jobTries = 5                // of one due time
)

// China keeps no summer time.
var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// startCron runs the table until ctx ends; stop waits for the jobs that still run.
func (app *application) startCron(ctx context.Context) (stop func()) {
	host, _ := os.Hostname()
	s := scheduler{pool: app.pool, owner: fmt.Sprintf("%s:%d", host, os.Getpid())}
	runner := cron.New(cron.WithLocation(shanghai))
	var first sync.WaitGroup
	for _, j := range app.jobs() {
		schedule, err := parseSpec(j.spec)
		if err != nil {
			panic(err) // the table is ours
		}
		// Every job is looked at every minute, whatever its schedule: what failed is tried again, and what crashed is taken over.
		look := cron.NewChain(cron.SkipIfStillRunning(cron.DiscardLogger)).Then(cron.FuncJob(func() {
			if ctx.Err() == nil {
				s.runDue(ctx, j, schedule, time.Now())
			}
		}))
		if _, err := runner.AddJob("* * * * *", look); err != nil {
			panic(err)
		}
		first.Go(look.Run)
	}
	runner.Start()
	return func() {
		<-runner.Stop().Done()
		first.Wait()
	}
}

// longestSpec is more than five fields with lists need.
const longestSpec = 200

// parseSpec reads the five fields of a cron spec. The library also takes zones, at which it panics where one stands alone, intervals
// shorter than we look, and days that never come.
func parseSpec(spec string) (cron.Schedule, error) {
	if len(spec) > longestSpec || strings.ContainsAny(spec, "@=") {
		return nil, fmt.Errorf("%.40q is no cron spec: five fields, without a zone or a name", spec)
	}
	schedule, err := cron.ParseStandard(spec)
	if err != nil {
		return nil, err
	}
	if schedule.Next(time.Date(2000, 1, 1, 0, 0, 0, 0, shanghai)).IsZero() {
		return nil, fmt.Errorf("%q never comes", spec)
	}
	return schedule, nil
}

// scheduler runs jobs when they are due, for one of perhaps several servers. Each due time of a job is a row of job_run, and
// whoever inserts the row runs the job: no server leads, and none that comes late can run it again.
type scheduler struct {
	pool  *pgxpool.Pool
	owner string // who we are, for people who read job_run
}

// runDue runs the newest due time of a job that is not after now, unless it was run or is being run. A run whose lease is over
// has crashed and is taken over; one that failed is tried again after a minute, then two, four, eight. Due times that passed
// while no server ran are recorded as skipped: the newest of them stands for all.
func (s scheduler) runDue(ctx context.Context, j job, schedule cron.Schedule, now time.Time) {
	ctx = access.WithActor(ctx, access.System("cron"))
	slot := newestDue(schedule, now.In(shanghai))
	if slot.IsZero() {
		return
	}
	fence, err := s.claim(ctx, j, schedule, slot)
	if errors.Is(err, pgx.ErrNoRows) {
		return // another has it, or had it
	}
	if err != nil {
		slog.WarnContext(ctx, "a job could not be claimed", "job", j.name, "slot", slot, "error", err)
		return
	}
	status, note := "DONE", ""
	if err := attempt(ctx, j); err != nil {
		status, note = "FAILED", err.Error()
		slog.ErrorContext(ctx, "a job failed", "job", j.name, "slot", slot, "try", fence, "error", err)
	}
	// The server may be stopping: the end of what has run is recorded all the same.
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	tag, err := s.pool.Exec(last, `update job_run set status = $4, note = $5, finished_at = now() where job = $1 and slot = $2 and token = $3 and status = 'RUNNING'`, j.name, slot, fence, status, note)
	if err != nil {
		slog.ErrorContext(ctx, "a job's end could not be recorded", "job", j.name, "slot", slot, "error", err)
	} else if tag.RowsAffected() == 0 {
		slog.WarnContext(ctx, "a job outlived its lease and was taken over", "job", j.name, "slot", slot)
	}
}

// claim takes a due time for this server and gives its fence, the number of the try: only who holds the newest may record the
// end. Answers pgx.ErrNoRows where there is nothing to run.
func (s scheduler) claim(ctx context.Context, j job, schedule cron.Schedule, slot time.Time) (fence int, err error) {
	err = postgres.InTx(ctx, s.pool, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, `insert into job_run (job, slot, status, owner, lease_until) values ($1, $2, 'RUNNING', $3, now() + make_interval(secs => $4))
			on conflict (job, slot) do update set status = 'RUNNING', owner = excluded.owner, token = job_run.token + 1, lease_until = excluded.lease_until, finished_at = null
			where job_run.token < $5 and (job_run.status = 'RUNNING' and job_run.lease_until < now()
			  or job_run.status = 'FAILED' and job_run.finished_at < now() - make_interval(mins => 1 << (job_run.token - 1)))
			returning token`, j.name, slot, s.owner, jobLease.Seconds(), jobTries).Scan(&fence); err != nil {
			return err
		}
		if fence > 1 { // what was missed before it is on record since the first try
			return nil
		}
		var before *time.Time
		if err := tx.QueryRow(ctx, `select max(slot) from job_run where job = $1 and slot < $2`, j.name, slot).Scan(&before); err != nil || before == nil {
			return err
		}
		missed, first := 0, schedule.Next(before.In(shanghai))
		for t := first; t.Before(slot); t = schedule.Next(t) {
			missed++
		}
		if missed == 0 {
			return nil
		}
		_, err := tx.Exec(ctx, `insert into job_run (job, slot, status, owner, finished_at, note) values ($1, $2, 'SKIPPED', $3, now(), $4)`,
			j.name, first, s.owner, fmt.Sprintf("%d due times from here passed while no server ran", missed))
		return err
	})
	return fence, err
}

// attempt runs a job within its lease. A panic is a failure like any other.
func attempt(ctx context.Context, j job) (err error) {
	ctx, cancel := context.WithTimeout(ctx, jobLease)
	defer cancel()
	defer func() {
		if v := recover(); v != nil {
			slog.ErrorContext(ctx, "a job panicked", "job", j.name, "value", v, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	return j.run(ctx)
}

// newestDue is the last due time within the year up to now; zero: none.
func newestDue(schedule cron.Schedule, now time.Time) (slot time.Time) {
	for back := time.Hour; back <= 2*366*24*time.Hour; back *= 2 {
		for t := schedule.Next(now.Add(-back)); !t.IsZero() && !t.After(now); t = schedule.Next(t) {
			slot = t
		}
		if !slot.IsZero() {
			return slot
		}
	}
	return slot
}
