package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"changping/access"
	"changping/fixtures"
	"changping/internal/gql/front"
	"changping/internal/pgtest"
	"changping/inventory"
	"changping/logistics"
	"changping/logistics/roads"

	"github.com/graph-gophers/graphql-go"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestEveryFieldHasItsResolver(t *testing.T) {
	if _, err := Schema(&Resolver{}); err != nil {
		t.Fatal(err)
	}
}

// district is the API over the demonstration district, without HTTP.
type district struct {
	*Resolver
	t      *testing.T
	schema *graphql.Schema
	keys   int
}

func setup(t *testing.T) *district {
	t.Helper()
	t.Parallel()
	db := pgtest.New(t)
	d := &district{t: t, Resolver: &Resolver{Pool: db.Pool, Access: access.New(db.Pool), Inventory: inventory.New(db.Pool), Logistics: logistics.New(db.Pool, roads.DefaultEstimate())}}
	l := &fixtures.Loader{Pool: db.Pool, Access: d.Access, Inventory: d.Inventory, Logistics: d.Logistics, Told: t.Logf}
	if err := l.Reference(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := l.LoadDemo(t.Context(), fixtures.Demo{Seed: 1, Password: "demonstration-only"}); err != nil {
		t.Fatal(err)
	}
	var err error
	if d.schema, err = Schema(d.Resolver); err != nil {
		t.Fatal(err)
	}
	return d
}

// as is the context of an account.
func (d *district) as(account string) context.Context {
	d.t.Helper()
	a, err := d.Access.FindActor(d.t.Context(), account)
	if err != nil {
		d.t.Fatal(err)
	}
	return access.WithActor(d.t.Context(), a)
}

// frontOf reads documents as the handler does.
var frontOf = sync.OnceValues(func() (*front.Front, error) { return front.New(SDL(), front.Default) })

// selecting tells the resolvers what a document asks for, as the handler does.
func (d *district) selecting(ctx context.Context, query string) context.Context {
	d.t.Helper()
	f, err := frontOf()
	if err != nil {
		d.t.Fatal(err)
	}
	prepared, problem := f.Prepare(query, "")
	if problem != nil {
		d.t.Fatalf("%s: %v", query, problem)
	}
	return prepared.With(ctx)
}

// ask runs a query as an account and gives the value at a path such as stock.nodes.0.onHand.
func (d *district) ask(account, path, query string, variables map[string]any) any {
	d.t.Helper()
	response := d.schema.Exec(d.selecting(d.as(account), query), query, "", variables)
	if len(response.Errors) > 0 {
		d.t.Fatalf("%s asked %s: %v", account, query, response.Errors)
	}
	var data any
	if err := json.Unmarshal(response.Data, &data); err != nil {
		d.t.Fatal(err)
	}
	return dig(data, path)
}

// do runs a mutation as an account and gives its payload, which carries no user errors.
func (d *district) do(account, mutation, inputType, selection string, input map[string]any) any {
	d.t.Helper()
	payload := d.try(account, mutation, inputType, selection, input)
	if errs := dig(payload, "userErrors").([]any); len(errs) > 0 {
		d.t.Fatalf("%s was refused %s: %v", account, mutation, errs)
	}
	return payload
}

func (d *district) try(account, mutation, inputType, selection string, input map[string]any) any {
	d.t.Helper()
	d.keys++
	input["requestKey"] = fmt.Sprintf("%s-key-%04d", account, d.keys)
	query := fmt.Sprintf(`mutation($i: %s!) { %s(input: $i) { %s userErrors { code message fields } } }`, inputType, mutation, selection)
	return d.ask(account, mutation, query, map[string]any{"i": input})
}

func dig(v any, path string) any {
	for step := range strings.SplitSeq(path, ".") {
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

func (d *district) item(code string) string {
	return d.ask("auditor", "itemByCode.id", `query($c: String!) { itemByCode(code: $c) { id } }`, map[string]any{"c": code}).(string)
}

func (d *district) site(code string) string {
	for _, s := range d.ask("auditor", "sites.nodes", `{ sites(first: 250) { nodes { id code } } }`, nil).([]any) {
		if dig(s, "code") == code {
			return dig(s, "id").(string)
		}
	}
	d.t.Fatal("no site ", code)
	return ""
}

func (d *district) town(code string) string {
	for _, o := range d.ask("auditor", "organisations.nodes", `{ organisations(kind: TOWN, first: 250) { nodes { id code } } }`, nil).([]any) {
		if dig(o, "code") == code {
			return dig(o, "id").(string)
		}
	}
	d.t.Fatal("no town ", code)
	return ""
}

// flood opens an incident in Xinkou, allots what it asks for and plans its trips; it gives the ids of incident and allocation.
func (d *district) flood(people int) (incident, allocation string) {
	d.t.Helper()
	incident = dig(d.do("dispatcher", "openIncident", "OpenIncidentInput", "incident { id }",
		map[string]any{"scenarioCode": "RF", "level": "II", "townId": d.town("120111102"), "peopleAffected": people, "coverDays": 1}), "incident.id").(string)
	allocation = dig(d.do("dispatcher", "proposeAllocation", "ProposeAllocationInput", "allocation { id }", map[string]any{"incidentId": incident}), "allocation.id").(string)
	d.do("dispatcher", "approveAllocation", "ApproveAllocationInput", "allocation { state }", map[string]any{"allocationId": allocation, "revision": 1})
	d.do("dispatcher", "planTrips", "PlanTripsInput", "trips { id }", map[string]any{"allocationId": allocation})
	return incident, allocation
}
