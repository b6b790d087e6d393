package access_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"changping/access"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// refuseAudit makes the audit trail refuse entries of an action, as a full disk or a lost right would.
func (d *district) refuseAudit(action string) {
	d.t.Helper()
	d.execute(`create or replace function refuse_entry() returns trigger language plpgsql as $$ begin raise exception 'no entry'; end $$`)
	d.execute(`create trigger refuse_entry before insert on audit_entry for each row when (new.action = '` + action + `') execute function refuse_entry()`)
}

// No entry, no change: whatever cannot be audited does not happen.
func TestNothingHappensUnaudited(t *testing.T) {
	d := setup(t)
	for action, c := range map[string]struct {
		do   func(d *district) error
		left string // counts what must not be there
	}{
		"organisation.create": {func(d *district) error {
			_, err := d.CreateOrganisation(d.system(), access.Organisation{Code: "9", NameZh: "x", NameEn: "x", Kind: "TOWN", Tier: "TOWN"})
			return err
		}, `select count(*) from organisation where code = '9'`},
		"organisation.neighbours": {func(d *district) error {
			return d.SetNeighbours(d.system(), [][2]int64{{d.root, d.town}})
		}, `select count(*) from organisation_neighbour`},
		"person.create": {func(d *district) error {
			_, err := d.CreatePerson(d.system(), access.NewPerson{Account: "zhao", Name: "x"})
			return err
		}, `select count(*) from person where account = 'zhao'`},
		"post.grant": {func(d *district) error {
			return d.GrantPost(d.system(), access.NewPost{PersonID: d.wang, Role: access.Auditor, OrganisationID: d.town})
		}, `select count(*) from post where role = 'AUDITOR'`},
		"token.create": {func(d *district) error {
			secret, err := d.CreateToken(d.system(), "wang", "x", time.Hour)
			if (secret == "") != (err != nil) {
				d.t.Errorf("handed out %q with %v", secret, err)
			}
			return err
		}, `select count(*) from session where kind = 'TOKEN'`},
		"session.signIn": {func(d *district) error {
			secret, actor, err := d.SignIn(d.t.Context(), "wang", password, here)
			if (secret == "") != (err != nil) || (actor == nil) != (err != nil) {
				d.t.Errorf("handed out %q to %v with %v", secret, actor, err)
			}
			return err
		}, `select count(*) from session where kind = 'COOKIE'`},
	} {
		d.refuseAudit(action)
		if err := c.do(d); err == nil {
			t.Errorf("%s succeeded without an entry", action)
		}
		if n := d.count(c.left); n != 0 {
			t.Errorf("%s left %d rows behind", action, n)
		}
		d.execute(`drop trigger refuse_entry on audit_entry`)
		if err := c.do(d); err != nil {
			t.Errorf("%s with an entry: %v", action, err)
		}
		if n := d.count(`select count(*) from audit_entry where action = $1`, action); n == 0 {
			t.Errorf("%s has no entry", action)
		}
	}
}

// A wrong password cannot be guessed at while the trail is down: neither wrong nor right ones are answered.
func TestNoGuessingWithoutTheTrail(t *testing.T) {
	d := setup(t)
	d.refuseAudit("session.signIn")
	for _, p := range []string{"wrong password", password} {
		if _, _, err := d.SignIn(t.Context(), "wang", p, here); err == nil || strings.Contains(err.Error(), "BAD_CREDENTIALS") {
			t.Errorf("answered: %v", err)
		}
	}
}

type entry struct {
	PersonID              *int64
	Role, Action, Outcome string
	ObjectKind, RequestID string
	ObjectID              *int64
	Detail                map[string]string
}

// entries gives the entries of an action, oldest first.
func (d *district) entries(action string) []entry {
	d.t.Helper()
	rows, err := d.owner.Query(d.t.Context(), `select person_id, role, action, outcome, object_kind, request_id, object_id, detail from audit_entry where action = $1 order by id`, action)
	if err != nil {
		d.t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[entry])
	if err != nil {
		d.t.Fatal(err)
	}
	return all
}

