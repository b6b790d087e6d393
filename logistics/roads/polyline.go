package roads

import (
	"errors"
	"math"
)

// grain is how many steps a degree has in an encoded line: about a metre each.
const grain = 1e5

// grained is a point in steps of an encoded line.
type grained struct{ lat, lon int64 }

func grainOf(p Point) grained {
	return grained{int64(math.Round(p.Latitude * grain)), int64(math.Round(p.Longitude * grain))}
}

// grains gives a line in steps, without the points that fall together.
func grains(line []Point) []grained {
	var out []grained
	for _, p := range line {
		if g := grainOf(p); len(out) == 0 || out[len(out)-1] != g {
			out = append(out, g)
		}
	}
	return out
}

// Encode writes a line as an encoded polyline: differences in steps of 1e-5 degrees, in characters of five bits each, which every
// map library reads. Points that fall together are written once; a line of one place is written twice, so that it stays a line.
func Encode(line []Point) string {
	steps := grains(line)
	if len(steps) == 1 {
		steps = append(steps, steps[0])
	}
	var out []byte
	var before grained
	for _, at := range steps {
		out = appendStep(appendStep(out, at.lat-before.lat), at.lon-before.lon)
		before = at
	}
	return string(out)
}

func appendStep(out []byte, step int64) []byte {
	left := uint64(step) << 1
	if step < 0 {
		left = ^left
	}
	for left >= 0x20 {
		out = append(out, byte(0x20|left&0x1f)+63)
		left >>= 5
	}
	return append(out, byte(left)+63)
}

// Decode reads an encoded polyline. It fails on what is none.
func Decode(text string) ([]Point, error) {
	var line []Point
	var at grained
	for i := 0; i < len(text); {
		for _, axis := range [2]*int64{&at.lat, &at.lon} {
			var value uint64
			for shift, more := 0, true; more; shift += 5 {
				if i == len(text) || text[i] < 63 || text[i] > 126 || shift > 35 {
					return nil, errors.New("this is no encoded line")
				}
				piece := uint64(text[i] - 63)
				i++
				value |= piece & 0x1f << shift
				more = piece >= 0x20
			}
			step := int64(value >> 1)
			if value&1 == 1 {
				step = ^step
			}
			*axis += step
		}
		line = append(line, Point{float64(at.lat) / grain, float64(at.lon) / grain})
	}
	return line, nil
}

// NearestShare is the share of a line's length, from 0 to 1, that lies before its place nearest to a point.
func NearestShare(line []Point, p Point) float64 {
	whole, nearest, before := 0.0, math.Inf(1), 0.0
	for i := 1; i < len(line); i++ {
		at := nearestOn(p, line[i-1], line[i])
		if away := GreatCircle(p, at); away < nearest {
			nearest, before = away, whole+GreatCircle(line[i-1], at)
		}
		whole += GreatCircle(line[i-1], line[i])
	}
	if whole == 0 {
		return 0
	}
	return before / whole
}

// Cut cuts a line where a share of its length, from 0 to 1, is behind: what is driven and what is ahead, both with the place of the cut.
func Cut(line []Point, share float64) (driven, ahead []Point) {
	whole := 0.0
	for i := 1; i < len(line); i++ {
		whole += GreatCircle(line[i-1], line[i])
	}
	left := whole * share
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		piece := GreatCircle(a, b)
		if left > piece {
			left -= piece
			continue
		}
		at := a
		if piece > 0 {
			at = Point{a.Latitude + left/piece*(b.Latitude-a.Latitude), a.Longitude + left/piece*(b.Longitude-a.Longitude)}
		}
		return append(append([]Point{}, line[:i]...), at), append([]Point{at}, line[i:]...)
	}
	return line, line[max(0, len(line)-1):]
}
