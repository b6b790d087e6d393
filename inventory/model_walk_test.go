package inventory_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"
	"testing"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// twins are a run of random commands through the ledger and the model side by side.
type twins struct {
	*rapid.T
	b            *bundle
	m            *model
	n            int // the number of the walk: its items are its own
	townKeeper   context.Context
	sites        map[string]int64
	items        map[string]int64
	owners       map[string]int64 // reserves
	documents    []int64          // beside those of the model
	reservations []int64
	done         []answered
	floors       []int64
	told         map[string]int // what was told how often: "" done, else the code of a refusal
}

// command is one command on both sides: run has done it to the ledger, and should does it to the model.
type command struct {
	name   string
	who    context.Context
	run    func(key string) (inventory.Posted, error)
	should func() (code string)
}

// answered is a command that was done, to be sent again.
type answered struct {
	key    string
	do     command
	posted inventory.Posted
}

func q(n int) decimal.Decimal { return decimal.NewFromInt(int64(n)) }

// Thousands of random commands on a real PostgreSQL against the model: after each, every balance, what is reserved, in transit and
// above each floor is the same on both sides, and every refusal is the one that the model gives. They go one by one, in batches of
// many through one book, and in transactions of the caller's.
func TestLedgerIsTheModel(t *testing.T) {
	b := setup(t)
	acc := access.New(b.db.Pool)
	for _, r := range []inventory.Reserve{{OwnerID: b.centre, Source: "GOVERNMENT", Tier: "DISTRICT", Custody: "DEDICATED"}, {OwnerID: b.townOrg, Source: "GOVERNMENT", Tier: "TOWN", Custody: "DEDICATED"}} {
		if _, err := b.EnsureReserve(b.system, r); err != nil {
			t.Fatal(err)
		}
	}
	id, err := acc.CreatePerson(b.system, access.NewPerson{Account: "town", Name: "town"})
	if err == nil {
		err = acc.GrantPost(b.system, access.NewPost{PersonID: id, Role: access.Keeper, OrganisationID: b.townOrg})
	}
	if err != nil {
		t.Fatal(err)
	}
	actor, err := acc.FindActor(b.system, "town")
	if err != nil {
		t.Fatal(err)
	}
	walks, told := 0, map[string]int{}
	never := func() []string {
		return slices.DeleteFunc([]string{"", "again", "REQUEST_KEY_REUSED", "twice in a batch", "rolled back", "reserved", "INSUFFICIENT_STOCK", "BELOW_MINIMUM", "LOT_EXPIRED", "LOT_MISMATCH", "EXPIRY", "RESERVATION_GONE",
			"ALREADY_RECEIVED", "ALREADY_REVERSED", "NOT_REVERSIBLE"}, func(code string) bool { return told[code] > 0 })
	}
	// Some refusals are rare: where a hundred walks came to one of them never, there are more.
	for round := 0; round == 0 || round < 5 && len(never()) > 0 && !t.Failed(); round++ {
		rapid.Check(t, func(rt *rapid.T) {
			walks++
			w := &twins{T: rt, b: b, n: walks, townKeeper: access.WithActor(context.Background(), actor), told: told,
				sites: map[string]int64{"D1": b.depot, "D2": b.annex, "T1": b.town}, items: map[string]int64{}, owners: map[string]int64{}}
			w.begin()
			for range rapid.IntRange(10, 45).Draw(rt, "length") {
				w.step()
				w.compare()
			}
			if walks%25 == 0 {
				if err := inventory.Verify(b.system, b.db.Pool, func(string) {}); err != nil {
					rt.Fatal(err)
				}
			}
		})
	}
	t.Logf("%d walks: %v", walks, told)
	if codes := never(); len(codes) > 0 {
		t.Errorf("the walks never came to %q", codes)
	}
}

