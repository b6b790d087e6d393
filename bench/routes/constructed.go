package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
)

// constructed is a problem whose shortest plan is known because it was made around it, as Solomon made his clustered problems.
//
// Each cluster is a snake on a lattice of its own: its first and its last visit lie at one distance from the depot, the others farther
// off; neighbours on the snake are one step apart, and no two visits of the problem less. What the clusters want fills so many vehicles
// that one fewer could not carry it. Any plan therefore has at least as many routes as there are clusters, each with two ways of at
// least that distance, and between its visits steps of at least that length: none is shorter than the snakes, whatever the windows.
// The windows lie around the times at which the snakes are driven.
//
// Where the visits are shipments, each snake picks up what it delivers farther on, as Li and Lim made theirs out of Solomon's. What is
// aboard falls again, so that it is not room that needs so many vehicles: the day is too short for one more visit than a snake has.
type constructed struct {
	name     string
	text     []byte // in Solomon's format, or in Li and Lim's where it is of shipments
	best     float64
	vehicles int
	routes   [][]int64
}

// kindOfConstructed is a class of them.
type kindOfConstructed struct {
	class                            string
	clusters, columns, rows          int // a snake has columns times rows visits and two more
	distance, step, service, horizon float64
	capacity                         int
	widths                           []float64 // of windows
	windows                          []float64 // shares of the visits that have one
	late                             float64   // the most by which a snake is begun after the day begins
	shipments                        bool      // then the vehicles have just the room that the snakes need
}

// Clusters of few visits as in the first classes of Solomon's problems, and of many as in the second.
var kindsOfConstructed = []kindOfConstructed{
	{"S200", 20, 2, 4, 40, 2, 90, 1400, 200, []float64{60, 120, 240, 480}, []float64{1, 0.75, 0.5, 0.25}, 175, false},
	{"S400", 40, 2, 4, 40, 2, 90, 1400, 200, []float64{60, 120, 240, 480}, []float64{1, 0.75, 0.5, 0.25}, 175, false},
	{"L200", 4, 6, 8, 20, 2, 90, 5400, 1000, []float64{160, 320, 640, 1280}, []float64{1, 0.75, 0.5, 0.25}, 675, false},
	{"L400", 8, 6, 8, 20, 2, 90, 5400, 1000, []float64{160, 320, 640, 1280}, []float64{1, 0.75, 0.5, 0.25}, 675, false},
	{"PS200", 20, 2, 4, 40, 2, 90, 1058, 0, []float64{60, 120, 240, 480}, []float64{1, 0.75, 0.5, 0.25}, 60, true},
	{"PS400", 40, 2, 4, 40, 2, 90, 1058, 0, []float64{60, 120, 240, 480}, []float64{1, 0.75, 0.5, 0.25}, 60, true},
	{"PL200", 4, 6, 8, 20, 2, 90, 4698, 0, []float64{160, 320, 640, 1280}, []float64{1, 0.75, 0.5, 0.25}, 60, true},
	{"PL400", 8, 6, 8, 20, 2, 90, 4698, 0, []float64{160, 320, 640, 1280}, []float64{1, 0.75, 0.5, 0.25}, 60, true},
}

// visit is a visit of a constructed problem.
type visit struct {
	x, y, demand, ready, due float64
	partner                  int // among the visits of its snake, where it is of a shipment: what is picked up here is delivered there, or the other way round
}

// construct makes the problem of a class with a number: the number chooses how wide its windows are and how many have one.
func (k kindOfConstructed) construct(number int) constructed {
	rng := rand.New(rand.NewPCG(uint64(number), uint64(k.clusters*k.columns*k.rows)))
	width, share := k.widths[(number-1)%len(k.widths)], k.windows[(number-1)/2%len(k.windows)]
	const round = 1 + 1e-7 // so that what is a whole number on paper is not a little less in the machine
	n := k.columns*k.rows + 2
	var visits []visit
	middle, tangent := k.distance*k.distance, float64(k.columns-1)*k.step/2
	middle = math.Sqrt(middle - tangent*tangent)
	turn := rng.Float64() * 2 * math.Pi
	between := 2*math.Asin(tangent/k.distance) + 2*math.Asin(k.step/2*1.001/k.distance) // a step lies between two clusters where they are nearest
	slack := k.capacity/10 - 1                                                          // tens that all clusters together want less than the vehicles carry
	for cluster := range k.clusters {
		angle := turn + float64(cluster)*between
		var demands, partners []int
		if k.shipments {
			demands, partners = shipmentsOf(rng, n)
		} else {
			demands, partners = demandsOf(rng, n, k.capacity/10-k.less(rng, &slack)), make([]int, n)
		}
		time, px, py := math.Floor(rng.Float64()*k.late), 0.0, 0.0 // not all begin at once
		for i, at := range k.snake() {
			x, y := middle+at[0]*k.step, at[1]*k.step-tangent
			x, y = (x*math.Cos(angle)-y*math.Sin(angle))*round, (x*math.Sin(angle)+y*math.Cos(angle))*round
			time += math.Floor(math.Hypot(x-px, y-py)*10) / 10
			v := visit{x, y, float64(10 * demands[i]), 0, math.Floor(k.horizon - k.service - math.Hypot(x, y)), partners[i]}
			if rng.Float64() < share {
				half := width * (0.5 + rng.Float64()) / 2
				v.ready, v.due = max(0, math.Floor(time-half)), min(v.due, math.Ceil(time+half))
			}
			visits = append(visits, v)
			time, px, py = time+k.service, x, y
		}
	}
	c := constructed{name: fmt.Sprintf("%s_%d", k.class, number), vehicles: k.clusters, best: float64(k.clusters)*2*k.distance + float64(k.clusters*(n-1))*k.step, routes: make([][]int64, k.clusters)}
	order := rng.Perm(len(visits))
	for id, at := range order {
		if c.routes[at/n] == nil {
			c.routes[at/n] = make([]int64, n)
		}
		c.routes[at/n][at%n] = int64(id + 1)
	}
	if c.text = k.solomon(c, visits, order); k.shipments {
		c.text = k.liLim(c, visits, order)
	}
	return c
}

