package logistics

import (
	"cmp"
	"slices"
	"time"

	"changping/inventory"
	"changping/logistics/vrp"

	"github.com/shopspring/decimal"
)

// Skills of vehicles, as bits: cold chain, then the dangerous-goods classes in the order they are met.
const skillCold uint64 = 1

// load is a line, or a part of one, that is to travel.
type load struct {
	line     Line
	item     inventory.Item
	quantity decimal.Decimal
	due      time.Time
}

// Classes of goods that may not ride together: food and medicine, and dangerous goods other than class 9 (batteries and the like).
const (
	classEdible uint64 = 1 << iota
	classDangerous
	classOther
)

func classOf(item inventory.Item) (class, clashes uint64) {
	switch {
	case item.HazardClass != "" && item.HazardClass != "9":
		return classDangerous, classEdible
	case item.CategoryCode == "MH" || item.SubcategoryEn == "Drinking water and containers" || item.SubcategoryEn == "Emergency food" || item.SubcategoryEn == "Grain and edible oil" ||
		item.SubcategoryEn == "Meat, eggs, dairy, vegetables and fruit":
		return classEdible, classDangerous
	}
	return classOther, 0
}

// fleetShift is how long a vehicle may be out for one trip.
const fleetShift = 12 * time.Hour

// plan is a problem for the solver with what its indexes mean.
type plan struct {
	problem vrp.Problem
	places  []int64  // site ids
	loads   [][]load // of each shipment
	keptOut []keptOut
	start   time.Time
}

// at is the instant so many seconds after the start.
func (p plan) at(seconds int64) time.Time { return p.start.Add(time.Duration(seconds) * time.Second) }

// keptOut is a load of which no vehicle can take even one unit.
type keptOut struct {
	load
	reason vrp.Reason
}

// makePlan turns lines into shipments that each fit a vehicle. matrixOf tells which matrix a vehicle's profile uses. Pure.
func makePlan(lines []load, fleet []Vehicle, matrices []vrp.Matrix, matrixOf map[string]int, places []int64, start time.Time) plan {
	p := plan{places: places, start: start, problem: vrp.Problem{Matrices: matrices}}
	hazardBit := map[string]uint64{}
	bit := func(class string) uint64 {
		if hazardBit[class] == 0 {
			hazardBit[class] = 1 << (len(hazardBit) + 1)
		}
		return hazardBit[class]
	}
	for _, v := range fleet {
		x := vrp.Vehicle{ID: v.ID, Home: slices.Index(places, v.HomeSiteID), Matrix: matrixOf[v.Type.Profile], ShiftEnd: int64(fleetShift.Seconds()),
			Capacity: [2]int64{grams(v.Type.CapacityKg), cubicCentimetres(v.Type.CapacityM3)},
			Fixed:    v.Type.FixedCost.Mul(decimal.NewFromInt(100)).IntPart()}
		if v.Type.ColdChain {
			x.Skills |= skillCold
		}
		for _, class := range v.Type.HazardClasses {
			x.Skills |= bit(class)
		}
		p.problem.Vehicles = append(p.problem.Vehicles, x)
	}
	open := map[bundleKey]int{} // the bundle of each kind that still has room
	for _, l := range lines {
		var skills uint64
		if l.item.ColdChain {
			skills |= skillCold
		}
		if l.item.HazardClass != "" {
			skills |= bit(l.item.HazardClass)
		}
		class, clashes := classOf(l.item)
		// Units are the smallest quantity that travels: a package where goods go in whole packs, else one step of the scale.
		step := decimal.New(1, -int32(l.item.Scale))
		if l.item.PackPolicy == "WHOLE_PACKS" && l.quantity.Mod(l.item.PackSize).IsZero() {
			step = l.item.PackSize
		}
		units := l.quantity.Div(step).IntPart()
		unit := [2]int64{max(1, grams(l.item.WeightKg.Mul(step))), max(1, cubicCentimetres(l.item.VolumeM3.Mul(step)))}
		room := usualVehicle(p.problem.Vehicles, skills, unit)
		parts := vrp.Split(units, unit, 0, []vrp.Vehicle{room})
		if len(parts) == 0 {
			p.keptOut = append(p.keptOut, keptOut{l, vrp.KeptOut(unit, skills, p.problem.Vehicles)})
		}
		for _, n := range parts {
			part := l
			part.quantity = step.Mul(decimal.NewFromInt(n))
			size := [2]int64{n * unit[0], n * unit[1]}
			handling := (size[0]*180 + 999_999) / 1_000_000 // seconds: three minutes a tonne (a million grams) to load, and to unload
			due := int64(l.due.Sub(start).Seconds())
			key := bundleKey{l.line.FromSiteID, l.line.ToSiteID, skills, class, due}
			if k, ok := open[key]; ok {
				if sh := &p.problem.Shipments[k]; sh.Size[0]+size[0] <= room.Capacity[0] && sh.Size[1]+size[1] <= room.Capacity[1] {
					sh.Size[0], sh.Size[1] = sh.Size[0]+size[0], sh.Size[1]+size[1]
					sh.Loading, sh.Unloading = sh.Loading+handling, sh.Unloading+handling
					p.loads[k] = append(p.loads[k], part)
					continue
				}
			}
			open[key] = len(p.problem.Shipments)
			p.loads = append(p.loads, []load{part})
			p.problem.Shipments = append(p.problem.Shipments, vrp.Shipment{ID: l.line.ID, Pickup: slices.Index(places, l.line.FromSiteID), Delivery: slices.Index(places, l.line.ToSiteID),
				Size: size, Skills: skills, Class: class, Clashes: clashes, Loading: handling, Unloading: handling, Due: due})
		}
	}
	return p
}

// bundleKey is what loads must share to travel as one shipment: what one place sends another of one kind is picked up
// together anyway, and a problem of dozens of shipments is solved better than one of hundreds.
type bundleKey struct {
	from, to      int64
	skills, class uint64
	due           int64
}

// usualVehicle is the middle one by payload of the vehicles that may carry the goods and hold at least one unit: shipments cut
// to its size fit half the fleet. Where none may, it has no room.
func usualVehicle(fleet []vrp.Vehicle, skills uint64, unit [2]int64) vrp.Vehicle {
	fit := slices.DeleteFunc(slices.Clone(fleet), func(v vrp.Vehicle) bool {
		return skills&^v.Skills != 0 || v.Capacity[0] < unit[0] || v.Capacity[1] < unit[1]
	})
	if len(fit) == 0 {
		return vrp.Vehicle{}
	}
	slices.SortStableFunc(fit, func(a, b vrp.Vehicle) int { return cmp.Compare(a.Capacity[0], b.Capacity[0]) })
	return fit[len(fit)/2]
}

func grams(kg decimal.Decimal) int64            { return kg.Shift(3).Ceil().IntPart() }
func cubicCentimetres(m3 decimal.Decimal) int64 { return m3.Shift(6).Ceil().IntPart() }
