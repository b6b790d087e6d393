package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"changping/internal/fault"
	"changping/internal/gql/front"
	"changping/internal/gql/scalar"

	"github.com/graph-gophers/graphql-go"
	"github.com/jackc/pgx/v5/pgconn"
)

const sdl = `scalar Decimal
scalar Date
type Query { echo(text: String, amount: Decimal, day: Date, n: Int, in: In): String! broken: String panics: String refused: String wrapped: String slow: String many: [Part!]! none: [Part!]! }
type Part { broken: String }
type Mutation { step(n: Int!, amount: Decimal): Int! }
input In { amount: Decimal }`

// resolver answers sdl. It counts the steps that ran.
type resolver struct {
	mu    sync.Mutex
	steps []int32
}

const secret = `relation "person" of 10.0.0.7 does not exist`

var errSQL = fmt.Errorf("load: %w", &pgconn.PgError{Code: "42P01", Message: secret})

func (*resolver) Echo(args struct {
	Text   *string
	Amount *scalar.Decimal
	Day    *scalar.Date
	N      *int32
	In     *struct{ Amount *scalar.Decimal }
}) string {
	switch {
	case args.Text != nil:
		return *args.Text
	case args.Amount != nil:
		return args.Amount.String()
	case args.N != nil:
		return strconv.Itoa(int(*args.N))
	case args.In != nil && args.In.Amount != nil:
		return args.In.Amount.String()
	}
	return ""
}

func (*resolver) Broken() (*string, error) { return nil, errSQL }
func (*resolver) Panics() (*string, error) { panic(secret) }
func (*resolver) Refused() (*string, error) {
	return nil, fault.New(fault.Refused, "BELOW_MINIMUM", "Too little is left.").At("lines.0").With("floor", "5").Because(errSQL)
}
func (*resolver) Wrapped() (*string, error) {
	return nil, fmt.Errorf("line 3: %w", fault.New(fault.NotFound, "NOT_FOUND", "There is none."))
}
func (*resolver) Slow(ctx context.Context) (*string, error) { <-ctx.Done(); return nil, errSQL }
func (*resolver) None() []part                              { return nil }
func (*resolver) Many() []part                              { return make([]part, 30) }
func (r *resolver) Step(args struct {
	N      int32
	Amount *scalar.Decimal
}) int32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.steps = append(r.steps, args.N)
	return args.N
}

type part struct{}

func (part) Broken() (*string, error) { return nil, errSQL }

func newHandler(t *testing.T) (*Handler, *resolver) {
	t.Helper()
	r := &resolver{}
	schema, err := graphql.ParseSchema(sdl, r, Options()...)
	if err != nil {
		t.Fatal(err)
	}
	f, err := front.New(sdl, front.Default)
	if err != nil {
		t.Fatal(err)
	}
	return &Handler{Schema: schema, Front: f, RequestID: func(context.Context) string { return "R1" },
		Authenticate: func(r *http.Request) (context.Context, error) { return r.Context(), nil }}, r
}

type answer struct {
	Data   map[string]any
	Errors []struct {
		Message    string
		Path       []any
		Extensions map[string]any
	}
	Extensions map[string]any
}

// code is the code of the first error, or "".
func (a answer) code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	return fmt.Sprint(a.Errors[0].Extensions["code"])
}

func read(t *testing.T, response *http.Response) (a answer) {
	t.Helper()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body, &a); err != nil {
		t.Fatalf("no JSON: %v: %s", err, body)
	}
	return a
}

