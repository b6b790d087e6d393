package inventory

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// A quality hold keeps part of a lot at a place from being used. It moves nothing, so it is no document and no line of the ledger,
// but a record of its own with its own life: LIVE, then RELEASED, or TAKEN by the document that took the goods. It never stands
// in the way of receiving or counting: goods come in beside it, and what a count finds missing shortens it. It is never refused
// for the sake of a minimum, since goods that may harm somebody are no reserve; that the floor is broken is told, and its breach opened.

// holdAwaitingInspection is the reason of holds on goods that came back; only their inspection ends them.
const holdAwaitingInspection = "AWAITING_INSPECTION"

var holdReasons = []string{"SUSPECT", "DAMAGED", "FAILED_TEST", "RECALL", "OTHER"}

// QualityHold asks for goods to be kept from use.
type QualityHold struct {
	RequestKey string `json:"-"`
	SiteID     int64
	Reason     string // SUSPECT, DAMAGED, FAILED_TEST, RECALL or OTHER
	Note       string
	Line       StockLine
}

// HoldAnswer is the answer to a write about a hold.
type HoldAnswer struct {
	HoldID   int64
	Warnings []Warning `json:",omitempty"`
	Replayed bool      `json:"-"`
}

// HoldGoods puts goods on hold: at most what is neither reserved nor on hold already. Goods that no one bin holds enough of are held
// by several holds, one for each place; the answer is the first of them. Keepers of the site, partners at their own.
//
// Warnings: BREACH_OPEN, BELOW_POLICY, NEAR_MINIMUM.
// Refuses with: REASON, NOT_FOUND, QUANTITY, SCALE, RESERVE_MISSING, STALE_QUANTITY, INSUFFICIENT_STOCK.
func (inv *Inventory) HoldGoods(ctx context.Context, q QualityHold) (HoldAnswer, error) {
	actor, scope, err := access.Require(ctx, "stock.hold")
	if err != nil {
		return HoldAnswer{}, err
	}
	if !slices.Contains(holdReasons, q.Reason) {
		return HoldAnswer{}, fault.Invalidf("reason", "REASON", "%q is not a reason for a hold.", q.Reason)
	}
	if !scope.CoversSite(q.SiteID) {
		return HoldAnswer{}, fault.Absent("site", fmt.Sprint(q.SiteID)).At("siteId")
	}
	return holdOnce(ctx, inv, q.RequestKey, "holdGoods", q, func(tx pgx.Tx) (held HoldAnswer, err error) {
		b, err := openBook(ctx, tx, stockReach(q.SiteID, []StockLine{q.Line}))
		if err != nil {
			return held, err
		}
		m, err := b.find(q.SiteID, q.Line)
		if err != nil {
			return held, err
		}
		parts, err := b.decideHolds(q.SiteID, m)
		if err != nil {
			return held, err
		}
		// What is held counts against no minimum any more, as if it were gone.
		follows := &entry{}
		if _, err := b.judge([]Move{m}, &permit{cause: causeHold, reason: q.Reason}, false, follows); err != nil {
			return held, err
		}
		for _, p := range parts {
			id, err := writeHold(ctx, tx, p.key, p.quantity, q.Reason, q.Note, actor.PersonID)
			if err != nil {
				return held, err
			}
			held.HoldID = cmp.Or(held.HoldID, id)
		}
		held.Warnings = follows.warnings
		return held, noteBreaches(ctx, tx, follows, nil)
	})
}

type holdPart struct {
	key      stockKey
	quantity decimal.Decimal
}

// decideHolds gives the places at which goods are to be held: one that has enough of them, or else the first ones.
func (b *book) decideHolds(siteID int64, m Move) (parts []holdPart, err error) {
	places := b.lies(siteID, m)
	if at := slices.IndexFunc(places, func(k stockKey) bool { return b.stock[k].free().GreaterThanOrEqual(m.Quantity) }); at >= 0 {
		return []holdPart{{places[at], m.Quantity}}, nil
	}
	rest := m.Quantity
	for _, k := range places {
		if q := decimal.Min(rest, b.stock[k].free()); q.IsPositive() {
			parts, rest = append(parts, holdPart{k, q}), rest.Sub(q)
		}
	}
	if rest.IsPositive() {
		return nil, Insufficient(m.Quantity.Sub(rest), m.Quantity).At("quantity")
	}
	return parts, nil
}

