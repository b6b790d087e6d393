//go:build !race

package logistics

// usualSearchWork is a second or two of a slow processor that others use too.
const usualSearchWork = 10_000_000