func post(h *Handler, body string, header map[string]string) *http.Response {
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for name, value := range header {
		r.Header.Del(name)
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// ask posts a query with variables and gives the answer.
func ask(t *testing.T, h *Handler, query string, variables map[string]any) answer {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return read(t, post(h, string(body), nil))
}

const gqlAccept = "application/graphql-response+json"

func TestStatuses(t *testing.T) {
	t.Parallel()
	accept := map[string]string{"Accept": gqlAccept}
	for name, c := range map[string]struct {
		body   string
		header map[string]string
		status int
		code   string // of the first error; "": data
	}{
		"a query":                        {`{"query": "{ echo(text: \"x\") }"}`, nil, 200, ""},
		"with null for what may miss":    {`{"query": "{ echo }", "variables": null, "operationName": null, "extensions": null}`, nil, 200, ""},
		"an unknown member":              {`{"query": "{ echo }", "id": 7}`, nil, 200, ""},
		"a byte order mark in the query": {`{"query": "\ufeff{ echo }"}`, nil, 200, ""},
		"charset utf-8":                  {`{"query": "{ echo }"}`, map[string]string{"Content-Type": "application/json; charset=UTF-8"}, 200, ""},
		"no content type":                {`{"query": "{ echo }"}`, map[string]string{"Content-Type": ""}, 415, "MEDIA_TYPE"},
		"text/plain":                     {`{"query": "{ echo }"}`, map[string]string{"Content-Type": "text/plain"}, 415, "MEDIA_TYPE"},
		"a form":                         {`query={echo}`, map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, 415, "MEDIA_TYPE"},
		"multipart":                      {`--x`, map[string]string{"Content-Type": "multipart/form-data; boundary=x"}, 415, "MEDIA_TYPE"},
		"another charset":                {`{"query": "{ echo }"}`, map[string]string{"Content-Type": "application/json; charset=gb18030"}, 415, "MEDIA_TYPE"},
		"compressed":                     {`{"query": "{ echo }"}`, map[string]string{"Content-Encoding": "gzip"}, 415, "MEDIA_TYPE"},
		"too large":                      {`{"query": "{ echo }", "x": "` + strings.Repeat("x", bodyLimit) + `"}`, nil, 413, "TOO_LARGE"},
		"nothing":                        {``, nil, 400, "BAD_REQUEST"},
		"no JSON":                        {`{"query": `, nil, 400, "BAD_REQUEST"},
		"null":                           {`null`, nil, 400, "BAD_REQUEST"},
		"a text":                         {`"{ echo }"`, nil, 400, "BAD_REQUEST"},
		"a batch":                        {`[{"query": "{ echo }"}]`, nil, 400, "BAD_REQUEST"},
		"something after the object":     {`{"query": "{ echo }"} {}`, nil, 400, "BAD_REQUEST"},
		"a byte order mark":              {"\ufeff" + `{"query": "{ echo }"}`, nil, 400, "BAD_REQUEST"},
		"one member twice":               {`{"query": "{ echo }", "query": "mutation { step(n: 1) }"}`, nil, 400, "BAD_REQUEST"},
		"one variable twice":             {`{"query": "query($n: Int) { echo(n: $n) }", "variables": {"n": 1, "n": 2}}`, nil, 400, "BAD_REQUEST"},
		"one member twice, deep":         {`{"query": "{ echo }", "variables": {"a": [1, {"b": [], "b": 1}]}}`, nil, 400, "BAD_REQUEST"},
		"no query":                       {`{"operationName": "x"}`, nil, 400, "BAD_REQUEST"},
		"an empty query":                 {`{"query": ""}`, nil, 400, "BAD_REQUEST"},
		"a number for the query":         {`{"query": 5}`, nil, 400, "BAD_REQUEST"},
		"a number for the name":          {`{"query": "{ echo }", "operationName": 5}`, nil, 400, "BAD_REQUEST"},
		"a list of variables":            {`{"query": "{ echo }", "variables": []}`, nil, 400, "BAD_REQUEST"},
		"a text of extensions":           {`{"query": "{ echo }", "extensions": "x"}`, nil, 400, "BAD_REQUEST"},
		"NUL in a variable":              {`{"query": "query($t: String) { echo(text: $t) }", "variables": {"t": "a\u0000b"}}`, nil, 400, "BAD_REQUEST"},
		"half a pair in a variable":      {`{"query": "query($t: String) { echo(text: $t) }", "variables": {"t": "a\ud800b"}}`, nil, 400, "BAD_REQUEST"},
		"bytes that are not UTF-8":       {"{\"query\": \"{ echo(text: \\\"\xff\\\") }\"}", nil, 400, "BAD_REQUEST"},
		"NUL in a literal":               {`{"query": "{ echo(text: \"a\\u0000b\") }"}`, nil, 200, "VALIDATION"},
		"NUL in a literal, strict":       {`{"query": "{ echo(text: \"a\\u{0}b\") }"}`, accept, 400, "VALIDATION"},
		"NUL in the document":            {`{"query": "{ echo \u0000 }"}`, nil, 200, "SYNTAX"},
		"half a pair in a literal":       {`{"query": "{ echo(text: \"a\\ud800b\") }"}`, nil, 200, "SYNTAX"},
		"does not parse":                 {`{"query": "{ echo"}`, nil, 200, "SYNTAX"},
		"does not parse, strict":         {`{"query": "{ echo"}`, accept, 400, "SYNTAX"},
		"only a comment, strict":         {`{"query": "# nothing"}`, accept, 400, "OPERATION"},
		"an unknown field":               {`{"query": "{ ecko }"}`, nil, 200, "VALIDATION"},
		"an unknown field, strict":       {`{"query": "{ ecko }"}`, accept, 400, "VALIDATION"},
		"no such operation, strict":      {`{"query": "query A { echo } query B { echo }", "operationName": "C"}`, accept, 400, "OPERATION"},
		"two and no name, strict":        {`{"query": "query A { echo } query B { echo }"}`, accept, 400, "OPERATION"},
		"a bad variable":                 {`{"query": "query($n: Int) { echo(n: $n) }", "variables": {"n": "two"}}`, nil, 200, "VARIABLES"},
		"a bad variable, strict":         {`{"query": "query($n: Int) { echo(n: $n) }", "variables": {"n": "two"}}`, accept, 400, "VARIABLES"},
		"a bad Decimal, strict":          {`{"query": "query($d: Decimal) { echo(amount: $d) }", "variables": {"d": "NaN"}}`, accept, 400, "VARIABLES"},
		"a bad Decimal spelt out":        {`{"query": "{ echo(amount: \"1e3\") }"}`, accept, 400, "VALIDATION"},
		"a number for a Decimal":         {`{"query": "{ echo(amount: 12.5) }"}`, accept, 400, "VALIDATION"},
		"a huge number for a Decimal":    {`{"query": "{ echo(amount: 1e400) }"}`, accept, 400, "VALIDATION"},
		"a bad Decimal in an input":      {`{"query": "{ echo(in: {amount: \"+5\"}) }"}`, accept, 400, "VALIDATION"},
		"an object for a Decimal":        {`{"query": "{ echo(amount: {a: 1}) }"}`, accept, 400, "VALIDATION"},
		"a day that is none":             {`{"query": "{ echo(day: \"2026-02-30\") }"}`, accept, 400, "VALIDATION"},
		"a literal beyond 32 bits":       {`{"query": "{ echo(n: 3000000000) }"}`, accept, 400, "VALIDATION"},
		"a default beyond 32 bits":       {`{"query": "query($n: Int = 3000000000) { echo(n: $n) }", "variables": {"n": 1}}`, accept, 400, "VALIDATION"},
		"data and errors":                {`{"query": "{ echo broken }"}`, accept, 200, "INTERNAL"},
		"unacceptable":                   {`{"query": "{ echo }"}`, map[string]string{"Accept": "text/html"}, 406, "NOT_ACCEPTABLE"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, _ := newHandler(t)
			response := post(h, c.body, c.header)
			a := read(t, response)
			if response.StatusCode != c.status || a.code() != c.code {
				t.Errorf("%d %v, want %d %s", response.StatusCode, a, c.status, c.code)
			}
			if refused := c.status != 200 || c.code != "" && c.code != "INTERNAL"; refused && a.Data != nil {
				t.Errorf("refused, and yet with data: %v", a)
			}
			for name, want := range map[string]string{"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Vary": "Accept"} {
				if got := response.Header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			if response.Header.Get("Content-Length") == "" {
				t.Error("no Content-Length")
			}
			if len(a.Errors) > 0 && a.Errors[0].Extensions["requestId"] != "R1" {
				t.Errorf("an error without the id of its request: %v", a)
			}
		})
	}
}

func TestMethods(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		method, query, allow string
		status               int
	}{
		"a query by GET":              {"GET", "query=" + url.QueryEscape(`query($t: String) { echo(text: $t) }`) + "&variables=" + url.QueryEscape(`{"t": "x"}`), "", 200},
		"empty variables by GET":      {"GET", "query={echo}&variables=&extensions=&operationName=", "", 200},
		"a mutation by GET":           {"GET", "query=" + url.QueryEscape(`mutation { step(n: 1) }`), "POST", 405},
		"a mutation chosen by name":   {"GET", "query=" + url.QueryEscape(`query A { echo } mutation B { step(n: 1) }`) + "&operationName=B", "POST", 405},
		"the query beside a mutation": {"GET", "query=" + url.QueryEscape(`query A { echo } mutation B { step(n: 1) }`) + "&operationName=A", "", 200},
		"no query by GET":             {"GET", "", "", 400},
		"bad variables by GET":        {"GET", "query={echo}&variables=[]", "", 400},
		"bad extensions by GET":       {"GET", "query={echo}&extensions=5", "", 400},
		"NUL by GET":                  {"GET", "query=" + url.QueryEscape(`query($t: String) { echo(text: $t) }`) + "&variables=" + url.QueryEscape(`{"t": "\u0000"}`), "", 400},
		"not UTF-8 by GET":            {"GET", "query={echo(text:%22%ff%22)}", "", 400},
		"PUT":                         {"PUT", "query={echo}", "GET, POST", 405},
		"DELETE":                      {"DELETE", "query={echo}", "GET, POST", 405},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, r := newHandler(t)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(c.method, "/graphql?"+c.query, nil))
			if w.Code != c.status || w.Header().Get("Allow") != c.allow {
				t.Errorf("%d, Allow %q: %s", w.Code, w.Header().Get("Allow"), w.Body)
			}
			if len(r.steps) > 0 {
				t.Error("a mutation ran by GET")
			}
		})
	}
}

