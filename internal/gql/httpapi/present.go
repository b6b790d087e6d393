package httpapi

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"runtime/debug"

	"changping/internal/fault"

	"github.com/graph-gophers/graphql-go"
	gqlerrors "github.com/graph-gophers/graphql-go/errors"
)

// presented is an error as a client sees it.
type presented struct {
	Message    string         `json:"message"`
	Path       []any          `json:"path,omitempty"`
	Extensions map[string]any `json:"extensions"`
}

const mostErrors = 20

// present rebuilds the executor's errors: faults keep their code and facts, whatever else went wrong is masked with an error
// id that the log has too. No SQL, no panic text, no Go type leaves by here.
func present(ctx context.Context, errs []*gqlerrors.QueryError, requestID string) []presented {
	var out []presented
	for _, e := range errs {
		if len(out) == mostErrors {
			break
		}
		p := presented{Path: e.Path, Extensions: map[string]any{"requestId": requestID}}
		if f := fault.As(e.ResolverError); f != nil {
			p.Message = f.Message
			p.Extensions["code"], p.Extensions["kind"] = f.Code, f.Kind
			if len(f.Fields) > 0 {
				p.Extensions["fields"] = f.Fields
			}
			if len(f.Facts) > 0 {
				p.Extensions["facts"] = f.Facts
			}
		} else {
			id := rand.Text()[:10]
			p.Message = "Something went wrong on our side. Nothing was half-done; quote error " + id + "."
			p.Extensions["code"], p.Extensions["errorId"] = "INTERNAL", id
			var panicked *panicError
			if !errors.As(e.ResolverError, &panicked) && ctx.Err() == nil {
				slog.ErrorContext(ctx, "a resolver failed", "errorId", id, "requestId", requestID, "path", e.Path, "error", cmpError(e))
			} else {
				slog.ErrorContext(ctx, "a resolver failed", "errorId", id, "requestId", requestID, "path", e.Path)
			}
		}
		out = append(out, p)
	}
	return out
}

func cmpError(e *gqlerrors.QueryError) error {
	if e.ResolverError != nil {
		return e.ResolverError
	}
	return e
}

// panicError marks an error made from a panic, which has been logged with its stack already.
type panicError struct{}

func (*panicError) Error() string { return "panic" }

type panicHandler struct{}

// MakePanicError hides what a panic says; LogPanic has written it down.
func (panicHandler) MakePanicError(_ context.Context, _ any) *gqlerrors.QueryError {
	return &gqlerrors.QueryError{Message: "internal", ResolverError: &panicError{}}
}

type panicLogger struct{}

// LogPanic writes a panic down with its stack.
func (panicLogger) LogPanic(ctx context.Context, value any) {
	slog.ErrorContext(ctx, "a resolver panicked", "value", value, "stack", string(debug.Stack()))
}

// Options are the executor's options: every limit that the library has, behind our own.
func Options() []graphql.SchemaOpt {
	return []graphql.SchemaOpt{
		graphql.UseStringDescriptions(), graphql.UseFieldResolvers(), graphql.MaxParallelism(250), graphql.MaxDepth(25), graphql.MaxQueryLength(128 << 10),
		graphql.OverlapValidationLimit(20000), graphql.PanicHandler(panicHandler{}), graphql.Logger(panicLogger{}), graphql.MaxPooledBufferCap(4 << 20),
		graphql.DisableFieldSelections(), // front.Selects knows what is asked for, and once for each document
	}
}
