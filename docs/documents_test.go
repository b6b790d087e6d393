// Package docs_test keeps the documents true: what they link to exists, and so does every target of make and command of the
// binary that they name. (The README's story is run by cmd/changping.)
package docs_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	link        = regexp.MustCompile(`\]\(([^)#:]+)\)`)
	makeTarget  = regexp.MustCompile(`(?m)\bmake ([a-z][a-z-]+)`)
	subcommand  = regexp.MustCompile(`\bchangping ([a-z]+(?: create)?)\b[^.]`)
	constraint  = regexp.MustCompile("`([a-z]+(?:_[a-z]+){2,})`")
	sqlNames    = regexp.MustCompile(`(?:constraint|trigger|check|index) ([a-z_]+)`)
	makeDefined = regexp.MustCompile(`(?m)^([a-z][a-z-]*):`)
)

func documents(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob("*.md")
	if err != nil || len(paths) < 5 {
		t.Fatalf("only %d documents here: %v", len(paths), err)
	}
	all := map[string]string{}
	for _, path := range append(paths, "../README.md") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all[path] = string(text)
	}
	return all
}

func TestLinksLead(t *testing.T) {
	for path, text := range documents(t) {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), m[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", path, m[1])
			}
		}
	}
}

func TestCommandsExist(t *testing.T) {
	makefile, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	targets := map[string]bool{}
	for _, m := range makeDefined.FindAllStringSubmatch(string(makefile), -1) {
		targets[m[1]] = true
	}
	usage, _ := exec.Command("go", "run", "../cmd/changping").CombinedOutput() // exits 2 with its usage
	if !strings.Contains(string(usage), "changping serve") {
		t.Fatalf("no usage: %s", usage)
	}
	named := 0
	for path, text := range documents(t) {
		for line := range strings.Lines(text) {
			if !strings.Contains(line, "`") && !strings.HasPrefix(line, "    ") {
				continue // prose, not a command
			}
			line, _, _ = strings.Cut(line, " # ")
			for _, m := range makeTarget.FindAllStringSubmatch(line, -1) {
				if named++; !targets[m[1]] && (strings.Contains(line, "`make "+m[1]) || strings.HasPrefix(line, "    make")) {
					t.Errorf("%s names make %s, which is not in the Makefile", path, m[1])
				}
			}
			for _, m := range subcommand.FindAllStringSubmatch(line, -1) {
				if strings.Contains(line, "`changping "+m[1]) || strings.HasPrefix(line, "    changping "+m[1]) || strings.Contains(line, "bin/changping "+m[1]) {
					if named++; !strings.Contains(string(usage), "changping "+m[1]) {
						t.Errorf("%s names changping %s, which the binary does not know", path, m[1])
					}
				}
			}
		}
	}
	if named < 8 {
		t.Errorf("only %d commands were found in the documents: has their form changed?", named)
	}
}

func TestConstraintsExist(t *testing.T) {
	var sql strings.Builder
	files, _ := filepath.Glob("../migrations/*.sql")
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		sql.Write(text)
	}
	known := map[string]bool{}
	for _, m := range sqlNames.FindAllStringSubmatch(sql.String(), -1) {
		known[m[1]] = true
	}
	for _, m := range constraint.FindAllStringSubmatch(documents(t)["stock-rules.md"], -1) {
		if !known[m[1]] {
			t.Errorf("stock-rules.md names %s, which no migration makes", m[1])
		}
	}
}