func TestMediaTypes(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]string{
		"":                 jsonType,
		"*/*":              jsonType,
		"application/*":    jsonType,
		"application/json": jsonType,
		gqlAccept:          gqlType,
		"text/html, " + gqlAccept + ", application/json;q=0.9":                gqlType,
		"application/json;q=0.5, " + gqlAccept:                                gqlType,
		gqlAccept + ";q=0.1, application/json;q=0.2":                          jsonType,
		gqlAccept + ";q=0, */*":                                               jsonType,
		"text/html":                                                           "",
		"application/json;q=0":                                                "",
		"application/json;charset=utf-8;q=oops, text/html, nonsense/;;, *;q=": "",
	} {
		if got, ok := negotiate(accept); ok != (want != "") || ok && got != want {
			t.Errorf("%q is answered in %q, want %q", accept, got, want)
		}
	}
}

// A text reaches the resolver as it was written, whether in a variable or spelt out: the document is printed and parsed
// once more in between.
func TestTextsSurviveUnchanged(t *testing.T) {
	t.Parallel()
	h, _ := newHandler(t)
	for _, text := range []string{"", "瓶装饮用水", "𠮷野家 👩‍🚒", "e\u0301 \u202e \u200b \ufeff", "\a\b\f\n\r\t\v\x1b\x7f\u0085", `"quoted" \ back\slash \u0041 \x41 ${x} {{7*7}}`, `"""`, "a\u2028b", "%' ; drop table"} {
		literal, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		for how, a := range map[string]answer{
			"a variable": ask(t, h, `query($t: String) { echo(text: $t) }`, map[string]any{"t": text}),
			"a literal":  ask(t, h, `{ echo(text: `+string(literal)+`) }`, nil),
		} {
			if a.Data["echo"] != text {
				t.Errorf("%q came back from %s as %v", text, how, a)
			}
		}
	}
	if a := ask(t, h, `{ echo(text: "\ud83d\ude92") }`, nil); a.Data["echo"] != "🚒" {
		t.Errorf("a surrogate pair came back as %v", a)
	}
	if a := ask(t, h, `{ echo(text: "\\ud83d") }`, nil); a.Data["echo"] != `\ud83d` {
		t.Errorf("an escaped backslash came back as %v", a)
	}
}

