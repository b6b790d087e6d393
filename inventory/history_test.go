package inventory_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"changping/internal/fault"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// past is an instant so many days ago, at an hour of that day in Shanghai.
func past(days, hour int) time.Time {
	return day(-days).Add(time.Duration(hour-8) * time.Hour)
}

func (b *bundle) receiveAt(at time.Time, site int64, quantity, lot string) (int64, error) {
	posted, err := b.Receive(b.keeper, inventory.Receipt{RequestKey: newKey(), SiteID: site, Reason: "PURCHASE", OccurredAt: at,
		Lines: []inventory.ReceiptLine{{ItemID: b.blanket, Quantity: d(quantity), LotNo: lot}}})
	return posted.DocumentID, err
}

func (b *bundle) issueAt(at time.Time, site int64, quantity string) (int64, error) {
	posted, err := b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: site, Reason: "CONSUMPTION", OccurredAt: at,
		Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d(quantity)}}})
	return posted.DocumentID, err
}

func (b *bundle) ok(id int64, err error) int64 {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

func (b *bundle) asOf(site int64, at time.Time) string {
	b.t.Helper()
	rows, err := b.StockAsOf(b.keeper, site, b.blanket, at, 10, "")
	if err != nil {
		b.t.Fatal(err)
	}
	if len(rows) == 0 {
		return "0"
	}
	return rows[0].OnHand.String()
}

// card reads a whole stock card, two rows a page, newest first.
func (b *bundle) card(site, lot int64) (all []inventory.StockCardRow) {
	b.t.Helper()
	var before *inventory.StockCardKey
	for {
		page, err := b.StockCard(b.keeper, site, b.blanket, lot, 2, before)
		if err != nil {
			b.t.Fatal(err)
		}
		all = append(all, page...)
		if len(page) < 2 {
			return all
		}
		before = &inventory.StockCardKey{OccurredAt: page[1].OccurredAt, MovementID: page[1].MovementID}
	}
}

// Pain: a backdated entry that breaks history.
func TestALateEntryCannotBreakHistory(t *testing.T) {
	b := setup(t)
	b.ok(b.receiveAt(past(20, 9), b.depot, "100", "A"))
	b.ok(b.issueAt(past(10, 9), b.depot, "70"))
	b.ok(b.receiveAt(past(5, 9), b.depot, "50", "A")) // 80 are there now, 30 were there from ten to five days ago
	_, err := b.issueAt(past(15, 9), b.depot, "31")
	f := wantCode(t, err, "LATE_NEGATIVE")
	if f.Facts["day"] != day(-10).Format(time.DateOnly) || f.Facts["balance"] != "30" || f.Facts["requested"] != "31" || f.Facts["lotNo"] != "A" {
		t.Errorf("the refusal does not tell the day and the balance: %v", f.Facts)
	}
	b.ok(b.issueAt(past(15, 9), b.depot, "30"))
	_, err = b.issueAt(past(25, 9), b.depot, "1") // nothing had come yet
	wantCode(t, err, "LATE_NEGATIVE")
	b.ok(b.issueAt(past(2, 9), b.depot, "50")) // all that is left, after the last receipt
	for name, at := range map[string]time.Time{"too long ago": past(31, 0), "in the future": time.Now().Add(time.Hour)} {
		if _, err := b.receiveAt(at, b.depot, "1", "B"); !fault.IsCode(err, "OCCURRED_AT") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if b.asOf(b.depot, past(15, 10)) != "70" || b.asOf(b.depot, past(7, 0)) != "0" || b.available(b.depot, b.blanket) != "0" {
		t.Errorf("as of then: %s, %s", b.asOf(b.depot, past(15, 10)), b.asOf(b.depot, past(7, 0)))
	}
}

// A window made shorter by an administrator holds from the next posting on.
func TestTheLateWindowIsASetting(t *testing.T) {
	b := setup(t)
	if _, err := b.db.Pool.Exec(t.Context(), `update setting set value = '3' where name = 'late_entry_days'`); err != nil {
		t.Fatal(err)
	}
	_, err := b.receiveAt(past(4, 0), b.depot, "1", "A")
	wantCode(t, err, "OCCURRED_AT")
	b.ok(b.receiveAt(past(2, 0), b.depot, "1", "A"))
}

// What is posted at once is in the order of the locks: nobody issues goods before they came, even where many wait for one lock.
func TestTheClockFollowsTheLocks(t *testing.T) {
	b := setup(t)
	b.ok(b.receiveAt(time.Time{}, b.depot, "1", "A"))
	done := make(chan error)
	for range 12 {
		go func() {
			var err error
			for range 4 {
				if err == nil {
					_, err = b.Issue(b.system, inventory.Issue{SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("1")}}})
				}
				if fault.IsCode(err, "INSUFFICIENT_STOCK") {
					_, err = b.Receive(b.system, inventory.Receipt{SiteID: b.depot, Reason: "PURCHASE", Lines: []inventory.ReceiptLine{{ItemID: b.blanket, Quantity: d("1"), LotNo: "A"}}})
				}
			}
			done <- err
		}()
	}
	for range 12 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range b.card(b.depot, 0) {
		if c.After.IsNegative() {
			t.Fatalf("on the card %s are there after movement %d", c.After, c.MovementID)
		}
	}
}

