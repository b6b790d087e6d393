//go:build race

package graph

// raceFactor is how much longer the race detector may make things take; where it is not 1, time is not judged.
const raceFactor = 10
