package graph

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"
	"changping/inventory"
	"changping/logistics"

	"github.com/shopspring/decimal"
	"github.com/vektah/gqlparser/v2/ast"
)

// fieldsOf gives the fields that each list says it may be filtered by.
func fieldsOf(r *Resolver) map[string][]postgres.Field {
	inv, l, acc := r.Inventory, r.Logistics, r.Access
	return map[string][]postgres.Field{
		"people": acc.ListPeople().Fields, "organisations": acc.ListOrganisations("").Fields, "auditEntries": acc.ListAudit().Fields,
		"documents": inv.ListDocuments(inventory.DocumentFilter{}).Fields, "documentsToApprove": inv.ListDocumentsToApprove().Fields,
		"bins": inv.ListBins(inventory.BinFilter{}).Fields, "stockCounts": inv.CountList(inventory.CountFilter{}).Fields, "lines": inv.CountLineList(0, "").Fields,
		"purposeConsents": inv.ListConsents(false).Fields, "releaseOrders": inv.ListReleaseOrders(inventory.ReleaseOrderFilter{}).Fields, "gtins": inv.ListGTINs(0).Fields,
		"stockAsOf": inv.StockAsOfList(0, 0, time.Time{}).Fields, "holds": inv.ListHolds(inventory.HoldFilter{}).Fields, "items": inv.ListItems("", "").Fields, "kits": inv.ListKits(0).Fields,
		"minimums": inv.MinimumList(inventory.MinimumFilter{}).Fields, "minimumBreaches": inv.ListBreaches(false).Fields, "minimumOverrides": inv.ListOverrides(inventory.OverrideFilter{}).Fields,
		"recoveredGoods": inv.ListRecovery(0, false, nil).Fields, "rotationTasks": inv.ListRotation(0, false, nil).Fields, "sites": inv.ListSites("", 0).Fields,
		"stock": inv.StockList(inventory.StockFilter{}).Fields, "balances": inv.BalanceList(inventory.StockFilter{}).Fields, "stockCard": inv.StockCardList(0, 0, 0).Fields,
		"units": inv.ListUnits(inventory.UnitFilter{}).Fields, "unitHistory": inv.UnitHistory(0).Fields, "inspectionCalendar": inv.InspectionCalendar(inventory.InspectionFilter{}).Fields,
		"incidents": l.ListIncidents(false, nil).Fields, "inTransit": l.ListInTransit(logistics.InTransitFilter{}).Fields, "roadClosures": l.ListRoadClosures(logistics.RoadClosureFilter{}).Fields,
		"trips": l.ListTrips(logistics.TripFilter{}).Fields, "vehicles": l.ListVehicles(0).Fields, "waybills": l.ListWaybills(logistics.WaybillFilter{}).Fields,
	}
}

// comparisonsOf are the comparisons that the schema must offer for a type of fields; a choice has those of its enum.
var comparisonsOf = map[postgres.FieldType]string{postgres.ID: "IDFilter", postgres.Text: "TextFilter", postgres.Whole: "IntFilter", postgres.Quantity: "QuantityFilter",
	postgres.Date: "DateFilter", postgres.Instant: "DateTimeFilter", postgres.Flag: "BooleanFilter"}

// What the schema lets a list be filtered by is what the list says, field by field, in its order and of its type.
func TestFiltersAreThoseOfTheirLists(t *testing.T) {
	s := schemaOf(t)
	declared := fieldsOf(&Resolver{Access: &access.Access{}, Inventory: &inventory.Inventory{}, Logistics: &logistics.Logistics{}})
	for _, l := range listFields(t) {
		fields, known := declared[l.field.Name]
		if !known || len(fields) == 0 {
			t.Errorf("the list %s declares no fields, or this test does not know it", l.field.Name)
		}
		var offered ast.FieldList
		for _, f := range s.Types[l.field.Arguments.ForName("where").Type.Name()].Fields {
			if f.Name != "and" && f.Name != "or" && f.Name != "not" {
				offered = append(offered, f)
			}
		}
		if len(offered) != len(fields) {
			t.Errorf("%s: the schema offers %d fields, the list %d", l.field.Name, len(offered), len(fields))
			continue
		}
		for i, f := range fields {
			name, want := offered[i].Type.Name(), comparisonsOf[f.Type]
			if f.Type == postgres.Choice {
				enum := strings.TrimSuffix(name, "In")
				if want = enum + "In"; s.Types[enum] == nil || s.Types[enum].Kind != ast.Enum || s.Types[want].Fields.ForName("eq").Type.Name() != enum {
					t.Errorf("%s.%s is compared as %s, which is no enum", l.field.Name, f.Name, name)
				}
			}
			if offered[i].Name != f.Name || name != want || (f.Kind != "") != (f.Type == postgres.ID) {
				t.Errorf("%s: the schema offers %s: %s, the list %s: %s", l.field.Name, offered[i].Name, name, f.Name, want)
			}
		}
	}
}

