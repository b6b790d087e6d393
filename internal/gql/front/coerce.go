package front

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"changping/internal/gql/scalar"

	"github.com/vektah/gqlparser/v2/ast"
)

const (
	deepestValue = 12
	longestList  = 2000
	longestText  = 4000 // of bytes; notes and reasons are sentences, and what is longer fills somebody's screen
)

// Coerce checks the variables of a request by the specification and fills in defaults. Numbers must have been decoded as
// json.Number. A problem here means that nothing runs.
func (p *Prepared) Coerce(given map[string]any) (map[string]any, *Problem) {
	coerced := map[string]any{}
	for _, v := range p.variables {
		value, has := given[v.Variable]
		if !has && v.DefaultValue != nil {
			d, err := v.DefaultValue.Value(nil)
			if err != nil {
				return nil, variables(v.Variable, err.Error())
			}
			value, has = plainNumbers(d), true
		}
		if !has {
			if v.Type.NonNull {
				return nil, variables(v.Variable, "a value is required")
			}
			continue
		}
		out, err := p.front.value(v.Type, value, 0)
		if err != nil {
			return nil, variables(v.Variable, err.Error())
		}
		coerced[v.Variable] = out
	}
	return coerced, nil
}

func variables(name, why string) *Problem {
	return &Problem{Code: "VARIABLES", Message: fmt.Sprintf("Variable $%s: %s.", name, why)}
}

// plainNumbers turns the numbers of a default value into the form that decoded JSON has.
func plainNumbers(v any) any {
	switch v := v.(type) {
	case int64:
		return json.Number(strconv.FormatInt(v, 10))
	case float64:
		return json.Number(strconv.FormatFloat(v, 'g', -1, 64))
	case []any:
		for i := range v {
			v[i] = plainNumbers(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = plainNumbers(v[k])
		}
	}
	return v
}

func (f *Front) value(t *ast.Type, v any, depth int) (any, error) {
	if depth > deepestValue {
		return nil, fmt.Errorf("values are nested more than %d deep", deepestValue)
	}
	if v == nil {
		if t.NonNull {
			return nil, fmt.Errorf("null is not allowed")
		}
		return nil, nil
	}
	if t.Elem != nil {
		list, ok := v.([]any)
		if !ok {
			list = []any{v} // a single value stands for a list of one
		}
		if len(list) > longestList {
			return nil, fmt.Errorf("a list has at most %d values", longestList)
		}
		out := make([]any, len(list))
		for i, e := range list {
			var err error
			if out[i], err = f.value(t.Elem, e, depth+1); err != nil {
				return nil, fmt.Errorf("at %d: %w", i, err)
			}
		}
		return out, nil
	}
	def := f.schema.Types[t.NamedType]
	switch def.Kind {
	case ast.Scalar:
		return leaf(def.Name, v)
	case ast.Enum:
		s, ok := v.(string)
		if !ok || def.EnumValues.ForName(s) == nil {
			return nil, fmt.Errorf("%s has no such value", def.Name)
		}
		return s, nil
	default:
		return f.object(def, v, depth)
	}
}

func (f *Front) object(def *ast.Definition, v any, depth int) (any, error) {
	in, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s is an object", def.Name)
	}
	for name := range in {
		if def.Fields.ForName(name) == nil {
			return nil, fmt.Errorf("%s has no field %q", def.Name, name)
		}
	}
	if def.Directives.ForName("oneOf") != nil && len(in) != 1 {
		return nil, fmt.Errorf("%s takes exactly one field", def.Name)
	}
	out := map[string]any{}
	for _, field := range def.Fields {
		value, has := in[field.Name]
		if !has && field.DefaultValue != nil {
			d, err := field.DefaultValue.Value(nil)
			if err != nil {
				return nil, err
			}
			value, has = plainNumbers(d), true
		}
		if !has {
			if field.Type.NonNull {
				return nil, fmt.Errorf("%s is required", field.Name)
			}
			continue
		}
		c, err := f.value(field.Type, value, depth+1)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", field.Name, err)
		}
		out[field.Name] = c
	}
	return out, nil
}

// written are the scalars that travel as text, with what reads them. They are read here already, so that a quantity that
// cannot be read stops the request before its first mutation has run, and is told as the client's mistake.
var written = map[string]func(any) error{
	"Decimal":  func(v any) error { return new(scalar.Decimal).UnmarshalGraphQL(v) },
	"Date":     func(v any) error { return new(scalar.Date).UnmarshalGraphQL(v) },
	"DateTime": func(v any) error { return new(scalar.DateTime).UnmarshalGraphQL(v) },
}

// badID: the executor writes ids into its answers by the rules of Go, not by those of JSON.
func badID(id string) bool {
	return strings.ContainsFunc(id, func(r rune) bool { return !unicode.IsPrint(r) })
}

func leaf(name string, v any) (any, error) {
	switch name {
	case "Int":
		n, ok := v.(json.Number)
		i, err := strconv.ParseFloat(string(n), 64)
		if !ok || err != nil || i != math.Trunc(i) || i < math.MinInt32 || i > math.MaxInt32 {
			return nil, fmt.Errorf("an Int is a whole number of 32 bits")
		}
		return int32(i), nil
	case "Float":
		n, ok := v.(json.Number)
		x, err := strconv.ParseFloat(string(n), 64)
		if !ok || err != nil {
			return nil, fmt.Errorf("a Float is a number")
		}
		return x, nil
	case "Boolean":
		if b, ok := v.(bool); ok {
			return b, nil
		}
		return nil, fmt.Errorf("a Boolean is true or false")
	case "ID":
		switch v := v.(type) {
		case string:
			if badID(v) {
				return nil, fmt.Errorf("an ID holds no control characters")
			}
			return v, nil
		case json.Number:
			if _, err := strconv.ParseInt(string(v), 10, 64); err == nil {
				return string(v), nil
			}
		}
		return nil, fmt.Errorf("an ID is a string or a whole number")
	default: // String and our own scalars
		s, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("a %s is a string", name)
		}
		if len(s) > longestText {
			return nil, fmt.Errorf("a text has at most %d bytes", longestText)
		}
		if read := written[name]; read != nil {
			return s, read(s)
		}
		return s, nil
	}
}
