//go:build race

package logistics

// The race detector makes the search thirty times slower: a request would run out of its time.
const usualSearchWork = 300_000
