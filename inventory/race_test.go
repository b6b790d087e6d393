package inventory_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"changping/internal/fault"
	"changping/internal/postgres"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
)

// A check drives the ledger from many sides and tells what it did wrong. Each is run on the ledger as it is, where it must hold,
// and on a mutant, where it must not: a test that cannot fail proves nothing.
type check func(b *bundle, round int) error

// issueOne issues one unit of an item: by a server's lane, by another server's, or in a transaction of the caller's as logistics
// does.
func issueOne(b *bundle, servers []*inventory.Inventory, way int, key string, siteID, itemID int64) error {
	is := inventory.Issue{RequestKey: key, SiteID: siteID, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: itemID, Quantity: d("1")}}}
	if way < len(servers) {
		_, err := servers[way].Issue(b.keeper, is)
		return err
	}
	return postgres.InTx(b.keeper, b.db.Pool, func(tx pgx.Tx) error {
		_, err := inventory.IssueTx(b.keeper, tx, is)
		return err
	})
}

// fifty lets 50 clients issue one unit each at once and counts; refusals other than code are errors.
func fifty(b *bundle, round int, code string, site func(i int) int64, itemID int64) (done int, err error) {
	servers := []*inventory.Inventory{inventory.New(b.db.Pool), inventory.New(b.db.Pool)}
	errs := make([]error, 50)
	var all sync.WaitGroup
	begin := make(chan struct{})
	for i := range errs {
		all.Go(func() {
			<-begin
			errs[i] = issueOne(b, servers, i%5, fmt.Sprintf("key-fifty-%d-%02d", round, i), site(i), itemID)
		})
	}
	close(begin)
	all.Wait()
	for _, e := range errs {
		switch {
		case e == nil:
			done++
		case !fault.IsCode(e, code):
			err = errors.Join(err, e)
		}
	}
	return done, err
}

// What 50 clients take from ten small lots is there for all of them; of one lot of 20, exactly 20 get theirs.
func oneShelf(b *bundle, round int) error {
	var lots []inventory.ReceiptLine
	for i := range 10 {
		lots = append(lots, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("5"), LotNo: fmt.Sprintf("%d-%d", round, i)})
	}
	b.receive(b.keeper, fmt.Sprintf("key-lots-%d", round), b.depot, lots...)
	depot := func(int) int64 { return b.depot }
	if done, err := fifty(b, 2*round, "INSUFFICIENT_STOCK", depot, b.blanket); done != 50 || err != nil {
		return fmt.Errorf("%d of 50 got what was there for all: %w", done, orNone(err))
	}
	b.receive(b.keeper, fmt.Sprintf("key-lot-%d", round), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("20"), LotNo: fmt.Sprint("single ", round)})
	if done, err := fifty(b, 2*round+1, "INSUFFICIENT_STOCK", depot, b.blanket); done != 20 || err != nil || b.available(b.depot, b.blanket) != "0" {
		return fmt.Errorf("%d of 50 got some of 20, %s are left: %w", done, b.available(b.depot, b.blanket), orNone(err))
	}
	return nil
}

// A covenant over two sites: 50 clients at both take exactly what is above the floor.
func oneCovenant(b *bundle, round int) error {
	lot := func(site int64, no string) {
		b.receive(b.keeper, fmt.Sprintf("key-%s-%d", no, round), site, inventory.ReceiptLine{ItemID: b.water, Quantity: d("60"), LotNo: fmt.Sprint(no, round), ExpiresOn: day(100 + round)})
	}
	lot(b.depot, "depot")
	lot(b.annex, "annex")
	floor := 100 + 100*round
	if _, err := b.SetMinimum(b.system, inventory.Minimum{Kind: "COVENANT", Scope: "ORGANISATION", OrganisationID: b.centre, ItemID: b.water, Floor: d(fmt.Sprint(floor))}); err != nil {
		return err
	}
	done, err := fifty(b, round, "BELOW_MINIMUM", func(i int) int64 { return []int64{b.depot, b.annex}[i%2] }, b.water)
	if done != 20 || err != nil {
		return fmt.Errorf("%d of 50 took from 20 above the floor: %w", done, orNone(err))
	}
	return nil
}

// A hundred equal sends, to two servers: one is done, all get the same answer, 99 are told that it is a repeated one.
func oneKey(b *bundle, round int) error {
	servers := []*inventory.Inventory{inventory.New(b.db.Pool), inventory.New(b.db.Pool)}
	var fresh atomic.Int64
	answers := make([]inventory.Posted, 100)
	errs := make([]error, 100)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			answers[i], errs[i] = servers[i%2].Receive(b.keeper, inventory.Receipt{RequestKey: fmt.Sprint("key-hundred-", round), SiteID: b.depot, Reason: "DONATION",
				Lines: []inventory.ReceiptLine{{ItemID: b.blanket, Quantity: d("5"), LotNo: fmt.Sprint("H", round)}}})
			if errs[i] == nil && !answers[i].Replayed {
				fresh.Add(1)
			}
		})
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	for _, a := range answers {
		if a.DocumentID != answers[0].DocumentID {
			return fmt.Errorf("equal requests were answered with documents %d and %d", answers[0].DocumentID, a.DocumentID)
		}
	}
	if want := fmt.Sprint(5 * (round + 1)); fresh.Load() != 1 || b.available(b.depot, b.blanket) != want {
		return fmt.Errorf("%d of 100 equal requests were done; %s in stock, want %s", fresh.Load(), b.available(b.depot, b.blanket), want)
	}
	return nil
}

