package front

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

const (
	objectCost        = 1
	mutationCost      = 10 // locks, checks, writes and an audit entry, whatever it answers
	introspectionCost = 100
	pageReckoned      = 50  // rows of a connection that is not told how many
	listReckoned      = 10  // elements of a list that says nothing of its length, such as the lines of a document
	mostCost          = 1e9 // far beyond any limit, far from overflow
)

// Cost is what an operation may cost at most, reckoned before it runs: an object is one point, a leaf none, a mutation ten; what
// is below a connection counts as often as the page has rows. Coerced variables say how long the pages are.
func (p *Prepared) Cost(variables map[string]any) int {
	own := 0
	if p.Operation == ast.Mutation {
		own = mutationCost
	}
	total := 0
	for field := range fields(p.set) {
		total = min(mostCost, total+own+p.front.cost(field, variables, 0))
	}
	return total
}

// cost of a field and all below it; rows is the length of the page that it is a list of, where its parent is a connection.
func (f *Front) cost(field *ast.Field, variables map[string]any, rows int) int {
	if strings.HasPrefix(field.Name, "__") {
		if len(field.SelectionSet) == 0 {
			return 0
		}
		return introspectionCost
	}
	if len(field.SelectionSet) == 0 || field.Definition == nil {
		return 0
	}
	times, below := 1, 0
	switch {
	case field.Definition.Type.Elem != nil && rows > 0:
		times = rows
	case field.Definition.Type.Elem != nil:
		times = listLength(field, variables)
	case strings.HasSuffix(field.Definition.Type.Name(), "Connection"):
		below = pageLength(field, variables)
	}
	each := objectCost
	for child := range fields(field.SelectionSet) {
		each = min(mostCost, each+f.cost(child, variables, below))
	}
	return min(mostCost, times*each)
}

// pageLength is what the argument first says.
func pageLength(field *ast.Field, variables map[string]any) int {
	argument := field.Arguments.ForName("first")
	if argument == nil {
		return pageReckoned
	}
	value, err := argument.Value.Value(variables)
	if err != nil {
		return pageReckoned
	}
	switch n := value.(type) {
	case int32:
		return max(1, int(n))
	case int64:
		return int(min(max(1, n), mostCost))
	case json.Number: // the default of a variable
		i, _ := strconv.Atoi(string(n))
		return min(max(1, i), mostCost)
	}
	return pageReckoned
}

// listLength is the length of the list that was asked with, as in nodes(ids:), else a reckoning.
func listLength(field *ast.Field, variables map[string]any) int {
	for _, a := range field.Arguments {
		if value, err := a.Value.Value(variables); err == nil {
			if list, ok := value.([]any); ok {
				return max(1, len(list))
			}
		}
	}
	return listReckoned
}

// Spent is what an answer cost: its objects, one point each, and ten for each mutation that ran. It never counts more than
// was reckoned, since a scalar may hold text that looks like objects only inside quotes, which are passed over.
func (p *Prepared) Spent(data []byte, requested int) int {
	objects, quoted := -1, false // the answer itself is an object
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case c == '{' && !quoted:
			objects++
		}
	}
	if p.Operation == ast.Mutation {
		objects += mutationCost * p.roots
	}
	return min(max(objects, 0), requested)
}

// fields gives the fields of a selection with its fragments laid open.
func fields(set ast.SelectionSet) func(yield func(*ast.Field) bool) {
	return func(yield func(*ast.Field) bool) {
		var walk func(ast.SelectionSet) bool
		walk = func(set ast.SelectionSet) bool {
			for _, s := range set {
				more := true
				switch s := s.(type) {
				case *ast.Field:
					more = yield(s)
				case *ast.InlineFragment:
					more = walk(s.SelectionSet)
				case *ast.FragmentSpread:
					if s.Definition != nil {
						more = walk(s.Definition.SelectionSet)
					}
				}
				if !more {
					return false
				}
			}
			return true
		}
		walk(set)
	}
}