// What is wrong anywhere in a request is found before its first mutation runs.
func TestNothingRunsOfABadRequest(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		query     string
		variables map[string]any
	}{
		"an Int":             {`mutation($n: Int!) { a: step(n: 1) b: step(n: $n) }`, map[string]any{"n": "two"}},
		"a Decimal":          {`mutation($d: Decimal) { a: step(n: 1) b: step(n: 2, amount: $d) }`, map[string]any{"d": "1,000"}},
		"a Decimal, literal": {`mutation { a: step(n: 1) b: step(n: 2, amount: "1,000") }`, nil},
		"in a fragment":      {`mutation { a: step(n: 1) ...f } fragment f on Mutation { b: step(n: 2, amount: "NaN") }`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, r := newHandler(t)
			if a := ask(t, h, c.query, c.variables); len(a.Errors) == 0 || a.code() == "INTERNAL" {
				t.Errorf("not told as the client's mistake: %v", a)
			}
			if len(r.steps) > 0 {
				t.Errorf("steps %v ran", r.steps)
			}
		})
	}
}

// Mutations of one document run one after the other, as written.
func TestMutationsRunInOrder(t *testing.T) {
	t.Parallel()
	h, r := newHandler(t)
	ask(t, h, `mutation { a: step(n: 1) b: step(n: 2) c: step(n: 3) }`, nil)
	if !slices.Equal(r.steps, []int32{1, 2, 3}) {
		t.Errorf("steps ran as %v", r.steps)
	}
}

