package logistics

import (
	"cmp"
	"fmt"
	"slices"

	"changping/inventory"
	"changping/logistics/roads"

	"github.com/shopspring/decimal"
)

// openNeed is what a need still asks for.
type openNeed struct {
	Need
	Open   decimal.Decimal
	TownID int64 // the town of the place
	At     roads.Point
}

// wanted is what the need still asks for, rounded up to whole packs where its item goes in packs; pack is their size, else zero.
func (n openNeed) wanted(item inventory.Item) (want, pack decimal.Decimal) {
	if item.PackPolicy != "WHOLE_PACKS" {
		return n.Open, decimal.Zero
	}
	return n.Open.Div(item.PackSize).Ceil().Mul(item.PackSize), item.PackSize
}

// Shortfall is what could not be met of a need, and why.
type Shortfall struct {
	NeedID   int64
	Quantity decimal.Decimal
	Reason   ShortfallReason
	Facts    map[string]string
}

// rank orders reserves: the town's own first, then the district's, then enterprises', then other towns'.
func rank(n openNeed, c inventory.Candidate) (int, AllocationReason) {
	switch {
	case c.SiteID == n.SiteID:
		return 0, OnTheSpot
	case c.ReserveSource == "GOVERNMENT" && c.ReserveTier == "TOWN" && c.TownID == n.TownID:
		return 1, NearestTown
	case c.ReserveSource == "GOVERNMENT" && c.ReserveTier == "DISTRICT":
		return 2, NearestDistrict
	case c.ReserveSource != "GOVERNMENT":
		return 3, NearestEnterprise
	}
	return 4, NearestOtherTown
}

// unfit gives the code of the rule by which stock may not serve a need; empty: it may. The one rule for what is proposed and
// what is added by hand. Pure.
func unfit(n openNeed, c inventory.Candidate) string {
	switch {
	case c.Expired:
		return "LOT_EXPIRED"
	case c.Quality != "GOOD":
		return "LOT_NOT_GOOD"
	case c.Purpose != "":
		return "PURPOSE_LOCKED"
	case c.SiteKind == "PUBLIC_CABINET":
		return "CABINET_STOCK"
	case c.SiteKind == "SHELTER" && c.SiteID != n.SiteID:
		return "SHELTER_STOCK"
	}
	return ""
}

// lineOf makes the line by which stock serves a need, with the facts behind it.
func lineOf(n openNeed, c inventory.Candidate, quantity, pack decimal.Decimal, reason AllocationReason) Line {
	metres := detour * roads.GreatCircle(n.At, roads.Point{Latitude: c.Latitude, Longitude: c.Longitude})
	facts := map[string]string{"km": fmt.Sprintf("%.1f", metres/1000), "lotNo": c.LotNo}
	if c.ExpiresOn != nil {
		facts["expiresOn"] = c.ExpiresOn.Format("2006-01-02")
	}
	if pack.IsPositive() {
		facts["packs"] = quantity.Div(pack).String()
	}
	return Line{NeedID: n.ID, ItemID: n.ItemID, FromSiteID: c.SiteID, ToSiteID: n.SiteID, LotID: c.LotID, ReserveID: c.ReserveID, Quantity: quantity, Proposed: quantity,
		DistanceM: int(metres), Reason: reason, ReasonFacts: facts}
}

