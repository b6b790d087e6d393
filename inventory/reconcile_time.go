package inventory

// timeProofs prove what is kept of past days against the ledger, and what counts say against the documents that they posted.
var timeProofs = []proof{
	// A level that was never closed is the sum of its movements by the proofs before.
	{"as of now there is what the balances say: the last closing row and the movements since make the level", `
		with since as materialized (select (min(closed_until) + 1)::timestamp at time zone 'Asia/Shanghai' as at from stock_level)
		select format('place %s, item %s: level %s, as of now %s', l.place_id, l.item_id, l.on_hand, coalesce(y.closing, 0) + coalesce(m.net, 0))
		from stock_level l left join lateral (select closing from level_day y where y.place_id = l.place_id and y.item_id = l.item_id order by day desc limit 1) y on true
		left join (
		  select s.id as place_id, x.item_id, sum(x.q) as net from (
		    select to_place_id as place_id, item_id, occurred_at, quantity as q from movement where occurred_at >= (select at from since)
		    union all select from_place_id, item_id, occurred_at, -quantity from movement where occurred_at >= (select at from since)) x
		  join place p on p.id = x.place_id join place s on s.kind = 'SITE' and s.site_id = p.site_id join stock_level l on l.place_id = s.id and l.item_id = x.item_id
		  where x.occurred_at >= ((l.closed_until + 1)::timestamp at time zone 'Asia/Shanghai') group by 1, 2) m on m.place_id = l.place_id and m.item_id = l.item_id
		where l.closed_until is not null and l.on_hand <> coalesce(y.closing, 0) + coalesce(m.net, 0) order by l.place_id, l.item_id limit 1`},
	{"over the district, too, the last closing row and the movements since make what there is", `
		select format('item %s: levels %s, as of now %s', i.item_id, coalesce(l.sum, 0), coalesce(y.closing, 0) + coalesce(m.net, 0))
		from district_level i left join lateral (select closing from district_day y where y.item_id = i.item_id order by day desc limit 1) y on true
		left join (select item_id, sum(on_hand) as sum from stock_level group by 1) l on l.item_id = i.item_id
		left join (
		  select m.item_id, sum(case when t.site_id is null then 0 else m.quantity end - case when f.site_id is null then 0 else m.quantity end) as net
		  from movement m join district_level i on i.item_id = m.item_id join place t on t.id = m.to_place_id join place f on f.id = m.from_place_id
		  where m.occurred_at >= ((i.closed_until + 1)::timestamp at time zone 'Asia/Shanghai') group by 1) m on m.item_id = i.item_id
		where coalesce(l.sum, 0) <> coalesce(y.closing, 0) + coalesce(m.net, 0) order by i.item_id limit 1`},
	{"the district's stock by item is what lies at its sites: the sums up to their mark and the movements since", `
		select format('item %s: levels %s, sums and movements since %s', coalesce(l.item_id, d.item_id), coalesce(l.sum, 0), coalesce(d.sum, 0))
		from (select item_id, sum(on_hand) as sum from stock_level group by 1) l
		full join (
		  select item_id, sum(q) as sum from (
		    select item_id, on_hand as q from district_stock
		    union all select m.item_id, ` + netAtSites + ` from movement m join place t on t.id = m.to_place_id join place f on f.id = m.from_place_id
		      where m.id > (select up_to from district_stock_mark) group by 1) x group by 1) d using (item_id)
		where coalesce(l.sum, 0) <> coalesce(d.sum, 0) order by 1 limit 1`},
	{"a count's document moves what the count found, and a line is adjusted by its own count", `
		select format('document %s: lines %s, movements %s', document_id, c.sum, m.sum) from (
		  select document_id, lot_id, reserve_id, place_id, sum(difference) as sum from count_line where document_id is not null group by 1, 2, 3, 4) c
		full join (
		  select m.document_id, m.lot_id, m.reserve_id, p.id as place_id, sum(case when m.to_place_id = p.id then m.quantity else -m.quantity end) as sum
		  from document d join movement m on m.document_id = d.id join place p on p.id in (m.from_place_id, m.to_place_id) and p.site_id is not null where d.kind = 'COUNT' group by 1, 2, 3, 4) m
		  using (document_id, lot_id, reserve_id, place_id)
		where c.sum is distinct from m.sum order by document_id limit 1`},
	{"a closed count has an outcome for every line, an open one for none", `
		select format('count %s, line %s', s.number, l.line_no) from stock_count s join count_line l on l.count_id = s.id
		where (s.state = 'CLOSED') <> (l.outcome is not null) order by l.id limit 1`},
}
