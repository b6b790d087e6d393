package inventory

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"changping/internal/fault"

	"github.com/shopspring/decimal"
)

// CountPlanKind says what a stocktake covers.
type CountPlanKind string

// The plans.
const (
	PlanFull     CountPlanKind = "FULL"        // the whole site
	PlanZone     CountPlanKind = "ZONE"        // what lies in the bins of a zone
	PlanCategory CountPlanKind = "CATEGORY"    // the items of a category
	PlanABC      CountPlanKind = "ABC"         // the items of a class by the value of a year's issues
	PlanRandom   CountPlanKind = "RANDOM"      // some items, drawn with a seed
	PlanBins     CountPlanKind = "RANDOM_BINS" // some of the bins in which something lies, drawn with a seed
	PlanItems    CountPlanKind = "ITEMS"       // those named
)

// CountPlan is a plan with what it asks for.
type CountPlan struct {
	Kind         CountPlanKind
	Zone         string
	CategoryCode string
	Class        string // A, B or C
	Items        int    // how many items are drawn, from 1
	Bins         int    `json:",omitzero"` // how many bins are drawn, from 1
	Seed         int64  // the same seed draws the same items or bins again
	ItemIDs      []int64
}

// check refuses a plan that does not say what its kind needs (PLAN).
func (p CountPlan) check() error {
	missing := func(field, text string) error { return fault.Invalidf("plan."+field, "PLAN", "%s", text) }
	switch p.Kind {
	case PlanFull:
	case PlanZone:
		if p.Zone == "" {
			return missing("zone", "Name the zone to be counted.")
		}
	case PlanCategory:
		if p.CategoryCode == "" {
			return missing("categoryCode", "Name the category to be counted.")
		}
	case PlanABC:
		if p.Class != "A" && p.Class != "B" && p.Class != "C" {
			return missing("class", "Name the class to be counted: A, B or C.")
		}
	case PlanRandom:
		if p.Items < 1 || p.Items > 1000 {
			return missing("items", "Draw 1 to 1,000 items.")
		}
	case PlanBins:
		if p.Bins < 1 || p.Bins > 1000 {
			return missing("bins", "Draw 1 to 1,000 bins.")
		}
	case PlanItems:
		if len(p.ItemIDs) == 0 {
			return missing("itemIds", "Name the items to be counted.")
		}
	default:
		return missing("kind", "This is not a kind of plan.")
	}
	return nil
}

// shelfItem is an item of which something lies at the site, with what a year's issues of it were worth in yuan.
type shelfItem struct {
	itemID         int64
	code, category string
	issued         decimal.Decimal
}

// The shares of a year's issues, by value, that class A and classes A and B make up at most, in percent.
var (
	shareA  = decimal.NewFromInt(80)
	shareAB = decimal.NewFromInt(95)
)

// classify puts items into classes by the value of a year's issues: those that make up the first 80 % are A, those up to 95 % B, the
// rest C, and what was not issued at all is C. The item that crosses a share still belongs to it, so that there always is an A.
// Equal values are told apart by code. Pure.
func classify(items []shelfItem) map[int64]string {
	sorted := slices.Clone(items)
	slices.SortFunc(sorted, func(a, b shelfItem) int { return cmp.Or(b.issued.Cmp(a.issued), cmp.Compare(a.code, b.code)) })
	total := decimal.Zero
	for _, i := range sorted {
		total = total.Add(i.issued)
	}
	classes := map[int64]string{}
	before := decimal.Zero
	hundred := decimal.NewFromInt(100)
	for _, i := range sorted {
		switch {
		case !i.issued.IsPositive():
			classes[i.itemID] = "C"
		case before.Mul(hundred).LessThan(total.Mul(shareA)):
			classes[i.itemID] = "A"
		case before.Mul(hundred).LessThan(total.Mul(shareAB)):
			classes[i.itemID] = "B"
		default:
			classes[i.itemID] = "C"
		}
		before = before.Add(i.issued)
	}
	return classes
}

// choose gives the ids of the items that a plan covers, sorted. Pure; the same seed over the same items draws the same ones.
func (p CountPlan) choose(items []shelfItem) (ids []int64) {
	var classes map[int64]string
	if p.Kind == PlanABC {
		classes = classify(items)
	}
	for _, i := range items {
		covered := false
		switch p.Kind {
		case PlanFull, PlanRandom, PlanZone, PlanBins: // of a zone and of bins, the places are chosen
			covered = true
		case PlanCategory:
			covered = i.category == p.CategoryCode
		case PlanABC:
			covered = classes[i.itemID] == p.Class
		case PlanItems:
			covered = slices.Contains(p.ItemIDs, i.itemID)
		}
		if covered {
			ids = append(ids, i.itemID)
		}
	}
	slices.Sort(ids)
	if p.Kind == PlanRandom {
		ids = p.draw(ids, p.Items)
	}
	return ids
}

// chooseBins gives those of the bins in which something lies that a plan covers; nil: the plan does not ask for bins. Pure.
func (p CountPlan) chooseBins(bins []int64) []int64 {
	if p.Kind != PlanBins {
		return nil
	}
	return p.draw(bins, p.Bins)
}

// draw gives n of the ids, sorted. Pure; the same seed over the same ids draws the same ones.
func (p CountPlan) draw(ids []int64, n int) []int64 {
	drawn := append([]int64{}, ids...)
	rng := rand.New(rand.NewPCG(uint64(p.Seed), 0))
	rng.Shuffle(len(drawn), func(a, b int) { drawn[a], drawn[b] = drawn[b], drawn[a] })
	drawn = drawn[:min(n, len(drawn))]
	slices.Sort(drawn)
	return drawn
}
