package inventory_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
)

// The enterprise keeps blankets of the centre. It sees and counts them, and cannot move them: they go on the centre's order, by fifty
// clients never more than ordered, and what is reversed may go again.
func TestEntrustedGoodsGoOnTheOwnersOrderOnly(t *testing.T) {
	b := setup(t)
	owner := b.person("liaison", access.Liaison, b.centre)
	entrusted, err := b.EnsureReserve(b.system, inventory.Reserve{OwnerID: b.centre, Source: "GOVERNMENT", Tier: "DISTRICT", Custody: "ENTRUSTED", FundingSource: "district budget 2026"})
	if err != nil {
		t.Fatal(err)
	}
	b.receive(b.partner, "key-receive-1", b.shop, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("100"), LotNo: "theirs", ReserveID: entrusted})
	take := func(order int64, quantity string) (inventory.Posted, error) {
		return b.Issue(b.partner, inventory.Issue{RequestKey: newKey(), SiteID: b.shop, Reason: "CONSUMPTION", ReleaseOrderID: order, Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d(quantity)}}})
	}
	wantCode(t, second(take(0, "1")), "ENTRUSTED")
	if got := b.available(b.shop, b.blanket); got != "100" {
		t.Errorf("the keeper's stock shows %s of what it keeps", got)
	}
	// Put away in another bin they are the owner's as before: the keeper needs no order for that.
	bins := b.bins(b.shop, inventory.BinPlan{Pattern: "A-B"})
	put := func(quantity string, from, to, toSite int64) error {
		return second(b.Transfer(b.partner, inventory.Transfer{RequestKey: newKey(), SiteID: b.shop, ToSiteID: toSite, Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d(quantity), FromBinID: from, ToBinID: to}}}))
	}
	if err := put("60", 0, bins["A"], b.shop); err != nil {
		t.Error(err)
	}
	if err := put("20", bins["A"], bins["B"], b.shop); err != nil {
		t.Error(err)
	}
	wantCode(t, put("1", bins["A"], 0, b.depot), "ENTRUSTED")
	if b.inBin(bins["A"]) != "theirs 40;" || b.inBin(bins["B"]) != "theirs 20;" || b.available(b.shop, b.blanket) != "100" {
		t.Errorf("A: %s B: %s", b.inBin(bins["A"]), b.inBin(bins["B"]))
	}
	if theirs, err := b.ListBalances(owner, inventory.StockFilter{Custody: "ENTRUSTED", OwnerID: b.centre}, 10, nil); err != nil || len(theirs) != 1 || theirs[0].SiteID != b.shop || theirs[0].OnHand.String() != "100" {
		t.Errorf("the owner sees %+v, %v", theirs, err)
	}

	request := inventory.ReleaseOrder{RequestKey: newKey(), SiteID: b.shop, OwnerID: b.centre, UntilOn: *day(3), Lines: []inventory.ReleaseLine{{ItemID: b.blanket, Quantity: d("30")}}}
	_, err = b.OrderRelease(b.partner, request)
	wantCode(t, err, "NOT_FOUND") // the keeper does not speak for the owner
	order, err := b.OrderRelease(owner, request)
	if err != nil {
		t.Fatal(err)
	}
	var done atomic.Int64
	var posted atomic.Int64
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			p, err := take(order.DocumentID, "1")
			if err == nil {
				done.Add(1)
				posted.Store(p.DocumentID)
			} else if !fault.IsCode(err, "ORDER_EXCEEDED") {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if done.Load() != 30 {
		t.Errorf("%d went by an order of 30", done.Load())
	}
	var number string
	if err := b.db.Pool.QueryRow(t.Context(), `select o.number from document d join document o on o.id = d.release_order_id where d.id = $1`, posted.Load()).Scan(&number); err != nil || number[:3] != "FX-" {
		t.Errorf("the order on the document: %q, %v", number, err)
	}
	if _, err := b.Reverse(b.partner, inventory.ReverseRequest{RequestKey: newKey(), DocumentID: posted.Load(), Reason: "wrong"}); err != nil {
		t.Fatal(err)
	}
	if rows, err := b.ListReleaseOrders(inventory.ReleaseOrderFilter{SiteID: b.shop, OpenOnly: true}).First(b.partner, 10); err != nil || len(rows) != 1 || rows[0].Lines[0].Left.String() != "1" || rows[0].State != "OPEN" {
		t.Errorf("%+v, %v; want one left after the reversal", rows, err)
	}
	if _, err := b.CancelReleaseOrder(owner, inventory.ReleaseOrderChange{RequestKey: newKey(), OrderID: order.DocumentID}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, second(take(order.DocumentID, "1")), "ORDER_CLOSED")

	// An order for one lot does not let another go, and one that waits for approval has used up the order.
	b.receive(b.partner, "key-receive-2", b.shop, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "new", ReserveID: entrusted})
	lots, err := b.ListBalances(b.system, inventory.StockFilter{SiteID: b.shop, ItemID: b.blanket}, 10, nil)
	if err != nil {
		t.Fatal(err)
	}
	newest := lots[len(lots)-1].LotID
	request.RequestKey, request.Lines = newKey(), []inventory.ReleaseLine{{ItemID: b.blanket, LotID: newest, Quantity: d("8")}}
	if order, err = b.OrderRelease(owner, request); err != nil {
		t.Fatal(err)
	}
	b.rule(inventory.ApprovalRule{Kind: inventory.KindIssue, Persons: 1})
	waits, err := take(order.DocumentID, "5")
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, second(take(order.DocumentID, "4")), "ORDER_EXCEEDED")
	if _, err := b.CancelDocument(b.partner, inventory.DocumentChange{RequestKey: newKey(), DocumentID: waits.DocumentID, Revision: 1, Reason: "not needed"}); err != nil {
		t.Fatal(err)
	}
	if _, err := take(order.DocumentID, "8"); err != nil {
		t.Errorf("what was cancelled has used up the order: %v", err)
	}
	request.RequestKey, request.UntilOn = newKey(), *day(-1)
	_, err = b.OrderRelease(owner, request)
	wantCode(t, err, "UNTIL")
}

