package inventory_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"changping/internal/fault"
	"changping/inventory"

	"github.com/shopspring/decimal"
)

// jug adds a second size of bottled water, and the group in which both are measured in litres: half a litre and one and a half.
func (b *bundle) jug() int64 {
	b.t.Helper()
	like, err := b.ItemByCode(b.system, "water")
	if err != nil {
		b.t.Fatal(err)
	}
	like.ID, like.Code, like.Slug, like.NameZh, like.CategoryCode = 0, "jug", "jug", "jug", "LR"
	if err := b.DefineItems(b.system, []inventory.Item{like}); err != nil {
		b.t.Fatal(err)
	}
	jug, err := b.ItemByCode(b.system, "jug")
	if err == nil {
		err = b.DefineSubstitutions(b.system, []inventory.SubstitutionMember{{GroupCode: "drinking_water", GroupZh: "饮用水", MeasureUnit: "litre", ItemID: b.water, Position: 1, Factor: d("0.5")},
			{GroupCode: "drinking_water", GroupZh: "饮用水", MeasureUnit: "litre", ItemID: jug.ID, Position: 2, Factor: d("1.5")}})
	}
	if err != nil {
		b.t.Fatal(err)
	}
	return jug.ID
}

func (b *bundle) minimum(m inventory.Minimum) int64 {
	b.t.Helper()
	id, err := b.SetMinimum(b.system, m)
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

// left is what counts against a minimum, as lists tell it.
func (b *bundle) left(id int64) string {
	b.t.Helper()
	rows, err := b.MinimumsByID(b.system, []int64{id})
	if err != nil {
		b.t.Fatal(err)
	}
	return rows[id].Available.String()
}

func (b *bundle) issue(site, item int64, quantity string) (inventory.Posted, error) {
	return b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: site, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: item, Quantity: d(quantity)}}})
}

// A floor in litres over two sizes of bottles at two sites: fifty clients take both sizes at once, and exactly what is above the
// floor goes.
func TestGroupFloorHoldsOverTwoBottleSizes(t *testing.T) {
	b := setup(t)
	jug := b.jug()
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("100"), LotNo: "A", ExpiresOn: day(100)})
	b.receive(b.keeper, "key-receive-2", b.annex, inventory.ReceiptLine{ItemID: jug, Quantity: d("60"), LotNo: "B", ExpiresOn: day(100)})
	floor := b.minimum(inventory.Minimum{Kind: "COVENANT", Scope: "ORGANISATION", OrganisationID: b.centre, GroupCode: "drinking_water", Floor: d("116")})
	if got := b.left(floor); got != "140" {
		t.Fatalf("%s litres of 100 half litres and 60 of one and a half; want 140", got)
	}
	var small, large atomic.Int64
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			site, item, done := b.depot, b.water, &small
			if i%2 == 1 {
				site, item, done = b.annex, jug, &large
			}
			if _, err := b.issue(site, item, "1"); err == nil {
				done.Add(1)
			} else if !fault.IsCode(err, "BELOW_MINIMUM") {
				t.Error(err)
			}
		})
	}
	all.Wait()
	left := d(b.left(floor))
	want := d("140").Sub(d("0.5").Mul(decimal.NewFromInt(small.Load()))).Sub(d("1.5").Mul(decimal.NewFromInt(large.Load())))
	if !left.Equal(want) || left.LessThan(d("116")) || left.GreaterThanOrEqual(d("116.5")) && small.Load() < 25 {
		t.Errorf("%d small and %d large bottles went, %s litres are left; the floor is 116", small.Load(), large.Load(), left)
	}
	// What is left above the floor is told in its own measure.
	f := wantCode(t, second(b.issue(b.annex, jug, "20")), "BELOW_MINIMUM")
	if f.Facts["floor"] != "116" || f.Facts["requested"] != "30" || f.Facts["unitZh"] != "升" || f.Facts["item"] != "饮用水" || f.Facts["minimumId"] != fmt.Sprint(floor) {
		t.Errorf("the refusal is not in litres, or does not say of what: %v", f.Facts)
	}
	// It names the lines that take from the floor, each once, and no others.
	b.receive(b.keeper, "key-receive-3", b.annex, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("5"), LotNo: "C"})
	_, err := b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.annex, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("1")}, {ItemID: jug, Quantity: d("10")}, {ItemID: jug, Quantity: d("10")}}})
	if f := wantCode(t, err, "BELOW_MINIMUM"); !slices.Equal(f.Fields, []string{"lines.1.quantity", "lines.2.quantity"}) {
		t.Errorf("lines at fault: %v", f.Fields)
	}
}

func second[A any](_ A, err error) error { return err }

