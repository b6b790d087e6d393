package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"changping/logistics/roads"
)

func TestRoadsBuild(t *testing.T) {
	dir := t.TempDir()
	extract := filepath.Join("..", "..", "fixtures", "roads", "monaco.osm.pbf")
	c := config{dataDir: dir}
	if travel, err := c.travel(); err != nil {
		t.Fatal(err)
	} else if _, estimated := travel.(roads.Estimate); !estimated {
		t.Errorf("without a graph, %T answers", travel)
	}
	if code := run(t.Context(), []string{"roads", "build", "--data-dir", dir, extract}); code != 0 {
		t.Fatalf("exit %d", code)
	}
	if code := run(t.Context(), []string{"roads", "show", "--data-dir", dir}); code != 0 {
		t.Errorf("show: exit %d", code)
	}
	travel, err := c.travel()
	if err != nil {
		t.Fatal(err)
	}
	m, err := travel.Matrix(t.Context(), []roads.Point{{Latitude: 43.7311, Longitude: 7.4197}, {Latitude: 43.7402, Longitude: 7.4267}}, roads.Trip{Profile: roads.Lorry, Departure: time.Now()})
	if err != nil || m.Estimated || m.Seconds[0][1] <= 0 || m.Metres[0][1] < 1000 {
		t.Errorf("%+v, %v", m, err)
	}
	// What is there stays when a build fails; a damaged graph stops the server with a reason.
	notes := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(notes, []byte(strings.Repeat("no map ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if code := run(t.Context(), []string{"roads", "build", "--data-dir", dir, notes}); code != 1 {
		t.Errorf("text is built: exit %d", code)
	}
	if _, err := c.travel(); err != nil {
		t.Errorf("a failed build spoilt the graph: %v", err)
	}
	if err := os.Truncate(c.graphFile(), 1000); err != nil {
		t.Fatal(err)
	}
	if _, err := c.travel(); err == nil || !strings.Contains(err.Error(), "build it again") {
		t.Errorf("a damaged graph: %v", err)
	}
	for _, args := range [][]string{{"roads"}, {"roads", "mend"}, {"roads", "build", "--data-dir", dir}} {
		if code := run(t.Context(), args); code != 2 {
			t.Errorf("%v: exit %d", args, code)
		}
	}
	if code := run(t.Context(), []string{"roads", "show", "--data-dir", t.TempDir()}); code != 1 {
		t.Errorf("nothing to show: exit %d", code)
	}
}
