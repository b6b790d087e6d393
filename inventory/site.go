package inventory

import (
	"context"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

func init() {
	// Whoever may act at every site of the district can name one that is not there: drawing a number of it finds out.
	postgres.RegisterConstraint("document_counter_site_id_fkey1", func() *fault.Error {
		return fault.New(fault.NotFound, "NOT_FOUND", "There is no such site.").At("siteId")
	})
}

// Site is a place that holds stock. Administrators make and change sites.
type Site struct {
	ID                  int64
	Code                string
	NameZh, NameEn      string
	Kind                string // DEPOT, TOWN_STORE, ENTERPRISE_STORE, SHELTER, PUBLIC_CABINET or HUB
	OrganisationID      int64  // who keeps it
	TownID              int64  // in which town it lies; 0: unknown
	Latitude, Longitude decimal.Decimal
	Address             string
	VolumeM3            *decimal.Decimal
	PeopleCapacity      *int
	StorageConditions   []string
	PublicNotes, Source string
	Demo                bool
}

// CreateSite adds a site and its place in the ledger. Administrators.
func (inv *Inventory) CreateSite(ctx context.Context, s Site) (id int64, err error) {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return 0, err
	}
	if s.Code == "" || s.NameZh == "" || s.NameEn == "" {
		return 0, fault.Invalidf("code", "MISSING", "A site needs a code and its name in Chinese and English.")
	}
	if s.StorageConditions == nil {
		s.StorageConditions = []string{"ambient", "dry", "cool"}
	}
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, `insert into site (code, name_zh, name_en, kind, organisation_id, town_id, latitude, longitude, address, volume_m3, people_capacity,
			storage_conditions, public_notes, source, demo) values ($1, $2, $3, $4, $5, nullif($6::bigint, 0), $7, $8, $9, $10, $11, $12, $13, $14, $15) returning id`,
			s.Code, s.NameZh, s.NameEn, s.Kind, s.OrganisationID, s.TownID, s.Latitude, s.Longitude, s.Address, s.VolumeM3, s.PeopleCapacity,
			s.StorageConditions, s.PublicNotes, s.Source, s.Demo).Scan(&id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `insert into place (kind, site_id) values ('SITE', $1)`, id); err != nil {
			return err
		}
		return access.RecordTx(ctx, tx, access.Entry{Action: "site.create", ObjectKind: "site", ObjectID: id})
	})
	return id, err
}

const siteFields = `id, code, name_zh, name_en, kind, organisation_id, coalesce(town_id, 0) as town_id, latitude, longitude, address, volume_m3, people_capacity, storage_conditions,
	public_notes, source, demo`

const siteColumns = siteFields + ` from site`

func collectSites(ctx context.Context, q querier, sql string, args ...any) ([]Site, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[Site])
}

// SitesByIDTx gives sites by id; those unknown are not in the map. Where sites are is no secret.
func SitesByIDTx(ctx context.Context, tx querier, ids []int64) (map[int64]Site, error) {
	all, err := collectSites(ctx, tx, `select `+siteColumns+` where id = any($1)`, ids)
	byID := map[int64]Site{}
	for _, s := range all {
		byID[s.ID] = s
	}
	return byID, err
}

var siteFilters = []postgres.Field{
	postgres.ByID("id", "site", "id"), postgres.ByText("code", "code"), postgres.ByText("nameZh", "name_zh"), postgres.ByText("nameEn", "name_en"),
	postgres.ByChoice("kind", "kind"), postgres.ByID("organisationId", "organisation", "organisation_id"), postgres.ByID("townId", "organisation", "town_id"),
	postgres.ByText("address", "address"), postgres.ByWhole("peopleCapacity", "people_capacity"), postgres.ByText("publicNotes", "public_notes"),
}

// ListSites gives sites; kind "" and townID 0: all. Any signed-in person.
func (inv *Inventory) ListSites(kind string, townID int64) *postgres.List[Site] {
	return &postgres.List[Site]{Fields: siteFilters, Pool: inv.Pool, Orders: []postgres.Order{
		{Name: "CODE", By: []postgres.Key{{SQL: "code", Type: "text"}}},
		{Name: "NAME", By: []postgres.Key{{SQL: "name_zh" + postgres.ByName, Type: "text"}, {SQL: "code", Type: "text"}}},
	}, Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
		_, _, err := access.Require(ctx, "catalogue.read")
		return postgres.Listing{Columns: siteFields, From: `from site where ($1 = '' or kind = $1) and ($2 = 0 or town_id = $2)`, Args: []any{kind, townID}}, err
	}}
}

// NearCabinet is a public cabinet and its distance.
type NearCabinet struct {
	Site   Site
	Metres int
}

// NearestCabinets gives the public cabinets nearest to a point, for anybody: who needs a defibrillator does not sign in.
func (inv *Inventory) NearestCabinets(ctx context.Context, latitude, longitude float64, limit int) ([]NearCabinet, error) {
	if !(latitude >= -90 && latitude <= 90) || !(longitude >= -180 && longitude <= 180) {
		return nil, fault.Invalidf("latitude", "POINT", "A point has a latitude of -90 to 90 and a longitude of -180 to 180 degrees.")
	}
	rows, err := inv.Pool.Query(ctx, `select id, round(6371000 * 2 * asin(sqrt(least(1, power(sin(radians((latitude::float8 - $1) / 2)), 2) +
		cos(radians($1)) * cos(radians(latitude::float8)) * power(sin(radians((longitude::float8 - $2) / 2)), 2)))))::integer as metres
		from site where kind = 'PUBLIC_CABINET' order by metres, id limit $3`, latitude, longitude, limit)
	if err != nil {
		return nil, err
	}
	var near []NearCabinet
	var ids []int64
	var n NearCabinet
	if _, err := pgx.ForEachRow(rows, []any{&n.Site.ID, &n.Metres}, func() error {
		near, ids = append(near, n), append(ids, n.Site.ID)
		return nil
	}); err != nil {
		return nil, err
	}
	sites, err := SitesByIDTx(ctx, inv.Pool, ids)
	for i := range near {
		near[i].Site = sites[near[i].Site.ID]
	}
	return near, err
}