// lockedBuffer is a log that requests may write to together.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// Not parallel: the log is one for the process.
func TestFailuresAreMaskedAndLogged(t *testing.T) {
	log := &lockedBuffer{}
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(log, nil)))
	defer slog.SetDefault(before)
	h, _ := newHandler(t)
	for _, field := range []string{"broken", "panics"} {
		a := ask(t, h, `{ echo `+field+` }`, nil)
		if len(a.Errors) != 1 || a.code() != "INTERNAL" || fmt.Sprint(a.Errors[0].Path) != "["+field+"]" {
			t.Fatalf("%s: %v", field, a)
		}
		if _, has := a.Data[field]; !has {
			t.Errorf("%s took the rest of the answer with it: %v", field, a)
		}
		for _, leak := range []string{secret, "42P01", "SQLSTATE", "relation", "pgconn", "goroutine", "runtime", ".go:"} {
			if strings.Contains(fmt.Sprint(a), leak) {
				t.Errorf("%s tells a stranger %q: %v", field, leak, a)
			}
		}
		id := fmt.Sprint(a.Errors[0].Extensions["errorId"])
		if len(id) != 10 || !strings.Contains(a.Errors[0].Message, id) || !strings.Contains(log.String(), "errorId="+id) {
			t.Errorf("%s: the error id %q is not in the log:\n%s", field, id, log)
		}
		if !strings.Contains(log.String(), "requestId=R1") || !strings.Contains(log.String(), "person") {
			t.Errorf("%s: the log does not tell what happened:\n%s", field, log)
		}
	}
	if !strings.Contains(log.String(), "handler_test.go") {
		t.Errorf("a panic left no stack in the log:\n%s", log)
	}
}

