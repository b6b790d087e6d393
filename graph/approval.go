package graph

import (
	"cmp"
	"context"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

// documentLife answers the fields of a document about its way to being posted, read once for all documents of a list.
type documentLife struct {
	rowID       int64
	lives       *below[*lifeView]
	outstanding *below[[]outstandingView]
}

type lifeView struct {
	*inventory.DocumentLife
	waiting []waitingLineView
	draft   []draftLineView
}

type waitingLineView struct {
	LineNo   int32
	Item     *itemView
	Lot      *lotView
	Reserve  *reserveView
	Quantity scalar.Decimal
	HoldID   *graphql.ID

	FromPlace, ToPlace string
}

type draftLineView struct {
	Item             *itemView
	Lot              *lotView
	Reserve          *reserveView
	HoldID           *graphql.ID
	Quantity         scalar.Decimal
	InPacks, Found   bool
	ExpectedQuantity *scalar.Decimal
	PackID, BinID    *graphql.ID
	ToBinID          *graphql.ID
}

type documentApprovalView struct {
	Person, Decision, Reason string
	DecidedAt                scalar.DateTime
	Void                     bool
}

// idOrNone is the global id of a row, or nil where there is none.
func idOrNone(kind string, id int64) *graphql.ID {
	if id == 0 {
		return nil
	}
	g := globalID(kind, id)
	return &g
}

func (r *Resolver) documentLives(ids []int64) *below[*lifeView] {
	return &below[*lifeView]{read: func(ctx context.Context) (map[int64]*lifeView, error) {
		lives, err := r.Inventory.DocumentLives(ctx, ids)
		if err != nil {
			return nil, err
		}
		rel := r.relations()
		for _, l := range lives {
			for _, w := range l.Lines {
				rel.lots[w.LotID], rel.reserves[w.ReserveID] = true, true
			}
			for _, d := range l.Draft {
				rel.items[d.ItemID], rel.lots[d.LotID], rel.reserves[d.ReserveID] = true, true, true
			}
		}
		if err := rel.load(ctx); err != nil {
			return nil, err
		}
		views := map[int64]*lifeView{}
		for id, l := range lives {
			v := &lifeView{DocumentLife: l, waiting: []waitingLineView{}, draft: []draftLineView{}}
			for _, w := range l.Lines {
				v.waiting = append(v.waiting, waitingLineView{int32(w.LineNo), rel.itemViews[w.ItemID], rel.lotViews[w.LotID], rel.reserveViews[w.ReserveID], scalar.NewDecimal(w.Quantity), idOrNone("qualityHold", orZero(w.HoldID)), w.FromPlace, w.ToPlace})
			}
			for _, d := range l.Draft {
				v.draft = append(v.draft, draftLineView{rel.itemViews[d.ItemID], rel.lotViews[d.LotID], rel.reserveViews[d.ReserveID], idOrNone("qualityHold", d.HoldID), scalar.NewDecimal(d.Quantity), d.InPacks, d.Found,
					scalar.NewDecimalPointer(d.ExpectedQuantity), idOrNone("pack", d.PackID), idOrNone("bin", cmp.Or(d.BinID, d.FromBinID)), idOrNone("bin", d.ToBinID)})
			}
			views[id] = v
		}
		return views, nil
	}}
}

func (d documentLife) life(ctx context.Context) (*lifeView, error) {
	v, err := d.lives.of(ctx, d.rowID)
	if err == nil && v == nil {
		err = fault.Absent("document", "")
	}
	return v, err
}

// part gives one part of a document's life.
func part[V any](ctx context.Context, d documentLife, of func(*lifeView) V) (none V, err error) {
	v, err := d.life(ctx)
	if err != nil {
		return none, err
	}
	return of(v), nil
}

// Revision grows with every change of the content.
func (d documentLife) Revision(ctx context.Context) (int32, error) {
	return part(ctx, d, func(v *lifeView) int32 { return int32(v.Revision) })
}

// ApprovalsAsked is how many persons have to approve.
func (d documentLife) ApprovalsAsked(ctx context.Context) (int32, error) {
	return part(ctx, d, func(v *lifeView) int32 { return int32(v.ApprovalsAsked) })
}

// Approvable reports whether it waits for the caller's decision.
func (d documentLife) Approvable(ctx context.Context) (bool, error) {
	return part(ctx, d, func(v *lifeView) bool { return v.Approvable })
}

// Steps is what the caller may do with it now.
func (d documentLife) Steps(ctx context.Context) ([]string, error) {
	return part(ctx, d, func(v *lifeView) []string {
		steps := make([]string, len(v.Steps))
		for i, step := range v.Steps {
			steps[i] = string(step)
		}
		return steps
	})
}

// Value is what the lines of a submitted document are worth.
func (d documentLife) Value(ctx context.Context) (*scalar.Decimal, error) {
	return part(ctx, d, func(v *lifeView) *scalar.Decimal { return scalar.NewDecimalPointer(v.Value) })
}

// StateNote says why it was refused or cancelled.
func (d documentLife) StateNote(ctx context.Context) (string, error) {
	return part(ctx, d, func(v *lifeView) string { return v.StateNote })
}

// PostedBy is who posted it, if another than its author.
func (d documentLife) PostedBy(ctx context.Context) (*string, error) {
	return part(ctx, d, func(v *lifeView) *string { return v.PostedBy })
}

// Returns is the number of the issue whose goods came back.
func (d documentLife) Returns(ctx context.Context) (*string, error) {
	return part(ctx, d, func(v *lifeView) *string { return v.Returns })
}

// WaitingLines is what it will move.
func (d documentLife) WaitingLines(ctx context.Context) ([]waitingLineView, error) {
	return part(ctx, d, func(v *lifeView) []waitingLineView { return v.waiting })
}

// DraftLines is what was typed.
func (d documentLife) DraftLines(ctx context.Context) ([]draftLineView, error) {
	return part(ctx, d, func(v *lifeView) []draftLineView { return v.draft })
}

// Approvals lists who decided what.
func (d documentLife) Approvals(ctx context.Context) ([]documentApprovalView, error) {
	return part(ctx, d, func(v *lifeView) []documentApprovalView {
		all := []documentApprovalView{}
		for _, a := range v.Approvals {
			all = append(all, documentApprovalView{a.Person, a.Decision, a.Reason, scalar.NewDateTime(a.DecidedAt), a.Void})
		}
		return all
	})
}

// draftInput asks for a document to be kept as a draft.
type draftInput struct {
	DocumentID *graphql.ID
	Revision   *int32
}

func (d *draftInput) read() (*inventory.Draft, error) {
	if d == nil {
		return nil, nil
	}
	id, err := optionalID(d.DocumentID, "document", "draft.documentId")
	return &inventory.Draft{DocumentID: id, Revision: int(orZero(d.Revision))}, err
}

// DocumentsToApprove lists what waits for the caller's decision.
func (r *Resolver) DocumentsToApprove(ctx context.Context, args struct{ pageArgs }) (*connection[*documentView], error) {
	return connect(ctx, "documentsToApprove", args.pageArgs, r.Inventory.ListDocumentsToApprove(), byID(r.viewDocuments, documentID))
}

// DocumentsToApprove counts what waits for the caller's decision.
func (v *workbenchView) DocumentsToApprove(ctx context.Context) (*int32, error) {
	return permitted(v.inv.CountDocumentsToApprove(ctx))
}

// DocumentsToPost counts the approved documents whose goods the caller may let go.
func (v *workbenchView) DocumentsToPost(ctx context.Context) (*int32, error) {
	return permitted(v.inv.CountDocumentsToPost(ctx))
}

type approvalResultView struct {
	Warnings   []*warningView
	Document   *documentView
	Approved   bool
	UserErrors []*userError
}

type approveDocumentsPayload struct {
	Results    []approvalResultView
	Replayed   bool
	UserErrors []*userError
}

// ApproveDocuments approves documents, each told by itself what became of it.
func (r *Resolver) ApproveDocuments(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		Documents  []struct {
			DocumentID graphql.ID
			Revision   int32
		}
		Mode *string
	}
}) (*approveDocumentsPayload, error) {
	in := args.Input
	a := inventory.Approval{RequestKey: in.RequestKey, BestEffort: orZero(in.Mode) == "BEST_EFFORT"}
	var err error
	for i, d := range in.Documents {
		c := inventory.DocumentChange{Revision: int(d.Revision)}
		if c.DocumentID, err = rowID(d.DocumentID, "document", "documentId"); err != nil {
			err = under("documents", i, err)
			break
		}
		a.Documents = append(a.Documents, c)
	}
	var results []inventory.ApprovalResult
	p := &approveDocumentsPayload{Results: []approvalResultView{}}
	if err == nil {
		results, p.Replayed, err = r.Inventory.ApproveDocuments(ctx, a)
	}
	if p.UserErrors, err = r.refused(ctx, "approveDocuments", err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	var ids []int64
	for _, x := range results {
		ids = append(ids, x.DocumentID)
	}
	views, err := r.documentViews(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, x := range results {
		v := approvalResultView{Document: views[x.DocumentID], Approved: x.Fault == nil, Warnings: viewWarnings(x.Warnings), UserErrors: []*userError{}}
		if x.Fault != nil {
			v.UserErrors = append(v.UserErrors, &userError{x.Fault})
			if !p.Replayed {
				access.RecordRefusal(ctx, r.Pool, access.Entry{Action: "approveDocuments", ObjectKind: "document", ObjectID: x.DocumentID, Detail: map[string]any{"code": x.Fault.Code, "facts": x.Fault.Facts}})
			}
		}
		p.Results = append(p.Results, v)
	}
	return p, nil
}

// changeDocument carries out a step of a document's life.
func (r *Resolver) changeDocument(ctx context.Context, action string, document graphql.ID, c inventory.DocumentChange, do func(context.Context, inventory.DocumentChange) (inventory.Posted, error)) (*documentPayload, error) {
	var posted inventory.Posted
	id, err := rowID(document, "document", "documentId")
	if err == nil {
		c.DocumentID = id
		posted, err = do(ctx, c)
	}
	return r.documentAnswer(ctx, action, posted, err)
}

// SubmitDocument hands in a draft.
func (r *Resolver) SubmitDocument(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		DocumentID graphql.ID
		Revision   int32
	}
}) (*documentPayload, error) {
	in := args.Input
	return r.changeDocument(ctx, "submitDocument", in.DocumentID, inventory.DocumentChange{RequestKey: in.RequestKey, Revision: int(in.Revision)}, r.Inventory.SubmitDocument)
}

