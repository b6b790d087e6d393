package httpapi

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"changping/internal/fault"
	"changping/internal/gql/front"

	"github.com/graph-gophers/graphql-go"
)

// The seventeen defects of graphql-go 1.11.0 by itself that we know of, each shown beside what we answer. Where the first half of
// one fails after an update of the library, the defect is mended and what we do about it may go.

const defectSDL = `directive @sensitive on FIELD_DEFINITION
type Query {
  items(first: Int = 10): Int!
  pages(first: Int): Int!
  packs(line: Line!): Int!
  echo(text: String, id: ID, n: Int): String
  sameID(id: ID!): ID!
  ratio: Float
  refused: String
}
type Mutation { step(n: Int!): Int! decide(n: Int!): Int! @sensitive }
type Subscription { ticks(n: Int!): Tick! fails: Tick plain(n: Int!): Int! }
type Tick { n: Int! eventId: ID! }
input Line { quantity: Int! = 1 }`

type defectResolver struct {
	mu    sync.Mutex
	steps []int32
	every time.Duration // between two ticks
}

func (r *defectResolver) Query() *defectResolver            { return r }
func (r *defectResolver) Mutation() *defectResolver         { return r }
func (r *defectResolver) Subscription() *subscriptions      { return &subscriptions{r} }
func (*defectResolver) Items(a struct{ First int32 }) int32 { return a.First }
func (*defectResolver) Pages(a struct{ First *int32 }) int32 {
	if a.First == nil {
		return 10
	}
	return *a.First
}
func (*defectResolver) Packs(a struct{ Line struct{ Quantity int32 } }) int32 { return a.Line.Quantity }
func (*defectResolver) Echo(a struct {
	Text *string
	ID   *graphql.ID
	N    *int32
}) *string {
	switch {
	case a.ID != nil:
		s := string(*a.ID)
		return &s
	case a.N != nil:
		s := fmt.Sprint(*a.N)
		return &s
	}
	return a.Text
}
func (*defectResolver) SameID(a struct{ ID graphql.ID }) graphql.ID { return a.ID }
func (*defectResolver) Ratio() *float64                             { x := math.NaN(); return &x }
func (*defectResolver) Refused() (*string, error) {
	return nil, fmt.Errorf("line 3: %w", fault.New(fault.NotFound, "NOT_FOUND", "There is none."))
}
func (r *defectResolver) Step(a struct{ N int32 }) int32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.steps = append(r.steps, a.N)
	return a.N
}
func (r *defectResolver) Decide(a struct{ N int32 }) int32 { return r.Step(a) }

type subscriptions struct{ r *defectResolver }

type tick struct{ N int32 }

func (t *tick) EventID() graphql.ID { return graphql.ID(fmt.Sprint("tick-", t.N)) }

func (s *subscriptions) Ticks(ctx context.Context, a struct{ N int32 }) <-chan *tick {
	return produce(ctx, s.r.every, a.N, func(n int32) *tick { return &tick{n} })
}
func (s *subscriptions) Plain(ctx context.Context, a struct{ N int32 }) <-chan int32 {
	return produce(ctx, s.r.every, a.N, func(n int32) int32 { return n })
}
func (s *subscriptions) Fails(context.Context) (<-chan *tick, error) {
	return nil, fmt.Errorf("ticks: %w", fault.New(fault.Refused, "NO_TICKS", "There are no ticks today.").With("day", "Saturday"))
}

func produce[T any](ctx context.Context, every time.Duration, n int32, made func(int32) T) <-chan T {
	c := make(chan T)
	go func() {
		defer close(c)
		for i := range n {
			select {
			case c <- made(i):
			case <-ctx.Done():
				return
			}
			time.Sleep(every)
		}
	}()
	return c
}

// bench has the executor alone, with its defaults, and ours around another.
type bench struct {
	*testing.T
	alone *graphql.Schema
	ran   *defectResolver // what ran in the executor alone
	ours  *Handler
	our   *defectResolver
}

func newBench(t *testing.T, options ...graphql.SchemaOpt) *bench {
	t.Helper()
	b := &bench{T: t, ran: &defectResolver{}, our: &defectResolver{}}
	b.alone = graphql.MustParseSchema(defectSDL, b.ran, append(options, graphql.UseFieldResolvers())...)
	schema, err := graphql.ParseSchema(defectSDL, b.our, Options()...)
	if err != nil {
		t.Fatal(err)
	}
	f, err := front.New(defectSDL, front.Default)
	if err != nil {
		t.Fatal(err)
	}
	b.ours = &Handler{Schema: schema, Front: f, RequestID: func(context.Context) string { return "R1" },
		Authenticate: func(r *http.Request) (context.Context, error) { return r.Context(), nil }}
	return b
}

