package access

import (
	"context"

	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Organisation is a node of the tree of the district. Administrators make and change organisations; those with history
// are never deleted.
type Organisation struct {
	ID                  int64
	Code                string
	NameZh, NameEn      string
	Kind, Tier          string
	ParentID            *int64
	Latitude, Longitude *string // degrees, WGS 84, as decimal text
	Population          *int
	Source              string
	Demo                bool
}

func init() {
	postgres.RegisterConstraint("organisation_code_unique", taken("code"))
	postgres.RegisterConstraint("person_account_unique", taken("account"))
}

func taken(field string) func() *fault.Error {
	return func() *fault.Error {
		return fault.New(fault.Conflict, "TAKEN", "This %s is in use already.", field).At(field)
	}
}

// CreateOrganisation adds an organisation. Administrators.
func (acc *Access) CreateOrganisation(ctx context.Context, o Organisation) (id int64, err error) {
	if _, _, err := Require(ctx, "settings.write"); err != nil {
		return 0, err
	}
	if o.Code == "" || o.NameZh == "" || o.NameEn == "" {
		return 0, fault.Invalidf("code", "MISSING", "An organisation needs a code and its name in Chinese and English.")
	}
	err = postgres.InTx(ctx, acc.Pool, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, `insert into organisation (code, name_zh, name_en, kind, tier, parent_id, latitude, longitude, population, source, demo)
			values ($1, $2, $3, $4, $5, $6, $7::text::numeric, $8::text::numeric, $9, $10, $11) returning id`,
			o.Code, o.NameZh, o.NameEn, o.Kind, o.Tier, o.ParentID, o.Latitude, o.Longitude, o.Population, o.Source, o.Demo).Scan(&id); err != nil {
			return err
		}
		return RecordTx(ctx, tx, Entry{Action: "organisation.create", ObjectKind: "organisation", ObjectID: id})
	})
	return id, err
}

// SetNeighbours records which organisations border on one another, both ways.
func (acc *Access) SetNeighbours(ctx context.Context, pairs [][2]int64) error {
	if _, _, err := Require(ctx, "settings.write"); err != nil {
		return err
	}
	return postgres.InTx(ctx, acc.Pool, func(tx pgx.Tx) error {
		for _, p := range pairs {
			if _, err := tx.Exec(ctx, `insert into organisation_neighbour values ($1, $2), ($2, $1) on conflict do nothing`, p[0], p[1]); err != nil {
				return err
			}
		}
		return RecordTx(ctx, tx, Entry{Action: "organisation.neighbours", Detail: map[string]int{"pairs": len(pairs)}})
	})
}

const organisationColumns = `id, code, name_zh, name_en, kind, tier, parent_id, latitude::text, longitude::text, population, source, demo`

var organisationFilters = []postgres.Field{
	postgres.ByID("id", "organisation", "id"), postgres.ByText("code", "code"), postgres.ByText("nameZh", "name_zh"), postgres.ByText("nameEn", "name_en"),
	postgres.ByChoice("kind", "kind"), postgres.ByChoice("tier", "tier"), postgres.ByID("parentId", "organisation", "parent_id"),
	postgres.ByWhole("population", "population"),
}

// ListOrganisations gives organisations; kind "": all. Any signed-in person.
func (acc *Access) ListOrganisations(kind string) *postgres.List[Organisation] {
	return &postgres.List[Organisation]{Fields: organisationFilters, Pool: acc.Pool, Orders: []postgres.Order{
		{Name: "CODE", By: []postgres.Key{{SQL: "code", Type: "text"}}},
		{Name: "NAME", By: []postgres.Key{{SQL: "name_zh" + postgres.ByName, Type: "text"}, {SQL: "code", Type: "text"}}},
	}, Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
		_, _, err := Require(ctx, "catalogue.read")
		return postgres.Listing{Columns: organisationColumns, From: `from organisation where ($1 = '' or kind = $1)`, Args: []any{kind}}, err
	}}
}

// OrganisationsByID gives organisations by id. Their names are no secret.
func (acc *Access) OrganisationsByID(ctx context.Context, ids []int64) (map[int64]Organisation, error) {
	rows, err := acc.Pool.Query(ctx, `select `+organisationColumns+` from organisation where id = any($1)`, ids)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByName[Organisation])
	byID := map[int64]Organisation{}
	for _, o := range all {
		byID[o.ID] = o
	}
	return byID, err
}
