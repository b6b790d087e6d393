package logistics

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Waybill goes with the goods of one trip for one destination: what the driver carries and the receiver signs.
type Waybill struct {
	ID, TripID, ToSiteID int64
	Number, State        string
	IssuedAt             time.Time
	SignedAt             *time.Time
	SignedName           string
	Late                 *bool
}

// WaybillLine is one line of a waybill: sent = received + short + damaged once it is signed.
type WaybillLine struct {
	ID, WaybillID, AllocationLineID int64
	LineNo                          int
	FromSiteID                      int64
	ItemID, LotID, ReserveID        int64
	Scale                           int // decimals that a quantity of the item may have
	Sent                            decimal.Decimal
	Received, Short, Damaged        *decimal.Decimal
	Reason                          string
}

// DispatchTrip sends a planned trip: the goods of each pick-up site are issued into transit by a document of that site, out
// of their reservations, and each destination gets a waybill. Of lines that differ from the plan the caller tells what was really
// loaded; the rest stays reserved for another trip, or is let go. A drill posts nothing. Dispatchers.
//
// Refuses with: NOT_FOUND, STALE_REVISION, STATE, INCIDENT_CLOSED, LINE_TWICE, LOADED, LOAD_REASON, SCALE, NOTHING_LOADED; fields name the line
// as loaded.N.
func (l *Logistics) DispatchTrip(ctx context.Context, c TripChange) (Done, error) {
	return l.write(ctx, "trip.write", c.RequestKey, "dispatchTrip", "trip", c, func(tx pgx.Tx, _ access.Scope) (int64, error) {
		if err := c.noPosition(); err != nil {
			return 0, err
		}
		if slices.ContainsFunc(c.Loaded, func(x LoadedLine) bool { return x.Release }) { // locked before its trips, as where it is cancelled
			if _, err := tx.Exec(ctx, `select 1 from allocation where id = (select allocation_id from trip where id = $1) for update`, c.TripID); err != nil {
				return 0, err
			}
		}
		trip, err := lockTrip(ctx, tx, c, "PLANNED")
		if err != nil {
			return 0, err
		}
		in, err := lockIncident(ctx, tx, trip.IncidentID)
		if err != nil {
			return 0, err
		}
		lines, err := tripLines(ctx, tx, trip.ID)
		if err != nil {
			return 0, err
		}
		lines, short, err := decideLoading(lines, c.Loaded)
		if err != nil {
			return 0, err
		}
		if err := leaveBehind(ctx, tx, trip, lines, short); err != nil {
			return 0, err
		}
		documents := map[int64]int64{} // by pick-up site
		if !in.Drill {
			if documents, err = issueIntoTransit(ctx, tx, in.ID, trip.Number, lines); err != nil {
				return 0, err
			}
		}
		var waybill, to int64
		n := 0
		for _, x := range lines { // in order of destination
			if x.ToSiteID != to {
				number, err := nextNumber(ctx, tx, "YD", "waybill")
				if err != nil {
					return 0, err
				}
				if err := tx.QueryRow(ctx, `insert into waybill (number, trip_id, to_site_id, state) values ($1, $2, $3, 'IN_TRANSIT') returning id`, number, trip.ID, x.ToSiteID).Scan(&waybill); err != nil {
					return 0, err
				}
				to, n = x.ToSiteID, 0
			}
			n++
			if _, err := tx.Exec(ctx, `insert into waybill_line (waybill_id, line_no, allocation_line_id, from_site_id, item_id, lot_id, reserve_id, sent, dispatch_document_id)
				values ($1, $2, $3, $4, $5, $6, $7, $8, nullif($9::bigint, 0))`, waybill, n, x.ID, x.FromSiteID, x.ItemID, x.LotID, x.ReserveID, x.Quantity, documents[x.FromSiteID]); err != nil {
				return 0, err
			}
		}
		_, err = tx.Exec(ctx, `update trip set state = 'DISPATCHED', dispatched_at = now(), dispatched_by = $2 where id = $1`, trip.ID, person(ctx))
		return trip.ID, err
	})
}

