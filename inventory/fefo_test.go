package inventory

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"changping/access"
	"changping/internal/fault"

	"github.com/shopspring/decimal"
)

// shelf is one balance of item 1 at site 1. on: its expiry as a day of March 2026, 0: it has none; today is the 10th.
type shelf struct {
	lot                          int64
	on                           int
	onHand, reserved, onHold     string
	quality                      string
	bin, pickOrder               int64
	entrustedTo                  int64 // the owner of entrusted goods; 0: goods of the site's own
	purpose                      string
	certificateOver, ofOtherItem bool
}

// pickBook is a book of the shelves, put onto it in the order in which they are given.
func pickBook(shelves []shelf) *book {
	b := &book{places: map[Place]int64{}, at: map[int64]Place{}, bins: map[int64]*binFacts{}, lots: map[int64]lotFacts{}, reserves: map[int64]reserveFacts{}, stock: map[stockKey]held{}, shelves: map[levelKey][]stockKey{}}
	b.knowPlace(1, AtSite(1))
	none := func(s string) decimal.Decimal {
		if s == "" {
			return decimal.Zero
		}
		return q(s)
	}
	for i, s := range shelves {
		place := int64(1)
		if s.bin != 0 {
			place = 100 + s.bin
			b.knowPlace(place, InBin(1, place))
			b.bins[place] = &binFacts{siteID: 1, pickOrder: int(s.pickOrder)}
		}
		lot := lotFacts{itemID: 1, lotNo: fmt.Sprint("L", s.lot), quality: "GOOD", certificateDue: s.certificateOver}
		if s.quality != "" {
			lot.quality = s.quality
		}
		if s.on != 0 {
			day := on(s.on)
			lot.expiresOn, lot.expired = &day, day.Before(on(10))
		}
		item, reserve := int64(1), int64(1)
		if s.ofOtherItem {
			item, lot.itemID = 2, 2
		}
		if s.entrustedTo != 0 || s.purpose != "" {
			reserve = int64(10 + i)
		}
		b.reserves[reserve] = reserveFacts{ownerID: s.entrustedTo, entrusted: s.entrustedTo != 0, purpose: s.purpose}
		b.lots[s.lot] = lot
		k := stockKey{place, s.lot, reserve}
		b.stock[k] = held{q(s.onHand), none(s.reserved), none(s.onHold), decimal.Zero}
		b.shelve(levelKey{1, item}, k)
	}
	return b
}

