package inventory

import (
	"cmp"
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
	LotID, ReserveID int64 // 0: first expired, first out over what the caller may move
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
}

var issueReasons = []string{"INCIDENT", "CONSUMPTION", "LOAN", "DISTRIBUTION", "ROTATION"}

// Issue records goods issued without an incident. Keepers of the site, partners at their own, liaison officers handing out
// at their shelters. What is issued for an incident goes through logistics, which knows whether the incident is open.
func (inv *Inventory) Issue(ctx context.Context, is Issue) (Posted, error) {
	if is.IncidentID != 0 || is.Override != nil || is.Reason == "INCIDENT" {
		return Posted{}, fault.Invalidf("incidentId", "INCIDENT_MISSING", "Name the incident that these goods are issued for.")
	}
	return once(ctx, inv, is.RequestKey, "issueGoods", is, func(tx pgx.Tx) (int64, error) {
		posted, err := IssueTx(ctx, tx, is)
		return posted.DocumentID, err
	})
}

// IssueTx issues goods in the caller's transaction. An incident, where there is one, must have been proved open.
//
// Refuses with what PostTx refuses, and: REASON, NO_LINES, ENTRUSTED (the goods are another's, who has not ordered it),
// NOT_FOUND (the site is not in the caller's scope).
func IssueTx(ctx context.Context, tx pgx.Tx, is Issue) (Posted, error) {
	actor, scope, err := access.Require(ctx, "stock.issue")
	if err != nil {
		return Posted{}, err
	}
	if !slices.Contains(issueReasons, is.Reason) {
		return Posted{}, fault.Invalidf("reason", "REASON", "%q is not a reason for issuing goods.", is.Reason)
	}
	if err := checkLines(len(is.Lines)); err != nil {
		return Posted{}, err
	}
	allowed, err := mayIssue(ctx, tx, actor, is.SiteID, is.IncidentID != 0)
	if err != nil {
		return Posted{}, err
	}
	if !scope.CoversSite(is.SiteID) || !allowed {
		return Posted{}, fault.Absent("site", fmt.Sprint(is.SiteID)).At("siteId")
	}
	moves, err := pickTx(ctx, tx, scope, is.SiteID, Virtual(PlaceConsumed), is.Lines)
	if err != nil {
		return Posted{}, err
	}
	id, _, err := PostTx(ctx, tx, Posting{Kind: KindIssue, Reason: is.Reason, SiteID: is.SiteID, IncidentID: is.IncidentID, Note: is.Note,
		OccurredAt: is.OccurredAt, Override: is.Override, Moves: moves})
	return Posted{DocumentID: id}, err
}

// mayIssue narrows the scope of stock.issue by role: a dispatcher issues only for an incident, a liaison officer only at shelters.
func mayIssue(ctx context.Context, tx pgx.Tx, actor *access.Actor, siteID int64, forIncident bool) (bool, error) {
	if actor.System {
		return true, nil
	}
	var kind string
	if err := tx.QueryRow(ctx, `select coalesce((select kind from site where id = $1), '')`, siteID).Scan(&kind); err != nil {
		return false, err
	}
	for _, p := range actor.Posts {
		covers := p.District || slices.Contains(p.SiteIDs, siteID)
		switch p.Role {
		case access.Keeper, access.Partner:
			if covers {
				return true, nil
			}
		case access.Liaison:
			if covers && kind == "SHELTER" {
				return true, nil
			}
		case access.Dispatcher:
			if forIncident {
				return true, nil
			}
		case access.Auditor, access.Administrator: // move no goods
		}
	}
	return false, nil
}

