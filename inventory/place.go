package inventory

import (
	"context"
	"fmt"

	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
)

// PlaceKind is the kind of a place that goods may come from or go to.
type PlaceKind string

// The kinds of places. All but SITE are one place each for the whole district.
const (
	PlaceSite       PlaceKind = "SITE"
	PlaceInTransit  PlaceKind = "IN_TRANSIT"
	PlaceSupplier   PlaceKind = "SUPPLIER"
	PlaceDonor      PlaceKind = "DONOR"
	PlaceProducer   PlaceKind = "PRODUCER"
	PlaceOwner      PlaceKind = "OWNER" // from whom goods were requisitioned
	PlaceConsumed   PlaceKind = "CONSUMED"
	PlaceScrapped   PlaceKind = "SCRAPPED"
	PlaceLost       PlaceKind = "LOST"
	PlaceDifference PlaceKind = "DIFFERENCE"
	PlaceRegraded   PlaceKind = "REGRADED" // between two lots of an item
)

// Place names a place: a site by its id, or a virtual place by its kind.
type Place struct {
	SiteID int64
	Kind   PlaceKind
}

// AtSite is the place of a site.
func AtSite(id int64) Place { return Place{SiteID: id, Kind: PlaceSite} }

// Virtual is the one place of a kind other than SITE.
func Virtual(kind PlaceKind) Place { return Place{Kind: kind} }

// physical reports whether stock can lie there, so that it has a balance.
func (p Place) physical() bool { return p.Kind == PlaceSite || p.Kind == PlaceInTransit }

// placeIDs resolves places to their rows. Refuses with NOT_FOUND a site that does not exist.
func placeIDs(ctx context.Context, tx pgx.Tx, places []Place) (map[Place]int64, error) {
	var sites []int64
	for _, p := range places {
		if p.Kind == PlaceSite {
			sites = append(sites, p.SiteID)
		}
	}
	rows, err := tx.Query(ctx, `select id, kind, coalesce(site_id, 0) from place where site_id is null or site_id = any($1)`, sites)
	if err != nil {
		return nil, err
	}
	ids := map[Place]int64{}
	var id int64
	var p Place
	if _, err := pgx.ForEachRow(rows, []any{&id, &p.Kind, &p.SiteID}, func() error { ids[p] = id; return nil }); err != nil {
		return nil, err
	}
	for _, p := range places {
		if _, ok := ids[p]; !ok {
			return nil, fault.Absent("site", fmt.Sprint(p.SiteID))
		}
	}
	return ids, nil
}
