package postgres

import (
	"fmt"
	"strings"
)

// Field is a value of a list's rows by which a client may narrow the list.
type Field struct {
	Name string // as the schema's filter has it
	SQL  string // in the words of the list's from clause; never an aggregate
	Type FieldType
	Kind string // of an id: what it is the id of
}

// FieldType is what a field holds, as the database calls it.
type FieldType string

// The types of fields. A choice is a text of which there are a few.
const (
	ID       FieldType = "bigint"
	Text     FieldType = "text"
	Choice   FieldType = "varchar"
	Whole    FieldType = "integer"
	Quantity FieldType = "numeric"
	Date     FieldType = "date"
	Instant  FieldType = "timestamptz"
	Flag     FieldType = "boolean"
)

// ByID is a field of ids of one kind, in the words of its list.
func ByID(name, kind, sql string) Field { return Field{name, sql, ID, kind} }

// ByText is a field of text.
func ByText(name, sql string) Field { return Field{name, sql, Text, ""} }

// ByChoice is a field that the schema has an enum for.
func ByChoice(name, sql string) Field { return Field{name, sql, Choice, ""} }

// ByWhole is a field of whole numbers.
func ByWhole(name, sql string) Field { return Field{name, sql, Whole, ""} }

// ByQuantity is a field of exact decimal numbers.
func ByQuantity(name, sql string) Field { return Field{name, sql, Quantity, ""} }

// ByDate is a field of plain dates.
func ByDate(name, sql string) Field { return Field{name, sql, Date, ""} }

// ByInstant is a field of moments.
func ByInstant(name, sql string) Field { return Field{name, sql, Instant, ""} }

// ByFlag is a field that is true or false.
func ByFlag(name, sql string) Field { return Field{name, sql, Flag, ""} }

// Condition is what rows of a list have to meet: a Comparison, or All, Any or Not of others.
type Condition interface {
	words(arg func(value any, of string) string) string
}

// Comparison is a condition on one field.
type Comparison struct {
	Field Field
	Sign  Sign
	Value any // of the field's type; a slice of them for In, a bool for IsNull
}

// All are conditions that are all met; none: every row meets them.
type All []Condition

// Any are conditions of which one is met; none: no row meets them.
type Any []Condition

// Not is the opposite of a condition: the rows that do not meet it, those too of which nobody can say.
type Not struct{ Condition }

// Sign is how a field is compared, as the schema has it.
type Sign string

// The signs.
const (
	Equal    Sign = "eq"
	In       Sign = "in"
	Unequal  Sign = "not" // null is unequal to everything
	Contains Sign = "contains"
	AtLeast  Sign = "gte"
	AtMost   Sign = "lte"
	IsNull   Sign = "isNull"
)

// signs are the words of a comparison of %[1]s with argument %[2]s. What a text contains is looked for as it stands: a pattern would
// make signs of some of its characters.
var signs = map[Sign]string{
	Equal: `(%[1]s) = %[2]s`, In: `(%[1]s) = any(%[2]s)`, Unequal: `(%[1]s) is distinct from %[2]s`, Contains: `strpos(lower((%[1]s)), lower(%[2]s)) > 0`,
	AtLeast: `(%[1]s) >= %[2]s`, AtMost: `(%[1]s) <= %[2]s`, IsNull: `((%[1]s) is null) = %[2]s`,
}

func (c Comparison) words(arg func(any, string) string) string {
	of := string(c.Field.Type)
	if c.Sign == In {
		of += `[]`
	}
	if c.Sign == IsNull {
		of = string(Flag)
	}
	return fmt.Sprintf(signs[c.Sign], c.Field.SQL, arg(c.Value, of))
}

func (all All) words(arg func(any, string) string) string { return joined(all, ` and `, `true`, arg) }

func (some Any) words(arg func(any, string) string) string { return joined(some, ` or `, `false`, arg) }

func joined(all []Condition, by, none string, arg func(any, string) string) string {
	if len(all) == 0 {
		return none
	}
	words := make([]string, len(all))
	for i, c := range all {
		words[i] = c.words(arg)
	}
	return `(` + strings.Join(words, by) + `)`
}

// Comparisons with null are neither true nor false. Below and, or and the where clause that is as good as false; here it has to be said.
func (n Not) words(arg func(any, string) string) string {
	return `((` + n.Condition.words(arg) + `) is not true)`
}

// Narrowed adds a condition to a where clause, and what it compares with to the clause's arguments. The condition's words are ours alone:
// all that a client sent is in the arguments. A nil condition adds nothing.
func Narrowed(where string, args []any, c Condition) (string, []any) {
	if c == nil {
		return where, args
	}
	args = args[:len(args):len(args)]
	words := c.words(func(value any, of string) string {
		args = append(args, value)
		return fmt.Sprintf(`$%d::%s`, len(args), of)
	})
	return where + ` and ` + words, args
}
