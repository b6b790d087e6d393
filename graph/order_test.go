package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"changping/internal/postgres"

	"github.com/shopspring/decimal"
	"github.com/vektah/gqlparser/v2/ast"
)

// keysOf tells by which values of a row each order goes: "-": descending, "zh:": as a dictionary has it, "?": null last, "#": the number in a
// global id, "|": the size of a number.
var keysOf = map[string]string{
	"organisations.CODE": "code", "organisations.NAME": "zh:nameZh",
	"people.ACCOUNT": "account", "people.NAME": "zh:name",
	"auditEntries.NEWEST": "-#id", "auditEntries.OLDEST": "#id",
	"documentsToApprove.NEWEST": "-#id", "documentsToApprove.OLDEST": "#id", "documents.NEWEST": "-#id", "documents.OLDEST": "#id",
	"bins.PICK_ORDER": "pickOrder", "bins.CODE": "code", "bins.ZONE": "zone pickOrder",
	"stockCounts.NEWEST": "-#id", "stockCounts.OLDEST": "#id", "lines.LINE": "lineNo", "lines.VALUE": "-|value",
	"purposeConsents.NEWEST": "-#id", "purposeConsents.UNTIL": "untilOn #id", "releaseOrders.NEWEST": "-#id", "releaseOrders.UNTIL": "untilOn #id",
	"gtins.GTIN": "gtin", "gtins.ITEM": "item.code factor",
	"stockAsOf.CODE": "item.code", "stockAsOf.NAME": "zh:item.nameZh",
	"holds.NEWEST": "-#id", "holds.OLDEST": "#id", "inTransit.SINCE": "since", "inTransit.EXPECTED": "expectedAt",
	"incidents.NEWEST": "-#id", "incidents.LEVEL": "level reliefDueAt", "incidents.RELIEF_DUE": "reliefDueAt",
	"items.CODE": "code", "items.NAME": "zh:nameZh", "kits.CODE": "item.code", "kits.NAME": "zh:item.nameZh",
	"minimums.HEADROOM": "headroom", "minimums.ITEM": "item.code", "minimums.SITE": "", "minimums.UNTIL": "?toDate",
	"minimumBreaches.URGENCY": "closedAt cureBy", "minimumBreaches.NEWEST": "-#id", "minimumBreaches.OLDEST": "#id",
	"minimumOverrides.NEWEST": "-#id", "minimumOverrides.OLDEST": "#id", "recoveredGoods.NEWEST": "-#id", "recoveredGoods.OLDEST": "#id",
	"roadClosures.NEWEST": "-#id", "roadClosures.UNTIL": "?untilAt",
	"rotationTasks.EXPIRES": "expiresOn", "rotationTasks.ROTATE_ON": "rotateOn expiresOn", "rotationTasks.SITE": "site.code expiresOn",
	"sites.CODE": "code", "sites.NAME": "zh:nameZh", "stock.ITEM": "item.code site.code", "stock.SITE": "site.code item.code",
	"balances.EXPIRES": "?lot.expiresOn", "balances.ITEM": "item.code ?lot.expiresOn", "balances.SITE": "site.code ?lot.expiresOn",
	"stockCard.NEWEST": "-occurredAt", "stockCard.OLDEST": "occurredAt", "trips.NEWEST": "-#id", "trips.DEPARTURE": "departAt #id",
	"units.SERIAL_NO": "serialNo", "units.DUE": "?nextDueOn serialNo", "units.ITEM": "item.code serialNo",
	"unitHistory.NEWEST": "-occurredAt", "unitHistory.OLDEST": "occurredAt",
	"inspectionCalendar.DUE": "dueOn", "inspectionCalendar.SITE": "site.code dueOn", "inspectionCalendar.ITEM": "item.code dueOn",
	"vehicles.PLATE": "plate", "vehicles.CARRIER": "carrier.code plate", "vehicles.CAPACITY": "-capacityKg", "waybills.NEWEST": "-#id", "waybills.OLDEST": "#id",
}

// listField is a field of the schema that answers a connection.
type listField struct {
	owner  *ast.Definition
	field  *ast.FieldDefinition
	orders []string
	row    string // a selection that tells rows apart, and has what they are ordered by
}

// listFields finds every connection of the schema.
func listFields(t *testing.T) (all []listField) {
	s := schemaOf(t)
	for _, d := range ownTypes(s) {
		for _, f := range d.Fields {
			if d.Kind != ast.Object || !strings.HasSuffix(f.Type.Name(), "Connection") {
				continue
			}
			l := listField{owner: d, field: f, row: plainSelection(s, s.Types[s.Types[f.Type.Name()].Fields.ForName("nodes").Type.Name()], 1)}
			for _, v := range s.Types[f.Arguments.ForName("orderBy").Type.Name()].EnumValues {
				l.orders = append(l.orders, v.Name)
			}
			all = append(all, l)
		}
	}
	return all
}

