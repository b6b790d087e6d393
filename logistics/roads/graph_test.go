package roads

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

var extracts = []string{"monaco.osm.pbf", "liechtenstein-latest.osm.pbf", "andorra.osm.pbf"}

var built sync.Map

// extract builds the graph of an extract once.
func extract(t testing.TB, name string) *Graph {
	t.Helper()
	once, _ := built.LoadOrStore(name, sync.OnceValues(func() (*Graph, error) {
		f, err := os.Open(filepath.Join("..", "..", "fixtures", "roads", name))
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return Build(context.Background(), f, name, nil)
	}))
	g, err := once.(func() (*Graph, error))()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// plain is Dijkstra's search as in a textbook: every junction, the library's heap, no end before all is reached.
type plain []entry
type entry struct{ at, n uint32 }

func (q plain) Len() int           { return len(q) }
func (q plain) Less(i, j int) bool { return q[i].at < q[j].at }
func (q plain) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *plain) Push(x any)        { *q = append(*q, x.(entry)) }
func (q *plain) Pop() any          { last := (*q)[len(*q)-1]; *q = (*q)[:len(*q)-1]; return last }

// plainDistances is the plain search where nothing is closed, with an array for what is reached, as one would write it to be quick.
func plainDistances(g *Graph, from spot, m mask) {
	plainSearch(g, from, m, func(uint32, uint32) bool { return false })
}

func plainSearch(g *Graph, from spot, m mask, closed func(stretch uint32, at uint32) bool) []uint32 {
	reached := slices.Repeat([]uint32{none}, len(g.nodes))
	q := &plain{}
	s := g.stretches[from.stretch]
	if s.forward >= 0 && m.opens(g.arcs[s.forward].access) {
		a := g.arcs[s.forward]
		heap.Push(q, entry{at: portion(a.deciseconds[m.profile], 1-from.fraction), n: a.head})
	}
	if s.back >= 0 && m.opens(g.arcs[s.back].access) {
		a := g.arcs[s.back]
		heap.Push(q, entry{at: portion(a.deciseconds[m.profile], from.fraction), n: a.head})
	}
	for q.Len() > 0 {
		e := heap.Pop(q).(entry)
		if reached[e.n] != none {
			continue
		}
		reached[e.n] = e.at
		for k := g.firstArc[e.n]; k < g.firstArc[e.n+1]; k++ {
			if a := g.arcs[k]; m.opens(a.access) && !closed(a.stretch>>1, e.at) {
				heap.Push(q, entry{at: e.at + a.deciseconds[m.profile], n: a.head})
			}
		}
	}
	return reached
}

// plainTime is the time from a spot whose search is given to another, none where there is no way.
func plainTime(g *Graph, reached []uint32, from, to spot, m mask) uint32 {
	best := none
	for k, a := range g.arcs {
		if a.stretch>>1 != to.stretch || !m.opens(a.access) {
			continue
		}
		part := to.fraction
		if a.stretch&1 == 1 {
			part = 1 - part
		}
		if at := reached[g.tail(uint32(k))]; at != none {
			best = min(best, at+portion(a.deciseconds[m.profile], part))
		}
		if from.stretch == to.stretch {
			begun := from.fraction
			if a.stretch&1 == 1 {
				begun = 1 - begun
			}
			if part >= begun {
				best = min(best, portion(a.deciseconds[m.profile], part-begun))
			}
		}
	}
	return best
}

// somewhere picks a place on a road that the trip may drive.
func somewhere(g *Graph, random *rand.Rand, m mask) spot {
	for {
		s := uint32(random.IntN(len(g.stretches)))
		if g.usable(s, m) {
			f := random.Float64()
			return spot{found: true, stretch: s, fraction: f}
		}
	}
}

