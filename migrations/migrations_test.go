package migrations_test

import (
	"context"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"changping/internal/pgtest"
	"changping/internal/postgres"
	"changping/internal/postgres/cluster"
	"changping/migrations"

	"github.com/jackc/pgx/v5/pgxpool"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var two = fstest.MapFS{
	"0001_one.sql": {Data: []byte(`create table one (n integer)`)},
	"0002_two.sql": {Data: []byte(`create table two (n integer); insert into one values (1)`)},
}

// with is two with other or further files.
func with(changes map[string]string) fs.FS {
	files := maps.Clone(two)
	for name, sql := range changes {
		files[name] = &fstest.MapFile{Data: []byte(sql)}
	}
	return files
}

// applyTwo applies files to a schema as the owner and gives the names that it was told.
func applyTwo(t *testing.T, db *pgtest.Database, schema string, files fs.FS) (told []string, err error) {
	t.Helper()
	_, err = migrations.ApplyFiles(context.Background(), db.OwnerURL, schema, cluster.OwnerRole, files, func(name string) { told = append(told, name) })
	return told, err
}

func count(t *testing.T, db *pgtest.Database, sql string) (n int) {
	t.Helper()
	if err := db.Owner(t).QueryRow(t.Context(), sql).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestManyAtOnceApplyEachFileOnce(t *testing.T) {
	t.Parallel()
	db := pgtest.NewEmpty(t)
	var mu sync.Mutex
	told := map[string]int{}
	var all sync.WaitGroup
	begin := make(chan struct{})
	for range 5 {
		all.Go(func() {
			<-begin
			if _, err := migrations.Apply(t.Context(), db.OwnerURL, "district", cluster.AppRole, func(name string) {
				mu.Lock()
				defer mu.Unlock()
				told[name]++
			}); err != nil {
				t.Error(err)
			}
		})
	}
	close(begin)
	all.Wait()
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if told[name] != 1 {
			t.Errorf("%s was applied %d times", name, told[name])
		}
	}
	if n := count(t, db, `select count(*) from schema_migration`); n != len(names) {
		t.Errorf("%d migrations on record, want %d", n, len(names))
	}
	if again, err := migrations.Apply(t.Context(), db.OwnerURL, "district", cluster.AppRole, func(string) {}); again != 0 || err != nil {
		t.Errorf("once more: %d applied, %v", again, err)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		files fs.FS
		want  string
	}{
		"a changed file":        {with(map[string]string{"0001_one.sql": `create table one (n bigint)`}), "0001_one.sql was changed"},
		"a newer database":      {fstest.MapFS{"0001_one.sql": two["0001_one.sql"]}, "newer than this program"},
		"a gap in the numbers":  {with(map[string]string{"0004_four.sql": `select 1`}), "0003 is missing"},
		"a number used twice":   {with(map[string]string{"0002_again.sql": `select 1`}), "0003 is missing or used twice"},
		"a name without number": {with(map[string]string{"later.sql": `select 1`}), "is named"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := pgtest.NewEmpty(t)
			if _, err := applyTwo(t, db, "district", two); err != nil {
				t.Fatal(err)
			}
			told, err := applyTwo(t, db, "district", c.files)
			if err == nil || !strings.Contains(err.Error(), c.want) || len(told) > 0 {
				t.Errorf("applied %v, %v", told, err)
			}
		})
	}
}

// A file that fails leaves nothing of itself, and what came before it stands; once mended, the next start goes on from there.
func TestFailureLeavesNothingHalfDone(t *testing.T) {
	t.Parallel()
	db := pgtest.NewEmpty(t)
	told, err := applyTwo(t, db, "district", with(map[string]string{"0003_three.sql": `create table three (n integer); select 1/0`}))
	if err == nil || !strings.Contains(err.Error(), "0003_three.sql") || !slices.Equal(told, []string{"0001_one.sql", "0002_two.sql"}) {
		t.Fatalf("applied %v, %v", told, err)
	}
	if n := count(t, db, `select count(*) from pg_tables where schemaname = 'district' and tablename in ('one', 'two', 'three')`); n != 2 {
		t.Errorf("%d tables stand, want 2", n)
	}
	told, err = applyTwo(t, db, "district", with(map[string]string{"0003_three.sql": `create table three (n integer)`}))
	if err != nil || !slices.Equal(told, []string{"0003_three.sql"}) {
		t.Errorf("applied %v, %v", told, err)
	}
	if n := count(t, db, `select count(*) from one`); n != 1 {
		t.Errorf("the second file ran %d times", n)
	}
}

