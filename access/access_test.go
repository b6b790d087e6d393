package access_test

import (
	"context"
	"sync"
	"testing"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/pgtest"

	"github.com/jackc/pgx/v5"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const (
	password = "a good password"
	here     = "192.0.2.0/24"
)

// district is a district with one town and one person, wang, who is dispatcher of the district.
type district struct {
	*access.Access
	t          *testing.T
	db         *pgtest.Database
	owner      *pgx.Conn
	root, town int64
	wang       int64
}

func setup(t *testing.T) *district {
	t.Helper()
	t.Parallel()
	db := pgtest.New(t)
	d := &district{Access: access.New(db.Pool), t: t, db: db, owner: db.Owner(t)}
	d.root = d.organisation(access.Organisation{Code: "1", NameZh: "区", NameEn: "District", Kind: "DISTRICT_BUREAU", Tier: "DISTRICT"})
	d.town = d.organisation(access.Organisation{Code: "2", NameZh: "镇", NameEn: "Town", Kind: "TOWN", Tier: "TOWN", ParentID: &d.root})
	d.wang = d.person("wang")
	d.post(access.NewPost{PersonID: d.wang, Role: access.Dispatcher, OrganisationID: d.root})
	return d
}

// system is a context in which the system acts.
func (d *district) system() context.Context {
	return access.WithActor(d.t.Context(), access.System("test"))
}

func (d *district) organisation(o access.Organisation) int64 {
	d.t.Helper()
	id, err := d.CreateOrganisation(d.system(), o)
	if err != nil {
		d.t.Fatal(err)
	}
	return id
}

// One hash is made by the process and given to everybody: hashing is slow on purpose.
var (
	hashing sync.Once
	hash    string
)

// person adds a person who signs in with password.
func (d *district) person(account string) (id int64) {
	d.t.Helper()
	hashing.Do(func() {
		first, err := d.CreatePerson(d.system(), access.NewPerson{Account: "first", Name: "first", Password: password})
		if err == nil {
			err = d.owner.QueryRow(d.t.Context(), `select password_hash from person where id = $1`, first).Scan(&hash)
		}
		if err != nil {
			d.t.Fatal(err)
		}
	})
	id, err := d.CreatePerson(d.system(), access.NewPerson{Account: account, Name: account})
	if err != nil {
		d.t.Fatal(err)
	}
	d.execute(`update person set password_hash = $2 where id = $1`, id, hash)
	return id
}

func (d *district) post(p access.NewPost) {
	d.t.Helper()
	if err := d.GrantPost(d.system(), p); err != nil {
		d.t.Fatal(err)
	}
}

// signIn opens a session of wang's and gives its secret.
func (d *district) signIn() string {
	d.t.Helper()
	secret, _, err := d.SignIn(d.t.Context(), "wang", password, here)
	if err != nil {
		d.t.Fatal(err)
	}
	return secret
}

// execute changes the database as its owner: time is shifted here, never waited for.
func (d *district) execute(sql string, args ...any) {
	d.t.Helper()
	if tag, err := d.owner.Exec(d.t.Context(), sql, args...); err != nil {
		d.t.Fatalf("%s: %v", sql, err)
	} else if tag.Update() && tag.RowsAffected() == 0 {
		d.t.Fatalf("%s changed nothing", sql)
	}
}

func (d *district) count(sql string, args ...any) (n int) {
	d.t.Helper()
	if err := d.owner.QueryRow(d.t.Context(), sql, args...).Scan(&n); err != nil {
		d.t.Fatalf("%s: %v", sql, err)
	}
	return n
}

// wantCode fails the test unless the error is the fault with that code; "": no error.
func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if code == "" && err != nil || code != "" && !fault.IsCode(err, code) {
		t.Errorf("%v, want %q", err, code)
	}
}
