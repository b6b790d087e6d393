package roads

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/osm"
)

// size is what a profile's vehicles measure at most: a road that is lower, weaker or narrower is not theirs. Planning values;
// the heavy lorry is what GB 1589-2016 lets be built with four axles.
type size struct{ heightM, weightT, widthM float64 }

// profiles numbers the profiles as arcs hold them, with their sizes and the fastest they are driven in km/h.
var profiles = [profileCount]struct {
	Profile
	size
	fastest float64
}{
	{Van, size{2.6, 3.5, 2.1}, 100},
	{Lorry, size{3.5, 12, 2.5}, 80},
	{HeavyLorry, size{4.0, 31, 2.55}, 70},
}

const profileCount = 3

// classSpeeds are mean free speeds in km/h on roads without a sign, by OpenStreetMap's class of road. Planning values. What is
// not in it is not driven on.
var classSpeeds = map[string]float64{
	"motorway": 100, "motorway_link": 55, "trunk": 80, "trunk_link": 45, "primary": 60, "primary_link": 40, "secondary": 50, "secondary_link": 35,
	"tertiary": 40, "tertiary_link": 30, "unclassified": 35, "residential": 25, "road": 25, "living_street": 10, "service": 15, "track": 10, "pedestrian": 10, "busway": 30,
}

// ofSigned is how much of the speed on the sign is reached in the mean, with traffic and bends.
const ofSigned = 0.85

// signalSeconds is what a traffic light costs in the mean.
const signalSeconds = 8

// Bits of who may drive an arc: profile p in public is 1<<p, on a green-lane pass 1<<(p+passShift); hazmatBit: not with
// dangerous goods.
const (
	passShift = profileCount
	hazmatBit = 1 << (2 * profileCount)
	publicAll = 1<<profileCount - 1
	openToAll = publicAll | publicAll<<passShift
)

// stretchTags is what the tags of a way say about driving on it.
type stretchTags struct {
	access            uint8               // bits above; 0: nobody
	kmh               [profileCount]uint8 // mean speed
	forward, backward bool
}

// readWay reads the tags of a way. drivable is false for what is no road, or a road for nobody.
func readWay(tags osm.Tags) (s stretchTags, drivable bool) {
	class := tags.Find("highway")
	free, known := classSpeeds[class]
	if !known || tags.Find("area") == "yes" || tags.Find("impassable") == "yes" || tags.Find("smoothness") == "impassable" {
		return s, false
	}
	if signed, ok := parseSpeed(tags.Find("maxspeed")); ok {
		free = signed * ofSigned
	} else {
		free *= pavementFactor(tags.Find("surface"))
	}
	for p, profile := range profiles {
		s.kmh[p] = uint8(max(3, math.Round(min(free, profile.fastest))))
		public, pass := accessOf(tags, class, p)
		if !wideEnough(tags, profile.size) {
			continue
		}
		if public {
			s.access |= 1 << p
		}
		if pass {
			s.access |= 1 << (p + passShift)
		}
	}
	if tags.Find("hazmat") == "no" {
		s.access |= hazmatBit
	}
	s.forward, s.backward = directions(tags, class)
	return s, s.access&openToAll != 0 && (s.forward || s.backward)
}

// accessKeys are the keys that say who may drive, the more special last.
func accessKeys(profile int) []string {
	if profile == 0 {
		return []string{"access", "vehicle", "motor_vehicle", "motorcar", "goods"}
	}
	return []string{"access", "vehicle", "motor_vehicle", "goods", "hgv"}
}

// accessOf tells whether a profile may drive there in public, and on a green-lane pass: whatever is closed to the public by a
// sign and not by its nature.
func accessOf(tags osm.Tags, class string, profile int) (public, pass bool) {
	public = class != "pedestrian" && class != "busway"
	for _, key := range accessKeys(profile) {
		switch tags.Find(key) {
		case "":
		case "no", "private", "agricultural", "forestry", "emergency", "military", "bus", "psv", "permit", "residents":
			public = false
		default:
			public = true
		}
	}
	return public, class != "track" || public || tags.Find("emergency") == "yes"
}

