package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"changping/access"
	"changping/internal/pgtest"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
	"github.com/robfig/cron/v3"
)

// clockwork is a job table of one job with two servers on one database. Its clock is what a test says.
type clockwork struct {
	t    *testing.T
	db   *pgtest.Database
	a, b scheduler
	runs atomic.Int64
}

func setupCron(t *testing.T) *clockwork {
	t.Helper()
	t.Parallel()
	db := pgtest.New(t)
	return &clockwork{t: t, db: db, a: scheduler{db.Pool, "a"}, b: scheduler{db.Pool, "b"}}
}

// counted is a nightly job that counts its runs.
func (c *clockwork) counted() job {
	return job{"nightly", "30 1 * * *", func(context.Context) error { c.runs.Add(1); return nil }}
}

// at runs a job on a server as if it were the instant, in Asia/Shanghai.
func (c *clockwork) at(s scheduler, j job, instant string) {
	c.t.Helper()
	now, err := time.ParseInLocation("2006-01-02 15:04", instant, shanghai)
	if err != nil {
		c.t.Fatal(err)
	}
	schedule, err := cron.ParseStandard(j.spec)
	if err != nil {
		c.t.Fatal(err)
	}
	s.runDue(c.t.Context(), j, schedule, now.UTC()) // whatever zone the server's clock is in
}

func (c *clockwork) execute(sql string) {
	c.t.Helper()
	if tag, err := c.db.Pool.Exec(c.t.Context(), sql); err != nil || tag.RowsAffected() == 0 {
		c.t.Fatalf("%s: %v, %v", sql, tag, err)
	}
}

// record is all of job_run: day and time in Asia/Shanghai, status, owner, token.
func (c *clockwork) record() (rows []string) {
	c.t.Helper()
	found, err := c.db.Pool.Query(c.t.Context(), `select to_char(slot at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') || ' ' || status || ' ' || owner || token from job_run order by slot`)
	if err != nil {
		c.t.Fatal(err)
	}
	if rows, err = pgx.CollectRows(found, pgx.RowTo[string]); err != nil {
		c.t.Fatal(err)
	}
	return rows
}

func (c *clockwork) want(runs int64, rows ...string) {
	c.t.Helper()
	if got := c.record(); c.runs.Load() != runs || !slices.Equal(got, rows) {
		c.t.Errorf("%d runs, record %q; want %d, %q", c.runs.Load(), got, runs, rows)
	}
}

func TestDueTimeIsRunOnce(t *testing.T) {
	c := setupCron(t)
	nightly := c.counted()
	c.at(c.a, nightly, "2026-11-24 01:30")
	c.at(c.b, nightly, "2026-11-24 01:30")
	c.at(c.a, nightly, "2026-11-24 01:31")
	c.at(c.b, nightly, "2026-11-25 01:29")
	c.want(1, "11-24 01:30 DONE a1")
	c.at(c.b, nightly, "2026-11-25 01:30")
	c.at(c.a, nightly, "2026-11-25 02:00")
	c.want(2, "11-24 01:30 DONE a1", "11-25 01:30 DONE b1")
}

// Many servers, all at the same instant.
func TestDueTimeIsRunOnceAtOnce(t *testing.T) {
	c := setupCron(t)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() { c.at(scheduler{c.db.Pool, fmt.Sprint(i)}, c.counted(), "2026-11-24 01:30") })
	}
	all.Wait()
	if record := c.record(); c.runs.Load() != 1 || len(record) != 1 {
		t.Errorf("%d runs, record %q", c.runs.Load(), record)
	}
}

// While a run holds its lease nobody else begins; once the lease is over another takes over, and what the first one says of
// its end counts no more.
func TestCrashedRunIsTakenOver(t *testing.T) {
	c := setupCron(t)
	nightly := c.counted()
	crashing := nightly
	crashing.run = func(context.Context) error {
		c.at(c.b, nightly, "2026-11-24 01:35")
		c.want(0, "11-24 01:30 RUNNING a1")
		c.execute(`update job_run set lease_until = now() - interval '1 second'`)
		c.at(c.b, nightly, "2026-11-24 01:41")
		c.want(1, "11-24 01:30 DONE b2")
		return errors.New("too late")
	}
	c.at(c.a, crashing, "2026-11-24 01:30")
	c.want(1, "11-24 01:30 DONE b2")
}

