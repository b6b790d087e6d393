package vrp

// maxClasses is how many classes of goods clashes may be between.
const maxClasses = 16

// moment is where a vehicle stands after a visit, with everything that a later constraint asks about what was before.
type moment struct {
	place, depart int32
	arrive, begin int32
	wait          int32 // all waiting so far
	slack         int32 // how much later it could have left its start without anything so far being worse
	wheel         int32 // driven since the last rest
	stops, visits int16
	aboard, trips int16 // shipments aboard; times loaded from empty
	paused        int8  // breaks taken
	classes, held uint64
	ever          uint64 // classes that were aboard at any time
	counts        [maxClasses]uint8
	arcs, late    int64
	driving       int64
	metres        int64
	pauses        *[]Pause // where they are written down
}

// constraints is a set of constraints that a route breaks.
type constraints uint16

const (
	brokenReach constraints = 1 << iota
	brokenCapacity
	brokenClash
	brokenShift
	brokenWindow
	brokenDuration
	brokenStops
	brokenLoading
	brokenStock
)

func (k *kind) first() moment {
	return moment{place: k.start, depart: k.open, arrive: k.open, begin: k.open, slack: horizon}
}

// step takes a vehicle to its next visit, and tells what that breaks. Everything but room and the order of loading is reckoned here
// and nowhere else.
func (c *compiled) step(k *kind, m *moment, n int32) (broken constraints) {
	nd := &c.nodes[n]
	j := &c.jobs[nd.task]
	setup := nd.setup
	if m.place == nd.place && m.stops > 0 {
		setup = 0
	} else {
		m.stops++
		if k.MaxStops > 0 && int(m.stops) > k.MaxStops {
			broken |= brokenStops
		}
	}
	broken |= c.travel(k, m, nd.place, nd, setup+nd.service)
	m.visits++
	begin := m.begin
	until := nd.due
	if nd.windows != nil {
		until = nd.closing(begin)
	}
	if begin > until {
		broken |= brokenWindow
	}
	spare := until - begin
	if j.lateCost > 0 && n == j.delivery {
		if late := begin - j.due; late > 0 {
			m.late += int64(late) * j.lateCost
			spare = 0
		} else {
			spare = min(spare, -late)
		}
	}
	m.slack = min(m.slack, m.wait+max(0, spare))
	m.depart = begin + setup + nd.service
	switch {
	case len(j.pickups) == 0:
		if j.class >= 0 {
			if m.ever&c.clash[j.class] != 0 {
				broken |= brokenClash
			}
			m.held |= 1 << j.class
			m.ever |= 1 << j.class
		}
	case nd.pickup:
		if m.aboard == 0 {
			m.trips++
			if k.MaxTrips > 0 && int(m.trips) > k.MaxTrips {
				broken |= brokenStops
			}
		}
		m.aboard++
		if j.class >= 0 {
			if (m.classes|m.held)&c.clash[j.class] != 0 {
				broken |= brokenClash
			}
			m.classes |= 1 << j.class
			m.ever |= 1 << j.class
			m.counts[j.class]++
		}
	default:
		m.aboard--
		if j.class >= 0 {
			if m.counts[j.class]--; m.counts[j.class] == 0 {
				m.classes &^= 1 << j.class
			}
		}
	}
	if k.MaxVisits > 0 && int(m.visits) > k.MaxVisits {
		broken |= brokenStops
	}
	return broken
}

// closing is the end of the window that a visit begins in; before the beginning where it begins in none.
func (n *node) closing(begin int32) int32 {
	for _, w := range n.windows {
		if int64(begin) >= w.From && int64(begin) <= w.To {
			return int32(w.To)
		}
	}
	return -noWay
}

// travel drives to a place, with the rests and breaks that fall due on the way or before what is done there is done, and waits. A break is
// made while waiting if it can be; else where the vehicle arrives, if that is early enough; else before it leaves.
func (c *compiled) travel(k *kind, m *moment, place int32, nd *node, work int32) (broken constraints) {
	t := k.table
	leg := t.time[m.place*t.n+place]
	if leg > horizon {
		broken |= brokenReach
		leg = 0
	}
	m.arcs += int64(t.cost[m.place*t.n+place])
	m.driving += int64(leg)
	if k.MaxMetres > 0 && broken&brokenReach == 0 {
		m.metres += c.metres(k, m.place, place)
	}
	m.place = place
	left, wheel := m.depart, m.wheel
	arrive, rests := k.ride(left, wheel, leg)
	m.arrive = arrive
	begin := opening(nd, arrive)
	there, rested := false, false // breaks were made where it arrives, and as long as a rest
	for int(m.paused) < len(k.breaks) {
		b := &k.breaks[m.paused]
		start := max(arrive, int32(b.From))
		end := start + int32(b.For)
		if start > int32(b.To) || end > begin {
			if begin+work <= int32(b.To) {
				break
			}
			if early := max(left, int32(b.From)); start > int32(b.To) && !there && early <= int32(b.To) {
				m.pause(early-left, early, b)
				if left = early + int32(b.For); k.restAfter > 0 && int32(b.For) >= k.rst {
					wheel = 0
				}
				arrive, rests = k.ride(left, wheel, leg)
				m.arrive = arrive
				begin = opening(nd, arrive)
				continue
			}
			if start > int32(b.To) {
				broken |= brokenShift
			}
		}
		m.pause(start-arrive, start, b)
		there, rested = true, rested || int32(b.For) >= k.rst
		arrive = end
		begin = opening(nd, arrive)
	}
	if k.restAfter > 0 {
		m.rest(k, left, leg, rests, wheel)
		if rested {
			m.wheel = 0
		}
	}
	wait := begin - arrive
	if k.restAfter > 0 && wait >= k.rst && wait > 0 {
		m.slack = min(m.slack, m.wait+wait-k.rst)
		m.wheel = 0
	}
	m.wait += wait
	m.begin = begin
	return broken
}

