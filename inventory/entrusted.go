package inventory

import (
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

// ReleaseOrder is an owner's order: so much of its goods at a keeper's site may go, by issue or transfer, until a day.
type ReleaseOrder struct {
	RequestKey string `json:"-"`
	SiteID     int64
	OwnerID    int64
	UntilOn    time.Time // the last day
	Note       string
	Lines      []ReleaseLine
}

// ReleaseLine is one line of a ReleaseOrder.
type ReleaseLine struct {
	ItemID, LotID int64           // LotID 0: any lot
	Quantity      decimal.Decimal // base units
}

func init() {
	postgres.RegisterConstraint("release_order_line_once", func() *fault.Error {
		return fault.Invalidf("lines", "TWICE", "The same goods stand on two lines: add them up.")
	})
}

// OrderRelease writes an owner's order; it moves nothing itself. Liaison officers and partners of the owner, dispatchers for
// government goods.
//
// Refuses with: NOT_FOUND, NO_LINES, TOO_MANY_LINES, QUANTITY, SCALE, UNTIL (before today), NOT_ENTRUSTED (the owner keeps the site
// itself), TWICE.
func (inv *Inventory) OrderRelease(ctx context.Context, o ReleaseOrder) (Posted, error) {
	actor, scope, err := access.Require(ctx, "release.order")
	if err != nil {
		return Posted{}, err
	}
	if err := checkLines(len(o.Lines)); err != nil {
		return Posted{}, err
	}
	return once(ctx, inv, o.RequestKey, "orderRelease", o, func(tx pgx.Tx) (int64, error) {
		if err := mayOrder(ctx, tx, actor, scope, o.OwnerID); err != nil {
			return 0, err
		}
		var keeper int64
		var past bool
		if err := tx.QueryRow(ctx, `select coalesce((select organisation_id from site where id = $1), 0), $2::date < business_date()`, o.SiteID, o.UntilOn).Scan(&keeper, &past); err != nil {
			return 0, err
		}
		switch {
		case keeper == 0:
			return 0, fault.Absent("site", fmt.Sprint(o.SiteID)).At("siteId")
		case keeper == o.OwnerID:
			return 0, fault.Invalidf("siteId", "NOT_ENTRUSTED", "The owner keeps this site itself: no order is needed.")
		case past:
			return 0, fault.Invalidf("untilOn", "UNTIL", "An order holds until today or later.")
		}
		var items, lots []int64
		for _, l := range o.Lines {
			items, lots = append(items, l.ItemID), append(lots, l.LotID)
		}
		known, err := ItemsByIDTx(ctx, tx, items)
		if err != nil {
			return 0, err
		}
		lotsByID, err := LotsByID(ctx, tx, lots)
		if err != nil {
			return 0, err
		}
		for i, l := range o.Lines {
			item, found := known[l.ItemID]
			line := fmt.Sprintf("lines.%d", i)
			switch {
			case !found:
				return 0, fault.Absent("item", fmt.Sprint(l.ItemID)).At(line + ".itemId")
			case l.LotID != 0 && lotsByID[l.LotID].ItemID != l.ItemID:
				return 0, fault.Absent("lot", fmt.Sprint(l.LotID)).At(line + ".lotId")
			case !l.Quantity.IsPositive():
				return 0, fault.Invalidf(line+".quantity", "QUANTITY", "A quantity must be above zero.")
			}
			if err := CheckScale(l.Quantity, item.Scale, line+".quantity"); err != nil {
				return 0, err
			}
		}
		return writeReleaseOrder(ctx, tx, o, actor.PersonID)
	})
}

// releaseOrderPrefix begins the numbers of release orders.
const releaseOrderPrefix = "FX"

func writeReleaseOrder(ctx context.Context, tx pgx.Tx, o ReleaseOrder, personID int64) (id int64, err error) {
	err = tx.QueryRow(ctx, `with n as (insert into document_counter (site_id, prefix, day, last) values ($1, $2, business_date(), 1)
		  on conflict (site_id, prefix, day) do update set last = document_counter.last + 1 returning last, day)
		insert into document (number, kind, reason, state, note, site_id, occurred_at, person_id)
		select $2 || '-' || to_char(n.day, 'YYYYMMDD') || '-' || lpad(n.last::text, greatest(3, length(n.last::text)), '0'), 'RELEASE_ORDER', 'ENTRUSTED', 'POSTED', $3, $1, now(), nullif($4::bigint, 0) from n returning id`,
		o.SiteID, releaseOrderPrefix, o.Note, personID).Scan(&id)
	if err != nil {
		return 0, err
	}
	batch := &pgx.Batch{}
	batch.Queue(`insert into release_order (document_id, owner_id, until_on) values ($1, $2, $3)`, id, o.OwnerID, o.UntilOn)
	for i, l := range o.Lines {
		batch.Queue(`insert into release_order_line (document_id, line_no, item_id, lot_id, quantity) values ($1, $2, $3, nullif($4::bigint, 0), $5)`, id, i+1, l.ItemID, l.LotID, l.Quantity)
	}
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return 0, err
	}
	return id, access.RecordTx(ctx, tx, access.Entry{Action: "release.order", ObjectKind: "document", ObjectID: id, Detail: map[string]any{"owner": o.OwnerID, "lines": len(o.Lines)}})
}