func TestWhoDidWhatInWhichRole(t *testing.T) {
	d := setup(t)
	d.post(access.NewPost{PersonID: d.wang, Role: access.Liaison, OrganisationID: d.town})
	d.post(access.NewPost{PersonID: d.wang, Role: access.Dispatcher, OrganisationID: d.town})
	d.post(access.NewPost{PersonID: d.wang, Role: access.Administrator, OrganisationID: d.root})
	d.execute(`update post set from_date = business_date() - 9, to_date = business_date() - 1 where role = 'LIAISON'`)
	ctx := access.WithRequestID(t.Context(), "R7")
	_, wang, err := d.SignIn(ctx, "wang", password, here)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.SignIn(ctx, "wang", "wrong password", here); err == nil {
		t.Fatal("signed in")
	}
	if _, err := d.CreatePerson(access.WithActor(ctx, wang), access.NewPerson{Account: "zhao", Name: "x"}); err != nil {
		t.Fatal(err)
	}
	signIns := d.entries("session.signIn")
	if len(signIns) != 2 {
		t.Fatal(signIns)
	}
	if e := signIns[0]; e.PersonID == nil || *e.PersonID != d.wang || e.Role != "ADMINISTRATOR,DISPATCHER" || e.Outcome != "DONE" || e.ObjectKind != "person" || *e.ObjectID != d.wang || e.RequestID != "R7" || e.Detail["network"] != here {
		t.Errorf("signing in is recorded as %+v", e)
	}
	if e := signIns[1]; e.PersonID != nil || e.Role != "" || e.Outcome != "REFUSED" || e.Detail["account"] != "wang" || e.RequestID != "R7" {
		t.Errorf("a refused sign-in is recorded as %+v", e)
	}
	made := d.entries("person.create")
	if e := made[len(made)-1]; e.PersonID == nil || *e.PersonID != d.wang || e.Role != "ADMINISTRATOR,DISPATCHER" || e.Detail["account"] != "zhao" {
		t.Errorf("what wang did is recorded as %+v", e)
	}
	if e := made[0]; e.PersonID != nil || e.Role != "SYSTEM" {
		t.Errorf("what the system did is recorded as %+v", e)
	}
	for _, e := range append(signIns, made...) {
		for _, value := range e.Detail {
			if strings.Contains(value, "password") {
				t.Errorf("a password is in the trail: %+v", e)
			}
		}
	}
}

