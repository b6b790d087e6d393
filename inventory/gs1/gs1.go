// Package gs1 reads what a scanner gives: GS1 element strings in the raw form with FNC1 between elements, behind a symbology
// identifier (]C1, ]d2, ]Q3, ]e0), or in the bracketed form that people and some scanners write; and the bare number of a
// retail bar code.
//
// Its words: an application identifier (AI) says what the element behind it is; a GTIN names a trade item at one level of
// packing, an SSCC a pallet, a GLN a place. Dates are plain dates and never pass through a clock: day 00 means the last day of
// the month, two-digit years lie within 49 years before and 50 years after the current one. Check digits are held.
//
// Source: the table of application identifiers and the rules of the GS1 General Specifications. The test vectors in testdata
// are shared with the pages, whose parser must read them alike.
package gs1

import (
	"strings"
	"time"

	"changping/internal/fault"
)

// Reading is what a code says. Empty: the code does not say it.
type Reading struct {
	GTIN       string // (01), 14 digits
	Lot        string // (10)
	MadeOn     string // (11) production date, YYYY-MM-DD
	BestBefore string // (15)
	ExpiresOn  string // (17)
	Serial     string // (21)
	Count      string // (30) variable count, without leading zeros
	Contained  string // (02), 14 digits: the trade items inside a logistic unit
	Units      string // (37) how many of them
	SSCC       string // (00), 18 digits
	GLN        string // (414), 13 digits: physical location
	// Other holds elements that are read for their length and kept as they are, by AI.
	Other map[string]string
}

// Element is one AI with its value as it stands in the code.
type Element struct{ AI, Value string }

const separator = '\x1d' // FNC1 as scanners send it

// Parse reads a code; currentYear decides the century of two-digit years. Refuses with GS1_CODE what is no GS1 code and no
// retail number, GS1_AI an unknown identifier, GS1_LENGTH, GS1_CHARACTER, GS1_DATE, GS1_CHECK_DIGIT, GS1_CONFLICT (one
// identifier twice with two values, or (37) without what it counts).
func Parse(code string, currentYear int) (Reading, error) {
	elements, err := Split(code)
	if err != nil {
		return Reading{}, err
	}
	return read(elements, currentYear)
}

// Split cuts a code into its elements.
func Split(code string) ([]Element, error) {
	code = strings.Trim(code, "\r\n\t ")
	if len(code) > 4096 {
		return nil, fault.New(fault.Invalid, "GS1_LENGTH", "The code is longer than any GS1 code.")
	}
	identified := false
	for _, id := range []string{"]C1", "]d2", "]Q3", "]e0"} {
		if rest, ok := strings.CutPrefix(code, id); ok {
			code, identified = rest, true
			break
		}
	}
	if !identified && isRetailNumber(code) {
		return []Element{{"01", strings.Repeat("0", 14-len(code)) + code}}, nil
	}
	if strings.HasPrefix(code, "(") {
		return splitBracketed(code)
	}
	return splitRaw(strings.TrimPrefix(code, string(separator)))
}

// isRetailNumber reports whether a code is a bare GTIN-8, -12, -13 or -14 with a right check digit.
func isRetailNumber(code string) bool {
	switch len(code) {
	case 8, 12, 13, 14:
		return digits(code) && CheckDigit(code[:len(code)-1]) == code[len(code)-1]
	}
	return false
}

func splitBracketed(code string) (elements []Element, err error) {
	for code != "" {
		end := strings.IndexByte(code, ')')
		if code[0] != '(' || end < 0 {
			return nil, fault.New(fault.Invalid, "GS1_CODE", "This is not a GS1 code: an identifier in brackets was expected.").With("at", clip(code))
		}
		ai := code[1:end]
		spec, ok := lookup(ai)
		if !ok || len(ai) != spec.aiLength {
			return nil, unknown(ai)
		}
		code = code[end+1:]
		// A bracket may stand inside a value: the value ends where the next identifier that exists begins.
		stop := len(code)
		for i := 0; i < len(code); i++ {
			if code[i] != '(' {
				continue
			}
			if end := strings.IndexByte(code[i:], ')'); end > 0 {
				if next, ok := lookup(code[i+1 : i+end]); ok && next.aiLength == end-1 {
					stop = i
					break
				}
			}
		}
		value := strings.Trim(code[:stop], string(separator))
		if err := spec.check(ai, value); err != nil {
			return nil, err
		}
		elements = append(elements, Element{ai, value})
		code = code[stop:]
	}
	return elements, nil
}

