package inventory_test

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// model is the ledger as it should be, in memory and in whole units: small enough to be read and believed. It knows two items at three
// sites; the goods that the centre and the town own; what is reserved, in transit, expired; two floors.
type model struct {
	lots         map[string]*modelLot // by number
	stock        map[shelf]int
	reserved     map[shelf]int
	reservations []*modelReservation
	documents    []*modelDocument
	floors       []modelFloor
	expiries     int // lots made to expire, each on a day of its own so that no two are picked in any order
}

type modelLot struct {
	item    string
	expires int // days from today; below zero: expired; undated: no date
	made    int // the order of making
}

const undated = 1 << 20

// shelf is what a balance is kept of.
type shelf struct{ place, lot, owner string }

type modelReservation struct {
	shelf
	quantity int
	live     bool
}

type modelMove struct {
	lot, owner, from, to string
	quantity             int
	reservation          *modelReservation
}

type modelDocument struct {
	kind, state, site, to          string
	moves                          []modelMove
	completes, completed, reversed bool
}

type modelFloor struct {
	site, owner, item string // either site or owner
	floor             int
}

func newModel(floors ...modelFloor) *model {
	return &model{lots: map[string]*modelLot{}, stock: map[shelf]int{}, reserved: map[shelf]int{}, floors: floors}
}

// keeperOf is whose goods are received at a site.
var keeperOf = map[string]string{"D1": "C", "D2": "C", "T1": "T"}

func isSite(place string) bool     { return keeperOf[place] != "" }
func isPhysical(place string) bool { return isSite(place) || place == "IN_TRANSIT" }

// counts is what counts against a floor.
func (m *model) counts(f modelFloor) (sum int) {
	for s, q := range m.stock {
		if l := m.lots[s.lot]; l.item == f.item && l.expires >= 0 && isSite(s.place) && (f.site == s.place || f.owner == s.owner) {
			sum += q - m.reserved[s]
		}
	}
	return sum
}

// post decides and, where nothing stands against it, moves. toPeople: expired goods do not go.
func (m *model) post(d *modelDocument) (code string) {
	left := map[shelf]int{}
	for _, v := range d.moves {
		if l := m.lots[v.lot]; l.expires < 0 && isSite(v.from) && v.to == "CONSUMED" {
			return "LOT_EXPIRED"
		}
		if !isPhysical(v.from) || v.reservation != nil {
			continue
		}
		s := shelf{v.from, v.lot, v.owner}
		if _, begun := left[s]; !begun {
			left[s] = m.stock[s] - m.reserved[s]
		}
		if left[s] < v.quantity {
			return "INSUFFICIENT_STOCK"
		}
		left[s] -= v.quantity
	}
	if code := m.judge(d.moves); code != "" {
		return code
	}
	for _, v := range d.moves {
		if v.reservation != nil && (!v.reservation.live || v.reservation.quantity < v.quantity) {
			return "RESERVATION_GONE"
		}
	}
	for _, v := range d.moves {
		if r := v.reservation; r != nil {
			m.reserved[r.shelf] -= v.quantity
			if r.live = r.quantity > v.quantity; r.live {
				r.quantity -= v.quantity
			}
		}
		if isPhysical(v.from) {
			m.stock[shelf{v.from, v.lot, v.owner}] -= v.quantity
		}
		if isPhysical(v.to) {
			m.stock[shelf{v.to, v.lot, v.owner}] += v.quantity
		}
	}
	if d.state == "" {
		d.state = "POSTED"
	}
	m.documents = append(m.documents, d)
	return ""
}

// judge holds moves against the floors: below is refused, unless it was no less low before.
func (m *model) judge(moves []modelMove) string {
	for _, f := range m.floors {
		was := m.counts(f)
		is := was
		for _, v := range moves {
			l := m.lots[v.lot]
			if l.item != f.item || l.expires < 0 {
				continue
			}
			if isSite(v.from) && v.reservation == nil && (f.site == v.from || f.owner == v.owner) {
				is -= v.quantity
			}
			if isSite(v.to) && (f.site == v.to || f.owner == v.owner) {
				is += v.quantity
			}
		}
		if is < f.floor && is < was {
			return "BELOW_MINIMUM"
		}
	}
	return ""
}

// modelLine is a line of an issue or a transfer; lot empty: first to expire goes first.
type modelLine struct {
	item, lot string
	quantity  int
}

