package graph

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

var accept = flag.Bool("accept-schema", false, "write the schema as it is now into testdata/schema.txt")

func schemaOf(t *testing.T) *ast.Schema {
	t.Helper()
	s, err := gqlparser.LoadSchema(&ast.Source{Name: "schema", Input: SDL()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ownTypes gives the types that we define, in order of name.
func ownTypes(s *ast.Schema) (all []*ast.Definition) {
	for _, d := range s.Types {
		if !d.BuiltIn {
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(a, b *ast.Definition) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// elements spells out everything that a client may rely on, a line each: types, fields, arguments, values, members.
func elements(s *ast.Schema) (lines []string) {
	for _, d := range ownTypes(s) {
		lines = append(lines, fmt.Sprintf("%s %s", strings.ToLower(string(d.Kind)), d.Name))
		for _, i := range d.Interfaces {
			lines = append(lines, d.Name+" implements "+i)
		}
		for _, m := range d.Types {
			lines = append(lines, d.Name+" is "+m)
		}
		for _, v := range d.EnumValues {
			lines = append(lines, d.Name+" value "+v.Name)
		}
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			lines = append(lines, fmt.Sprintf("%s.%s: %s", d.Name, f.Name, f.Type))
			for _, a := range f.Arguments {
				lines = append(lines, fmt.Sprintf("%s.%s(%s: %s)", d.Name, f.Name, a.Name, a.Type))
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// The schema only grows. What a client could rely on stays, with its type; a new input field or argument may be left out.
func TestTheSchemaOnlyGrows(t *testing.T) {
	s := schemaOf(t)
	now := elements(s)
	if *accept {
		if err := os.WriteFile("testdata/schema.txt", []byte(strings.Join(now, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile("testdata/schema.txt")
	if err != nil {
		t.Fatal(err)
	}
	before := strings.Split(strings.TrimSpace(string(raw)), "\n")
	for _, line := range before {
		if _, kept := slices.BinarySearch(now, line); !kept {
			t.Errorf("gone or changed: %s. Clients rely on it: keep it, and deprecate it", line)
		}
	}
	known := map[string]bool{}
	for _, line := range before {
		known[line] = true
	}
	for _, line := range now {
		if known[line] {
			continue
		}
		owner, rest, field := strings.Cut(line, ".")
		d := s.Types[owner]
		switch {
		case !field || d == nil || !known["input "+owner] && !known["object "+owner]:
		case d.Kind == ast.InputObject && strings.HasSuffix(rest, "!"):
			t.Errorf("new and required: %s. Clients do not send it: let it be null", line)
		case strings.HasSuffix(rest, "!)"):
			name, _, _ := strings.Cut(rest, "(")
			if slices.ContainsFunc(before, func(l string) bool { return strings.HasPrefix(l, owner+"."+name+":") }) {
				t.Errorf("new and required: %s. Clients do not send it: let it be null", line)
			}
		}
	}
	if !t.Failed() && len(now) != len(before) {
		t.Errorf("the schema has grown by %d elements: write them down with go test ./graph -run TheSchemaOnlyGrows -accept-schema", len(now)-len(before))
	}
}

// TestConventionsOfTheSchema is a lint: what every part of the schema keeps to.
func TestConventionsOfTheSchema(t *testing.T) {
	s := schemaOf(t)
	for _, d := range ownTypes(s) {
		if strings.TrimSpace(d.Description) == "" {
			t.Errorf("%s is not described", d.Name)
		}
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			where := d.Name + "." + f.Name
			if strings.TrimSpace(f.Description) == "" {
				t.Errorf("%s is not described", where)
			}
			// A float is no quantity and no sum of money; places on the earth are what it is for.
			if f.Type.Name() == "Float" && !slices.Contains([]string{"latitude", "longitude", "south", "north", "west", "east"}, f.Name) {
				t.Errorf("%s is a Float: figures are Decimal", where)
			}
			if f.DefaultValue != nil && !f.Type.NonNull {
				t.Errorf("%s may be null and has a default: null given for it would fail in the executor", where)
			}
			for _, a := range f.Arguments {
				if a.DefaultValue != nil && !a.Type.NonNull {
					t.Errorf("%s(%s:) may be null and has a default: null given for it would fail in the executor", where, a.Name)
				}
			}
			if f.Type.Elem != nil && !f.Type.Elem.NonNull && where != "Query.nodes" {
				t.Errorf("%s is a list with null in it", where)
			}
			if strings.HasSuffix(f.Type.Name(), "Connection") && d.Kind == ast.Object {
				for _, name := range []string{"first", "after", "orderBy", "where"} {
					if f.Arguments.ForName(name) == nil {
						t.Errorf("%s is a connection without %s", where, name)
					}
				}
				if by := f.Arguments.ForName("orderBy"); by != nil && (s.Types[by.Type.Name()].Kind != ast.Enum || len(s.Types[by.Type.Name()].EnumValues) < 2) {
					t.Errorf("%s is ordered by %s: that is no choice of orders", where, by.Type)
				}
				if filter := f.Arguments.ForName("where"); filter != nil && filter.Type.String() != filterOf(strings.TrimSuffix(f.Type.Name(), "Connection")) {
					t.Errorf("%s is filtered by %s", where, filter.Type)
				}
			}
		}
		switch {
		case d.Kind == ast.InputObject && d.Fields.ForName("and") != nil:
			conforms(t, d, map[string]string{"and": "[" + d.Name + "!]", "or": "[" + d.Name + "!]", "not": d.Name})
			for _, f := range d.Fields {
				if operator := s.Types[f.Type.Name()]; operator != d && (operator.Kind != ast.InputObject || f.Type.Elem != nil || f.Type.NonNull) {
					t.Errorf("%s.%s is no comparison: %s", d.Name, f.Name, f.Type)
				}
			}
		case strings.HasSuffix(d.Name, "Connection"):
			conforms(t, d, map[string]string{"edges": "[" + strings.TrimSuffix(d.Name, "Connection") + "Edge!]!", "nodes": "", "pageInfo": "PageInfo!", "totalCount": "Int", "totalCountExact": "Boolean"})
		case strings.HasSuffix(d.Name, "Edge"):
			conforms(t, d, map[string]string{"cursor": "String!", "node": ""})
		case strings.HasSuffix(d.Name, "Payload"):
			conforms(t, d, map[string]string{"userErrors": "[UserError!]!", "replayed": "Boolean!"})
		}
	}
	for _, f := range s.Mutation.Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		if len(f.Arguments) != 1 || f.Arguments[0].Name != "input" || !f.Arguments[0].Type.NonNull {
			t.Errorf("%s takes something else than one input", f.Name)
			continue
		}
		if key := s.Types[f.Arguments[0].Type.Name()].Fields.ForName("requestKey"); key == nil || key.Type.String() != "String!" {
			t.Errorf("%s takes no request key", f.Name)
		}
		if !strings.HasSuffix(f.Type.Name(), "Payload") || !f.Type.NonNull {
			t.Errorf("%s answers %s, no payload", f.Name, f.Type)
		}
	}
}

// filterOf is the name of the filter of a list of such rows.
func filterOf(row string) string {
	if row == "StockCountLine" { // StockCountLineFilter is an enum, and older
		return "StockCountLineWhere"
	}
	return row + "Filter"
}

// conforms checks fields by name and type; "" is any type.
func conforms(t *testing.T, d *ast.Definition, fields map[string]string) {
	t.Helper()
	for name, typ := range fields {
		if f := d.Fields.ForName(name); f == nil || typ != "" && f.Type.String() != typ {
			t.Errorf("%s has no field %s: %s", d.Name, name, typ)
		}
	}
}
