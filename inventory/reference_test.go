package inventory_test

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"testing"

	"changping/internal/postgres"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// What another server has changed counts from the next posting on, however often this one has posted before; a site and an item that
// came meanwhile are known.
func TestPostingsGoByWhatIsInForceNow(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("100"), LotNo: "A", ExpiresOn: day(300)})
	lend := func(n int) (inventory.Posted, error) {
		return b.Issue(b.keeper, inventory.Issue{RequestKey: fmt.Sprint("key-issue-", n), SiteID: b.depot, Reason: "LOAN", Lines: []inventory.IssueLine{{ItemID: b.water, Quantity: d("1")}}})
	}
	state := func(p inventory.Posted, err error) (is string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if err := b.db.Pool.QueryRow(t.Context(), `select state from document where id = $1`, p.DocumentID).Scan(&is); err != nil {
			t.Fatal(err)
		}
		return is
	}
	if is := state(lend(1)); is != "POSTED" {
		t.Fatal(is)
	}
	pool, err := postgres.Open(t.Context(), postgres.Config{URL: b.db.AppURL, Schema: b.db.Schema, MaxConns: 2, ApplicationName: "another server"})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	another := inventory.New(pool)
	id, _, err := another.AddApprovalRule(b.system, "", inventory.ApprovalRule{Kind: inventory.KindIssue, Reason: "LOAN", Persons: 1})
	if err != nil {
		t.Fatal(err)
	}
	if is := state(lend(2)); is != "SUBMITTED" {
		t.Errorf("a rule added elsewhere: %s", is)
	}
	if _, _, err := another.EndApprovalRule(b.system, "", id); err != nil {
		t.Fatal(err)
	}
	if is := state(lend(3)); is != "POSTED" {
		t.Errorf("a rule ended elsewhere: %s", is)
	}
}

// The database itself refuses evidence of what is not there, and keeps what evidence refers to.
func TestEvidenceRefersToWhatIsThere(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("100"), LotNo: "A", ExpiresOn: day(300)}, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("100"), LotNo: "B"})
	owner := b.db.Owner(t)
	movement := func(column, value string) string {
		given := map[string]string{"line_no": "7", column: value}
		columns := []string{"document_id", "line_no", "item_id", "lot_id", "reserve_id", "from_place_id", "to_place_id", "quantity", "occurred_at"}
		values := make([]string, len(columns))
		for i, c := range columns {
			values[i] = cmp.Or(given[c], c)
		}
		return fmt.Sprintf(`insert into movement (%s) select %s from movement order by id limit 1`, strings.Join(columns, ", "), strings.Join(values, ", "))
	}
	for _, column := range []string{"document_id", "lot_id", "reserve_id", "from_place_id", "to_place_id"} {
		refused(t, owner, "movement_refers_to_what_is_there", movement(column, "987654"), column)
	}
	refused(t, owner, "movement_refers_to_what_is_there", movement("item_id", "(select item_id from movement order by id desc limit 1)"), "an item that is not of the lot")
	refused(t, owner, "document_refers_to_what_is_there", `insert into document (number, kind, state, site_id, occurred_at) values ('X', 'ISSUE', 'POSTED', 987654, now())`, "site_id")
	refused(t, owner, "document_refers_to_what_is_there", `insert into document (number, kind, state, site_id, person_id, occurred_at) select 'X', 'ISSUE', 'POSTED', site_id, 987654, now() from document limit 1`, "person_id")
	refused(t, owner, "audit_entry_refers_to_a_person", `insert into audit_entry (person_id, action, outcome) values (987654, 'x', 'DONE')`, "person_id")
	for _, table := range []string{"person", "site", "place", "item", "lot", "reserve", "document", "stock_level"} {
		for _, sql := range []string{`delete from ` + table, `truncate ` + table + ` cascade`} {
			var pg *pgconn.PgError
			if _, err := owner.Exec(t.Context(), sql); !errors.As(err, &pg) || pg.Code != "42501" {
				t.Errorf("%s: %v", sql, err)
			}
		}
	}
}

func refused(t *testing.T, owner *pgx.Conn, constraint, sql, what string) {
	t.Helper()
	var pg *pgconn.PgError
	if _, err := owner.Exec(t.Context(), sql); !errors.As(err, &pg) || pg.ConstraintName != constraint {
		t.Errorf("%s: %v, want %s\n%s", what, err, constraint, sql)
	}
}
