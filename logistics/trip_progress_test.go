package logistics

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"changping/logistics/roads"
)

// A vehicle leaves at 10:00 for a stop at 10:20 to 10:30, one at 11:00 to 11:10 and one at 11:30; all legs are 20 km due north.
func TestWhatATripHasStillToDrive(t *testing.T) {
	clock := func(text string) time.Time {
		at, err := time.Parse("15:04", text)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	at := func(text string) *time.Time { moment := clock(text); return &moment }
	for name, c := range map[string]struct {
		now, dispatched string
		signed          [3]string
		turned          string // "stop time metres"
		want            string // of each leg: stop, leaves, reached; of one under way, kilometres driven
	}{
		"planned":                                      {now: "09:50", want: "1 10:00-10:20, 2 10:30-11:00, 3 11:10-11:30"},
		"planned, and its time is past":                {now: "10:10", want: "1 10:10-10:30, 2 10:40-11:10, 3 11:20-11:40"},
		"dispatched before its time":                   {now: "09:50", dispatched: "09:45", want: "1 10:00-10:20, 2 10:30-11:00, 3 11:10-11:30"},
		"half way to the first":                        {now: "10:10", dispatched: "09:45", want: "1 10:10-10:20 10 km, 2 10:30-11:00, 3 11:10-11:30"},
		"unloading at the first":                       {now: "10:25", dispatched: "09:45", want: "2 10:30-11:00, 3 11:10-11:30"},
		"a quarter of the way to the last":             {now: "11:15", dispatched: "09:45", want: "3 11:15-11:30 5 km"},
		"at the last":                                  {now: "11:31", dispatched: "09:45", want: ""},
		"dispatched half an hour late":                 {now: "10:40", dispatched: "10:30", want: "1 10:40-10:50 10 km, 2 11:00-11:30, 3 11:40-12:00"},
		"signed sooner than planned":                   {now: "10:20", dispatched: "09:45", signed: [3]string{"10:10"}, want: "2 10:20-10:40 6 km, 3 10:50-11:10"},
		"signed later than planned":                    {now: "11:05", dispatched: "09:45", signed: [3]string{"11:00"}, want: "2 11:05-11:30 3 km, 3 11:40-12:00"},
		"the second is signed, the first is not":       {now: "10:40", dispatched: "09:45", signed: [3]string{1: "10:40"}, want: "3 10:40-11:00"},
		"turned at 10:10 with 10 km behind":            {now: "10:15", dispatched: "09:45", turned: "1 10:10 10000", want: "1 10:15-10:20 15 km, 2 10:30-11:00, 3 11:10-11:30"},
		"turned, and the place before signed after it": {now: "10:50", dispatched: "09:45", signed: [3]string{"10:45"}, turned: "2 10:40 8000", want: "2 10:50-11:15 3 km, 3 11:25-11:45"},
	} {
		d := drive{departAt: clock("10:00"), home: roads.Point{Latitude: 39}}
		for i, times := range [][2]string{{"10:20", "10:30"}, {"11:00", "11:10"}, {"11:30", "11:40"}} {
			north := 39 + float64(i+1)*0.18
			s := driveStop{at: roads.Point{Latitude: north}, arriveAt: clock(times[0]), departAt: clock(times[1]), legM: 20_000, line: []roads.Point{{Latitude: north - 0.18}, {Latitude: north - 0.1}, {Latitude: north}}}
			if c.signed[i] != "" {
				s.signedAt = at(c.signed[i])
			}
			var stop int
			var when string
			if n, _ := fmt.Sscan(c.turned, &stop, &when, &s.turnedM); n == 3 && stop == i+1 {
				s.turnedAt = at(when)
			} else {
				s.turnedM = 0
			}
			d.stops = append(d.stops, s)
		}
		if c.dispatched != "" {
			d.dispatchedAt = at(c.dispatched)
		}
		var told []string
		for _, g := range d.ahead(clock(c.now)) {
			one := fmt.Sprintf("%d %s-%s", g.stop+1, g.leaveAt.Format("15:04"), g.reachAt.Format("15:04"))
			from := 39 + float64(g.stop)*0.18
			if g.underWay {
				one += fmt.Sprintf(" %d km", g.drivenM/1000)
				from += float64(g.drivenM) / 20_000 * 0.18
			}
			told = append(told, one)
			if apart := roads.GreatCircle(g.from, roads.Point{Latitude: from}); apart > 2 || g.line[0] != g.from && g.underWay || g.line[len(g.line)-1] != g.to {
				t.Errorf("%s: leg %s begins %.0f m from where it should, its line is %v", name, one, apart, g.line)
			}
		}
		if got := strings.Join(told, ", "); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
