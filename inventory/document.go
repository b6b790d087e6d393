package inventory

import (
	"context"
	"time"

	"changping/access"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// DocumentRow is a document in a list. Number is empty until it is posted.
type DocumentRow struct {
	ID, SiteID             int64
	CounterSiteID          *int64
	Number                 string
	Kind, Reason, State    string
	Note                   string
	OccurredAt, RecordedAt time.Time
	RecordedBy             *string
	PersonID               *int64  // who recorded it; nil: the system
	Reverses, ReversedBy   *string // numbers of documents
	ReversesID             *int64
	ReversedByID           *int64
	Completes, Completed   bool            // one side of a transfer in two steps
	Returned               bool            // goods of it have come back
	CountedSince           string          // a stocktake of its goods closed since; empty: none
	Author, Fresh          bool            // recorded by the caller; within the minutes for which its author may undo it
	UndoUntil              time.Time       // when those minutes are over
	ReversalRefusal        ReversalRefusal // why the caller cannot reverse it; empty: it can be tried
}

// documentHead is what a document says of itself, and documentColumns also what decides upon its reversal, which takes more reading.
const (
	documentHead = `d.id, d.site_id, d.counter_site_id, coalesce(d.number, '') as number, d.kind, d.reason, d.state, d.note, d.occurred_at, d.recorded_at,
	p.name as recorded_by, o.number as reverses, v.number as reversed_by, ` + undoUntil + ` as undo_until, o.id as reverses_id, v.id as reversed_by_id, d.person_id`
	documentColumns = documentHead + `, d.completes_id is not null as completes, exists (select 1 from document c where c.completes_id = d.id) as completed,
	exists (select 1 from document c where c.returns_id = d.id and c.state = 'POSTED') as returned, coalesce(` + countedSince + `, '') as counted_since, ` + fresh + ` as fresh`
	documentTables = `
	from document d left join person p on p.id = d.person_id left join document o on o.id = d.reverses_id left join document v on v.reverses_id = d.id`
)

// DocumentFilter narrows a list of documents; zero values: all.
type DocumentFilter struct {
	SiteID   int64 // either side
	ToSiteID int64 // transfers sent to this site
	Kind     DocumentKind
	State    DocumentState
}

// judgeReversal tells which documents the caller may reverse, and why not the others.
func judgeReversal(ctx context.Context, all []DocumentRow) {
	for i := range all {
		d := &all[i]
		d.Author = isAuthor(ctx, d.PersonID)
		d.ReversalRefusal = whyNotReversed(reversal{kind: DocumentKind(d.Kind), state: DocumentState(d.State), completes: d.Completes, completed: d.Completed, returned: d.Returned,
			counted: d.CountedSince != "", allowed: covers(ctx, "document.reverse", d.SiteID), author: d.Author, fresh: d.Fresh})
	}
}

// listedDocuments are the documents of a scope and a filter.
const listedDocuments = `($1 or d.site_id = any($2) or d.counter_site_id = any($2)) and ($3 = 0 or d.site_id = $3 or d.counter_site_id = $3)
	and ($4 = '' or d.kind = $4) and ($5 = '' or d.state = $5) and ($6 = 0 or d.counter_site_id = $6 and d.kind = 'TRANSFER' and d.completes_id is null)`

var documentFilters = []postgres.Field{
	postgres.ByID("id", "document", "d.id"), postgres.ByText("number", "coalesce(d.number, '')"), postgres.ByChoice("kind", "d.kind"),
	postgres.ByText("reason", "d.reason"), postgres.ByChoice("state", "d.state"), postgres.ByID("siteId", "site", "d.site_id"),
	postgres.ByID("counterSiteId", "site", "d.counter_site_id"), postgres.ByText("note", "d.note"), postgres.ByInstant("occurredAt", "d.occurred_at"),
	postgres.ByInstant("recordedAt", "d.recorded_at"), postgres.ByText("recordedBy", "p.name"), postgres.ByID("reversesId", "document", "d.reverses_id"),
}

// listDocuments lists the documents that a use case finds, by a condition on documents d.
func (inv *Inventory) listDocuments(own, other postgres.Order, where func(context.Context) (string, []any, error)) *postgres.List[DocumentRow] {
	return &postgres.List[DocumentRow]{Fields: documentFilters, Pool: inv.Pool, Orders: []postgres.Order{own, other}, Row: pgx.RowToStructByNameLax[DocumentRow], Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
		condition, args, err := where(ctx)
		return postgres.Listing{Columns: documentColumns, From: documentTables + ` where ` + condition, Args: args}, err
	}, Complete: func(ctx context.Context, all []DocumentRow) error {
		judgeReversal(ctx, all)
		return nil
	}}
}

