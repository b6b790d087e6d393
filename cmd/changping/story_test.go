package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"changping/access"
	"changping/fixtures"
	"changping/graph"
	"changping/internal/pgtest"
	"changping/inventory"
	"changping/logistics"
	"changping/logistics/roads"

	"github.com/shopspring/decimal"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const demoPassword = "demonstration-only"

// server is the whole system behind HTTP, with the demonstration district.
type server struct {
	t   *testing.T
	app *application
	url string
}

func startServer(t *testing.T) *server {
	t.Helper()
	db := pgtest.New(t)
	app := &application{pool: db.Pool, access: access.New(db.Pool), inventory: inventory.New(db.Pool), logistics: logistics.New(db.Pool, roads.DefaultEstimate())}
	l := app.loader()
	l.Told = t.Logf
	if err := l.Reference(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := l.LoadDemo(t.Context(), fixtures.Demo{Seed: demoSeed, Password: demoPassword}); err != nil {
		t.Fatal(err)
	}
	handler, err := app.handler()
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return &server{t, app, s.URL}
}

func (s *server) post(path, token string, body any) (status int, answer map[string]any) {
	s.t.Helper()
	raw, _ := json.Marshal(body)
	r, _ := http.NewRequest(http.MethodPost, s.url+path, bytes.NewReader(raw))
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		s.t.Fatalf("%s answered no JSON: %v", path, err)
	}
	return response.StatusCode, answer
}

// caller is a person who is signed in.
type caller struct {
	*server
	token string
	keys  int
	name  string
}

func (s *server) signIn(account string) *caller {
	s.t.Helper()
	status, answer := s.post("/auth/sign-in", "", map[string]string{"account": account, "password": demoPassword})
	if status != http.StatusOK {
		s.t.Fatalf("%s cannot sign in: %d %v", account, status, answer)
	}
	return &caller{server: s, token: answer["token"].(string), name: account}
}

// ask runs a query and gives the value at a path such as stock.nodes.0.onHand.
func (c *caller) ask(path, query string, variables map[string]any) any {
	c.t.Helper()
	_, answer := c.post("/graphql", c.token, map[string]any{"query": query, "variables": variables})
	if answer["errors"] != nil {
		c.t.Fatalf("%s: %v", query, answer["errors"])
	}
	return dig(answer["data"], path)
}

// do runs a mutation with a fresh request key and gives its payload.
func (c *caller) do(mutation, inputType, selection string, input map[string]any) map[string]any {
	c.t.Helper()
	if input["requestKey"] == nil {
		c.keys++
		input["requestKey"] = fmt.Sprintf("%s-key-%04d", c.name, c.keys)
	}
	query := fmt.Sprintf(`mutation($input: %s!) { %s(input: $input) { replayed %s userErrors { __typename code message fields
		... on BelowMinimum { floor available requested scopeName } ... on InsufficientStock { available requested } } } }`, inputType, mutation, selection)
	payload := c.ask(mutation, query, map[string]any{"input": input}).(map[string]any)
	return payload
}

func dig(v any, path string) any {
	for _, step := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[step]
		case []any:
			var i int
			fmt.Sscan(step, &i)
			if i >= len(x) {
				return nil
			}
			v = x[i]
		}
	}
	return v
}

// done fails the test where a payload carries user errors.
func (c *caller) done(payload map[string]any) map[string]any {
	c.t.Helper()
	if errs := payload["userErrors"].([]any); len(errs) > 0 {
		c.t.Fatalf("refused: %v", errs)
	}
	return payload
}

func (c *caller) item(code string) string {
	c.t.Helper()
	return c.ask("itemByCode.id", `query($c: String!) { itemByCode(code: $c) { id } }`, map[string]any{"c": code}).(string)
}

func (c *caller) siteID(code string) string {
	c.t.Helper()
	for _, s := range c.ask("sites.nodes", `{ sites(first: 250) { nodes { id code } } }`, nil).([]any) {
		if dig(s, "code") == code {
			return dig(s, "id").(string)
		}
	}
	c.t.Fatal("no site ", code)
	return ""
}

