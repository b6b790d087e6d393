package front

import (
	"context"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// selection is what an operation asks for, wherever in it: the names of the types of objects, and of fields, such as
// Document.movements. What nothing asks for need not be read.
type selection map[string]bool

func (f *Front) selected(operation *ast.OperationDefinition) selection {
	all := selection{}
	var walk func(ast.SelectionSet)
	walk = func(set ast.SelectionSet) {
		for field := range fields(set) {
			if strings.HasPrefix(field.Name, "__") || field.Definition == nil || field.ObjectDefinition == nil {
				continue // asks of the schema
			}
			for _, parent := range f.schema.GetPossibleTypes(field.ObjectDefinition) {
				all[parent.Name+"."+field.Name] = true
			}
			if len(field.SelectionSet) == 0 {
				continue
			}
			if def := f.schema.Types[field.Definition.Type.Name()]; def != nil {
				for _, possible := range f.schema.GetPossibleTypes(def) { // of an interface or a union any may come
					all[possible.Name] = true
				}
			}
			walk(field.SelectionSet)
		}
	}
	walk(operation.SelectionSet)
	return all
}

type selectionKey struct{}

// With puts what the operation asks for into the context that it runs in.
func (p *Prepared) With(ctx context.Context) context.Context {
	return context.WithValue(ctx, selectionKey{}, p.selected)
}

// Selects reports whether the operation asks anywhere for objects of a type ("Item"), or for a field ("Document.movements"). Where
// nobody has said what is asked for, everything is.
func Selects(ctx context.Context, name string) bool {
	all, known := ctx.Value(selectionKey{}).(selection)
	return !known || all[name]
}

// SelectsOnly reports whether of objects of a type nothing but these fields is asked for.
func SelectsOnly(ctx context.Context, kind string, fields ...string) bool {
	all, known := ctx.Value(selectionKey{}).(selection)
	for name := range all {
		if field, of := strings.CutPrefix(name, kind+"."); of && !slices.Contains(fields, field) {
			return false
		}
	}
	return known
}