func TestRefusalsAreRecordedWhenTheRequestIsGone(t *testing.T) {
	d := setup(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	access.RecordRefusal(access.WithRequestID(ctx, "R8"), d.db.Pool, access.Entry{Action: "stock.issue", Detail: map[string]string{"code": "BELOW_MINIMUM"}})
	if all := d.entries("stock.issue"); len(all) != 1 || all[0].Outcome != "REFUSED" || all[0].RequestID != "R8" {
		t.Errorf("recorded as %+v", all)
	}
}

// Evidence is only added: the application's role has no right to change it, and nobody gets past the trigger.
func TestEvidenceIsOnlyAdded(t *testing.T) {
	d := setup(t)
	if _, err := access.SealStream(t.Context(), d.db.Pool, "audit_entry"); err != nil {
		t.Fatal(err)
	}
	if d.count(`select count(*) from audit_entry`) == 0 || d.count(`select count(*) from seal`) == 0 {
		t.Fatal("no evidence to tamper with")
	}
	ways := map[string]string{"UPDATE": `update %s set %s`, "DELETE": `delete from %s`, "TRUNCATE": `truncate %s cascade`}
	for table, change := range map[string]string{"movement": "line_no = line_no", "audit_entry": "action = action", "seal": "rows = rows"} {
		for right, way := range ways {
			sql := strings.Replace(way, "%s", table, 1)
			sql = strings.Replace(sql, "%s", change, 1)
			_, err := d.db.Pool.Exec(t.Context(), sql)
			if pg := (*pgconn.PgError)(nil); !errors.As(err, &pg) || pg.Code != "42501" {
				t.Errorf("the application may %s %s: %v", right, table, err)
			}
			// The right itself is missing too, so that a dropped trigger opens nothing.
			if d.count(`select has_table_privilege('changping_app', $1, $2)::integer`, table, right) != 0 {
				t.Errorf("the application's role has %s on %s", right, table)
			}
			if table == "movement" && right != "TRUNCATE" {
				continue // no rows here for a row trigger to guard
			}
			if _, err := d.owner.Exec(t.Context(), sql); err == nil || !strings.Contains(err.Error(), "evidence") {
				t.Errorf("the owner may %s %s: %v", right, table, err)
			}
		}
	}
	for _, sql := range []string{
		`alter table audit_entry disable trigger all`, `drop trigger audit_entry_evidence on audit_entry`, `drop table audit_entry`,
		`create or replace function refuse_change() returns trigger language plpgsql as $$ begin return new; end $$`,
		`set session_replication_role = replica`, `create table mine (n integer)`, `update schema_migration set checksum = 'x'`, `set role changping_owner`,
	} {
		if _, err := d.db.Pool.Exec(t.Context(), sql); err == nil {
			t.Errorf("the application may %s", sql)
		}
	}
}

// Whoever gets past all that leaves traces: each kind of tampering is found, and named by its first row.
func TestTamperingIsFound(t *testing.T) {
	for name, c := range map[string]struct{ tamper, want string }{
		"nothing":                       {`select 1`, ""},
		"a changed entry":               {`update audit_entry set outcome = 'REFUSED' where id = 3`, "row 3 was changed"},
		"a changed entry, hashed anew":  {`update audit_entry e set outcome = 'REFUSED' where id = 3; update audit_entry e set row_hash = audit_entry_hash(e) where id = 3`, "row 3 was changed"},
		"a removed entry":               {`delete from audit_entry where id = 2`, "row 2 was taken out"},
		"the last sealed entry removed": {`delete from audit_entry where id = (select max(to_id) from seal)`, "was taken out after it had been sealed"},
		"a removed seal":                {`delete from seal where number = 1`, "seal"},
		"a seal made to fit":            {`delete from audit_entry where id = 2; update seal s set rows = r.n, root = r.root, marks = r.marks from (select count(*) as n, sha256(string_agg(row_hash, ''::bytea order by id)) as root, string_agg(substr(row_hash, 1, 4), ''::bytea order by id) as marks from audit_entry where id <= (select to_id from seal where number = 1)) r where number = 1`, "seal 1 is not chained"},
		"an entry slipped in between":   {`insert into audit_entry (id, action, outcome, row_hash) overriding system value values (0, 'x', 'DONE', ''); update audit_entry e set row_hash = audit_entry_hash(e) where id = 0`, "row 0 was put in"},
	} {
		t.Run(name, func(t *testing.T) {
			d := setup(t)
			seal := func() {
				t.Helper()
				if rows, err := access.SealStream(t.Context(), d.db.Pool, "audit_entry"); err != nil || rows != 1 {
					t.Fatalf("%d seals, %v", rows, err)
				}
			}
			seal()
			d.person("li")
			seal()
			if rows, err := access.SealStream(t.Context(), d.db.Pool, "audit_entry"); err != nil || rows != 0 {
				t.Errorf("sealed nothing new %d times, %v", rows, err)
			}
			d.person("zhao") // added since the last seal
			// As a superuser who has read the schema would.
			d.execute(`set session_replication_role = replica`)
			d.execute(c.tamper)
			problem, err := access.VerifyStream(t.Context(), d.db.Pool, "audit_entry")
			if err != nil || (problem == "") != (c.want == "") || !strings.Contains(problem, c.want) {
				t.Errorf("%q, %v; want %q", problem, err, c.want)
			}
		})
	}
}
