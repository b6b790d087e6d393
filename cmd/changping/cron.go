package main

import (
	"context"
	"log/slog"
	"time"

	"changping/access"

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
		{"close-days", "40 0 * * *", func(ctx context.Context) error { _, err := app.inventory.CloseDays(ctx); return err }},
		{"seal-movements", "* * * * *", func(ctx context.Context) error { _, err := access.SealStream(ctx, app.pool, "movement"); return err }},
		{"seal-audit", "* * * * *", func(ctx context.Context) error { _, err := access.SealStream(ctx, app.pool, "audit_entry"); return err }},
	}
}

const jobLease = 10 * time.Minute

// startCron runs the table: each due time is a row of job_run, and whoever inserts the row runs the job, so that a second
// server does nothing. The newest due time that was missed while no server ran is caught up at start.
func (app *application) startCron(ctx context.Context) (stop func()) {
	ctx = access.WithActor(ctx, access.System("cron"))
	zone := time.FixedZone("Asia/Shanghai", 8*3600) // China keeps no summer time
	runner := cron.New(cron.WithLocation(zone), cron.WithChain(cron.Recover(cron.DefaultLogger)))
	for _, j := range app.jobs() {
		schedule, err := cron.ParseStandard(j.spec)
		if err != nil {
			panic(err) // the table is ours
		}
		due := func() { app.runDue(ctx, j, schedule, time.Now().In(zone)) }
		runner.Schedule(schedule, cron.FuncJob(due))
		go due()
	}
	runner.Start()
	return func() { <-runner.Stop().Done() }
}

// runDue claims and runs the newest due time of a job that is not after now.
func (app *application) runDue(ctx context.Context, j job, schedule cron.Schedule, now time.Time) {
	slot := newestDue(schedule, now)
	if slot.IsZero() {
		return
	}
	var fence int
	err := app.pool.QueryRow(ctx, `insert into job_run (job, slot, status, lease_until) values ($1, $2, 'RUNNING', now() + make_interval(secs => $3))
		on conflict (job, slot) do update set token = job_run.token + 1, lease_until = excluded.lease_until
		where job_run.status = 'RUNNING' and job_run.lease_until < now() returning token`, j.name, slot, jobLease.Seconds()).Scan(&fence)
	if err != nil {
		return // another has it, or had it; a database that is away is told elsewhere
	}
	err = j.run(ctx)
	status, note := "DONE", ""
	if err != nil {
		status, note = "FAILED", err.Error()
		slog.Error("a job failed", "job", j.name, "slot", slot, "error", err)
	}
	if _, err := app.pool.Exec(context.WithoutCancel(ctx), `update job_run set status = $4, note = $5, finished_at = now() where job = $1 and slot = $2 and token = $3 and status = 'RUNNING'`,
		j.name, slot, fence, status, note); err != nil {
		slog.Error("a job's end could not be recorded", "job", j.name, "error", err)
	}
}

// newestDue is the last due time within the two days up to now; zero: none.
func newestDue(schedule cron.Schedule, now time.Time) (slot time.Time) {
	back := time.Hour
	for ; back <= 48*time.Hour; back *= 2 {
		for t := schedule.Next(now.Add(-back)); !t.IsZero() && !t.After(now); t = schedule.Next(t) {
			slot = t
		}
		if !slot.IsZero() {
			return slot
		}
	}
	return slot
}
