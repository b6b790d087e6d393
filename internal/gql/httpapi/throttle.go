package httpapi

import (
	"container/list"
	"math"
	"sync"
	"time"
)

// Rate is a leaky bucket: how many points it holds, and how many come back each second.
type Rate struct {
	Maximum int
	Restore int
}

// The rates of callers. A page of the console costs some hundred points, and what an answer did not use is given back; a caller
// who keeps asking for all there is waits after the first few seconds, and only he does.
var (
	PersonRate   = Rate{Maximum: 100_000, Restore: 5_000}
	StrangerRate = Rate{Maximum: 5_000, Restore: 250}
)

// mostBuckets bounds the memory of a throttle. The bucket that was used least lately goes first; it is the fullest or nearly so.
const mostBuckets = 10_000

// Throttle keeps a bucket for each caller.
type Throttle struct {
	rate  Rate
	now   func() time.Time
	mu    sync.Mutex
	used  *list.List // most recently used first
	byKey map[string]*list.Element
}

type bucket struct {
	key   string
	level float64
	at    time.Time
}

// NewThrottle gives each caller a full bucket of this rate.
func NewThrottle(rate Rate) *Throttle {
	return &Throttle{rate: rate, now: time.Now, used: list.New(), byKey: map[string]*list.Element{}}
}

// throttleStatus is what a client is told about its bucket.
type throttleStatus struct {
	MaximumAvailable   int `json:"maximumAvailable"`
	CurrentlyAvailable int `json:"currentlyAvailable"`
	RestoreRate        int `json:"restoreRate"`
}

// spend takes points from a caller's bucket. Where there are too few it takes none and says how long to wait. What asks for more
// than a bucket holds waits for a full one.
func (t *Throttle) spend(key string, points int) (status throttleStatus, wait time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	b := t.filled(key)
	if lacks := math.Min(float64(points), float64(t.rate.Maximum)) - b.level; lacks > 0 {
		return t.status(b), time.Duration(math.Ceil(lacks/float64(t.rate.Restore))) * time.Second
	}
	b.level -= float64(points)
	return t.status(b), 0
}

// giveBack returns what an answer did not use.
func (t *Throttle) giveBack(key string, points int) throttleStatus {
	t.mu.Lock()
	defer t.mu.Unlock()
	b := t.filled(key)
	b.level = math.Min(b.level+float64(points), float64(t.rate.Maximum))
	return t.status(b)
}

// filled finds a caller's bucket with what has come back by now.
func (t *Throttle) filled(key string) *bucket {
	now := t.now()
	e := t.byKey[key]
	if e == nil {
		e = t.used.PushFront(&bucket{key, float64(t.rate.Maximum), now})
		t.byKey[key] = e
		if t.used.Len() > mostBuckets {
			delete(t.byKey, t.used.Remove(t.used.Back()).(*bucket).key)
		}
	}
	t.used.MoveToFront(e)
	b := e.Value.(*bucket)
	b.level = math.Min(b.level+now.Sub(b.at).Seconds()*float64(t.rate.Restore), float64(t.rate.Maximum))
	b.at = now
	return b
}

func (t *Throttle) status(b *bucket) throttleStatus {
	return throttleStatus{t.rate.Maximum, int(math.Max(0, b.level)), t.rate.Restore}
}
