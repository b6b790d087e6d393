package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"changping/internal/fault"
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
		{"FEFO for 50 lines at one site: locked, picked, and refused for the sake of a 51st", 200, func() error {
			if err := d.fefo(s, true); !fault.IsCode(err, "INSUFFICIENT_STOCK") {
				return cmp.Or(err, errors.New("nothing was refused"))
			}
			return nil
		}, 0},
		{"the same, picked, posted and rolled back", 200, func() error { return d.fefo(s, false) }, untold},
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
		if o.statements > 0 {
			fmt.Println(q.what)
			if err := s.statements(ctx, o.statements, float64(asked)); err != nil {
				return err
			}
		}
		if len(all) > 0 {
			// On a machine that others use too, processor time tells more than the clock.
			what := fmt.Sprintf("%s (p50 %s, processor time of PostgreSQL %s, of this process %s)", q.what, format(quantile(all, 0.5)), format(1000*(s.cpu()-used)/float64(asked)),
				format(1000*(ownCPU()-own)/float64(asked)))
			if q.target == untold {
				r.tell(what, spread([]float64{quantile(all, 0.95)}, " ms"))
			} else {
				r.atMost(what, " ms", quantile(all, 0.95), cmp.Or(q.target, 5))
			}
		}
	}
	return nil
}

// untold is the target of what was given none.
const untold = -1

// fefo issues 50 items that lie in several lots at one site, and rolls back. refused: one line more asks for more than there is.
func (d *district) fefo(s *server, refused bool) error {
	lie := int64(min(items, d.rows/movementsOf/sites)) // at each site
	site, item := 1+rand.Int64N(sites), rand.Int64N(lie)
	is := inventory.Issue{SiteID: site, Reason: "CONSUMPTION"}
	for i := range int64(50) {
		is.Lines = append(is.Lines, inventory.IssueLine{ItemID: 1 + (item+i)%lie, Quantity: one})
	}
	if refused {
		is.Lines = append(is.Lines, inventory.IssueLine{ItemID: d.firstOwn, Quantity: decimal.New(9, 11)})
	}
	back := errors.New("back")
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
}

var one = decimal.NewFromInt(1)
