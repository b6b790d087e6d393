//go:build race

package main

// raceDetector: it makes everything some ten times slower.
const raceDetector = true