// shownAt tells where rows show what they are filtered by, where it is not under the same name; "": they do not.
var shownAt = map[string]string{
	"stockCounts.plan": "plan.kind", "incidents.scenarioCode": "scenario.code", "items.categoryCode": "category.code",
	"kits.itemNameZh": "item.nameZh", "kits.itemNameEn": "item.nameEn", "kits.categoryCode": "item.category.code", "kits.itemCode": "item.code", "stockAsOf.itemCode": "item.code",
	"stock.siteCode": "site.code", "stock.siteKind": "site.kind", "stock.townId": "site.town.id", "stock.organisationId": "site.organisation.id", "stock.itemCode": "item.code",
	"stock.itemNameZh": "item.nameZh", "stock.itemNameEn": "item.nameEn", "stock.categoryCode": "item.category.code", "stock.hazardClass": "item.hazardClass", "stock.coldChain": "item.coldChain",
	"stock.tracking": "item.tracking", "balances.expiresOn": "lot.expiresOn", "balances.lotNo": "lot.lotNo", "balances.serialNo": "lot.serialNo", "balances.quality": "lot.quality", "balances.origin": "lot.origin",
	"balances.ownerId": "reserve.owner.id", "balances.source": "reserve.source", "balances.tier": "reserve.tier", "balances.custody": "reserve.custody", "balances.programme": "reserve.programme",
	"balances.purpose": "reserve.purpose", "stockCard.documentKind": "document.kind", "minimumBreaches.siteId": "minimum.siteId", "minimumBreaches.itemId": "minimum.item.id",
	"minimums.categoryCode": "categoryCode", "trips.carrierId": "vehicle.carrier.id", "waybills.incidentId": "trip.incident.id", "rotationTasks.documentId": "documentId",
	"documents.reversesId": "reversesId", "documentsToApprove.reversesId": "reversesId", "trips.allocationId": "allocationId", "minimums.siteId": "siteId", "minimums.organisationId": "organisationId",
	"minimums.keeperId": "keeperId", "minimumOverrides.incidentId": "incidentId",
}

// shownPath is where a row of a list shows a field.
func shownPath(list, field string) string {
	if path, told := shownAt[list+"."+field]; told {
		return path
	}
	if object, isID := strings.CutSuffix(field, "Id"); isID && list != "auditEntries" {
		return object + ".id"
	}
	return field
}

// selectionOf spells a path out.
func selectionOf(path string) string {
	steps := strings.Split(path, ".")
	return strings.Join(steps, " { ") + strings.Repeat(" }", len(steps)-1)
}

// meets tells whether a value that a row shows meets a comparison.
func meets(operator, sign string, shown, given any) bool {
	text := fmt.Sprint(shown)
	switch sign {
	case "isNull":
		return (shown == nil) == given.(bool)
	case "not":
		return shown == nil || text != fmt.Sprint(given)
	}
	if shown == nil {
		return false
	}
	switch sign {
	case "in":
		return slices.ContainsFunc(given.([]any), func(one any) bool { return text == fmt.Sprint(one) })
	case "contains":
		return strings.Contains(strings.ToLower(text), strings.ToLower(given.(string)))
	}
	n := strings.Compare(text, fmt.Sprint(given))
	switch operator {
	case "IntFilter", "QuantityFilter":
		x, _ := decimal.NewFromString(text)
		y, _ := decimal.NewFromString(fmt.Sprint(given))
		n = x.Cmp(y)
	case "DateTimeFilter":
		x, _ := time.Parse(time.RFC3339Nano, text)
		y, _ := time.Parse(time.RFC3339Nano, given.(string))
		n = x.Compare(y)
	}
	return sign == "eq" && n == 0 || sign == "gte" && n >= 0 || sign == "lte" && n <= 0
}

