package main

import (
	"cmp"
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"changping/access"
	"changping/inventory"

	"github.com/shopspring/decimal"
)

// The district that is measured: 200 sites, 330 items that history is loaded for, and items that are posted.
const (
	sites       = 200
	items       = 330
	postItems   = 100 // at each of the sites, one lot with plenty
	movementsOf = 10  // a lot: one receipt and nine issues
)

// district is what was loaded.
type district struct {
	rows     int
	keeper   context.Context // may post at every site
	reader   context.Context
	firstOwn int64 // the first of the items that are posted; the last is the hot one
	hot      int64
}

// loadDistrict fills the tables: history straight into them, with balances and levels that are its sums, and the rest through the
// use cases. The order of ids is that of time: all lots are received, then issued from nine times.
func loadDistrict(ctx context.Context, s *server, rows int) (*district, error) {
	begin := time.Now()
	d := &district{rows: rows, firstOwn: items + 1, hot: items + postItems + 1}
	if loaded, err := d.find(ctx, s); loaded || err != nil {
		return d, err
	}
	lots := rows / movementsOf
	const item = `((l/10/200)*10 + l%10) % 330 + 1` // ten lots in a row lie at one site
	const site = `(l/10) % 200 + 1`
	moment := `now() - interval '360 days' + k * interval '36 days' + b * interval '1 second' / greatest(1, ` + fmt.Sprint(lots/10) + ` / 3000000.0)`
	for _, sql := range []string{
		`set synchronous_commit = off; set maintenance_work_mem = '256MB'`,
		`insert into organisation (code, name_zh, name_en, kind, tier) values ('B', '区', 'District', 'DISTRICT_BUREAU', 'DISTRICT')`,
		fmt.Sprintf(`insert into site (code, name_zh, name_en, kind, organisation_id, town_id, latitude, longitude) select 'S' || i, 'S' || i, 'S' || i, 'DEPOT', 1, 1, 39, 117 from generate_series(1, %d) i`, sites),
		`insert into place (kind, site_id) select 'SITE', id from site on conflict do nothing`,
		`insert into category (code, name_zh, name_en) values ('LR', '生活', 'Living')`,
		fmt.Sprintf(`insert into item (code, category_id, subcategory_zh, subcategory_en, name_zh, name_en, slug, unit_zh, unit_en, scale, pack_size, pack_policy, weight_kg, volume_m3, storage_condition,
			cold_chain, livelihood_good, tracking, returnable) select 'I' || i, 1, '', '', 'I' || i, 'I' || i, 'i' || i, '个', 'pc', 0, 1, 'LOOSE', 1, 0.01, 'dry', false, false, 'LOT', false
			from generate_series(1, %d) i`, items+postItems+1),
		`insert into reserve (owner_id, source, tier, custody) values (1, 'GOVERNMENT', 'DISTRICT', 'DEDICATED')`,
		`set session_replication_role = replica`,
		fmt.Sprintf(`insert into lot (item_id, lot_no, expires_on, origin) select %s, 'L' || l, business_date() + 1 + (l::bigint * 7919 %% 1500)::int, 'PURCHASE' from generate_series(0, %d) l order by l`, item, lots-1),
		fmt.Sprintf(`insert into document (number, kind, state, site_id, occurred_at, recorded_at) select 'X-' || k || '-' || b, case k when 0 then 'RECEIPT' else 'ISSUE' end, 'POSTED', b %% 200 + 1, %s, %s
			from generate_series(0, %d) k, generate_series(0, %d) b order by k, b`, moment, moment, movementsOf-1, lots/10-1),
		`set session_replication_role = origin; alter table movement disable trigger all; alter table movement enable trigger movement_hashed`,
	} {
		if _, err := s.owner.Exec(ctx, sql); err != nil {
			return nil, fmt.Errorf("%.80s: %w", sql, err)
		}
	}
	for k := range movementsOf {
		if _, err := s.owner.Exec(ctx, fmt.Sprintf(`insert into movement (document_id, line_no, item_id, lot_id, reserve_id, from_place_id, to_place_id, quantity, occurred_at, recorded_at)
			select %[1]d::bigint * %[2]d + l/10 + 1, l %% 10 + 1, %[3]s, l + 1, 1, case %[1]d when 0 then v.id else p.id end, case %[1]d when 0 then p.id else c.id end, case %[1]d when 0 then 100 else 10 end, d.occurred_at, d.recorded_at
			from generate_series(0, %[4]d) l join place p on p.site_id = %[5]s join document d on d.id = %[1]d::bigint * %[2]d + l/10 + 1, place v, place c where v.kind = 'SUPPLIER' and c.kind = 'CONSUMED' order by l`,
			k, lots/10, item, lots-1, site)); err != nil {
			return nil, err
		}
	}
	for _, sql := range []string{
		`alter table movement enable trigger all; set session_replication_role = replica`,
		fmt.Sprintf(`insert into balance (place_id, lot_id, reserve_id, item_id, on_hand, site_id, keeps_until, good) select p.id, t.id, 1, t.item_id, 10, p.site_id, t.keeps_until, t.good
			from generate_series(0, %d) l join lot t on t.id = l + 1 join place p on p.site_id = %s`, lots-1, site),
		`insert into stock_level (place_id, item_id, on_hand) select place_id, item_id, sum(on_hand) from balance group by 1, 2`,
		// A floor for every item at every site that has some: one in ten is below it.
		`insert into minimum (kind, scope, site_id, item_id, on_level, floor) select 'POLICY', 'SITE', p.site_id, l.item_id, true, case when (p.site_id + l.item_id) % 10 = 0 then l.on_hand + 1 else l.on_hand / 2 end
			from stock_level l join place p on p.id = l.place_id`,
		`update stock_level l set minimum_id = m.id, floor = m.floor from place p, minimum m where p.id = l.place_id and m.site_id = p.site_id and m.item_id = l.item_id`,
		`set session_replication_role = origin; reset synchronous_commit`,
	} {
		if _, err := s.owner.Exec(ctx, sql); err != nil {
			return nil, fmt.Errorf("%.80s: %w", sql, err)
		}
	}
	if err := d.stock(ctx, s); err != nil {
		return nil, err
	}
	if err := d.today(ctx, s); err != nil {
		return nil, err
	}
	for _, sql := range []string{`create table bench_loaded as select ` + fmt.Sprint(rows) + ` as rows`, `vacuum analyze`} {
		if _, err := s.owner.Exec(ctx, sql); err != nil {
			return nil, err
		}
	}
	fmt.Printf("%s movements, %s balances, %s minimums loaded in %s\n", format(float64(rows)), format(float64(lots)), format(sites*items), time.Since(begin).Round(time.Second))
	return d, nil
}

