// Package httpapi serves GraphQL over HTTP: one decoder, one table of statuses, one presenter of errors.
package httpapi

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"changping/internal/fault"
	"changping/internal/gql/front"

	"github.com/graph-gophers/graphql-go"
	"github.com/vektah/gqlparser/v2/ast"
)

const (
	bodyLimit = 256 << 10
	jsonType  = "application/json"
	gqlType   = "application/graphql-response+json"
	eventType = "text/event-stream"
)

// Handler answers GraphQL requests. Authenticate puts the caller into the context; without credentials it returns the
// request's context as it is, with bad ones a fault.
type Handler struct {
	Schema       *graphql.Schema
	Front        *front.Front
	Authenticate func(*http.Request) (context.Context, error)
	RequestID    func(context.Context) string
	Deadline     time.Duration   // for running a request; 0: five seconds
	Heartbeat    time.Duration   // of a stream that has nothing to say; 0: twelve seconds
	Closing      <-chan struct{} // closed when streams must end; nil: never

	// Bucket names the throttle and the bucket in it that a caller pays from; nil: nobody pays.
	Bucket func(context.Context, *http.Request) (*Throttle, string)

	streams streams
}

// refusal is a request that is answered without being run.
type refusal struct {
	status   int
	code     string
	message  string
	document bool // what is wrong is in the document or its variables, not in the request
	header   [2]string
	cost     *cost
}

// asked is a request that may run.
type asked struct {
	prepared  *front.Prepared
	variables map[string]any
	ctx       context.Context
	cost      *cost
	bucket    string // whose request it is
	giveBack  func(points int) throttleStatus
}

// cost is what a client is told about the price of its request.
type cost struct {
	Requested int             `json:"requestedQueryCost"`
	Actual    *int            `json:"actualQueryCost,omitempty"`
	Throttle  *throttleStatus `json:"throttleStatus,omitempty"`
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Vary", "Accept")
	if strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		h.socket(w, r)
		return
	}
	media, acceptable := negotiate(r.Header.Get("Accept"))
	header.Set("Content-Type", cmp.Or(map[string]string{eventType: jsonType}[media], media)+"; charset=utf-8")
	if !acceptable {
		h.refuse(w, r, media, &refusal{status: statusNotAcceptable, code: "NOT_ACCEPTABLE", message: "This endpoint answers application/json, application/graphql-response+json or text/event-stream."})
		return
	}
	a, no := h.read(w, r)
	switch {
	case media == eventType && (no == nil || no.document):
		if err := h.stream(w, r, a, no); err != nil {
			slog.DebugContext(r.Context(), "a client left its stream", "error", err)
		}
	case no != nil:
		h.refuse(w, r, media, no)
	case a.prepared.Operation == ast.Subscription:
		h.refuse(w, r, media, &refusal{status: statusNotAcceptable, code: "NOT_ACCEPTABLE", message: "A subscription is answered in a stream: accept text/event-stream."})
	default:
		status, body := h.run(a)
		write(w, status, body)
	}
}

// read makes out what is asked and by whom, and holds both to every limit.
func (h *Handler) read(w http.ResponseWriter, r *http.Request) (*asked, *refusal) {
	req, no := decode(w, r)
	if no != nil {
		return nil, no
	}
	return h.admit(r, req, r.Method == http.MethodGet)
}

// admit is the one way in, whatever the transport. What an address asks only reads.
func (h *Handler) admit(r *http.Request, req request, reads bool) (*asked, *refusal) {
	prepared, problem := h.Front.Prepare(req.Query, req.OperationName)
	if problem != nil {
		return nil, refuseDocument(problem)
	}
	if reads && prepared.Operation == ast.Mutation {
		return nil, &refusal{status: statusMethod, code: "METHOD", message: "Send a mutation by POST.", header: [2]string{"Allow", "POST"}}
	}
	a := &asked{prepared: prepared}
	if a.variables, problem = prepared.Coerce(req.Variables); problem != nil {
		return nil, refuseDocument(problem)
	}
	a.cost = &cost{Requested: prepared.Cost(a.variables)}
	if problem = h.Front.Hold(a.cost.Requested); problem != nil {
		no := refuseDocument(problem)
		no.cost = a.cost
		return nil, no
	}
	var no *refusal
	if a.ctx, no = h.caller(r); no != nil {
		return nil, no
	}
	a.ctx = prepared.With(a.ctx)
	return a, h.charge(r, a)
}