// The same, where the one that took over is still at work when the first one ends.
func TestZombieIsFenced(t *testing.T) {
	c := setupCron(t)
	outer := job{"nightly", "30 1 * * *", nil}
	inner := outer
	outer.run = func(context.Context) error {
		c.execute(`update job_run set lease_until = now() - interval '1 second'`)
		inner.run = func(context.Context) error { return nil }
		schedule, _ := cron.ParseStandard(inner.spec)
		if fence, err := c.b.claim(t.Context(), inner, schedule, time.Date(2026, 11, 24, 1, 30, 0, 0, shanghai)); err != nil || fence != 2 {
			t.Errorf("taken over with fence %d, %v", fence, err)
		}
		return nil
	}
	c.at(c.a, outer, "2026-11-24 01:30")
	c.want(0, "11-24 01:30 RUNNING b2")
}

func TestStopIsCaughtUp(t *testing.T) {
	c := setupCron(t)
	nightly := c.counted()
	c.at(c.a, nightly, "2026-11-20 08:00")
	c.at(c.a, nightly, "2026-11-24 08:00") // four nights later
	c.want(2, "11-20 01:30 DONE a1", "11-21 01:30 SKIPPED a1", "11-24 01:30 DONE a1")
	var note string
	if err := c.db.Pool.QueryRow(t.Context(), `select note from job_run where status = 'SKIPPED'`).Scan(&note); err != nil || !strings.HasPrefix(note, "3 due times") {
		t.Errorf("%q, %v", note, err)
	}
	c.at(c.b, nightly, "2026-11-24 09:00")
	c.at(c.b, nightly, "2026-11-25 01:30")
	c.want(3, "11-20 01:30 DONE a1", "11-21 01:30 SKIPPED a1", "11-24 01:30 DONE a1", "11-25 01:30 DONE b1")
}

// What was missed is recorded once, also where the run that stands for all of it needs two tries.
func TestStopIsCaughtUpInTwoTries(t *testing.T) {
	c := setupCron(t)
	c.at(c.a, c.counted(), "2026-11-20 08:00")
	failing := c.counted()
	failing.run = func(context.Context) error { return errors.New("away") }
	c.at(c.a, failing, "2026-11-24 08:00")
	c.execute(`update job_run set finished_at = now() - interval '2 minutes'`)
	c.at(c.b, c.counted(), "2026-11-24 08:02")
	c.want(2, "11-20 01:30 DONE a1", "11-21 01:30 SKIPPED a1", "11-24 01:30 DONE b2")
}

// The first start of all runs the newest due time and has missed nothing.
func TestFirstStart(t *testing.T) {
	c := setupCron(t)
	c.at(c.a, c.counted(), "2026-11-24 00:10")
	c.want(1, "11-23 01:30 DONE a1")
}

func TestFailureIsRecordedAndTriedAgain(t *testing.T) {
	for name, fail := range map[string]func() error{
		"an error": func() error { return errors.New("the books are away") },
		"a panic":  func() error { panic("the books are away") },
	} {
		t.Run(name, func(t *testing.T) {
			c := setupCron(t)
			failing := c.counted()
			failing.run = func(context.Context) error { c.runs.Add(1); return fail() }
			c.at(c.a, failing, "2026-11-24 01:30")
			c.want(1, "11-24 01:30 FAILED a1")
			var note string
			if err := c.db.Pool.QueryRow(t.Context(), `select note from job_run where finished_at is not null`).Scan(&note); err != nil || !strings.Contains(note, "the books are away") {
				t.Errorf("%q, %v", note, err)
			}
			c.at(c.b, failing, "2026-11-24 01:30")
			c.want(1, "11-24 01:30 FAILED a1") // not at once
			// After a minute, two, four and eight; five tries, and no more.
			for try, minutes := range []int{1, 2, 4, 8} {
				c.execute(fmt.Sprintf(`update job_run set finished_at = now() - interval '%d minutes' + interval '10 seconds'`, minutes))
				c.at(c.b, failing, "2026-11-24 02:00")
				if runs := c.runs.Load(); runs != int64(try+1) {
					t.Errorf("tried %d times before %d minutes had passed", runs, minutes)
				}
				c.execute(fmt.Sprintf(`update job_run set finished_at = now() - interval '%d minutes' - interval '1 second'`, minutes))
				c.at(c.b, failing, "2026-11-24 02:00")
				c.want(int64(try+2), fmt.Sprintf("11-24 01:30 FAILED b%d", try+2))
			}
			c.execute(`update job_run set finished_at = now() - interval '1 day'`)
			c.at(c.b, c.counted(), "2026-11-24 03:00")
			c.want(5, "11-24 01:30 FAILED b5")
			c.at(c.b, c.counted(), "2026-11-25 01:30") // the next night is another matter
			c.want(6, "11-24 01:30 FAILED b5", "11-25 01:30 DONE b1")
		})
	}
}

