package inventory

import (
	"context"
	"encoding/json"
	"time"

	"changping/access"
	"changping/internal/postgres"

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
	Returns        *string          // number of the issue whose goods came back by it
	Approvable     bool             // it waits for the caller's decision
	Steps          []DocumentStep   // what the caller may do with it now
	Value          *decimal.Decimal // yuan, of the lines of a document that was submitted; nil: not known
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
	FromPlace, ToPlace                   string
}

// DraftLine is a line as it was typed; zero values: not given.
type DraftLine struct {
	ItemID, LotID, ReserveID, HoldID  int64
	Quantity                          decimal.Decimal
	InPacks, Found                    bool
	PackID, BinID, FromBinID, ToBinID int64
	ExpectedQuantity                  *decimal.Decimal
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
	if actor := access.ActorFrom(ctx); actor != nil {
		me = actor.PersonID
	}
	batch := plannedOnce()
	var l DocumentLife
	var f stepFacts
	var content []byte
	var siteID int64
	var siteKind string
	var forIncident bool
	batch.Queue(`select d.id, d.site_id, s.kind, d.kind, d.state, d.incident_id is not null, d.revision,
		  case when d.state in ('SUBMITTED','APPROVED') then greatest(document_approvals_asked(d), 1) else d.approvals_asked end, d.state_note, p.name, r.number,
		  (select case when bool_and(t.unit_cost is not null) then round(sum(x.quantity * t.unit_cost), 2) end from document_line x join lot t on t.id = x.lot_id where x.document_id = d.id),
		  d.person_id is not distinct from nullif($2::bigint, 0), `+decided+`, (select count(*) from document_approval a where a.document_id = d.id and a.revision = d.revision and a.decision = 'APPROVED'),
		  coalesce(e.finding, ''), coalesce(e.person_id = $2, false), d.content
		from document d join site s on s.id = d.site_id left join person p on p.id = d.posted_by left join document r on r.id = d.returns_id
		left join scrap_appraisal e on e.document_id = d.id and e.revision = d.revision where d.id = any($1)`, ids, me).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, []any{&l.DocumentID, &siteID, &siteKind, &f.kind, &f.state, &forIncident, &l.Revision, &l.ApprovalsAsked, &l.StateNote, &l.PostedBy, &l.Returns, &l.Value,
			&f.author, &f.decided, &f.approvals, &f.finding, &f.appraiser, &content}, func() error {
			one := l
			one.Value = copied(l.Value)
			f.asked, f.typed = l.ApprovalsAsked, content != nil && !forIncident // what is issued for an incident is no draft: it is typed anew
			f.keeps, _ = keeps(ctx, f.kind, siteID, siteKind, forIncident)      // who may not anywhere keeps nothing
			f.approves, f.appraises = covers(ctx, "document.approve", siteID), covers(ctx, "scrap.appraise", siteID)
			one.Steps = stepsOf(f)
			one.Approvable = f.approves && !f.author && !f.decided && waitsForApproval(f.state, f.approvals, f.asked)
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
	collect(batch, `select x.document_id, x.item_id, x.lot_id, x.reserve_id, x.line_no, x.quantity, x.hold_id, `+placeName("f", "fs")+` as from_place, `+placeName("t", "ts")+` as to_place
		from document_line x join place f on f.id = x.from_place_id left join site fs on fs.id = f.site_id join place t on t.id = x.to_place_id left join site ts on ts.id = t.site_id
		where x.document_id = any($1) order by x.document_id, x.line_no`, ids,
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

// decided tells whether person $2 has decided upon document d as it stands.
const decided = `exists (select 1 from document_approval a where a.document_id = d.id and a.revision = d.revision and a.person_id = $2)`

// documentsToApprove is what waits for a decision of person $2 over a scope: what was submitted, and what was approved by fewer than
// the rules ask for by now.
const documentsToApprove = `(d.state = 'SUBMITTED' or d.state = 'APPROVED' and document_approvals_asked(d) >
	    (select count(*) from document_approval a where a.document_id = d.id and a.revision = d.revision and a.decision = 'APPROVED'))
	and ($1 or d.site_id = any($3)) and d.person_id is distinct from $2 and not ` + decided

// ListDocumentsToApprove gives the documents that wait for the caller's decision, oldest first. Dispatchers.
func (inv *Inventory) ListDocumentsToApprove() *postgres.List[DocumentRow] {
	return inv.listDocuments(postgres.Oldest("d.id"), postgres.Newest("d.id"), func(ctx context.Context) (string, []any, error) {
		actor, scope, err := access.Require(ctx, "document.approve")
		if err != nil {
			return "", nil, err
		}
		return documentsToApprove, []any{scope.District, actor.PersonID, scope.SiteIDs}, nil
	})
}

// CountDocumentsToApprove counts what ListDocumentsToApprove would list in all.
func (inv *Inventory) CountDocumentsToApprove(ctx context.Context) (int, error) {
	actor, scope, err := access.Require(ctx, "document.approve")
	if err != nil {
		return 0, err
	}
	return inv.count(ctx, `select count(*) from document d where `+documentsToApprove, scope.District, actor.PersonID, scope.SiteIDs)
}

// CountDocumentsToPost counts the approved documents whose goods the caller may let go.
func (inv *Inventory) CountDocumentsToPost(ctx context.Context) (int, error) {
	_, scope, err := access.Require(ctx, "stock.transfer")
	if err != nil {
		return 0, err
	}
	return inv.count(ctx, `select count(*) from document where state = 'APPROVED' and ($1 or site_id = any($2))`, scope.District, scope.SiteIDs)
}
