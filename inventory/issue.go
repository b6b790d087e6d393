package inventory

import (
	"context"
	"fmt"
	"slices"
	"time"

	"changping/access"
	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// IssueLine is one line of an issue or a transfer.
type IssueLine struct {
	ItemID           int64
	Quantity         decimal.Decimal // base units, or whole packs where InPacks
	InPacks          bool
	LotID, ReserveID int64            // 0: first expired, first out over what the caller may move
	PackID           int64            `json:",omitempty"` // Quantity counts whole packs of this level; 0: see InPacks
	PackFactor       *decimal.Decimal `json:",omitempty"` // how many base units the caller took one pack for; nil: not compared
	FromBinID        int64            `json:",omitempty"` // 0: from wherever it lies; moved within a site: from where there is no bin
	ToBinID          int64            `json:",omitempty"` // of a transfer; 0: to the site, without a bin
	within           bool             // moved within the site
}

func (l IssueLine) level() Level { return Level{l.InPacks, l.PackID, l.PackFactor} }

// destination is where the goods of a line come to lie.
func (l IssueLine) destination(to Place) Place {
	if to.Kind == PlaceSite {
		to.BinID = l.ToBinID
	}
	return to
}

// Issue is what was issued from a site.
type Issue struct {
	RequestKey string `json:"-"`
	SiteID     int64
	Reason     string // INCIDENT, CONSUMPTION, LOAN, DISTRIBUTION or ROTATION
	IncidentID int64
	Override   *Override
	OccurredAt time.Time
	Note       string
	Lines      []IssueLine
	// Purpose is what the goods are for: goods locked to a purpose go for that one only. ReleaseOrderID is an owner's order: only
	// goods that it lets go are issued, never more than it says.
	Purpose        string `json:",omitempty"`
	ReleaseOrderID int64  `json:",omitempty"`
	Draft          *Draft `json:",omitempty"` // keep it as a draft; nil: issue it
}

func (is Issue) reach() reach {
	r := linesReach(is.SiteID, is.Lines)
	if is.ReleaseOrderID != 0 {
		r.orders = []int64{is.ReleaseOrderID}
	}
	if is.Override != nil && is.Override.ID != 0 {
		r.overrides = []int64{is.Override.ID}
	}
	return r
}

var issueReasons = []string{"INCIDENT", "CONSUMPTION", "LOAN", "DISTRIBUTION", "ROTATION"}

// Issue records goods issued without an incident. Keepers of the site, partners at their own, liaison officers handing out
// at their shelters. What is issued for an incident goes through logistics, which knows whether the incident is open.
func (inv *Inventory) Issue(ctx context.Context, is Issue) (Posted, error) {
	if is.IncidentID != 0 || is.Override != nil || is.Reason == "INCIDENT" {
		return Posted{}, fault.Invalidf("incidentId", "INCIDENT_MISSING", "Name the incident that these goods are issued for.")
	}
	decide, err := issueDecision(ctx, is)
	if err != nil {
		return Posted{}, err
	}
	return inv.enter(ctx, is.RequestKey, "issueGoods", is.Draft, is.content(), is.reach(), len(is.Lines), decide)
}

func (is Issue) content() draftContent {
	is.Draft = nil
	return draftContent{kind: KindIssue, reason: is.Reason, siteID: is.SiteID, note: is.Note, input: is}
}

// IssueTx issues goods in the caller's transaction. An incident, where there is one, must have been proved open.
//
// Refuses with what PostTx refuses, and: REASON, NO_LINES, ENTRUSTED (the goods are another's, who has not ordered it), ORDER_EXCEEDED,
// ORDER_CLOSED,
// NOT_FOUND (the site is not in the caller's scope).
func IssueTx(ctx context.Context, tx pgx.Tx, is Issue) (Posted, error) {
	decide, err := issueDecision(ctx, is)
	if err != nil {
		return Posted{}, err
	}
	b, err := openBook(ctx, tx, is.reach())
	if err != nil {
		return Posted{}, err
	}
	p, err := decide(b)
	if err != nil {
		return Posted{}, err
	}
	if _, err := b.postOrSubmit(ctx, p); err != nil {
		return Posted{}, err
	}
	if err := b.write(ctx); err != nil {
		return Posted{}, err
	}
	return Posted{DocumentID: b.entries[0].documentID, Warnings: b.entries[0].warnings}, nil
}

// issueDecision checks what can be checked before anything is locked, and gives the decision to be made upon the book.
func issueDecision(ctx context.Context, is Issue) (func(*book) (Posting, error), error) {
	actor, scope, err := mayEnter(ctx, "stock.issue", is.SiteID, is.Reason, slices.Contains(issueReasons, is.Reason), len(is.Lines))
	if err != nil {
		return nil, err
	}
	return func(b *book) (Posting, error) {
		if !mayIssue(actor, is.SiteID, b.sites[is.SiteID].kind, is.IncidentID != 0) {
			return Posting{}, fault.Absent("site", fmt.Sprint(is.SiteID)).At("siteId")
		}
		terms, err := b.terms(is.SiteID, is.ReleaseOrderID, is.Purpose, true)
		if err != nil {
			return Posting{}, err
		}
		moves, warnings, err := b.pick(scope, is.SiteID, Virtual(PlaceConsumed), is.Lines, terms)
		return Posting{Kind: KindIssue, Reason: is.Reason, SiteID: is.SiteID, IncidentID: is.IncidentID, Note: is.Note,
			OccurredAt: is.OccurredAt, Override: is.Override, Purpose: is.Purpose, KeepPolicies: is.Reason == "ROTATION", ReleaseOrderID: is.ReleaseOrderID, Content: is.content().input, Warnings: warnings, Moves: moves}, err
	}, nil
}

// linesReach is what an issue or a transfer must lock and read at the sending site.
func linesReach(siteID int64, lines []IssueLine) (r reach) {
	r.sites = []int64{siteID}
	for _, l := range lines {
		r.levels = append(r.levels, levelKey{siteID, l.ItemID})
		for _, bin := range []int64{l.FromBinID, l.ToBinID} {
			if bin != 0 {
				r.bins = append(r.bins, bin)
			}
		}
		if l.PackID != 0 {
			r.packs = append(r.packs, l.ItemID)
		}
	}
	return r
}

// mayIssue narrows the scope of stock.issue by role: a dispatcher issues only for an incident, a liaison officer only at
// shelters. Pure.
func mayIssue(actor *access.Actor, siteID int64, siteKind string, forIncident bool) bool {
	return actor.System || slices.ContainsFunc(actor.Posts, func(p access.Post) bool {
		covers := p.District || slices.Contains(p.SiteIDs, siteID)
		switch p.Role {
		case access.Keeper, access.Partner:
			return covers
		case access.Liaison:
			return covers && siteKind == "SHELTER"
		case access.Dispatcher:
			return forIncident
		case access.Auditor, access.Administrator: // move no goods
		}
		return false
	})
}

// pick turns the lines of an issue or a transfer into moves, with what is worth knowing of them.
func (b *book) pick(scope access.Scope, siteID int64, to Place, lines []IssueLine, t terms) (moves []Move, warnings []Warning, err error) {
	quantities := make([]decimal.Decimal, len(lines))
	var stock []pick
	read := map[int64]bool{}
	for i, l := range lines {
		item, ok := b.items[l.ItemID]
		if !ok {
			return nil, nil, fault.Absent("item", fmt.Sprint(l.ItemID)).At(fmt.Sprintf("lines.%d.itemId", i))
		}
		q, err := baseUnits(item, b.packs[l.ItemID], l.Quantity, l.level())
		if err == nil {
			err = b.checkLineBins(l, siteID, to)
		}
		if err != nil {
			return nil, nil, underLine(err, i)
		}
		quantities[i] = q
		if !read[l.ItemID] {
			read[l.ItemID] = true
			stock = append(stock, b.picks(siteID, l.ItemID, l.within)...)
		}
		if !l.within {
			if w, broken := brokenPack(item, b.sites[siteID].kind, q, pickable(l, stock)); broken {
				w.Fields = []string{fmt.Sprintf("lines.%d.quantity", i)}
				warnings = append(warnings, w)
			}
		}
	}
	moves, err = decidePicks(scope, to, lines, quantities, stock, t)
	return moves, warnings, err
}

// checkLineBins refuses bins that are not of the sites that the line is about.
func (b *book) checkLineBins(l IssueLine, siteID int64, to Place) error {
	if bin := b.bins[l.FromBinID]; l.FromBinID != 0 && (bin == nil || bin.siteID != siteID) {
		return fault.Absent("bin", fmt.Sprint(l.FromBinID)).At("fromBinId")
	}
	if bin := b.bins[l.ToBinID]; l.ToBinID != 0 && (bin == nil || to.Kind != PlaceSite || bin.siteID != to.SiteID) {
		return fault.Absent("bin", fmt.Sprint(l.ToBinID)).At("toBinId")
	}
	return nil
}

// takes reports whether a line may take from a balance, whoever asks.
func (l IssueLine) takes(s pick) bool {
	return s.ItemID == l.ItemID && (l.LotID == 0 || l.LotID == s.LotID) && (l.ReserveID == 0 || l.ReserveID == s.ReserveID) &&
		(l.FromBinID == 0 && !l.within || l.FromBinID == s.Place.BinID)
}

// pickable sums what a line could take at most.
func pickable(l IssueLine, stock []pick) (sum decimal.Decimal) {
	for _, s := range stock {
		if l.takes(s) && (s.Usable || l.LotID != 0) {
			sum = sum.Add(s.Available)
		}
	}
	return sum
}

// pick is a balance that may be picked from.
type pick struct {
	Place                    Place
	ItemID, LotID, ReserveID int64
	Usable                   bool // good and in date
	Entrusted                bool
	OwnerID                  int64
	Purpose                  string // a purpose lock
	Available                decimal.Decimal
	Waiting                  decimal.Decimal // of goods moved within their site: set aside for documents that wait
}

// decidePicks chooses the lots of each line, first expired first out among good lots. Each line takes from what the lines
// before it left, so the same lot twice in one document is counted once. Pure; stock is in FEFO order.
func decidePicks(scope access.Scope, to Place, lines []IssueLine, quantities []decimal.Decimal, stock []pick, t terms) ([]Move, error) {
	var moves []Move
	for i, l := range lines {
		want, available, entrusted, locked, waiting := quantities[i], decimal.Zero, decimal.Zero, decimal.Zero, decimal.Zero
		for k := range stock {
			s := &stock[k]
			named := l.LotID == s.LotID
			if l.takes(*s) {
				waiting = waiting.Add(s.Waiting)
			}
			if !l.takes(*s) || !s.Available.IsPositive() || t.order != nil && !t.order.owns(*s) {
				continue
			}
			most := s.Available
			if t.order != nil {
				most = decimal.Min(most, t.order.left(s.ItemID, s.LotID))
			} else if s.Entrusted && !l.within && !scope.CoversOrganisation(s.OwnerID) {
				entrusted = entrusted.Add(s.Available)
				continue
			}
			if !named && !s.Usable {
				continue
			}
			if t.locks(*s) {
				locked = locked.Add(most)
				continue
			}
			available = available.Add(most)
			take := decimal.Min(want, most)
			if take.IsPositive() {
				m := Move{ItemID: l.ItemID, LotID: s.LotID, ReserveID: s.ReserveID, From: s.Place, To: l.destination(to), Quantity: take}
				if t.order != nil {
					t.order.take([]Move{m})
				}
				moves = append(moves, m)
				s.Available = s.Available.Sub(take)
				want = want.Sub(take)
			}
		}
		if !want.IsPositive() {
			continue
		}
		field := fmt.Sprintf("lines.%d.quantity", i)
		if t.order != nil {
			return nil, orderExceeded(available, quantities[i]).At(field)
		}
		if locked.GreaterThanOrEqual(want) {
			return nil, purposeLocked(t.purpose).At(field).With("available", available.String()).With("locked", locked.String()).With("requested", quantities[i].String())
		}
		if entrusted.GreaterThanOrEqual(want) {
			return nil, fault.New(fault.Refused, "ENTRUSTED", "%s more is here but entrusted: it moves only on its owner's document.", entrusted).
				At(field).With("available", available.String()).With("entrusted", entrusted.String()).With("requested", quantities[i].String())
		}
		if waiting.GreaterThanOrEqual(want) {
			return nil, setAsideHere(available, waiting, quantities[i]).At(field)
		}
		return nil, Insufficient(available, quantities[i]).At(field)
	}
	return moves, nil
}
