// Package cluster runs a private PostgreSQL for those who have none: the installed binaries under a supervisor, on a unix
// socket, in a data directory of ours. It works as root (the server then runs as postgres or nobody) and as any user,
// survives kill -9 of itself and of the server, and refuses a second start on the same directory.
package cluster

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// The roles of the cluster: the owner of the schema, used for migrations only, and the application, which may neither
// change nor delete movements and audit entries.
const (
	OwnerRole = "changping_owner"
	AppRole   = "changping_app"
	database  = "changping"
)

// Options says where the cluster lives and how it runs.
type Options struct {
	DataDir string
	NoSync  bool // fsync off: for tests only
	Logger  *slog.Logger
}

// Cluster is a running private PostgreSQL.
type Cluster struct {
	options  Options
	bin      string
	password string
	socket   string
	joined   bool // it is another process's: not ours to stop
	lock     *os.File
	identity *syscall.Credential
	dead     chan struct{} // closed when the server is down for good
	stop     chan struct{}
	stopOnce sync.Once
	log      *tail
}

// ErrInUse tells that another process holds the data directory.
var ErrInUse = errors.New("in use by another changping")

// Start starts the cluster of a data directory, making it when there is none. Refuses with ErrInUse.
func Start(ctx context.Context, o Options) (*Cluster, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	dir, err := filepath.Abs(o.DataDir)
	if err != nil {
		return nil, err
	}
	o.DataDir = dir
	c := &Cluster{options: o, dead: make(chan struct{}), stop: make(chan struct{}), log: &tail{}}
	if c.identity, err = serverIdentity(); err != nil {
		return nil, err
	}
	if err := c.takeDirectory(); err != nil {
		return nil, err
	}
	ready := false
	defer func() {
		if !ready {
			c.lock.Close()
		}
	}()
	if err := c.prepare(ctx); err != nil {
		return nil, err
	}
	first := make(chan error, 1)
	go c.supervise(first)
	select {
	case err := <-first:
		if err != nil {
			return nil, err
		}
	case <-ctx.Done():
		c.Stop()
		return nil, ctx.Err()
	}
	if err := c.makeRoles(ctx); err != nil {
		c.Stop()
		return nil, err
	}
	ready = true
	return c, nil
}

// OwnerURL is the address for migrations.
func (c *Cluster) OwnerURL() string { return c.url(OwnerRole, database) }

// AppURL is the address for the application.
func (c *Cluster) AppURL() string { return c.url(AppRole, database) }

// Dead is closed when the server is down and will not be started again.
func (c *Cluster) Dead() <-chan struct{} { return c.dead }

// Log gives the last lines of the server's log.
func (c *Cluster) Log() string { return c.log.String() }

// Stop stops the server the fast way: running transactions are rolled back, nothing acknowledged is lost. A server that was
// joined runs on.
func (c *Cluster) Stop() {
	if c.joined {
		return
	}
	c.stopOnce.Do(func() { close(c.stop) })
	<-c.dead
	if c.socket != filepath.Join(c.options.DataDir, "sock") {
		os.RemoveAll(c.socket)
	}
	c.lock.Close()
}

func (c *Cluster) url(role, db string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword(role, c.password), Path: "/" + db}
	u.RawQuery = url.Values{"host": {c.socket}, "sslmode": {"disable"}}.Encode()
	return u.String()
}

