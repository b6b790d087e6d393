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
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// DocumentKind is the kind of a document.
type DocumentKind string

// The kinds of documents, with the prefix of their numbers.
const (
	KindReceipt  DocumentKind = "RECEIPT"
	KindIssue    DocumentKind = "ISSUE"
	KindTransfer DocumentKind = "TRANSFER"
	KindReversal DocumentKind = "REVERSAL"
	KindDispatch DocumentKind = "DISPATCH"
	KindDelivery DocumentKind = "DELIVERY"
)

var numberPrefix = map[DocumentKind]string{
	KindReceipt: "RK", KindIssue: "CK", KindTransfer: "YK", KindReversal: "CX", KindDispatch: "DY", KindDelivery: "QS",
}

// DocumentState is the state of a document.
type DocumentState string

// The states of a document.
const (
	StateInTransit DocumentState = "IN_TRANSIT" // sent to another site and not yet received
	StatePosted    DocumentState = "POSTED"
	StateReversed  DocumentState = "REVERSED"
)

// Move is one movement to be posted: so much of a lot, of a reserve, from one place to another.
type Move struct {
	ItemID, LotID, ReserveID int64
	From, To                 Place
	Quantity                 decimal.Decimal
	ReservationID            int64 // the reservation these goods were held by, lowered by Quantity; 0: none
}

// Override lets a posting go below a covenant for an open incident. Whoever calls must have proved that the incident is open.
type Override struct {
	IncidentID int64
	Reason     string
}

// Posting is a document with its movements, decided and ready to be posted.
type Posting struct {
	Kind          DocumentKind
	Reason        string
	SiteID        int64 // the site in whose name and numbering it stands
	CounterSiteID int64
	IncidentID    int64
	State         DocumentState // empty: POSTED
	Note          string
	OccurredAt    time.Time // zero: now
	ReversesID    int64
	CompletesID   int64
	Override      *Override
	// KeepPolicies also refuses to go below a minimum of kind POLICY, which otherwise only warns.
	KeepPolicies bool
	Moves        []Move
}

// The oldest movement that may still be entered from paper.
const lateEntryWindow = 30 * 24 * time.Hour

// PostTx is the one entrance to the ledger. In the caller's transaction it locks, checks, writes the movements and keeps
// balances, levels, reservations and breaches; all of it or nothing.
//
// Locks are taken in one order, so that postings never deadlock: minimums by id, levels by place and item, balances by
// key. A minimum is a sum over lots and sites; the lock of its row is what keeps two postings from breaking it together.
//
// Refuses with: INSUFFICIENT_STOCK, BELOW_MINIMUM, LOT_EXPIRED, LOT_NOT_GOOD, RESERVATION_GONE, QUANTITY, OCCURRED_AT, NO_LINES.
func PostTx(ctx context.Context, tx pgx.Tx, p Posting) (documentID int64, number string, err error) {
	if len(p.Moves) == 0 {
		return 0, "", fault.Invalidf("lines", "NO_LINES", "There is nothing to post: add at least one line.")
	}
	if p.Override != nil {
		if _, _, err := access.Require(ctx, "minimum.override"); err != nil {
			return 0, "", err
		}
	}
	if err := access.ShareStreamTx(ctx, tx, "movement"); err != nil {
		return 0, "", err
	}
	var places []Place
	for i, m := range p.Moves {
		if !m.Quantity.IsPositive() {
			return 0, "", fault.Invalidf(fmt.Sprintf("lines.%d.quantity", i), "QUANTITY", "A quantity must be above zero.")
		}
		places = append(places, m.From, m.To)
	}
	ids, err := placeIDs(ctx, tx, places)
	if err != nil {
		return 0, "", err
	}
	minimums, err := lockScopes(ctx, tx, p.Moves, ids)
	if err != nil {
		return 0, "", err
	}
	stock, err := lockBalances(ctx, tx, p.Moves, ids)
	if err != nil {
		return 0, "", err
	}
	lots, err := lotsByID(ctx, tx, p.Moves)
	if err != nil {
		return 0, "", err
	}
	if err := decidePosting(p, ids, stock, lots); err != nil {
		return 0, "", err
	}
	before, err := availableOf(ctx, tx, minimums)
	if err != nil {
		return 0, "", err
	}
	if err := lowerReservations(ctx, tx, p.Moves); err != nil {
		return 0, "", err
	}
	documentID, number, err = insertDocument(ctx, tx, p)
	if err != nil {
		return 0, "", err
	}
	if err := insertMovements(ctx, tx, documentID, p.Moves, ids); err != nil {
		return 0, "", err
	}
	if err := applyDeltas(ctx, tx, p.Moves, ids); err != nil {
		return 0, "", err
	}
	if err := settleMinimums(ctx, tx, minimums, before, p.Override, p.KeepPolicies, documentID); err != nil {
		return 0, "", err
	}
	return documentID, number, access.RecordTx(ctx, tx, access.Entry{
		Action: "stock." + strings.ToLower(string(p.Kind)), ObjectKind: "document", ObjectID: documentID,
		Detail: map[string]any{"number": number, "lines": len(p.Moves)},
	})
}

