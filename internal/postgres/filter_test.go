package postgres

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"testing"
)

var (
	number = ByWhole("number", "x.n")
	named  = ByText("name", "x.name")
)

// The words of each condition, with its values as arguments counted on from those that are there.
func TestConditionsInWords(t *testing.T) {
	for _, c := range []struct {
		condition Condition
		words     string
		args      []any
	}{
		{nil, ``, nil},
		{Comparison{number, Equal, 7}, ` and (x.n) = $2::integer`, []any{7}},
		{Comparison{number, AtLeast, 7}, ` and (x.n) >= $2::integer`, []any{7}},
		{Comparison{number, AtMost, 7}, ` and (x.n) <= $2::integer`, []any{7}},
		{Comparison{named, Unequal, "a"}, ` and (x.name) is distinct from $2::text`, []any{"a"}},
		{Comparison{named, Contains, "%"}, ` and strpos(lower((x.name)), lower($2::text)) > 0`, []any{"%"}},
		{Comparison{named, In, []string{"a", "b"}}, ` and (x.name) = any($2::text[])`, []any{[]string{"a", "b"}}},
		{Comparison{ByDate("day", "x.day"), IsNull, true}, ` and ((x.day) is null) = $2::boolean`, []any{true}},
		{All{}, ` and true`, nil},
		{Any{}, ` and false`, nil},
		{Not{All{}}, ` and ((true) is not true)`, nil},
		{All{Comparison{number, AtLeast, 1}, Any{Comparison{named, Equal, "a"}, Not{Comparison{named, Equal, "b"}}}},
			` and ((x.n) >= $2::integer and ((x.name) = $3::text or (((x.name) = $4::text) is not true)))`, []any{1, "a", "b"}},
	} {
		first := make([]any, 1, 8)
		first[0] = "first"
		where, args := Narrowed(`where $1`, first, c.condition)
		if where != `where $1`+c.words || !reflect.DeepEqual(args, append([]any{"first"}, c.args...)) {
			t.Errorf("%v: %s with %v", c.condition, where, args)
		}
		if c.condition != nil && len(first[:2]) == 2 && first[:2][1] != nil {
			t.Errorf("%v wrote into the arguments that it was given", c.condition)
		}
	}
}

// Of any condition whatever, the words are those of its fields and signs and nothing of its values, and each argument is there once, in order.
func TestValuesAreNeverWords(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	texts := []string{"zz'; drop table document; --", "zz$1", "zz%s%[1]s", "zz\\", `zz"`, "zz\x00", "zz) or true or (true"}
	var grow func(deep int) Condition
	grow = func(deep int) Condition {
		switch n := r.IntN(5); {
		case deep == 0 || n == 0:
			if r.IntN(2) == 0 {
				return Comparison{named, In, texts}
			}
			return Comparison{named, []Sign{Equal, Unequal, Contains, AtLeast, AtMost}[r.IntN(5)], texts[r.IntN(len(texts))]}
		case n == 1:
			return Not{grow(deep - 1)}
		default:
			members := make([]Condition, r.IntN(4))
			for i := range members {
				members[i] = grow(deep - 1)
			}
			if n == 2 {
				return Any(members)
			}
			return All(members)
		}
	}
	ours := regexp.MustCompile(`x\.name|is distinct from|is not true|strpos|lower|any|and|or|true|false|::text|\[\]|\$\d+|[(),>=<0 ]`)
	for range 2000 {
		c := grow(4)
		words, args := Narrowed(``, nil, c)
		if rest := ours.ReplaceAllString(words, ``); rest != `` {
			t.Fatalf("%q stands in %s", rest, words)
		}
		for i, m := range regexp.MustCompile(`\$\d+`).FindAllString(words, -1) {
			if m != fmt.Sprintf("$%d", i+1) || i >= len(args) {
				t.Fatalf("argument %d of %d is %s in %s", i+1, len(args), m, words)
			}
		}
	}
}

// A list that is not filtered is read by the statement that it always was; a filter stands behind its own arguments and those of its
// columns, before the cursor, and is planned for what it asks.
func TestStatementsOfPages(t *testing.T) {
	x := Listing{Columns: `x.n, $2 as told`, From: `from t x where x.n > $1`, Args: []any{1}, ColumnArgs: []any{"told"}}
	p := Page{Order: Newest("x.n"), Limit: 5}
	for _, c := range []struct {
		where Condition
		after []string
		want  string
		args  int
	}{
		{nil, nil, `select x.n, $2 as told, array[(x.n)::text] as list_key from t x where x.n > $1 order by x.n desc limit $3`, 3},
		{nil, []string{"9"}, `select x.n, $2 as told, array[(x.n)::text] as list_key from t x where x.n > $1 and (x.n) < ($3::text::bigint) order by x.n desc limit $4`, 4},
		{Comparison{named, Equal, "a"}, []string{"9"},
			`select x.n, $2 as told, array[(x.n)::text] as list_key from t x where x.n > $1 and (x.name) = $3::text and (x.n) < ($4::text::bigint) order by x.n desc limit $5`, 6},
	} {
		p.Where, p.After = c.where, c.after
		if sql, args := x.page(p); sql != c.want || len(args) != c.args {
			t.Errorf("%s with %v", sql, args)
		}
	}
}
