package roads

// markMainPart marks the junctions of the largest part of the network within which a trip gets from anywhere to anywhere
// (strongly connected components, Tarjan 1972, without recursion). Places are looked for on its arcs only: a yard that is cut
// off on the map is not taken for a place that nobody reaches.
func (g *Graph) markMainPart(m mask) {
	count := len(g.nodes)
	index, low := make([]uint32, count), make([]uint32, count) // 0: not seen yet
	onStack := make([]bool, count)
	part := make([]uint32, count)
	var stack []uint32
	type frame struct{ node, arc uint32 }
	var path []frame
	var clock, parts, largest uint32
	largestSize := 0
	for root := range count {
		if index[root] != 0 {
			continue
		}
		path = append(path, frame{uint32(root), g.firstArc[root]})
		for len(path) > 0 {
			f := &path[len(path)-1]
			n := f.node
			if index[n] == 0 {
				clock++
				index[n], low[n] = clock, clock
				stack, onStack[n] = append(stack, n), true
			}
			descended := false
			for ; f.arc < g.firstArc[n+1]; f.arc++ {
				a := &g.arcs[f.arc]
				if !m.opens(a.access) {
					continue
				}
				if index[a.head] == 0 {
					f.arc++
					path = append(path, frame{a.head, g.firstArc[a.head]})
					descended = true
					break
				}
				if onStack[a.head] {
					low[n] = min(low[n], index[a.head])
				}
			}
			if descended {
				continue
			}
			if low[n] == index[n] {
				parts++
				size := 0
				for {
					top := stack[len(stack)-1]
					stack, onStack[top], part[top] = stack[:len(stack)-1], false, parts
					size++
					if top == n {
						break
					}
				}
				if size > largestSize {
					largest, largestSize = parts, size
				}
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				above := path[len(path)-1].node
				low[above] = min(low[above], low[n])
			}
		}
	}
	for n := range g.nodes {
		if part[n] == largest {
			g.nodes[n].main |= m.component()
		}
	}
}
