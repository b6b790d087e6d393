package inventory

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// lockRecoveryLine locks a line of recovered goods within scope.
func lockRecoveryLine(ctx context.Context, tx pgx.Tx, scope access.Scope, id int64) (holdID int64, state string, quantity decimal.Decimal, err error) {
	var siteID int64
	err = tx.QueryRow(ctx, `select r.hold_id, r.state, r.quantity, d.site_id from recovery_line r join document d on d.id = r.document_id where r.id = $1 for update of r`, id).
		Scan(&holdID, &state, &quantity, &siteID)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && !scope.CoversSite(siteID) {
		err = fault.Absent("recovery line", fmt.Sprint(id)).At("lineId")
	}
	return holdID, state, quantity, err
}

// RecoveryAnswer is the answer to a write about a line of recovered goods.
type RecoveryAnswer struct {
	LineID   int64     `json:"HoldID"` // as it was kept before there were warnings
	Warnings []Warning `json:",omitempty"`
	Replayed bool      `json:"-"`
}

func recoveryOnce(ctx context.Context, inv *Inventory, key, operation string, input any, do func(tx pgx.Tx) (RecoveryAnswer, error)) (answer RecoveryAnswer, err error) {
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) (err error) {
		answer, answer.Replayed, err = access.Once(ctx, tx, key, operation, input, func() (RecoveryAnswer, error) { return do(tx) })
		return err
	})
	return answer, err
}

// MarkCleaned records that recovered goods are clean and wait for their inspection. Keepers of the site, partners at their own.
//
// Refuses with: NOT_FOUND, ALREADY_DONE.
func (inv *Inventory) MarkCleaned(ctx context.Context, key string, lineID int64) (RecoveryAnswer, error) {
	actor, scope, err := access.Require(ctx, "stock.recover")
	if err != nil {
		return RecoveryAnswer{}, err
	}
	return recoveryOnce(ctx, inv, key, "markCleaned", lineID, func(tx pgx.Tx) (cleaned RecoveryAnswer, err error) {
		_, state, _, err := lockRecoveryLine(ctx, tx, scope, lineID)
		if err != nil {
			return cleaned, err
		}
		if state != "AWAITING_CLEANING" {
			return cleaned, fault.New(fault.Conflict, "ALREADY_DONE", "These goods do not wait for cleaning.").At("lineId").With("state", state)
		}
		if _, err := tx.Exec(ctx, `update recovery_line set state = 'AWAITING_INSPECTION', cleaned_at = now(), cleaned_by = nullif($2::bigint, 0) where id = $1`, lineID, actor.PersonID); err != nil {
			return cleaned, err
		}
		cleaned.LineID = lineID
		return cleaned, access.RecordTx(ctx, tx, access.Entry{Action: "recovery.clean", ObjectKind: "recovery_line", ObjectID: lineID})
	})
}

// Inspection is what an inspection of recovered goods found. The parts sum to what is on hold of them.
type Inspection struct {
	RequestKey             string `json:"-"`
	LineID                 int64
	GradeA, GradeB, GradeC decimal.Decimal // as new, used, worn but fit for use: restocked
	Rejected               decimal.Decimal // stays on hold until it is scrapped or returned
	Note                   string
}

