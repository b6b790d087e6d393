package graph

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"changping/logistics/roads"
)

// onRealRoads lays the demonstration's district over Liechtenstein, whose roads are a real network: the sites keep their places to one
// another, on the scale of its valley.
func (d *district) onRealRoads() {
	d.t.Helper()
	f, err := os.Open("../fixtures/roads/liechtenstein-latest.osm.pbf")
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	g, err := roads.Build(d.t.Context(), f, "Liechtenstein", nil)
	if err != nil {
		d.t.Fatal(err)
	}
	if _, err := d.Pool.Exec(d.t.Context(), `update site set latitude = 47.10 + (s.latitude - b.south) / (b.north - b.south) * 0.12, longitude = 9.500 + (s.longitude - b.west) / (b.east - b.west) * 0.03
		from site s, (select min(latitude) as south, max(latitude) as north, min(longitude) as west, max(longitude) as east from site) b where s.id = site.id`); err != nil {
		d.t.Fatal(err)
	}
	d.Logistics.Travel = roads.NewNetwork(g)
}

const closureFields = `id reason note shape points { latitude longitude } roads roadNames passesGo fromAt untilAt closedBy openedAt openedBy incident { number }`

func TestRoadsAreClosedAndOpenedOverTheAPI(t *testing.T) {
	d := setup(t)
	travel := func() string {
		x := d.ask("keeper", "travel", `{ travel { source extract closuresHeeded } }`, nil)
		return dig(x, "source").(string) + map[any]string{true: " heeds", false: ""}[dig(x, "closuresHeeded")]
	}
	if got := travel(); got != "ESTIMATE" {
		t.Errorf("without a road map, driving is reckoned by %s", got)
	}
	if lines := d.ask("liaison-xinkou", "roadMap.lines", `{ roadMap(within: { south: 47, west: 9, north: 48, east: 10 }) { lines } }`, nil).([]any); len(lines) != 0 {
		t.Errorf("without a road map, %d roads", len(lines))
	}
	d.onRealRoads()
	if got := travel(); got != "ROAD_GRAPH heeds" {
		t.Errorf("with a road map, driving is reckoned by %s", got)
	}
	if lines := d.ask("liaison-xinkou", "roadMap.lines", `{ roadMap(within: { south: 47.13, west: 9.50, north: 47.15, east: 9.53 }) { lines } }`, nil).([]any); len(lines) < 50 || len(lines) > mostRoadLines {
		t.Errorf("%d roads of Vaduz", len(lines))
	}
	input := map[string]any{"requestKey": "close-the-road-once", "reason": "FLOODED", "shape": "ALONG", "note": "Landstrasse", "points": []any{map[string]any{"latitude": 47.1393, "longitude": 9.5228}}}
	const call = `mutation($i: CloseRoadInput!) { closeRoad(input: $i) { replayed closure { ` + closureFields + ` } userErrors { code } } }`
	first := d.ask("dispatcher", "closeRoad", call, map[string]any{"i": input})
	closure := dig(first, "closure")
	names := d.ask("liaison-xinkou", "roadNames", `{ roadNames(shape: ALONG, points: [{ latitude: 47.1393, longitude: 9.5228 }]) }`, nil)
	if fmt.Sprint(names) != fmt.Sprint(dig(closure, "roadNames")) || len(names.([]any)) != 1 {
		t.Errorf("the roads were to be %v, and are %v", names, dig(closure, "roadNames"))
	}
	if response := d.schema.Exec(d.as("dispatcher"), `{ roadNames(shape: AREA, points: [{ latitude: 47.1393, longitude: 9.5228 }]) }`, "", nil); len(response.Errors) != 1 || !strings.HasPrefix(response.Errors[0].Message, "CLOSURE_POINTS") {
		t.Errorf("an area of one corner: %v", response.Errors)
	}
	if dig(first, "replayed") != false || dig(closure, "note") != "Landstrasse" || len(dig(closure, "roads").([]any)) != 1 || dig(closure, "closedBy") == nil || dig(closure, "openedAt") != nil {
		t.Errorf("closed: %v", first)
	}
	again := d.ask("dispatcher", "closeRoad", call, map[string]any{"i": input})
	if dig(again, "replayed") != true || dig(again, "closure.id") != dig(closure, "id") {
		t.Errorf("sent twice: %v", again)
	}
	standing := func() int {
		return len(d.ask("liaison-xinkou", "roadClosures.nodes", `{ roadClosures(standingOnly: true) { nodes { `+closureFields+` } } }`, nil).([]any))
	}
	if n := standing(); n != 1 {
		t.Errorf("%d closures stand after the same was told twice", n)
	}
	far := map[string]any{"requestKey": "close-the-sea", "reason": "WORKS", "shape": "ALONG", "points": []any{map[string]any{"latitude": 39.1, "longitude": 117.0}}}
	if refused := d.ask("dispatcher", "closeRoad", call, map[string]any{"i": far}); dig(refused, "userErrors.0.code") != "NO_ROAD" || dig(refused, "closure") != nil {
		t.Errorf("closed where there is no road: %v", refused)
	}
	input["requestKey"] = "close-by-liaison"
	if response := d.schema.Exec(d.as("liaison-xinkou"), call, "", map[string]any{"i": input}); len(response.Errors) != 1 || !strings.HasPrefix(response.Errors[0].Message, "NOT_ALLOWED") || standing() != 1 {
		t.Errorf("a liaison officer closes roads: %v", response.Errors)
	}
	opened := d.do("dispatcher", "openRoad", "OpenRoadInput", "closure { openedAt openedBy }", map[string]any{"closureId": dig(closure, "id")})
	if dig(opened, "closure.openedAt") == nil || dig(opened, "closure.openedBy") == nil || standing() != 0 {
		t.Errorf("opened: %v, %d stand", opened, standing())
	}
}

