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
	Bytes, Tokens, Depth, Fields, Aliases, QueryRoots, MutationRoots, Directives, Fragments, Operations, Same int
}

// Default are limits with room for a large console page and none for an attack.
var Default = Limits{Bytes: 64 << 10, Tokens: 8000, Depth: 15, Fields: 1500, Aliases: 100, QueryRoots: 50, MutationRoots: 10, Directives: 50, Fragments: 60, Operations: 20, Same: 20}

// Front prepares documents for one schema.
type Front struct {
	schema *ast.Schema
	limits Limits
	rules  *rules.Rules
}

// Prepared is one operation, ready to run once its variables are coerced.
type Prepared struct {
	Text      string // the operation with its fragments, printed anew
	Name      string
	Operation ast.Operation
	front     *Front
	variables ast.VariableDefinitionList
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
	return &Front{schema: schema, limits: limits, rules: rules.NewDefaultRules()}, nil
}

// Prepare reads a document and picks the operation with the name; "" picks the only one.
func (f *Front) Prepare(query, operationName string) (*Prepared, *Problem) {
	if len(query) > f.limits.Bytes {
		return nil, limit("the document has %d bytes", len(query), f.limits.Bytes)
	}
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
	roots := f.limits.QueryRoots
	if operation.Operation == ast.Mutation {
		roots = f.limits.MutationRoots
	}
	if n := len(operation.SelectionSet); n > roots {
		return nil, limit("the operation has %d fields at its root", n, roots)
	}
	only := &ast.QueryDocument{Operations: ast.OperationList{operation}, Fragments: used(doc, operation.SelectionSet)}
	var text strings.Builder
	formatter.NewFormatter(&text, formatter.WithIndent(" ")).FormatQueryDocument(only)
	return &Prepared{Text: text.String(), Name: operation.Name, Operation: operation.Operation, front: f, variables: operation.VariableDefinitions}, nil
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
