package inventory_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/pgtest"
	"changping/inventory"

	"github.com/shopspring/decimal"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// bundle is a small district: a bureau with two depots, a town, an enterprise with a covenant, and people.
type bundle struct {
	*inventory.Inventory
	t                                   testing.TB
	db                                  *pgtest.Database
	system, keeper, partner             context.Context
	depot, annex, town, shop            int64 // sites
	bureau, centre, townOrg, enterprise int64 // the centre is the department that keeps the depots
	water, blanket, pump                int64 // items
	keys                                int
}

func d(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func day(offset int) *time.Time {
	t := time.Now().In(time.FixedZone("CST", 8*3600)).AddDate(0, 0, offset)
	t = time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return &t
}

func setup(t *testing.T) *bundle {
	t.Helper()
	t.Parallel()
	return setupAlone(t)
}

// setupAlone is setup for tests that others must not run beside.
func setupAlone(t testing.TB) *bundle {
	t.Helper()
	db := pgtest.New(t)
	b := &bundle{Inventory: inventory.New(db.Pool), t: t, db: db, system: access.WithActor(context.Background(), access.System("test"))}
	acc := access.New(db.Pool)
	must := func(id int64, err error) int64 {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	org := func(code, kind, tier string, parent *int64) int64 {
		return must(acc.CreateOrganisation(b.system, access.Organisation{Code: code, NameZh: code, NameEn: code, Kind: kind, Tier: tier, ParentID: parent}))
	}
	b.bureau = org("B", "DISTRICT_BUREAU", "DISTRICT", nil)
	b.centre = org("C", "DEPARTMENT", "DISTRICT", &b.bureau)
	b.townOrg = org("T", "TOWN", "TOWN", &b.bureau)
	b.enterprise = org("E", "ENTERPRISE", "TOWN", &b.townOrg)
	site := func(code, kind string, org int64) int64 {
		return must(b.CreateSite(b.system, inventory.Site{Code: code, NameZh: code, NameEn: code, Kind: kind, OrganisationID: org, TownID: b.townOrg, Latitude: d("39.1"), Longitude: d("117"),
			StorageConditions: []string{"ambient", "dry", "cool", "hazmat"}}))
	}
	b.depot, b.annex, b.town, b.shop = site("D1", "DEPOT", b.centre), site("D2", "DEPOT", b.centre), site("T1", "TOWN_STORE", b.townOrg), site("E1", "ENTERPRISE_STORE", b.enterprise)
	life := 365
	item := func(code, unit, tracking, pack string, scale int, shelf *int) inventory.Item {
		return inventory.Item{Code: code, CategoryCode: "LR", NameZh: code, NameEn: code, Slug: code, UnitZh: unit, UnitEn: unit, PackSize: d(pack), PackPolicy: "LOOSE", Scale: scale,
			WeightKg: d("1"), VolumeM3: d("0.01"), ShelfLifeDays: shelf, StorageCondition: "dry", Tracking: tracking}
	}
	if err := b.DefineCategories(b.system, []inventory.Category{{Code: "LR", NameZh: "生活", NameEn: "Living"}}); err != nil {
		t.Fatal(err)
	}
	if err := b.DefineItems(b.system, []inventory.Item{item("water", "瓶", "LOT", "24", 0, &life), item("blanket", "条", "LOT", "20", 0, nil), item("pump", "台", "SERIAL", "1", 0, nil)}); err != nil {
		t.Fatal(err)
	}
	find := func(code string) int64 {
		i, err := b.ItemByCode(b.system, code)
		return must(i.ID, err)
	}
	b.water, b.blanket, b.pump = find("water"), find("blanket"), find("pump")
	person := func(account string, role access.Role, org int64) context.Context {
		id := must(acc.CreatePerson(b.system, access.NewPerson{Account: account, Name: account}))
		if err := acc.GrantPost(b.system, access.NewPost{PersonID: id, Role: role, OrganisationID: org}); err != nil {
			t.Fatal(err)
		}
		a, err := acc.FindActor(b.system, account)
		if err != nil {
			t.Fatal(err)
		}
		return access.WithActor(context.Background(), a)
	}
	b.keeper, b.partner = person("keeper", access.Keeper, b.centre), person("partner", access.Partner, b.enterprise)
	t.Cleanup(func() {
		if err := inventory.Verify(context.Background(), db.Pool, func(string) {}); err != nil {
			t.Errorf("the books do not hold after the test: %v", err)
		}
	})
	return b
}

func (b *bundle) receive(ctx context.Context, key string, site int64, lines ...inventory.ReceiptLine) int64 {
	b.t.Helper()
	posted, err := b.Receive(ctx, inventory.Receipt{RequestKey: key, SiteID: site, Reason: "PURCHASE", Lines: lines})
	if err != nil {
		b.t.Fatal(err)
	}
	return posted.DocumentID
}

func (b *bundle) available(site, item int64) string {
	b.t.Helper()
	rows, err := b.ListStock(b.system, inventory.StockFilter{SiteID: site, ItemID: item}, 10, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	if len(rows) == 0 {
		return "0"
	}
	r := rows[0]
	if !r.OnHand.Equal(r.Available.Add(r.Reserved).Add(r.OnHold).Add(r.Expired)) {
		b.t.Errorf("on hand %s is not the sum of its parts: %+v", r.OnHand, r)
	}
	return r.Available.String()
}

func wantCode(t *testing.T, err error, code string) *fault.Error {
	t.Helper()
	if !fault.IsCode(err, code) {
		t.Fatalf("got %v, want %s", err, code)
	}
	return fault.As(err)
}

func TestReceiveIssueTransfer(t *testing.T) {
	b := setup(t)
	water := inventory.ReceiptLine{ItemID: b.water, Quantity: d("200"), InPacks: true, LotNo: "W1", ExpiresOn: day(300)}
	first := b.receive(b.keeper, "key-receive-1", b.depot, water)
	again, err := b.Receive(b.keeper, inventory.Receipt{RequestKey: "key-receive-1", SiteID: b.depot, Reason: "PURCHASE", Lines: []inventory.ReceiptLine{water}})
	if err != nil || !again.Replayed || again.DocumentID != first {
		t.Fatalf("the same request again: %+v, %v; want the first answer, %d", again, err, first)
	}
	if got := b.available(b.depot, b.water); got != "4800" {
		t.Fatalf("200 boxes of 24 counted twice or wrongly: %s", got)
	}
	water.Quantity = d("1")
	_, err = b.Receive(b.keeper, inventory.Receipt{RequestKey: "key-receive-1", SiteID: b.depot, Reason: "PURCHASE", Lines: []inventory.ReceiptLine{water}})
	wantCode(t, err, "REQUEST_KEY_REUSED")

	b.receive(b.keeper, "key-receive-2", b.depot, inventory.ReceiptLine{ItemID: b.pump, Quantity: d("1"), LotNo: "P", SerialNo: "SN-1"})
	if _, err := b.Transfer(b.keeper, inventory.Transfer{RequestKey: "key-move-1", SiteID: b.depot, ToSiteID: b.annex, Lines: []inventory.IssueLine{{ItemID: b.pump, Quantity: d("1")}}}); err != nil {
		t.Fatal(err)
	}
	if b.available(b.depot, b.pump) != "0" || b.available(b.annex, b.pump) != "1" {
		t.Error("the pump did not arrive at once at a site that the keeper keeps too")
	}
	sent, err := b.Transfer(b.keeper, inventory.Transfer{RequestKey: "key-move-2", SiteID: b.depot, ToSiteID: b.town, Lines: []inventory.IssueLine{{ItemID: b.water, Quantity: d("100")}}})
	if err != nil {
		t.Fatal(err)
	}
	if b.available(b.town, b.water) != "0" {
		t.Error("goods arrived at a site that nobody has received them at")
	}
	_, err = b.ReceiveTransfer(b.partner, inventory.TransferReceipt{RequestKey: "key-arrive-0", DocumentID: sent.DocumentID})
	wantCode(t, err, "NOT_FOUND")
	if _, err := b.ReceiveTransfer(b.system, inventory.TransferReceipt{DocumentID: sent.DocumentID, Note: "ten broken", Arrivals: []inventory.TransferArrival{{LineNo: 1, Received: d("90")}}}); err != nil {
		t.Fatal(err)
	}
	if got := b.available(b.town, b.water); got != "90" {
		t.Errorf("%s arrived, want 90", got)
	}
}

func TestReversalPutsEverythingBackOnce(t *testing.T) {
	b := setup(t)
	doc := b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("50"), LotNo: "B"})
	issued, err := b.Issue(b.keeper, inventory.Issue{RequestKey: "key-issue-1", SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("30")}}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.Reverse(b.keeper, inventory.ReverseRequest{RequestKey: "key-reverse-0", DocumentID: doc, Reason: "wrong"})
	wantCode(t, err, "INSUFFICIENT_STOCK") // 30 of them have gone out
	if _, err := b.Reverse(b.keeper, inventory.ReverseRequest{RequestKey: "key-reverse-1", DocumentID: issued.DocumentID, Reason: "wrong site"}); err != nil {
		t.Fatal(err)
	}
	_, err = b.Reverse(b.keeper, inventory.ReverseRequest{RequestKey: "key-reverse-2", DocumentID: issued.DocumentID, Reason: "again"})
	wantCode(t, err, "ALREADY_REVERSED")
	if got := b.available(b.depot, b.blanket); got != "50" {
		t.Errorf("%s after the reversal, want 50", got)
	}
}

func TestRefusals(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("10"), LotNo: "A", ExpiresOn: day(0)}, // good until tonight
		inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "B"})
	receipt := func(l inventory.ReceiptLine) error {
		_, err := b.Receive(b.keeper, inventory.Receipt{RequestKey: "key-" + fmt.Sprint(time.Now().UnixNano()), SiteID: b.depot, Reason: "PURCHASE", Lines: []inventory.ReceiptLine{l}})
		return err
	}
	issue := func(ctx context.Context, site int64, lines ...inventory.IssueLine) error {
		_, err := b.Issue(ctx, inventory.Issue{RequestKey: "key-" + fmt.Sprint(time.Now().UnixNano()), SiteID: site, Reason: "CONSUMPTION", Lines: lines})
		return err
	}
	for name, c := range map[string]struct {
		err  error
		code string
	}{
		"expired goods received":         {receipt(inventory.ReceiptLine{ItemID: b.water, Quantity: d("1"), LotNo: "X", ExpiresOn: day(-1)}), "EXPIRY"},
		"shelf life without expiry":      {receipt(inventory.ReceiptLine{ItemID: b.water, Quantity: d("1"), LotNo: "X"}), "EXPIRY_MISSING"},
		"same lot, other expiry":         {receipt(inventory.ReceiptLine{ItemID: b.water, Quantity: d("1"), LotNo: "A", ExpiresOn: day(9)}), "LOT_MISMATCH"},
		"half a bottle":                  {receipt(inventory.ReceiptLine{ItemID: b.water, Quantity: d("0.5"), LotNo: "X", ExpiresOn: day(9)}), "SCALE"},
		"two units under one serial":     {receipt(inventory.ReceiptLine{ItemID: b.pump, Quantity: d("2"), LotNo: "X", SerialNo: "1"}), "SERIAL"},
		"nothing":                        {receipt(inventory.ReceiptLine{ItemID: b.water, Quantity: d("0"), LotNo: "X", ExpiresOn: day(9)}), "QUANTITY"},
		"more than there is":             {issue(b.keeper, b.depot, inventory.IssueLine{ItemID: b.blanket, Quantity: d("11")}), "INSUFFICIENT_STOCK"},
		"the same lot twice in an order": {issue(b.keeper, b.depot, inventory.IssueLine{ItemID: b.blanket, Quantity: d("6")}, inventory.IssueLine{ItemID: b.blanket, Quantity: d("6")}), "INSUFFICIENT_STOCK"},
		"another's site":                 {issue(b.partner, b.depot, inventory.IssueLine{ItemID: b.blanket, Quantity: d("1")}), "NOT_FOUND"},
		"nobody":                         {issue(context.Background(), b.depot, inventory.IssueLine{ItemID: b.blanket, Quantity: d("1")}), "SIGN_IN"},
		"goods good until today":         {issue(b.keeper, b.depot, inventory.IssueLine{ItemID: b.water, Quantity: d("1")}), ""},
	} {
		t.Run(name, func(t *testing.T) {
			if c.code == "" && c.err != nil || c.code != "" && !fault.IsCode(c.err, c.code) {
				t.Errorf("got %v, want %q", c.err, c.code)
			}
		})
	}
}

