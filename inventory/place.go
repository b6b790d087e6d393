package inventory

import "fmt"

// PlaceKind is the kind of a place that goods may come from or go to.
type PlaceKind string

// The kinds of places. All but SITE are one place each for the whole district. A bin is at its site: its Place is of kind SITE too.
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
	PlaceKit        PlaceKind = "KIT"      // contents go there when a kit is assembled, and the kit comes from there
)

// Place names a place: a site by its id, a bin of it by its id too, or a virtual place by its kind.
//
// Goods that come to a site without a bin lie there without one. Goods that leave a site without a bin being named leave it from
// wherever they lie: the book spreads such a move over the site and its bins (spread.go).
type Place struct {
	SiteID int64
	Kind   PlaceKind
	BinID  int64 // 0: no bin
}

// AtSite is a site, without a bin.
func AtSite(id int64) Place { return Place{SiteID: id, Kind: PlaceSite} }

// InBin is a bin of a site; binID 0: the site, without a bin.
func InBin(siteID, binID int64) Place { return Place{SiteID: siteID, Kind: PlaceSite, BinID: binID} }

// Virtual is the one place of a kind other than SITE.
func Virtual(kind PlaceKind) Place { return Place{Kind: kind} }

// physical reports whether stock can lie there, so that it has a balance.
func (p Place) physical() bool { return p.Kind == PlaceSite || p.Kind == PlaceInTransit }

// placeColumns reads a Place from a row of place; its targets are those of Place.targets.
func placeColumns(alias string) string {
	return fmt.Sprintf(`coalesce(%[1]s.site_id, 0), case %[1]s.kind when 'BIN' then 'SITE' else %[1]s.kind end, case %[1]s.kind when 'BIN' then %[1]s.id else 0 end`, alias)
}

func (p *Place) targets() []any { return []any{&p.SiteID, &p.Kind, &p.BinID} }

// placeName names a place for people: the site's name and the bin's code, or the kind; of a place, its site (left joined) and its bin.
func placeName(place, site string) string {
	return fmt.Sprintf(`coalesce(%[2]s.name_zh || coalesce(' ' || (select code from bin where place_id = %[1]s.id), ''), %[1]s.kind)`, place, site)
}