// unshown are values to ask for where no row shows any.
var unshown = map[string]any{"TextFilter": "x", "IntFilter": 1.0, "QuantityFilter": "1.5", "DateFilter": "2026-01-01", "DateTimeFilter": "2026-01-01T00:00:00Z", "BooleanFilter": true}

// asked are comparisons of a field that divide its rows, made of values that they show, or else of another: by sign.
func asked(operator *ast.Definition, values []any, another any) map[string]any {
	texts := map[string]any{}
	for _, v := range values {
		if v != nil && len(fmt.Sprint(v)) < 60 && fmt.Sprint(v) != "" {
			texts[fmt.Sprint(v)] = v
		}
	}
	if len(texts) == 0 {
		texts[fmt.Sprint(another)] = another
	}
	known := slices.Sorted(maps.Keys(texts))
	all := map[string]any{}
	for _, sign := range operator.Fields {
		if sign.Name == "isNull" {
			all["isNull"] = true
			continue
		}
		middle := texts[known[len(known)/2]]
		if operator.Name == "IntFilter" {
			middle = int32(middle.(float64))
		}
		switch sign.Name {
		case "in":
			all["in"] = []any{middle, texts[known[0]]}
		case "contains":
			letters := []rune(strings.ToUpper(middle.(string)))
			all["contains"] = string(letters[len(letters)/2:])
		default:
			all[sign.Name] = middle
		}
	}
	return all
}

// filteredRows is how many rows of what a filter leaves are looked at one by one; the others are counted.
const filteredRows = 60

// firstWhere reads the first rows of what a filter leaves of a list.
func (d *district) firstWhere(account, order string, l listField, values, where map[string]any) (rows []any, cursors []string, total any, failure string) {
	d.t.Helper()
	query, path, variables := l.query(values)
	variables["orderBy"], variables["first"] = order, int32(filteredRows)
	if where != nil {
		variables["where"] = where
	}
	response := d.schema.Exec(d.selecting(d.as(account), query), query, "", variables)
	if len(response.Errors) > 0 {
		return nil, nil, nil, response.Errors[0].Message
	}
	var data any
	if err := json.Unmarshal(response.Data, &data); err != nil {
		d.t.Fatal(err)
	}
	page := dig(data, path)
	if page == nil {
		return nil, nil, nil, "none to be seen"
	}
	for _, e := range dig(page, "edges").([]any) {
		cursors = append(cursors, dig(e, "cursor").(string))
	}
	return dig(page, "nodes").([]any), cursors, dig(page, "totalCount"), ""
}

