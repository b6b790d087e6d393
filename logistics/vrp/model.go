// Package vrp plans routes: which vehicle picks up and delivers what, in which order, and when. Pure: no database, no clock
// but the times in the problem; the same answer for the same problem, seed and number of iterations.
//
// The method is ruin and recreate by adjacent string removal with blinked greedy insertion (Christiaens and Vanden Berghe
// 2020), annealed. It never leaves the feasible, so a further constraint is one more test where a visit is inserted.
package vrp

// Dimensions counts the kinds of room that a vehicle has and a load takes (weight, volume, pallets, ...).
const Dimensions = 4

// Size is an amount in every dimension.
type Size [Dimensions]int64

// Nowhere is the place of a vehicle that starts at its first visit, or ends at its last.
const Nowhere = -1

// Problem is what is to be planned. Places are indexes into the matrices; times are seconds from a common zero, lengths
// metres, costs in a unit of the caller's.
type Problem struct {
	Matrices []Matrix // one per vehicle profile, all over the same places
	Vehicles []Vehicle
	Tasks    []Task
	Stocks   []int64  // what there is of each stock that pick-ups share
	Clashes  []uint64 // for each class of goods the classes that may not ride with it, as bits; symmetric or made so
	Given    []Given  // a plan to begin with; at most one route per vehicle
}

// Matrix holds driving times and distances from row to column, row by row. A time below zero: there is no way. Ways are taken to be
// the shortest: where a detour is quicker than the way itself, some good plans are not seen.
type Matrix struct {
	Places          int
	Seconds, Metres []int32
}

// NewMatrix makes a matrix with room for all pairs.
func NewMatrix(places int) Matrix {
	return Matrix{Places: places, Seconds: make([]int32, places*places), Metres: make([]int32, places*places)}
}

// At gives what is between two places.
func (m Matrix) At(from, to int) (seconds, metres int64) {
	return int64(m.Seconds[from*m.Places+to]), int64(m.Metres[from*m.Places+to])
}

// Vehicle is one vehicle on one shift. A limit of zero is none.
type Vehicle struct {
	ID                   int64
	Start, End           int     // places, or Nowhere
	Matrix               int     // of its profile
	Pace                 float64 // its driving times over the matrix's; 0 is 1
	Capacity             Size
	Skills               uint64 // what it can carry and do, as bits: cold chain, hazard classes, tail lift
	ShiftStart, ShiftEnd int64
	Breaks               []Break // in order of time
	Rest                 Rest
	Cost                 Cost
	MaxStops             int // places called at
	MaxVisits            int
	MaxTrips             int // times it is loaded from empty
	MaxDuration          int64
	MaxDriving           int64
	MaxMetres            int64
	LastInFirstOut       bool // delivers first what it loaded last
}

// Break is a pause that must begin within a window, unless the vehicle is back by the window's end.
type Break struct{ From, To, For int64 }

// Rest is the pause that a driver must have made after so many seconds at the wheel, counted since the last pause or wait
// of that length. It can be made at the roadside.
type Rest struct{ After, For int64 }

// Cost is what a vehicle costs: once if it is used, per metre, per second at the wheel, per second from start to end.
type Cost struct{ Fixed, Metre, Driving, Duty int64 }

// Task is what is to be done. With pick-ups it is a shipment: taken aboard at one of them and brought to the delivery. Without, it is a
// single visit: Size has been aboard since the vehicle's start and is delivered there, Collected is taken aboard there and
// stays to the vehicle's end. Goods that are not ready before some time are a shipment whose pick-up opens then; a vehicle that loads
// anew at a depot serves shipments from there.
type Task struct {
	ID        int64
	Pickups   []Visit
	Delivery  Visit
	Size      Size
	Unit      Size // where it consists of equal units: Divide splits it where no vehicle has room for it
	Collected Size
	Skills    uint64 // what its vehicle must have
	Vehicles  []int  // the only vehicles that may serve it; none: all
	Class     int    // of its goods, index into Clashes; a class without clashes rides with everything
	Priority  int    // the sum of priorities that are left out is kept small before the number of tasks is
	Optional  bool   // may be left out for its price
	Price     int64
	Due       int64 // the mark for its delivery to begin by; later is possible and costs
	LateCost  int64 // per second; 0: no mark
}

// Visit is a call at a place.
type Visit struct {
	Place   int
	Windows []Window // when it may begin, in order of time; none: at any time
	Service int64
	Setup   int64 // parking, papers: once where several visits at one place follow each other
	Stock   int   // what it takes from: index into Stocks + 1; 0: no limited stock
	Units   int64 // how much of the stock
}

// Window is a span in which a visit may begin, both ends included.
type Window struct{ From, To int64 }

// Given is a vehicle's route in a plan to begin with. The first visits may be frozen: driven or loaded already, they stay as they
// are. What was picked up there is aboard, and is delivered by this vehicle.
type Given struct {
	Vehicle int
	Visits  []VisitRef
	Frozen  int
	Leaves  int64 // when it leaves its last frozen visit, where that is known and later than reckoned
}

// VisitRef names a visit: a task's delivery (or single visit), or one of its pick-ups.
type VisitRef struct {
	Task   int
	Pickup int // index of the pick-up; Delivered for the delivery
}

// Delivered is the delivery in a VisitRef.
const Delivered = -1
