package inventory

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Minimum is a floor over stock, in force from a day to a day.
//
// What it is over decides what it is measured in: an item in base units; a substitution group in its measure (litres, kcal, square
// metres, kW) by the factors of its members; a category, or all goods in custody, in yuan by the unit costs of lots. A category is
// never measured in base units: it mixes bottles, boxes and metres, and an item added to it tomorrow would silently change what
// the floor means. Goods of unknown cost count as worth nothing, so that a floor of worth is never thought kept by them.
type Minimum struct {
	RequestKey      string `json:"-"`
	Kind            string // COVENANT or POLICY
	Scope           string // SITE, ORGANISATION (the owner whose goods count), TIER, DISTRICT, or CUSTODY (goods of OrganisationID at the sites of KeeperID)
	SiteID          int64
	OrganisationID  int64
	KeeperID        int64
	Tier            string
	ItemID          int64  // one of ItemID, GroupCode and CategoryCode; none: all goods, of CUSTODY only
	GroupCode       string // a substitution group
	CategoryCode    string
	Floor           decimal.Decimal
	Target          *decimal.Decimal
	WarningMargin   decimal.Decimal
	OnBreach        string     // of a policy: WARN, APPROVE or REFUSE; empty: WARN. A covenant refuses.
	CureDays        int        // 0: 7
	FromDate        *time.Time // nil: today
	ToDate          *time.Time // the last day; nil: open
	AgreementID     int64      // asked for by CUSTODY
	AgreementNumber string     `json:",omitempty"` // in place of AgreementID
	Source          string
	Demo            bool
}

// Headroom is a minimum in force and what counts against it: good, in date and not reserved. A reservation counts when it
// is made, so that an approved allocation can always be shipped. Floor, Available and WarningMargin are in the minimum's measure.
type Headroom struct {
	MinimumID      int64
	Kind, Scope    string
	SiteID         int64
	OrganisationID int64
	KeeperID       int64
	Tier           string
	ItemID         int64
	GroupCode      string
	CategoryCode   string
	Factors        map[int64]decimal.Decimal // of a group: its measure per base unit, by item
	Floor          decimal.Decimal
	WarningMargin  decimal.Decimal
	OnBreach       string
	Available      decimal.Decimal
	CureDays       int
	ScopeName      string
	ItemName       string // of the item, the group or the category
	ScopeNameEn    string
	ItemNameEn     string
	UnitZh, UnitEn string // what Floor and Available are measured in
}

// Spare is what may be taken before the floor is reached; zero or less: nothing. In the minimum's measure.
func (h Headroom) Spare() decimal.Decimal { return h.Available.Sub(h.Floor) }

// Binding reports whether going below the floor is a breach, not only a warning.
func (h Headroom) Binding() bool { return h.Kind == "COVENANT" || h.OnBreach != "WARN" }

// Counts reports whether stock of the candidate counts against this minimum.
func (h Headroom) Counts(c Candidate) bool { return h.Weight(c).IsPositive() }

// isOver reports whether goods of an item may count against this minimum, wherever they lie and whose they are. Pure.
func (h Headroom) isOver(item Item) bool {
	switch h.Subject() {
	case "ITEM":
		return h.ItemID == item.ID
	case "GROUP":
		return h.Factors[item.ID].IsPositive()
	case "CATEGORY":
		return h.CategoryCode == item.CategoryCode
	}
	return true
}

// Weight is how much of the minimum's measure a base unit of the candidate is; zero: it does not count. Pure.
func (h Headroom) Weight(c Candidate) decimal.Decimal {
	switch {
	case h.Scope == "SITE" && h.SiteID != c.SiteID,
		h.Scope == "ORGANISATION" && h.OrganisationID != c.OwnerID,
		h.Scope == "CUSTODY" && (h.OrganisationID != c.OwnerID || h.KeeperID != c.SiteOrganisationID),
		h.Scope == "TIER" && h.Tier != c.ReserveTier:
		return decimal.Zero
	case h.ItemID != 0:
		if h.ItemID == c.ItemID {
			return decimal.NewFromInt(1)
		}
		return decimal.Zero
	case h.GroupCode != "":
		return h.Factors[c.ItemID]
	case h.CategoryCode != "" && h.CategoryCode != c.CategoryCode, c.UnitCost == nil:
		return decimal.Zero
	}
	return *c.UnitCost
}

