package postgres_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"changping/internal/fault"
	"changping/internal/pgtest"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func setup(t *testing.T) *pgtest.Database {
	t.Helper()
	t.Parallel()
	db := pgtest.New(t)
	if _, err := db.Owner(t).Exec(t.Context(), `create table kept (n integer constraint kept_once unique, m integer); grant all on kept to changping_app`); err != nil {
		t.Fatal(err)
	}
	return db
}

func kept(t *testing.T, db *pgtest.Database) (n int) {
	t.Helper()
	if err := db.Pool.QueryRow(context.Background(), `select count(*) from kept`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// failing makes the database refuse with a code.
func failing(code string) string {
	return `do $$ begin raise exception 'made to fail' using errcode = '` + code + `'; end $$`
}

func TestInTxRepeatsWhatMayPass(t *testing.T) {
	db := setup(t)
	for name, c := range map[string]struct {
		code  string // of the failure
		fails int    // so many times
		tries int
		want  string // code of the fault; "": it succeeds
	}{
		"a serialisation failure": {"40001", 2, 3, ""},
		"a deadlock":              {"40P01", 1, 2, ""},
		"a lock that is held":     {"55P03", 4, 5, ""},
		"a server that restarts":  {"57P03", 1, 2, ""},
		"it does not pass":        {"40001", 99, 5, "BUSY"},
		"a lock that stays":       {"55P03", 99, 5, "BUSY"},
		"a statement too slow":    {"57014", 99, 1, "BUSY"},
		"a full disk":             {"53100", 99, 1, "STORAGE_FULL"},
		"a server that goes":      {"57P02", 99, 1, "DATABASE_AWAY"},
		"a mistake of ours":       {"42P01", 99, 1, "INTERNAL"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tries := 0
			err := postgres.InTx(context.Background(), db.Pool, func(tx pgx.Tx) error {
				tries++
				if _, err := tx.Exec(context.Background(), `insert into kept (m) values (1)`); err != nil {
					return err
				}
				if tries > c.fails {
					return nil
				}
				_, err := tx.Exec(context.Background(), failing(c.code))
				return err
			})
			code := ""
			if f := fault.As(err); f != nil {
				code = f.Code
			} else if err != nil {
				code = "INTERNAL"
			}
			if tries != c.tries || code != c.want {
				t.Errorf("%d tries, %v; want %d, %q", tries, err, c.tries, c.want)
			}
		})
	}
	t.Cleanup(func() {
		if n := kept(t, db); n != 4 { // one row of each that succeeded: no try leaves anything
			t.Errorf("%d rows, want 4", n)
		}
	})
}

func TestInTxUndoesWhatFails(t *testing.T) {
	db := setup(t)
	refused := fault.New(fault.Refused, "BELOW_MINIMUM", "Too little.")
	tries := 0
	insert := func(tx pgx.Tx) error {
		tries++
		_, err := tx.Exec(t.Context(), `insert into kept values (7)`)
		return err
	}
	err := postgres.InTx(t.Context(), db.Pool, func(tx pgx.Tx) error { return errors.Join(insert(tx), refused) })
	if !fault.IsCode(err, "BELOW_MINIMUM") || tries != 1 {
		t.Errorf("%v after %d tries", err, tries)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("a panic was swallowed")
			}
		}()
		_ = postgres.InTx(t.Context(), db.Pool, func(tx pgx.Tx) error { _ = insert(tx); panic("x") })
	}()
	if n := kept(t, db); n != 0 {
		t.Errorf("%d rows were left behind", n)
	}
	if err := postgres.InTx(t.Context(), db.Pool, insert); err != nil || kept(t, db) != 1 {
		t.Error(err)
	}
	if busy := db.Pool.Stat().AcquiredConns(); busy != 0 {
		t.Errorf("%d connections were not given back", busy)
	}
}

