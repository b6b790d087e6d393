package roads

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"

	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"
)

// Progress tells how far reading has come: what is being done, and bytes read of all.
type Progress func(doing string, done, all int64)

// draft is a graph being made.
type draft struct {
	ways         []draftWay
	restrictions []restriction
	unread       int
	nodes        map[int64]*draftNode
	stretches    []stretch
	points       []position
	junctions    []int64 // OpenStreetMap's ids, by number
	number       map[int64]uint32
	arcs         []draftArc
	out          [][]uint32 // arcs by tail
	nameNumbers  map[string]uint32
	nameOf       []uint32 // by stretch
}

type draftWay struct {
	id    int64
	nodes []int64
	tags  stretchTags
	name  uint32
}

type draftNode struct {
	at            position
	uses          int // ends of ways count twice: they are junctions
	access        uint8
	signal, known bool
}

type draftArc struct {
	tail uint32
	arc
}

// Build makes a graph of an OpenStreetMap extract in PBF format, reading it twice: first its ways and relations, then the nodes
// they use. It fails on a file that is damaged or holds no road.
func Build(ctx context.Context, file io.ReadSeeker, source string, told Progress) (*Graph, error) {
	if told == nil {
		told = func(string, int64, int64) {}
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, fmt.Errorf("the extract cannot be read twice: %w", err)
	}
	d := &draft{nodes: map[int64]*draftNode{}, number: map[int64]uint32{}, nameNumbers: map[string]uint32{"": 0}}
	if err := d.scan(ctx, file, size, told, "reading roads", func(s *osmpbf.Scanner) { s.SkipNodes = true }, func(o osm.Object) {
		switch o := o.(type) {
		case *osm.Way:
			d.addWay(o)
		case *osm.Relation:
			d.addRestriction(o)
		}
	}); err != nil {
		return nil, err
	}
	if len(d.ways) == 0 {
		return nil, errors.New("the extract holds no road")
	}
	if err := d.scan(ctx, file, size, told, "reading junctions", func(s *osmpbf.Scanner) { s.SkipWays, s.SkipRelations = true, true }, func(o osm.Object) {
		if n, ok := o.(*osm.Node); ok {
			d.placeNode(n)
		}
	}); err != nil {
		return nil, err
	}
	told("joining", 0, 1)
	d.split()
	d.turn()
	g := d.graph()
	g.About.Source = source
	told("joining", 1, 1)
	return g, nil
}

// scan reads the extract once.
func (d *draft) scan(ctx context.Context, file io.ReadSeeker, size int64, told Progress, doing string, choose func(*osmpbf.Scanner), take func(osm.Object)) (err error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	scanner := osmpbf.New(ctx, file, runtime.GOMAXPROCS(0))
	defer func() { err = errors.Join(err, scanner.Close()) }()
	choose(scanner)
	for n := 0; scanner.Scan(); n++ {
		take(scanner.Object())
		if n%50_000 == 0 {
			told(doing, scanner.FullyScannedBytes(), size)
		}
	}
	told(doing, size, size)
	if err := scanner.Err(); err != nil {
		return fmt.Errorf("reading the extract after %d of %d bytes: %w", scanner.FullyScannedBytes(), size, err)
	}
	return nil
}

func (d *draft) addWay(w *osm.Way) {
	tags, drivable := readWay(w.Tags)
	if !drivable || len(w.Nodes) < 2 {
		return
	}
	ids := make([]int64, 0, len(w.Nodes))
	for _, n := range w.Nodes {
		if id := int64(n.ID); len(ids) == 0 || ids[len(ids)-1] != id {
			ids = append(ids, id)
		}
	}
	if len(ids) < 2 {
		return
	}
	for i, id := range ids {
		n := d.nodes[id]
		if n == nil {
			n = &draftNode{access: openToAll}
			d.nodes[id] = n
		}
		n.uses++
		if i == 0 || i == len(ids)-1 {
			n.uses++
		}
	}
	d.ways = append(d.ways, draftWay{int64(w.ID), ids, tags, d.intern(nameOf(w.Tags))})
}

func (d *draft) placeNode(o *osm.Node) {
	n := d.nodes[int64(o.ID)]
	if n == nil {
		return
	}
	n.known = true
	n.at = position{int32(math.Round(o.Lat * 1e7)), int32(math.Round(o.Lon * 1e7))}
	n.signal = o.Tags.Find("highway") == "traffic_signals"
	if n.access = barrierAccess(o.Tags); n.access != openToAll {
		n.uses += 2 // a junction, so that turning there can be barred
	}
}

// split cuts the ways at junctions. Nodes that the extract does not hold are left out: ways are cut at its border.
func (d *draft) split() {
	for _, w := range d.ways {
		known := make([]int64, 0, len(w.nodes))
		flush := func() {
			if len(known) > 1 {
				d.addStretches(w, known)
			}
			known = known[:0]
		}
		for _, id := range w.nodes {
			if d.nodes[id].known {
				known = append(known, id)
			} else {
				flush()
			}
		}
		flush()
	}
}

func (d *draft) addStretches(w draftWay, ids []int64) {
	start := 0
	for i := 1; i < len(ids); i++ {
		if i == len(ids)-1 || d.nodes[ids[i]].uses > 1 {
			d.addStretch(w, ids[start:i+1])
			start = i
		}
	}
}