// takeDirectory makes the data directory and locks it, so that a second start is refused at once.
func (c *Cluster) takeDirectory() error {
	if err := os.MkdirAll(c.options.DataDir, 0o711); err != nil {
		return err
	}
	lock, err := os.OpenFile(filepath.Join(c.options.DataDir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		lock.Close()
		return fmt.Errorf("the data directory %s is %w: stop that one, or name another directory with --data-dir", c.options.DataDir, ErrInUse)
	}
	c.lock = lock
	return nil
}

func (c *Cluster) prepare(ctx context.Context) (err error) {
	if err := c.readSecret(); err != nil {
		return err
	}
	c.socket = filepath.Join(c.options.DataDir, "sock")
	if len(c.socket) > 90 { // a unix socket's path is limited to 107 bytes, with the socket's own name
		if c.socket, err = os.MkdirTemp("", "changping-sock-"); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(c.socket, 0o700); err != nil {
		return err
	}
	if err := c.give(c.socket); err != nil {
		return err
	}
	pg := filepath.Join(c.options.DataDir, "pg")
	version, err := os.ReadFile(filepath.Join(pg, "PG_VERSION"))
	switch {
	case errors.Is(err, os.ErrNotExist):
		if c.bin, err = findBinaries(""); err != nil {
			return err
		}
		return c.initialise(ctx, pg)
	case err != nil:
		return err
	}
	c.bin, err = findBinaries(strings.TrimSpace(string(version)))
	return err
}

func (c *Cluster) readSecret() error {
	file := filepath.Join(c.options.DataDir, "secret")
	secret, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		raw := make([]byte, 24)
		if _, err := rand.Read(raw); err != nil {
			return err
		}
		secret = []byte(hex.EncodeToString(raw))
		err = os.WriteFile(file, secret, 0o600)
		if err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	c.password = strings.TrimSpace(string(secret))
	return nil
}

// initialise makes the cluster beside its place and moves it there when it is whole: a killed initdb leaves a PG_VERSION
// early, so that file proves nothing.
func (c *Cluster) initialise(ctx context.Context, pg string) error {
	leftovers, _ := filepath.Glob(pg + ".tmp-*")
	for _, old := range leftovers {
		os.RemoveAll(old)
	}
	work, err := os.MkdirTemp(c.options.DataDir, "pg.tmp-")
	if err != nil {
		return err
	}
	if err := c.give(work); err != nil {
		return err
	}
	passwordFile := filepath.Join(work, "..", "pg.tmp-secret")
	if err := os.WriteFile(passwordFile, []byte(c.password), 0o600); err != nil {
		return err
	}
	defer os.Remove(passwordFile)
	if err := c.give(passwordFile); err != nil {
		return err
	}
	args := []string{"-D", work, "-U", OwnerRole, "--pwfile=" + passwordFile, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--data-checksums"}
	if c.options.NoSync {
		args = append(args, "--no-sync")
	}
	cmd := exec.CommandContext(ctx, filepath.Join(c.bin, "initdb"), args...)
	cmd.Dir = c.options.DataDir
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.identity, Setpgid: true}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s(the data directory must be reachable by the account the server runs as)", err, out)
	}
	return os.Rename(work, pg)
}

// supervise runs the server and starts it again when it dies, at most five times in a minute.
func (c *Cluster) supervise(first chan<- error) {
	// The death signal is tied to the thread that started the child: keep it.
	runtime.LockOSThread()
	defer close(c.dead)
	var starts []time.Time
	begin := time.Now()
	for {
		cmd := c.command()
		if err := cmd.Start(); err != nil {
			if first != nil {
				first <- err
			}
			return
		}
		exited := make(chan error, 1)
		go func() { exited <- cmd.Wait() }()
		up := c.waitReady(exited)
		if up && first != nil {
			first <- nil
			first = nil
		}
		if up {
			select {
			case <-c.stop:
				c.shutDown(cmd, exited)
				return
			case err := <-exited:
				c.options.Logger.Warn("postgres stopped by itself, starting it again", "error", err)
			}
		} else if first != nil && time.Since(begin) > 15*time.Second {
			first <- fmt.Errorf("postgres does not start:\n%s", c.log)
			if cmd.ProcessState == nil {
				c.shutDown(cmd, exited)
			}
			return
		}
		starts = append(starts, time.Now())
		if n := len(starts); first == nil && n > 5 && starts[n-1].Sub(starts[n-6]) < time.Minute {
			c.options.Logger.Error("postgres keeps stopping", "log", c.log.String())
			return
		}
		select {
		case <-c.stop:
			if first != nil {
				first <- errors.New("stopped while starting")
			}
			return
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func (c *Cluster) command() *exec.Cmd {
	args := []string{"-D", filepath.Join(c.options.DataDir, "pg"), "-k", c.socket, "-c", "listen_addresses=", "-c", "unix_socket_permissions=0777",
		"-c", "max_connections=120", "-c", "deadlock_timeout=200ms", "-c", "log_timezone=UTC"}
	if c.options.NoSync {
		args = append(args, "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
	} else {
		args = append(args, "-c", sharedBuffers(memoryBytes("/")), "-c", "max_wal_size=2GB")
	}
	cmd := exec.Command(filepath.Join(c.bin, "postgres"), args...)
	cmd.Dir = c.options.DataDir
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	cmd.Stdout, cmd.Stderr = c.log, c.log
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.identity, Setpgid: true, Pdeathsig: syscall.SIGINT}
	return cmd
}

// waitReady waits until the server answers, or has exited.
func (c *Cluster) waitReady(exited chan error) bool {
	deadline := time.Now().Add(60 * time.Second) // recovery after a crash may take its time
	for time.Now().Before(deadline) {
		select {
		case err := <-exited:
			exited <- err
			return false
		case <-c.stop:
			return true
		case <-time.After(15 * time.Millisecond):
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		conn, err := pgx.Connect(ctx, c.url(OwnerRole, "postgres"))
		if err == nil {
			conn.Close(ctx)
		}
		cancel()
		if err == nil {
			return true
		}
	}
	return false
}

func (c *Cluster) shutDown(cmd *exec.Cmd, exited chan error) {
	cmd.Process.Signal(syscall.SIGINT)
	select {
	case <-exited: //nolint:errcheck // how it ended is not asked when it was told to end
	case <-time.After(20 * time.Second):
		cmd.Process.Signal(syscall.SIGQUIT)
		<-exited //nolint:errcheck // as above
	}
}

// makeRoles makes the database and the application's role, once.
func (c *Cluster) makeRoles(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, c.url(OwnerRole, "postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	var role, db bool
	if err := conn.QueryRow(ctx, `select exists (select 1 from pg_roles where rolname = $1), exists (select 1 from pg_database where datname = $2)`, AppRole, database).Scan(&role, &db); err != nil {
		return err
	}
	if !role {
		// The password is hex of our own making: safe to place in the statement, which takes no parameters.
		if _, err := conn.Exec(ctx, `create role `+AppRole+` login password '`+c.password+`'`); err != nil {
			return err
		}
	}
	if !db {
		if _, err := conn.Exec(ctx, `create database `+database); err != nil {
			return err
		}
	}
	return nil
}

// give hands a directory or file of ours to the account that the server runs as.
func (c *Cluster) give(path string) error {
	if c.identity == nil {
		return nil
	}
	return os.Chown(path, int(c.identity.Uid), int(c.identity.Gid))
}

// tail keeps the last lines of the server's log.
type tail struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.buf.Len() > 64<<10 {
		t.buf.Next(32 << 10)
	}
	return t.buf.Write(p)
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines := strings.Split(strings.TrimSpace(t.buf.String()), "\n")
	return strings.Join(lines[max(0, len(lines)-20):], "\n")
}

// DataDir is where the cluster lives.
func (c *Cluster) DataDir() string { return c.options.DataDir }
