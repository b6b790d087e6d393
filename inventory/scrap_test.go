package inventory_test

import (
	"testing"

	"changping/inventory"
)

// expire makes a lot expire yesterday.
func (b *bundle) expire(lotNo string) {
	b.t.Helper()
	if _, err := b.db.Owner(b.t).Exec(b.t.Context(), `update lot set made_on = null, expires_on = business_date() - 1 where lot_no = $1`, lotNo); err != nil {
		b.t.Fatal(err)
	}
}

// Pain: expired stock issued by hand. Named by its lot, taken from a hold or lent: it does not go to people; but it can be scrapped.
func TestExpiredStockIsNeverIssuedButScrapped(t *testing.T) {
	b := setup(t)
	first, _, keeper2 := b.officers()
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("50"), LotNo: "W", ExpiresOn: day(5)})
	line := b.line(b.depot, b.water, "50")
	scrap := func(reason string, l inventory.StockLine) (inventory.Posted, error) {
		return b.ProposeScrap(b.keeper, inventory.Scrap{RequestKey: newKey(), SiteID: b.depot, Reason: reason, Note: "swollen", Lines: []inventory.StockLine{l}})
	}
	_, err := scrap("EXPIRED", line)
	wantCode(t, err, "NOT_EXPIRED")
	b.expire("W")
	for _, reason := range []string{"CONSUMPTION", "LOAN", "DISTRIBUTION"} {
		_, err := b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: reason, Lines: []inventory.IssueLine{{ItemID: b.water, Quantity: d("1"), LotID: line.LotID, ReserveID: line.ReserveID}}})
		wantCode(t, err, "LOT_EXPIRED")
	}
	_, err = b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.water, Quantity: d("1")}}})
	wantCode(t, err, "INSUFFICIENT_STOCK") // FEFO does not pick it

	document := b.must(scrap("EXPIRED", line))
	if p := b.parts(b.depot, b.water); p.Reserved.String() != "50" || !p.Expired.IsZero() {
		t.Errorf("proposed: %+v", p)
	}
	if f := b.approve(first, document); f == nil || f.Code != "APPRAISAL_MISSING" {
		t.Errorf("approved without an appraisal: %v", f)
	}
	appraise := func(who *inventory.Appraisal) *inventory.Appraisal {
		_, who.Revision = b.state(document)
		who.RequestKey, who.DocumentID, who.Note = newKey(), document, "opened three"
		return who
	}
	_, err = b.AppraiseScrap(b.keeper, *appraise(&inventory.Appraisal{Finding: "UNUSABLE"}))
	wantCode(t, err, "OWN_DOCUMENT")
	b.must(b.AppraiseScrap(keeper2, *appraise(&inventory.Appraisal{Finding: "UNUSABLE"})))
	_, err = b.AppraiseScrap(keeper2, *appraise(&inventory.Appraisal{Finding: "USABLE"}))
	wantCode(t, err, "ALREADY_DONE")
	_, err = b.DisposeScrap(b.keeper, inventory.Disposal{RequestKey: newKey(), DocumentID: document, Revision: 1, Way: "RECYCLED"})
	wantCode(t, err, "DOCUMENT_STATE")
	if f := b.approve(first, document); f != nil {
		t.Fatal(f)
	}
	b.wantState(document, "APPROVED")
	_, err = b.PostDocument(b.keeper, b.change(document))
	wantCode(t, err, "DISPOSAL_MISSING")
	for proceeds, code := range map[string]string{"-1": "PROCEEDS", "0.001": "PROCEEDS"} {
		_, err = b.DisposeScrap(b.keeper, inventory.Disposal{RequestKey: newKey(), DocumentID: document, Revision: 1, Way: "RECYCLED", Proceeds: d(proceeds)})
		wantCode(t, err, code)
	}
	b.must(b.DisposeScrap(b.keeper, inventory.Disposal{RequestKey: newKey(), DocumentID: document, Revision: 1, Way: "RECYCLED", Proceeds: d("12.50"), Note: "plastic"}))
	b.wantState(document, "POSTED")
	if got := b.available(b.depot, b.water); got != "0" {
		t.Errorf("%s left", got)
	}
}

