package inventory

import (
	"context"

	"changping/access"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// The district's stock by item is kept as sums that lag behind the ledger by a minute at most; who reads them adds what came since.

// The most movement numbers that one transaction adds to the sums: well within a statement's time, also when a long history is summed
// for the first time.
const sumMost = 500_000

// netAtSites is what a movement m from place f to place t brings to the sites together: nothing where it goes from one to another.
const netAtSites = `sum(case when t.site_id is null then 0 else m.quantity end) - sum(case when f.site_id is null then 0 else m.quantity end)`

const sumDistrict = `with n as materialized (
	  select m.item_id, ` + netAtSites + ` as net from movement m join place t on t.id = m.to_place_id join place f on f.id = m.from_place_id
	  where m.id > $1 and m.id <= $2 group by 1)
	update district_stock d set on_hand = d.on_hand + n.net from n where n.item_id = d.item_id`

// SumDistrict brings the district's sums up to the last movement before which none can appear any more. Safe to run late, twice, and
// beside postings. For the job of every minute; settings.write.
func (inv *Inventory) SumDistrict(ctx context.Context) error {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return err
	}
	settled, err := access.Settled(ctx, inv.Pool, "movement")
	for done := false; err == nil && !done; {
		err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
			var upTo int64
			if err := tx.QueryRow(ctx, `select up_to from district_stock_mark for update`).Scan(&upTo); err != nil {
				return err
			}
			next := min(settled, upTo+sumMost)
			if done = next <= upTo; done {
				return nil
			}
			if _, err := tx.Exec(ctx, `insert into district_stock (item_id, on_hand) select id, 0 from item i where not exists (select from district_stock d where d.item_id = i.id) order by id`); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, sumDistrict, upTo, next); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `update district_stock_mark set up_to = $1`, next)
			return err
		})
	}
	return err
}
