package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"changping/access"
)

// The commands that the README shows under its story work as they stand.
func TestReadmeStoryRuns(t *testing.T) {
	s := startServer(t)
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(readme), "## The story, with curl\n")
	section, _, _ = strings.Cut(section, "\n## ")
	if !found {
		t.Fatal("the README has lost its story")
	}
	var script strings.Builder
	for line := range strings.Lines(section) {
		if command, ok := strings.CutPrefix(line, "    "); ok {
			script.WriteString(command)
		}
	}
	if _, err := s.app.inventory.PlanRotation(access.WithActor(t.Context(), access.System("cron"))); err != nil { // what the night does
		t.Fatal(err)
	}
	cmd := exec.Command("bash", "-euo", "pipefail", "-c", strings.ReplaceAll(script.String(), "localhost:8080", strings.TrimPrefix(s.url, "http://")))
	cmd.Env = append(os.Environ(), "CHANGPING_DEMO_PASSWORD="+demoPassword)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, told := range []string{
		`"replayed":true`, `"quantity":"4800"`, `"quantityOut":"30","balance"`, // 1
		`"code":"BELOW_MINIMUM"`, `"floor":"48000","available":"50400","requested":"4800"`, // 2
		`"state":"APPROVED"`, `"state":"DISPATCHED"`, `"state":"SIGNED"`, `"relievedAt":"2`, // 3 to 5
		`"reserveStanding":[{"item"`, `"rotationTasks":{"nodes":[{"site"`, // 6 and 7
	} {
		if !strings.Contains(string(out), told) {
			t.Errorf("the story does not tell %s", told)
		}
	}
	if n := strings.Count(string(out), `"userErrors":[{`); n != 1 {
		t.Errorf("%d refusals, want the covenant's alone: %s", n, out)
	}
}
