package graph

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"changping/internal/gql/front"
)

// operation is one that the pages send, with the fragments that it needs.
type operation struct {
	name, file, text string
	mutation         bool
}

var (
	documentForm = regexp.MustCompile("(?s)graphql\\(\\s*`(.*?)`")
	commentForm  = regexp.MustCompile(`(?m)^\s*//.*$|^\s*\*.*$|/\*\*.*?\*/`)
	nameForm     = regexp.MustCompile(`^\s*(query|mutation|fragment)\s+(\w+)`)
	spreadForm   = regexp.MustCompile(`\.\.\.\s*([A-Z]\w+)`)
)

// operationsOfThePages reads every document of the console and the phone from their sources.
func operationsOfThePages(t *testing.T) []operation {
	t.Helper()
	type document struct{ kind, name, file, text string }
	var all []document
	fragments := map[string]map[string]string{} // by folder, then name: two pages may each have a fragment of one name
	everywhere := map[string]string{}
	for _, root := range []string{"../web/console", "../web/field", "../web/shared"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".ts") && !strings.HasSuffix(path, ".tsx") || strings.HasSuffix(path, ".d.ts") {
				return err
			}
			source, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, m := range documentForm.FindAllStringSubmatch(commentForm.ReplaceAllString(string(source), ""), -1) {
				head := nameForm.FindStringSubmatch(m[1])
				if head == nil || strings.Contains(m[1], "${") {
					t.Errorf("%s: a document without a name, or put together: %s", path, m[1])
					continue
				}
				all = append(all, document{head[1], head[2], path, m[1]})
				if head[1] == "fragment" {
					if fragments[filepath.Dir(path)] == nil {
						fragments[filepath.Dir(path)] = map[string]string{}
					}
					fragments[filepath.Dir(path)][head[2]], everywhere[head[2]] = m[1], m[1]
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var operations []operation
	for _, d := range all {
		if d.kind == "fragment" {
			continue
		}
		text, seen := d.text, map[string]bool{}
		var gather func(string)
		gather = func(source string) {
			for _, m := range spreadForm.FindAllStringSubmatch(source, -1) {
				f := fragments[filepath.Dir(d.file)][m[1]]
				if f == "" {
					f = everywhere[m[1]]
				}
				if f != "" && !seen[m[1]] {
					seen[m[1]] = true
					text += "\n" + f
					gather(f)
				}
			}
		}
		gather(d.text)
		operations = append(operations, operation{d.name, strings.TrimPrefix(d.file, "../"), text, d.kind == "mutation"})
	}
	if len(operations) < 60 {
		t.Fatalf("only %d documents found in the pages", len(operations))
	}
	return operations
}

// What the pages ask stays within the limits, with room: a page must never wait for its own bucket.
func TestThePagesStayWithinTheLimits(t *testing.T) {
	f, err := front.New(SDL(), front.Default)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range operationsOfThePages(t) {
		p, problem := f.Prepare(o.text, "")
		if problem != nil {
			t.Errorf("%s in %s: %s %s", o.name, o.file, problem.Code, problem.Message)
			continue
		}
		cost := p.Cost(nil)
		t.Logf("%6d %s", cost, o.name)
		if cost > front.Default.Cost/2 {
			t.Errorf("%s in %s may cost %d of the %d points that one request may", o.name, o.file, cost, front.Default.Cost)
		}
	}
}