// plainSelection selects what a type tells without arguments, and of what it refers to as deep as asked.
func plainSelection(s *ast.Schema, d *ast.Definition, deep int) string {
	var all []string
	for _, f := range d.Fields {
		to := s.Types[f.Type.Name()]
		switch {
		case strings.HasPrefix(f.Name, "__") || len(f.Arguments) > 0:
		case to.IsLeafType():
			all = append(all, f.Name)
		case deep > 0 && to.Kind == ast.Object && f.Type.Elem == nil:
			all = append(all, f.Name+" { "+plainSelection(s, to, deep-1)+" }")
		}
	}
	if len(all) == 0 {
		return "__typename"
	}
	return strings.Join(all, " ")
}

// query asks for a page of the list, by the values of its other arguments.
func (l listField) query(values map[string]any) (text, path string, variables map[string]any) {
	declared := fmt.Sprintf("$first: Int, $after: String, $orderBy: %s, $where: %s", l.field.Arguments.ForName("orderBy").Type.Name(), l.field.Arguments.ForName("where").Type.Name())
	given, variables := "first: $first, after: $after, orderBy: $orderBy, where: $where", map[string]any{}
	for _, a := range l.field.Arguments {
		if a.Type.NonNull {
			declared, given, variables[a.Name] = declared+", $"+a.Name+": "+a.Type.String(), given+", "+a.Name+": $"+a.Name, values[l.field.Name+"."+a.Name]
		}
	}
	text = fmt.Sprintf(`%s(%s) { totalCount totalCountExact nodes { %s } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } }`, l.field.Name, given, l.row)
	path = l.field.Name
	if l.owner.Name != "Query" {
		declared, text, path, variables["id"] = declared+", $id: ID!", fmt.Sprintf(`node(id: $id) { ... on %s { %s } }`, l.owner.Name, text), "node."+path, values[l.owner.Name]
	}
	return `query(` + declared + `) { ` + text + ` }`, path, variables
}

// pageThrough reads a list in an order, page by page.
func (d *district) pageThrough(account, order string, first int, l listField, values map[string]any) (rows []any, cursors []string, total, exact any, failure string) {
	d.t.Helper()
	return d.pageThroughWhere(account, order, first, l, values, nil)
}

// pageThroughWhere reads what a filter leaves of it.
func (d *district) pageThroughWhere(account, order string, first int, l listField, values, where map[string]any) (rows []any, cursors []string, total, exact any, failure string) {
	d.t.Helper()
	query, path, variables := l.query(values)
	if where != nil {
		variables["where"] = where
	}
	variables["orderBy"], variables["first"] = order, int32(first)
	for {
		response := d.schema.Exec(d.selecting(d.as(account), query), query, "", variables)
		if len(response.Errors) > 0 {
			return nil, nil, nil, nil, response.Errors[0].Message
		}
		var data any
		if err := json.Unmarshal(response.Data, &data); err != nil {
			d.t.Fatal(err)
		}
		page := dig(data, path)
		if page == nil {
			return nil, nil, nil, nil, "none to be seen"
		}
		rows, total, exact = append(rows, dig(page, "nodes").([]any)...), dig(page, "totalCount"), dig(page, "totalCountExact")
		for _, e := range dig(page, "edges").([]any) {
			cursors = append(cursors, dig(e, "cursor").(string))
		}
		if dig(page, "pageInfo.hasPreviousPage") != (variables["after"] != nil) {
			d.t.Errorf("%s by %s: a page after %v says that there is a page before: %v", l.field.Name, order, variables["after"], dig(page, "pageInfo.hasPreviousPage"))
		}
		if dig(page, "pageInfo.hasNextPage") != true {
			return rows, cursors, total, exact, ""
		}
		variables["after"] = dig(page, "pageInfo.endCursor")
	}
}

// compareBy compares rows by what keysOf says.
func compareBy(key string) func(a, b any) int {
	return func(a, b any) int {
		for k := range strings.FieldsSeq(key) {
			sign := 1
			if strings.HasPrefix(k, "-") {
				sign, k = -1, k[1:]
			}
			if n := sign * compareValues(k, dig(a, strings.TrimLeft(k, "?#|")), dig(b, strings.TrimLeft(k, "?#|"))); n != 0 {
				return n
			}
		}
		return 0
	}
}

func compareValues(key string, a, b any) int {
	x, y := fmt.Sprint(a), fmt.Sprint(b)
	if a == nil || b == nil {
		n := 0
		switch {
		case a == nil && b != nil:
			n = -1
		case a != nil && b == nil:
			n = 1
		}
		if strings.HasPrefix(key, "?") {
			n = -n
		}
		if !strings.HasPrefix(key, "|") {
			return n
		}
	}
	switch key[0] {
	case '#':
		i, _ := strconv.Atoi(x[strings.LastIndex(x, "_")+1:])
		j, _ := strconv.Atoi(y[strings.LastIndex(y, "_")+1:])
		return i - j
	case '|':
		i, _ := decimal.NewFromString(x)
		j, _ := decimal.NewFromString(y)
		return i.Abs().Cmp(j.Abs())
	}
	if i, err := time.Parse(time.RFC3339Nano, x); err == nil {
		j, _ := time.Parse(time.RFC3339Nano, y)
		return i.Compare(j)
	}
	switch strings.TrimLeft(key, "?") {
	case "factor", "headroom", "capacityKg", "lineNo", "pickOrder":
		i, _ := decimal.NewFromString(x)
		j, _ := decimal.NewFromString(y)
		return i.Cmp(j)
	}
	return strings.Compare(x, y)
}

