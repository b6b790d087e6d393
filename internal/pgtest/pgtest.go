// Package pgtest gives each test a real PostgreSQL database of its own, with the schema in place. One private cluster serves
// a test process; each database is cloned from a template that was migrated once.
package pgtest

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"changping/internal/postgres"
	"changping/internal/postgres/cluster"
	"changping/migrations"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Database is a migrated, otherwise empty database. The pool is that of the application's role, so that a missing or an
// excessive right shows.
type Database struct {
	Pool             *pgxpool.Pool
	OwnerURL, AppURL string
	Schema           string
}

const schema = "district"

var (
	start   sync.Once
	running *cluster.Cluster
	failed  error
	count   atomic.Int64
	cloning sync.Mutex
)

// New makes a database for the test and drops it afterwards. The cluster dies with the process: the kernel sees to that.
func New(t testing.TB) *Database {
	t.Helper()
	db := clone(t, "changping")
	pool, err := postgres.Open(context.Background(), postgres.Config{URL: db.AppURL, Schema: schema, MaxConns: 24, ApplicationName: t.Name()})
	if err != nil {
		t.Fatal(err)
	}
	db.Pool = pool
	t.Cleanup(pool.Close)
	return db
}

// NewEmpty makes a database without a schema, as one finds it on a server of somebody else's. Pool is nil.
func NewEmpty(t testing.TB) *Database {
	t.Helper()
	return clone(t, "template1")
}

func clone(t testing.TB, template string) *Database {
	t.Helper()
	start.Do(func() { failed = startCluster(context.Background()) })
	if failed != nil {
		t.Fatalf("no PostgreSQL for the tests: %v", failed)
	}
	name := fmt.Sprintf("test_%d", count.Add(1))
	admin(t, `create database `+name+` template `+template)
	t.Cleanup(func() { admin(t, `drop database `+name+` with (force)`) })
	return &Database{OwnerURL: withDatabase(running.OwnerURL(), name), AppURL: withDatabase(running.AppURL(), name), Schema: schema}
}

// Owner connects as the owner of the schema, who may do what the application must not.
func (d *Database) Owner(t testing.TB) *pgx.Conn {
	t.Helper()
	config, err := pgx.ParseConfig(d.OwnerURL)
	if err != nil {
		t.Fatal(err)
	}
	config.RuntimeParams["search_path"] = d.Schema
	conn, err := pgx.ConnectConfig(context.Background(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func startCluster(ctx context.Context) error {
	sweep(cmp.Or(inMemory(), os.TempDir()))
	dir, err := os.MkdirTemp(inMemory(), "changping-test-")
	if err != nil {
		return err
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		return err
	}
	if running, err = cluster.Start(ctx, cluster.Options{DataDir: dir, NoSync: true}); err != nil {
		return err
	}
	_, err = migrations.Apply(ctx, running.OwnerURL(), schema, cluster.AppRole, func(string) {})
	return err
}

// inMemory is a file system in memory with room to spare, or "". Each clone is some three hundred files, and ext4 searches long
// for inodes that were not deleted in the last minutes: on disk a clone takes half a second instead of thirty milliseconds.
func inMemory() string {
	const shared, room = "/dev/shm", 2 << 30
	var s syscall.Statfs_t
	if err := syscall.Statfs(shared, &s); err != nil || s.Bavail*uint64(s.Bsize) < room {
		return ""
	}
	return shared
}

// sweep removes what test processes that were killed have left: directories that nobody has held for a while.
func sweep(parent string) {
	leftovers, _ := filepath.Glob(filepath.Join(parent, "changping-test-*"))
	for _, dir := range leftovers {
		lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR, 0)
		if err != nil {
			continue
		}
		info, err := lock.Stat()
		if err == nil && time.Since(info.ModTime()) > 10*time.Minute && syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			os.RemoveAll(dir)
		}
		lock.Close()
	}
}

// Main runs the tests of a package and stops the cluster that they started: func TestMain(m *testing.M) { pgtest.Main(m) }.
func Main(m *testing.M) {
	code := m.Run()
	if running != nil {
		dir := running.DataDir()
		running.Stop()
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// admin runs a statement that no other may run beside: cloning a template wants it unused.
func admin(t testing.TB, sql string) {
	t.Helper()
	cloning.Lock()
	defer cloning.Unlock()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, withDatabase(running.OwnerURL(), "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, sql); err != nil {
		t.Fatal(err)
	}
}

func withDatabase(address, name string) string {
	u, err := url.Parse(address)
	if err != nil {
		panic(err) // made by the cluster itself
	}
	u.Path = "/" + name
	return u.String()
}
