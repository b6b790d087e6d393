package logistics

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"
	"changping/logistics/roads"

	"github.com/jackc/pgx/v5"
)

// RoadClosure closes an area, or the roads along a line, for a time: planning goes round it from the moment it is told.
type RoadClosure struct {
	ID                 int64
	IncidentID         *int64
	Reason, Note       string
	Shape              string          // AREA, ALONG or ROAD
	Points             []roads.Point   // corners, or points on the roads; of a ROAD a point on it
	Road               *roads.RoadPart // of a ROAD
	PassesGo           bool            // trips on a green-lane pass may go through
	FromAt             time.Time
	UntilAt            *time.Time // nil: until it is opened
	ClosedBy, OpenedBy *string
	OpenedAt           *time.Time
}

// NewRoadClosure is a closure to be told.
type NewRoadClosure struct {
	RequestKey          string `json:"-"`
	IncidentID          int64  // 0: no incident's
	Reason, Note, Shape string
	Points              []roads.Point
	Road                *roads.RoadPart `json:",omitempty"` // of a ROAD, which takes no points
	PassesGo            bool
	FromAt, UntilAt     *time.Time // nil: now; until it is opened
}

// closable is a network on which roads can be closed.
type closable interface{ Close([]roads.Closure) error }

// RoadClosureReasons are the reasons why a road is closed.
var RoadClosureReasons = []string{"FLOODED", "COLLAPSED", "OBSTRUCTED", "TRAFFIC_CONTROL", "WORKS", "OTHER"}

const mostClosurePoints = 200

// mostRoadName bounds the name of a road, in characters.
const mostRoadName = 100

// check refuses a closure without sense. Pure.
func (n NewRoadClosure) check(now time.Time) error {
	from := now
	if n.FromAt != nil {
		from = *n.FromAt
	}
	switch {
	case !slices.Contains(RoadClosureReasons, n.Reason):
		return fault.Invalidf("reason", "REASON", "Say why the road is closed: %s.", strings.Join(RoadClosureReasons, ", "))
	case n.UntilAt != nil && (!n.UntilAt.After(from) || !n.UntilAt.After(now)):
		return fault.Invalidf("untilAt", "CLOSURE_ENDED", "The closure would end before it begins, or has ended.")
	}
	if n.Shape == "ROAD" {
		return checkRoadPart(n.Road, n.Points)
	}
	if n.Road != nil {
		return fault.Invalidf("road", "SHAPE", "A closure by the name of a road has the shape ROAD.")
	}
	return checkClosureShape(n.Shape, n.Points)
}

// checkRoadPart refuses what names no part of a road. Pure.
func checkRoadPart(r *roads.RoadPart, points []roads.Point) error {
	switch {
	case r == nil || strings.TrimSpace(r.Name) == "" || len([]rune(r.Name)) > mostRoadName:
		return fault.Invalidf("road.name", "ROAD_NAME", "Name the road, in at most %d characters.", mostRoadName).With("most", fmt.Sprint(mostRoadName))
	case len(points) > 0:
		return fault.Invalidf("points", "SHAPE", "A closure by the name of a road takes no points.")
	case (r.From == "") != (r.To == ""):
		return fault.Invalidf("road.to", "ROAD_ENDS", "Name both roads that it is closed between, or neither.")
	case len([]rune(r.From)) > mostRoadName || len([]rune(r.To)) > mostRoadName:
		return fault.Invalidf("road.from", "ROAD_NAME", "Name the road, in at most %d characters.", mostRoadName).With("most", fmt.Sprint(mostRoadName))
	case r.Within != nil && !(r.Within.South >= -90 && r.Within.North <= 90 && r.Within.West >= -180 && r.Within.East <= 180 && r.Within.South < r.Within.North && r.Within.West < r.Within.East):
		return fault.Invalidf("road.within", "COORDINATES", "A latitude is from -90 to 90, a longitude from -180 to 180 degrees.")
	}
	return nil
}

