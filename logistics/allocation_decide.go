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

// Shortfall is what could not be met of a need, and why.
type Shortfall struct {
	NeedID   int64
	Quantity decimal.Decimal
	Reason   string // NO_STOCK, KEPT_FOR_MINIMUM or PACK_ROUNDING
	Facts    map[string]string
}

// rank orders reserves: the town's own first, then the district's, then enterprises', then other towns'.
func rank(n openNeed, c inventory.Candidate) (int, string) {
	switch {
	case c.SiteID == n.SiteID:
		return 0, "ON_THE_SPOT"
	case c.ReserveSource == "GOVERNMENT" && c.ReserveTier == "TOWN" && c.TownID == n.TownID:
		return 1, "FEFO_NEAREST_TOWN"
	case c.ReserveSource == "GOVERNMENT" && c.ReserveTier == "DISTRICT":
		return 2, "FEFO_NEAREST_DISTRICT"
	case c.ReserveSource != "GOVERNMENT":
		return 3, "FEFO_NEAREST_ENTERPRISE"
	}
	return 4, "FEFO_NEAREST_OTHER_TOWN"
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
		item := items[n.ItemID]
		pack := decimal.Zero
		want := n.Open
		if item.PackPolicy == "WHOLE_PACKS" {
			pack = item.PackSize
			want = want.Div(pack).Ceil().Mul(pack)
		}
		type choice struct {
			index, rank int
			rule        string
			metres      float64
		}
		var choices []choice
		for i, c := range stock {
			if c.ItemID != n.ItemID || c.Purpose != "" || !left[i].IsPositive() || c.SiteKind == "SHELTER" && c.SiteID != n.SiteID {
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
				if h.Counts(c) && spare[k].LessThan(most) {
					most, floorName = decimal.Max(decimal.Zero, spare[k]), fmt.Sprintf("%s ≥ %s", h.ScopeName, h.Floor)
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
				if h.Counts(c) {
					spare[k] = spare[k].Sub(take)
				}
			}
			facts := map[string]string{"km": fmt.Sprintf("%.1f", ch.metres*detour/1000), "lotNo": c.LotNo}
			if c.ExpiresOn != nil {
				facts["expiresOn"] = c.ExpiresOn.Format("2006-01-02")
			}
			if floorName != "" {
				facts["keptFor"] = floorName
			}
			if pack.IsPositive() {
				facts["packs"] = take.Div(pack).String()
			}
			lines = append(lines, Line{NeedID: n.ID, ItemID: n.ItemID, FromSiteID: c.SiteID, ToSiteID: n.SiteID, LotID: c.LotID, ReserveID: c.ReserveID,
				Quantity: take, Proposed: take, DistanceM: int(ch.metres * detour), Reason: ch.rule, ReasonFacts: facts})
		}
		// want was rounded up to packs: what is short is what the need itself misses.
		if missing := n.Open.Sub(served); missing.IsPositive() {
			s := Shortfall{NeedID: n.ID, Quantity: missing, Reason: "NO_STOCK", Facts: map[string]string{"asked": n.Open.String()}}
			if kept.IsPositive() {
				s.Reason = "KEPT_FOR_MINIMUM"
				s.Facts["kept"], s.Facts["keptFor"] = kept.String(), keptFor
			} else if loose.GreaterThanOrEqual(missing) {
				s.Reason = "PACK_ROUNDING"
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
