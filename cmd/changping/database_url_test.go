package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"changping/internal/pgtest"

	"github.com/jackc/pgx/v5/pgconn"
)

// serverOf is the configuration of a district on a server that is not ours.
func serverOf(t *testing.T, databaseURL, ownerURL string) config {
	t.Helper()
	t.Setenv("DATABASE_URL", databaseURL)
	t.Setenv("DATABASE_OWNER_URL", ownerURL)
	var c config
	if err := c.flags("test").Parse([]string{"--data-dir", filepath.Join(t.TempDir(), "data")}); err != nil {
		t.Fatal(err)
	}
	return c
}

// On a server of somebody else's the system makes its schema, loads its reference data and works, and starts no server itself.
func TestDatabaseURL(t *testing.T) {
	for name, own := range map[string]bool{"two roles": true, "one role": false} {
		t.Run(name, func(t *testing.T) {
			db := pgtest.NewEmpty(t)
			owner := db.OwnerURL
			if !own {
				db.AppURL, owner = db.OwnerURL, ""
			}
			c := serverOf(t, db.AppURL, owner)
			for range 2 { // the second time finds all in place
				app, err := open(t.Context(), c)
				if err != nil {
					t.Fatal(err)
				}
				if app.cluster != nil {
					t.Error("a private server was started")
				}
				if err := app.seed(t.Context(), false); err != nil {
					t.Error(err)
				}
				if why := patiently(app.pool, time.Now); why != "" {
					t.Error(why)
				}
				var items int
				if err := app.pool.QueryRow(t.Context(), `select count(*) from item`).Scan(&items); err != nil || items == 0 {
					t.Errorf("%d items in the catalogue, %v", items, err)
				}
				if _, err := app.pool.Exec(t.Context(), `delete from audit_entry`); err == nil {
					t.Error("evidence can be deleted")
				}
				app.close()
			}
			if _, err := os.Stat(c.dataDir); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the data directory was made: %v", err)
			}
		})
	}
}

// Questions about a server in use change nothing on it: they refuse a schema that is not theirs.
func TestQuestionsDoNotMigrate(t *testing.T) {
	db := pgtest.NewEmpty(t)
	serverOf(t, db.AppURL, db.OwnerURL)
	for _, ask := range []struct {
		name string
		run  func(context.Context, []string) error
		args []string
	}{{"verify", verify, nil}, {"token create", token, []string{"create", "wang"}}} {
		if err := ask.run(t.Context(), ask.args); err == nil || !strings.Contains(err.Error(), "changping migrate") {
			t.Errorf("%s: %v", ask.name, err)
		}
	}
	if err := migrate(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := verify(t.Context(), nil); err != nil {
		t.Error(err)
	}
}

func TestDatabaseURLThatLeadsNowhere(t *testing.T) {
	c := serverOf(t, "postgres://nobody@127.0.0.1:1/none?sslmode=disable&connect_timeout=2", "")
	_, err := open(t.Context(), c)
	if connect := (*pgconn.ConnectError)(nil); !errors.As(err, &connect) {
		t.Errorf("opened: %v", err)
	}
}
