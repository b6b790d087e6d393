package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"changping/access"
	"changping/inventory"
	"changping/inventory/gs1"

	"github.com/robfig/cron/v3"
)

// TestLedgerStories plays over HTTP what the ledger asks of several people: an override by two persons and what follows until stock is
// back, an owner's order for entrusted goods, a label that is linked and scanned, a trip that took only part, hazardous goods that are
// turned over. At the end the books are proved.
func TestLedgerStories(t *testing.T) {
	s := startServer(t)
	system := access.WithActor(t.Context(), access.System("test"))
	t.Run("an override by two persons, reminded of until stock is back", func(t *testing.T) { s.in(t).overrideStory(system) })
	t.Run("an owner's order lets entrusted goods go", func(t *testing.T) { s.in(t).releaseStory(system) })
	t.Run("a label is linked and scanned", func(t *testing.T) { s.in(t).labelStory() })
	t.Run("the carrier takes only part", func(t *testing.T) { s.in(t).partStory() })
	t.Run("hazardous goods are turned over", func(t *testing.T) { s.in(t).hazardousStory(system) })
	for _, stream := range []string{"movement", "audit_entry"} {
		if _, err := access.SealStream(system, s.app.pool, stream); err != nil {
			t.Fatal(err)
		}
	}
	if err := inventory.Verify(system, s.app.pool, func(string) {}); err != nil {
		t.Error(err)
	}
}

// in is the server for a part of a test.
func (s *server) in(t *testing.T) *server { return &server{t, s.app, s.url} }

// as signs somebody in for a part of a test, with request keys of its own.
func (s *server) as(account string) *caller {
	s.t.Helper()
	c := s.signIn(account)
	_, part, _ := strings.Cut(s.t.Name(), "/")
	c.name = strings.ReplaceAll(part, ",", "") + "-" + account
	return c
}

