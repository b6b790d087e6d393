package inventory

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"changping/access"
	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// book is the part of the ledger that a transaction has locked and read, with what has been decided upon it and is not
// written yet. Postings are decided one after the other in memory, each seeing those before it; a refused one leaves no
// trace. write then brings all of them to the tables in two round trips, however many they are.
type book struct {
	tx           pgx.Tx
	now          time.Time // of the transaction, by the clock of the database
	moment       time.Time // when what is decided upon the book happens, unless it is late: by the clock of the database, after the locks
	today        time.Time // the business date
	places       map[Place]int64
	at           map[int64]Place // the places again, by their rows
	bins         map[int64]*binFacts
	rooms        map[int64]*siteRoom // of the sites that goods come to, where their volume is known
	apart        []segregation
	parts        map[int64][]reservationPart // of the reservations that goods are taken from
	packs        map[int64][]Pack            // of the items that were asked for
	sites        map[int64]siteFacts
	items        map[int64]Item
	lots         map[int64]lotFacts
	lotIDs       map[lotKey]int64
	reserves     map[int64]reserveFacts
	stock        map[stockKey]held
	shelves      map[levelKey][]stockKey // what lies of an item at a site, first to expire first
	made         []levelKey              // levels that nobody has seen before: there for good once the transaction is committed
	minimums     []Headroom              // Available moves with every posting
	rules        []ApprovalRule          // in force
	holds        map[int64]holdFacts     // those that were asked for
	newLots      []Lot                   // their ids are provisional, below zero, until written
	entries      []entry
	orders       map[int64]*orderFacts    // those that were asked for
	consents     map[int64][]string       // of donors, in force: other purposes, by reserve
	overrides    map[int64]*overrideFacts // those that were asked for
	secondPerson bool                     // whether an override needs one
	closed       closedDays               // how far days are closed, for the goods of late postings
}

// levelKey is an item at a site: the row that is locked.
type levelKey struct{ siteID, itemID int64 }

// lotKey is what a lot is known by.
type lotKey struct {
	itemID          int64
	lotNo, serialNo string
}

type siteFacts struct {
	kind           string
	organisationID int64
	ownReserveID   int64 // the reserve of its own organisation's goods, for general use; 0: none yet
	conditions     []string
}

type reserveFacts struct {
	ownerID   int64
	tier      string
	entrusted bool
	programme string
	purpose   string // a purpose lock; empty: none
}

// lotFacts is what the ledger must know of a lot.
type lotFacts struct {
	itemID         int64
	lotNo          string
	quality        string
	expiresOn      *time.Time
	unitCost       *decimal.Decimal // yuan; nil: not known
	expired        bool             // by the business date of the database
	certificateDue bool             // a certificate of the unit has run out, by the same date
	held           bool             // something of it lies somewhere; known for lots asked for by number
}

func (l lotFacts) usable() bool { return l.quality == "GOOD" && !l.expired }

// held is a locked balance. carriable: how much of what is reserved may be moved within the site; read where goods are.
type held struct{ onHand, reserved, onHold, carriable decimal.Decimal }

// free is what nothing stands upon: neither reserved nor on hold.
func (h held) free() decimal.Decimal { return h.onHand.Sub(h.reserved).Sub(h.onHold) }

// stockKey is what a balance is kept of.
type stockKey struct{ placeID, lotID, reserveID int64 }

// entry is a posting that was accepted, with what follows from it.
type entry struct {
	Posting
	documentID   int64
	number       string
	personID     *int64
	audit        access.Entry
	auditLine    access.Line
	breaches     []broken
	asksApproval bool       // by a policy minimum
	overrideID   int64      // the override of two persons that it used up; 0: none
	asked        int        // persons who have to approve, by the rules in force
	waits        bool       // submitted for approval: its goods are set aside, not moved
	restored     []Headroom // minimums at or above their floor again
	warnings     []Warning
	overridden   []string // rules of storage, by their codes
	uncertified  []string // units that go though a certificate of theirs has run out, by their lots
}