// Goods on hold are scrapped out of their hold, part of it too; refused, they are on hold as before and available to nobody.
func TestScrapTakesFromAHoldAndGivesItBack(t *testing.T) {
	b := setup(t)
	first, _, keeper2 := b.officers()
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("50"), LotNo: "B"})
	held, err := b.hold(b.line(b.depot, b.blanket, "40"))
	if err != nil {
		t.Fatal(err)
	}
	line := b.line(b.depot, b.blanket, "30")
	line.HoldID = held
	propose := func() (inventory.Posted, error) {
		return b.ProposeScrap(b.keeper, inventory.Scrap{RequestKey: newKey(), SiteID: b.depot, Reason: "DAMAGED", Lines: []inventory.StockLine{line}})
	}
	split := line
	split.Quantity = d("15")
	document := b.must(b.ProposeScrap(b.keeper, inventory.Scrap{RequestKey: newKey(), SiteID: b.depot, Reason: "DAMAGED", Lines: []inventory.StockLine{split, split}})) // two lines of one hold
	_, err = propose()
	wantCode(t, err, "HOLD_GONE") // claimed
	b.withoutRules()
	_, err = b.ReturnToSupplier(b.keeper, inventory.SupplierReturn{RequestKey: newKey(), SiteID: b.depot, Reason: "DEFECTIVE", Lines: []inventory.StockLine{line}})
	wantCode(t, err, "HOLD_GONE") // and taken by nobody else
	_, err = b.ReleaseHold(b.keeper, inventory.HoldRelease{RequestKey: newKey(), HoldID: held, Note: "x"})
	wantCode(t, err, "HOLD_GONE")
	if p := b.parts(b.depot, b.blanket); p.OnHold.String() != "40" || p.Available.String() != "10" || !p.Reserved.IsZero() {
		t.Errorf("proposed: %+v", p)
	}
	b.must(b.RefuseDocument(first, b.change(document)))
	if p := b.parts(b.depot, b.blanket); p.OnHold.String() != "40" || p.Available.String() != "10" {
		t.Errorf("refused: %+v", p)
	}
	b.must(b.SubmitDocument(b.keeper, b.change(document))) // submitted again: a new revision wants a new appraisal
	_, revision := b.state(document)
	b.must(b.AppraiseScrap(keeper2, inventory.Appraisal{RequestKey: newKey(), DocumentID: document, Revision: revision, Finding: "UNUSABLE", Note: "torn"}))
	if f := b.approve(first, document); f != nil {
		t.Fatal(f)
	}
	b.must(b.DisposeScrap(b.keeper, inventory.Disposal{RequestKey: newKey(), DocumentID: document, Revision: revision, Way: "DESTROYED"}))
	if p := b.parts(b.depot, b.blanket); p.OnHand.String() != "20" || p.OnHold.String() != "10" || p.Available.String() != "10" {
		t.Errorf("disposed of: %+v", p)
	}
}

func TestReturnToSupplierFromAHold(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("50"), LotNo: "B", UnitCost: money("10")})
	held, err := b.hold(b.line(b.depot, b.blanket, "40"))
	if err != nil {
		t.Fatal(err)
	}
	line := b.line(b.depot, b.blanket, "40")
	_, err = b.ReturnToSupplier(b.keeper, inventory.SupplierReturn{RequestKey: newKey(), SiteID: b.depot, Reason: "DEFECTIVE", Lines: []inventory.StockLine{line}})
	wantCode(t, err, "INSUFFICIENT_STOCK") // ten are free; the others are named by their hold
	line.HoldID = held
	sent := b.must(b.ReturnToSupplier(b.keeper, inventory.SupplierReturn{RequestKey: newKey(), SiteID: b.depot, Reason: "DEFECTIVE", Lines: []inventory.StockLine{line}}))
	b.wantState(sent, "POSTED") // worth 400 yuan: nobody is asked
	if p := b.parts(b.depot, b.blanket); p.OnHand.String() != "10" || !p.OnHold.IsZero() {
		t.Errorf("%+v", p)
	}
}

