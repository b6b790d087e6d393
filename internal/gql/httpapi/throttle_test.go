package httpapi

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"
)

func TestBucketLeaksAndRefills(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 28, 8, 0, 0, 0, time.UTC)
	b := NewThrottle(Rate{Maximum: 100, Restore: 10})
	b.now = func() time.Time { return now }
	if s, wait := b.spend("a", 80); wait != 0 || s.CurrentlyAvailable != 20 {
		t.Fatalf("%+v, wait %s", s, wait)
	}
	if s, wait := b.spend("a", 55); wait != 4*time.Second || s.CurrentlyAvailable != 20 {
		t.Errorf("35 points too few: %+v, wait %s", s, wait)
	}
	if _, wait := b.spend("b", 100); wait != 0 {
		t.Error("one caller paid from the bucket of another")
	}
	now = now.Add(4 * time.Second)
	if s, wait := b.spend("a", 55); wait != 0 || s.CurrentlyAvailable != 5 {
		t.Errorf("after four seconds: %+v, wait %s", s, wait)
	}
	if s := b.giveBack("a", 500); s.CurrentlyAvailable != 100 {
		t.Errorf("more came back than a bucket holds: %+v", s)
	}
	if _, wait := b.spend("a", 1000); wait != 0 {
		t.Errorf("a full bucket does not do for more than it holds: wait %s", wait)
	}
	if _, wait := b.spend("a", 1); wait == 0 {
		t.Error("and leaves something in it")
	}
}

func TestBucketsAreBounded(t *testing.T) {
	t.Parallel()
	b := NewThrottle(Rate{Maximum: 100, Restore: 1})
	b.spend("first", 100)
	for i := range mostBuckets + 50 {
		b.spend(fmt.Sprint(i), 1)
		if i%1000 == 0 {
			b.spend("first", 1) // who keeps asking keeps his empty bucket
		}
	}
	if len(b.byKey) != mostBuckets || b.used.Len() != mostBuckets {
		t.Errorf("%d buckets", len(b.byKey))
	}
	if _, wait := b.spend("first", 100); wait == 0 {
		t.Error("a flood of strangers refilled the bucket of one who keeps asking")
	}
}

func TestCallersPayForWhatTheyAsk(t *testing.T) {
	t.Parallel()
	h, r := newHandler(t)
	throttle := NewThrottle(Rate{Maximum: 40, Restore: 1})
	h.Bucket = func(_ context.Context, r *http.Request) (*Throttle, string) {
		return throttle, r.Header.Get("X-Caller")
	}
	const mutation = `{"query": "mutation { a: step(n: 1) b: step(n: 2) }"}`
	one := map[string]string{"X-Caller": "one"}
	a := read(t, post(h, mutation, one))
	told := a.Extensions["cost"].(map[string]any)
	if told["requestedQueryCost"] != 20.0 || told["actualQueryCost"] != 20.0 || fmt.Sprint(told["throttleStatus"]) != "map[currentlyAvailable:20 maximumAvailable:40 restoreRate:1]" {
		t.Errorf("told %v", told)
	}
	read(t, post(h, mutation, one))
	response := post(h, mutation, one)
	a = read(t, response)
	if response.StatusCode != http.StatusTooManyRequests || a.code() != "THROTTLED" || response.Header.Get("Retry-After") == "" || a.Data != nil {
		t.Errorf("a third time: %d %v, Retry-After %q", response.StatusCode, a, response.Header.Get("Retry-After"))
	}
	if len(r.steps) != 4 {
		t.Errorf("%d steps ran of the four that were paid", len(r.steps))
	}
	if fmt.Sprint(a.Extensions["cost"]) == "<nil>" {
		t.Errorf("the price is not told: %v", a.Extensions)
	}
	if a := read(t, post(h, mutation, map[string]string{"X-Caller": "two"})); a.code() != "" {
		t.Errorf("another caller has to wait too: %v", a)
	}
	// What an answer does not use is given back: reckoned ten parts, none there.
	if a := read(t, post(h, `{"query": "{ none { broken } }"}`, map[string]string{"X-Caller": "three"})); fmt.Sprint(a.Extensions["cost"]) != "map[actualQueryCost:0 requestedQueryCost:10 throttleStatus:map[currentlyAvailable:40 maximumAvailable:40 restoreRate:1]]" {
		t.Errorf("an empty list cost %v", a.Extensions["cost"])
	}
}

// What took too long is paid in full: else the dearest requests would be free.
func TestATimeoutIsPaid(t *testing.T) {
	t.Parallel()
	h, _ := newHandler(t)
	h.Deadline = 20 * time.Millisecond
	throttle := NewThrottle(Rate{Maximum: 40, Restore: 1})
	h.Bucket = func(context.Context, *http.Request) (*Throttle, string) { return throttle, "one" }
	a := read(t, post(h, `{"query": "{ slow none { broken } }"}`, nil))
	if a.code() != "TIMEOUT" || a.Extensions["cost"].(map[string]any)["actualQueryCost"] != 10.0 {
		t.Errorf("%v", a)
	}
}