// Pages below stay right when paper is entered above and below the place where a reader is.
func TestStockCardPagesStayRightWhenPaperComesLate(t *testing.T) {
	b := setup(t)
	for i := range 6 {
		b.ok(b.receiveAt(past(20-i, 9), b.depot, "10", "A"))
	}
	first, err := b.StockCard(b.keeper, b.depot, b.blanket, 0, 2, nil)
	if err != nil || first[1].After.String() != "50" {
		t.Fatal(first, err)
	}
	b.ok(b.issueAt(past(15, 12), b.depot, "5"))         // above the reader
	b.ok(b.receiveAt(past(19, 12), b.depot, "7", "A"))  // below
	b.ok(b.receiveAt(past(16, 9), b.depot, "100", "A")) // at the very moment where the reader is
	rest, err := b.StockCard(b.keeper, b.depot, b.blanket, 0, 10, &inventory.StockCardKey{OccurredAt: first[1].OccurredAt, MovementID: first[1].MovementID})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rest {
		got = append(got, r.After.String())
	}
	if !slices.Equal(got, []string{"47", "37", "27", "20", "10"}) {
		t.Errorf("the pages below show %v", got)
	}
	if all := b.card(b.depot, 0); len(all) != 9 || all[0].After.String() != "162" || all[8].After.String() != "10" {
		t.Errorf("read anew: %+v", all)
	}
}

// For random movements, late ones and reversals among them, and days closed meanwhile: the running balance of the card, stock as of
// each moment, closing rows and balances all say the same, nothing ever was below zero, and periods add up.
func TestHistoryAddsUp(t *testing.T) {
	b, run := setup(t), 0
	rapid.Check(t, func(r *rapid.T) {
		run++
		code := fmt.Sprintf("drawn-%d", run)
		if err := b.DefineItems(b.system, []inventory.Item{{Code: code, CategoryCode: "LR", NameZh: code, NameEn: code, Slug: code, UnitZh: "条", UnitEn: "piece", PackSize: d("1"), PackPolicy: "LOOSE",
			WeightKg: d("1"), VolumeM3: d("0.01"), StorageCondition: "dry", Tracking: "LOT"}}); err != nil {
			r.Fatal(err)
		}
		item, err := b.ItemByCode(b.system, code)
		if err != nil {
			r.Fatal(err)
		}
		b.blanket = item.ID
		sites := []int64{b.depot, b.annex}
		var documents []int64
		var accepted, refused int
		for range rapid.IntRange(5, 18).Draw(r, "commands") {
			site := rapid.SampledFrom(sites).Draw(r, "site")
			at := time.Time{}
			if rapid.Bool().Draw(r, "late") {
				at = past(rapid.IntRange(1, 12).Draw(r, "days"), rapid.IntRange(0, 23).Draw(r, "hour"))
			}
			quantity := fmt.Sprint(rapid.IntRange(1, 9).Draw(r, "quantity"))
			var id int64
			var err error
			switch rapid.SampledFrom([]string{"receive", "receive", "issue", "issue", "transfer", "reverse", "close"}).Draw(r, "command") {
			case "receive":
				id, err = b.receiveAt(at, site, quantity, rapid.SampledFrom([]string{"A", "B"}).Draw(r, "lot"))
			case "issue":
				id, err = b.issueAt(at, site, quantity)
			case "transfer":
				var p inventory.Posted
				b.keys++
				p, err = b.Transfer(b.keeper, inventory.Transfer{RequestKey: fmt.Sprintf("key-transfer-%d", b.keys), SiteID: sites[0], ToSiteID: sites[1], OccurredAt: at,
					Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d(quantity)}}})
				id = p.DocumentID
			case "reverse":
				if len(documents) > 0 {
					b.keys++
					_, err = b.Reverse(b.keeper, inventory.ReverseRequest{RequestKey: fmt.Sprintf("key-reverse-%d", b.keys), Reason: "drawn", DocumentID: rapid.SampledFrom(documents).Draw(r, "document")})
				}
			case "close":
				_, err = b.CloseDays(b.system)
			}
			switch {
			case err == nil:
				accepted++
				if id != 0 {
					documents = append(documents, id)
				}
			case fault.IsCode(err, "INSUFFICIENT_STOCK"), fault.IsCode(err, "LATE_NEGATIVE"), fault.IsCode(err, "ALREADY_REVERSED"):
				refused++
			default:
				r.Fatal(err)
			}
		}
		checkHistory(r, b, sites)
	})
}

