package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"changping/access"
	"changping/graph"
	"changping/internal/gql/front"
	"changping/internal/gql/httpapi"
	"changping/web"
)

const contentPolicy = "default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
	"object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

// handler is every route of the system.
func (app *application) handler() (http.Handler, error) {
	schema, err := graph.Schema(&graph.Resolver{Pool: app.pool, Access: app.access, Inventory: app.inventory, Logistics: app.logistics})
	if err != nil {
		return nil, err
	}
	if err := graph.UseCursorKey(context.Background(), app.pool); err != nil {
		return nil, err
	}
	f, err := front.New(graph.SDL(), front.Default)
	if err != nil {
		return nil, err
	}
	api := &httpapi.Handler{Schema: schema, Front: f, Authenticate: app.authenticate, RequestID: access.RequestID, Bucket: buckets(), Closing: app.closing}
	mux := http.NewServeMux()
	mux.Handle("/graphql", sameOrigin(api))
	mux.Handle("POST /auth/sign-in", sameOrigin(http.HandlerFunc(app.signIn)))
	mux.Handle("POST /auth/sign-out", sameOrigin(http.HandlerFunc(app.signOut)))
	mux.HandleFunc("GET /schema.graphql", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		io.WriteString(w, graph.SDL())
	})
	mux.Handle("/graphiql/", app.explorer(pages(web.Dist(), web.Built())))
	mux.Handle("/graphiql", app.explorer(pages(web.Dist(), web.Built())))
	mux.Handle("/", pages(web.Dist(), web.Built()))
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "alive") })
	mux.HandleFunc("GET /readyz", app.ready)
	return observe(mux), nil
}

// buckets gives each person a bucket to pay requests from, and strangers one for each network that they come from.
func buckets() func(context.Context, *http.Request) (*httpapi.Throttle, string) {
	persons, strangers := httpapi.NewThrottle(httpapi.PersonRate), httpapi.NewThrottle(httpapi.StrangerRate)
	return func(ctx context.Context, r *http.Request) (*httpapi.Throttle, string) {
		if actor := access.ActorFrom(ctx); actor != nil {
			return persons, actor.Account
		}
		return strangers, network(r)
	}
}

// explorer lets people at GraphiQL: anybody in the demonstration, else who may explore the API.
func (app *application) explorer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, err := app.authenticate(r)
		if err == nil && !app.demo {
			_, _, err = access.Require(ctx, "api.explore")
		}
		if err != nil && !app.demo {
			http.Error(w, "The explorer is for administrators and auditors: sign in at / first.", http.StatusForbidden)
			return
		}
		w.Header().Set("Content-Security-Policy", contentPolicy+"; font-src 'self' data:") // its letters are in its style sheet
		next.ServeHTTP(w, r)
	})
}

// sameOrigin refuses what another site's page makes a browser send.
func sameOrigin(next http.Handler) http.Handler {
	return http.NewCrossOriginProtection().Handler(next)
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets streams flush and set their deadlines.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// observe gives each request an id, security headers, a line in the log, and a net below it.
func observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := rand.Text()[:12]
		h := w.Header()
		h.Set("X-Request-Id", id)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		sw := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		started := time.Now()
		defer func() {
			if v := recover(); v != nil {
				slog.Error("a request panicked", "requestId", id, "value", v, "stack", string(debug.Stack()))
				http.Error(sw, "Something went wrong on our side; quote request "+id+".", http.StatusInternalServerError)
			}
			slog.Info("request", "id", id, "method", r.Method, "path", r.URL.Path, "status", sw.status, "ms", time.Since(started).Milliseconds())
		}()
		next.ServeHTTP(sw, r.WithContext(access.WithRequestID(r.Context(), id)))
	})
}
