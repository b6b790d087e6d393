package graph

import (
	"context"
	"time"

	"changping/internal/fault"
	"changping/internal/gql/front"
	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
	"github.com/shopspring/decimal"
)

type documentView struct {
	ID                          graphql.ID
	Number, Kind, Reason, State string
	Site, CounterSite           *siteView
	Note                        string
	OccurredAt, RecordedAt      scalar.DateTime
	RecordedBy, Reverses        *string
	ReversedBy                  *string
	ReversesID, ReversedByID    *graphql.ID
	UndoUntil                   *scalar.DateTime
	Reversible                  bool
	ReversalRefusal             *string
	Movements                   []movementView
	documentLife
}

type movementView struct {
	LineNo             int32
	Item               *itemView
	Lot                *lotView
	Reserve            *reserveView
	FromPlace, ToPlace string
	Quantity           scalar.Decimal
}

// viewDocuments makes the views of documents, with their movements where they are asked for.
func (r *Resolver) viewDocuments(ctx context.Context, rows []inventory.DocumentRow) (map[int64]*documentView, error) {
	ids := make([]int64, len(rows))
	for i, d := range rows {
		ids[i] = d.ID
	}
	var movements map[int64][]inventory.MovementRow
	if front.Selects(ctx, "Document.movements") {
		var err error
		if movements, err = r.Inventory.MovementsOf(ctx, ids); err != nil {
			return nil, err
		}
	}
	rel := r.relations()
	for _, d := range rows {
		rel.sites[d.SiteID], rel.sites[orZero(d.CounterSiteID)] = true, true
		for _, m := range movements[d.ID] {
			rel.lots[m.LotID], rel.reserves[m.ReserveID] = true, true
		}
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	lives, outstanding := r.documentLives(ids), r.outstanding(ids)
	views := map[int64]*documentView{}
	for _, d := range rows {
		v := &documentView{globalID("document", d.ID), d.Number, d.Kind, d.Reason, d.State, rel.siteViews[d.SiteID], rel.siteViews[orZero(d.CounterSiteID)], d.Note,
			scalar.NewDateTime(d.OccurredAt), scalar.NewDateTime(d.RecordedAt), d.RecordedBy, d.Reverses, d.ReversedBy,
			idOrNone("document", orZero(d.ReversesID)), idOrNone("document", orZero(d.ReversedByID)), undoUntil(d), d.ReversalRefusal == "", refusalName(d.ReversalRefusal), []movementView{}, documentLife{d.ID, lives, outstanding}}
		for _, m := range movements[d.ID] {
			v.Movements = append(v.Movements, movementView{int32(m.LineNo), rel.itemViews[m.ItemID], rel.lotViews[m.LotID], rel.reserveViews[m.ReserveID], m.FromPlace, m.ToPlace, scalar.NewDecimal(m.Quantity)})
		}
		views[d.ID] = v
	}
	return views, nil
}

func (r *Resolver) documentViews(ctx context.Context, ids []int64) (map[int64]*documentView, error) {
	read := r.Inventory.DocumentHeads
	if front.Selects(ctx, "Document.reversible") || front.Selects(ctx, "Document.reversalRefusal") || front.Selects(ctx, "Document.undoUntil") {
		read = r.Inventory.DocumentsByID
	}
	byID, err := read(ctx, ids)
	if err != nil {
		return nil, err
	}
	rows := make([]inventory.DocumentRow, 0, len(byID))
	for _, d := range byID {
		rows = append(rows, d)
	}
	return r.viewDocuments(ctx, rows)
}

// Documents lists documents.
func (r *Resolver) Documents(ctx context.Context, args struct {
	SiteID, ToSiteID *graphql.ID
	Kind, State      *string
	pageArgs
}) (*connection[*documentView], error) {
	f := inventory.DocumentFilter{Kind: inventory.DocumentKind(orZero(args.Kind)), State: inventory.DocumentState(orZero(args.State))}
	var err error
	if f.SiteID, err = optionalID(args.SiteID, "site", "siteId"); err != nil {
		return nil, err
	}
	if f.ToSiteID, err = optionalID(args.ToSiteID, "site", "toSiteId"); err != nil {
		return nil, err
	}
	return connect(ctx, "documents", args.pageArgs, r.Inventory.ListDocuments(f), byID(r.viewDocuments, documentID))
}

func documentID(d inventory.DocumentRow) int64 { return d.ID }

type documentPayload struct {
	Document   *documentView
	Warnings   []*warningView
	Replayed   bool
	UserErrors []*userError
}

// documentAnswer makes the payload of a write that posted a document.
func (r *Resolver) documentAnswer(ctx context.Context, action string, posted inventory.Posted, err error) (*documentPayload, error) {
	p := &documentPayload{Replayed: posted.Replayed, Warnings: viewWarnings(posted.Warnings)}
	if p.UserErrors, err = r.refused(ctx, action, err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	if posted.Number != "" && front.SelectsOnly(ctx, "Document", "id", "number") { // what most writes ask for needs no reading
		p.Document = &documentView{ID: globalID("document", posted.DocumentID), Number: posted.Number}
		return p, nil
	}
	views, err := r.documentViews(ctx, []int64{posted.DocumentID})
	p.Document = views[posted.DocumentID]
	return p, err
}

type receiptLineInput struct {
	ItemID            graphql.ID
	Quantity          scalar.Decimal
	InPacks           *bool
	LotNo             string
	SerialNo          *string
	MadeOn, ExpiresOn *scalar.Date
	UnitCost          *scalar.Decimal
	ReserveID         *graphql.ID
	PackID, BinID     *graphql.ID
	PackFactor        *scalar.Decimal
}

func timeOf(d *scalar.DateTime) time.Time {
	if d == nil {
		return time.Time{}
	}
	return d.Time
}

func dateOf(d *scalar.Date) *time.Time {
	if d == nil {
		return nil
	}
	return &d.Time
}

// ReceiveGoods records a receipt.
func (r *Resolver) ReceiveGoods(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		SiteID     graphql.ID
		Reason     string
		OccurredAt *scalar.DateTime
		Note       *string
		Lines      []receiptLineInput

		StorageOverride *string
	}
}) (*documentPayload, error) {
	in := args.Input
	receipt := inventory.Receipt{RequestKey: in.RequestKey, Reason: in.Reason, OccurredAt: timeOf(in.OccurredAt), Note: orZero(in.Note), StorageOverride: orZero(in.StorageOverride)}
	read := func() (err error) {
		if receipt.SiteID, err = rowID(in.SiteID, "site", "siteId"); err != nil {
			return err
		}
		for i, l := range in.Lines {
			line := inventory.ReceiptLine{Quantity: l.Quantity.Decimal, InPacks: orZero(l.InPacks), LotNo: l.LotNo, SerialNo: orZero(l.SerialNo), MadeOn: dateOf(l.MadeOn), ExpiresOn: dateOf(l.ExpiresOn)}
			if l.UnitCost != nil {
				line.UnitCost = &l.UnitCost.Decimal
			}
			if line.ItemID, err = rowID(l.ItemID, "item", "itemId"); err != nil {
				return under("lines", i, err)
			}
			if line.ReserveID, err = optionalID(l.ReserveID, "reserve", "reserveId"); err != nil {
				return under("lines", i, err)
			}
			if line.PackID, line.PackFactor, err = packOf(l.PackID, l.PackFactor); err != nil {
				return under("lines", i, err)
			}
			if line.BinID, err = optionalID(l.BinID, "bin", "binId"); err != nil {
				return under("lines", i, err)
			}
			receipt.Lines = append(receipt.Lines, line)
		}
		return nil
	}
	var posted inventory.Posted
	err := read()
	if err == nil {
		posted, err = r.Inventory.Receive(ctx, receipt)
	}
	return r.documentAnswer(ctx, "receiveGoods", posted, err)
}

