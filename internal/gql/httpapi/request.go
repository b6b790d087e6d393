package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"changping/internal/gql/front"
)

// request is what a client asks, whichever way it came.
type request struct {
	Query         string
	OperationName string
	Variables     map[string]any
}

// negotiate picks the media type of the answer: of those that the client weighs highest the first that we have.
func negotiate(accept string) (media string, ok bool) {
	if accept == "" {
		return jsonType, true
	}
	best := 0.0
	for part := range strings.SplitSeq(accept, ",") {
		t, params, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			continue
		}
		weight := 1.0
		if q, has := params["q"]; has {
			if weight, err = strconv.ParseFloat(q, 64); err != nil {
				continue
			}
		}
		if weight <= best {
			continue
		}
		switch t {
		case gqlType, eventType:
			media, best = t, weight
		case jsonType, "application/*", "*/*":
			media, best = jsonType, weight
		}
	}
	if best == 0 {
		return jsonType, false
	}
	return media, true
}

func bad(message string) *refusal {
	return &refusal{status: statusMalformed, code: "BAD_REQUEST", message: message}
}

// decode is the one reader of requests.
func decode(w http.ResponseWriter, r *http.Request) (req request, no *refusal) {
	switch r.Method {
	case http.MethodGet:
		req, no = decodeAddress(r)
	case http.MethodPost:
		req, no = decodeBody(w, r)
	default:
		return req, &refusal{status: statusMethod, code: "METHOD", message: "Use POST, or GET for queries.", header: [2]string{"Allow", "GET, POST"}}
	}
	if no == nil {
		no = req.check()
	}
	return req, no
}

func (req *request) check() *refusal {
	switch {
	case holdsNUL(req.Variables):
		return bad("A text holds the character NUL.")
	case req.Query == "":
		return bad("A request has a query.")
	}
	return nil
}

func decodeAddress(r *http.Request) (request, *refusal) {
	q := r.URL.Query()
	req := request{Query: q.Get("query"), OperationName: q.Get("operationName")}
	for name, values := range q {
		for _, v := range values {
			if !utf8.ValidString(v) {
				return req, bad(name + " is not UTF-8.")
			}
		}
	}
	for name, into := range map[string]*map[string]any{"variables": &req.Variables, "extensions": new(map[string]any)} {
		if v := q.Get(name); v != "" && v != "null" {
			object, no := decodeObject([]byte(v))
			if no != nil {
				return req, bad(name + " is not one JSON object.")
			}
			*into = object
		}
	}
	return req, nil
}

func decodeBody(w http.ResponseWriter, r *http.Request) (req request, no *refusal) {
	t, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if charset := params["charset"]; err != nil || t != jsonType || charset != "" && !strings.EqualFold(charset, "utf-8") || r.Header.Get("Content-Encoding") != "" {
		return req, &refusal{status: statusMediaType, code: "MEDIA_TYPE", message: "Send application/json in UTF-8."}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return req, &refusal{status: statusTooLarge, code: "TOO_LARGE", message: "A request has at most 256 KiB."}
	}
	if err != nil {
		// The rest may still trickle in: a connection kept open would wait for it.
		return req, &refusal{status: statusStalled, code: "BODY", message: "The request did not arrive whole.", header: [2]string{"Connection", "close"}}
	}
	return decodeJSON(body)
}

// decodeJSON reads a request that is one JSON object.
func decodeJSON(body []byte) (req request, no *refusal) {
	if !utf8.Valid(body) {
		return req, bad("The request is not UTF-8.")
	}
	members, no := decodeObject(body)
	if no != nil {
		return req, no
	}
	for name, into := range map[string]*string{"query": &req.Query, "operationName": &req.OperationName} {
		text, is := members[name].(string)
		if members[name] != nil && !is {
			return req, bad(name + " is a string.")
		}
		*into = text
	}
	for name, into := range map[string]*map[string]any{"variables": &req.Variables, "extensions": new(map[string]any)} { // we have no extensions
		object, is := members[name].(map[string]any)
		if members[name] != nil && !is {
			return req, bad(name + " is not one JSON object.")
		}
		*into = object
	}
	return req, nil
}

// decodeObject reads one JSON object and nothing after it, keeping numbers as written. What the decoder would settle in
// silence is refused: of two members of one name it keeps the last, and half a surrogate pair it replaces.
func decodeObject(raw []byte) (object map[string]any, no *refusal) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if trimmed := bytes.TrimLeft(raw, " \t\r\n"); len(trimmed) == 0 || trimmed[0] != '{' || d.Decode(&object) != nil {
		return nil, bad("A request is one JSON object.")
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, bad("There is something after the JSON object.")
	}
	if front.LoneSurrogate(string(raw)) {
		return nil, bad("A text escapes half of a surrogate pair, which is no character.")
	}
	if repeatsMember(raw) {
		return nil, bad("An object has two members of one name.")
	}
	return object, nil
}

// repeatsMember reports whether an object in a text that is known to be JSON names a member twice.
func repeatsMember(raw []byte) bool {
	var within []map[string]bool // the names of each object that is open; nil: it is a list
	named := false               // what comes next is the name of a member
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '{':
			within, named = append(within, map[string]bool{}), true
		case '[':
			within, named = append(within, nil), false
		case '}', ']':
			within, named = within[:len(within)-1], false
		case ',':
			named = within[len(within)-1] != nil
		case '"':
			begin := i
			for i++; raw[i] != '"'; i++ {
				if raw[i] == '\\' {
					i++
				}
			}
			if !named {
				continue
			}
			name, names := string(raw[begin+1:i]), within[len(within)-1]
			if strings.ContainsRune(name, '\\') && json.Unmarshal(raw[begin:i+1], &name) != nil {
				return true
			}
			if names[name] {
				return true
			}
			names[name], named = true, false
		}
	}
	return false
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
