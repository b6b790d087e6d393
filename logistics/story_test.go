package logistics_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/pgtest"
	"changping/inventory"
	"changping/logistics"
	"changping/logistics/roads"

	"github.com/shopspring/decimal"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func d(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// bundle is a small district: a depot, an enterprise with a covenant, a town with a store and two shelters, a carrier with
// two lorries, and the people who play the story.
type bundle struct {
	*logistics.Logistics
	t                                            *testing.T
	inv                                          *inventory.Inventory
	system, dispatcher, keeper, liaison, foreign context.Context
	town, depot, shop, store, hall, school       int64
	water                                        int64
}

func setup(t *testing.T) *bundle {
	t.Helper()
	t.Parallel()
	db := pgtest.New(t)
	b := &bundle{Logistics: logistics.New(db.Pool, roads.DefaultEstimate()), t: t, inv: inventory.New(db.Pool), system: access.WithActor(context.Background(), access.System("test"))}
	acc := access.New(db.Pool)
	must := func(id int64, err error) int64 {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	ok := func(err error) { t.Helper(); must(0, err) }
	org := func(code, kind, tier string, parent *int64) int64 {
		lat, lon := "39.1", "117.0"
		return must(acc.CreateOrganisation(b.system, access.Organisation{Code: code, NameZh: code, NameEn: code, Kind: kind, Tier: tier, ParentID: parent, Latitude: &lat, Longitude: &lon}))
	}
	bureau := org("B", "DISTRICT_BUREAU", "DISTRICT", nil)
	centre := org("C", "DEPARTMENT", "DISTRICT", &bureau)
	b.town = org("T", "TOWN", "TOWN", &bureau)
	otherTown := org("U", "TOWN", "TOWN", &bureau)
	enterprise := org("E", "ENTERPRISE", "TOWN", &otherTown)
	carrier := org("K", "CARRIER", "DISTRICT", &bureau)
	site := func(code, kind string, org, town int64, lat string, people int) int64 {
		s := inventory.Site{Code: code, NameZh: code, NameEn: code, Kind: kind, OrganisationID: org, TownID: town, Latitude: d(lat), Longitude: d("117")}
		if people > 0 {
			s.PeopleCapacity = &people
		}
		return must(b.inv.CreateSite(b.system, s))
	}
	b.depot, b.shop = site("D1", "DEPOT", centre, otherTown, "39.00", 0), site("E1", "ENTERPRISE_STORE", enterprise, otherTown, "39.05", 0)
	b.store, b.hall, b.school = site("T1", "TOWN_STORE", b.town, b.town, "39.11", 0), site("S1", "SHELTER", b.town, b.town, "39.12", 700), site("S2", "SHELTER", b.town, b.town, "39.13", 900)
	hub := site("H1", "HUB", carrier, otherTown, "39.02", 0)
	ok(b.inv.DefineCategories(b.system, []inventory.Category{{Code: "LR", NameZh: "生活", NameEn: "Living"}}))
	ok(b.inv.DefineItems(b.system, []inventory.Item{{Code: "water", CategoryCode: "LR", SubcategoryEn: "Drinking water and containers", NameZh: "水", NameEn: "water", Slug: "water", UnitZh: "瓶", UnitEn: "bottle",
		PackSize: d("24"), PackPolicy: "WHOLE_PACKS", WeightKg: d("0.5"), VolumeM3: d("0.0006"), StorageCondition: "dry", Tracking: "LOT"}}))
	item, err := b.inv.ItemByCode(b.system, "water")
	ok(err)
	b.water = item.ID
	ok(b.DefineScenario(b.system, logistics.Scenario{Code: "RF", NameZh: "洪水", NameEn: "flood", DurationDays: 10, Parameters: map[string]decimal.Decimal{"person": d("5000")},
		Norms: []logistics.Norm{{ItemID: b.water, Basis: "person", Quantity: d("6"), PerDay: true, Source: "test"}}}))
	ok(b.RegisterFleet(b.system, []logistics.VehicleType{{Code: "L", NameZh: "L", NameEn: "L", Profile: "LORRY", CapacityKg: d("3000"), CapacityM3: d("15"), HazardClasses: []string{}}},
		[]logistics.NewVehicle{{Plate: "A1", CarrierID: carrier, HomeSiteID: hub, TypeCode: "L"}, {Plate: "A2", CarrierID: carrier, HomeSiteID: hub, TypeCode: "L"}}))
	person := func(account string, role access.Role, org int64) context.Context {
		id := must(acc.CreatePerson(b.system, access.NewPerson{Account: account, Name: account}))
		ok(acc.GrantPost(b.system, access.NewPost{PersonID: id, Role: role, OrganisationID: org}))
		a, err := acc.FindActor(b.system, account)
		ok(err)
		return access.WithActor(context.Background(), a)
	}
	b.dispatcher, b.keeper = person("dispatcher", access.Dispatcher, bureau), person("keeper", access.Keeper, centre)
	b.liaison, b.foreign = person("liaison", access.Liaison, b.town), person("foreign", access.Liaison, otherTown)
	receive := func(site, owner int64, source, tier, lot, quantity string) {
		reserve := must(b.inv.EnsureReserve(b.system, inventory.Reserve{OwnerID: owner, Source: source, Tier: tier, Custody: "DEDICATED"}))
		_, err := b.inv.Receive(b.system, inventory.Receipt{SiteID: site, Reason: "PURCHASE", Lines: []inventory.ReceiptLine{{ItemID: b.water, Quantity: d(quantity), LotNo: lot, ReserveID: reserve}}})
		ok(err)
	}
	receive(b.store, b.town, "GOVERNMENT", "TOWN", "L1", "480")
	receive(b.depot, centre, "GOVERNMENT", "DISTRICT", "L2", "4800")
	receive(b.shop, enterprise, "ENTERPRISE", "TOWN", "L3", "2400")
	must(b.inv.SetMinimum(b.system, inventory.Minimum{Kind: "COVENANT", Scope: "ORGANISATION", OrganisationID: enterprise, ItemID: b.water, Floor: d("1200")}))
	t.Cleanup(func() {
		if err := inventory.Verify(context.Background(), db.Pool, func(string) {}); err != nil {
			t.Errorf("the books do not hold after the test: %v", err)
		}
	})
	return b
}

func (b *bundle) done(done logistics.Done, err error) int64 {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	return done.ID
}

func (b *bundle) open(people int, drill bool) int64 {
	b.t.Helper()
	return b.done(b.OpenIncident(b.dispatcher, logistics.NewIncident{RequestKey: "open-incident", ScenarioCode: "RF", Level: "II", TownID: b.town, PeopleAffected: people, Drill: drill}))
}

// approve proposes and approves an allocation for the incident.
func (b *bundle) approve(incident int64) int64 {
	b.t.Helper()
	id := b.done(b.ProposeAllocation(b.dispatcher, logistics.Proposing{RequestKey: "propose-1", IncidentID: incident}))
	return b.done(b.ApproveAllocation(b.dispatcher, logistics.Approval{RequestKey: "approve-1", AllocationID: id, Revision: 1}))
}

func (b *bundle) sum(incident int64) string {
	b.t.Helper()
	rows, err := b.ProgressOf(b.dispatcher, incident)
	if err != nil {
		b.t.Fatal(err)
	}
	var p logistics.Progress
	for _, r := range rows {
		p.Asked, p.Allotted, p.Sent = p.Asked.Add(r.Asked), p.Allotted.Add(r.Allotted), p.Sent.Add(r.Sent)
		p.Arrived, p.Lost, p.Late = p.Arrived.Add(r.Arrived), p.Lost.Add(r.Lost), p.Late.Add(r.Late)
	}
	return fmt.Sprintf("asked %s allotted %s sent %s arrived %s lost %s late %s", p.Asked, p.Allotted, p.Sent, p.Arrived, p.Lost, p.Late)
}

func (b *bundle) expect(incident int64, want string) {
	b.t.Helper()
	if got := b.sum(incident); got != want {
		b.t.Errorf("progress\n got %s\nwant %s", got, want)
	}
}

// onHand gives on hand and available of water at a site.
func (b *bundle) onHand(site int64) string {
	b.t.Helper()
	rows, err := b.inv.ListStock(b.system, inventory.StockFilter{SiteID: site, ItemID: b.water}, 10, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	if len(rows) == 0 {
		return "0/0"
	}
	return fmt.Sprintf("%s/%s", rows[0].OnHand, rows[0].Available)
}

// dispatchAll plans and sends every trip of an allocation and gives the waybills.
func (b *bundle) dispatchAll(incident, allocation int64) []logistics.Waybill {
	b.t.Helper()
	b.done(b.PlanTrips(b.dispatcher, logistics.Planning{RequestKey: "plan-trips", AllocationID: allocation}))
	trips, err := b.TripsOf(b.dispatcher, []int64{incident}, nil)
	if err != nil || len(trips) == 0 {
		b.t.Fatal("no trips", err)
	}
	for _, trip := range trips {
		b.done(b.DispatchTrip(b.dispatcher, logistics.TripChange{RequestKey: fmt.Sprint("dispatch-", trip.ID), TripID: trip.ID, Revision: trip.Revision}))
	}
	bills, err := b.ListWaybills(logistics.WaybillFilter{}).First(b.dispatcher, 50)
	if err != nil || len(bills) == 0 {
		b.t.Fatal("no waybills", err)
	}
	return bills
}

// 1,000 people: 6,000 bottles for one day; 480 lie in the town, 4,800 in the depot, and 1,200 may be had of the enterprise.
func TestAFloodFromOpeningToArrival(t *testing.T) {
	b := setup(t)
	incident := b.open(1000, false)
	if again, err := b.OpenIncident(b.dispatcher, logistics.NewIncident{RequestKey: "open-incident", ScenarioCode: "RF", Level: "II", TownID: b.town, PeopleAffected: 1000}); err != nil || again.ID != incident || !again.Replayed {
		t.Errorf("the same request again opened %+v, %v", again, err)
	}
	b.expect(incident, "asked 6000 allotted 0 sent 0 arrived 0 lost 0 late 0")
	allocation := b.approve(incident)
	lines, err := b.LinesOf(b.dispatcher, allocation)
	if err != nil {
		t.Fatal(err)
	}
	from := map[int64]decimal.Decimal{}
	for _, l := range lines {
		from[l.FromSiteID] = from[l.FromSiteID].Add(l.Quantity)
	}
	if !from[b.store].Equal(d("480")) || !from[b.depot].Equal(d("4800")) || from[b.shop].GreaterThan(d("1200")) || from[b.shop].LessThan(d("720")) {
		t.Errorf("allotted %v", from)
	}
	if got := b.onHand(b.depot); got != "4800/0" {
		t.Errorf("the depot holds %s after the approval", got)
	}
	bills := b.dispatchAll(incident, allocation)
	if got := b.onHand(b.depot); got != "0/0" {
		t.Errorf("the depot holds %s after the trips left", got)
	}
	if _, err := b.ConfirmArrival(b.foreign, logistics.Arrival{RequestKey: "confirm-foreign", WaybillID: bills[0].ID, SignedName: "x"}); !fault.IsCode(err, "NOT_FOUND") {
		t.Errorf("another town's liaison officer signed: %v", err)
	}
	broken := d("24")
	for i, w := range bills {
		arrival := logistics.Arrival{RequestKey: fmt.Sprint("confirm-", w.ID), WaybillID: w.ID, SignedName: "Li"}
		if i == 0 {
			wl, err := b.WaybillLinesOf(b.liaison, []int64{w.ID})
			if err != nil {
				t.Fatal(err)
			}
			arrival.Lines = []logistics.ArrivalLine{{LineNo: 1, Received: wl[0].Sent.Sub(broken), Damaged: broken}}
			if _, err := b.ConfirmArrival(b.liaison, arrival); !fault.IsCode(err, "DIFFERENCE_REASON") {
				t.Errorf("a difference without a reason: %v", err)
			}
			arrival.Lines[0].Reason = "WET"
		}
		b.done(b.ConfirmArrival(b.liaison, arrival))
	}
	rows, err := b.ProgressOf(b.dispatcher, incident)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Allotted.LessThan(r.Asked) || !r.Sent.Equal(r.Allotted) || !r.Arrived.Add(r.Lost).Equal(r.Sent) {
			t.Errorf("progress %+v", r)
		}
	}
	places, err := b.PlacesOf(b.dispatcher, incident)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range places {
		if p.People > 0 && p.RelievedAt == nil {
			t.Errorf("the clock of site %d still runs", p.SiteID)
		}
	}
	trips, err := b.TripsOf(b.dispatcher, []int64{incident}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, trip := range trips {
		if trip.State != "ARRIVED" {
			t.Errorf("trip %s is %s", trip.Number, trip.State)
		}
	}
}

func TestADrillPlansLikeTheRealThingAndTouchesNoStock(t *testing.T) {
	b := setup(t)
	incident := b.open(1000, true)
	for _, w := range b.dispatchAll(incident, b.approve(incident)) {
		b.done(b.ConfirmArrival(b.liaison, logistics.Arrival{RequestKey: fmt.Sprint("confirm-", w.ID), WaybillID: w.ID, SignedName: "Li"}))
	}
	for site, want := range map[int64]string{b.depot: "4800/4800", b.store: "480/480", b.shop: "2400/2400", b.hall: "0/0"} {
		if got := b.onHand(site); got != want {
			t.Errorf("site %d holds %s after the drill, want %s", site, got, want)
		}
	}
}

func TestShortfallsAreNamedAndWhatIsCancelledIsFreeAgain(t *testing.T) {
	b := setup(t)
	incident := b.open(1600, false) // 9,600 bottles are more than there are
	allocation := b.approve(incident)
	short, err := b.ShortfallsOf(b.dispatcher, allocation)
	if err != nil {
		t.Fatal(err)
	}
	if len(short) != 1 || !short[0].Quantity.Equal(d("3120")) || short[0].Reason != "KEPT_FOR_MINIMUM" {
		t.Errorf("shortfalls %+v", short)
	}
	if _, err := b.CancelAllocation(b.dispatcher, logistics.Cancelling{RequestKey: "cancel-stale", AllocationID: allocation, Revision: 1}); !fault.IsCode(err, "STALE_REVISION") {
		t.Errorf("a stale revision cancelled: %v", err)
	}
	b.done(b.CancelAllocation(b.dispatcher, logistics.Cancelling{RequestKey: "cancel-1", AllocationID: allocation, Revision: 2}))
	if got := b.onHand(b.depot); got != "4800/4800" {
		t.Errorf("the depot holds %s after the cancellation", got)
	}
}

func TestWhoMayNot(t *testing.T) {
	b := setup(t)
	incident := b.open(100, false)
	if _, err := b.ProposeAllocation(b.liaison, logistics.Proposing{RequestKey: "propose-liaison", IncidentID: incident}); !fault.IsCode(err, "NOT_ALLOWED") {
		t.Errorf("a liaison officer proposed: %v", err)
	}
	if _, err := b.AddNeed(b.foreign, logistics.NewNeed{RequestKey: "need-foreign", IncidentID: incident, SiteID: b.hall, ItemID: b.water, Quantity: d("1")}); !fault.IsCode(err, "NOT_FOUND") {
		t.Errorf("another town's liaison officer added a need: %v", err)
	}
	if seen, err := b.ListIncidents(false, nil).First(b.foreign, 10); err != nil || len(seen) != 0 {
		t.Errorf("another town's liaison officer sees %v, %v", seen, err)
	}
	if seen, err := b.ListIncidents(false, nil).First(b.liaison, 10); err != nil || len(seen) != 1 || time.Until(seen[0].ReliefDueAt) < 9*time.Hour {
		t.Errorf("the town's liaison officer sees %v, %v", seen, err)
	}
}