// wideEnough tells whether a vehicle of a size fits by the signs. A sign that cannot be read is taken as none.
func wideEnough(tags osm.Tags, v size) bool {
	for _, limit := range []struct {
		key  string
		of   float64
		read func(string) (float64, bool)
	}{{"maxheight", v.heightM, parseMetres}, {"maxheight:physical", v.heightM, parseMetres}, {"maxwidth", v.widthM, parseMetres}, {"maxwidth:physical", v.widthM, parseMetres}, {"maxweight", v.weightT, parseTonnes}} {
		if allowed, ok := limit.read(tags.Find(limit.key)); ok && allowed < limit.of {
			return false
		}
	}
	return true
}

func directions(tags osm.Tags, class string) (forward, backward bool) {
	switch tags.Find("oneway") {
	case "yes", "true", "1":
		return true, false
	case "-1", "reverse":
		return false, true
	case "no", "false", "0":
		return true, true
	}
	switch tags.Find("junction") {
	case "roundabout", "circular":
		return true, false
	}
	return true, class != "motorway"
}

// pavementFactor slows down what is not paved.
func pavementFactor(surface string) float64 {
	switch surface {
	case "unpaved", "gravel", "dirt", "ground", "earth", "grass", "sand", "mud", "fine_gravel", "compacted", "pebblestone":
		return 0.6
	case "cobblestone", "sett", "unhewn_cobblestone":
		return 0.75
	}
	return 1
}

// parseSpeed reads maxspeed into km/h.
func parseSpeed(text string) (kmh float64, ok bool) {
	number, unit := splitUnit(text)
	if number <= 0 {
		return 0, false
	}
	switch unit {
	case "", "km/h", "kmh", "kph":
		return number, true
	case "mph":
		return number * 1.609344, true
	case "knots":
		return number * 1.852, true
	}
	return 0, false
}

// parseMetres reads a height or width, in metres or in feet and inches (11'6").
func parseMetres(text string) (metres float64, ok bool) {
	if feet, rest, found := strings.Cut(text, "'"); found {
		f, err := strconv.ParseFloat(strings.TrimSpace(feet), 64)
		inches, _ := strconv.ParseFloat(strings.Trim(rest, ` "'`), 64)
		return (f*12 + inches) * 0.0254, err == nil && f > 0
	}
	number, unit := splitUnit(text)
	if number <= 0 {
		return 0, false
	}
	switch unit {
	case "", "m":
		return number, true
	case "ft", "feet":
		return number * 0.3048, true
	}
	return 0, false
}

// parseTonnes reads a weight, in tonnes where no unit stands.
func parseTonnes(text string) (tonnes float64, ok bool) {
	number, unit := splitUnit(text)
	if number <= 0 {
		return 0, false
	}
	switch unit {
	case "", "t":
		return number, true
	case "kg":
		return number / 1000, true
	case "st":
		return number * 0.90718474, true
	case "lbs", "lb":
		return number * 0.00045359237, true
	}
	return 0, false
}

// splitUnit splits "7.5 t" into a number and its unit; 0 where there is no number.
func splitUnit(text string) (number float64, unit string) {
	text = strings.TrimSpace(strings.ToLower(text))
	end := 0
	for end < len(text) && (text[end] >= '0' && text[end] <= '9' || text[end] == '.' || text[end] == ',') {
		end++
	}
	number, err := strconv.ParseFloat(strings.ReplaceAll(text[:end], ",", "."), 64)
	if err != nil {
		return 0, ""
	}
	return number, strings.TrimSpace(text[end:])
}

// barrierAccess is who passes a node that bars the way: bits as of arcs.
func barrierAccess(tags osm.Tags) uint8 {
	kind := tags.Find("barrier")
	access := uint8(openToAll)
	switch kind {
	case "", "toll_booth", "border_control", "cattle_grid", "entrance", "kerb", "height_restrictor", "sally_port":
	case "gate", "lift_gate", "swing_gate", "sliding_gate":
		// A gate without a sign stands open; one that is locked or private opens for a pass.
		if tags.Find("locked") == "yes" {
			access = publicAll << passShift
		}
	default: // bollards, blocks, walls
		access = 0
	}
	if kind == "" {
		return access
	}
	for p, profile := range profiles {
		for _, key := range accessKeys(p) {
			switch tags.Find(key) {
			case "":
			case "no", "private", "emergency", "agricultural", "forestry", "military", "bus", "psv", "permit", "residents":
				access &^= 1 << p
			default:
				access |= 1<<p | 1<<(p+passShift)
			}
		}
		if !wideEnough(tags, profile.size) {
			access &^= 1<<p | 1<<(p+passShift)
		}
	}
	return access
}
