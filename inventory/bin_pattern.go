package inventory

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"changping/internal/fault"
)

// The most bins that one pattern makes.
const mostBins = 5000

var (
	binTimes = regexp.MustCompile(`\s+[x×X]\s+`)
	binRange = regexp.MustCompile(`^([A-Z]*)(\d*)-([A-Z]*)(\d*)$`)
	binStep  = regexp.MustCompile(`^[A-Z0-9]+$`)
)

// ExpandBins gives the codes that a pattern stands for, in its order: A01-A12 x 01-05 x 1-4 is aisles A01 to A12, in each the racks 01
// to 05, in each the levels 1 to 4, such as A03-02-1. A step may also be a list (A,B,D) or one name. Pure.
//
// Refuses with: PATTERN, TOO_MANY_BINS.
func ExpandBins(pattern string) ([]string, error) {
	codes := []string{""}
	for i, step := range binTimes.Split(strings.TrimSpace(pattern), -1) {
		names, err := expandStep(step)
		if err != nil {
			return nil, err
		}
		if len(codes)*len(names) > mostBins {
			return nil, fault.Invalidf("pattern", "TOO_MANY_BINS", "One pattern makes at most %d bins.", mostBins)
		}
		next := make([]string, 0, len(codes)*len(names))
		for _, c := range codes {
			for _, n := range names {
				if i > 0 {
					n = c + "-" + n
				}
				next = append(next, n)
			}
		}
		codes = next
	}
	seen := map[string]bool{}
	for _, c := range codes {
		if len(c) > 24 || seen[c] {
			return nil, badPattern(c)
		}
		seen[c] = true
	}
	return codes, nil
}

func badPattern(at string) *fault.Error {
	return fault.Invalidf("pattern", "PATTERN", "A pattern is made of ranges such as A01-A12 x 01-05 x 1-4, in capitals and digits, each code once and of at most 24 characters (%q).", at)
}

func expandStep(step string) (names []string, err error) {
	for part := range strings.SplitSeq(step, ",") {
		part = strings.TrimSpace(part)
		if binStep.MatchString(part) {
			names = append(names, part)
			continue
		}
		m := binRange.FindStringSubmatch(part)
		if m == nil {
			return nil, badPattern(part)
		}
		switch from, to := m[2], m[4]; {
		case from == "" && to == "" && len(m[1]) == 1 && len(m[3]) == 1 && m[1] <= m[3]: // letters
			for c := m[1][0]; c <= m[3][0]; c++ {
				names = append(names, string(c))
			}
		case from != "" && to != "" && m[1] == m[3] && len(from) <= 4 && len(to) <= 4:
			a, _ := strconv.Atoi(from)
			z, _ := strconv.Atoi(to)
			if a > z || z-a >= mostBins {
				return nil, badPattern(part)
			}
			for n := a; n <= z; n++ {
				names = append(names, fmt.Sprintf("%s%0*d", m[1], len(from), n))
			}
		default:
			return nil, badPattern(part)
		}
	}
	return names, nil
}