// longestPiece is the middle of the longest straight in the middle half of a line: a place on that road and no other, as a junction is
// not, and on no road that a stop lies at, which is reached though it is closed.
func longestPiece(line []roads.Point) roads.Point {
	var middle roads.Point
	longest := 0.0
	for i := len(line)/4 + 1; i < len(line)*3/4; i++ {
		a, b := line[i-1], line[i]
		if d := math.Hypot(a.Latitude-b.Latitude, (a.Longitude-b.Longitude)*0.68); d > longest {
			longest, middle = d, roads.Point{Latitude: (a.Latitude + b.Latitude) / 2, Longitude: (a.Longitude + b.Longitude) / 2}
		}
	}
	return middle
}

func TestATripOverAClosedRoadIsPlannedAnewOverTheAPI(t *testing.T) {
	d := setup(t)
	d.onRealRoads()
	incident, allocation := d.flood(1500)
	const trips = `query($i: ID) { trips(incidentId: $i, openOnly: true, first: 100) { nodes { id revision estimated closures { id roads } stops { seq legMetres legLine } } } }`
	read := func() []any { return d.ask("dispatcher", "trips.nodes", trips, map[string]any{"i": incident}).([]any) }
	var barred any
	var middle roads.Point
	for _, trip := range read() {
		if dig(trip, "estimated") != false || len(dig(trip, "closures").([]any)) != 0 {
			t.Fatalf("a trip on open roads: %v", trip)
		}
		for _, stop := range dig(trip, "stops").([]any) {
			text, drawn := dig(stop, "legLine").(string)
			if !drawn {
				t.Fatalf("a leg without its line: %v", stop)
			}
			if line, err := roads.Decode(text); err != nil {
				t.Fatal(err)
			} else if barred == nil && dig(stop, "legMetres").(float64) > 3000 {
				barred, middle = trip, longestPiece(line)
			}
		}
	}
	if barred == nil {
		t.Fatal("no leg is longer than three kilometres")
	}
	d.do("dispatcher", "closeRoad", "CloseRoadInput", "closure { id }", map[string]any{"reason": "COLLAPSED", "shape": "ALONG", "points": []any{map[string]any{"latitude": middle.Latitude, "longitude": middle.Longitude}}})
	var replaced []any
	for _, trip := range read() {
		if len(dig(trip, "closures").([]any)) > 0 {
			replaced = append(replaced, map[string]any{"tripId": dig(trip, "id"), "revision": dig(trip, "revision")})
		}
	}
	if len(replaced) == 0 {
		t.Fatal("no trip is barred by a closure in the middle of its way")
	}
	d.do("dispatcher", "planTrips", "PlanTripsInput", "trips { id }", map[string]any{"allocationId": allocation, "replaced": replaced})
	for _, trip := range read() {
		if len(dig(trip, "closures").([]any)) > 0 {
			t.Errorf("planned anew, a trip is still barred: %v", trip)
		}
		for _, old := range replaced {
			if dig(old, "tripId") == dig(trip, "id") {
				t.Errorf("trip %v was replaced and is still open", dig(trip, "id"))
			}
		}
	}
}

