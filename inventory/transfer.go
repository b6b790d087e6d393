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

// Transfer moves goods to another site.
type Transfer struct {
	RequestKey       string `json:"-"`
	SiteID, ToSiteID int64
	OccurredAt       time.Time
	Note             string
	Lines            []IssueLine
	Draft            *Draft `json:",omitempty"` // keep it as a draft; nil: send it
	// StorageOverride is why the goods are put where a rule of storage stands against it; empty: the rules are kept.
	StorageOverride string `json:",omitempty"`
	// ReleaseOrderID is an owner's order by which entrusted goods go; 0: none.
	ReleaseOrderID int64 `json:",omitempty"`
}

// within reports whether the goods stay at their site: they are put away, or moved from bin to bin.
func (t Transfer) within() bool { return t.SiteID == t.ToSiteID }

func (t Transfer) reason() string {
	if t.within() {
		return "PUT_AWAY"
	}
	return "TRANSFER"
}

// Transfer sends goods to another site. Where the caller keeps both, they arrive at once; else they are in transit until
// the other side receives them. Within a site it moves goods from bin to bin, at once. Keepers of the sending site.
//
// Refuses with what PostTx refuses, and: NO_LINES, SAME_SITE, ENTRUSTED, SET_ASIDE (within a site: for documents that wait), UNIT_MISMATCH,
// STALE_REVISION (a pack's factor), OVER_FULL, STORAGE_CONDITION, HAZARD_SEGREGATION, BIN_CLOSED.
func (inv *Inventory) Transfer(ctx context.Context, t Transfer) (Posted, error) {
	r, decide, err := transferDecision(ctx, t)
	if err != nil {
		return Posted{}, err
	}
	return inv.enter(ctx, t.RequestKey, "transferGoods", t.Draft, t.content(), r, len(t.Lines), decide)
}

func (t Transfer) content() draftContent {
	t.Draft = nil
	return draftContent{kind: KindTransfer, reason: t.reason(), siteID: t.SiteID, counterSiteID: t.ToSiteID, note: t.Note, input: t}
}

// transferDecision checks what can be checked before anything is locked, and gives the decision to be made upon the book.
func transferDecision(ctx context.Context, t Transfer) (r reach, decide func(*book) (Posting, error), err error) {
	_, scope, err := mayEnter(ctx, "stock.transfer", t.SiteID, t.reason(), true, len(t.Lines))
	if err != nil {
		return r, nil, err
	}
	if t.within() {
		t.Lines, t.ReleaseOrderID = slices.Clone(t.Lines), 0 // nothing goes from the owner
		for i := range t.Lines {
			if t.Lines[i].within = true; t.Lines[i].FromBinID == t.Lines[i].ToBinID {
				return r, nil, fault.Invalidf(fmt.Sprintf("lines.%d.toBinId", i), "SAME_SITE", "Within a site goods are moved to another bin: name it.")
			}
		}
	}
	storage, err := overrideStorage(ctx, t.ToSiteID, t.StorageOverride)
	if err != nil {
		return r, nil, err
	}
	to, state := Virtual(PlaceInTransit), StateInTransit
	if scope.CoversSite(t.ToSiteID) {
		to, state = AtSite(t.ToSiteID), StatePosted
	}
	r = linesReach(t.SiteID, t.Lines)
	r.sites = append(r.sites, t.ToSiteID)
	r.within = t.within()
	if t.ReleaseOrderID != 0 {
		r.orders = []int64{t.ReleaseOrderID}
	}
	if state == StatePosted {
		r.add(linesReach(t.ToSiteID, t.Lines))
		r.arrivals = append(r.arrivals, t.ToSiteID)
	}
	return r, func(b *book) (Posting, error) {
		if _, ok := b.sites[t.ToSiteID]; !ok {
			return Posting{}, fault.Absent("site", fmt.Sprint(t.ToSiteID)).At("toSiteId")
		}
		terms, err := b.terms(t.SiteID, t.ReleaseOrderID, "", false)
		if err != nil {
			return Posting{}, err
		}
		moves, warnings, err := b.pick(scope, t.SiteID, to, t.Lines, terms)
		return Posting{Kind: KindTransfer, Reason: t.reason(), SiteID: t.SiteID, CounterSiteID: t.ToSiteID, State: state, Storage: storage, ReleaseOrderID: t.ReleaseOrderID,
			Note: t.Note, OccurredAt: t.OccurredAt, Content: t.content().input, Warnings: warnings, Moves: moves}, err
	}, nil
}

// TransferArrival is what arrived of one line of a transfer, in base units. A line that is parted over bins has one for each bin.
type TransferArrival struct {
	LineNo   int
	Received decimal.Decimal
	BinID    int64 `json:",omitempty"` // put away there at once; 0: the site, without a bin
}

// TransferReceipt receives a transfer. Lines not named arrived as sent.
type TransferReceipt struct {
	RequestKey string `json:"-"`
	DocumentID int64
	Arrivals   []TransferArrival
	Note       string
	// StorageOverride is why the goods are put where a rule of storage stands against it; empty: the rules are kept.
	StorageOverride string `json:",omitempty"`
}

