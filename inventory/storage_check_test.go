package inventory

import (
	"testing"

	"changping/internal/fault"

	"github.com/shopspring/decimal"
)

func d(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func TestExpandBins(t *testing.T) {
	for pattern, c := range map[string]struct {
		n           int
		first, last string
	}{
		"A01-A12 x 01-05 x 1-4": {240, "A01-01-1", "A12-05-4"},
		"A-C × 1-2":             {6, "A-1", "C-2"},
		"COLD,HAZ x 09-11":      {6, "COLD-09", "HAZ-11"},
		"DOCK":                  {1, "DOCK", "DOCK"},
		"a01-a02":               {0, "", ""},
		"A05-A01":               {0, "", ""},
		"A01-B02":               {0, "", ""},
		"1-1000 x 1-1000":       {0, "", ""},
		"A,A":                   {0, "", ""},
		"":                      {0, "", ""},
		"A x ":                  {0, "", ""},
	} {
		codes, err := ExpandBins(pattern)
		if len(codes) != c.n || (err == nil) != (c.n > 0) || c.n > 0 && (codes[0] != c.first || codes[c.n-1] != c.last) {
			t.Errorf("%q: %d codes, %v", pattern, len(codes), err)
		}
	}
}

func TestFullness(t *testing.T) {
	for _, c := range []struct {
		load, add, capacity string
		want                fullness
	}{{"0", "89.9", "100", roomy}, {"50", "40", "100", nearlyFull}, {"50", "50", "100", nearlyFull}, {"50", "50.001", "100", overFull}} {
		if got := fill(d(c.load), d(c.add), d(c.capacity), d("90")); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestConditionsAndHazards(t *testing.T) {
	for goods, there := range map[string]string{"ambient": "cool", "dry": "dry", "hazmat": "hazmat"} {
		if !suits(goods, there) {
			t.Errorf("%s goods may lie where it is %s", goods, there)
		}
	}
	for goods, there := range map[string]string{"cool": "ambient", "refrigerated": "cool", "ambient": "hazmat", "dry": "ambient"} {
		if suits(goods, there) {
			t.Errorf("%s goods lie where it is %s", goods, there)
		}
	}
	rules := []segregation{{"3", "5.1", true, "s"}, {"4.1", "8", false, "s"}}
	for _, c := range []struct {
		class, other string
		zone, apart  bool
	}{{"3", "5.1", true, true}, {"5.1", "3", false, true}, {"8", "4.1", false, true}, {"8", "4.1", true, false}, {"3", "3", false, false}, {"9", "3", false, false}} {
		if other, _ := conflict(rules, c.class, []string{c.other}, c.zone); (other != "") != c.apart {
			t.Errorf("%+v", c)
		}
	}
}

// Pack rounding that issues too much: a quantity is what was typed, in whole packs or not at all.
func TestPacksAreNeverRounded(t *testing.T) {
	water := Item{ID: 1, NameEn: "water", UnitZh: "瓶", PackageNameZh: "箱", PackSize: d("24"), PackPolicy: "WHOLE_PACKS"}
	packs := []Pack{{ID: 7, ItemID: 1, NameZh: "托", Factor: d("1440")}}
	factor := func(s string) *decimal.Decimal { f := d(s); return &f }
	for name, c := range map[string]struct {
		q     string
		level Level
		want  string
		code  string
	}{
		"bottles":                  {"25", Level{}, "25", ""},
		"cartons":                  {"2", Level{InPacks: true}, "48", ""},
		"pallets":                  {"2", Level{PackID: 7, PackFactor: factor("1440")}, "2880", ""},
		"half a pallet":            {"0.5", Level{PackID: 7}, "", "SCALE"},
		"another item's pack":      {"1", Level{PackID: 8}, "", "UNIT_MISMATCH"},
		"two levels at once":       {"1", Level{InPacks: true, PackID: 7}, "", "UNIT_MISMATCH"},
		"the pallet has changed":   {"1", Level{PackID: 7, PackFactor: factor("1200")}, "", "STALE_REVISION"},
		"the carton has changed":   {"1", Level{InPacks: true, PackFactor: factor("12")}, "", "STALE_REVISION"},
		"a fraction of a bottle":   {"0.5", Level{}, "", "SCALE"},
		"nothing":                  {"0", Level{PackID: 7}, "", "QUANTITY"},
		"more than can be written": {"999999999999", Level{PackID: 7}, "", "QUANTITY"},
	} {
		got, err := baseUnits(water, packs, d(c.q), c.level)
		if c.code != "" && !fault.IsCode(err, c.code) || c.code == "" && (err != nil || got.String() != c.want) {
			t.Errorf("%s: %s, %v", name, got, err)
		}
		if f := fault.As(err); c.code == "UNIT_MISMATCH" && (f == nil || f.Facts["allowed"] != "瓶=1, 箱=24, 托=1440") {
			t.Errorf("%s: the levels allowed are not named: %v", name, f)
		}
	}
	for _, c := range []struct {
		kind, q, available string
		broken             bool
	}{{"DEPOT", "48", "1000", false}, {"DEPOT", "50", "1000", true}, {"DEPOT", "50", "50", false}, {"SHELTER", "50", "1000", false}} {
		w, broken := brokenPack(water, c.kind, d(c.q), d(c.available))
		if broken != c.broken || broken && (w.Code != "PACK_BROKEN" || w.Facts["lower"] != "48" || w.Facts["upper"] != "72") {
			t.Errorf("%+v: %+v", c, w)
		}
	}
}

func TestPutAwayProposals(t *testing.T) {
	capacity := func(s string) *decimal.Decimal { c := d(s); return &c }
	item := Item{ID: 1, VolumeM3: d("0.01"), WeightKg: d("1"), StorageCondition: "cool", HazardClass: "3", PackSize: d("10"), PackPolicy: "WHOLE_PACKS"}
	bins := []binChoice{
		{Bin: Bin{ID: 1, PickOrder: 1}}, // the site's own conditions
		{Bin: Bin{ID: 2, PickOrder: 2, StorageCondition: "cool", CapacityM3: capacity("0.25")}},       // 25 fit
		{Bin: Bin{ID: 3, PickOrder: 3, StorageCondition: "ambient"}},                                  // too warm
		{Bin: Bin{ID: 4, PickOrder: 4, CapacityKg: capacity("45"), LoadKg: d("10")}, holdsItem: true}, // 35 fit
		{Bin: Bin{ID: 5, PickOrder: 5}, hazards: []string{"5.1"}},
		{Bin: Bin{ID: 6, PickOrder: 6}, zoneHazards: []string{"5.1"}},
		{Bin: Bin{ID: 7, PickOrder: 7, CapacityM3: capacity("0.1"), LoadM3: d("0.2")}, holdsLot: true}, // full
		{Bin: Bin{ID: 8, PickOrder: 8, Closed: true}, holdsLot: true},
	}
	rules := []segregation{{"3", "5.1", true, "s"}}
	proposed, unplaced := decidePutAway(item, []string{"cool"}, d("100"), bins, rules)
	want := []PutAway{{4, d("30"), "SAME_ITEM"}, {2, d("20"), "CONDITION"}, {1, d("50"), "ROOM"}}
	if len(proposed) != len(want) || !unplaced.IsZero() {
		t.Fatalf("%+v, %s unplaced", proposed, unplaced)
	}
	for i, w := range want {
		if p := proposed[i]; p.BinID != w.BinID || !p.Quantity.Equal(w.Quantity) || p.Reason != w.Reason {
			t.Errorf("%d: %+v, want %+v", i, p, w)
		}
	}
	if _, unplaced = decidePutAway(item, []string{"cool"}, d("100"), bins[1:4], rules); unplaced.String() != "50" {
		t.Errorf("%s unplaced, want 50", unplaced)
	}
}

func TestKitsHoldNoRing(t *testing.T) {
	items := map[int64]Item{}
	for id := int64(1); id <= 4; id++ {
		items[id] = Item{ID: id, Code: string(rune('a' + id)), Tracking: "LOT"}
	}
	items[5] = Item{ID: 5, Tracking: "SERIAL"}
	all := []KitContent{{2, 3, d("1")}, {3, 4, d("2")}}
	for name, c := range map[string]struct {
		kit      int64
		contents []KitContent
		code     string
	}{
		"a kit of kits":            {1, []KitContent{{0, 2, d("1")}, {0, 4, d("3")}}, ""},
		"itself":                   {1, []KitContent{{0, 1, d("1")}}, "KIT_RECURSIVE"},
		"itself inside another":    {4, []KitContent{{0, 2, d("1")}}, "KIT_RECURSIVE"},
		"what it held before":      {2, []KitContent{{0, 4, d("1")}}, ""},
		"one item twice":           {1, []KitContent{{0, 2, d("1")}, {0, 2, d("1")}}, "CONTENTS"},
		"nothing":                  {1, nil, "CONTENTS"},
		"half a piece":             {1, []KitContent{{0, 2, d("0.5")}}, "SCALE"},
		"a kit with serial number": {5, []KitContent{{0, 2, d("1")}}, "TRACKING"},
	} {
		err := decideKit(KitDefinition{KitItemID: c.kit, Contents: c.contents}, items, all)
		if c.code == "" && err != nil || c.code != "" && !fault.IsCode(err, c.code) {
			t.Errorf("%s: %v, want %q", name, err, c.code)
		}
	}
}

func TestBreakUpTakesTheFirstToExpire(t *testing.T) {
	// Ten kits of two towels and one knife: towels of two lots, the first of which expires first.
	parts := []KitPart{{1, 10, 100, 1, d("12"), d("0"), d("10")}, {1, 10, 101, 1, d("8"), d("0"), d("10")}, {1, 11, 110, 1, d("10"), d("0"), d("10")}}
	scales := map[int64]int{}
	out, err := decideBreakUp(BreakUp{Kits: d("7"), Missing: []KitMissing{{10, d("3")}}}, parts, scales)
	if err != nil || len(out) != 3 {
		t.Fatal(out, err)
	}
	for i, want := range [][2]string{{"12", "1"}, {"2", "2"}, {"7", "0"}} {
		if out[i].Quantity.String() != want[0] || out[i].lost.String() != want[1] {
			t.Errorf("part %d: %s out, %s lost, want %v", i, out[i].Quantity, out[i].lost, want)
		}
	}
	_, err = decideBreakUp(BreakUp{Kits: d("1"), Missing: []KitMissing{{10, d("3")}}}, parts, scales)
	if !fault.IsCode(err, "MISSING_EXCEEDS") {
		t.Errorf("more is missing than was there: %v", err)
	}
	parts[0].Unpacked, parts[1].Unpacked, parts[2].Unpacked = d("12"), d("2"), d("7")
	if _, err = decideBreakUp(BreakUp{Kits: d("4")}, parts, scales); !fault.IsCode(err, "KIT_GONE") {
		t.Errorf("kits were broken up twice: %v", err)
	}
}
