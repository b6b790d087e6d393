package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// StartOrJoin starts the cluster of a data directory, or joins the one that another process runs there. It waits for one that
// is just starting or stopping.
func StartOrJoin(ctx context.Context, o Options) (*Cluster, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	for {
		c, err := Start(ctx, o)
		if !errors.Is(err, ErrInUse) {
			return c, err
		}
		c, err = join(ctx, o)
		if err == nil {
			return c, nil
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("another changping holds the data directory %s, and its PostgreSQL cannot be reached: %w", o.DataDir, err)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// Joined reports whether the server is another process's.
func (c *Cluster) Joined() bool { return c.joined }

func join(ctx context.Context, o Options) (*Cluster, error) {
	dir, err := filepath.Abs(o.DataDir)
	if err != nil {
		return nil, err
	}
	o.DataDir = dir
	// Never closed: what becomes of the server is for the process to see that runs it.
	c := &Cluster{options: o, joined: true, dead: make(chan struct{}), log: &tail{}}
	secret, err := os.ReadFile(filepath.Join(dir, "secret"))
	if err != nil {
		return nil, err
	}
	c.password = strings.TrimSpace(string(secret))
	// The socket is elsewhere where the directory's path is too long for one; the fifth line of the server's own file tells.
	running, err := os.ReadFile(filepath.Join(dir, "pg", "postmaster.pid"))
	if err != nil {
		return nil, err
	}
	lines := strings.Split(string(running), "\n")
	if len(lines) < 5 {
		return nil, errors.New("its postmaster.pid is not complete")
	}
	c.socket = lines[4]
	conn, err := pgx.Connect(ctx, c.AppURL())
	if err != nil {
		return nil, err
	}
	return c, conn.Close(ctx)
}
