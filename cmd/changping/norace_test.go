//go:build !race

package main

// raceDetector: it is not on.
const raceDetector = false
