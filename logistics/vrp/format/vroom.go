package format

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"changping/logistics/roads"
	"changping/logistics/vrp"
)

// VROOM's input, as its API documentation has it.
type vroomInput struct {
	Jobs      []vroomJob      `json:"jobs"`
	Shipments []vroomShipment `json:"shipments"`
	Vehicles  []vroomVehicle  `json:"vehicles"`
	Matrices  map[string]struct {
		Durations [][]int64 `json:"durations"`
		Distances [][]int64 `json:"distances"`
		Costs     [][]int64 `json:"costs"`
	} `json:"matrices"`
}

type vroomVisit struct {
	ID          int64      `json:"id"`
	Description string     `json:"description"`
	Location    []float64  `json:"location"`
	Index       *int       `json:"location_index"`
	Setup       int64      `json:"setup"`
	Service     int64      `json:"service"`
	Windows     [][2]int64 `json:"time_windows"`
}

type vroomJob struct {
	vroomVisit
	Delivery []int64 `json:"delivery"`
	Pickup   []int64 `json:"pickup"`
	Skills   []int   `json:"skills"`
	Priority int     `json:"priority"`
}

type vroomShipment struct {
	Pickup   vroomVisit `json:"pickup"`
	Delivery vroomVisit `json:"delivery"`
	Amount   []int64    `json:"amount"`
	Skills   []int      `json:"skills"`
	Priority int        `json:"priority"`
}

type vroomVehicle struct {
	ID          int64       `json:"id"`
	Description string      `json:"description"`
	Profile     string      `json:"profile"`
	Start       []float64   `json:"start"`
	StartIndex  *int        `json:"start_index"`
	End         []float64   `json:"end"`
	EndIndex    *int        `json:"end_index"`
	Capacity    []int64     `json:"capacity"`
	Skills      []int       `json:"skills"`
	Window      *[2]int64   `json:"time_window"`
	Breaks      []vroomStop `json:"breaks"`
	SpeedFactor float64     `json:"speed_factor"`
	MaxTasks    int         `json:"max_tasks"`
	MaxTravel   int64       `json:"max_travel_time"`
	MaxDistance int64       `json:"max_distance"`
	Costs       *struct {
		Fixed   int64  `json:"fixed"`
		PerHour *int64 `json:"per_hour"`
		PerKm   int64  `json:"per_km"`
	} `json:"costs"`
	Steps []struct {
		Type string `json:"type"`
		ID   int64  `json:"id"`
	} `json:"steps"`
}

type vroomStop struct {
	ID      int64      `json:"id"`
	Windows [][2]int64 `json:"time_windows"`
	Service int64      `json:"service"`
}

// vroomCost is how many internal units one of VROOM's costs is: per_hour is per second then, and per_km per metre, in whole numbers.
const vroomCost = 18_000

// Vroom is a problem of VROOM's JSON input, with what its output asks for.
type Vroom struct {
	Problem
	in        vroomInput
	points    []roads.Point
	profiles  []string
	distances []vrp.Matrix // of each profile in metres; the problem's metres may be costs
	Estimated bool         // there were no matrices: times are straight lines with a detour factor
	breaks    [][]int64    // ids of each vehicle's breaks, in order
	skills    map[int]uint64
	dims      int // amounts that the input has
}

// ReadVroom reads VROOM's JSON input. Where it brings no matrices, times are estimated from the coordinates.
func ReadVroom(in io.Reader) (*Vroom, error) {
	text, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	v := &Vroom{skills: map[int]uint64{}}
	v.Scale = vroomCost
	if err := json.Unmarshal(text, &v.in); err != nil {
		return nil, jsonError(text, err)
	}
	if len(v.in.Vehicles) == 0 {
		return nil, bad("vehicles", "expected at least one vehicle")
	}
	if len(v.in.Jobs)+len(v.in.Shipments) == 0 {
		return nil, bad("jobs", "expected at least one job or shipment")
	}
	if err := v.readPlaces(); err != nil {
		return nil, err
	}
	if err := v.readTasks(); err != nil {
		return nil, err
	}
	if err := v.readVehicles(); err != nil {
		return nil, err
	}
	return v, v.readSteps()
}

// jsonError says at which line or field a text is not what was expected.
func jsonError(text []byte, err error) error {
	line := func(offset int64) string {
		return fmt.Sprintf("line %d", 1+bytes.Count(text[:min(offset, int64(len(text)))], []byte("\n")))
	}
	var syntax *json.SyntaxError
	var field *json.UnmarshalTypeError
	switch {
	case errors.As(err, &field):
		return bad(line(field.Offset)+", "+strings.ReplaceAll(field.Field, "vroomVisit.", ""), "expected %s, found %s", field.Type, field.Value)
	case errors.As(err, &syntax):
		return bad(line(syntax.Offset), "expected JSON: %v", err)
	}
	return bad(line(int64(len(text))), "expected JSON: %v", err)
}

