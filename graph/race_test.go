//go:build race

package graph

// raceFactor is how much longer the race detector may make things take.
const raceFactor = 10
