package roads

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// places gives points that lie in the main part of an extract, spread over it.
func places(g *Graph, count int, random *rand.Rand) []Point {
	all := make([]Point, count)
	for i := range all {
		s := somewhere(g, random, mask{profile: 2, wants: 1 << 2})
		shape := g.shape(s.stretch)
		all[i] = shape[random.IntN(len(shape))].point()
	}
	return all
}

func TestLineGoesWhereTheMatrixMeasured(t *testing.T) {
	t.Parallel()
	for _, name := range extracts {
		n := NewNetwork(extract(t, name))
		random := rand.New(rand.NewPCG(1, 9))
		points := places(n.Graph, 16, random)
		for _, profile := range Profiles {
			trip := Trip{Profile: profile, Departure: time.Unix(1_800_000_000, 0)}
			m, err := n.Matrix(t.Context(), points, trip)
			if err != nil {
				t.Fatal(err)
			}
			for i := range points {
				for j := range points {
					if i == j {
						continue
					}
					line, err := n.Line(t.Context(), points[i], points[j], trip)
					if err != nil {
						t.Fatal(name, err)
					}
					if line.Seconds != m.Seconds[i][j] || line.Metres != m.Metres[i][j] {
						t.Fatalf("%s: the line takes %d s over %d m, the matrix says %d s over %d m", name, line.Seconds, line.Metres, m.Seconds[i][j], m.Metres[i][j])
					}
					long := 0.0
					for k := 1; k < len(line.Points); k++ {
						long += GreatCircle(line.Points[k-1], line.Points[k])
					}
					if line.Points[0] != points[i] || line.Points[len(line.Points)-1] != points[j] || math.Abs(long-float64(line.Metres)) > 2+0.002*long+0.06*float64(len(line.Points)) {
						t.Fatalf("%s: the points of the line are %.0f m long, the line %d m", name, long, line.Metres)
					}
				}
			}
		}
	}
}

func TestClosuresHoldAtOnce(t *testing.T) {
	t.Parallel()
	n := NewNetwork(extract(t, "liechtenstein-latest.osm.pbf"))
	vaduz, schaan := Point{47.1393, 9.5228}, Point{47.1650, 9.5087}
	departure := time.Date(2026, 7, 30, 20, 0, 0, 0, time.UTC)
	trip := Trip{Profile: Lorry, Departure: departure}
	ask := func(trip Trip) Line {
		t.Helper()
		line, err := n.Line(t.Context(), vaduz, schaan, trip)
		if err != nil {
			t.Fatal(err)
		}
		return line
	}
	free := ask(trip)
	middle := free.Points[len(free.Points)/2]
	set := func(c ...Closure) {
		t.Helper()
		if err := n.Close(c); err != nil {
			t.Fatal(err)
		}
	}
	passes := func(line Line) bool {
		for _, p := range line.Points {
			if p == middle {
				return true
			}
		}
		return false
	}
	if !passes(free) {
		t.Fatal("the way does not pass its own middle")
	}
	set(Closure{Along: []Point{middle}})
	if round := ask(trip); round.Seconds <= free.Seconds || passes(round) {
		t.Errorf("closed in the middle: %d s instead of %d, through the middle: %v", round.Seconds, free.Seconds, passes(round))
	}
	set(Closure{Along: []Point{middle}, From: departure.Add(-time.Hour), Until: departure}) // it opens as the lorry leaves
	if again := ask(trip); again.Seconds != free.Seconds {
		t.Errorf("open again: %d s, not %d", again.Seconds, free.Seconds)
	}
	set(Closure{Along: []Point{middle}, From: departure.Add(time.Second), Until: departure.Add(time.Hour)}) // it closes while the lorry is on its way
	if round := ask(trip); passes(round) {
		t.Error("a road that closes under way is driven")
	}
	set(Closure{Along: []Point{middle}, PassesGo: true})
	if green := ask(Trip{Profile: Lorry, Departure: departure, GreenLane: true}); !passes(green) {
		t.Error("a pass does not open the green lane")
	}
	if passes(ask(trip)) {
		t.Error("the green lane is open without a pass")
	}
	square := func(at Point, half float64) []Point {
		return []Point{{at.Latitude - half, at.Longitude - half}, {at.Latitude - half, at.Longitude + half}, {at.Latitude + half, at.Longitude + half}, {at.Latitude + half, at.Longitude - half}}
	}
	set(Closure{Area: square(middle, 0.004)})
	for _, p := range ask(trip).Points {
		if math.Abs(p.Latitude-middle.Latitude) < 0.0039 && math.Abs(p.Longitude-middle.Longitude) < 0.0039 {
			t.Errorf("the way goes through the closed area at %v", p)
		}
	}
	set(Closure{Area: square(schaan, 0.002)})
	if _, err := n.Line(t.Context(), vaduz, schaan, trip); !errors.Is(err, ErrNoWay) {
		t.Errorf("a place in a closed area is reached: %v", err)
	}
	m, err := n.Matrix(t.Context(), []Point{vaduz, schaan}, trip)
	if err != nil || m.Seconds[0][1] != -1 || m.Metres[1][0] != -1 {
		t.Errorf("the matrix reaches it: %v, %v", m, err)
	}
	if n.Close([]Closure{{Area: square(vaduz, 1)[:2]}}) == nil || n.Close([]Closure{{}}) == nil {
		t.Error("a closure without sense is taken")
	}
	if _, err := n.Line(t.Context(), vaduz, schaan, trip); !errors.Is(err, ErrNoWay) {
		t.Error("what was closed before a refusal is open")
	}
	if n.NearRoads([]Point{vaduz, {0, 0}}) || !n.NearRoads([]Point{vaduz, schaan}) {
		t.Error("roads are near the Gulf of Guinea, or not near Vaduz")
	}
	set()
	if again := ask(trip); again.Seconds != free.Seconds {
		t.Errorf("all open: %d s, not %d", again.Seconds, free.Seconds)
	}
}

func TestOffTheMap(t *testing.T) {
	t.Parallel()
	n := NewNetwork(extract(t, "monaco.osm.pbf"))
	monaco, yangliuqing := Point{43.7347, 7.4206}, Point{39.14, 117.01}
	if _, err := n.Line(t.Context(), monaco, yangliuqing, Trip{Profile: Van}); !errors.Is(err, ErrNoWay) {
		t.Errorf("a van drives from Monaco to Yangliuqing: %v", err)
	}
	m, err := n.Matrix(t.Context(), []Point{monaco, yangliuqing, monaco}, Trip{Profile: Van})
	if err != nil || m.Seconds[0][1] != -1 || m.Seconds[1][0] != -1 || m.Seconds[1][1] != 0 || m.Seconds[0][2] < 0 || m.Estimated {
		t.Errorf("%+v, %v", m, err)
	}
	if _, err := n.Matrix(t.Context(), []Point{monaco}, Trip{Profile: "BICYCLE"}); err == nil {
		t.Error("a bicycle has no profile")
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := n.Matrix(stopped, []Point{monaco, monaco}, Trip{Profile: Van}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled search answers: %v", err)
	}
}