// First expired, first out. The rules are those that the tests of OpenBoxes (AvailableItemComparatorsSpec), open-mSupply
// (allocateQuantities) and Tryton (stock_lot_sled, test_sled) hold their lots to; where they differ, ours; figures of our own. A line is
// "quantity" or "quantity of lot".
func TestFirstExpiredFirstOut(t *testing.T) {
	type lines = []string
	for name, c := range map[string]struct {
		shelves []shelf
		lines   lines
		want    string // lot:quantity in order, with @bin
		code    string
	}{
		"the first to expire, whatever came first":    {[]shelf{{lot: 1, on: 28, onHand: "60"}, {lot: 2, on: 14, onHand: "40"}}, lines{"30"}, "2:30", ""},
		"a whole lot, then what is left of the next":  {[]shelf{{lot: 1, on: 28, onHand: "60"}, {lot: 2, on: 14, onHand: "40"}}, lines{"55"}, "2:40 1:15", ""},
		"exactly a lot leaves the next alone":         {[]shelf{{lot: 1, on: 14, onHand: "40"}, {lot: 2, on: 15, onHand: "7"}}, lines{"40"}, "1:40", ""},
		"three lots, the last in part":                {[]shelf{{lot: 3, on: 30, onHand: "9"}, {lot: 1, on: 12, onHand: "4"}, {lot: 2, on: 20, onHand: "5"}}, lines{"11"}, "1:4 2:5 3:2", ""},
		"good on the day of expiry itself":            {[]shelf{{lot: 1, on: 11, onHand: "5"}, {lot: 2, on: 10, onHand: "5"}}, lines{"6"}, "2:5 1:1", ""},
		"past its day it is not picked":               {[]shelf{{lot: 1, on: 9, onHand: "50"}, {lot: 2, on: 29, onHand: "5"}}, lines{"5"}, "2:5", ""},
		"nor counted":                                 {[]shelf{{lot: 1, on: 9, onHand: "50"}, {lot: 2, on: 29, onHand: "5"}}, lines{"6"}, "", "INSUFFICIENT_STOCK"},
		"without expiry comes last":                   {[]shelf{{lot: 1, onHand: "10"}, {lot: 2, on: 31, onHand: "3"}}, lines{"5"}, "2:3 1:2", ""},
		"two without expiry: the older lot":           {[]shelf{{lot: 8, onHand: "10"}, {lot: 7, onHand: "3"}}, lines{"5"}, "7:3 8:2", ""},
		"of one day: the older lot":                   {[]shelf{{lot: 6, on: 20, onHand: "4"}, {lot: 5, on: 20, onHand: "4"}}, lines{"5"}, "5:4 6:1", ""},
		"of one day: the picker's order goes first":   {[]shelf{{lot: 5, on: 20, onHand: "4", bin: 1, pickOrder: 30}, {lot: 6, on: 20, onHand: "4", bin: 2, pickOrder: 10}}, lines{"5"}, "6:4@102 5:1@101", ""},
		"expiry goes before the picker's order":       {[]shelf{{lot: 5, on: 19, onHand: "4", bin: 1, pickOrder: 30}, {lot: 6, on: 20, onHand: "4", bin: 2, pickOrder: 10}}, lines{"5"}, "5:4@101 6:1@102", ""},
		"one lot in two bins: what has no bin first":  {[]shelf{{lot: 5, on: 19, onHand: "4", bin: 1, pickOrder: 5}, {lot: 5, on: 19, onHand: "2"}}, lines{"3"}, "5:2 5:1@101", ""},
		"what is reserved is not there":               {[]shelf{{lot: 1, on: 12, onHand: "10", reserved: "8"}, {lot: 2, on: 20, onHand: "10"}}, lines{"5"}, "1:2 2:3", ""},
		"nor what is on hold":                         {[]shelf{{lot: 1, on: 12, onHand: "10", reserved: "3", onHold: "7"}, {lot: 2, on: 20, onHand: "10", onHold: "6"}}, lines{"4"}, "2:4", ""},
		"a rejected lot is passed over":               {[]shelf{{lot: 1, on: 12, onHand: "10", quality: "REJECTED"}, {lot: 2, on: 20, onHand: "10"}}, lines{"1"}, "2:1", ""},
		"a lot on hold as a whole, too":               {[]shelf{{lot: 1, on: 12, onHand: "10", quality: "ON_HOLD"}}, lines{"1"}, "", "INSUFFICIENT_STOCK"},
		"a unit whose certificate has run out, too":   {[]shelf{{lot: 1, on: 12, onHand: "1", certificateOver: true}, {lot: 2, on: 20, onHand: "1"}}, lines{"1"}, "2:1", ""},
		"the same lot in two lines is counted once":   {[]shelf{{lot: 1, on: 12, onHand: "10"}}, lines{"6 of 1", "5 of 1"}, "", "INSUFFICIENT_STOCK"},
		"the second line takes what the first left":   {[]shelf{{lot: 1, on: 12, onHand: "10"}, {lot: 2, on: 20, onHand: "10"}}, lines{"6", "6"}, "1:6 1:4 2:2", ""},
		"a named lot out of turn":                     {[]shelf{{lot: 1, on: 12, onHand: "10"}, {lot: 2, on: 20, onHand: "10"}}, lines{"3 of 2", "12"}, "2:3 1:10 2:2", ""},
		"a named lot is not made up from others":      {[]shelf{{lot: 1, on: 12, onHand: "10"}, {lot: 2, on: 20, onHand: "10"}}, lines{"11 of 2"}, "", "INSUFFICIENT_STOCK"},
		"another item's lot is another's":             {[]shelf{{lot: 1, on: 12, onHand: "10", ofOtherItem: true}, {lot: 2, on: 20, onHand: "3"}}, lines{"4"}, "", "INSUFFICIENT_STOCK"},
		"entrusted goods are passed over":             {[]shelf{{lot: 1, on: 12, onHand: "10", entrustedTo: 77}, {lot: 2, on: 20, onHand: "3"}}, lines{"3"}, "2:3", ""},
		"and named where they would have been enough": {[]shelf{{lot: 1, on: 12, onHand: "10", entrustedTo: 77}, {lot: 2, on: 20, onHand: "3"}}, lines{"4"}, "", "ENTRUSTED"},
		"goods locked to a purpose are passed over":   {[]shelf{{lot: 1, on: 12, onHand: "10", purpose: "学校"}, {lot: 2, on: 20, onHand: "3"}}, lines{"3"}, "2:3", ""},
		"and named, too":                              {[]shelf{{lot: 1, on: 12, onHand: "10", purpose: "学校"}, {lot: 2, on: 20, onHand: "3"}}, lines{"5"}, "", "PURPOSE_LOCKED"},
		"tenths of a kilogram leave no dust":          {[]shelf{{lot: 1, on: 12, onHand: "0.3"}, {lot: 2, on: 20, onHand: "0.9"}}, lines{"0.7", "0.5"}, "1:0.3 2:0.4 2:0.5", ""},
	} {
		b := pickBook(c.shelves)
		var asked []IssueLine
		var quantities []decimal.Decimal
		for _, l := range c.lines {
			amount, lot, _ := strings.Cut(l, " of ")
			line := IssueLine{ItemID: 1, Quantity: q(amount)}
			fmt.Sscan(lot, &line.LotID)
			asked, quantities = append(asked, line), append(quantities, line.Quantity)
		}
		moves, err := decidePicks(access.Scope{}, Virtual(PlaceConsumed), asked, quantities, b.picks(1, 1, false), terms{book: b, issued: true})
		var got []string
		for _, m := range moves {
			said := fmt.Sprintf("%d:%s", m.LotID, m.Quantity)
			if m.From.BinID != 0 {
				said += fmt.Sprint("@", m.From.BinID)
			}
			got = append(got, said)
		}
		if f := fault.As(err); (f == nil) != (c.code == "") || f != nil && f.Code != c.code || strings.Join(got, " ") != c.want {
			t.Errorf("%s: picked %v, %v; want %q %s", name, got, err, c.want, c.code)
		}
	}
}

