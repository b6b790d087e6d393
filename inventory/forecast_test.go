package inventory

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"changping/internal/fault"

	"github.com/shopspring/decimal"
)

func on(day int) time.Time { return time.Date(2026, 3, day, 0, 0, 0, 0, time.UTC) }

func until(day int) *time.Time { t := on(day); return &t }

func q(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// Tryton's stock_lot_sled test_sled holds that a lot counts up to its expiry date and no longer, and that what is planned counts from
// its day on; so do we, with figures of our own. What is reserved goes out at once: that is ours alone.
func TestDecideForecast(t *testing.T) {
	for name, c := range map[string]struct {
		free     []dated
		reserved string
		planned  []Planned
		want     []string // usable at the end of the days from the 10th on
	}{
		"nothing happens":                        {[]dated{{q("7"), nil}}, "0", nil, []string{"7", "7", "7", "7"}},
		"usable on its last day, gone after it":  {[]dated{{q("5"), until(11)}, {q("2"), nil}}, "0", nil, []string{"7", "7", "2", "2"}},
		"what is reserved goes out at once":      {[]dated{{q("5"), nil}}, "3", nil, []string{"5", "5", "5", "5"}},
		"what comes counts from its day":         {[]dated{{q("1"), nil}}, "0", []Planned{{on(12), q("9"), nil}}, []string{"1", "1", "10", "10"}},
		"what is overdue is expected today":      {nil, "0", []Planned{{on(2), q("9"), nil}}, []string{"9", "9", "9", "9"}},
		"what comes expires too":                 {nil, "0", []Planned{{on(11), q("9"), until(12)}}, []string{"0", "9", "9", "0"}},
		"what comes past its date is no use":     {nil, "0", []Planned{{on(12), q("9"), until(10)}}, []string{"0", "0", "0", "0"}},
		"what comes later than is looked at":     {nil, "0", []Planned{{on(14), q("9"), nil}}, []string{"0", "0", "0", "0"}},
		"last day today":                         {[]dated{{q("4"), until(10)}}, "0", nil, []string{"4", "0", "0", "0"}},
		"tenths stay exact over ten small drops": {[]dated{{q("0.1"), until(10)}, {q("0.2"), until(11)}, {q("0.3"), until(12)}}, "0", nil, []string{"0.6", "0.5", "0.3", "0"}},
	} {
		var got []string
		before := q(c.reserved)
		for _, f := range c.free {
			before = before.Add(f.quantity)
		}
		for _, d := range decideForecast(on(10), 4, c.free, q(c.reserved), c.planned) {
			got = append(got, d.Usable.String())
			if before = before.Add(d.QuantityIn).Sub(d.QuantityOut).Sub(d.Expired); !before.Equal(d.Usable) {
				t.Errorf("%s: %s does not add up", name, fmt.Sprint(d))
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// OpenLMIS's StockCardAggregateTest (shouldGetStockOutDays, ...InRange) counts the day on which stock falls to zero as well; ours are the
// calendar days on which there was nothing all day, so that day is not one of them. Both count up to the day it comes back, and within
// a range only what lies in it. Figures of our own.
func TestDecidePeriod(t *testing.T) {
	for name, c := range map[string]struct {
		opening string
		before  bool
		days    []DayTotal
		today   int
		closing string
		zero    []int
	}{
		"never there":                               {"0", false, nil, 30, "0", nil},
		"nothing left from before":                  {"0", true, nil, 30, "0", []int{1, 2, 3, 4, 5}},
		"gone during a day: that day was not empty": {"5", true, []DayTotal{{on(2), q("0"), q("5")}}, 30, "0", []int{3, 4, 5}},
		"came and went on one day":                  {"0", true, []DayTotal{{on(3), q("2"), q("2")}}, 30, "0", []int{1, 2, 4, 5}},
		"first came on the third":                   {"0", false, []DayTotal{{on(3), q("4"), q("0")}, {on(4), q("0"), q("4")}}, 30, "0", []int{5}},
		"back on the fourth":                        {"1", true, []DayTotal{{on(1), q("0"), q("1")}, {on(4), q("6"), q("2")}}, 30, "4", []int{2, 3}},
		"today is not over":                         {"0", true, nil, 4, "0", []int{1, 2, 3}},
	} {
		p := decidePeriod(q(c.opening), c.before, c.days, on(1), on(5), on(c.today))
		var zero []int
		for _, d := range p.ZeroDays {
			zero = append(zero, d.Day())
		}
		if p.Closing.String() != c.closing || !slices.Equal(zero, c.zero) || !p.Opening.Add(p.QuantityIn).Sub(p.QuantityOut).Equal(p.Closing) {
			t.Errorf("%s: closing %s, empty on %v; want %s, %v", name, p.Closing, zero, c.closing, c.zero)
		}
	}
}

// OpenLMIS's StockOnHandCalculationServiceTest (shouldThrowExceptionWhenQuantityMakesStockOnHandBelowZero) recalculates a card by date,
// whatever the order of entry, and refuses one that is below zero on any day. So do we, from what there is now backwards; figures of
// our own.
func TestLowestSince(t *testing.T) {
	out := func(day int, s string) change { return change{on(day), q(s).Neg()} }
	in := func(day int, s string) change { return change{on(day), q(s)} }
	for name, c := range map[string]struct {
		now   string
		since []change
		low   string
		day   int
	}{
		"nothing since":                 {"8", nil, "8", 1},
		"only more since":               {"8", []change{in(3, "6")}, "2", 1},
		"a valley in between":           {"80", []change{out(5, "70"), in(9, "50")}, "30", 5},
		"two valleys, the lower counts": {"9", []change{out(2, "4"), in(3, "3"), out(4, "5"), in(6, "8")}, "1", 4},
		"two alike, the first is told":  {"5", []change{out(2, "4"), in(3, "4"), out(4, "4"), in(6, "4")}, "1", 2},
		"nothing had come yet":          {"5", []change{in(2, "5")}, "0", 1},
	} {
		low, when := lowestSince(q(c.now), on(1), c.since)
		if low.String() != c.low || when.Day() != c.day {
			t.Errorf("%s: %s on day %d, want %s on day %d", name, low, when.Day(), c.low, c.day)
		}
	}
}

// What is refused, by the place where it hurts; the lines of OpenLMIS's test above, entered in another order, are the first case.
func TestDecideLate(t *testing.T) {
	site, people := AtSite(1), Virtual(PlaceConsumed)
	ids := map[Place]int64{site: 11, InBin(1, 12): 12, AtSite(2): 21, people: 90}
	lots := map[int64]lotFacts{5: {itemID: 1, lotNo: "A"}}
	key := stockKey{11, 5, 1}
	out := func(from Place, s string) Move {
		return Move{ItemID: 1, LotID: 5, ReserveID: 1, From: from, To: people, Quantity: q(s)}
	}
	since := []change{{on(12), q("5").Neg()}, {on(14), q("2")}} // five came before, one was left to give until the 12th
	for name, c := range map[string]struct {
		moves []Move
		count *counted
		at    int
		code  string
		day   string
	}{
		"one more than the valley has":        {[]Move{out(site, "1")}, nil, 11, "LATE_NEGATIVE", "2026-03-12"},
		"after the valley":                    {[]Move{out(site, "2")}, nil, 15, "", ""},
		"two lines that each would do":        {[]Move{out(site, "1"), out(site, "2")}, nil, 15, "LATE_NEGATIVE", "2026-03-15"},
		"from a bin: the whole site counts":   {[]Move{out(InBin(1, 12), "2")}, nil, 15, "", ""},
		"what comes in hurts nobody":          {[]Move{{ItemID: 1, LotID: 5, ReserveID: 1, From: Virtual(PlaceSupplier), To: site, Quantity: q("9")}}, nil, 11, "", ""},
		"moved within the site: not judged":   {[]Move{{ItemID: 1, LotID: 5, ReserveID: 1, From: site, To: InBin(1, 12), Quantity: q("9")}}, nil, 11, "", ""},
		"counted since":                       {[]Move{out(site, "1")}, &counted{"PJ-1", on(16), on(16)}, 15, "COUNTED_SINCE", ""},
		"counted before":                      {[]Move{out(site, "1")}, &counted{"PJ-1", on(13), on(13)}, 15, "", ""},
		"a receipt of what was counted since": {[]Move{{ItemID: 1, LotID: 5, ReserveID: 1, From: Virtual(PlaceSupplier), To: site, Quantity: q("9")}}, &counted{"PJ-1", on(16), on(16)}, 15, "COUNTED_SINCE", ""},
		"too long ago":                        {[]Move{out(site, "1")}, nil, 1, "OCCURRED_AT", ""},
	} {
		x := past{window: lateWindow{10, 2}, onHand: map[stockKey]decimal.Decimal{key: q("2")}, since: map[stockKey][]change{}, counts: map[stockKey]counted{}}
		for _, s := range since {
			if s.at.After(on(c.at)) {
				x.since[key] = append(x.since[key], s)
			}
		}
		if c.count != nil {
			x.counts[key] = *c.count
		}
		err := decideLate(Posting{Moves: c.moves, OccurredAt: on(c.at)}, on(20), ids, lots, x)
		if f := fault.As(err); (f == nil) != (c.code == "") || f != nil && (f.Code != c.code || f.Facts["day"] != c.day) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