func TestEntrustedGoodsMoveOnlyForTheirOwner(t *testing.T) {
	b := setup(t)
	entrusted, err := b.EnsureReserve(b.system, inventory.Reserve{OwnerID: b.bureau, Source: "GOVERNMENT", Tier: "DISTRICT", Custody: "ENTRUSTED"})
	if err != nil {
		t.Fatal(err)
	}
	b.receive(b.partner, "key-receive-1", b.shop, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("100"), LotNo: "B", ReserveID: entrusted})
	_, err = b.Issue(b.partner, inventory.Issue{RequestKey: "key-issue-1", SiteID: b.shop, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("1")}}})
	wantCode(t, err, "ENTRUSTED")
}

// Fifty clients on one covenant over two lots: exactly what is above the floor leaves, never more, at READ COMMITTED.
func TestCovenantHoldsUnderRace(t *testing.T) {
	b := setup(t)
	b.receive(b.partner, "key-receive-1", b.shop, inventory.ReceiptLine{ItemID: b.water, Quantity: d("60"), LotNo: "A", ExpiresOn: day(100)},
		inventory.ReceiptLine{ItemID: b.water, Quantity: d("60"), LotNo: "B", ExpiresOn: day(200)})
	if _, err := b.SetMinimum(b.system, inventory.Minimum{Kind: "COVENANT", Scope: "ORGANISATION", OrganisationID: b.enterprise, ItemID: b.water, Floor: d("100")}); err != nil {
		t.Fatal(err)
	}
	lots, err := b.ListBalances(b.system, inventory.StockFilter{SiteID: b.shop, ItemID: b.water}, 10, nil)
	if err != nil || len(lots) != 2 {
		t.Fatal(lots, err)
	}
	var done, refused atomic.Int64
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			_, err := b.Issue(b.partner, inventory.Issue{RequestKey: fmt.Sprintf("key-race-%02d", i), SiteID: b.shop, Reason: "CONSUMPTION",
				Lines: []inventory.IssueLine{{ItemID: b.water, Quantity: d("1"), LotID: lots[i%2].LotID}}})
			switch {
			case err == nil:
				done.Add(1)
			case fault.IsCode(err, "BELOW_MINIMUM"):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if done.Load() != 20 || refused.Load() != 30 || b.available(b.shop, b.water) != "100" {
		t.Errorf("%d issued, %d refused, %s left; want 20, 30, 100", done.Load(), refused.Load(), b.available(b.shop, b.water))
	}
	_, err = b.Issue(b.partner, inventory.Issue{RequestKey: "key-below-1", SiteID: b.shop, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.water, Quantity: d("7")}}})
	f := wantCode(t, err, "BELOW_MINIMUM")
	if f.Facts["floor"] != "100" || f.Facts["available"] != "100" || f.Facts["requested"] != "7" {
		t.Errorf("the refusal does not give the numbers: %v", f.Facts)
	}
}