func (w *twins) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *twins) begin() {
	like, err := w.b.ItemByCode(w.b.system, "blanket")
	w.must(err)
	for _, item := range []string{"A", "B"} {
		one := like
		one.Code, one.Slug, one.CategoryCode = fmt.Sprint(item, w.n), fmt.Sprint(item, w.n), "LR"
		w.must(w.b.DefineItems(w.b.system, []inventory.Item{one}))
		made, err := w.b.ItemByCode(w.b.system, one.Code)
		w.must(err)
		w.items[item] = made.ID
	}
	rows, err := w.b.db.Pool.Query(w.b.system, `select o.code, r.id from reserve r join organisation o on o.id = r.owner_id where o.code in ('C', 'T')`)
	w.must(err)
	var code string
	var id int64
	_, err = pgx.ForEachRow(rows, []any{&code, &id}, func() error { w.owners[code] = id; return nil })
	w.must(err)
	w.m = newModel(modelFloor{owner: "C", item: "A", floor: 20}, modelFloor{site: "D1", item: "A", floor: 10})
	for _, f := range w.m.floors {
		m := inventory.Minimum{Kind: "COVENANT", Scope: "SITE", SiteID: w.sites[f.site], ItemID: w.items[f.item], Floor: q(f.floor)}
		if f.owner != "" {
			m.Scope, m.OrganisationID = "ORGANISATION", w.b.centre
		}
		id, err := w.b.SetMinimum(w.b.system, m)
		w.must(err)
		w.floors = append(w.floors, id)
	}
}

func (w *twins) keeper(site string) context.Context {
	if site == "T1" {
		return w.townKeeper
	}
	return w.b.keeper
}

func (w *twins) draw(name string, of []string) string { return rapid.SampledFrom(of).Draw(w.T, name) }

