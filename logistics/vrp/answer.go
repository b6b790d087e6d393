package vrp

// Solution is a plan, with what it costs and why some of it could not be done.
type Solution struct {
	Routes     []Route
	Unserved   []Unserved
	Cost       CostSplit
	Iterations int64
	Cancelled  bool // the context ended first: the best plan so far
}

// CostSplit is what a plan or a route costs, by what for.
type CostSplit struct{ Fixed, Distance, Driving, Duty, Lateness, LeftOut int64 }

// Total is the sum.
func (c CostSplit) Total() int64 {
	return c.Fixed + c.Distance + c.Driving + c.Duty + c.Lateness + c.LeftOut
}

func (c CostSplit) plus(o CostSplit) CostSplit {
	return CostSplit{c.Fixed + o.Fixed, c.Distance + o.Distance, c.Driving + o.Driving, c.Duty + o.Duty, c.Lateness + o.Lateness, c.LeftOut + o.LeftOut}
}

// Route is what one vehicle drives.
type Route struct {
	Vehicle         int
	Start, End      int64 // leaves its start as late as nothing suffers, is back
	Calls           []Call
	Pauses          []Pause
	Metres, Driving int64
	Waiting         int64
	Load            Size // aboard when it leaves its start
	Cost            CostSplit
}

// Call is one visit on a route.
type Call struct {
	VisitRef
	Place           int
	Arrive          int64 // at the place
	Begin           int64 // of the visit, after waiting
	Depart          int64
	Metres, Driving int64 // of the way there
	Late            int64
	Load            Size // aboard on leaving
}

// Pause is a break or a rest.
type Pause struct{ From, For int64 }

// Unserved is a task left out, with the constraint that kept it out.
type Unserved struct {
	Task   int
	Reason Reason
}

// Reason is the constraint that keeps a task out of a plan. Being late is none: what comes late is planned late.
type Reason string

// The reasons.
const (
	Skill       Reason = "SKILL"       // no vehicle may carry or do it: cold chain, dangerous-goods class, equipment
	Capacity    Reason = "CAPACITY"    // it is larger than every vehicle that may carry it, or there is time for it but no room
	Clash       Reason = "CLASH"       // there is time and room only beside goods that it may not ride with
	Shift       Reason = "SHIFT"       // no vehicle that may carry it has time left in its shift
	TimeWindow  Reason = "TIME_WINDOW" // no vehicle that may carry it is there in time
	Duration    Reason = "DURATION"    // vehicles would be out or at the wheel too long, or drive too far
	StopLimit   Reason = "STOP_LIMIT"  // vehicles have as many stops, tasks or trips as they may
	Stock       Reason = "STOCK"       // none of its pick-ups has enough left
	Loading     Reason = "LOADING"     // it would have to be taken out from behind other goods
	Pricey      Reason = "PRICE"       // serving it costs more than leaving it out
	Unreachable Reason = "UNREACHABLE" // no vehicle that may carry it can get there
)

// Reasons lists the reasons.
var Reasons = []Reason{Skill, Capacity, Clash, Shift, TimeWindow, Duration, StopLimit, Stock, Loading, Pricey, Unreachable}
