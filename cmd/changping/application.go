package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
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

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// config is what flags and environment say, and what a command may do.
type config struct {
	dataDir, schema, databaseURL, ownerURL string
	osrm                                   string // address of an OSRM service

	// beside: the command may run beside a server, on the PostgreSQL of that server's data directory. It then finds the schema
	// as it is, unless it migrates: a question is no occasion to change what is being served.
	beside, migrates bool
}

func (c *config) flags(name string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.StringVar(&c.dataDir, "data-dir", defaultDataDir(), "directory of the private PostgreSQL")
	c.osrm = os.Getenv("CHANGPING_OSRM_URL")
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
	demo      bool          // served with --demo
	closing   chan struct{} // closed when streams must end
}

// open starts or finds the database, brings its schema up to date, and wires the use cases.
func open(ctx context.Context, c config) (_ *application, err error) {
	app := &application{}
	defer func() {
		if err != nil {
			app.close()
		}
	}()
	url, owner, found := c.databaseURL, c.ownerURL, true
	if url == "" {
		start := cluster.Start
		if c.beside {
			start = cluster.StartOrJoin
		}
		if app.cluster, err = start(ctx, cluster.Options{DataDir: c.dataDir, Logger: slog.Default()}); err != nil {
			return nil, err
		}
		url, owner, found = app.cluster.AppURL(), app.cluster.OwnerURL(), app.cluster.Joined()
	}
	if asFound := found && c.beside && !c.migrates; !asFound {
		if err := applyMigrations(ctx, owner, url, c.schema); err != nil {
			return nil, err
		}
	}
	pool, err := postgres.Open(ctx, postgres.Config{URL: url, Schema: c.schema, MaxConns: 20, ApplicationName: "changping"})
	if err != nil {
		return nil, err
	}
	app.pool = pool
	if err := migrations.Check(ctx, pool); err != nil {
		return nil, err
	}
	app.access, app.inventory = access.New(pool), inventory.New(pool)
	travel, err := c.travel()
	if err != nil {
		return nil, err
	}
	app.logistics = logistics.New(pool, travel)
	return app, nil
}

// travel chooses how driving is reckoned: by an OSRM service where one is named, else by the data directory's road graph, else by the
// estimate.
func (c *config) travel() (roads.Travel, error) {
	if c.osrm != "" {
		services := map[roads.Profile]string{}
		for _, profile := range roads.Profiles {
			services[profile] = c.osrm
		}
		return roads.OSRM{Services: services}, nil
	}
	g, err := roads.Open(c.graphFile())
	if errors.Is(err, fs.ErrNotExist) {
		return roads.DefaultEstimate(), nil
	}
	if err != nil {
		return nil, err
	}
	return roads.NewNetwork(g), nil
}

// applyMigrations brings the schema up to date and gives the rights on it to the role of the application's address.
func applyMigrations(ctx context.Context, owner, url, schema string) error {
	application, err := pgx.ParseConfig(url)
	if err != nil {
		return err
	}
	_, err = migrations.Apply(ctx, owner, schema, application.User, func(name string) { fmt.Println("applied", name) })
	return err
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