// Every list of the schema, by every field of its filter and every comparison: what is let through is what meets it, in the order of the
// list; not lets the others through; both are counted right; and who sees less sees no more by filtering.
func TestEveryListByEveryFilter(t *testing.T) {
	d := setup(t)
	values := d.rowsOfEverything()
	s := schemaOf(t)
	declared := fieldsOf(d.Resolver)
	compared, divided := 0, 0
	for _, l := range listFields(t) {
		name, order, account := l.field.Name, l.orders[0], "auditor"
		if name == "documentsToApprove" {
			account = "dispatcher"
		}
		orders := l.orders
		if raceFactor > 1 {
			orders = orders[:1]
		}
		fields, filter := declared[name], s.Types[l.field.Arguments.ForName("where").Type.Name()]
		whole, bare := l, l
		bare.row = "__typename"
		for _, f := range filter.Fields {
			if path := shownPath(name, f.Name); path != "" && strings.HasSuffix(f.Type.Name(), "Filter") && f.Type.Name() != filter.Name || strings.HasSuffix(f.Type.Name(), "In") {
				whole.row += " " + selectionOf(path)
			}
		}
		rows, cursors, _, _, failure := d.pageThrough(account, order, 250, whole, values)
		if failure != "" {
			t.Errorf("%s: %s", name, failure)
			continue
		}
		_, few, _, _, hidden := d.pageThrough("keeper-xinkou", order, 250, bare, values)
		for _, f := range filter.Fields {
			if f.Name == "and" || f.Name == "or" || f.Name == "not" {
				continue
			}
			path, operator := shownPath(name, f.Name), s.Types[f.Type.Name()]
			var known []any
			for _, row := range rows {
				known = append(known, dig(row, path))
			}
			another := unshown[operator.Name]
			switch {
			case operator.Name == "IDFilter":
				another = fields[slices.IndexFunc(fields, func(one postgres.Field) bool { return one.Name == f.Name })].Kind + "_999999"
			case another == nil:
				another = s.Types[strings.TrimSuffix(operator.Name, "In")].EnumValues[0].Name
			}
			comparisons := asked(operator, known, another)
			for i, sign := range slices.Sorted(maps.Keys(comparisons)) {
				if i > 0 && raceFactor > 1 {
					break
				}
				value := comparisons[sign]
				is := map[string]any{f.Name: map[string]any{sign: value}}
				var met, others []string
				for at, v := range known {
					if meets(operator.Name, sign, v, value) {
						met = append(met, cursors[at])
					} else {
						others = append(others, cursors[at])
					}
				}
				compared++
				if len(met) > 0 && len(others) > 0 {
					divided++
				}
				for _, c := range []struct {
					where map[string]any
					want  []string
				}{{is, met}, {map[string]any{"not": is}, others}} {
					_, got, total, failure := d.firstWhere(account, order, bare, values, c.where)
					if failure != "" || !slices.Equal(got, c.want[:min(filteredRows, len(c.want))]) || total != float64(len(c.want)) {
						t.Errorf("%s where %v: %d rows of %d that meet it, counted %v %s", name, c.where, len(got), len(c.want), total, failure)
					}
					if i > 0 {
						continue
					}
					_, got, total, failure = d.firstWhere("keeper-xinkou", order, bare, values, c.where)
					want := slices.DeleteFunc(slices.Clone(few), func(one string) bool { return !slices.Contains(c.want, one) })
					if failure != hidden || hidden == "" && (!slices.Equal(got, want[:min(filteredRows, len(want))]) || total != float64(len(want))) {
						t.Errorf("%s where %v for a keeper: %d rows of %d, counted %v %s", name, c.where, len(got), len(want), total, failure)
					}
				}
			}
		}
		// What a filter lets through is told as it is told without one, in small pages too.
		field := filter.Fields[0]
		for sign, value := range asked(s.Types[field.Type.Name()], []any{dig(rows[len(rows)/2], shownPath(name, field.Name))}, nil) {
			is := map[string]any{field.Name: map[string]any{sign: value}}
			for _, order := range orders {
				all, _, _, _, _ := d.pageThrough(account, order, 250, whole, values)
				got, _, _, _, failure := d.pageThroughWhere(account, order, min(max(2, len(rows)/5), 250), whole, values, map[string]any{"or": []any{is, map[string]any{"not": is}}})
				if failure != "" || !reflect.DeepEqual(got, all) {
					t.Errorf("%s by %s where %v or not: %d rows of %d, or told otherwise %s", name, order, is, len(got), len(all), failure)
				}
			}
			break
		}
	}
	t.Logf("%d comparisons, of which %d part the rows", compared, divided)
	if raceFactor == 1 && divided < 500 {
		t.Errorf("only %d of %d comparisons part the rows of their list: too few to prove anything", divided, compared)
	}
}

