package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"changping/internal/fault"

	"github.com/coder/websocket"
)

// line is a connection as a client has it.
type line struct {
	t    *testing.T
	ctx  context.Context
	conn *websocket.Conn
}

func (b *bench) dial(protocols ...string) *line {
	b.Helper()
	s := httptest.NewServer(b.ours)
	b.Cleanup(s.Close)
	ctx, cancel := context.WithTimeout(b.Context(), 20*time.Second)
	b.Cleanup(cancel)
	conn, _, err := websocket.Dial(ctx, s.URL, &websocket.DialOptions{Subprotocols: protocols})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = conn.CloseNow() })
	return &line{b.T, ctx, conn}
}

// greeted is a connection that was acknowledged.
func (b *bench) greeted() *line {
	b.Helper()
	l := b.dial(socketProtocol)
	l.say(`{"type": "connection_init"}`)
	if got := l.hear(); got != `{"type":"connection_ack"}` {
		b.Fatal(got)
	}
	return l
}

func (l *line) say(text string) {
	l.t.Helper()
	if err := l.conn.Write(l.ctx, websocket.MessageText, []byte(text)); err != nil {
		l.t.Fatal(err)
	}
}

// hear gives the next message, or the code with which the connection was closed.
func (l *line) hear() string {
	l.t.Helper()
	_, text, err := l.conn.Read(l.ctx)
	if closed := (websocket.CloseError{}); errors.As(err, &closed) {
		return fmt.Sprint(int(closed.Code))
	}
	if err != nil {
		l.t.Fatal(err)
	}
	return string(text)
}

// told is what a message says, without the id of its request.
func told(text string) (kind, id, payload string) {
	var m message
	if json.Unmarshal([]byte(text), &m) != nil {
		return text, "", ""
	}
	return m.Type, m.ID, string(m.Payload)
}

func TestSocketClosesByTheProtocol(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		greet bool
		say   []string
		want  string
	}{
		"a subscription before the greeting": {false, []string{`{"id": "1", "type": "subscribe", "payload": {"query": "{ pages }"}}`}, "4401"},
		"a greeting twice":                   {true, []string{`{"type": "connection_init"}`}, "4429"},
		"no JSON":                            {true, []string{`{`}, "4400"},
		"an unknown message":                 {true, []string{`{"type": "whatever"}`}, "4400"},
		"no id":                              {true, []string{`{"type": "subscribe", "payload": {"query": "{ pages }"}}`}, "4400"},
		"no query":                           {true, []string{`{"id": "1", "type": "subscribe", "payload": {}}`}, "4400"},
		"a query of a number":                {true, []string{`{"id": "1", "type": "subscribe", "payload": {"query": 5}}`}, "4400"},
		"a member twice":                     {true, []string{`{"id": "1", "type": "subscribe", "payload": {"query": "{ pages }", "query": "{ pages }"}}`}, "4400"},
		"an id twice": {true, []string{`{"id": "1", "type": "subscribe", "payload": {"query": "subscription { ticks(n: 9) { n } }"}}`,
			`{"id": "1", "type": "subscribe", "payload": {"query": "{ pages }"}}`}, "4409"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.our.every = time.Hour
			l := b.dial(socketProtocol)
			if c.greet {
				l.say(`{"type": "connection_init", "payload": {}}`)
				l.hear()
			}
			for _, text := range c.say {
				l.say(text)
			}
			got := l.hear()
			if kind, _, _ := told(got); kind == "next" { // the first event of what was let run
				got = l.hear()
			}
			if got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
	b := newBench(t)
	if got := b.dial("graphql-ws").hear(); got != "4406" {
		t.Errorf("another protocol: %s", got)
	}
}

func TestSocketRunsOperations(t *testing.T) {
	t.Parallel()
	l := newBench(t).greeted()
	l.say(`{"type": "ping", "payload": {"a": 1}}`)
	if kind, _, payload := told(l.hear()); kind != "pong" || payload != `{"a":1}` {
		t.Errorf("a ping is answered %s %s", kind, payload)
	}
	for query, want := range map[string][]string{
		`{ pages(first: 3) }`:                        {`next {"data":{"pages":3}`, "complete "},
		`mutation { step(n: 7) }`:                    {`next {"data":{"step":7}`, "complete "},
		`subscription { ticks(n: 2) { n } }`:         {`next {"data":{"ticks":{"n":0}},"extensions":{"eventId":"tick-0"`, `next {"data":{"ticks":{"n":1}}`, "complete "},
		`subscription($n: Int = 1) { plain(n: $n) }`: {`next {"data":{"plain":0}`, "complete "},
		`{ nothing }`:                                {`error [{"message":"Cannot query field`},
		`{ pages `:                                   {`error [{"message":`},
		`subscription { fails { n } }`:               {`next {"data":{"fails":null}`, "complete "},
	} {
		text, _ := json.Marshal(map[string]any{"id": query[:5], "type": "subscribe", "payload": map[string]any{"query": query}})
		l.say(string(text))
		for _, w := range want {
			kind, id, payload := told(l.hear())
			if got := kind + " " + payload; !strings.HasPrefix(got, w) || id != query[:5] {
				t.Errorf("%s: %s %s, want %s", query, id, got, w)
			}
		}
	}
}

// A client lets go of a stream; its id is free again, and nothing more comes of it.
func TestSocketLetsGo(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.our.every = time.Hour
	l := b.greeted()
	for range 3 {
		l.say(`{"id": "1", "type": "subscribe", "payload": {"query": "subscription { ticks(n: 2) { n } }"}}`)
		if kind, _, payload := told(l.hear()); kind != "next" {
			t.Fatal(kind, payload)
		}
		l.say(`{"id": "1", "type": "complete"}`)
	}
	l.say(`{"type": "ping"}`)
	if got := l.hear(); got != `{"type":"pong"}` {
		t.Error(got)
	}
}

func TestSocketEndsWithItsSession(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.ours.Heartbeat = 20 * time.Millisecond
	var asked atomic.Int64
	b.ours.Authenticate = func(r *http.Request) (context.Context, error) {
		if r.Header.Get("Authorization") != "Bearer secret" || asked.Add(1) > 3 {
			return nil, fault.New(fault.Unauthenticated, "SESSION_ENDED", "Sign in again.")
		}
		return r.Context(), nil
	}
	l := b.dial(socketProtocol)
	l.say(`{"type": "connection_init", "payload": {"Authorization": "Bearer secret"}}`)
	got := l.hear()
	for got == `{"type":"connection_ack"}` || got == `{"type":"ping"}` {
		got = l.hear()
	}
	if got != "4403" {
		t.Error(got)
	}
	l = b.dial(socketProtocol)
	l.say(`{"type": "connection_init", "payload": {"Authorization": "Bearer wrong"}}`)
	if got := l.hear(); got != "4403" {
		t.Errorf("wrong credentials: %s", got)
	}
}

// A page of another site may not open one with its visitor's cookie.
func TestSocketRefusesOtherSites(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	s := httptest.NewServer(b.ours)
	defer s.Close()
	_, response, err := websocket.Dial(t.Context(), s.URL, &websocket.DialOptions{Subprotocols: []string{socketProtocol}, HTTPHeader: http.Header{"Origin": {"https://evil.example"}}})
	if err == nil || response == nil || response.StatusCode != http.StatusForbidden {
		t.Errorf("%v %v", response, err)
	}
}