func (w *twins) drawShelf() (s shelf, ok bool) {
	var all []shelf
	for s, n := range w.m.stock {
		if n > 0 && isSite(s.place) {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return s, false
	}
	slices.SortFunc(all, func(a, b shelf) int {
		return slices.Compare([]string{a.place, a.lot, a.owner}, []string{b.place, b.lot, b.owner})
	})
	return rapid.SampledFrom(all).Draw(w.T, "shelf"), true
}

func (w *twins) lotID(no string) int64 {
	var id int64
	w.must(w.b.db.Pool.QueryRow(w.b.system, `select id from lot where lot_no = $1 and item_id = $2`, no, w.items[w.m.lots[no].item]).Scan(&id))
	return id
}

func (w *twins) lines(most int, items []string) (lines []modelLine, sent []inventory.IssueLine) {
	for range rapid.IntRange(1, most).Draw(w.T, "lines") {
		l := modelLine{item: w.draw("item", items), quantity: rapid.IntRange(1, 25).Draw(w.T, "quantity")}
		s := inventory.IssueLine{ItemID: w.items[l.item], Quantity: q(l.quantity)}
		if at, ok := w.drawShelf(); ok && rapid.IntRange(0, 3).Draw(w.T, "named") == 0 && w.m.lots[at.lot].item == l.item {
			l.lot = at.lot
			s.LotID = w.lotID(at.lot)
		}
		lines, sent = append(lines, l), append(sent, s)
	}
	return lines, sent
}

// moving draws a command that goes through a lane: a receipt, an issue or a transfer.
func (w *twins) moving(items, sites []string) command {
	site := w.draw("site", sites)
	ctx := w.keeper(site)
	switch w.draw("what", []string{"transfer", "issue", "receive", "receive", "issue", "receive"}) {
	case "receive":
		item := w.draw("item", items)
		no := fmt.Sprint(item, rapid.IntRange(0, 5).Draw(w.T, "lot"))
		expires := map[string]int{"A0": undated, "B0": undated}[no]
		if l := w.m.lots[no]; l != nil && rapid.IntRange(0, 9).Draw(w.T, "label misread") > 0 {
			expires = l.expires
		} else if expires == 0 {
			n, _ := strconv.Atoi(no[1:])
			expires = 10 * n
		}
		quantity := 10 * rapid.IntRange(1, 20).Draw(w.T, "quantity")
		r := inventory.Receipt{SiteID: w.sites[site], Reason: "PURCHASE", Lines: []inventory.ReceiptLine{{ItemID: w.items[item], Quantity: q(quantity), LotNo: no}}}
		if expires != undated {
			r.Lines[0].ExpiresOn = day(expires)
		}
		return command{fmt.Sprint("receive ", no, " at ", site, ": ", quantity), ctx, func(key string) (inventory.Posted, error) {
			r := r
			r.RequestKey = key
			return w.b.Receive(ctx, r)
		}, func() string { return w.m.receive(site, item, no, expires, quantity) }}
	case "issue":
		lines, sent := w.lines(2, items)
		is := inventory.Issue{SiteID: w.sites[site], Reason: "CONSUMPTION", Lines: sent}
		return command{fmt.Sprint("issue at ", site, ": ", lines), ctx, func(key string) (inventory.Posted, error) {
			is := is
			is.RequestKey = key
			return w.b.Issue(ctx, is)
		}, func() string { return w.m.issue(site, lines) }}
	}
	to := w.draw("to", slices.DeleteFunc([]string{"T1", "D2", "D1"}, func(s string) bool { return s == site }))
	lines, sent := w.lines(2, items)
	tr := inventory.Transfer{SiteID: w.sites[site], ToSiteID: w.sites[to], Lines: sent}
	return command{fmt.Sprint("transfer from ", site, " to ", to, ": ", lines), ctx, func(key string) (inventory.Posted, error) {
		tr := tr
		tr.RequestKey = key
		return w.b.Transfer(ctx, tr)
	}, func() string { return w.m.transfer(site, to, lines) }}
}

var allSites, allItems = []string{"D1", "D1", "D2", "T1"}, []string{"A", "A", "B"}

func (w *twins) step() {
	switch w.draw("command", []string{"reverse", "arrive", "move", "again", "reserve", "move", "consume", "expire", "transaction", "release", "move", "batch", "move", "batch", "move"}) {
	case "move":
		w.do(w.moving(allItems, allSites))
	case "batch":
		w.batch()
	case "reserve":
		if s, ok := w.drawShelf(); ok {
			w.reserve(s, rapid.IntRange(1, 25).Draw(w.T, "quantity"))
		}
	case "release":
		if len(w.m.reservations) > 0 {
			i := rapid.IntRange(0, len(w.m.reservations)-1).Draw(w.T, "reservation")
			w.m.release(w.m.reservations[i])
			w.must(postgres.InTx(w.b.system, w.b.db.Pool, func(tx pgx.Tx) error { return inventory.ReleaseTx(w.b.system, tx, []int64{w.reservations[i]}) }))
			w.told["released"]++
		}
	case "consume":
		w.consume()
	case "arrive":
		w.arrive()
	case "reverse":
		if len(w.documents) > 0 {
			i := rapid.IntRange(0, len(w.documents)-1).Draw(w.T, "document")
			d := w.m.documents[i]
			w.do(command{fmt.Sprintf("reverse %+v", *d), w.keeper(d.site), func(key string) (inventory.Posted, error) {
				return w.b.Reverse(w.keeper(d.site), inventory.ReverseRequest{RequestKey: key, DocumentID: w.documents[i], Reason: "wrong"})
			}, func() string { return w.m.reverse(d) }})
		}
	case "expire":
		w.expire()
	case "again":
		w.again()
	case "transaction":
		w.transaction()
	}
}

// do runs a command on both sides.
func (w *twins) do(c command) {
	w.Helper()
	key := newKey()
	posted, err := c.run(key)
	w.check(c, key, posted, err)
}

func (w *twins) check(c command, key string, posted inventory.Posted, err error) {
	w.Helper()
	should := c.should()
	w.told[should]++
	code := ""
	if f := fault.As(err); f != nil {
		code = f.Code
	} else if err != nil {
		w.Fatalf("%s: %v", c.name, err)
	}
	if code != should {
		w.Fatalf("%s: the ledger says %q, the model %q (%v)", c.name, code, should, err)
	}
	if err == nil {
		if posted.Replayed {
			w.Fatalf("%s: said to be a repeated request", c.name)
		}
		w.documents = append(w.documents, posted.DocumentID)
		w.done = append(w.done, answered{key, c, posted})
	}
}

// batch lets commands on one item at one site, which share a lane, wait together, so that one book decides all of them in their order,
// and sends one of them twice.
func (w *twins) batch() {
	items, sites := []string{w.draw("batch of", allItems)}, []string{w.draw("batch at", allSites)}
	all := make([]command, rapid.IntRange(2, 6).Draw(w.T, "batch"))
	posted, errs := make([]inventory.Posted, len(all)+1), make([]error, len(all)+1)
	keys := make([]string, len(all)+1)
	// What is drawn knows the model as it is before the batch.
	for i := range all {
		all[i] = w.moving(items, sites)
		keys[i] = newKey()
	}
	twice := rapid.IntRange(0, len(all)-1).Draw(w.T, "twice")
	keys[len(all)] = keys[twice]
	waiting, letGo := w.b.Hold()
	var running sync.WaitGroup
	for i := range keys {
		c := all[twice]
		if i < len(all) {
			c = all[i]
		}
		running.Go(func() { posted[i], errs[i] = c.run(keys[i]) })
		if early := waiting(i + 1); early {
			w.Fatalf("%s did not come to wait: %v", c.name, errs[i])
		}
	}
	letGo()
	running.Wait()
	for i, c := range all {
		w.check(c, keys[i], posted[i], errs[i])
	}
	w.told["twice in a batch"]++
	first, second := errs[twice], errs[len(all)]
	switch {
	case first == nil && (second != nil || !posted[len(all)].Replayed || posted[len(all)].DocumentID != posted[twice].DocumentID):
		w.Fatalf("%s, sent twice in a batch: %+v, %v, want %+v", all[twice].name, posted[len(all)], second, posted[twice])
	case first != nil && (second == nil || fault.As(second).Code != fault.As(first).Code):
		w.Fatalf("%s, sent twice in a batch: %v, then %v", all[twice].name, first, second)
	}
}

func (w *twins) reserve(s shelf, quantity int) {
	should := w.m.reserve(s, quantity)
	w.told[cmp.Or(should, "reserved")]++
	var ids []int64
	err := postgres.InTx(w.b.system, w.b.db.Pool, func(tx pgx.Tx) (err error) {
		ids, _, err = inventory.ReserveTx(w.b.system, tx, []inventory.Hold{{SiteID: w.sites[s.place], LotID: w.lotID(s.lot), ReserveID: w.owners[s.owner], ItemID: w.items[w.m.lots[s.lot].item],
			Quantity: q(quantity), Purpose: fmt.Sprint("WALK", w.n), PurposeID: int64(len(w.reservations) + 1)}}, nil)
		return err
	})
	if code := fault.As(err); code != nil && code.Code != should || code == nil && (err != nil || should != "") {
		w.Fatalf("reserve %d of %+v: %v, the model says %q", quantity, s, err, should)
	}
	if err == nil {
		w.reservations = append(w.reservations, ids...)
	}
}

// consume sends what is reserved, in a transaction of the caller's.
func (w *twins) consume() {
	if len(w.m.reservations) == 0 {
		return
	}
	i := rapid.IntRange(0, len(w.m.reservations)-1).Draw(w.T, "reservation")
	r := w.m.reservations[i]
	quantity := rapid.IntRange(1, r.quantity+1).Draw(w.T, "quantity")
	c := command{fmt.Sprintf("consume %d of %+v", quantity, *r), w.b.system, func(string) (inventory.Posted, error) {
		id, err := w.postTx(inventory.Move{ItemID: w.items[w.m.lots[r.lot].item], LotID: w.lotID(r.lot), ReserveID: w.owners[r.owner], From: inventory.AtSite(w.sites[r.place]),
			To: inventory.Virtual(inventory.PlaceConsumed), Quantity: q(quantity), ReservationID: w.reservations[i]}, nil)
		return inventory.Posted{DocumentID: id}, err
	}, func() string {
		return w.m.post(&modelDocument{kind: "ISSUE", site: r.place, moves: []modelMove{{lot: r.lot, owner: r.owner, from: r.place, to: "CONSUMED", quantity: quantity, reservation: r}}})
	}}
	posted, err := c.run("")
	w.check(c, "", posted, err)
	if err == nil {
		w.done = w.done[:len(w.done)-1] // it has no key to be sent again with
	}
}

func (w *twins) postTx(move inventory.Move, then error) (id int64, err error) {
	err = postgres.InTx(w.b.system, w.b.db.Pool, func(tx pgx.Tx) error {
		if id, _, err = inventory.PostTx(w.b.system, tx, inventory.Posting{Kind: inventory.KindIssue, Reason: "CONSUMPTION", SiteID: move.From.SiteID, Moves: []inventory.Move{move}}); err != nil {
			return err
		}
		return then
	})
	return id, err
}

// transaction posts in a transaction that is rolled back: nothing of it is left.
func (w *twins) transaction() {
	s, ok := w.drawShelf()
	if !ok {
		return
	}
	w.told["rolled back"]++
	back := errors.New("back")
	_, err := w.postTx(inventory.Move{ItemID: w.items[w.m.lots[s.lot].item], LotID: w.lotID(s.lot), ReserveID: w.owners[s.owner], From: inventory.AtSite(w.sites[s.place]),
		To: inventory.Virtual(inventory.PlaceConsumed), Quantity: q(1)}, back)
	if err == nil || !errors.Is(err, back) && fault.As(err) == nil {
		w.Fatal(err)
	}
}

func (w *twins) arrive() {
	var sent []int
	for i, d := range w.m.documents {
		if d.kind == "TRANSFER" && d.to == "T1" && !d.completes && keeperOf[d.site] != "T" {
			sent = append(sent, i)
		}
	}
	if len(sent) == 0 {
		return
	}
	i := rapid.SampledFrom(sent).Draw(w.T, "transfer")
	d := w.m.documents[i]
	missing := min(rapid.IntRange(0, 5).Draw(w.T, "missing"), d.moves[0].quantity)
	r := inventory.TransferReceipt{DocumentID: w.documents[i]}
	if missing > 0 {
		r.Note, r.Arrivals = "broken", []inventory.TransferArrival{{LineNo: 1, Received: q(d.moves[0].quantity - missing)}}
	}
	w.do(command{fmt.Sprintf("receive transfer %+v less %d", *d, missing), w.townKeeper, func(key string) (inventory.Posted, error) {
		r := r
		r.RequestKey = key
		return w.b.ReceiveTransfer(w.townKeeper, r)
	}, func() string { return w.m.arrive(d, missing) }})
}

// expire lets a lot pass its date.
func (w *twins) expire() {
	var dated []string
	for no, l := range w.m.lots {
		if l.expires != undated {
			dated = append(dated, no)
		}
	}
	if len(dated) == 0 {
		return
	}
	slices.Sort(dated)
	no := rapid.SampledFrom(dated).Draw(w.T, "lot")
	w.m.expiries++
	w.m.lots[no].expires = -w.m.expiries
	_, err := w.b.db.Pool.Exec(w.b.system, `update lot set expires_on = business_date() - $3::integer where lot_no = $1 and item_id = $2`, no, w.items[w.m.lots[no].item], w.m.expiries)
	w.must(err)
}

// again sends a command once more: the answer is the first one's, and other content under its key is refused.
func (w *twins) again() {
	if len(w.done) == 0 {
		return
	}
	a := rapid.SampledFrom(w.done).Draw(w.T, "again")
	if rapid.Bool().Draw(w.T, "other content") {
		site := w.b.depot
		if a.do.who == w.townKeeper {
			site = w.b.town
		}
		_, err := w.b.Receive(a.do.who, inventory.Receipt{RequestKey: a.key, SiteID: site, Reason: "DONATION", Lines: []inventory.ReceiptLine{{ItemID: w.items["B"], Quantity: q(1), LotNo: "other"}}})
		w.told["REQUEST_KEY_REUSED"]++
		if !fault.IsCode(err, "REQUEST_KEY_REUSED") {
			w.Fatalf("%s, other content under its key: %v", a.do.name, err)
		}
		return
	}
	w.told["again"]++
	posted, err := a.do.run(a.key)
	if err != nil || !posted.Replayed || posted.DocumentID != a.posted.DocumentID {
		w.Fatalf("%s, sent again: %+v, %v, want %+v", a.do.name, posted, err, a.posted)
	}
}

// compare holds the whole state against the model.
func (w *twins) compare() {
	w.Helper()
	rows, err := w.b.db.Pool.Query(w.b.system, `select coalesce(s.code, p.kind), l.lot_no, o.code, sum(b.on_hand)::integer, sum(b.reserved)::integer
		from balance b join place p on p.id = b.place_id left join site s on s.id = p.site_id join lot l on l.id = b.lot_id join reserve r on r.id = b.reserve_id join organisation o on o.id = r.owner_id
		where b.item_id = any($1) and (b.on_hand > 0 or b.reserved > 0) group by 1, 2, 3`, []int64{w.items["A"], w.items["B"]})
	w.must(err)
	stock, reserved := map[shelf]int{}, map[shelf]int{}
	var s shelf
	var onHand, held int
	_, err = pgx.ForEachRow(rows, []any{&s.place, &s.lot, &s.owner, &onHand, &held}, func() error {
		stock[s] = onHand
		if held > 0 {
			reserved[s] = held
		}
		return nil
	})
	w.must(err)
	zero := func(_ shelf, n int) bool { return n == 0 }
	maps.DeleteFunc(w.m.stock, zero)
	maps.DeleteFunc(w.m.reserved, zero)
	if !maps.Equal(stock, w.m.stock) {
		w.Fatalf("the ledger holds %v, the model %v", stock, w.m.stock)
	}
	if !maps.Equal(reserved, w.m.reserved) {
		w.Fatalf("the ledger has reserved %v, the model %v", reserved, w.m.reserved)
	}
	minimums, err := w.b.MinimumsByID(w.b.system, w.floors)
	w.must(err)
	for i, f := range w.m.floors {
		if is := minimums[w.floors[i]].Available; !is.Equal(q(w.m.counts(f))) {
			w.Fatalf("%s count against the floor %+v, in the model %d", is, f, w.m.counts(f))
		}
	}
}
