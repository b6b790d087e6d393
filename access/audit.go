package access

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Entry is what the audit trail is told.
type Entry struct {
	Action     string // such as stock.issue
	ObjectKind string
	ObjectID   int64
	Outcome    string // empty: DONE
	Detail     any    // marshalled to JSON
}

// RecordTx adds an audit entry for the caller of ctx in the same transaction as the change: no entry, no change.
func RecordTx(ctx context.Context, tx pgx.Tx, e Entry) error {
	if err := ShareStreamTx(ctx, tx, "audit_entry"); err != nil {
		return err
	}
	if e.Outcome == "" {
		e.Outcome = "DONE"
	}
	detail := []byte("{}")
	if e.Detail != nil {
		var err error
		if detail, err = json.Marshal(e.Detail); err != nil {
			return err
		}
	}
	var person *int64
	role := ""
	switch a := ActorFrom(ctx); {
	case a == nil:
	case a.System:
		role = "SYSTEM"
	default:
		person, role = &a.PersonID, a.roles()
	}
	_, err := tx.Exec(ctx, `insert into audit_entry (person_id, role, action, object_kind, object_id, outcome, request_id, detail)
		values ($1, $2, $3, $4, nullif($5::bigint, 0), $6, $7, $8)`, person, role, e.Action, e.ObjectKind, e.ObjectID, e.Outcome, RequestID(ctx), detail)
	return err
}

// RecordRefusal adds an entry for what was refused, in a transaction of its own: the refused one is gone.
func RecordRefusal(ctx context.Context, pool *pgxpool.Pool, e Entry) {
	e.Outcome = "REFUSED"
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error { return RecordTx(ctx, tx, e) }); err != nil {
		slog.ErrorContext(ctx, "a refusal could not be audited", "action", e.Action, "error", err)
	}
}

// AuditRow is an entry of the audit trail in a list.
type AuditRow struct {
	ID         int64
	At         time.Time
	Account    *string
	Action     string
	ObjectKind string
	ObjectID   *int64
	Outcome    string
	Detail     string
}

// ListAudit gives the audit trail, newest first. Auditors.
func (acc *Access) ListAudit(ctx context.Context, limit int, beforeID int64) ([]AuditRow, error) {
	if _, _, err := Require(ctx, "audit.read"); err != nil {
		return nil, err
	}
	rows, err := acc.Pool.Query(ctx, `select e.id, e.at, p.account, e.action, e.object_kind, e.object_id, e.outcome, e.detail::text as detail
		from audit_entry e left join person p on p.id = e.person_id where $1 = 0 or e.id < $1 order by e.id desc limit $2`, beforeID, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[AuditRow])
}
