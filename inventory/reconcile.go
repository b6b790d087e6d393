package inventory

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"changping/access"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// proof is something that must always hold, with a query for the first row that breaks it.
type proof struct{ rule, firstBad string }

// task is a proof that is carried out; long ones are begun first, so that no processor is without work in the end.
type task struct {
	rule  string
	long  bool
	prove func(ctx context.Context, pool *pgxpool.Pool) error
}

// tasks are all that Verify proves, in the order in which it tells of it.
func tasks() (all []task) {
	ledger := &ledgerPass{most: ledgerPartRows}
	all = append(all, task{balancesAdd, true, func(ctx context.Context, pool *pgxpool.Pool) error {
		return ledger.prove(ctx, pool, balancesAdd, &ledger.balances)
	}})
	for _, p := range slices.Concat(proofs, timeProofs) {
		all = append(all, task{p.rule, false, p.prove})
	}
	all = append(all, task{closingRowsAdd, false, func(ctx context.Context, pool *pgxpool.Pool) error {
		return ledger.prove(ctx, pool, closingRowsAdd, &ledger.closing)
	}})
	for _, stream := range access.Streams() {
		all = append(all, task{"the " + stream + " chain is unbroken", true, func(ctx context.Context, pool *pgxpool.Pool) error {
			problem, err := access.VerifyStream(ctx, pool, stream)
			if err == nil && problem != "" {
				err = fmt.Errorf("broken: the %s chain: %s", stream, problem)
			}
			return err
		}})
	}
	return all
}

// proofs are what must always hold.
var proofs = []proof{
	{"a balance has the item of its lot and the site of its place", `
		select format('place %s, lot %s', b.place_id, b.lot_id) from balance b join lot l on l.id = b.lot_id join place p on p.id = b.place_id
		where l.item_id <> b.item_id or b.site_id is distinct from p.site_id limit 1`},
	{"a level is the sum of its balances over all places of its site", `
		select format('place %s, item %s: level %s, balances %s', place_id, item_id, coalesce(s.on_hand, 0), coalesce(b.sum, 0))
		from (select s.id as place_id, item_id, sum(on_hand) as sum from balance join place p on p.id = place_id join place s on s.kind = 'SITE' and s.site_id = p.site_id group by 1, 2) b
		full join stock_level s using (place_id, item_id) where coalesce(s.on_hand, 0) <> coalesce(b.sum, 0) order by place_id, item_id limit 1`},
	{"a level knows what is spoken for at its site, and the highest floor of the site's own minimums", `
		select format('place %s, item %s: %s spoken for, balances %s; floor of minimum %s: %s, minimums %s: %s', place_id, item_id, s.spoken_for, coalesce(b.sum, 0), s.minimum_id, s.floor, m.id, m.floor)
		from (select s.id as place_id, item_id, sum(reserved + on_hold) as sum from balance join place p on p.id = place_id join place s on s.kind = 'SITE' and s.site_id = p.site_id group by 1, 2) b
		full join stock_level s using (place_id, item_id)
		full join (select p.id as place_id, m.item_id, m.id, m.floor from minimum m join place p on p.kind = 'SITE' and p.site_id = m.site_id where m.on_level) m using (place_id, item_id)
		where coalesce(s.spoken_for, 0) <> coalesce(b.sum, 0) or (s.minimum_id, s.floor) is distinct from (m.id, m.floor)
		  or exists (select 1 from minimum x join place p on p.kind = 'SITE' and p.site_id = x.site_id where p.id = place_id and x.item_id = s.item_id and x.scope = 'SITE' and not x.on_level
		    and (x.to_date is null or x.to_date >= business_date()) and x.floor > coalesce(s.floor, -1)) order by place_id, item_id limit 1`},
	{"nothing is below zero", `
		select format('place %s, lot %s, reserve %s: on hand %s, reserved %s', place_id, lot_id, reserve_id, on_hand, reserved)
		from balance where on_hand < 0 or reserved < 0 limit 1`},
	{"what is reserved is the sum of live reservations, and within stock", `
		select format('place %s, lot %s, reserve %s: reserved %s, reservations %s, on hand %s', b.place_id, b.lot_id, b.reserve_id, b.reserved, coalesce(r.sum, 0), b.on_hand)
		from balance b left join (select place_id, lot_id, reserve_id, sum(quantity) as sum from reservation where state = 'LIVE' group by 1, 2, 3) r
		  using (place_id, lot_id, reserve_id)
		where b.reserved <> coalesce(r.sum, 0) or b.reserved > b.on_hand order by b.place_id, b.lot_id limit 1`},
	{"what is in transit is what transfers and waybills have sent and nobody has received", `
		select format('lot %s, reserve %s: in transit %s, on papers %s', lot_id, reserve_id, coalesce(b.on_hand, 0), coalesce(o.sum, 0))
		from (select lot_id, reserve_id, on_hand from balance join place p on p.id = place_id where p.kind = 'IN_TRANSIT' and on_hand <> 0) b
		full join (select lot_id, reserve_id, sum(q) as sum from (
		    select m.lot_id, m.reserve_id, m.quantity as q from movement m join document d on d.id = m.document_id where d.kind = 'TRANSFER' and d.state = 'IN_TRANSIT'
		    union all select l.lot_id, l.reserve_id, l.sent from waybill_line l where l.dispatch_document_id is not null and l.received is null) x group by 1, 2) o
		  using (lot_id, reserve_id)
		where coalesce(b.on_hand, 0) <> coalesce(o.sum, 0) limit 1`},
	{"every posted document has its lines numbered without a gap", `
		select format('document %s', d.id) from document d left join movement m on m.document_id = d.id where d.state in ('POSTED','IN_TRANSIT','REVERSED') and d.kind <> 'RELEASE_ORDER'
		group by d.id having count(m.id) = 0 or max(m.line_no) <> count(m.id) limit 1`},
}

