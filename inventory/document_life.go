package inventory

import (
	"context"
	"encoding/json"
	"time"

	"changping/access"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// DocumentLife is what there is to know of a document's way to being posted.
type DocumentLife struct {
	DocumentID     int64
	Revision       int
	ApprovalsAsked int // by the rules in force now where it waits, else by those at its posting
	StateNote      string
	PostedBy       *string
	Returns        *string // number of the issue whose goods came back by it
	Approvable     bool    // the caller may approve it now, or refuse it
	Approvals      []ApprovalRow
	Lines          []WaitingLine // what it will move; of a document that was submitted
	Draft          []DraftLine   // what was typed; of a document that began as a draft or waits
	Appraisal      *AppraisalRow
	Disposal       *DisposalRow
}

// ApprovalRow is one decision upon a document. Void: upon an earlier revision.
type ApprovalRow struct {
	DocumentID int64
	Person     string
	Decision   string // APPROVED or REFUSED
	Reason     string
	DecidedAt  time.Time
	Void       bool
}

// WaitingLine is a line of a document that waits, with its goods set aside.
type WaitingLine struct {
	DocumentID, ItemID, LotID, ReserveID int64
	LineNo                               int
	Quantity                             decimal.Decimal
	HoldID                               *int64
}

// DraftLine is a line as it was typed; zero values: not given.
type DraftLine struct {
	ItemID, LotID, ReserveID, HoldID int64
	Quantity                         decimal.Decimal
	InPacks, Found                   bool
	ExpectedQuantity                 *decimal.Decimal
}

// AppraisalRow is the technical appraisal of a scrapping, of its newest revision.
type AppraisalRow struct {
	DocumentID            int64
	Person, Finding, Note string
	AppraisedAt           time.Time
}

// DisposalRow is what became of scrapped goods.
type DisposalRow struct {
	DocumentID int64
	Way        string
	Proceeds   decimal.Decimal // yuan
	Note       string
	DisposedAt time.Time
}

// DocumentLives gives the lives of documents, whoever asks: used below lists that are already within scope.
func (inv *Inventory) DocumentLives(ctx context.Context, ids []int64) (map[int64]*DocumentLife, error) {
	all := map[int64]*DocumentLife{}
	var me int64
	var approver bool
	var scope access.Scope
	if actor, s, err := access.Require(ctx, "document.approve"); err == nil {
		me, scope, approver = actor.PersonID, s, true
	}
	batch := &pgx.Batch{}
	var l DocumentLife
	var content []byte
	var waits bool
	var siteID int64
	batch.Queue(`select d.id, d.site_id, d.revision, case when d.state in ('SUBMITTED','APPROVED') then greatest(document_approvals_asked(d), 1) else d.approvals_asked end, d.state_note, p.name, r.number,
		  d.state = 'SUBMITTED' and d.person_id is distinct from $2 and not exists (select 1 from document_approval a where a.document_id = d.id and a.revision = d.revision and a.person_id = $2), d.content
		from document d left join person p on p.id = d.posted_by left join document r on r.id = d.returns_id where d.id = any($1)`, ids, me).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, []any{&l.DocumentID, &siteID, &l.Revision, &l.ApprovalsAsked, &l.StateNote, &l.PostedBy, &l.Returns, &waits, &content}, func() error {
			one := l
			one.Approvable = approver && waits && scope.CoversSite(siteID)
			all[l.DocumentID] = &one
			if content == nil {
				return nil
			}
			var typed struct{ Lines []DraftLine }
			err := json.Unmarshal(content, &typed)
			one.Draft = typed.Lines
			return err
		})
		return err
	})
	collect(batch, `select a.document_id, p.name as person, a.decision, a.reason, a.decided_at, a.revision <> d.revision as void from document_approval a join document d on d.id = a.document_id
		join person p on p.id = a.person_id where a.document_id = any($1) order by a.id`, ids, func(a ApprovalRow) { all[a.DocumentID].Approvals = append(all[a.DocumentID].Approvals, a) })
	collect(batch, `select document_id, item_id, lot_id, reserve_id, line_no, quantity, hold_id from document_line where document_id = any($1) order by document_id, line_no`, ids,
		func(w WaitingLine) { all[w.DocumentID].Lines = append(all[w.DocumentID].Lines, w) })
	collect(batch, `select a.document_id, p.name as person, a.finding, a.note, a.appraised_at from scrap_appraisal a join document d on d.id = a.document_id and d.revision = a.revision
		join person p on p.id = a.person_id where a.document_id = any($1)`, ids, func(a AppraisalRow) { all[a.DocumentID].Appraisal = &a })
	collect(batch, `select document_id, way, proceeds, note, disposed_at from scrap_disposal where document_id = any($1)`, ids, func(d DisposalRow) { all[d.DocumentID].Disposal = &d })
	return all, inv.Pool.SendBatch(ctx, batch).Close()
}

// collect queues a statement over ids and hands out its rows.
func collect[T any](batch *pgx.Batch, sql string, ids []int64, each func(T)) {
	batch.Queue(sql, ids).Query(func(rows pgx.Rows) error {
		all, err := pgx.CollectRows(rows, pgx.RowToStructByName[T])
		for _, row := range all {
			each(row)
		}
		return err
	})
}

// documentsToApprove is what waits for a decision of person $3 over a scope.
const documentsToApprove = `d.state = 'SUBMITTED' and ($1 or d.site_id = any($2)) and d.person_id is distinct from $3
	and not exists (select 1 from document_approval a where a.document_id = d.id and a.revision = d.revision and a.person_id = $3)`

// ListDocumentsToApprove gives the documents that wait for the caller's decision, oldest first. Dispatchers.
func (inv *Inventory) ListDocumentsToApprove(ctx context.Context, limit int, afterID int64) ([]DocumentRow, error) {
	actor, scope, err := access.Require(ctx, "document.approve")
	if err != nil {
		return nil, err
	}
	rows, err := inv.Pool.Query(ctx, `select `+documentColumns+` where `+documentsToApprove+` and d.id > $4 order by d.id limit $5`, scope.District, scope.SiteIDs, actor.PersonID, afterID, limit)
	if err != nil {
		return nil, err
	}
	return collectDocuments(ctx, rows)
}

// CountDocumentsToApprove counts what ListDocumentsToApprove would list in all.
func (inv *Inventory) CountDocumentsToApprove(ctx context.Context) (int, error) {
	actor, scope, err := access.Require(ctx, "document.approve")
	if err != nil {
		return 0, err
	}
	return inv.count(ctx, `select count(*) from document d where `+documentsToApprove, scope.District, scope.SiteIDs, actor.PersonID)
}