// narrowings are values for arguments that lists may be narrowed by already.
func (d *district) narrowings(l listField, values map[string]any) map[string]any {
	d.t.Helper()
	s := schemaOf(d.t)
	ids := map[string]any{"siteId": d.site("D01"), "toSiteId": d.site("T-102"), "itemId": d.item("XQ-LR-0018"), "townId": d.town("120111102"), "ownerId": d.town("120111102"),
		"incidentId": d.ask("auditor", "incidents.nodes.0.id", `{ incidents(first: 1, orderBy: LEVEL) { nodes { id } } }`, nil),
		"carrierId":  d.ask("auditor", "vehicles.nodes.0.carrier.id", `{ vehicles(first: 1) { nodes { carrier { id } } } }`, nil), "minimumId": d.ask("auditor", "minimums.nodes.0.id", `{ minimums(first: 1) { nodes { id } } }`, nil),
		"orderId": d.ask("auditor", "releaseOrders.nodes.0.id", `{ releaseOrders(first: 1) { nodes { id } } }`, nil)}
	all := map[string]any{}
	for _, a := range l.field.Arguments {
		switch typ := s.Types[a.Type.Name()]; {
		case a.Type.NonNull || slices.Contains([]string{"first", "after", "orderBy", "where"}, a.Name):
		case a.Name == "lotId":
			all[a.Name] = d.ask("auditor", "balances.nodes.0.lot.id", `query($s: ID!, $i: ID!) { balances(siteId: $s, itemId: $i) { nodes { lot { id } } } }`, map[string]any{"s": d.site("D01"), "i": d.item("XQ-LR-0018")})
		case typ.Name == "ID":
			if all[a.Name] = ids[a.Name]; all[a.Name] == nil {
				d.t.Errorf("this test has no value for %s of %s", a.Name, l.field.Name)
			}
		case typ.Kind == ast.Enum:
			all[a.Name] = typ.EnumValues[0].Name
		case typ.Name == "Boolean":
			all[a.Name] = true
		case typ.Name == "Int":
			all[a.Name] = int32(400)
		case typ.Name == "Date":
			all[a.Name] = time.Now().AddDate(1, 0, 0).Format(time.DateOnly)
		default:
			all[a.Name] = map[string]string{"categoryCode": "LR", "zone": "A", "code": "A"}[a.Name]
		}
	}
	return all
}

// A filter goes with the other arguments of a list, one by one and all together: what it lets through of them is the same rows, told the same.
func TestFiltersGoWithOtherArguments(t *testing.T) {
	d := setup(t)
	values := d.rowsOfEverything()
	declared := fieldsOf(d.Resolver)
	asked := 0
	for _, l := range listFields(t) {
		narrowings := d.narrowings(l, values)
		names := slices.Sorted(maps.Keys(narrowings))
		for i := range len(names) + 1 {
			given := maps.Clone(values)
			narrowed := l
			narrowed.field = &ast.FieldDefinition{Name: l.field.Name, Type: l.field.Type, Arguments: slices.Clone(l.field.Arguments)}
			for j, a := range narrowed.field.Arguments {
				if value, has := narrowings[a.Name]; has && (i == len(names) || names[i] == a.Name) {
					narrowed.field.Arguments[j] = &ast.ArgumentDefinition{Name: a.Name, Type: &ast.Type{NamedType: a.Type.NamedType, NonNull: true}}
					given[l.field.Name+"."+a.Name] = value
				}
			}
			is := map[string]any{declared[l.field.Name][0].Name: map[string]any{"isNull": false}}
			switch declared[l.field.Name][0].Type {
			case postgres.Text:
				is = map[string]any{declared[l.field.Name][0].Name: map[string]any{"contains": "1"}}
			case postgres.Choice:
				is = map[string]any{declared[l.field.Name][0].Name: map[string]any{"not": "WAYBILL"}}
			case postgres.ID, postgres.Instant, postgres.Whole, postgres.Quantity, postgres.Date, postgres.Flag:
			}
			for _, order := range l.orders {
				for _, account := range []string{"dispatcher", "keeper"} {
					if account == "keeper" && order != l.orders[0] || raceFactor > 1 && i < len(names) {
						continue
					}
					want, _, total, failure := d.firstWhere(account, order, narrowed, given, nil)
					got, _, counted, failed := d.firstWhere(account, order, narrowed, given, map[string]any{"or": []any{is, map[string]any{"not": is}}})
					if failed != failure || counted != total || !reflect.DeepEqual(got, want) {
						t.Errorf("%s(%v) by %s for %s: %d rows, %d without a filter, or told otherwise; %s %s", l.field.Name, given, order, account, len(got), len(want), failed, failure)
					}
					if failure == "" && len(want) > 0 {
						asked++
					}
				}
			}
		}
	}
	t.Logf("%d times there were rows", asked)
	if raceFactor == 1 && asked < 150 {
		t.Errorf("only %d times were there rows", asked)
	}
}

