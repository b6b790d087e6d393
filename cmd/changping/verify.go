package main

import (
	"context"
	"fmt"

	"changping/access"
	"changping/inventory"
)

// verify proves the books, and against an anchor that the chain is still the one it was.
func verify(ctx context.Context, args []string) error {
	c := config{beside: true}
	flags := c.flags("verify")
	file := flags.String("anchor", "", "prove the chain against this anchor file too")
	if err := parse(flags, args); err != nil {
		return err
	}
	app, err := open(ctx, c)
	if err != nil {
		return err
	}
	defer app.close()
	if err := inventory.Verify(ctx, app.pool, func(rule string) { fmt.Println("holds:", rule) }); err != nil || *file == "" {
		return err
	}
	lines, problem, err := access.VerifyAnchor(ctx, app.pool, *file)
	if err != nil {
		return err
	}
	if problem != "" {
		return fmt.Errorf("broken: the anchor: %s", problem)
	}
	fmt.Printf("holds: the chain is the one that was anchored, in %d lines\n", lines)
	return nil
}

// anchor adds what the chain has come to to a file that is kept elsewhere.
func anchor(ctx context.Context, args []string) error {
	c := config{beside: true}
	flags := c.flags("anchor")
	file := flags.String("out", "", "the file to add to; keep it, or copies of it, where the owner of the database cannot write")
	if err := parse(flags, args); err != nil {
		return err
	}
	if *file == "" || flags.NArg() > 0 {
		return errUsage
	}
	app, err := open(ctx, c)
	if err != nil {
		return err
	}
	defer app.close()
	added, err := access.Anchor(ctx, app.pool, *file)
	if err == nil {
		fmt.Printf("%d lines added to %s\n", added, *file)
	}
	return err
}
