package inventory_test

import (
	"testing"

	"changping/inventory"
)

// acid makes hazardous goods with a shelf life, of which so much lies at the depot, near its rotation date.
func (b *bundle) acid(quantity string) (item int64) {
	b.t.Helper()
	life := 365
	if err := b.DefineItems(b.system, []inventory.Item{{Code: "acid", CategoryCode: "LR", NameZh: "酸", NameEn: "acid", Slug: "acid", UnitZh: "桶", UnitEn: "drum", PackSize: d("1"), PackPolicy: "LOOSE",
		WeightKg: d("1"), VolumeM3: d("0.01"), StorageCondition: "hazmat", HazardClass: "8", Tracking: "LOT", ShelfLifeDays: &life}}); err != nil {
		b.t.Fatal(err)
	}
	found, err := b.ItemByCode(b.system, "acid")
	if err != nil {
		b.t.Fatal(err)
	}
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: found.ID, Quantity: d(quantity), LotNo: "H", ExpiresOn: day(20)})
	return found.ID
}

// task gives the one rotation task after a night's planning.
func (b *bundle) task() inventory.RotationRow {
	b.t.Helper()
	if _, err := b.PlanRotation(b.system); err != nil {
		b.t.Fatal(err)
	}
	tasks, err := b.ListRotation(0, false, nil).First(b.keeper, 10)
	if err != nil || len(tasks) != 1 {
		b.t.Fatalf("%+v, %v; want one task", tasks, err)
	}
	return tasks[0]
}

func (b *bundle) wantTask(state string, document int64) {
	b.t.Helper()
	t := b.task()
	var of int64
	if t.DocumentID != nil {
		of = *t.DocumentID
	}
	if t.State != state || of != document {
		b.t.Errorf("the task is %s with document %d, want %s with %d", t.State, of, state, document)
	}
}

// Hazardous goods are turned over, too: the issue waits for its two persons, and the task for the issue.
func TestRotationOfHazardousGoodsWaitsForApproval(t *testing.T) {
	b := setup(t)
	first, second, _ := b.officers()
	acid := b.acid("10")
	task := b.task()
	complete := inventory.RotationCompletion{RequestKey: newKey(), TaskID: task.ID, Note: "交化工厂"}
	sent := b.must(b.CompleteRotation(b.keeper, complete))
	b.wantState(sent, "SUBMITTED")
	b.wantTask("OPEN", sent) // a night's planning lets it be
	if got := b.available(b.depot, acid); got != "0" {
		t.Errorf("%s available while the issue waits", got)
	}
	if again, err := b.CompleteRotation(b.keeper, complete); err != nil || again.DocumentID != sent || !again.Replayed {
		t.Errorf("the same request again: %+v, %v", again, err)
	}
	_, err := b.CompleteRotation(b.keeper, inventory.RotationCompletion{RequestKey: newKey(), TaskID: task.ID})
	wantCode(t, err, "DOCUMENT_WAITS")

	// Refused, the goods are free and the task open; it may be carried out anew.
	if _, err := b.RefuseDocument(first, inventory.DocumentChange{RequestKey: newKey(), DocumentID: sent, Revision: 1, Reason: "等厂家车"}); err != nil {
		t.Fatal(err)
	}
	b.wantTask("OPEN", sent)
	if got := b.available(b.depot, acid); got != "10" {
		t.Errorf("%s available after the refusal", got)
	}
	sent = b.must(b.CompleteRotation(b.keeper, inventory.RotationCompletion{RequestKey: newKey(), TaskID: task.ID}))
	b.approve(first, sent)
	b.wantState(sent, "SUBMITTED")
	b.approve(second, sent)
	b.wantState(sent, "APPROVED")
	b.wantTask("OPEN", sent)
	b.must(b.PostDocument(b.keeper, b.change(sent)))
	b.wantState(sent, "POSTED")
	if got := b.available(b.depot, acid); got != "0" {
		t.Errorf("%s available after the rotation", got)
	}
	tasks, err := b.ListRotation(0, false, nil).First(b.keeper, 10)
	if err != nil || len(tasks) != 1 || tasks[0].State != "DONE" || *tasks[0].DocumentID != sent {
		t.Errorf("after the issue was posted: %+v, %v", tasks, err)
	}
}

// Cancelled, the issue leaves the task as it was.
func TestACancelledRotationIsOpenAgain(t *testing.T) {
	b := setup(t)
	b.acid("10")
	sent := b.must(b.CompleteRotation(b.keeper, inventory.RotationCompletion{RequestKey: newKey(), TaskID: b.task().ID}))
	c := b.change(sent)
	c.Reason = "不轮换了"
	b.must(b.CancelDocument(b.keeper, c))
	b.wantTask("OPEN", 0)
}

// New in before old out holds on the way through approval as well: what is typed as a rotation keeps policies, handed in again or not.
func TestRotationKeepsPoliciesOnTheWayThroughApproval(t *testing.T) {
	b := setup(t)
	first, _, _ := b.officers()
	acid := b.acid("10")
	sent := b.must(b.CompleteRotation(b.keeper, inventory.RotationCompletion{RequestKey: newKey(), TaskID: b.task().ID}))
	if _, err := b.RefuseDocument(first, inventory.DocumentChange{RequestKey: newKey(), DocumentID: sent, Revision: 1, Reason: "先补新货"}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.SetMinimum(b.system, inventory.Minimum{Kind: "POLICY", Scope: "SITE", SiteID: b.depot, ItemID: acid, Floor: d("5")}); err != nil {
		t.Fatal(err)
	}
	_, err := b.SubmitDocument(b.keeper, b.change(sent))
	wantCode(t, err, "BELOW_MINIMUM")
	_, err = b.CompleteRotation(b.keeper, inventory.RotationCompletion{RequestKey: newKey(), TaskID: b.task().ID})
	wantCode(t, err, "BELOW_MINIMUM")
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: acid, Quantity: d("5"), LotNo: "N", ExpiresOn: day(350)})
	b.must(b.SubmitDocument(b.keeper, b.change(sent)))
	b.wantState(sent, "SUBMITTED")
}
