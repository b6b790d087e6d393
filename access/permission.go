package access

import (
	"context"
	"slices"

	"changping/internal/fault"
)

// Role is the role of a post.
type Role string

// The roles.
const (
	Keeper        Role = "KEEPER"
	Dispatcher    Role = "DISPATCHER"
	Liaison       Role = "LIAISON"
	Partner       Role = "PARTNER"
	Auditor       Role = "AUDITOR"
	Administrator Role = "ADMINISTRATOR"
)

// Permission names what may be done.
type Permission string

// reach says over what a role has a permission.
type reach int

const (
	overDistrict reach = iota + 1
	overOwn            // the post's organisation and those below it, with their sites
	overSites          // the sites of the post only
)

// permissions is the one table of who may do what, and over what. What is not in it is not allowed.
var permissions = map[Permission]map[Role]reach{
	"catalogue.read":    {Keeper: overDistrict, Dispatcher: overDistrict, Liaison: overDistrict, Partner: overDistrict, Auditor: overDistrict, Administrator: overDistrict},
	"stock.read":        {Keeper: overSites, Dispatcher: overDistrict, Liaison: overOwn, Partner: overOwn, Auditor: overDistrict},
	"bin.read":          {Keeper: overSites, Dispatcher: overDistrict, Liaison: overOwn, Partner: overOwn, Auditor: overDistrict, Administrator: overDistrict}, // how full, not what lies there
	"stock.receive":     {Keeper: overSites, Partner: overOwn},
	"stock.issue":       {Keeper: overSites, Partner: overOwn, Liaison: overOwn, Dispatcher: overDistrict}, // narrowed by inventory.IssueTx
	"stock.transfer":    {Keeper: overSites, Partner: overOwn},
	"stock.adjust":      {Keeper: overSites, Partner: overOwn},
	"stock.scrap":       {Keeper: overSites, Partner: overOwn},
	"stock.return":      {Keeper: overSites, Partner: overOwn},
	"stock.hold":        {Keeper: overSites, Partner: overOwn},
	"stock.recover":     {Keeper: overSites, Partner: overOwn},
	"scrap.appraise":    {Keeper: overSites, Partner: overOwn, Liaison: overOwn, Dispatcher: overDistrict}, // never by who proposed it
	"document.approve":  {Dispatcher: overDistrict},                                                        // never by its author
	"document.reverse":  {Keeper: overSites, Partner: overOwn},
	"document.undo":     {Keeper: overSites, Partner: overOwn, Liaison: overOwn, Dispatcher: overDistrict}, // own postings, for minutes
	"count.read":        {Keeper: overSites, Dispatcher: overDistrict, Liaison: overOwn, Partner: overOwn, Auditor: overDistrict},
	"count.write":       {Keeper: overSites, Partner: overOwn, Dispatcher: overDistrict},
	"count.enter":       {Keeper: overSites, Partner: overOwn, Liaison: overOwn},
	"count.approve":     {Keeper: overSites, Partner: overOwn, Dispatcher: overDistrict},                                                                       // never by who counted
	"minimum.read":      {Keeper: overSites, Dispatcher: overDistrict, Liaison: overOwn, Partner: overOwn, Auditor: overDistrict, Administrator: overDistrict}, // who sets floors sees them
	"storage.override":  {Keeper: overSites, Dispatcher: overDistrict},                                                                                         // who stands before the goods, with a reason
	"kit.assemble":      {Keeper: overSites, Partner: overOwn},
	"unit.inspect":      {Keeper: overSites, Partner: overOwn, Liaison: overOwn},
	"release.order":     {Liaison: overOwn, Partner: overOwn, Dispatcher: overDistrict}, // of goods that are theirs; dispatchers: of government goods
	"consent.record":    {Dispatcher: overDistrict, Liaison: overOwn},
	"override.read":     {Dispatcher: overDistrict, Auditor: overDistrict},
	"minimum.override":  {Dispatcher: overDistrict},
	"rotation.read":     {Keeper: overSites, Dispatcher: overDistrict, Liaison: overOwn, Partner: overOwn, Auditor: overDistrict},
	"rotation.complete": {Keeper: overSites, Partner: overOwn},
	"standing.read":     {Keeper: overOwn, Dispatcher: overDistrict, Liaison: overOwn, Partner: overOwn, Auditor: overDistrict},
	"incident.read":     {Keeper: overSites, Dispatcher: overDistrict, Liaison: overOwn, Partner: overOwn, Auditor: overDistrict},
	"incident.write":    {Dispatcher: overDistrict},
	"need.add":          {Dispatcher: overDistrict, Liaison: overOwn},
	"allocation.write":  {Dispatcher: overDistrict},
	"trip.write":        {Dispatcher: overDistrict},
	"trip.position":     {Dispatcher: overDistrict, Partner: overOwn}, // carriers, of their vehicles
	"road.close":        {Dispatcher: overDistrict},
	"vehicle.read":      {Dispatcher: overDistrict, Partner: overOwn, Auditor: overDistrict},
	"waybill.read":      {Keeper: overSites, Dispatcher: overDistrict, Liaison: overOwn, Partner: overOwn, Auditor: overDistrict},
	"arrival.confirm":   {Keeper: overSites, Liaison: overOwn},
	"audit.read":        {Auditor: overDistrict},
	"person.read":       {Auditor: overDistrict, Administrator: overDistrict},
	"settings.write":    {Administrator: overDistrict},
	"api.explore":       {Administrator: overDistrict, Auditor: overDistrict}, // the explorer asks as its caller: no right comes with it
}

// Require is the first line of every use case: it gives the caller and the scope of the permission, or refuses with
// SIGN_IN (nobody is signed in) or NOT_ALLOWED (no post gives it).
func Require(ctx context.Context, p Permission) (*Actor, Scope, error) {
	a := ActorFrom(ctx)
	if a == nil {
		return nil, Scope{}, fault.New(fault.Unauthenticated, "SIGN_IN", "Sign in first.")
	}
	scope, ok := a.scope(p)
	if !ok {
		return nil, Scope{}, fault.New(fault.Forbidden, "NOT_ALLOWED", "None of your posts allows this (%s): ask an administrator.", p).With("permission", string(p))
	}
	return a, scope, nil
}

func (a *Actor) scope(p Permission) (Scope, bool) {
	roles, known := permissions[p]
	if !known {
		panic("a permission that the table does not know: " + string(p))
	}
	s := Scope{OrganisationIDs: []int64{}, SiteIDs: []int64{}}
	if a.System {
		s.District = true
		return s, true
	}
	allowed := false
	for _, post := range a.Posts {
		over, has := roles[post.Role]
		if !has {
			continue
		}
		allowed = true
		// A district-wide role reaches the district only from a post at its root; elsewhere it reaches what the post covers.
		s.District = s.District || post.District && over != overSites || p == "catalogue.read"
		s.SiteIDs = append(s.SiteIDs, post.SiteIDs...)
		if over != overSites {
			s.OrganisationIDs = append(s.OrganisationIDs, post.OrganisationIDs...)
		}
	}
	return s, allowed
}

// Permissions lists what the actor's posts allow, sorted.
func (a *Actor) Permissions() []string {
	var all []string
	for p := range permissions {
		if _, ok := a.scope(p); ok {
			all = append(all, string(p))
		}
	}
	slices.Sort(all)
	return all
}
