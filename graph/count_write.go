package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type stockCountPayload struct {
	Count      *stockCountView
	Replayed   bool
	Warnings   []*warningView
	UserErrors []*userError
}

// countAnswer makes the payload of a write upon a stocktake.
func (r *Resolver) countAnswer(ctx context.Context, action string, changed inventory.CountChanged, err error) (*stockCountPayload, error) {
	p := &stockCountPayload{Replayed: changed.Replayed, Warnings: viewWarnings(changed.Warnings)}
	if p.UserErrors, err = r.refused(ctx, action, err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	p.Count, err = r.stockCount(ctx, changed.CountID)
	return p, err
}

// rowIDs reads global ids of a kind; a fault names the element of the list.
func rowIDs(ids []graphql.ID, kind, list string) (all []int64, err error) {
	for i, id := range ids {
		n, err := rowID(id, kind, "id")
		if err != nil {
			return nil, under(list, i, err)
		}
		all = append(all, n)
	}
	return all, nil
}

// OpenStockCount opens a stocktake.
func (r *Resolver) OpenStockCount(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		SiteID     graphql.ID
		Plan       struct {
			Kind               string
			Zone, CategoryCode *string
			Class              *string
			Items, Bins, Seed  *int32
			ItemIDs            *[]graphql.ID
		}
		Blind    bool
		Counters *int32
		Note     *string
	}
}) (*stockCountPayload, error) {
	in := args.Input
	request := inventory.CountRequest{RequestKey: in.RequestKey, Blind: in.Blind, Counters: 1, Note: orZero(in.Note), Plan: inventory.CountPlan{Kind: inventory.CountPlanKind(in.Plan.Kind),
		Zone: orZero(in.Plan.Zone), CategoryCode: orZero(in.Plan.CategoryCode), Class: orZero(in.Plan.Class), Items: int(orZero(in.Plan.Items)), Bins: int(orZero(in.Plan.Bins)), Seed: int64(orZero(in.Plan.Seed))}}
	if in.Counters != nil {
		request.Counters = int(*in.Counters)
	}
	var changed inventory.CountChanged
	var err error
	if request.SiteID, err = rowID(in.SiteID, "site", "siteId"); err == nil {
		request.Plan.ItemIDs, err = rowIDs(orZero(in.Plan.ItemIDs), "item", "plan.itemIds")
	}
	if err == nil {
		changed, err = r.Inventory.OpenCount(ctx, request)
	}
	return r.countAnswer(ctx, "openStockCount", changed, err)
}

type stockCountEntryInput struct {
	LineID, ItemID, LotID, ReserveID *graphql.ID
	BinID                            *graphql.ID
	LotNo, SerialNo                  *string
	MadeOn, ExpiresOn                *scalar.Date
	Quantity                         *scalar.Decimal
	InPacks                          *bool
	CountedAt                        *scalar.DateTime
}

func (in stockCountEntryInput) read() (e inventory.CountEntry, err error) {
	e = inventory.CountEntry{InPacks: orZero(in.InPacks), CountedAt: timeOf(in.CountedAt),
		Lot: inventory.ReceiptLine{LotNo: orZero(in.LotNo), SerialNo: orZero(in.SerialNo), MadeOn: dateOf(in.MadeOn), ExpiresOn: dateOf(in.ExpiresOn)}}
	if in.Quantity != nil {
		e.Quantity = &in.Quantity.Decimal
	}
	for _, id := range []struct {
		given       *graphql.ID
		kind, field string
		into        *int64
	}{{in.LineID, "stockCountLine", "lineId", &e.LineID}, {in.ItemID, "item", "itemId", &e.ItemID}, {in.LotID, "lot", "lotId", &e.LotID}, {in.ReserveID, "reserve", "reserveId", &e.ReserveID}, {in.BinID, "bin", "binId", &e.BinID}} {
		if *id.into, err = optionalID(id.given, id.kind, id.field); err != nil {
			return e, err
		}
	}
	return e, nil
}

