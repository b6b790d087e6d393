package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestPlanAnswersInJSON(t *testing.T) {
	var first, second bytes.Buffer
	args := []string{"--format", "solomon", "--metric", "dimacs", "--iterations", "3000", "--seed", "3", "../../fixtures/routing/solomon/C101.txt"}
	if err := planTo(t.Context(), args, &first); err != nil {
		t.Fatal(err)
	}
	var out struct {
		Cost, Distance       float64
		Vehicles, Iterations int
		Routes               []struct {
			Vehicle  int
			Stops    []int
			Arrivals []float64
			Distance float64
		}
		Unassigned []struct{}
		Seconds    *float64
	}
	if err := json.Unmarshal(first.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	stops, distance := 0, 0.0
	for _, r := range out.Routes {
		stops += len(r.Stops)
		distance += r.Distance
		if len(r.Arrivals) != len(r.Stops) {
			t.Errorf("%d arrivals at %d stops", len(r.Arrivals), len(r.Stops))
		}
	}
	if out.Cost != 827.3 || out.Vehicles != 10 || len(out.Routes) != 10 || stops != 100 || out.Iterations != 3000 || out.Unassigned == nil || out.Seconds == nil || distance < 827.29 || distance > 827.31 {
		t.Errorf("%s", first.String())
	}
	if err := planTo(t.Context(), args, &second); err != nil {
		t.Fatal(err)
	}
	cut := func(b []byte) []byte { answer, _, _ := bytes.Cut(b, []byte(`"seconds"`)); return answer }
	if !bytes.Equal(cut(first.Bytes()), cut(second.Bytes())) {
		t.Error("the same seed gave another answer")
	}
}

func TestPlanRefusesWhatItCannotRead(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.txt")
	if err := os.WriteFile(bad, []byte("25 200 1\n0 40 50 0 0 1236 0 0 x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"no file":          {},
		"a missing file":   {filepath.Join(t.TempDir(), "none")},
		"an unknown flag":  {"--nonsense", bad},
		"another metric":   {"--metric", "miles", bad},
		"another format":   {"--format", "excel", bad},
		"a negative time":  {"--seconds", "-1", bad},
		"another goal":     {"--objective", "happiness", bad},
		"a broken problem": {bad},
	} {
		if code := run(t.Context(), append([]string{"plan"}, args...)); code != 2 {
			t.Errorf("%s: exit %d, want 2", name, code)
		}
	}
	if err := planTo(t.Context(), []string{bad}, &bytes.Buffer{}); !badInput(err) || errors.Is(err, errUsage) {
		t.Errorf("%v", err)
	}
}
