// Package httpapi serves GraphQL over HTTP: one decoder, one table of statuses, one presenter of errors.
package httpapi

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"
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
)

// Handler answers GraphQL requests. Authenticate puts the caller into the context; without credentials it returns the
// request's context as it is, with bad ones a fault.
type Handler struct {
	Schema       *graphql.Schema
	Front        *front.Front
	Authenticate func(*http.Request) (context.Context, error)
	RequestID    func(context.Context) string
	Deadline     time.Duration // for running a request; 0: five seconds
}

// refusal is a request that is answered without being run. Document faults (parsing, validation, variables) are answered
// 200 to clients that speak plain JSON, as the GraphQL over HTTP draft asks.
type refusal struct {
	status   int
	code     string
	message  string
	document bool
	header   [2]string
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Vary", "Accept")
	media, acceptable := negotiate(r.Header.Get("Accept"))
	header.Set("Content-Type", media+"; charset=utf-8")
	if !acceptable {
		h.refuse(w, r, media, &refusal{status: http.StatusNotAcceptable, code: "NOT_ACCEPTABLE", message: "This endpoint answers application/json or application/graphql-response+json."})
		return
	}
	req, no := decode(w, r)
	if no != nil {
		h.refuse(w, r, media, no)
		return
	}
	prepared, problem := h.Front.Prepare(req.Query, req.OperationName)
	if problem != nil {
		h.refuse(w, r, media, &refusal{status: http.StatusBadRequest, code: problem.Code, message: problem.Message, document: true})
		return
	}
	if r.Method == http.MethodGet && prepared.Operation != ast.Query {
		h.refuse(w, r, media, &refusal{status: http.StatusMethodNotAllowed, code: "METHOD", message: "Send a mutation by POST.", header: [2]string{"Allow", "POST"}})
		return
	}
	variables, problem := prepared.Coerce(req.Variables)
	if problem != nil {
		h.refuse(w, r, media, &refusal{status: http.StatusBadRequest, code: problem.Code, message: problem.Message, document: true})
		return
	}
	ctx, err := h.Authenticate(r)
	if err != nil {
		f := fault.As(err)
		if f == nil {
			slog.ErrorContext(r.Context(), "authentication failed", "error", err)
			f = fault.New(fault.Unavailable, "UNAVAILABLE", "Signing in is not possible just now.")
		}
		h.refuse(w, r, media, &refusal{status: cmp.Or(statusOf[f.Kind], http.StatusUnauthorized), code: f.Code, message: f.Message})
		return
	}
	deadline := h.Deadline
	if deadline == 0 {
		deadline = 5 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	response := h.Schema.Exec(ctx, prepared.Text, prepared.Name, variables)
	h.answer(ctx, w, response)
}

// answer writes what the executor made, with its errors presented.
func (h *Handler) answer(ctx context.Context, w http.ResponseWriter, response *graphql.Response) {
	out := struct {
		Data       json.RawMessage `json:"data,omitempty"`
		Errors     []presented     `json:"errors,omitempty"`
		Extensions map[string]any  `json:"extensions,omitempty"`
	}{Data: response.Data, Errors: present(ctx, response.Errors, h.RequestID(ctx)), Extensions: map[string]any{"requestId": h.RequestID(ctx)}}
	status := http.StatusOK
	if ctx.Err() != nil {
		out.Data, status = nil, http.StatusGatewayTimeout
		// Whether a write had committed by then is unknown to us: only its request key can tell.
		out.Errors = []presented{{Message: "The answer took too long and was given up. Nothing half-done remains; repeat a write with the same request key.",
			Extensions: map[string]any{"code": "TIMEOUT", "requestId": h.RequestID(ctx)}}}
	}
	body, err := json.Marshal(out)
	if err != nil {
		slog.ErrorContext(ctx, "the answer is not JSON", "error", err)
		status, body = http.StatusInternalServerError, []byte(`{"errors":[{"message":"Something went wrong on our side.","extensions":{"code":"INTERNAL"}}]}`)
	}
	write(w, status, body)
}

func (h *Handler) refuse(w http.ResponseWriter, r *http.Request, media string, no *refusal) {
	if no.header[0] != "" {
		w.Header().Set(no.header[0], no.header[1])
	}
	status := no.status
	if no.document && media == jsonType {
		status = http.StatusOK
	}
	// Strings and a map of them always marshal.
	body, _ := json.Marshal(map[string]any{"errors": []presented{{Message: no.message, Extensions: map[string]any{"code": no.code, "requestId": h.RequestID(r.Context())}}}})
	write(w, status, body)
}

func write(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body)
}

// statusOf are the statuses of a caller that could not be made out, where it is not 401.
var statusOf = map[fault.Kind]int{fault.Invalid: http.StatusBadRequest, fault.Unavailable: http.StatusServiceUnavailable}