// readPlaces gives every location an index: its own where there are matrices, else one per pair of coordinates.
func (v *Vroom) readPlaces() error {
	n := 0
	var profiles []string
	for i, x := range v.in.Vehicles {
		if profile := cmp.Or(x.Profile, "car"); !slices.Contains(profiles, profile) {
			profiles = append(profiles, profile)
			if _, found := v.in.Matrices[profile]; !found && len(v.in.Matrices) > 0 {
				return bad(fmt.Sprintf("vehicles[%d].profile", i), "expected a profile that matrices has, found %q", profile)
			}
		}
	}
	v.profiles = profiles
	if len(v.in.Matrices) == 0 {
		return v.estimate()
	}
	for _, profile := range profiles {
		m := v.in.Matrices[profile]
		if n == 0 {
			n = len(m.Durations)
		}
		matrix, distances := vrp.NewMatrix(n), vrp.NewMatrix(n)
		for name, rows := range map[string][][]int64{"durations": m.Durations, "distances": m.Distances, "costs": m.Costs} {
			if rows == nil && name != "durations" {
				continue
			}
			if len(rows) != n || n == 0 {
				return bad(fmt.Sprintf("matrices.%s.%s", profile, name), "expected %d rows, found %d", max(1, n), len(rows))
			}
			for i, row := range rows {
				if len(row) != n {
					return bad(fmt.Sprintf("matrices.%s.%s[%d]", profile, name, i), "expected %d numbers, found %d", n, len(row))
				}
				for j, x := range row {
					if x < 0 || x > math.MaxInt32/4 {
						return bad(fmt.Sprintf("matrices.%s.%s[%d][%d]", profile, name, i, j), "expected a number from 0 to %d, found %d", math.MaxInt32/4, x)
					}
					at := i*n + j
					switch name {
					case "durations":
						matrix.Seconds[at] = int32(x)
					case "distances":
						distances.Metres[at] = int32(x)
					case "costs":
						matrix.Metres[at] = int32(x)
					}
				}
			}
		}
		if m.Costs == nil {
			matrix.Metres = distances.Metres
		}
		v.Matrices, v.distances = append(v.Matrices, matrix), append(v.distances, distances)
	}
	v.points = make([]roads.Point, n)
	return nil
}

// estimate makes matrices of straight lines between all coordinates that occur.
func (v *Vroom) estimate() error {
	index := map[[2]float64]int{}
	add := func(where string, at []float64, to **int) error {
		if len(at) != 2 || math.Abs(at[0]) > 180 || math.Abs(at[1]) > 90 {
			return bad(where, "expected [longitude, latitude], as there are no matrices")
		}
		key := [2]float64{at[0], at[1]}
		if _, known := index[key]; !known {
			index[key] = len(v.points)
			v.points = append(v.points, roads.Point{Latitude: at[1], Longitude: at[0]})
		}
		i := index[key]
		*to = &i
		return nil
	}
	for i := range v.in.Jobs {
		if err := add(fmt.Sprintf("jobs[%d].location", i), v.in.Jobs[i].Location, &v.in.Jobs[i].Index); err != nil {
			return err
		}
	}
	for i := range v.in.Shipments {
		s := &v.in.Shipments[i]
		if err := cmp.Or(add(fmt.Sprintf("shipments[%d].pickup.location", i), s.Pickup.Location, &s.Pickup.Index), add(fmt.Sprintf("shipments[%d].delivery.location", i), s.Delivery.Location, &s.Delivery.Index)); err != nil {
			return err
		}
	}
	for i := range v.in.Vehicles {
		x := &v.in.Vehicles[i]
		if x.Start != nil {
			if err := add(fmt.Sprintf("vehicles[%d].start", i), x.Start, &x.StartIndex); err != nil {
				return err
			}
		}
		if x.End != nil {
			if err := add(fmt.Sprintf("vehicles[%d].end", i), x.End, &x.EndIndex); err != nil {
				return err
			}
		}
	}
	v.Estimated = true
	for _, profile := range v.profiles {
		as := roads.Van
		if profile == "truck" || profile == "hgv" || profile == "driving-hgv" {
			as = roads.HeavyLorry
		}
		m, err := roads.DefaultEstimate().Matrix(context.Background(), v.points, roads.Trip{Profile: as})
		if err != nil {
			return err
		}
		flat := vrp.NewMatrix(len(v.points))
		for i := range v.points {
			for j := range v.points {
				flat.Seconds[i*len(v.points)+j], flat.Metres[i*len(v.points)+j] = int32(m.Seconds[i][j]), int32(m.Metres[i][j])
			}
		}
		v.Matrices, v.distances = append(v.Matrices, flat), append(v.distances, flat)
	}
	return nil
}

