package inventory

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Related is what the rows of a list refer to.
type Related struct {
	Lots       map[int64]Lot
	Items      map[int64]Item
	Sites      map[int64]Site
	Reserves   map[int64]Reserve
	Categories []Category
}

// RelatedIDs says what to read. OfLots: the items of the lots too. Categories: all of them, beside items.
type RelatedIDs struct {
	Lots, Items, Sites, Reserves []int64
	OfLots, Categories           bool
}

// Related reads what the rows of a list refer to, a statement a kind and one round trip for all, whoever asks: used below lists that are
// already within scope.
func (inv *Inventory) Related(ctx context.Context, ids RelatedIDs) (Related, error) {
	r := Related{Lots: map[int64]Lot{}, Items: map[int64]Item{}, Sites: map[int64]Site{}, Reserves: map[int64]Reserve{}}
	batch := plannedOnce()
	if len(ids.Lots) > 0 {
		collect(batch, `select `+lotColumns+` where id = any($1)`, ids.Lots, func(l Lot) { r.Lots[l.ID] = l })
	}
	var ofLots []int64
	if ids.OfLots {
		ofLots = ids.Lots
	}
	if len(ids.Items)+len(ofLots) > 0 {
		batch.Queue(`select `+itemColumns+` where i.id = any($1::bigint[] || array(select item_id from lot where id = any($2)))`, ids.Items, ofLots).Query(func(rows pgx.Rows) error {
			all, err := pgx.CollectRows(rows, pgx.RowToStructByNameLax[Item])
			for _, i := range all {
				r.Items[i.ID] = i
			}
			return err
		})
		if ids.Categories {
			batch.Queue(categoriesSQL).Query(func(rows pgx.Rows) (err error) {
				r.Categories, err = pgx.CollectRows(rows, pgx.RowToStructByName[Category])
				return err
			})
		}
	}
	if len(ids.Sites) > 0 {
		collect(batch, `select `+siteColumns+` where id = any($1)`, ids.Sites, func(s Site) { r.Sites[s.ID] = s })
	}
	if len(ids.Reserves) > 0 {
		collect(batch, `select `+reserveColumns+` where id = any($1)`, ids.Reserves, func(v Reserve) { r.Reserves[v.ID] = v })
	}
	if batch.Len() == 1 {
		return r, nil
	}
	return r, inv.Pool.SendBatch(ctx, batch).Close()
}