// ListDocuments gives documents of the sites in scope, newest first: those in whose name they stand, and those on the other side of a
// transfer, on the way or received.
func (inv *Inventory) ListDocuments(f DocumentFilter) *postgres.List[DocumentRow] {
	return inv.listDocuments(postgres.Newest("d.id"), postgres.Oldest("d.id"), func(ctx context.Context) (string, []any, error) {
		_, scope, err := access.Require(ctx, "stock.read")
		return listedDocuments, []any{scope.District, scope.SiteIDs, f.SiteID, f.Kind, f.State, f.ToSiteID}, err
	})
}

// visibleDocuments are those of the documents $1 that a caller may see.
const visibleDocuments = ` where d.id = any($1) and ($2 or d.site_id = any($3) or d.counter_site_id = any($3) or d.person_id = $4)`

// DocumentsByID gives those of the documents that the caller may see.
func (inv *Inventory) DocumentsByID(ctx context.Context, ids []int64) (map[int64]DocumentRow, error) {
	actor, scope, err := access.Require(ctx, "stock.read")
	if err != nil {
		return nil, err
	}
	all, err := collectPlanned(ctx, inv.Pool, pgx.RowToStructByNameLax[DocumentRow], `select `+documentColumns+documentTables+visibleDocuments, ids, scope.District, scope.SiteIDs, actor.PersonID)
	judgeReversal(ctx, all)
	return documentsByID(all), err
}

// DocumentHeads is DocumentsByID without looking at who may reverse them: ReversalRefusal says nothing.
func (inv *Inventory) DocumentHeads(ctx context.Context, ids []int64) (map[int64]DocumentRow, error) {
	actor, scope, err := access.Require(ctx, "stock.read")
	if err != nil {
		return nil, err
	}
	all, err := collectPlanned(ctx, inv.Pool, pgx.RowToStructByNameLax[DocumentRow], `select `+documentHead+documentTables+visibleDocuments, ids, scope.District, scope.SiteIDs, actor.PersonID)
	return documentsByID(all), err
}

func documentsByID(all []DocumentRow) map[int64]DocumentRow {
	byID := map[int64]DocumentRow{}
	for _, d := range all {
		byID[d.ID] = d
	}
	return byID
}

// MovementRow is a line of a document.
type MovementRow struct {
	DocumentID, ItemID, LotID, ReserveID int64
	LineNo                               int
	FromPlace, ToPlace                   string
	Quantity                             decimal.Decimal
}

// MovementsOf gives the lines of documents, whoever asks: used below lists that are already within scope.
func (inv *Inventory) MovementsOf(ctx context.Context, documentIDs []int64) (map[int64][]MovementRow, error) {
	all, err := collectPlanned(ctx, inv.Pool, pgx.RowToStructByName[MovementRow], `select m.document_id, m.item_id, m.lot_id, m.reserve_id, m.line_no, `+placeName("f", "fs")+` as from_place,
		  `+placeName("t", "ts")+` as to_place, m.quantity
		from movement m join place f on f.id = m.from_place_id left join site fs on fs.id = f.site_id
		join place t on t.id = m.to_place_id left join site ts on ts.id = t.site_id
		where m.document_id = any($1) order by m.document_id, m.line_no`, documentIDs)
	byID := map[int64][]MovementRow{}
	for _, m := range all {
		byID[m.DocumentID] = append(byID[m.DocumentID], m)
	}
	return byID, err
}
