package inventory

import (
	"context"
	"slices"
	"time"

	"changping/access"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// The two locks. NO KEY: rows that only refer to a minimum, such as breaches and rotation tasks, may come and go beside it.
const (
	lockMinimum = `for no key update of m`
	lockLevel   = `for no key update of l`
)

// arrange is given the statements of openBook before they are sent. It does nothing; a test leaves a lock out or reads before it,
// to prove that the difference shows.
var arrange = func(*pgx.Batch) {}

// beginning shares the streams and says how the statements after it are planned: each has one good plan, whatever its arguments, which
// goes by keys; making it anew each time costs more than running it, and made while a table was small it would go through all of it
// long after the table has grown.
const beginning = `select now(), business_date(), set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true), ` + access.ShareStreams

// opening is a book on its way: what its reach comes to, and the statements that will lock and read it.
type opening struct {
	*book
	reach
	batch                               *pgx.Batch
	distinct                            []levelKey // the levels of the reach, each once
	levelPlaces, levelSites, levelItems []int64    // of those
	allSites, allItems                  []int64    // locked or only read
	minimumIDs                          []int64    // found and locked
	ownReserves                         map[int64]int64
	version                             int64 // of what is kept as reference, after the locks
}

// openBook locks what a reach covers and reads it, in one round trip; in a second, what counts against the minimums that were found.
// Locks are taken in one order, so that postings never deadlock: minimums by id, levels by site and item, balances in transit by key. The
// level's lock stands for all balances of the item at the site; a minimum is a sum over lots and sites, and the lock of its row is what
// keeps two postings from breaking it together. What is queued by also is read after the locks.
func openBook(ctx context.Context, tx pgx.Tx, r reach, also ...func(*pgx.Batch)) (*book, error) {
	o := newOpening(tx, r)
	ref := keptReference(tx.Conn(), o.allSites)
	if ref == nil {
		var err error
		if ref, err = readReference(ctx, tx); err != nil {
			return nil, err
		}
	}
	for _, l := range o.distinct {
		o.levelPlaces = append(o.levelPlaces, ref.places[AtSite(l.siteID)])
	}
	o.queue(beginning, nil, []any{&o.now, &o.today, nil, nil, nil, nil}, func() error { return nil })
	o.queueOwnReserves()
	o.queueLocks()
	o.queueRoom(o.queue, r)
	for _, f := range also {
		f(o.batch)
	}
	// Read after the locks: who waited for them acts after those that went before, by the clock too.
	o.queue(`select clock_timestamp(), `+referenceVersion, nil, []any{&o.moment, &o.version}, func() error { return nil })
	o.queueOrders(o.queue, r.orders)
	o.queueOverrides(o.queue, r.overrides)
	o.queueLots()
	o.queueShelves()
	if r.within {
		o.queueCarriable(o.queue, o.levelSites, o.levelItems)
	}
	if len(r.holds) > 0 {
		o.queueHolds(o.queue, r.holds)
	}
	if len(r.packs) > 0 {
		o.queuePacks(o.queue, r.packs)
	}
	if len(r.reserved) > 0 {
		o.queueParts(o.queue, r.reserved)
	}
	o.queueTransit()
	arrange(o.batch)
	if err := tx.SendBatch(ctx, o.batch).Close(); err != nil {
		return nil, err
	}
	if ref.version != o.version {
		var err error
		if ref, err = readReference(ctx, tx); err != nil {
			return nil, err
		}
	}
	o.goBy(ref, o.allSites, o.allItems, o.ownReserves)
	return o.book, o.readMinimums(ctx, o.minimumIDs, ref.factors)
}

func newOpening(tx pgx.Tx, r reach) *opening {
	b := &book{tx: tx, places: map[Place]int64{}, at: map[int64]Place{}, bins: map[int64]*binFacts{}, rooms: map[int64]*siteRoom{}, parts: map[int64][]reservationPart{}, packs: map[int64][]Pack{}, sites: map[int64]siteFacts{}, items: map[int64]Item{}, lots: map[int64]lotFacts{}, lotIDs: map[lotKey]int64{},
		reserves: map[int64]reserveFacts{}, stock: map[stockKey]held{}, shelves: map[levelKey][]stockKey{}, holds: map[int64]holdFacts{}, consents: map[int64][]string{}}
	o := &opening{book: b, reach: r, batch: &pgx.Batch{}, ownReserves: map[int64]int64{}}
	seen := map[levelKey]bool{}
	for _, l := range r.levels {
		if !seen[l] {
			seen[l] = true
			o.distinct = append(o.distinct, l)
			o.levelSites, o.levelItems = append(o.levelSites, l.siteID), append(o.levelItems, l.itemID)
		}
	}
	o.allSites, o.allItems = slices.Concat(r.sites, o.levelSites), slices.Clone(o.levelItems)
	for _, k := range r.lotKeys {
		o.allItems = append(o.allItems, k.itemID)
	}
	return o
}

// queue queues a statement whose rows are scanned into targets, one after the other.
func (o *opening) queue(sql string, args []any, targets []any, row func() error) {
	o.batch.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, targets, row)
		return err
	})
}

