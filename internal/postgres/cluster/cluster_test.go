package cluster

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func startIn(t *testing.T, dir string) *Cluster {
	t.Helper()
	c, err := Start(t.Context(), Options{DataDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// publicTemp is a directory that the account of the server can reach.
func publicTemp(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "changping-cluster-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return filepath.Join(dir, "data")
}

func execute(t *testing.T, c *Cluster, sql string) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.OwnerURL())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql)
	return err
}

func TestSurvivesKillAndRefusesASecondStart(t *testing.T) {
	dir := publicTemp(t)
	if err := os.Mkdir(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "pg.tmp-leftover"), 0o700); err != nil { // of an initdb that was killed
		t.Fatal(err)
	}
	c := startIn(t, dir)
	if _, err := Start(t.Context(), Options{DataDir: dir}); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("a second start on the same directory: %v", err)
	}
	guest, err := StartOrJoin(t.Context(), Options{DataDir: dir})
	if err != nil || !guest.Joined() {
		t.Fatalf("the running server was not joined: %v", err)
	}
	guest.Stop() // and yet the server runs on
	if err := execute(t, c, `create table kept (n int); insert into kept values (1)`); err != nil {
		t.Fatal(err)
	}
	pid, err := os.ReadFile(filepath.Join(dir, "pg", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	postmaster, err := strconv.Atoi(strings.SplitN(string(pid), "\n", 2)[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(postmaster, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(20 * time.Second)
	for err = execute(t, c, `insert into kept values (2)`); err != nil && time.Now().Before(deadline); err = execute(t, c, `insert into kept values (2)`) {
		time.Sleep(50 * time.Millisecond)
	}
	if err != nil {
		t.Fatalf("not up again after its server was killed: %v\n%s", err, c.Log())
	}
	c.Stop()
	again := startIn(t, dir)
	defer again.Stop()
	if err := execute(t, again, `do $$ begin assert (select count(*) from kept) = 2; end $$`); err != nil {
		t.Errorf("what was committed is gone: %v", err)
	}
}

func TestRefusesDataOfAnotherMajor(t *testing.T) {
	dir := publicTemp(t)
	if err := os.MkdirAll(filepath.Join(dir, "pg"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "pg", "PG_VERSION"), []byte("9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(t.Context(), Options{DataDir: dir}); err == nil || !strings.Contains(err.Error(), "PostgreSQL 9") {
		t.Errorf("data of another major version was not refused: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "pg", "PG_VERSION")); err != nil {
		t.Error("data of another major version was touched")
	}
}