// When a lot is due for rotation: a third of its shelf life before its day, at most a year, labelled medical goods at most 180 days.
func TestRotationLead(t *testing.T) {
	for _, c := range []struct {
		category, basis string
		life, days      int
	}{{"LR", "label_typical", 365, 121}, {"LR", "label_typical", 30, 10}, {"LR", "label_typical", 2, 0}, {"LR", "standard", 3650, 365}, {"MH", "label_typical", 720, 180}, {"MH", "label_typical", 360, 120}, {"MH", "standard", 1095, 365}} {
		if got := RotationLead(c.category, c.basis, c.life); got != time.Duration(c.days)*24*time.Hour {
			t.Errorf("%s goods by %s good for %d days are due %s before, want %d days", c.category, c.basis, c.life, got, c.days)
		}
	}
}

// What is to be ordered before old goods go: the floor less what would be left, never below zero and never more than goes, as reordering
// rules of Odoo and order points of Tryton ask for what is missing; figures of our own.
func TestWhatMustComeInBeforeARotation(t *testing.T) {
	lot := func(id, item, site int64, day int, available string) due {
		expires := on(day)
		return due{PlaceID: site, ShelfLifeDays: 60, Candidate: Candidate{SiteID: site, ItemID: item, LotID: id, ExpiresOn: &expires, Available: q(available), OwnerID: 5, ReserveTier: "DISTRICT"}}
	}
	floorAt := func(id, site int64, floor, available string) Headroom {
		return Headroom{MinimumID: id, Scope: "SITE", SiteID: site, ItemID: 1, Floor: q(floor), Available: q(available)}
	}
	for name, c := range map[string]struct {
		lots      []due
		headrooms []Headroom
		want      string // lot:what must come in first, by which minimum
	}{
		"not due yet: a third of sixty days":           {[]due{lot(1, 1, 1, 31, "40")}, nil, ""},
		"due on its day":                               {[]due{lot(1, 1, 1, 30, "40")}, nil, "1:0/0"},
		"no floor, nothing first":                      {[]due{lot(1, 1, 1, 15, "40")}, nil, "1:0/0"},
		"enough beside it":                             {[]due{lot(1, 1, 1, 15, "40")}, []Headroom{floorAt(3, 1, "100", "140")}, "1:0/0"},
		"one less than enough":                         {[]due{lot(1, 1, 1, 15, "40")}, []Headroom{floorAt(3, 1, "100", "139")}, "1:1/3"},
		"at its floor: all of it":                      {[]due{lot(1, 1, 1, 15, "40")}, []Headroom{floorAt(3, 1, "100", "100")}, "1:40/3"},
		"below its floor: never more than the lot":     {[]due{lot(1, 1, 1, 15, "40")}, []Headroom{floorAt(3, 1, "100", "60")}, "1:40/3"},
		"the first to expire takes what is spare":      {[]due{lot(1, 1, 1, 12, "40"), lot(2, 1, 1, 15, "30")}, []Headroom{floorAt(3, 1, "100", "150")}, "1:0/0 2:20/3"},
		"two floors: the one that asks for more":       {[]due{lot(1, 1, 1, 15, "40")}, []Headroom{floorAt(3, 1, "100", "130"), {MinimumID: 4, Scope: "DISTRICT", ItemID: 1, Floor: q("500"), Available: q("505")}}, "1:35/4"},
		"the floor of another site does not ask":       {[]due{lot(1, 1, 1, 15, "40")}, []Headroom{floorAt(3, 2, "100", "100")}, "1:0/0"},
		"nor that of another item":                     {[]due{lot(1, 2, 1, 15, "40")}, []Headroom{floorAt(3, 1, "100", "100")}, "1:0/0"},
		"of another owner":                             {[]due{lot(1, 1, 1, 15, "40")}, []Headroom{{MinimumID: 6, Scope: "ORGANISATION", OrganisationID: 9, ItemID: 1, Floor: q("10"), Available: q("10")}}, "1:0/0"},
		"a group in litres: half-litre bottles, whole": {[]due{lot(1, 1, 1, 15, "40")}, []Headroom{{MinimumID: 7, Scope: "DISTRICT", GroupCode: "water", Factors: map[int64]decimal.Decimal{1: q("0.5")}, Floor: q("100"), Available: q("105.2")}}, "1:30/7"},
	} {
		var got []string
		for _, p := range decideRotation(on(10), c.lots, c.headrooms) {
			got = append(got, fmt.Sprintf("%d:%s/%d", p.Candidate.LotID, p.ReplaceFirst, p.MinimumID))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %q", name, got, c.want)
		}
	}
}
