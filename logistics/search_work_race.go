//go:build race

package logistics

// The race detector makes the search many times slower: a request would run out of its time.
const usualSearchWork = 2_000_000