// PostDocument posts what is approved.
func (r *Resolver) PostDocument(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		DocumentID graphql.ID
		Revision   int32
		OccurredAt *scalar.DateTime
	}
}) (*documentPayload, error) {
	in := args.Input
	return r.changeDocument(ctx, "postDocument", in.DocumentID, inventory.DocumentChange{RequestKey: in.RequestKey, Revision: int(in.Revision), OccurredAt: timeOf(in.OccurredAt)}, r.Inventory.PostDocument)
}

type documentReasonArgs struct {
	Input struct {
		RequestKey string
		DocumentID graphql.ID
		Revision   int32
		Reason     string
	}
}

func (a documentReasonArgs) change() inventory.DocumentChange {
	return inventory.DocumentChange{RequestKey: a.Input.RequestKey, Revision: int(a.Input.Revision), Reason: a.Input.Reason}
}

// RefuseDocument turns down a document that waits.
func (r *Resolver) RefuseDocument(ctx context.Context, args documentReasonArgs) (*documentPayload, error) {
	return r.changeDocument(ctx, "refuseDocument", args.Input.DocumentID, args.change(), r.Inventory.RefuseDocument)
}

// CancelDocument gives up a document that is not posted.
func (r *Resolver) CancelDocument(ctx context.Context, args documentReasonArgs) (*documentPayload, error) {
	return r.changeDocument(ctx, "cancelDocument", args.Input.DocumentID, args.change(), r.Inventory.CancelDocument)
}