// reach is what a book must lock and read.
type reach struct {
	levels            []levelKey
	sites             []int64 // read only
	transit           []stockKey
	lots              []int64
	lotKeys           []lotKey
	reserves          []int64
	holds             []int64
	bins              []int64 // named by a line
	arrivals          []int64 // sites that goods come to
	packs             []int64 // items whose packs are asked for
	reserved          []int64 // the reservations that goods are taken from
	orders, overrides []int64
	own               bool // whether goods may join the own reserves of the sites
	within            bool // whether goods are moved within a site
}

// reachOf is what a posting of the moves must lock and read.
func reachOf(moves []Move) reach {
	var r reach
	for _, m := range moves {
		for _, p := range []Place{m.From, m.To} {
			if p.Kind == PlaceSite {
				r.levels = append(r.levels, levelKey{p.SiteID, m.ItemID})
			}
			if p.BinID != 0 {
				r.bins = append(r.bins, p.BinID)
			}
		}
		r.within = r.within || m.within()
		if m.To.Kind == PlaceSite {
			r.arrivals = append(r.arrivals, m.To.SiteID)
		}
		if m.ReservationID != 0 {
			r.reserved = append(r.reserved, m.ReservationID)
		}
		if m.From.Kind == PlaceInTransit {
			r.transit = append(r.transit, stockKey{lotID: m.LotID, reserveID: m.ReserveID})
		}
		r.lots, r.reserves = append(r.lots, m.LotID), append(r.reserves, m.ReserveID)
		if m.HoldID != 0 {
			r.holds = append(r.holds, m.HoldID)
		}
	}
	return r
}

func (r *reach) add(o reach) {
	r.levels, r.sites, r.transit = append(r.levels, o.levels...), append(r.sites, o.sites...), append(r.transit, o.transit...)
	r.lots, r.lotKeys, r.reserves = append(r.lots, o.lots...), append(r.lotKeys, o.lotKeys...), append(r.reserves, o.reserves...)
	r.holds, r.own, r.within = append(r.holds, o.holds...), r.own || o.own, r.within || o.within
	r.bins, r.arrivals, r.reserved = append(r.bins, o.bins...), append(r.arrivals, o.arrivals...), append(r.reserved, o.reserved...)
	r.packs = append(r.packs, o.packs...)
	r.orders, r.overrides = append(r.orders, o.orders...), append(r.overrides, o.overrides...)
}

// post decides a posting upon the book. Refuses as PostTx says; the book is then as it was.
func (b *book) post(ctx context.Context, p Posting) (*entry, error) { return b.enter(ctx, p, false) }

