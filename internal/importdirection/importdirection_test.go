// Package importdirection holds the direction of imports: outer packages may use inner ones, never the other way round.
package importdirection

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// allowed says which of our packages a package may import, by prefix; the longest matching rule counts.
var allowed = map[string][]string{
	"changping/bench":                {"changping/"},
	"changping/cmd":                  {"changping/"},
	"changping/docs":                 {},
	"changping/fixtures":             {"changping/logistics", "changping/inventory", "changping/access", "changping/internal"},
	"changping/graph":                {"changping/logistics", "changping/inventory", "changping/access", "changping/internal"},
	"changping/logistics":            {"changping/logistics/vrp", "changping/logistics/roads", "changping/inventory", "changping/access", "changping/internal"},
	"changping/logistics/vrp":        {},
	"changping/logistics/vrp/format": {"changping/logistics/vrp", "changping/logistics/roads"},
	"changping/logistics/vrp/check":  {"changping/logistics/vrp"},
	"changping/logistics/roads":      {},
	"changping/inventory":            {"changping/inventory/gs1", "changping/access", "changping/internal"},
	"changping/inventory/gs1":        {"changping/internal/fault"},
	"changping/access":               {"changping/internal"},
	"changping/migrations":           {"changping/internal/postgres"},
	"changping/internal":             {"changping/internal"},
	"changping/internal/fault":       {},
	"changping/internal/postgres":    {"changping/internal/fault", "changping/internal/postgres"},
	"changping/internal/pgtest":      {"changping/internal/postgres", "changping/migrations"},
	"changping/web":                  {},
	"changping/web/e2e":              {"changping/internal/postgres"}, // lays the ground of a spec
}

func TestImportsPointOneWay(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "changping/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(strings.NewReader(string(out)))
	seen := 0
	for {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		seen++
		rule := ""
		for prefix := range allowed {
			if (p.ImportPath == prefix || strings.HasPrefix(p.ImportPath, prefix+"/")) && len(prefix) > len(rule) {
				rule = prefix
			}
		}
		if rule == "" {
			t.Errorf("%s has no rule here: say what it may import", p.ImportPath)
			continue
		}
		for _, i := range p.Imports {
			if !strings.HasPrefix(i, "changping/") {
				continue
			}
			ok := false
			for _, prefix := range allowed[rule] {
				ok = ok || i == strings.TrimSuffix(prefix, "/") || strings.HasPrefix(i, strings.TrimSuffix(prefix, "/")+"/")
			}
			if !ok {
				t.Errorf("%s imports %s", p.ImportPath, i)
			}
		}
	}
	if seen < 10 {
		t.Fatalf("only %d packages were listed", seen)
	}
}