// stockKey is what a balance is kept of.
type stockKey struct{ placeID, lotID, reserveID int64 }

func (a stockKey) compare(b stockKey) int {
	return cmp.Or(cmp.Compare(a.placeID, b.placeID), cmp.Compare(a.lotID, b.lotID), cmp.Compare(a.reserveID, b.reserveID))
}

// held is a locked balance.
type held struct{ onHand, reserved decimal.Decimal }

// lotFacts is what the ledger must know of a lot.
type lotFacts struct {
	itemID  int64
	lotNo   string
	quality string
	expired bool // by the business date of the database
}

// decidePosting refuses what the rules do not allow, given what is locked. Pure.
func decidePosting(p Posting, ids map[Place]int64, stock map[stockKey]held, lots map[int64]lotFacts) error {
	left := map[stockKey]decimal.Decimal{} // available, less what earlier lines took
	for k, h := range stock {
		left[k] = h.onHand.Sub(h.reserved)
	}
	for i, m := range p.Moves {
		line := fmt.Sprintf("lines.%d", i)
		lot, ok := lots[m.LotID]
		if !ok || lot.itemID != m.ItemID {
			return fault.Absent("lot", fmt.Sprint(m.LotID)).At(line + ".lotId")
		}
		toPeople := m.From.Kind == PlaceSite && (m.To.Kind == PlaceConsumed || p.Kind == KindDispatch)
		if toPeople && lot.expired {
			return fault.New(fault.Refused, "LOT_EXPIRED", "Lot %s is past its expiry date and cannot be issued to people.", lot.lotNo).
				At(line+".lotId").With("lotNo", lot.lotNo)
		}
		if toPeople && lot.quality != "GOOD" {
			return fault.New(fault.Refused, "LOT_NOT_GOOD", "Lot %s is %s and cannot be issued to people.", lot.lotNo, strings.ToLower(lot.quality)).
				At(line+".lotId").With("lotNo", lot.lotNo).With("quality", lot.quality)
		}
		if !m.From.physical() || m.ReservationID != 0 {
			continue // goods from outside have no balance; reserved goods are checked against their reservation
		}
		k := stockKey{ids[m.From], m.LotID, m.ReserveID}
		if left[k].LessThan(m.Quantity) {
			return Insufficient(left[k], m.Quantity).At(line+".quantity").With("lotNo", lot.lotNo)
		}
		left[k] = left[k].Sub(m.Quantity)
	}
	return nil
}

// Insufficient is the refusal of what is more than there is, with the numbers.
func Insufficient(available, requested decimal.Decimal) *fault.Error {
	return fault.New(fault.Refused, "INSUFFICIENT_STOCK", "%s is available, less than the %s asked for.", available, requested).
		With("available", available.String()).With("requested", requested.String())
}

// sortedKeys gives the stock keys that the moves touch at physical places, each once, in the one lock order.
func sortedKeys(moves []Move, ids map[Place]int64) (keys []stockKey, items map[stockKey]int64) {
	items = map[stockKey]int64{}
	for _, m := range moves {
		for _, place := range []Place{m.From, m.To} {
			if place.physical() {
				items[stockKey{ids[place], m.LotID, m.ReserveID}] = m.ItemID
			}
		}
	}
	for k := range items {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, stockKey.compare)
	return keys, items
}

func init() {
	postgres.RegisterConstraint("balance_on_hand_not_negative", lateRefusal)
	postgres.RegisterConstraint("balance_reserved_within_on_hand", lateRefusal)
	postgres.RegisterConstraint("stock_level_not_negative", lateRefusal)
}

// lateRefusal words the last line of defence: reached only where a check above was missing.
func lateRefusal() *fault.Error {
	return fault.New(fault.Refused, "INSUFFICIENT_STOCK", "There is not enough available.").With("available", "0").With("requested", "0")
}
