package inventory

// What must always hold of bins, units and kits, proved with the rest by Verify.
func init() {
	proofs = append(proofs, []proof{
		{"a closed bin holds nothing, and a bin is within its site", `
		select format('bin %s of site %s', n.code, n.site_id) from bin n join place p on p.id = n.place_id
		where p.kind <> 'BIN' or p.site_id <> n.site_id or n.closed_at is not null and exists (select 1 from balance b where b.place_id = n.place_id and b.in_stock) limit 1`},
		{"the parts of a reservation are of one lot, reserve and site", `
		select format('reservation %s, part %s', h.id, r.id) from reservation r join reservation h on h.id = r.part_of join place p on p.id = r.place_id join place q on q.id = h.place_id
		where (r.lot_id, r.reserve_id, r.purpose, r.purpose_id, p.site_id) is distinct from (h.lot_id, h.reserve_id, h.purpose, h.purpose_id, q.site_id) or h.part_of is not null limit 1`},
		{"no quantity is finer than its item's unit: there is no dust", `
		select format('item %s, lot %s: %s', b.item_id, b.lot_id, b.on_hand) from balance b join item i on i.id = b.item_id
		where b.on_hand <> round(b.on_hand, i.scale) or b.reserved <> round(b.reserved, i.scale) or b.on_hold <> round(b.on_hold, i.scale) limit 1`},
		{"a unit is one piece, in one place", `
		select format('item %s, serial number %s: %s pieces', l.item_id, l.serial_no, sum(b.on_hand)) from lot l join balance b on b.lot_id = l.id
		where l.serial_no <> '' group by l.item_id, l.serial_no having sum(b.on_hand) > 1 limit 1`},
		{"a unit's certificates are its last inspections, and it is on hold while one of them is a failure", `
		select format('lot %s, %s', l.id, c.kind) from certificate c join lot l on l.id = c.lot_id join inspection x on x.id = c.inspection_id
		where (x.lot_id, x.kind, x.result, x.done_on) is distinct from (c.lot_id, c.kind, c.result, c.done_on) or x.next_due_on is distinct from c.next_due_on
		  or exists (select 1 from inspection y where y.lot_id = c.lot_id and y.kind = c.kind and y.done_on > c.done_on)
		  or c.result = 'FAILED' and l.quality = 'GOOD'
		  or l.certificate_due_on is distinct from (select min(next_due_on) from certificate z where z.lot_id = l.id) limit 1`},
		// Between contents and kits goods lie at the place KIT: of a part's lot so much as is in kits, of a kit's lot less what was made.
		{"kits are made of their parts and of nothing else", `
		select format('lot %s, reserve %s: %s in kits by the ledger, %s by their parts', lot_id, reserve_id, coalesce(m.sum, 0), coalesce(k.sum, 0)) from (
		  select lot_id, reserve_id, sum(q) as sum from (
		    select lot_id, reserve_id, quantity as q from movement m where m.to_place_id = any(array(select id from place where kind = 'KIT'))
		    union all select lot_id, reserve_id, -quantity from movement m where m.from_place_id = any(array(select id from place where kind = 'KIT'))) x group by 1, 2) m
		full join (
		  select lot_id, reserve_id, sum(q) as sum from (
		    select lot_id, reserve_id, quantity - unpacked as q from kit_part
		    union all select m.lot_id, m.reserve_id, m.quantity from movement m join place p on p.id = m.to_place_id and p.kind = 'KIT' join document d on d.id = m.document_id and d.kind = 'BREAK_UP'
		      where m.lot_id in (select lot_id from kit_lot)
		    union all select m.lot_id, m.reserve_id, -m.quantity from movement m join place p on p.id = m.from_place_id and p.kind = 'KIT' join document d on d.id = m.document_id and d.kind = 'ASSEMBLY'
		      where m.lot_id in (select lot_id from kit_lot)) x group by 1, 2) k using (lot_id, reserve_id)
		where coalesce(m.sum, 0) <> coalesce(k.sum, 0) limit 1`},
		{"what is left in kits is their share of what went into them", `
		select format('kits of lot %s, item %s: %s in, %s out again, %s of %s kits left', p.kit_lot_id, p.item_id, p.packed, p.unpacked, k.left, l.kits) from kit_lot l
		join (select kit_lot_id, item_id, sum(quantity) as packed, sum(unpacked) as unpacked from kit_part group by 1, 2) p on p.kit_lot_id = l.lot_id
		join lateral (select l.kits - coalesce(sum(m.quantity), 0) as left from movement m join document d on d.id = m.document_id and d.kind = 'BREAK_UP'
		  join place t on t.id = m.to_place_id and t.kind = 'KIT' where m.lot_id = l.lot_id) k on true
		where (p.packed - p.unpacked) * l.kits <> p.packed * k.left or l.kits <> (select sum(m.quantity) from movement m where m.document_id = l.document_id and m.lot_id = l.lot_id) limit 1`},
		{"kits expire with their first part", `
		select format('kits of lot %s', k.lot_id) from kit_lot k join lot l on l.id = k.lot_id
		where l.expires_on is distinct from (select min(t.expires_on) from kit_part p join lot t on t.id = p.lot_id where p.kit_lot_id = k.lot_id) limit 1`},
	}...)
}
