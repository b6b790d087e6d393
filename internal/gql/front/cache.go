package front

import (
	"container/list"
	"crypto/sha256"
	"sync"
)

const (
	cacheEntries = 1000
	cacheBytes   = 4 << 20 // of documents as they came; their trees are some ten times that
)

// cache keeps the documents that were prepared last: pages ask the same few hundred documents over and over. It is bounded by
// number and by size, so that a caller who never repeats himself only empties it.
type cache struct {
	mu    sync.Mutex
	used  *list.List // most recently used first
	byKey map[[sha256.Size]byte]*list.Element
	bytes int
}

type cached struct {
	key      [sha256.Size]byte
	bytes    int
	prepared *Prepared
}

func newCache() *cache {
	return &cache{used: list.New(), byKey: map[[sha256.Size]byte]*list.Element{}}
}

func cacheKey(query, operationName string) [sha256.Size]byte {
	return sha256.Sum256([]byte(operationName + "\x00" + query)) // no name holds NUL, so that no two requests share a key
}

func (c *cache) get(key [sha256.Size]byte) *Prepared {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.byKey[key]
	if e == nil {
		return nil
	}
	c.used.MoveToFront(e)
	return e.Value.(*cached).prepared
}

func (c *cache) put(key [sha256.Size]byte, bytes int, p *Prepared) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byKey[key] != nil {
		return
	}
	c.byKey[key] = c.used.PushFront(&cached{key, bytes, p})
	c.bytes += bytes
	for c.used.Len() > cacheEntries || c.bytes > cacheBytes {
		last := c.used.Remove(c.used.Back()).(*cached)
		delete(c.byKey, last.key)
		c.bytes -= last.bytes
	}
}
