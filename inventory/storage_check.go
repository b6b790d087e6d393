package inventory

import (
	"context"
	"fmt"
	"slices"

	"changping/access"
	"changping/internal/fault"

	"github.com/shopspring/decimal"
)

// Where goods may be put. Checked when they are received, when they are moved, and when a delivery is signed for: the room of the
// site and of the bin, the storage condition, and which dangerous goods lie apart. What is refused may be overridden with a reason by
// who has storage.override. What arrives for people in an incident is never turned away at the door, and what a reversal, a count or
// a recovery says of goods that are there already is not judged: the books follow.

// siteRoom is what a site can hold, and what lies there.
type siteRoom struct {
	volumeM3, loadM3 decimal.Decimal
	warningPercent   decimal.Decimal
}

// binFacts is what the ledger must know of a bin. Of bins that no line names only the pick order is known.
type binFacts struct {
	siteID                 int64
	code, zone, condition  string // condition empty: that of the site
	capacityM3, capacityKg *decimal.Decimal
	loadM3, loadKg         decimal.Decimal
	warningPercent         decimal.Decimal
	pickOrder              int
	named, closed          bool
	hazards, zoneHazards   []string // classes that lie in the bin, and in its zone
}

// segregation says that two classes of dangerous goods lie apart.
type segregation struct {
	classA, classB string
	zone           bool // not in one zone either
	source         string
}

// StorageOverride lets goods be put where a rule of storage stands against it. Whoever calls must hold storage.override.
type StorageOverride struct{ Reason string }

// overrideStorage checks who may override the rules of storage at a site, and why; nil: nobody asked to.
//
// Refuses with: NOT_ALLOWED, NOT_FOUND.
func overrideStorage(ctx context.Context, siteID int64, reason string) (*StorageOverride, error) {
	if reason == "" {
		return nil, nil
	}
	_, scope, err := access.Require(ctx, "storage.override")
	if err != nil {
		return nil, err
	}
	if !scope.CoversSite(siteID) {
		return nil, fault.Absent("site", fmt.Sprint(siteID)).At("storageOverride")
	}
	return &StorageOverride{reason}, nil
}

// fullness judges what a place would hold after a put-away. Pure.
type fullness int

const (
	roomy fullness = iota
	nearlyFull
	overFull
)

func fill(load, add, capacity, warningPercent decimal.Decimal) fullness {
	after := load.Add(add)
	switch {
	case after.GreaterThan(capacity):
		return overFull
	case after.Mul(decimal.NewFromInt(100)).GreaterThanOrEqual(capacity.Mul(warningPercent)):
		return nearlyFull
	}
	return roomy
}

// conditionsFor are the storage conditions that suit goods of a condition: what need only be dry may lie where it is cool too.
var conditionsFor = map[string][]string{
	"ambient":      {"ambient", "dry", "cool"},
	"dry":          {"dry", "cool"},
	"cool":         {"cool"},
	"refrigerated": {"refrigerated"},
	"hazmat":       {"hazmat"},
}

// suits reports whether goods of a condition may lie where there are these conditions. Pure.
func suits(goods string, there ...string) bool {
	return slices.ContainsFunc(conditionsFor[goods], func(c string) bool { return slices.Contains(there, c) })
}

// conflict gives the class among others that goods of a class must lie apart from, in one zone (zone) or in one bin. Pure.
func conflict(rules []segregation, class string, others []string, zone bool) (other string, source string) {
	for _, o := range others {
		for _, r := range rules {
			if (r.classA == class && r.classB == o || r.classA == o && r.classB == class) && (r.zone || !zone) {
				return o, r.source
			}
		}
	}
	return "", ""
}

// objection is a rule of storage that stands against a move.
type objection struct {
	*fault.Error
	hard bool // no override helps
}

// judgeStorage judges where the goods of a posting come to lie, notes its warnings, or refuses.
//
// Refuses with: OVER_FULL, STORAGE_CONDITION, HAZARD_SEGREGATION, BIN_CLOSED.
func (b *book) judgeStorage(e *entry) error {
	refuses := e.Kind == KindReceipt && e.ReturnsID == 0 || e.Kind == KindTransfer
	if !refuses && e.Kind != KindDelivery {
		return nil
	}
	undo := b.loads()
	defer undo()
	warned := map[string]bool{}
	for i, m := range e.Moves {
		before := b.objections(m)
		b.load(m)
		if m.To.Kind != PlaceSite {
			continue
		}
		field := fmt.Sprintf("lines.%d", m.lineAt(i))
		for _, o := range before {
			told := o.Error
			switch {
			case o.hard:
				return told.At(field)
			case refuses && o.Kind == fault.Refused && e.Storage == nil:
				return told.At(field)
			case o.Kind == fault.Refused && refuses:
				e.overridden = append(e.overridden, told.Code)
			}
			if key := told.Code + told.Facts["site"] + told.Facts["bin"]; !warned[key] {
				warned[key] = true
				e.warnings = append(e.warnings, Warning{told.Code, told.Message, []string{field}, told.Facts})
			}
		}
	}
	return nil
}

