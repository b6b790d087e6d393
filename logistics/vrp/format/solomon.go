package format

import (
	"io"
	"math"
	"strings"

	"changping/logistics/vrp"
)

// Solomon reads a vehicle routing problem with time windows in Solomon's format (also Gehring and Homberger's).
func Solomon(in io.Reader, metric Metric) (*Problem, error) {
	l, err := readLines(in)
	if err != nil {
		return nil, err
	}
	for l.more() && !strings.HasPrefix(strings.ToUpper(l.text[l.next]), "NUMBER") {
		l.next++
	}
	if !l.more() {
		return nil, bad("end of the file", "expected a line NUMBER CAPACITY")
	}
	l.next++
	fleet, err := l.row(2, "the number of vehicles and their capacity")
	if err != nil {
		return nil, err
	}
	if fleet[0] < 1 || fleet[0] > 100_000 || fleet[1] < 0 {
		return nil, bad(l.where(), "expected at least one vehicle with a capacity")
	}
	for l.more() && !strings.HasPrefix(strings.ToUpper(l.text[l.next]), "CUST NO") {
		l.next++
	}
	if !l.more() {
		return nil, bad("end of the file", "expected a line CUST NO. XCOORD. ...")
	}
	l.next++
	p := &Problem{Scale: metric.scale()}
	var points []point
	for l.more() {
		row, err := l.row(7, "number, x, y, demand, ready time, due date, service time")
		if err != nil {
			return nil, err
		}
		if row[3] < 0 || row[5] < row[4] || row[6] < 0 || row[3] != math.Trunc(row[3]) {
			return nil, bad(l.where(), "expected a whole demand and a service time of at least 0 and a due date not before the ready time")
		}
		points = append(points, point{row[1], row[2]})
		ready, due := p.time(row[4]), p.time(row[5])
		if len(points) == 1 {
			p.fleet(int(fleet[0]), int64(fleet[1]), ready, due)
			continue
		}
		p.Labels = append(p.Labels, Label{Delivery: int64(row[0])})
		p.Tasks = append(p.Tasks, vrp.Task{ID: int64(row[0]), Size: vrp.Size{int64(row[3])}, Class: -1,
			Delivery: vrp.Visit{Place: len(points) - 1, Windows: []vrp.Window{{From: ready, To: due}}, Service: p.time(row[6])}})
	}
	if len(points) == 0 {
		return nil, bad("end of the file", "expected the depot and the customers")
	}
	p.Matrices = []vrp.Matrix{paper(points, metric)}
	return p, nil
}

func (p *Problem) time(x float64) int64 { return int64(math.Round(x * p.Scale)) }

// fleet adds vehicles of one kind at place 0.
func (p *Problem) fleet(n int, capacity, open, closing int64) {
	for i := range n {
		p.Vehicles = append(p.Vehicles, vrp.Vehicle{ID: int64(i + 1), Capacity: vrp.Size{capacity}, ShiftStart: open, ShiftEnd: closing, Cost: vrp.Cost{Metre: 1}})
	}
}

// LiLim reads a pick-up and delivery problem with time windows in Li and Lim's format (also Sartori and Buriol's older ones).
func LiLim(in io.Reader, metric Metric) (*Problem, error) {
	l, err := readLines(in)
	if err != nil {
		return nil, err
	}
	fleet, err := l.row(2, "the number of vehicles, their capacity and their speed")
	if err != nil {
		return nil, err
	}
	if fleet[0] < 1 || fleet[0] > 100_000 || fleet[1] < 0 {
		return nil, bad(l.where(), "expected at least one vehicle with a capacity")
	}
	p := &Problem{Scale: metric.scale()}
	type row struct {
		number, demand, pickup, delivery int64
		visit                            vrp.Visit
		where                            string
	}
	var rows []row
	var points []point
	at := map[int64]int{}
	for l.more() {
		r, err := l.row(9, "number, x, y, demand, earliest, latest, service, pick-up, delivery")
		if err != nil {
			return nil, err
		}
		if r[5] < r[4] || r[6] < 0 || r[3] != math.Trunc(r[3]) {
			return nil, bad(l.where(), "expected a whole demand, a service time of at least 0 and a latest time not before the earliest")
		}
		points = append(points, point{r[1], r[2]})
		x := row{int64(r[0]), int64(r[3]), int64(r[7]), int64(r[8]), vrp.Visit{Place: len(points) - 1, Windows: []vrp.Window{{From: p.time(r[4]), To: p.time(r[5])}}, Service: p.time(r[6])}, l.where()}
		if _, twice := at[x.number]; twice {
			return nil, bad(x.where, "expected every number once, found %d again", x.number)
		}
		at[x.number] = len(rows)
		rows = append(rows, x)
	}
	if len(rows) == 0 {
		return nil, bad("end of the file", "expected the depot and the tasks")
	}
	p.fleet(int(fleet[0]), int64(fleet[1]), rows[0].visit.Windows[0].From, rows[0].visit.Windows[0].To)
	for i, x := range rows[1:] {
		if x.delivery == 0 {
			if k, known := at[x.pickup]; x.pickup == 0 || !known || rows[k].delivery != x.number {
				return nil, bad(x.where, "expected the number of a pick-up whose delivery is %d, or of a delivery", x.number)
			}
			continue
		}
		k, known := at[x.delivery]
		if !known || k == 0 || k == i+1 || rows[k].demand != -x.demand || x.demand < 0 || rows[k].pickup != x.number {
			return nil, bad(x.where, "expected a delivery of %d that names %d as its pick-up", x.demand, x.number)
		}
		p.Labels = append(p.Labels, Label{[]int64{x.number}, x.delivery})
		p.Tasks = append(p.Tasks, vrp.Task{ID: x.number, Size: vrp.Size{x.demand}, Class: -1, Pickups: []vrp.Visit{x.visit}, Delivery: rows[k].visit})
	}
	p.Matrices = []vrp.Matrix{paper(points, metric)}
	return p, nil
}

// Label gives the number of a visit in its file.
func (p *Problem) Label(ref vrp.VisitRef) int64 {
	if ref.Pickup == vrp.Delivered {
		return p.Labels[ref.Task].Delivery
	}
	return p.Labels[ref.Task].Pickups[ref.Pickup]
}
