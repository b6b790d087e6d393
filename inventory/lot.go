package inventory

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Lot is goods of one item that came together. Expired is not a state of it: it follows from the date.
type Lot struct {
	ID, ItemID        int64
	LotNo, SerialNo   string
	MadeOn, ExpiresOn *time.Time
	UnitCost          *decimal.Decimal // yuan per base unit; nil: not known
	Origin, Quality   string
	ConditionGrade    string // A as new, B used, C worn but fit for use
}

// LotsByID gives lots by id, whoever asks: used below lists that are already within scope.
func LotsByID(ctx context.Context, pool querier, ids []int64) (map[int64]Lot, error) {
	return lotsByID(ctx, pool, ids)
}

const lotColumns = `id, item_id, lot_no, serial_no, made_on, expires_on, unit_cost, origin, quality, condition_grade from lot`

func lotsByID(ctx context.Context, q querier, ids []int64) (map[int64]Lot, error) {
	rows, err := q.Query(ctx, `select `+lotColumns+` where id = any($1)`, ids)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByName[Lot])
	byID := map[int64]Lot{}
	for _, l := range all {
		byID[l.ID] = l
	}
	return byID, err
}
