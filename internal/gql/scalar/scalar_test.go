package scalar

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
)

// written is what all scalars have in common.
type written interface {
	UnmarshalGraphQL(any) error
	ImplementsGraphQLType(string) bool
}

// check reads each input into a fresh scalar: refused where want is "", else written back as want.
func check(t *testing.T, fresh func() written, cases map[string]string) {
	t.Helper()
	for input, want := range cases {
		s := fresh()
		err := s.UnmarshalGraphQL(input)
		if want == "" {
			if err == nil {
				t.Errorf("%q was accepted as %v", input, s)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", input, err)
			continue
		}
		raw, err := json.Marshal(s)
		if err != nil || string(raw) != `"`+want+`"` {
			t.Errorf("%q is written as %s, %v; want %q", input, raw, err, want)
		}
		again := fresh()
		if err := again.UnmarshalGraphQL(want); err != nil {
			t.Errorf("%q is written as %q, which cannot be read: %v", input, want, err)
		} else if twice, _ := json.Marshal(again); string(twice) != string(raw) {
			t.Errorf("%s is written as %s the second time", raw, twice)
		}
	}
	for _, input := range []any{nil, 5, int32(5), 12.5, true, json.Number("5"), []any{"5"}, map[string]any{}} {
		if err := fresh().UnmarshalGraphQL(input); err == nil {
			t.Errorf("%T %v was accepted: only text is exact", input, input)
		}
	}
}

func TestDecimal(t *testing.T) {
	t.Parallel()
	check(t, func() written { return new(Decimal) }, map[string]string{
		"0": "0", "200": "200", "12.5": "12.5", "0.001": "0.001", "-5": "-5", "-0.5": "-0.5",
		"1.10": "1.1", "1.000": "1", "-0": "0", "-0.000": "0",
		"999999999999.999": "999999999999.999", "-999999999999.999": "-999999999999.999",
		"": "", " ": "", " 5": "", "5 ": "", "5\n": "", "+5": "", "--5": "", "-": "", ".": "", ".5": "", "5.": "", "-.5": "", "007": "", "00": "",
		"1000000000000": "", "0.0001": "", "12.5000": "", "999999999999.9999": "",
		"NaN": "", "nan": "", "Infinity": "", "-Infinity": "", "1e3": "", "1E3": "", "1e-3": "", "1e400": "", "1e999999999": "",
		"0x10": "", "0b1": "", "1_000": "", "1,000": "", "1.000,5": "", "5': drop table": "", "5\x00": "",
		"５": "", "１２．５": "", "٥": "", "一百": "", "−5": "", "½": "", "5\u200b": "", "\ufeff5": "",
		strings.Repeat("9", 40): "", strings.Repeat("9", 1<<20): "", "0." + strings.Repeat("0", 40): "",
	})
	if s := NewDecimal(decimal.New(1, 20)); s.String() != "1"+strings.Repeat("0", 20) {
		t.Errorf("a large sum is written as %s", s)
	}
	if NewDecimalPointer(nil) != nil {
		t.Error("what is absent became a number")
	}
}

func TestDate(t *testing.T) {
	t.Parallel()
	check(t, func() written { return new(Date) }, map[string]string{
		"2026-11-24": "2026-11-24", "2000-01-01": "2000-01-01", "2100-12-31": "2100-12-31", "2028-02-29": "2028-02-29",
		"2026-02-30": "", "2026-02-29": "", "2026-13-01": "", "2026-00-10": "", "2026-01-00": "", "2026-04-31": "",
		"0001-01-01": "", "1999-12-31": "", "2101-01-01": "", "9999-12-31": "", "12026-01-01": "", "infinity": "",
		"2026-11-24T00:00:00Z": "", "2026-11-24 ": "", " 2026-11-24": "", "2026-1-2": "", "2026/11/24": "", "20261124": "", "24-11-2026": "", "45678": "", "": "",
		"２０２６-11-24": "", "2026年11月24日": "", "2026-11-24\x00": "",
	})
	// A date is a label on a day: no zone moves it.
	shanghai := time.FixedZone("Asia/Shanghai", 8*3600)
	for _, at := range []time.Time{time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 24, 0, 0, 0, 0, shanghai), time.Date(2026, 11, 24, 23, 59, 0, 0, shanghai)} {
		if raw, err := json.Marshal(NewDate(at)); err != nil || string(raw) != `"2026-11-24"` {
			t.Errorf("%s is written as %s, %v", at, raw, err)
		}
	}
	if NewDatePointer(nil) != nil {
		t.Error("what is absent became a date")
	}
}

func TestDateTime(t *testing.T) {
	t.Parallel()
	check(t, func() written { return new(DateTime) }, map[string]string{
		"2026-11-24T06:30:00Z": "2026-11-24T06:30:00Z", "2026-11-24T14:30:00+08:00": "2026-11-24T06:30:00Z", "2026-11-24T00:00:00.123456Z": "2026-11-24T00:00:00.123456Z",
		"2026-11-24T01:00:00-03:30": "2026-11-24T04:30:00Z", "2026-11-24T06:30:00.500Z": "2026-11-24T06:30:00.5Z",
		"2026-11-24T06:30:00": "", "2026-11-24": "", "2026-11-24 06:30:00Z": "", "2026-11-24t06:30:00z": "", "2026-11-24T06:30Z": "", "": "",
		"2026-11-24T24:00:00Z": "", "2026-06-30T23:59:60Z": "", "2026-02-30T00:00:00Z": "", "2026-11-24T06:60:00Z": "",
		"2026-11-24T6:30:00Z": "", "2026-11-24T06:30:00,5Z": "", "2026-11-24T06:30:00+99:99": "", "2026-11-24T06:30:00+0800": "", "2026-11-24T06:30:00.1234567890Z": "",
		"0001-01-01T00:00:00Z": "", "9999-12-31T00:00:00Z": "", "1999-12-31T23:59:59Z": "", "2000-01-01T00:00:00+08:00": "", "1795500600": "", "now": "",
	})
	if NewDateTimePointer(nil) != nil {
		t.Error("what is absent became an instant")
	}
}

func TestScalarsKnowTheirNames(t *testing.T) {
	t.Parallel()
	names := []string{"Decimal", "Date", "DateTime"}
	for i, s := range []written{new(Decimal), new(Date), new(DateTime)} {
		for j, name := range names {
			if s.ImplementsGraphQLType(name) != (i == j) {
				t.Errorf("%T says %t of %s", s, i != j, name)
			}
		}
	}
}

func FuzzDecimal(f *testing.F) {
	for _, s := range []string{"12.5", "-0", "999999999999.999", "1e3", "５"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var d Decimal
		if d.UnmarshalGraphQL(text) != nil {
			return
		}
		if exact := decimal.RequireFromString(text); !exact.Equal(d.Decimal) || d.Exponent() < -3 || d.NumDigits() > 15 {
			t.Errorf("%q was read as %s", text, d)
		}
	})
}
