package inventory

// What must always hold of breaches, proved with the rest by Verify: whoever hides a broken floor by closing its breach is found, and
// whoever leaves one open that was made good.
func init() {
	proofs = append(proofs, []proof{
		{"an open breach is of a minimum that is below its floor, or is no longer in force", `
		select format('breach %s of minimum %s: %s available, floor %s', x.id, m.id, a.available, m.floor) from minimum_breach x join minimum m on m.id = x.minimum_id
		join (` + minimumSums(`m.id in (select minimum_id from minimum_breach where closed_at is null)`) + `) a on a.id = m.id
		where x.closed_at is null and ` + minimumInForce + ` and a.available >= m.floor order by x.id limit 1`},
		{"a breach opened below its floor, and one that is closed was made good", `
		select format('breach %s of minimum %s: opened with %s of %s, closed with %s of %s', x.id, x.minimum_id, x.available, x.floor, coalesce(x.cured_available::text, 'none'), coalesce(x.cured_floor::text, 'none'))
		from minimum_breach x where x.available >= x.floor or x.closed_at is not null and (x.cured_available >= x.cured_floor) is not true order by x.id limit 1`},
	}...)
}
