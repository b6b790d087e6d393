// Package logistics is who asked, what was promised, and how it travels.
//
// Its words: an Incident has places that get relief; a Need is so much of an item at a place by a time; an Allocation says
// which lots from which sites serve which needs; a Trip is a vehicle's route; a Waybill goes with the goods for one
// destination and is signed there. Its rules: people get relief within ten hours of the start; covenants are kept unless
// a dispatcher overrides them for an open incident; a drill looks like the real thing and never touches real stock.
package logistics

import (
	"context"
	"errors"
	"fmt"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"
	"changping/inventory"
	"changping/logistics/roads"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Logistics holds the use cases of incidents, allocations and transport.
type Logistics struct {
	Pool   *pgxpool.Pool
	Travel roads.Travel
}

// New makes the use cases over a pool, with travel times from travel.
func New(pool *pgxpool.Pool, travel roads.Travel) *Logistics { return &Logistics{pool, travel} }

// Done is the answer to a write: the id of what it made or changed.
type Done struct {
	ID       int64
	Replayed bool                `json:"-"`
	Warnings []inventory.Warning `json:",omitempty"` // of the write, a replayed one too
}

// write runs a use case in its transaction, once per request key, and audits it.
func (l *Logistics) write(ctx context.Context, permission access.Permission, key, operation, object string, input any, do func(tx pgx.Tx, scope access.Scope) (int64, error)) (Done, error) {
	done, replayed, err := once(ctx, l, permission, key, operation, object, input, func(tx pgx.Tx, scope access.Scope) (Done, int64, error) {
		id, err := do(tx, scope)
		return Done{ID: id}, id, err
	})
	done.Replayed = replayed
	return done, err
}

// once is write for answers of any kind: do gives the answer, which a replay repeats, and the id of what it made or changed.
func once[T any](ctx context.Context, l *Logistics, permission access.Permission, key, operation, object string, input any, do func(tx pgx.Tx, scope access.Scope) (T, int64, error)) (answer T, replayed bool, err error) {
	return onceAudited(ctx, l, permission, key, operation, input, func(tx pgx.Tx, scope access.Scope) (T, access.Entry, error) {
		made, id, err := do(tx, scope)
		return made, access.Entry{Action: operation, ObjectKind: object, ObjectID: id}, err
	})
}

// onceAudited is once where do gives the entry for the audit itself.
func onceAudited[T any](ctx context.Context, l *Logistics, permission access.Permission, key, operation string, input any, do func(tx pgx.Tx, scope access.Scope) (T, access.Entry, error)) (answer T, replayed bool, err error) {
	_, scope, err := access.Require(ctx, permission)
	if err != nil {
		return answer, false, err
	}
	err = postgres.InTx(ctx, l.Pool, func(tx pgx.Tx) (err error) {
		answer, replayed, err = access.Once(ctx, tx, key, operation, input, func() (T, error) {
			made, entry, err := do(tx, scope)
			if err != nil {
				return made, err
			}
			return made, access.RecordTx(ctx, tx, entry)
		})
		return err
	})
	if err != nil {
		var none T
		return none, false, err
	}
	return answer, replayed, nil
}

// errRehearsed takes a rehearsal back.
var errRehearsed = errors.New("a rehearsal, taken back")

// rehearse does what write would do and takes it back: refusals and answer are those of the write, and nothing is kept, not even the
// request key. What is to be told of it, do reads in its transaction.
func rehearse[T any](ctx context.Context, l *Logistics, permission access.Permission, do func(tx pgx.Tx, scope access.Scope) (T, error)) (answer T, err error) {
	_, scope, err := access.Require(ctx, permission)
	if err != nil {
		return answer, err
	}
	err = postgres.InTx(ctx, l.Pool, func(tx pgx.Tx) (err error) {
		if answer, err = do(tx, scope); err == nil {
			err = errRehearsed
		}
		return err
	})
	if errors.Is(err, errRehearsed) {
		return answer, nil
	}
	var none T
	return none, err
}

// reader is what can be read from: the pool or a transaction.
type reader interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// nextNumber gives the next number of a kind for today, such as SJ-20261124-001, gapless and one at a time.
func nextNumber(ctx context.Context, tx pgx.Tx, prefix, table string) (number string, err error) {
	if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtextextended(current_schema() || '.number.' || $1, 0))`, prefix); err != nil {
		return "", err
	}
	var day string
	var n int
	err = tx.QueryRow(ctx, `select to_char(business_date(), 'YYYYMMDD'), count(*) + 1 from `+table+` where number like $1 || '-' || to_char(business_date(), 'YYYYMMDD') || '-%'`, prefix).Scan(&day, &n)
	return fmt.Sprintf("%s-%s-%03d", prefix, day, n), err
}

func stale(current int) error {
	return fault.New(fault.Conflict, "STALE_REVISION", "Somebody has changed this meanwhile: look again, then repeat.").With("current", fmt.Sprint(current)).At("revision")
}

func person(ctx context.Context) *int64 {
	if a := access.ActorFrom(ctx); a != nil && a.PersonID != 0 {
		return &a.PersonID
	}
	return nil
}

// IssueForIncident issues goods straight from a site for an open incident; a dispatcher may override a covenant for it. A replay warns
// again.
func (l *Logistics) IssueForIncident(ctx context.Context, is inventory.Issue) (inventory.Posted, error) {
	posted, replayed, err := once(ctx, l, "stock.issue", is.RequestKey, "issueGoods", "document", is, func(tx pgx.Tx, _ access.Scope) (inventory.Posted, int64, error) {
		in, err := lockIncident(ctx, tx, is.IncidentID)
		if err != nil {
			return inventory.Posted{}, 0, err
		}
		if in.Drill {
			return inventory.Posted{}, 0, fault.New(fault.Refused, "DRILL", "A drill never touches real stock.").At("incidentId")
		}
		if is.Override != nil {
			is.Override.IncidentID = is.IncidentID
			if is.Override.Reason == "" && is.Override.ID == 0 {
				return inventory.Posted{}, 0, fault.Invalidf("overrideReason", "REASON_MISSING", "Say why the minimum may be broken.")
			}
		}
		posted, err := inventory.IssueTx(ctx, tx, is)
		return posted, posted.DocumentID, err
	})
	posted.Replayed = replayed
	return posted, err
}
