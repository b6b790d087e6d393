package inventory_test

import (
	"context"
	"testing"

	"changping/internal/postgres"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
)

func (b *bundle) pumpLot(serial string) int64 {
	b.t.Helper()
	units, err := b.ListUnits(inventory.UnitFilter{SerialNo: serial}).First(b.system, 2)
	if err != nil || len(units) != 1 {
		b.t.Fatal(serial, units, err)
	}
	return units[0].LotID
}

func (b *bundle) inspect(x inventory.UnitInspection) error {
	if x.RequestKey = newKey(); x.Kind == "" {
		x.Kind, x.DoneBy = "LOAD", "test house"
	}
	_, err := b.RecordInspection(b.keeper, x)
	return err
}

func TestOneUnitIsOneLot(t *testing.T) {
	b := setup(t)
	bins := b.bins(b.annex, inventory.BinPlan{Pattern: "A"})
	pump := inventory.ReceiptLine{ItemID: b.pump, Quantity: d("1"), LotNo: "P1", SerialNo: "SN-1"}
	b.receive(b.keeper, newKey(), b.depot, pump)
	receive := func(lines ...inventory.ReceiptLine) error {
		_, err := b.Receive(b.keeper, inventory.Receipt{RequestKey: newKey(), SiteID: b.depot, Reason: "PURCHASE", Lines: lines})
		return err
	}
	wantCode(t, receive(pump), "SERIAL")
	other := pump
	other.LotNo = "P2"
	wantCode(t, receive(other), "LOT_MISMATCH")
	one, two := pump, pump
	one.SerialNo, two.SerialNo, two.LotNo = "SN-9", "SN-9", "P9"
	wantCode(t, receive(one, two), "SERIAL")
	if _, err := b.move(b.depot, b.annex, inventory.IssueLine{ItemID: b.pump, Quantity: d("1"), ToBinID: bins["A"]}); err != nil {
		t.Fatal(err)
	}
	history, err := b.UnitHistory(b.pumpLot("SN-1")).First(b.keeper, 10)
	if err != nil || len(history) != 2 || history[0].FromPlace != "D1" || history[0].ToPlace != "D2 A" || history[1].FromPlace != "SUPPLIER" {
		t.Errorf("%+v %v", history, err)
	}
	_, err = b.UnitHistory(b.pumpLot("SN-1")).First(b.partner, 10)
	wantCode(t, err, "NOT_FOUND")
}

