package roads

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// OSRM asks OSRM services (HTTP API v1, services table and route) for those who run them. It knows no closures, no green lane and no
// dangerous goods: those are matters of the profile that a service was made with.
type OSRM struct {
	Services map[Profile]string // address by profile, without the service's path, such as http://127.0.0.1:5000
	Name     string             // profile in the address; empty: driving
	Client   *http.Client       // nil: one that gives up after ten seconds
	// MostPoints is how many points a service takes in one table (its --max-table-size); 0: 100, which is its default. Larger matrices are
	// asked for in blocks.
	MostPoints int
}

// osrmAnswer is what the services answer (OSRM API documentation, v5.24).
type osrmAnswer struct {
	Code      string       `json:"code"`
	Message   string       `json:"message"`
	Durations [][]*float64 `json:"durations"`
	Distances [][]*float64 `json:"distances"`
	Routes    []struct {
		Duration float64 `json:"duration"`
		Distance float64 `json:"distance"`
		Geometry struct {
			Coordinates [][2]float64 `json:"coordinates"`
		} `json:"geometry"`
	} `json:"routes"`
}

// mostAnswer bounds what is read of an answer, in bytes.
const mostAnswer = 64 << 20

var patientClient = &http.Client{Timeout: 10 * time.Second}

// Matrix asks for a table, in blocks that the service takes.
func (o OSRM) Matrix(ctx context.Context, points []Point, trip Trip) (Matrix, error) {
	m := Matrix{Seconds: make([][]int64, len(points)), Metres: make([][]int64, len(points))}
	for i := range points {
		m.Seconds[i], m.Metres[i] = slices.Repeat([]int64{-1}, len(points)), slices.Repeat([]int64{-1}, len(points))
	}
	block := o.MostPoints
	if block <= 0 {
		block = 100
	}
	if len(points) > block {
		block = max(1, block/2)
	}
	for rows := 0; rows < len(points); rows += block {
		for columns := 0; columns < len(points); columns += block {
			if err := o.block(ctx, m, points, rows, min(rows+block, len(points)), columns, min(columns+block, len(points)), trip); err != nil {
				return Matrix{}, err
			}
		}
	}
	return m, nil
}

// block fills rows and columns of a matrix.
func (o OSRM) block(ctx context.Context, m Matrix, points []Point, row, rowEnd, column, columnEnd int, trip Trip) error {
	asked := slices.Clone(points[row:rowEnd])
	query := url.Values{"annotations": {"duration,distance"}}
	if row != column || rowEnd != columnEnd {
		asked = append(asked, points[column:columnEnd]...)
		query.Set("sources", indexes(0, rowEnd-row))
		query.Set("destinations", indexes(rowEnd-row, len(asked)))
	}
	answer, err := o.ask(ctx, "table", asked, query, trip)
	if err != nil {
		return err
	}
	if len(answer.Durations) != rowEnd-row || len(answer.Distances) != rowEnd-row {
		return fmt.Errorf("the routing service answered %d rows of times and %d of distances, %d were asked for", len(answer.Durations), len(answer.Distances), rowEnd-row)
	}
	for i := range answer.Durations {
		if len(answer.Durations[i]) != columnEnd-column || len(answer.Distances[i]) != columnEnd-column {
			return fmt.Errorf("the routing service answered a row of %d, %d were asked for", len(answer.Durations[i]), columnEnd-column)
		}
		for j := range answer.Durations[i] {
			if seconds, metres := answer.Durations[i][j], answer.Distances[i][j]; seconds != nil && metres != nil {
				m.Seconds[row+i][column+j], m.Metres[row+i][column+j] = int64(math.Ceil(*seconds)), int64(math.Round(*metres))
			}
		}
	}
	return nil
}

// Line asks for a route.
func (o OSRM) Line(ctx context.Context, from, to Point, trip Trip) (Line, error) {
	answer, err := o.ask(ctx, "route", []Point{from, to}, url.Values{"overview": {"full"}, "geometries": {"geojson"}}, trip)
	if err != nil {
		return Line{}, err
	}
	if len(answer.Routes) == 0 {
		return Line{}, ErrNoWay
	}
	r := answer.Routes[0]
	line := Line{Seconds: int64(math.Ceil(r.Duration)), Metres: int64(math.Round(r.Distance))}
	for _, at := range r.Geometry.Coordinates {
		line.Points = append(line.Points, Point{Latitude: at[1], Longitude: at[0]})
	}
	return line, nil
}

func (o OSRM) ask(ctx context.Context, service string, points []Point, query url.Values, trip Trip) (osrmAnswer, error) {
	base, ok := o.Services[trip.Profile]
	if !ok {
		return osrmAnswer{}, fmt.Errorf("no routing service is named for profile %q", trip.Profile)
	}
	name := o.Name
	if name == "" {
		name = "driving"
	}
	at := make([]string, len(points))
	for i, p := range points {
		at[i] = strconv.FormatFloat(p.Longitude, 'f', 6, 64) + "," + strconv.FormatFloat(p.Latitude, 'f', 6, 64)
	}
	address := strings.TrimSuffix(base, "/") + "/" + service + "/v1/" + name + "/" + strings.Join(at, ";") + "?" + query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return osrmAnswer{}, fmt.Errorf("the address of the routing service: %w", err)
	}
	client := o.Client
	if client == nil {
		client = patientClient
	}
	response, err := client.Do(request)
	if err != nil {
		return osrmAnswer{}, fmt.Errorf("the routing service does not answer: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	var answer osrmAnswer
	if err := json.NewDecoder(io.LimitReader(response.Body, mostAnswer)).Decode(&answer); err != nil {
		return osrmAnswer{}, fmt.Errorf("the routing service answered %s, and no JSON: %w", response.Status, err)
	}
	switch answer.Code {
	case "Ok":
		return answer, nil
	case "NoRoute", "NoSegment", "NoTable":
		return osrmAnswer{}, fmt.Errorf("%w: %s", ErrNoWay, answer.Message)
	}
	return osrmAnswer{}, fmt.Errorf("the routing service answered %s %s: %s", response.Status, answer.Code, answer.Message)
}

func indexes(from, to int) string {
	all := make([]string, 0, to-from)
	for i := from; i < to; i++ {
		all = append(all, strconv.Itoa(i))
	}
	return strings.Join(all, ";")
}
