package logistics

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Place is a place of an incident that gets relief, with its relief clock.
type Place struct {
	IncidentID, SiteID int64
	People             int
	ReliefDueAt        time.Time
	RelievedAt         *time.Time // the first confirmed delivery stops the clock
}

// Need is so much of an item at a place by a time.
type Need struct {
	ID, IncidentID, SiteID, ItemID int64
	Quantity                       decimal.Decimal
	NeededBy                       time.Time
	Priority                       int    // 1 is the most urgent
	Origin                         string // SCENARIO or TYPED
	Working                        string // how the figure came about
}

// The bases that grow with the people at a shelter; "site" counts shelters; the others belong to the works of the
// responders and are asked for at the town's own store.
var peopleBases = []string{"person", "household", "infant", "woman_14_49", "elderly_65"}

// computeNeeds works out what a scenario asks for at each place. A basis that grows with people is the table's value times
// the people of the incident over the people of the table; it is shared out by the people at each place, rounded up once
// for the whole incident, and the rounded whole is shared by largest remainder, so that no place's rounding is paid for
// twice. Exact decimals throughout. Pure.
func computeNeeds(s Scenario, items map[int64]inventory.Item, people, coverDays int, places []Place, worksSite int64) []Need {
	var needs []Need
	add := func(n Norm, site int64, quantity decimal.Decimal, working string) {
		if quantity.IsPositive() {
			needs = append(needs, Need{SiteID: site, ItemID: n.ItemID, Quantity: quantity, Priority: priorityOf(items[n.ItemID], n.Basis), Origin: "SCENARIO", Working: working})
		}
	}
	for _, n := range s.Norms {
		days, dayText := 1, ""
		if n.PerDay {
			days = s.DurationDays
			if n.Days != nil {
				days = *n.Days
			}
			days = min(days, coverDays)
			dayText = fmt.Sprintf(" × %d d", days)
		}
		per := n.Quantity.Mul(decimal.NewFromInt(int64(days)))
		scale := int32(items[n.ItemID].Scale)
		switch {
		case slices.Contains(peopleBases, n.Basis):
			size := s.Parameters[n.Basis].Mul(decimal.NewFromInt(int64(people))).DivRound(s.Parameters["person"], 9)
			total := size.Mul(per).RoundUp(scale)
			for i, part := range shareOut(total, scale, places) {
				add(n, places[i].SiteID, part, fmt.Sprintf("%s %s × %s%s, %d/%d persons", size.Round(0), n.Basis, n.Quantity, dayText, places[i].People, people))
			}
		case n.Basis == "site":
			for _, p := range places {
				add(n, p.SiteID, per.RoundUp(scale), fmt.Sprintf("1 site × %s%s", n.Quantity, dayText))
			}
		case worksSite != 0:
			add(n, worksSite, s.Parameters[n.Basis].Mul(per).RoundUp(scale), fmt.Sprintf("%s %s × %s%s", s.Parameters[n.Basis], n.Basis, n.Quantity, dayText))
		}
	}
	return needs
}

// shareOut divides a total by people, in units of the scale, by largest remainder: the parts add up to the total.
func shareOut(total decimal.Decimal, scale int32, places []Place) []decimal.Decimal {
	people := decimal.Zero
	for _, p := range places {
		people = people.Add(decimal.NewFromInt(int64(p.People)))
	}
	parts, rest := make([]decimal.Decimal, len(places)), total
	if people.IsZero() {
		return parts
	}
	remainder, order := make([]decimal.Decimal, len(places)), make([]int, len(places))
	for i, p := range places {
		exact := total.Mul(decimal.NewFromInt(int64(p.People))).DivRound(people, 12)
		parts[i] = exact.Truncate(scale)
		remainder[i], order[i] = exact.Sub(parts[i]), i
		rest = rest.Sub(parts[i])
	}
	slices.SortStableFunc(order, func(a, b int) int { return remainder[b].Cmp(remainder[a]) })
	unit := decimal.New(1, -scale)
	for k := 0; rest.IsPositive(); k = (k + 1) % len(order) {
		parts[order[k]] = parts[order[k]].Add(unit)
		rest = rest.Sub(unit)
	}
	return parts
}

