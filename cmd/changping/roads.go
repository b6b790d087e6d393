package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"changping/logistics/roads"
)

// graphFile is where the road graph of a data directory lies.
func (c *config) graphFile() string { return filepath.Join(c.dataDir, "roads.graph") }

// roadGraph makes or describes the road graph of a data directory.
func roadGraph(ctx context.Context, args []string) error {
	if len(args) == 0 || args[0] != "build" && args[0] != "show" {
		return fmt.Errorf("roads build FILE.osm.pbf, or roads show: %w", errUsage)
	}
	var c config
	f := c.flags("roads " + args[0])
	if err := f.Parse(args[1:]); err != nil {
		return errors.Join(errUsage, err)
	}
	if args[0] == "show" {
		g, err := roads.Open(c.graphFile())
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("there is no road graph in %s: make one with 'changping roads build FILE.osm.pbf'", c.dataDir)
		}
		if err != nil {
			return err
		}
		describe(g)
		return nil
	}
	if f.NArg() != 1 {
		return fmt.Errorf("roads build takes one extract: %w", errUsage)
	}
	extract, err := os.Open(f.Arg(0))
	if err != nil {
		return err
	}
	defer extract.Close()
	if err := os.MkdirAll(c.dataDir, 0o700); err != nil {
		return err
	}
	began := time.Now()
	g, err := roads.Build(ctx, extract, strings.TrimSuffix(filepath.Base(f.Arg(0)), ".osm.pbf"), showProgress())
	fmt.Fprintln(os.Stderr)
	if err != nil {
		return err
	}
	if err := g.Save(c.graphFile()); err != nil {
		return err
	}
	describe(g)
	fmt.Printf("made in %.1f s: %s; a server that runs takes it up when it starts again\n", time.Since(began).Seconds(), c.graphFile())
	return nil
}

// showProgress draws a bar on the terminal's error output, ten times a second at most.
func showProgress() roads.Progress {
	const width = 30
	var drawn time.Time
	return func(doing string, done, all int64) {
		if all <= 0 || done < all && time.Since(drawn) < 100*time.Millisecond {
			return
		}
		drawn = time.Now()
		full := int(width * done / all)
		fmt.Fprintf(os.Stderr, "\r%-18s [%s%s] %3d %%", doing, strings.Repeat("=", full), strings.Repeat(" ", width-full), 100*done/all)
	}
}

func describe(g *roads.Graph) {
	a := g.About
	fmt.Printf("%s: %d junctions, %d arcs, %d names of roads, %d turn restrictions held, %d not read; from %.4f, %.4f to %.4f, %.4f\n",
		a.Source, a.Junctions, a.Arcs, a.Names, a.Restrictions, a.Unread, a.South, a.West, a.North, a.East)
	for p, profile := range roads.Profiles {
		fmt.Printf("  %-12s %d junctions of the part from which everything is reached\n", profile, a.MainPart[p])
	}
	fmt.Println("  map data (c) OpenStreetMap contributors, ODbL 1.0")
}
