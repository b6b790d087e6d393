package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type rotationTaskView struct {
	ID                  graphql.ID
	Site                *siteView
	Lot                 *lotView
	Item                *itemView
	Reserve             *reserveView
	Quantity            scalar.Decimal
	RotateOn, ExpiresOn scalar.Date
	ReplaceFirst        scalar.Decimal
	KeptFor, State      string
	DocumentID          *graphql.ID
}

func (r *Resolver) viewRotation(ctx context.Context, rows []inventory.RotationRow) (func(inventory.RotationRow) *rotationTaskView, error) {
	rel := r.relations()
	for _, t := range rows {
		rel.sites[t.SiteID], rel.lots[t.LotID], rel.reserves[t.ReserveID] = true, true, true
	}
	err := rel.load(ctx)
	return func(t inventory.RotationRow) *rotationTaskView {
		var document *graphql.ID
		if t.DocumentID != nil {
			id := globalID("document", *t.DocumentID)
			document = &id
		}
		return &rotationTaskView{globalID("rotationTask", t.ID), rel.siteViews[t.SiteID], rel.lotViews[t.LotID], rel.itemViews[t.ItemID], rel.reserveViews[t.ReserveID], scalar.NewDecimal(t.Quantity),
			scalar.NewDate(t.RotateOn), scalar.NewDate(t.ExpiresOn), scalar.NewDecimal(t.ReplaceFirst), t.KeptFor, t.State, document}
	}, err
}

// RotationTasks lists rotation tasks.
func (r *Resolver) RotationTasks(ctx context.Context, args struct {
	SiteID   *graphql.ID
	OpenOnly *bool
	pageArgs
}) (*connection[*rotationTaskView], error) {
	site, err := optionalID(args.SiteID, "site", "siteId")
	if err != nil {
		return nil, err
	}
	return connect(ctx, "rotationTasks", args.pageArgs, r.Inventory.ListRotation(site, orZero(args.OpenOnly), nil), r.viewRotation)
}

type rotationTaskPayload struct {
	Task       *rotationTaskView
	Document   *documentView
	Warnings   []*warningView
	Replayed   bool
	UserErrors []*userError
}

// CompleteRotationTask carries out a rotation task.
func (r *Resolver) CompleteRotationTask(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		TaskID     graphql.ID
		Note       *string
	}
}) (*rotationTaskPayload, error) {
	in := args.Input
	var posted inventory.Posted
	id, err := rowID(in.TaskID, "rotationTask", "taskId")
	if err == nil {
		posted, err = r.Inventory.CompleteRotation(ctx, inventory.RotationCompletion{RequestKey: in.RequestKey, TaskID: id, Note: orZero(in.Note)})
	}
	d, err := r.documentAnswer(ctx, "completeRotationTask", posted, err)
	if err != nil {
		return nil, err
	}
	p := &rotationTaskPayload{Document: d.Document, Warnings: d.Warnings, Replayed: d.Replayed, UserErrors: d.UserErrors}
	if len(p.UserErrors) > 0 {
		return p, nil
	}
	rows, err := r.Inventory.ListRotation(0, false, []int64{id}).First(ctx, 1)
	if err != nil || len(rows) == 0 {
		return p, err
	}
	view, err := r.viewRotation(ctx, rows)
	p.Task = view(rows[0])
	return p, err
}
