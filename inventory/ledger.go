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

	KindAdjustment   DocumentKind = "ADJUSTMENT" // a difference found outside a stocktake
	KindScrap        DocumentKind = "SCRAP"
	KindReturn       DocumentKind = "RETURN" // back to the supplier
	KindCount        DocumentKind = "COUNT"
	KindAssembly     DocumentKind = "ASSEMBLY"      // contents become kits
	KindBreakUp      DocumentKind = "BREAK_UP"      // kits become contents again
	KindRecovery     DocumentKind = "RECOVERY"      // recovered goods join lots of a lower grade
	KindReleaseOrder DocumentKind = "RELEASE_ORDER" // an owner lets entrusted goods go; it moves nothing itself
)

var numberPrefix = map[DocumentKind]string{
	KindReceipt: "RK", KindIssue: "CK", KindTransfer: "YK", KindReversal: "CX", KindDispatch: "DY", KindDelivery: "QS",
	KindAdjustment: "TZ", KindScrap: "BF", KindReturn: "TH", KindRecovery: "HS", KindCount: "PD", KindAssembly: "ZZ", KindBreakUp: "CJ",
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
	ReservationID            int64           // the reservation these goods were held by, lowered by Quantity; 0: none
	HoldID                   int64           // the quality hold these goods are taken from, shortened by Quantity; 0: none
	held                     decimal.Decimal // how much of Quantity comes from holds
	carried                  decimal.Decimal // how much of Quantity is reserved and, within its site, takes its reservations along
	line                     int             // the line that it is part of, from 1, where the book has spread it; 0: its own
}

// Override lets a posting go below a covenant for an open incident. Whoever calls must have proved that the incident is open.
type Override struct {
	IncidentID int64
	Reason     string
	// ID is an override that two persons have signed; 0: none, and a second person is asked for unless the setting says otherwise.
	ID int64 `json:",omitempty"`
	// Certificates also lets units go whose certificate has run out.
	Certificates bool `json:",omitempty"`
}

func (o *Override) certificates() bool { return o != nil && o.Certificates }

// Posting is a document with its movements, decided and ready to be posted.
type Posting struct {
	Kind          DocumentKind
	Reason        string
	SiteID        int64 // the site in whose name and numbering it stands
	CounterSiteID int64
	IncidentID    int64
	State         DocumentState // empty: POSTED
	Note          string
	OccurredAt    time.Time // zero: now; in the past: entered late
	ReversesID    int64
	CompletesID   int64
	ReturnsID     int64 // the issue whose goods come back by it
	// DocumentID is a document that has waited and is posted now, approved as it stands by so many persons; 0: a new one.
	DocumentID int64
	Approvals  int
	// Content is the input as it was typed: with it, what needs approval is submitted by postOrSubmit, not refused.
	Content any
	// Submit makes it wait for approval whatever the rules ask.
	Submit   bool
	Override *Override
	// KeepPolicies also refuses to go below a minimum of kind POLICY, which otherwise only warns.
	KeepPolicies bool
	// Fact says why the goods are gone already, where a posting only records that they are, as a count does: what goes below a
	// minimum by it is a breach, not a refusal. Empty: somebody has yet to decide.
	Fact string
	// Storage lets goods be put where a rule of storage stands against it; nil: the rules are kept.
	Storage *StorageOverride
	// Purpose is what the goods are for, held against purpose locks; empty: nothing in particular.
	Purpose string
	// ReleaseOrderID is the owner's order that entrusted goods go by; 0: none.
	ReleaseOrderID int64
	// also queues what is written beside the document, once it has its id and its lots have theirs.
	also func(batch *pgx.Batch, e *entry)
	// Warnings is what the decision found worth knowing; what the posting finds is added to it.
	Warnings []Warning
	waived   bool // it was overridden before it waited that certificates have run out
	Moves    []Move
}

// PostTx is the one entrance to the ledger for a posting that is part of a larger transaction. It locks, checks, writes the
// movements and keeps balances, levels, reservations and breaches; all of it or nothing.
//
// Refuses with: INSUFFICIENT_STOCK, BELOW_MINIMUM, PURPOSE_LOCKED, what Override refuses, LOT_EXPIRED, LOT_NOT_GOOD, RESERVATION_GONE, HOLD_GONE, APPROVAL_NEEDED, QUANTITY,
// NO_LINES; and, entered late, OCCURRED_AT, LATE_NEGATIVE, COUNTED_SINCE.
func PostTx(ctx context.Context, tx pgx.Tx, p Posting) (documentID int64, number string, err error) {
	all, err := PostAllTx(ctx, tx, []Posting{p})
	if err != nil {
		return 0, "", err
	}
	return all[0].DocumentID, all[0].Number, nil
}

// PostedDocument is a document just posted.
type PostedDocument struct {
	DocumentID int64
	Number     string
	Warnings   []Warning
}

// PostAllTx posts several documents as PostTx does, all or none, each decided upon those before it. A transaction with more than
// one document uses this and not PostTx again and again: the locks of all are taken in one order, where those of one after the
// other would stand across the order of another transaction.
func PostAllTx(ctx context.Context, tx pgx.Tx, postings []Posting) ([]PostedDocument, error) {
	var r reach
	for _, p := range postings {
		r.add(reachOf(p.Moves))
	}
	b, err := openBook(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	for _, p := range postings {
		if _, err := b.post(ctx, p); err != nil {
			return nil, err
		}
	}
	if err := b.write(ctx); err != nil {
		return nil, err
	}
	all := make([]PostedDocument, len(b.entries))
	for i, e := range b.entries {
		all[i] = PostedDocument{e.documentID, e.number, e.warnings}
	}
	return all, nil
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