// tripLines gives the allocation lines of a trip with the quantities that ride on it, in order of destination and origin.
func tripLines(ctx context.Context, tx pgx.Tx, tripID int64) ([]tripLine, error) {
	lines, err := linesOf(ctx, tx, `al.id in (select allocation_line_id from trip_load where trip_id = $1)`, tripID)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `select l.allocation_line_id, sum(l.quantity), i.scale, i.weight_kg, i.volume_m3 from trip_load l join allocation_line al on al.id = l.allocation_line_id join item i on i.id = al.item_id
		where l.trip_id = $1 group by l.allocation_line_id, i.id`, tripID)
	if err != nil {
		return nil, err
	}
	riding := map[int64]tripLine{}
	var id int64
	var x tripLine
	_, err = pgx.ForEachRow(rows, []any{&id, &x.Quantity, &x.scale, &x.unitKg, &x.unitM3}, func() error { riding[id] = x; return nil })
	all := make([]tripLine, len(lines))
	for i, line := range lines {
		x := riding[line.ID]
		line.Quantity = x.Quantity
		x.Line = line
		if line.ReservationID != nil {
			x.reservedBy = *line.ReservationID
		}
		all[i] = x
	}
	return all, err
}

func issueIntoTransit(ctx context.Context, tx pgx.Tx, incidentID int64, tripNumber string, lines []tripLine) (map[int64]int64, error) {
	var sites []int64
	moves := map[int64][]inventory.Move{}
	for _, x := range lines {
		if moves[x.FromSiteID] == nil {
			sites = append(sites, x.FromSiteID)
		}
		moves[x.FromSiteID] = append(moves[x.FromSiteID], inventory.Move{ItemID: x.ItemID, LotID: x.LotID, ReserveID: x.ReserveID, From: inventory.AtSite(x.FromSiteID),
			To: inventory.Virtual(inventory.PlaceInTransit), Quantity: x.Quantity, ReservationID: x.reservedBy})
	}
	slices.Sort(sites)
	postings := make([]inventory.Posting, len(sites))
	for i, site := range sites {
		postings[i] = inventory.Posting{Kind: inventory.KindDispatch, Reason: "INCIDENT", SiteID: site, IncidentID: incidentID, Note: tripNumber, Moves: moves[site]}
	}
	posted, err := inventory.PostAllTx(ctx, tx, postings)
	if err != nil {
		return nil, err
	}
	documents := map[int64]int64{}
	for i, site := range sites {
		documents[site] = posted[i].DocumentID
	}
	return documents, nil
}

// ArrivalLine is what arrived of one line; received + short + damaged = sent.
type ArrivalLine struct {
	LineNo                   int
	Received, Short, Damaged decimal.Decimal
	Reason                   string // asked for where anything is short or damaged
	Note                     string
}

// Arrival confirms what a waybill brought. Lines not named arrived in full.
type Arrival struct {
	RequestKey string `json:"-"`
	WaybillID  int64
	SignedName string
	ArrivedAt  *time.Time // nil: now
	Lines      []ArrivalLine
}