func TestFailureThenSuccess(t *testing.T) {
	c := setupCron(t)
	failing := c.counted()
	failing.run = func(context.Context) error { return errors.New("away") }
	c.at(c.a, failing, "2026-11-24 01:30")
	c.execute(`update job_run set finished_at = now() - interval '2 minutes'`)
	c.at(c.b, c.counted(), "2026-11-24 01:33")
	c.want(1, "11-24 01:30 DONE b2")
}

// A server that is told to stop cuts its job off and says so; the next server runs it again.
func TestStoppedJobIsRecorded(t *testing.T) {
	c := setupCron(t)
	ctx, stop := context.WithCancel(t.Context())
	cut := c.counted()
	cut.run = func(ctx context.Context) error { stop(); <-ctx.Done(); return ctx.Err() }
	schedule, _ := cron.ParseStandard(cut.spec)
	c.a.runDue(ctx, cut, schedule, time.Date(2026, 11, 24, 1, 30, 0, 0, shanghai))
	c.want(0, "11-24 01:30 FAILED a1")
}

func TestJobsActForTheSystemWithinTheirLease(t *testing.T) {
	c := setupCron(t)
	j := c.counted()
	j.run = func(ctx context.Context) error {
		if a := access.ActorFrom(ctx); a == nil || !a.System {
			t.Errorf("runs as %+v", a)
		}
		if until, has := ctx.Deadline(); !has || time.Until(until) > jobLease {
			t.Errorf("may run until %s", until)
		}
		return nil
	}
	c.at(c.a, j, "2026-11-24 01:30")
	c.want(0, "11-24 01:30 DONE a1")
}

func TestNewestDue(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 10, 7, 30, 0, shanghai) // a Tuesday
	for spec, want := range map[string]string{
		"* * * * *":    "2026-11-24 10:07",
		"7 10 * * *":   "2026-11-24 10:07",
		"8 10 * * *":   "2026-11-23 10:08",
		"30 1 * * *":   "2026-11-24 01:30",
		"0 3 * * 1":    "2026-11-23 03:00",
		"0 3 * * 3":    "2026-11-18 03:00",
		"0 0 1 * *":    "2026-11-01 00:00",
		"15 4 25 12 *": "2025-12-25 04:15",
		"0 0 30 2 *":   "0001-01-01 00:00", // never
	} {
		schedule, err := cron.ParseStandard(spec)
		if err != nil {
			t.Fatal(err)
		}
		if got := newestDue(schedule, now).Format("2006-01-02 15:04"); got != want {
			t.Errorf("%s was last due at %s, want %s", spec, got, want)
		}
	}
}

// The table that the server runs: each job of it works, on an empty district too, and leaves its record; stopping waits for them.
func TestCronTable(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	app := &application{pool: db.Pool, access: access.New(db.Pool), inventory: inventory.New(db.Pool)}
	ctx, cancel := context.WithCancel(t.Context())
	stop := app.startCron(ctx)
	defer cancel()
	stop()
	var jobs, done int
	if err := db.Pool.QueryRow(t.Context(), `select count(*), count(*) filter (where status = 'DONE') from job_run`).Scan(&jobs, &done); err != nil {
		t.Fatal(err)
	}
	if want := len(app.jobs()); jobs < want || done != jobs { // more, where a minute began meanwhile
		t.Errorf("%d runs on record, %d done; want at least %d", jobs, done, want)
	}
}
