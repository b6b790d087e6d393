package logistics

import (
	"testing"

	"changping/internal/fault"
)

// Of two lines, 24 bottles and 1.5 tonnes were sent; each case tells something of them.
func TestDecideArrival(t *testing.T) {
	lines := []WaybillLine{{ID: 1, LineNo: 1, Sent: dec("24")}, {ID: 2, LineNo: 2, Sent: dec("1.5"), Scale: 1}}
	told := func(line int, received, short, damaged, reason string) ArrivalLine {
		return ArrivalLine{LineNo: line, Received: dec(received), Short: dec(short), Damaged: dec(damaged), Reason: reason}
	}
	for name, c := range map[string]struct {
		told        []ArrivalLine
		code, field string
	}{
		"nothing to tell":               {nil, "", ""},
		"parts in the item's scale":     {[]ArrivalLine{told(2, "1.4", "0.1", "0", "LOST_ON_WAY")}, "", ""},
		"half a bottle received":        {[]ArrivalLine{told(1, "23.5", "0.5", "0", "LOST_ON_WAY")}, "SCALE", "lines.0.received"},
		"half a bottle short":           {[]ArrivalLine{told(2, "1.5", "0", "0", ""), told(1, "23", "0.5", "0.5", "LOST_ON_WAY")}, "SCALE", "lines.1.short"},
		"hundredths of tenths":          {[]ArrivalLine{told(2, "1.45", "0", "0.05", "WET")}, "SCALE", "lines.0.received"},
		"parts that do not add up":      {[]ArrivalLine{told(1, "20", "3", "0", "WET")}, "DIFFERENCE", "lines.0"},
		"less than nothing":             {[]ArrivalLine{told(1, "25", "-1", "0", "WET")}, "DIFFERENCE", "lines.0"},
		"a difference without a reason": {[]ArrivalLine{told(1, "23", "1", "0", "")}, "DIFFERENCE_REASON", "lines.0.reason"},
		"a line told twice":             {[]ArrivalLine{told(1, "24", "0", "0", ""), told(1, "24", "0", "0", "")}, "LINE_NO", "lines.1.lineNo"},
		"a line that is not there":      {[]ArrivalLine{told(3, "1", "0", "0", "")}, "LINE_NO", "lines.0.lineNo"},
	} {
		settled, err := decideArrival(lines, c.told)
		if f := fault.As(err); c.code != "" && (f == nil || f.Code != c.code || f.Fields[0] != c.field) || c.code == "" && err != nil {
			t.Errorf("%s: %v, want %s at %s", name, err, c.code, c.field)
		}
		if err == nil && len(settled) != len(lines) {
			t.Errorf("%s: %d lines settled", name, len(settled))
		}
	}
}
