package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"changping/access"
	"changping/inventory"
)

// hostileFile is a file of testdata/hostile; README.md there explains it to people who add cases without writing Go.
type hostileFile struct {
	Bases map[string]hostileBase
	Cases []hostileCase
}

// hostileBase is a write that would be accepted, for cases to spoil.
type hostileBase struct {
	As, Mutation, Type, Answer string
	Input                      map[string]any
}

type hostileCase struct {
	Family    int
	Name      string
	As        string // an account; "": nobody
	Base      string
	Set       map[string]any // paths into the input, such as lines.0.quantity
	Query     string
	Operation string // operationName
	Variables any
	Method    string
	Path      string
	Body      *string // as it stands, instead of a query
	BodyHex   string
	Headers   map[string]string
	Expect    []string // codes, one of which is the answer's; OK: data
	Status    int      // 0: any below 500
}

// hostileRequest is a case made ready to be sent.
type hostileRequest struct {
	method, path, as string
	headers          map[string]string
	body             []byte
}

// internalText is what must never leave: the words of our own works.
var internalText = regexp.MustCompile(`(?i)SQLSTATE|\bpgx\b|pgconn|panic|goroutine|\.go:\d|runtime error|syntax error at|relation \\?"|constraint \\?"|interface conversion|strconv\.|reflect\.|json: |invalid memory|duplicate key|did you mean|violates|graphql-go|/work/|/tmp/`)

func readHostile(t *testing.T) (bases map[string]hostileBase, cases []hostileCase) {
	t.Helper()
	files, err := filepath.Glob("testdata/hostile/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no hostile cases", err)
	}
	bases = map[string]hostileBase{}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var f hostileFile
		d := json.NewDecoder(bytes.NewReader(raw))
		d.DisallowUnknownFields()
		d.UseNumber()
		if err := d.Decode(&f); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for n, b := range f.Bases {
			bases[n] = b
		}
		cases = append(cases, f.Cases...)
	}
	return bases, cases
}

// attacker sends hostile requests to the whole handler and judges what comes back.
type attacker struct {
	*server
	bases    map[string]hostileBase
	tokens   map[string]string
	names    map[string]string // what stands for what: @item:CODE for an id
	handler  http.Handler
	keys     int
	largest  int
	slowest  time.Duration
	posted   map[string]bool // documents that answers speak of
	answered map[int]int
	broken   int // answers that no request may get
}

func newAttacker(t *testing.T) *attacker {
	s := startServer(t)
	a := &attacker{server: s, tokens: map[string]string{}, names: map[string]string{}, posted: map[string]bool{}, answered: map[int]int{}}
	a.fresh()
	for _, account := range []string{"keeper", "keeper-xinkou", "dispatcher", "liaison-xinkou", "liaison-zhongbei", "partner", "auditor", "admin"} {
		a.tokens[account] = s.signIn(account).token
	}
	if _, err := s.app.inventory.CloseDays(access.WithActor(t.Context(), access.System("test"))); err != nil { // as the server does each night
		t.Fatal(err)
	}
	auditor := &caller{server: s, token: a.tokens["auditor"], name: "auditor"}
	for kind, query := range map[string]string{"site": `{ sites(first: 250) { nodes { id code } } }`, "organisation": `{ organisations(first: 250) { nodes { id code } } }`} {
		for _, n := range auditor.ask(kind+"s.nodes", query, nil).([]any) {
			a.names["@"+kind+":"+dig(n, "code").(string)] = dig(n, "id").(string)
		}
	}
	for _, code := range []string{"XQ-LR-0043", "XQ-LR-0018", "XQ-FC-0052"} {
		a.names["@item:"+code] = auditor.item(code)
	}
	today := auditor.ask("about.today", `{ about { today } }`, nil).(string)
	a.names["@lot:D01"] = auditor.ask("balances.nodes.0.lot.id", `query($s: ID!, $i: ID!) { balances(siteId: $s, itemId: $i, first: 1) { nodes { lot { id } } } }`,
		map[string]any{"s": a.names["@site:D01"], "i": a.names["@item:XQ-LR-0018"]}).(string)
	day, err := time.Parse(time.DateOnly, today)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{-800, -1, 0, 1, 365, 12000} {
		a.names[fmt.Sprintf("@day:%d", n)] = day.AddDate(0, 0, n).Format(time.DateOnly)
		a.names[fmt.Sprintf("@instant:%d", n)] = day.AddDate(0, 0, n).Format(time.RFC3339)
	}
	return a
}

