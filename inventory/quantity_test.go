package inventory

import "testing"

// What is taken for a quantity is written back as the same number, within what the columns hold.
func FuzzQuantity(f *testing.F) {
	for _, s := range []string{"200", "12.5", "-0", "0.000", "999999999999.999", "1e3", "NaN", "５", "1,000", "+5", " 5", "01", ".5", "1.", "0x10", "99999999999999999999"} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, scale int) {
		q, err := ParseQuantity(s)
		if err != nil {
			return
		}
		again, err := ParseQuantity(q.String())
		if err != nil || !again.Equal(q) {
			t.Fatalf("%q is read as %s, and that as %s (%v)", s, q, again, err)
		}
		if scale < 0 || scale > 3 {
			return
		}
		if CheckQuantity(q, scale) == nil && (!q.IsPositive() || !q.LessThan(quantityLimit) || !q.Equal(q.Round(int32(scale)))) {
			t.Fatalf("%s passes for %d decimals", q, scale)
		}
	})
}
