// Command changping is the emergency supplies and logistics system of a district.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

const usage = `changping: emergency supplies and logistics of a district

  changping serve [--listen ADDR] [--data-dir DIR] [--demo]   serve the API and the console
  changping migrate [--data-dir DIR]                          bring the schema up to date
  changping seed [--data-dir DIR] [--demo]                    load reference (and demonstration) data
  changping verify [--data-dir DIR] [--anchor FILE]           prove the books: exit 1 and the first bad row otherwise
  changping anchor [--data-dir DIR] --out FILE                add what the hash chain has come to to a file that is kept elsewhere
  changping roads build [--data-dir DIR] FILE.osm.pbf         make the road graph of an OpenStreetMap extract; roads show tells of it
  changping plan [--format solomon|li-lim|cordeau|vroom] [--metric dimacs|exact] [--objective distance|vehicles-distance|cost]
                 [--seconds S] [--iterations N] [--seed N] [--threads N] FILE   plan the routes of one problem, answer in JSON
  changping token create [--data-dir DIR] ACCOUNT             make a bearer token for a person

DATABASE_URL set means: use that server and no private one (DATABASE_OWNER_URL for migrations, else the same).
CHANGPING_OSRM_URL names an OSRM service whose roads are used in the place of the data directory's graph.
CHANGPING_SCHEMA names the schema of the district (default: district).
`

var commands = map[string]func(context.Context, []string) error{
	"serve": serve, "migrate": migrate, "seed": seed, "verify": verify, "anchor": anchor, "plan": plan, "roads": roadGraph, "token": token,
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

// run gives the exit code: 0 done, 1 failed, 2 called wrongly.
func run(ctx context.Context, args []string) int {
	if len(args) == 0 || commands[args[0]] == nil {
		fmt.Fprint(os.Stderr, usage)
		return 2
	}
	err := commands[args[0]](ctx, args[1:])
	switch {
	case err == nil:
		return 0
	case errors.Is(err, flag.ErrHelp), errors.Is(err, errUsage), badInput(err):
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, err)
		}
		return 2
	}
	fmt.Fprintln(os.Stderr, "changping:", err)
	return 1
}

var errUsage = errors.New("see 'changping' without arguments")