// queueOwnReserves makes the reserves that goods of the sites' own organisations join, where there are none, and reads them.
func (o *opening) queueOwnReserves() {
	if !o.own {
		return
	}
	o.batch.Queue(`insert into reserve (owner_id, source, tier, custody)
		select distinct o.id, case when o.kind in ('ENTERPRISE','CARRIER') then 'ENTERPRISE' when o.kind in ('SOCIAL_ORGANISATION','MILITARY_UNIT') then 'SOCIAL' else 'GOVERNMENT' end, o.tier, 'DEDICATED'
		from site s join organisation o on o.id = s.organisation_id where s.id = any($1) and not exists (select 1 from reserve r where r.owner_id = o.id and r.custody = 'DEDICATED'
		  and r.programme = 'GENERAL' and r.purpose = '' and r.funding_source = '' and r.agreement_id is null) on conflict do nothing`, o.reach.sites)
	var siteID, reserveID int64
	o.queue(`select s.id, coalesce(`+ownReserve+`, 0) from site s where s.id = any($1)`, []any{o.allSites}, []any{&siteID, &reserveID}, func() error { o.ownReserves[siteID] = reserveID; return nil })
}

// queueLocks takes the locks. Levels that nobody has seen yet are made before they are locked: what does not exist cannot be locked.
func (o *opening) queueLocks() {
	if len(o.distinct) == 0 {
		return
	}
	var minimumID int64
	o.queue(`select m.id from minimum m where `+reached+` and `+minimumInForce+` order by m.id `+lockMinimum, []any{o.levelItems, o.levelSites}, []any{&minimumID},
		func() error { o.minimumIDs = append(o.minimumIDs, minimumID); return nil })
	known := levelsKnown(o.tx.Conn()).all(o.distinct)
	if !known {
		o.batch.Queue(`insert into stock_level (place_id, item_id) select t.p, t.i from unnest($1::bigint[], $2::bigint[]) as t(p, i) where t.p in (select id from place) and t.i in (select id from item)
			and not exists (select 1 from stock_level l where l.place_id = t.p and l.item_id = t.i) order by 1, 2 on conflict do nothing`, o.levelPlaces, o.levelItems)
	}
	locked := 0
	o.queue(`select 1 from stock_level l join unnest($1::bigint[], $2::bigint[]) as t(p, i) on l.place_id = t.p and l.item_id = t.i order by l.place_id, l.item_id `+lockLevel,
		[]any{o.levelPlaces, o.levelItems}, []any{nil}, func() error {
			if locked++; locked == len(o.distinct) && !known {
				o.made = o.distinct
			}
			return nil
		})
}

const lotFactColumns = `l.id, l.item_id, l.lot_no, l.quality, l.expires_on, l.unit_cost, coalesce(l.expires_on < (select business_date()), false), coalesce(l.certificate_due_on < (select business_date()), false)`