// solomon writes visits in Solomon's format, numbered in an order.
func (k kindOfConstructed) solomon(c constructed, visits []visit, order []int) []byte {
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n\nVEHICLE\nNUMBER CAPACITY\n%d %d\n\nCUSTOMER\nCUST NO. XCOORD. YCOORD. DEMAND READY DUE SERVICE\n0 0 0 0 0 %g 0\n", c.name, k.vehicles(), k.capacity, k.horizon)
	for id, at := range order {
		v := visits[at]
		fmt.Fprintf(&text, "%d %.9f %.9f %g %g %g %g\n", id+1, v.x, v.y, v.demand, v.ready, v.due, k.service)
	}
	return []byte(text.String())
}

// liLim writes shipments in Li and Lim's format, numbered in an order.
func (k kindOfConstructed) liLim(c constructed, visits []visit, order []int) []byte {
	n := len(c.routes[0])
	room, aboard := 0.0, 0.0
	for at, v := range visits {
		if at%n == 0 {
			aboard = 0
		}
		aboard += v.demand
		room = max(room, aboard)
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%d %g 1\n0 0 0 0 0 %g 0 0 0\n", k.vehicles(), room, k.horizon)
	for id, at := range order {
		v := visits[at]
		pickup, delivery := int64(0), c.routes[at/n][v.partner]
		if v.partner < at%n {
			pickup, delivery = delivery, 0
		}
		fmt.Fprintf(&text, "%d %.9f %.9f %g %g %g %g %d %d\n", id+1, v.x, v.y, v.demand, v.ready, v.due, k.service, pickup, delivery)
	}
	return []byte(text.String())
}

// vehicles is how many there are: more than are needed.
func (k kindOfConstructed) vehicles() int { return k.clusters + k.clusters/4 + 1 }

// snake gives the places of a cluster in order, in steps: outwards, and along. The first and the last column begin one step nearer to
// the depot than the others.
func (k kindOfConstructed) snake() (places [][2]float64) {
	places = append(places, [2]float64{0, 0})
	for column := range k.columns {
		for i := range k.rows {
			row := i + 1
			if column%2 == 1 {
				row = k.rows - i
			}
			places = append(places, [2]float64{float64(row), float64(column)})
		}
	}
	return append(places, [2]float64{0, float64(k.columns - 1)})
}

// less draws how many tens a cluster wants less than a vehicle carries.
func (k kindOfConstructed) less(rng *rand.Rand, slack *int) int {
	if *slack == 0 || rng.IntN(2) == 0 {
		return 0
	}
	*slack--
	return 1
}

// demandsOf divides a sum among visits, at least one each.
func demandsOf(rng *rand.Rand, n, sum int) []int {
	d := make([]int, n)
	for i := range d {
		d[i] = 1
	}
	for range sum - n {
		d[rng.IntN(n)]++
	}
	return d
}

// shipmentsOf draws which visit of a snake delivers what another one picks up before, and how much that is; what is delivered counts
// below nothing.
func shipmentsOf(rng *rand.Rand, n int) (demands, partners []int) {
	demands, partners = make([]int, n), make([]int, n)
	drawn := rng.Perm(n)
	for i := 0; i+1 < n; i += 2 {
		from, to := min(drawn[i], drawn[i+1]), max(drawn[i], drawn[i+1])
		demands[from] = 1 + rng.IntN(4)
		demands[to] = -demands[from]
		partners[from], partners[to] = to, from
	}
	return demands, partners
}