// fresh makes the handler anew, with full buckets: how they empty has its own tests.
func (a *attacker) fresh() {
	a.t.Helper()
	var err error
	if a.handler, err = a.app.handler(); err != nil {
		a.t.Fatal(err)
	}
}

var (
	repeatForm = regexp.MustCompile(`(?s)<<(.+?)\*(\d+)>>`)
	nameForm   = regexp.MustCompile(`@(site|item|lot|organisation|day|instant):[A-Za-z0-9-]+|@key`)
)

// filled puts in what a text of a case leaves open.
func (a *attacker) filled(text string) string {
	text = repeatForm.ReplaceAllStringFunc(text, func(m string) string {
		parts := repeatForm.FindStringSubmatch(m)
		n, _ := strconv.Atoi(parts[2])
		return strings.Repeat(parts[1], n)
	})
	return nameForm.ReplaceAllStringFunc(text, func(m string) string {
		if m == "@key" {
			a.keys++
			return fmt.Sprintf("hostile-key-%06d", a.keys)
		}
		if a.names[m] == "" {
			a.t.Fatalf("%s stands for nothing", m)
		}
		return a.names[m]
	})
}

func (a *attacker) fill(v any) any {
	switch v := v.(type) {
	case string:
		return a.filled(v)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = a.fill(v[i])
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for k := range v {
			out[k] = a.fill(v[k])
		}
		return out
	}
	return v
}

// request makes a case ready.
func (a *attacker) request(c hostileCase) hostileRequest {
	a.t.Helper()
	r := hostileRequest{method: http.MethodPost, path: "/graphql", as: c.As, headers: map[string]string{"Content-Type": "application/json"}}
	if c.Method != "" {
		r.method = c.Method
	}
	if c.Path != "" {
		r.path = a.filled(c.Path)
	}
	for name, value := range c.Headers {
		r.headers[name] = a.filled(value)
	}
	switch {
	case c.BodyHex != "":
		if _, err := fmt.Sscanf(c.BodyHex, "%x", &r.body); err != nil {
			a.t.Fatal(c.Name, err)
		}
		return r
	case c.Body != nil:
		r.body = []byte(a.filled(*c.Body))
		return r
	}
	body := map[string]any{"query": a.filled(c.Query)}
	if c.Variables != nil {
		body["variables"] = a.fill(c.Variables)
	}
	if c.Operation != "" {
		body["operationName"] = a.filled(c.Operation)
	}
	if c.Base != "" {
		b, has := a.bases[c.Base]
		if !has {
			a.t.Fatalf("%s: there is no base %s", c.Name, c.Base)
		}
		input := a.fill(any(b.Input)).(map[string]any)
		input["requestKey"] = a.filled("@key")
		for path, value := range c.Set {
			put(input, strings.Split(path, "."), a.fill(value))
		}
		if r.as == "" {
			r.as = b.As
		}
		body["query"] = fmt.Sprintf(`mutation($i: %s!) { %s(input: $i) { replayed %s userErrors { code message fields } } }`, b.Type, b.Mutation, b.Answer)
		body["variables"] = map[string]any{"i": input}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		a.t.Fatal(err)
	}
	r.body = raw
	return r
}

// put sets a value at a path; the value "@absent" takes it away.
func put(at any, path []string, value any) any {
	switch x := at.(type) {
	case []any:
		i, _ := strconv.Atoi(path[0])
		if len(path) == 1 {
			x[i] = value
		} else {
			x[i] = put(x[i], path[1:], value)
		}
	case map[string]any:
		switch {
		case len(path) == 1 && value == "@absent":
			delete(x, path[0])
		case len(path) == 1:
			x[path[0]] = value
		default:
			x[path[0]] = put(x[path[0]], path[1:], value)
		}
	}
	return at
}

var documentForm = regexp.MustCompile(`"document":\{"id":"(document_\d+)"`)