// enter decides a posting upon the book: its goods are moved or, where it waits for approval, set aside.
func (b *book) enter(ctx context.Context, p Posting, waits bool) (*entry, error) {
	if len(p.Moves) == 0 {
		return nil, fault.Invalidf("lines", "NO_LINES", "There is nothing to post: add at least one line.")
	}
	if p.Override != nil {
		if _, _, err := access.Require(ctx, "minimum.override"); err != nil {
			return nil, err
		}
	}
	if p.State == "" {
		p.State = StatePosted
	}
	for i, m := range p.Moves {
		if !m.Quantity.IsPositive() {
			return nil, fault.Invalidf(fmt.Sprintf("lines.%d.quantity", i), "QUANTITY", "A quantity must be above zero.")
		}
		for _, place := range []Place{m.From, m.To} {
			if b.places[place] == 0 {
				if place.BinID != 0 {
					return nil, fault.Absent("bin", fmt.Sprint(place.BinID)).At(fmt.Sprintf("lines.%d", i))
				}
				return nil, fault.Absent("site", fmt.Sprint(place.SiteID))
			}
		}
		if item, known := b.items[m.ItemID]; known {
			if err := CheckScale(m.Quantity, item.Scale, fmt.Sprintf("lines.%d.quantity", i)); err != nil {
				return nil, err
			}
		}
	}
	var err error
	if p.Moves, err = b.spread(p.Kind, p.Moves); err != nil {
		return nil, err
	}
	if err := b.drawHolds(&p); err != nil {
		return nil, err
	}
	if !waits {
		b.drawCarried(&p)
	}
	if err := decidePosting(p, b.places, b.stock, b.lots); err != nil {
		return nil, err
	}
	if err := b.judgePurpose(p.Kind, p.Purpose, p.Moves); err != nil {
		return nil, err
	}
	if err := b.admit(ctx, &p); err != nil {
		return nil, err
	}
	if p.ReversesID != 0 {
		if err := b.refuseCounted(ctx, p.ReversesID); err != nil {
			return nil, err
		}
	}
	if p.Fact != "" && p.Override == nil {
		p.Override = &Override{Reason: p.Fact}
	}
	e := &entry{Posting: p, warnings: slices.Clone(p.Warnings), asked: b.approvalsAsked(p), waits: waits, uncertified: b.uncertified(p)}
	judged := p.Moves
	if waits {
		judged = departures(p.Moves)
	}
	permit, err := b.permit(p.Override)
	if err != nil {
		return nil, err
	}
	after, err := b.judge(judged, permit, p.KeepPolicies, e)
	if err != nil {
		return nil, err
	}
	if e.asksApproval {
		e.asked = max(e.asked, 1)
	}
	if !waits && e.asked > p.Approvals {
		return nil, approvalNeeded(e.asked, p.Approvals)
	}
	if err := b.judgeStorage(e); err != nil {
		return nil, err
	}
	for i := range b.minimums {
		b.minimums[i].Available = after[i]
	}
	b.useOverride(e)
	if o := b.orders[p.ReleaseOrderID]; o != nil {
		o.take(p.Moves)
	}
	action := "stock." + strings.ToLower(string(p.Kind))
	if waits {
		action = "document.submit"
		e.Moves = b.setAside(p.Moves)
	} else {
		b.move(p.Moves)
	}
	if a := access.ActorFrom(ctx); a != nil && a.PersonID != 0 {
		e.personID = &a.PersonID
	}
	e.audit = access.Entry{Action: action, ObjectKind: "document"}
	e.auditLine = access.LineFor(ctx)
	b.entries = append(b.entries, *e)
	return &b.entries[len(b.entries)-1], nil
}

// judge gives what each minimum would have after the moves, notes what follows, or refuses. Pure upon the book.
func (b *book) judge(moves []Move, permit *permit, keepPolicies bool, e *entry) ([]decimal.Decimal, error) {
	after := make([]decimal.Decimal, len(b.minimums))
	for i, m := range b.minimums {
		is := m.Available
		for _, mv := range moves {
			if !b.lots[mv.LotID].usable() {
				continue
			}
			if mv.From.Kind == PlaceSite && mv.ReservationID == 0 {
				is = is.Sub(mv.Quantity.Sub(mv.held).Sub(mv.carried).Mul(m.Weight(b.candidate(mv, mv.From.SiteID))))
			}
			if mv.To.Kind == PlaceSite {
				is = is.Add(mv.Quantity.Sub(mv.carried).Mul(m.Weight(b.candidate(mv, mv.To.SiteID))))
			}
		}
		after[i] = is
		was := m.Available
		m.Available = is
		switch verdict(m, was, is, permit.covers(m.MinimumID), keepPolicies) {
		case refuse:
			return nil, BelowMinimum(m, was, was.Sub(is)).At(b.takers(moves, m)...)
		case ask:
			e.asksApproval = true
			e.breaches = append(e.breaches, broken{m, "APPROVAL", "approved"})
		case breach:
			if err := permit.check(m, was.Sub(is)); err != nil {
				return nil, err
			}
			e.breaches = append(e.breaches, broken{m, permit.cause, permit.reason})
			e.overrideID = permit.id
			if permit.cause == causeFact || permit.cause == causeHold { // nobody decided it: whoever posts learns of it here
				e.warnings = append(e.warnings, minimumWarning(m, is))
			}
		case warn, near:
			e.warnings = append(e.warnings, minimumWarning(m, is))
		case restored:
			e.restored = append(e.restored, m)
		case nothing:
		}
	}
	return after, nil
}