func TestATripUnderWayIsReroutedOverTheAPI(t *testing.T) {
	d := setup(t)
	d.onRealRoads()
	incident, _ := d.flood(1500)
	var trip any
	var leg int
	var middle roads.Point
	for _, one := range d.ask("dispatcher", "trips.nodes", `query($i: ID) { trips(incidentId: $i, first: 100) { nodes { id revision reroutedAt stops { legMetres legLine } } } }`, map[string]any{"i": incident}).([]any) {
		for i, stop := range dig(one, "stops").([]any) {
			if line, err := roads.Decode(dig(stop, "legLine").(string)); err == nil && trip == nil && dig(stop, "legMetres").(float64) > 3000 {
				trip, leg, middle = one, i, longestPiece(line)
			}
		}
	}
	input := func(revision any) map[string]any {
		return map[string]any{"tripId": dig(trip, "id"), "revision": revision}
	}
	d.do("dispatcher", "dispatchTrip", "TripInput", "trip { state }", input(1))
	d.do("dispatcher", "closeRoad", "CloseRoadInput", "closure { id }", map[string]any{"reason": "COLLAPSED", "shape": "ALONG", "points": []any{map[string]any{"latitude": middle.Latitude, "longitude": middle.Longitude}}})
	const selection = "trip { id state revision reroutedAt closures { id } stops { legMetres legLine } }"
	now := dig(d.do("dispatcher", "rerouteTrip", "TripInput", selection, input(2)), "trip")
	if dig(now, "state") != "DISPATCHED" || dig(now, "revision") != 3.0 || dig(now, "reroutedAt") == nil || len(dig(now, "closures").([]any)) != 0 {
		t.Errorf("rerouted: %v", now)
	}
	before, after := dig(trip, "stops").([]any)[leg], dig(now, "stops").([]any)[leg]
	if dig(after, "legLine") == dig(before, "legLine") || dig(after, "legMetres").(float64) < dig(before, "legMetres").(float64) {
		t.Errorf("the way round is %v, the way was %v", after, before)
	}
	// Where the vehicle is: told, kept with who said it, and rerouted from.
	const placed = "trip { id revision position { latitude longitude atStop nextStop toldBy toldAt } }"
	if position := dig(now, "position"); position != nil {
		t.Errorf("nobody said where it is: %v", position)
	}
	told := d.do("dispatcher", "tellTripPosition", "TellTripPositionInput", placed, map[string]any{"tripId": dig(trip, "id"), "position": map[string]any{"atStop": 1}})
	if dig(told, "trip.position.atStop") != 1.0 || dig(told, "trip.position.nextStop") != 2.0 || dig(told, "trip.position.toldBy") == nil || dig(told, "trip.revision") != 3.0 {
		t.Errorf("told: %v", told)
	}
	off := d.try("dispatcher", "rerouteTrip", "TripInput", placed, map[string]any{"tripId": dig(trip, "id"), "revision": 3, "position": map[string]any{"point": map[string]any{"latitude": 39.0, "longitude": 117.0}}})
	if dig(off, "userErrors.0.code") != "OUTSIDE_MAP" {
		t.Errorf("off the map: %v", off)
	}
	from := map[string]any{"latitude": middle.Latitude, "longitude": middle.Longitude}
	moved := d.do("dispatcher", "rerouteTrip", "TripInput", placed, map[string]any{"tripId": dig(trip, "id"), "revision": 3, "position": map[string]any{"point": from, "nextStop": leg + 1}})
	if dig(moved, "trip.position.atStop") != nil || dig(moved, "trip.position.nextStop") != float64(leg+1) || dig(moved, "trip.revision") != 4.0 {
		t.Errorf("rerouted from a point: %v", moved)
	}
	call := map[string]any{"i": map[string]any{"requestKey": "reroute-loaded", "tripId": dig(trip, "id"), "revision": 3, "loaded": []any{map[string]any{"lineId": "allocationLine_1", "loaded": "1"}}}}
	if refused := d.ask("dispatcher", "rerouteTrip", `mutation($i: TripInput!) { rerouteTrip(input: $i) { trip { id } userErrors { code } } }`, call); dig(refused, "userErrors.0.code") != "LOADED" {
		t.Errorf("a rerouted trip loads goods: %v", refused)
	}
}