func TestSameRequestManyTimesAtOnce(t *testing.T) {
	b := setup(t)
	var fresh atomic.Int64
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			posted, err := b.Receive(b.keeper, inventory.Receipt{RequestKey: "key-parallel", SiteID: b.depot, Reason: "DONATION", Lines: []inventory.ReceiptLine{{ItemID: b.blanket, Quantity: d("5"), LotNo: "B"}}})
			if err != nil {
				t.Error(err)
			}
			if !posted.Replayed {
				fresh.Add(1)
			}
		})
	}
	wg.Wait()
	if fresh.Load() != 1 || b.available(b.depot, b.blanket) != "5" {
		t.Errorf("%d of 20 equal requests were done; %s in stock", fresh.Load(), b.available(b.depot, b.blanket))
	}
}

func TestReservationsCountAgainstFloorAndStock(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("100"), LotNo: "A", ExpiresOn: day(100)})
	lots, err := b.ListBalances(b.system, inventory.StockFilter{SiteID: b.depot}, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.SetMinimum(b.system, inventory.Minimum{Kind: "COVENANT", Scope: "SITE", SiteID: b.depot, ItemID: b.water, Floor: d("40")}); err != nil {
		t.Fatal(err)
	}
	hold := func(quantity string, purpose int64) (ids []int64, err error) {
		return reserve(b, inventory.Hold{SiteID: b.depot, LotID: lots[0].LotID, ReserveID: lots[0].ReserveID, ItemID: b.water, Quantity: d(quantity), Purpose: "TEST", PurposeID: purpose})
	}
	ids, err := hold("50", 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.available(b.depot, b.water); got != "50" {
		t.Errorf("%s available beside a reservation of 50", got)
	}
	_, err = hold("11", 2)
	wantCode(t, err, "BELOW_MINIMUM")
	_, err = b.Issue(b.keeper, inventory.Issue{RequestKey: "key-issue-1", SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.water, Quantity: d("51")}}})
	wantCode(t, err, "INSUFFICIENT_STOCK")
	if err := release(b, ids); err != nil {
		t.Fatal(err)
	}
	if got := b.available(b.depot, b.water); got != "100" {
		t.Errorf("%s available after the release", got)
	}
}