func (c *caller) onHand(site, item string) string {
	c.t.Helper()
	v := c.ask("stock.nodes.0.onHand", `query($s: ID!, $i: ID!) { stock(siteId: $s, itemId: $i) { nodes { onHand } } }`, map[string]any{"s": site, "i": item})
	if v == nil {
		return "0"
	}
	return v.(string)
}

func add(t *testing.T, a string, b int64) string {
	t.Helper()
	return decimal.RequireFromString(a).Add(decimal.NewFromInt(b)).String()
}

// TestStory plays the story of the README over HTTP: a keeper, an enterprise with a covenant, a dispatcher, trips, a liaison
// officer, and the night's rotation.
func TestStory(t *testing.T) {
	s := startServer(t)
	keeper, dispatcher, partner := s.signIn("keeper"), s.signIn("dispatcher"), s.signIn("partner")
	liaison, neighbour := s.signIn("liaison-xinkou"), s.signIn("liaison-zhongbei")

	// 1. The keeper receives, issues and moves; the same request sent twice counts once.
	water, blanket, pump := keeper.item("XQ-LR-0043"), keeper.item("XQ-LR-0018"), keeper.item("XQ-FC-0052")
	d01, d02 := keeper.siteID("D01"), keeper.siteID("D02")
	before, blankets := keeper.onHand(d01, water), keeper.onHand(d01, blanket)
	expires := keeper.ask("about.today", `{ about { today } }`, nil).(string)
	expires = "2027" + expires[4:]
	receipt := map[string]any{"requestKey": "keeper-receipt-1", "siteId": d01, "reason": "PURCHASE", "lines": []any{map[string]any{"itemId": water, "quantity": "200", "inPacks": true, "lotNo": "STORY-1", "expiresOn": expires}}}
	if keeper.done(keeper.do("receiveGoods", "ReceiveGoodsInput", "document { number }", receipt))["replayed"] != false {
		t.Error("a first request was answered as a replay")
	}
	if keeper.done(keeper.do("receiveGoods", "ReceiveGoodsInput", "document { number }", receipt))["replayed"] != true {
		t.Error("the same request again was not recognised")
	}
	if got := keeper.onHand(d01, water); got != add(t, before, 4800) {
		t.Errorf("water: %s, want %s and 4800 more", got, before)
	}
	keeper.done(keeper.do("issueGoods", "IssueGoodsInput", "document { number }", map[string]any{"siteId": d01, "reason": "CONSUMPTION", "lines": []any{map[string]any{"itemId": blanket, "quantity": "30"}}}))
	if got := keeper.onHand(d01, blanket); got != add(t, blankets, -30) {
		t.Errorf("blankets: %s of %s after 30 were issued", got, blankets)
	}
	from, to := d01, d02
	if keeper.onHand(d01, pump) == "0" {
		from, to = d02, d01
	}
	pumps := keeper.onHand(to, pump)
	keeper.done(keeper.do("transferGoods", "TransferGoodsInput", "document { number state }", map[string]any{"siteId": from, "toSiteId": to, "lines": []any{map[string]any{"itemId": pump, "quantity": "1"}}}))
	if got := keeper.onHand(to, pump); got != add(t, pumps, 1) {
		t.Errorf("pumps at the other site: %s, before %s", got, pumps)
	}
	card := keeper.ask("stockCard.nodes.0", `query($s: ID!, $i: ID!) { stockCard(siteId: $s, itemId: $i, first: 1) { nodes { quantityOut balance document { number } } } }`, map[string]any{"s": d01, "i": blanket})
	if dig(card, "quantityOut") != "30" || dig(card, "balance") != add(t, blankets, -30) {
		t.Errorf("the stock card does not show the issue: %v", card)
	}

	// 3a. The dispatcher opens the flood.
	var xinkou string
	for _, o := range dispatcher.ask("organisations.nodes", `{ organisations(kind: TOWN) { nodes { id code } } }`, nil).([]any) {
		if dig(o, "code") == "120111102" {
			xinkou = dig(o, "id").(string)
		}
	}
	opened := dispatcher.done(dispatcher.do("openIncident", "OpenIncidentInput", "incident { id number places { people relievedAt site { id code } } needs { quantity working item { code } } }",
		map[string]any{"scenarioCode": "RF", "level": "II", "townId": xinkou, "peopleAffected": 5000, "coverDays": 1}))
	incident := dig(opened, "incident.id").(string)
	asked := decimal.Zero
	for _, n := range dig(opened, "incident.needs").([]any) {
		if dig(n, "item.code") == "XQ-LR-0043" {
			asked = asked.Add(decimal.RequireFromString(dig(n, "quantity").(string)))
		}
	}
	if !asked.Equal(decimal.NewFromInt(30000)) {
		t.Errorf("5,000 people need %s bottles for a day, want 30,000: 6 each", asked)
	}

	// 2. The enterprise's covenant: refused with the numbers, overridden for the incident, open until stock is back.
	shop := partner.siteID("E01-W")
	tooMuch := map[string]any{"siteId": shop, "reason": "CONSUMPTION", "lines": []any{map[string]any{"itemId": water, "quantity": "4800"}}}
	refusal := partner.do("issueGoods", "IssueGoodsInput", "document { number }", tooMuch)
	if dig(refusal, "userErrors.0.code") != "BELOW_MINIMUM" || dig(refusal, "userErrors.0.floor") != "48000" || dig(refusal, "userErrors.0.available") != "50400" || dig(refusal, "userErrors.0.requested") != "4800" {
		t.Errorf("the covenant was not kept, or refused without its numbers: %v", refusal)
	}
	dispatcher.done(dispatcher.do("issueGoods", "IssueGoodsInput", "document { number }", map[string]any{"siteId": shop, "reason": "INCIDENT", "incidentId": incident, "overrideReason": "水已漫堤，先保饮水",
		"lines": []any{map[string]any{"itemId": water, "quantity": "4800"}}}))
	breaches := `{ minimumBreaches(openOnly: true) { nodes { available reason minimum { scopeNameZh } } } }`
	if open := dispatcher.ask("minimumBreaches.nodes", breaches, nil).([]any); len(open) != 1 || dig(open, "0.available") != "45600" {
		t.Errorf("the breach does not stand open: %v", open)
	}
	partner.done(partner.do("receiveGoods", "ReceiveGoodsInput", "document { number }", map[string]any{"siteId": shop, "reason": "PURCHASE",
		"lines": []any{map[string]any{"itemId": water, "quantity": "200", "inPacks": true, "lotNo": "BACK-1", "expiresOn": expires}}}))
	if open := dispatcher.ask("minimumBreaches.nodes", breaches, nil).([]any); len(open) != 0 {
		t.Errorf("the breach stands open though stock is back: %v", open)
	}

	// 3b. Proposed, edited, approved.
	proposed := dispatcher.done(dispatcher.do("proposeAllocation", "ProposeAllocationInput", "allocation { id revision lines { id quantity reason item { code packPolicy packSize } fromSite { code } facts { name value } } shortfalls { quantity reason need { item { code } } } }",
		map[string]any{"incidentId": incident}))
	lines := dig(proposed, "allocation.lines").([]any)
	if len(lines) == 0 {
		t.Fatal("nothing was proposed")
	}
	for _, l := range lines {
		if dig(l, "reason") == "" || dig(l, "item.packPolicy") == "WHOLE_PACKS" && !decimal.RequireFromString(dig(l, "quantity").(string)).Mod(decimal.RequireFromString(dig(l, "item.packSize").(string))).IsZero() {
			t.Errorf("a line without a reason, or with a broken pack: %v", l)
		}
	}
	t.Logf("%d lines, %d shortfalls", len(lines), len(dig(proposed, "allocation.shortfalls").([]any)))
	allocation := dig(proposed, "allocation.id").(string)
	edit := map[string]any{"allocationId": allocation, "revision": 1, "edits": []any{map[string]any{"lineId": dig(lines, "0.id"), "quantity": "0"}}}
	dispatcher.done(dispatcher.do("editAllocation", "EditAllocationInput", "allocation { revision }", edit))
	if again := dispatcher.do("approveAllocation", "ApproveAllocationInput", "allocation { state }", map[string]any{"allocationId": allocation, "revision": 1}); dig(again, "userErrors.0.code") != "STALE_REVISION" {
		t.Errorf("an old revision was approved: %v", again)
	}
	dispatcher.done(dispatcher.do("approveAllocation", "ApproveAllocationInput", "allocation { state }", map[string]any{"allocationId": allocation, "revision": 2}))

	// 4. Trips, and dispatching them all.
	planned := dispatcher.done(dispatcher.do("planTrips", "PlanTripsInput", `allocation { unserved { reason } } trips { id revision loadKg vehicle { capacityKg } stops { arriveAt dueAt site { code } deliveries { quantity } } }`, map[string]any{"allocationId": allocation}))
	trips := dig(planned, "trips").([]any)
	if len(trips) == 0 {
		t.Fatal("no trips were planned")
	}
	for _, trip := range trips {
		for _, stop := range dig(trip, "stops").([]any) {
			if due := dig(stop, "dueAt"); due != nil && dig(stop, "arriveAt").(string) > due.(string) {
				t.Errorf("planned after the ten-hour mark: %v", stop)
			}
		}
		dispatcher.done(dispatcher.do("dispatchTrip", "TripInput", "trip { state waybills { number } }", map[string]any{"tripId": dig(trip, "id"), "revision": dig(trip, "revision")}))
	}
	t.Logf("%d trips, %d loads unserved", len(trips), len(dig(planned, "allocation.unserved").([]any)))

	// 5. The liaison officer confirms; one line is short.
	waybills := liaison.ask("waybills.nodes", `{ waybills(inTransitOnly: true, first: 250) { nodes { id toSite { code } lines { lineNo sent } } } }`, nil).([]any)
	if len(waybills) == 0 {
		t.Fatal("the liaison officer sees no waybills")
	}
	if seen := neighbour.ask("waybills.nodes", `{ waybills { nodes { id } } }`, nil).([]any); len(seen) == len(waybills) {
		t.Errorf("the neighbour's liaison officer sees Xinkou's waybills")
	}
	sent := decimal.RequireFromString(dig(waybills, "0.lines.0.sent").(string))
	short := map[string]any{"waybillId": dig(waybills, "0.id"), "signedName": "王联络", "lines": []any{map[string]any{"lineNo": 1, "received": sent.Sub(decimal.NewFromInt(1)).String(), "short": "1", "damaged": "0", "reason": "LOST_ON_WAY"}}}
	if stranger := neighbour.do("confirmArrival", "ConfirmArrivalInput", "waybill { state }", map[string]any{"waybillId": dig(waybills, "0.id"), "signedName": "x"}); dig(stranger, "userErrors.0.code") != "NOT_FOUND" {
		t.Errorf("another town's liaison officer signed: %v", stranger)
	}
	liaison.done(liaison.do("confirmArrival", "ConfirmArrivalInput", "waybill { state late lines { received short } }", short))
	for _, w := range waybills[1:] {
		liaison.done(liaison.do("confirmArrival", "ConfirmArrivalInput", "waybill { state }", map[string]any{"waybillId": dig(w, "id"), "signedName": "王联络"}))
	}
	page := dispatcher.ask("node", `query($id: ID!) { node(id: $id) { ... on Incident { places { people relievedAt } progress { asked allotted sent arrived lost late } } } }`, map[string]any{"id": incident})
	stopped, lost := 0, decimal.Zero
	for _, p := range dig(page, "places").([]any) {
		if dig(p, "relievedAt") != nil {
			stopped++
		}
	}
	for _, p := range dig(page, "progress").([]any) {
		lost = lost.Add(decimal.RequireFromString(dig(p, "lost").(string)))
	}
	if stopped == 0 || !lost.Equal(decimal.NewFromInt(1)) {
		t.Errorf("%d clocks stopped, %s lost; want some, and 1", stopped, lost)
	}

	// 6. Own reserves, and nothing of the neighbour's.
	if own := liaison.ask("reserveStanding", `query($o: ID!) { reserveStanding(organisationId: $o) { state available quota } }`, map[string]any{"o": xinkou}).([]any); len(own) == 0 {
		t.Error("the liaison officer sees no reserves of the own town")
	}
	if _, refused := neighbour.post("/graphql", neighbour.token, map[string]any{"query": fmt.Sprintf(`{ reserveStanding(organisationId: %q) { state } }`, xinkou)}); dig(refused, "errors.0.extensions.code") != "NOT_FOUND" {
		t.Errorf("another town's reserves were shown: %v", refused)
	}
	for _, row := range neighbour.ask("balances.nodes", `{ balances(first: 250) { nodes { site { code town { code } } reserve { owner { code } } } } }`, nil).([]any) {
		if dig(row, "site.town.code") == "120111102" && dig(row, "reserve.owner.code") != "120111100" { // own goods sent there stay in sight
			t.Fatalf("another's stock in Xinkou is shown to Zhongbei: %v", row)
		}
	}

	// 7. The night: rotation tasks that the keeper finds in the morning.
	ctx := access.WithActor(context.Background(), access.System("test"))
	open, err := s.app.inventory.PlanRotation(ctx)
	if err != nil || open == 0 {
		t.Fatal(open, err)
	}
	if morning := keeper.ask("rotationTasks.nodes", `{ rotationTasks(openOnly: true) { nodes { replaceFirst expiresOn lot { lotNo } } } }`, nil).([]any); len(morning) == 0 {
		t.Error("the keeper finds no rotation tasks")
	}
	for _, stream := range []string{"movement", "audit_entry"} {
		if _, err := access.SealStream(ctx, s.app.pool, stream); err != nil {
			t.Fatal(err)
		}
	}
	if err := inventory.Verify(ctx, s.app.pool, func(string) {}); err != nil {
		t.Fatal(err)
	}
}