func TestARoadIsClosedByItsNameOverTheAPI(t *testing.T) {
	d := setup(t)
	const query = `query($r: ClosedRoadInput!) { roadsNamed(road: $r) { name metres lines crossings } }`
	refused := func(code string, road map[string]any) {
		t.Helper()
		if response := d.schema.Exec(d.as("liaison-xinkou"), query, "", map[string]any{"r": road}); len(response.Errors) != 1 || !strings.HasPrefix(response.Errors[0].Message, code) {
			t.Errorf("%v: %v, want %s", road, response.Errors, code)
		}
	}
	refused("NO_ROAD_GRAPH", map[string]any{"name": "Bergstrasse"})
	d.onRealRoads()
	refused("NO_SUCH_ROAD", map[string]any{"name": "No Such Road"})
	whole := d.ask("liaison-xinkou", "roadsNamed", query, map[string]any{"r": map[string]any{"name": "bergstrasse"}}).([]any)
	if len(whole) != 1 || dig(whole, "0.name") != "Bergstrasse" || dig(whole, "0.metres").(float64) < 5000 || len(dig(whole, "0.crossings").([]any)) < 10 {
		t.Fatalf("%v", whole)
	}
	part := map[string]any{"name": "Bergstrasse", "from": "Landstrasse", "to": "Meierhofstrasse", "within": map[string]any{"south": 47.0, "west": 9.4, "north": 47.2, "east": 9.7}}
	some := d.ask("liaison-xinkou", "roadsNamed.0", query, map[string]any{"r": part})
	if pieces := len(dig(some, "lines").([]any)); pieces == 0 || pieces >= len(dig(whole, "0.lines").([]any)) {
		t.Errorf("a part has %d pieces", pieces)
	}
	closed := d.do("dispatcher", "closeRoad", "CloseRoadInput", "closure { id shape road { name from to } roads roadNames points { latitude } }", map[string]any{"reason": "FLOODED", "shape": "ROAD", "points": []any{}, "road": part})
	if dig(closed, "closure.shape") != "ROAD" || dig(closed, "closure.road.to") != "Meierhofstrasse" || len(dig(closed, "closure.roads").([]any)) != len(dig(some, "lines").([]any)) || fmt.Sprint(dig(closed, "closure.roadNames")) != "[Bergstrasse]" {
		t.Errorf("closed: %v", closed)
	}
	if again := d.try("dispatcher", "closeRoad", "CloseRoadInput", "closure { id }", map[string]any{"reason": "FLOODED", "shape": "ROAD", "points": []any{}, "road": map[string]any{"name": "Bergstrasse", "from": "Landstrasse", "to": "Rheinstrasse"}}); dig(again, "userErrors.0.code") != "ROAD_NOT_CROSSED" {
		t.Errorf("between roads that do not meet it: %v", again)
	}
}
