package postgres

import (
	"context"
	"errors"
	"io"
	"net"

	"changping/internal/fault"

	"github.com/jackc/pgx/v5/pgconn"
)

var constraints = map[string]func() *fault.Error{}

// RegisterConstraint says what the refusal of a named constraint tells a person. Called from init functions, beside the
// rule whose last line of defence the constraint is; a name registered twice is a mistake of ours.
func RegisterConstraint(name string, f func() *fault.Error) {
	if constraints[name] != nil {
		panic("constraint registered twice: " + name)
	}
	constraints[name] = f
}

// Fault translates what the database refused. Constraints are known by name, timeouts by their code; texts are never read.
// Other errors stay internal.
func Fault(err error) error {
	if err == nil || fault.As(err) != nil {
		return err
	}
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		if broken(err) {
			return away().Because(err)
		}
		return err
	}
	if f := constraints[pg.ConstraintName]; f != nil {
		return f().Because(err)
	}
	switch pg.Code {
	case "55P03", "57014", "40001", "40P01":
		if errors.Is(err, context.Canceled) {
			return err
		}
		return fault.New(fault.Unavailable, "BUSY", "Too many people are writing to the same goods just now. Try again shortly.").Because(err)
	case "57P01", "57P02", "57P03", "08006", "08001": // shut down, crashed beside us, starting, no connection
		return away().Because(err)
	case "53100":
		return fault.New(fault.Unavailable, "STORAGE_FULL", "The disk of the database is full: call the administrator. Nothing was lost.").Because(err)
	}
	return err
}

func away() *fault.Error {
	return fault.New(fault.Unavailable, "DATABASE_AWAY", "The database cannot be reached just now; nothing was lost. Try again shortly.")
}

// broken reports whether an error is of the connection and not of what was asked on it; a caller who gave up is neither.
func broken(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || pgconn.SafeToRetry(err)
}