// Every root field refuses who is not signed in, and who has no post; but those that are for anybody.
func TestEveryRootFieldIsGuarded(t *testing.T) {
	s := startServer(t)
	ctx := access.WithActor(t.Context(), access.System("test"))
	if _, err := s.app.access.CreatePerson(ctx, access.NewPerson{Account: "powerless", Name: "Nobody", Password: demoPassword}); err != nil {
		t.Fatal(err)
	}
	powerless := s.signIn("powerless")
	anybody := map[string]bool{"viewer": true, "about": true, "nearestCabinets": true}
	schema, err := graph.Schema(&graph.Resolver{})
	if err != nil {
		t.Fatal(err)
	}
	inspected := schema.Inspect()
	checked := 0
	for _, root := range []string{"Query", "Mutation"} {
		for _, typ := range inspected.Types() {
			if typ.Name() == nil || *typ.Name() != root {
				continue
			}
			for _, field := range *typ.Fields(&struct{ IncludeDeprecated bool }{true}) {
				if anybody[field.Name()] {
					continue
				}
				checked++
				query, variables := exampleCall(root, field.Name(), s)
				for who, c := range map[string]struct{ token, code string }{"anonymous": {"", "SIGN_IN"}, "powerless": {powerless.token, "NOT_ALLOWED"}} {
					_, answer := s.post("/graphql", c.token, map[string]any{"query": query, "variables": variables})
					if code := dig(answer, "errors.0.extensions.code"); code != c.code {
						t.Errorf("%s for %s: %v, want %s", field.Name(), who, answer, c.code)
					}
				}
				if d := field.Description(); d == nil || !strings.Contains(*d, ". ") {
					t.Errorf("%s does not say who may call it", field.Name())
				}
			}
		}
	}
	if checked < 30 {
		t.Errorf("only %d root fields were found", checked)
	}
}