// lotRow is a row of lotFactColumns on its way into a book.
type lotRow struct {
	id int64
	lotFacts
}

func (l *lotRow) targets() []any {
	return []any{&l.id, &l.itemID, &l.lotNo, &l.quality, &l.expiresOn, &l.unitCost, &l.expired, &l.certificateDue}
}

// keepLot keeps a row that was read, apart from what the next row is read into.
func (b *book) keepLot(l lotRow) {
	l.unitCost = copied(l.unitCost)
	if l.expiresOn != nil {
		day := *l.expiresOn
		l.expiresOn = &day
	}
	b.lots[l.id] = l.lotFacts
}

// queueLots reads lots and reserves that are asked for by themselves, wherever they lie.
func (o *opening) queueLots() {
	var lot lotRow
	if len(o.reach.lots) > 0 {
		o.queue(`select `+lotFactColumns+` from lot l where l.id = any($1)`, []any{o.reach.lots}, lot.targets(), func() error { o.keepLot(lot); return nil })
	}
	if len(o.lotKeys) > 0 {
		var items []int64
		var nos, serials []string
		for _, k := range o.lotKeys {
			items, nos, serials = append(items, k.itemID), append(nos, k.lotNo), append(serials, k.serialNo)
		}
		var keyed lotRow
		var askedNo, serialNo string // a unit goes by its serial number, whatever lot it is said to be of
		o.queue(`select `+lotFactColumns+`, t.n, l.serial_no, exists (select 1 from balance b where b.lot_id = l.id and b.in_stock)
			from unnest($1::bigint[], $2::text[], $3::text[]) as t(i, n, s) join lot l on l.item_id = t.i and l.serial_no = t.s and (l.lot_no = t.n or t.s <> '')`,
			[]any{items, nos, serials}, append(keyed.targets(), &askedNo, &serialNo, &keyed.held), func() error {
				o.keepLot(keyed)
				o.lotIDs[lotKey{keyed.itemID, askedNo, serialNo}] = keyed.id
				return nil
			})
	}
	if o.own || len(o.reach.reserves) > 0 {
		var id int64
		var reserve reserveFacts
		o.queue(`select id, owner_id, tier, custody = 'ENTRUSTED', programme, purpose from reserve where id = any($1) or $2 and owner_id in (select organisation_id from site where id = any($3))`,
			[]any{o.reach.reserves, o.own, o.allSites}, []any{&id, &reserve.ownerID, &reserve.tier, &reserve.entrusted, &reserve.programme, &reserve.purpose},
			func() error { o.book.reserves[id] = reserve; return nil })
	}
}

// queueShelves reads what lies of the items at the sites, in the order in which it is picked.
func (o *opening) queueShelves() {
	if len(o.distinct) == 0 {
		return
	}
	var key stockKey
	var level levelKey
	var balance held
	var lot lotRow
	var reserve reserveFacts
	var binID int64
	var pickOrder int
	o.queue(`select b.site_id, b.item_id, b.place_id, coalesce(n.place_id, 0), coalesce(n.pick_order, 0), b.lot_id, b.reserve_id, b.on_hand, b.reserved, b.on_hold, `+lotFactColumns+`, r.owner_id, r.tier, r.custody = 'ENTRUSTED', r.programme, r.purpose
		from unnest($1::bigint[], $2::bigint[]) as t(s, i) join balance b on b.site_id = t.s and b.item_id = t.i and b.in_stock
		join lot l on l.id = b.lot_id join reserve r on r.id = b.reserve_id left join bin n on n.place_id = b.place_id
		order by l.expires_on nulls last, coalesce(n.pick_order, 0), b.place_id, b.lot_id, b.reserve_id`, []any{o.levelSites, o.levelItems},
		slices.Concat([]any{&level.siteID, &level.itemID, &key.placeID, &binID, &pickOrder, &key.lotID, &key.reserveID, &balance.onHand, &balance.reserved, &balance.onHold}, lot.targets(),
			[]any{&reserve.ownerID, &reserve.tier, &reserve.entrusted, &reserve.programme, &reserve.purpose}),
		func() error {
			o.stock[key] = balance
			o.shelves[level] = append(o.shelves[level], key)
			o.knowBin(level.siteID, binID, pickOrder)
			o.book.reserves[key.reserveID] = reserve
			if _, known := o.book.lots[lot.id]; !known {
				o.keepLot(lot)
			}
			return nil
		})
}