// ReceiveTransfer settles a transfer in transit: what arrived joins the stock of the receiving site, what did not is lost.
// Keepers of the receiving site.
//
// Refuses with: NOT_FOUND, ALREADY_RECEIVED, LINE_NO, RECEIVED, SCALE, DIFFERENCE_NOTE; fields name the arrival. And with OVER_FULL,
// STORAGE_CONDITION, HAZARD_SEGREGATION, BIN_CLOSED; fields name the line that was sent, as lines.N.
func (inv *Inventory) ReceiveTransfer(ctx context.Context, r TransferReceipt) (Posted, error) {
	_, scope, err := access.Require(ctx, "stock.receive")
	if err != nil {
		return Posted{}, err
	}
	return onceWarned(ctx, inv, r.RequestKey, "receiveTransfer", r, func(tx pgx.Tx) (Posted, error) {
		doc, err := lockDocument(ctx, tx, r.DocumentID)
		if err != nil {
			return Posted{}, err
		}
		if doc.Kind != KindTransfer || !scope.CoversSite(doc.CounterSiteID) {
			return Posted{}, fault.Absent("transfer", fmt.Sprint(r.DocumentID)).At("documentId")
		}
		if doc.State != StateInTransit {
			return Posted{}, fault.New(fault.Conflict, "ALREADY_RECEIVED", "Transfer %s has been received already.", doc.Number).At("documentId")
		}
		storage, err := overrideStorage(ctx, doc.CounterSiteID, r.StorageOverride)
		if err != nil {
			return Posted{}, err
		}
		var itemIDs []int64
		for _, m := range doc.Moves {
			itemIDs = append(itemIDs, m.ItemID)
		}
		items, err := ItemsByIDTx(ctx, tx, itemIDs)
		if err != nil {
			return Posted{}, err
		}
		moves, err := decideArrivals(doc, r, items)
		if err != nil {
			return Posted{}, err
		}
		if _, err := tx.Exec(ctx, `update document set state = 'POSTED' where id = $1`, doc.ID); err != nil {
			return Posted{}, err
		}
		posted, err := PostAllTx(ctx, tx, []Posting{{Kind: KindTransfer, Reason: "ARRIVAL", SiteID: doc.CounterSiteID, CounterSiteID: doc.SiteID, Note: r.Note,
			CompletesID: doc.ID, Storage: storage, Moves: moves}})
		if err != nil {
			return Posted{}, err
		}
		return Posted{DocumentID: posted[0].DocumentID, Warnings: posted[0].Warnings}, nil
	})
}

// decideArrivals turns what arrived into moves out of transit. Pure.
func decideArrivals(doc lockedDocument, r TransferReceipt, items map[int64]Item) ([]Move, error) {
	received, parts := map[int]decimal.Decimal{}, map[int][]TransferArrival{}
	for i, a := range r.Arrivals {
		if a.LineNo < 1 || a.LineNo > len(doc.Moves) {
			return nil, fault.Invalidf(fmt.Sprintf("arrivals.%d.lineNo", i), "LINE_NO", "The transfer has no line %d.", a.LineNo)
		}
		if slices.ContainsFunc(parts[a.LineNo], func(b TransferArrival) bool { return b.BinID == a.BinID }) {
			return nil, fault.Invalidf(fmt.Sprintf("arrivals.%d.lineNo", i), "LINE_NO", "Line %d stands twice.", a.LineNo)
		}
		m := doc.Moves[a.LineNo-1]
		sum := received[a.LineNo].Add(a.Received)
		if a.Received.IsNegative() || sum.GreaterThan(m.Quantity) {
			return nil, fault.Invalidf(fmt.Sprintf("arrivals.%d.received", i), "RECEIVED", "Of line %d, %s was sent: enter 0 to %s.", a.LineNo, m.Quantity, m.Quantity)
		}
		if err := CheckScale(a.Received, items[m.ItemID].Scale, fmt.Sprintf("arrivals.%d.received", i)); err != nil {
			return nil, err
		}
		received[a.LineNo], parts[a.LineNo] = sum, append(parts[a.LineNo], a)
	}
	var moves []Move
	differs := false
	for i, m := range doc.Moves {
		got, named := received[i+1]
		if !named {
			got, parts[i+1] = m.Quantity, []TransferArrival{{Received: m.Quantity}}
		}
		back := Move{ItemID: m.ItemID, LotID: m.LotID, ReserveID: m.ReserveID, From: Virtual(PlaceInTransit), line: i + 1} // a fault names the line that was sent
		for _, part := range parts[i+1] {
			if in := back; part.Received.IsPositive() {
				in.To, in.Quantity = InBin(doc.CounterSiteID, part.BinID), part.Received
				moves = append(moves, in)
			}
		}
		if missing := m.Quantity.Sub(got); missing.IsPositive() {
			lost := back
			lost.To, lost.Quantity = Virtual(PlaceLost), missing
			moves = append(moves, lost)
			differs = true
		}
	}
	if differs && r.Note == "" {
		return nil, fault.Invalidf("note", "DIFFERENCE_NOTE", "Less arrived than was sent: say why.")
	}
	return moves, nil
}