// send sends a request and judges the answer: no status of the 500s, no internal text, JSON of bounded size, in bounded time.
// It gives the answer's code; what is wrong with it is reported under the name.
func (a *attacker) send(name string, r hostileRequest) (code string, status int) {
	a.t.Helper()
	request := httptest.NewRequest(r.method, "/", bytes.NewReader(r.body))
	if target, err := request.URL.Parse(r.path); err == nil {
		request.URL = target
	}
	for n, v := range r.headers {
		if request.Header.Del(n); v != "" {
			request.Header.Set(n, v)
		}
	}
	if token := a.tokens[r.as]; token != "" && request.Header.Get("Authorization") == "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	started := time.Now()
	a.handler.ServeHTTP(w, request)
	took := time.Since(started)
	body := w.Body.Bytes()
	a.slowest, a.largest = max(a.slowest, took), max(a.largest, len(body))
	a.answered[w.Code]++
	short := func() string { return string(body[:min(len(body), 600)]) }
	a.broken++
	switch {
	case w.Code >= 500 || codeOf(body) == "INTERNAL":
		a.t.Errorf("%s: %d: %s\nasked %.1000s", name, w.Code, short(), r.body)
	case internalText.Match(body) && !internalText.Match(r.body):
		a.t.Errorf("%s tells %q: %s\nasked %.1000s", name, internalText.Find(body), short(), r.body)
	case took > 20*time.Second: // a hang; the machine may be busy
		a.t.Errorf("%s took %s", name, took)
	case len(body) > 1<<20:
		a.t.Errorf("%s is answered with %d bytes", name, len(body))
	default:
		a.broken--
	}
	for _, m := range documentForm.FindAllSubmatch(body, -1) {
		if bytes.Contains(body, []byte(`"replayed":false`)) {
			a.posted[string(m[1])] = true
		}
	}
	return codeOf(body), w.Code
}

// codeOf is the code of an answer: of its first error, of its first user error, of a plain refusal; OK where there is none.
func codeOf(body []byte) string {
	var answer map[string]any
	if json.Unmarshal(body, &answer) != nil {
		return "NO_JSON"
	}
	if code := dig(answer, "errors.0.extensions.code"); code != nil {
		return fmt.Sprint(code)
	}
	if code, has := answer["code"].(string); has {
		return code
	}
	data, _ := answer["data"].(map[string]any)
	for _, payload := range data {
		if code := dig(payload, "userErrors.0.code"); code != nil {
			return fmt.Sprint(code)
		}
	}
	return "OK"
}

// books is what a hostile request must leave as it is.
func (a *attacker) books() (documents, movements int, onHand string) {
	a.t.Helper()
	err := a.app.pool.QueryRow(a.t.Context(), `select (select count(*) from document), (select count(*) from movement), (select coalesce(sum(on_hand), 0)::text from balance)`).Scan(&documents, &movements, &onHand)
	if err != nil {
		a.t.Fatal(err)
	}
	return documents, movements, onHand
}

func (a *attacker) proveBooks() {
	a.t.Helper()
	ctx := access.WithActor(a.t.Context(), access.System("test"))
	for _, stream := range []string{"movement", "audit_entry"} {
		if _, err := access.SealStream(ctx, a.app.pool, stream); err != nil {
			a.t.Fatal(err)
		}
	}
	if err := inventory.Verify(ctx, a.app.pool, func(string) {}); err != nil {
		a.t.Error("the books after it:", err)
	}
}

// TestHostileInput sends every case of testdata/hostile to the whole handler over a real PostgreSQL, then seeded mutations of them.
func TestHostileInput(t *testing.T) {
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))) // a line for each request is too much
	defer slog.SetDefault(before)
	a := newAttacker(t)
	var cases []hostileCase
	a.bases, cases = readHostile(t)
	families := map[int]bool{}
	var requests []hostileRequest
	for _, c := range cases {
		families[c.Family] = true
		name := fmt.Sprintf("family %d, %s", c.Family, c.Name)
		documents, movements, onHand := a.books()
		r := a.request(c)
		requests = append(requests, r)
		code, status := a.send(name, r)
		if !slices.Contains(c.Expect, code) || c.Status != 0 && status != c.Status {
			t.Errorf("%s: %d %s, want %d %v", name, status, code, c.Status, c.Expect)
		}
		if d, m, h := a.books(); code != "OK" && (d != documents || m != movements || h != onHand) {
			t.Errorf("%s was refused with %s and left a trace: %d documents, %d movements, %s on hand; before %d, %d, %s", name, code, d, m, h, documents, movements, onHand)
		}
	}
	t.Logf("%d cases of %d families; slowest %s, largest answer %d bytes", len(cases), len(families), a.slowest, a.largest)
	if len(families) < 60 {
		t.Errorf("only %d families have cases", len(families))
	}
	a.mutate(requests)
	a.proveBooks()
}

// heap is what is in use after collecting.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
