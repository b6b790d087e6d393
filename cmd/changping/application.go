package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"changping/access"
	"changping/fixtures"
	"changping/internal/postgres"
	"changping/internal/postgres/cluster"
	"changping/inventory"
	"changping/logistics"
	"changping/logistics/roads"
	"changping/migrations"

	"github.com/jackc/pgx/v5/pgxpool"
)

// config is what flags and environment say.
type config struct {
	dataDir, schema, databaseURL, ownerURL string
}

func (c *config) flags(name string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.StringVar(&c.dataDir, "data-dir", defaultDataDir(), "directory of the private PostgreSQL")
	c.schema, c.databaseURL, c.ownerURL = os.Getenv("CHANGPING_SCHEMA"), os.Getenv("DATABASE_URL"), os.Getenv("DATABASE_OWNER_URL")
	if c.schema == "" {
		c.schema = "district"
	}
	if c.ownerURL == "" {
		c.ownerURL = c.databaseURL
	}
	return f
}

func defaultDataDir() string {
	if os.Geteuid() == 0 {
		return "/var/lib/changping"
	}
	if d := os.Getenv("XDG_DATA_HOME"); d != "" {
		return filepath.Join(d, "changping")
	}
	home, _ := os.UserHomeDir()
	return filepath.Join(home, ".local", "share", "changping")
}

// application is the wired whole.
type application struct {
	pool      *pgxpool.Pool
	cluster   *cluster.Cluster // nil: a server of somebody else's
	access    *access.Access
	inventory *inventory.Inventory
	logistics *logistics.Logistics
}

// open starts or finds the database, brings its schema up to date, and wires the use cases.
func open(ctx context.Context, c config) (*application, error) {
	app := &application{}
	url, owner := c.databaseURL, c.ownerURL
	if url == "" {
		var err error
		if app.cluster, err = cluster.Start(ctx, cluster.Options{DataDir: c.dataDir, Logger: slog.Default()}); err != nil {
			return nil, err
		}
		url, owner = app.cluster.AppURL(), app.cluster.OwnerURL()
	}
	if _, err := migrations.Apply(ctx, owner, c.schema, func(name string) { fmt.Println("applied", name) }); err != nil {
		app.close()
		return nil, err
	}
	pool, err := postgres.Open(ctx, postgres.Config{URL: url, Schema: c.schema, MaxConns: 20, ApplicationName: "changping"})
	if err != nil {
		app.close()
		return nil, err
	}
	app.pool, app.access, app.inventory = pool, access.New(pool), inventory.New(pool)
	app.logistics = logistics.New(pool, roads.DefaultEstimate())
	return app, nil
}

func (app *application) close() {
	if app.pool != nil {
		app.pool.Close()
	}
	if app.cluster != nil {
		app.cluster.Stop()
	}
}

func (app *application) loader() *fixtures.Loader {
	return &fixtures.Loader{Pool: app.pool, Access: app.access, Inventory: app.inventory, Logistics: app.logistics, Told: func(format string, args ...any) { fmt.Printf(format+"\n", args...) }}
}