func (d *draft) addStretch(w draftWay, ids []int64) {
	first := uint32(len(d.points))
	metres := 0.0
	for i, id := range ids {
		at := d.nodes[id].at
		if i > 0 {
			metres += GreatCircle(d.points[len(d.points)-1].point(), at.point())
		}
		d.points = append(d.points, at)
	}
	s := stretch{way: w.id, firstPoint: first, end: uint32(len(d.points)), forward: -1, back: -1}
	key := uint32(len(d.stretches)) * 2
	tail, head := d.junction(ids[0]), d.junction(ids[len(ids)-1])
	if w.tags.forward {
		s.forward = d.addArc(tail, head, key, metres, w.tags, d.nodes[ids[len(ids)-1]].signal)
	}
	if w.tags.backward {
		s.back = d.addArc(head, tail, key+1, metres, w.tags, d.nodes[ids[0]].signal)
	}
	d.stretches, d.nameOf = append(d.stretches, s), append(d.nameOf, w.name)
}

func (d *draft) junction(id int64) uint32 {
	n, ok := d.number[id]
	if !ok {
		n = uint32(len(d.junctions))
		d.number[id], d.junctions, d.out = n, append(d.junctions, id), append(d.out, nil)
	}
	return n
}

func (d *draft) addArc(tail, head, key uint32, metres float64, tags stretchTags, signal bool) int32 {
	a := draftArc{tail, arc{head: head, stretch: key, decimetres: uint32(math.Round(metres * 10)), access: tags.access}}
	for p, kmh := range tags.kmh {
		seconds := metres / (float64(kmh) / 3.6)
		if signal {
			seconds += signalSeconds
		}
		a.deciseconds[p] = uint32(max(1, math.Round(seconds*10)))
	}
	d.arcs, d.out[tail] = append(d.arcs, a), append(d.out[tail], uint32(len(d.arcs)))
	return int32(len(d.arcs) - 1)
}

// graph lays the draft out: junctions along a space-filling curve, arcs by tail.
func (d *draft) graph() *Graph {
	g := &Graph{stretches: d.stretches, points: d.points, names: d.layNames()}
	g.About = About{Junctions: len(d.number), Arcs: len(d.arcs), Stretches: len(d.stretches), Restrictions: len(d.restrictions), Unread: d.unread, Names: len(d.nameNumbers) - 1,
		South: 90, West: 180, North: -90, East: -180}
	for _, p := range d.points {
		at := p.point()
		g.About.South, g.About.North = min(g.About.South, at.Latitude), max(g.About.North, at.Latitude)
		g.About.West, g.About.East = min(g.About.West, at.Longitude), max(g.About.East, at.Longitude)
	}
	order := make([]uint32, len(d.junctions))
	along := make([]uint64, len(d.junctions))
	for n, id := range d.junctions {
		order[n] = uint32(n)
		along[n] = hilbert(d.nodes[id].at)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Or(cmp.Compare(along[a], along[b]), cmp.Compare(a, b)) })
	renamed := make([]uint32, len(order))
	for to, from := range order {
		renamed[from] = uint32(to)
	}
	place := make([]int32, len(d.arcs)) // where each arc of the draft came to stand
	g.nodes, g.firstArc = make([]node, len(order)), make([]uint32, 1, len(order)+1)
	for to, from := range order {
		g.nodes[to].at = d.nodes[d.junctions[from]].at
		for _, a := range d.out[from] {
			place[a] = int32(len(g.arcs))
			laid := d.arcs[a].arc
			laid.head = renamed[laid.head]
			g.arcs = append(g.arcs, laid)
		}
		g.firstArc = append(g.firstArc, uint32(len(g.arcs)))
	}
	own := map[int32]bool{}
	for s := range g.stretches {
		for _, a := range []*int32{&g.stretches[s].forward, &g.stretches[s].back} {
			if *a >= 0 {
				*a = place[*a]
				own[*a] = true
			}
		}
	}
	for a := range g.arcs {
		if !own[int32(a)] {
			g.twins = append(g.twins, twin{g.arcs[a].stretch, uint32(a)})
		}
	}
	slices.SortFunc(g.twins, func(a, b twin) int { return cmp.Or(cmp.Compare(a.stretch, b.stretch), cmp.Compare(a.arc, b.arc)) })
	for p := range profiles {
		g.markMainPart(mask{profile: p, wants: 1 << p})
		g.markMainPart(mask{profile: p, wants: 1<<p | 1<<(p+passShift)})
		for _, n := range g.nodes {
			if n.main&(1<<p) != 0 {
				g.About.MainPart[p]++
			}
		}
	}
	g.grid = g.makeGrid()
	return g
}

// hilbert is where a position lies on Hilbert's curve over the earth, 2^16 cells a side: near one another on it is near one another on
// the map. (Hilbert 1891; the walk through quadrants as in Warren, Hacker's Delight, chapter 16.)
func hilbert(p position) uint64 {
	x := uint32((int64(p.lon) + 1_800_000_000) * (1 << 20) / 3_600_000_001)
	y := uint32((int64(p.lat) + 900_000_000) * (1 << 20) / 1_800_000_001)
	var along uint64
	for side := uint32(1 << 19); side > 0; side /= 2 {
		var rx, ry uint32
		if x&side != 0 {
			rx = 1
		}
		if y&side != 0 {
			ry = 1
		}
		along += uint64(side) * uint64(side) * uint64((3*rx)^ry)
		if ry == 0 {
			if rx == 1 {
				x, y = (1<<20-1)-x, (1<<20-1)-y
			}
			x, y = y, x
		}
	}
	return along
}