// exampleCall makes a call that would reach the use case of a root field: valid in form, of ids that need not exist.
func exampleCall(root, field string, s *server) (query string, variables map[string]any) {
	lines := []any{map[string]any{"itemId": "item_1", "quantity": "1"}}
	goods := map[string]any{"itemId": "item_1", "lotId": "lot_1", "quantity": "1"}
	inputs := map[string]map[string]any{
		"receiveGoods":         {"siteId": "site_1", "reason": "PURCHASE", "lines": []any{map[string]any{"itemId": "item_1", "quantity": "1", "lotNo": "L"}}},
		"issueGoods":           {"siteId": "site_1", "reason": "CONSUMPTION", "lines": lines},
		"transferGoods":        {"siteId": "site_1", "toSiteId": "site_2", "lines": lines},
		"receiveTransfer":      {"documentId": "document_1"},
		"reverseDocument":      {"documentId": "document_1", "reason": "x"},
		"completeRotationTask": {"taskId": "rotationTask_1"},
		"defineBins":           {"siteId": "site_1", "pattern": "A"},
		"changeBin":            {"binId": "bin_1", "revision": 1, "pickOrder": 1, "closed": false},
		"definePack":           {"itemId": "item_1", "nameZh": "x", "nameEn": "x", "factor": "1"},
		"recordInspection":     {"lotId": "lot_1", "kind": "LOAD", "result": "PASSED", "doneOn": "2026-01-01", "doneBy": "x"},
		"defineKit":            {"kitItemId": "item_1", "contents": lines},
		"assembleKits":         {"siteId": "site_1", "kitItemId": "item_1", "kits": "1", "lotNo": "x"},
		"breakUpKits":          {"siteId": "site_1", "lotId": "lot_1", "kits": "1"},
		"adjustGoods":          {"siteId": "site_1", "reason": "LOST", "note": "x", "lines": []any{map[string]any{"goods": goods, "found": false}}},
		"returnToSupplier":     {"siteId": "site_1", "reason": "RECALL", "lines": []any{goods}},
		"proposeScrap":         {"siteId": "site_1", "reason": "DAMAGED", "lines": []any{goods}},
		"appraiseScrap":        {"documentId": "document_1", "revision": 1, "finding": "UNUSABLE", "note": "x"},
		"disposeScrap":         {"documentId": "document_1", "revision": 1, "way": "SOLD"},
		"submitDocument":       {"documentId": "document_1", "revision": 1},
		"postDocument":         {"documentId": "document_1", "revision": 1},
		"refuseDocument":       {"documentId": "document_1", "revision": 1, "reason": "x"},
		"cancelDocument":       {"documentId": "document_1", "revision": 1, "reason": "x"},
		"approveDocuments":     {"documents": []any{map[string]any{"documentId": "document_1", "revision": 1}}},
		"addApprovalRule":      {"kind": "ISSUE", "persons": 1},
		"endApprovalRule":      {"ruleId": "approvalRule_1"},
		"holdGoods":            {"siteId": "site_1", "reason": "SUSPECT", "goods": goods},
		"releaseHold":          {"holdId": "qualityHold_1", "note": "x"},
		"recoverGoods":         {"siteId": "site_1", "againstId": "document_1", "lines": []any{goods}},
		"markCleaned":          {"recoveredId": "recoveredGoods_1"},
		"inspectRecovered":     {"recoveredId": "recoveredGoods_1"},
		"setMinimum":           {"kind": "POLICY", "scope": "DISTRICT", "itemId": "item_1", "floor": "1"},
		"endMinimum":           {"minimumId": "minimum_1", "toDate": "2026-01-01"},
		"requestOverride":      {"incidentId": "incident_1", "reason": "x", "validHours": 1, "limits": []any{map[string]any{"minimumId": "minimum_1", "quantity": "1"}}},
		"confirmOverride":      {"overrideId": "override_1"},
		"orderRelease":         {"siteId": "site_1", "ownerId": "organisation_1", "untilOn": "2026-12-31", "lines": []any{map[string]any{"itemId": "item_1", "quantity": "1"}}},
		"cancelReleaseOrder":   {"orderId": "releaseOrder_1"},
		"recordConsent":        {"reserveId": "reserve_1", "consentedBy": "x", "paper": "x", "untilOn": "2026-12-31"},
		"linkGtin":             {"gtin": "06901234567892", "itemId": "item_1", "factor": "1", "levelName": "x"},
		"unlinkGtin":           {"gtin": "06901234567892"},
		"closeRoad":            {"reason": "FLOODED", "shape": "ALONG", "points": []map[string]any{{"latitude": 39.1, "longitude": 117.0}}},
		"openRoad":             {"closureId": "roadClosure_1"},
		"openIncident":         {"scenarioCode": "RF", "level": "II", "townId": "organisation_2", "peopleAffected": 1},
		"addNeed":              {"incidentId": "incident_1", "siteId": "site_1", "itemId": "item_1", "quantity": "1"},
		"closeIncident":        {"incidentId": "incident_1", "revision": 1},
		"proposeAllocation":    {"incidentId": "incident_1"},
		"editAllocation":       {"allocationId": "allocation_1", "revision": 1},
		"approveAllocation":    {"allocationId": "allocation_1", "revision": 1},
		"cancelAllocation":     {"allocationId": "allocation_1", "revision": 1},
		"planTrips":            {"allocationId": "allocation_1"},
		"dispatchTrip":         {"tripId": "trip_1", "revision": 1},
		"cancelTrip":           {"tripId": "trip_1", "revision": 1},
		"rerouteTrip":          {"tripId": "trip_1", "revision": 1},
		"tellTripPosition":     {"tripId": "trip_1", "position": map[string]any{"atStop": 1}},
		"confirmArrival":       {"waybillId": "waybill_1", "signedName": "x"},

		"openStockCount":         {"siteId": "site_1", "plan": map[string]any{"kind": "FULL"}, "blind": false},
		"enterStockCount":        {"countId": "stockCount_1", "entries": []any{}},
		"recountStockCountLines": {"countId": "stockCount_1", "lineIds": []any{"stockCountLine_1"}, "reason": "x"},
		"approveStockCountLines": {"countId": "stockCount_1", "lines": []any{}},
		"closeStockCount":        {"countId": "stockCount_1"},
		"disablePerson":          {"personId": "person_1", "reason": "x"},
		"endPost":                {"postId": "post_1", "reason": "x"},
		"changeGreenLanePasses":  {"incidentId": "incident_1", "given": []any{"vehicle_1"}, "withdrawn": []any{}},
	}
	if root == "Mutation" {
		input := inputs[field]
		if input == nil {
			s.t.Fatalf("mutation %s has no example call here: add one", field)
		}
		input["requestKey"] = "example-key-" + field
		kind := map[string]string{"dispatchTrip": "TripInput", "cancelTrip": "TripInput", "rerouteTrip": "TripInput", "refuseDocument": "DocumentReasonInput", "cancelDocument": "DocumentReasonInput"}[field]
		if kind == "" {
			kind = strings.ToUpper(field[:1]) + field[1:] + "Input"
		}
		return fmt.Sprintf(`mutation($i: %s!) { %s(input: $i) { replayed } }`, kind, field), map[string]any{"i": input}
	}
	arguments := map[string]string{"node": `(id: "item_1")`, "nodes": `(ids: ["item_1"])`, "itemByCode": `(code: "x")`, "scan": `(code: "x")`, "stockCard": `(siteId: "site_1", itemId: "item_1")`,
		"lastCounted": `(siteId: "site_1", itemId: "item_1")`, "stockCountScopes": `(siteId: "site_1")`, "stockAsOf": `(at: "2026-01-01T00:00:00Z")`, "lotsAsOf": `(at: "2026-01-01T00:00:00Z", siteId: "site_1", itemId: "item_1")`,
		"stockPeriod": `(siteId: "site_1", itemId: "item_1", from: "2026-01-01", to: "2026-01-31")`, "stockForecast": `(siteId: "site_1", itemId: "item_1")`, "reservations": `(siteId: "site_1", itemId: "item_1")`, "reserveStanding": `(organisationId: "organisation_2")`,
		"bins": `(siteId: "site_1")`, "siteRoom": `(siteId: "site_1")`, "binPattern": `(siteId: "site_1", pattern: "A")`, "binContents": `(binId: "bin_1")`, "putAwayProposals": `(siteId: "site_1", itemId: "item_1", quantity: "1")`, "itemPacks": `(itemId: "item_1")`,
		"unitHistory": `(lotId: "lot_1")`, "kitParts": `(lotId: "lot_1")`, "kitPlan": `(siteId: "site_1", kitItemId: "item_1", kits: "1")`,
		"roadNames": `(shape: ALONG, points: [{ latitude: 39, longitude: 117 }])`, "roadMap": `(within: { south: 39, west: 116, north: 40, east: 118 })`, "roadsNamed": `(road: { name: "Main" })`}
	selection := "{ __typename }"
	if field == "roadNames" { // texts have no fields
		selection = ""
	}
	return fmt.Sprintf(`{ %s%s %s }`, field, arguments[field], selection), nil
}
