package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"changping/internal/postgres"
	"changping/internal/postgres/cluster"
	"changping/migrations"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// server is the PostgreSQL that everything is measured on, as the product runs it: fsync on.
type server struct {
	dir     string
	kept    bool // the directory stays
	cluster *cluster.Cluster
	pool    *pgxpool.Pool // the application's
	owner   *pgx.Conn     // the schema's owner: loads, and measures the limit
}

const schema = "district"

// startServer starts a cluster in a directory of its own under parent, or in the one that is kept.
func startServer(ctx context.Context, parent, keep string, watched bool) (*server, error) {
	dir, err := keep, os.MkdirAll(cmp.Or(keep, "."), 0o711)
	if keep == "" {
		dir, err = os.MkdirTemp(parent, "changping-bench-")
	}
	if err != nil {
		return nil, err
	}
	s := &server{dir: dir, kept: keep != ""}
	if err := os.Chmod(dir, 0o711); err != nil {
		return nil, err
	}
	if s.cluster, err = cluster.Start(ctx, cluster.Options{DataDir: dir}); err != nil {
		return nil, err
	}
	if watched {
		if err := s.watch(ctx); err != nil {
			return nil, err
		}
	}
	if _, err := migrations.Apply(ctx, s.cluster.OwnerURL(), schema, cluster.AppRole, func(string) {}); err != nil {
		return nil, err
	}
	if s.pool, err = postgres.Open(ctx, postgres.Config{URL: s.cluster.AppURL(), Schema: schema, MaxConns: 40, ApplicationName: "bench"}); err != nil {
		return nil, err
	}
	config, err := pgx.ParseConfig(s.cluster.OwnerURL())
	if err != nil {
		return nil, err
	}
	config.RuntimeParams["search_path"] = schema
	s.owner, err = pgx.ConnectConfig(ctx, config)
	return s, err
}

func (s *server) stop() {
	s.pool.Close()
	s.owner.Close(context.Background())
	s.cluster.Stop()
	if !s.kept {
		os.RemoveAll(s.dir)
	}
}

// delay lets the leader of each group of commits wait so many milliseconds before it flushes for all of them.
func (s *server) delay(ctx context.Context, milliseconds float64) error {
	for _, sql := range []string{fmt.Sprintf(`alter system set commit_delay = %d`, int(1000*milliseconds)), `alter system set commit_siblings = 0`, `select pg_reload_conf()`} {
		if _, err := s.owner.Exec(ctx, sql); err != nil {
			return err
		}
	}
	return nil
}

// facts tells of the machine, and how long its disk takes to flush one page, in seconds.
func (s *server) facts(ctx context.Context) (text string, flush float64, err error) {
	var version string
	var fsync string
	if err := s.owner.QueryRow(ctx, `select current_setting('server_version'), current_setting('fsync')`).Scan(&version, &fsync); err != nil {
		return "", 0, err
	}
	if flush, err = s.flush(); err != nil {
		return "", 0, err
	}
	var fs syscall.Statfs_t
	kind := "unknown"
	if syscall.Statfs(s.dir, &fs) == nil {
		kind = map[int64]string{0xEF53: "ext4", 0x01021994: "tmpfs", 0x58465342: "xfs", 0x9123683E: "btrfs", 0x794c7630: "overlay"}[fs.Type]
	}
	return fmt.Sprintf("%d cores, %d GB memory, load %s, PostgreSQL %s, fsync %s, a flush takes %.2f ms (median, %s, %.0f/s), %s",
		runtime.NumCPU(), memoryKB("/proc/meminfo", "MemTotal")>>20, load(), version, fsync, 1000*flush, kind, 1/flush, runtime.Version()), flush, nil
}

// flush measures how long it takes to bring one page to the disk, where the cluster's own files lie.
func (s *server) flush() (seconds float64, err error) {
	file, err := os.Create(filepath.Join(s.dir, "flush"))
	if err != nil {
		return 0, err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	page := make([]byte, 8192)
	if _, err := file.Write(make([]byte, 64*8192)); err != nil {
		return 0, err
	}
	if err := file.Sync(); err != nil {
		return 0, err
	}
	var all []float64
	for i := range 200 {
		begin := time.Now()
		if _, err := file.WriteAt(page, int64(i%64)*8192); err != nil {
			return 0, err
		}
		if err := syscall.Fdatasync(int(file.Fd())); err != nil {
			return 0, err
		}
		all = append(all, time.Since(begin).Seconds())
	}
	return median(all), nil
}

func load() string {
	text, _ := os.ReadFile("/proc/loadavg")
	first, _, _ := strings.Cut(string(text), " ")
	return first
}

// memoryKB reads a figure of a file in the form of /proc/meminfo; 0 where there is none.
func memoryKB(path, name string) int {
	file, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer file.Close()
	for s := bufio.NewScanner(file); s.Scan(); {
		if rest, found := strings.CutPrefix(s.Text(), name+":"); found {
			n, _ := strconv.Atoi(strings.Fields(rest)[0])
			return n
		}
	}
	return 0
}

// pgbench runs a script of SQL with so many clients and gives transactions per second. found is false where PostgreSQL's own
// program is not installed.
func (s *server) pgbench(ctx context.Context, script string, clients int, seconds float64) (perSecond float64, found bool, err error) {
	matches, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pgbench")
	program, err := exec.LookPath("pgbench")
	if err != nil && len(matches) == 0 {
		return 0, false, nil
	}
	if len(matches) > 0 {
		program = matches[len(matches)-1]
	}
	u, err := url.Parse(s.cluster.OwnerURL())
	if err != nil {
		return 0, true, err
	}
	file := filepath.Join(s.dir, "pgbench.sql")
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		return 0, true, err
	}
	// Whole seconds only; the same clients stay connected, so one second is enough.
	for try := 1; ; try++ {
		perSecond, err := s.pgbenchOnce(ctx, program, file, clients, seconds, u)
		if err == nil || try == 3 { // on a machine that is busy, a second may pass before the first transaction
			return perSecond, true, err
		}
		seconds *= 2
	}
}

func (s *server) pgbenchOnce(ctx context.Context, program, file string, clients int, seconds float64, u *url.URL) (float64, error) {
	password, _ := u.User.Password()
	cmd := exec.CommandContext(ctx, program, "-n", "-M", "prepared", "-c", strconv.Itoa(clients), "-j", "2", "-T", strconv.Itoa(max(1, int(seconds+0.5))), "-f", file,
		"-h", u.Query().Get("host"), "-U", u.User.Username(), strings.TrimPrefix(u.Path, "/"))
	cmd.Env = append(os.Environ(), "PGPASSWORD="+password, "PGOPTIONS=-c search_path="+schema)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("pgbench: %w\n%s", err, out)
	}
	for _, l := range strings.Split(string(out), "\n") {
		if rest, ok := strings.CutPrefix(l, "tps = "); ok {
			return strconv.ParseFloat(strings.Fields(rest)[0], 64)
		}
	}
	return 0, fmt.Errorf("pgbench said nothing of tps:\n%s", out)
}