// Evidence can be added, not changed; and what the owner of the database changes shows.
func TestTamperingShows(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("5"), LotNo: "B"}, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("6"), LotNo: "C"})
	for _, stream := range []string{"movement", "audit_entry"} {
		if n, err := access.SealStream(context.Background(), b.db.Pool, stream); err != nil || n != 1 {
			t.Fatal(stream, n, err)
		}
	}
	if _, err := b.db.Pool.Exec(context.Background(), `update movement set quantity = 1`); err == nil {
		t.Error("the application may change movements")
	}
	owner := b.db.Owner(t)
	change := func(sql string) {
		t.Helper()
		if _, err := owner.Exec(context.Background(), `set session_replication_role = replica; `+sql+`; set session_replication_role = default`); err != nil {
			t.Fatal(err)
		}
	}
	change(`update movement set quantity = 7 where line_no = 2`)
	problem, err := access.VerifyStream(context.Background(), b.db.Pool, "movement")
	if err != nil || problem == "" {
		t.Errorf("a changed movement went unseen: %q, %v", problem, err)
	}
	change(`update movement m set row_hash = movement_hash(m) where line_no = 2`)
	if problem, _ = access.VerifyStream(context.Background(), b.db.Pool, "movement"); problem == "" {
		t.Error("a changed movement with its hash made anew went unseen")
	}
	change(`update movement set quantity = 6 where line_no = 2; update movement m set row_hash = movement_hash(m) where line_no = 2`)
}