// queueTransit locks and reads what is on the road.
func (o *opening) queueTransit() {
	if len(o.transit) == 0 {
		return
	}
	var lots, reserves []int64
	for _, t := range o.transit {
		lots, reserves = append(lots, t.lotID), append(reserves, t.reserveID)
	}
	var key stockKey
	var balance held
	o.queue(`select b.place_id, b.lot_id, b.reserve_id, b.on_hand, b.reserved, b.on_hold from balance b join place p on p.id = b.place_id and p.kind = 'IN_TRANSIT'
		join unnest($1::bigint[], $2::bigint[]) as t(l, r) on b.lot_id = t.l and b.reserve_id = t.r order by b.place_id, b.lot_id, b.reserve_id for update of b`,
		[]any{lots, reserves}, []any{&key.placeID, &key.lotID, &key.reserveID, &balance.onHand, &balance.reserved, &balance.onHold}, func() error { o.stock[key] = balance; return nil })
}

// goBy takes from a reference what concerns the book.
func (b *book) goBy(ref *reference, sites, items []int64, ownReserves map[int64]int64) {
	for place, id := range ref.places {
		if place.SiteID == 0 {
			b.knowPlace(id, place)
		}
	}
	for _, id := range sites {
		if site, known := ref.sites[id]; known {
			site.ownReserveID = ownReserves[id]
			b.sites[id] = site
			b.knowPlace(ref.places[AtSite(id)], AtSite(id))
		}
	}
	for _, id := range items {
		if item, known := ref.items[id]; known {
			b.items[id] = item
		}
	}
	for _, c := range ref.consents {
		if !c.until.Before(b.today) {
			b.consents[c.reserveID] = append(b.consents[c.reserveID], c.purpose)
		}
	}
	b.rules, b.secondPerson = ref.rules, ref.secondPerson
}

// readMinimums reads minimums that are locked, and what counts against each.
func (b *book) readMinimums(ctx context.Context, ids []int64, weigh factors) error {
	if len(ids) == 0 {
		return nil
	}
	available := map[int64]decimal.Decimal{}
	batch := &pgx.Batch{}
	var h Headroom
	batch.Queue(`select `+headroomColumns+headroomFrom+` where m.id = any($1) order by m.id`, ids).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, h.targets(), func() error { b.minimums = append(b.minimums, h); return nil })
		return err
	})
	var id int64
	var sum decimal.Decimal
	// A floor over an item at a site is over what lies on the shelves, which is read already.
	batch.Queue(minimumSums(`(m.scope <> 'SITE' or m.item_id is null) and m.id = any($1)`), ids).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, []any{&id, &sum}, func() error { available[id] = sum; return nil })
		return err
	})
	if err := b.tx.SendBatch(ctx, batch).Close(); err != nil {
		return err
	}
	for i := range b.minimums {
		m := &b.minimums[i]
		m.Available, m.Factors = available[m.MinimumID], weigh[m.GroupCode]
		if m.Scope == "SITE" && m.ItemID != 0 {
			m.Available = b.usableAt(levelKey{m.SiteID, m.ItemID})
		}
	}
	return nil
}

// usableAt sums what lies on a shelf, may be used, and is not spoken for.
func (b *book) usableAt(l levelKey) (sum decimal.Decimal) {
	for _, k := range b.shelves[l] {
		if b.lots[k.lotID].usable() {
			sum = sum.Add(b.stock[k].free())
		}
	}
	return sum
}

// sameDay compares two business dates, each midnight UTC; nil is the same as nil only.
func sameDay(a, b *time.Time) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}
