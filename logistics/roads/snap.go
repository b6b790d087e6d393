package roads

import "math"

// grid finds the stretches near a point: the stretches that touch each cell, row by row from the south-west.
type grid struct {
	south, west   int32 // ten-millionths of a degree
	step          int32
	rows, columns int32
	first         []uint32
	stretches     []uint32
}

// snapMetres is how far from a road a place may lie and still be driven to.
const snapMetres = 3000

// offRoadMetresPerSecond is how fast the way from a place to its road is driven: yards and field tracks that no map has.
const offRoadMetresPerSecond = 15 / 3.6

// spot is a place on a stretch.
type spot struct {
	found    bool
	stretch  uint32
	fraction float64 // of the stretch's length, in the direction of its points
	metres   float64 // from the place to it
	leg      int     // the pair of points it lies between
	at       Point
}

// makeGrid lays about as many cells as there are stretches.
func (g *Graph) makeGrid() grid {
	south, west := int32(math.Floor(g.About.South*1e7)), int32(math.Floor(g.About.West*1e7))
	height, width := g.About.North*1e7-float64(south)+1, g.About.East*1e7-float64(west)+1
	step := int32(max(5_000, math.Sqrt(height*width/float64(len(g.stretches)))))
	c := grid{south: south, west: west, step: step, rows: int32(height)/step + 1, columns: int32(width)/step + 1}
	cells := make([][]uint32, int(c.rows)*int(c.columns))
	for s := range g.stretches {
		shape := g.shape(uint32(s))
		for i := 1; i < len(shape); i++ {
			a, b := shape[i-1], shape[i]
			for row := c.row(min(a.lat, b.lat)); row <= c.row(max(a.lat, b.lat)); row++ {
				for column := c.column(min(a.lon, b.lon)); column <= c.column(max(a.lon, b.lon)); column++ {
					cell := &cells[int(row)*int(c.columns)+int(column)]
					if n := len(*cell); n == 0 || (*cell)[n-1] != uint32(s) {
						*cell = append(*cell, uint32(s))
					}
				}
			}
		}
	}
	c.first = make([]uint32, 1, len(cells)+1)
	for _, cell := range cells {
		c.stretches = append(c.stretches, cell...)
		c.first = append(c.first, uint32(len(c.stretches)))
	}
	return c
}

func (c *grid) row(lat int32) int32    { return (lat - c.south) / c.step }
func (c *grid) column(lon int32) int32 { return (lon - c.west) / c.step }

// snap finds the nearest place on a road that the trip may drive, of the part of the network from which everything is reached.
func (g *Graph) snap(p Point, m mask) spot {
	c := &g.grid
	scale := math.Cos(p.Latitude * math.Pi / 180)
	metresPerStep := float64(c.step) / 1e7 * metresPerDegree * min(1, max(scale, 0.05))
	at := position{int32(math.Round(p.Latitude * 1e7)), int32(math.Round(p.Longitude * 1e7))}
	row, column := int32(math.Floor(float64(at.lat-c.south)/float64(c.step))), int32(math.Floor(float64(at.lon-c.west)/float64(c.step)))
	best := spot{metres: snapMetres}
	visit := func(r, k int32) {
		if r < 0 || k < 0 || r >= c.rows || k >= c.columns {
			return
		}
		cell := int(r)*int(c.columns) + int(k)
		for _, s := range c.stretches[c.first[cell]:c.first[cell+1]] {
			if g.usable(s, m) {
				g.nearest(s, at, scale, &best)
			}
		}
	}
	for ring := int32(0); float64(ring-1)*metresPerStep <= best.metres; ring++ {
		for k := -ring; k <= ring; k++ {
			visit(row-ring, column+k)
			if ring > 0 {
				visit(row+ring, column+k)
			}
		}
		for r := -ring + 1; r < ring; r++ {
			visit(row+r, column-ring)
			visit(row+r, column+ring)
		}
	}
	return best
}

// usable tells whether a stretch can be driven, to somewhere and back.
func (g *Graph) usable(s uint32, m mask) bool {
	st := &g.stretches[s]
	for _, a := range [2]int32{st.forward, st.back} {
		if a < 0 || !m.opens(g.arcs[a].access) {
			continue
		}
		if part := m.component(); g.nodes[g.arcs[a].head].main&part != 0 && g.nodes[g.tail(uint32(a))].main&part != 0 {
			return true
		}
	}
	return false
}

const metresPerDegree = 6371000 * math.Pi / 180

// nearest keeps the place of the stretch that is nearest, if it is nearer than the best.
func (g *Graph) nearest(s uint32, p position, scale float64, best *spot) {
	shape := g.shape(s)
	length, foundAt := 0.0, -1.0
	for i := 1; i < len(shape); i++ {
		ax, ay := float64(shape[i-1].lon-p.lon)*scale, float64(shape[i-1].lat-p.lat)
		dx, dy := float64(shape[i].lon-shape[i-1].lon)*scale, float64(shape[i].lat-shape[i-1].lat)
		t, leg := 0.0, math.Hypot(dx, dy)
		if leg > 0 {
			t = max(0, min(1, -(ax*dx+ay*dy)/(leg*leg)))
		}
		if metres := math.Hypot(ax+t*dx, ay+t*dy) / 1e7 * metresPerDegree; metres < best.metres {
			foundAt = length + t*leg
			a, b := shape[i-1].point(), shape[i].point()
			*best = spot{found: true, stretch: s, metres: metres, leg: i - 1,
				at: Point{a.Latitude + t*(b.Latitude-a.Latitude), a.Longitude + t*(b.Longitude-a.Longitude)}}
		}
		length += leg
	}
	if foundAt >= 0 {
		best.fraction = 0
		if length > 0 {
			best.fraction = foundAt / length
		}
	}
}