func splitRaw(code string) (elements []Element, err error) {
	if code == "" {
		return nil, fault.New(fault.Invalid, "GS1_CODE", "There is no code.")
	}
	for code != "" {
		spec, ok := lookupPrefix(code)
		if !ok {
			if len(elements) == 0 {
				return nil, fault.New(fault.Invalid, "GS1_CODE", "This is neither a GS1 code nor a retail number.").With("at", clip(code))
			}
			return nil, unknown(clip(code))
		}
		ai := code[:spec.aiLength]
		code = code[spec.aiLength:]
		stop := strings.IndexRune(code, separator)
		if stop < 0 {
			stop = len(code)
		}
		if spec.predefined && stop > spec.most {
			stop = spec.most // such elements need no separator behind them
		}
		value := code[:stop]
		if err := spec.check(ai, value); err != nil {
			return nil, err
		}
		elements = append(elements, Element{ai, value})
		code = strings.TrimPrefix(code[stop:], string(separator))
	}
	return elements, nil
}

func read(elements []Element, currentYear int) (Reading, error) {
	var r Reading
	seen := map[string]string{}
	for _, e := range elements {
		if before, twice := seen[e.AI]; twice && before != e.Value {
			return Reading{}, fault.New(fault.Invalid, "GS1_CONFLICT", "(%s) stands twice with two values.", e.AI).With("ai", e.AI)
		}
		seen[e.AI] = e.Value
		var err error
		switch e.AI {
		case "00":
			r.SSCC = e.Value
		case "01":
			r.GTIN = e.Value
		case "02":
			r.Contained = e.Value
		case "10":
			r.Lot = e.Value
		case "11":
			r.MadeOn, err = date(e, currentYear)
		case "15":
			r.BestBefore, err = date(e, currentYear)
		case "17":
			r.ExpiresOn, err = date(e, currentYear)
		case "21":
			r.Serial = e.Value
		case "30":
			r.Count = withoutZeros(e.Value)
		case "37":
			r.Units = withoutZeros(e.Value)
		case "414":
			r.GLN = e.Value
		default:
			if r.Other == nil {
				r.Other = map[string]string{}
			}
			r.Other[e.AI] = e.Value
		}
		if err != nil {
			return Reading{}, err
		}
	}
	if r.Units != "" && r.Contained == "" && r.SSCC == "" {
		return Reading{}, fault.New(fault.Invalid, "GS1_CONFLICT", "(37) counts the goods inside a logistic unit: it stands with (02) or (00).").With("ai", "37")
	}
	return r, nil
}

// date reads YYMMDD as a plain date.
func date(e Element, currentYear int) (string, error) {
	number := func(s string) int { return int(s[0]-'0')*10 + int(s[1]-'0') }
	year := currentYear/100*100 + number(e.Value[:2])
	switch { // General Specifications: 51 to 99 years ahead is the century before, 50 to 99 years back the one after
	case year-currentYear >= 51:
		year -= 100
	case year-currentYear <= -50:
		year += 100
	}
	month, day := number(e.Value[2:4]), number(e.Value[4:6])
	last := time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	if day == 0 {
		day = last
	}
	if month < 1 || month > 12 || day > last {
		return "", fault.New(fault.Invalid, "GS1_DATE", "(%s)%s is not a date.", e.AI, e.Value).With("ai", e.AI).With("value", e.Value)
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), nil
}

// Merge adds what a further code of the same goods says: what it does not say stays known. Refuses with GS1_CONFLICT where the two
// contradict each other, naming the field; the reading is then unchanged.
func (r Reading) Merge(further Reading) (Reading, error) {
	merged := r
	for _, f := range []struct {
		name string
		into *string
		from string
	}{
		{"gtin", &merged.GTIN, further.GTIN}, {"lot", &merged.Lot, further.Lot}, {"madeOn", &merged.MadeOn, further.MadeOn},
		{"bestBefore", &merged.BestBefore, further.BestBefore}, {"expiresOn", &merged.ExpiresOn, further.ExpiresOn}, {"serial", &merged.Serial, further.Serial},
		{"count", &merged.Count, further.Count}, {"contained", &merged.Contained, further.Contained}, {"units", &merged.Units, further.Units},
		{"sscc", &merged.SSCC, further.SSCC}, {"gln", &merged.GLN, further.GLN},
	} {
		switch {
		case f.from == "" || f.from == *f.into:
		case *f.into == "":
			*f.into = f.from
		default:
			return r, fault.New(fault.Invalid, "GS1_CONFLICT", "The codes disagree about %s: %s and %s.", f.name, *f.into, f.from).
				At(f.name).With("known", *f.into).With("read", f.from)
		}
	}
	return merged, nil
}

func withoutZeros(s string) string {
	if s = strings.TrimLeft(s, "0"); s == "" {
		return "0"
	}
	return s
}

func unknown(ai string) error {
	return fault.New(fault.Invalid, "GS1_AI", "(%s) is not an identifier that is known here.", ai).With("ai", ai)
}

func clip(s string) string {
	if len(s) > 12 {
		return s[:12]
	}
	return s
}
