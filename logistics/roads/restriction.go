package roads

import (
	"slices"
	"strings"

	"github.com/paulmach/osm"
)

// restriction is a turn that is forbidden, or the only one that is allowed, at a junction.
type restriction struct {
	from, to []int64 // ways
	via      int64   // node
	only     bool
	bars     uint8 // whom it holds: bits as of arcs
}

// addRestriction reads a turn restriction. Those over a way, and those that hold at certain hours only, are counted as unread.
func (d *draft) addRestriction(r *osm.Relation) {
	if r.Tags.Find("type") != "restriction" {
		return
	}
	what := restriction{bars: openToAll}
	rule := r.Tags.Find("restriction")
	if rule == "" {
		if rule = r.Tags.Find("restriction:hgv"); rule != "" {
			what.bars = (1<<1 | 1<<2) | (1<<1|1<<2)<<passShift
		} else if rule = r.Tags.Find("restriction:motorcar"); rule != "" {
			what.bars = 1 | 1<<passShift
		}
	}
	for _, spared := range strings.Split(r.Tags.Find("except"), ";") {
		switch strings.TrimSpace(spared) {
		case "hgv", "goods":
			what.bars &^= (1<<1 | 1<<2) | (1<<1|1<<2)<<passShift
		case "motorcar":
			what.bars &^= 1 | 1<<passShift
		case "emergency":
			what.bars &^= publicAll << passShift
		}
	}
	for _, m := range r.Members {
		switch {
		case m.Role == "from" && m.Type == osm.TypeWay:
			what.from = append(what.from, m.Ref)
		case m.Role == "to" && m.Type == osm.TypeWay:
			what.to = append(what.to, m.Ref)
		case m.Role == "via" && m.Type == osm.TypeNode && what.via == 0:
			what.via = m.Ref
		case m.Role == "via":
			d.unread++
			return
		}
	}
	what.only = strings.HasPrefix(rule, "only_")
	if !what.only && !strings.HasPrefix(rule, "no_") || len(what.from) == 0 || len(what.to) == 0 || what.via == 0 {
		d.unread++
		return
	}
	d.restrictions = append(d.restrictions, what)
}

// turn holds turns to the restrictions and barriers. Who comes by an arc from which not every turn is open arrives at a copy of the
// junction, from which only the open ones lead on; so searches need to know junctions only, and no turns.
func (d *draft) turn() {
	at := map[uint32][]restriction{} // by junction
	held := d.restrictions[:0:0]
	for _, r := range d.restrictions {
		v, ok := d.number[r.via]
		if !ok {
			d.unread++ // of roads that are not driven on
			continue
		}
		at[v], held = append(at[v], r), append(held, r)
	}
	d.restrictions = held
	arcs := len(d.arcs)
	type copied struct{ arc, junction uint32 }
	var copies []copied
	for a := range arcs {
		v := d.arcs[a].head
		if len(at[v]) == 0 && d.nodes[d.junctions[v]].access == openToAll {
			continue
		}
		if !slices.ContainsFunc(d.out[v], func(b uint32) bool { return d.turnAccess(at[v], uint32(a), b) != openToAll|hazmatBit }) {
			continue
		}
		copies = append(copies, copied{uint32(a), v})
	}
	heads := make([]uint32, len(copies))
	for i, c := range copies {
		heads[i] = uint32(len(d.junctions))
		d.junctions, d.out = append(d.junctions, d.junctions[c.junction]), append(d.out, nil)
	}
	open := make([][]uint8, len(copies))
	for i, c := range copies {
		for _, b := range d.out[c.junction] {
			open[i] = append(open[i], d.turnAccess(at[c.junction], c.arc, b))
		}
	}
	for i, c := range copies { // before arcs are copied, so that a copy leads to its copied end too
		d.arcs[c.arc].head = heads[i]
	}
	for i, c := range copies {
		for k, b := range d.out[c.junction] {
			turned := d.arcs[b]
			turned.tail = heads[i]
			if turned.access &= open[i][k]; turned.access&openToAll != 0 {
				d.arcs, d.out[heads[i]] = append(d.arcs, turned), append(d.out[heads[i]], uint32(len(d.arcs)))
			}
		}
	}
}

// turnAccess is who may turn from an arc into another.
func (d *draft) turnAccess(restrictions []restriction, from, into uint32) uint8 {
	access := uint8(openToAll | hazmatBit)
	a, b := &d.arcs[from], &d.arcs[into]
	back := a.stretch^b.stretch == 1
	barrier := d.nodes[d.junctions[b.tail]].access
	if !back {
		access &= barrier | hazmatBit
	}
	came, goes := d.stretches[a.stretch>>1].way, d.stretches[b.stretch>>1].way
	for _, r := range restrictions {
		if !slices.Contains(r.from, came) {
			continue
		}
		// Turning round would undo what the sign forbids: it is not offered there.
		if r.only != slices.Contains(r.to, goes) || back {
			access &^= r.bars
		}
	}
	return access
}
