// Package access knows people, their posts and what these allow, sessions, the audit trail and request keys.
//
// A Post is a role at one organisation or site, from one date to another. A Permission names what may be done; one table
// says which role has it and over what. Every use case begins with Require and filters by the Scope that it answers.
package access

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Access holds the use cases of people and sessions.
type Access struct {
	Pool       *pgxpool.Pool
	Remember   time.Duration // how long Authenticate may go by what it saw last; 0: it always looks
	remembered remembered
}

// New makes the use cases over a pool.
func New(pool *pgxpool.Pool) *Access { return &Access{Pool: pool} }

// Actor is who calls: a person with posts, or the system itself (cron, the command line, the loading of fixtures).
type Actor struct {
	PersonID      int64
	Account, Name string
	System        bool
	Posts         []Post
}

// Post is a post in force today, expanded to what it covers.
type Post struct {
	ID                       int64
	Role                     Role
	OrganisationID           int64
	SiteID                   int64 // 0: all sites of the organisation and those below it
	FromDate                 time.Time
	ToDate                   *time.Time
	District                 bool // at the root of the district
	OrganisationIDs, SiteIDs []int64
}

type actorKey struct{}

// WithActor puts the caller into the context.
func WithActor(ctx context.Context, a *Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom gives the caller, or nil where nobody is signed in.
func ActorFrom(ctx context.Context) *Actor {
	a, _ := ctx.Value(actorKey{}).(*Actor)
	return a
}

// System is the actor of what no person does. Its writes are audited without a person.
func System(name string) *Actor { return &Actor{Account: name, Name: name, System: true} }

// roles are the roles of the actor's posts, each once: "DISPATCHER,KEEPER".
func (a *Actor) roles() string {
	var all []string
	for _, p := range a.Posts {
		all = append(all, string(p.Role))
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), ",")
}

type requestIDKey struct{}

// WithRequestID puts the id of the request into the context; the audit trail records it.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestID gives the id of the request, or "".
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// Scope is what a permission covers for an actor. The slices are never nil, so that they go into SQL as they are.
type Scope struct {
	District                 bool
	OrganisationIDs, SiteIDs []int64
}

// CoversSite reports whether the site is within the scope.
func (s Scope) CoversSite(id int64) bool { return s.District || slices.Contains(s.SiteIDs, id) }

// CoversOrganisation reports whether the organisation is within the scope.
func (s Scope) CoversOrganisation(id int64) bool {
	return s.District || slices.Contains(s.OrganisationIDs, id)
}
