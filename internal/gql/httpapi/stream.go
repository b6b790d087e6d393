package httpapi

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"changping/internal/fault"
	"changping/internal/gql/front"

	"github.com/graph-gophers/graphql-go"
)

// streamQueue is how many events may wait for a client that reads slower than things happen.
const streamQueue = 64

var (
	errSlow    = fault.New(fault.Unavailable, "STREAM_OVERFLOW", "You read slower than things happen, and events would be lost: subscribe again from the last one that you have.")
	errClosing = fault.New(fault.Unavailable, "UNAVAILABLE", "This server stops: subscribe again from the last event that you have.")
	errExpired = fault.New(fault.Unauthenticated, "SESSION_ENDED", "The session ended: sign in again, then subscribe from the last event that you have.")
)

// mostStreams is how many streams one caller may have open: a wall of screens, not a flood.
const mostStreams = 10

// streams counts the open streams of callers.
type streams struct {
	mu   sync.Mutex
	open map[string]int
}

// enter counts a stream in, or says that its caller has enough of them.
func (s *streams) enter(caller string) (leave func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil {
		s.open = map[string]int{}
	}
	if s.open[caller] >= mostStreams {
		return nil, fault.New(fault.Unavailable, "THROTTLED", "You have %d streams open: close one first.", mostStreams)
	}
	s.open[caller]++
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.open[caller]--; s.open[caller] == 0 {
			delete(s.open, caller)
		}
	}, nil
}

// event is one answer of a subscription. Its id is what a client names to go on after it.
type event struct {
	id   string
	body []byte
}

// follow runs a subscription and sends each of its events, in order and without a gap, until there are no more, the context is
// done or send fails. A client that falls behind is told so by the error, never left with a silent gap: the executor would drop
// what is not taken from it in time, so that everything is taken at once and waits here. Beat is called now and then.
func (h *Handler) follow(ctx context.Context, a *asked, send func(event) error, beat func() error) error {
	leave, err := h.streams.enter(a.bucket)
	if err != nil {
		return err
	}
	defer leave()
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	events, err := h.Schema.Subscribe(ctx, a.prepared.Text, a.prepared.Name, a.variables)
	if err != nil {
		return err
	}
	waiting := make(chan *graphql.Response, streamQueue)
	go func() {
		defer close(waiting)
		for e := range events {
			select {
			case waiting <- e.(*graphql.Response):
			default:
				stop(errSlow)
				return
			}
		}
	}()
	ticks := time.NewTicker(h.heartbeat())
	defer ticks.Stop()
	for {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-h.Closing:
			return errClosing
		case <-ticks.C:
			err = beat()
		case e, more := <-waiting:
			if !more {
				return context.Cause(ctx)
			}
			err = send(h.event(ctx, e))
		}
		if err != nil {
			return err
		}
	}
}

func (h *Handler) heartbeat() time.Duration { return cmp.Or(h.Heartbeat, heartbeat) }

// event is one answer of a subscription, with its errors presented as those of any other. A subscription that could not begin has
// null for data, as an execution has: only a request that was refused has none.
func (h *Handler) event(ctx context.Context, e *graphql.Response) event {
	data, id := front.TakeEventID(e.Data)
	out := reply{Data: data, Errors: present(ctx, e.Errors, h.RequestID(ctx)), Extensions: map[string]any{"requestId": h.RequestID(ctx)}}
	if len(bytes.TrimSpace(data)) == 0 {
		out.Data = json.RawMessage("null")
	}
	if id != "" {
		out.Extensions["eventId"] = id
	}
	body, err := json.Marshal(out)
	if err != nil {
		slog.ErrorContext(ctx, "an event is not JSON", "error", err)
		body = notJSON
	}
	return event{id, body}
}

// lastWords is what a stream that breaks off tells its client; nil: it ended by itself, or nobody listens any more.
func (h *Handler) lastWords(ctx context.Context, err error) []byte {
	f := fault.As(err)
	switch {
	case err == nil || f == nil && errors.Is(err, context.Canceled) || ctx.Err() != nil:
		return nil
	case f == nil:
		slog.WarnContext(ctx, "a stream broke off", "error", err)
		f = fault.New(fault.Unavailable, "UNAVAILABLE", "The stream broke off: subscribe again from the last event that you have.")
	}
	return h.refused(ctx, &refusal{code: f.Code, message: f.Message}).body
}