// A category is measured in yuan by the cost of each lot; what nobody knows the cost of is worth nothing, and taking it costs nothing.
func TestCategoryFloorInYuan(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("100"), LotNo: "A", ExpiresOn: day(100), UnitCost: money("1.25")},
		inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "B", UnitCost: money("80")}, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "unpriced"})
	floor := b.minimum(inventory.Minimum{Kind: "COVENANT", Scope: "SITE", SiteID: b.depot, CategoryCode: "LR", Floor: d("800")})
	if got := b.left(floor); got != "925" {
		t.Fatalf("worth %s, want 925", got)
	}
	take := func(lotNo, quantity string) error {
		lots, err := b.ListBalances(b.system, inventory.StockFilter{SiteID: b.depot, ItemID: b.blanket}, 10, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lots {
			byID, err := inventory.LotsByID(b.system, b.db.Pool, []int64{l.LotID})
			if err != nil {
				t.Fatal(err)
			}
			if byID[l.LotID].LotNo == lotNo {
				_, err := b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d(quantity), LotID: l.LotID}}})
				return err
			}
		}
		t.Fatal("no lot ", lotNo)
		return nil
	}
	if err := take("unpriced", "10"); err != nil {
		t.Errorf("goods that count as nothing were kept for a floor of worth: %v", err)
	}
	wantCode(t, take("B", "2"), "BELOW_MINIMUM") // 160 of 125 above the floor
	if err := take("B", "1"); err != nil {
		t.Error(err)
	}
	if got := b.left(floor); got != "845" {
		t.Errorf("worth %s after a blanket of 80, want 845", got)
	}
	// Before the floor, and at it, nothing is low: at 800 there is no alarm.
	if _, err := b.issue(b.depot, b.water, "36"); err != nil {
		t.Fatal(err)
	}
	if rows, err := b.ListMinimums(b.system, inventory.MinimumFilter{BelowOnly: true}, 10, nil); err != nil || len(rows) != 0 || b.left(floor) != "800" {
		t.Errorf("%d minimums are low at the floor itself (%s left), %v", len(rows), b.left(floor), err)
	}
	wantCode(t, second(b.issue(b.depot, b.water, "1")), "BELOW_MINIMUM")
}

// An agreement says that goods worth so much of this owner lie at that keeper's: goods of others there, and of this owner elsewhere, do
// not count; a floor without its agreement is none.
func TestCustodyFloorByAgreement(t *testing.T) {
	b := setup(t)
	entrusted, err := b.EnsureReserve(b.system, inventory.Reserve{OwnerID: b.centre, Source: "GOVERNMENT", Tier: "DISTRICT", Custody: "ENTRUSTED"})
	if err != nil {
		t.Fatal(err)
	}
	agreement, err := b.SignAgreement(b.system, inventory.Agreement{Number: "AG-1", Kind: "ENTRUSTED_STORAGE", OrganisationID: b.enterprise, FromDate: *day(-10)})
	if err != nil {
		t.Fatal(err)
	}
	b.receive(b.partner, "key-receive-1", b.shop, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "theirs", UnitCost: money("50"), ReserveID: entrusted},
		inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("90"), LotNo: "own", UnitCost: money("50")})
	b.receive(b.keeper, "key-receive-2", b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("30"), LotNo: "elsewhere", UnitCost: money("50")})
	m := inventory.Minimum{Kind: "COVENANT", Scope: "CUSTODY", OrganisationID: b.centre, KeeperID: b.enterprise, Floor: d("400")}
	_, err = b.SetMinimum(b.system, m)
	wantCode(t, err, "AGREEMENT_MISSING")
	m.AgreementNumber = "AG-1"
	floor := b.minimum(m)
	if rows, err := b.MinimumsByID(b.system, []int64{floor}); err != nil || rows[floor].Available.String() != "500" || rows[floor].Subject() != "ALL" || rows[floor].UnitZh != "元" {
		t.Fatalf("%+v, %v; want 500 yuan of all goods (agreement %d)", rows[floor], err, agreement)
	}
	if _, err := b.Issue(b.partner, inventory.Issue{RequestKey: newKey(), SiteID: b.shop, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("90")}}}); err != nil {
		t.Errorf("the keeper's own goods were kept for the owner's floor: %v", err)
	}
	owned := inventory.Issue{SiteID: b.shop, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("3"), ReserveID: entrusted}}}
	_, err = b.Issue(b.system, owned)
	wantCode(t, err, "BELOW_MINIMUM")
	owned.Lines[0].Quantity = d("2")
	if _, err := b.Issue(b.system, owned); err != nil {
		t.Error(err)
	}
}

