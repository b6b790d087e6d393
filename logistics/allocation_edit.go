package logistics

import (
	"context"
	"errors"
	"fmt"

	"changping/access"
	"changping/internal/fault"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// LineEdit changes the quantity of a line; zero strikes it out.
type LineEdit struct {
	LineID   int64
	Quantity decimal.Decimal
}

// LineAddition adds a line by hand.
type LineAddition struct {
	NeedID, FromSiteID, LotID, ReserveID int64
	Quantity                             decimal.Decimal
}

// Editing changes a proposed allocation.
type Editing struct {
	RequestKey   string `json:"-"`
	AllocationID int64
	Revision     int
	Edits        []LineEdit
	Additions    []LineAddition
}

// EditAllocation changes lines of a proposed allocation, all or none. A line that a dispatcher sets obeys the rules of those
// that are proposed, except that minimums are judged when the allocation is approved, where they may be overridden.
// Dispatchers.
//
// Refuses every offending line at once, as joined faults whose fields name it as edits.N or additions.N, with: NOT_FOUND (no
// such line or need), LINE_TWICE, LINE_EXISTS, NO_SUCH_STOCK, QUANTITY, SCALE, WHOLE_PACKS, LOT_EXPIRED, LOT_NOT_GOOD,
// PURPOSE_LOCKED, CABINET_STOCK, SHELTER_STOCK, INSUFFICIENT_STOCK, MORE_THAN_ASKED.
func (l *Logistics) EditAllocation(ctx context.Context, e Editing) (Done, error) {
	return l.write(ctx, "allocation.write", e.RequestKey, "editAllocation", "allocation", e, func(tx pgx.Tx, _ access.Scope) (int64, error) {
		allocation, err := lockAllocation(ctx, tx, e.AllocationID, e.Revision, "PROPOSED")
		if err != nil {
			return 0, err
		}
		table, err := layOut(ctx, tx, allocation, e)
		if err != nil {
			return 0, err
		}
		changed, added, err := decideEdits(e, table)
		if err != nil {
			return 0, err
		}
		batch := &pgx.Batch{}
		for _, x := range changed {
			batch.Queue(`update allocation_line l set quantity = $2::numeric, reason_facts = case when i.pack_policy = 'WHOLE_PACKS'
				then l.reason_facts || jsonb_build_object('packs', trim_scale($2::numeric / i.pack_size)::text) else l.reason_facts end from item i where l.id = $1 and i.id = l.item_id`, x.LineID, x.Quantity)
		}
		for _, x := range added {
			queueLine(batch, e.AllocationID, x)
		}
		if err := tx.SendBatch(ctx, batch).Close(); err != nil {
			return 0, err
		}
		return e.AllocationID, recountShortfalls(ctx, tx, e.AllocationID, StruckOut)
	})
}

// stockAt names stock by site, lot and reserve.
type stockAt struct{ site, lot, reserve int64 }

func (x Line) stock() stockAt { return stockAt{x.FromSiteID, x.LotID, x.ReserveID} }

// service names stock that serves a need: one line of an allocation.
type service struct {
	stock stockAt
	need  int64
}

// editTable is what edits are judged by: the lines as they are, the needs of the incident, what lies of the lots.
type editTable struct {
	lines []Line
	needs map[int64]openNeed
	items map[int64]inventory.Item
	stock map[stockAt]inventory.Candidate
}

// layOut loads what edits are judged by.
func layOut(ctx context.Context, tx pgx.Tx, a Allocation, e Editing) (t editTable, err error) {
	if t.lines, err = linesOf(ctx, tx, `al.allocation_id = $1`, a.ID); err != nil {
		return t, err
	}
	needs, err := openNeeds(ctx, tx, a.IncidentID)
	if err != nil {
		return t, err
	}
	t.needs, t.stock = map[int64]openNeed{}, map[stockAt]inventory.Candidate{}
	var itemIDs, lotIDs []int64
	for _, n := range needs {
		t.needs[n.ID] = n
		itemIDs = append(itemIDs, n.ItemID)
	}
	if t.items, err = inventory.ItemsByIDTx(ctx, tx, itemIDs); err != nil {
		return t, err
	}
	for _, x := range t.lines {
		lotIDs = append(lotIDs, x.LotID)
	}
	for _, x := range e.Additions {
		lotIDs = append(lotIDs, x.LotID)
	}
	lying, err := inventory.LotStockTx(ctx, tx, lotIDs)
	for _, c := range lying {
		t.stock[stockAt{c.SiteID, c.LotID, c.ReserveID}] = c
	}
	return t, err
}

// touched is a line that the edits set, with its place in the input.
type touched struct {
	field string
	line  Line
	was   decimal.Decimal
}

// decideEdits gives the lines to be changed and added, or every refusal. Pure.
func decideEdits(e Editing, t editTable) (changed []LineEdit, added []Line, err error) {
	var refused []error
	no := func(err error) { refused = append(refused, err) }
	quantity, at, taken := map[int64]decimal.Decimal{}, map[int64]Line{}, map[service]bool{}
	for _, x := range t.lines {
		at[x.ID], taken[service{x.stock(), x.NeedID}] = x, true
	}
	var set []touched
	for i, edit := range e.Edits {
		field := fmt.Sprintf("edits.%d", i)
		line, known := at[edit.LineID]
		_, twice := quantity[edit.LineID]
		switch {
		case !known:
			no(fault.Absent("line", fmt.Sprint(edit.LineID)).At(field + ".lineId"))
			continue
		case twice:
			no(fault.Invalidf(field+".lineId", "LINE_TWICE", "This line is changed twice in one request."))
			continue
		}
		quantity[edit.LineID] = edit.Quantity
		was := line.Quantity
		line.Quantity = edit.Quantity
		changed = append(changed, edit)
		set = append(set, touched{field, line, was})
	}
	for i, a := range e.Additions {
		field := fmt.Sprintf("additions.%d", i)
		n, known := t.needs[a.NeedID]
		if !known {
			no(fault.Absent("need", fmt.Sprint(a.NeedID)).At(field + ".needId"))
			continue
		}
		key := service{stockAt{a.FromSiteID, a.LotID, a.ReserveID}, a.NeedID}
		c, lies := t.stock[key.stock]
		switch {
		case !lies || c.ItemID != n.ItemID:
			no(fault.Invalidf(field, "NO_SUCH_STOCK", "The lot of that reserve does not lie at that site, or is not what the need asks for."))
			continue
		case taken[key]:
			no(fault.Invalidf(field, "LINE_EXISTS", "This stock serves this need already: change the line instead."))
			continue
		}
		taken[key] = true
		_, pack := n.wanted(t.items[n.ItemID])
		line := lineOf(n, c, a.Quantity, pack, ByHand)
		line.Proposed = decimal.Zero
		added = append(added, line)
		set = append(set, touched{field: field, line: line})
	}
	drawn, allotted := map[stockAt]decimal.Decimal{}, map[int64]decimal.Decimal{}
	count := func(x Line) {
		drawn[x.stock()] = drawn[x.stock()].Add(x.Quantity)
		allotted[x.NeedID] = allotted[x.NeedID].Add(x.Quantity)
	}
	for _, x := range t.lines {
		if _, edited := quantity[x.ID]; !edited {
			count(x)
		}
	}
	for _, x := range set {
		count(x.line)
	}
	for _, x := range set {
		if err := judgeLine(x, t, drawn[x.line.stock()], allotted[x.line.NeedID]); err != nil {
			no(err)
		}
	}
	return changed, added, errors.Join(refused...)
}

// judgeLine refuses a line that the rules do not allow, given what all lines together draw on its stock and allot to its
// need. Lowering a line is never too much. Pure.
func judgeLine(x touched, t editTable, drawn, allotted decimal.Decimal) error {
	if x.line.Quantity.IsZero() && x.line.ID != 0 {
		return nil
	}
	n, item := t.needs[x.line.NeedID], t.items[x.line.ItemID]
	c, lies := t.stock[x.line.stock()]
	want, pack := n.wanted(item)
	field := x.field + ".quantity"
	if err := inventory.CheckQuantity(x.line.Quantity, item.Scale); err != nil {
		return fault.As(err).Under(x.field)
	}
	if !lies {
		return inventory.Insufficient(decimal.Zero, x.line.Quantity).At(field)
	}
	if code := unfit(n, c); code != "" {
		return fault.New(fault.Refused, code, unfitWords[code], c.LotNo).At(x.field).With("lotNo", c.LotNo).With("purpose", c.Purpose).With("quality", c.Quality)
	}
	raised := x.line.Quantity.GreaterThan(x.was)
	switch {
	case pack.IsPositive() && !x.line.Quantity.Mod(pack).IsZero():
		return fault.New(fault.Refused, "WHOLE_PACKS", "%s goes in whole packs of %s; %s is none.", item.NameZh, pack, x.line.Quantity).At(field).
			With("packSize", pack.String()).With("quantity", x.line.Quantity.String()).With("item", item.NameZh)
	case raised && drawn.GreaterThan(c.Available):
		others := drawn.Sub(x.line.Quantity)
		return inventory.Insufficient(decimal.Max(decimal.Zero, c.Available.Sub(others)), x.line.Quantity).At(field).With("lotNo", c.LotNo)
	case raised && allotted.GreaterThan(want):
		return moreThanAsked(want, allotted).At(field)
	}
	return nil
}

var unfitWords = map[string]string{
	"LOT_EXPIRED":    "Lot %s is past its expiry date and cannot be sent to people.",
	"LOT_NOT_GOOD":   "Lot %s is on hold or rejected and cannot be sent to people.",
	"PURPOSE_LOCKED": "Lot %s is locked to a purpose by its reserve and does not serve this need.",
	"CABINET_STOCK":  "Lot %s hangs in a public cabinet and stays there.",
	"SHELTER_STOCK":  "Lot %s belongs to another shelter and stays there.",
}

// recountShortfalls brings the shortfalls of an allocation up to date with its lines; reason is that of what was met before
// and is no longer.
func recountShortfalls(ctx context.Context, tx pgx.Tx, allocationID int64, reason ShortfallReason) error {
	_, err := tx.Exec(ctx, `with missing as (
		  select n.id, n.quantity - coalesce((select sum(o.quantity) from allocation_line o join allocation oa on oa.id = o.allocation_id and oa.state = 'APPROVED' where o.need_id = n.id and oa.id <> $1), 0)
		    - coalesce((select sum(al.quantity) from allocation_line al where al.allocation_id = $1 and al.need_id = n.id), 0)
		    + coalesce((select sum(w.short + w.damaged) from waybill_line w join allocation_line al on al.id = w.allocation_line_id where al.need_id = n.id), 0) as quantity
		  from need n join allocation a on a.incident_id = n.incident_id where a.id = $1 and n.withdrawn_at is null),
		gone as (delete from allocation_shortfall s using missing m where s.allocation_id = $1 and s.need_id = m.id and m.quantity <= 0)
		insert into allocation_shortfall (allocation_id, need_id, quantity, reason) select $1, id, quantity, $2 from missing where quantity > 0
		on conflict (allocation_id, need_id) do update set quantity = excluded.quantity`, allocationID, reason)
	return err
}
