package inventory_test

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"testing"

	"changping/access"
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

// What a transaction saw of its own and then took back is believed by nobody, though another change comes to the same version.
func TestWhatWasTakenBackIsNotGoneBy(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("100"), LotNo: "A", ExpiresOn: day(300)})
	lend := inventory.Issue{SiteID: b.depot, Reason: "LOAN", Lines: []inventory.IssueLine{{ItemID: b.water, Quantity: d("1")}}}
	tx, err := b.db.Pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `insert into approval_rule (kind, reason, persons) values ('ISSUE', 'LOAN', 1)`); err != nil {
		t.Fatal(err)
	}
	if _, err := inventory.IssueTx(b.keeper, tx, lend); err != nil {
		t.Fatal(err)
	}
	var state string
	if err := tx.QueryRow(t.Context(), `select state from document order by id desc limit 1`).Scan(&state); err != nil || state != "SUBMITTED" {
		t.Errorf("in the transaction that added the rule: %s, %v", state, err)
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := b.db.Owner(t).Exec(t.Context(), `insert into setting values ('other', '1')`); err != nil {
		t.Fatal(err)
	}
	lend.RequestKey = "key-issue-1"
	posted, err := b.Issue(b.keeper, lend)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.db.Pool.QueryRow(t.Context(), `select state from document where id = $1`, posted.DocumentID).Scan(&state); err != nil || state != "POSTED" {
		t.Errorf("by a rule that was never in force: %s, %v", state, err)
	}
}

// A level is known to be there only once its transaction is committed.
func TestALevelThatWasTakenBackIsMadeAgain(t *testing.T) {
	b := setup(t)
	owner := b.db.Owner(t)
	if _, err := owner.Exec(t.Context(), `alter table document add constraint nothing_today check (reason <> 'PURCHASE') not valid`); err != nil {
		t.Fatal(err)
	}
	receipt := inventory.Receipt{RequestKey: "key-receive-1", SiteID: b.depot, Reason: "PURCHASE", Lines: []inventory.ReceiptLine{{ItemID: b.blanket, Quantity: d("5"), LotNo: "B"}}}
	if _, err := b.Receive(b.keeper, receipt); err == nil {
		t.Fatal("received against the constraint")
	}
	if _, err := owner.Exec(t.Context(), `alter table document drop constraint nothing_today`); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Receive(b.keeper, receipt); err != nil {
		t.Fatal(err)
	}
	if err := inventory.Verify(t.Context(), b.db.Pool, func(string) {}); err != nil {
		t.Error(err)
	}
}

// A key that is used elsewhere while its request is being written is found, and nothing is posted for it.
func TestAKeyUsedElsewhereMeanwhileIsFound(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("5"), LotNo: "B"})
	tx, err := b.db.Pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `insert into request_key (person_id, key, operation, input_hash, answer) values ($1, 'key-issue-1', 'other', 'x', '{}')`, access.ActorFrom(b.keeper).PersonID); err != nil {
		t.Fatal(err)
	}
	answer := make(chan error)
	go func() {
		_, err := b.Issue(b.keeper, inventory.Issue{RequestKey: "key-issue-1", SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: b.blanket, Quantity: d("1")}}})
		answer <- err
	}()
	for waiting := false; !waiting; { // for the key
		if err := b.db.Owner(t).QueryRow(t.Context(), `select exists (select 1 from pg_stat_activity where datname = current_database() and wait_event = 'transactionid')`).Scan(&waiting); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantCode(t, <-answer, "REQUEST_KEY_REUSED")
	if got := b.available(b.depot, b.blanket); got != "5" {
		t.Errorf("%s available after a refusal", got)
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
