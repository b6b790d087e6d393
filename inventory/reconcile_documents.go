package inventory

// What must always hold of documents that wait, of approvals and of holds, proved with the rest by Verify.
func init() {
	proofs = append(proofs, []proof{
		{"what is on hold is the sum of live quality holds, and within stock", `
		select format('place %s, lot %s, reserve %s: on hold %s, holds %s, reserved %s, on hand %s', b.place_id, b.lot_id, b.reserve_id, b.on_hold, coalesce(h.sum, 0), b.reserved, b.on_hand)
		from balance b left join (select place_id, lot_id, reserve_id, sum(quantity) as sum from quality_hold where state = 'LIVE' group by 1, 2, 3) h using (place_id, lot_id, reserve_id)
		where b.on_hold <> coalesce(h.sum, 0) or b.reserved + b.on_hold > b.on_hand order by b.place_id, b.lot_id limit 1`},
		{"goods are set aside for documents that wait, and for no others", `
		select bad from (
		  select format('reservation %s for a line of document %s, which is %s', r.id, l.document_id, coalesce(d.state, 'gone')) as bad
		  from reservation r left join document_line l on l.id = r.purpose_id left join document d on d.id = l.document_id
		  where r.purpose = 'DOCUMENT' and r.state = 'LIVE' and (d.state is null or d.state not in ('SUBMITTED','APPROVED') or r.quantity <> l.quantity)
		  union all select format('hold %s for document %s, which is %s', h.id, h.document_id, d.state) from quality_hold h join document d on d.id = h.document_id
		  where h.state = 'LIVE' and d.state not in ('SUBMITTED','APPROVED')
		  union all select format('document %s, line %s: nothing is set aside', d.id, l.line_no) from document d join document_line l on l.document_id = d.id
		    join place p on p.id = l.from_place_id and p.physical left join reservation r on r.id = l.reservation_id and r.state = 'LIVE'
		  where d.state in ('SUBMITTED','APPROVED') and d.kind <> 'ADJUSTMENT' and r.id is null and l.hold_id is null) x limit 1`},
		{"no document is posted without the approvals that were asked for", `
		select format('document %s: %s of %s', d.number, count(a.id), d.approvals_asked) from document d
		left join document_approval a on a.document_id = d.id and a.revision = d.revision and a.decision = 'APPROVED' and a.person_id is distinct from d.person_id
		where d.number is not null and d.approvals_asked > 0 group by d.id having count(a.id) < d.approvals_asked limit 1`},
		// Rules that came or went within a minute of a posting may have been read either way. An item may be put into a hazard class
		// later, so what such rules asked for is known from the posting only (the proof above).
		{"no document is posted with fewer approvals than the rules in force asked for", `
		select format('document %s: rule %s asks for %s', number, id, persons) from (
		  select d.number, r.id, r.persons, (select count(*) from document_approval a where a.document_id = d.id and a.revision = d.revision and a.decision = 'APPROVED' and a.person_id is distinct from d.person_id) as have
		  from approval_rule r join document d on d.kind = r.kind and r.reason in ('', d.reason) and d.number is not null and d.completes_id is null and d.site_id is distinct from d.counter_site_id
		    and d.recorded_at > r.from_at + interval '1 minute' and (r.to_at is null or d.recorded_at < r.to_at - interval '1 minute')
		  cross join lateral (select case when bool_and(t.unit_cost is not null) then sum(m.quantity * t.unit_cost) end as value, array_agg(v.programme) as programmes
		    from movement m join lot t on t.id = m.lot_id join reserve v on v.id = m.reserve_id where m.document_id = d.id) c
		  where (r.value_from is null or c.value is null or c.value >= r.value_from) and r.hazard_classes = '{}' and (r.programme = '' or r.programme = any(c.programmes))) x
		where have < persons limit 1`},
		{"what was posted is what was approved", `
		select format('document %s, lot %s: %s approved, %s posted', document_id, lot_id, l.sum, m.sum)
		from (select l.document_id, l.lot_id, l.reserve_id, l.from_place_id, l.to_place_id, sum(l.quantity) as sum from document_line l join document d on d.id = l.document_id and d.number is not null group by 1, 2, 3, 4, 5) l
		left join (select document_id, lot_id, reserve_id, from_place_id, to_place_id, sum(quantity) as sum from movement where document_id in (select document_id from document_line) group by 1, 2, 3, 4, 5) m
		  using (document_id, lot_id, reserve_id, from_place_id, to_place_id) where m.sum is distinct from l.sum limit 1`},
		{"scrapped goods were appraised, and their disposal is known", `
		select format('document %s', d.number) from document d where d.kind = 'SCRAP' and d.number is not null and not
		  (exists (select 1 from scrap_appraisal a where a.document_id = d.id and a.revision = d.revision and a.finding = 'UNUSABLE') and exists (select 1 from scrap_disposal s where s.document_id = d.id)) limit 1`},
		{"regraded goods leave one lot of an item and join another", `
		select format('item %s, reserve %s: %s', item_id, reserve_id, sum(q)) from (
		  select item_id, reserve_id, quantity as q from movement m where m.to_place_id = any(array(select id from place where kind = 'REGRADED'))
		  union all select item_id, reserve_id, -quantity from movement m where m.from_place_id = any(array(select id from place where kind = 'REGRADED'))) x group by item_id, reserve_id having sum(q) <> 0 limit 1`},
		{"never more comes back than went out", `
		select format('document %s, lot %s: %s went out, %s came back', returns_id, lot_id, coalesce(o.sum, 0), i.sum)
		from (select d.returns_id, m.lot_id, m.reserve_id, sum(m.quantity) as sum from document d join movement m on m.document_id = d.id where d.returns_id is not null and d.state = 'POSTED' group by 1, 2, 3) i
		left join (select m.document_id as returns_id, m.lot_id, m.reserve_id, sum(m.quantity) as sum from movement m join document d on d.id = m.document_id and d.state = 'POSTED' group by 1, 2, 3) o
		  using (returns_id, lot_id, reserve_id) where i.sum > coalesce(o.sum, 0) limit 1`},
	}...)
}
