package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type scrapAppraisalView struct {
	Person, Finding, Note string
	AppraisedAt           scalar.DateTime
}

type scrapDisposalView struct {
	Way, Note  string
	Proceeds   scalar.Decimal
	DisposedAt scalar.DateTime
}

// Appraisal is the appraisal of a scrapping.
func (d documentLife) Appraisal(ctx context.Context) (*scrapAppraisalView, error) {
	return part(ctx, d, func(v *lifeView) *scrapAppraisalView {
		a := v.Appraisal
		if a == nil {
			return nil
		}
		return &scrapAppraisalView{a.Person, a.Finding, a.Note, scalar.NewDateTime(a.AppraisedAt)}
	})
}

// Disposal is what became of scrapped goods.
func (d documentLife) Disposal(ctx context.Context) (*scrapDisposalView, error) {
	return part(ctx, d, func(v *lifeView) *scrapDisposalView {
		s := v.Disposal
		if s == nil {
			return nil
		}
		return &scrapDisposalView{s.Way, s.Note, scalar.NewDecimal(s.Proceeds), scalar.NewDateTime(s.DisposedAt)}
	})
}

// ProposeScrap proposes goods for scrapping.
func (r *Resolver) ProposeScrap(ctx context.Context, args struct {
	Input struct {
		RequestKey, Reason string
		SiteID             graphql.ID
		Note               *string
		Lines              []stockLineInput
		Draft              *draftInput
	}
}) (*documentPayload, error) {
	in := args.Input
	s := inventory.Scrap{RequestKey: in.RequestKey, Reason: in.Reason, Note: orZero(in.Note)}
	var posted inventory.Posted
	var err error
	if s.SiteID, err = rowID(in.SiteID, "site", "siteId"); err == nil {
		s.Lines, err = stockLines(in.Lines)
	}
	if err == nil {
		s.Draft, err = in.Draft.read()
	}
	if err == nil {
		posted, err = r.Inventory.ProposeScrap(ctx, s)
	}
	return r.documentAnswer(ctx, "proposeScrap", posted, err)
}

// AppraiseScrap records an appraisal.
func (r *Resolver) AppraiseScrap(ctx context.Context, args struct {
	Input struct {
		RequestKey, Finding, Note string
		DocumentID                graphql.ID
		Revision                  int32
	}
}) (*documentPayload, error) {
	in := args.Input
	var posted inventory.Posted
	id, err := rowID(in.DocumentID, "document", "documentId")
	if err == nil {
		posted, err = r.Inventory.AppraiseScrap(ctx, inventory.Appraisal{RequestKey: in.RequestKey, DocumentID: id, Revision: int(in.Revision), Finding: in.Finding, Note: in.Note})
	}
	return r.documentAnswer(ctx, "appraiseScrap", posted, err)
}

// DisposeScrap records a disposal.
func (r *Resolver) DisposeScrap(ctx context.Context, args struct {
	Input struct {
		RequestKey, Way string
		DocumentID      graphql.ID
		Revision        int32
		Proceeds        *scalar.Decimal
		Note            *string
	}
}) (*documentPayload, error) {
	in := args.Input
	var posted inventory.Posted
	id, err := rowID(in.DocumentID, "document", "documentId")
	if err == nil {
		posted, err = r.Inventory.DisposeScrap(ctx, inventory.Disposal{RequestKey: in.RequestKey, DocumentID: id, Revision: int(in.Revision), Way: in.Way, Proceeds: orZero(in.Proceeds).Decimal, Note: orZero(in.Note)})
	}
	return r.documentAnswer(ctx, "disposeScrap", posted, err)
}
