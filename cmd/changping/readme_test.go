package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
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
	cmd := exec.Command("bash", "-euo", "pipefail", "-c", strings.ReplaceAll(script.String(), "localhost:8080", strings.TrimPrefix(s.url, "http://")))
	cmd.Env = append(os.Environ(), "CHANGPING_DEMO_PASSWORD="+demoPassword)
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), `"nameZh":"瓶装饮用水500mL"`) || !strings.Contains(string(out), `"available":"`) {
		t.Errorf("%v: %s", err, out)
	}
}
