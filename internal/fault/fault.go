// Package fault is the one way to fail. Whatever a person may be told about a refusal is carried by an Error: a kind
// that decides what a client should do next, a stable code that a program can test for, a message in words, the fields
// at fault, and the facts (numbers, names) behind the refusal. Any other error is internal: it is masked at the edge and
// leaves only an error id that the log has too.
package fault

import (
	"errors"
	"fmt"
	"maps"
)

// Kind says what went wrong in general, and so what a client can do about it.
type Kind string

// The kinds of fault.
const (
	Invalid         Kind = "INVALID"         // the input is wrong; correct it and send it again
	Unauthenticated Kind = "UNAUTHENTICATED" // sign in first
	Forbidden       Kind = "FORBIDDEN"       // the caller's posts do not allow it
	NotFound        Kind = "NOT_FOUND"       // absent, or not to be seen by the caller: the answer is the same
	Refused         Kind = "REFUSED"         // a rule of the domain stands against it
	Conflict        Kind = "CONFLICT"        // somebody was faster: look again, then repeat
	Unavailable     Kind = "UNAVAILABLE"     // try again later
)

// Error is a refusal that a person can be told. Message is a complete sentence in English for logs and machines; the
// console turns Code and Facts into the reader's language.
type Error struct {
	Kind    Kind
	Code    string            // stable, upper snake case, such as INSUFFICIENT_STOCK
	Message string            // what, why, and what to do
	Fields  []string          // paths into the input, such as lines.0.quantity
	Facts   map[string]string // the numbers and names behind it: available, requested, floor, ...
	cause   error
}

// New makes a fault without a cause.
func New(kind Kind, code, format string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Message: fmt.Sprintf(format, args...)}
}

// Invalidf is the fault of one input field.
func Invalidf(field, code, format string, args ...any) *Error {
	return New(Invalid, code, format, args...).At(field)
}

// At names the input fields at fault and returns the same error.
func (e *Error) At(fields ...string) *Error {
	e.Fields = append(e.Fields, fields...)
	return e
}

// With adds one fact and returns the same error.
func (e *Error) With(name, value string) *Error {
	if e.Facts == nil {
		e.Facts = map[string]string{}
	}
	e.Facts[name] = value
	return e
}

// Because records the cause, for the log only, and returns the same error.
func (e *Error) Because(cause error) *Error {
	e.cause = cause
	return e
}

// Under returns a copy whose fields are below the given prefix: what a line refused, told of the whole document.
func (e *Error) Under(prefix string) *Error {
	c := *e
	c.Facts = maps.Clone(e.Facts)
	c.Fields = make([]string, len(e.Fields))
	for i, f := range e.Fields {
		c.Fields[i] = prefix + "." + f
	}
	if len(c.Fields) == 0 {
		c.Fields = []string{prefix}
	}
	return &c
}

func (e *Error) Error() string {
	if e.cause != nil {
		return e.Code + ": " + e.Message + ": " + e.cause.Error()
	}
	return e.Code + ": " + e.Message
}

func (e *Error) Unwrap() error { return e.cause }

// As finds the fault in an error's chain, or nil when the error is internal.
func As(err error) *Error {
	var f *Error
	if errors.As(err, &f) {
		return f
	}
	return nil
}

// IsCode reports whether the error is the fault with that code.
func IsCode(err error, code string) bool {
	f := As(err)
	return f != nil && f.Code == code
}

// Absent is the answer for what is absent or not to be seen by the caller.
func Absent(what, which string) *Error {
	return New(NotFound, "NOT_FOUND", "There is no %s %q that you may see.", what, which).With("what", what).With("which", which)
}
