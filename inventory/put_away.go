package inventory

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"changping/access"
	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// PutAway proposes a bin for goods.
type PutAway struct {
	BinID    int64
	Quantity decimal.Decimal // base units
	Reason   string          // SAME_LOT, SAME_ITEM, CONDITION (a bin of just this condition) or ROOM
}

// binChoice is a bin that goods may be put into, with what lies there.
type binChoice struct {
	Bin
	holdsLot, holdsItem  bool
	hazards, zoneHazards []string
}

// decidePutAway proposes bins for a quantity of an item: where the same lot lies, then the same item, then bins of just its condition,
// then any that suit and have room; empty ones first, in picking order. Nothing is proposed that a put-away would be refused for. What
// is not placed fits nowhere. Pure.
func decidePutAway(item Item, conditions []string, quantity decimal.Decimal, bins []binChoice, rules []segregation) (proposed []PutAway, unplaced decimal.Decimal) {
	reason := func(c binChoice) (int, string) {
		switch {
		case c.holdsLot:
			return 0, "SAME_LOT"
		case c.holdsItem:
			return 1, "SAME_ITEM"
		case c.StorageCondition == item.StorageCondition:
			return 2, "CONDITION"
		}
		return 3, "ROOM"
	}
	fit := slices.DeleteFunc(slices.Clone(bins), func(c binChoice) bool {
		there := conditions
		if c.StorageCondition != "" {
			there = []string{c.StorageCondition}
		}
		beside, _ := conflict(rules, item.HazardClass, c.hazards, false)
		inZone, _ := conflict(rules, item.HazardClass, c.zoneHazards, true)
		return c.Closed || !suits(item.StorageCondition, there...) || beside != "" || inZone != ""
	})
	slices.SortStableFunc(fit, func(x, y binChoice) int {
		rx, _ := reason(x)
		ry, _ := reason(y)
		return cmp.Or(cmp.Compare(rx, ry), cmp.Compare(min(x.Lots, 1), min(y.Lots, 1)), cmp.Compare(x.PickOrder, y.PickOrder))
	})
	rest := quantity
	for _, c := range fit {
		if !rest.IsPositive() {
			break
		}
		q := decimal.Min(rest, c.fits(item))
		if item.PackPolicy == "WHOLE_PACKS" && q.LessThan(rest) { // a pack is not split over bins
			q = q.Sub(q.Mod(item.PackSize))
		}
		if q.IsPositive() {
			_, why := reason(c)
			proposed, rest = append(proposed, PutAway{c.ID, q, why}), rest.Sub(q)
		}
	}
	return proposed, rest
}

// fits gives how much more of an item a bin holds, with the scale of its unit.
func (c binChoice) fits(item Item) decimal.Decimal {
	most := quantityLimit
	for _, of := range []struct {
		capacity *decimal.Decimal
		load, by decimal.Decimal
	}{{c.CapacityM3, c.LoadM3, item.VolumeM3}, {c.CapacityKg, c.LoadKg, item.WeightKg}} {
		if of.capacity != nil {
			q, _ := of.capacity.Sub(of.load).QuoRem(of.by, int32(item.Scale))
			most = decimal.Min(most, q)
		}
	}
	return most
}

// SuggestPutAway proposes bins of a site for a quantity of an item, of a lot where one is named (0: of any); except for the bin that the
// goods leave (0: none). It reserves nothing.
//
// Refuses with: NOT_FOUND, QUANTITY, SCALE.
func (inv *Inventory) SuggestPutAway(ctx context.Context, siteID, itemID, lotID, leavingBinID int64, quantity decimal.Decimal) (proposed []PutAway, unplaced decimal.Decimal, err error) {
	if err := requireStockOf(ctx, siteID); err != nil {
		return nil, unplaced, err
	}
	items, err := ItemsByIDTx(ctx, inv.Pool, []int64{itemID})
	if err != nil {
		return nil, unplaced, err
	}
	item, ok := items[itemID]
	if !ok {
		return nil, unplaced, fault.Absent("item", fmt.Sprint(itemID)).At("itemId")
	}
	if err := CheckQuantity(quantity, item.Scale); err != nil {
		return nil, unplaced, err
	}
	sites, err := SitesByIDTx(ctx, inv.Pool, []int64{siteID})
	if err != nil {
		return nil, unplaced, err
	}
	rows, err := inv.Pool.Query(ctx, `select `+binColumns+` where b.site_id = $1 and b.closed_at is null and b.place_id <> $2 order by b.pick_order, b.place_id`, siteID, leavingBinID)
	if err != nil {
		return nil, unplaced, err
	}
	bins, err := pgx.CollectRows(rows, pgx.RowToStructByName[Bin])
	if err != nil {
		return nil, unplaced, err
	}
	choices, err := inv.binChoices(ctx, siteID, itemID, lotID, bins)
	if err != nil {
		return nil, unplaced, err
	}
	rules, err := segregations(ctx, inv.Pool)
	if err != nil {
		return nil, unplaced, err
	}
	proposed, unplaced = decidePutAway(item, sites[siteID].StorageConditions, quantity, choices, rules)
	return proposed, unplaced, nil
}

// binChoices tells of bins what of an item and which hazards lie there.
func (inv *Inventory) binChoices(ctx context.Context, siteID, itemID, lotID int64, bins []Bin) ([]binChoice, error) {
	rows, err := inv.Pool.Query(ctx, `select y.place_id, bool_or(y.lot_id = $3), bool_or(y.item_id = $2), coalesce(array_agg(distinct i.hazard_class) filter (where i.hazard_class <> ''), '{}')
		from bin b join balance y on y.place_id = b.place_id and y.in_stock join item i on i.id = y.item_id where b.site_id = $1 group by 1`, siteID, itemID, lotID)
	if err != nil {
		return nil, err
	}
	byID := map[int64]binChoice{}
	var id int64
	var c binChoice
	if _, err := pgx.ForEachRow(rows, []any{&id, &c.holdsLot, &c.holdsItem, &c.hazards}, func() error {
		one := c
		one.hazards = slices.Clone(c.hazards)
		byID[id] = one
		return nil
	}); err != nil {
		return nil, err
	}
	zones := map[string][]string{}
	for _, bin := range bins {
		if bin.Zone != "" {
			zones[bin.Zone] = append(zones[bin.Zone], byID[bin.ID].hazards...)
		}
	}
	all := make([]binChoice, len(bins))
	for i, bin := range bins {
		all[i] = byID[bin.ID]
		all[i].Bin, all[i].zoneHazards = bin, zones[bin.Zone]
	}
	return all, nil
}

// Segregation says that two classes of dangerous goods lie apart: not in one BIN, or not in one ZONE either.
type Segregation struct {
	ClassA, ClassB, Apart, Source string
}

const segregationColumns = `class_a, class_b, apart, source from hazard_segregation order by class_a, class_b`

func segregations(ctx context.Context, q querier) (rules []segregation, err error) {
	rows, err := q.Query(ctx, `select `+segregationColumns)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByName[Segregation])
	for _, s := range all {
		rules = append(rules, segregation{s.ClassA, s.ClassB, s.Apart == "ZONE", s.Source})
	}
	return rules, err
}

// ListSegregations gives which classes of dangerous goods lie apart, with the source of each rule. Any signed-in person.
func (inv *Inventory) ListSegregations(ctx context.Context) ([]Segregation, error) {
	if _, _, err := access.Require(ctx, "catalogue.read"); err != nil {
		return nil, err
	}
	rows, err := inv.Pool.Query(ctx, `select `+segregationColumns)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Segregation])
}
