package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"changping/access"
	"changping/fixtures"
)

// migrate brings the schema up to date.
func migrate(ctx context.Context, args []string) error {
	return withApplication(ctx, "migrate", args, nil, func(*application) error {
		fmt.Println("the schema is up to date")
		return nil
	})
}

// demoSeed makes the one demonstration district that everybody talks about.
const demoSeed = 20261124

// seed loads reference data, and with --demo the demonstration district.
func seed(ctx context.Context, args []string) error {
	var demo bool
	return withApplication(ctx, "seed", args, &demo, func(app *application) error { return app.seed(ctx, demo) })
}

func (app *application) seed(ctx context.Context, demo bool) error {
	l := app.loader()
	if err := l.Reference(ctx); err != nil || !demo {
		return err
	}
	password := os.Getenv("CHANGPING_DEMO_PASSWORD")
	made := password == ""
	if made {
		password = rand.Text()[:16]
	}
	before := time.Now()
	if err := l.LoadDemo(ctx, fixtures.Demo{Seed: demoSeed, Password: password}); err != nil {
		return err
	}
	var fresh bool
	if err := app.pool.QueryRow(ctx, `select value::timestamptz >= $1 from setting where name = 'loaded.demonstration district'`, before.UTC().Truncate(time.Second)).Scan(&fresh); err != nil {
		return err
	}
	fmt.Println("\nDemonstration accounts (demonstration data, not for real use):")
	for _, a := range fixtures.Accounts {
		fmt.Printf("  %-17s %s\n", a.Account, a.Name)
	}
	switch {
	case !fresh:
		fmt.Println("  password: the one that was set or printed when this data was made")
	case made:
		fmt.Printf("  password: %s   (made up now, shown once; set CHANGPING_DEMO_PASSWORD to choose it)\n", password)
	default:
		fmt.Println("  password: as set in CHANGPING_DEMO_PASSWORD")
	}
	return nil
}

// token makes bearer tokens.
func token(ctx context.Context, args []string) error {
	if len(args) == 0 || args[0] != "create" {
		return errUsage
	}
	c := config{beside: true}
	flags := c.flags("token create")
	label := flags.String("label", "", "what the token is for")
	days := flags.Int("days", 30, "for how many days it is valid, at most 90")
	if err := parse(flags, args[1:]); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return errUsage
	}
	app, err := open(ctx, c)
	if err != nil {
		return err
	}
	defer app.close()
	secret, err := app.access.CreateToken(access.WithActor(ctx, access.System("command line")), flags.Arg(0), *label, time.Duration(*days)*24*time.Hour)
	if err == nil {
		fmt.Println(secret)
	}
	return err
}

func withApplication(ctx context.Context, name string, args []string, demo *bool, do func(*application) error) error {
	c := config{beside: true, migrates: name == "migrate" || name == "seed"}
	flags := c.flags(name)
	if demo != nil {
		flags.BoolVar(demo, "demo", false, "load the demonstration district too")
	}
	if err := parse(flags, args); err != nil {
		return err
	}
	app, err := open(ctx, c)
	if err != nil {
		return err
	}
	defer app.close()
	return do(app)
}

// parse reads flags. What is wrong with them has been printed by then.
func parse(flags *flag.FlagSet, args []string) error {
	err := flags.Parse(args)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		return errUsage
	}
	return err
}
