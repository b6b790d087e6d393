package inventory

import (
	"context"
	"slices"
	"sync"
	"time"

	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// reference is what every posting goes by and what seldom changes. A copy is kept in memory; a book takes it only when its version, read
// after the locks, is that of the database, so that a rule made stricter while a posting waited counts. Never written once read.
type reference struct {
	version      int64
	items        map[int64]Item
	sites        map[int64]siteFacts // without the reserves of their own
	places       map[Place]int64     // of sites and beyond; bins are read when a line names one
	rules        []ApprovalRule      // in force
	consents     []consent           // of donors
	factors      factors             // what items weigh in their substitution groups
	secondPerson bool                // whether an override of a minimum needs one
}

// consent is a donor's leave to use a reserve for another purpose; empty: for any.
type consent struct {
	reserveID int64
	purpose   string
	until     time.Time // the last day
}

// referenceVersion is a column that rises with every change of what a reference copies.
const referenceVersion = `(select sum(version)::bigint from reference_version)`

type referenceKey struct{}

// keptReference gives the copy that the connection's pool keeps, if it knows the sites. A site's place never changes, so that those of
// an old copy serve to lock what is there.
func keptReference(conn *pgx.Conn, sites []int64) *reference {
	kept, ok := postgres.Memory(conn).Load(referenceKey{})
	if !ok {
		return nil
	}
	ref := kept.(*reference)
	if slices.ContainsFunc(sites, func(id int64) bool { return ref.places[AtSite(id)] == 0 }) {
		return nil
	}
	return ref
}

// readReference reads a fresh copy and keeps it, unless the transaction itself has changed what is copied: it may yet be rolled back, and
// another change would then have its version. The version is read first: what changes meanwhile makes the copy newer than it says, never
// older.
func readReference(ctx context.Context, tx pgx.Tx) (*reference, error) {
	ref := &reference{items: map[int64]Item{}, sites: map[int64]siteFacts{}, places: map[Place]int64{}, factors: factors{}}
	batch := &pgx.Batch{}
	queue := func(sql string, targets []any, row func() error) {
		batch.Queue(sql).Query(func(rows pgx.Rows) error {
			_, err := pgx.ForEachRow(rows, targets, row)
			return err
		})
	}
	var ours bool
	queue(`select `+referenceVersion+`, exists (select 1 from reference_version where xmin::text = pg_current_xact_id_if_assigned()::xid::text), coalesce((select value from setting where name = 'minimum.second_person'), 'true') <> 'false'`,
		[]any{&ref.version, &ours, &ref.secondPerson}, func() error { return nil })
	batch.Queue(`select ` + itemColumns).Query(func(rows pgx.Rows) error {
		all, err := pgx.CollectRows(rows, pgx.RowToStructByNameLax[Item])
		for _, i := range all {
			ref.items[i.ID] = i
		}
		return err
	})
	var id int64
	var site siteFacts
	queue(`select id, kind, organisation_id, storage_conditions from site`, []any{&id, &site.kind, &site.organisationID, &site.conditions}, func() error {
		one := site
		one.conditions = slices.Clone(site.conditions)
		ref.sites[id] = one
		return nil
	})
	var place Place
	queue(`select p.id, `+placeColumns("p")+` from place p where p.kind <> 'BIN'`, append([]any{&id}, place.targets()...), func() error { ref.places[place] = id; return nil })
	batch.Queue(`select ` + ruleColumns + ` where to_at is null`).Query(func(rows pgx.Rows) (err error) {
		ref.rules, err = pgx.CollectRows(rows, pgx.RowToStructByPos[ApprovalRule])
		return err
	})
	var c consent
	queue(`select reserve_id, purpose, until_on from purpose_consent where until_on >= business_date() order by id`, []any{&c.reserveID, &c.purpose, &c.until}, func() error { ref.consents = append(ref.consents, c); return nil })
	var group string
	var factor decimal.Decimal
	queue(`select group_code, item_id, factor from substitution_member`, []any{&group, &id, &factor}, func() error { ref.factors.add(group, id, factor); return nil })
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return nil, err
	}
	if !ours {
		postgres.Memory(tx.Conn()).Store(referenceKey{}, ref)
	}
	return ref, nil
}

// knownLevels are levels that somebody has seen: they are never removed.
type knownLevels struct{ sync.Map }

type knownLevelsKey struct{}

func levelsKnown(conn *pgx.Conn) *knownLevels {
	known, _ := postgres.Memory(conn).LoadOrStore(knownLevelsKey{}, &knownLevels{})
	return known.(*knownLevels)
}

// all reports whether each of the levels is known.
func (k *knownLevels) all(levels []levelKey) bool {
	return !slices.ContainsFunc(levels, func(l levelKey) bool { _, known := k.Load(l); return !known })
}

func (k *knownLevels) add(levels []levelKey) {
	for _, l := range levels {
		k.Store(l, struct{}{})
	}
}