// A policy warns, asks for approval or refuses, as its rule says; a covenant always refuses.
func TestPolicyDoesAsItsRuleSays(t *testing.T) {
	b := setup(t)
	first, _, _ := b.officers()
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("100"), LotNo: "A"})
	policy := inventory.Minimum{Kind: "POLICY", Scope: "SITE", SiteID: b.depot, ItemID: b.blanket, Floor: d("80"), WarningMargin: d("10")}
	id := b.minimum(policy)
	warned := func(quantity, code string) {
		t.Helper()
		posted, err := b.issue(b.depot, b.blanket, quantity)
		if err != nil {
			t.Fatal(err)
		}
		if code == "" && len(posted.Warnings) > 0 || code != "" && (len(posted.Warnings) != 1 || posted.Warnings[0].Code != code) {
			t.Errorf("issuing %s warned of %+v, want %q", quantity, posted.Warnings, code)
		}
	}
	warned("10", "") // 90 left: at the margin
	warned("1", "NEAR_MINIMUM")
	warned("9", "")             // 80: at the floor, and told before
	warned("1", "BELOW_POLICY") // 79
	if open, err := b.ListBreaches(true).First(b.system, 10); err != nil || len(open) != 0 {
		t.Errorf("a policy that only warns has %d breaches, %v", len(open), err)
	}

	policy.OnBreach = "REFUSE"
	b.minimum(policy)
	wantCode(t, second(b.issue(b.depot, b.blanket, "1")), "BELOW_MINIMUM")

	policy.OnBreach = "APPROVE"
	b.minimum(policy)
	posted, err := b.issue(b.depot, b.blanket, "4")
	if err != nil {
		t.Fatal(err)
	}
	states := func() (state string, revision int) {
		t.Helper()
		if err := b.db.Pool.QueryRow(t.Context(), `select state, revision from document where id = $1`, posted.DocumentID).Scan(&state, &revision); err != nil {
			t.Fatal(err)
		}
		return state, revision
	}
	state, revision := states()
	if state != "SUBMITTED" || b.left(id) != "75" {
		t.Fatalf("%s with %s left: what a policy asks approval for waits, with its goods set aside", state, b.left(id))
	}
	if open, _ := b.ListBreaches(true).First(b.system, 10); len(open) != 1 || open[0].Cause != "APPROVAL" {
		t.Errorf("%+v: one breach stands open while the goods are set aside", open)
	}
	results, _, err := b.ApproveDocuments(first, inventory.Approval{RequestKey: newKey(), Documents: []inventory.DocumentChange{{DocumentID: posted.DocumentID, Revision: revision}}})
	if err != nil || results[0].Fault != nil {
		t.Fatal(results, err)
	}
	if state, _ = states(); state == "APPROVED" {
		if _, err := b.PostDocument(b.keeper, inventory.DocumentChange{RequestKey: newKey(), DocumentID: posted.DocumentID, Revision: revision}); err != nil {
			t.Fatal(err)
		}
	}
	if got := b.available(b.depot, b.blanket); got != "75" {
		t.Errorf("%s available after what was approved went", got)
	}
	b.receive(b.keeper, "key-receive-2", b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("5"), LotNo: "B"})
	if open, _ := b.ListBreaches(true).First(b.system, 10); len(open) != 0 {
		t.Errorf("stock is back, and the breach stands open: %+v", open)
	}
	_, err = b.SetMinimum(b.system, inventory.Minimum{Kind: "COVENANT", Scope: "DISTRICT", ItemID: b.blanket, Floor: d("1"), OnBreach: "WARN"})
	wantCode(t, err, "COVENANT")
}

// Before its first day, after its last, and where there is none, a minimum says nothing.
func TestMinimumHoldsFromADayToADay(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "A"})
	m := inventory.Minimum{Kind: "COVENANT", Scope: "SITE", SiteID: b.depot, ItemID: b.blanket, Floor: d("10"), FromDate: day(1)}
	b.minimum(m)
	m.FromDate, m.ToDate = day(-9), day(-1)
	b.minimum(m)
	if _, err := b.issue(b.depot, b.blanket, "1"); err != nil {
		t.Fatalf("a minimum of tomorrow or of yesterday was held today: %v", err)
	}
	if below, near, err := b.CountMinimums(b.system); err != nil || below != 0 || near != 0 {
		t.Errorf("%d below, %d near, %v without a minimum in force", below, near, err)
	}
	m.FromDate, m.ToDate = day(-20), day(0)
	today := b.minimum(m) // its last day is today
	wantCode(t, second(b.issue(b.depot, b.blanket, "1")), "BELOW_MINIMUM")
	if _, _, err := b.EndMinimum(b.system, inventory.MinimumEnd{MinimumID: today, ToDate: *day(-1)}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.issue(b.depot, b.blanket, "1"); err != nil {
		t.Error(err)
	}
	m.FromDate, m.ToDate = day(3), day(2)
	_, err := b.SetMinimum(b.system, m)
	wantCode(t, err, "DATES")
	_, err = b.SetMinimum(b.system, inventory.Minimum{Kind: "POLICY", Scope: "DISTRICT", ItemID: b.blanket, GroupCode: "none", Floor: d("1")})
	wantCode(t, err, "NOT_FOUND")
	_, err = b.SetMinimum(b.system, inventory.Minimum{Kind: "POLICY", Scope: "DISTRICT", Floor: d("1")})
	wantCode(t, err, "SUBJECT")
}

