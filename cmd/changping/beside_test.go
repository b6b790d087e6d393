package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// binary builds the program as it is shipped.
func binary(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "changping")
	if out, err := exec.Command("go", "build", "-trimpath", "-o", path, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return path
}

// dataDirectory is a directory that the account which PostgreSQL runs as can reach.
func dataDirectory(t *testing.T) string {
	t.Helper()
	parent, err := os.MkdirTemp("", "changping-beside-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(parent, 0o711); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(parent) })
	return filepath.Join(parent, "data")
}

// program is the binary on one data directory.
type program struct {
	t         *testing.T
	path, dir string
}

func (p program) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, p.path, args...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "DATABASE_") && !strings.HasPrefix(v, "CHANGPING_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, "CHANGPING_DEMO_PASSWORD="+demoPassword)
	return cmd
}

// run runs a command to its end and gives its output and exit code.
func (p program) run(args ...string) (out string, code int) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Minute)
	defer cancel()
	cmd := p.command(ctx, args...)
	raw, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		p.t.Fatal(err)
	}
	return string(raw), cmd.ProcessState.ExitCode()
}

// serve starts the server and gives its address once it serves.
func (p program) serve() (server *exec.Cmd, address string) {
	p.t.Helper()
	server = p.command(context.Background(), "serve", "--listen", "127.0.0.1:0", "--data-dir", p.dir)
	out, err := server.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() {
		if server.ProcessState == nil {
			_ = server.Process.Kill()
			_ = server.Wait()
		}
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, found, ok := strings.Cut(lines.Text(), "serves on "); ok {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return server, found
		}
	}
	p.t.Fatal("the server did not come up")
	return nil, ""
}

func (p program) get(address string) (status int, body string) {
	p.t.Helper()
	response, err := http.Get(address)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return response.StatusCode, string(raw)
}

// The commands of the one binary work beside a server that holds the data directory, and on their own.
func TestCommandsBesideARunningServer(t *testing.T) {
	t.Parallel()
	p := program{t, binary(t), dataDirectory(t)}
	server, address := p.serve()

	if out, code := p.run("serve", "--listen", "127.0.0.1:0", "--data-dir", p.dir); code != 1 || !strings.Contains(out, "in use by another changping") {
		t.Errorf("a second server: exit %d, %s", code, out)
	}
	for _, c := range []struct {
		want string
		args []string
	}{
		{"up to date", []string{"migrate", "--data-dir", p.dir}},
		{"dispatcher", []string{"seed", "--demo", "--data-dir", p.dir}},
		{"holds:", []string{"verify", "--data-dir", p.dir}},
	} {
		if out, code := p.run(c.args...); code != 0 || !strings.Contains(out, c.want) {
			t.Errorf("%v: exit %d, %s", c.args, code, out)
		}
	}
	token, code := p.run("token", "create", "--data-dir", p.dir, "dispatcher")
	if code != 0 || !strings.HasPrefix(token, "cp_") {
		t.Fatalf("token: exit %d, %s", code, token)
	}
	if out, code := p.run("token", "create", "--data-dir", p.dir, "nobody"); code != 1 || !strings.Contains(out, "NOT_FOUND") {
		t.Errorf("a token for nobody: exit %d, %s", code, out)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+"/graphql?query={viewer{account}}", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+strings.TrimSpace(token))
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if raw, err := io.ReadAll(response.Body); err != nil || !strings.Contains(string(raw), `"account":"dispatcher"`) {
		t.Errorf("the server does not know the token: %v %s", err, raw)
	}
	if status, body := p.get(address + "/readyz"); status != http.StatusOK {
		t.Errorf("after all that the server is not ready: %d %s", status, body)
	}

	// Stopped, it leaves a directory on which the same commands start a PostgreSQL of their own, and stop it again.
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := server.Wait(); err != nil {
		t.Errorf("stopping: %v", err)
	}
	for range 2 {
		if out, code := p.run("verify", "--data-dir", p.dir); code != 0 || !strings.Contains(out, "holds:") {
			t.Errorf("verify on its own: exit %d, %s", code, out)
		}
	}
	if _, err := os.Stat(filepath.Join(p.dir, "pg", "postmaster.pid")); err == nil {
		t.Error("a PostgreSQL was left behind")
	}
}

// A server that was killed leaves its PostgreSQL stopping and its lock free: the next command waits for the one and takes the other.
func TestCommandAfterAKilledServer(t *testing.T) {
	t.Parallel()
	p := program{t, binary(t), dataDirectory(t)}
	server, _ := p.serve()
	if err := server.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = server.Wait()
	if out, code := p.run("verify", "--data-dir", p.dir); code != 0 || !strings.Contains(out, "holds:") {
		t.Errorf("exit %d, %s", code, out)
	}
}

// What cannot be understood is answered with the usage and exit code 2.
func TestUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{}, {"nonsense"}, {"token"}, {"token", "delete"}, {"token", "create"}, {"verify", "--nonsense"}} {
		if code := run(t.Context(), args); code != 2 {
			t.Errorf("%v: exit %d, want 2", args, code)
		}
	}
}