func (v *Vroom) place(where string, index *int) (int, error) {
	if index == nil {
		return 0, bad(where, "expected location_index, as there are matrices")
	}
	if *index < 0 || *index >= v.Matrices[0].Places {
		return 0, bad(where, "expected an index from 0 to %d, found %d", v.Matrices[0].Places-1, *index)
	}
	return *index, nil
}

func (v *Vroom) visit(where string, x vroomVisit) (vrp.Visit, error) {
	place, err := v.place(where+".location_index", x.Index)
	if err != nil {
		return vrp.Visit{}, err
	}
	if x.Setup < 0 || x.Service < 0 {
		return vrp.Visit{}, bad(where, "expected setup and service of at least 0")
	}
	windows, err := windowsOf(where+".time_windows", x.Windows)
	return vrp.Visit{Place: place, Windows: windows, Service: x.Service, Setup: x.Setup}, err
}

func windowsOf(where string, in [][2]int64) (out []vrp.Window, err error) {
	for i, w := range in {
		if w[1] < w[0] || i > 0 && w[0] <= in[i-1][1] {
			return nil, bad(fmt.Sprintf("%s[%d]", where, i), "expected windows [from, to] in order that do not overlap")
		}
		out = append(out, vrp.Window{From: w[0], To: w[1]})
	}
	return out, nil
}

func sizeOf(where string, in []int64) (out vrp.Size, err error) {
	if len(in) > vrp.Dimensions {
		return out, bad(where, "expected at most %d amounts, found %d", vrp.Dimensions, len(in))
	}
	for i, x := range in {
		if x < 0 {
			return out, bad(fmt.Sprintf("%s[%d]", where, i), "expected an amount of at least 0, found %d", x)
		}
		out[i] = x
	}
	return out, nil
}

// skillsOf gives each skill that occurs a bit.
func (v *Vroom) skillsOf(where string, in []int) (out uint64, err error) {
	for _, s := range in {
		if v.skills[s] == 0 {
			if len(v.skills) == 64 {
				return 0, bad(where, "expected at most 64 different skills")
			}
			v.skills[s] = 1 << len(v.skills)
		}
		out |= v.skills[s]
	}
	return out, nil
}

func (v *Vroom) readTasks() error {
	for i, x := range v.in.Jobs {
		where := fmt.Sprintf("jobs[%d]", i)
		visit, err := v.visit(where, x.vroomVisit)
		size, err2 := sizeOf(where+".delivery", x.Delivery)
		collected, err3 := sizeOf(where+".pickup", x.Pickup)
		skills, err4 := v.skillsOf(where+".skills", x.Skills)
		if err := cmp.Or(err, err2, err3, err4); err != nil {
			return err
		}
		v.Labels = append(v.Labels, Label{Delivery: x.ID})
		v.Tasks = append(v.Tasks, vrp.Task{ID: x.ID, Delivery: visit, Size: size, Collected: collected, Skills: skills, Priority: x.Priority, Class: -1})
	}
	for i, x := range v.in.Shipments {
		where := fmt.Sprintf("shipments[%d]", i)
		up, err := v.visit(where+".pickup", x.Pickup)
		down, err2 := v.visit(where+".delivery", x.Delivery)
		size, err3 := sizeOf(where+".amount", x.Amount)
		skills, err4 := v.skillsOf(where+".skills", x.Skills)
		if err := cmp.Or(err, err2, err3, err4); err != nil {
			return err
		}
		v.Labels = append(v.Labels, Label{[]int64{x.Pickup.ID}, x.Delivery.ID})
		v.Tasks = append(v.Tasks, vrp.Task{ID: x.Pickup.ID, Pickups: []vrp.Visit{up}, Delivery: down, Size: size, Skills: skills, Priority: x.Priority, Class: -1})
	}
	return nil
}

// endless is the end of a shift that has none.
const endless = math.MaxInt64 / 4

