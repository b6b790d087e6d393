// Package httpapi serves GraphQL over HTTP: one decoder, one table of statuses, one presenter of errors.
package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"changping/internal/fault"
	"changping/internal/gql/front"

	"github.com/graph-gophers/graphql-go"
	"github.com/vektah/gqlparser/v2/ast"
)

const (
	bodyLimit = 256 << 10
	deadline  = 5 * time.Second
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
}

type request struct {
	Query         string
	OperationName string
	Variables     map[string]any
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
		status := http.StatusUnauthorized
		if f.Kind == fault.Unavailable {
			status = http.StatusServiceUnavailable
		}
		h.refuse(w, r, media, &refusal{status: status, code: f.Code, message: f.Message})
		return
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
		out.Errors = []presented{{Message: "The answer took too long and was given up; nothing half-done remains.", Extensions: map[string]any{"code": "TIMEOUT"}}}
	}
	body, err := json.Marshal(out)
	if err != nil {
		slog.ErrorContext(ctx, "the answer is not JSON", "error", err)
		status, body = http.StatusInternalServerError, []byte(`{"errors":[{"message":"Something went wrong on our side.","extensions":{"code":"INTERNAL"}}]}`)
	}
	w.WriteHeader(status)
	w.Write(body)
}

func (h *Handler) refuse(w http.ResponseWriter, r *http.Request, media string, no *refusal) {
	if no.header[0] != "" {
		w.Header().Set(no.header[0], no.header[1])
	}
	status := no.status
	if no.document && media == jsonType {
		status = http.StatusOK
	}
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{"errors": []presented{{Message: no.message, Extensions: map[string]any{"code": no.code, "requestId": h.RequestID(r.Context())}}}})
}

// negotiate picks the media type of the answer.
func negotiate(accept string) (media string, ok bool) {
	if accept == "" {
		return jsonType, true
	}
	for part := range strings.SplitSeq(accept, ",") {
		t, _, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			continue
		}
		switch t {
		case gqlType:
			return gqlType, true
		case jsonType, "application/*", "*/*":
			return jsonType, true
		}
	}
	return jsonType, false
}

func bad(message string) *refusal {
	return &refusal{status: http.StatusBadRequest, code: "BAD_REQUEST", message: message}
}

// decode is the one reader of requests.
func decode(w http.ResponseWriter, r *http.Request) (request, *refusal) {
	switch r.Method {
	case http.MethodGet:
		q := r.URL.Query()
		req := request{Query: q.Get("query"), OperationName: q.Get("operationName")}
		if v := q.Get("variables"); v != "" {
			if no := decodeObject([]byte(v), &req.Variables); no != nil {
				return req, no
			}
		}
		return req, requireQuery(req)
	case http.MethodPost:
	default:
		return request{}, &refusal{status: http.StatusMethodNotAllowed, code: "METHOD", message: "Use POST, or GET for queries.", header: [2]string{"Allow", "GET, POST"}}
	}
	t, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if charset := params["charset"]; err != nil || t != jsonType || charset != "" && !strings.EqualFold(charset, "utf-8") || r.Header.Get("Content-Encoding") != "" {
		return request{}, &refusal{status: http.StatusUnsupportedMediaType, code: "MEDIA_TYPE", message: "Send application/json in UTF-8."}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return request{}, &refusal{status: http.StatusRequestEntityTooLarge, code: "TOO_LARGE", message: "A request has at most 256 KiB."}
	}
	if err != nil {
		return request{}, &refusal{status: http.StatusRequestTimeout, code: "BODY", message: "The request did not arrive whole."}
	}
	if !utf8.Valid(body) {
		return request{}, bad("The request is not UTF-8.")
	}
	var raw map[string]json.RawMessage
	if no := decodeObject(body, &raw); no != nil {
		return request{}, no
	}
	var req request
	if no := decodeText(raw["query"], &req.Query, "query"); no != nil {
		return req, no
	}
	if no := decodeText(raw["operationName"], &req.OperationName, "operationName"); no != nil {
		return req, no
	}
	for name, into := range map[string]*map[string]any{"variables": &req.Variables, "extensions": new(map[string]any)} {
		if v := raw[name]; len(v) > 0 && string(v) != "null" {
			if no := decodeObject(v, into); no != nil {
				return req, bad(name + " is an object.")
			}
		}
	}
	if holdsNUL(req.Variables) {
		return req, bad("A text holds the character NUL.")
	}
	return req, requireQuery(req)
}

func requireQuery(req request) *refusal {
	if req.Query == "" {
		return bad("A request has a query.")
	}
	return nil
}

func decodeText(raw json.RawMessage, into *string, name string) *refusal {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	if json.Unmarshal(raw, into) != nil || raw[0] != '"' {
		return bad(name + " is a string.")
	}
	return nil
}

// decodeObject reads one JSON object and nothing after it, keeping numbers as written.
func decodeObject[T any](raw []byte, into *T) *refusal {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if trimmed := bytes.TrimLeft(raw, " \t\r\n"); len(trimmed) == 0 || trimmed[0] != '{' || d.Decode(into) != nil {
		return bad("A request is one JSON object.")
	}
	if _, err := d.Token(); err != io.EOF {
		return bad("There is something after the JSON object.")
	}
	return nil
}

func holdsNUL(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.ContainsRune(v, 0)
	case []any:
		for _, e := range v {
			if holdsNUL(e) {
				return true
			}
		}
	case map[string]any:
		for _, e := range v {
			if holdsNUL(e) {
				return true
			}
		}
	}
	return false
}