// InspectRecovered restocks recovered goods by grade, and keeps on hold what was rejected. Goods that came back as new join their
// lot; of a lower grade they join a lot of their own (its number with /B or /C), by a document of kind RECOVERY. Of a single
// unit the grade is noted on the unit. Keepers of the site, partners at their own.
//
// Refuses with: NOT_FOUND, ALREADY_DONE, NOT_CLEANED, OUTCOMES_INCOMPLETE (with what is on hold), GRADE_RISES, QUANTITY, SCALE, LOT_NO.
func (inv *Inventory) InspectRecovered(ctx context.Context, x Inspection) (RecoveryAnswer, error) {
	actor, scope, err := access.Require(ctx, "stock.recover")
	if err != nil {
		return RecoveryAnswer{}, err
	}
	return recoveryOnce(ctx, inv, x.RequestKey, "inspectRecovered", x, func(tx pgx.Tx) (inspected RecoveryAnswer, err error) {
		holdID, state, quantity, err := lockRecoveryLine(ctx, tx, scope, x.LineID)
		if err != nil {
			return inspected, err
		}
		switch state {
		case "AWAITING_CLEANING":
			return inspected, fault.New(fault.Refused, "NOT_CLEANED", "These goods wait for cleaning: they are inspected clean.").At("lineId")
		case "INSPECTED":
			return inspected, fault.New(fault.Conflict, "ALREADY_DONE", "These goods have been inspected already.").At("lineId")
		}
		var lot Lot
		if err := tx.QueryRow(ctx, `select l.id, l.item_id, l.lot_no, l.serial_no, l.made_on, l.expires_on, l.unit_cost, l.condition_grade from quality_hold h join lot l on l.id = h.lot_id where h.id = $1`, holdID).
			Scan(&lot.ID, &lot.ItemID, &lot.LotNo, &lot.SerialNo, &lot.MadeOn, &lot.ExpiresOn, &lot.UnitCost, &lot.ConditionGrade); err != nil {
			return inspected, err
		}
		b, f, site, err := openInspection(ctx, tx, holdID, lot)
		if err != nil {
			return inspected, err
		}
		if err := checkOutcomes(x, f.quantity, b.items[lot.ItemID].Scale, lot.ConditionGrade); err != nil {
			return inspected, err
		}
		regrading, err := b.regrade(ctx, x, lot, site, f, holdID)
		if err != nil {
			return inspected, err
		}
		if err := b.write(ctx); err != nil {
			return inspected, err
		}
		if regrading {
			if _, err := tx.Exec(ctx, `update recovery_line set regrading_id = $2 where id = $1`, x.LineID, b.entries[0].documentID); err != nil {
				return inspected, err
			}
		}
		inspected.LineID, inspected.Warnings = x.LineID, append(b.told(), unusable(x, b.lots[lot.ID])...)
		return inspected, writeInspection(ctx, tx, x, lot, holdID, quantity.Sub(f.quantity), actor.PersonID, b.minimums)
	})
}

// unusable tells of restocked goods that may not go to people all the same. What is still on hold takes nothing from a minimum, and what is
// restocked adds to it, so that no floor is warned of here. Pure.
func unusable(x Inspection, lot lotFacts) (told []Warning) {
	if !x.GradeA.Add(x.GradeB).Add(x.GradeC).IsPositive() {
		return nil
	}
	facts := map[string]string{"lotNo": lot.lotNo}
	if lot.expired {
		facts["expiresOn"] = lot.expiresOn.Format(time.DateOnly)
		told = append(told, Warning{Code: "LOT_EXPIRED", Message: fmt.Sprintf("Lot %s was good until %s: what was restocked cannot be issued to people.", lot.lotNo, facts["expiresOn"]), Facts: facts})
	}
	if lot.certificateDue {
		told = append(told, Warning{Code: "CERTIFICATE_DUE", Message: fmt.Sprintf("A certificate of unit %s has run out: inspect it before it is issued.", lot.lotNo), Facts: facts})
	}
	return told
}

// openInspection opens a book over the hold of recovered goods, their lot, and the lots that lower grades of it go by.
func openInspection(ctx context.Context, tx pgx.Tx, holdID int64, lot Lot) (*book, holdFacts, int64, error) {
	var site int64
	if err := tx.QueryRow(ctx, `select p.site_id from quality_hold h join place p on p.id = h.place_id where h.id = $1`, holdID).Scan(&site); err != nil {
		return nil, holdFacts{}, 0, err
	}
	r := reach{levels: []levelKey{{site, lot.ItemID}}, lots: []int64{lot.ID}, holds: []int64{holdID}}
	for _, grade := range []string{"B", "C"} {
		r.lotKeys = append(r.lotKeys, lotKey{lot.ItemID, gradedLotNo(lot, grade), lot.SerialNo})
	}
	b, err := openBook(ctx, tx, r)
	if err != nil {
		return nil, holdFacts{}, 0, err
	}
	f := b.holds[holdID]
	if !f.live { // all of it went missing while it waited
		f.quantity = decimal.Zero
	}
	return b, f, site, nil
}