// library runs a document in the executor alone, variables decoded as relay.Handler would.
func (b *bench) library(query, operationName, variables string) *graphql.Response {
	b.Helper()
	return b.alone.Exec(b.Context(), query, operationName, decoded(b.T, variables))
}

func decoded(t *testing.T, variables string) (v map[string]any) {
	t.Helper()
	if variables == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(variables), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// we send the same to our handler.
func (b *bench) we(query, operationName, variables string) answer {
	b.Helper()
	if variables == "" {
		variables = "{}"
	}
	body, _ := json.Marshal(map[string]any{"query": query, "operationName": operationName, "variables": json.RawMessage(variables)})
	return read(b.T, post(b.ours, string(body), nil))
}

// defect fails the test where the library no longer has the defect.
func (b *bench) defect(shown bool, format string, args ...any) {
	b.Helper()
	if !shown {
		b.Errorf("the library no longer has this defect: "+format, args...)
	}
}

func (b *bench) want(ok bool, format string, args ...any) {
	b.Helper()
	if !ok {
		b.Errorf("ours: "+format, args...)
	}
}

func messages(r *graphql.Response) string { return fmt.Sprint(r.Errors) }

func TestD1BadVariablesRunHalfAMutation(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const query = `mutation($n: Int!) { a: step(n: 1) b: step(n: $n) c: step(n: 3) }`
	b.library(query, "", `{"n": "two"}`)
	b.defect(slices.Equal(b.ran.steps, []int32{1}), "steps %v ran", b.ran.steps)
	a := b.we(query, "", `{"n": "two"}`)
	b.want(a.code() == "VARIABLES" && len(b.our.steps) == 0, "%v, and steps %v ran", a, b.our.steps)
}

func TestD2NullForAnArgumentWithADefault(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.library(`{ items(first: null) }`, "", "")
	b.defect(strings.Contains(messages(r), "null"), "%s %v", r.Data, r.Errors)
	// Ours has no such argument (the lint of the schema sees to that): what may be null has its default in Go.
	a := b.we(`{ pages(first: null) }`, "", "")
	b.want(a.code() == "" && a.Data["pages"] == 10.0, "%v", a)
}

func TestD3DefaultOfAnInputFieldInAVariable(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const query = `query($l: Line!) { packs(line: $l) }`
	r := b.library(query, "", `{"l": {}}`)
	b.defect(len(r.Errors) > 0, "%s", r.Data)
	a := b.we(query, "", `{"l": {}}`)
	b.want(a.Data["packs"] == 1.0, "%v", a)
}

func TestD4NumberForAnID(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const query = `query($id: ID) { echo(id: $id) }`
	r := b.library(query, "", `{"id": 5}`)
	b.defect(strings.Contains(messages(r), "float64"), "%s %v", r.Data, r.Errors)
	a := b.we(query, "", `{"id": 9007199254740993}`) // a binary float would make it …992
	b.want(a.Data["echo"] == "9007199254740993", "%v", a)
}

func TestD5VariablesOfAnotherOperation(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const query = `query A { pages } query B($i: Int!) { echo(n: $i) }`
	r := b.library(query, "A", "")
	b.defect(len(r.Errors) > 0, "%s", r.Data)
	a := b.we(query, "A", "")
	b.want(a.code() == "" && a.Data["pages"] == 10.0, "%v", a)
}

func TestD6DefaultsOfASubscriptionsVariables(t *testing.T) {
	t.Parallel()
	b := newBench(t, graphql.Logger(panicLogger{}))
	const query = `subscription($n: Int = 2) { plain(n: $n) }`
	events, err := b.alone.Subscribe(t.Context(), query, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	first := (<-events).(*graphql.Response)
	b.defect(strings.Contains(messages(first), "panic"), "%s %v", first.Data, first.Errors)
	got := b.listen(query, "", 0)
	b.want(len(got) == 2 && string(got[1].body.Data) == `{"plain":1}`, "%v", got)
	// A default on a variable that is never null is legal, and refused by the executor in any operation.
	r := b.library(`query($n: Int! = 2) { echo(n: $n) }`, "", "")
	b.defect(len(r.Errors) > 0, "%s", r.Data)
	a := b.we(`query($n: Int! = 2) { echo(n: $n) }`, "", "")
	b.want(a.Data["echo"] == "2", "%v", a)
}

func TestD7SlowSubscriberLosesEvents(t *testing.T) {
	t.Parallel()
	b := newBench(t, graphql.SubscribeResolverTimeout(50*time.Millisecond))
	b.ran.every, b.our.every = 10*time.Millisecond, 10*time.Millisecond
	events, err := b.alone.Subscribe(t.Context(), `subscription { plain(n: 4) }`, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for e := range events {
		got = append(got, string(e.(*graphql.Response).Data))
		time.Sleep(120 * time.Millisecond)
	}
	b.defect(len(got) < 4, "all four arrived: %v", got)

	// Ours, as slow: every event, in order.
	b.ours.Schema, err = graphql.ParseSchema(defectSDL, b.our, append(Options(), graphql.SubscribeResolverTimeout(50*time.Millisecond))...)
	if err != nil {
		t.Fatal(err)
	}
	a := b.asked(`subscription { plain(n: 4) }`)
	got = nil
	err = b.ours.follow(t.Context(), a, func(e event) error {
		var r reply
		if err := json.Unmarshal(e.body, &r); err != nil {
			return err
		}
		got = append(got, string(r.Data))
		time.Sleep(120 * time.Millisecond)
		return nil
	}, func() error { return nil })
	b.want(err == nil && slices.Equal(got, []string{`{"plain":0}`, `{"plain":1}`, `{"plain":2}`, `{"plain":3}`}), "%v %v", got, err)

	// And slower than can be kept: told, not skipped.
	b.our.every = 0
	n := 0
	err = b.ours.follow(t.Context(), b.asked(`subscription { plain(n: 5000) }`), func(e event) error {
		n++
		time.Sleep(20 * time.Millisecond)
		return nil
	}, func() error { return nil })
	b.want(errors.Is(err, errSlow) && n < 5000, "%d events, then %v", n, err)
}

func TestD8CloneLosesALimit(t *testing.T) {
	t.Parallel()
	b := newBench(t, graphql.MaxSelections(3))
	const query = `{ a: pages b: pages c: pages d: pages e: pages }`
	if r := b.library(query, "", ""); len(r.Errors) == 0 {
		t.Fatalf("the limit does not hold at all: %s", r.Data)
	}
	clone := b.alone.MustClone(b.ran)
	r := clone.Exec(t.Context(), query, "", nil)
	b.defect(len(r.Errors) == 0, "%v", r.Errors)
	// Ours stands before the executor, so that no schema behind it can lose it.
	b.ours.Schema = clone
	a := b.we("{"+strings.Repeat(" pages", front.Default.Same+1)+"}", "", "")
	b.want(a.code() == "LIMIT", "%v", a)
}

func TestD9NotANumberBreaksTheAnswer(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.library(`{ pages ratio }`, "", "")
	b.defect(!json.Valid(r.Data), "%s %v", r.Data, r.Errors)
	response := post(b.ours, `{"query": "{ pages ratio }"}`, nil)
	a := read(t, response) // reading it at all is the point
	b.want(a.code() == "INTERNAL" && response.StatusCode == http.StatusInternalServerError, "%d %v", response.StatusCode, a)
}

func TestD10ControlCharactersInAnID(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.library(`query($id: ID!) { sameID(id: $id) }`, "", `{"id": "\u0007"}`)
	b.defect(!json.Valid(r.Data), "%s", r.Data)
	for _, a := range []answer{b.we(`query($id: ID!) { sameID(id: $id) }`, "", `{"id": "\u0007"}`), b.we(`{ sameID(id: "\u007f") }`, "", "")} {
		b.want(a.code() == "VARIABLES" || a.code() == "VALIDATION", "%v", a)
	}
	if a := b.we(`{ sameID(id: "site_7") }`, "", ""); a.Data["sameID"] != "site_7" {
		t.Errorf("a proper id came back as %v", a)
	}
}

func TestD11OneFieldManyTimes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	query := "{" + strings.Repeat(" __typename", 400) + "}" // 3000 take seconds: every one is compared with every other
	r := b.library(query, "", "")
	b.defect(len(r.Errors) == 0, "%v", r.Errors)
	a := b.we(query, "", "")
	b.want(a.code() == "LIMIT", "%v", a)
}

func TestD12EveryErrorIsTold(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var query strings.Builder
	for i := range 90 {
		fmt.Fprintf(&query, " none%d", i)
	}
	r := b.library("{"+query.String()+"}", "", "")
	b.defect(len(r.Errors) == 90, "%d errors", len(r.Errors))
	a := b.we("{"+query.String()+"}", "", "")
	b.want(len(a.Errors) == 1 && a.code() == "VALIDATION", "%v", a)
}

func TestD13LiteralsByTheRulesOfGo(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for literal, want := range map[string]string{`"a\/b"`: "a/b", `"""a \""" b"""`: `a """ b`} {
		query := `{ echo(text: ` + literal + `) }`
		r := b.library(query, "", "")
		b.defect(len(r.Errors) > 0, "%s is read: %s", literal, r.Data)
		a := b.we(query, "", "")
		b.want(a.Data["echo"] == want, "%s is read as %v", literal, a)
	}
	for _, literal := range []string{`text: "\x41"`, `text: "\101"`, `n: 010`} {
		query := `{ echo(` + literal + `) }`
		r := b.library(query, "", "")
		b.defect(len(r.Errors) == 0, "%s is refused: %v", literal, r.Errors)
		a := b.we(query, "", "")
		b.want(a.code() == "SYNTAX", "%s: %v", literal, a)
	}
}

func TestD14NumbersThatPanic(t *testing.T) {
	t.Parallel()
	// The scalar of the first tests: the executor turns a number into a Go value before it asks the scalar.
	h, r := newHandler(t)
	alone := graphql.MustParseSchema(sdl, r, graphql.Logger(panicLogger{}))
	for _, number := range []string{"99999999999999999999", "0x10", "1e999"} {
		query := `{ echo(amount: ` + number + `) }`
		response := alone.Exec(t.Context(), query, "", nil)
		if !strings.Contains(messages(response), "panic") && !strings.Contains(messages(response), "strconv") {
			t.Errorf("the library no longer has this defect: %s is answered %s %v", number, response.Data, response.Errors)
		}
		if a := ask(t, h, query, nil); a.code() != "SYNTAX" && a.code() != "VALIDATION" {
			t.Errorf("ours: %s is answered %v", number, a)
		}
	}
}

func TestD15WrappedErrorsAndSQL(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.library(`{ refused }`, "", "")
	b.defect(len(r.Errors) == 1 && r.Errors[0].Extensions == nil, "%v", r.Errors)
	a := b.we(`{ refused }`, "", "")
	b.want(a.code() == "NOT_FOUND", "%v", a)

	h, plain := newHandler(t)
	alone := graphql.MustParseSchema(sdl, plain)
	r = alone.Exec(t.Context(), `{ broken }`, "", nil)
	b.defect(strings.Contains(messages(r), secret), "%v", r.Errors)
	a = ask(t, h, `{ broken }`, nil)
	b.want(a.code() == "INTERNAL" && !strings.Contains(fmt.Sprint(a), secret), "%v", a)
}

func TestD16SubscriptionThatCannotBegin(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const query = `subscription { fails { n } }`
	events, err := b.alone.Subscribe(t.Context(), query, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	first := (<-events).(*graphql.Response)
	b.defect(len(first.Errors) == 1 && first.Errors[0].Extensions == nil, "%v", first.Errors)
	got := b.listen(query, "", 0)
	b.want(len(got) == 1 && got[0].body.Errors[0].Extensions["code"] == "NO_TICKS", "%v", got)
	b.want(len(got) == 1 && got[0].hasData, "no data member in %v", got)
}

func TestD17ValidationCannotBeStopped(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	// A deadline that has passed does not stop the library's validation, which is quadratic without a limit.
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := b.alone.Exec(ctx, "{"+strings.Repeat(" none", 300)+"}", "", nil)
	b.defect(strings.Contains(messages(r), "Cannot query field"), "%v", r.Errors)
	// Ours never comes to it: what could take long is refused by counting.
	started := time.Now()
	a := b.we("{"+strings.Repeat(" none", 5000)+"}", "", "")
	b.want(a.code() == "LIMIT" && time.Since(started) < 5*time.Second, "%v after %s", a, time.Since(started))
}

// asked makes out a subscription as a transport does.
func (b *bench) asked(query string) *asked {
	b.Helper()
	p, problem := b.ours.Front.Prepare(query, "")
	if problem != nil {
		b.Fatal(problem)
	}
	variables, problem := p.Coerce(nil)
	if problem != nil {
		b.Fatal(problem)
	}
	return &asked{prepared: p, variables: variables, ctx: b.Context()}
}

// heard is one event as a client of server-sent events gets it.
type heard struct {
	id      string
	hasData bool
	body    reply
}

// listen subscribes over HTTP and gives the events until the stream completes, or the first n.
func (b *bench) listen(query, lastEventID string, n int) (got []heard) {
	b.Helper()
	s := httptest.NewServer(b.ours)
	defer s.Close()
	body, _ := json.Marshal(map[string]any{"query": query})
	ctx, cancel := context.WithTimeout(b.Context(), 20*time.Second)
	defer cancel()
	r, _ := http.NewRequestWithContext(ctx, http.MethodPost, s.URL, strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	if lastEventID != "" {
		r.Header.Set("Last-Event-ID", lastEventID)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK || !strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream") {
		b.Fatalf("%d %s", response.StatusCode, response.Header.Get("Content-Type"))
	}
	var next heard
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch {
		case name == "event" && value == "complete":
			return got
		case name == "id":
			next.id = value
		case name == "data":
			if err := json.Unmarshal([]byte(value), &next.body); err != nil {
				b.Fatalf("%v: %s", err, value)
			}
			next.hasData = strings.Contains(value, `"data":`)
			if got = append(got, next); len(got) == n {
				return got
			}
			next = heard{}
		}
	}
	b.Fatalf("the stream ended without complete after %v: %v", got, lines.Err())
	return nil
}
