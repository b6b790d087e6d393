// Package vrp plans routes: which vehicle picks up and delivers what, in which order, and when. Pure: no database, no clock
// but the times in the problem; deterministic for a problem and a number of iterations.
//
// The method is cheapest insertion of pick-up and delivery pairs, urgent and large loads first, improved by ruin and
// recreate (Schrimpf et al. 2000): remove loads that are alike, insert them again at their cheapest place, keep what is
// better.
package vrp

// Dimensions counts what a vehicle has room for and a load takes: grams, and cubic centimetres.
const Dimensions = 2

// Problem is what is to be planned. Places are indexes into the matrices; times are seconds from a common zero.
type Problem struct {
	Matrices  []Matrix // one per vehicle profile
	Vehicles  []Vehicle
	Shipments []Shipment
}

// Matrix holds driving times in seconds and distances in metres, from row to column. A time below zero: there is no way.
type Matrix struct{ Seconds, Metres [][]int64 }

// Vehicle is a vehicle that starts and ends at its home.
type Vehicle struct {
	ID                   int64
	Home                 int
	Matrix               int // index of its profile's matrix
	Capacity             [Dimensions]int64
	Skills               uint64 // what it can carry: cold chain, dangerous goods
	ShiftStart, ShiftEnd int64
	Fixed                int64 // cost of using it at all, in metres driven
}

// Shipment is a load from one place to another.
type Shipment struct {
	ID                 int64
	Pickup, Delivery   int
	Size               [Dimensions]int64
	Skills             uint64 // what its vehicle must be able to carry
	Class              uint64 // the class of goods it belongs to, one bit
	Clashes            uint64 // classes that may not ride with it
	Loading, Unloading int64  // seconds for this load; every stop adds StopSeconds once
	Due                int64  // the mark to arrive by; later is planned only where nothing earlier is possible
}

// StopSeconds is the fixed time of every stop: parking, papers.
const StopSeconds = 300

// Solution is a plan.
type Solution struct {
	Routes   []Route
	Unserved []Unserved
}

// Route is what one vehicle drives.
type Route struct {
	Vehicle  int // index
	Stops    []Stop
	Metres   int64
	ReturnAt int64
}

// Stop is a place on a route with what happens there: indexes of shipments.
type Stop struct {
	Place               int
	Arrive, Depart      int64
	LegMetres           int64
	Pickups, Deliveries []int
	Late                int64 // seconds after the earliest mark among the deliveries
}

// Unserved is a shipment that no vehicle could take, with the constraint that kept it out.
type Unserved struct {
	Shipment int
	Reason   Reason
}

// Reason is the constraint that keeps a shipment out of a plan. Being late is none: what comes late is planned late.
type Reason string

// The reasons.
const (
	Skill       Reason = "SKILL"       // no vehicle may carry such goods: cold chain, dangerous-goods class
	Capacity    Reason = "CAPACITY"    // it is larger than every vehicle that may carry it, or there is time for it but no room
	Clash       Reason = "CLASH"       // there is time and room only beside goods that it may not ride with
	Shift       Reason = "SHIFT"       // no vehicle that may carry it has time left in its shift
	Unreachable Reason = "UNREACHABLE" // no vehicle that may carry it can get there
)

// Reasons lists the reasons.
var Reasons = []Reason{Skill, Capacity, Clash, Shift, Unreachable}