func TestSearchIsAsGoodAsPlainDijkstra(t *testing.T) {
	t.Parallel()
	depart := time.Date(2026, 7, 30, 6, 0, 0, 0, time.UTC)
	for _, name := range extracts {
		for p := range profiles {
			for _, closing := range []bool{false, true} {
				t.Run(fmt.Sprint(name, profiles[p].Profile, closing), func(t *testing.T) {
					t.Parallel()
					n := NewNetwork(extract(t, name))
					m := mask{profile: p, wants: 1 << p}
					random := rand.New(rand.NewPCG(uint64(p), 4))
					bars := func(uint32, uint32) bool { return false }
					var closed *closedRoads
					if closing {
						closed = closeSome(t, n, random, depart)
						bars = func(s, at uint32) bool { return closed.bars(s, depart.Unix()+int64(at/10), m) }
					}
					s := newSearch(len(n.nodes), false)
					apart := 0
					for range 20 { // searches of 50 targets: 1,000 pairs
						from := somewhere(n.Graph, random, m)
						spots := make([]spot, 50)
						for i := range spots {
							spots[i] = somewhere(n.Graph, random, m)
						}
						n.find(s, from, m, closed, depart, n.targets(spots, m))
						reached := plainSearch(n.Graph, from, m, bars)
						for i, to := range spots {
							want := plainTime(n.Graph, reached, from, to, m)
							if got := s.best[i].deciseconds; got != want {
								t.Fatalf("%+v to %+v: %d, plain search %d", from, to, got, want)
							}
							if want == none {
								apart++
							}
						}
					}
					if !closing && apart > 0 {
						t.Errorf("%d pairs of the main part are not joined", apart)
					}
				})
			}
		}
	}
}

// closeSome closes an area in the middle for good, and a hundred stretches for some minutes around the departure.
func closeSome(t *testing.T, n *Network, random *rand.Rand, depart time.Time) *closedRoads {
	t.Helper()
	south, west := n.About.South, n.About.West
	height, width := n.About.North-south, n.About.East-west
	at := func(y, x float64) Point { return Point{south + y*height, west + x*width} }
	closures := []Closure{{Area: []Point{at(0.45, 0.45), at(0.55, 0.45), at(0.55, 0.55), at(0.45, 0.55)}}}
	for range 100 {
		shape := n.shape(uint32(random.IntN(len(n.stretches))))
		closures = append(closures, Closure{Along: []Point{shape[0].point()}, From: depart.Add(time.Duration(random.IntN(10)) * time.Minute), Until: depart.Add(time.Duration(10+random.IntN(60)) * time.Minute)})
	}
	if err := n.Close(closures); err != nil {
		t.Fatal(err)
	}
	return n.closed.Load()
}

func TestSavedGraphIsTheSame(t *testing.T) {
	t.Parallel()
	g := extract(t, "monaco.osm.pbf")
	path := filepath.Join(t.TempDir(), "roads.graph")
	if err := g.Save(path); err != nil {
		t.Fatal(err)
	}
	opened, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if opened.About != g.About {
		t.Errorf("%+v was saved, %+v opened", g.About, opened.About)
	}
	for s := range g.stretches {
		if opened.name(uint32(s)) != g.name(uint32(s)) {
			t.Fatalf("stretch %d was called %q, and is called %q", s, g.name(uint32(s)), opened.name(uint32(s)))
		}
	}
	points := []Point{{43.7311, 7.4197}, {43.7402, 7.4267}, {43.7479, 7.4387}, {43.7269, 7.4137}}
	trip := Trip{Profile: Lorry, Departure: time.Unix(0, 0)}
	want, err := NewNetwork(g).Matrix(t.Context(), points, trip)
	if err != nil {
		t.Fatal(err)
	}
	got, err := NewNetwork(opened).Matrix(t.Context(), points, trip)
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v from the file, %v before, %v", got, want, err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, damaged := range map[string]struct {
		by   func([]byte) []byte
		want error
	}{
		"cut off":          {func(b []byte) []byte { return b[:len(b)/2] }, ErrDamaged},
		"nearly empty":     {func(b []byte) []byte { return b[:7] }, ErrDamaged},
		"a bit is wrong":   {func(b []byte) []byte { b[len(b)/2] ^= 4; return b }, ErrDamaged},
		"no graph":         {func(b []byte) []byte { b[0]++; return b }, ErrDamaged},
		"a later version":  {func(b []byte) []byte { b[7]++; return b }, ErrOtherVersion},
		"the version of 1": {func(b []byte) []byte { b[7] = '1'; return b }, ErrOtherVersion},
	} {
		bad := filepath.Join(t.TempDir(), "bad.graph")
		if err := os.WriteFile(bad, damaged.by(append([]byte{}, whole...)), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(bad); !errors.Is(err, damaged.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBuildRefusesWhatIsNoExtract(t *testing.T) {
	t.Parallel()
	f, err := os.Open("graph_test.go")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := Build(t.Context(), f, "this test", nil); err == nil {
		t.Error("Go source was taken for a map")
	}
}
