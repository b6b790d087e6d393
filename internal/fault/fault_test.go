package fault

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

func TestErrorInAChain(t *testing.T) {
	t.Parallel()
	cause := errors.New("23514: check violated")
	f := New(Refused, "BELOW_MINIMUM", "%d are too few.", 5).At("quantity").With("floor", "9").Because(cause)
	wrapped := fmt.Errorf("line 3: %w", f)
	if As(wrapped) != f || !IsCode(wrapped, "BELOW_MINIMUM") || IsCode(wrapped, "OTHER") || !errors.Is(wrapped, cause) {
		t.Errorf("lost in its chain: %v", wrapped)
	}
	if f.Message != "5 are too few." || f.Facts["floor"] != "9" || !slices.Equal(f.Fields, []string{"quantity"}) {
		t.Errorf("%+v", f)
	}
	if As(cause) != nil || As(nil) != nil || IsCode(nil, "") {
		t.Error("an internal error passes for a fault")
	}
}

// What a line refused is told of the document; the line's own fault, which others may hold, stays as it is.
func TestUnder(t *testing.T) {
	t.Parallel()
	line := Invalidf("quantity", "SCALE", "Too many decimals.").With("scale", "0")
	under := line.Under("lines.2").With("line", "3")
	if !slices.Equal(under.Fields, []string{"lines.2.quantity"}) || !slices.Equal(line.Fields, []string{"quantity"}) || line.Facts["line"] != "" {
		t.Errorf("%+v from %+v", under, line)
	}
	if bare := New(Refused, "X", "x").Under("lines.0"); !slices.Equal(bare.Fields, []string{"lines.0"}) {
		t.Errorf("%+v", bare)
	}
}