// Lent goods come back against their loan, never more than went out; they wait for inspection and join lots by grade.
func TestRecoveryOfALoan(t *testing.T) {
	b := setup(t)
	b.withoutRules()
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("50"), LotNo: "B"})
	line := b.line(b.depot, b.blanket, "30")
	loan := b.must(b.loan("30", nil))
	back := func(quantity string) (inventory.Posted, error) {
		return b.Recover(b.keeper, inventory.Recovery{RequestKey: newKey(), SiteID: b.depot, AgainstID: loan, Lines: []inventory.RecoveryLine{{ItemID: b.blanket, LotID: line.LotID, Quantity: d(quantity), NeedsCleaning: true}}})
	}
	b.must(back("20"))
	_, err := back("11")
	if f := wantCode(t, err, "EXCEEDS_ISSUED"); f.Facts["left"] != "10" {
		t.Errorf("the refusal lacks its numbers: %v", f.Facts)
	}
	_, err = b.Reverse(b.keeper, inventory.ReverseRequest{RequestKey: newKey(), DocumentID: loan, Reason: "wrong"})
	wantCode(t, err, "NOT_REVERSIBLE")
	if p := b.parts(b.depot, b.blanket); p.OnHold.String() != "20" || p.Available.String() != "20" {
		t.Errorf("back and waiting: %+v", p)
	}
	rows, err := b.ListRecovery(b.depot, true, nil).First(b.keeper, 10)
	if err != nil || len(rows) != 1 || rows[0].State != "AWAITING_CLEANING" {
		t.Fatal(rows, err)
	}
	r := rows[0]
	_, err = b.ReleaseHold(b.keeper, inventory.HoldRelease{RequestKey: newKey(), HoldID: r.HoldID, Note: "looks fine"})
	wantCode(t, err, "AWAITING_INSPECTION")
	line.HoldID = r.HoldID
	_, err = b.ProposeScrap(b.keeper, inventory.Scrap{RequestKey: newKey(), SiteID: b.depot, Reason: "DAMAGED", Lines: []inventory.StockLine{line}})
	wantCode(t, err, "HOLD_GONE") // 30 of 20
	line.Quantity = d("20")
	_, err = b.ProposeScrap(b.keeper, inventory.Scrap{RequestKey: newKey(), SiteID: b.depot, Reason: "DAMAGED", Lines: []inventory.StockLine{line}})
	wantCode(t, err, "AWAITING_INSPECTION")
	inspection := inventory.Inspection{RequestKey: newKey(), LineID: r.ID, GradeA: d("10"), GradeB: d("5"), GradeC: d("1"), Rejected: d("3"), Note: "three burnt"}
	_, err = b.InspectRecovered(b.keeper, inspection)
	wantCode(t, err, "NOT_CLEANED")
	if _, err := b.MarkCleaned(b.keeper, newKey(), r.ID); err != nil {
		t.Fatal(err)
	}
	_, err = b.InspectRecovered(b.keeper, inspection)
	if f := wantCode(t, err, "OUTCOMES_INCOMPLETE"); f.Facts["onHold"] != "20" {
		t.Errorf("%v", f.Facts)
	}
	// One goes amiss while they wait: the wait goes on.
	missing := b.line(b.depot, b.blanket, "21")
	b.must(b.adjust("LOST", missing, false))
	if _, err := b.InspectRecovered(b.keeper, inspection); err != nil {
		t.Fatal(err)
	}
	if p := b.parts(b.depot, b.blanket); p.OnHand.String() != "19" || p.OnHold.String() != "3" || p.Available.String() != "16" {
		t.Errorf("inspected: %+v", p)
	}
	lots, err := b.ListBalances(b.system, inventory.StockFilter{SiteID: b.depot, ItemID: b.blanket}, 10, nil)
	if err != nil {
		t.Fatal(err)
	}
	byLot := map[string]string{}
	for _, x := range lots {
		all, err := inventory.LotsByID(t.Context(), b.db.Pool, []int64{x.LotID})
		if err != nil {
			t.Fatal(err)
		}
		lot := all[x.LotID]
		byLot[lot.LotNo+" "+lot.ConditionGrade] = x.OnHand.String()
	}
	if byLot["B A"] != "13" || byLot["B/B B"] != "5" || byLot["B/C C"] != "1" {
		t.Errorf("by lot and grade: %v", byLot)
	}
	_, err = b.InspectRecovered(b.keeper, inventory.Inspection{RequestKey: newKey(), LineID: r.ID, GradeA: d("3")})
	wantCode(t, err, "ALREADY_DONE")
	rejected := b.line(b.depot, b.blanket, "3")
	rejected.LotID, rejected.HoldID = line.LotID, r.HoldID
	b.must(b.ProposeScrap(b.keeper, inventory.Scrap{RequestKey: newKey(), SiteID: b.depot, Reason: "DAMAGED", Lines: []inventory.StockLine{rejected}}))
}

