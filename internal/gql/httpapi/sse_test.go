package httpapi

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"changping/internal/fault"
)

func TestEventsCarryTheirIds(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	got := b.listen(`subscription { ticks(n: 2) { n } }`, "", 0)
	if len(got) != 2 || got[1].id != "tick-1" || string(got[1].body.Data) != `{"ticks":{"n":1}}` || got[1].body.Extensions["eventId"] != "tick-1" {
		t.Errorf("%+v", got)
	}
	// A client that asks for the id gets it in its place too.
	if got := b.listen(`subscription { ticks(n: 1) { eventId n } }`, "", 0); len(got) != 1 || string(got[0].body.Data) != `{"ticks":{"eventId":"tick-0","n":0}}` {
		t.Errorf("%+v", got)
	}
}

// Queries and refusals travel the same way: a client of streams needs no second way of reading.
func TestStreamsOfOneEvent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if got := b.listen(`{ pages(first: 3) }`, "", 0); len(got) != 1 || string(got[0].body.Data) != `{"pages":3}` {
		t.Errorf("a query: %+v", got)
	}
	if got := b.listen(`{ nothing }`, "", 0); len(got) != 1 || got[0].hasData || got[0].body.Errors[0].Extensions["code"] != "VALIDATION" {
		t.Errorf("an unknown field: %+v", got)
	}
}

func TestSubscriptionsNeedAStream(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	response := post(b.ours, `{"query": "subscription { ticks(n: 1) { n } }"}`, nil)
	if a := read(t, response); response.StatusCode != http.StatusNotAcceptable || a.code() != "NOT_ACCEPTABLE" {
		t.Errorf("%d %v", response.StatusCode, a)
	}
	for body, header := range map[string]map[string]string{
		`{"query": `:             {"Accept": eventType},
		`{"query": "{ pages }"}`: {"Accept": eventType, "Content-Type": "text/plain"},
	} {
		if response := post(b.ours, body, header); response.StatusCode < 400 {
			t.Errorf("%s %v: %d", body, header, response.StatusCode)
		}
	}
}

// A session that ends during a stream ends the stream, with a reason.
func TestTheEndOfASessionEndsItsStream(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.our.every = time.Hour
	b.ours.Heartbeat = 20 * time.Millisecond
	var asked atomic.Int64
	b.ours.Authenticate = func(r *http.Request) (context.Context, error) {
		if asked.Add(1) > 3 {
			return nil, fault.New(fault.Unauthenticated, "SESSION_ENDED", "Sign in again.")
		}
		return r.Context(), nil
	}
	got := b.listen(`subscription { ticks(n: 2) { n } }`, "", 0)
	if len(got) != 2 || !strings.Contains(fmt.Sprint(got[1].body.Errors), "SESSION_ENDED") {
		t.Errorf("%+v", got)
	}
}

// One caller has so many streams, and those of others do not count; a stream that ended makes room.
func TestStreamsAreCounted(t *testing.T) {
	t.Parallel()
	var s streams
	var leave func()
	for i := range mostStreams {
		l, err := s.enter("one")
		if err != nil {
			t.Fatalf("stream %d: %v", i, err)
		}
		leave = l
	}
	if _, err := s.enter("one"); err == nil {
		t.Error("one stream more than may be")
	}
	if l, err := s.enter("two"); err != nil {
		t.Error("another caller's:", err)
	} else {
		l()
	}
	leave()
	if _, err := s.enter("one"); err != nil {
		t.Error("after one ended:", err)
	}
	if len(s.open) != 1 {
		t.Errorf("%v are counted", s.open)
	}
}

// A server that stops tells its streams, which would otherwise hold it up.
func TestAServerThatStopsEndsItsStreams(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.our.every = time.Hour
	closing := make(chan struct{})
	b.ours.Closing = closing
	time.AfterFunc(50*time.Millisecond, func() { close(closing) })
	got := b.listen(`subscription { ticks(n: 2) { n } }`, "", 0)
	if last := got[len(got)-1]; !strings.Contains(fmt.Sprint(last.body.Errors), "UNAVAILABLE") {
		t.Errorf("%+v", got)
	}
}
