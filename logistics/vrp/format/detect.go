package format

import (
	"bytes"
	"strings"
)

// Kind is a format.
type Kind string

// The formats.
const (
	KindSolomon Kind = "solomon"
	KindLiLim   Kind = "li-lim"
	KindCordeau Kind = "cordeau"
	KindVroom   Kind = "vroom"
)

// Detect guesses the format of a text from how it begins.
func Detect(text []byte) Kind {
	text = bytes.TrimSpace(text)
	if bytes.HasPrefix(text, []byte("{")) {
		return KindVroom
	}
	first, _, _ := strings.Cut(string(text), "\n")
	numbers := strings.Fields(first)
	for _, x := range numbers {
		if strings.Trim(x, "0123456789.-+") != "" {
			return KindSolomon // its first line is a name
		}
	}
	switch len(numbers) {
	case 3:
		return KindLiLim
	case 4:
		return KindCordeau
	}
	return KindSolomon
}
