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

// Classes of goods: food and medicine may not ride with dangerous goods other than class 9 (batteries and the like).
const (
	classEdible = iota
	classDangerous
	classOther
)

// clashes says for each class which others may not ride with it.
var clashes = []uint64{classEdible: 1 << classDangerous, classDangerous: 1 << classEdible, classOther: 0}

func classOf(item inventory.Item) int {
	switch {
	case item.HazardClass != "" && item.HazardClass != "9":
		return classDangerous
	case item.CategoryCode == "MH" || item.SubcategoryEn == "Drinking water and containers" || item.SubcategoryEn == "Emergency food" || item.SubcategoryEn == "Grain and edible oil" ||
		item.SubcategoryEn == "Meat, eggs, dairy, vegetables and fruit":
		return classEdible
	}
	return classOther
}

const (
	fleetShift = 12 * time.Hour  // how long a vehicle may be out for one trip
	stopTime   = 5 * time.Minute // of every stop, whatever happens there: parking, papers

	// Costs are in metres driven. A minute late weighs as much as 600 kilometres: no detour and no vehicle is saved by missing a mark.
	metresPerSecondLate = 10_000

	// searchWork bounds the search for a plan, counted in stops looked at, so that a plan can be made again and looked into. Most
	// plans stop getting better long before; the largest take about half a second of a slow processor.
	searchWork = 10_000_000
)

// plan is a problem for the solver with what its indexes mean: a task is a shipment.
type plan struct {
	problem vrp.Problem
	places  []int64  // site ids
	loads   [][]load // of each task
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

// makePlan turns lines into shipments that each fit a vehicle. matrixOf tells by which matrix each vehicle drives. Pure.
func makePlan(lines []load, fleet []Vehicle, matrices []vrp.Matrix, matrixOf []int, places []int64, start time.Time) plan {
	p := plan{places: places, start: start, problem: vrp.Problem{Matrices: matrices, Clashes: clashes}}
	hazardBit := map[string]uint64{}
	bit := func(class string) uint64 {
		if hazardBit[class] == 0 {
			hazardBit[class] = 1 << (len(hazardBit) + 1)
		}
		return hazardBit[class]
	}
	for i, v := range fleet {
		home := slices.Index(places, v.HomeSiteID)
		x := vrp.Vehicle{ID: v.ID, Start: home, End: home, Matrix: matrixOf[i], ShiftEnd: int64(fleetShift.Seconds()),
			Capacity: vrp.Size{grams(v.Type.CapacityKg), cubicCentimetres(v.Type.CapacityM3)},
			Cost:     vrp.Cost{Fixed: v.Type.FixedCost.Mul(decimal.NewFromInt(100)).IntPart(), Metre: 1}}
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
		class := classOf(l.item)
		// Units are the smallest quantity that travels: a package where goods go in whole packs, else one step of the scale.
		step := decimal.New(1, -int32(l.item.Scale))
		if l.item.PackPolicy == "WHOLE_PACKS" && l.quantity.Mod(l.item.PackSize).IsZero() {
			step = l.item.PackSize
		}
		units := l.quantity.Div(step).IntPart()
		unit := vrp.Size{max(1, grams(l.item.WeightKg.Mul(step))), max(1, cubicCentimetres(l.item.VolumeM3.Mul(step)))}
		room := usualVehicle(p.problem.Vehicles, skills, unit)
		parts := vrp.Split(units, unit, 0, []vrp.Vehicle{room})
		if len(parts) == 0 {
			p.keptOut = append(p.keptOut, keptOut{l, vrp.KeptOut(unit, skills, p.problem.Vehicles)})
		}
		for _, n := range parts {
			part := l
			part.quantity = step.Mul(decimal.NewFromInt(n))
			size := vrp.Size{n * unit[0], n * unit[1]}
			handling := (size[0]*180 + 999_999) / 1_000_000 // seconds: three minutes a tonne (a million grams) to load, and to unload
			due := int64(l.due.Sub(start).Seconds())
			key := bundleKey{l.line.FromSiteID, l.line.ToSiteID, skills, class, due}
			if k, ok := open[key]; ok {
				if t := &p.problem.Tasks[k]; t.Size[0]+size[0] <= room.Capacity[0] && t.Size[1]+size[1] <= room.Capacity[1] {
					t.Size[0], t.Size[1] = t.Size[0]+size[0], t.Size[1]+size[1]
					t.Pickups[0].Service, t.Delivery.Service = t.Pickups[0].Service+handling, t.Delivery.Service+handling
					p.loads[k] = append(p.loads[k], part)
					continue
				}
			}
			open[key] = len(p.problem.Tasks)
			p.loads = append(p.loads, []load{part})
			call := func(site int64) vrp.Visit {
				return vrp.Visit{Place: slices.Index(places, site), Service: handling, Setup: int64(stopTime.Seconds())}
			}
			p.problem.Tasks = append(p.problem.Tasks, vrp.Task{ID: l.line.ID, Pickups: []vrp.Visit{call(l.line.FromSiteID)}, Delivery: call(l.line.ToSiteID),
				Size: size, Skills: skills, Class: class, Due: due, LateCost: metresPerSecondLate})
		}
	}
	return p
}

// tripStop is a place on a route with what happens there: calls at one place that follow one another.
type tripStop struct {
	place               int
	arrive, depart      int64
	metres              int64 // of the way there
	pickups, deliveries []int // tasks
}

func stopsOf(r vrp.Route) (stops []tripStop) {
	for _, c := range r.Calls {
		if len(stops) == 0 || stops[len(stops)-1].place != c.Place {
			stops = append(stops, tripStop{place: c.Place, arrive: c.Arrive, metres: c.Metres})
		}
		stop := &stops[len(stops)-1]
		if c.Pickup == vrp.Delivered {
			stop.deliveries = append(stop.deliveries, c.Task)
		} else {
			stop.pickups = append(stop.pickups, c.Task)
		}
		stop.depart = c.Depart
	}
	return stops
}

// bundleKey is what loads must share to travel as one shipment: what one place sends another of one kind is picked up
// together anyway, and a problem of dozens of shipments is solved better than one of hundreds.
type bundleKey struct {
	from, to int64
	skills   uint64
	class    int
	due      int64
}

// usualVehicle is the middle one by payload of the vehicles that may carry the goods and hold at least one unit: shipments cut
// to its size fit half the fleet. Where none may, it has no room.
func usualVehicle(fleet []vrp.Vehicle, skills uint64, unit vrp.Size) vrp.Vehicle {
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