// mayOrder refuses who does not speak for the owner: its own people do, and dispatchers for government goods.
func mayOrder(ctx context.Context, tx pgx.Tx, actor *access.Actor, scope access.Scope, ownerID int64) error {
	absent := fault.Absent("organisation", fmt.Sprint(ownerID)).At("ownerId")
	if !scope.CoversOrganisation(ownerID) {
		return absent
	}
	own := actor.System || slices.ContainsFunc(actor.Posts, func(p access.Post) bool {
		return p.Role != access.Dispatcher && slices.Contains(p.OrganisationIDs, ownerID)
	})
	if own {
		return nil
	}
	var government bool
	if err := tx.QueryRow(ctx, `select coalesce((select kind not in ('ENTERPRISE','CARRIER','SOCIAL_ORGANISATION','MILITARY_UNIT') from organisation where id = $1), false)`, ownerID).Scan(&government); err != nil {
		return err
	}
	if !government {
		return absent
	}
	return nil
}

// ReleaseOrderChange names an order.
type ReleaseOrderChange struct {
	RequestKey string `json:"-"`
	OrderID    int64
}

// CancelReleaseOrder takes an order back; what has gone by it has gone. Callers as OrderRelease.
//
// Refuses with: NOT_FOUND, ORDER_CLOSED.
func (inv *Inventory) CancelReleaseOrder(ctx context.Context, c ReleaseOrderChange) (Posted, error) {
	actor, scope, err := access.Require(ctx, "release.order")
	if err != nil {
		return Posted{}, err
	}
	return once(ctx, inv, c.RequestKey, "cancelReleaseOrder", c, func(tx pgx.Tx) (int64, error) {
		var owner int64
		var cancelled bool
		err := tx.QueryRow(ctx, `select owner_id, cancelled_at is not null from release_order where document_id = $1 for update`, c.OrderID).Scan(&owner, &cancelled)
		if errors.Is(err, pgx.ErrNoRows) || err == nil && mayOrder(ctx, tx, actor, scope, owner) != nil {
			err = fault.Absent("release order", fmt.Sprint(c.OrderID)).At("orderId")
		}
		if err == nil && cancelled {
			err = fault.New(fault.Conflict, "ORDER_CLOSED", "This order was taken back already.").At("orderId")
		}
		if err != nil {
			return 0, err
		}
		if _, err := tx.Exec(ctx, `update release_order set cancelled_at = now(), cancelled_by = nullif($2::bigint, 0) where document_id = $1`, c.OrderID, actor.PersonID); err != nil {
			return 0, err
		}
		return c.OrderID, access.RecordTx(ctx, tx, access.Entry{Action: "release.cancel", ObjectKind: "document", ObjectID: c.OrderID})
	})
}

// Consent is a donor's consent that goods given for one purpose serve another.
type Consent struct {
	RequestKey  string `json:"-"`
	ReserveID   int64
	Purpose     string // the other purpose; empty: any
	ConsentedBy string // who gave it, for the donor
	Paper       string // where it is kept
	UntilOn     time.Time
}

const longestConsent = 366 // days