// SpareOf is how many base units of the candidate may be taken before the floor is reached, down to the scale of its item; zero or
// less: none. The candidate must count. Pure.
func (h Headroom) SpareOf(c Candidate, spare decimal.Decimal, scale int) decimal.Decimal {
	w := h.Weight(c)
	if w.Equal(decimal.NewFromInt(1)) {
		return spare
	}
	q, r := spare.QuoRem(w, int32(scale))
	if r.IsNegative() {
		q = q.Sub(decimal.New(1, -int32(scale)))
	}
	return q
}

func init() {
	postgres.RegisterConstraint("minimum_scope_complete", badMinimum("scope", "SCOPE", "Name what the scope asks for, and nothing else: a site, an organisation, a tier, or an owner and a keeper."))
	postgres.RegisterConstraint("minimum_over_one_thing", badMinimum("itemId", "SUBJECT", "Name one of an item, a group and a category; only a floor of goods in custody may be over all goods."))
	postgres.RegisterConstraint("minimum_custody_by_agreement", badMinimum("agreementNumber", "AGREEMENT_MISSING", "A floor of goods in custody follows from an agreement between the owner and another keeper: name it."))
	postgres.RegisterConstraint("minimum_covenant_refuses", badMinimum("onBreach", "COVENANT", "A covenant refuses what would break it: it does not warn or ask."))
	postgres.RegisterConstraint("minimum_dates_in_order", badMinimum("toDate", "DATES", "A minimum ends on the day it begins or later."))
	postgres.RegisterConstraint("minimum_target_above_floor", badMinimum("target", "TARGET", "A target is at least the floor."))
}

func badMinimum(field, code, message string) func() *fault.Error {
	return func() *fault.Error { return fault.Invalidf(field, code, "%s", message) }
}

// SetMinimum puts a minimum in force; the same over the same scope from the same day is changed. A breach of it that the new floor
// makes good is closed. Administrators.
//
// Refuses with: QUANTITY, SCOPE, SUBJECT, AGREEMENT_MISSING, COVENANT, DATES, TARGET, NOT_FOUND (the group or category).
func (inv *Inventory) SetMinimum(ctx context.Context, m Minimum) (id int64, err error) {
	id, _, err = inv.SetMinimumOnce(ctx, m)
	return id, err
}

// SetMinimumOnce is SetMinimum, telling whether it answers an earlier request.
func (inv *Inventory) SetMinimumOnce(ctx context.Context, m Minimum) (id int64, replayed bool, err error) {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return 0, false, err
	}
	if m.Floor.IsNegative() || m.WarningMargin.IsNegative() {
		return 0, false, fault.Invalidf("floor", "QUANTITY", "A floor and its warning margin are zero or more.")
	}
	if m.CureDays == 0 {
		m.CureDays = 7
	}
	if m.OnBreach == "" {
		m.OnBreach = map[string]string{"COVENANT": "REFUSE"}[m.Kind]
	}
	if m.OnBreach == "" {
		m.OnBreach = "WARN"
	}
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		id, replayed, err = access.Once(ctx, tx, m.RequestKey, "setMinimum", m, func() (int64, error) { return setMinimum(ctx, tx, m) })
		return err
	})
	return id, replayed, err
}

