package logistics

import (
	"testing"

	"changping/internal/fault"
)

// Of two lines, 24 bottles and 1.5 tonnes were planned for a trip; each case tells what was loaded.
func TestDecideLoading(t *testing.T) {
	planned := []tripLine{{Line: Line{ID: 1, Quantity: dec("24")}}, {Line: Line{ID: 2, Quantity: dec("1.5")}, scale: 1}}
	told := func(line int64, loaded, reason string) LoadedLine {
		return LoadedLine{LineID: line, Loaded: dec(loaded), Reason: reason}
	}
	for name, c := range map[string]struct {
		told        []LoadedLine
		sum         string // of what is loaded
		short       int
		code, field string
	}{
		"all as planned":               {nil, "25.5", 0, "", ""},
		"told as planned":              {[]LoadedLine{told(1, "24", "")}, "25.5", 0, "", ""},
		"part of a line":               {[]LoadedLine{told(2, "0.7", "TOO_HEAVY")}, "24.7", 1, "", ""},
		"none of a line":               {[]LoadedLine{told(1, "0", "NOT_READY")}, "1.5", 1, "", ""},
		"nothing at all":               {[]LoadedLine{told(1, "0", "NO_ROOM"), told(2, "0", "NO_ROOM")}, "", 0, "NOTHING_LOADED", "loaded"},
		"more than planned":            {[]LoadedLine{told(1, "25", "")}, "", 0, "LOADED", "loaded.0.loaded"},
		"less than nothing":            {[]LoadedLine{told(2, "1", "NO_ROOM"), told(1, "-1", "NO_ROOM")}, "", 0, "LOADED", "loaded.1.loaded"},
		"half a bottle":                {[]LoadedLine{told(1, "23.5", "NO_ROOM")}, "", 0, "SCALE", "loaded.0.loaded"},
		"less without a reason":        {[]LoadedLine{told(1, "12", "")}, "", 0, "LOAD_REASON", "loaded.0.reason"},
		"a line told twice":            {[]LoadedLine{told(1, "24", ""), told(1, "12", "NO_ROOM")}, "", 0, "LINE_TWICE", "loaded.1.lineId"},
		"a line that is on other trip": {[]LoadedLine{told(3, "1", "NO_ROOM")}, "", 0, "NOT_FOUND", "loaded.0.lineId"},
	} {
		loaded, short, err := decideLoading(planned, c.told)
		if f := fault.As(err); c.code != "" && (f == nil || f.Code != c.code || f.Fields[0] != c.field) || c.code == "" && err != nil {
			t.Errorf("%s: %v, want %s at %s", name, err, c.code, c.field)
		}
		if err != nil {
			continue
		}
		sum, rest := dec("0"), dec("0")
		for _, x := range loaded {
			if !x.Quantity.IsPositive() {
				t.Errorf("%s: a line of nothing would be sent", name)
			}
			sum = sum.Add(x.Quantity)
		}
		for _, s := range short {
			rest = rest.Add(s.rest())
		}
		if !sum.Equal(dec(c.sum)) || len(short) != c.short || !sum.Add(rest).Equal(dec("25.5")) {
			t.Errorf("%s: %s loaded, %s left behind in %d lines; want %s and %d", name, sum, rest, len(short), c.sum, c.short)
		}
	}
	if !planned[0].Quantity.Equal(dec("24")) {
		t.Error("the plan was changed")
	}
}