// find tells whether an earlier run loaded this cluster, and who may post in it.
func (d *district) find(ctx context.Context, s *server) (loaded bool, err error) {
	if err := s.owner.QueryRow(ctx, `select to_regclass('bench_loaded') is not null`).Scan(&loaded); err != nil || !loaded {
		return false, err
	}
	var rows int
	if err := s.owner.QueryRow(ctx, `select rows from bench_loaded`).Scan(&rows); err != nil {
		return false, err
	}
	if rows != d.rows {
		return false, fmt.Errorf("%s keeps a district of %d movements, not of %d", s.dir, rows, d.rows)
	}
	system, people := access.WithActor(ctx, access.System("bench")), access.New(s.pool)
	for account, as := range map[string]*context.Context{"keeper": &d.keeper, "auditor": &d.reader} {
		actor, err := people.FindActor(system, account)
		if err != nil {
			return false, err
		}
		*as = access.WithActor(ctx, actor)
	}
	// What is kept was closed on the day when it was loaded.
	return true, jobs(system, inventory.New(s.pool))
}

// stock brings in what is posted, through the use cases: plenty of each such item at every site, in one lot, and of the hot item
// at one site in three lots, under a covenant.
func (d *district) stock(ctx context.Context, s *server) error {
	system := access.WithActor(ctx, access.System("bench"))
	people := access.New(s.pool)
	person := func(account string, role access.Role) (context.Context, error) {
		id, err := people.CreatePerson(system, access.NewPerson{Account: account, Name: account})
		if err != nil {
			return nil, err
		}
		if err := people.GrantPost(system, access.NewPost{PersonID: id, Role: role, OrganisationID: 1}); err != nil {
			return nil, err
		}
		actor, err := people.FindActor(system, account)
		return access.WithActor(ctx, actor), err
	}
	var err error
	if d.keeper, err = person("keeper", access.Keeper); err != nil {
		return err
	}
	if d.reader, err = person("auditor", access.Auditor); err != nil {
		return err
	}
	inv := inventory.New(s.pool)
	plenty := decimal.New(1, 9)
	for site := int64(1); site <= sites; site++ {
		var lines []inventory.ReceiptLine
		for i := range int64(postItems) {
			lines = append(lines, inventory.ReceiptLine{ItemID: d.firstOwn + i, Quantity: plenty, LotNo: "P"})
		}
		if site == 1 {
			for lot := range 3 {
				lines = append(lines, inventory.ReceiptLine{ItemID: d.hot, Quantity: plenty, LotNo: fmt.Sprint("P", lot)})
			}
		}
		if _, err := inv.Receive(d.keeper, inventory.Receipt{RequestKey: fmt.Sprint("bench-stock-", site), SiteID: site, Reason: "PURCHASE", OccurredAt: time.Now().AddDate(0, 0, -2), Lines: lines}); err != nil {
			return err
		}
	}
	_, err = inv.SetMinimum(system, inventory.Minimum{Kind: "COVENANT", Scope: "ORGANISATION", OrganisationID: 1, ItemID: d.hot, Floor: decimal.New(1, 6)})
	return err
}

// today closes the days up to yesterday, as the job of the night does, and posts as many movements as a day of the year has.
func (d *district) today(ctx context.Context, s *server) error {
	inv := inventory.New(s.pool)
	if _, err := inv.CloseDays(access.WithActor(ctx, access.System("bench"))); err != nil {
		return err
	}
	w := &work{d: d, inv: inv, server: s, run: "today"}
	var left atomic.Int64
	left.Store(int64(d.rows / 365))
	failed := make(chan error, 32)
	for range 32 {
		go func() {
			var err error
			for err == nil && left.Add(-1) >= 0 {
				err = w.issueSpread(d.keeper)
			}
			failed <- err
		}()
	}
	var err error
	for range 32 {
		err = cmp.Or(err, <-failed)
	}
	return cmp.Or(err, jobs(access.WithActor(ctx, access.System("bench")), inv))
}

// jobs runs those of the server's jobs that answers are read from.
func jobs(ctx context.Context, inv *inventory.Inventory) error {
	if _, err := inv.CloseDays(ctx); err != nil {
		return err
	}
	return inv.SumDistrict(ctx)
}