// checkClosureShape refuses what is no area and no line. Pure.
func checkClosureShape(shape string, points []roads.Point) error {
	least := map[string]int{"AREA": 3, "ALONG": 1}[shape]
	switch {
	case least == 0:
		return fault.Invalidf("shape", "SHAPE", "A closure is an AREA, ALONG roads, or a ROAD by its name.")
	case len(points) < least || len(points) > mostClosurePoints:
		return fault.Invalidf("points", "CLOSURE_POINTS", "Give %d to %d points.", least, mostClosurePoints).With("least", fmt.Sprint(least)).With("most", fmt.Sprint(mostClosurePoints))
	}
	for i, p := range points {
		if !(p.Latitude >= -90 && p.Latitude <= 90 && p.Longitude >= -180 && p.Longitude <= 180) {
			return fault.Invalidf(fmt.Sprintf("points.%d", i), "COORDINATES", "A latitude is from -90 to 90, a longitude from -180 to 180 degrees.")
		}
	}
	return nil
}

// CloseRoad tells that roads are closed. Trips that are planned already are not changed by it: those that pass it are named (ClosuresOnTrips), to be planned anew. Dispatchers.
//
// Refuses with: REASON, SHAPE, CLOSURE_POINTS, CLOSURE_ENDED, COORDINATES, NO_ROAD (no road of the map is near a point), NOT_FOUND; a road by
// its name with ROAD_NAME, ROAD_ENDS, and what RoadsNamed refuses of it.
func (l *Logistics) CloseRoad(ctx context.Context, n NewRoadClosure) (Done, error) {
	return l.write(ctx, "road.close", n.RequestKey, "closeRoad", "road_closure", n, func(tx pgx.Tx, _ access.Scope) (int64, error) {
		var now time.Time
		if err := tx.QueryRow(ctx, `select now()`).Scan(&now); err != nil {
			return 0, err
		}
		if err := n.check(now); err != nil {
			return 0, err
		}
		if n.IncidentID != 0 {
			if _, err := lockIncident(ctx, tx, n.IncidentID); err != nil {
				return 0, err
			}
		}
		if network, ok := l.Travel.(*roads.Network); ok && n.Shape == "ALONG" && !network.NearRoads(n.Points) {
			return 0, fault.Invalidf("points", "NO_ROAD", "There is no road of the map near one of these points.")
		}
		if n.Shape == "ROAD" {
			part, err := l.partOf(*n.Road)
			if err != nil {
				return 0, err
			}
			n.Road, n.Points = &part.RoadPart, []roads.Point{part.middle()}
		}
		points := make([][2]float64, len(n.Points))
		for i, p := range n.Points {
			points[i] = [2]float64{p.Latitude, p.Longitude}
		}
		var id int64
		err := tx.QueryRow(ctx, `insert into road_closure (incident_id, reason, note, shape, points, passes_go, from_at, until_at, closed_by, road)
			values (nullif($1::bigint, 0), $2, $3, $4, $5, $6, coalesce($7, now()), $8, $9, $10) returning id`,
			n.IncidentID, n.Reason, n.Note, n.Shape, points, n.PassesGo, n.FromAt, n.UntilAt, person(ctx), n.Road).Scan(&id)
		return id, err
	})
}

// RoadOpening opens a road again.
type RoadOpening struct {
	RequestKey string `json:"-"`
	ClosureID  int64
}

// OpenRoad tells that a road is open again. Dispatchers.
//
// Refuses with: NOT_FOUND, ALREADY_DONE.
func (l *Logistics) OpenRoad(ctx context.Context, o RoadOpening) (Done, error) {
	return l.write(ctx, "road.close", o.RequestKey, "openRoad", "road_closure", o, func(tx pgx.Tx, _ access.Scope) (int64, error) {
		var opened bool
		rows, err := tx.Query(ctx, `select opened_at is not null from road_closure where id = $1 for update`, o.ClosureID)
		if err != nil {
			return 0, err
		}
		if opened, err = pgx.CollectExactlyOneRow(rows, pgx.RowTo[bool]); err != nil {
			return 0, fault.Absent("road closure", fmt.Sprint(o.ClosureID)).At("closureId")
		}
		if opened {
			return 0, fault.New(fault.Conflict, "ALREADY_DONE", "This road has been opened already.").At("closureId")
		}
		_, err = tx.Exec(ctx, `update road_closure set opened_at = now(), opened_by = $2 where id = $1`, o.ClosureID, person(ctx))
		return o.ClosureID, err
	})
}

