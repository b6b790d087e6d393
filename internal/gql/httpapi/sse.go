package httpapi

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

const (
	heartbeat     = 12 * time.Second // below what proxies wait for; then, too, the caller is made out anew
	writeDeadline = 10 * time.Second
)

// stream answers in server-sent events, by the protocol of graphql-sse with one connection for each operation: next for each
// event, complete at the end. What is wrong in the document arrives as an event, since a browser's EventSource hides any status.
func (h *Handler) stream(w http.ResponseWriter, r *http.Request, a *asked, no *refusal) error {
	s := &eventWriter{w, http.NewResponseController(w)}
	if err := s.control.SetReadDeadline(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) { // the server's is for the request, which has been read
		return err
	}
	header := w.Header()
	header.Set("Content-Type", eventType+"; charset=utf-8")
	header.Set("X-Accel-Buffering", "no")
	w.WriteHeader(statusAnswered)
	if err := s.comment(); err != nil {
		return err
	}
	last := event{}
	switch {
	case no != nil:
		last = h.refused(r.Context(), no)
	case a.prepared.Operation == ast.Subscription:
		a.ctx = context.WithValue(a.ctx, lastEventKey{}, r.Header.Get("Last-Event-ID"))
		last.body = h.lastWords(a.ctx, h.follow(a.ctx, a, s.next, func() error { return h.beat(r, s.comment) }))
	default:
		_, last.body = h.run(a)
	}
	if last.body != nil {
		if err := s.next(last); err != nil {
			return err
		}
	}
	return s.write("event: complete\ndata:\n\n")
}

// beat keeps a stream alive, and ends it with the session of its caller.
func (h *Handler) beat(r *http.Request, alive func() error) error {
	if _, err := h.Authenticate(r); err != nil {
		return errExpired.Because(err)
	}
	return alive()
}

type lastEventKey struct{}

// LastEventID is the id of the last event that a client says it has, where the transport carries it; "": the client does not say.
func LastEventID(ctx context.Context) string {
	id, _ := ctx.Value(lastEventKey{}).(string)
	return id
}

type eventWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func (s *eventWriter) next(e event) error {
	var out bytes.Buffer
	out.WriteString("event: next\n")
	if e.id != "" {
		out.WriteString("id: " + e.id + "\n")
	}
	out.WriteString("data: ")
	out.Write(e.body) // JSON from our encoder holds no line break
	out.WriteString("\n\n")
	return s.write(out.String())
}

// comment is what no client acts upon, and yet tells that the stream lives.
func (s *eventWriter) comment() error { return s.write(":\n\n") }

func (s *eventWriter) write(text string) error {
	if err := s.control.SetWriteDeadline(time.Now().Add(writeDeadline)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	return s.control.Flush()
}