// objections are the rules of storage that stand against a move, those that only warn among them.
func (b *book) objections(m Move) (all []objection) {
	if m.To.Kind != PlaceSite {
		return nil
	}
	item := b.items[m.ItemID]
	m3, kg := item.VolumeM3.Mul(m.Quantity), item.WeightKg.Mul(m.Quantity)
	say := func(hard bool, f *fault.Error) { all = append(all, objection{f, hard}) }
	full := func(what, unit string, load, add, capacity, percent decimal.Decimal, name, value string) {
		switch fill(load, add, capacity, percent) {
		case overFull:
			say(false, fault.New(fault.Refused, "OVER_FULL", "%s holds %s %s and %s lie there: %s more do not fit.", what, capacity, unit, load.Round(3), add.Round(3)).
				With(name, value).With("capacity", capacity.String()).With("load", load.String()).With("requested", add.String()).With("unit", unit))
		case nearlyFull:
			say(false, fault.New(fault.Invalid, "NEARLY_FULL", "%s holds %s %s, and with this %s lie there.", what, capacity, unit, load.Add(add).Round(3)).
				With(name, value).With("capacity", capacity.String()).With("load", load.Add(add).String()).With("unit", unit))
		case roomy:
		}
	}
	if room := b.rooms[m.To.SiteID]; room != nil && m.From.SiteID != m.To.SiteID {
		full("The site", "m3", room.loadM3, m3, room.volumeM3, room.warningPercent, "site", fmt.Sprint(m.To.SiteID))
	}
	there := b.sites[m.To.SiteID].conditions
	bin := b.bins[m.To.BinID]
	if bin != nil && bin.condition != "" {
		there = []string{bin.condition}
	}
	if (m.From.SiteID != m.To.SiteID || bin != nil) && !suits(item.StorageCondition, there...) {
		say(false, fault.New(fault.Refused, "STORAGE_CONDITION", "%s must be kept %s; it is %s there.", item.NameEn, item.StorageCondition, orNone(there)).
			With("condition", item.StorageCondition).With("there", orNone(there)))
	}
	if bin == nil || !bin.named {
		return all
	}
	if bin.closed {
		say(true, fault.New(fault.Refused, "BIN_CLOSED", "Bin %s is closed: nothing is put away there.", bin.code).With("bin", bin.code))
	}
	if bin.capacityM3 != nil {
		full("Bin "+bin.code, "m3", bin.loadM3, m3, *bin.capacityM3, bin.warningPercent, "bin", bin.code)
	}
	if bin.capacityKg != nil {
		full("Bin "+bin.code, "kg", bin.loadKg, kg, *bin.capacityKg, bin.warningPercent, "bin", bin.code)
	}
	if item.HazardClass != "" {
		where := "bin " + bin.code
		other, source := conflict(b.apart, item.HazardClass, bin.hazards, false)
		if other == "" {
			where = "zone " + bin.zone
			other, source = conflict(b.apart, item.HazardClass, bin.zoneHazards, true)
		}
		if other != "" {
			say(false, fault.New(fault.Refused, "HAZARD_SEGREGATION", "Goods of class %s do not lie beside those of class %s that are in %s.", item.HazardClass, other, where).
				With("class", item.HazardClass).With("other", other).With("bin", bin.code).With("zone", bin.zone).With("source", source))
		}
	}
	return all
}

func orNone(there []string) string {
	if len(there) == 0 {
		return "none of these"
	}
	return fmt.Sprint(there)
}

// load notes in memory what a move takes from one place and brings to another.
func (b *book) load(m Move) {
	item, known := b.items[m.ItemID]
	if !known || m.From.SiteID == 0 && m.To.SiteID == 0 {
		return
	}
	for _, side := range []struct {
		place Place
		by    decimal.Decimal
	}{{m.From, m.Quantity.Neg()}, {m.To, m.Quantity}} {
		if room := b.rooms[side.place.SiteID]; room != nil {
			room.loadM3 = room.loadM3.Add(item.VolumeM3.Mul(side.by))
		}
		bin := b.bins[side.place.BinID]
		if bin == nil || !bin.named {
			continue
		}
		bin.loadM3, bin.loadKg = bin.loadM3.Add(item.VolumeM3.Mul(side.by)), bin.loadKg.Add(item.WeightKg.Mul(side.by))
		if side.by.IsPositive() && item.HazardClass != "" {
			bin.hazards = append(slices.Clone(bin.hazards), item.HazardClass)
			for _, other := range b.bins {
				if other.named && bin.zone != "" && other.siteID == bin.siteID && other.zone == bin.zone {
					other.zoneHazards = append(slices.Clone(other.zoneHazards), item.HazardClass)
				}
			}
		}
	}
}