func TestAUnitWhoseCertificateHasRunOutStays(t *testing.T) {
	b := setup(t)
	for _, sn := range []string{"SN-1", "SN-2"} {
		b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.pump, Quantity: d("1"), LotNo: "P-" + sn, SerialNo: sn})
	}
	first := b.pumpLot("SN-1")
	hours := d("120.5")
	if err := b.inspect(inventory.UnitInspection{LotID: first, DoneOn: *day(-400), NextDueOn: day(-1), ConditionGrade: "B", RunHours: &hours}); err != nil {
		t.Fatal(err)
	}
	issue := func(lot int64, override *inventory.Override) error {
		return postgres.InTx(b.system, b.db.Pool, func(tx pgx.Tx) error {
			is := inventory.Issue{SiteID: b.depot, Reason: "CONSUMPTION", Override: override, Lines: []inventory.IssueLine{{ItemID: b.pump, Quantity: d("1"), LotID: lot}}}
			_, err := inventory.IssueTx(b.system, tx, is)
			return err
		})
	}
	wantCode(t, issue(first, nil), "CERTIFICATE_DUE")
	wantCode(t, issue(first, &inventory.Override{Reason: "flood"}), "CERTIFICATE_DUE") // that was about minimums
	if err := issue(0, nil); err != nil {                                              // the other one is picked
		t.Fatal(err)
	}
	wantCode(t, issue(0, nil), "INSUFFICIENT_STOCK")
	units, err := b.ListUnits(inventory.UnitFilter{SiteID: b.depot}).First(b.system, 10)
	if err != nil || len(units) != 1 || units[0].RunHours.String() != "120.5" || units[0].ConditionGrade != "B" || !units[0].NextDue().Equal(*day(-1)) {
		t.Errorf("%+v %v", units, err)
	}
	for _, by := range []int{-2, -1} {
		due, err := b.ListUnits(inventory.UnitFilter{SiteID: b.depot, DueBy: day(by)}).First(b.system, 10)
		if err != nil || len(due) != by+2 {
			t.Errorf("due by %d: %+v %v", by, due, err)
		}
	}
	calendar := func(f inventory.InspectionFilter) int {
		t.Helper()
		due, err := b.InspectionCalendar(f).First(b.keeper, 10)
		if err != nil {
			t.Fatal(err)
		}
		return len(due)
	}
	if calendar(inventory.InspectionFilter{OverdueOnly: true}) != 1 || calendar(inventory.InspectionFilter{DueBy: day(-2)}) != 0 || calendar(inventory.InspectionFilter{SiteID: b.annex}) != 0 {
		t.Error("the calendar does not tell what is due")
	}
	fewer := d("100")
	wantCode(t, b.inspect(inventory.UnitInspection{LotID: first, DoneOn: *day(0), RunHours: &fewer}), "RUN_HOURS")
	wantCode(t, b.inspect(inventory.UnitInspection{LotID: first, DoneOn: *day(1)}), "DONE_ON")
	wantCode(t, b.inspect(inventory.UnitInspection{LotID: first, DoneOn: *day(0), Failed: true}), "NOTE_MISSING")
	// A failed test is overridden by nobody, and ends with a passed one; older paper does not undo it.
	if err := b.inspect(inventory.UnitInspection{LotID: first, DoneOn: *day(0), Failed: true, Note: "leaks"}); err != nil {
		t.Fatal(err)
	}
	if err := b.inspect(inventory.UnitInspection{LotID: first, DoneOn: *day(-30), NextDueOn: day(300)}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, issue(first, &inventory.Override{Reason: "flood", Certificates: true}), "LOT_NOT_GOOD")
	if b.available(b.depot, b.pump) != "0" {
		t.Error("a unit that failed is available")
	}
	if err := b.inspect(inventory.UnitInspection{LotID: first, DoneOn: *day(0), NextDueOn: day(365)}); err != nil {
		t.Fatal(err)
	}
	if b.available(b.depot, b.pump) != "1" {
		t.Error("a unit that passed is not available")
	}
	// A second certificate runs out by itself, and is overridden by name.
	if err := b.inspect(inventory.UnitInspection{LotID: first, Kind: "PRESSURE", DoneBy: "x", DoneOn: *day(-800), NextDueOn: day(-70)}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, issue(first, nil), "CERTIFICATE_DUE")
	if err := issue(first, &inventory.Override{Reason: "flood", Certificates: true}); err != nil {
		t.Fatal(err)
	}
	var told int
	if err := b.db.Pool.QueryRow(context.Background(), `select count(*) from audit_entry where action = 'certificate.override' and detail->'lots' ? 'P-SN-1'`).Scan(&told); err != nil || told != 1 {
		t.Errorf("%d overrides in the audit trail, %v", told, err)
	}
	wantCode(t, b.inspect(inventory.UnitInspection{LotID: first, DoneOn: *day(0)}), "NOT_HERE")
}

func TestPublicCabinetsHaveTheirCalendar(t *testing.T) {
	b := setup(t)
	cabinet, err := b.CreateSite(b.system, inventory.Site{Code: "AED1", NameZh: "急救柜", NameEn: "Cabinet", Kind: "PUBLIC_CABINET", OrganisationID: b.townOrg, TownID: b.townOrg, Latitude: d("39.1"), Longitude: d("117")})
	if err != nil {
		t.Fatal(err)
	}
	b.receive(b.system, "", cabinet, inventory.ReceiptLine{ItemID: b.pump, Quantity: d("1"), LotNo: "P", SerialNo: "AED-1"})
	if _, err := b.RecordInspection(b.system, inventory.UnitInspection{LotID: b.pumpLot("AED-1"), Kind: "ELECTRODES_AND_BATTERY", DoneOn: *day(-10), NextDueOn: day(20), DoneBy: "王"}); err != nil {
		t.Fatal(err)
	}
	due, err := b.InspectionCalendar(inventory.InspectionFilter{SiteKind: "PUBLIC_CABINET", DueBy: day(30)}).First(b.system, 10)
	if err != nil || len(due) != 1 || due[0].SiteID != cabinet || due[0].Overdue || !due[0].DueOn.Equal(*day(20)) {
		t.Errorf("%+v %v", due, err)
	}
	wantCode(t, b.inspect(inventory.UnitInspection{LotID: b.pumpLot("AED-1"), DoneOn: *day(0)}), "NOT_HERE") // another's
}
