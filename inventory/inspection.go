package inventory

import (
	"context"
	"errors"
	"slices"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

var inspectionKinds = []string{"VISUAL", "FUNCTION", "LOAD", "PRESSURE", "CALIBRATION", "ELECTRODES_AND_BATTERY"}

// UnitInspection is an inspection or test of a unit, as its certificate says. Dates are plain dates.
type UnitInspection struct {
	RequestKey     string `json:"-"`
	LotID          int64
	Kind           string // VISUAL, FUNCTION, LOAD, PRESSURE, CALIBRATION or ELECTRODES_AND_BATTERY
	Failed         bool
	DoneOn         time.Time
	NextDueOn      *time.Time // nil: it does not run out
	DoneBy         string     // who did it: a person or a test house
	CertificateNo  string
	Note           string           // asked for where it failed
	ConditionGrade string           // A, B or C; empty: as before
	RunHours       *decimal.Decimal // as its meter says; nil: has none, or was not read
}

// InspectionAnswer is the answer to a write about an inspection.
type InspectionAnswer struct {
	InspectionID int64
	Replayed     bool `json:"-"`
}

// RecordInspection records an inspection. The last one of each kind, by the day it was done, is the unit's certificate of that kind. A
// unit that fails is on hold until it passes the same kind of test. Keepers of the site, partners at their own, liaison officers at
// sites of their organisation, public cabinets among them.
//
// Refuses with: KIND, DONE_ON, NEXT_DUE_ON, DONE_BY, NOTE_MISSING, GRADE, RUN_HOURS (fewer than before), NOT_FOUND, NOT_HERE (it lies at no
// site in scope).
func (inv *Inventory) RecordInspection(ctx context.Context, x UnitInspection) (InspectionAnswer, error) {
	actor, scope, err := access.Require(ctx, "unit.inspect")
	if err != nil {
		return InspectionAnswer{}, err
	}
	if err := checkInspection(x); err != nil {
		return InspectionAnswer{}, err
	}
	var answer InspectionAnswer
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) (err error) {
		answer, answer.Replayed, err = access.Once(ctx, tx, x.RequestKey, "recordInspection", x, func() (InspectionAnswer, error) {
			id, err := recordInspection(ctx, tx, scope, actor.PersonID, x)
			return InspectionAnswer{InspectionID: id}, err
		})
		return err
	})
	return answer, err
}

func recordInspection(ctx context.Context, tx pgx.Tx, scope access.Scope, personID int64, x UnitInspection) (id int64, err error) {
	var level levelKey
	err = tx.QueryRow(ctx, `select p.site_id, l.item_id from lot l join balance b on b.lot_id = l.id and b.in_stock join place p on p.id = b.place_id and p.site_id is not null
		where l.id = $1 and l.serial_no <> ''`, x.LotID).Scan(&level.siteID, &level.itemID)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && !scope.CoversSite(level.siteID) {
		return 0, fault.New(fault.Refused, "NOT_HERE", "This is no unit of serial goods that lies at one of your sites.").At("lotId")
	}
	if err != nil {
		return 0, err
	}
	// Whether a unit is usable counts against floors, so it changes under the lock of its level.
	b, err := openBook(ctx, tx, reach{levels: []levelKey{level}, lots: []int64{x.LotID}})
	if err != nil {
		return 0, err
	}
	at := slices.IndexFunc(b.shelves[level], func(k stockKey) bool { return k.lotID == x.LotID })
	if at < 0 {
		return 0, fault.New(fault.Refused, "NOT_HERE", "The unit has left the site this moment.").At("lotId")
	}
	if x.DoneOn.After(b.today) {
		return 0, fault.Invalidf("doneOn", "DONE_ON", "An inspection lies in the past.")
	}
	var hours *decimal.Decimal
	if err := tx.QueryRow(ctx, `select run_hours from lot where id = $1 for update`, x.LotID).Scan(&hours); err != nil {
		return 0, err
	}
	if x.RunHours != nil && hours != nil && x.RunHours.LessThan(*hours) {
		return 0, fault.Invalidf("runHours", "RUN_HOURS", "The meter showed %s hours before; it does not run back.", *hours).With("runHours", hours.String())
	}
	result := "PASSED"
	if x.Failed {
		result = "FAILED"
	}
	if err := tx.QueryRow(ctx, `insert into inspection (lot_id, kind, result, done_on, next_due_on, done_by, certificate_no, note, condition_grade, run_hours, place_id, person_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8, nullif($9, ''), $10, $11, nullif($12::bigint, 0)) returning id`,
		x.LotID, x.Kind, result, x.DoneOn, x.NextDueOn, x.DoneBy, x.CertificateNo, x.Note, x.ConditionGrade, x.RunHours, b.shelves[level][at].placeID, personID).Scan(&id); err != nil {
		return 0, err
	}
	// Paper of an earlier day, entered later, does not undo what was found since.
	if _, err := tx.Exec(ctx, `insert into certificate (lot_id, kind, inspection_id, result, done_on, next_due_on) values ($1, $2, $3, $4, $5, $6)
		on conflict (lot_id, kind) do update set inspection_id = excluded.inspection_id, result = excluded.result, done_on = excluded.done_on, next_due_on = excluded.next_due_on
		where certificate.done_on <= excluded.done_on`, x.LotID, x.Kind, id, result, x.DoneOn, x.NextDueOn); err != nil {
		return 0, err
	}
	if _, err := tx.Exec(ctx, `update lot l set certificate_due_on = c.due, quality = case when c.failed then 'ON_HOLD' when l.quality = 'ON_HOLD' then 'GOOD' else l.quality end,
		  condition_grade = coalesce(nullif($2, ''), l.condition_grade), run_hours = coalesce($3, l.run_hours), revision = l.revision + 1
		from (select min(next_due_on) as due, bool_or(result = 'FAILED') as failed from certificate where lot_id = $1) c where l.id = $1`, x.LotID, x.ConditionGrade, x.RunHours); err != nil {
		return 0, err
	}
	if err := closeBreaches(ctx, tx, b.minimums); err != nil {
		return 0, err
	}
	return id, access.RecordTx(ctx, tx, access.Entry{Action: "unit.inspect", ObjectKind: "inspection", ObjectID: id, Detail: map[string]any{"lot": x.LotID, "kind": x.Kind, "result": result}})
}