// priorityOf: what keeps people alive first, what shelters them second, works third.
func priorityOf(item inventory.Item, basis string) int {
	switch {
	case !slices.Contains(peopleBases, basis) && basis != "site":
		return 3
	case item.CategoryCode == "MH", basis == "infant":
		return 1
	case item.CategoryCode == "LR" && (item.SubcategoryEn == "Drinking water and containers" || item.SubcategoryEn == "Emergency food" || item.SubcategoryEn == "Grain and edible oil"):
		return 1
	}
	return 2
}

// NewNeed is a need added by hand to what is asked at the place already.
type NewNeed struct {
	RequestKey                 string `json:"-"`
	IncidentID, SiteID, ItemID int64
	Quantity                   decimal.Decimal
	NeededBy                   *time.Time
	Priority                   int // 0: 2
}

// AddNeed adds a need by hand. Dispatchers; liaison officers for places in their town. Answers the incident.
func (l *Logistics) AddNeed(ctx context.Context, n NewNeed) (Done, error) {
	return l.write(ctx, "need.add", n.RequestKey, "addNeed", "incident", n, func(tx pgx.Tx, scope access.Scope) (int64, error) {
		in, err := lockIncident(ctx, tx, n.IncidentID)
		if err != nil {
			return 0, err
		}
		// Who is not of the district or the incident's town adds only to places that the incident has already.
		var known bool
		if err := tx.QueryRow(ctx, `select exists (select 1 from incident_place where incident_id = $1 and site_id = $2)`, in.ID, n.SiteID).Scan(&known); err != nil {
			return 0, err
		}
		if !known && !scope.CoversOrganisation(in.TownID) {
			return 0, fault.Absent("incident", fmt.Sprint(n.IncidentID)).At("incidentId")
		}
		if !scope.CoversSite(n.SiteID) {
			return 0, fault.Absent("site", fmt.Sprint(n.SiteID)).At("siteId")
		}
		items, err := inventory.ItemsByIDTx(ctx, tx, []int64{n.ItemID})
		if err != nil {
			return 0, err
		}
		item, ok := items[n.ItemID]
		if !ok {
			return 0, fault.Absent("item", fmt.Sprint(n.ItemID)).At("itemId")
		}
		if err := inventory.CheckQuantity(n.Quantity, item.Scale); err != nil {
			return 0, err
		}
		if n.Priority = cmp.Or(n.Priority, 2); n.Priority < 1 || n.Priority > 3 {
			return 0, fault.Invalidf("priority", "PRIORITY", "A priority is 1, 2 or 3.")
		}
		by := in.ReliefDueAt
		if n.NeededBy != nil {
			by = *n.NeededBy
		}
		if _, err := tx.Exec(ctx, `insert into incident_place (incident_id, site_id, people, relief_due_at) values ($1, $2, 0, $3) on conflict do nothing`, in.ID, n.SiteID, in.ReliefDueAt); err != nil {
			return 0, err
		}
		_, err = tx.Exec(ctx, `insert into need (incident_id, site_id, item_id, quantity, needed_by, priority, origin, created_by) values ($1, $2, $3, $4, $5, $6, 'TYPED', $7)
			on conflict (incident_id, site_id, item_id) where withdrawn_at is null do update set quantity = need.quantity + excluded.quantity,
			  priority = least(need.priority, excluded.priority), needed_by = least(need.needed_by, excluded.needed_by),
			  working = concat_ws(' + ', nullif(need.working, ''), excluded.quantity::text || ' typed'), revision = need.revision + 1`,
			in.ID, n.SiteID, n.ItemID, n.Quantity, by, n.Priority, person(ctx))
		return in.ID, err
	})
}