// Who restocks goods that no longer go to people is told so, and told again when the reply was lost; what is rejected is not restocked.
func TestRestockingOfExpiredGoodsWarns(t *testing.T) {
	for _, c := range []struct {
		name   string
		change string // of the lot, while its goods wait
		x      inventory.Inspection
		want   string
	}{
		{"expired", `update lot set made_on = null, expires_on = business_date() - 1 where lot_no = 'B'`, inventory.Inspection{GradeA: d("4")}, "LOT_EXPIRED"},
		{"expired, of a lower grade", `update lot set made_on = null, expires_on = business_date() - 1 where lot_no = 'B'`, inventory.Inspection{GradeB: d("4")}, "LOT_EXPIRED"},
		{"expired and rejected", `update lot set made_on = null, expires_on = business_date() - 1 where lot_no = 'B'`, inventory.Inspection{Rejected: d("4")}, ""},
		{"good", `select 1`, inventory.Inspection{GradeA: d("4")}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := setup(t)
			b.withoutRules()
			b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("50"), LotNo: "B"})
			line := b.line(b.depot, b.blanket, "4")
			loan := b.must(b.loan("4", nil))
			b.must(b.Recover(b.keeper, inventory.Recovery{RequestKey: newKey(), SiteID: b.depot, AgainstID: loan, Lines: []inventory.RecoveryLine{{ItemID: b.blanket, LotID: line.LotID, Quantity: d("4")}}}))
			rows, err := b.ListRecovery(b.depot, true, nil).First(b.keeper, 10)
			if err != nil || len(rows) != 1 {
				t.Fatal(rows, err)
			}
			if _, err := b.db.Owner(t).Exec(t.Context(), c.change); err != nil {
				t.Fatal(err)
			}
			c.x.RequestKey, c.x.LineID = newKey(), rows[0].ID
			for _, replayed := range []bool{false, true} {
				answer, err := b.InspectRecovered(b.keeper, c.x)
				codes := ""
				for _, w := range answer.Warnings {
					codes += w.Code
				}
				if err != nil || answer.LineID != rows[0].ID || answer.Replayed != replayed || codes != c.want {
					t.Errorf("%+v, %v; want the warning %q, replayed %v", answer, err, c.want, replayed)
				}
			}
		})
	}
}

// A unit keeps its lot, and its grade is noted on it.
func TestRecoveryOfAUnit(t *testing.T) {
	b := setup(t)
	b.withoutRules()
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.pump, Quantity: d("1"), LotNo: "P", SerialNo: "S1"})
	line := b.line(b.depot, b.pump, "1")
	loan := b.must(b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "LOAN", Lines: []inventory.IssueLine{{ItemID: b.pump, Quantity: d("1")}}}))
	b.must(b.Recover(b.keeper, inventory.Recovery{RequestKey: newKey(), SiteID: b.annex, AgainstID: loan, Lines: []inventory.RecoveryLine{{ItemID: b.pump, LotID: line.LotID, Quantity: d("1")}}}))
	rows, err := b.ListRecovery(b.annex, true, nil).First(b.keeper, 10)
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	if _, err := b.InspectRecovered(b.keeper, inventory.Inspection{RequestKey: newKey(), LineID: rows[0].ID, GradeB: d("1")}); err != nil {
		t.Fatal(err)
	}
	lots, err := inventory.LotsByID(t.Context(), b.db.Pool, []int64{line.LotID})
	if err != nil || lots[line.LotID].ConditionGrade != "B" || b.available(b.annex, b.pump) != "1" {
		t.Errorf("%+v, %v, %s available", lots, err, b.available(b.annex, b.pump))
	}
}

// A covenant holds for what waits as for what goes, and scrapping is no way round it.
func TestWaitingCountsAgainstTheFloor(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("50"), LotNo: "B"})
	if _, err := b.SetMinimum(b.system, inventory.Minimum{Kind: "COVENANT", Scope: "SITE", SiteID: b.depot, ItemID: b.blanket, Floor: d("40")}); err != nil {
		t.Fatal(err)
	}
	b.rule(inventory.ApprovalRule{Kind: inventory.KindIssue, Reason: "LOAN", Persons: 1})
	b.must(b.loan("10", nil))
	_, err := b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("1")}}})
	wantCode(t, err, "BELOW_MINIMUM")
	_, err = b.ProposeScrap(b.keeper, inventory.Scrap{RequestKey: newKey(), SiteID: b.depot, Reason: "DAMAGED", Lines: []inventory.StockLine{b.line(b.depot, b.blanket, "1")}})
	wantCode(t, err, "BELOW_MINIMUM")
	if _, err := b.hold(b.line(b.depot, b.blanket, "1")); err != nil { // safety first: a hold is never refused for a floor
		t.Fatal(err)
	}
}
