package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"changping/internal/pgtest"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5/pgxpool"
)

// patiently asks again where a busy machine was too slow to answer in time.
func patiently(pool *pgxpool.Pool, clock func() time.Time) (why string) {
	for range 10 {
		if why = unready(context.Background(), pool, clock); why != "the database does not answer" {
			break
		}
	}
	return why
}

func TestReady(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change string // by the owner
		clock  time.Duration
		want   string
	}{
		"as it should be":             {`select 1`, 0, ""},
		"a clock a second ahead":      {`select 1`, time.Second, ""},
		"a clock three seconds ahead": {`select 1`, 3 * time.Second, "clocks"},
		"a clock three seconds late":  {`select 1`, -3 * time.Second, "clocks"},
		"a clock of another year":     {`select 1`, -400 * 24 * time.Hour, "clocks"},
		"a newer schema":              {`insert into schema_migration values (9999, '9999_future.sql', 'x')`, 0, "schema"},
		"an older schema":             {`delete from schema_migration where number > 1`, 0, "schema"},
		"changed files":               {`update schema_migration set checksum = 'x'`, 0, "schema"},
		"another's database":          {`drop schema district cascade`, 0, "schema"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := pgtest.New(t)
			if _, err := db.Owner(t).Exec(t.Context(), c.change); err != nil {
				t.Fatal(err)
			}
			why := patiently(db.Pool, func() time.Time { return time.Now().Add(c.clock) })
			if (why == "") != (c.want == "") || !strings.Contains(why, c.want) {
				t.Errorf("%q, want %q", why, c.want)
			}
			if strings.Contains(why, "SQLSTATE") || strings.Contains(why, "relation") {
				t.Errorf("tells of the inside: %s", why)
			}
		})
	}
}

// A database that hangs or is gone is told within half a second and a little, not when its own timeout comes.
func TestNotReadyInTime(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	pool, err := postgres.Open(t.Context(), postgres.Config{URL: db.AppURL, Schema: db.Schema, MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	app := &application{pool: pool}
	ask := func() (int, string) {
		w := httptest.NewRecorder()
		app.ready(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
		body, _ := io.ReadAll(w.Result().Body)
		return w.Code, string(body)
	}
	if status, body := ask(); status != http.StatusOK || body != "ready\n" {
		t.Errorf("%d %q", status, body)
	}
	taken, err := pool.Acquire(context.Background()) // the only connection is in use
	if err != nil {
		t.Fatal(err)
	}
	started := time.Now()
	if status, body := ask(); status != http.StatusServiceUnavailable || body != "not ready: the database does not answer\n" {
		t.Errorf("%d %q", status, body)
	}
	if took := time.Since(started); took > 3*time.Second { // a hang, not a benchmark
		t.Errorf("told after %s", took)
	}
	taken.Release()
	if status, _ := ask(); status != http.StatusOK {
		t.Errorf("%d after the connection was free again", status)
	}
}