type issueLineInput struct {
	ItemID           graphql.ID
	Quantity         scalar.Decimal
	InPacks          *bool
	LotID, ReserveID *graphql.ID

	PackID, FromBinID, ToBinID *graphql.ID
	PackFactor                 *scalar.Decimal
}

// packOf reads in which level of packing a quantity is counted.
func packOf(id *graphql.ID, factor *scalar.Decimal) (packID int64, packFactor *decimal.Decimal, err error) {
	if factor != nil {
		packFactor = &factor.Decimal
	}
	packID, err = optionalID(id, "pack", "packId")
	return packID, packFactor, err
}

func issueLines(lines []issueLineInput) (all []inventory.IssueLine, err error) {
	for i, l := range lines {
		line := inventory.IssueLine{Quantity: l.Quantity.Decimal, InPacks: orZero(l.InPacks)}
		if line.ItemID, err = rowID(l.ItemID, "item", "itemId"); err != nil {
			return nil, under("lines", i, err)
		}
		if line.LotID, err = optionalID(l.LotID, "lot", "lotId"); err != nil {
			return nil, under("lines", i, err)
		}
		if line.ReserveID, err = optionalID(l.ReserveID, "reserve", "reserveId"); err != nil {
			return nil, under("lines", i, err)
		}
		if line.PackID, line.PackFactor, err = packOf(l.PackID, l.PackFactor); err != nil {
			return nil, under("lines", i, err)
		}
		if line.FromBinID, err = optionalID(l.FromBinID, "bin", "fromBinId"); err != nil {
			return nil, under("lines", i, err)
		}
		if line.ToBinID, err = optionalID(l.ToBinID, "bin", "toBinId"); err != nil {
			return nil, under("lines", i, err)
		}
		all = append(all, line)
	}
	return all, nil
}

