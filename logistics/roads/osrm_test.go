package roads

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// double is a test double of OSRM on loopback: it speaks the wire format of its HTTP API (coordinates in the path, longitude first;
// sources and destinations by index; null where there is no way; codes), with straight lines instead of roads.
func double(t *testing.T, most int) (address string, asked *[]string) {
	t.Helper()
	asked = &[]string{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, r.URL.String())
		w.Header().Set("Content-Type", "application/json; charset=UTF-8")
		parts := strings.Split(strings.TrimPrefix(r.URL.Path, "/"), "/")
		refuse := func(code, message string) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = fmt.Fprintf(w, `{"code":%q,"message":%q}`, code, message)
		}
		if len(parts) != 4 || parts[1] != "v1" || parts[2] != "driving" {
			refuse("InvalidUrl", "URL string malformed")
			return
		}
		var points []Point
		for _, pair := range strings.Split(parts[3], ";") {
			lon, lat, _ := strings.Cut(pair, ",")
			x, err := strconv.ParseFloat(lon, 64)
			y, err2 := strconv.ParseFloat(lat, 64)
			if errors.Join(err, err2) != nil || math.Abs(y) > 90 {
				refuse("InvalidQuery", "Query string malformed")
				return
			}
			points = append(points, Point{y, x})
		}
		if len(points) > most {
			refuse("TooBig", "Too many table coordinates")
			return
		}
		away := func(p Point) bool { return p.Longitude < 0 }
		switch parts[0] {
		case "table":
			rows, columns := chosen(r.URL.Query(), "sources", len(points)), chosen(r.URL.Query(), "destinations", len(points))
			times, ways := make([]string, len(rows)), make([]string, len(rows))
			for i, a := range rows {
				seconds, metres := make([]string, len(columns)), make([]string, len(columns))
				for j, b := range columns {
					if seconds[j], metres[j] = "null", "null"; away(points[a]) == away(points[b]) {
						d := GreatCircle(points[a], points[b])
						seconds[j], metres[j] = fmt.Sprintf("%.1f", d/10), fmt.Sprintf("%.1f", d)
					}
				}
				times[i], ways[i] = "["+strings.Join(seconds, ",")+"]", "["+strings.Join(metres, ",")+"]"
			}
			_, _ = fmt.Fprintf(w, `{"code":"Ok","durations":[%s],"distances":[%s],"sources":[],"destinations":[]}`, strings.Join(times, ","), strings.Join(ways, ","))
		case "route":
			if away(points[0]) != away(points[1]) {
				refuse("NoRoute", "Impossible route between points")
				return
			}
			d := GreatCircle(points[0], points[1])
			_, _ = fmt.Fprintf(w, `{"code":"Ok","routes":[{"geometry":{"coordinates":[[%f,%f],[%f,%f]],"type":"LineString"},"legs":[],"distance":%.1f,"duration":%.1f,"weight_name":"routability","weight":1}],"waypoints":[]}`,
				points[0].Longitude, points[0].Latitude, points[1].Longitude, points[1].Latitude, d, d/10)
		default:
			refuse("InvalidService", "Service "+parts[0]+" not found!")
		}
	}))
	t.Cleanup(server.Close)
	return server.URL, asked
}

func chosen(query url.Values, name string, count int) []int {
	var all []int
	if query.Get(name) == "" {
		for i := range count {
			all = append(all, i)
		}
		return all
	}
	for _, text := range strings.Split(query.Get(name), ";") {
		i, _ := strconv.Atoi(text)
		all = append(all, i)
	}
	return all
}

func TestOSRM(t *testing.T) {
	t.Parallel()
	address, asked := double(t, 8)
	o := OSRM{Services: map[Profile]string{Lorry: address + "/"}, MostPoints: 8}
	points := make([]Point, 19)
	for i := range points {
		points[i] = Point{39 + float64(i)/100, 117}
	}
	points[7].Longitude = -117
	m, err := o.Matrix(t.Context(), points, Trip{Profile: Lorry})
	if err != nil {
		t.Fatal(err)
	}
	for i := range points {
		for j := range points {
			d := GreatCircle(points[i], points[j])
			seconds, metres := int64(math.Ceil(math.Round(d)/10)), int64(math.Round(d))
			if (i == 7) != (j == 7) {
				seconds, metres = -1, -1
			}
			if math.Abs(float64(m.Seconds[i][j]-seconds)) > 1 || math.Abs(float64(m.Metres[i][j]-metres)) > 1 {
				t.Fatalf("%d to %d: %d s, %d m; want %d, %d", i, j, m.Seconds[i][j], m.Metres[i][j], seconds, metres)
			}
		}
	}
	if len(*asked) != 25 || !slices.ContainsFunc(*asked, func(a string) bool { return strings.Contains(a, "/table/v1/driving/117.000000,39.000000;") }) {
		t.Errorf("asked %d times: %v", len(*asked), (*asked)[0])
	}
	line, err := o.Line(t.Context(), points[0], points[3], Trip{Profile: Lorry})
	if err != nil || len(line.Points) != 2 || line.Points[1] != points[3] || line.Metres != 3336 || line.Seconds != 334 || line.Estimated {
		t.Errorf("%+v, %v", line, err)
	}
	if _, err := o.Line(t.Context(), points[0], points[7], Trip{Profile: Lorry}); !errors.Is(err, ErrNoWay) {
		t.Errorf("no route: %v", err)
	}
}

func TestOSRMFailures(t *testing.T) {
	t.Parallel()
	address, _ := double(t, 2)
	two := []Point{{39, 117}, {39.1, 117}}
	serve := func(status int, body string) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}))
		t.Cleanup(server.Close)
		return server.URL
	}
	for name, c := range map[string]struct {
		service string
		points  []Point
		profile Profile
		told    string
	}{
		"no service for the profile": {address, two, HeavyLorry, "no routing service is named"},
		"more than it takes":         {address, append(two, two...), Van, "TooBig"},
		"a web page":                 {serve(200, "<html>"), two, Van, "no JSON"},
		"an error of its own":        {serve(500, `{"code":"InvalidOptions","message":"no"}`), two, Van, "500 Internal Server Error InvalidOptions: no"},
		"rows missing":               {serve(200, `{"code":"Ok","durations":[[0,1]],"distances":[[0,1]]}`), two, Van, "1 rows of times"},
		"a short row":                {serve(200, `{"code":"Ok","durations":[[0],[0]],"distances":[[0],[0]]}`), two, Van, "a row of 1"},
		"nobody there":               {"http://127.0.0.1:1", two, Van, "does not answer"},
	} {
		o := OSRM{Services: map[Profile]string{Van: c.service}, MostPoints: 4}
		if _, err := o.Matrix(t.Context(), c.points, Trip{Profile: c.profile}); err == nil || !strings.Contains(err.Error(), c.told) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