// inOrderOf reports whether rows stand in an order.
func (d *district) inOrderOf(key string, rows []any) bool {
	d.t.Helper()
	path, chinese := strings.CutPrefix(key, "zh:")
	if !chinese {
		return slices.IsSortedFunc(rows, compareBy(key))
	}
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = dig(r, path).(string)
	}
	var sorted bool
	err := d.Pool.QueryRow(d.t.Context(), `select $1::text[] = array(select n from unnest($1::text[]) n order by n`+postgres.ByName+`)`, names).Scan(&sorted)
	if err != nil {
		d.t.Fatal(err)
	}
	return sorted
}

// shown are the values that rows are ordered by.
func shown(key string, rows []any) (all []any) {
	for _, r := range rows {
		for k := range strings.FieldsSeq(key) {
			all = append(all, dig(r, strings.TrimLeft(strings.TrimPrefix(k, "zh:"), "-?#|")))
		}
	}
	return all
}

// Every list of the schema, in every order: its pages are all of its rows, once each, in that order; they are the same rows in every order
// and counted right; and a cursor of one order is none of another.
func TestEveryListInEveryOrder(t *testing.T) {
	d := setup(t)
	values := d.rowsOfEverything()
	texts := func(rows []any) (all []string) {
		for _, r := range rows {
			all = append(all, fmt.Sprint(r))
		}
		return all
	}
	for _, l := range listFields(t) {
		name := l.field.Name
		var sets [][]string
		var cursor string
		for _, order := range l.orders {
			key, told := keysOf[name+"."+order]
			if !told {
				t.Errorf("this test does not know by what %s.%s goes", name, order)
			}
			account := "auditor"
			if name == "documentsToApprove" {
				account = "dispatcher"
			}
			whole, _, _, _, failure := d.pageThrough(account, order, 250, l, values)
			if failure != "" {
				t.Errorf("%s by %s: %s", name, order, failure)
				continue
			}
			rows, cursors, total, exact, failure := d.pageThrough(account, order, min(max(2, len(whole)/5), 100), l, values)
			if failure != "" {
				t.Errorf("%s by %s in pages: %s", name, order, failure)
				continue
			}
			if !slices.Equal(texts(whole), texts(rows)) || total != float64(len(rows)) || exact != true {
				t.Errorf("%s by %s: %d rows in pages, %d at once, counted %v (exact: %v)", name, order, len(rows), len(whole), total, exact)
			}
			if len(rows) < 3 {
				t.Errorf("%s has %d rows: too few to prove anything", name, len(rows))
				continue
			}
			if !d.inOrderOf(key, rows) {
				t.Errorf("%s is not in the order %s: %v", name, order, shown(key, rows))
			}
			if cursor != "" {
				query, _, variables := l.query(values)
				variables["orderBy"], variables["after"] = order, cursor
				r := d.schema.Exec(d.selecting(d.as(account), query), query, "", variables)
				if len(r.Errors) != 1 || !strings.Contains(r.Errors[0].Message, "CURSOR") || !strings.Contains(r.Errors[0].Message, l.orders[0]) {
					t.Errorf("%s takes a cursor of order %s in order %s: %v", name, l.orders[0], order, r.Errors)
				}
			} else {
				cursor = cursors[0]
			}
			set := texts(rows)
			slices.Sort(set)
			if len(slices.Compact(slices.Clone(set))) != len(set) {
				t.Errorf("%s by %s has a row twice, or this test cannot tell its rows apart", name, order)
			}
			sets = append(sets, set)
			// Who sees less counts less, by the same filter.
			few, _, counted, _, failure := d.pageThrough("keeper-xinkou", order, 250, l, values)
			if failure == "" && counted != float64(len(few)) {
				t.Errorf("%s by %s for a keeper: %d rows, counted %v", name, order, len(few), counted)
			}
		}
		for _, set := range sets {
			if name != "stockCard" && !slices.Equal(set, sets[0]) {
				t.Errorf("%s: %d rows in one order, %d in another", name, len(sets[0]), len(set))
			}
		}
		t.Logf("%-20s %v", name, l.orders)
	}
}

// What is more than anybody counts is told as the most that is counted, and said to be no more than that.
func TestCountsAreCapped(t *testing.T) {
	for n, exact := range map[int]bool{0: true, 7: true, postgres.CountedMost: true, postgres.CountedMost + 1: false} {
		asked := 0
		c := &connection[int]{total: func(context.Context) (int, error) { asked++; return n, nil }}
		total, err := c.TotalCount(t.Context())
		told, err2 := c.TotalCountExact(t.Context())
		if err != nil || err2 != nil || int(*total) != min(n, postgres.CountedMost) || *told != exact || asked != 1 {
			t.Errorf("%d rows: %d, exact %t, counted %d times (%v, %v)", n, *total, *told, asked, err, err2)
		}
	}
}