// IssueGoods records an issue; for an incident, through logistics.
func (r *Resolver) IssueGoods(ctx context.Context, args struct {
	Input struct {
		RequestKey     string
		SiteID         graphql.ID
		Reason         string
		IncidentID     *graphql.ID
		OverrideReason *string
		OccurredAt     *scalar.DateTime
		Note           *string
		Lines          []issueLineInput
		Draft          *draftInput

		OverrideCertificates       *bool
		OverrideID, ReleaseOrderID *graphql.ID
		Purpose                    *string
	}
}) (*documentPayload, error) {
	in := args.Input
	is := inventory.Issue{RequestKey: in.RequestKey, Reason: in.Reason, OccurredAt: timeOf(in.OccurredAt), Note: orZero(in.Note), Purpose: orZero(in.Purpose)}
	if in.OverrideReason != nil || in.OverrideID != nil {
		is.Override = &inventory.Override{Reason: orZero(in.OverrideReason), Certificates: orZero(in.OverrideCertificates)}
	}
	var posted inventory.Posted
	var err error
	if is.SiteID, err = rowID(in.SiteID, "site", "siteId"); err == nil {
		is.IncidentID, err = optionalID(in.IncidentID, "incident", "incidentId")
	}
	if err == nil && in.OverrideID != nil {
		is.Override.ID, err = rowID(*in.OverrideID, "override", "overrideId")
	}
	if err == nil {
		is.ReleaseOrderID, err = optionalID(in.ReleaseOrderID, "releaseOrder", "releaseOrderId")
	}
	if err == nil {
		is.Lines, err = issueLines(in.Lines)
	}
	if err == nil {
		is.Draft, err = in.Draft.read()
	}
	if err == nil {
		if is.IncidentID != 0 {
			posted, err = r.Logistics.IssueForIncident(ctx, is)
		} else {
			posted, err = r.Inventory.Issue(ctx, is)
		}
	}
	return r.documentAnswer(ctx, "issueGoods", posted, err)
}

