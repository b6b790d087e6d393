//go:build !race

package graph

// raceFactor is how much longer the race detector may make things take: here it is not on, and time is judged.
const raceFactor = 1
