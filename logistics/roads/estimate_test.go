package roads

import (
	"math"
	"testing"
)

// Distances reckoned by hand on a sphere of 6,371 km, most of them as an arc: radius times angle, and one degree is
// 6,371,000 x pi/180 = 111,194.93 m.
func TestGreatCircle(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		a, b   Point
		metres float64
	}{
		"a place and itself":                  {Point{39.14, 117.01}, Point{39.14, 117.01}, 0},
		"one degree north":                    {Point{39, 117}, Point{40, 117}, 111194.93},
		"one degree east, on the equator":     {Point{0, 0}, Point{0, 1}, 111194.93},
		"one degree east, at 60 north":        {Point{60, 0}, Point{60, 1}, 55596.93}, // asin(sin 0.5 x cos 60) twice: a little less than half
		"one degree east, at 39 north":        {Point{39, 117}, Point{39, 118}, 86414.25},
		"a metre north":                       {Point{39, 117}, Point{39.00001, 117}, 1.11},
		"a quarter round the equator":         {Point{0, 0}, Point{0, 90}, 10007543.40},
		"from pole to pole":                   {Point{90, 0}, Point{-90, 0}, 20015086.80},
		"half round":                          {Point{0, 0}, Point{0, 180}, 20015086.80},
		"to the other end of the earth":       {Point{-30, -60}, Point{30, 120}, 20015086.80},
		"over the pole":                       {Point{89, 0}, Point{89, 180}, 222389.85}, // two degrees
		"over the date line":                  {Point{39, 179.5}, Point{39, -179.5}, 86414.25},
		"Beijing to Tianjin":                  {Point{39.9042, 116.4074}, Point{39.0842, 117.2010}, 113801.21}, // by the cross product of their unit vectors
		"Yangliuqing to the district's south": {Point{39.14, 117.01}, Point{39.00, 116.95}, 16406.41},
	} {
		for _, way := range [][2]Point{{c.a, c.b}, {c.b, c.a}} {
			if got := GreatCircle(way[0], way[1]); math.IsNaN(got) || math.Abs(got-c.metres) > 0.01 {
				t.Errorf("%s: %.2f m from %v to %v, want %.2f", name, got, way[0], way[1], c.metres)
			}
		}
	}
}

// A degree of latitude with the detour is 1.3 x 111,194.93 = 144,553.40 m of road; at 38 km/h, that is 10.5556 m/s, it takes
// 13,694.53 s. Metres are rounded to the nearest, seconds up: a planner may arrive early, not late.
func TestEstimate(t *testing.T) {
	t.Parallel()
	points := []Point{{39, 117}, {40, 117}, {39, 118}}
	metres := []int64{0, 144553, 112339}
	for profile, seconds := range map[Profile][2]int64{Van: {13695, 10643}, Lorry: {16263, 12639}, HeavyLorry: {20016, 15555}} {
		m, err := DefaultEstimate().Matrix(t.Context(), points, Trip{Profile: profile})
		if err != nil || !m.Estimated || len(m.Metres) != 3 || len(m.Seconds) != 3 {
			t.Fatalf("%s: %+v, %v", profile, m, err)
		}
		for i := range points {
			if m.Metres[i][i] != 0 || m.Seconds[i][i] != 0 {
				t.Errorf("%s: point %d is %d m from itself", profile, i, m.Metres[i][i])
			}
			for j := range points {
				if m.Metres[i][j] != m.Metres[j][i] || m.Seconds[i][j] != m.Seconds[j][i] {
					t.Errorf("%s: there and back differ between %d and %d", profile, i, j)
				}
			}
		}
		for j := 1; j < 3; j++ {
			if m.Metres[0][j] != metres[j] || m.Seconds[0][j] != seconds[j-1] {
				t.Errorf("%s: %d m in %d s to point %d, want %d m in %d s", profile, m.Metres[0][j], m.Seconds[0][j], j, metres[j], seconds[j-1])
			}
		}
	}
}

func TestEstimateOfOneAndOfNoPoint(t *testing.T) {
	t.Parallel()
	for n := range 2 {
		m, err := DefaultEstimate().Matrix(t.Context(), make([]Point, n), Trip{Profile: Van})
		if err != nil || len(m.Metres) != n || len(m.Seconds) != n {
			t.Errorf("%d points: %+v, %v", n, m, err)
		}
	}
}

// A detour of one is the straight line itself.
func TestEstimateFollowsItsFigures(t *testing.T) {
	t.Parallel()
	e := Estimate{Detour: 1, KilometresPerHour: map[Profile]float64{Van: 36}} // ten metres a second
	m, err := e.Matrix(t.Context(), []Point{{0, 0}, {0, 1}}, Trip{Profile: Van})
	if err != nil || m.Metres[0][1] != 111195 || m.Seconds[0][1] != 11120 {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestUnknownProfileIsRefused(t *testing.T) {
	if m, err := DefaultEstimate().Matrix(t.Context(), []Point{{}, {Latitude: 1}}, Trip{Profile: "BICYCLE"}); err == nil {
		t.Errorf("an unknown profile drives: %v", m)
	}
}