// TransferGoods moves goods to another site.
func (r *Resolver) TransferGoods(ctx context.Context, args struct {
	Input struct {
		RequestKey       string
		SiteID, ToSiteID graphql.ID
		OccurredAt       *scalar.DateTime
		Note             *string
		Lines            []issueLineInput
		Draft            *draftInput
		ReleaseOrderID   *graphql.ID
		StorageOverride  *string
	}
}) (*documentPayload, error) {
	in := args.Input
	t := inventory.Transfer{RequestKey: in.RequestKey, OccurredAt: timeOf(in.OccurredAt), Note: orZero(in.Note), StorageOverride: orZero(in.StorageOverride)}
	var posted inventory.Posted
	var err error
	if t.SiteID, err = rowID(in.SiteID, "site", "siteId"); err == nil {
		t.ToSiteID, err = rowID(in.ToSiteID, "site", "toSiteId")
	}
	if err == nil {
		t.ReleaseOrderID, err = optionalID(in.ReleaseOrderID, "releaseOrder", "releaseOrderId")
	}
	if err == nil {
		t.Lines, err = issueLines(in.Lines)
	}
	if err == nil {
		t.Draft, err = in.Draft.read()
	}
	if err == nil {
		posted, err = r.Inventory.Transfer(ctx, t)
	}
	return r.documentAnswer(ctx, "transferGoods", posted, err)
}

// ReceiveTransfer receives a transfer in transit.
func (r *Resolver) ReceiveTransfer(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		DocumentID graphql.ID
		Arrivals   *[]struct {
			LineNo   int32
			Received scalar.Decimal
			BinID    *graphql.ID
		}
		Note            *string
		StorageOverride *string
	}
}) (*documentPayload, error) {
	in := args.Input
	t := inventory.TransferReceipt{RequestKey: in.RequestKey, Note: orZero(in.Note), StorageOverride: orZero(in.StorageOverride)}
	var posted inventory.Posted
	var err error
	for i, a := range orZero(in.Arrivals) {
		bin, bad := optionalID(a.BinID, "bin", "binId")
		if bad != nil {
			return r.documentAnswer(ctx, "receiveTransfer", posted, under("arrivals", i, bad))
		}
		t.Arrivals = append(t.Arrivals, inventory.TransferArrival{LineNo: int(a.LineNo), Received: a.Received.Decimal, BinID: bin})
	}
	if t.DocumentID, err = rowID(in.DocumentID, "document", "documentId"); err == nil {
		posted, err = r.Inventory.ReceiveTransfer(ctx, t)
	}
	return r.documentAnswer(ctx, "receiveTransfer", posted, err)
}

// ReverseDocument reverses a posted document.
func (r *Resolver) ReverseDocument(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		DocumentID graphql.ID
		Reason     string
	}
}) (*documentPayload, error) {
	in := args.Input
	var posted inventory.Posted
	id, err := rowID(in.DocumentID, "document", "documentId")
	if err == nil {
		posted, err = r.Inventory.Reverse(ctx, inventory.ReverseRequest{RequestKey: in.RequestKey, DocumentID: id, Reason: in.Reason})
	}
	return r.documentAnswer(ctx, "reverseDocument", posted, err)
}

// under tells which element of a list a fault belongs to.
func under(list string, i int, err error) error {
	if f := fault.As(err); f != nil {
		return f.Under(list + "." + decimal.NewFromInt(int64(i)).String())
	}
	return err
}

// refusalName is a reason as the schema's enum has it; nil: none.
func refusalName(r inventory.ReversalRefusal) *string {
	if r == "" {
		return nil
	}
	name := string(r)
	return &name
}

// undoUntil is until when the caller, its author, may undo a document; nil: not, or not any more.
func undoUntil(d inventory.DocumentRow) *scalar.DateTime {
	if !d.Author || !d.Fresh || d.ReversalRefusal != "" {
		return nil
	}
	return scalar.NewDateTimePointer(&d.UndoUntil)
}
