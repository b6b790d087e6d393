package roads

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestLinesAreEncodedAsMapsReadThem(t *testing.T) {
	// The example of the format's description (Google, Encoded Polyline Algorithm Format).
	line := []Point{{38.5, -120.2}, {40.7, -120.95}, {43.252, -126.453}}
	const text = "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
	if got := Encode(line); got != text {
		t.Errorf("encoded as %s, not %s", got, text)
	}
	back, err := Decode(text)
	if err != nil || len(back) != len(line) {
		t.Fatal(back, err)
	}
	for i := range line {
		if back[i] != line[i] {
			t.Errorf("point %d is %v, not %v", i, back[i], line[i])
		}
	}
	for _, broken := range []string{"_p~iF", "_p~iF~ps|", "_p~iF\x20", "_p~iF~ps|Ué", "~~~~~~~~~~~~"} {
		if line, err := Decode(broken); err == nil {
			t.Errorf("%q was read as %v", broken, line)
		}
	}
}

func TestEveryLineComesBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var line []Point
		for range 1 + r.IntN(40) {
			line = append(line, Point{r.Float64()*180 - 90, r.Float64()*360 - 180})
		}
		back, err := Decode(Encode(line))
		if err != nil || len(back) < 2 || len(line) > 1 && len(back) != len(line) {
			t.Fatal(len(line), len(back), err)
		}
		for i := range line {
			if math.Abs(back[i].Latitude-line[i].Latitude) > 0.51e-5 || math.Abs(back[i].Longitude-line[i].Longitude) > 0.51e-5 {
				t.Fatalf("%v came back as %v", line[i], back[i])
			}
		}
	}
}

func TestALineIsCutWhereAShareOfItIsDriven(t *testing.T) {
	line := []Point{{47, 9}, {47.01, 9}, {47.01, 9}, {47.03, 9}}
	for _, share := range []float64{0, 0.1, 1.0 / 3, 0.5, 0.99, 1} {
		driven, ahead := Cut(line, share)
		at := driven[len(driven)-1]
		if driven[0] != line[0] || ahead[len(ahead)-1] != line[3] || at != ahead[0] || math.Abs(at.Latitude-(47+0.03*share)) > 1e-9 {
			t.Errorf("%.2f: %v and %v", share, driven, ahead)
		}
	}
	if driven, ahead := Cut(line[:1], 0.5); len(driven) != 1 || len(ahead) != 1 {
		t.Errorf("a single place: %v and %v", driven, ahead)
	}
}
