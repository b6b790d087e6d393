// Package graph is the GraphQL API over the use cases: schema files by topic in schema/, and beside each a resolver file of
// the same name. A resolver decodes, calls one use case, and makes a view of what it answers; rules live in the domain.
package graph

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"strings"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/gql/httpapi"
	"changping/internal/gql/scalar"
	"changping/inventory"
	"changping/logistics"

	"github.com/graph-gophers/graphql-go"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/shopspring/decimal"
)

//go:embed schema/*.graphql
var schemaFiles embed.FS

// SDL is the schema, all topics in one text.
func SDL() string {
	names, _ := fs.Glob(schemaFiles, "schema/*.graphql")
	var all strings.Builder
	for _, name := range names {
		text, _ := schemaFiles.ReadFile(name)
		all.Write(text)
		all.WriteByte('\n')
	}
	return all.String()
}

// Resolver answers the root fields of queries and mutations.
type Resolver struct {
	Pool      *pgxpool.Pool
	Access    *access.Access
	Inventory *inventory.Inventory
	Logistics *logistics.Logistics
}

// Schema binds the resolver to the SDL: a field without its method fails here, at start.
func Schema(r *Resolver) (*graphql.Schema, error) {
	return graphql.ParseSchema(SDL(), r, httpapi.Options()...)
}

// userError is a refusal as a payload carries it; each To method gives it as its concrete type.
type userError struct {
	*fault.Error
}

func (e *userError) Code() string    { return e.Error.Code }
func (e *userError) Message() string { return e.Error.Message }
func (e *userError) Fields() []string {
	if e.Error.Fields == nil {
		return []string{}
	}
	return e.Error.Fields
}

type plainError struct {
	Code, Message string
	Fields        []string
}

func (e *userError) plain() plainError { return plainError{e.Code(), e.Message(), e.Fields()} }

type invalidInput struct {
	plainError
	Facts []fact
}

type ruleRefusal struct {
	plainError
	Facts []fact
}

type fact struct{ Name, Value string }

type insufficientStock struct {
	plainError
	Available, Requested scalar.Decimal
}

type belowMinimum struct {
	plainError
	Floor, Available, Requested  scalar.Decimal
	ScopeName, ScopeNameEn       string
	MinimumID                    graphql.ID
	SubjectNameZh, SubjectNameEn string
	UnitZh, UnitEn               string
}

type staleQuantity struct {
	plainError
	Current, Expected scalar.Decimal
}

type staleRevision struct {
	plainError
	Current *int32
	Facts   []fact
}

// figure reads a number out of a fault's facts; ours, so it is one.
func figure(s string) scalar.Decimal {
	d, _ := decimal.NewFromString(s)
	return scalar.NewDecimal(d)
}

func (e *userError) concrete() any {
	f := e.Facts
	switch {
	case e.Kind == fault.Invalid || e.Kind == fault.NotFound:
		return &invalidInput{e.plain(), facts(f)}
	case e.Error.Code == "INSUFFICIENT_STOCK":
		return &insufficientStock{e.plain(), figure(f["available"]), figure(f["requested"])}
	case e.Error.Code == "BELOW_MINIMUM":
		return &belowMinimum{e.plain(), figure(f["floor"]), figure(f["available"]), figure(f["requested"]), f["scopeName"], f["scopeNameEn"], graphql.ID("minimum_" + f["minimumId"]),
			f["item"], f["itemEn"], f["unitZh"], f["unitEn"]}
	case e.Error.Code == "STALE_QUANTITY":
		return &staleQuantity{e.plain(), figure(f["current"]), figure(f["expected"])}
	case e.Kind == fault.Conflict:
		return &staleRevision{e.plain(), optionalInt(f["current"]), facts(f)}
	}
	return &ruleRefusal{e.plain(), facts(f)}
}

func (e *userError) ToInvalidInput() (*invalidInput, bool) {
	v, ok := e.concrete().(*invalidInput)
	return v, ok
}
func (e *userError) ToRuleRefusal() (*ruleRefusal, bool) {
	v, ok := e.concrete().(*ruleRefusal)
	return v, ok
}
func (e *userError) ToInsufficientStock() (*insufficientStock, bool) {
	v, ok := e.concrete().(*insufficientStock)
	return v, ok
}
func (e *userError) ToBelowMinimum() (*belowMinimum, bool) {
	v, ok := e.concrete().(*belowMinimum)
	return v, ok
}
func (e *userError) ToStaleQuantity() (*staleQuantity, bool) {
	v, ok := e.concrete().(*staleQuantity)
	return v, ok
}
func (e *userError) ToStaleRevision() (*staleRevision, bool) {
	v, ok := e.concrete().(*staleRevision)
	return v, ok
}

// refused turns a refusal that the caller can act on into a payload's user errors. Other errors (not signed in, not allowed,
// unavailable, internal) stay errors of the request. What a person was refused is audited.
func (r *Resolver) refused(ctx context.Context, action string, err error) ([]*userError, error) {
	if err == nil {
		return []*userError{}, nil
	}
	var all []*userError
	for _, f := range faultsOf(err) {
		if access.ActorFrom(ctx) != nil && f.Kind != fault.Unavailable && f.Kind != fault.Invalid {
			access.RecordRefusal(ctx, r.Pool, access.Entry{Action: action, Detail: map[string]any{"code": f.Code, "facts": f.Facts}})
		}
		switch f.Kind {
		case fault.Invalid, fault.Refused, fault.Conflict, fault.NotFound:
			all = append(all, &userError{f})
		default:
			return nil, err
		}
	}
	if len(all) == 0 {
		return nil, err
	}
	return all, nil
}

// faultsOf gives the faults of an error: several where a use case refused line by line and joined them.
func faultsOf(err error) (all []*fault.Error) {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		for _, e := range joined.Unwrap() {
			all = append(all, faultsOf(e)...)
		}
	}
	if f := fault.As(err); f != nil && len(all) == 0 {
		all = append(all, f)
	}
	return all
}
