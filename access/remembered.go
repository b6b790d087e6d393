package access

import (
	"crypto/sha256"
	"sync"
	"time"
)

// rememberedMost bounds the memory of what is remembered.
const rememberedMost = 4096

// remembered keeps for a moment whose a secret is and with which posts: a page asks for ten things at once, and looking it up takes as
// long as answering one of them. What ends or changes sessions here forgets at once; what was changed elsewhere is seen when the moment
// is over.
type remembered struct {
	mu    sync.Mutex
	of    map[rememberedKey]rememberedActor
	epoch int // of forgetting: what was looked up before is not kept after it
}

type rememberedKey struct {
	secret  [sha256.Size]byte
	carrier Carrier
}

type rememberedActor struct {
	actor *Actor
	until time.Time
}

// find gives who a secret belonged to a moment ago, or nil and the epoch in which it is looked up.
func (m *remembered) find(key rememberedKey) (a *Actor, epoch int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r, found := m.of[key]; found && time.Now().Before(r.until) {
		return r.actor, m.epoch
	}
	return nil, m.epoch
}

func (m *remembered) keep(key rememberedKey, a *Actor, epoch int, moment time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if epoch != m.epoch || moment <= 0 {
		return
	}
	if m.of == nil || len(m.of) >= rememberedMost {
		m.of = map[rememberedKey]rememberedActor{}
	}
	m.of[key] = rememberedActor{a, time.Now().Add(moment)}
}

// clear forgets everybody: sessions and posts change seldom.
func (m *remembered) clear() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.epoch++
	m.of = nil
}