// caller makes out who asks.
func (h *Handler) caller(r *http.Request) (context.Context, *refusal) {
	ctx, err := h.Authenticate(r)
	if err == nil {
		return ctx, nil
	}
	f := fault.As(err)
	if f == nil {
		slog.ErrorContext(r.Context(), "authentication failed", "error", err)
		f = fault.New(fault.Unavailable, "UNAVAILABLE", "Signing in is not possible just now.")
	}
	return nil, &refusal{status: cmp.Or(statusOfCaller[f.Kind], statusUnauthenticated), code: f.Code, message: f.Message}
}

// charge takes the price of a request from its caller's bucket.
func (h *Handler) charge(r *http.Request, a *asked) *refusal {
	if h.Bucket == nil {
		return nil
	}
	throttle, key := h.Bucket(a.ctx, r)
	a.bucket = key
	status, wait := throttle.spend(key, a.cost.Requested)
	a.cost.Throttle = &status
	if wait > 0 {
		seconds := strconv.Itoa(int(wait / time.Second))
		return &refusal{status: statusThrottled, code: "THROTTLED", message: "You ask for too much in a short time: wait " + seconds + " s, then send it again.",
			header: [2]string{"Retry-After", seconds}, cost: a.cost}
	}
	a.giveBack = func(points int) throttleStatus { return throttle.giveBack(key, points) }
	return nil
}

func refuseDocument(p *front.Problem) *refusal {
	return &refusal{status: statusDocument, code: p.Code, message: p.Message, document: true}
}

// reply is the body of every answer.
type reply struct {
	Data       json.RawMessage `json:"data,omitempty"`
	Errors     []presented     `json:"errors,omitempty"`
	Extensions map[string]any  `json:"extensions,omitempty"`
}

var notJSON = []byte(`{"errors":[{"message":"Something went wrong on our side.","extensions":{"code":"INTERNAL"}}]}`)

// run executes a query or a mutation and gives the answer, with its errors presented. What was not used of its price is given back.
func (h *Handler) run(a *asked) (status int, body []byte) {
	ctx, cancel := context.WithTimeout(a.ctx, cmp.Or(h.Deadline, 5*time.Second))
	defer cancel()
	response := h.Schema.Exec(ctx, a.prepared.Text, a.prepared.Name, a.variables)
	spent := a.cost.Requested
	if ctx.Err() == nil { // what took too long has cost at least that
		spent = a.prepared.Spent(response.Data, spent)
	}
	if a.cost.Actual = &spent; a.giveBack != nil {
		status := a.giveBack(a.cost.Requested - spent)
		a.cost.Throttle = &status
	}
	out := reply{Data: response.Data, Errors: present(ctx, response.Errors, h.RequestID(ctx)), Extensions: map[string]any{"requestId": h.RequestID(ctx), "cost": a.cost}}
	status = statusAnswered
	if ctx.Err() != nil {
		out.Data, status = nil, statusTimeout
		// Whether a write had committed by then is unknown to us: only its request key can tell.
		out.Errors = []presented{{Message: "The answer took too long and was given up. Nothing half-done remains; repeat a write with the same request key.",
			Extensions: map[string]any{"code": "TIMEOUT", "requestId": h.RequestID(ctx)}}}
	}
	body, err := out.body()
	if err != nil {
		slog.ErrorContext(ctx, "the answer is not JSON", "error", err)
		return statusInternal, notJSON
	}
	return status, body
}

// body is the reply as it is sent. The data are JSON already: they are proved, not written anew.
func (r reply) body() ([]byte, error) {
	data := r.Data
	if r.Data = nil; len(data) > 0 && !json.Valid(data) {
		return nil, errors.New("the data are not JSON")
	}
	rest, err := json.Marshal(r)
	if err != nil || len(data) == 0 {
		return rest, err
	}
	body := append(make([]byte, 0, len(data)+len(rest)+len(`{"data":,`)), `{"data":`...)
	if body = append(body, data...); len(rest) > len(`{}`) {
		body = append(body, ',')
	}
	return append(body, rest[1:]...), nil
}

func (h *Handler) refuse(w http.ResponseWriter, r *http.Request, media string, no *refusal) {
	if no.header[0] != "" {
		w.Header().Set(no.header[0], no.header[1])
	}
	status := no.status
	if no.document && media == jsonType {
		status = statusDocumentJSON
	}
	write(w, status, h.refused(r.Context(), no).body)
}

// refused is a refusal as a client reads it.
func (h *Handler) refused(ctx context.Context, no *refusal) event {
	out := reply{Errors: []presented{{Message: no.message, Extensions: map[string]any{"code": no.code, "requestId": h.RequestID(ctx)}}}}
	if no.cost != nil {
		out.Extensions = map[string]any{"cost": no.cost}
	}
	body, _ := json.Marshal(out) // strings and numbers always marshal
	return event{body: body}
}

func write(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body)
}
