package inventory

import (
	"context"
	"time"

	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// KitPlan is what assembling kits at a site would take as things stand. Nothing is reserved by it: others may be faster.
type KitPlan struct {
	Possible  decimal.Decimal // kits that the contents suffice for
	ExpiresOn *time.Time      // of the planned kits, with their first part; nil: no part expires
	Lines     []KitPlanLine   // one of each content
}

// KitPlanLine is what kits would take of one item, in base units.
type KitPlanLine struct {
	ItemID            int64
	Needed, Available decimal.Decimal
	Entrusted         decimal.Decimal // more of it that is good lies there for other owners: an assembly does not take it
	Picks             []KitPick       // first expired, first out; less than needed where some is missing
}

// KitPick is so much of a lot.
type KitPick struct {
	LotID     int64
	ExpiresOn *time.Time
	Quantity  decimal.Decimal
}

// KitStock is what there is of a kit at a site.
type KitStock struct {
	Possible          decimal.Decimal // kits that could be assembled now, of the keeping organisation's own goods
	OnHand, Available decimal.Decimal // kits that are assembled
	NextExpiry        *time.Time      // of those that are good
}

// fitForKits limits balances b with lots l to what an assembly takes of a reserve.
const fitForKits = `b.in_stock and b.good and b.keeps_until >= (select business_date()) and (l.certificate_due_on is null or l.certificate_due_on >= (select business_date()))`

// PlanKits tells which lots an assembly would take, and what is missing. reserveID 0: the keeping organisation's own goods.
//
// Refuses with: NOT_FOUND, NOT_A_KIT, QUANTITY, SCALE.
func (inv *Inventory) PlanKits(ctx context.Context, siteID, kitItemID, reserveID int64, kits decimal.Decimal) (KitPlan, error) {
	if err := requireStockOf(ctx, siteID); err != nil {
		return KitPlan{}, err
	}
	if err := CheckQuantity(kits, 0); err != nil {
		f := *fault.As(err)
		f.Fields = []string{"kits"}
		return KitPlan{}, &f
	}
	byKit, err := kitContents(ctx, inv.Pool, []int64{kitItemID})
	if err != nil {
		return KitPlan{}, err
	}
	contents := byKit[kitItemID]
	if len(contents) == 0 {
		return KitPlan{}, notAKit()
	}
	rows, err := inv.Pool.Query(ctx, `select b.item_id, b.lot_id, l.expires_on, b.on_hand - b.reserved - b.on_hold as quantity
		from balance b join lot l on l.id = b.lot_id join site s on s.id = b.site_id left join bin n on n.place_id = b.place_id
		where b.site_id = $1 and b.reserve_id = case when $2 = 0 then `+ownReserve+` else $2 end and `+fitForKits+`
		  and b.item_id in (select item_id from kit_content where kit_item_id = $3) and b.on_hand > b.reserved + b.on_hold
		order by l.expires_on nulls last, coalesce(n.pick_order, 0), b.place_id, b.lot_id`, siteID, reserveID, kitItemID)
	if err != nil {
		return KitPlan{}, err
	}
	stock := map[int64][]KitPick{}
	var item int64
	var p KitPick
	if _, err := pgx.ForEachRow(rows, []any{&item, &p.LotID, &p.ExpiresOn, &p.Quantity}, func() error {
		one := p
		if p.ExpiresOn != nil {
			day := *p.ExpiresOn
			one.ExpiresOn = &day
		}
		stock[item] = append(stock[item], one)
		return nil
	}); err != nil {
		return KitPlan{}, err
	}
	entrusted, err := inv.entrustedForKits(ctx, siteID, kitItemID, reserveID)
	if err != nil {
		return KitPlan{}, err
	}
	plan := decideKitPlan(contents, kits, stock)
	for i, l := range plan.Lines {
		plan.Lines[i].Entrusted = entrusted[l.ItemID]
	}
	return plan, nil
}

// entrustedForKits gives what of the contents lies at a site for others, whose document it takes to move it.
func (inv *Inventory) entrustedForKits(ctx context.Context, siteID, kitItemID, reserveID int64) (map[int64]decimal.Decimal, error) {
	rows, err := inv.Pool.Query(ctx, `select b.item_id, sum(b.on_hand - b.reserved - b.on_hold)
		from balance b join lot l on l.id = b.lot_id join site s on s.id = b.site_id join reserve r on r.id = b.reserve_id and r.custody = 'ENTRUSTED'
		where b.site_id = $1 and b.reserve_id is distinct from case when $2 = 0 then `+ownReserve+` else $2 end and `+fitForKits+`
		  and b.item_id in (select item_id from kit_content where kit_item_id = $3) group by 1`, siteID, reserveID, kitItemID)
	if err != nil {
		return nil, err
	}
	all := map[int64]decimal.Decimal{}
	var item int64
	var quantity decimal.Decimal
	_, err = pgx.ForEachRow(rows, []any{&item, &quantity}, func() error {
		all[item] = quantity
		return nil
	})
	return all, err
}

// decideKitPlan takes the contents of kits from stock, which is in the order in which it is picked. Pure.
func decideKitPlan(contents []KitContent, kits decimal.Decimal, stock map[int64][]KitPick) KitPlan {
	var plan KitPlan
	for i, c := range contents {
		line := KitPlanLine{ItemID: c.ItemID, Needed: c.Quantity.Mul(kits)}
		byLot := map[int64]int{}
		for _, s := range stock[c.ItemID] {
			take := decimal.Min(line.Needed.Sub(line.Available), s.Quantity)
			line.Available = line.Available.Add(s.Quantity)
			if !take.IsPositive() {
				continue
			}
			if at, known := byLot[s.LotID]; known { // the same lot in another bin
				line.Picks[at].Quantity = line.Picks[at].Quantity.Add(take)
				continue
			}
			byLot[s.LotID] = len(line.Picks)
			line.Picks = append(line.Picks, KitPick{s.LotID, s.ExpiresOn, take})
			if s.ExpiresOn != nil && (plan.ExpiresOn == nil || s.ExpiresOn.Before(*plan.ExpiresOn)) {
				plan.ExpiresOn = s.ExpiresOn
			}
		}
		plan.Lines = append(plan.Lines, line)
		if possible := line.Available.Div(c.Quantity).Floor(); i == 0 || possible.LessThan(plan.Possible) {
			plan.Possible = possible
		}
	}
	return plan
}

// KitsAtSite tells of kits how many there are at a site and how many more could be assembled.
//
// Refuses with: NOT_FOUND.
func (inv *Inventory) KitsAtSite(ctx context.Context, siteID int64, kitItemIDs []int64) (map[int64]KitStock, error) {
	if err := requireStockOf(ctx, siteID); err != nil {
		return nil, err
	}
	rows, err := inv.Pool.Query(ctx, `with free as (
		  select b.item_id, sum(b.on_hand - b.reserved - b.on_hold) as available from balance b join lot l on l.id = b.lot_id join site s on s.id = b.site_id
		  where b.site_id = $1 and b.reserve_id = `+ownReserve+` and `+fitForKits+` and b.item_id in (select item_id from kit_content where kit_item_id = any($2)) group by 1)
		select c.kit_item_id, c.possible, coalesce(x.on_hand, 0), coalesce(x.available, 0), x.next_expiry
		from (select c.kit_item_id, min(floor(coalesce(f.available, 0) / c.quantity)) as possible from kit_content c left join free f on f.item_id = c.item_id where c.kit_item_id = any($2) group by 1) c
		cross join lateral (select `+balanceParts+`, min(b.keeps_until) filter (where b.keeps_until between (select business_date()) and '9999-12-30' and b.good) as next_expiry
		  from balance b where b.site_id = $1 and b.item_id = c.kit_item_id and b.in_stock) x`, siteID, kitItemIDs)
	if err != nil {
		return nil, err
	}
	all := map[int64]KitStock{}
	var kit int64
	var s KitStock
	_, err = pgx.ForEachRow(rows, []any{&kit, &s.Possible, &s.OnHand, &s.Available, &s.NextExpiry}, func() error {
		one := s
		if s.NextExpiry != nil {
			day := *s.NextExpiry
			one.NextExpiry = &day
		}
		all[kit] = one
		return nil
	})
	return all, err
}