// ride tells when a leg ends that is begun at a time after so long at the wheel, and how many rests it takes.
func (k *kind) ride(left, wheel, leg int32) (arrive, rests int32) {
	if k.restAfter > 0 && wheel+leg > k.restAfter {
		rests = (wheel + leg - 1) / k.restAfter
	}
	return left + leg + rests*k.rst, rests
}

// rest books the rests of a leg, and what has been driven since the last.
func (m *moment) rest(k *kind, left, leg, rests, wheel int32) {
	if m.pauses != nil {
		for i := range rests {
			driven := (i+1)*k.restAfter - wheel
			*m.pauses = append(*m.pauses, Pause{int64(left + driven + i*k.rst), int64(k.rst)})
		}
	}
	m.wheel = wheel + leg - rests*k.restAfter
}

// pause makes the next break after so long a wait for it. What was waited before it takes up a later start, what comes after does not.
func (m *moment) pause(idle, start int32, b *Break) {
	m.wait += idle
	m.slack = min(m.slack, m.wait)
	m.paused++
	if m.pauses != nil {
		*m.pauses = append(*m.pauses, Pause{int64(start), b.For})
	}
}

func opening(nd *node, arrive int32) int32 {
	if nd == nil {
		return arrive
	}
	if nd.windows != nil {
		return max(arrive, min(nd.begin(arrive), horizon))
	}
	return max(arrive, nd.ready)
}

// metres is the length of a leg; nowhere is at every place, and a way that there is no more, which only what is frozen can have gone, is
// reckoned as nothing.
func (c *compiled) metres(k *kind, from, to int32) int64 {
	m := &c.Matrices[k.table.matrix]
	if int(from) >= m.Places || int(to) >= m.Places {
		return 0
	}
	return max(0, int64(m.Metres[int(from)*m.Places+int(to)]))
}

// finish takes a vehicle to its end and tells what all of its route costs.
func (c *compiled) finish(k *kind, m *moment, left bool) (cost int64, broken constraints) {
	broken = c.travel(k, m, k.end, nil, 0)
	m.depart = m.begin
	if m.begin > k.close {
		broken |= brokenShift
	}
	duty := int64(m.begin - k.open - m.delay(left))
	if k.MaxDuration > 0 && duty > k.MaxDuration || k.MaxDriving > 0 && m.driving > k.MaxDriving || k.MaxMetres > 0 && m.metres > k.MaxMetres {
		broken |= brokenDuration
	}
	return k.fixed + m.arcs + (m.late+duty*k.Cost.Duty)>>c.shift, broken
}

// delay is how much later than its shift begins a vehicle leaves: as late as nothing suffers. What is known to have left is not put off.
func (m *moment) delay(left bool) int32 {
	if left {
		return 0
	}
	return max(0, min(m.slack, m.wait))
}

// drive reckons a whole route of a rich problem.
func (w *walk) drive(r *route) constraints {
	var broken constraints
	m := r.kind.first()
	if cap(r.moments) < len(r.stops) {
		r.moments = make([]moment, len(r.stops), 2*len(r.stops))
	}
	r.moments = r.moments[:len(r.stops)]
	r.moments[0] = m
	last := len(r.stops) - 1
	for i := 1; i < last; i++ {
		b := w.c.step(r.kind, &m, r.stops[i].node)
		if i > r.frozen {
			broken |= b
		} else if i == r.frozen {
			m.depart = max(m.depart, w.c.leaves[r.vehicle])
		}
		r.stops[i].depart = m.depart
		r.moments[i] = m
	}
	cost, b := w.c.finish(r.kind, &m, w.c.leaves[r.vehicle] > 0)
	broken |= b
	r.stops[last].depart, r.moments[last] = m.depart, m
	r.cost = cost
	if last == 1 {
		r.cost, broken = 0, 0
	}
	w.easeOff(r)
	return broken
}
