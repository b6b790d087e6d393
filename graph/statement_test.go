package graph

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"

	"changping/access"
	"changping/inventory"
	"changping/logistics"
	"changping/logistics/roads"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// statements counts what reaches the database.
type statements struct {
	mu    sync.Mutex
	times map[string]int // by text
}

func (s *statements) count(sql string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.times[sql]++
}

// take gives how often each text ran since it was last asked.
func (s *statements) take() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	times := s.times
	s.times = map[string]int{}
	return times
}

func (s *statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	s.count(q.SQL)
	return ctx
}
func (*statements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
func (*statements) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}
func (s *statements) TraceBatchQuery(_ context.Context, _ *pgx.Conn, q pgx.TraceBatchQueryData) {
	s.count(q.SQL)
}
func (*statements) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// counted is the API over the same district with its statements counted.
func (d *district) counted() *statements {
	d.t.Helper()
	s := &statements{times: map[string]int{}}
	config := d.Pool.Config().Copy()
	config.ConnConfig.Tracer = s
	pool, err := pgxpool.NewWithConfig(d.t.Context(), config)
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(pool.Close)
	d.Resolver = &Resolver{Pool: pool, Access: access.New(pool), Inventory: inventory.New(pool), Logistics: logistics.New(pool, roads.DefaultEstimate())}
	if d.schema, err = Schema(d.Resolver); err != nil {
		d.t.Fatal(err)
	}
	return s
}

// levels counts the kinds of objects at each depth of an operation: what a statement each is enough for.
func levels(doc *ast.QueryDocument) int {
	seen := map[string]bool{}
	var walk func(set ast.SelectionSet, depth int)
	walk = func(set ast.SelectionSet, depth int) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				if len(s.SelectionSet) == 0 || s.Definition == nil {
					continue
				}
				name := s.Definition.Type.Name()
				if plain := strings.HasSuffix(name, "Connection") || strings.HasSuffix(name, "Edge") || name == "PageInfo"; !plain {
					seen[fmt.Sprint(depth, " ", name)] = true
				}
				walk(s.SelectionSet, depth+1)
			case *ast.InlineFragment:
				walk(s.SelectionSet, depth)
			case *ast.FragmentSpread:
				walk(s.Definition.SelectionSet, depth)
			}
		}
	}
	for _, o := range doc.Operations {
		walk(o.SelectionSet, 0)
	}
	return len(seen)
}

