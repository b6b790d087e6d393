package front

import "github.com/vektah/gqlparser/v2/ast"

// tally counts what a document asks, with fragments expanded; expansion stops at the first limit passed, so that doubling
// fragments cost nothing.
type tally struct {
	limits          Limits
	doc             *ast.QueryDocument
	fields, aliases int
	directives      int
	spreading       map[string]bool
	problem         *Problem
}

// directives are counted; @defer, which our parser knows and our executor does not, is refused here like any unknown one.
func (t *tally) countDirectives(all ast.DirectiveList) {
	t.directives += len(all)
	if all.ForName("defer") != nil {
		t.problem = &Problem{Code: "VALIDATION", Message: "Unknown directive \"@defer\"."}
	}
}

// hold keeps a parsed document within the limits, before it is validated: validation itself is quadratic.
func (f *Front) hold(doc *ast.QueryDocument) *Problem {
	switch {
	case len(doc.Operations) > f.limits.Operations:
		return limit("the document has %d operations", len(doc.Operations), f.limits.Operations)
	case len(doc.Fragments) > f.limits.Fragments:
		return limit("the document has %d fragments", len(doc.Fragments), f.limits.Fragments)
	}
	t := &tally{limits: f.limits, doc: doc, spreading: map[string]bool{}}
	for _, o := range doc.Operations {
		if len(o.VariableDefinitions) > f.limits.Aliases {
			return limit("the operation has %d variables", len(o.VariableDefinitions), f.limits.Aliases)
		}
		t.directives += len(o.Directives)
		t.walk(o.SelectionSet, 1, f.limits.Depth)
		if t.problem != nil {
			return t.problem
		}
	}
	return nil
}

func (t *tally) walk(set ast.SelectionSet, depth, deepest int) {
	if depth > deepest {
		t.problem = limit("fields are nested %d deep", depth, deepest)
	}
	same := map[string]int{}
	for _, s := range set {
		if t.problem != nil {
			return
		}
		switch s := s.(type) {
		case *ast.Field:
			t.fields++
			t.countDirectives(s.Directives)
			if s.Alias != s.Name {
				t.aliases++
			}
			same[s.Alias]++
			if same[s.Alias] > t.limits.Same {
				t.problem = limit("one field stands %d times in one place", same[s.Alias], t.limits.Same)
			}
			below := deepest
			if s.Name == "__schema" || s.Name == "__type" { // the standard introspection query is deep
				below = max(deepest, 20)
			}
			t.walk(s.SelectionSet, depth+1, below)
		case *ast.InlineFragment:
			t.fields++
			t.countDirectives(s.Directives)
			t.walk(s.SelectionSet, depth+1, deepest)
		case *ast.FragmentSpread:
			t.fields++
			t.countDirectives(s.Directives)
			if t.spreading[s.Name] {
				t.problem = &Problem{Code: "VALIDATION", Message: "A fragment contains itself: " + s.Name + "."}
				return
			}
			if d := t.doc.Fragments.ForName(s.Name); d != nil {
				t.spreading[s.Name] = true
				t.walk(d.SelectionSet, depth+1, deepest)
				t.spreading[s.Name] = false
			}
		}
		switch {
		case t.problem != nil:
		case t.fields > t.limits.Fields:
			t.problem = limit("the document asks for %d fields", t.fields, t.limits.Fields)
		case t.aliases > t.limits.Aliases:
			t.problem = limit("the document has %d aliases", t.aliases, t.limits.Aliases)
		case t.directives > t.limits.Directives:
			t.problem = limit("the document has %d directives", t.directives, t.limits.Directives)
		}
	}
}