// refusedFilter reads a filter of documents and gives the refusal's code and field.
func refusedFilter(t *testing.T, filter string) (code, field string) {
	t.Helper()
	var given map[string]any
	if err := json.Unmarshal([]byte(filter), &given); err != nil {
		t.Fatal(filter, err)
	}
	_, err := filterInput(given).read((&inventory.Inventory{}).ListDocuments(inventory.DocumentFilter{}).Fields)
	if err == nil {
		return "", ""
	}
	f := fault.As(err)
	if f == nil {
		t.Fatalf("%s: %v", filter, err)
	}
	return f.Code, f.Fields[0]
}

// What a filter may not be is refused at the field that is at fault.
func TestFiltersKnowTheirLimits(t *testing.T) {
	list := func(n int, one string) string {
		return "[" + strings.TrimSuffix(strings.Repeat(one+",", n), ",") + "]"
	}
	for filter, want := range map[string]string{
		`{}`: "",
		`{"and": [{"or": [{"not": {"and": [{"number": {"eq": "x"}}]}}]}]}`:          "",
		`{"and": [{"or": [{"not": {"and": [{"not": {"number": {"eq": "x"}}}]}}]}]}`: "LIMIT where.and.0.or.0.not.and.0.not",
		`{"number": {"in": ` + list(250, `"x"`) + `}}`:                              "",
		`{"number": {"in": ` + list(251, `"x"`) + `}}`:                              "LIMIT where.number.in",
		`{"or": ` + list(50, `{"number": {"eq": "x"}}`) + `}`:                       "",
		`{"or": ` + list(51, `{"number": {"eq": "x"}}`) + `}`:                       "LIMIT where.or.50.number.eq",
		`{"or": ` + list(51, `{}`) + `}`:                                            "LIMIT where.or.50",
		`{"or": ` + list(51, `{"siteId": {"eq": null}}`) + `}`:                      "LIMIT where.or.50",
		`{"or": ` + list(51, `{"and": []}`) + `}`:                                   "LIMIT where.or.50.and",
		`{"siteId": {"eq": "site_1"}}`:                                              "",
		`{"siteId": {"eq": "item_1"}}`:                                              "BAD_ID where.siteId.eq",
		`{"siteId": {"eq": "1"}}`:                                                   "BAD_ID where.siteId.eq",
		`{"siteId": {"in": ["site_1", "site_x"]}}`:                                  "BAD_ID where.siteId.in.1",
		`{"not": {"or": [{"counterSiteId": {"not": "site_01"}}]}}`:                  "BAD_ID where.not.or.0.counterSiteId.not",
		`{"note": {"contains": "` + strings.Repeat("水", 200) + `"}}`:                "",
		`{"note": {"contains": "` + strings.Repeat("水", 201) + `"}}`:                "SEARCH where.note.contains",
		`{"note": {"in": ["", "` + strings.Repeat("x", 201) + `"]}}`:                "SEARCH where.note.in.1",
	} {
		code, field := refusedFilter(t, filter)
		if got := strings.TrimSpace(code + " " + field); got != want {
			t.Errorf("%.90s: %q, want %q", filter, got, want)
		}
	}
	if _, err := (filterInput{"gone": nil}).read(nil); err == nil || fault.As(err) != nil {
		t.Errorf("a field that the list has not: %v", err)
	}
}

