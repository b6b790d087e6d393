package roads

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// mostRemembered is how many closures' stretches a network remembers: several times what a district has at once.
const mostRemembered = 500

// closedBy finds the stretches that a closure closes. They are remembered, because pages ask for them again and again; found with a
// search each, they depend on the closure's places only.
func (n *Network) closedBy(c Closure) []uint32 {
	key := fmt.Sprint(c.Area, c.Along)
	if c.Road != nil {
		key = fmt.Sprintf("%q %q %q %v %s", c.Road.Name, c.Road.From, c.Road.To, c.Road.Within, key)
	}
	n.remembering.Lock()
	found, known := n.remembered[key]
	n.remembering.Unlock()
	if known {
		return found
	}
	switch {
	case len(c.Area) > 0:
		found = n.touching(c.Area)
	case c.Road != nil:
		found = n.part(*c.Road)
	}
	if len(c.Area) == 0 && len(found) == 0 {
		found = n.alongLine(c.Along)
	}
	n.remembering.Lock()
	defer n.remembering.Unlock()
	if n.remembered == nil || len(n.remembered) >= mostRemembered {
		n.remembered = map[string][]uint32{}
	}
	n.remembered[key] = found
	return found
}

// Closes gives the pieces of road that a closure closes, each from junction to junction.
func (n *Network) Closes(c Closure) [][]Point {
	found := n.closedBy(c)
	pieces := make([][]Point, len(found))
	for i, s := range found {
		pieces[i] = n.line(s)
	}
	return pieces
}

func (g *Graph) line(s uint32) []Point {
	shape := g.shape(s)
	line := make([]Point, len(shape))
	for i, p := range shape {
		line[i] = p.point()
	}
	return line
}

// Follows tells whether a driven line follows a closed piece of road from end to end, either way. The pieces that its two places lie on
// do not count: a place on a closed road is still left and reached, as in the search.
func (n *Network) Follows(line []Point, from, to Point, trip Trip, c Closure) bool {
	m, known := trip.mask()
	if !known {
		return false
	}
	way := grains(line)
	at := map[grained][]int{}
	for i, p := range way {
		at[p] = append(at[p], i)
	}
	ends := [2]spot{n.snap(from, m), n.snap(to, m)}
	return slices.ContainsFunc(n.closedBy(c), func(s uint32) bool {
		if slices.ContainsFunc(ends[:], func(e spot) bool { return e.found && e.stretch == s }) {
			return false
		}
		met := at[grainOf(n.shape(s)[0].point())]
		return len(met) > 0 && follows(way, met, grains(n.line(s)))
	})
}

// follows tells whether a way takes the steps of a piece, forwards or backwards, from one of the places where it meets the first of them.
func follows(way []grained, met []int, steps []grained) bool {
	if len(steps) < 2 {
		return false
	}
	for _, i := range met {
		if i+len(steps) <= len(way) && slices.Equal(way[i:i+len(steps)], steps) {
			return true
		}
		if first := i - len(steps) + 1; first >= 0 {
			back := slices.Clone(way[first : i+1])
			slices.Reverse(back)
			if slices.Equal(back, steps) {
				return true
			}
		}
	}
	return false
}

// nearMetres is how near a line passes the point of a closure to be on the same road, where no graph knows the road.
const nearMetres = 25

// Meets tells by shape alone whether a line goes through an area, or past one of the points that a closure lies along, but for those
// that its two places lie at: for lines of a service whose roads are not known here.
func Meets(line []Point, from, to Point, c Closure) bool {
	along := slices.DeleteFunc(slices.Clone(c.Along), func(p Point) bool {
		return GreatCircle(p, from) <= nearMetres || GreatCircle(p, to) <= nearMetres
	})
	for i := 1; i < len(line); i++ {
		if len(c.Area) >= 3 && (inside(line[i-1], c.Area) || inside(line[i], c.Area) || crosses(line[i-1], line[i], c.Area)) {
			return true
		}
		for _, p := range along {
			if GreatCircle(p, nearestOn(p, line[i-1], line[i])) <= nearMetres {
				return true
			}
		}
	}
	return false
}

// nearestOn is the place on a straight line between two points that is nearest to a point, as a map sees it.
func nearestOn(p, a, b Point) Point {
	scale := math.Cos(p.Latitude * math.Pi / 180)
	dx, dy := (b.Longitude-a.Longitude)*scale, b.Latitude-a.Latitude
	long := dx*dx + dy*dy
	if long == 0 {
		return a
	}
	t := max(0, min(1, ((p.Longitude-a.Longitude)*scale*dx+(p.Latitude-a.Latitude)*dy)/long))
	return Point{a.Latitude + t*(b.Latitude-a.Latitude), a.Longitude + t*(b.Longitude-a.Longitude)}
}

// Holds tells whether a place lies within the closure's area.
func (c Closure) Holds(p Point) bool { return len(c.Area) >= 3 && inside(p, c.Area) }

// Box is a part of the map between two parallels and two meridians.
type Box struct{ South, West, North, East float64 }

// Within gives the roads in a box that anybody may drive, each from junction to junction; of more than most the fastest.
func (n *Network) Within(box Box, most int) [][]Point {
	type road struct {
		stretch uint32
		speed   float64
	}
	box = Box{max(box.South, n.About.South), max(box.West, n.About.West), min(box.North, n.About.North), min(box.East, n.About.East)}
	if !(box.South <= box.North && box.West <= box.East) {
		return nil
	}
	c := &n.grid
	row := func(degrees float64) int32 { return min(max(c.row(int32(degrees*1e7)), 0), c.rows-1) }
	column := func(degrees float64) int32 { return min(max(c.column(int32(degrees*1e7)), 0), c.columns-1) }
	seen := map[uint32]bool{}
	var roads []road
	for r := row(box.South); r <= row(box.North); r++ {
		for k := column(box.West); k <= column(box.East); k++ {
			cell := int(r)*int(c.columns) + int(k)
			for _, s := range c.stretches[c.first[cell]:c.first[cell+1]] {
				if !seen[s] {
					seen[s] = true
					if n.usable(s, closing) {
						roads = append(roads, road{s, n.speed(s)})
					}
				}
			}
		}
	}
	slices.SortFunc(roads, func(a, b road) int {
		return cmp.Or(cmp.Compare(b.speed, a.speed), cmp.Compare(a.stretch, b.stretch))
	})
	if len(roads) > most {
		roads = roads[:most]
	}
	lines := make([][]Point, len(roads))
	for i, r := range roads {
		lines[i] = n.line(r.stretch)
	}
	return lines
}

// speed is how fast a van drives a stretch, in metres per second.
func (g *Graph) speed(s uint32) float64 {
	fastest := 0.0
	for _, a := range [2]int32{g.stretches[s].forward, g.stretches[s].back} {
		if a >= 0 && g.arcs[a].deciseconds[0] > 0 {
			fastest = max(fastest, float64(g.arcs[a].decimetres)/float64(g.arcs[a].deciseconds[0]))
		}
	}
	return fastest
}