// gradedLotNo is the number under which goods of a lot are kept that came back with a lower grade.
func gradedLotNo(lot Lot, grade string) string {
	if lot.ConditionGrade != "A" {
		return strings.TrimSuffix(lot.LotNo, "/"+lot.ConditionGrade) + "/" + grade
	}
	return lot.LotNo + "/" + grade
}

// checkOutcomes holds the parts of an inspection to what is on hold, and to the grade that the lot had. Pure.
func checkOutcomes(x Inspection, onHold decimal.Decimal, scale int, grade string) error {
	sum := decimal.Zero
	for name, q := range map[string]decimal.Decimal{"gradeA": x.GradeA, "gradeB": x.GradeB, "gradeC": x.GradeC, "rejected": x.Rejected} {
		if q.IsNegative() {
			return fault.Invalidf(name, "QUANTITY", "A quantity is zero or more.")
		}
		if err := CheckScale(q, scale, name); err != nil {
			return err
		}
		sum = sum.Add(q)
	}
	if !sum.Equal(onHold) {
		return fault.New(fault.Refused, "OUTCOMES_INCOMPLETE", "%s wait for inspection; the outcomes sum to %s.", onHold, sum).At("lineId").With("onHold", onHold.String()).With("sum", sum.String())
	}
	if grade >= "B" && x.GradeA.IsPositive() || grade == "C" && x.GradeB.IsPositive() {
		return fault.New(fault.Refused, "GRADE_RISES", "Goods of grade %s do not come back better than they went out.", grade).At("lineId").With("grade", grade)
	}
	return nil
}

// regrade posts the goods that go to lots of a lower grade; posted: there were some.
func (b *book) regrade(ctx context.Context, x Inspection, lot Lot, site int64, f holdFacts, holdID int64) (posted bool, err error) {
	if lot.SerialNo != "" {
		return false, nil
	}
	var moves []Move
	for _, part := range []struct {
		grade    string
		quantity decimal.Decimal
	}{{"B", x.GradeB}, {"C", x.GradeC}} {
		if !part.quantity.IsPositive() || part.grade == lot.ConditionGrade {
			continue
		}
		line := ReceiptLine{ItemID: lot.ItemID, LotNo: gradedLotNo(lot, part.grade), MadeOn: lot.MadeOn, ExpiresOn: lot.ExpiresOn, UnitCost: lot.UnitCost}
		if len([]rune(line.LotNo)) > 40 {
			return false, fault.New(fault.Refused, "LOT_NO", "The number of lot %s is too long to keep its goods apart by grade.", lot.LotNo).At("lineId")
		}
		before := len(b.newLots)
		id, err := b.findOrMakeLot(line, "RETURN")
		if err != nil {
			return false, err
		}
		if len(b.newLots) > before {
			b.newLots[before].ConditionGrade = part.grade
		}
		moves = append(moves, Move{ItemID: lot.ItemID, LotID: lot.ID, ReserveID: f.key.reserveID, From: AtSite(site), To: Virtual(PlaceRegraded), HoldID: holdID, Quantity: part.quantity},
			Move{ItemID: lot.ItemID, LotID: id, ReserveID: f.key.reserveID, From: Virtual(PlaceRegraded), To: b.at[f.key.placeID], Quantity: part.quantity})
	}
	if len(moves) == 0 {
		return false, nil
	}
	_, err = b.post(ctx, Posting{Kind: KindRecovery, Reason: "REGRADED", SiteID: site, Note: x.Note, Moves: moves})
	return true, err
}