// What may be taken above a floor in another measure goes down to the scale of the item. Pure.
func TestSpareInBaseUnits(t *testing.T) {
	t.Parallel()
	group := inventory.Headroom{Scope: "DISTRICT", GroupCode: "g", Factors: map[int64]decimal.Decimal{1: d("1.5"), 2: d("0.5")}}
	for _, c := range []struct {
		item  int64
		spare string
		scale int
		want  string
	}{{1, "4", 0, "2"}, {1, "4.5", 0, "3"}, {1, "4", 1, "2.6"}, {2, "4", 0, "8"}, {1, "0", 0, "0"}, {1, "-1", 0, "-1"}, {1, "-3", 0, "-2"}} {
		if got := group.SpareOf(inventory.Candidate{ItemID: c.item}, d(c.spare), c.scale).String(); got != c.want {
			t.Errorf("%s above the floor is %s of item %d at scale %d, want %s", c.spare, got, c.item, c.scale, c.want)
		}
	}
	for i, c := range []struct {
		of   inventory.Candidate
		want string
	}{{inventory.Candidate{ItemID: 1}, "1.5"}, {inventory.Candidate{ItemID: 3}, "0"}} {
		if got := group.Weight(c.of).String(); got != c.want {
			t.Errorf("case %d: weighs %s, want %s", i, got, c.want)
		}
	}
	custody := inventory.Headroom{Scope: "CUSTODY", OrganisationID: 1, KeeperID: 2}
	cost := d("3")
	for _, c := range []struct {
		of     inventory.Candidate
		counts bool
	}{{inventory.Candidate{OwnerID: 1, SiteOrganisationID: 2, UnitCost: &cost}, true}, {inventory.Candidate{OwnerID: 1, SiteOrganisationID: 2}, false},
		{inventory.Candidate{OwnerID: 2, SiteOrganisationID: 2, UnitCost: &cost}, false}, {inventory.Candidate{OwnerID: 1, SiteOrganisationID: 1, UnitCost: &cost}, false}} {
		if custody.Counts(c.of) != c.counts {
			t.Errorf("%+v counts: want %v", c.of, c.counts)
		}
	}
}

// A floor of a tier is kept by the reserves of that tier together, at whichever sites they lie; goods of the other tier help it with nothing.
func TestATierFloorHoldsOverItsReserves(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("60"), LotNo: "D1"})
	b.receive(b.keeper, newKey(), b.annex, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("50"), LotNo: "D2"})
	b.receive(b.system, newKey(), b.town, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("500"), LotNo: "T1"})
	if _, err := b.SetMinimum(b.system, inventory.Minimum{Kind: "COVENANT", Scope: "TIER", Tier: "DISTRICT", ItemID: b.blanket, Floor: d("100")}); err != nil {
		t.Fatal(err)
	}
	issue := func(ctx context.Context, site int64, quantity string) error {
		_, err := b.Issue(ctx, inventory.Issue{RequestKey: newKey(), SiteID: site, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d(quantity)}}})
		return err
	}
	if f := wantCode(t, issue(b.keeper, b.depot, "11"), "BELOW_MINIMUM"); f.Facts["available"] != "110" {
		t.Errorf("the sum of the tier's reserves: %v", f.Facts)
	}
	if err := issue(b.system, b.town, "450"); err != nil { // another tier's
		t.Errorf("goods of the towns are kept for the district: %v", err)
	}
	if err := issue(b.keeper, b.annex, "10"); err != nil {
		t.Error(err)
	}
	wantCode(t, issue(b.keeper, b.depot, "1"), "BELOW_MINIMUM")
	if _, err := b.Transfer(b.keeper, inventory.Transfer{RequestKey: newKey(), SiteID: b.depot, ToSiteID: b.annex, Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("20")}}}); err != nil {
		t.Errorf("within the tier goods move: %v", err)
	}
}
