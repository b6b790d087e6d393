package inventory_test

import (
	"strings"
	"testing"

	"changping/inventory"
)

// TestPreviewBinsIsWhatDefineBinsMakes previews a pattern at a site where some of its codes are taken, and at another where the same
// codes are not.
func TestPreviewBinsIsWhatDefineBinsMakes(t *testing.T) {
	b := setup(t)
	b.bins(b.depot, inventory.BinPlan{Pattern: "A02 x 2-3"}) // A02-2 and A02-3
	b.bins(b.annex, inventory.BinPlan{Pattern: "A01 x 1"})
	preview := func(site int64, pattern string) string {
		t.Helper()
		codes, taken, err := b.PreviewBins(b.system, site, pattern)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(codes, " ") + " | " + strings.Join(taken, " ")
	}
	if got, want := preview(b.depot, "A01-A02 x 1-2"), "A01-1 A01-2 A02-1 A02-2 | A02-2"; got != want {
		t.Errorf("at the depot %q, want %q", got, want)
	}
	if got, want := preview(b.annex, "A01-A02 x 1-2"), "A01-1 A01-2 A02-1 A02-2 | A01-1"; got != want {
		t.Errorf("at the annex %q, want %q", got, want)
	}
	// What is said to be taken is what stands against making them; the rest is made, code by code.
	if _, err := b.DefineBins(b.system, inventory.BinPlan{SiteID: b.depot, Pattern: "A01-A02 x 1-2"}); err == nil {
		t.Error("bins were made though one of their codes is taken")
	}
	codes, taken, err := b.PreviewBins(b.system, b.depot, "B,D x 08-10")
	if err != nil || len(taken) != 0 {
		t.Fatal(codes, taken, err)
	}
	made := b.bins(b.depot, inventory.BinPlan{Pattern: "B,D x 08-10"})
	for _, code := range codes {
		if made[code] == 0 {
			t.Errorf("%s was previewed and not made", code)
		}
	}
	if len(codes) != 6 || len(made) != 8 || codes[0] != "B-08" || codes[5] != "D-10" {
		t.Errorf("previewed %v, and the site has %d bins; want six of them, and the two of before", codes, len(made))
	}
	if got := preview(b.depot, "B,D x 08-10"); !strings.HasSuffix(got, "| B-08 B-09 B-10 D-08 D-09 D-10") {
		t.Errorf("after they were made: %q", got)
	}
	for pattern, code := range map[string]string{"a1": "PATTERN", "A2-A1": "PATTERN", "A,A": "PATTERN", "A01-A99 x 01-99 x 1-9": "TOO_MANY_BINS"} {
		_, _, err := b.PreviewBins(b.system, b.depot, pattern)
		if f := wantCode(t, err, code); f.Fields[0] != "pattern" {
			t.Errorf("%s: refused at %v", pattern, f.Fields)
		}
	}
	_, _, err = b.PreviewBins(b.keeper, b.depot, "C")
	wantCode(t, err, "NOT_ALLOWED")
	if got := preview(b.depot, "C"); got != "C | " {
		t.Errorf("a preview made a bin: %q", got)
	}
}