// takers are the fields of the lines that take from what counts against a minimum.
func (b *book) takers(moves []Move, m Headroom) (fields []string) {
	for i, mv := range moves {
		field := fmt.Sprintf("lines.%d.quantity", mv.lineAt(i))
		takes := mv.From.Kind == PlaceSite && mv.ReservationID == 0 && b.lots[mv.LotID].usable() && mv.Quantity.GreaterThan(mv.held) && m.Counts(b.candidate(mv, mv.From.SiteID)) &&
			(mv.To.Kind != PlaceSite || !m.Counts(b.candidate(mv, mv.To.SiteID)))
		if takes && !slices.Contains(fields, field) {
			fields = append(fields, field)
		}
	}
	return fields
}

// candidate is what a move moves, as stock of a site.
func (b *book) candidate(m Move, siteID int64) Candidate {
	r := b.reserves[m.ReserveID]
	return Candidate{ItemID: m.ItemID, CategoryCode: b.items[m.ItemID].CategoryCode, UnitCost: b.lots[m.LotID].unitCost, SiteID: siteID, SiteOrganisationID: b.sites[siteID].organisationID,
		OwnerID: r.ownerID, ReserveTier: r.tier}
}

// broken is a minimum below its floor by a posting. Available: what is left.
type broken struct {
	Headroom
	cause  string // OVERRIDE, APPROVAL, FACT, EXPIRY, HOLD or OTHER
	reason string
}

// move moves the goods in memory.
func (b *book) move(moves []Move) {
	for _, m := range moves {
		b.load(m)
		b.takePart(m)
		lot := b.lots[m.LotID]
		lot.held = m.To.physical()
		b.lots[m.LotID] = lot
		if m.From.physical() {
			k := stockKey{b.places[m.From], m.LotID, m.ReserveID}
			h := b.stock[k]
			h.onHand = h.onHand.Sub(m.Quantity)
			if m.ReservationID != 0 {
				h.reserved = h.reserved.Sub(m.Quantity)
			}
			h.onHold = h.onHold.Sub(m.held)
			h.reserved, h.carriable = h.reserved.Sub(m.carried), h.carriable.Sub(m.carried)
			if f, named := b.holds[m.HoldID]; named {
				f.quantity = f.quantity.Sub(m.Quantity)
				b.holds[m.HoldID] = f
			}
			b.stock[k] = h
		}
		if m.To.physical() {
			k := stockKey{b.places[m.To], m.LotID, m.ReserveID}
			h, known := b.stock[k]
			h.onHand, h.reserved, h.carriable = h.onHand.Add(m.Quantity), h.reserved.Add(m.carried), h.carriable.Add(m.carried)
			b.stock[k] = h
			if m.To.Kind == PlaceSite && !known {
				b.shelve(levelKey{m.To.SiteID, m.ItemID}, k)
			}
		}
	}
}

// shelve puts a balance onto its shelf, in the order in which goods are picked: first to expire first, undated last.
func (b *book) shelve(level levelKey, k stockKey) {
	at, _ := slices.BinarySearchFunc(b.shelves[level], k, func(x, y stockKey) int { return b.fefo(x, y) })
	b.shelves[level] = slices.Insert(b.shelves[level], at, k)
}