// RoadClosureFilter narrows a list of closures; zero values: all.
type RoadClosureFilter struct {
	IDs      []int64
	Standing bool // not opened, and not past their end
}

var roadClosureFilters = []postgres.Field{
	postgres.ByID("id", "roadClosure", "c.id"), postgres.ByChoice("reason", "c.reason"), postgres.ByChoice("shape", "c.shape"), postgres.ByText("note", "c.note"),
	postgres.ByFlag("passesGo", "c.passes_go"), postgres.ByInstant("fromAt", "c.from_at"), postgres.ByInstant("untilAt", "c.until_at"),
	postgres.ByText("closedBy", "p.name"), postgres.ByInstant("openedAt", "c.opened_at"),
}

// ListRoadClosures gives closures, newest first, or those that end first. Whoever reads incidents.
func (l *Logistics) ListRoadClosures(f RoadClosureFilter) *postgres.List[RoadClosure] {
	return &postgres.List[RoadClosure]{Fields: roadClosureFilters, Pool: l.Pool, Orders: []postgres.Order{postgres.Newest("c.id"),
		{Name: "UNTIL", By: []postgres.Key{{SQL: "coalesce(c.until_at, 'infinity')", Type: "timestamptz"}, {SQL: "c.id", Type: "bigint"}}}},
		Row: toRoadClosure, Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
			_, _, err := access.Require(ctx, "incident.read")
			return postgres.Listing{Columns: roadClosureColumns, From: roadClosureTables + ` where ($1::bigint[] is null or c.id = any($1))
				and (not $2 or c.opened_at is null and (c.until_at is null or c.until_at > now()))`, Args: []any{f.IDs, f.Standing}}, err
		}}
}

const (
	roadClosureColumns = `c.id, c.incident_id, c.reason, c.note, c.shape, c.points, c.passes_go, c.from_at, c.until_at, c.opened_at, p.name, o.name, c.road`
	roadClosureTables  = `from road_closure c left join person p on p.id = c.closed_by left join person o on o.id = c.opened_by`
)

func toRoadClosure(row pgx.CollectableRow) (c RoadClosure, err error) {
	var points [][2]float64
	err = row.Scan(&c.ID, &c.IncidentID, &c.Reason, &c.Note, &c.Shape, &points, &c.PassesGo, &c.FromAt, &c.UntilAt, &c.OpenedAt, &c.ClosedBy, &c.OpenedBy, &c.Road)
	for _, p := range points {
		c.Points = append(c.Points, roads.Point{Latitude: p[0], Longitude: p[1]})
	}
	return c, err
}

func (l *Logistics) roadClosures(ctx context.Context, where string, args ...any) ([]RoadClosure, error) {
	rows, err := l.Pool.Query(ctx, `select `+roadClosureColumns+` `+roadClosureTables+` where `+where, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, toRoadClosure)
}

// standingClosures gives every closure that is not opened and not past its end, oldest first.
func (l *Logistics) standingClosures(ctx context.Context) ([]RoadClosure, error) {
	return l.roadClosures(ctx, `c.opened_at is null and (c.until_at is null or c.until_at > now()) order by c.id`)
}

// heedClosures puts what is closed on the network before it is asked. By the estimate and by a service nothing can be gone round.
func (l *Logistics) heedClosures(ctx context.Context) error {
	network, can := l.Travel.(closable)
	if !can {
		return nil
	}
	standing, err := l.standingClosures(ctx)
	if err != nil {
		return err
	}
	closures := make([]roads.Closure, len(standing))
	for i, c := range standing {
		closures[i] = c.onRoads()
	}
	return network.Close(closures)
}

// onRoads is the closure as a network takes it.
func (c RoadClosure) onRoads() roads.Closure {
	closed := roads.Closure{From: c.FromAt, PassesGo: c.PassesGo}
	if c.UntilAt != nil {
		closed.Until = *c.UntilAt
	}
	if c.Shape == "AREA" {
		closed.Area = c.Points
	} else {
		closed.Along, closed.Road = c.Points, c.Road
	}
	return closed
}
