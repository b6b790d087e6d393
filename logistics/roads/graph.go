package roads

// Graph is a compact road network: junctions, and arcs between them. Its arrays may be a file mapped into memory: they are
// never written to.
type Graph struct {
	About About

	nodes     []node    // in the order of a space-filling curve, so that neighbours lie near one another in memory
	firstArc  []uint32  // arcs of node n: firstArc[n] up to firstArc[n+1]
	arcs      []arc     // by tail
	stretches []stretch // what arcs follow on the map, either way
	points    []position
	// Arcs that follow the same stretch the same way as the first of it, from copies of a junction: sorted by stretch and way.
	twins []twin

	names roadNames
	grid  grid
}

// About tells where a graph comes from.
type About struct {
	Source                     string // name of the extract
	Junctions, Arcs, Stretches int
	Restrictions, Unread       int // turn restrictions held, and those over a way or without sense, which are not
	Names                      int
	South, West, North, East   float64
	MainPart                   [profileCount]int // junctions that each profile reaches and comes back from
}

// position is a point in ten-millionths of a degree.
type position struct{ lat, lon int32 }

func (p position) point() Point { return Point{float64(p.lat) / 1e7, float64(p.lon) / 1e7} }

// node is a junction, or a copy of one for who comes from where a turn is forbidden.
type node struct {
	at   position
	main uint8 // bit p: of the largest part that profile p can drive into and out of; bit p+passShift: with a pass
	_    [3]uint8
}

// arc leads from a junction to the next.
type arc struct {
	head        uint32
	stretch     uint32 // index times two, plus one for against the direction of its points
	decimetres  uint32
	deciseconds [profileCount]uint32 // with what the light at its end costs
	access      uint8
	_           [3]uint8
}

// stretch is a piece of road between two junctions.
type stretch struct {
	way             int64
	firstPoint, end uint32
	forward, back   int32 // its arcs; -1: none
}

type twin struct{ stretch, arc uint32 } // stretch as in arc

const none = ^uint32(0)

// mask is what an arc's access must have, and must not have.
type mask struct {
	profile   int
	wants     uint8
	forbidden uint8
}

func (t Trip) mask() (mask, bool) {
	for p := range profiles {
		if profiles[p].Profile == t.Profile {
			m := mask{profile: p, wants: 1 << p}
			if t.GreenLane {
				m.wants = 1<<p | 1<<(p+passShift)
			}
			if t.Hazardous {
				m.forbidden = hazmatBit
			}
			return m, true
		}
	}
	return mask{}, false
}

func (m mask) opens(access uint8) bool { return access&m.wants != 0 && access&m.forbidden == 0 }

// component is the bit of the part that this trip must stay in to come from anywhere to anywhere.
func (m mask) component() uint8 {
	if m.wants>>passShift != 0 {
		return 1 << (m.profile + passShift)
	}
	return 1 << m.profile
}

// shape gives the points of a stretch.
func (g *Graph) shape(s uint32) []position {
	return g.points[g.stretches[s].firstPoint:g.stretches[s].end]
}

// arcsAlong calls visit for every arc that follows a stretch (as in arc): its own, and those from copies of its first junction.
func (g *Graph) arcsAlong(key uint32, visit func(a uint32)) {
	s := &g.stretches[key>>1]
	own := s.forward
	if key&1 == 1 {
		own = s.back
	}
	if own >= 0 {
		visit(uint32(own))
	}
	low, high := 0, len(g.twins)
	for low < high {
		if mid := (low + high) / 2; g.twins[mid].stretch < key {
			low = mid + 1
		} else {
			high = mid
		}
	}
	for ; low < len(g.twins) && g.twins[low].stretch == key; low++ {
		visit(g.twins[low].arc)
	}
}

// tail finds the junction an arc leaves from.
func (g *Graph) tail(a uint32) uint32 {
	low, high := 0, len(g.firstArc)-1
	for low < high {
		if mid := (low + high) / 2; g.firstArc[mid+1] <= a {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return uint32(low)
}
