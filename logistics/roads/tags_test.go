package roads

import (
	"math"
	"strings"
	"testing"

	"github.com/paulmach/osm"
)

func tagged(text string) (tags osm.Tags) {
	for _, pair := range strings.Split(text, ", ") {
		key, value, _ := strings.Cut(pair, "=")
		tags = append(tags, osm.Tag{Key: key, Value: value})
	}
	return tags
}

func TestReadWay(t *testing.T) {
	t.Parallel()
	const van, lorry, heavy, all = 1, 2, 4, 7
	for text, want := range map[string]struct {
		public, pass      uint8
		hazmatBarred      bool
		vanSpeed          uint8
		forward, backward bool
	}{
		"highway=primary":                                            {all, all, false, 60, true, true},
		"highway=primary, maxspeed=40":                               {all, all, false, 34, true, true},
		"highway=primary, maxspeed=30 mph":                           {all, all, false, 41, true, true},
		"highway=primary, maxspeed=CN:urban":                         {all, all, false, 60, true, true},
		"highway=motorway":                                           {all, all, false, 100, true, false},
		"highway=motorway, oneway=no":                                {all, all, false, 100, true, true},
		"highway=residential, oneway=-1":                             {all, all, false, 25, false, true},
		"highway=tertiary, junction=roundabout":                      {all, all, false, 40, true, false},
		"highway=service, access=private":                            {0, all, false, 15, true, true},
		"highway=unclassified, motor_vehicle=no":                     {0, all, false, 35, true, true},
		"highway=unclassified, motor_vehicle=no, hgv=yes":            {lorry | heavy, all, false, 35, true, true},
		"highway=unclassified, hgv=no":                               {van, all, false, 35, true, true},
		"highway=unclassified, access=no, motor_vehicle=destination": {all, all, false, 35, true, true},
		"highway=secondary, maxheight=3.2":                           {van, van, false, 50, true, true},
		"highway=secondary, maxheight=default":                       {all, all, false, 50, true, true},
		"highway=secondary, maxheight=12'":                           {van | lorry, van | lorry, false, 50, true, true},
		"highway=secondary, maxweight=7.5":                           {van, van, false, 50, true, true},
		"highway=secondary, maxweight=20 t":                          {van | lorry, van | lorry, false, 50, true, true},
		"highway=secondary, maxwidth=2,2 m":                          {van, van, false, 50, true, true},
		"highway=secondary, hazmat=no":                               {all, all, true, 50, true, true},
		"highway=pedestrian":                                         {0, all, false, 10, true, true},
		"highway=track":                                              {all, all, false, 10, true, true},
		"highway=residential, surface=gravel":                        {all, all, false, 15, true, true},
		"highway=trunk, maxspeed=100, surface=gravel":                {all, all, false, 85, true, true},
	} {
		s, drivable := readWay(tagged(text))
		if !drivable || s.access&publicAll != want.public || s.access>>passShift&publicAll != want.pass || (s.access&hazmatBit != 0) != want.hazmatBarred ||
			s.kmh[0] != want.vanSpeed || s.forward != want.forward || s.backward != want.backward {
			t.Errorf("%s: %v %+v, want %+v", text, drivable, s, want)
		}
	}
	for _, text := range []string{"highway=footway", "highway=construction", "waterway=river", "highway=track, access=no", "highway=primary, maxheight=2", "highway=service, area=yes"} {
		if s, drivable := readWay(tagged(text)); drivable {
			t.Errorf("%s is driven: %+v", text, s)
		}
	}
}

func TestReadMeasures(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{"3.5": 3.5, "3.5 m": 3.5, `11'6"`: 3.5052, "14 ft": 4.2672, "none": -1, "": -1, "-2": -1, "3.5 furlongs": -1, "2,8": 2.8} {
		if got, ok := parseMetres(text); ok != (want > 0) || ok && math.Abs(got-want) > 1e-9 {
			t.Errorf("%q is %v m, %v", text, got, ok)
		}
	}
	for text, want := range map[string]float64{"7.5": 7.5, "7.5 t": 7.5, "5000 kg": 5, "16000 lbs": 7.257477920, "20 st": 18.1436948, "unsigned": -1} {
		if got, ok := parseTonnes(text); ok != (want > 0) || ok && math.Abs(got-want) > 1e-6 {
			t.Errorf("%q is %v t, %v", text, got, ok)
		}
	}
}

func TestBarriers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]uint8{
		"barrier=bollard": 0, "barrier=gate": openToAll, "barrier=gate, access=private": publicAll << passShift, "barrier=gate, locked=yes": publicAll << passShift,
		"barrier=bollard, motor_vehicle=yes": openToAll, "highway=crossing": openToAll, "barrier=height_restrictor, maxheight=3": 1 | 1<<passShift, "barrier=toll_booth": openToAll,
	} {
		if got := barrierAccess(tagged(text)); got != want {
			t.Errorf("%s: %07b, want %07b", text, got, want)
		}
	}
}