// The characters of a text stand for themselves, none of what is sent enters a statement, and a list that is not filtered is asked for in
// the same words whether it is said so or not.
func TestFiltersAreNoWordsOfStatements(t *testing.T) {
	d := setup(t)
	ran := d.counted()
	site := d.site("D01")
	odd := `100% _mark_ o'clock \ "q" $1 --`
	for _, note := range []string{odd, "1000 Xmark- oXclock", "plain"} {
		d.do("keeper", "receiveGoods", "ReceiveGoodsInput", "document { id }", map[string]any{"siteId": site, "reason": "PURCHASE", "note": note,
			"lines": []any{map[string]any{"itemId": d.item("XQ-LR-0018"), "quantity": "1", "lotNo": "ODD-" + note[:1], "expiresOn": time.Now().AddDate(2, 0, 0).Format(time.DateOnly)}}})
	}
	ran.take()
	const query = `query($w: DocumentFilter) { documents(first: 250, where: $w) { totalCount nodes { note } } }`
	for where, want := range map[string]int{
		`{"note": {"contains": "%"}}`: 1, `{"note": {"contains": "_MARK_"}}`: 1, `{"note": {"contains": "O'CLOCK"}}`: 1, `{"note": {"contains": "\\"}}`: 1, `{"note": {"contains": "$1 --"}}`: 1,
		`{"note": {"contains": "mark"}}`: 2, `{"note": {"contains": "' or true --"}}`: 0, `{"note": {"eq": "%"}}`: 0, `{"note": {"eq": "PLAIN"}}`: 0, `{"note": {"eq": "plain"}}`: 1, `{"note": {"in": []}}`: 0, `{"or": []}`: 0,
		`{"not": {}}`: 0, `{"note": {"in": ["plain", "' or true --"]}}`: 1, `{"note": {"in": "plain"}}`: 1, `{"note": {"in": null, "eq": "plain"}, "or": null}`: 1,
	} {
		var w any
		if err := json.Unmarshal([]byte(where), &w); err != nil {
			t.Fatal(err)
		}
		found := d.ask("auditor", "documents", query, map[string]any{"w": w})
		if n := len(dig(found, "nodes").([]any)); n != want || dig(found, "totalCount") != float64(want) {
			t.Errorf("%s: %d rows, counted %v, want %d", where, n, dig(found, "totalCount"), want)
		}
		for sql := range ran.take() {
			if strings.Contains(sql, "lain") || strings.Contains(strings.ToLower(sql), "mark_") || strings.Contains(sql, "or true") || strings.Contains(sql, "$1 --") {
				t.Errorf("%s is in a statement: %s", where, sql)
			}
		}
	}
	var words []map[string]int
	for _, query := range []string{`{ documents { totalCount nodes { id } } }`, `{ documents(where: null) { totalCount nodes { id } } }`, `{ documents(where: {}) { totalCount nodes { id } } }`,
		`query($w: DocumentFilter) { documents(where: $w) { totalCount nodes { id } } }`, `query($s: ID) { documents(where: {siteId: {eq: $s}, and: []}) { totalCount nodes { id } } }`} {
		ran.take()
		d.ask("auditor", "documents", query, nil)
		took := ran.take()
		if words = append(words, took); len(words) < 5 && !maps.Equal(took, words[0]) {
			t.Errorf("%s ran other statements: %v, and %v without", query, took, words[0])
		}
	}
}

// A cursor knows nothing of a filter: it reads on where a page ended, by whatever filter is asked then.
func TestCursorsGoWithAnyFilter(t *testing.T) {
	d := setup(t)
	const query = `query($a: String, $w: SiteFilter) { sites(first: 250, after: $a, where: $w) { nodes { id kind } edges { cursor } } }`
	depots := d.ask("auditor", "sites", query, map[string]any{"w": map[string]any{"kind": map[string]any{"eq": "DEPOT"}}})
	last := len(dig(depots, "edges").([]any)) - 1
	after := d.ask("auditor", "sites.nodes", query, map[string]any{"a": dig(depots, fmt.Sprintf("edges.%d.cursor", last))}).([]any)
	all := d.ask("auditor", "sites.nodes", query, nil).([]any)
	at := slices.IndexFunc(all, func(s any) bool { return dig(s, "id") == dig(depots, fmt.Sprintf("nodes.%d.id", last)) })
	if !reflect.DeepEqual(after, all[at+1:]) || len(after) == 0 {
		t.Errorf("after the last depot: %d sites, want %d", len(after), len(all)-at-1)
	}
}