// Goods given for a purpose go for that purpose, whoever picks them and however; for another with the donor's consent only.
func TestPurposeLock(t *testing.T) {
	b := setup(t)
	dispatcher, _, _ := b.officers()
	school, err := b.EnsureReserve(b.system, inventory.Reserve{OwnerID: b.centre, Source: "SOCIAL", Tier: "DISTRICT", Custody: "DEDICATED", Purpose: "schools"})
	if err != nil {
		t.Fatal(err)
	}
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("50"), LotNo: "gift", ReserveID: school})
	take := func(purpose string, quantity string, reserve int64) error {
		_, err := b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "DISTRIBUTION", Purpose: purpose,
			Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d(quantity), ReserveID: reserve}}})
		return err
	}
	wantCode(t, take("", "1", 0), "PURPOSE_LOCKED")
	wantCode(t, take("flood", "1", school), "PURPOSE_LOCKED")
	if err := take("schools", "1", 0); err != nil {
		t.Error(err)
	}
	lots, err := b.ListBalances(b.system, inventory.StockFilter{SiteID: b.depot, ItemID: b.blanket}, 10, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = reserve(b, inventory.Hold{SiteID: b.depot, LotID: lots[0].LotID, ReserveID: school, ItemID: b.blanket, Quantity: d("1"), Purpose: "TEST", PurposeID: 1})
	wantCode(t, err, "PURPOSE_LOCKED")
	if _, err := b.Transfer(b.keeper, inventory.Transfer{RequestKey: newKey(), SiteID: b.depot, ToSiteID: b.annex, Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("5")}}}); err != nil {
		t.Errorf("a move keeps the lock, and was refused: %v", err)
	}
	b.receive(b.keeper, "key-receive-2", b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("2"), LotNo: "own"})
	if err := take("flood", "2", 0); err != nil {
		t.Errorf("goods without a lock are there: %v", err)
	}
	consent := inventory.Consent{RequestKey: newKey(), ReserveID: school, Purpose: "flood", UntilOn: *day(10)}
	_, _, err = b.RecordConsent(dispatcher, consent)
	wantCode(t, err, "CONSENT_MISSING")
	consent.ConsentedBy, consent.Paper = "Mrs Li, for the donor", "file 12"
	if _, _, err := b.RecordConsent(dispatcher, consent); err != nil {
		t.Fatal(err)
	}
	if err := take("flood", "1", 0); err != nil {
		t.Error(err)
	}
	wantCode(t, take("fire", "1", 0), "PURPOSE_LOCKED")
	for who, want := range map[context.Context]int{dispatcher: 1, b.keeper: 1, b.partner: 0} { // the partner keeps and owns nothing of it
		if rows, err := b.ListConsents(true).First(who, 10); err != nil || len(rows) != want || want == 1 && (rows[0].ReserveID != school || !rows[0].InForce || rows[0].Paper != "file 12") {
			t.Errorf("%+v, %v; want %d", rows, err, want)
		}
	}
}

// incident opens an incident as logistics would.
func (b *bundle) incident(number string) (id int64) {
	b.t.Helper()
	if _, err := b.db.Pool.Exec(context.Background(), `insert into scenario (code, name_zh, name_en, duration_days) values ('RF', 'RF', 'RF', 3) on conflict do nothing`); err != nil {
		b.t.Fatal(err)
	}
	if err := b.db.Pool.QueryRow(context.Background(), `insert into incident (number, name, scenario_code, level, town_id, people_affected, cover_days, started_at, relief_due_at, drill)
		values ($1, $1, 'RF', 'II', $2, 100, 1, now(), now() + interval '10 hours', false) returning id`, number, b.townOrg).Scan(&id); err != nil {
		b.t.Fatal(err)
	}
	return id
}