func setMinimum(ctx context.Context, tx pgx.Tx, m Minimum) (id int64, err error) {
	var category int64
	var group bool
	if err := tx.QueryRow(ctx, `select coalesce((select id from category where code = $1), 0), exists (select 1 from substitution_group where code = $2)`, m.CategoryCode, m.GroupCode).Scan(&category, &group); err != nil {
		return 0, err
	}
	if m.CategoryCode != "" && category == 0 {
		return 0, fault.Absent("category", m.CategoryCode).At("categoryCode")
	}
	if m.GroupCode != "" && !group {
		return 0, fault.Absent("substitution group", m.GroupCode).At("groupCode")
	}
	if m.AgreementNumber != "" {
		if err := tx.QueryRow(ctx, `select coalesce((select id from agreement where number = $1), 0)`, m.AgreementNumber).Scan(&m.AgreementID); err != nil {
			return 0, err
		}
		if m.AgreementID == 0 {
			return 0, fault.Absent("agreement", m.AgreementNumber).At("agreementNumber")
		}
	}
	err = tx.QueryRow(ctx, `insert into minimum (kind, scope, site_id, organisation_id, tier, item_id, floor, target, warning_margin, cure_days, agreement_id, source, demo,
		  keeper_id, group_code, category_id, on_breach, from_date, to_date)
		values ($1, $2, nullif($3::bigint, 0), nullif($4::bigint, 0), nullif($5, ''), nullif($6::bigint, 0), $7, $8, $9, $10, nullif($11::bigint, 0), $12, $13,
		  nullif($14::bigint, 0), nullif($15, ''), nullif($16::bigint, 0), $17, coalesce($18::date, business_date()), $19)
		on conflict on constraint minimum_unique do update set floor = excluded.floor, target = excluded.target, warning_margin = excluded.warning_margin,
		  cure_days = excluded.cure_days, on_breach = excluded.on_breach, to_date = excluded.to_date, agreement_id = excluded.agreement_id, revision = minimum.revision + 1
		returning id`, m.Kind, m.Scope, m.SiteID, m.OrganisationID, m.Tier, m.ItemID, m.Floor, m.Target, m.WarningMargin, m.CureDays, m.AgreementID, m.Source, m.Demo,
		m.KeeperID, m.GroupCode, category, m.OnBreach, m.FromDate, m.ToDate).Scan(&id)
	if err != nil {
		return 0, err
	}
	if err := cureBreaches(ctx, tx, id); err != nil {
		return 0, err
	}
	return id, access.RecordTx(ctx, tx, access.Entry{Action: "minimum.set", ObjectKind: "minimum", ObjectID: id, Detail: m})
}

// MinimumEnd ends a minimum.
type MinimumEnd struct {
	RequestKey string `json:"-"`
	MinimumID  int64
	ToDate     time.Time // the last day that it is in force; a day before today: it is over
}

// EndMinimum sets the last day of a minimum; a breach of one that is over is closed. Administrators.
//
// Refuses with: NOT_FOUND, DATES.
func (inv *Inventory) EndMinimum(ctx context.Context, e MinimumEnd) (id int64, replayed bool, err error) {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return 0, false, err
	}
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		id, replayed, err = access.Once(ctx, tx, e.RequestKey, "endMinimum", e, func() (int64, error) {
			tag, err := tx.Exec(ctx, `update minimum set to_date = $2, revision = revision + 1 where id = $1`, e.MinimumID, e.ToDate)
			if err == nil && tag.RowsAffected() == 0 {
				err = fault.Absent("minimum", fmt.Sprint(e.MinimumID)).At("minimumId")
			}
			if err == nil {
				err = cureBreaches(ctx, tx, e.MinimumID)
			}
			if err != nil {
				return 0, err
			}
			return e.MinimumID, access.RecordTx(ctx, tx, access.Entry{Action: "minimum.end", ObjectKind: "minimum", ObjectID: e.MinimumID, Detail: e})
		})
		return err
	})
	return id, replayed, err
}

type judgement int

const (
	nothing  judgement = iota
	near               // within the warning margin now
	warn               // below the floor of a policy that only warns
	ask                // somebody has to approve it
	refuse             // not done
	breach             // done, and a breach
	restored           // at the floor or above it again
)