// writeHold writes a hold. The level of its goods is locked.
func writeHold(ctx context.Context, tx pgx.Tx, k stockKey, quantity decimal.Decimal, reason, note string, personID int64) (id int64, err error) {
	if err := tx.QueryRow(ctx, `insert into quality_hold (place_id, lot_id, reserve_id, quantity, reason, note, person_id) values ($1, $2, $3, $4, $5, $6, nullif($7::bigint, 0)) returning id`,
		k.placeID, k.lotID, k.reserveID, quantity, reason, note, personID).Scan(&id); err != nil {
		return 0, err
	}
	return id, access.RecordTx(ctx, tx, access.Entry{Action: "stock.hold", ObjectKind: "quality_hold", ObjectID: id, Detail: map[string]any{"quantity": quantity, "reason": reason}})
}

// HoldRelease lets goods be used again.
type HoldRelease struct {
	RequestKey string `json:"-"`
	HoldID     int64
	Quantity   decimal.Decimal // zero: all of it
	Note       string          // asked for: why they are fit for use
	// ExpectedQuantity is what the caller saw on hold; nil: not compared.
	ExpectedQuantity *decimal.Decimal
}

// ReleaseHold ends a hold, or part of it. Keepers of the site, partners at their own.
//
// Refuses with: NOTE_MISSING, NOT_FOUND, HOLD_GONE (ended, claimed by a document, or shorter than asked), AWAITING_INSPECTION,
// STALE_QUANTITY, QUANTITY.
func (inv *Inventory) ReleaseHold(ctx context.Context, q HoldRelease) (HoldAnswer, error) {
	actor, scope, err := access.Require(ctx, "stock.hold")
	if err != nil {
		return HoldAnswer{}, err
	}
	if q.Note == "" {
		return HoldAnswer{}, fault.Invalidf("note", "NOTE_MISSING", "Say why the goods are fit for use.")
	}
	if q.Quantity.IsNegative() {
		return HoldAnswer{}, fault.Invalidf("quantity", "QUANTITY", "A quantity must be above zero.")
	}
	return holdOnce(ctx, inv, q.RequestKey, "releaseHold", q, func(tx pgx.Tx) (none HoldAnswer, err error) {
		b, f, _, err := lockHold(ctx, tx, scope, q.HoldID)
		if err != nil {
			return none, err
		}
		quantity := q.Quantity
		if quantity.IsZero() {
			quantity = f.quantity
		}
		switch {
		case f.reason == holdAwaitingInspection:
			return none, fault.New(fault.Refused, "AWAITING_INSPECTION", "These goods came back and wait for their inspection: inspect them first.").At("holdId")
		case !f.live || f.documentID != 0:
			return none, holdGone(decimal.Zero, quantity).At("holdId")
		case q.ExpectedQuantity != nil && !q.ExpectedQuantity.Equal(f.quantity):
			return none, staleQuantity(*q.ExpectedQuantity, f.quantity)
		case quantity.GreaterThan(f.quantity):
			return none, holdGone(f.quantity, quantity).At("quantity")
		}
		if quantity.LessThan(f.quantity) { // what is released becomes a hold of its own that has ended
			if _, err := tx.Exec(ctx, `insert into quality_hold (place_id, lot_id, reserve_id, quantity, reason, note, state, split_of, person_id, created_at, closed_by, closed_note, closed_at)
				select place_id, lot_id, reserve_id, $2, reason, note, 'RELEASED', id, person_id, created_at, nullif($3::bigint, 0), $4, now() from quality_hold where id = $1`,
				q.HoldID, quantity, actor.PersonID, q.Note); err != nil {
				return none, err
			}
			_, err = tx.Exec(ctx, `update quality_hold set quantity = quantity - $2 where id = $1`, q.HoldID, quantity)
		} else {
			_, err = tx.Exec(ctx, `update quality_hold set state = 'RELEASED', closed_by = nullif($2::bigint, 0), closed_note = $3, closed_at = now() where id = $1`, q.HoldID, actor.PersonID, q.Note)
		}
		if err != nil {
			return none, err
		}
		if err := closeBreaches(ctx, tx, b.minimums); err != nil {
			return none, err
		}
		return HoldAnswer{HoldID: q.HoldID}, access.RecordTx(ctx, tx, access.Entry{Action: "stock.release", ObjectKind: "quality_hold", ObjectID: q.HoldID, Detail: map[string]any{"quantity": quantity, "note": q.Note}})
	})
}

