package inventory

import (
	"context"

	"changping/access"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// Reserve says whose goods are held, and on what terms.
type Reserve struct {
	ID, OwnerID                      int64
	Source, Tier, Custody, Programme string
	Purpose                          string // a purpose lock; empty: none
	FundingSource                    string // from which purse the goods were paid; empty: not kept apart
	AgreementID                      int64
}

// ownReserve is the reserve of a site's (s) own organisation's goods, for general use; null: none yet.
const ownReserve = `(select r.id from reserve r where r.owner_id = s.organisation_id and r.custody = 'DEDICATED'
	and r.programme = 'GENERAL' and r.purpose = '' and r.funding_source = '' and r.agreement_id is null order by r.id limit 1)`

// EnsureReserve gives the reserve on these terms, making it where there is none. Administrators.
func (inv *Inventory) EnsureReserve(ctx context.Context, r Reserve) (id int64, err error) {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return 0, err
	}
	if r.Programme == "" {
		r.Programme = "GENERAL"
	}
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		args := []any{r.OwnerID, r.Source, r.Tier, r.Custody, r.Programme, r.Purpose, r.AgreementID, r.FundingSource}
		tag, err := tx.Exec(ctx, `insert into reserve (owner_id, source, tier, custody, programme, purpose, agreement_id, funding_source) values ($1, $2, $3, $4, $5, $6, nullif($7::bigint, 0), $8)
			on conflict do nothing`, args...)
		if err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `select id from reserve where owner_id = $1 and source = $2 and tier = $3 and custody = $4 and programme = $5 and purpose = $6 and funding_source = $8
			and agreement_id is not distinct from nullif($7::bigint, 0)`, args...).Scan(&id); err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return access.RecordTx(ctx, tx, access.Entry{Action: "reserve.create", ObjectKind: "reserve", ObjectID: id})
	})
	return id, err
}

const reserveColumns = `id, owner_id, source, tier, custody, programme, purpose, funding_source, coalesce(agreement_id, 0) as agreement_id from reserve`