func TestRefusalsAreTold(t *testing.T) {
	t.Parallel()
	h, _ := newHandler(t)
	a := ask(t, h, `{ refused }`, nil)
	if len(a.Errors) != 1 {
		t.Fatal(a)
	}
	e := a.Errors[0]
	if e.Message != "Too little is left." || e.Extensions["code"] != "BELOW_MINIMUM" || e.Extensions["kind"] != "REFUSED" ||
		fmt.Sprint(e.Extensions["fields"]) != "[lines.0]" || fmt.Sprint(e.Extensions["facts"]) != "map[floor:5]" {
		t.Errorf("told as %v", e)
	}
	if strings.Contains(fmt.Sprint(a), secret) {
		t.Errorf("the cause leaves: %v", a)
	}
	if a := ask(t, h, `{ wrapped }`, nil); a.code() != "NOT_FOUND" || a.Errors[0].Message != "There is none." {
		t.Errorf("a wrapped fault is told as %v", a)
	}
}

func TestErrorsAreCounted(t *testing.T) {
	t.Parallel()
	h, _ := newHandler(t)
	if a := ask(t, h, `{ many { broken } }`, nil); len(a.Errors) != 20 || len(a.Data["many"].([]any)) != 30 {
		t.Errorf("%d errors of 30", len(a.Errors))
	}
}

func TestDeadline(t *testing.T) {
	t.Parallel()
	h, _ := newHandler(t)
	h.Deadline = 20 * time.Millisecond
	response := post(h, `{"query": "{ echo slow }"}`, nil)
	if a := read(t, response); response.StatusCode != http.StatusGatewayTimeout || a.code() != "TIMEOUT" || a.Data != nil {
		t.Errorf("%d %v", response.StatusCode, a)
	}
}

func TestCallersThatCannotBeMadeOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err    error
		status int
		code   string
	}{
		"a session that has ended": {fault.New(fault.Unauthenticated, "SESSION_ENDED", "Sign in again."), 401, "SESSION_ENDED"},
		"two cookies":              {fault.New(fault.Invalid, "COOKIES", "Send one."), 400, "COOKIES"},
		"the database is away":     {fault.New(fault.Unavailable, "DATABASE_AWAY", "Try again."), 503, "DATABASE_AWAY"},
		"anything else":            {errors.New(secret), 503, "UNAVAILABLE"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, r := newHandler(t)
			h.Authenticate = func(*http.Request) (context.Context, error) { return nil, c.err }
			response := post(h, `{"query": "mutation { step(n: 1) }"}`, nil)
			a := read(t, response)
			if response.StatusCode != c.status || a.code() != c.code || strings.Contains(fmt.Sprint(a), secret) {
				t.Errorf("%d %v", response.StatusCode, a)
			}
			if len(r.steps) > 0 {
				t.Error("ran for nobody")
			}
		})
	}
}

// A body that stalls is given up after the server's read timeout, with its connection.
func TestStalledBody(t *testing.T) {
	t.Parallel()
	h, _ := newHandler(t)
	s := httptest.NewUnstartedServer(h)
	s.Config.ReadTimeout = 300 * time.Millisecond // for the headers too, on a machine that is busy
	s.Start()
	defer s.Close()
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
	raw, err := io.ReadAll(conn)
	if err != nil || !strings.HasPrefix(string(raw), "HTTP/1.1 408 ") {
		t.Errorf("%v: %s", err, raw)
	}
}

