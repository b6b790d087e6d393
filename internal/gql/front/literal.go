package front

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// literals checks the values that a valid document spells out, by what the validator leaves to the executor: there a bad one
// drops its field and lets the others run.
func literals(doc *ast.QueryDocument) *Problem {
	var problem *Problem
	var value func(*ast.Value)
	value = func(v *ast.Value) {
		if v == nil || problem != nil {
			return
		}
		if why := badLiteral(v); why != "" {
			problem = &Problem{Code: "VALIDATION", Message: why, Line: v.Position.Line, Col: v.Position.Column}
		}
		for _, child := range v.Children {
			value(child.Value)
		}
	}
	directives := func(all ast.DirectiveList) {
		for _, d := range all {
			for _, a := range d.Arguments {
				value(a.Value)
			}
		}
	}
	var selection func(ast.SelectionSet)
	selection = func(set ast.SelectionSet) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				for _, a := range s.Arguments {
					value(a.Value)
				}
				directives(s.Directives)
				selection(s.SelectionSet)
			case *ast.InlineFragment:
				directives(s.Directives)
				selection(s.SelectionSet)
			case *ast.FragmentSpread:
				directives(s.Directives)
			}
		}
	}
	for _, o := range doc.Operations {
		for _, v := range o.VariableDefinitions {
			value(v.DefaultValue)
		}
		directives(o.Directives)
		selection(o.SelectionSet)
	}
	for _, f := range doc.Fragments {
		selection(f.SelectionSet)
	}
	return problem
}

func badLiteral(v *ast.Value) (why string) {
	text := v.Kind == ast.StringValue || v.Kind == ast.BlockValue
	switch {
	case text && strings.ContainsRune(v.Raw, 0):
		return "A text holds the character NUL."
	case text && len(v.Raw) > longestText:
		return fmt.Sprintf("A text has at most %d bytes.", longestText)
	case v.Definition == nil || v.Definition.Kind != ast.Scalar || v.Kind == ast.Variable || v.Kind == ast.NullValue:
		return ""
	case v.Kind == ast.ListValue && v.ExpectedType != nil && v.ExpectedType.Elem == nil:
		return "A " + v.Definition.Name + " is no list."
	case v.Definition.Name == "Int":
		if _, err := strconv.ParseInt(v.Raw, 10, 32); err != nil && v.Kind == ast.IntValue {
			return "An Int is a whole number of 32 bits."
		}
	case v.Definition.Name == "ID" && text && badID(v.Raw):
		return "An ID holds no control characters."
	case written[v.Definition.Name] != nil && v.Kind != ast.ListValue:
		var given any
		if text {
			given = v.Raw
		}
		if err := written[v.Definition.Name](given); err != nil {
			return strings.ToUpper(err.Error()[:1]) + err.Error()[1:] + "."
		}
	}
	return ""
}

// LoneSurrogate reports whether a text with \u escapes names half of a surrogate pair. Decoders put U+FFFD in its place
// without a word, and what is stored is then not what was sent.
func LoneSurrogate(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		i++ // the character that is escaped cannot begin an escape
		switch r := surrogate(text[i-1:]); {
		case r >= 0xDC00:
			return true
		case r >= 0xD800:
			if i += 5; surrogate(text[min(i, len(text)):]) < 0xDC00 {
				return true
			}
			i += 5
		}
	}
	return false
}

// surrogate is the half of a pair that a text begins with in the form \ud83d; 0: it does not.
func surrogate(text string) uint64 {
	if len(text) < 6 || text[:2] != `\u` {
		return 0
	}
	r, err := strconv.ParseUint(text[2:6], 16, 16)
	if err != nil || r < 0xD800 || r > 0xDFFF {
		return 0
	}
	return r
}
