package vrp

// pair tries all pairs of positions of a route for a shipment from one of its pick-ups, where there are windows and room and nothing else.
func (w *walk) pair(r *route, j *job, up int32, extra int64, f *finding) {
	c := w.c
	p, d := &c.nodes[up], &c.nodes[j.delivery]
	tb := r.kind.table
	row := p.place * tb.n
	into, out := tb.costTo[row:row+tb.n], tb.cost[row:row+tb.n]
	timeInto, timeOut := tb.timeTo[row:row+tb.n], tb.time[row:row+tb.n]
	row = d.place * tb.n
	intoD, outD := tb.costTo[row:row+tb.n], tb.cost[row:row+tb.n]
	timeIntoD, timeOutD := tb.timeTo[row:row+tb.n], tb.time[row:row+tb.n]
	stops := r.stops
	w.work += int64(len(stops))
	for i := r.frozen + 1; i < len(stops); i++ {
		prev, next := &stops[i-1], &stops[i]
		if prev.depart > p.due {
			break
		}
		if !w.room(r, j, i-1) {
			continue
		}
		begin := max(prev.depart+timeInto[prev.place], p.ready)
		if p.windows != nil {
			begin = p.begin(begin)
		}
		if begin > p.due {
			continue
		}
		now := begin + p.service
		if begin = now + timeOut[d.place]; begin > d.due {
			continue
		}
		// Straight on to the delivery.
		if cost := int64(into[prev.place]) + int64(out[d.place]) + int64(outD[next.place]) - int64(next.arc) + extra; cost < f.second.cost {
			begin = max(begin, d.ready)
			if d.windows != nil {
				begin = d.begin(begin)
			}
			if begin <= d.due && begin+d.service+timeOutD[next.place] <= next.latest {
				f.note(spot{cost, int32(i), int32(i), up})
			}
		}
		first := int64(into[prev.place]+out[next.place]-next.arc) + extra
		if first >= f.second.cost || i == len(stops)-1 {
			continue
		}
		now += timeOut[next.place]
		for k := i; ; {
			// The vehicle comes to the stop at position k with the shipment aboard.
			on := &stops[k]
			if now > on.latest || !w.room(r, j, k) {
				break
			}
			if now < on.ready {
				now = on.ready
			}
			nd := &c.nodes[on.node]
			if nd.windows != nil {
				now = nd.begin(now)
			}
			now += on.service
			after := &stops[k+1]
			if cost := first + int64(intoD[on.place]+outD[after.place]-after.arc); cost < f.second.cost {
				begin := max(now+timeIntoD[on.place], d.ready)
				if d.windows != nil {
					begin = d.begin(begin)
				}
				if begin <= d.due && begin+d.service+timeOutD[after.place] <= after.latest {
					f.note(spot{cost, int32(i), int32(k + 1), up})
				}
			}
			w.work++
			if k++; k == len(stops)-1 || now > d.due {
				break
			}
			now += tb.time[on.place*tb.n+after.place]
		}
	}
}
