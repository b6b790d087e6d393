package inventory

import (
	"regexp"

	"changping/internal/fault"

	"github.com/shopspring/decimal"
)

// The written form of a quantity: plain digits, at most twelve before the point and three after it. No sign other than
// minus, no exponent, no separators, no full-width digits: each of those has been read as something else somewhere.
var quantityForm = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,3})?$`)

// ParseQuantity reads a quantity. Refuses with code QUANTITY what is not in the plain written form.
func ParseQuantity(s string) (decimal.Decimal, error) {
	if len(s) > 20 || !quantityForm.MatchString(s) {
		return decimal.Zero, fault.New(fault.Invalid, "QUANTITY", "A quantity is written in plain digits, such as 200 or 12.5.")
	}
	return decimal.NewFromString(s)
}

var quantityLimit = decimal.New(1, 12)

// CheckQuantity refuses a quantity that is not above zero (QUANTITY), too large (QUANTITY) or has more decimals than its
// item's unit allows (SCALE). It never rounds.
func CheckQuantity(q decimal.Decimal, scale int) error {
	if !q.IsPositive() || q.GreaterThanOrEqual(quantityLimit) {
		return fault.Invalidf("quantity", "QUANTITY", "A quantity must be above zero and below 1,000,000,000,000.")
	}
	return CheckScale(q, scale, "quantity")
}

// CheckScale refuses a quantity with more decimals than its item's unit allows (SCALE), as the fault of the field. It never
// rounds.
func CheckScale(q decimal.Decimal, scale int, field string) error {
	if q.Equal(q.Truncate(int32(scale))) {
		return nil
	}
	return fault.Invalidf(field, "SCALE", "This item is counted with at most %d decimals; %s has more.", scale, q).
		With("scale", decimal.NewFromInt(int64(scale)).String()).With("quantity", q.String())
}