// EnterStockCount records what was counted.
func (r *Resolver) EnterStockCount(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		CountID    graphql.ID
		Entries    []stockCountEntryInput
	}
}) (*stockCountPayload, error) {
	in := args.Input
	entries := inventory.CountEntries{RequestKey: in.RequestKey}
	var changed inventory.CountChanged
	var err error
	entries.CountID, err = rowID(in.CountID, "stockCount", "countId")
	for i, x := range in.Entries {
		if err != nil {
			break
		}
		var e inventory.CountEntry
		if e, err = x.read(); err != nil {
			err = under("entries", i, err)
		}
		entries.Entries = append(entries.Entries, e)
	}
	if err == nil {
		changed, err = r.Inventory.EnterCount(ctx, entries)
	}
	return r.countAnswer(ctx, "enterStockCount", changed, err)
}

// RecountStockCountLines begins a new round for lines.
func (r *Resolver) RecountStockCountLines(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		CountID    graphql.ID
		LineIDs    []graphql.ID
		Reason     string
	}
}) (*stockCountPayload, error) {
	in := args.Input
	recount := inventory.CountRecount{RequestKey: in.RequestKey, Reason: in.Reason}
	var changed inventory.CountChanged
	var err error
	if recount.CountID, err = rowID(in.CountID, "stockCount", "countId"); err == nil {
		recount.LineIDs, err = rowIDs(in.LineIDs, "stockCountLine", "lineIds")
	}
	if err == nil {
		changed, err = r.Inventory.RecountLines(ctx, recount)
	}
	return r.countAnswer(ctx, "recountStockCountLines", changed, err)
}

type stockCountLineApprovalView struct {
	LineID     graphql.ID
	Approved   bool
	UserErrors []*userError
}

type approveStockCountLinesPayload struct {
	stockCountPayload
	Results []stockCountLineApprovalView
}

// ApproveStockCountLines approves differences, each line told by itself what became of it.
func (r *Resolver) ApproveStockCountLines(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		CountID    graphql.ID
		Lines      []struct {
			LineID     graphql.ID
			Difference scalar.Decimal
		}
		Mode *string
	}
}) (*approveStockCountLinesPayload, error) {
	in := args.Input
	approval := inventory.CountApproval{RequestKey: in.RequestKey, BestEffort: orZero(in.Mode) == "BEST_EFFORT"}
	var approved inventory.CountApproved
	var err error
	approval.CountID, err = rowID(in.CountID, "stockCount", "countId")
	for i, l := range in.Lines {
		if err != nil {
			break
		}
		line := inventory.ApprovedDifference{Difference: l.Difference.String()}
		if line.LineID, err = rowID(l.LineID, "stockCountLine", "lineId"); err != nil {
			err = under("lines", i, err)
		}
		approval.Lines = append(approval.Lines, line)
	}
	if err == nil {
		approved, err = r.Inventory.ApproveLines(ctx, approval)
	}
	answer, err := r.countAnswer(ctx, "approveStockCountLines", inventory.CountChanged{CountID: approved.CountID, Replayed: approved.Replayed}, err)
	if err != nil {
		return nil, err
	}
	p := &approveStockCountLinesPayload{*answer, []stockCountLineApprovalView{}}
	if answer.Count == nil {
		return p, nil
	}
	for _, x := range approved.Results {
		v := stockCountLineApprovalView{globalID("stockCountLine", x.LineID), x.Fault == nil, []*userError{}}
		if x.Fault != nil {
			v.UserErrors = append(v.UserErrors, &userError{x.Fault})
		}
		p.Results = append(p.Results, v)
	}
	return p, nil
}

// CloseStockCount closes a stocktake.
func (r *Resolver) CloseStockCount(ctx context.Context, args struct {
	Input struct {
		RequestKey      string
		CountID         graphql.ID
		LeaveUnapproved *bool
		Reason          *string
	}
}) (*stockCountPayload, error) {
	in := args.Input
	var changed inventory.CountChanged
	id, err := rowID(in.CountID, "stockCount", "countId")
	if err == nil {
		changed, err = r.Inventory.CloseCount(ctx, inventory.CountClosing{RequestKey: in.RequestKey, CountID: id, LeaveUnapproved: orZero(in.LeaveUnapproved), Reason: orZero(in.Reason)})
	}
	return r.countAnswer(ctx, "closeStockCount", changed, err)
}
