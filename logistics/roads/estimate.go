package roads

import (
	"context"
	"fmt"
	"math"
)

// Estimate reckons with the great circle times a detour factor at a profile's mean speed: the default where no road map is
// loaded. Planning values.
type Estimate struct {
	Detour            float64             // road metres per straight-line metre
	KilometresPerHour map[Profile]float64 // mean speed, stops at crossings included
}

// DefaultEstimate has a detour factor of 1.3 and speeds of district roads.
func DefaultEstimate() Estimate {
	return Estimate{Detour: 1.3, KilometresPerHour: map[Profile]float64{Van: 38, Lorry: 32, HeavyLorry: 26}}
}

// Matrix estimates all pairs. It fails for a profile without a speed.
func (e Estimate) Matrix(_ context.Context, points []Point, trip Trip) (Matrix, error) {
	if e.KilometresPerHour[trip.Profile] <= 0 {
		return Matrix{}, fmt.Errorf("no speed is known for profile %q", trip.Profile)
	}
	m := Matrix{Estimated: true, Seconds: make([][]int64, len(points)), Metres: make([][]int64, len(points))}
	metresPerSecond := e.KilometresPerHour[trip.Profile] / 3.6
	for i, a := range points {
		m.Seconds[i], m.Metres[i] = make([]int64, len(points)), make([]int64, len(points))
		for j, b := range points {
			metres := e.Detour * GreatCircle(a, b)
			m.Metres[i][j] = int64(math.Round(metres))
			m.Seconds[i][j] = int64(math.Ceil(metres / metresPerSecond))
		}
	}
	return m, nil
}

// GreatCircle is the distance over the ground in metres (haversine formula, mean radius 6,371 km).
func GreatCircle(a, b Point) float64 {
	rad := func(deg float64) float64 { return deg * math.Pi / 180 }
	sinLat, sinLon := math.Sin(rad(b.Latitude-a.Latitude)/2), math.Sin(rad(b.Longitude-a.Longitude)/2)
	h := sinLat*sinLat + math.Cos(rad(a.Latitude))*math.Cos(rad(b.Latitude))*sinLon*sinLon
	return 2 * 6371000 * math.Asin(math.Sqrt(min(1, h)))
}

// Line is straight.
func (e Estimate) Line(ctx context.Context, from, to Point, trip Trip) (Line, error) {
	m, err := e.Matrix(ctx, []Point{from, to}, trip)
	if err != nil {
		return Line{}, err
	}
	return Line{Points: []Point{from, to}, Seconds: m.Seconds[0][1], Metres: m.Metres[0][1], Estimated: true}, nil
}
