package logistics

import (
	"testing"
	"time"

	"changping/inventory"
	"changping/logistics/vrp"
)

// A van of 1,000 kg and 6 m³, and a refrigerated lorry of 3,000 kg and 15 m³: what they cannot take is told with its reason.
func TestWhatNoVehicleCanTakeIsToldApart(t *testing.T) {
	fleet := []Vehicle{
		{ID: 1, HomeSiteID: 1, Type: VehicleType{Profile: "VAN", CapacityKg: dec("1000"), CapacityM3: dec("6")}},
		{ID: 2, HomeSiteID: 1, Type: VehicleType{Profile: "VAN", CapacityKg: dec("3000"), CapacityM3: dec("15"), ColdChain: true, HazardClasses: []string{"9"}}},
	}
	matrices := []vrp.Matrix{{Places: 2, Seconds: []int32{0, 600, 600, 0}, Metres: []int32{0, 5000, 5000, 0}}}
	start := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		item     inventory.Item
		quantity string
		kept     vrp.Reason
		parts    int
	}{
		"small things":                       {inventory.Item{WeightKg: dec("1"), VolumeM3: dec("0.001")}, "500", "", 1},
		"more than one van holds":            {inventory.Item{WeightKg: dec("1"), VolumeM3: dec("0.001")}, "7000", "", 3},
		"too heavy for every vehicle":        {inventory.Item{WeightKg: dec("3001"), VolumeM3: dec("1")}, "2", vrp.Capacity, 0},
		"too bulky for every vehicle":        {inventory.Item{WeightKg: dec("1"), VolumeM3: dec("16")}, "1", vrp.Capacity, 0},
		"a pack larger than every vehicle":   {inventory.Item{WeightKg: dec("1"), VolumeM3: dec("0.001"), PackPolicy: "WHOLE_PACKS", PackSize: dec("4000")}, "4000", vrp.Capacity, 0},
		"cold, and one vehicle keeps cold":   {inventory.Item{WeightKg: dec("1"), VolumeM3: dec("0.001"), ColdChain: true}, "10", "", 1},
		"cold, too heavy for the cold lorry": {inventory.Item{WeightKg: dec("3001"), VolumeM3: dec("1"), ColdChain: true}, "1", vrp.Capacity, 0},
		"a class that no vehicle may carry":  {inventory.Item{WeightKg: dec("1"), VolumeM3: dec("0.001"), HazardClass: "3"}, "10", vrp.Skill, 0},
		"such a class, and too heavy":        {inventory.Item{WeightKg: dec("9999"), VolumeM3: dec("1"), HazardClass: "3"}, "1", vrp.Skill, 0},
	} {
		l := load{Line{ID: 1, FromSiteID: 1, ToSiteID: 2}, c.item, dec(c.quantity), start.Add(10 * time.Hour)}
		p := makePlan([]load{l}, fleet, matrices, []int{0, 0}, []int64{1, 2}, start)
		var kept vrp.Reason
		for _, k := range p.keptOut {
			kept = k.reason
		}
		if kept != c.kept || len(p.problem.Tasks) != c.parts {
			t.Errorf("%s: kept out by %q in %d parts, want %q in %d", name, kept, len(p.problem.Tasks), c.kept, c.parts)
		}
	}
}