// writeInspection records the outcome, and ends or shortens the hold.
func writeInspection(ctx context.Context, tx pgx.Tx, x Inspection, lot Lot, holdID int64, missing decimal.Decimal, personID int64, minimums []Headroom) error {
	hold := `update quality_hold set state = 'RELEASED', closed_by = nullif($2::bigint, 0), closed_note = $3, closed_at = now() where id = $1 and state = 'LIVE' and $4::numeric = 0`
	if x.Rejected.IsPositive() {
		hold = `update quality_hold set quantity = $4, reason = 'FAILED_INSPECTION', person_id = nullif($2::bigint, 0), note = $3 where id = $1 and state = 'LIVE'`
	}
	if _, err := tx.Exec(ctx, hold, holdID, personID, x.Note, x.Rejected); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update recovery_line set state = 'INSPECTED', grade_a = $2, grade_b = $3, grade_c = $4, rejected = $5, missing = $6, note = $7, inspected_at = now(), inspected_by = nullif($8::bigint, 0)
		where id = $1`, x.LineID, x.GradeA, x.GradeB, x.GradeC, x.Rejected, missing, x.Note, personID); err != nil {
		return err
	}
	if lot.SerialNo != "" {
		grade := "A"
		if x.GradeB.IsPositive() {
			grade = "B"
		} else if x.GradeC.IsPositive() {
			grade = "C"
		}
		if !x.Rejected.IsPositive() && grade != lot.ConditionGrade {
			if _, err := tx.Exec(ctx, `update lot set condition_grade = $2, revision = revision + 1 where id = $1`, lot.ID, grade); err != nil {
				return err
			}
		}
	}
	if err := closeBreaches(ctx, tx, minimums); err != nil {
		return err
	}
	return access.RecordTx(ctx, tx, access.Entry{Action: "recovery.inspect", ObjectKind: "recovery_line", ObjectID: x.LineID, Detail: x})
}

// RecoveryRow is a line of recovered goods in a list.
type RecoveryRow struct {
	ID, DocumentID, SiteID, ItemID, LotID, ReserveID, HoldID int64
	LineNo                                                   int
	State                                                    string
	Quantity, GradeA, GradeB, GradeC, Rejected, Missing      decimal.Decimal
	RegradingID                                              *int64
	Note                                                     string
	ReturnedAt                                               time.Time
	CleanedAt, InspectedAt                                   *time.Time
	CleanedBy, InspectedBy                                   *string
}

var recoveredGoodsFilters = []postgres.Field{
	postgres.ByID("id", "recoveredGoods", "x.id"), postgres.ByID("siteId", "site", "d.site_id"), postgres.ByID("itemId", "item", "l.item_id"),
	postgres.ByID("lotId", "lot", "h.lot_id"), postgres.ByID("reserveId", "reserve", "h.reserve_id"), postgres.ByChoice("state", "x.state"),
	postgres.ByQuantity("quantity", "x.quantity"), postgres.ByText("note", "x.note"), postgres.ByInstant("returnedAt", "d.occurred_at"),
	postgres.ByInstant("cleanedAt", "x.cleaned_at"), postgres.ByInstant("inspectedAt", "x.inspected_at"),
}

// ListRecovery gives recovered goods of the sites in scope, newest first. siteID 0: all; ids nil: all.
func (inv *Inventory) ListRecovery(siteID int64, openOnly bool, ids []int64) *postgres.List[RecoveryRow] {
	return &postgres.List[RecoveryRow]{Fields: recoveredGoodsFilters, Pool: inv.Pool, Orders: []postgres.Order{postgres.Newest("x.id"), postgres.Oldest("x.id")}, Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
		_, scope, err := access.Require(ctx, "stock.read")
		return postgres.Listing{
			Columns: `x.id, x.document_id, d.site_id, l.item_id, h.lot_id, h.reserve_id, x.hold_id, x.line_no, x.state, x.quantity, x.grade_a, x.grade_b, x.grade_c, x.rejected, x.missing,
				x.regrading_id, x.note, d.occurred_at as returned_at, x.cleaned_at, x.inspected_at, cb.name as cleaned_by, ib.name as inspected_by`,
			From: `from recovery_line x join document d on d.id = x.document_id join quality_hold h on h.id = x.hold_id join lot l on l.id = h.lot_id
				left join person cb on cb.id = x.cleaned_by left join person ib on ib.id = x.inspected_by
				where ($1 or d.site_id = any($2)) and ($3 = 0 or d.site_id = $3) and (not $4 or x.state <> 'INSPECTED') and ($5::bigint[] is null or x.id = any($5))`,
			Args: []any{scope.District, scope.SiteIDs, siteID, openOnly, ids}}, err
	}}
}
