package roads

import (
	"cmp"
	"slices"
	"strings"
)

// RoadPart is a road by its name, or the part of it between two roads that cross it, or within a box.
type RoadPart struct {
	Name     string // as Named tells it: with its number, where it has one
	From, To string // the names of roads that cross it; both empty: no end to end
	Within   *Box   // nil: everywhere
}

// NamedRoad is a road of the map that has a name.
type NamedRoad struct {
	Name   string
	Metres float64 // of all its pieces, each way of a divided road by itself
}

// Named gives the roads whose names hold a text, whatever the case of its letters: that of exactly this name alone where there is one, else
// the longest first, and most of them at most.
func (n *Network) Named(text string, most int) []NamedRoad {
	wanted := strings.ToLower(strings.TrimSpace(text))
	if wanted == "" {
		return nil
	}
	metres := map[uint32]float64{}
	for number := uint32(1); int(number) < len(n.names.first)-1; number++ {
		if strings.Contains(strings.ToLower(n.named(number)), wanted) {
			metres[number] = 0
		}
	}
	if len(metres) == 0 {
		return nil
	}
	for s, number := range n.names.of {
		if _, asked := metres[number]; asked && n.usable(uint32(s), closing) {
			metres[number] += n.metres(uint32(s))
		}
	}
	var roads []NamedRoad
	for number, long := range metres {
		if long > 0 {
			roads = append(roads, NamedRoad{n.named(number), long})
		}
	}
	slices.SortFunc(roads, func(a, b NamedRoad) int { return cmp.Or(cmp.Compare(b.Metres, a.Metres), cmp.Compare(a.Name, b.Name)) })
	if i := slices.IndexFunc(roads, func(r NamedRoad) bool { return strings.ToLower(r.Name) == wanted }); i >= 0 {
		return roads[i : i+1]
	}
	return roads[:min(most, len(roads))]
}

// Crossings gives the names of the roads that meet a road, in order of their names.
func (n *Network) Crossings(name string) []string {
	number, known := n.numberOf(name)
	if !known {
		return nil
	}
	own := map[position]bool{}
	for _, s := range n.piecesOf(number, nil) {
		a, b := n.ends(s)
		own[a], own[b] = true, true
	}
	met := map[uint32]bool{}
	for s, other := range n.names.of {
		if other != 0 && other != number && n.usable(uint32(s), closing) {
			if a, b := n.ends(uint32(s)); own[a] || own[b] {
				met[other] = true
			}
		}
	}
	names := make([]string, 0, len(met))
	for other := range met {
		names = append(names, n.named(other))
	}
	slices.Sort(names)
	return names
}

// Part finds the pieces of a part of a road, each from junction to junction; none: there is no such road, or its two ends do not lie on it
// one after the other.
func (n *Network) Part(p RoadPart) [][]Point {
	found := n.part(p)
	pieces := make([][]Point, len(found))
	for i, s := range found {
		pieces[i] = n.line(s)
	}
	return pieces
}

func (n *Network) part(p RoadPart) []uint32 {
	number, known := n.numberOf(p.Name)
	if !known {
		return nil
	}
	pieces := n.piecesOf(number, p.Within)
	if p.From == "" && p.To == "" {
		return pieces
	}
	from, to := n.junctionsOf(p.From), n.junctionsOf(p.To)
	// Between two roads lies what is reached from either without passing the other: what lies beyond an end is reached from that end alone.
	behind, before := n.reached(pieces, from, to), n.reached(pieces, to, from)
	return slices.DeleteFunc(pieces, func(s uint32) bool { return !behind[s] || !before[s] })
}

// reached gives the pieces that are come to from some junctions along the pieces alone, not going on past others.
func (n *Network) reached(pieces []uint32, from, past map[position]bool) map[uint32]bool {
	at := map[position][]uint32{}
	var next []position
	for _, s := range pieces {
		for _, end := range n.bothEnds(s) {
			if at[end] == nil && from[end] {
				next = append(next, end)
			}
			at[end] = append(at[end], s)
		}
	}
	seen, found := map[position]bool{}, map[uint32]bool{}
	for len(next) > 0 {
		here := next[len(next)-1]
		next = next[:len(next)-1]
		if seen[here] || past[here] {
			continue
		}
		seen[here] = true
		for _, s := range at[here] {
			found[s] = true
			for _, end := range n.bothEnds(s) {
				next = append(next, end)
			}
		}
	}
	return found
}

// piecesOf gives the stretches of a name that somebody may drive and that have a point within a box.
func (n *Network) piecesOf(number uint32, within *Box) (pieces []uint32) {
	for s, of := range n.names.of {
		if of != number || !n.usable(uint32(s), closing) {
			continue
		}
		if within == nil || slices.ContainsFunc(n.shape(uint32(s)), func(p position) bool { return within.holds(p.point()) }) {
			pieces = append(pieces, uint32(s))
		}
	}
	return pieces
}

func (b Box) holds(p Point) bool {
	return p.Latitude >= b.South && p.Latitude <= b.North && p.Longitude >= b.West && p.Longitude <= b.East
}

// junctionsOf gives where the pieces of a road begin and end.
func (n *Network) junctionsOf(name string) map[position]bool {
	all := map[position]bool{}
	if number, known := n.numberOf(name); known {
		for _, s := range n.piecesOf(number, nil) {
			a, b := n.ends(s)
			all[a], all[b] = true, true
		}
	}
	return all
}

// numberOf gives the number of a name, whatever the case of its letters.
func (n *Network) numberOf(name string) (uint32, bool) {
	wanted := strings.ToLower(strings.TrimSpace(name))
	for number := uint32(1); wanted != "" && int(number) < len(n.names.first)-1; number++ {
		if strings.ToLower(n.named(number)) == wanted {
			return number, true
		}
	}
	return 0, false
}

func (g *Graph) named(number uint32) string {
	return string(g.names.text[g.names.first[number]:g.names.first[number+1]])
}

// ends are the two junctions of a stretch, by their places: a junction with forbidden turns has copies, all in one place.
func (g *Graph) ends(s uint32) (a, b position) {
	shape := g.shape(s)
	return shape[0], shape[len(shape)-1]
}

func (g *Graph) bothEnds(s uint32) [2]position {
	a, b := g.ends(s)
	return [2]position{a, b}
}

func (g *Graph) metres(s uint32) (sum float64) {
	shape := g.shape(s)
	for i := 1; i < len(shape); i++ {
		sum += GreatCircle(shape[i-1].point(), shape[i].point())
	}
	return sum
}