func (v *Vroom) readVehicles() error {
	for i, x := range v.in.Vehicles {
		where := fmt.Sprintf("vehicles[%d]", i)
		out := vrp.Vehicle{ID: x.ID, Start: vrp.Nowhere, End: vrp.Nowhere, Matrix: slices.Index(v.profiles, cmp.Or(x.Profile, "car")), ShiftEnd: endless,
			MaxVisits: x.MaxTasks, MaxDriving: x.MaxTravel, MaxMetres: x.MaxDistance, Cost: vrp.Cost{Driving: 3600 * vroomCost / 3600}}
		var err error
		if x.StartIndex != nil {
			if out.Start, err = v.place(where+".start_index", x.StartIndex); err != nil {
				return err
			}
		}
		if x.EndIndex != nil {
			if out.End, err = v.place(where+".end_index", x.EndIndex); err != nil {
				return err
			}
		}
		if out.Start == vrp.Nowhere && out.End == vrp.Nowhere {
			return bad(where, "expected a start or an end")
		}
		if x.MaxTasks < 0 || x.MaxTravel < 0 || x.MaxDistance < 0 {
			return bad(where, "expected limits of at least 0")
		}
		if x.SpeedFactor != 0 {
			if x.SpeedFactor < 0 || x.SpeedFactor > 5 {
				return bad(where+".speed_factor", "expected a factor above 0 and up to 5, found %g", x.SpeedFactor)
			}
			out.Pace = 1 / x.SpeedFactor
		}
		if x.Window != nil {
			if x.Window[1] < x.Window[0] {
				return bad(where+".time_window", "expected [from, to]")
			}
			out.ShiftStart, out.ShiftEnd = x.Window[0], x.Window[1]
		}
		if x.Costs != nil {
			if x.Costs.PerHour != nil {
				out.Cost.Driving = *x.Costs.PerHour * (vroomCost / 3600)
			}
			out.Cost.Fixed, out.Cost.Metre = x.Costs.Fixed*vroomCost, x.Costs.PerKm*(vroomCost/1000)
			if out.Cost.Fixed < 0 || out.Cost.Metre < 0 || out.Cost.Driving < 0 {
				return bad(where+".costs", "expected costs of at least 0")
			}
		}
		if own := v.in.Matrices[v.profiles[out.Matrix]].Costs; own != nil {
			if x.MaxDistance > 0 {
				return bad(where+".max_distance", "expected none where a matrix of costs is given")
			}
			out.Cost.Driving, out.Cost.Metre = 0, vroomCost
		}
		v.dims = max(v.dims, len(x.Capacity))
		if out.Capacity, err = sizeOf(where+".capacity", x.Capacity); err != nil {
			return err
		}
		if x.Capacity == nil {
			for d := range out.Capacity {
				out.Capacity[d] = math.MaxInt32
			}
		}
		if out.Skills, err = v.skillsOf(where+".skills", x.Skills); err != nil {
			return err
		}
		breaks := slices.Clone(x.Breaks)
		for k, b := range breaks {
			if len(b.Windows) != 1 || b.Windows[0][1] < b.Windows[0][0] || b.Service < 0 {
				return bad(fmt.Sprintf("%s.breaks[%d]", where, k), "expected one time window and a service of at least 0")
			}
		}
		slices.SortStableFunc(breaks, func(a, b vroomStop) int { return cmp.Compare(a.Windows[0][0], b.Windows[0][0]) })
		var ids []int64
		for _, b := range breaks {
			ids = append(ids, b.ID)
			out.Breaks = append(out.Breaks, vrp.Break{From: b.Windows[0][0], To: b.Windows[0][1], For: b.Service})
		}
		v.breaks = append(v.breaks, ids)
		v.Vehicles = append(v.Vehicles, out)
	}
	return nil
}

// readSteps reads the routes that vehicles are to begin with.
func (v *Vroom) readSteps() error {
	jobs, pickups, deliveries := map[int64]int{}, map[int64]int{}, map[int64]int{}
	for t, l := range v.Labels {
		if len(l.Pickups) == 0 {
			jobs[l.Delivery] = t
		} else {
			pickups[l.Pickups[0]], deliveries[l.Delivery] = t, t
		}
	}
	for i, x := range v.in.Vehicles {
		if len(x.Steps) == 0 {
			continue
		}
		g := vrp.Given{Vehicle: i}
		for k, s := range x.Steps {
			where := fmt.Sprintf("vehicles[%d].steps[%d]", i, k)
			of, pickup := jobs, vrp.Delivered
			switch strings.ToLower(s.Type) {
			case "start", "end", "break":
				continue
			case "job":
			case "pickup":
				of, pickup = pickups, 0
			case "delivery":
				of = deliveries
			default:
				return bad(where+".type", "expected start, job, pickup, delivery, break or end, found %q", s.Type)
			}
			t, known := of[s.ID]
			if !known {
				return bad(where+".id", "expected the id of a %s, found %d", s.Type, s.ID)
			}
			g.Visits = append(g.Visits, vrp.VisitRef{Task: t, Pickup: pickup})
		}
		v.Given = append(v.Given, g)
	}
	return nil
}
