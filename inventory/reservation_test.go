package inventory_test

import (
	"changping/internal/postgres"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
)

func reserve(b *bundle, holds ...inventory.Hold) (ids []int64, err error) {
	err = postgres.InTx(b.system, b.db.Pool, func(tx pgx.Tx) error {
		ids, _, err = inventory.ReserveTx(b.system, tx, holds, nil)
		return err
	})
	return ids, err
}

func release(b *bundle, ids []int64) error {
	return postgres.InTx(b.system, b.db.Pool, func(tx pgx.Tx) error { return inventory.ReleaseTx(b.system, tx, ids) })
}
