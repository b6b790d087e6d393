package logistics

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"changping/internal/fault"
	"changping/inventory"
)

func rejected(c *inventory.Candidate)  { c.Quality = "REJECTED" }
func expired(c *inventory.Candidate)   { c.Expired = true }
func inCabinet(c *inventory.Candidate) { c.SiteKind = "PUBLIC_CABINET" }

// refusals tells every fault of a joined error as field:code.
func refusals(err error) (all []string) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			all = append(all, refusals(e)...)
		}
	} else if f := fault.As(err); f != nil {
		all = append(all, strings.Join(f.Fields, ",")+":"+f.Code)
	}
	return all
}

// Need 1 asks for 100 and need 2 for 50 of item 1, loose unless packs are said. Line 7 gives need 1 forty of lot 1, of which
// sixty are available; each case edits that.
func TestDecideEdits(t *testing.T) {
	edit := func(line int64, quantity string) LineEdit { return LineEdit{line, dec(quantity)} }
	addition := func(need, lot int64, quantity string) LineAddition {
		return LineAddition{NeedID: need, FromSiteID: 10 + lot, LotID: lot, ReserveID: 1, Quantity: dec(quantity)}
	}
	type edits = []LineEdit
	type additions = []LineAddition
	for name, c := range map[string]struct {
		edits     edits
		additions additions
		packs     bool
		want      string // line:quantity of changes, +lot:quantity of additions; or the refusals
	}{
		"struck out":                             {edits{edit(7, "0")}, nil, false, "7:0"},
		"lowered":                                {edits{edit(7, "15")}, nil, false, "7:15"},
		"raised to what is available":            {edits{edit(7, "60")}, nil, false, "7:60"},
		"raised beyond it":                       {edits{edit(7, "61")}, nil, false, "edits.0.quantity:INSUFFICIENT_STOCK"},
		"below nothing":                          {edits{edit(7, "-1")}, nil, false, "edits.0.quantity:QUANTITY"},
		"half a piece":                           {edits{edit(7, "1.5")}, nil, false, "edits.0.quantity:SCALE"},
		"another allocation's line":              {edits{edit(8, "1")}, nil, false, "edits.0.lineId:NOT_FOUND"},
		"a line changed twice":                   {edits{edit(7, "1"), edit(7, "2")}, nil, false, "edits.1.lineId:LINE_TWICE"},
		"another lot added":                      {nil, additions{addition(1, 2, "60")}, false, "+2:60"},
		"more than is asked":                     {nil, additions{addition(1, 2, "61")}, false, "additions.0.quantity:MORE_THAN_ASKED"},
		"one lot for another":                    {edits{edit(7, "0")}, additions{addition(1, 2, "100")}, false, "7:0 +2:100"},
		"one lot for two needs":                  {nil, additions{addition(2, 1, "20")}, false, "+1:20"},
		"one lot for two needs, drawn too far":   {nil, additions{addition(2, 1, "21")}, false, "additions.0.quantity:INSUFFICIENT_STOCK"},
		"the same stock for the same need again": {nil, additions{addition(1, 1, "1"), addition(1, 2, "1"), addition(1, 2, "1")}, false, "additions.0:LINE_EXISTS additions.2:LINE_EXISTS"},
		"nothing added":                          {nil, additions{addition(1, 2, "0")}, false, "additions.0.quantity:QUANTITY"},
		"stock that is not there":                {nil, additions{{NeedID: 1, FromSiteID: 99, LotID: 2, ReserveID: 1, Quantity: dec("1")}}, false, "additions.0:NO_SUCH_STOCK"},
		"a lot of another item":                  {nil, additions{addition(1, 9, "1")}, false, "additions.0:NO_SUCH_STOCK"},
		"a need of another incident":             {nil, additions{addition(5, 2, "1")}, false, "additions.0.needId:NOT_FOUND"},
		"every rule by which stock does not serve, line by line": {nil,
			additions{addition(1, 3, "1"), addition(1, 4, "1"), addition(1, 5, "1"), addition(1, 6, "1"), addition(1, 7, "1"), addition(1, 2, "1")}, false,
			"additions.0:PURPOSE_LOCKED additions.1:LOT_NOT_GOOD additions.2:LOT_EXPIRED additions.3:SHELTER_STOCK additions.4:CABINET_STOCK"},
		"whole packs":                        {edits{edit(7, "48")}, additions{addition(2, 2, "72")}, true, "7:48 +2:72"}, // 50 asked is three packs of 24
		"broken packs":                       {edits{edit(7, "30")}, additions{addition(2, 2, "25")}, true, "edits.0.quantity:WHOLE_PACKS additions.0.quantity:WHOLE_PACKS"},
		"more packs than the need rounds to": {nil, additions{addition(2, 2, "96")}, true, "additions.0.quantity:MORE_THAN_ASKED"},
	} {
		t.Run(name, func(t *testing.T) {
			first, second := needOf(1, "100", 1), needOf(2, "50", 1)
			second.SiteID = 2
			table := editTable{needs: map[int64]openNeed{1: first, 2: second}, items: map[int64]inventory.Item{1: {ID: 1, PackPolicy: "LOOSE", PackSize: dec("24")}}, stock: map[stockAt]inventory.Candidate{},
				lines: []Line{{ID: 7, NeedID: 1, ItemID: 1, FromSiteID: 11, ToSiteID: 1, LotID: 1, ReserveID: 1, Quantity: dec("40"), Proposed: dec("40")}}}
			if c.packs {
				table.items[1] = inventory.Item{ID: 1, PackPolicy: "WHOLE_PACKS", PackSize: dec("24")}
			}
			strange := stockOf(9, "100")
			strange.ItemID = 2
			for _, s := range []inventory.Candidate{stockOf(1, "60"), stockOf(2, "1000"), stockOf(3, "100", locked), stockOf(4, "100", rejected), stockOf(5, "100", expired), stockOf(6, "100", inShelter(16)),
				stockOf(7, "100", inCabinet), strange} {
				table.stock[stockAt{s.SiteID, s.LotID, s.ReserveID}] = s
			}
			changed, added, err := decideEdits(Editing{Edits: c.edits, Additions: c.additions}, table)
			got := refusals(err)
			if err == nil {
				for _, x := range changed {
					got = append(got, fmt.Sprintf("%d:%s", x.LineID, x.Quantity))
				}
				for _, x := range added {
					got = append(got, fmt.Sprintf("+%d:%s", x.LotID, x.Quantity))
					if x.Reason != ByHand || !x.Proposed.IsZero() || x.ReasonFacts["lotNo"] == "" || x.DistanceM == 0 {
						t.Errorf("added %+v", x)
					}
				}
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("\n got %s\nwant %s", strings.Join(got, " "), c.want)
			}
		})
	}
}

// A line whose lot was drawn on by others since may be lowered, if not raised.
func TestLoweringIsNeverTooMuch(t *testing.T) {
	need := needOf(1, "10", 1) // another allocation has met most of it meanwhile
	lot := stockOf(1, "5")
	table := editTable{needs: map[int64]openNeed{1: need}, items: map[int64]inventory.Item{1: {ID: 1, PackPolicy: "LOOSE", PackSize: dec("24")}}, stock: map[stockAt]inventory.Candidate{{11, 1, 1}: lot},
		lines: []Line{{ID: 7, NeedID: 1, ItemID: 1, FromSiteID: 11, ToSiteID: 1, LotID: 1, ReserveID: 1, Quantity: dec("40")}}}
	if _, _, err := decideEdits(Editing{Edits: []LineEdit{{7, dec("20")}}}, table); err != nil {
		t.Error(err)
	}
	if _, _, err := decideEdits(Editing{Edits: []LineEdit{{7, dec("41")}}}, table); !errors.As(err, new(*fault.Error)) {
		t.Error("raised beyond what is there")
	}
}
