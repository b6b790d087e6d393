package roads

import (
	"container/heap"
	"context"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"
)

// A second reading of the map that knows no junctions: every piece between two nodes is driven by itself, and a search goes from
// piece to piece, asking of every turn whether a sign or a barrier forbids it. The graph must tell the same times.
type rawMap struct {
	at     map[int64]Point
	bars   map[int64]uint8
	signal map[int64]bool
	pieces []piece
	out    map[int64][]int
	turns  map[int64][]restriction
}

type piece struct {
	from, to, way int64
	seconds       [profileCount]float64
	access        uint8
}

func readRaw(t *testing.T, name string) *rawMap {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "fixtures", "roads", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := &rawMap{at: map[int64]Point{}, bars: map[int64]uint8{}, signal: map[int64]bool{}, out: map[int64][]int{}, turns: map[int64][]restriction{}}
	d := &draft{}
	scanner := osmpbf.New(context.Background(), f, 1)
	defer scanner.Close()
	for scanner.Scan() {
		switch o := scanner.Object().(type) {
		case *osm.Node:
			r.at[int64(o.ID)], r.bars[int64(o.ID)], r.signal[int64(o.ID)] = Point{o.Lat, o.Lon}, barrierAccess(o.Tags), o.Tags.Find("highway") == "traffic_signals"
		case *osm.Way:
			tags, ok := readWay(o.Tags)
			for i := 1; ok && i < len(o.Nodes); i++ {
				a, b := int64(o.Nodes[i-1].ID), int64(o.Nodes[i].ID)
				_, knowsA := r.at[a]
				_, knowsB := r.at[b]
				if a == b || !knowsA || !knowsB {
					continue
				}
				if tags.forward {
					r.add(a, b, int64(o.ID), tags)
				}
				if tags.backward {
					r.add(b, a, int64(o.ID), tags)
				}
			}
		case *osm.Relation:
			d.addRestriction(o)
		}
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	for _, one := range d.restrictions {
		r.turns[one.via] = append(r.turns[one.via], one)
	}
	return r
}

func (r *rawMap) add(a, b, way int64, tags stretchTags) {
	p := piece{from: a, to: b, way: way, access: tags.access}
	for i, kmh := range tags.kmh {
		p.seconds[i] = GreatCircle(r.at[a], r.at[b]) / (float64(kmh) / 3.6)
	}
	r.out[a] = append(r.out[a], len(r.pieces))
	r.pieces = append(r.pieces, p)
}

// turns tells whether one may go on from a piece to the next.
func (r *rawMap) mayTurn(a, b piece, m mask) bool {
	back := a.from == b.to
	if !back && r.bars[a.to]&m.wants == 0 {
		return false
	}
	for _, one := range r.turns[a.to] {
		if slices.Contains(one.from, a.way) && one.bars&m.wants != 0 && (back || one.only != slices.Contains(one.to, b.way)) {
			return false
		}
	}
	return true
}

type rawEntry struct {
	at    float64
	piece int
}
type rawQueue []rawEntry

func (q rawQueue) Len() int           { return len(q) }
func (q rawQueue) Less(i, j int) bool { return q[i].at < q[j].at }
func (q rawQueue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *rawQueue) Push(x any)        { *q = append(*q, x.(rawEntry)) }
func (q *rawQueue) Pop() any          { last := (*q)[len(*q)-1]; *q = (*q)[:len(*q)-1]; return last }

// times gives the seconds from a node to every other, leaving it by any piece.
func (r *rawMap) times(from int64, m mask, uses map[int64]int) map[int64]float64 {
	q := &rawQueue{}
	leave := func(at float64, before *piece, node int64) {
		for _, k := range r.out[node] {
			b := r.pieces[k]
			if !m.opens(b.access) || before != nil && (!r.mayTurn(*before, b, m) || b.to == before.from && uses[node] < 2) { // nobody turns round between junctions
				continue
			}
			end := at + b.seconds[m.profile]
			if r.signal[b.to] && uses[b.to] > 1 {
				end += signalSeconds
			}
			heap.Push(q, rawEntry{end, k})
		}
	}
	arrived, done := map[int64]float64{from: 0}, map[int]bool{}
	leave(0, nil, from)
	for q.Len() > 0 {
		e := heap.Pop(q).(rawEntry)
		if done[e.piece] {
			continue
		}
		done[e.piece] = true
		p := r.pieces[e.piece]
		if _, known := arrived[p.to]; !known {
			arrived[p.to] = e.at
		}
		leave(e.at, &p, p.to)
	}
	return arrived
}

// uses counts how often ways use a node, ends twice: where it is more than once there is a junction.
func (r *rawMap) uses() map[int64]int {
	uses, ends := map[int64]int{}, map[[2]int64]int{} // ends: of a way at a node
	for node, bar := range r.bars {
		if bar != openToAll {
			uses[node] = 2
		}
	}
	seen := map[[3]int64]bool{}
	for _, p := range r.pieces {
		a, b := min(p.from, p.to), max(p.from, p.to)
		if key := [3]int64{p.way, a, b}; !seen[key] {
			seen[key] = true
			ends[[2]int64{p.way, a}]++
			ends[[2]int64{p.way, b}]++
		}
	}
	for end, n := range ends {
		uses[end[1]]++
		if n != 2 {
			uses[end[1]]++
		}
	}
	return uses
}

func TestGraphTellsTheTimesOfTheMap(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"monaco.osm.pbf", "andorra.osm.pbf"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g, r := extract(t, name), readRaw(t, name)
			t.Logf("%+v", g.About)
			if name == "monaco.osm.pbf" && g.About.Restrictions < 10 {
				t.Errorf("only %d turn restrictions were read", g.About.Restrictions)
			}
			uses := r.uses()
			// Nodes at which the two readings can begin and end alike: without signs, barriers and doubles.
			byPlace := map[position][]int64{}
			for node, at := range r.at {
				if len(r.out[node]) > 0 || uses[node] > 0 {
					byPlace[fixed(at)] = append(byPlace[fixed(at)], node)
				}
			}
			random := rand.New(rand.NewPCG(7, 7))
			pick := func(m mask) (spot, int64) {
				for {
					s := uint32(random.IntN(len(g.stretches)))
					st := g.stretches[s]
					if st.forward < 0 || !m.opens(g.arcs[st.forward].access) {
						continue
					}
					for _, end := range []float64{0, 1} {
						shape := g.shape(s)
						at := shape[int(end)*(len(shape)-1)]
						if nodes := byPlace[at]; len(nodes) == 1 && len(r.turns[nodes[0]]) == 0 && r.bars[nodes[0]] == openToAll {
							return spot{found: true, stretch: s, fraction: end}, nodes[0]
						}
					}
				}
			}
			reached := 0
			for p := range profiles {
				m := mask{profile: p, wants: 1 << p}
				s := newSearch(len(g.nodes), false)
				for range 20 {
					from, first := pick(m)
					if from.fraction == 0 && g.stretches[from.stretch].back < 0 {
						continue // only forward from there, where the map lets one leave by every road
					}
					arrived := r.times(first, m, uses)
					var spots []spot
					var nodes []int64
					for range 50 {
						to, node := pick(m)
						if g.stretches[to.stretch].back < 0 && to.fraction == 1 {
							continue // only by its own road, where the map lets one arrive by every road
						}
						spots, nodes = append(spots, to), append(nodes, node)
					}
					g.find(s, from, m, nil, time.Time{}, g.targets(spots, m))
					for i := range spots {
						want, known := arrived[nodes[i]]
						got := s.best[i].deciseconds
						if !known != (got == none) || known && math.Abs(float64(got)/10-want) > 1+want*0.004 { // tenths are rounded on every stretch
							t.Errorf("%s: node %d to %d: %.1f s by the graph, %.1f s by the map (%v)", profiles[p].Profile, first, nodes[i], float64(got)/10, want, known)
						} else if known {
							reached++
						}
					}
				}
			}
			if reached < 500 {
				t.Errorf("only %d pairs were joined", reached)
			}
		})
	}
}

func fixed(p Point) position {
	return position{int32(math.Round(p.Latitude * 1e7)), int32(math.Round(p.Longitude * 1e7))}
}
