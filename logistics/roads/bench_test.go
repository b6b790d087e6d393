package roads

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestMeasureRoads is `make bench-roads`: it prints, for three small extracts and for the state of Delaware that paulmach/osm carries, how
// long a graph takes to make, to open and to answer, and checks 1,000 pairs per profile, and 1,000 more on a pass with dangerous goods,
// against the plain search, with roads closed and open. It measures, so it does not run with the other tests.
func TestMeasureRoads(t *testing.T) {
	if os.Getenv("BENCH_ROADS") == "" {
		t.Skip("make bench-roads runs it")
	}
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/paulmach/osm").Output()
	if err != nil {
		t.Fatal(err)
	}
	files := []string{filepath.Join(strings.TrimSpace(string(dir)), "testdata", "delaware-latest.osm.pbf")}
	for _, name := range extracts {
		files = append(files, filepath.Join("..", "..", "fixtures", "roads", name))
	}
	fmt.Printf("%d cores, %s/%s, %s\n\n", runtime.GOMAXPROCS(0), runtime.GOOS, runtime.GOARCH, runtime.Version())
	fmt.Println("| extract | junctions / arcs | build s | file MB | open ms | one search ms | 100 x 100 s | plain Dijkstra 100 x 100 s | times faster | pairs checked, wrong |")
	fmt.Println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
	for _, file := range files {
		measure(t, file)
	}
}

func measure(t *testing.T, file string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	began := time.Now()
	g, err := Build(context.Background(), f, filepath.Base(file), nil)
	if err != nil {
		t.Fatal(err)
	}
	building := time.Since(began)
	path := filepath.Join(t.TempDir(), "roads.graph")
	if err := g.Save(path); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	began = time.Now()
	if g, err = Open(path); err != nil {
		t.Fatal(err)
	}
	opening := time.Since(began)
	n := NewNetwork(g)
	random := rand.New(rand.NewPCG(1, 1))
	points := places(g, 100, random)
	trip := Trip{Profile: Lorry, Departure: time.Unix(1_800_000_000, 0)}
	began = time.Now()
	if _, err := n.Matrix(t.Context(), points, trip); err != nil {
		t.Fatal(err)
	}
	table := time.Since(began)
	// The plain search on as many cores: half the rows by each of two, and so on.
	began = time.Now()
	plainTable(n, points)
	plainly := time.Since(began)
	s := newSearch(len(n.nodes), false)
	m := mask{profile: 1, wants: 1 << 1}
	began = time.Now()
	for range 100 {
		n.find(s, somewhere(g, random, m), m, nil, trip.Departure, n.targets([]spot{somewhere(g, random, m)}, m))
	}
	one := time.Since(began) / 100
	pairs, wrong := 0, 0
	for _, closing := range []bool{false, true} {
		var closed *closedRoads
		if closing {
			closed = closeSome(t, n, random, trip.Departure)
		}
		for k := range 2 * profileCount { // each profile, then each on a pass with dangerous goods
			m, _ := Trip{Profile: profiles[k/2].Profile, GreenLane: k%2 == 1, Hazardous: k%2 == 1}.mask()
			bars := func(s, at uint32) bool { return closed != nil && closed.bars(s, trip.Departure.Unix()+int64(at/10), m) }
			for range 10 {
				from := somewhere(g, random, m)
				spots := make([]spot, 100)
				for i := range spots {
					spots[i] = somewhere(g, random, m)
				}
				n.find(s, from, m, closed, trip.Departure, n.targets(spots, m))
				reached := plainSearch(g, from, m, bars)
				for i := range spots {
					if pairs++; plainTime(g, reached, from, spots[i], m) != s.best[i].deciseconds {
						wrong++
					}
				}
			}
		}
	}
	fmt.Printf("| %s | %d / %d | %.2f | %.1f | %.1f | %.2f | %.3f | %.3f | %.1f | %d, %d |\n", filepath.Base(file), g.About.Junctions, g.About.Arcs, building.Seconds(),
		float64(info.Size())/1e6, float64(opening.Microseconds())/1000, float64(one.Microseconds())/1000, table.Seconds(), plainly.Seconds(), plainly.Seconds()/table.Seconds(), pairs, wrong)
	if wrong > 0 {
		t.Errorf("%s: %d of %d pairs are wrong", file, wrong, pairs)
	}
}

func plainTable(n *Network, points []Point) {
	m := mask{profile: 1, wants: 1 << 1}
	next := make(chan Point)
	done := make(chan bool)
	workers := runtime.GOMAXPROCS(0)
	for range workers {
		go func() {
			for p := range next {
				plainDistances(n.Graph, n.snap(p, m), m)
			}
			done <- true
		}()
	}
	for _, p := range points {
		next <- p
	}
	close(next)
	for range workers {
		<-done
	}
}