// Two districts live in one database, each in its schema.
func TestSchemaOfAnotherName(t *testing.T) {
	t.Parallel()
	db := pgtest.NewEmpty(t)
	for _, schema := range []string{"xiqing", "nankai_2"} {
		if _, err := migrations.Apply(t.Context(), db.OwnerURL, schema, cluster.AppRole, func(string) {}); err != nil {
			t.Fatal(err)
		}
	}
	pool := openPool(t, db, "xiqing")
	if err := migrations.Check(t.Context(), pool); err != nil {
		t.Error(err)
	}
	// The application's role works in it: tables, sequences, functions and triggers are found there and nowhere else.
	if _, err := pool.Exec(t.Context(), `insert into audit_entry (action, outcome) values ('test', 'DONE')`); err != nil {
		t.Error(err)
	}
	var here, there, public int
	if err := db.Owner(t).QueryRow(t.Context(), `select (select count(*) from xiqing.audit_entry), (select count(*) from nankai_2.audit_entry),
		(select count(*) from pg_tables where schemaname = 'public')`).Scan(&here, &there, &public); err != nil || here != 1 || there != 0 || public != 0 {
		t.Errorf("%d here, %d there, %d tables in public, %v", here, there, public, err)
	}
	for _, bad := range []string{"", "Xiqing", "a b", `x"; drop table y`, "西青", strings.Repeat("x", 64)} {
		if _, err := migrations.Apply(t.Context(), db.OwnerURL, bad, cluster.AppRole, func(string) {}); err == nil {
			t.Errorf("the schema name %q was taken", bad)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ change, want string }{
		"as it should be":   {`select 1`, ""},
		"a newer database":  {`insert into schema_migration values (9999, '9999_future.sql', 'x')`, "newer"},
		"an older database": {`delete from schema_migration where number = (select max(number) from schema_migration)`, "changping migrate"},
		"changed files":     {`update schema_migration set checksum = 'x' where number = 1`, "was changed"},
		"nothing applied":   {`drop table schema_migration`, "at migration 0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := pgtest.New(t)
			if _, err := db.Owner(t).Exec(t.Context(), c.change); err != nil {
				t.Fatal(err)
			}
			err := migrations.Check(t.Context(), db.Pool)
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

// Where the application has no role of its own, the owner is the application, and evidence is still only added.
func TestOwnerAsTheApplication(t *testing.T) {
	t.Parallel()
	db := pgtest.NewEmpty(t)
	if _, err := migrations.Apply(t.Context(), db.OwnerURL, "district", cluster.OwnerRole, func(string) {}); err != nil {
		t.Fatal(err)
	}
	db.AppURL = db.OwnerURL
	pool := openPool(t, db, "district")
	if _, err := pool.Exec(t.Context(), `insert into audit_entry (action, outcome) values ('test', 'DONE')`); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{`update audit_entry set action = 'x'`, `delete from audit_entry`, `truncate audit_entry`} {
		if _, err := pool.Exec(t.Context(), sql); err == nil {
			t.Errorf("%s was allowed", sql)
		}
	}
}

// A role of another name than our private cluster's gets its rights too.
func TestRightsGoToTheRoleThatIsNamed(t *testing.T) {
	t.Parallel()
	db := pgtest.NewEmpty(t)
	owner := db.Owner(t)
	if _, err := owner.Exec(t.Context(), `create role "someone else"`); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if _, err := owner.Exec(context.Background(), `drop owned by "someone else"; drop role "someone else"`); err != nil {
			t.Error(err)
		}
	}()
	if _, err := migrations.Apply(t.Context(), db.OwnerURL, "district", "someone else", func(string) {}); err != nil {
		t.Fatal(err)
	}
	for sql, want := range map[string]bool{
		`select has_table_privilege('someone else', 'person', 'insert')`:           true,
		`select has_table_privilege('someone else', 'movement', 'insert')`:         true,
		`select has_table_privilege('someone else', 'movement', 'update')`:         false,
		`select has_table_privilege('someone else', 'audit_entry', 'delete')`:      false,
		`select has_table_privilege('someone else', 'schema_migration', 'insert')`: false,
		`select has_table_privilege('changping_app', 'person', 'select')`:          false,
	} {
		var got bool
		if err := owner.QueryRow(t.Context(), sql).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %t, %v", sql, got, err)
		}
	}
}

func openPool(t *testing.T, db *pgtest.Database, schema string) *pgxpool.Pool {
	t.Helper()
	pool, err := postgres.Open(t.Context(), postgres.Config{URL: db.AppURL, Schema: schema, MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}
