package inventory

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"sync"
	"time"

	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// The two proofs that need every movement go through the ledger once, here: grouping it in the database, for the balances and again by
// level and day, took nine tenths of the time of all proofs together.
const (
	balancesAdd    = "every balance is the sum of its movements"
	closingRowsAdd = "a closing row is the one before it and what the ledger moved on its day, and no day is closed before its time"
)

// ledgerPartRows is how many balances and closing rows are held in memory at a time, some 100 bytes each; beyond that the ledger is gone
// through again for other items.
const ledgerPartRows = 4_000_000

// ledgerPass goes through the ledger once for whoever asks first, and tells both what it found.
type ledgerPass struct {
	most              int // ledgerPartRows
	once              sync.Once
	balances, closing string // the first that is wrong; empty where all are right
	err               error
}

func (l *ledgerPass) prove(ctx context.Context, pool *pgxpool.Pool, rule string, found *string) error {
	l.once.Do(func() {
		l.err = postgres.InReadTx(ctx, pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, `set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`); err != nil {
				return err
			}
			var rows int
			if err := tx.QueryRow(ctx, `select (select count(*) from balance) + (select count(*) from level_day)`).Scan(&rows); err != nil {
				return err
			}
			places, err := readLedgerPlaces(ctx, tx)
			for part, parts := 0, 1+rows/l.most; err == nil && part < parts; part++ {
				s := &ledgerSums{ledgerPlaces: places, part: part, parts: parts, balances: map[stockKey]amount{}, levels: map[levelKey]int32{}, days: map[levelDay]moved{}}
				if err = s.read(ctx, tx); err == nil {
					l.balances, l.closing = cmp.Or(l.balances, s.wrongBalance), cmp.Or(l.closing, s.wrongClosing)
				}
			}
			return err
		})
	})
	if l.err != nil {
		return l.err
	}
	if *found != "" {
		return fmt.Errorf("broken: %s: %s", rule, *found)
	}
	return nil
}

// ledgerPlaces says of each place what the ledger needs to know.
type ledgerPlaces struct {
	physical map[int64]bool
	sites    map[int64]int64 // the site of a place
	own      map[int64]int64 // the place of a site by which its levels go
}

func readLedgerPlaces(ctx context.Context, tx pgx.Tx) (p ledgerPlaces, err error) {
	p = ledgerPlaces{map[int64]bool{}, map[int64]int64{}, map[int64]int64{}}
	rows, err := tx.Query(ctx, `select id, kind, physical, coalesce(site_id, 0) from place`)
	if err != nil {
		return p, err
	}
	var id, site int64
	var kind string
	var physical bool
	_, err = pgx.ForEachRow(rows, []any{&id, &kind, &physical, &site}, func() error {
		if p.physical[id] = physical; site != 0 {
			p.sites[id] = site
		}
		if kind == "SITE" {
			p.own[site] = id
		}
		return nil
	})
	return p, err
}

// ledgerSums adds up the movements of some items: by what lies where, and by level and day for days that are closed.
type ledgerSums struct {
	ledgerPlaces
	part, parts                int
	balances                   map[stockKey]amount
	levels                     map[levelKey]int32 // by the place of the site; the day until which it is closed
	days                       map[levelDay]moved
	wrongBalance, wrongClosing string
}

// levelDay is a day of a level, in days since the year 2000.
type levelDay struct {
	levelKey
	day int32
}

// moved is what came and what went.
type moved struct{ came, went amount }

// neverClosed is a day before all others.
const neverClosed = -1 << 31

