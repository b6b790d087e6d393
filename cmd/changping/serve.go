package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"runtime/debug"
	"time"
)

// rememberSessions is how long a session that was ended elsewhere (by another server, or in the database) may still be good here.
const rememberSessions = 2 * time.Second

// collectAt lets the heap grow to four times what is in use before it is collected: what is in use are some twenty megabytes, and
// collecting it after every few requests took a tenth of the processor time. GOGC says otherwise.
const collectAt = 300

// serve runs the system until it is told to stop.
func serve(ctx context.Context, args []string) error {
	var c config
	flags := c.flags("serve")
	listen := flags.String("listen", "127.0.0.1:8080", "address to serve on")
	demo := flags.Bool("demo", false, "load the demonstration district when empty; loopback only")
	if err := parse(flags, args); err != nil {
		return err
	}
	if *demo && !loopback(*listen) {
		return fmt.Errorf("--demo has accounts that everybody knows: it listens on loopback only, not on %s", *listen)
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelInfo})))
	listener, err := net.Listen("tcp", *listen) // first: a port in use is told before anything is started
	if err != nil {
		return err
	}
	app, err := open(ctx, c)
	if err != nil {
		return err
	}
	defer app.close()
	if err := app.seed(ctx, *demo); err != nil {
		return err
	}
	app.demo, app.closing = *demo, make(chan struct{})
	app.access.Remember = rememberSessions
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	handler, err := app.handler()
	if err != nil {
		return err
	}
	stopCron := app.startCron(ctx)
	defer stopCron()
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 2 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10}
	server.RegisterOnShutdown(func() { close(app.closing) })
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	fmt.Printf("\nchangping serves on http://%s\n", listener.Addr())
	dead := make(<-chan struct{})
	if app.cluster != nil {
		dead = app.cluster.Dead()
	}
	select {
	case err := <-failed:
		return err
	case <-dead:
		return errors.New("the private PostgreSQL is down for good:\n" + app.cluster.Log())
	case <-ctx.Done():
	}
	fmt.Println("stopping: finishing what has begun")
	last, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return server.Shutdown(last)
}

// loopback reports whether an address is reachable from this machine only.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