// lockHold opens a book over the level of a hold, and gives the hold as it is under that lock.
func lockHold(ctx context.Context, tx pgx.Tx, scope access.Scope, id int64) (*book, holdFacts, levelKey, error) {
	var level levelKey
	var lotID int64
	err := tx.QueryRow(ctx, `select p.site_id, l.item_id, l.id from quality_hold h join place p on p.id = h.place_id join lot l on l.id = h.lot_id where h.id = $1`, id).Scan(&level.siteID, &level.itemID, &lotID)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && !scope.CoversSite(level.siteID) {
		return nil, holdFacts{}, level, fault.Absent("hold", fmt.Sprint(id)).At("holdId")
	}
	if err != nil {
		return nil, holdFacts{}, level, err
	}
	b, err := openBook(ctx, tx, reach{levels: []levelKey{level}, lots: []int64{lotID}, holds: []int64{id}})
	if err != nil {
		return nil, holdFacts{}, level, err
	}
	return b, b.holds[id], level, nil
}

// holdOnce runs a write about a hold once per request key.
func holdOnce(ctx context.Context, inv *Inventory, key, operation string, input any, do func(tx pgx.Tx) (HoldAnswer, error)) (answer HoldAnswer, err error) {
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) (err error) {
		answer, answer.Replayed, err = access.Once(ctx, tx, key, operation, input, func() (HoldAnswer, error) { return do(tx) })
		return err
	})
	return answer, err
}

// HoldRow is a quality hold in a list.
type HoldRow struct {
	ID, SiteID, ItemID, LotID, ReserveID int64
	Quantity                             decimal.Decimal
	Reason, Note, State                  string
	DocumentID                           *int64 // the document that waits to take these goods
	PlacedBy, ClosedBy                   *string
	CreatedAt                            time.Time
	ClosedAt                             *time.Time
	ClosedNote                           string
}

// HoldFilter narrows a list of holds; zero values: all.
type HoldFilter struct {
	SiteID, ItemID int64
	LiveOnly       bool
	IDs            []int64 // nil: all
}

var qualityHoldFilters = []postgres.Field{
	postgres.ByID("id", "qualityHold", "h.id"), postgres.ByID("siteId", "site", "p.site_id"), postgres.ByID("itemId", "item", "l.item_id"),
	postgres.ByID("lotId", "lot", "h.lot_id"), postgres.ByID("reserveId", "reserve", "h.reserve_id"), postgres.ByQuantity("quantity", "h.quantity"),
	postgres.ByChoice("reason", "h.reason"), postgres.ByText("note", "h.note"), postgres.ByChoice("state", "h.state"), postgres.ByText("placedBy", "pb.name"),
	postgres.ByInstant("createdAt", "h.created_at"), postgres.ByInstant("closedAt", "h.closed_at"),
}

// ListHolds gives quality holds of the sites in scope, newest first.
func (inv *Inventory) ListHolds(f HoldFilter) *postgres.List[HoldRow] {
	return &postgres.List[HoldRow]{Fields: qualityHoldFilters, Pool: inv.Pool, Orders: []postgres.Order{postgres.Newest("h.id"), postgres.Oldest("h.id")}, Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
		_, scope, err := access.Require(ctx, "stock.read")
		return postgres.Listing{
			Columns: `h.id, p.site_id, l.item_id, h.lot_id, h.reserve_id, h.quantity, h.reason, h.note, h.state, h.document_id, pb.name as placed_by, cb.name as closed_by, h.created_at, h.closed_at, h.closed_note`,
			From: `from quality_hold h join place p on p.id = h.place_id join lot l on l.id = h.lot_id join reserve r on r.id = h.reserve_id
				left join person pb on pb.id = h.person_id left join person cb on cb.id = h.closed_by
				where ` + visibleStock + ` and ($4 = 0 or p.site_id = $4) and ($5 = 0 or l.item_id = $5) and (not $6 or h.state = 'LIVE') and ($7::bigint[] is null or h.id = any($7))`,
			Args: []any{scope.District, scope.SiteIDs, scope.OrganisationIDs, f.SiteID, f.ItemID, f.LiveOnly, f.IDs}}, err
	}}
}
