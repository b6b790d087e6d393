package main

import (
	"strings"
	"testing"
	"time"
)

func TestCronSpecsThatAreRefused(t *testing.T) {
	for _, spec := range []string{"", "CRON_TZ=Asia/Shanghai", "TZ=", "CRON_TZ=Nowhere/There * * * * *", "0 0 30 2 *", "@every 1ns", "@daily", "* * * * * *", "61 * * * *", "* * * *", "*/0 * * * *", strings.Repeat("1,", 5000) + "1 * * * *"} {
		if s, err := parseSpec(spec); err == nil {
			t.Errorf("%.60q is taken for %+v", spec, s)
		}
	}
	for _, spec := range []string{"* * * * *", "30 1 * * *", "0 0 29 2 *", "0,15,30 8-18 * * 1-5"} {
		if _, err := parseSpec(spec); err != nil {
			t.Errorf("%s: %v", spec, err)
		}
	}
}

// FuzzCronSpec: whatever the text, it is refused, or it comes again and again, on whole minutes, and it is soon known when it last did.
func FuzzCronSpec(f *testing.F) {
	for _, seed := range []string{"* * * * *", "30 1 * * *", "0 0 29 2 *", "CRON_TZ=Asia/Shanghai", "0 0 30 2 *", "*/7 */5 1-31/2 * mon-fri"} {
		f.Add(seed)
	}
	now := time.Date(2026, 11, 24, 10, 7, 30, 0, shanghai)
	f.Fuzz(func(t *testing.T, spec string) {
		schedule, err := parseSpec(spec)
		if err != nil {
			return
		}
		next := schedule.Next(now)
		if !next.After(now) || next.Second() != 0 {
			t.Fatalf("%q comes next at %s", spec, next)
		}
		if last := newestDue(schedule, now); last.After(now) || last.Second() != 0 || !last.IsZero() && schedule.Next(last).Before(now.Add(-time.Minute)) {
			t.Fatalf("%q was last due at %s, and then at %s", spec, last, schedule.Next(last))
		}
	})
}
