package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"changping/internal/postgres"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// reading measures each question at the size that was loaded: p50 and p95, one client. Growth shows between a run with 1 and one
// with 10 million movements; for that p95 at 10 million is held against the target.
func reading(ctx context.Context, s *server, d *district, o options, r *report) error {
	inv := inventory.New(s.pool)
	ninety := 90
	r.section(fmt.Sprintf("Reading at %s movements (p50 / p95 in ms, one client, through the use case unless it says SQL)", format(float64(d.rows))))
	web, err := (&work{d: d, inv: inv, server: s}).serve(ctx)
	if err != nil {
		return err
	}
	defer web.Close()
	somewhere := func() (site, item int64) { return 1 + rand.Int64N(sites), 1 + rand.Int64N(items) }
	for _, q := range []struct {
		what   string
		most   int // how often it is asked
		ask    func() error
		target float64 // milliseconds; 0: 5
	}{
		{"stock on hand by item over the district, 431 rows: last night's close and the movements of today", 60, func() error {
			_, err := inv.DistrictStockAsOf(d.reader, 0, time.Now(), 1000, "")
			return err
		}, 0},
		{"the same 100 days ago", 40, func() error {
			_, err := inv.DistrictStockAsOf(d.reader, 0, time.Now().AddDate(0, 0, -100), 1000, "")
			return err
		}, 0},
		{"one item everywhere, 100 sites", 100, func() error {
			_, item := somewhere()
			_, err := inv.ListStock(d.reader, inventory.StockFilter{ItemID: item}, 100, nil)
			return err
		}, 0},
		{"one site, all items, 100 rows", 100, func() error {
			site, _ := somewhere()
			_, err := inv.ListStock(d.reader, inventory.StockFilter{SiteID: site}, 100, nil)
			return err
		}, 0},
		{"first page of the district's stock, 100 rows", 60, func() error {
			_, err := inv.ListStock(d.reader, inventory.StockFilter{}, 100, nil)
			return err
		}, 0},
		{"a stock card page of 50", 100, func() error {
			site, item := somewhere()
			_, err := inv.StockCard(d.reader, site, item, 0, 50, nil)
			return err
		}, 0},
		{"lots that expire in 90 days, list of 100", 60, func() error {
			_, err := inv.ListBalances(d.reader, inventory.StockFilter{ExpiringWithinDays: &ninety}, 100, nil)
			return err
		}, 0},
		{"lots that expire in 90 days, counted", 60, func() error {
			_, _, err := inv.CountExpiry(d.reader, 90)
			return err
		}, 0},
		{"shortfall of 330 items over 200 sites, 66,000 floors: the 100 nearest", 60, func() error {
			_, err := inv.ListMinimums(d.reader, inventory.MinimumFilter{BelowOnly: true}, 100, nil)
			return err
		}, 0},
		{"a page of 100 rows x 10 fields of one site through HTTP and GraphQL", 100, func() error {
			site, _ := somewhere()
			return web.stock(ctx, site)
		}, 15},
		{"a page of 100 rows x 10 fields of the district through HTTP and GraphQL", 100, func() error { return web.stock(ctx, 0) }, 15},
		{"FEFO for 50 lines at one site: locked, picked, posted and rolled back", 40, func() error {
			site, item := somewhere()
			is := inventory.Issue{SiteID: site, Reason: "CONSUMPTION"}
			for i := range int64(50) {
				is.Lines = append(is.Lines, inventory.IssueLine{ItemID: 1 + (item+i*6)%items, Quantity: one})
			}
			back := fmt.Errorf("back")
			err := postgres.InTx(d.keeper, s.pool, func(tx pgx.Tx) error {
				if _, err := inventory.IssueTx(d.keeper, tx, is); err != nil {
					return err
				}
				return back
			})
			if errors.Is(err, back) {
				return nil
			}
			return err
		}, 0},
	} {
		if !o.only.MatchString(q.what) {
			continue
		}
		var all []float64
		began, used, own := time.Now(), s.cpu(), ownCPU()
		asked := 0
		for n := 0; n < q.most+1 && time.Since(began) < 8*time.Second; n++ {
			begin := time.Now()
			asked++
			if err := q.ask(); err != nil {
				r.tell(q.what, "failed")
				fmt.Printf("%s: %v\n", q.what, err)
				all = nil
				break
			}
			if n > 0 || time.Since(begin) > 4*time.Second { // the first one warms
				all = append(all, milliseconds(time.Since(begin)))
			}
		}
		if len(all) > 0 {
			// On a machine that others use too, processor time tells more than the clock.
			r.atMost(fmt.Sprintf("%s (p50 %s, processor time of PostgreSQL %s, of this process %s)", q.what, format(quantile(all, 0.5)), format(1000*(s.cpu()-used)/float64(asked)),
				format(1000*(ownCPU()-own)/float64(asked))), " ms", quantile(all, 0.95), cmp.Or(q.target, 5))
		}
	}
	return nil
}

var one = decimal.NewFromInt(1)