// RecordConsent records a donor's consent, for at most a year. Dispatchers; liaison officers for goods of their own.
//
// Refuses with: CONSENT_MISSING (by whom, or on which paper), UNTIL, NOT_FOUND, NOT_LOCKED.
func (inv *Inventory) RecordConsent(ctx context.Context, c Consent) (id int64, replayed bool, err error) {
	actor, scope, err := access.Require(ctx, "consent.record")
	if err != nil {
		return 0, false, err
	}
	if c.ConsentedBy == "" || c.Paper == "" {
		return 0, false, fault.Invalidf("consentedBy", "CONSENT_MISSING", "Say who gave the consent for the donor, and where its paper is kept.")
	}
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		id, replayed, err = access.Once(ctx, tx, c.RequestKey, "recordConsent", c, func() (int64, error) {
			var owner int64
			var lock string
			var days int
			err := tx.QueryRow(ctx, `select owner_id, purpose, $2::date - business_date() from reserve where id = $1`, c.ReserveID, c.UntilOn).Scan(&owner, &lock, &days)
			switch {
			case errors.Is(err, pgx.ErrNoRows), err == nil && !scope.CoversOrganisation(owner):
				return 0, fault.Absent("reserve", fmt.Sprint(c.ReserveID)).At("reserveId")
			case err != nil:
				return 0, err
			case lock == "":
				return 0, fault.Invalidf("reserveId", "NOT_LOCKED", "These goods are not locked to a purpose.")
			case days < 0 || days > longestConsent:
				return 0, fault.Invalidf("untilOn", "UNTIL", "A consent holds until today or later, for at most a year.")
			}
			var id int64
			if err := tx.QueryRow(ctx, `insert into purpose_consent (reserve_id, purpose, consented_by, paper, until_on, person_id) values ($1, $2, $3, $4, $5, nullif($6::bigint, 0)) returning id`,
				c.ReserveID, c.Purpose, c.ConsentedBy, c.Paper, c.UntilOn, actor.PersonID).Scan(&id); err != nil {
				return 0, err
			}
			return id, access.RecordTx(ctx, tx, access.Entry{Action: "consent.record", ObjectKind: "reserve", ObjectID: c.ReserveID, Detail: c})
		})
		return err
	})
	return id, replayed, err
}

// ReleaseOrderRow is an order in a list.
type ReleaseOrderRow struct {
	ID, SiteID, OwnerID int64
	Number, Note        string
	UntilOn             time.Time
	State               string // OPEN, DONE (all of it has gone), EXPIRED or CANCELLED
	OrderedBy           *string
	Lines               []ReleaseOrderLine `db:"-"`
}

// ReleaseOrderLine is a line of an order, with what has gone or waits to go by it.
type ReleaseOrderLine struct {
	ItemID, LotID  int64
	Quantity, Left decimal.Decimal
}

// ReleaseOrderFilter narrows a list of orders; zero values: all.
type ReleaseOrderFilter struct {
	OrderID, SiteID int64
	OpenOnly        bool // neither taken back nor run out
}

var releaseOrderFilters = []postgres.Field{
	postgres.ByID("id", "releaseOrder", "d.id"), postgres.ByText("number", "d.number"), postgres.ByID("ownerId", "organisation", "o.owner_id"),
	postgres.ByID("siteId", "site", "d.site_id"), postgres.ByDate("untilOn", "o.until_on"), postgres.ByText("note", "d.note"), postgres.ByText("orderedBy", "p.name"),
}

// ListReleaseOrders gives orders of the sites and owners in scope, newest first, or those that run out first.
func (inv *Inventory) ListReleaseOrders(f ReleaseOrderFilter) *postgres.List[ReleaseOrderRow] {
	return &postgres.List[ReleaseOrderRow]{Fields: releaseOrderFilters, Pool: inv.Pool, Orders: []postgres.Order{postgres.Newest("d.id"), {Name: "UNTIL", By: []postgres.Key{{SQL: "o.until_on", Type: "date"}, {SQL: "d.id", Type: "bigint"}}}},
		Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
			_, scope, err := access.Require(ctx, "stock.read")
			return postgres.Listing{
				Columns: `d.id, d.site_id, o.owner_id, d.number, d.note, o.until_on, p.name as ordered_by,
					case when o.cancelled_at is not null then 'CANCELLED' when o.until_on < business_date() then 'EXPIRED' else 'OPEN' end as state`,
				From: `from release_order o join document d on d.id = o.document_id left join person p on p.id = d.person_id
					where ($1 or d.site_id = any($2) or o.owner_id = any($3)) and ($4 = 0 or d.site_id = $4) and (not $5 or o.cancelled_at is null and o.until_on >= business_date()) and ($6 = 0 or d.id = $6)`,
				Args: []any{scope.District, scope.SiteIDs, scope.OrganisationIDs, f.SiteID, f.OpenOnly, f.OrderID}}, err
		},
		Complete: func(ctx context.Context, all []ReleaseOrderRow) error {
			ids := make([]int64, len(all))
			for i, o := range all {
				ids[i] = o.ID
			}
			orders, err := openOrders(ctx, inv.Pool, ids)
			for i := range all {
				o := &all[i]
				o.Lines = orders[o.ID]
				if o.State == "OPEN" && !slices.ContainsFunc(o.Lines, func(l ReleaseOrderLine) bool { return l.Left.IsPositive() }) {
					o.State = "DONE"
				}
			}
			return err
		}}
}

