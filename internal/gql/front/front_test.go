package front

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

const testSDL = `scalar Decimal
type Query { a(n: Int, id: ID, e: E, in: In, list: [Int!]): Query b: Int }
type Mutation { step(n: Int!): Int }
enum E { X Y }
input In { q: Int! = 1, d: Decimal, deep: In }`

func newFront(t testing.TB) *Front {
	t.Helper()
	f, err := New(testSDL, Default)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestHostileDocumentsAreRefusedQuickly(t *testing.T) {
	f := newFront(t)
	doubling := "query { ...f0 }"
	for i := range 30 {
		doubling += fmt.Sprintf(" fragment f%d on Query { ...f%d ...f%d }", i, i+1, i+1)
	}
	doubling += " fragment f30 on Query { b }"
	for name, query := range map[string]string{
		"one field 3000 times": "{" + strings.Repeat("__typename ", 3000) + "}",
		"doubling fragments":   doubling,
		"a fragment in itself": "{ ...f } fragment f on Query { a { ...f } }",
		"a hundred deep":       strings.Repeat("{ a ", 100) + "{ b }" + strings.Repeat("}", 100),
		"ten thousand braces":  strings.Repeat("{", 10000),
		"five hundred aliases": "{" + func() (s string) {
			for i := range 500 {
				s += fmt.Sprintf("x%d: b ", i)
			}
			return
		}() + "}",
		"twenty mutations": "mutation {" + func() (s string) {
			for i := range 20 {
				s += fmt.Sprintf("x%d: step(n: 1) ", i)
			}
			return
		}() + "}",
		"unknown field": "{ c }",
		"a megabyte":    "{ b } #" + strings.Repeat("x", 1<<20),
		"no operation":  "fragment f on Query { b }",
	} {
		t.Run(name, func(t *testing.T) {
			started := time.Now()
			_, problem := f.Prepare(query, "")
			if problem == nil {
				t.Fatal("accepted")
			}
			if strings.Contains(problem.Message, "Did you mean") {
				t.Errorf("spells out the schema: %s", problem.Message)
			}
			if took := time.Since(started); took > 5*time.Second { // a hang, not a benchmark
				t.Errorf("took %s", took)
			}
		})
	}
}

func TestVariablesAreCoercedBeforeAnythingRuns(t *testing.T) {
	f := newFront(t)
	for name, c := range map[string]struct{ declaration, use, given, want string }{
		"a word for a number":      {"$v: Int!", "n: $v", `{"v": "two"}`, ""},
		"a fraction for an Int":    {"$v: Int", "n: $v", `{"v": 5.5}`, ""},
		"beyond 32 bits":           {"$v: Int", "n: $v", `{"v": 3000000000}`, ""},
		"a required one missing":   {"$v: Int!", "n: $v", `{}`, ""},
		"null where not allowed":   {"$v: Int!", "n: $v", `{"v": null}`, ""},
		"a number as an ID":        {"$v: ID", "id: $v", `{"v": 5}`, `{"v":"5"}`},
		"an unknown enum value":    {"$v: E", "e: $v", `{"v": "Z"}`, ""},
		"an unknown input field":   {"$v: In", "in: $v", `{"v": {"role": 1}}`, ""},
		"a default filled in":      {"$v: In", "in: $v", `{"v": {}}`, `{"v":{"q":1}}`},
		"a number for a Decimal":   {"$v: In", "in: $v", `{"v": {"d": 1.5}}`, ""},
		"a variable's own default": {"$v: Int = 7", "n: $v", `{}`, `{"v":7}`},
		"one for a list of one":    {"$v: [Int!]", "list: $v", `{"v": 3}`, `{"v":[3]}`},
	} {
		t.Run(name, func(t *testing.T) {
			p, problem := f.Prepare("query("+c.declaration+") { a("+c.use+") { b } }", "")
			if problem != nil {
				t.Fatal(problem)
			}
			d := json.NewDecoder(strings.NewReader(c.given))
			d.UseNumber()
			var given map[string]any
			if err := d.Decode(&given); err != nil {
				t.Fatal(err)
			}
			got, problem := p.Coerce(given)
			if c.want == "" {
				if problem == nil {
					t.Errorf("accepted as %v", got)
				}
				return
			}
			if raw, _ := json.Marshal(got); problem != nil || string(raw) != c.want {
				t.Errorf("%s, %v; want %s", raw, problem, c.want)
			}
		})
	}
}

func FuzzPrepare(f *testing.F) {
	front := newFront(f)
	f.Add("{ b }", "")
	f.Add("query A($v: Int) { a(n: $v) { b } } query B { b }", "A")
	f.Fuzz(func(t *testing.T, query, name string) {
		p, problem := front.Prepare(query, name)
		if problem != nil {
			return
		}
		if again, problem := front.Prepare(p.Text, p.Name); problem != nil || again.Operation != p.Operation {
			t.Fatalf("the printed operation is not accepted: %v\n%s", problem, p.Text)
		}
	})
}

// What was coerced is coerced to the same again, and its price can be told.
func FuzzCoerce(f *testing.F) {
	front := newFront(f)
	f.Add(`{"n": 5, "id": 7, "e": "X", "in": {"d": "12.5", "deep": {}}, "list": 3}`)
	f.Add(`{"n": 1e400, "in": {"q": null}, "list": [1, [2]]}`)
	f.Fuzz(func(t *testing.T, given string) {
		p, problem := front.Prepare(`query($n: Int, $id: ID, $e: E, $in: In, $list: [Int!] = [1]) { a(n: $n, id: $id, e: $e, in: $in, list: $list) { b } }`, "")
		if problem != nil {
			t.Fatal(problem)
		}
		read := func(text []byte) (v map[string]any) {
			d := json.NewDecoder(strings.NewReader(string(text)))
			d.UseNumber()
			if d.Decode(&v) != nil {
				return nil
			}
			return v
		}
		once, problem := p.Coerce(read([]byte(given)))
		if problem != nil {
			return
		}
		if p.Cost(once) < 1 {
			t.Fatal("an object for nothing")
		}
		text, err := json.Marshal(once)
		if err != nil {
			t.Fatal(err)
		}
		twice, problem := p.Coerce(read(text))
		again, err := json.Marshal(twice)
		if problem != nil || err != nil || string(again) != string(text) {
			t.Fatalf("%s became %s, and that %s (%v)", given, text, again, problem)
		}
	})
}