// ConfirmArrival signs a waybill: what was received joins the stock of the place, what is short is lost, what is damaged is
// scrapped, each by its own movement, so that nothing stays in transit. The first delivery stops the relief clock of the
// place. Liaison officers of the place, keepers of the site.
//
// Refuses with: NOT_FOUND, ALREADY_SIGNED, SIGNED_NAME, ARRIVED_AT, LINE_NO, DIFFERENCE (the parts do not add up to what was
// sent), DIFFERENCE_REASON, SCALE; fields name the line.
func (l *Logistics) ConfirmArrival(ctx context.Context, a Arrival) (Done, error) {
	done, replayed, err := once(ctx, l, "arrival.confirm", a.RequestKey, "confirmArrival", "waybill", a, func(tx pgx.Tx, scope access.Scope) (done Done, _ int64, err error) {
		var w Waybill
		var incident int64
		var now time.Time
		err = tx.QueryRow(ctx, `select w.id, w.trip_id, w.to_site_id, w.number, w.state, w.issued_at, t.incident_id, now() from waybill w join trip t on t.id = w.trip_id where w.id = $1 for update`, a.WaybillID).
			Scan(&w.ID, &w.TripID, &w.ToSiteID, &w.Number, &w.State, &w.IssuedAt, &incident, &now)
		if errors.Is(err, pgx.ErrNoRows) || err == nil && !scope.CoversSite(w.ToSiteID) {
			return done, 0, fault.Absent("waybill", fmt.Sprint(a.WaybillID)).At("waybillId")
		}
		if err != nil {
			return done, 0, err
		}
		if w.State == "SIGNED" {
			return done, 0, fault.New(fault.Conflict, "ALREADY_SIGNED", "Waybill %s has been signed already.", w.Number).At("waybillId")
		}
		if n := len([]rune(a.SignedName)); n < 1 || n > 60 {
			return done, 0, fault.Invalidf("signedName", "SIGNED_NAME", "Enter who received the goods.")
		}
		arrived := now
		if a.ArrivedAt != nil {
			arrived = *a.ArrivedAt
		}
		if arrived.After(now.Add(5*time.Minute)) || arrived.Before(w.IssuedAt.Add(-5*time.Minute)) {
			return done, 0, fault.Invalidf("arrivedAt", "ARRIVED_AT", "Goods arrive after they were sent and not in the future.")
		}
		lines, err := waybillLines(ctx, tx, []int64{w.ID})
		if err != nil {
			return done, 0, err
		}
		settled, err := decideArrival(lines, a.Lines)
		if err != nil {
			return done, 0, err
		}
		var drill bool
		if err := tx.QueryRow(ctx, `select drill from incident where id = $1`, incident).Scan(&drill); err != nil {
			return done, 0, err
		}
		var document int64
		if !drill {
			posted, err := inventory.PostAllTx(ctx, tx, []inventory.Posting{{Kind: inventory.KindDelivery, Reason: "INCIDENT", SiteID: w.ToSiteID, IncidentID: incident, Note: w.Number,
				OccurredAt: arrived, Moves: arrivalMoves(w.ToSiteID, lines, settled)}})
			if err != nil {
				return done, 0, err
			}
			document, done.Warnings = posted[0].DocumentID, posted[0].Warnings // nothing is turned away at the door
		}
		brought := false
		for i, x := range lines {
			s := settled[i]
			brought = brought || s.Received.IsPositive()
			if _, err := tx.Exec(ctx, `update waybill_line set received = $2, short = $3, damaged = $4, reason = $5, note = $6, delivery_document_id = nullif($7::bigint, 0) where id = $1`,
				x.ID, s.Received, s.Short, s.Damaged, s.Reason, s.Note, document); err != nil {
				return done, 0, err
			}
		}
		if _, err := tx.Exec(ctx, `update waybill w set state = 'SIGNED', signed_at = $2, signed_by = $3, signed_name = $4, revision = revision + 1,
			late = $2 > (select relief_due_at from incident_place where incident_id = $5 and site_id = w.to_site_id) where id = $1`, w.ID, arrived, person(ctx), a.SignedName, incident); err != nil {
			return done, 0, err
		}
		if brought {
			if _, err := tx.Exec(ctx, `update incident_place set relieved_at = least(coalesce(relieved_at, $3), $3) where incident_id = $1 and site_id = $2`, incident, w.ToSiteID, arrived); err != nil {
				return done, 0, err
			}
		}
		_, err = tx.Exec(ctx, `update trip set state = 'ARRIVED', revision = revision + 1 where id = $1 and not exists (select 1 from waybill where trip_id = $1 and state = 'IN_TRANSIT')`, w.TripID)
		done.ID = w.ID
		return done, w.ID, err
	})
	done.Replayed = replayed
	return done, err
}