func TestRotationKeepsMinimums(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("100"), LotNo: "old", ExpiresOn: day(30)},
		inventory.ReceiptLine{ItemID: b.water, Quantity: d("50"), LotNo: "new", ExpiresOn: day(300)})
	if _, err := b.SetMinimum(b.system, inventory.Minimum{Kind: "POLICY", Scope: "SITE", SiteID: b.depot, ItemID: b.water, Floor: d("120")}); err != nil {
		t.Fatal(err)
	}
	for range 2 { // a job that ran twice
		if open, err := b.PlanRotation(b.system); err != nil || open != 1 {
			t.Fatalf("%d tasks, %v; want 1", open, err)
		}
	}
	tasks, err := b.ListRotation(0, true, nil).First(b.keeper, 10)
	if err != nil || len(tasks) != 1 || tasks[0].ReplaceFirst.String() != "70" {
		t.Fatalf("%+v, %v; want one task that asks for 70 new ones first", tasks, err)
	}
	_, err = b.CompleteRotation(b.keeper, inventory.RotationCompletion{RequestKey: "key-rotate-1", TaskID: tasks[0].ID})
	wantCode(t, err, "BELOW_MINIMUM")
	b.receive(b.keeper, "key-receive-2", b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("70"), LotNo: "fresh", ExpiresOn: day(350)})
	if _, err = b.CompleteRotation(b.keeper, inventory.RotationCompletion{RequestKey: "key-rotate-1", TaskID: tasks[0].ID}); err != nil {
		t.Fatal(err)
	}
}
