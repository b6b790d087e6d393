package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"changping/internal/postgres/cluster"

	"github.com/jackc/pgx/v5"
)

// watch lets PostgreSQL count what each of its statements costs, those of triggers and of foreign keys among them. It must be told
// before it starts, so it is started anew.
func (s *server) watch(ctx context.Context) error {
	owner, err := pgx.Connect(ctx, s.cluster.OwnerURL())
	if err != nil {
		return err
	}
	defer owner.Close(ctx)
	if _, err := owner.Exec(ctx, `alter system set shared_preload_libraries = 'pg_stat_statements'`); err != nil {
		return err
	}
	s.cluster.Stop()
	if s.cluster, err = cluster.Start(ctx, cluster.Options{DataDir: s.dir}); err != nil {
		return err
	}
	anew, err := pgx.Connect(ctx, s.cluster.OwnerURL())
	if err != nil {
		return err
	}
	defer anew.Close(ctx)
	for _, sql := range []string{`create extension if not exists pg_stat_statements`, `alter system set pg_stat_statements.track = 'all'`, `alter system set pg_stat_statements.track_planning = on`, `select pg_reload_conf()`} {
		if _, err := anew.Exec(ctx, sql); err != nil {
			return err
		}
	}
	return nil
}

// statements prints the statements that cost the most since the last call, for each of n pieces of work.
func (s *server) statements(ctx context.Context, most int, n float64) error {
	rows, err := s.owner.Query(ctx, `select calls, (total_exec_time + total_plan_time) * 1000, total_plan_time * 1000, rows, toplevel, regexp_replace(query, '\s+', ' ', 'g') from public.pg_stat_statements order by total_exec_time + total_plan_time desc limit $1`, most)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	var calls, got int64
	var all, planning float64
	var top bool
	var text string
	for rows.Next() {
		if err := rows.Scan(&calls, &all, &planning, &got, &top, &text); err != nil {
			return err
		}
		if len(text) > 150 {
			text = text[:150]
		}
		mark := ""
		if !top {
			mark = "  within"
		}
		fmt.Fprintf(table, "%.1f us\tof which planning %.1f\t%.3f calls\t%.1f us a call\t%.1f rows%s\t%s\n", all/n, planning/n, float64(calls)/n, all/float64(calls), float64(got)/float64(calls), mark, strings.TrimSpace(text))
	}
	table.Flush()
	if err := rows.Err(); err != nil {
		return err
	}
	_, err = s.owner.Exec(ctx, `select public.pg_stat_statements_reset()`)
	return err
}