// decideArrival settles every line of a waybill. Pure.
func decideArrival(lines []WaybillLine, told []ArrivalLine) ([]ArrivalLine, error) {
	settled := make([]ArrivalLine, len(lines))
	for i, x := range lines {
		settled[i] = ArrivalLine{LineNo: x.LineNo, Received: x.Sent}
	}
	for i, t := range told {
		field := fmt.Sprintf("lines.%d", i)
		at := slices.IndexFunc(lines, func(x WaybillLine) bool { return x.LineNo == t.LineNo })
		switch {
		case slices.ContainsFunc(told[:i], func(o ArrivalLine) bool { return o.LineNo == t.LineNo }):
			return nil, fault.Invalidf(field+".lineNo", "LINE_NO", "Line %d stands twice.", t.LineNo)
		case at < 0:
			return nil, fault.Invalidf(field+".lineNo", "LINE_NO", "The waybill has no line %d.", t.LineNo)
		case t.Received.IsNegative() || t.Short.IsNegative() || t.Damaged.IsNegative() || !t.Received.Add(t.Short).Add(t.Damaged).Equal(lines[at].Sent):
			return nil, fault.Invalidf(field, "DIFFERENCE", "Line %d: received, short and damaged must add up to the %s that were sent.", t.LineNo, lines[at].Sent).With("sent", lines[at].Sent.String())
		case !t.Received.Equal(lines[at].Sent) && t.Reason == "":
			return nil, fault.Invalidf(field+".reason", "DIFFERENCE_REASON", "Line %d differs from what was sent: say why.", t.LineNo)
		}
		for _, part := range []struct {
			name     string
			quantity decimal.Decimal
		}{{"received", t.Received}, {"short", t.Short}, {"damaged", t.Damaged}} {
			if err := inventory.CheckScale(part.quantity, lines[at].Scale, field+"."+part.name); err != nil {
				return nil, err
			}
		}
		if t.Received.Equal(lines[at].Sent) {
			t.Reason = ""
		}
		settled[at] = t
	}
	return settled, nil
}

func arrivalMoves(site int64, lines []WaybillLine, settled []ArrivalLine) (moves []inventory.Move) {
	for i, x := range lines {
		for _, part := range []struct {
			to       inventory.Place
			quantity decimal.Decimal
		}{{inventory.AtSite(site), settled[i].Received}, {inventory.Virtual(inventory.PlaceLost), settled[i].Short}, {inventory.Virtual(inventory.PlaceScrapped), settled[i].Damaged}} {
			if part.quantity.IsPositive() {
				moves = append(moves, inventory.Move{ItemID: x.ItemID, LotID: x.LotID, ReserveID: x.ReserveID, From: inventory.Virtual(inventory.PlaceInTransit), To: part.to, Quantity: part.quantity})
			}
		}
	}
	return moves
}

func waybillLines(ctx context.Context, q interface {
	Query(context.Context, string, ...any) (pgx.Rows, error)
}, ids []int64) ([]WaybillLine, error) {
	rows, err := q.Query(ctx, `select w.id, w.waybill_id, w.allocation_line_id, w.line_no, w.from_site_id, w.item_id, w.lot_id, w.reserve_id, i.scale, w.sent, w.received, w.short, w.damaged,
		w.reason from waybill_line w join item i on i.id = w.item_id where w.waybill_id = any($1) order by w.waybill_id, w.line_no`, ids)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[WaybillLine])
}

// WaybillFilter narrows a list of waybills; zero values: all.
type WaybillFilter struct {
	ToSiteID      int64
	InTransitOnly bool
	TripIDs, IDs  []int64 // nil: all
}

// visibleWaybills limits to what a scope may see: to or from its sites, or of its vehicles.
const visibleWaybills = `($1 or w.to_site_id = any($2) or v.carrier_id = any($3) or exists (select 1 from waybill_line x where x.waybill_id = w.id and x.from_site_id = any($2)))`

var waybillFilters = []postgres.Field{
	postgres.ByID("id", "waybill", "w.id"), postgres.ByText("number", "w.number"), postgres.ByID("tripId", "trip", "w.trip_id"),
	postgres.ByID("incidentId", "incident", "t.incident_id"), postgres.ByID("toSiteId", "site", "w.to_site_id"), postgres.ByChoice("state", "w.state"),
	postgres.ByInstant("issuedAt", "w.issued_at"), postgres.ByInstant("signedAt", "w.signed_at"), postgres.ByText("signedName", "w.signed_name"),
	postgres.ByFlag("late", "w.late"),
}