// ReleaseOrderNumber gives the number of an order, to who just wrote it.
func (inv *Inventory) ReleaseOrderNumber(ctx context.Context, id int64) (number string, err error) {
	if _, _, err := access.Require(ctx, "release.order"); err != nil {
		return "", err
	}
	err = inv.Pool.QueryRow(ctx, `select d.number from document d join release_order o on o.document_id = d.id where d.id = $1`, id).Scan(&number)
	return number, err
}

// openOrders gives the lines of orders, with what is left of each.
func openOrders(ctx context.Context, q querier, ids []int64) (map[int64][]ReleaseOrderLine, error) {
	facts, whole := map[int64]*orderFacts{}, map[int64][]ReleaseOrderLine{}
	rows, err := q.Query(ctx, `select document_id, item_id, coalesce(lot_id, 0), quantity from release_order_line where document_id = any($1) order by document_id, line_no`, ids)
	if err != nil {
		return nil, err
	}
	var id int64
	var l orderLine
	if _, err := pgx.ForEachRow(rows, []any{&id, &l.itemID, &l.lotID, &l.quantity}, func() error {
		if facts[id] == nil {
			facts[id] = &orderFacts{}
		}
		facts[id].lines = append(facts[id].lines, l)
		whole[id] = append(whole[id], ReleaseOrderLine{l.itemID, l.lotID, l.quantity, l.quantity})
		return nil
	}); err != nil {
		return nil, err
	}
	if rows, err = q.Query(ctx, `select order_id, item_id, lot_id, sum(quantity) from (`+releasedBy+`) g where order_id = any($1) group by 1, 2, 3 order by 1, 2, 3`, ids); err != nil {
		return nil, err
	}
	var gone Move
	_, err = pgx.ForEachRow(rows, []any{&id, &gone.ItemID, &gone.LotID, &gone.Quantity}, func() error { facts[id].take([]Move{gone}); return nil })
	for id, f := range facts {
		for i := range f.lines {
			whole[id][i].Left = f.lines[i].quantity
		}
	}
	return whole, err
}

// What must always hold of entrusted goods and overrides, proved with the rest by Verify.
func init() {
	proofs = append(proofs, []proof{
		{"never more goes by an owner's order than it says", `
		select format('order %s, item %s: %s ordered, %s gone', order_id, item_id, coalesce(o.sum, 0), g.sum)
		from (select order_id, item_id, sum(quantity) as sum from (` + releasedBy + `) x where order_id is not null group by 1, 2) g
		left join (select document_id as order_id, item_id, sum(quantity) as sum from release_order_line group by 1, 2) o using (order_id, item_id) where g.sum > coalesce(o.sum, 0) limit 1`},
		{"by an owner's order only its own goods go", `
		select format('document %s, reserve %s', d.number, m.reserve_id) from document d join release_order o on o.document_id = d.release_order_id join movement m on m.document_id = d.id
		join reserve r on r.id = m.reserve_id where r.owner_id <> o.owner_id or r.custody <> 'ENTRUSTED' limit 1`},
		{"what broke a minimum by an override was confirmed by a second person, for its incident", `
		select format('breach %s, override %s', b.id, o.id) from minimum_breach b join minimum_override o on o.id = b.override_id
		where o.confirmed_by is null or o.confirmed_by = o.requested_by or o.incident_id is distinct from b.incident_id limit 1`},
	}...)
}
