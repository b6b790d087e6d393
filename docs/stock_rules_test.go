// Package docs_test holds the documents to what they name.
package docs_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	testName = regexp.MustCompile("`(Test[A-Za-z0-9]+)`")
	testFunc = regexp.MustCompile(`(?m)^func (Test[A-Za-z0-9]+)\(t \*testing\.T\)`)
	fileLink = regexp.MustCompile(`\]\((\.\./[^)#]+)\)`)
)

// tests gives every test of the repository.
func tests(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	if err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == "var"):
			return filepath.SkipDir
		case !strings.HasSuffix(path, "_test.go"):
			return nil
		}
		text, err := os.ReadFile(path)
		for _, m := range testFunc.FindAllStringSubmatch(string(text), -1) {
			all[m[1]] = true
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// Every pain of the peers has its test, and every test and file that the rules name is there.
func TestStockRulesNameWhatIsThere(t *testing.T) {
	text, err := os.ReadFile("stock-rules.md")
	if err != nil {
		t.Fatal(err)
	}
	known := tests(t)
	if len(known) < 200 {
		t.Fatalf("only %d tests were found", len(known))
	}
	_, section, found := strings.Cut(string(text), "## Twenty-five pains of the peers")
	section, _, _ = strings.Cut(section, "\n## ")
	pains := 0
	for line := range strings.SplitSeq(section, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || strings.HasPrefix(cells[1], " pain") || strings.HasPrefix(cells[1], " ---") {
			continue
		}
		pains++
		if !testName.MatchString(cells[2]) {
			t.Errorf("no test stands against %s", cells[1])
		}
	}
	if !found || pains != 25 {
		t.Errorf("%d pains are listed, want 25", pains)
	}
	for _, m := range testName.FindAllStringSubmatch(string(text), -1) {
		if !known[m[1]] {
			t.Errorf("%s is named, and there is no such test", m[1])
		}
	}
	for _, m := range fileLink.FindAllStringSubmatch(string(text), -1) {
		if _, err := os.Stat(m[1]); err != nil {
			t.Errorf("%s is named: %v", m[1], err)
		}
	}
}