// pickTx locks what the lines may touch and turns them into moves.
func pickTx(ctx context.Context, tx pgx.Tx, scope access.Scope, siteID int64, to Place, lines []IssueLine) ([]Move, error) {
	var itemIDs []int64
	for _, l := range lines {
		itemIDs = append(itemIDs, l.ItemID)
	}
	items, err := ItemsByIDTx(ctx, tx, itemIDs)
	if err != nil {
		return nil, err
	}
	quantities := make([]decimal.Decimal, len(lines))
	intended := make([]Move, len(lines))
	for i, l := range lines {
		item, ok := items[l.ItemID]
		if !ok {
			return nil, fault.Absent("item", fmt.Sprint(l.ItemID)).At(fmt.Sprintf("lines.%d.itemId", i))
		}
		if quantities[i], err = baseUnits(item, l.Quantity, l.InPacks); err != nil {
			return nil, underLine(err, i)
		}
		intended[i] = Move{ItemID: l.ItemID, From: AtSite(siteID), To: to}
	}
	ids, err := placeIDs(ctx, tx, []Place{AtSite(siteID), to})
	if err != nil {
		return nil, err
	}
	// The same locks that PostTx takes, before the stock is read: what is picked is still there when it is posted.
	if _, err := lockScopes(ctx, tx, intended, ids); err != nil {
		return nil, err
	}
	stock, err := pickable(ctx, tx, ids[AtSite(siteID)], itemIDs)
	if err != nil {
		return nil, err
	}
	return decidePicks(scope, siteID, to, lines, quantities, stock)
}

// pick is a balance that may be picked from.
type pick struct {
	ItemID, LotID, ReserveID int64
	LotNo                    string
	ExpiresOn                *time.Time
	Usable                   bool // good and in date
	Entrusted                bool
	OwnerID                  int64
	Available                decimal.Decimal
}

// decidePicks chooses the lots of each line, first expired first out among good lots. Each line takes from what the lines
// before it left, so the same lot twice in one document is counted once. Pure; stock is in FEFO order.
func decidePicks(scope access.Scope, siteID int64, to Place, lines []IssueLine, quantities []decimal.Decimal, stock []pick) ([]Move, error) {
	var moves []Move
	for i, l := range lines {
		want, available, entrusted := quantities[i], decimal.Zero, decimal.Zero
		for k := range stock {
			s := &stock[k]
			named := l.LotID == s.LotID
			if s.ItemID != l.ItemID || l.LotID != 0 && !named || l.ReserveID != 0 && l.ReserveID != s.ReserveID || !s.Available.IsPositive() {
				continue
			}
			if s.Entrusted && !scope.CoversOrganisation(s.OwnerID) {
				entrusted = entrusted.Add(s.Available)
				continue
			}
			if !named && !s.Usable {
				continue
			}
			available = available.Add(s.Available)
			take := decimal.Min(want, s.Available)
			if take.IsPositive() {
				moves = append(moves, Move{ItemID: l.ItemID, LotID: s.LotID, ReserveID: s.ReserveID, From: AtSite(siteID), To: to, Quantity: take})
				s.Available = s.Available.Sub(take)
				want = want.Sub(take)
			}
		}
		if !want.IsPositive() {
			continue
		}
		field := fmt.Sprintf("lines.%d.quantity", i)
		if entrusted.GreaterThanOrEqual(want) {
			return nil, fault.New(fault.Refused, "ENTRUSTED", "%s more is here but entrusted: it moves only on its owner's document.", entrusted).
				At(field).With("available", available.String()).With("entrusted", entrusted.String()).With("requested", quantities[i].String())
		}
		return nil, Insufficient(available, quantities[i]).At(field)
	}
	return moves, nil
}

func pickable(ctx context.Context, tx pgx.Tx, placeID int64, itemIDs []int64) ([]pick, error) {
	rows, err := tx.Query(ctx, `select b.item_id, b.lot_id, b.reserve_id, l.lot_no, l.expires_on,
		  l.quality = 'GOOD' and (l.expires_on is null or l.expires_on >= business_date()) as usable,
		  r.custody = 'ENTRUSTED' as entrusted, r.owner_id, b.on_hand - b.reserved as available
		from balance b join lot l on l.id = b.lot_id join reserve r on r.id = b.reserve_id
		where b.place_id = $1 and b.item_id = any($2) and b.on_hand > b.reserved
		order by b.item_id, l.expires_on nulls last, b.lot_id, b.reserve_id for update of b`, placeID, itemIDs)
	if err != nil {
		return nil, err
	}
	picks, err := pgx.CollectRows(rows, pgx.RowToStructByName[pick])
	slices.SortStableFunc(picks, func(a, b pick) int {
		if a.ExpiresOn == nil || b.ExpiresOn == nil {
			return cmp.Compare(btoi(a.ExpiresOn == nil), btoi(b.ExpiresOn == nil))
		}
		return a.ExpiresOn.Compare(*b.ExpiresOn)
	})
	return picks, err
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