// loads remembers what lies where; undo brings it back.
func (b *book) loads() (undo func()) {
	rooms, bins := map[int64]siteRoom{}, map[int64]binFacts{}
	for id, r := range b.rooms {
		rooms[id] = *r
	}
	for id, n := range b.bins {
		bins[id] = *n
	}
	return func() {
		for id, r := range rooms {
			*b.rooms[id] = r
		}
		for id, n := range bins {
			*b.bins[id] = n
		}
	}
}

// queueRoom locks and reads the room of the sites and bins that goods come to. The lock of the site's row is what keeps two put-aways
// from filling it, or from bringing two classes into one zone, together; goods that go need no lock, since they make room.
func (b *book) queueRoom(queue func(sql string, args []any, targets []any, row func() error), r reach) {
	if len(r.arrivals) > 0 {
		queue(`select 1 from site where id = any($1) and (volume_m3 is not null or id in (select site_id from bin where place_id = any($2))) order by id for no key update`,
			[]any{r.arrivals, r.bins}, []any{new(int)}, func() error { return nil })
		var site int64
		var room siteRoom
		queue(`select s.id, s.volume_m3, coalesce((select sum(l.on_hand * i.volume_m3) from place p join stock_level l on l.place_id = p.id and l.in_stock join item i on i.id = l.item_id
			  where p.kind = 'SITE' and p.site_id = s.id), 0), `+warningPercent+` from site s where s.id = any($1) and s.volume_m3 is not null`, []any{r.arrivals},
			[]any{&site, &room.volumeM3, &room.loadM3, &room.warningPercent}, func() error { one := room; b.rooms[site] = &one; return nil })
	}
	if len(r.bins) == 0 {
		return
	}
	var id int64
	var bin binFacts
	queue(`select b.place_id, b.site_id, b.code, b.zone, coalesce(b.storage_condition, ''), b.capacity_m3, b.capacity_kg, b.pick_order, b.closed_at is not null, `+warningPercent+`,
		  coalesce(x.m3, 0), coalesce(x.kg, 0), coalesce(x.hazards, '{}'),
		  array(select distinct i.hazard_class from bin z join balance y on y.place_id = z.place_id and y.in_stock join item i on i.id = y.item_id and i.hazard_class <> ''
		    where z.site_id = b.site_id and z.zone = b.zone and b.zone <> '')
		from bin b left join lateral (select sum(y.on_hand * i.volume_m3) as m3, sum(y.on_hand * i.weight_kg) as kg, array_agg(distinct i.hazard_class) filter (where i.hazard_class <> '') as hazards
		  from balance y join item i on i.id = y.item_id where y.place_id = b.place_id and y.in_stock) x on true
		where b.place_id = any($1)`, []any{r.bins},
		[]any{&id, &bin.siteID, &bin.code, &bin.zone, &bin.condition, &bin.capacityM3, &bin.capacityKg, &bin.pickOrder, &bin.closed, &bin.warningPercent, &bin.loadM3, &bin.loadKg, &bin.hazards, &bin.zoneHazards},
		func() error {
			one := bin
			one.named = true
			one.capacityM3, one.capacityKg = copied(bin.capacityM3), copied(bin.capacityKg)
			one.hazards, one.zoneHazards = slices.Clone(bin.hazards), slices.Clone(bin.zoneHazards)
			b.bins[id] = &one
			b.knowPlace(id, InBin(bin.siteID, id))
			return nil
		})
	var s segregation
	queue(`select class_a, class_b, apart = 'ZONE', source from hazard_segregation order by class_a, class_b`, nil, []any{&s.classA, &s.classB, &s.zone, &s.source},
		func() error { b.apart = append(b.apart, s); return nil })
}

const warningPercent = `coalesce((select value::numeric from setting where name = 'storage_warning_percent'), 90)`

func copied(d *decimal.Decimal) *decimal.Decimal {
	if d == nil {
		return nil
	}
	c := *d
	return &c
}

// knowBin notes a bin in which goods of a level lie.
func (b *book) knowBin(siteID, binID int64, pickOrder int) {
	if binID == 0 {
		return
	}
	b.knowPlace(binID, InBin(siteID, binID))
	if b.bins[binID] == nil {
		b.bins[binID] = &binFacts{siteID: siteID, pickOrder: pickOrder}
	}
}

// pickOrder is the order in which a picker comes by; what lies at the site without a bin comes first, so that it does not stay there.
func (b *book) pickOrder(k stockKey) int {
	if bin := b.bins[k.placeID]; bin != nil {
		return bin.pickOrder
	}
	return 0
}

// storageLine tells the audit trail of rules of storage that were overridden.
func storageLine(l access.Line, e *entry) access.Line {
	return l.Saying(access.Entry{Action: "storage.override", ObjectKind: "document", ObjectID: e.documentID, Detail: map[string]any{"rules": slices.Compact(slices.Sorted(slices.Values(e.overridden))), "reason": e.Storage.Reason}})
}
