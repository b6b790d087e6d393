package roads

import (
	"cmp"
	"slices"
	"strings"

	"github.com/paulmach/osm"
)

// roadNames are what roads are called: texts one after another, each once, and which of them each stretch has.
type roadNames struct {
	of    []uint32 // by stretch
	first []uint32 // text n: first[n] up to first[n+1]; text 0 is empty
	text  []byte
}

// nameOf is what a way is called by its name and number, as signs have them: 京沪高速 G2.
func nameOf(tags osm.Tags) string {
	name, number := strings.TrimSpace(tags.Find("name")), strings.TrimSpace(strings.Join(strings.FieldsFunc(tags.Find("ref"), func(r rune) bool { return r == ';' }), "/"))
	if name == "" || number == "" || name == number {
		return cmp.Or(name, number)
	}
	return name + " " + number
}

// intern gives the number of a text among all names.
func (d *draft) intern(name string) uint32 {
	n, known := d.nameNumbers[name]
	if !known {
		n = uint32(len(d.nameNumbers))
		d.nameNumbers[name] = n
	}
	return n
}

// layNames lays the names of the draft out.
func (d *draft) layNames() roadNames {
	texts := make([]string, len(d.nameNumbers))
	for text, n := range d.nameNumbers {
		texts[n] = text
	}
	names := roadNames{of: d.nameOf, first: make([]uint32, 1, len(texts)+1)}
	for _, text := range texts {
		names.text = append(names.text, text...)
		names.first = append(names.first, uint32(len(names.text)))
	}
	return names
}

// name is what a stretch is called; empty where the map does not say.
func (g *Graph) name(s uint32) string {
	n := g.names.of[s]
	return string(g.names.text[g.names.first[n]:g.names.first[n+1]])
}

// Names gives the names of the roads that a closure closes, those of which it closes most first, and most of them at most.
func (n *Network) Names(c Closure, most int) []string {
	metres := map[uint32]float64{}
	for _, s := range n.closedBy(c) {
		shape := n.shape(s)
		for i := 1; i < len(shape); i++ {
			metres[n.names.of[s]] += GreatCircle(shape[i-1].point(), shape[i].point())
		}
	}
	delete(metres, 0)
	numbers := make([]uint32, 0, len(metres))
	for number := range metres {
		numbers = append(numbers, number)
	}
	slices.SortFunc(numbers, func(a, b uint32) int { return cmp.Or(cmp.Compare(metres[b], metres[a]), cmp.Compare(a, b)) })
	names := make([]string, 0, min(most, len(numbers)))
	for _, number := range numbers[:min(most, len(numbers))] {
		names = append(names, string(n.names.text[n.names.first[number]:n.names.first[number+1]]))
	}
	return names
}
