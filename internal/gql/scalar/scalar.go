// Package scalar holds the custom scalars of the API. All of them travel as JSON strings: a decimal that passed through a
// binary float, or a date through a time zone, is a wrong figure on somebody's screen.
package scalar

import (
	"encoding/json"
	"fmt"
	"regexp"
	"time"

	"github.com/shopspring/decimal"
)

// Decimal is an exact decimal number of at most twelve digits before the point and three after it.
type Decimal struct{ decimal.Decimal }

var decimalForm = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,3})?$`)

// NewDecimal wraps a decimal.
func NewDecimal(d decimal.Decimal) Decimal { return Decimal{d} }

// NewDecimalPointer wraps a decimal that may be absent.
func NewDecimalPointer(d *decimal.Decimal) *Decimal {
	if d == nil {
		return nil
	}
	return &Decimal{*d}
}

// ImplementsGraphQLType tells the library which scalar this is.
func (Decimal) ImplementsGraphQLType(name string) bool { return name == "Decimal" }

// UnmarshalGraphQL takes strings in the plain written form only.
func (d *Decimal) UnmarshalGraphQL(input any) (err error) {
	s, ok := input.(string)
	if !ok || len(s) > 20 || !decimalForm.MatchString(s) {
		return fmt.Errorf("a Decimal is a string of plain digits, such as \"200\" or \"12.5\"")
	}
	d.Decimal, err = decimal.NewFromString(s)
	return err
}

// MarshalJSON writes the shortest exact form.
func (d Decimal) MarshalJSON() ([]byte, error) { return json.Marshal(d.String()) }

// Date is a plain calendar date in Asia/Shanghai, kept at midnight UTC and never converted.
type Date struct{ time.Time }

// NewDate wraps a date.
func NewDate(t time.Time) Date { return Date{t} }

// NewDatePointer wraps a date that may be absent.
func NewDatePointer(t *time.Time) *Date {
	if t == nil {
		return nil
	}
	return &Date{*t}
}

// ImplementsGraphQLType tells the library which scalar this is.
func (Date) ImplementsGraphQLType(name string) bool { return name == "Date" }

// UnmarshalGraphQL takes YYYY-MM-DD of a day that exists, from 2000 to 2100.
func (d *Date) UnmarshalGraphQL(input any) (err error) {
	s, _ := input.(string)
	d.Time, err = time.Parse(time.DateOnly, s)
	if err != nil || d.Year() < 2000 || d.Year() > 2100 {
		return fmt.Errorf("a Date is a day that exists between 2000 and 2100, written \"2026-11-24\"")
	}
	return nil
}

// MarshalJSON writes YYYY-MM-DD.
func (d Date) MarshalJSON() ([]byte, error) { return json.Marshal(d.Format(time.DateOnly)) }

// DateTime is an instant.
type DateTime struct{ time.Time }

// NewDateTime wraps an instant.
func NewDateTime(t time.Time) DateTime { return DateTime{t} }

// NewDateTimePointer wraps an instant that may be absent.
func NewDateTimePointer(t *time.Time) *DateTime {
	if t == nil {
		return nil
	}
	return &DateTime{*t}
}

// ImplementsGraphQLType tells the library which scalar this is.
func (DateTime) ImplementsGraphQLType(name string) bool { return name == "DateTime" }

// time.Parse takes more than RFC 3339 allows: an hour of one digit, a decimal comma, an offset of 99 hours.
var instantForm = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-](0\d|1[0-4]):[0-5]\d)$`)

// UnmarshalGraphQL takes RFC 3339 with a zone, from 2000 to 2100.
func (d *DateTime) UnmarshalGraphQL(input any) (err error) {
	s, _ := input.(string)
	d.Time, err = time.Parse(time.RFC3339, s)
	if err != nil || !instantForm.MatchString(s) || d.UTC().Year() < 2000 || d.UTC().Year() > 2100 {
		return fmt.Errorf("a DateTime is an instant with its zone, written \"2026-11-24T06:30:00Z\"")
	}
	return nil
}

// MarshalJSON writes UTC.
func (d DateTime) MarshalJSON() ([]byte, error) {
	return json.Marshal(d.UTC().Format(time.RFC3339Nano))
}