func (b *book) fefo(x, y stockKey) int {
	ex, ey := b.lots[x.lotID].expiresOn, b.lots[y.lotID].expiresOn
	switch {
	case ex == nil && ey != nil:
		return 1
	case ex != nil && ey == nil:
		return -1
	case ex != nil && !ex.Equal(*ey):
		return ex.Compare(*ey)
	}
	return cmp.Or(cmp.Compare(b.pickOrder(x), b.pickOrder(y)), x.compare(y))
}

// picks gives what lies on a shelf and is not reserved, in FEFO order; of moves within the site, what may take its reservations along too.
func (b *book) picks(siteID, itemID int64, within bool) []pick {
	var all []pick
	for _, k := range b.shelves[levelKey{siteID, itemID}] {
		h, lot, r := b.stock[k], b.lots[k.lotID], b.reserves[k.reserveID]
		available, waiting := h.free(), decimal.Zero
		if within {
			available, waiting = available.Add(h.carriable), h.reserved.Sub(h.carriable)
		}
		if available.IsPositive() || waiting.IsPositive() {
			all = append(all, pick{ItemID: itemID, Place: b.at[k.placeID], LotID: k.lotID, ReserveID: k.reserveID, Usable: lot.usable() && !lot.certificateDue, Entrusted: r.entrusted, OwnerID: r.ownerID, Purpose: r.purpose, Available: available, Waiting: waiting})
		}
	}
	return all
}

// decidePosting refuses what the rules do not allow, given what is locked. Pure.
func decidePosting(p Posting, ids map[Place]int64, stock map[stockKey]held, lots map[int64]lotFacts) error {
	left := map[stockKey]decimal.Decimal{} // available, less what earlier lines took
	for i, m := range p.Moves {
		line := fmt.Sprintf("lines.%d", m.lineAt(i))
		lot, ok := lots[m.LotID]
		if !ok || lot.itemID != m.ItemID {
			return fault.Absent("lot", fmt.Sprint(m.LotID)).At(line + ".lotId")
		}
		toPeople := toPeople(p.Kind, m)
		if toPeople && lot.expired {
			return fault.New(fault.Refused, "LOT_EXPIRED", "Lot %s is past its expiry date and cannot be issued to people.", lot.lotNo).
				At(line+".lotId").With("lotNo", lot.lotNo)
		}
		if toPeople && lot.quality != "GOOD" {
			return fault.New(fault.Refused, "LOT_NOT_GOOD", "Lot %s is %s and cannot be issued to people.", lot.lotNo, strings.ToLower(lot.quality)).
				At(line+".lotId").With("lotNo", lot.lotNo).With("quality", lot.quality)
		}
		if toPeople && lot.certificateDue && !p.Override.certificates() && !p.waived {
			return certificateDue(lot.lotNo).At(line + ".lotId")
		}
		if toPeople && m.HoldID != 0 {
			return fault.New(fault.Refused, "ON_HOLD", "What is on hold of lot %s is not issued to people: release it first.", lot.lotNo).At(line+".holdId").With("lotNo", lot.lotNo)
		}
		if !m.From.physical() || m.ReservationID != 0 {
			continue // goods from outside have no balance; reserved goods are checked against their reservation
		}
		k := stockKey{ids[m.From], m.LotID, m.ReserveID}
		available, begun := left[k]
		if !begun {
			available = stock[k].free()
		}
		want := m.Quantity.Sub(m.held).Sub(m.carried)
		if available.LessThan(want) {
			return Insufficient(available, want).At(line+".quantity").With("lotNo", lot.lotNo)
		}
		left[k] = available.Sub(want)
	}
	return nil
}

// Insufficient is the refusal of what is more than there is, with the numbers.
func Insufficient(available, requested decimal.Decimal) *fault.Error {
	return fault.New(fault.Refused, "INSUFFICIENT_STOCK", "%s is available, less than the %s asked for.", available, requested).
		With("available", available.String()).With("requested", requested.String())
}
