package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
	"github.com/vektah/gqlparser/v2/ast"
)

// The protocol graphql-transport-ws: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md.
const (
	socketProtocol = "graphql-transport-ws"
	initWithin     = 10 * time.Second
	mostOperations = 50 // of one connection at once

	closeBad         websocket.StatusCode = 4400
	closeNoInit      websocket.StatusCode = 4401
	closeForbidden   websocket.StatusCode = 4403
	closeProtocol    websocket.StatusCode = 4406
	closeInitTimeout websocket.StatusCode = 4408
	closeTwice       websocket.StatusCode = 4409
	closeInitTwice   websocket.StatusCode = 4429
)

var tooMany = &refusal{code: "THROTTLED", message: "This connection has as many operations open as it may: let one end first."}

type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// socket is one connection. Whatever a client says travels through the same decoder, authentication and limits as a request by
// HTTP; its credentials are those of the request that opened it, or of its connection_init.
type socket struct {
	h    *Handler
	conn *websocket.Conn
	ctx  context.Context // of the connection: a write that is given up closes it, so that none is bound to an operation
	r    *http.Request
	mu   sync.Mutex
	open map[string]context.CancelFunc // operations by id
	runs sync.WaitGroup
}

// closing ends a connection with a code of the protocol.
type closing struct {
	code websocket.StatusCode
	why  string
}

func (c *closing) Error() string { return c.why }

func (h *Handler) socket(w http.ResponseWriter, r *http.Request) {
	// Pages of other sites are refused here: their Origin is not our Host.
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{socketProtocol}})
	if err != nil {
		return // Accept has answered
	}
	conn.SetReadLimit(bodyLimit)
	ctx, cancel := context.WithCancel(r.Context())
	s := &socket{h: h, conn: conn, ctx: ctx, r: r, open: map[string]context.CancelFunc{}}
	s.end(s.serve())
	cancel() // ends its operations
	s.runs.Wait()
	_ = conn.CloseNow()
}

// end closes the connection, with a code of the protocol where there is one. A reader learns of it by its error.
func (s *socket) end(err error) {
	if c := (*closing)(nil); errors.As(err, &c) {
		_ = s.conn.Close(c.code, c.why) // whoever has gone already need not be told
	}
}

func (s *socket) serve() error {
	if s.conn.Subprotocol() != socketProtocol {
		return &closing{closeProtocol, "Subprotocol not acceptable"}
	}
	late := time.AfterFunc(initWithin, func() { s.end(&closing{closeInitTimeout, "Connection initialisation timeout"}) })
	err := s.initiate()
	if late.Stop(); err != nil {
		return err
	}
	s.runs.Go(s.beat)
	for {
		m, err := s.read()
		if err == nil {
			err = s.act(m)
		}
		if err != nil {
			return err
		}
	}
}

// initiate waits for the greeting, with the caller's credentials.
func (s *socket) initiate() error {
	m, err := s.read()
	switch {
	case err != nil:
		return err
	case m.Type != "connection_init":
		return &closing{closeNoInit, "Unauthorized"}
	}
	var credentials struct{ Authorization string }
	if len(m.Payload) > 0 && json.Unmarshal(m.Payload, &credentials) != nil {
		return &closing{closeBad, "Invalid message received"}
	}
	if credentials.Authorization != "" {
		s.r = s.r.Clone(s.r.Context())
		s.r.Header.Set("Authorization", credentials.Authorization)
	}
	if _, no := s.h.caller(s.r); no != nil {
		return &closing{closeForbidden, "Forbidden"}
	}
	return s.write(message{Type: "connection_ack"})
}