// verdict judges one minimum. Low means below the floor, not at it. Pure.
func verdict(m Headroom, was, is decimal.Decimal, overridden, keepPolicies bool) judgement {
	warned := m.Floor.Add(m.WarningMargin)
	switch {
	case is.GreaterThanOrEqual(m.Floor) && is.GreaterThan(was):
		return restored
	case is.GreaterThanOrEqual(m.Floor) && is.LessThan(warned) && was.GreaterThanOrEqual(warned):
		return near
	case is.GreaterThanOrEqual(m.Floor), is.GreaterThanOrEqual(was):
		return nothing // kept; or still low, but not by this change
	case overridden && m.Binding():
		return breach
	case m.Kind == "COVENANT", keepPolicies && !overridden, m.OnBreach == "REFUSE":
		return refuse
	case m.OnBreach == "APPROVE":
		return ask
	}
	return warn
}

// BelowMinimum is the refusal of what would take a scope below its floor, with the numbers.
func BelowMinimum(m Headroom, available, requested decimal.Decimal) *fault.Error {
	return fault.New(fault.Refused, "BELOW_MINIMUM", "%s must keep at least %s of %s; %s is available, so at most %s may be taken, not %s.",
		m.ScopeName, m.Floor, m.ItemName, available, decimal.Max(decimal.Zero, available.Sub(m.Floor)), requested).
		With("floor", m.Floor.String()).With("available", available.String()).With("requested", requested.String()).
		With("minimumId", fmt.Sprint(m.MinimumID)).With("kind", m.Kind).With("scopeName", m.ScopeName).With("scopeNameEn", m.ScopeNameEn).
		With("item", m.ItemName).With("itemEn", m.ItemNameEn).With("unitZh", m.UnitZh).With("unitEn", m.UnitEn)
}

// minimumWarning tells of a minimum that a posting came near to, of a policy that it went below and that only warns, and of one whose
// breach it opened though nobody decided that, since the goods were gone already.
func minimumWarning(m Headroom, is decimal.Decimal) Warning {
	w := Warning{Code: "BELOW_POLICY", Message: fmt.Sprintf("%s should keep %s of %s; %s is left.", m.ScopeName, m.Floor, m.ItemName, is)}
	switch {
	case is.GreaterThanOrEqual(m.Floor):
		w.Code = "NEAR_MINIMUM"
	case m.Binding():
		w.Code, w.Message = "BREACH_OPEN", fmt.Sprintf("%s must keep %s of %s; %s is left: the breach is open until stock is back.", m.ScopeName, m.Floor, m.ItemName, is)
	}
	w.Facts = map[string]string{"floor": m.Floor.String(), "available": is.String(), "scopeName": m.ScopeName, "scopeNameEn": m.ScopeNameEn, "item": m.ItemName, "itemEn": m.ItemNameEn, "unitZh": m.UnitZh, "unitEn": m.UnitEn}
	return w
}

// MinimumRow is a minimum in a list.
type MinimumRow struct {
	Headroom
	Target          *decimal.Decimal
	FromDate        time.Time
	ToDate          *time.Time
	AgreementNumber *string
}

// Subject is what the minimum is over: ITEM, GROUP, CATEGORY or ALL.
func (h Headroom) Subject() string {
	switch {
	case h.ItemID != 0:
		return "ITEM"
	case h.GroupCode != "":
		return "GROUP"
	case h.CategoryCode != "":
		return "CATEGORY"
	}
	return "ALL"
}

// State is OK, NEAR (within the warning margin) or BELOW.
func (m MinimumRow) State() string {
	switch {
	case m.Available.LessThan(m.Floor):
		return "BELOW"
	case m.Available.LessThan(m.Floor.Add(m.WarningMargin)):
		return "NEAR"
	}
	return "OK"
}

// BreachRow is a breach in a list.
type BreachRow struct {
	ID, MinimumID    int64
	Floor, Available decimal.Decimal
	Cause            string // OVERRIDE, APPROVAL, FACT (goods were gone already), EXPIRY, HOLD or OTHER
	Reason           string
	IncidentNumber   *string
	OverriddenBy     *string
	OpenedAt         time.Time
	CureBy           time.Time
	ClosedAt         *time.Time
}