// ListWaybills gives waybills, newest first: to or from the sites in scope, or of the carrier's vehicles.
func (l *Logistics) ListWaybills(f WaybillFilter) *postgres.List[Waybill] {
	return &postgres.List[Waybill]{Fields: waybillFilters, Pool: l.Pool, Orders: []postgres.Order{postgres.Newest("w.id"), postgres.Oldest("w.id")}, Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
		_, scope, err := access.Require(ctx, "waybill.read")
		return postgres.Listing{Columns: `w.id, w.trip_id, w.to_site_id, w.number, w.state, w.issued_at, w.signed_at, w.signed_name, w.late`,
			From: `from waybill w join trip t on t.id = w.trip_id join vehicle v on v.id = t.vehicle_id where ` + visibleWaybills + `
				and ($4 = 0 or w.to_site_id = $4) and (not $5 or w.state = 'IN_TRANSIT') and ($6::bigint[] is null or w.trip_id = any($6)) and ($7::bigint[] is null or w.id = any($7))`,
			Args: []any{scope.District, scope.SiteIDs, scope.OrganisationIDs, f.ToSiteID, f.InTransitOnly, f.TripIDs, f.IDs}}, err
	}}
}

// WaybillLinesOf gives the lines of waybills, whoever asks: used below lists that are already within scope.
func (l *Logistics) WaybillLinesOf(ctx context.Context, ids []int64) ([]WaybillLine, error) {
	return waybillLines(ctx, l.Pool, ids)
}

// Progress is what became of the need for an item at a place.
type Progress struct {
	IncidentID, SiteID, ItemID                 int64
	Asked, Allotted, Sent, Arrived, Lost, Late decimal.Decimal
}

// ProgressOf gives asked, allotted, sent, arrived and late of incidents, by place and item. What was allotted from the
// place's own stock has arrived when it is approved: it lies there.
func (l *Logistics) ProgressOf(ctx context.Context, incidentIDs ...int64) ([]Progress, error) {
	_, scope, err := access.Require(ctx, "incident.read")
	if err != nil {
		return nil, err
	}
	rows, err := l.Pool.Query(ctx, `with lines as (
		  select al.need_id, al.id, al.quantity, al.from_site_id = al.to_site_id as here from allocation_line al join allocation a on a.id = al.allocation_id where a.incident_id = any($1) and a.state = 'APPROVED'),
		carried as (
		  select al.need_id, sum(w.sent) as sent, sum(coalesce(w.received, 0)) as received, sum(coalesce(w.short, 0) + coalesce(w.damaged, 0)) as lost,
		    sum(case when b.late then w.received else 0 end) as late from waybill_line w join waybill b on b.id = w.waybill_id join allocation_line al on al.id = w.allocation_line_id
		  where al.need_id in (select id from need where incident_id = any($1)) group by 1),
		allotted as (select need_id, sum(quantity) as all_of_it, coalesce(sum(quantity) filter (where here), 0) as here from lines group by 1)
		select n.incident_id, n.site_id, n.item_id, n.quantity as asked, coalesce(l.all_of_it, 0) as allotted, coalesce(c.sent, 0) + coalesce(l.here, 0) as sent,
		  coalesce(c.received, 0) + coalesce(l.here, 0) as arrived, coalesce(c.lost, 0) as lost,
		  coalesce(c.late, 0) + case when now() > n.needed_by then greatest(n.quantity - coalesce(c.received, 0) - coalesce(l.here, 0), 0) else 0 end as late
		from need n left join allotted l on l.need_id = n.id left join carried c on c.need_id = n.id
		where `+fmt.Sprintf(ofIncident, "n")+` and n.withdrawn_at is null order by n.site_id, n.priority, n.id`, incidentIDs, scope.District, scope.SiteIDs, scope.OrganisationIDs)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Progress])
}
