package inventory_test

import (
	"bytes"
	"context"
	"fmt"
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

// bridge lets the database, which listens on a unix socket only, be reached over TCP. It can lose the answer of a commit: no fault
// that strikes at random does so on a machine of any speed, and that answer is the one whose loss decides whether a write counts twice.
type bridge struct {
	listener net.Listener
	socket   string
	toLose   atomic.Bool  // the answer of the next commit is to be lost
	lost     atomic.Int64 // answers lost so far
}

func newBridge(t testing.TB, socket string) *bridge {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	br := &bridge{listener: listener, socket: socket}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			database, err := net.Dial("unix", socket)
			if err != nil {
				client.Close()
				continue
			}
			go br.carry(client, database)
		}
	}()
	return br
}

// commit is the message by which a client asks for one: type, length, text.
var commit = []byte("Q\x00\x00\x00\x0bcommit\x00")

func (br *bridge) carry(client, database net.Conn) {
	defer client.Close()
	defer database.Close()
	var losing atomic.Bool
	go func() {
		buffer := make([]byte, 64<<10)
		for {
			n, err := client.Read(buffer)
			if n > 0 {
				if bytes.Contains(buffer[:n], commit) && br.toLose.CompareAndSwap(true, false) {
					losing.Store(true)
				}
				if _, err := database.Write(buffer[:n]); err != nil {
					break
				}
			}
			if err != nil {
				break
			}
		}
		if !losing.Load() {
			database.Close()
		}
	}()
	buffer := make([]byte, 64<<10)
	for {
		n, err := database.Read(buffer)
		if losing.Load() {
			// The database has answered, so it has committed; the client sees a connection that ended.
			br.lost.Add(1)
			return
		}
		if n > 0 {
			if _, err := client.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// The faults of the network, each for some milliseconds: slow, cut with a reset, cut in silence, and cut after so many bytes of an
// answer.
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
	br := newBridge(b.t, filepath.Join(u.Query().Get("host"), ".s.PGSQL.5432"))
	proxy := toxiproxy.NewProxy(server, "database", "127.0.0.1:0", br.listener.Addr().String())
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
		if count%10 == 9 {
			br.toLose.Store(true)
		}
		enough.Store(count >= 120 && br.lost.Load() > 2 || count >= 250)
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
	b.t.Logf("%d faults, %d answers of commits lost, %d requests for %d postings, %d found to be done already",
		count, br.lost.Load(), sent.Load(), documents, repeated.Load())
	if int64(documents) != answered.Load() {
		return fmt.Errorf("%d were answered, %d are in the books", answered.Load(), documents)
	}
	if count < 100 || br.lost.Load() == 0 || repeated.Load() == 0 {
		return fmt.Errorf("too little went wrong to prove anything: %d faults, %d commits whose answer was lost, %d found again",
			count, br.lost.Load(), repeated.Load())
	}
	return nil
}

func TestNothingLostOrDoneTwiceOverABadNetwork(t *testing.T) {
	b := setup(t)
	if err := badNetwork(b, 0); err != nil {
		t.Error(err)
	}
}
