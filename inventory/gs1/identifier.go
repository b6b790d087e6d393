package gs1

import (
	"strings"

	"changping/internal/fault"
)

// spec is how the value behind an identifier is written.
type spec struct {
	aiLength   int
	least      int
	most       int
	numeric    bool
	predefined bool // of a length that the standard fixed once for all: no separator follows
	checkDigit bool
}

func fixed(aiLength, length int, checked bool) spec {
	return spec{aiLength: aiLength, least: length, most: length, numeric: true, predefined: true, checkDigit: checked}
}
func number(aiLength, least, most int) spec {
	return spec{aiLength: aiLength, least: least, most: most, numeric: true}
}
func text(aiLength, most int) spec { return spec{aiLength: aiLength, least: 1, most: most} }

// specs are the identifiers read here: those that stock keeping uses, and those that stand beside them on real labels, so that
// these can be passed over rightly.
var specs = map[string]spec{
	"00": fixed(2, 18, true), "01": fixed(2, 14, true), "02": fixed(2, 14, true),
	"10": text(2, 20), "11": fixed(2, 6, false), "12": fixed(2, 6, false), "13": fixed(2, 6, false), "15": fixed(2, 6, false), "16": fixed(2, 6, false), "17": fixed(2, 6, false),
	"20": fixed(2, 2, false), "21": text(2, 20), "22": text(2, 20), "30": number(2, 1, 8), "37": number(2, 1, 8),
	"240": text(3, 30), "241": text(3, 30), "242": number(3, 1, 6), "243": text(3, 20), "250": text(3, 30), "251": text(3, 30), "254": text(3, 20),
	"400": text(3, 30), "401": text(3, 30), "402": number(3, 17, 17), "403": text(3, 30),
	"410": fixed(3, 13, true), "411": fixed(3, 13, true), "412": fixed(3, 13, true), "413": fixed(3, 13, true), "414": fixed(3, 13, true),
	"415": fixed(3, 13, true), "416": fixed(3, 13, true), "417": fixed(3, 13, true), "420": text(3, 20), "422": number(3, 3, 3),
	"710": text(3, 20), "7003": number(4, 10, 10), "8003": text(4, 30), "8004": text(4, 30), "8008": number(4, 8, 12), "8020": text(4, 25),
	"90": text(2, 30), "91": text(2, 90), "92": text(2, 90), "93": text(2, 90), "94": text(2, 90), "95": text(2, 90), "96": text(2, 90), "97": text(2, 90), "98": text(2, 90), "99": text(2, 90),
}

// Measures: 310n to 369n, six digits, n says where the decimal point stands.
const measureLength = 6

func lookup(ai string) (spec, bool) {
	if s, ok := specs[ai]; ok {
		return s, true
	}
	if len(ai) == 4 && ai[0] == '3' && ai[1] >= '1' && ai[1] <= '6' && digits(ai) {
		return fixed(4, measureLength, false), true
	}
	return spec{}, false
}

func lookupPrefix(code string) (spec, bool) {
	for n := 2; n <= 4 && n <= len(code); n++ {
		if s, ok := lookup(code[:n]); ok && s.aiLength == n {
			return s, true
		}
	}
	return spec{}, false
}

// The characters that a value may have: invariant set 82.
const characters = `!"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz`

func (s spec) check(ai, value string) error {
	if len(value) < s.least || len(value) > s.most {
		return fault.New(fault.Invalid, "GS1_LENGTH", "(%s) has %d to %d characters, not %d.", ai, s.least, s.most, len(value)).With("ai", ai)
	}
	if s.numeric && !digits(value) || strings.Trim(value, characters) != "" || strings.ContainsFunc(value, func(r rune) bool { return !strings.ContainsRune(characters, r) }) {
		return fault.New(fault.Invalid, "GS1_CHARACTER", "(%s) holds a character that may not stand there.", ai).With("ai", ai)
	}
	if last := len(value) - 1; s.checkDigit && CheckDigit(value[:last]) != value[last] {
		return fault.New(fault.Invalid, "GS1_CHECK_DIGIT", "The check digit of (%s)%s is wrong: scan it again.", ai, value).With("ai", ai).With("value", value)
	}
	return nil
}

// CheckDigit gives the check digit of the digits before it: weights 3 and 1 in turn from the right, and what is missing to the
// next ten. GTIN, GLN and SSCC share it.
func CheckDigit(body string) byte {
	sum := 0
	for i := range len(body) {
		d := int(body[len(body)-1-i] - '0')
		if i%2 == 0 {
			d *= 3
		}
		sum += d
	}
	return byte('0' + (10-sum%10)%10)
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
