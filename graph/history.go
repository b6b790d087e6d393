package graph

import (
	"context"

	"changping/internal/gql/scalar"
	"changping/inventory"

	"github.com/graph-gophers/graphql-go"
)

type stockCardLineView struct {
	OccurredAt, RecordedAt           scalar.DateTime
	Document                         *documentView
	Lot                              *lotView
	QuantityIn, QuantityOut, Balance scalar.Decimal
	OtherPlace                       string
}

// siteAndItem reads the ids of an item at a site.
func siteAndItem(siteID, itemID graphql.ID) (site, item int64, err error) {
	if site, err = rowID(siteID, "site", "siteId"); err == nil {
		item, err = rowID(itemID, "item", "itemId")
	}
	return site, item, err
}

// StockCard lists the movements of an item at a site.
func (r *Resolver) StockCard(ctx context.Context, args struct {
	SiteID, ItemID graphql.ID
	LotID          *graphql.ID
	pageArgs
}) (*connection[*stockCardLineView], error) {
	site, item, err := siteAndItem(args.SiteID, args.ItemID)
	if err != nil {
		return nil, err
	}
	lot, err := optionalID(args.LotID, "lot", "lotId")
	if err != nil {
		return nil, err
	}
	return connect(ctx, "stockCard", args.pageArgs, r.Inventory.StockCardList(site, item, lot), func(ctx context.Context, rows []inventory.StockCardRow) (func(inventory.StockCardRow) *stockCardLineView, error) {
		rel := r.relations()
		var documentIDs []int64
		for _, c := range rows {
			rel.lots[c.LotID] = true
			documentIDs = append(documentIDs, c.DocumentID)
		}
		if err := rel.load(ctx); err != nil {
			return nil, err
		}
		documents, err := r.documentViews(ctx, documentIDs)
		return func(c inventory.StockCardRow) *stockCardLineView {
			return &stockCardLineView{scalar.NewDateTime(c.OccurredAt), scalar.NewDateTime(c.RecordedAt), documents[c.DocumentID], rel.lotViews[c.LotID], scalar.NewDecimal(c.QuantityIn),
				scalar.NewDecimal(c.QuantityOut), scalar.NewDecimal(c.After), c.OtherPlace}
		}, err
	})
}

type stockAsOfView struct {
	Item   *itemView
	OnHand scalar.Decimal
}

// StockAsOf lists stock as of a moment.
func (r *Resolver) StockAsOf(ctx context.Context, args struct {
	At             scalar.DateTime
	SiteID, ItemID *graphql.ID
	pageArgs
}) (*connection[*stockAsOfView], error) {
	site, err := optionalID(args.SiteID, "site", "siteId")
	if err != nil {
		return nil, err
	}
	item, err := optionalID(args.ItemID, "item", "itemId")
	if err != nil {
		return nil, err
	}
	return connect(ctx, "stockAsOf", args.pageArgs, r.Inventory.StockAsOfList(site, item, args.At.Time), related(r, func(rel *relations, s inventory.AsOfRow) {
		rel.items[s.ItemID] = true
	}, func(rel *relations, s inventory.AsOfRow) *stockAsOfView {
		return &stockAsOfView{rel.itemViews[s.ItemID], scalar.NewDecimal(s.OnHand)}
	}))
}

type lotAsOfView struct {
	Lot     *lotView
	Reserve *reserveView
	OnHand  scalar.Decimal
}

// LotsAsOf lists the lots of an item at a site as of a moment.
func (r *Resolver) LotsAsOf(ctx context.Context, args struct {
	At             scalar.DateTime
	SiteID, ItemID graphql.ID
}) ([]lotAsOfView, error) {
	site, item, err := siteAndItem(args.SiteID, args.ItemID)
	if err != nil {
		return nil, err
	}
	rows, err := r.Inventory.LotsAsOf(ctx, site, item, args.At.Time)
	if err != nil {
		return nil, err
	}
	rel := r.relations()
	for _, l := range rows {
		rel.lots[l.LotID], rel.reserves[l.ReserveID] = true, true
	}
	if err := rel.load(ctx); err != nil {
		return nil, err
	}
	views := make([]lotAsOfView, len(rows))
	for i, l := range rows {
		views[i] = lotAsOfView{rel.lotViews[l.LotID], rel.reserveViews[l.ReserveID], scalar.NewDecimal(l.OnHand)}
	}
	return views, nil
}

type stockPeriodView struct {
	Opening, QuantityIn, QuantityOut, Closing scalar.Decimal
	ZeroDays                                  []scalar.Date
}

// StockPeriod adds up an item at a site over a period.
func (r *Resolver) StockPeriod(ctx context.Context, args struct {
	SiteID, ItemID graphql.ID
	From, To       scalar.Date
}) (*stockPeriodView, error) {
	site, item, err := siteAndItem(args.SiteID, args.ItemID)
	if err != nil {
		return nil, err
	}
	p, err := r.Inventory.StockPeriod(ctx, site, item, args.From.Time, args.To.Time)
	if err != nil {
		return nil, err
	}
	v := &stockPeriodView{scalar.NewDecimal(p.Opening), scalar.NewDecimal(p.QuantityIn), scalar.NewDecimal(p.QuantityOut), scalar.NewDecimal(p.Closing), make([]scalar.Date, len(p.ZeroDays))}
	for i, day := range p.ZeroDays {
		v.ZeroDays[i] = scalar.NewDate(day)
	}
	return v, nil
}

type stockForecastDayView struct {
	Day                                      scalar.Date
	QuantityIn, QuantityOut, Expired, Usable scalar.Decimal
}

const forecastDays = 30

// StockForecast looks ahead over an item at a site: logistics knows what is planned to come, inventory the rest.
func (r *Resolver) StockForecast(ctx context.Context, args struct {
	SiteID, ItemID graphql.ID
	Days           *int32
}) ([]stockForecastDayView, error) {
	site, item, err := siteAndItem(args.SiteID, args.ItemID)
	if err != nil {
		return nil, err
	}
	days := forecastDays
	if args.Days != nil {
		days = int(*args.Days)
	}
	arrivals, err := r.Logistics.PlannedArrivals(ctx, site, item)
	if err != nil {
		return nil, err
	}
	forecast, err := r.Inventory.Forecast(ctx, site, item, days, arrivals)
	views := make([]stockForecastDayView, len(forecast))
	for i, d := range forecast {
		views[i] = stockForecastDayView{scalar.NewDate(d.Day), scalar.NewDecimal(d.QuantityIn), scalar.NewDecimal(d.QuantityOut), scalar.NewDecimal(d.Expired), scalar.NewDecimal(d.Usable)}
	}
	return views, err
}
