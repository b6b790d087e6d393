package inventory

import (
	"testing"

	"changping/internal/fault"

	"github.com/shopspring/decimal"
)

// Of a transfer, 10 pieces and 2.5 kilograms were sent.
func TestDecideArrivals(t *testing.T) {
	d := decimal.RequireFromString
	doc := lockedDocument{CounterSiteID: 2, Moves: []Move{{ItemID: 1, LotID: 1, Quantity: d("10")}, {ItemID: 2, LotID: 2, Quantity: d("2.5")}}}
	items := map[int64]Item{1: {Scale: 0}, 2: {Scale: 1}}
	for name, c := range map[string]struct {
		arrivals    []TransferArrival
		note        string
		code, field string
	}{
		"as sent":                  {nil, "", "", ""},
		"less, in the scale":       {[]TransferArrival{{LineNo: 2, Received: d("2.4")}}, "spilt", "", ""},
		"nothing arrived":          {[]TransferArrival{{LineNo: 1, Received: d("0")}}, "stolen", "", ""},
		"half a piece":             {[]TransferArrival{{LineNo: 2, Received: d("2.5")}, {LineNo: 1, Received: d("9.5")}}, "broken", "SCALE", "arrivals.1.received"},
		"hundredths of tenths":     {[]TransferArrival{{LineNo: 2, Received: d("2.45")}}, "spilt", "SCALE", "arrivals.0.received"},
		"more than was sent":       {[]TransferArrival{{LineNo: 1, Received: d("11")}}, "", "RECEIVED", "arrivals.0.received"},
		"a line that is not there": {[]TransferArrival{{LineNo: 3, Received: d("1")}}, "", "LINE_NO", "arrivals.0.lineNo"},
		"a line told twice":        {[]TransferArrival{{LineNo: 1, Received: d("9")}, {LineNo: 1, Received: d("8")}}, "lost", "LINE_NO", "arrivals.1.lineNo"},
		"a line in two bins":       {[]TransferArrival{{LineNo: 1, Received: d("4")}, {LineNo: 1, Received: d("6"), BinID: 7}}, "", "", ""},
		"two bins, and some lost":  {[]TransferArrival{{LineNo: 1, Received: d("4"), BinID: 8}, {LineNo: 1, Received: d("5"), BinID: 7}}, "lost", "", ""},
		"two bins, too much":       {[]TransferArrival{{LineNo: 1, Received: d("5"), BinID: 8}, {LineNo: 1, Received: d("6"), BinID: 7}}, "", "RECEIVED", "arrivals.1.received"},
		"less without a note":      {[]TransferArrival{{LineNo: 1, Received: d("9")}}, "", "DIFFERENCE_NOTE", "note"},
	} {
		moves, err := decideArrivals(doc, TransferReceipt{Arrivals: c.arrivals, Note: c.note}, items)
		if f := fault.As(err); c.code != "" && (f == nil || f.Code != c.code || f.Fields[0] != c.field) || c.code == "" && err != nil {
			t.Errorf("%s: %v, want %s at %s", name, err, c.code, c.field)
		}
		sum := decimal.Zero
		for i, m := range moves {
			sum = sum.Add(m.Quantity)
			if doc.Moves[m.lineAt(i)].ItemID != m.ItemID {
				t.Errorf("%s: move %d belongs to line %d", name, i, m.lineAt(i))
			}
		}
		if err == nil && !sum.Equal(d("12.5")) {
			t.Errorf("%s: %s of 12.5 was settled", name, sum)
		}
	}
}