// pick takes the lines from the shelves of a site.
func (m *model) pick(site, to string, lines []modelLine) (moves []modelMove, code string) {
	left := map[shelf]int{}
	for s, q := range m.stock {
		if s.place == site && q > 0 {
			left[s] = q - m.reserved[s]
		}
	}
	order := slices.SortedFunc(maps.Keys(left), func(a, b shelf) int {
		return cmp.Or(cmp.Compare(m.lots[a.lot].expires, m.lots[b.lot].expires), cmp.Compare(m.lots[a.lot].made, m.lots[b.lot].made), strings.Compare(a.owner, b.owner))
	})
	for _, line := range lines {
		want := line.quantity
		for _, s := range order {
			l := m.lots[s.lot]
			take := min(want, left[s])
			if l.item != line.item || line.lot != "" && line.lot != s.lot || line.lot == "" && l.expires < 0 || take <= 0 {
				continue
			}
			moves = append(moves, modelMove{lot: s.lot, owner: s.owner, from: site, to: to, quantity: take})
			left[s] -= take
			want -= take
		}
		if want > 0 {
			return nil, "INSUFFICIENT_STOCK"
		}
	}
	return moves, ""
}

func (m *model) receive(site, item, lot string, expires, quantity int) (code string) {
	l := m.lots[lot]
	switch {
	case expires < 0:
		return "EXPIRY"
	case l != nil && l.expires != expires:
		return "LOT_MISMATCH"
	case l == nil:
		l = &modelLot{item: item, expires: expires, made: len(m.lots)}
		m.lots[lot] = l
	}
	return m.post(&modelDocument{kind: "RECEIPT", site: site, moves: []modelMove{{lot: lot, owner: keeperOf[site], from: "SUPPLIER", to: site, quantity: quantity}}})
}

func (m *model) issue(site string, lines []modelLine) (code string) {
	moves, code := m.pick(site, "CONSUMED", lines)
	if code != "" {
		return code
	}
	return m.post(&modelDocument{kind: "ISSUE", site: site, moves: moves})
}

// transfer sends goods; who keeps both sites has them arrive at once.
func (m *model) transfer(site, to string, lines []modelLine) (code string) {
	d := &modelDocument{kind: "TRANSFER", site: site, to: to}
	target := to
	if keeperOf[site] != keeperOf[to] {
		d.state, target = "IN_TRANSIT", "IN_TRANSIT"
	}
	if d.moves, code = m.pick(site, target, lines); code != "" {
		return code
	}
	return m.post(d)
}

// arrive receives a transfer of which so much of the first line is missing.
func (m *model) arrive(d *modelDocument, missing int) (code string) {
	if d.state != "IN_TRANSIT" {
		return "ALREADY_RECEIVED"
	}
	a := &modelDocument{kind: "TRANSFER", site: d.to, completes: true}
	for i, v := range d.moves {
		lost := 0
		if i == 0 {
			lost = min(missing, v.quantity)
		}
		if v.quantity > lost {
			a.moves = append(a.moves, modelMove{lot: v.lot, owner: v.owner, from: "IN_TRANSIT", to: d.to, quantity: v.quantity - lost})
		}
		if lost > 0 {
			a.moves = append(a.moves, modelMove{lot: v.lot, owner: v.owner, from: "IN_TRANSIT", to: "LOST", quantity: lost})
		}
	}
	if code = m.post(a); code == "" {
		d.state, d.completed = "POSTED", true
	}
	return code
}

func (m *model) reverse(d *modelDocument) (code string) {
	switch {
	case d.reversed:
		return "ALREADY_REVERSED"
	case d.state == "IN_TRANSIT", d.kind == "REVERSAL", d.completes, d.completed:
		return "NOT_REVERSIBLE"
	}
	back := &modelDocument{kind: "REVERSAL", site: d.site}
	for _, v := range d.moves {
		back.moves = append(back.moves, modelMove{lot: v.lot, owner: v.owner, from: v.to, to: v.from, quantity: v.quantity})
	}
	if code = m.post(back); code == "" {
		d.reversed = true
	}
	return code
}

func (m *model) reserve(s shelf, quantity int) (code string) {
	l := m.lots[s.lot]
	switch {
	case l.expires < 0:
		return "LOT_EXPIRED"
	case m.stock[s]-m.reserved[s] < quantity:
		return "INSUFFICIENT_STOCK"
	}
	if code := m.judge([]modelMove{{lot: s.lot, owner: s.owner, from: s.place, to: "CONSUMED", quantity: quantity}}); code != "" {
		return code
	}
	m.reserved[s] += quantity
	m.reservations = append(m.reservations, &modelReservation{shelf: s, quantity: quantity, live: true})
	return ""
}

func (m *model) release(r *modelReservation) {
	if r.live {
		m.reserved[r.shelf] -= r.quantity
		r.live = false
	}
}
