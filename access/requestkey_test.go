package access_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"changping/access"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
)

type input struct {
	Key  string `json:"-"`
	Note string
}

type given struct{ ID int64 }

// once runs a write that adds one row and gives its id.
func (d *district) once(a *access.Actor, key, operation, note string) (answer given, replayed bool, err error) {
	ctx := access.WithActor(context.Background(), a)
	err = postgres.InTx(ctx, d.db.Pool, func(tx pgx.Tx) (err error) {
		answer, replayed, err = access.Once(ctx, tx, key, operation, input{key, note}, func() (g given, err error) {
			if note == "fails" {
				return g, errors.New("refused")
			}
			err = tx.QueryRow(ctx, `insert into audit_entry (action, outcome, detail) values ('once', 'DONE', to_jsonb($1::text)) returning id`, note).Scan(&g.ID)
			return g, err
		})
		return err
	})
	return answer, replayed, err
}

func (d *district) actor(account string) *access.Actor {
	d.t.Helper()
	a, err := d.FindActor(d.t.Context(), account)
	if err != nil {
		d.t.Fatal(err)
	}
	return a
}

func TestRequestKeys(t *testing.T) {
	d := setup(t)
	d.person("li")
	wang, li := d.actor("wang"), d.actor("li")
	first, replayed, err := d.once(wang, "key-00000001", "issue", "water")
	if err != nil || replayed || first.ID == 0 {
		t.Fatal(first, replayed, err)
	}
	again, replayed, err := d.once(wang, "key-00000001", "issue", "water")
	if err != nil || !replayed || again != first {
		t.Errorf("the same again: %v, replayed %t, %v; want %v", again, replayed, err, first)
	}
	for name, c := range map[string]struct{ operation, note string }{"another note": {"issue", "water "}, "another operation": {"receive", "water"}} {
		_, _, err := d.once(wang, "key-00000001", c.operation, c.note)
		if wantCode(t, err, "REQUEST_KEY_REUSED"); err == nil {
			t.Error(name)
		}
	}
	// Another's key is another key: neither its answer nor that it exists is told.
	other, replayed, err := d.once(li, "key-00000001", "issue", "tents")
	if err != nil || replayed || other == first {
		t.Errorf("another person's same key: %v, replayed %t, %v", other, replayed, err)
	}
	if n := d.count(`select count(*) from audit_entry where action = 'once'`); n != 2 {
		t.Errorf("%d writes, want 2", n)
	}
}

func TestFailedAttemptLeavesItsKeyFree(t *testing.T) {
	d := setup(t)
	wang := d.actor("wang")
	if _, _, err := d.once(wang, "key-00000001", "issue", "fails"); err == nil {
		t.Fatal("did not fail")
	}
	if _, replayed, err := d.once(wang, "key-00000001", "issue", "water"); err != nil || replayed {
		t.Errorf("the key is burnt: replayed %t, %v", replayed, err)
	}
}

func TestMalformedRequestKeys(t *testing.T) {
	d := setup(t)
	wang := d.actor("wang")
	for _, key := range []string{"", "short", "with spaces in it", "tab\tinside", "nul\x00inside", "钥匙钥匙钥匙", strings.Repeat("k", 129), strings.Repeat("k", 10_000), "del\x7finside"} {
		_, _, err := d.once(wang, key, "issue", "water")
		wantCode(t, err, "REQUEST_KEY")
	}
	_, _, err := d.once(nil, "key-00000001", "issue", "water")
	wantCode(t, err, "SIGN_IN")
	if n := d.count(`select count(*) from request_key`); n != 0 {
		t.Errorf("%d keys were kept", n)
	}
	for _, key := range []string{strings.Repeat("k", 8), strings.Repeat("k", 128), "!~key~key!"} {
		if _, _, err := d.once(wang, key, "issue", "water"); err != nil {
			t.Errorf("%q: %v", key, err)
		}
	}
	// Nobody sends a request twice to the system itself.
	if _, _, err := d.once(access.System("cron"), "", "issue", "water"); err != nil {
		t.Errorf("the system without a key: %v", err)
	}
}

// However many send the same at once, one write is made and all get its answer.
func TestSameKeyManyTimesAtOnce(t *testing.T) {
	d := setup(t)
	wang := d.actor("wang")
	const senders = 40
	answers := make([]given, senders)
	var fresh atomic.Int64
	var all sync.WaitGroup
	for i := range senders {
		all.Go(func() {
			answer, replayed, err := d.once(wang, "key-00000001", "issue", "water")
			if err != nil {
				t.Error(err)
			}
			if answers[i] = answer; !replayed {
				fresh.Add(1)
			}
		})
	}
	all.Wait()
	for _, a := range answers {
		if a != answers[0] || a.ID == 0 {
			t.Fatalf("answers differ: %v", answers)
		}
	}
	if n := d.count(`select count(*) from audit_entry where action = 'once'`); n != 1 || fresh.Load() != 1 {
		t.Errorf("%d writes, %d of them called fresh", n, fresh.Load())
	}
}