// repeatsByToken is repeatsMember by the tokens of the standard library: slower, and surely right.
func repeatsByToken(d *json.Decoder) bool {
	opened, err := d.Token()
	if err != nil || opened != json.Delim('{') && opened != json.Delim('[') {
		return false
	}
	seen := map[json.Token]bool{}
	for d.More() {
		if opened == json.Delim('{') {
			name, err := d.Token()
			if err != nil || seen[name] {
				return err == nil
			}
			seen[name] = true
		}
		if repeatsByToken(d) {
			return true
		}
	}
	_, err = d.Token() // the closing bracket
	return err != nil
}

func FuzzRepeatsMember(f *testing.F) {
	for _, text := range []string{`{"a": 1, "b": {"a": []}}`, `{"a": 1, "a": 2}`, `{"a": 1, "\u0061": 2}`, `{"a": [{"b": 1}, {"b": {"c": "\"c\"", "d": ["x", "x"]}}], "": {}, "e": []}`,
		`{"a\\": "a\\", "b": [1, {"x": 1, "y": [2], "x": 3}]}`, `{"[": "]", "{": "}", ",": 1, "\\\"": 2}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if json.Valid([]byte(text)) && repeatsMember([]byte(text)) != repeatsByToken(json.NewDecoder(strings.NewReader(text))) {
			t.Errorf("of %s it says %v", text, repeatsMember([]byte(text)))
		}
		if !utf8.ValidString(text) {
			return
		}
		into, no := decodeObject([]byte(text))
		if no != nil {
			return
		}
		// What was let through has lost no member: encoded anew it has as many as before.
		again, err := json.Marshal(into)
		if err != nil {
			t.Fatal(err)
		}
		var back map[string]any
		if json.Unmarshal(again, &back) != nil || !slices.Equal(slices.Sorted(maps.Keys(into)), slices.Sorted(maps.Keys(back))) {
			t.Errorf("%s became %s", text, again)
		}
		if !strings.Contains(text, "\ufffd") && !strings.Contains(strings.ToLower(text), `\ufffd`) && strings.Contains(string(again), "\ufffd") {
			t.Errorf("a character was replaced in %q", text)
		}
	})
}

// Whatever comes, the answer is JSON (or a stream of it), no status of the 500s, and nothing runs of what was refused.
func FuzzHandler(f *testing.F) {
	f.Add("POST", `{"query": "{ echo(text: \"x\") }"}`, "application/json", "")
	f.Add("POST", `{"query": "query A($n: Int = 3, $in: In) { echo(n: $n, in: $in) }", "variables": {"in": {"amount": "12.5"}}, "operationName": "A"}`, "application/json", gqlAccept)
	f.Add("POST", `{"query": "mutation { step(n: 1) ...f } fragment f on Mutation { step(n: 1) }"}`, "application/json; charset=utf-8", "text/event-stream")
	f.Add("GET", `query={echo}&variables={"a":1e400}`, "", "*/*")
	f.Add("POST", `[{"query": "{ echo }"}]`, "text/plain", "application/*;q=0.1")
	f.Fuzz(func(t *testing.T, method, body, contentType, accept string) {
		h, _ := newHandler(t)
		target := "/graphql"
		if method == http.MethodGet {
			target += "?" + url.PathEscape(body)
		}
		r, err := http.NewRequest(method, target, strings.NewReader(body))
		if err != nil {
			t.Skip("no method, or no address")
		}
		r.Header.Set("Content-Type", contentType)
		r.Header.Set("Accept", accept)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		answered := w.Body.Bytes()
		if strings.HasPrefix(w.Header().Get("Content-Type"), "text/event-stream") {
			_, data, _ := strings.Cut(string(answered), "data: ")
			data, _, _ = strings.Cut(data, "\n")
			answered = []byte(data)
		}
		known := strings.Contains(body, "broken") || strings.Contains(body, "panics") || strings.Contains(body, "slow") // fields that fail on purpose
		if !json.Valid(answered) || w.Code >= 500 && !known || strings.Contains(string(answered), "INTERNAL") && !known {
			t.Errorf("%d %s", w.Code, answered)
		}
	})
}
