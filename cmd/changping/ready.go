package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"changping/migrations"

	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	readyWithin = 500 * time.Millisecond
	clockSkew   = 2 * time.Second // between the database and us: due times are reckoned by our clock, expiry by the database's
)

// ready answers whether this server may be sent requests.
func (app *application) ready(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if why := unready(r.Context(), app.pool, time.Now); why != "" {
		http.Error(w, "not ready: "+why, http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ready")
}

// unready says why requests should not come here: the database does not answer in time, its schema is not ours, or its clock
// and ours differ. "": they may come. The words are for whoever asks, so they tell nothing of the database's own.
func unready(ctx context.Context, pool *pgxpool.Pool, clock func() time.Time) (why string) {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	asked := clock()
	var answered time.Time
	if err := pool.QueryRow(ctx, `select clock_timestamp()`).Scan(&answered); err != nil {
		return "the database does not answer"
	}
	// The answer was given at some time between the question and now.
	if early, late := asked.Sub(answered), answered.Sub(clock()); max(early, late) > clockSkew {
		return "the clocks of the database and of this server differ by more than " + clockSkew.String()
	}
	if err := migrations.Check(ctx, pool); err != nil {
		if ctx.Err() != nil {
			return "the database does not answer"
		}
		return "the schema of the database is not the one of this program: run 'changping migrate', or a newer program"
	}
	return ""
}
