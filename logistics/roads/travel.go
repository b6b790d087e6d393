// Package roads tells how long a vehicle drives between places, and along which line: by a road graph made from an
// OpenStreetMap extract, by an OSRM service, or by an estimate where there is no map.
package roads

import (
	"context"
	"time"
)

// Point is a place on the map in degrees, WGS 84.
type Point struct{ Latitude, Longitude float64 }

// Profile is the kind of vehicle whose roads and speeds count.
type Profile string

// The profiles.
const (
	Van        Profile = "VAN"
	Lorry      Profile = "LORRY"
	HeavyLorry Profile = "HEAVY_LORRY"
)

// Profiles lists the profiles.
var Profiles = []Profile{Van, Lorry, HeavyLorry}

// Trip says who drives and when: what decides which roads are open to it and how fast they are.
type Trip struct {
	Profile   Profile
	Hazardous bool      // dangerous goods aboard: not where hazmat=no
	GreenLane bool      // on a green-lane pass of an emergency: through what is closed to the public, not through what is too low or too weak
	Departure time.Time // by which closures are in force when the vehicle gets there
}

// Matrix holds driving times in seconds and distances in metres between points, from row to column. Both are -1 where there is
// no way.
type Matrix struct {
	Seconds, Metres [][]int64
	Estimated       bool // not from roads: to be marked as an estimate wherever its times are shown
}

// Line is the way of a leg, to be drawn.
type Line struct {
	Points    []Point
	Seconds   int64
	Metres    int64
	Estimated bool // a straight line
}

// Travel answers how long driving takes, and along which line.
type Travel interface {
	// Matrix fails where the trip's profile is not known to it, or the service does not answer.
	Matrix(ctx context.Context, points []Point, trip Trip) (Matrix, error)
	// Line fails as Matrix does, and with ErrNoWay where there is none.
	Line(ctx context.Context, from, to Point, trip Trip) (Line, error)
}
