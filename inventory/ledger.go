package inventory

import (
	"cmp"
	"context"
	"time"

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

// PostTx is the one entrance to the ledger for a posting that is part of a larger transaction. It locks, checks, writes the
// movements and keeps balances, levels, reservations and breaches; all of it or nothing.
//
// Refuses with: INSUFFICIENT_STOCK, BELOW_MINIMUM, LOT_EXPIRED, LOT_NOT_GOOD, RESERVATION_GONE, QUANTITY, OCCURRED_AT, NO_LINES.
func PostTx(ctx context.Context, tx pgx.Tx, p Posting) (documentID int64, number string, err error) {
	b, err := openBook(ctx, tx, reachOf(p.Moves))
	if err != nil {
		return 0, "", err
	}
	if _, err := b.post(ctx, p); err != nil {
		return 0, "", err
	}
	if err := b.write(ctx); err != nil {
		return 0, "", err
	}
	return b.entries[0].documentID, b.entries[0].number, nil
}

func (a stockKey) compare(b stockKey) int {
	return cmp.Or(cmp.Compare(a.placeID, b.placeID), cmp.Compare(a.lotID, b.lotID), cmp.Compare(a.reserveID, b.reserveID))
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