// beat keeps the connection alive, and ends it with the session of its caller or with the server.
func (s *socket) beat() {
	ticks := time.NewTicker(s.h.heartbeat())
	defer ticks.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-s.h.Closing:
			s.end(&closing{websocket.StatusGoingAway, "The server stops"})
			return
		case <-ticks.C:
			if _, no := s.h.caller(s.r); no != nil {
				s.end(&closing{closeForbidden, "Forbidden"})
				return
			}
			if s.write(message{Type: "ping"}) != nil {
				return // its reader knows too
			}
		}
	}
}

func (s *socket) act(m message) error {
	switch m.Type {
	case "connection_init":
		return &closing{closeInitTwice, "Too many initialisation requests"}
	case "ping":
		return s.write(message{Type: "pong", Payload: m.Payload})
	case "pong":
		return nil
	case "complete":
		s.forget(m.ID)
		return nil
	case "subscribe":
		return s.subscribe(m)
	}
	return &closing{closeBad, "Invalid message received"}
}

// subscribe begins an operation of any kind.
func (s *socket) subscribe(m message) error {
	req, no := decodeJSON(m.Payload)
	if no == nil {
		no = req.check()
	}
	if m.ID == "" || len(m.ID) > 128 || no != nil {
		return &closing{closeBad, "Invalid message received"}
	}
	ctx, cancel := context.WithCancel(s.ctx)
	s.mu.Lock()
	_, taken := s.open[m.ID]
	full := len(s.open) >= mostOperations
	if !taken && !full {
		s.open[m.ID] = cancel
	}
	s.mu.Unlock()
	if taken {
		cancel()
		return &closing{closeTwice, "Subscriber for " + m.ID + " already exists"}
	}
	var a *asked
	if no = tooMany; !full {
		a, no = s.h.admit(s.r.WithContext(ctx), req, false)
	}
	if no != nil {
		cancel()
		s.forget(m.ID)
		return s.fail(m.ID, s.h.refused(s.ctx, no).body)
	}
	s.runs.Go(func() {
		defer cancel()
		if s.operate(m.ID, a) != nil {
			_ = s.conn.CloseNow() // what cannot be written to any more cannot be read from
		}
	})
	return nil
}

// operate runs an operation to its end and tells it, unless the client has let go of it.
func (s *socket) operate(id string, a *asked) error {
	next := func(e event) error {
		if a.ctx.Err() != nil {
			return a.ctx.Err()
		}
		return s.write(message{ID: id, Type: "next", Payload: e.body})
	}
	var err error
	var last []byte
	if a.prepared.Operation == ast.Subscription {
		last = s.h.lastWords(a.ctx, s.h.follow(a.ctx, a, next, func() error { return nil }))
	} else {
		_, body := s.h.run(a)
		err = next(event{body: body})
	}
	select {
	case <-a.ctx.Done(): // let go of
		return nil
	default:
	}
	s.forget(id)
	switch {
	case err != nil:
		return err
	case last != nil:
		return s.fail(id, last)
	}
	return s.write(message{ID: id, Type: "complete"})
}

// forget ends an operation.
func (s *socket) forget(id string) {
	s.mu.Lock()
	cancel, has := s.open[id]
	delete(s.open, id)
	s.mu.Unlock()
	if has {
		cancel()
	}
}

// fail ends an operation with the errors of a refusal.
func (s *socket) fail(id string, body []byte) error {
	var refused struct{ Errors json.RawMessage }
	if err := json.Unmarshal(body, &refused); err != nil {
		return err
	}
	return s.write(message{ID: id, Type: "error", Payload: refused.Errors})
}

func (s *socket) read() (m message, err error) {
	kind, text, err := s.conn.Read(s.ctx)
	if err != nil {
		return m, err
	}
	if kind != websocket.MessageText || json.Unmarshal(text, &m) != nil {
		return m, &closing{closeBad, "Invalid message received"}
	}
	return m, nil
}

// write sends a message; a client that does not take it in time has lost its connection.
func (s *socket) write(m message) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(s.ctx, writeDeadline)
	defer cancel()
	return s.conn.Write(ctx, websocket.MessageText, text)
}