// MinimumFilter narrows a list of minimums; zero values: all that are in force.
type MinimumFilter struct {
	MinimumID int64 // that one, in force or not
	BelowOnly bool
	Kind      string
	Scope     string
	Search    string // in the names of its scope and of what it is over
	Validity  string // IN_FORCE, COMING or ENDED; empty: IN_FORCE

	where postgres.Condition // of MinimumList, on minimumFilters
}

// MinimumKey is where a page of minimums ends: headroom, then id.
type MinimumKey struct {
	Headroom decimal.Decimal
	ID       int64
}

// minimumFilters are of minimum m alone, so that sums of what is asked for are all that is added up.
var minimumFilters = []postgres.Field{
	postgres.ByID("id", "minimum", "m.id"), postgres.ByChoice("kind", "m.kind"), postgres.ByChoice("scope", "m.scope"), postgres.ByID("siteId", "site", "m.site_id"),
	postgres.ByID("organisationId", "organisation", "m.organisation_id"), postgres.ByID("keeperId", "organisation", "m.keeper_id"), postgres.ByChoice("tier", "m.tier"),
	postgres.ByID("itemId", "item", "m.item_id"), postgres.ByText("groupCode", "m.group_code"), postgres.ByText("categoryCode", "select y.code from category y where y.id = m.category_id"),
	postgres.ByQuantity("floor", "m.floor"), postgres.ByChoice("onBreach", "m.on_breach"), postgres.ByDate("fromDate", "m.from_date"),
	postgres.ByDate("toDate", "m.to_date"),
}

// MinimumList gives minimums: nearest to their floor first, or by what they are over, by site, or by the day they end.
func (inv *Inventory) MinimumList(f MinimumFilter) *postgres.List[MinimumRow] {
	id := postgres.Key{SQL: "m.id", Type: "bigint"}
	listing := func(ctx context.Context, f MinimumFilter) (x postgres.Listing, err error) {
		scope, ids, err := f.admit(ctx)
		return minimumListing(f, scope, ids), err
	}
	return &postgres.List[MinimumRow]{Fields: minimumFilters, Orders: []postgres.Order{
		{Name: "HEADROOM", By: []postgres.Key{{SQL: "a.available - m.floor", Type: "numeric"}, id}},
		{Name: "ITEM", By: []postgres.Key{{SQL: "coalesce(i.code, g.code, c.code, '')", Type: "text"}, id}},
		{Name: "SITE", By: []postgres.Key{{SQL: "coalesce(s.code, '')", Type: "text"}, id}},
		{Name: "UNTIL", By: []postgres.Key{{SQL: "coalesce(m.to_date, 'infinity')", Type: "date"}, id}},
	}, Read: func(ctx context.Context, p postgres.Page) (page postgres.Rows[MinimumRow], err error) {
		f := f
		f.where, p.Where = p.Where, nil // said within the sums already
		if p.Order.Name == "HEADROOM" {
			return inv.minimumsByHeadroom(ctx, f, p)
		}
		x, err := listing(ctx, f)
		if err != nil {
			return page, err
		}
		found, err := postgres.ReadListing(ctx, inv.Pool, x, p, pgx.RowTo[int64])
		if err != nil {
			return page, err
		}
		byID, err := inv.MinimumsByID(ctx, found.All)
		for _, id := range found.All {
			page.All = append(page.All, byID[id])
		}
		page.Keys = found.Keys
		return page, err
	}, Tally: func(ctx context.Context, where postgres.Condition) (int, error) {
		f := f
		f.where = where
		x, err := listing(ctx, f)
		if err != nil {
			return 0, err
		}
		return x.Count(ctx, inv.Pool, nil)
	}}
}

// admit is the first line of the lists of minimums.
func (f MinimumFilter) admit(ctx context.Context) (scope access.Scope, ids []int64, err error) {
	if _, scope, err = access.Require(ctx, "minimum.read"); err != nil {
		return scope, nil, err
	}
	if len([]rune(f.Search)) > maxSearch {
		return scope, nil, fault.Invalidf("search", "SEARCH", "Search for at most %d characters.", maxSearch)
	}
	if f.MinimumID != 0 {
		ids = []int64{f.MinimumID}
	}
	return scope, ids, nil
}