// decideAllocation proposes which stock serves which need. Needs come by priority; each draws on its town's reserves, then the
// district's, then enterprises', then other towns'; within a tier first expired first out, then nearest. Every minimum is
// kept, and one floor is shared by all lines of the plan. Items that ask for it go in whole packs: a need is rounded up to
// a pack, and a lot gives only whole ones. Goods locked to a purpose and shelters' own goods stay. Pure.
func decideAllocation(needs []openNeed, stock []inventory.Candidate, headrooms []inventory.Headroom, items map[int64]inventory.Item) (lines []Line, short []Shortfall) {
	left := make([]decimal.Decimal, len(stock))
	for i, c := range stock {
		left[i] = c.Available
	}
	spare := make([]decimal.Decimal, len(headrooms))
	for i, h := range headrooms {
		spare[i] = h.Spare()
	}
	slices.SortStableFunc(needs, func(a, b openNeed) int {
		return cmp.Or(cmp.Compare(a.Priority, b.Priority), a.NeededBy.Compare(b.NeededBy), cmp.Compare(a.ID, b.ID))
	})
	for _, n := range needs {
		want, pack := n.wanted(items[n.ItemID])
		type choice struct {
			index, rank int
			rule        AllocationReason
			metres      float64
		}
		var choices []choice
		for i, c := range stock {
			if c.ItemID != n.ItemID || !left[i].IsPositive() || unfit(n, c) != "" {
				continue
			}
			r, rule := rank(n, c)
			choices = append(choices, choice{i, r, rule, roads.GreatCircle(n.At, roads.Point{Latitude: c.Latitude, Longitude: c.Longitude})})
		}
		slices.SortStableFunc(choices, func(a, b choice) int {
			return cmp.Or(cmp.Compare(a.rank, b.rank), compareExpiry(stock[a.index], stock[b.index]), cmp.Compare(a.metres, b.metres), cmp.Compare(a.index, b.index))
		})
		served, kept, keptFor := decimal.Zero, decimal.Zero, ""
		loose := decimal.Zero // lies in opened packs, which stay
		for _, ch := range choices {
			if !want.IsPositive() {
				break
			}
			c := stock[ch.index]
			most, floorName := left[ch.index], ""
			for k, h := range headrooms {
				if !h.Counts(c) {
					continue
				}
				if left := h.SpareOf(c, spare[k], items[c.ItemID].Scale); left.LessThan(most) {
					most, floorName = decimal.Max(decimal.Zero, left), fmt.Sprintf("%s ≥ %s", h.ScopeName, h.Floor)
				}
			}
			if held := decimal.Min(want, left[ch.index]).Sub(most); floorName != "" && held.IsPositive() {
				kept, keptFor = kept.Add(held), floorName
			}
			take := decimal.Min(want, most)
			if pack.IsPositive() {
				whole := take.Div(pack).Floor().Mul(pack)
				loose, take = loose.Add(take.Sub(whole)), whole
			}
			if !take.IsPositive() {
				continue
			}
			left[ch.index] = left[ch.index].Sub(take)
			want, served = want.Sub(take), served.Add(take)
			for k, h := range headrooms {
				spare[k] = spare[k].Sub(take.Mul(h.Weight(c)))
			}
			line := lineOf(n, c, take, pack, ch.rule)
			if floorName != "" {
				line.ReasonFacts["keptFor"] = floorName
			}
			lines = append(lines, line)
		}
		// want was rounded up to packs: what is short is what the need itself misses.
		if missing := n.Open.Sub(served); missing.IsPositive() {
			s := Shortfall{NeedID: n.ID, Quantity: missing, Reason: NoStock, Facts: map[string]string{"asked": n.Open.String()}}
			if kept.IsPositive() {
				s.Reason = KeptForMinimum
				s.Facts["kept"], s.Facts["keptFor"] = kept.String(), keptFor
			} else if loose.GreaterThanOrEqual(missing) {
				s.Reason = PackRounding
				s.Facts["loose"], s.Facts["packSize"] = loose.String(), pack.String()
			}
			short = append(short, s)
		}
	}
	return lines, short
}

// Road metres per straight-line metre in the distances shown beside a line; the trips have their own times.
const detour = 1.3

func compareExpiry(a, b inventory.Candidate) int {
	switch {
	case a.ExpiresOn == nil && b.ExpiresOn == nil:
		return 0
	case a.ExpiresOn == nil:
		return 1
	case b.ExpiresOn == nil:
		return -1
	}
	return a.ExpiresOn.Compare(*b.ExpiresOn)
}
