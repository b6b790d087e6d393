// Package front stands before the executor: it reads a document once, holds it to limits, validates it, picks the one
// operation, and coerces its variables by the specification before anything runs. What the executor then gets is that
// operation printed anew with the fragments it needs, so that the two can never read a document differently.
package front

import (
	"errors"
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// Limits bound what one document may ask. The zero value of a field means the default.
type Limits struct {
	Bytes, Tokens, Depth, Fields, Aliases, QueryRoots, MutationRoots, Directives, Fragments, Operations, Same, Cost int
}

// Default are limits with room for a large console page and none for an attack.
var Default = Limits{Bytes: 64 << 10, Tokens: 8000, Depth: 15, Fields: 1500, Aliases: 100, QueryRoots: 50, MutationRoots: 10, Directives: 50, Fragments: 60, Operations: 20, Same: 20, Cost: 20000}

// Front prepares documents for one schema.
type Front struct {
	schema *ast.Schema
	limits Limits
	rules  *rules.Rules
	cache  *cache
}

// Prepared is one operation, ready to run once its variables are coerced.
type Prepared struct {
	Text      string // the operation with its fragments, printed anew
	Name      string
	Operation ast.Operation
	front     *Front
	variables ast.VariableDefinitionList
	set       ast.SelectionSet
	roots     int
	selected  selection
}

// Problem is why a document or its variables were refused.
type Problem struct {
	Code      string // SYNTAX, LIMIT, VALIDATION, OPERATION or VARIABLES
	Message   string
	Line, Col int
}

func (p *Problem) Error() string { return p.Message }

// New reads the schema. Its SDL is ours: an error is a mistake of ours.
func New(sdl string, limits Limits) (*Front, error) {
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema", Input: sdl})
	if err != nil {
		return nil, err
	}
	return &Front{schema: schema, limits: limits, rules: rules.NewDefaultRules(), cache: newCache()}, nil
}

// Prepare reads a document and picks the operation with the name; "" picks the only one. What was read lately is not read again.
func (f *Front) Prepare(query, operationName string) (*Prepared, *Problem) {
	if len(query) > f.limits.Bytes {
		return nil, limit("the document has %d bytes", len(query), f.limits.Bytes)
	}
	key := cacheKey(query, operationName)
	if p := f.cache.get(key); p != nil {
		return p, nil
	}
	p, problem := f.read(query, operationName)
	if problem == nil {
		f.cache.put(key, len(query), p)
	}
	return p, problem
}

func (f *Front) read(query, operationName string) (*Prepared, *Problem) {
	if LoneSurrogate(query) {
		return nil, &Problem{Code: "SYNTAX", Message: "The document escapes half of a surrogate pair, which is no character."}
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, f.limits.Tokens)
	if err != nil {
		return nil, problem("SYNTAX", err)
	}
	if p := f.hold(doc); p != nil {
		return nil, p
	}
	if errs := validator.ValidateWithRules(f.schema, doc, f.rules); len(errs) > 0 {
		return nil, problem("VALIDATION", errs[0])
	}
	if p := literals(doc); p != nil {
		return nil, p
	}
	operation := doc.Operations.ForName(operationName)
	if operation == nil {
		return nil, &Problem{Code: "OPERATION", Message: "Name one of the operations in the document with operationName."}
	}
	roots, problem := f.roots(operation)
	if problem != nil {
		return nil, problem
	}
	f.tell(operation)
	printed := *operation
	printed.VariableDefinitions = declared(operation.VariableDefinitions)
	only := &ast.QueryDocument{Operations: ast.OperationList{&printed}, Fragments: used(doc, operation.SelectionSet)}
	var text strings.Builder
	formatter.NewFormatter(&text, formatter.WithIndent(" ")).FormatQueryDocument(only)
	return &Prepared{Text: text.String(), Name: operation.Name, Operation: operation.Operation, front: f, variables: operation.VariableDefinitions,
		set: operation.SelectionSet, roots: roots, selected: f.selected(operation)}, nil
}

// declared leaves out the defaults of variables that are never null: the executor refuses such a pair, and coercion fills them in.
func declared(all ast.VariableDefinitionList) ast.VariableDefinitionList {
	out := make(ast.VariableDefinitionList, len(all))
	for i, v := range all {
		if v.Type.NonNull && v.DefaultValue != nil {
			without := *v
			without.DefaultValue = nil
			v = &without
		}
		out[i] = v
	}
	return out
}

// roots counts the root fields of an operation, those of its fragments too, and holds them to the limits. A mutation that the
// schema marks as sensitive stands alone: a document must not try ten approvals at once.
func (f *Front) roots(operation *ast.OperationDefinition) (n int, problem *Problem) {
	most, sensitive := f.limits.QueryRoots, 0
	if operation.Operation == ast.Mutation {
		most = f.limits.MutationRoots
	}
	for field := range fields(operation.SelectionSet) {
		n++
		if field.Definition != nil && field.Definition.Directives.ForName("sensitive") != nil {
			sensitive++
		}
	}
	if n > most {
		return n, limit("the operation has %d fields at its root", n, most)
	}
	if sensitive > 0 && n > 1 {
		return n, &Problem{Code: "LIMIT", Message: "A sensitive mutation stands alone in its document: send the others by themselves."}
	}
	return n, nil
}

// Hold refuses an operation that costs more than any caller may ask at once.
func (f *Front) Hold(cost int) *Problem {
	if cost > f.limits.Cost {
		return &Problem{Code: "COST", Message: fmt.Sprintf("The operation may cost %d points, more than %d: ask for fewer rows, or for less of each.", cost, f.limits.Cost)}
	}
	return nil
}

func limit(format string, is, most int) *Problem {
	return &Problem{Code: "LIMIT", Message: fmt.Sprintf("Too much in one request: "+format+", more than %d.", is, most)}
}

func problem(code string, err error) *Problem {
	p := &Problem{Code: code, Message: err.Error()}
	if e := (*gqlerror.Error)(nil); errors.As(err, &e) {
		p.Message, _, _ = strings.Cut(e.Message, " Did you mean") // suggestions spell out the schema to strangers
		if len(e.Locations) > 0 {
			p.Line, p.Col = e.Locations[0].Line, e.Locations[0].Column
		}
	}
	return p
}

// used gives the fragments that a selection reaches.
func used(doc *ast.QueryDocument, set ast.SelectionSet) ast.FragmentDefinitionList {
	seen := map[string]bool{}
	var all ast.FragmentDefinitionList
	var walk func(ast.SelectionSet)
	walk = func(set ast.SelectionSet) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				walk(s.SelectionSet)
			case *ast.InlineFragment:
				walk(s.SelectionSet)
			case *ast.FragmentSpread:
				if d := doc.Fragments.ForName(s.Name); d != nil && !seen[s.Name] {
					seen[s.Name] = true
					all = append(all, d)
					walk(d.SelectionSet)
				}
			}
		}
	}
	walk(set)
	return all
}
