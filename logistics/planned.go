package logistics

import (
	"context"

	"changping/access"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
)

// PlannedArrivals gives what of an item is on its way to a site or promised to it, with the day: goods on waybills arrive when their trip
// is planned to, what approved allocations still hold for the site by the time the need names. What is only a drill is not coming.
// Below a forecast, which asks who may see the site's stock.
func (l *Logistics) PlannedArrivals(ctx context.Context, siteID, itemID int64) ([]inventory.Planned, error) {
	if _, _, err := access.Require(ctx, "stock.read"); err != nil {
		return nil, err
	}
	rows, err := l.Pool.Query(ctx, `select (coalesce((select min(s.arrive_at) from trip_stop s where s.trip_id = w.trip_id and s.site_id = w.to_site_id), w.issued_at) at time zone 'Asia/Shanghai')::date, w2.sent, lot.expires_on
		from waybill w join waybill_line w2 on w2.waybill_id = w.id join lot on lot.id = w2.lot_id
		where w.to_site_id = $1 and w.state = 'IN_TRANSIT' and w2.item_id = $2 and w2.dispatch_document_id is not null and w2.received is null
		union all select (n.needed_by at time zone 'Asia/Shanghai')::date, r.quantity, lot.expires_on
		from allocation_line a join allocation o on o.id = a.allocation_id and o.state = 'APPROVED' join need n on n.id = a.need_id
		join reservation r on (r.id = a.reservation_id or r.part_of = a.reservation_id) and r.state = 'LIVE' join lot on lot.id = a.lot_id where a.to_site_id = $1 and a.item_id = $2`, siteID, itemID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[inventory.Planned])
}