func orNone(err error) error {
	if err == nil {
		return errors.New("no other error")
	}
	return err
}

func TestFiftyClientsOnOneShelf(t *testing.T)    { hold(t, oneShelf) }
func TestFiftyClientsOnOneCovenant(t *testing.T) { hold(t, oneCovenant) }
func TestHundredEqualRequests(t *testing.T)      { hold(t, oneKey) }

func hold(t *testing.T, c check) {
	b := setup(t)
	for round := range 3 {
		if err := c(b, round); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
	}
}

// Every guard, taken out, is missed by the check that stands for it. Not parallel: mutants change the package for all.
func TestMutantsAreCaught(t *testing.T) {
	for _, m := range []struct {
		name   string
		mutant inventory.Mutant
		check  check
	}{
		{"the lock of the level", inventory.WithoutLevelLock, oneShelf},
		{"reading after the lock", inventory.ReadingBeforeLock, oneShelf},
		{"the lock of the minimum", inventory.WithoutMinimumLock, oneCovenant},
		{"the request key", inventory.WithoutKeyCheck, oneKey},
		{"linearizability", inventory.WithoutLevelLock, oneBalance},
		{"the request key, on a bad network", inventory.WithoutKeyCheck, badNetwork},
	} {
		t.Run(m.name, func(t *testing.T) {
			b := setupAlone(t)
			defer m.mutant()()
			for round := range 10 {
				if err := m.check(b, round); err != nil {
					t.Logf("caught in round %d: %.300s", round, err)
					return
				}
			}
			t.Error("ten rounds without it, and the check saw nothing")
		})
	}
}

// A refusal in a batch, of whatever kind, fails no neighbour, and a decision that panics stops neither them nor the lane.
func TestBatchKeepsNeighboursApart(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "B"})
	lots, err := b.ListBalances(b.system, inventory.StockFilter{SiteID: b.depot}, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	take := func(quantity string, incident int64) func() (inventory.Posting, error) {
		return func() (inventory.Posting, error) {
			return inventory.Posting{Kind: inventory.KindIssue, SiteID: b.depot, IncidentID: incident, Moves: []inventory.Move{{ItemID: b.blanket, LotID: lots[0].LotID, ReserveID: lots[0].ReserveID,
				From: inventory.AtSite(b.depot), To: inventory.Virtual(inventory.PlaceConsumed), Quantity: d(quantity)}}}, nil
		}
	}
	gone, leave := context.WithCancel(b.keeper)
	requests := []struct {
		ctx    context.Context
		decide func() (inventory.Posting, error)
		want   func(error) bool
	}{
		{b.keeper, take("3", 0), isNil},
		{b.keeper, take("11", 0), func(err error) bool { return fault.IsCode(err, "INSUFFICIENT_STOCK") }},
		{b.keeper, take("2", 0), isNil},
		{b.keeper, func() (inventory.Posting, error) { panic("out of order") }, func(err error) bool { return err != nil && fault.As(err) == nil }},
		{b.keeper, take("1", 999), func(err error) bool { return err != nil }}, // no such incident: only the database knows
		{gone, take("4", 0), func(err error) bool { return errors.Is(err, context.Canceled) }},
		{b.keeper, take("5", 0), isNil},
		{b.system, take("1", 0), func(err error) bool { return fault.IsCode(err, "INSUFFICIENT_STOCK") }}, // nothing is left
	}
	waiting, letGo := b.Hold()
	errs := make([]error, len(requests))
	var all sync.WaitGroup
	for i, r := range requests {
		all.Go(func() {
			key := fmt.Sprint("key-batch-", i)
			if r.ctx == b.system {
				key = ""
			}
			_, errs[i] = b.PostDecision(r.ctx, key, b.depot, b.blanket, r.decide)
		})
		if waiting(i + 1) {
			t.Fatal("the requests did not come to wait")
		}
	}
	leave()
	letGo()
	all.Wait()
	for i, r := range requests {
		if !r.want(errs[i]) {
			t.Errorf("request %d: %v", i, errs[i])
		}
	}
	if got := b.available(b.depot, b.blanket); got != "0" {
		t.Errorf("%s left, want 0", got)
	}
	b.receive(b.keeper, "key-receive-2", b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("1"), LotNo: "B"}) // the lane goes on
}

func isNil(err error) bool { return err == nil }