// join makes a person with a post at an organisation, known by its code, and signs them in.
func (s *server) join(system context.Context, account string, role access.Role, organisation string) *caller {
	s.t.Helper()
	var at int64
	err := s.app.pool.QueryRow(system, `select id from organisation where code = $1 or $1 = '' and parent_id is null`, organisation).Scan(&at)
	if err != nil {
		s.t.Fatal(err)
	}
	id, err := s.app.access.CreatePerson(system, access.NewPerson{Account: account, Name: account, Password: demoPassword})
	if err == nil {
		err = s.app.access.GrantPost(system, access.NewPost{PersonID: id, Role: role, OrganisationID: at})
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return s.as(account)
}

func (s *server) refused(payload map[string]any, code string) {
	s.t.Helper()
	if got := dig(payload, "userErrors.0.code"); got != code {
		s.t.Errorf("refused with %v, want %s: %v", got, code, payload)
	}
}

func (s *server) execute(sql string) {
	s.t.Helper()
	if tag, err := s.app.pool.Exec(s.t.Context(), sql); err != nil || tag.RowsAffected() == 0 {
		s.t.Fatalf("%s: %v, %v", sql, tag, err)
	}
}

// night runs a job of the table as if it were so many minutes after the last midnight in Asia/Shanghai, so many days ahead.
func (s *server) night(name string, ahead int) {
	s.t.Helper()
	now := time.Now().In(shanghai)
	at := time.Date(now.Year(), now.Month(), now.Day()+ahead, 6, 0, 0, 0, shanghai)
	for _, j := range s.app.jobs() {
		if j.name != name {
			continue
		}
		schedule, err := cron.ParseStandard(j.spec)
		if err != nil {
			s.t.Fatal(err)
		}
		scheduler{s.app.pool, "test"}.runDue(s.t.Context(), j, schedule, at)
		var status string
		if err := s.app.pool.QueryRow(s.t.Context(), `select status from job_run where job = $1 order by slot desc limit 1`, name).Scan(&status); err != nil || status != "DONE" {
			s.t.Fatalf("the job %s is %s, %v", name, status, err)
		}
		return
	}
	s.t.Fatal("no job ", name)
}

// today is the business date, so many days on.
func (c *caller) today(days int) string {
	c.t.Helper()
	day, err := time.Parse(time.DateOnly, c.ask("about.today", `{ about { today } }`, nil).(string))
	if err != nil {
		c.t.Fatal(err)
	}
	return day.AddDate(0, 0, days).Format(time.DateOnly)
}

func (c *caller) organisation(code string) string {
	c.t.Helper()
	for _, o := range c.ask("organisations.nodes", `{ organisations(first: 250) { nodes { id code } } }`, nil).([]any) {
		if dig(o, "code") == code {
			return dig(o, "id").(string)
		}
	}
	c.t.Fatal("no organisation ", code)
	return ""
}

// incident opens a flood in Xinkou for so many people.
func (c *caller) incident(people int) string {
	c.t.Helper()
	return dig(c.done(c.do("openIncident", "OpenIncidentInput", "incident { id }", map[string]any{"scenarioCode": "RF", "level": "II", "townId": c.organisation("120111102"), "peopleAffected": people, "coverDays": 1})), "incident.id").(string)
}

const openBreaches = `{ minimumBreaches(openOnly: true) { nodes { id available reason cause overriddenBy cureBy reminders { kind } } } }`

func (s *server) overrideStory(ctx context.Context) {
	t := s.t
	s.execute(`update setting set value = 'true' where name = 'minimum.second_person'`)
	dispatcher, second, partner := s.as("dispatcher"), s.join(ctx, "dispatcher-2", access.Dispatcher, ""), s.as("partner")
	water, shop, incident := dispatcher.item("XQ-LR-0043"), partner.siteID("E01-W"), dispatcher.incident(300)
	issue := map[string]any{"siteId": shop, "reason": "INCIDENT", "incidentId": incident, "overrideReason": "堤防告急", "lines": []any{map[string]any{"itemId": water, "quantity": "4800"}}}
	send := func(c *caller, changes map[string]any) map[string]any {
		input := map[string]any{}
		for _, from := range []map[string]any{issue, changes} {
			for k, v := range from {
				input[k] = v
			}
		}
		return c.do("issueGoods", "IssueGoodsInput", "document { number } warnings { code }", input)
	}
	s.refused(send(dispatcher, nil), "SECOND_PERSON_NEEDED")

	var floor string
	for _, m := range partner.ask("minimums.nodes", `{ minimums(first: 250) { nodes { id kind item { code } } } }`, nil).([]any) {
		if dig(m, "kind") == "COVENANT" && dig(m, "item.code") == "XQ-LR-0043" {
			floor = dig(m, "id").(string)
		}
	}
	asked := dispatcher.done(dispatcher.do("requestOverride", "RequestOverrideInput", "override { id state requestedBy }",
		map[string]any{"incidentId": incident, "reason": "堤防告急", "validHours": 4, "limits": []any{map[string]any{"minimumId": floor, "quantity": "4800"}}}))
	override := dig(asked, "override.id")
	if dig(asked, "override.state") != "REQUESTED" {
		t.Errorf("requested: %v", asked)
	}
	issue["overrideId"], issue["overrideReason"] = override, nil
	s.refused(send(dispatcher, nil), "OVERRIDE_UNCONFIRMED")
	s.refused(dispatcher.do("confirmOverride", "ConfirmOverrideInput", "override { state }", map[string]any{"overrideId": override}), "SAME_PERSON")
	second.done(second.do("confirmOverride", "ConfirmOverrideInput", "override { state }", map[string]any{"overrideId": override}))
	s.refused(send(dispatcher, map[string]any{"lines": []any{map[string]any{"itemId": water, "quantity": "7200"}}}), "OVERRIDE_EXCEEDED")
	dispatcher.done(send(dispatcher, nil)) // 50,400 - 4,800 = 45,600, which is 2,400 below the floor
	s.refused(send(second, map[string]any{"lines": []any{map[string]any{"itemId": water, "quantity": "24"}}}), "OVERRIDE_USED")
	used := dispatcher.ask("minimumOverrides.nodes.0", `{ minimumOverrides(first: 1) { nodes { state confirmedBy usedAt limits { quantity } } } }`, nil)
	if dig(used, "state") != "USED" || dig(used, "confirmedBy") != "dispatcher-2" || dig(used, "usedAt") == nil || dig(used, "limits.0.quantity") != "4800" {
		t.Errorf("used: %v", used)
	}

	// The breach stands open, is reminded of three days before its cure date, on it and after, and ends when stock is back.
	breach := partner.ask("minimumBreaches.nodes.0", openBreaches, nil)
	if dig(breach, "available") != "45600" || dig(breach, "cause") != "OVERRIDE" || dig(breach, "reason") != "堤防告急" {
		t.Errorf("the breach: %v", breach)
	}
	reminded := func(cure string, ahead int, want ...string) {
		t.Helper()
		s.execute(`update minimum_breach set cure_by = business_date() + ` + cure + ` where closed_at is null`)
		s.night("minimums", ahead)
		s.night("minimums", ahead) // nobody runs it twice
		var kinds []string
		for _, r := range dig(partner.ask("minimumBreaches.nodes.0", openBreaches, nil), "reminders").([]any) {
			kinds = append(kinds, dig(r, "kind").(string))
		}
		if strings.Join(kinds, " ") != strings.Join(want, " ") {
			t.Errorf("reminded of %v, want %v", kinds, want)
		}
	}
	reminded("9", 0)
	reminded("3", 1, "SOON")
	s.execute(`update minimum_reminder set day = day - 1`) // a day passes
	reminded("0", 2, "SOON", "DUE")
	s.execute(`update minimum_reminder set day = day - 1`)
	reminded("-1", 3, "SOON", "DUE", "OVERDUE")
	if n := partner.ask("workbench.breachesReminded", `{ workbench { breachesReminded } }`, nil); n != 1.0 {
		t.Errorf("%v breaches on the workbench that were reminded of", n)
	}
	partner.done(partner.do("receiveGoods", "ReceiveGoodsInput", "document { number }", map[string]any{"siteId": shop, "reason": "PURCHASE",
		"lines": []any{map[string]any{"itemId": water, "quantity": "100", "inPacks": true, "lotNo": "BACK-2", "expiresOn": partner.today(300)}}}))
	if open := partner.ask("minimumBreaches.nodes", openBreaches, nil).([]any); len(open) != 0 {
		t.Errorf("open though stock is back: %v", open)
	}
	s.execute(`update setting set value = 'false' where name = 'minimum.second_person'`)
}

func (s *server) releaseStory(ctx context.Context) {
	t := s.t
	owner, partner, stranger := s.as("liaison-xinkou"), s.as("partner"), s.as("liaison-zhongbei")
	var town int64
	if err := s.app.pool.QueryRow(ctx, `select id from organisation where code = '120111102'`).Scan(&town); err != nil {
		t.Fatal(err)
	}
	if _, err := s.app.inventory.EnsureReserve(ctx, inventory.Reserve{OwnerID: town, Source: "GOVERNMENT", Tier: "TOWN", Custody: "ENTRUSTED"}); err != nil {
		t.Fatal(err)
	}
	shop, blanket := partner.siteID("E01-W"), partner.item("XQ-LR-0018")
	var reserve string
	if err := s.app.pool.QueryRow(ctx, `select 'reserve_' || id from reserve where owner_id = $1 and custody = 'ENTRUSTED' order by id desc limit 1`, town).Scan(&reserve); err != nil {
		t.Fatal(err)
	}
	partner.done(partner.do("receiveGoods", "ReceiveGoodsInput", "document { number }", map[string]any{"siteId": shop, "reason": "PURCHASE",
		"lines": []any{map[string]any{"itemId": blanket, "quantity": "60", "lotNo": "ENTRUSTED-1", "reserveId": reserve, "expiresOn": partner.today(900)}}}))
	take := func(order any, quantity string) map[string]any {
		return partner.do("issueGoods", "IssueGoodsInput", "document { number movements { quantity reserve { owner { code } } } }", map[string]any{"siteId": shop, "reason": "DISTRIBUTION", "releaseOrderId": order,
			"lines": []any{map[string]any{"itemId": blanket, "quantity": quantity}}})
	}
	s.refused(take(nil, "1"), "ENTRUSTED") // the keeper has none of its own
	order := map[string]any{"siteId": shop, "ownerId": owner.organisation("120111102"), "untilOn": owner.today(7), "lines": []any{map[string]any{"itemId": blanket, "quantity": "20"}}}
	if _, answer := stranger.post("/graphql", stranger.token, map[string]any{"query": `mutation($i: OrderReleaseInput!) { orderRelease(input: $i) { userErrors { code } } }`,
		"variables": map[string]any{"i": map[string]any{"requestKey": "stranger-order-1", "siteId": shop, "ownerId": order["ownerId"], "untilOn": order["untilOn"], "lines": order["lines"]}}}); dig(answer, "data.orderRelease.userErrors.0.code") != "NOT_FOUND" {
		t.Errorf("another town ordered: %v", answer)
	}
	ordered := owner.done(owner.do("orderRelease", "OrderReleaseInput", "number orderId", order))
	id := dig(ordered, "orderId")
	issued := partner.done(take(id, "15"))
	if dig(issued, "document.movements.0.reserve.owner.code") != "120111102" {
		t.Errorf("other goods went by the order: %v", issued)
	}
	s.refused(take(id, "6"), "ORDER_EXCEEDED")
	listed := partner.ask("releaseOrders.nodes.0", `query($s: ID!) { releaseOrders(siteId: $s, openOnly: true) { nodes { number state lines { quantity left } } } }`, map[string]any{"s": shop})
	if dig(listed, "number") != dig(ordered, "number") || dig(listed, "state") != "OPEN" || dig(listed, "lines.0.left") != "5" {
		t.Errorf("the keeper sees the order as %v", listed)
	}
	owner.done(owner.do("cancelReleaseOrder", "CancelReleaseOrderInput", "number", map[string]any{"orderId": id}))
	s.refused(take(id, "1"), "ORDER_CLOSED")
}

func (s *server) labelStory() {
	t := s.t
	admin, keeper := s.as("admin"), s.as("keeper")
	water, d01, expires := keeper.item("XQ-LR-0043"), keeper.siteID("D01"), keeper.today(200)
	gtin := "0690123400001"
	gtin += string(gs1.CheckDigit(gtin))
	scan := func(code string) any {
		return keeper.ask("scan", `query($c: String!, $s: ID) { scan(code: $c, siteId: $s) { kind item { code } packFactor levelName lotNo expiresOn lot { lotNo } lots { available } warnings { code } } }`, map[string]any{"c": code, "s": d01})
	}
	label := "]C101" + gtin + "17" + strings.ReplaceAll(expires[2:], "-", "") + "10LABEL-1"
	if unknown := scan(label); dig(unknown, "item") != nil || dig(unknown, "lotNo") != "LABEL-1" || dig(unknown, "warnings.0.code") != "GTIN_UNKNOWN" {
		t.Errorf("a label that nobody linked: %v", unknown)
	}
	link := map[string]any{"gtin": gtin, "itemId": water, "factor": "24", "levelName": "箱"}
	if _, answer := keeper.post("/graphql", keeper.token, map[string]any{"query": `mutation($i: LinkGtinInput!) { linkGtin(input: $i) { userErrors { code } } }`,
		"variables": map[string]any{"i": map[string]any{"requestKey": "keeper-link-1", "gtin": gtin, "itemId": water, "factor": "24", "levelName": "箱"}}}); dig(answer, "errors.0.extensions.code") != "NOT_ALLOWED" {
		t.Errorf("a keeper linked a label: %v", answer)
	}
	wrong := map[string]any{"gtin": gtin[:13] + string('0'+(gtin[13]-'0'+1)%10), "itemId": water, "factor": "24", "levelName": "箱"}
	if refused := admin.do("linkGtin", "LinkGtinInput", "item { code }", wrong); len(dig(refused, "userErrors").([]any)) == 0 {
		t.Errorf("a check digit that is wrong was linked: %v", refused)
	}
	admin.done(admin.do("linkGtin", "LinkGtinInput", "item { code }", link))
	known := scan(label)
	if dig(known, "kind") != "GTIN" || dig(known, "item.code") != "XQ-LR-0043" || dig(known, "packFactor") != "24" || dig(known, "expiresOn") != expires || dig(known, "lot") != nil {
		t.Errorf("a linked label of a lot that has not come yet: %v", known)
	}
	keeper.done(keeper.do("receiveGoods", "ReceiveGoodsInput", "document { number }", map[string]any{"siteId": d01, "reason": "PURCHASE",
		"lines": []any{map[string]any{"itemId": water, "quantity": "2", "inPacks": true, "lotNo": "LABEL-1", "expiresOn": expires}}}))
	bare := scan("(01)" + gtin + "(10)LABEL-1") // says no date, and erases none
	if dig(bare, "lot.lotNo") != "LABEL-1" || dig(bare, "expiresOn") != expires || dig(bare, "lots.0.available") != "48" {
		t.Errorf("a label without a date: %v", bare)
	}
}

func (s *server) partStory() {
	t := s.t
	dispatcher, keeper := s.as("dispatcher"), s.as("keeper")
	incident := dispatcher.incident(600)
	allocation := dig(dispatcher.done(dispatcher.do("proposeAllocation", "ProposeAllocationInput", "allocation { id }", map[string]any{"incidentId": incident})), "allocation.id")
	dispatcher.done(dispatcher.do("approveAllocation", "ApproveAllocationInput", "allocation { state }", map[string]any{"allocationId": allocation, "revision": 1}))
	trip := dig(dispatcher.done(dispatcher.do("planTrips", "PlanTripsInput", "trips { id revision stops { pickups { lineId quantity item { scale } } } }", map[string]any{"allocationId": allocation})), "trips.0")
	var line, planned string
	for _, stop := range dig(trip, "stops").([]any) {
		for _, load := range dig(stop, "pickups").([]any) {
			if line == "" && dig(load, "quantity") != "1" && dig(load, "item.scale") == 0.0 {
				line, planned = dig(load, "lineId").(string), dig(load, "quantity").(string)
			}
		}
	}
	dispatch := func(loaded map[string]any) map[string]any {
		return dispatcher.do("dispatchTrip", "TripInput", "trip { state waybills { lines { sent } } shortLoads { planned loaded reason note released } }", map[string]any{"tripId": dig(trip, "id"), "revision": dig(trip, "revision"), "loaded": []any{loaded}})
	}
	s.refused(dispatch(map[string]any{"lineId": line, "loaded": "1"}), "LOAD_REASON")
	s.refused(dispatch(map[string]any{"lineId": line, "loaded": "1.5", "reason": "NO_ROOM"}), "SCALE")
	sent := dispatcher.done(dispatch(map[string]any{"lineId": line, "loaded": "1", "reason": "NO_ROOM", "note": "车小"}))
	short := dig(sent, "trip.shortLoads").([]any)
	if dig(sent, "trip.state") != "DISPATCHED" || len(short) != 1 || dig(short, "0.loaded") != "1" || dig(short, "0.planned") != planned || dig(short, "0.note") != "车小" || dig(short, "0.released") != false {
		t.Errorf("the trip left as %v; %s was planned", sent, planned)
	}
	again := dispatcher.done(dispatcher.do("planTrips", "PlanTripsInput", "trips { stops { pickups { lineId quantity } } }", map[string]any{"allocationId": allocation}))
	rides := false
	for _, x := range dig(again, "trips").([]any) {
		for _, stop := range dig(x, "stops").([]any) {
			for _, load := range dig(stop, "pickups").([]any) {
				rides = rides || dig(load, "lineId") == line
			}
		}
	}
	if !rides {
		t.Errorf("what stayed behind rides on no other trip: %v", again)
	}
	if seen := keeper.ask("inTransit.nodes", `{ inTransit(first: 250) { nodes { paper number late } } }`, nil).([]any); len(seen) == 0 {
		t.Error("the keeper sees nothing on its way")
	}
}

func (s *server) hazardousStory(ctx context.Context) {
	t := s.t
	keeper, first, second := s.as("keeper"), s.as("dispatcher"), s.as("dispatcher-2")
	var item string
	if err := s.app.pool.QueryRow(ctx, `select code from item where hazard_class in ('3', '8', '5.1', '2.1') and shelf_life_days is not null and tracking = 'LOT' order by code limit 1`).Scan(&item); err != nil {
		t.Fatal(err)
	}
	id, d01 := keeper.item(item), keeper.siteID("D01")
	keeper.done(keeper.do("receiveGoods", "ReceiveGoodsInput", "document { number }", map[string]any{"siteId": d01, "reason": "PURCHASE", "storageOverride": "临时存放",
		"lines": []any{map[string]any{"itemId": id, "quantity": "3", "lotNo": "HAZARD-1", "expiresOn": keeper.today(3)}}}))
	s.night("rotation", 0)
	var task any
	for _, x := range keeper.ask("rotationTasks.nodes", `query($s: ID) { rotationTasks(siteId: $s, openOnly: true, first: 250) { nodes { id lot { lotNo } } } }`, map[string]any{"s": d01}).([]any) {
		if dig(x, "lot.lotNo") == "HAZARD-1" {
			task = dig(x, "id")
		}
	}
	waiting := keeper.done(keeper.do("completeRotationTask", "CompleteRotationTaskInput", "task { state documentId } document { id state revision }", map[string]any{"taskId": task, "note": "退回厂家"}))
	document := dig(waiting, "document.id")
	if dig(waiting, "task.state") != "OPEN" || dig(waiting, "task.documentId") != document || dig(waiting, "document.state") != "SUBMITTED" {
		t.Fatalf("handed in: %v", waiting)
	}
	s.refused(keeper.do("completeRotationTask", "CompleteRotationTaskInput", "task { state }", map[string]any{"taskId": task}), "DOCUMENT_WAITS")
	for _, c := range []*caller{first, second} {
		c.do("approveDocuments", "ApproveDocumentsInput", "__typename", map[string]any{"documents": []any{map[string]any{"documentId": document, "revision": dig(waiting, "document.revision")}}})
	}
	keeper.done(keeper.do("postDocument", "PostDocumentInput", "document { number state }", map[string]any{"documentId": document, "revision": dig(waiting, "document.revision")}))
	if done := keeper.ask("node", `query($id: ID!) { node(id: $id) { ... on RotationTask { state documentId } } }`, map[string]any{"id": task}); dig(done, "state") != "DONE" || dig(done, "documentId") != document {
		t.Errorf("after its issue was posted the task is %v", done)
	}
}