func (inv *Inventory) minimumsByHeadroom(ctx context.Context, f MinimumFilter, p postgres.Page) (page postgres.Rows[MinimumRow], err error) {
	var after *MinimumKey
	if p.After != nil {
		after = &MinimumKey{}
		if after.Headroom, err = decimal.NewFromString(p.After[0]); err != nil {
			return page, err
		}
		if after.ID, err = strconv.ParseInt(p.After[1], 10, 64); err != nil {
			return page, err
		}
	}
	page.All, err = inv.ListMinimums(ctx, f, p.Limit, after)
	for _, m := range page.All {
		page.Keys = append(page.Keys, []string{m.Spare().String(), strconv.FormatInt(m.MinimumID, 10)})
	}
	return page, err
}

// ListMinimums gives minimums, those nearest to their floor first.
func (inv *Inventory) ListMinimums(ctx context.Context, f MinimumFilter, limit int, after *MinimumKey) ([]MinimumRow, error) {
	scope, ids, err := f.admit(ctx)
	if err != nil {
		return nil, err
	}
	return listMinimums(ctx, inv.Pool, scope, f, limit, after, ids)
}

// MinimumsByID gives minimums by id, whoever asks: used below lists that are already within scope.
func (inv *Inventory) MinimumsByID(ctx context.Context, ids []int64) (map[int64]MinimumRow, error) {
	rows, err := listMinimums(ctx, inv.Pool, access.Scope{District: true}, MinimumFilter{}, len(ids), nil, ids)
	byID := map[int64]MinimumRow{}
	for _, r := range rows {
		byID[r.MinimumID] = r
	}
	return byID, err
}

var minimumBreachFilters = []postgres.Field{
	postgres.ByID("id", "minimumBreach", "b.id"), postgres.ByID("minimumId", "minimum", "b.minimum_id"), postgres.ByID("siteId", "site", "m.site_id"),
	postgres.ByID("itemId", "item", "m.item_id"), postgres.ByChoice("cause", "b.cause"), postgres.ByQuantity("floor", "b.floor"),
	postgres.ByQuantity("available", "b.available"), postgres.ByText("reason", "b.reason"), postgres.ByText("incidentNumber", "i.number"),
	postgres.ByInstant("openedAt", "b.opened_at"), postgres.ByDate("cureBy", "b.cure_by"), postgres.ByInstant("closedAt", "b.closed_at"),
}

// ListBreaches gives breaches: open ones first, those to be made good soonest first, then closed ones, newest first; or all as they opened.
func (inv *Inventory) ListBreaches(openOnly bool) *postgres.List[BreachRow] {
	return &postgres.List[BreachRow]{Fields: minimumBreachFilters, Pool: inv.Pool, Orders: []postgres.Order{
		{Name: "URGENCY", By: []postgres.Key{{SQL: "b.closed_at is not null", Type: "boolean"}, {SQL: "case when b.closed_at is null then (b.cure_by - date '1970-01-01')::bigint else -b.id end", Type: "bigint"}, {SQL: "b.id", Type: "bigint"}}},
		postgres.Newest("b.id"), postgres.Oldest("b.id"),
	}, Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
		_, scope, err := access.Require(ctx, "minimum.read")
		return postgres.Listing{
			Columns: `b.id, b.minimum_id, b.floor, b.available, b.cause, b.reason, i.number as incident_number, pe.name as overridden_by, b.opened_at, b.cure_by, b.closed_at`,
			From: `from minimum_breach b join minimum m on m.id = b.minimum_id left join incident i on i.id = b.incident_id left join person pe on pe.id = b.person_id
				where ` + visibleMinimums + ` and (not $4 or b.closed_at is null)`,
			Args: []any{scope.District, scope.SiteIDs, scope.OrganisationIDs, openOnly}}, err
	}}
}