type failer interface {
	Fatal(...any)
	Fatalf(string, ...any)
}

func checkHistory(t failer, b *bundle, sites []int64) {
	moments := map[time.Time]decimal.Decimal{}
	var instants []time.Time
	for _, site := range sites {
		rows := b.card(site, 0)
		slices.Reverse(rows)
		running := decimal.Zero
		lots := map[int64]decimal.Decimal{}
		for i, c := range rows {
			running = running.Add(c.QuantityIn).Sub(c.QuantityOut)
			lots[c.LotID] = lots[c.LotID].Add(c.QuantityIn).Sub(c.QuantityOut)
			if !running.Equal(c.After) || running.IsNegative() || lots[c.LotID].IsNegative() {
				t.Fatalf("line %d of the card of site %d: %s, by its lines %s, of its lot %s", i, site, c.After, running, lots[c.LotID])
			}
			moments[c.OccurredAt] = decimal.Zero
			if i+1 == len(rows) || !rows[i+1].OccurredAt.Equal(c.OccurredAt) { // the last of its moment
				if got := b.asOf(site, c.OccurredAt); got != running.String() {
					t.Fatalf("site %d as of %s: %s, on the card %s", site, c.OccurredAt, got, running)
				}
				byLot, err := b.LotsAsOf(b.keeper, site, b.blanket, c.OccurredAt)
				sum := decimal.Zero
				for _, l := range byLot {
					if sum = sum.Add(l.OnHand); !l.OnHand.Equal(lots[l.LotID]) {
						t.Fatalf("lot %d as of %s: %s, on the card %s", l.LotID, c.OccurredAt, l.OnHand, lots[l.LotID])
					}
				}
				if err != nil || !sum.Equal(running) {
					t.Fatal(sum, running, err)
				}
			}
		}
		for lot, sum := range lots {
			if card := b.card(site, lot); !card[0].After.Equal(sum) {
				t.Fatalf("the card of lot %d ends with %s, not %s", lot, card[0].After, sum)
			}
		}
		if now := b.available(site, b.blanket); now != running.String() || b.asOf(site, time.Now().Add(time.Minute)) != now {
			t.Fatalf("site %d: %s in stock, as of now %s, on the card %s", site, now, b.asOf(site, time.Now().Add(time.Minute)), running)
		}
		p, err := b.StockPeriod(b.keeper, site, b.blanket, *day(-8), *day(0))
		if err != nil || !p.Opening.Add(p.QuantityIn).Sub(p.QuantityOut).Equal(p.Closing) || p.Closing.String() != running.String() || p.Opening.String() != b.asOf(site, past(8, 0).Add(-time.Microsecond)) {
			t.Fatalf("the period does not add up: %+v, %v; now %s", p, err, running)
		}
	}
	for at := range moments {
		instants = append(instants, at)
	}
	for i, at := range instants {
		sum := decimal.Zero
		for _, site := range sites {
			sum = sum.Add(d(b.asOf(site, at)))
		}
		rows, err := b.DistrictStockAsOf(b.system, b.blanket, at, 1, "")
		if err != nil || len(rows) != 1 || !rows[0].OnHand.Equal(sum) {
			t.Fatalf("the district as of %s: %+v, %v; its sites %s", at, rows, err, sum)
		}
		if i%7 == 3 { // whatever the sums have and have not seen yet, the answer is the same
			if err := b.SumDistrict(b.system); err != nil {
				t.Fatal(err)
			}
		}
		all, err := b.DistrictStockAsOf(b.system, 0, at, 500, "")
		among := decimal.Zero
		for _, r := range all {
			if r.ItemID == b.blanket {
				among = r.OnHand
			}
		}
		if err != nil || !among.Equal(sum) {
			t.Fatalf("all items of the district as of %s: %+v, %v; the sites have %s of it", at, all, err, sum)
		}
	}
}

