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

// openBook locks what a reach covers and reads it, in one round trip; in a second, what minimums are over that were found. Locks are
// taken in one order, so that postings never deadlock: minimums by id, levels by site and item, balances in transit by key. The level's
// lock stands for all balances of the item at the site; a minimum is a sum over lots and sites, and the lock of its row is what keeps
// two postings from breaking it together. Level rows are made before they are locked: what does not exist cannot be locked. What is
// queued by also is read after the locks.
func openBook(ctx context.Context, tx pgx.Tx, r reach, also ...func(*pgx.Batch)) (*book, error) {
	b := &book{tx: tx, places: map[Place]int64{}, at: map[int64]Place{}, bins: map[int64]*binFacts{}, rooms: map[int64]*siteRoom{}, parts: map[int64][]reservationPart{}, packs: map[int64][]Pack{}, sites: map[int64]siteFacts{}, items: map[int64]Item{}, lots: map[int64]lotFacts{}, lotIDs: map[lotKey]int64{},
		reserves: map[int64]reserveFacts{}, stock: map[stockKey]held{}, shelves: map[levelKey][]stockKey{}, holds: map[int64]holdFacts{}, consents: map[int64][]string{}}
	var levelSites, levelItems, levelPlaces, transitLots, transitReserves, keyItems []int64
	var keyNos, keySerials []string
	var levels []levelKey
	seen := map[levelKey]bool{}
	for _, l := range r.levels {
		if !seen[l] {
			seen[l] = true
			levels = append(levels, l)
			levelSites, levelItems = append(levelSites, l.siteID), append(levelItems, l.itemID)
		}
	}
	sites := slices.Concat(r.sites, levelSites)
	items := slices.Clone(levelItems)
	for _, t := range r.transit {
		transitLots, transitReserves = append(transitLots, t.lotID), append(transitReserves, t.reserveID)
	}
	for _, k := range r.lotKeys {
		keyItems, keyNos, keySerials = append(keyItems, k.itemID), append(keyNos, k.lotNo), append(keySerials, k.serialNo)
		items = append(items, k.itemID)
	}
	ref, err := keptReference(tx.Conn(), sites), error(nil)
	if ref == nil {
		if ref, err = readReference(ctx, tx); err != nil {
			return nil, err
		}
	}
	for _, l := range levels {
		levelPlaces = append(levelPlaces, ref.places[AtSite(l.siteID)])
	}
	batch := &pgx.Batch{}
	queue := func(sql string, args []any, targets []any, row func() error) {
		batch.Queue(sql, args...).Query(func(rows pgx.Rows) error {
			_, err := pgx.ForEachRow(rows, targets, row)
			return err
		})
	}
	queue(beginning, nil, []any{&b.now, &b.today, nil, nil, nil, nil}, func() error { return nil })
	ownReserves := map[int64]int64{}
	var siteID, reserveID int64
	if r.own {
		batch.Queue(`insert into reserve (owner_id, source, tier, custody)
			select distinct o.id, case when o.kind in ('ENTERPRISE','CARRIER') then 'ENTERPRISE' when o.kind in ('SOCIAL_ORGANISATION','MILITARY_UNIT') then 'SOCIAL' else 'GOVERNMENT' end, o.tier, 'DEDICATED'
			from site s join organisation o on o.id = s.organisation_id where s.id = any($1) and not exists (select 1 from reserve r where r.owner_id = o.id and r.custody = 'DEDICATED'
			  and r.programme = 'GENERAL' and r.purpose = '' and r.funding_source = '' and r.agreement_id is null) on conflict do nothing`, r.sites)
		queue(`select s.id, coalesce(`+ownReserve+`, 0) from site s where s.id = any($1)`, []any{sites}, []any{&siteID, &reserveID}, func() error { ownReserves[siteID] = reserveID; return nil })
	}
	var minimumIDs []int64
	if len(levels) > 0 {
		var minimumID int64
		queue(`select m.id from minimum m where `+reached+` and `+minimumInForce+` order by m.id `+lockMinimum, []any{levelItems, levelSites}, []any{&minimumID}, func() error { minimumIDs = append(minimumIDs, minimumID); return nil })
		known := levelsKnown(tx.Conn()).all(levels)
		if !known {
			batch.Queue(`insert into stock_level (place_id, item_id) select t.p, t.i from unnest($1::bigint[], $2::bigint[]) as t(p, i) where t.p in (select id from place) and t.i in (select id from item)
				and not exists (select 1 from stock_level l where l.place_id = t.p and l.item_id = t.i) order by 1, 2 on conflict do nothing`, levelPlaces, levelItems)
		}
		locked := 0
		queue(`select 1 from stock_level l join unnest($1::bigint[], $2::bigint[]) as t(p, i) on l.place_id = t.p and l.item_id = t.i order by l.place_id, l.item_id `+lockLevel, []any{levelPlaces, levelItems}, []any{nil}, func() error {
			if locked++; locked == len(levels) && !known {
				b.made = levels
			}
			return nil
		})
	}
	b.queueRoom(queue, r)
	for _, f := range also {
		f(batch)
	}
	// Read after the locks: who waited for them acts after those that went before, by the clock too.
	var version int64
	queue(`select clock_timestamp(), `+referenceVersion, nil, []any{&b.moment, &version}, func() error { return nil })
	b.queueOrders(queue, r.orders)
	b.queueOverrides(queue, r.overrides)

	var lotID int64
	var lot lotFacts
	lotTargets := []any{&lotID, &lot.itemID, &lot.lotNo, &lot.quality, &lot.expiresOn, &lot.unitCost, &lot.expired, &lot.certificateDue}
	const lotColumns = `l.id, l.item_id, l.lot_no, l.quality, l.expires_on, l.unit_cost, coalesce(l.expires_on < (select business_date()), false), coalesce(l.certificate_due_on < (select business_date()), false)`
	keepLot := func() {
		l := lot
		if lot.expiresOn != nil {
			day := *lot.expiresOn
			l.expiresOn = &day
		}
		if lot.unitCost != nil {
			cost := *lot.unitCost
			l.unitCost = &cost
		}
		b.lots[lotID] = l
	}
	if len(r.lots) > 0 {
		queue(`select `+lotColumns+` from lot l where l.id = any($1)`, []any{r.lots}, lotTargets, func() error { keepLot(); return nil })
	}
	var askedNo, serialNo string // a unit goes by its serial number, whatever lot it is said to be of
	if len(r.lotKeys) > 0 {
		queue(`select `+lotColumns+`, t.n, l.serial_no, exists (select 1 from balance b where b.lot_id = l.id and b.in_stock)
		from unnest($1::bigint[], $2::text[], $3::text[]) as t(i, n, s) join lot l on l.item_id = t.i and l.serial_no = t.s and (l.lot_no = t.n or t.s <> '')`,
			[]any{keyItems, keyNos, keySerials}, append(lotTargets[:len(lotTargets):len(lotTargets)], &askedNo, &serialNo, &lot.held), func() error {
				keepLot()
				b.lotIDs[lotKey{lot.itemID, askedNo, serialNo}] = lotID
				return nil
			})
	}
	var reserve reserveFacts
	if r.own || len(r.reserves) > 0 {
		queue(`select id, owner_id, tier, custody = 'ENTRUSTED', programme, purpose from reserve where id = any($1)
		or $2 and owner_id in (select organisation_id from site where id = any($3))`, []any{r.reserves, r.own, sites}, []any{&reserveID, &reserve.ownerID, &reserve.tier, &reserve.entrusted, &reserve.programme, &reserve.purpose},
			func() error { b.reserves[reserveID] = reserve; return nil })
	}

	var key stockKey
	var level levelKey
	var balance held
	lot.held = false
	var binID int64
	var pickOrder int
	queue(`select b.site_id, b.item_id, b.place_id, coalesce(n.place_id, 0), coalesce(n.pick_order, 0), b.lot_id, b.reserve_id, b.on_hand, b.reserved, b.on_hold, `+lotColumns+`, r.owner_id, r.tier, r.custody = 'ENTRUSTED', r.programme, r.purpose
		from unnest($1::bigint[], $2::bigint[]) as t(s, i) join balance b on b.site_id = t.s and b.item_id = t.i and b.in_stock
		join lot l on l.id = b.lot_id join reserve r on r.id = b.reserve_id left join bin n on n.place_id = b.place_id
		order by l.expires_on nulls last, coalesce(n.pick_order, 0), b.place_id, b.lot_id, b.reserve_id`, []any{levelSites, levelItems},
		append(append([]any{&level.siteID, &level.itemID, &key.placeID, &binID, &pickOrder, &key.lotID, &key.reserveID, &balance.onHand, &balance.reserved, &balance.onHold}, lotTargets...), &reserve.ownerID, &reserve.tier, &reserve.entrusted, &reserve.programme, &reserve.purpose),
		func() error {
			b.stock[key] = balance
			b.shelves[level] = append(b.shelves[level], key)
			b.knowBin(level.siteID, binID, pickOrder)
			b.reserves[key.reserveID] = reserve
			if _, known := b.lots[lotID]; !known {
				keepLot()
			}
			return nil
		})
	if r.within {
		b.queueCarriable(queue, levelSites, levelItems)
	}
	if len(r.holds) > 0 {
		b.queueHolds(queue, r.holds)
	}
	if len(r.packs) > 0 {
		b.queuePacks(queue, r.packs)
	}
	if len(r.reserved) > 0 {
		b.queueParts(queue, r.reserved)
	}
	if len(transitLots) > 0 {
		queue(`select b.place_id, b.lot_id, b.reserve_id, b.on_hand, b.reserved, b.on_hold from balance b join place p on p.id = b.place_id and p.kind = 'IN_TRANSIT'
			join unnest($1::bigint[], $2::bigint[]) as t(l, r) on b.lot_id = t.l and b.reserve_id = t.r order by b.place_id, b.lot_id, b.reserve_id for update of b`,
			[]any{transitLots, transitReserves}, []any{&key.placeID, &key.lotID, &key.reserveID, &balance.onHand, &balance.reserved, &balance.onHold}, func() error { b.stock[key] = balance; return nil })
	}
	arrange(batch)
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return nil, err
	}
	if ref.version != version {
		if ref, err = readReference(ctx, tx); err != nil {
			return nil, err
		}
	}
	b.goBy(ref, sites, items, ownReserves)
	return b, b.readMinimums(ctx, minimumIDs, ref.factors)
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