// Two that lock the same rows in opposite order: the database ends one of them, which then runs again.
func TestInTxOutlivesADeadlock(t *testing.T) {
	db := setup(t)
	if _, err := db.Pool.Exec(t.Context(), `insert into kept values (1, 0), (2, 0)`); err != nil {
		t.Fatal(err)
	}
	var met, all sync.WaitGroup
	met.Add(2)
	for _, order := range [][2]int{{1, 2}, {2, 1}} {
		all.Go(func() {
			var once sync.Once
			if err := postgres.InTx(context.Background(), db.Pool, func(tx pgx.Tx) error {
				if _, err := tx.Exec(context.Background(), `update kept set m = m + 1 where n = $1`, order[0]); err != nil {
					return err
				}
				once.Do(func() { met.Done(); met.Wait() }) // both hold their first row before either asks for its second
				_, err := tx.Exec(context.Background(), `update kept set m = m + 1 where n = $1`, order[1])
				return err
			}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	var sum int
	if err := db.Pool.QueryRow(t.Context(), `select sum(m) from kept`).Scan(&sum); err != nil || sum != 4 {
		t.Errorf("%d increments, want 4; %v", sum, err)
	}
}

// A connection that the server ends before the commit was sent costs a try, not the write.
func TestInTxOutlivesAnEndedConnection(t *testing.T) {
	db := setup(t)
	owner := db.Owner(t)
	tries := 0
	err := postgres.InTx(t.Context(), db.Pool, func(tx pgx.Tx) error {
		if tries++; tries == 1 {
			var pid uint32
			if err := tx.QueryRow(t.Context(), `select pg_backend_pid()`).Scan(&pid); err != nil {
				return err
			}
			if _, err := owner.Exec(t.Context(), `select pg_terminate_backend($1, 5000)`, pid); err != nil {
				return err
			}
		}
		_, err := tx.Exec(t.Context(), `insert into kept values (1)`)
		return err
	})
	if err != nil || tries != 2 || kept(t, db) != 1 {
		t.Errorf("%d tries, %v, %d rows", tries, err, kept(t, db))
	}
}

// A connection cut without a word tells people to try again; whether a write was made is for its request key to settle.
func TestConnectionCutWithoutAWord(t *testing.T) {
	db := setup(t)
	err := postgres.InTx(context.Background(), db.Pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(context.Background(), `insert into kept values (1)`); err != nil {
			return err
		}
		return tx.Conn().PgConn().Conn().Close()
	})
	if f := fault.As(err); f == nil || f.Kind != fault.Unavailable {
		t.Errorf("told as %v", err)
	}
	if n := kept(t, db); n != 0 {
		t.Errorf("%d rows", n)
	}
}

func TestInTxGivesUpWithItsContext(t *testing.T) {
	db := setup(t)
	ctx, cancel := context.WithCancel(t.Context())
	tries := 0
	started := time.Now()
	err := postgres.InTx(ctx, db.Pool, func(tx pgx.Tx) error {
		tries++
		_, err := tx.Exec(ctx, failing("40001"))
		cancel()
		return err
	})
	if err == nil || tries != 1 {
		t.Errorf("%d tries, %v", tries, err)
	}
	if took := time.Since(started); took > 5*time.Second { // a hang, not a benchmark
		t.Errorf("gave up after %s", took)
	}
}

func TestInReadTxSeesOnePicture(t *testing.T) {
	db := setup(t)
	if err := postgres.InReadTx(t.Context(), db.Pool, func(tx pgx.Tx) error {
		var before, after int
		if err := tx.QueryRow(t.Context(), `select count(*) from kept`).Scan(&before); err != nil {
			return err
		}
		if _, err := db.Pool.Exec(t.Context(), `insert into kept values (1)`); err != nil {
			return err
		}
		if err := tx.QueryRow(t.Context(), `select count(*) from kept`).Scan(&after); err != nil || after != before {
			t.Errorf("%d rows, then %d, %v", before, after, err)
		}
		_, err := tx.Exec(t.Context(), `insert into kept values (2)`)
		if err == nil {
			t.Error("a reader wrote")
		}
		return nil
	}); err == nil {
		t.Error("the refused write did not end the transaction")
	}
}

func init() {
	postgres.RegisterConstraint("kept_once", func() *fault.Error { return fault.New(fault.Conflict, "KEPT", "It is kept already.").At("n") })
}

func TestConstraintsBecomeFaults(t *testing.T) {
	db := setup(t)
	for i, want := range []string{"", "KEPT"} {
		err := postgres.InTx(t.Context(), db.Pool, func(tx pgx.Tx) error {
			_, err := tx.Exec(t.Context(), `insert into kept values (1)`)
			return err
		})
		if f := fault.As(err); (want == "") != (err == nil) || want != "" && (f == nil || f.Code != want || f.Message != "It is kept already." || errors.Unwrap(f) == nil) {
			t.Errorf("insert %d: %v", i, err)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("one name was registered twice")
		}
	}()
	postgres.RegisterConstraint("kept_once", nil)
}

func TestOpenRefusesSchemaNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "a b", "x;drop", "X", "西青"} {
		if _, err := postgres.Open(t.Context(), postgres.Config{URL: "postgres://localhost", Schema: name}); err == nil {
			t.Errorf("%q was taken", name)
		}
	}
}