// Pain: slow lists. Of as-of and stock card no plan reads the ledger from end to end, even where that would be cheap.
func TestHistoryIsReadByIndex(t *testing.T) {
	b := setup(t)
	for i := range 8 {
		b.ok(b.receiveAt(past(20-i, 9), b.depot, "10", "A"))
	}
	if _, err := b.CloseDays(b.system); err != nil {
		t.Fatal(err)
	}
	if _, err := b.db.Owner(t).Exec(t.Context(), `set session_replication_role = replica;
		insert into movement (document_id, line_no, item_id, lot_id, reserve_id, from_place_id, to_place_id, quantity, occurred_at, row_hash)
		select m.document_id, 1000 + n, m.item_id, m.lot_id, m.reserve_id, m.from_place_id, m.to_place_id, 1, m.occurred_at - n * interval '1 minute', ''
		from (select * from movement limit 1) m, generate_series(1, 20000) n; analyze movement; delete from movement where line_no >= 1000;
		set session_replication_role = default`); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	for name, args := range map[string][]any{"stock as of": {b.depot, b.blanket, now}, "lots as of": {b.depot, b.blanket, now}, "district as of": {0, now, 400},
		"stock card": {b.depot, b.blanket, now, 0, 0, 50}, "stock card from its beginning": {b.depot, b.blanket, now, 0, 0, 50}, "period": {b.depot, b.blanket, day(-8), day(0)}} {
		rows, err := b.db.Pool.Query(t.Context(), `explain `+inventory.HistoryQueries[name], args...)
		if err != nil {
			t.Fatal(name, err)
		}
		plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(name, err)
		}
		if text := strings.Join(plan, "\n"); strings.Contains(text, "Seq Scan on movement") || !strings.Contains(text, "movement_") {
			t.Errorf("%s reads the whole ledger:\n%s", name, text)
		}
	}
}

// Each proof over time can fail: a row changed behind the books' back is named.
func TestTheProofsOverTimeCanFail(t *testing.T) {
	b := setup(t)
	b.ok(b.receiveAt(past(5, 9), b.depot, "10", "A"))
	b.ok(b.issueAt(past(3, 9), b.depot, "4"))
	if _, err := b.CloseDays(b.system); err != nil {
		t.Fatal(err)
	}
	c := b.counting(inventory.CountRequest{})
	c.must(c.count(b.keeper, 1, "6"))
	c.must(c.close(false, ""))
	if err := b.SumDistrict(b.system); err != nil {
		t.Fatal(err)
	}
	owner := b.db.Owner(t)
	for rule, change := range map[string][2]string{
		"as of now":                    {`update level_day set closing = closing + 1, came = came + 1 where day = (select max(day) from level_day)`, `update level_day set closing = closing - 1, came = came - 1 where day = (select max(day) from level_day)`},
		"a closing row is":             {`update level_day set came = came + 1, went = went + 1 where day = (select min(day) from level_day)`, `update level_day set came = came - 1, went = went - 1 where day = (select min(day) from level_day)`},
		"the district's stock by item": {`update district_stock set on_hand = on_hand + 1`, `update district_stock set on_hand = on_hand - 1`},
		"over the district":            {`update district_day set closing = closing + 1`, `update district_day set closing = closing - 1`},
		"a closed count has":           {`update stock_count set state = 'OPEN', closed_at = null`, `update stock_count set state = 'CLOSED', closed_at = now()`},
		"a count's document moves": {`update count_line set outcome = 'ADJUSTED', document_id = (select min(id) from document), counted = 7, difference = 1`,
			`update count_line set outcome = 'CONFIRMED', document_id = null, counted = 6, difference = 0`},
	} {
		if _, err := owner.Exec(t.Context(), change[0]); err != nil {
			t.Fatal(rule, err)
		}
		err := inventory.Verify(t.Context(), b.db.Pool, func(string) {})
		if err == nil || !strings.Contains(err.Error(), rule) {
			t.Errorf("%s: %v", rule, err)
		}
		if _, err := owner.Exec(t.Context(), change[1]); err != nil {
			t.Fatal(rule, err)
		}
	}
}
