package access

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"changping/internal/postgres"

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

// Line is an entry of the audit trail about to be written: what was done, and by whom on which request.
type Line struct {
	personID  *int64
	role      string
	requestID string
	Entry
}

// LineFor begins a line for the caller of ctx.
func LineFor(ctx context.Context) Line {
	l := Line{requestID: RequestID(ctx)}
	switch a := ActorFrom(ctx); {
	case a == nil:
	case a.System:
		l.role = "SYSTEM"
	default:
		l.personID, l.role = &a.PersonID, a.roles()
	}
	return l
}

// Saying completes a line with what was done.
func (l Line) Saying(e Entry) Line {
	if e.Outcome == "" {
		e.Outcome = "DONE"
	}
	l.Entry = e
	return l
}

// QueueLines queues lines, possibly of several callers, in the transaction of the change: no entry, no change. ShareStreams must
// have gone before.
func QueueLines(batch *pgx.Batch, lines []Line) error {
	n := len(lines)
	people, objects := make([]any, n), make([]int64, n)
	roles, actions, kinds, outcomes, requests, details := make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	for i, l := range lines {
		details[i] = "{}"
		if l.Detail != nil {
			detail, err := json.Marshal(l.Detail)
			if err != nil {
				return err
			}
			details[i] = string(detail)
		}
		if l.personID != nil {
			people[i] = *l.personID
		}
		roles[i], actions[i], kinds[i], objects[i], outcomes[i], requests[i] = l.role, l.Action, l.ObjectKind, l.ObjectID, l.Outcome, l.requestID
	}
	// Rows get their ids in the order of the arrays.
	batch.Queue(`insert into audit_entry (id, at, person_id, role, action, object_kind, object_id, outcome, request_id, detail, row_hash) overriding system value
		select id, at, p, r, a, k, o, u, q, d, audit_entry_hash_of(id, at, p, r, a, k, o, u, q, d)
		from (select nextval('audit_entry_id_seq') as id, clock_timestamp() as at, p, r, a, k, nullif(o, 0) as o, u, q, d
		  from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::jsonb[]) as t(p, r, a, k, o, u, q, d)) e`,
		people, roles, actions, kinds, objects, outcomes, requests, details)
	return nil
}

// RecordTx adds an audit entry for the caller of ctx in the same transaction as the change: no entry, no change.
func RecordTx(ctx context.Context, tx pgx.Tx, e Entry) error {
	batch := &pgx.Batch{}
	batch.Queue(`select ` + ShareStreams)
	if err := QueueLines(batch, []Line{LineFor(ctx).Saying(e)}); err != nil {
		return err
	}
	return tx.SendBatch(ctx, batch).Close()
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

var auditEntryFilters = []postgres.Field{
	postgres.ByID("id", "auditEntry", "e.id"), postgres.ByInstant("at", "e.at"), postgres.ByText("account", "p.account"), postgres.ByText("action", "e.action"),
	postgres.ByText("objectKind", "e.object_kind"), postgres.ByText("objectId", "e.object_id::text"), postgres.ByChoice("outcome", "e.outcome"),
}

// ListAudit gives the audit trail, newest first. Auditors.
func (acc *Access) ListAudit() *postgres.List[AuditRow] {
	return &postgres.List[AuditRow]{Fields: auditEntryFilters, Pool: acc.Pool, Orders: []postgres.Order{postgres.Newest("e.id"), postgres.Oldest("e.id")}, Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
		_, _, err := Require(ctx, "audit.read")
		return postgres.Listing{Columns: `e.id, e.at, p.account, e.action, e.object_kind, e.object_id, e.outcome, e.detail::text as detail`,
			From: `from audit_entry e left join person p on p.id = e.person_id where true`}, err
	}}
}