// What the pages read takes at most one statement of a kind per level, however many rows there are.
func TestStatementsOfThePages(t *testing.T) {
	d := setup(t)
	incident, allocation := d.flood(5000)
	trips := d.ask("dispatcher", "trips.nodes", `query($i: ID!) { trips(incidentId: $i) { nodes { id revision } } }`, map[string]any{"i": incident}).([]any)
	for _, trip := range trips {
		d.do("dispatcher", "dispatchTrip", "TripInput", "trip { id }", map[string]any{"tripId": dig(trip, "id"), "revision": dig(trip, "revision")})
	}
	for _, town := range []string{"120111102", "120111103", "120111104"} {
		d.do("dispatcher", "openIncident", "OpenIncidentInput", "incident { id }", map[string]any{"scenarioCode": "RF", "level": "III", "townId": d.town(town), "peopleAffected": 200, "coverDays": 1})
	}
	site, item, unit := d.site("D01"), d.item("XQ-LR-0043"), d.item("XQ-FC-0052")
	document := d.ask("auditor", "documents.nodes.0.id", `{ documents(kind: RECEIPT, first: 1) { nodes { id } } }`, nil)
	waybill := d.ask("auditor", "waybills.nodes.0.id", `{ waybills(first: 1) { nodes { id } } }`, nil)
	minimum := d.ask("auditor", "minimums.nodes.0.id", `{ minimums(first: 1) { nodes { id } } }`, nil)
	lot := d.ask("auditor", "balances.nodes.0.lot.id", `query($i: ID!) { balances(itemId: $i, first: 1) { nodes { lot { id } } } }`, map[string]any{"i": unit})
	count := dig(d.do("keeper", "openStockCount", "OpenStockCountInput", "count { id }", map[string]any{"siteId": site, "plan": map[string]any{"kind": "RANDOM", "items": 20, "seed": 1}, "blind": false}), "count.id")
	values := map[string]any{"siteId": site, "site": site, "itemId": item, "item": item, "incident": incident, "allocation": allocation, "code": "XQ-LR-0043", "search": "水", "minimumId": minimum, "lotId": lot,
		"organisationId": d.town("120111102"), "at": "2026-11-27T00:00:00Z", "from": "2026-11-01", "to": "2026-11-27", "latitude": 39.1, "longitude": 117.0, "pattern": "R01-R02",
		"ids": []any{site}, "kitItemId": d.item("XQ-LR-0120"), "kits": "1", "quantity": "24", "shape": "ALONG", "points": []any{map[string]any{"latitude": 39.1, "longitude": 117.0}}, "within": map[string]any{"south": 39.0, "west": 117.0, "north": 39.1, "east": 117.1}}
	d.do("admin", "defineBins", "DefineBinsInput", "made", map[string]any{"siteId": site, "pattern": "Q01-Q02"})
	codes := map[string]any{"BinContents": "Q01", "FieldBin": "Q01"}
	ids := map[string]any{"Document": document, "DraftDocument": document, "FieldDocument": document, "FieldCount": count, "StockCount": count, "StockCountLines": count, "Incident": incident, "IncidentNeeds": incident,
		"Outstanding": document, "Trip": dig(trips, "0.id"), "Waybill": waybill}
	schema := schemaOf(t)
	counter := d.counted()
	for _, o := range operationsOfThePages(t) {
		if o.mutation || o.name == "RoadsNamed" { // refused where there is no road graph; it asks the database for nothing
			continue
		}
		doc, errs := gqlparser.LoadQueryWithRules(schema, o.text, nil)
		if errs != nil {
			t.Fatal(o.name, errs)
		}
		variables := map[string]any{}
		for _, v := range doc.Operations[0].VariableDefinitions {
			value, has := values[v.Variable]
			if v.Variable == "id" {
				value, has = ids[o.name]
			}
			if code := codes[o.name]; code != nil && v.Variable == "code" {
				value = code
			}
			switch {
			case v.Variable == "first":
				variables["first"] = int32(50)
			case v.Type.NonNull && !has:
				t.Errorf("%s in %s: this test has no value for $%s", o.name, o.file, v.Variable)
			case v.Type.NonNull:
				variables[v.Variable] = value
			}
		}
		texts, objects := d.readCounting(counter, o, variables)
		n, often, which := 0, 0, ""
		for sql, times := range texts {
			n += times
			if times > often {
				often, which = times, sql
			}
		}
		most := max(levels(doc), 1) // a connection that is only counted has no level
		t.Logf("%3d statements, %2d levels, %5d objects  %s", n, most, objects, o.name)
		if often > most {
			t.Errorf("%s in %s: one statement %d times for %d levels: %.300s", o.name, o.file, often, most, strings.Join(strings.Fields(which), " "))
		}
		if variables["first"] == nil {
			continue
		}
		variables["first"] = int32(1)
		texts, _ = d.readCounting(counter, o, variables)
		few := 0
		for _, times := range texts {
			few += times
		}
		if n > few+6 { // what the first row refers to nothing of is not read for it
			t.Errorf("%s in %s: %d statements for one row, %d for a page", o.name, o.file, few, n)
		}
	}
}

// askedBy are who asks what the auditor, who sees nearly everything, may not.
var askedBy = map[string]string{"DocumentsToApprove": "dispatcher", "DocumentsToApproveInAll": "dispatcher", "StockCountScopes": "keeper", "BinPattern": "admin"}

// clock is what the time of the server is told by.
var clock = regexp.MustCompile(`"now":"[^"]*"`)

// readCounting runs a query of the pages as somebody who may, and gives how often each statement ran.
func (d *district) readCounting(counter *statements, o operation, variables map[string]any) (texts map[string]int, objects int) {
	d.t.Helper()
	ctx := d.selecting(d.as(cmp.Or(askedBy[o.name], "auditor")), o.text)
	counter.take()
	response := d.schema.Exec(ctx, o.text, "", variables)
	if len(response.Errors) > 0 {
		d.t.Errorf("%s in %s: %v", o.name, o.file, response.Errors)
	}
	texts = counter.take()
	// What is left out because nothing asks for it is missed by nobody.
	whole := d.schema.Exec(d.as(cmp.Or(askedBy[o.name], "auditor")), o.text, "", variables)
	if clock.ReplaceAllString(string(whole.Data), "") != clock.ReplaceAllString(string(response.Data), "") {
		d.t.Errorf("%s in %s: reading only what it asks for gives %s, reading all %s", o.name, o.file, response.Data, whole.Data)
	}
	return texts, strings.Count(string(response.Data), "{")
}
