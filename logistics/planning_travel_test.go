package logistics

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"changping/inventory"
	"changping/logistics/roads"
)

// counting is a network that answers every way with a minute a place, and counts how it is asked.
type counting struct {
	roads.Travel
	asked []roads.Trip
}

func (c *counting) Matrix(_ context.Context, points []roads.Point, trip roads.Trip) (roads.Matrix, error) {
	c.asked = append(c.asked, trip)
	m := roads.Matrix{}
	for range points {
		m.Seconds, m.Metres = append(m.Seconds, slices.Repeat([]int64{int64(60 * len(c.asked))}, len(points))), append(m.Metres, slices.Repeat([]int64{1000}, len(points)))
	}
	return m, nil
}

func TestEachVehicleDrivesByTheRoadsThatItMayTake(t *testing.T) {
	start := time.Date(2026, 11, 28, 6, 0, 0, 0, time.UTC)
	vehicle := func(id int64, profile string, hazards ...string) Vehicle {
		return Vehicle{ID: id, Type: VehicleType{Profile: profile, HazardClasses: hazards}}
	}
	fleet := []Vehicle{vehicle(1, "VAN"), vehicle(2, "LORRY", "3", "9"), vehicle(3, "LORRY"), vehicle(4, "VAN"), vehicle(5, "LORRY", "8"), vehicle(6, "LORRY", "9"), vehicle(7, "VAN"), vehicle(8, "VAN")}
	loads := []load{{item: inventory.Item{}}, {item: inventory.Item{HazardClass: "9"}}}
	passes := []int64{6, 7, 8}
	told := func(travels []roads.Trip) (out []string) {
		for _, x := range travels {
			if !x.Departure.Equal(start) {
				t.Errorf("leaves at %s", x.Departure)
			}
			out = append(out, fmt.Sprintf("%s%s%s", x.Profile, map[bool]string{true: "+hazard"}[x.Hazardous], map[bool]string{true: "+pass"}[x.GreenLane]))
		}
		return out
	}
	l := &Logistics{Travel: &roads.Network{}}
	travels := l.travels(fleet, loads, passes, start)
	if got, want := fmt.Sprint(told(travels)), "[VAN LORRY+hazard LORRY VAN LORRY LORRY+hazard+pass VAN+pass VAN+pass]"; got != want {
		t.Errorf("the fleet travels as %s, want %s", got, want)
	}
	network := &counting{}
	matrices, of, _, err := (&Logistics{Travel: network}).matrices(t.Context(), travels, []int64{1, 2}, map[int64]inventory.Site{})
	if err != nil || len(network.asked) != 5 || len(matrices) != 5 || fmt.Sprint(of) != "[0 1 2 0 2 3 4 4]" {
		t.Errorf("%d matrices for the fleet, by vehicle %v, %v", len(matrices), of, err)
	}
	p := makePlan(nil, fleet, matrices, of, []int64{1, 2}, start)
	for i, v := range p.problem.Vehicles {
		if seconds, _ := matrices[v.Matrix].At(0, 1); seconds != int64(60*(of[i]+1)) {
			t.Errorf("vehicle %d drives by matrix %d", i+1, v.Matrix)
		}
	}
	// An estimate and a service know neither: one question for each profile.
	if got := fmt.Sprint(told((&Logistics{Travel: roads.DefaultEstimate()}).travels(fleet, loads, passes, start))); got != "[VAN LORRY LORRY VAN LORRY LORRY VAN VAN]" {
		t.Errorf("by the estimate the fleet travels as %s", got)
	}
}