// Verify proves the books: ledger = balances, nothing negative, reservations within stock, goods in transit on paper, and
// both hash chains unbroken. It tells each rule it has proved, in order, and fails with the first bad row. As many are proved at a time as
// there are processors, each upon its own picture: beside a running server each proof holds at its moment.
func Verify(ctx context.Context, pool *pgxpool.Pool, proved func(rule string)) error {
	all := tasks()
	errs := make([]chan error, len(all))
	next := make(chan int, len(all))
	for _, long := range []bool{true, false} {
		for i, t := range all {
			if t.long == long {
				errs[i] = make(chan error, 1)
				next <- i
			}
		}
	}
	close(next)
	each, stop := context.WithCancel(ctx)
	var workers sync.WaitGroup
	defer workers.Wait()
	defer stop()
	for range max(2, runtime.NumCPU()) {
		workers.Go(func() {
			for i := range next {
				errs[i] <- all[i].prove(each, pool)
			}
		})
	}
	for i, t := range all {
		if err := <-errs[i]; err != nil {
			return err
		}
		proved(t.rule)
	}
	return nil
}

// prove fails with the first row that breaks it.
func (p proof) prove(ctx context.Context, pool *pgxpool.Pool) error {
	var bad string
	err := postgres.InReadTx(ctx, pool, func(tx pgx.Tx) error {
		// A proof of ten million movements takes longer than a request may. It goes through whole tables, whose sums the planner
		// takes for small: joined row by row, a minute becomes a day.
		if _, err := tx.Exec(ctx, `set local statement_timeout = 0; set local work_mem = '64MB'; set local enable_nestloop = off`); err != nil {
			return err
		}
		return tx.QueryRow(ctx, p.firstBad).Scan(&bad)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err == nil {
		err = fmt.Errorf("broken: %s: %s", p.rule, bad)
	}
	return err
}
