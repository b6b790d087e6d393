package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"time"
)

// mutations is how many mutated requests follow the cases. The race detector makes each some ten times dearer.
var mutations = map[bool]int{false: 10_000, true: 1_000}[raceDetector]

// spoilers are values that stand in for others.
var spoilers = []any{nil, true, "", "0", "-1", "NaN", "1e400", "999999999999.999", "9999999999999", "１２", "x", "\u202e", "=HYPERLINK(\"x\")", "'; drop table document; --", "%", "\\", "site_1", "site_0",
	"item_9223372036854775808", "lot_1", "document_1", "2026-02-30", "9999-12-31", "2026-06-30T23:59:60Z", json.Number("1e400"), json.Number("-0"), json.Number("5"), json.Number("2147483648"), json.Number("1.5"),
	[]any{}, []any{nil}, []any{[]any{[]any{}}}, map[string]any{}, map[string]any{"quantity": "1"}, strings.Repeat("9", 4000), strings.Repeat("字", 3000)}

// pieces are what is put into documents.
var pieces = []string{"{", "}", "(", ")", "...f", "@skip(if: true)", "@include(if: $i)", "$i", "__typename ", "x: ", "mutation ", "fragment f on Query { about { demo } } ", "# ", "\"\"\"", "1e400", "null", "\\ud800", "first: 250 ", ", ,", "on Document"}

// mutate sends seeded mutations of the requests: none may break the handler, whatever becomes of it.
func (a *attacker) mutate(requests []hostileRequest) {
	a.t.Helper()
	documents, _, _ := a.books()
	a.posted = map[string]bool{}
	before, routines := heap(), runtime.NumGoroutine()
	started := time.Now()
	for i := range mutations {
		if i%500 == 0 {
			a.fresh()
		}
		random := rand.New(rand.NewPCG(20261128, uint64(i)))
		r := requests[random.IntN(len(requests))]
		if r.path == "/auth/sign-in" {
			continue // where trying often locks accounts, and each try costs a password hash
		}
		r = mutated(random, r, requests)
		a.send(fmt.Sprintf("mutation %d", i), r)
		if a.broken > 5 {
			a.t.Fatal("stopped: enough to mend")
		}
	}
	a.t.Logf("%d mutations in %s: %v; slowest %s, largest answer %d bytes", mutations, time.Since(started).Round(time.Second), a.answered, a.slowest, a.largest)
	if grown := int64(heap()) - int64(before); grown > 64<<20 {
		a.t.Errorf("%d MB stay in use", grown>>20)
	}
	for range 100 { // connections of the pool may still be closing
		if runtime.NumGoroutine() <= routines+20 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > routines+20 {
		a.t.Errorf("%d goroutines run, before %d", n, routines)
	}
	// What is in the books is what was answered to be: nothing was written behind a refusal.
	if now, _, _ := a.books(); now-documents != len(a.posted) {
		a.t.Errorf("%d documents were made, %d were answered", now-documents, len(a.posted))
	}
}

// mutated spoils a request in one to three ways.
func mutated(random *rand.Rand, r hostileRequest, others []hostileRequest) hostileRequest {
	r.headers = maps.Clone(r.headers)
	r.body = bytes.Clone(r.body)
	for range 1 + random.IntN(3) {
		switch random.IntN(6) {
		case 0, 1:
			r.body = spoiled(random, r.body)
		case 2:
			r.body = patched(random, r.body)
		case 3: // a byte, or a few
			if n := len(r.body); n > 0 {
				at := random.IntN(n)
				switch random.IntN(3) {
				case 0:
					r.body[at] = byte(random.IntN(256))
				case 1:
					r.body = slices.Delete(r.body, at, min(n, at+1+random.IntN(8)))
				case 2:
					r.body = slices.Insert(r.body, at, r.body[at:min(n, at+1+random.IntN(40))]...)
				}
			}
		case 4: // the variables of another
			var mine, theirs map[string]json.RawMessage
			other := others[random.IntN(len(others))]
			if json.Unmarshal(r.body, &mine) == nil && json.Unmarshal(other.body, &theirs) == nil && mine != nil {
				mine["variables"] = theirs["variables"]
				r.body, _ = json.Marshal(mine)
			}
		case 5: // by somebody else, or in another form
			switch random.IntN(3) {
			case 0:
				r.as = others[random.IntN(len(others))].as
			case 1:
				r.headers["Accept"] = []string{"application/graphql-response+json", "text/event-stream", "*/*;q=0", "x"}[random.IntN(4)]
			case 2:
				r.method = []string{"GET", "PUT", "HEAD", "OPTIONS"}[random.IntN(4)]
			}
		}
	}
	return r
}

// spoiled puts a spoiler into a random place of the variables.
func spoiled(random *rand.Rand, body []byte) []byte {
	var request map[string]any
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if d.Decode(&request) != nil || request["variables"] == nil {
		return body
	}
	spoiler := spoilers[random.IntN(len(spoilers))]
	var spoil func(v any) any
	spoil = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			if keys := slices.Sorted(maps.Keys(v)); len(keys) > 0 && random.IntN(8) > 0 {
				k := keys[random.IntN(len(keys))]
				v[k] = spoil(v[k])
				return v
			}
		case []any:
			if len(v) > 0 && random.IntN(8) > 0 {
				i := random.IntN(len(v))
				v[i] = spoil(v[i])
				return v
			}
		}
		return spoiler
	}
	request["variables"] = spoil(request["variables"])
	out, err := json.Marshal(request)
	if err != nil {
		return body
	}
	return out
}

// patched puts a piece into a random place of the document.
func patched(random *rand.Rand, body []byte) []byte {
	var request map[string]any
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if d.Decode(&request) != nil || request == nil {
		return body
	}
	query, _ := request["query"].(string)
	at := random.IntN(len(query) + 1)
	request["query"] = query[:at] + pieces[random.IntN(len(pieces))] + query[at:]
	out, err := json.Marshal(request)
	if err != nil {
		return body
	}
	return out
}
