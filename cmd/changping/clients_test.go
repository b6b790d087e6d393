package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The example clients of docs/clients run as they stand, one for each role, in an order that gives each something to do.
func TestExampleClientsRun(t *testing.T) {
	s := startServer(t)
	for _, c := range []struct{ file, told string }{
		{"keeper.mjs", "sent twice, done once: true"},
		{"keeper.mjs", "the card shows 240"},
		{"partner.mjs", "refused with BELOW_MINIMUM"},
		{"dispatcher.mjs", "trips sent"},
		{"liaison.mjs", "waybills signed"},
		{"administrator.mjs", "-1 is refused with QUANTITY"},
		{"auditor.mjs", "entries read"},
	} {
		cmd := exec.Command("node", "../../docs/clients/"+c.file)
		cmd.Env = append(os.Environ(), "CHANGPING="+s.url, "CHANGPING_DEMO_PASSWORD="+demoPassword)
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(out), c.told) || strings.Contains(string(out), "\n0 ") || strings.HasPrefix(string(out), "0 ") {
			t.Errorf("%s: %v: %s", c.file, err, out)
		}
		t.Logf("%s: %s", c.file, out)
	}
}