// checkInspection holds an inspection to what needs no database. Pure.
func checkInspection(x UnitInspection) error {
	switch {
	case !slices.Contains(inspectionKinds, x.Kind):
		return fault.Invalidf("kind", "KIND", "%q is not a kind of inspection.", x.Kind)
	case x.DoneOn.IsZero():
		return fault.Invalidf("doneOn", "DONE_ON", "Say when the inspection was done.")
	case x.NextDueOn != nil && (!x.NextDueOn.After(x.DoneOn) || x.NextDueOn.After(x.DoneOn.AddDate(20, 0, 0))):
		return fault.Invalidf("nextDueOn", "NEXT_DUE_ON", "The next one is due after this one, within 20 years.")
	case x.DoneBy == "" || len([]rune(x.DoneBy)) > 80:
		return fault.Invalidf("doneBy", "DONE_BY", "Say who did it.")
	case x.Failed && x.Note == "":
		return fault.Invalidf("note", "NOTE_MISSING", "Say what it failed for.")
	case x.ConditionGrade != "" && !slices.Contains([]string{"A", "B", "C"}, x.ConditionGrade):
		return fault.Invalidf("conditionGrade", "GRADE", "The grades are A, B and C.")
	case x.RunHours != nil && (x.RunHours.IsNegative() || !x.RunHours.Equal(x.RunHours.Truncate(1)) || x.RunHours.GreaterThanOrEqual(decimal.New(1, 9))):
		return fault.Invalidf("runHours", "RUN_HOURS", "Run hours are zero or more, with at most one decimal.")
	}
	return nil
}

// InspectionRow is an inspection in a list.
type InspectionRow struct {
	ID, LotID                   int64
	Kind, Result                string
	DoneOn                      time.Time
	NextDueOn                   *time.Time
	DoneBy, CertificateNo, Note string
	ConditionGrade              *string
	RunHours                    *decimal.Decimal
	Place                       string
	RecordedBy                  *string
	RecordedAt                  time.Time
}

// InspectionsOf gives the inspections of units, newest first, whoever asks: used below lists that are already within scope.
func (inv *Inventory) InspectionsOf(ctx context.Context, lotIDs []int64) (map[int64][]InspectionRow, error) {
	rows, err := inv.Pool.Query(ctx, `select x.id, x.lot_id, x.kind, x.result, x.done_on, x.next_due_on, x.done_by, x.certificate_no, x.note, x.condition_grade, x.run_hours,
		  `+placeName("p", "s")+` as place, n.name as recorded_by, x.recorded_at
		from inspection x join place p on p.id = x.place_id left join site s on s.id = p.site_id left join person n on n.id = x.person_id where x.lot_id = any($1) order by x.lot_id, x.done_on desc, x.id desc`, lotIDs)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByName[InspectionRow])
	byLot := map[int64][]InspectionRow{}
	for _, x := range all {
		byLot[x.LotID] = append(byLot[x.LotID], x)
	}
	return byLot, err
}

