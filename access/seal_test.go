package access_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"changping/access"
	"changping/internal/pgtest"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// record adds entries to the audit trail, ten in a seal, with gaps in their ids where a transaction was rolled back.
func record(t *testing.T, db *pgtest.Database, seals int) (ids []int64) {
	t.Helper()
	ctx := t.Context()
	for s := range seals {
		for i := range 10 {
			err := postgres.InTx(ctx, db.Pool, func(tx pgx.Tx) error {
				return access.RecordTx(ctx, tx, access.Entry{Action: "test", ObjectKind: "seal", ObjectID: int64(s), Detail: map[string]int{"n": i}})
			})
			if err != nil {
				t.Fatal(err)
			}
			if i%4 == 1 {
				back := errors.New("back")
				if err := postgres.InTx(ctx, db.Pool, func(tx pgx.Tx) error {
					return errors.Join(back, access.RecordTx(ctx, tx, access.Entry{Action: "gone"}))
				}); !errors.Is(err, back) {
					t.Fatal(err)
				}
			}
		}
		if n, err := access.SealStream(ctx, db.Pool, "audit_entry"); n != 1 || err != nil {
			t.Fatal(n, err)
		}
	}
	rows, err := db.Pool.Query(ctx, `select id from audit_entry order by id`)
	if err == nil {
		ids, err = pgx.CollectRows(rows, pgx.RowTo[int64])
	}
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// forger changes what only the owner of the database can.
func forger(t *testing.T, db *pgtest.Database) func(sql string, args ...any) {
	owner := db.Owner(t)
	if _, err := owner.Exec(t.Context(), `set session_replication_role = replica`); err != nil {
		t.Fatal(err)
	}
	return func(sql string, args ...any) {
		t.Helper()
		if _, err := owner.Exec(t.Context(), sql, args...); err != nil {
			t.Fatal(err)
		}
	}
}

func verify(t *testing.T, db *pgtest.Database) string {
	t.Helper()
	problem, err := access.VerifyStream(t.Context(), db.Pool, "audit_entry")
	if err != nil {
		t.Fatal(err)
	}
	return problem
}

// Whatever is done to any one row, and however well its own hash is forged, the first bad row is named.
func TestFirstBadRowIsNamed(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ids := record(t, db, 3)
	forge := forger(t, db)
	forge(`create table kept as select * from audit_entry`)
	restore := func() {
		forge(`delete from audit_entry`)
		forge(`insert into audit_entry overriding system value select * from kept`)
	}
	if problem := verify(t, db); problem != "" {
		t.Fatal("sound rows: ", problem)
	}
	for i, id := range ids {
		for _, c := range []struct{ what, sql, want string }{
			{"changed", `update audit_entry set action = 'other' where id = $1`, fmt.Sprintf("row %d was changed", id)},
			{"changed with its hash", `with c as (update audit_entry e set action = 'other', row_hash = '' where id = $1 returning e.*)
				select count(*) from c`, fmt.Sprintf("row %d was changed", id)},
			{"taken out", `delete from audit_entry where id = $1`, fmt.Sprintf("row %d was taken out", id)},
		} {
			forge(c.sql, id)
			if c.what == "changed with its hash" {
				forge(`update audit_entry e set row_hash = audit_entry_hash(e) where id = $1`, id)
			}
			if problem := verify(t, db); !strings.HasPrefix(problem, c.want) {
				t.Errorf("%s: %q, want %s", c.what, problem, c.want)
			}
			restore()
		}
		if free := id + 1; i+1 < len(ids) && ids[i+1] > free { // a gap
			forge(`insert into audit_entry (id, at, action, outcome, row_hash) overriding system value values ($1, now(), 'new', 'DONE', '')`, free)
			forge(`update audit_entry e set row_hash = audit_entry_hash(e) where id = $1`, free)
			if problem, want := verify(t, db), fmt.Sprintf("row %d was put in", free); !strings.HasPrefix(problem, want) {
				t.Errorf("put in: %q, want %s", problem, want)
			}
			restore()
		}
		if i > 0 { // two rows change places, each with a hash that fits
			forge(`update audit_entry e set detail = o.detail, object_id = o.object_id, at = o.at from kept o where e.id in ($1, $2) and o.id = $1 + $2 - e.id`, ids[i-1], id)
			forge(`update audit_entry e set row_hash = audit_entry_hash(e) where id in ($1, $2)`, ids[i-1], id)
			if problem, want := verify(t, db), fmt.Sprintf("row %d was changed", ids[i-1]); !strings.HasPrefix(problem, want) {
				t.Errorf("changed places: %q, want %s", problem, want)
			}
			restore()
		}
	}
	for _, c := range []struct{ sql, want string }{
		{`delete from seal where number = 2`, "seal 2 is missing"},
		{`update seal set root = '\x00' where number = 2`, "seal 2 is not chained"},
		{`update seal set marks = overlay(marks placing '\x00000000' from 1) where number = 3`, "seal 3 is not chained"},
		{`update seal set ids = ids - int8multirange(int8range(from_id, from_id, '[]')) where number = 1`, "seal 1 is not chained"},
		{`update seal set to_id = to_id - 1 where number = 2`, "seal 2 is not chained"},
	} {
		forge(`create table kept_seal as select * from seal`)
		forge(c.sql)
		if problem := verify(t, db); !strings.HasPrefix(problem, c.want) {
			t.Errorf("%s: %q, want %s", c.sql, problem, c.want)
		}
		forge(`delete from seal`)
		forge(`insert into seal select * from kept_seal`)
		forge(`drop table kept_seal`)
	}
	if problem := verify(t, db); problem != "" {
		t.Error("restored: ", problem)
	}
	forge(`drop table kept`)
}

// Whoever makes everything anew from a changed row on leaves a sound chain, and only the anchor tells.
func TestAnchorCatchesARewrittenTail(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	file := filepath.Join(t.TempDir(), "anchor")
	ids := record(t, db, 2)
	for range 2 { // nothing new the second time
		if _, err := access.Anchor(t.Context(), db.Pool, file); err != nil {
			t.Fatal(err)
		}
	}
	record(t, db, 2)
	if added, err := access.Anchor(t.Context(), db.Pool, file); added != 1 || err != nil {
		t.Fatal(added, err)
	}
	if lines, problem, err := access.VerifyAnchor(t.Context(), db.Pool, file); lines != 2 || problem != "" || err != nil {
		t.Fatal(lines, problem, err)
	}
	forge := forger(t, db)
	forge(`update audit_entry set action = 'never' where id = $1`, ids[15])
	forge(`update audit_entry e set row_hash = audit_entry_hash(e) where id = $1`, ids[15])
	forge(`delete from seal where number >= 2`)
	if n, err := access.SealStream(t.Context(), db.Pool, "audit_entry"); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if problem := verify(t, db); problem != "" {
		t.Fatal("the forger did not do his work: ", problem)
	}
	_, problem, err := access.VerifyAnchor(t.Context(), db.Pool, file)
	if err != nil || !strings.HasPrefix(problem, "seal 2 of audit_entry is ") {
		t.Errorf("a rewritten tail: %q, %v", problem, err)
	}
	if _, err := access.Anchor(t.Context(), db.Pool, file); err == nil {
		t.Error("a rewritten chain was anchored as if nothing were")
	}
	forge(`delete from seal where number >= 2`)
	if _, problem, err = access.VerifyAnchor(t.Context(), db.Pool, file); err != nil || !strings.HasPrefix(problem, "seal 2 of audit_entry, ") {
		t.Errorf("a tail cut off: %q, %v", problem, err)
	}

	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	for what, forged := range map[string]string{
		"a line changed":       strings.Replace(string(text), "audit_entry 2", "audit_entry 3", 1),
		"a line taken out":     strings.Join(lines[1:], ""),
		"lines in other order": lines[1] + lines[0],
		"a line cut":           string(text[:len(text)-20]),
		"no anchor":            "hello\n",
	} {
		if err := os.WriteFile(file, []byte(forged), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := access.VerifyAnchor(t.Context(), db.Pool, file); err == nil {
			t.Errorf("%s: the file was believed", what)
		}
	}
}

// Sealing and proving while 32 clients write, keep their transactions open and roll some back: no row slips below a seal.
func TestSealingWhileWriting(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	if problem := sealWhileWriting(t, db, `select `+access.ShareStreams); problem != "" {
		t.Error(problem)
	}
	var rows, covered int64
	if err := db.Pool.QueryRow(t.Context(), `select (select count(*) from audit_entry), (select sum(rows) from seal)`).Scan(&rows, &covered); err != nil || rows != covered || rows < 100 {
		t.Errorf("%d rows, %d sealed, %v", rows, covered, err)
	}
	t.Run("without the shared lock it shows", func(t *testing.T) {
		for range 5 {
			if problem := sealWhileWriting(t, db, `select 1`); strings.Contains(problem, "put in") {
				return
			}
		}
		t.Error("rows slipped below no seal, or nobody saw it")
	})
}

func sealWhileWriting(t *testing.T, db *pgtest.Database, before string) (problem string) {
	ctx := t.Context()
	var stop atomic.Bool
	var clients, sealer sync.WaitGroup
	back := errors.New("back")
	for c := range 32 {
		clients.Go(func() {
			random := rand.New(rand.NewPCG(uint64(c), 1))
			for range 8 {
				err := postgres.InTx(ctx, db.Pool, func(tx pgx.Tx) error {
					if _, err := tx.Exec(ctx, before); err != nil {
						return err
					}
					for range 1 + random.IntN(3) {
						batch := &pgx.Batch{}
						if err := access.QueueLines(batch, []access.Line{access.LineFor(ctx).Saying(access.Entry{Action: "test"})}); err != nil {
							return err
						}
						if err := tx.SendBatch(ctx, batch).Close(); err != nil {
							return err
						}
						time.Sleep(time.Duration(random.IntN(4)) * time.Millisecond)
					}
					if random.IntN(5) == 0 {
						return back
					}
					return nil
				})
				if err != nil && !errors.Is(err, back) {
					t.Error(err)
				}
			}
		})
	}
	prove := func() {
		if _, err := access.SealStream(ctx, db.Pool, "audit_entry"); err != nil {
			t.Error(err)
		}
		p, err := access.VerifyStream(ctx, db.Pool, "audit_entry")
		if err != nil {
			t.Error(err)
		}
		if problem == "" {
			problem = p
		}
	}
	sealer.Go(func() {
		for !stop.Load() {
			prove()
		}
	})
	clients.Wait()
	stop.Store(true)
	sealer.Wait()
	prove()
	return problem
}

// Two sealers at once make one chain.
func TestTwoSealers(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var all sync.WaitGroup
	for i := range 60 {
		all.Go(func() {
			access.RecordRefusal(context.WithoutCancel(t.Context()), db.Pool, access.Entry{Action: fmt.Sprint("no", i)})
			if _, err := access.SealStream(t.Context(), db.Pool, "audit_entry"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if problem := verify(t, db); problem != "" {
		t.Error(problem)
	}
	if !slices.Equal(access.Streams(), []string{"movement", "audit_entry"}) {
		t.Error(access.Streams())
	}
}
