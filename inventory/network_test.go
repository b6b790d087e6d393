package inventory_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"changping/internal/fault"
	"changping/internal/postgres"
	"changping/inventory"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// bridge lets the database, which listens on a unix socket only, be reached over TCP.
func bridge(t testing.TB, socket string) (address string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			from, err := listener.Accept()
			if err != nil {
				return
			}
			to, err := net.Dial("unix", socket)
			if err != nil {
				from.Close()
				continue
			}
			for _, pair := range [][2]net.Conn{{from, to}, {to, from}} {
				go func() {
					io.Copy(pair[0], pair[1])
					pair[0].Close()
					pair[1].Close()
				}()
			}
		}
	}()
	return listener.Addr().String()
}

// The faults of the network, each for some milliseconds: slow, cut with a reset, cut in silence, and cut after so many bytes of an
// answer, which is how the word that a commit took place gets lost.
var faults = []string{
	`{"name": "f", "type": "latency", "stream": "downstream", "attributes": {"latency": 20, "jitter": 20}}`,
	`{"name": "f", "type": "reset_peer", "stream": "downstream", "attributes": {"timeout": 0}}`,
	`{"name": "f", "type": "reset_peer", "stream": "upstream", "attributes": {"timeout": 5}}`,
	`{"name": "f", "type": "timeout", "stream": "downstream", "attributes": {"timeout": 10}}`,
	`{"name": "f", "type": "limit_data", "stream": "downstream", "attributes": {"bytes": %d}}`,
	`{"name": "f", "type": "limit_data", "stream": "downstream", "attributes": {"bytes": 0}}`,
}

// badNetwork lets 16 clients issue goods over a network that keeps failing, each sending the same request until it is answered: what
// was answered is in the books, once.
func badNetwork(b *bundle, round int) error {
	u, err := url.Parse(b.db.AppURL)
	if err != nil {
		return err
	}
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	proxy := toxiproxy.NewProxy(server, "database", "127.0.0.1:0", bridge(b.t, filepath.Join(u.Query().Get("host"), ".s.PGSQL.5432")))
	if err := proxy.Start(); err != nil {
		return err
	}
	defer proxy.Stop()
	u.Host = proxy.Listen
	u.RawQuery = url.Values{"sslmode": {"disable"}, "connect_timeout": {"2"}}.Encode()
	pool, err := postgres.Open(context.Background(), postgres.Config{URL: u.String(), Schema: b.db.Schema, MaxConns: 8, ApplicationName: "network"})
	if err != nil {
		return err
	}
	defer pool.Close()
	inv := inventory.New(pool)

	const clients = 16
	b.receive(b.keeper, fmt.Sprint("key-network-", round), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("1000000"), LotNo: "N"})
	notes := fmt.Sprint("network ", round)
	var sent, repeated, answered atomic.Int64
	var enough atomic.Bool
	var unanswered sync.Map
	var all sync.WaitGroup
	for c := range clients {
		all.Go(func() {
			for n := 0; !enough.Load(); n++ {
				is := inventory.Issue{RequestKey: fmt.Sprintf("key-network-%d-%d-%d", round, c, n), SiteID: b.depot, Reason: "CONSUMPTION", Note: notes,
					Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("1")}}}
				for try := 1; ; try++ {
					ctx, cancel := context.WithTimeout(b.keeper, 3*time.Second)
					posted, err := inv.Issue(ctx, is)
					cancel()
					sent.Add(1)
					if err == nil {
						answered.Add(1)
						if posted.Replayed {
							repeated.Add(1)
						}
						break
					}
					if f := fault.As(err); f == nil || f.Kind != fault.Unavailable || try == 300 {
						unanswered.Store(is.RequestKey, err)
						return
					}
				}
			}
		})
	}
	finished := make(chan struct{})
	go func() { all.Wait(); close(finished) }()
	random := rand.New(rand.NewPCG(uint64(round), 20))
	count := 0
	for ; !enough.Load(); count++ {
		toxic := faults[random.IntN(len(faults))]
		if strings.Contains(toxic, "%d") {
			toxic = fmt.Sprintf(toxic, random.IntN(600))
		}
		if _, err := proxy.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
			return err
		}
		time.Sleep(time.Duration(5+random.IntN(20)) * time.Millisecond)
		if err := proxy.Toxics.RemoveToxic(context.Background(), "f"); err != nil {
			return err
		}
		enough.Store(count >= 120 && repeated.Load() > 2 || count >= 250)
		time.Sleep(time.Duration(5+random.IntN(25)) * time.Millisecond)
	}
	// The network is whole again, so that what is still on its way ends on a machine of any speed.
	select {
	case <-finished:
	case <-time.After(2 * time.Minute):
		return fmt.Errorf("%d requests, and no end two minutes after the last fault", sent.Load())
	}
	var lost []string
	unanswered.Range(func(key, err any) bool { lost = append(lost, fmt.Sprint(key, ": ", err)); return true })
	if len(lost) > 0 {
		return fmt.Errorf("not answered: %v", lost)
	}
	var documents int
	if err := b.db.Pool.QueryRow(b.system, `select count(*) from document where note = $1`, notes).Scan(&documents); err != nil {
		return err
	}
	b.t.Logf("%d faults, %d requests for %d postings, %d found to be done already", count, sent.Load(), documents, repeated.Load())
	if int64(documents) != answered.Load() {
		return fmt.Errorf("%d were answered, %d are in the books", answered.Load(), documents)
	}
	if count < 100 || repeated.Load() == 0 {
		return fmt.Errorf("too little went wrong to prove anything: %d faults, %d commits whose answer was lost", count, repeated.Load())
	}
	return nil
}

func TestNothingLostOrDoneTwiceOverABadNetwork(t *testing.T) {
	b := setup(t)
	if err := badNetwork(b, 0); err != nil {
		t.Error(err)
	}
}
