package graph

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"changping/internal/fault"
	"changping/internal/gql/scalar"
	"changping/internal/postgres"

	"github.com/graph-gophers/graphql-go"
)

const (
	filterDeepest = 4   // and, or and not, within each other
	filterMost    = 50  // conditions in one filter
	filterValues  = 250 // in one list
	filterText    = 200 // characters of a text
)

// filterInput is a filter as it was sent. Which fields it may have, and of which types, the schema says and the edge has checked; what
// each means is declared once, beside the orders of its list.
type filterInput map[string]any

// ImplementsGraphQLType tells the library which inputs this is.
func (filterInput) ImplementsGraphQLType(name string) bool {
	return strings.HasSuffix(name, "Filter") || strings.HasSuffix(name, "Where")
}

// Nullable tells the library that null is none.
func (*filterInput) Nullable() {}

// UnmarshalGraphQL takes the input as it is: what is wrong with it is told by read, as a fault that names its field.
func (f *filterInput) UnmarshalGraphQL(input any) error {
	*f, _ = input.(map[string]any)
	return nil
}

// read makes the condition that the filter is, in the fields of its list; nil: it says nothing.
//
// Refuses with: LIMIT (too deep, too many conditions or values), SEARCH (a text too long), BAD_ID (not the id of such an object).
func (f filterInput) read(fields []postgres.Field) (postgres.Condition, error) {
	if f == nil {
		return nil, nil
	}
	r := filterReader{fields: fields}
	all, err := r.object("where", f, 0)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all, nil
}

// filterReader reads one filter, and counts its conditions.
type filterReader struct {
	fields     []postgres.Field
	conditions int
}

// object reads a filter, all of whose fields have to be met. They are taken in the order of the list's, so that what is asked alike is
// told to the database in the same words.
func (r *filterReader) object(path string, given map[string]any, depth int) (postgres.All, error) {
	if depth > filterDeepest {
		return nil, fault.Invalidf(path, "LIMIT", "The and, or and not of a filter stand within each other at most %d deep.", filterDeepest)
	}
	var all postgres.All
	known := 0
	for _, field := range r.fields {
		value, has := given[field.Name]
		if !has {
			continue
		}
		known++
		signs, _ := value.(map[string]any)
		compared, err := r.comparisons(path+"."+field.Name, field, signs)
		if err != nil {
			return nil, err
		}
		all = append(all, compared...)
	}
	for _, word := range []string{"and", "or", "not"} {
		value, has := given[word]
		if !has {
			continue
		}
		known++
		if value == nil {
			continue
		}
		condition, err := r.joined(path+"."+word, word, value, depth+1)
		if err != nil {
			return nil, err
		}
		all = append(all, condition)
	}
	if known != len(given) {
		return nil, fmt.Errorf("%s: the schema has fields that the list has not: %v", path, given)
	}
	if len(all) == 0 { // a condition too, that every row meets
		return nil, r.count(path)
	}
	return all, nil
}

func (r *filterReader) joined(path, word string, value any, depth int) (postgres.Condition, error) {
	if word == "not" {
		object, _ := value.(map[string]any)
		all, err := r.object(path, object, depth)
		return postgres.Not{Condition: all}, err
	}
	given := listOf(value)
	if len(given) == 0 {
		if err := r.count(path); err != nil {
			return nil, err
		}
	}
	members := make([]postgres.Condition, len(given))
	for i, member := range given {
		object, _ := member.(map[string]any)
		all, err := r.object(fmt.Sprintf("%s.%d", path, i), object, depth)
		if err != nil {
			return nil, err
		}
		members[i] = all
	}
	if word == "or" {
		return postgres.Any(members), nil
	}
	return postgres.All(members), nil
}

// listOf is a list, or the one value that stands for a list of it.
func listOf(value any) []any {
	if list, ok := value.([]any); ok {
		return list
	}
	return []any{value}
}

func (r *filterReader) count(path string) error {
	if r.conditions++; r.conditions > filterMost {
		return fault.Invalidf(path, "LIMIT", "A filter has at most %d conditions.", filterMost)
	}
	return nil
}

// comparisons reads what is asked of one field; what is null is not asked.
func (r *filterReader) comparisons(path string, field postgres.Field, given map[string]any) (all []postgres.Condition, err error) {
	for _, sign := range []postgres.Sign{postgres.Equal, postgres.In, postgres.Unequal, postgres.Contains, postgres.AtLeast, postgres.AtMost, postgres.IsNull} {
		value := given[string(sign)]
		if value == nil {
			continue
		}
		path := path + "." + string(sign)
		if err := r.count(path); err != nil {
			return nil, err
		}
		switch sign {
		case postgres.IsNull: // a bool, whatever the field is
		case postgres.In:
			value, err = filterList(path, field, listOf(value))
		default:
			value, err = filterValue(path, field, value)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, postgres.Comparison{Field: field, Sign: sign, Value: value})
	}
	return all, nil
}

// filterList reads the values of a list: ids, or texts.
func filterList(path string, field postgres.Field, given []any) (any, error) {
	if len(given) > filterValues {
		return nil, fault.Invalidf(path, "LIMIT", "A list in a filter has at most %d values.", filterValues)
	}
	ids, texts := []int64{}, []string{}
	for i, v := range given {
		value, err := filterValue(fmt.Sprintf("%s.%d", path, i), field, v)
		if err != nil {
			return nil, err
		}
		switch value := value.(type) {
		case int64:
			ids = append(ids, value)
		case string:
			texts = append(texts, value)
		}
	}
	if field.Type == postgres.ID {
		return ids, nil
	}
	return texts, nil
}

// filterValue reads a value as what its field holds. Scalars that travel as text were read by the edge already, which refused those that
// it could not.
func filterValue(path string, field postgres.Field, given any) (any, error) {
	text, _ := given.(string)
	switch field.Type {
	case postgres.ID:
		return rowID(graphql.ID(fmt.Sprint(given)), field.Kind, path)
	case postgres.Quantity:
		var d scalar.Decimal
		err := d.UnmarshalGraphQL(given)
		return d.Decimal, err
	case postgres.Date:
		var d scalar.Date
		err := d.UnmarshalGraphQL(given)
		return d.Time, err
	case postgres.Instant:
		var d scalar.DateTime
		err := d.UnmarshalGraphQL(given)
		return d.Time, err
	case postgres.Text, postgres.Choice:
		if utf8.RuneCountInString(text) > filterText {
			return nil, fault.Invalidf(path, "SEARCH", "A text in a filter has at most %d characters.", filterText)
		}
		return text, nil
	case postgres.Whole, postgres.Flag:
	}
	return given, nil
}