// An override takes two persons, is for one incident, these minimums and so much, for some hours, and goes once, however many use it
// at once.
func TestOverrideByTwoPersons(t *testing.T) {
	b := setup(t)
	first, other, _ := b.officers()
	flood, fire := b.incident("FLOOD"), b.incident("FIRE")
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("100"), LotNo: "A"})
	floor := b.minimum(inventory.Minimum{Kind: "COVENANT", Scope: "SITE", SiteID: b.depot, ItemID: b.blanket, Floor: d("100")})
	issue := func(o inventory.Override, quantity string) error {
		return postgres.InTx(first, b.db.Pool, func(tx pgx.Tx) error {
			_, err := inventory.IssueTx(first, tx, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "INCIDENT", IncidentID: o.IncidentID, Override: &o,
				Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d(quantity)}}})
			return err
		})
	}
	wantCode(t, issue(inventory.Override{IncidentID: flood, Reason: "alone"}, "1"), "SECOND_PERSON_NEEDED")
	request := inventory.OverrideRequest{RequestKey: newKey(), IncidentID: flood, Reason: "the dyke is going", ValidHours: 2, Limits: []inventory.OverrideLimit{{MinimumID: floor, Quantity: d("10")}}}
	_, err := b.RequestOverride(b.keeper, request)
	wantCode(t, err, "NOT_ALLOWED")
	asked, err := b.RequestOverride(first, request)
	if err != nil {
		t.Fatal(err)
	}
	use := inventory.Override{ID: asked.OverrideID, IncidentID: flood}
	for who, want := range map[context.Context]int{first: 0, other: 1} { // nobody confirms their own
		n, err := b.CountOverridesToConfirm(who)
		rows, err2 := b.ListOverrides(inventory.OverrideFilter{State: "REQUESTED"}).First(who, 10)
		if err != nil || err2 != nil || n != want || len(rows) != 1 || rows[0].Confirmable != (want == 1) {
			t.Errorf("%d wait, %+v, %v, %v; want %d", n, rows, err, err2, want)
		}
	}
	wantCode(t, issue(use, "1"), "OVERRIDE_UNCONFIRMED")
	_, err = b.ConfirmOverride(first, inventory.OverrideConfirmation{RequestKey: newKey(), OverrideID: asked.OverrideID})
	wantCode(t, err, "SAME_PERSON")
	if _, err := b.ConfirmOverride(other, inventory.OverrideConfirmation{RequestKey: newKey(), OverrideID: asked.OverrideID}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, issue(inventory.Override{ID: asked.OverrideID, IncidentID: fire}, "1"), "OVERRIDE_INCIDENT")
	wantCode(t, issue(use, "11"), "OVERRIDE_EXCEEDED")
	var done atomic.Int64
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			if err := issue(use, "2"); err == nil {
				done.Add(1)
			} else if !fault.IsCode(err, "OVERRIDE_USED") {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := b.available(b.depot, b.blanket); done.Load() != 1 || got != "98" {
		t.Errorf("%d of 12 used one override, %s are left", done.Load(), got)
	}
	if open, err := b.ListBreaches(true).First(b.system, 10); err != nil || len(open) != 1 || open[0].Cause != "OVERRIDE" || open[0].Reason != request.Reason {
		t.Errorf("%+v, %v; want the breach with the reason that was signed", open, err)
	}
	if rows, err := b.ListOverrides(inventory.OverrideFilter{IncidentID: flood}).First(first, 10); err != nil || len(rows) != 1 || rows[0].State != "USED" || len(rows[0].Limits) != 1 || rows[0].DocumentNumber == nil || rows[0].Confirmable {
		t.Errorf("%+v, %v", rows, err)
	}
	// The database itself keeps the second person another.
	if _, err := b.db.Pool.Exec(t.Context(), `insert into minimum_override (incident_id, reason, valid_hours, requested_by, confirmed_by, confirmed_at, valid_until)
		select $1, 'x', 1, id, id, now(), now() from person limit 1`, flood); err == nil {
		t.Error("the same person may sign twice")
	}
	// A reservation uses it like a document, and one whose hours are over is worth nothing.
	request.RequestKey = newKey()
	if asked, err = b.RequestOverride(other, request); err == nil {
		_, err = b.ConfirmOverride(first, inventory.OverrideConfirmation{RequestKey: newKey(), OverrideID: asked.OverrideID})
	}
	if err != nil {
		t.Fatal(err)
	}
	owner := b.db.Owner(t)
	if _, err := owner.Exec(t.Context(), `set session_replication_role = replica; update minimum_override set valid_until = now() - interval '1 second' where confirmed_by is not null; set session_replication_role = default`); err != nil {
		t.Fatal(err)
	}
	wantCode(t, issue(inventory.Override{ID: asked.OverrideID, IncidentID: flood}, "1"), "OVERRIDE_EXPIRED")
	if _, err := b.db.Pool.Exec(t.Context(), `update setting set value = 'false' where name = 'minimum.second_person'`); err != nil {
		t.Fatal(err)
	}
	if err := issue(inventory.Override{IncidentID: flood, Reason: "alone, as the setting allows"}, "1"); err != nil {
		t.Error(err)
	}
}