// InspectionDue is an entry of the inspection calendar: a certificate of a unit that lies at a site.
type InspectionDue struct {
	LotID, SiteID, ItemID int64
	Kind, Result          string
	DoneOn, DueOn         time.Time // what failed is due since the day it failed
	Overdue               bool      // by the business date: due before today, or failed
}

// InspectionFilter narrows the inspection calendar; zero values: all.
type InspectionFilter struct {
	SiteID, ItemID int64
	SiteKind       string     // such as PUBLIC_CABINET
	DueBy          *time.Time // due by this day, inclusive
	OverdueOnly    bool
}

var inspectionDueFilters = []postgres.Field{
	postgres.ByID("lotId", "lot", "x.lot_id"), postgres.ByID("itemId", "item", "x.item_id"), postgres.ByID("siteId", "site", "x.site_id"),
	postgres.ByChoice("kind", "x.kind"), postgres.ByChoice("result", "x.result"), postgres.ByDate("doneOn", "x.done_on"), postgres.ByDate("dueOn", "x.due_on"),
	postgres.ByFlag("overdue", "x.overdue"),
}

// InspectionCalendar gives which inspections are due when, the first first, of units at the sites in scope, public cabinets too.
func (inv *Inventory) InspectionCalendar(f InspectionFilter) *postgres.List[InspectionDue] {
	due, lot, kind := postgres.Key{SQL: "x.due_on", Type: "date"}, postgres.Key{SQL: "x.lot_id", Type: "bigint"}, postgres.Key{SQL: "x.kind", Type: "text"}
	return &postgres.List[InspectionDue]{Fields: inspectionDueFilters, Pool: inv.Pool, Orders: []postgres.Order{
		{Name: "DUE", By: []postgres.Key{due, lot, kind}},
		{Name: "SITE", By: []postgres.Key{{SQL: "x.site_code", Type: "text"}, due, lot, kind}},
		{Name: "ITEM", By: []postgres.Key{{SQL: "x.item_code", Type: "text"}, due, lot, kind}},
	}, Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
		_, scope, err := access.Require(ctx, "stock.read")
		return postgres.Listing{Columns: `x.lot_id, x.site_id, x.item_id, x.kind, x.result, x.done_on, x.due_on, x.overdue`,
			From: `from (
			  select c.lot_id, p.site_id, l.item_id, c.kind, c.result, c.done_on, case c.result when 'FAILED' then c.done_on else c.next_due_on end as due_on,
			    c.result = 'FAILED' or c.next_due_on < business_date() as overdue, s.code as site_code, i.code as item_code
			  from certificate c join lot l on l.id = c.lot_id join item i on i.id = l.item_id join balance b on b.lot_id = l.id and b.in_stock
			    join place p on p.id = b.place_id join site s on s.id = p.site_id join reserve r on r.id = b.reserve_id
			  where ` + visibleStock + ` and ($4 = 0 or p.site_id = $4) and ($5 = 0 or l.item_id = $5) and ($6 = '' or s.kind = $6)) x
			where x.due_on is not null and ($7::date is null or x.due_on <= $7) and (not $8 or x.overdue)`,
			Args: []any{scope.District, scope.SiteIDs, scope.OrganisationIDs, f.SiteID, f.ItemID, f.SiteKind, f.DueBy, f.OverdueOnly}}, err
	}}
}

// CountInspectionsOverdue counts, of what InspectionCalendar would list, what is overdue.
func (inv *Inventory) CountInspectionsOverdue(ctx context.Context) (int, error) {
	_, scope, err := access.Require(ctx, "stock.read")
	if err != nil {
		return 0, err
	}
	return inv.count(ctx, `select count(*) from certificate c join balance b on b.lot_id = c.lot_id and b.in_stock join place p on p.id = b.place_id and p.site_id is not null join reserve r on r.id = b.reserve_id
		where `+visibleStock+` and (c.result = 'FAILED' or c.next_due_on < business_date())`, scope.District, scope.SiteIDs, scope.OrganisationIDs)
}