func (s *ledgerSums) read(ctx context.Context, tx pgx.Tx) error {
	for _, read := range []func(context.Context, pgx.Tx) error{s.readLevels, s.readMovements, s.readBalances, s.readClosings} {
		if err := read(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// each calls f with the binary values of each row of those items.
func (s *ledgerSums) each(ctx context.Context, tx pgx.Tx, sql string, f func(v [][]byte) error) error {
	rows, err := tx.Query(ctx, sql, s.parts, s.part)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.RawValues()); err != nil {
			return err
		}
	}
	return rows.Err()
}

func int8Of(v []byte) int64 { return int64(binary.BigEndian.Uint64(v)) }
func dateOf(v []byte) int32 { return int32(binary.BigEndian.Uint32(v)) } // since the year 2000

func (s *ledgerSums) readLevels(ctx context.Context, tx pgx.Tx) error {
	return s.each(ctx, tx, `select place_id, item_id, closed_until from stock_level where item_id % $1 = $2`, func(v [][]byte) error {
		until := int32(neverClosed)
		if v[2] != nil {
			until = dateOf(v[2])
		}
		s.levels[levelKey{int8Of(v[0]), int8Of(v[1])}] = until
		return nil
	})
}

func (s *ledgerSums) readMovements(ctx context.Context, tx pgx.Tx) error {
	return s.each(ctx, tx, `select item_id, lot_id, reserve_id, from_place_id, to_place_id, quantity::numeric, occurred_at from movement where item_id % $1 = $2`, func(v [][]byte) error {
		q, err := amountOf(v[5])
		if err != nil {
			return err
		}
		item, lot, reserve, from, to := int8Of(v[0]), int8Of(v[1]), int8Of(v[2]), int8Of(v[3]), int8Of(v[4])
		if s.physical[to] {
			k := stockKey{to, lot, reserve}
			s.balances[k] = s.balances[k].plus(q)
		}
		if s.physical[from] {
			k := stockKey{from, lot, reserve}
			s.balances[k] = s.balances[k].minus(q)
		}
		cameTo, wentFrom := s.sites[to], s.sites[from]
		if cameTo == wentFrom { // within a site goods neither come nor go
			return nil
		}
		day := ledgerDay(int8Of(v[6]))
		if d, closed := s.closedDay(cameTo, item, day); closed {
			m := s.days[d]
			m.came = m.came.plus(q)
			s.days[d] = m
		}
		if d, closed := s.closedDay(wentFrom, item, day); closed {
			m := s.days[d]
			m.went = m.went.plus(q)
			s.days[d] = m
		}
		return nil
	})
}

// ledgerDay is the day in Asia/Shanghai, in days since the year 2000, of a moment in microseconds since then.
func ledgerDay(microseconds int64) int32 {
	const day = 24 * 3600 * 1_000_000
	local := microseconds + day/3 // eight hours
	return int32((local - ((local%day)+day)%day) / day)
}

// closedDay gives the day of a level, if it is closed.
func (s *ledgerSums) closedDay(site, item int64, day int32) (d levelDay, closed bool) {
	if site == 0 {
		return d, false
	}
	d = levelDay{levelKey{s.own[site], item}, day}
	until, known := s.levels[d.levelKey]
	return d, known && day <= until
}

func (s *ledgerSums) readBalances(ctx context.Context, tx pgx.Tx) error {
	var wrong []stockKey
	said := map[stockKey]amount{}
	if err := s.each(ctx, tx, `select place_id, lot_id, reserve_id, on_hand::numeric from balance where item_id % $1 = $2`, func(v [][]byte) error {
		k := stockKey{int8Of(v[0]), int8Of(v[1]), int8Of(v[2])}
		onHand, err := amountOf(v[3])
		if err != nil {
			return err
		}
		if s.balances[k] != onHand {
			wrong, said[k] = append(wrong, k), onHand
		} else {
			delete(s.balances, k)
		}
		return nil
	}); err != nil {
		return err
	}
	for k, sum := range s.balances { // what the ledger has and no balance
		if _, known := said[k]; !known && sum != (amount{}) {
			wrong = append(wrong, k)
		}
	}
	if len(wrong) > 0 {
		k := slices.MinFunc(wrong, stockKey.compare)
		s.wrongBalance = fmt.Sprintf("place %d, lot %d, reserve %d: balance %s, ledger %s", k.placeID, k.lotID, k.reserveID, said[k], s.balances[k])
	}
	s.balances = nil
	return nil
}

func (s *ledgerSums) readClosings(ctx context.Context, tx pgx.Tx) error {
	type row struct {
		moved
		closing amount
	}
	var wrong []levelDay
	said := map[levelDay]row{}
	var before levelKey
	var last amount
	if err := s.each(ctx, tx, `select place_id, item_id, day, came::numeric, went::numeric, closing::numeric from level_day where item_id % $1 = $2 order by place_id, item_id, day`, func(v [][]byte) error {
		d := levelDay{levelKey{int8Of(v[0]), int8Of(v[1])}, dateOf(v[2])}
		var r row
		for i, a := range []*amount{&r.came, &r.went, &r.closing} {
			var err error
			if *a, err = amountOf(v[3+i]); err != nil {
				return err
			}
		}
		if d.levelKey != before {
			before, last = d.levelKey, amount{}
		}
		by, known := s.days[d]
		if !known || by != r.moved || r.closing != last.plus(r.came).minus(r.went) || d.day > s.levels[d.levelKey] {
			wrong, said[d] = append(wrong, d), r
		} else {
			delete(s.days, d)
		}
		last = r.closing
		return nil
	}); err != nil {
		return err
	}
	for d := range s.days { // a day on which the ledger moved, and no row
		if _, known := said[d]; !known {
			wrong = append(wrong, d)
		}
	}
	if len(wrong) > 0 {
		d := slices.MinFunc(wrong, func(a, b levelDay) int {
			return cmp.Or(cmp.Compare(a.siteID, b.siteID), cmp.Compare(a.itemID, b.itemID), cmp.Compare(a.day, b.day))
		})
		r, by := said[d], s.days[d]
		s.wrongClosing = fmt.Sprintf("place %d, item %d, day %s: %s in, %s out, closing %s; by the ledger %s in, %s out", d.siteID, d.itemID,
			time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(d.day)).Format(time.DateOnly), r.came, r.went, r.closing, by.came, by.went)
	}
	return nil
}
